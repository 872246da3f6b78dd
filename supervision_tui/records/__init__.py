"""The records that are kept: one module a noun, one table a class."""

from .audits import Audit, AuditFinding, DipSample, PracticeWeek, SampledChild, ThemeTag
from .children import (
    Allocation,
    CaseNote,
    Child,
    ChildEvent,
    ChildSource,
    FamilyGroup,
    Pin,
    PlanEpisode,
    RagEntry,
    SourceReading,
    VisitFrequency,
)
from .consultations import (
    Clinician,
    Consultation,
    ConsultationAttendance,
    ConsultationChild,
    Recommendation,
)
from .directions import Direction, DirectionDate, DirectionOwner
from .drafts import Draft
from .facts import Pseudonym, VaultFact
from .learning import (
    ComplianceDate,
    CpdEntry,
    DevelopmentGoal,
    DutyReturn,
    TrainingBooking,
    TrainingStep,
)
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
from .workers import (
    ManagerCover,
    SupervisionAgreement,
    Team,
    Worker,
    WorkerAlias,
    WorkerLeave,
    WorkerPost,
)

__all__ = [
    "Acknowledgement",
    "AgendaChoice",
    "Allocation",
    "Amendment",
    "Audit",
    "AuditFinding",
    "CaseDiscussion",
    "CaseNote",
    "Child",
    "ChildEvent",
    "ChildSource",
    "Clinician",
    "ComplianceDate",
    "Consultation",
    "ConsultationAttendance",
    "ConsultationChild",
    "CpdEntry",
    "DevelopmentGoal",
    "DipSample",
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
    "PracticeWeek",
    "PressureResponse",
    "Pseudonym",
    "RagEntry",
    "Recommendation",
    "SampledChild",
    "SearchEntry",
    "SessionMove",
    "SourceReading",
    "SupervisionAgreement",
    "SupervisionSession",
    "Team",
    "ThemeTag",
    "TrainingBooking",
    "TrainingStep",
    "VaultFact",
    "VisitFrequency",
    "Worker",
    "WorkerAlias",
    "WorkerLeave",
    "WorkerPost",
]
