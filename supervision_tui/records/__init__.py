"""What is kept: one module a noun, one table a class."""

from .children import Allocation, CaseNote, Child, FamilyGroup, Pin, PlanEpisode, RagEntry, TriggerDate
from .directions import Direction, DirectionDate
from .drafts import Draft
from .facts import Pseudonym, VaultFact
from .responses import PressureResponse
from .sessions import Amendment, CaseDiscussion, PersonalRecord, SessionMove, SupervisionSession
from .workers import SupervisionAgreement, Team, Worker, WorkerAlias, WorkerLeave, WorkerPost

__all__ = [
    "Allocation",
    "Amendment",
    "CaseDiscussion",
    "CaseNote",
    "Child",
    "Direction",
    "DirectionDate",
    "Draft",
    "FamilyGroup",
    "PersonalRecord",
    "Pin",
    "PlanEpisode",
    "PressureResponse",
    "Pseudonym",
    "RagEntry",
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
