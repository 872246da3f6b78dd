"""What is kept: one module a noun, one table a class."""

from .children import Allocation, CaseNote, Child, FamilyGroup, Pin, PlanEpisode, RagEntry, TriggerDate
from .consultations import Clinician, Consultation, ConsultationAttendance, ConsultationChild, Recommendation
from .directions import Direction, DirectionDate, DirectionOwner
from .drafts import Draft
from .facts import Pseudonym, VaultFact
from .learning import CpdPiece, DevelopmentGoal, DutyReturn, ReadinessDate, TrainingBooking, TrainingStep
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
    "Clinician",
    "Consultation",
    "ConsultationAttendance",
    "ConsultationChild",
    "CpdPiece",
    "DevelopmentGoal",
    "Direction",
    "DirectionDate",
    "DirectionOwner",
    "Draft",
    "DutyReturn",
    "FamilyGroup",
    "ManagerCover",
    "Observation",
    "PersonalRecord",
    "Pin",
    "PlanEpisode",
    "PressureResponse",
    "Pseudonym",
    "RagEntry",
    "ReadinessDate",
    "Recommendation",
    "SearchEntry",
    "SessionMove",
    "SupervisionAgreement",
    "SupervisionSession",
    "Team",
    "TrainingBooking",
    "TrainingStep",
    "TriggerDate",
    "VaultFact",
    "Worker",
    "WorkerAlias",
    "WorkerLeave",
    "WorkerPost",
]
