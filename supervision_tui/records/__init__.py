"""What is kept: one module a noun, one table a class."""

from .children import Allocation, CaseNote, Child, FamilyGroup, Pin, PlanEpisode, RagEntry, TriggerDate
from .directions import Direction, DirectionDate, DirectionOwner
from .drafts import Draft
from .facts import Pseudonym, VaultFact
from .responses import PressureResponse
from .search import SearchEntry
from .sessions import (
    Acknowledgement,
    AgendaChoice,
    Amendment,
    CaseDiscussion,
    Observation,
    PersonalRecord,
    SessionMove,
    SupervisionSession,
)
from .workers import ManagerCover, SupervisionAgreement, Team, Worker, WorkerAlias, WorkerLeave, WorkerPost

__all__ = [
    "Acknowledgement",
    "AgendaChoice",
    "Allocation",
    "Amendment",
    "CaseDiscussion",
    "CaseNote",
    "Child",
    "Direction",
    "DirectionDate",
    "DirectionOwner",
    "Draft",
    "FamilyGroup",
    "ManagerCover",
    "Observation",
    "PersonalRecord",
    "Pin",
    "PlanEpisode",
    "PressureResponse",
    "Pseudonym",
    "RagEntry",
    "SearchEntry",
    "SessionMove",
    "SupervisionAgreement",
    "SupervisionSession",
    "Team",
    "TriggerDate",
    "VaultFact",
    "Worker",
    "WorkerAlias",
    "WorkerLeave",
    "WorkerPost",
]
