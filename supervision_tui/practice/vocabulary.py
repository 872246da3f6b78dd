"""The closed sets of words that the work uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Plan(StrEnum):
    """The plans and statuses that ship with the app, the one that is named first first.

    A service may add its own.

    A child may have several at once: `cp` and `plo`.
    """

    CLA = "cla"
    CP = "cp"
    PLO = "plo"
    CIN = "cin"
    ASSESSMENT = "assessment"
    FAMILY_HELP = "family-help"
    CARE_LEAVER = "care-leaver"
    EARLY_HELP = "early-help"


class Stage(StrEnum):
    """The career stages that ship with the app; a service may add its own in its policy."""

    NEWLY_QUALIFIED = "newly-qualified"
    SOCIAL_WORKER = "social-worker"
    SENIOR = "senior"
    FAMILY_SUPPORT = "family-support"
    PERSONAL_ADVISER = "personal-adviser"
    STUDENT = "student"
    MANAGER = "manager"
    CHAIR = "chair"


class CaseRole(StrEnum):
    """The roles in which somebody works with a child; a service may add its own in its policy."""

    LEAD = "lead"
    COVERING = "covering"
    LEAD_CHILD_PROTECTION = "lead-child-protection"
    CO_WORKER = "co-worker"
    PERSONAL_ADVISER = "personal-adviser"
    SUPERVISING = "supervising-social-worker"
    STUDENT = "student"
    HOLDING = "holding"


class DecisionKind(StrEnum):
    """The kinds of decision and discussion that the rules name; a service may add its own."""

    MANAGEMENT = "management"
    ALLOCATION = "allocation"
    STRATEGY = "strategy"


class TookPart(StrEnum):
    """The part that somebody had who was asked to a decision or discussion."""

    CAME = "came"
    SENT = "sent information"
    BOTH = "came and sent information"
    ASKED = "asked, did not come"

    @property
    def has_come(self) -> bool:
        """Tell whether somebody was there."""
        return self in (TookPart.CAME, TookPart.BOTH)

    @property
    def has_sent(self) -> bool:
        """Tell whether somebody sent information."""
        return self in (TookPart.SENT, TookPart.BOTH)


class FileKind(StrEnum):
    """The kinds of record that go onto a child's file in the council's own system."""

    SUPERVISION = "supervision record"
    DECISION = "decision"
    DIRECTION = "direction"
    CONSULTATION = "consultation"


class Rag(StrEnum):
    """The manager's worry about a child: red, amber or green."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


class SessionState(StrEnum):
    """The state of a supervision session."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"
    MISSED = "missed"


class SessionKind(StrEnum):
    """The kind of a session, by who is in it."""

    INDIVIDUAL = "individual"
    SHARED = "shared"
    GROUP = "group"
    AD_HOC = "ad-hoc"
    JOINT = "joint"
    PEER = "peer"
    DEBRIEF = "duty-debrief"

    @property
    def satisfies_interval(self) -> bool:
        """Tell whether such a session resets the worker's own clock."""
        return self in (SessionKind.INDIVIDUAL, SessionKind.SHARED)

    @property
    def has_several(self) -> bool:
        """Tell whether several workers sit together, so that it is asked who came."""
        return self in OF_SEVERAL

    @property
    def words(self) -> str:
        """The name of such a session."""
        return SESSION_KIND_WORDS[self]


OF_SEVERAL = (SessionKind.GROUP, SessionKind.PEER, SessionKind.JOINT)


SESSION_KIND_WORDS: Mapping[str, str] = {
    SessionKind.INDIVIDUAL: "Supervision",
    SessionKind.SHARED: "Shared supervision",
    SessionKind.GROUP: "Group supervision",
    SessionKind.AD_HOC: "Ad hoc discussion",
    SessionKind.JOINT: "Joint supervision",
    SessionKind.PEER: "Peer discussion",
    SessionKind.DEBRIEF: "Duty debrief",
}


class AuditKind(StrEnum):
    """A kind of audit."""

    CASE_FILE = "case file"
    SUPERVISION_FILE = "supervision file"
    OBSERVATION = "practice observation"
    FAMILY_FEEDBACK = "family feedback"
    STRATEGY_DISCUSSION = "strategy discussion"

    @property
    def is_about_a_child(self) -> bool:
        """Tell whether a child must be named; else a worker is."""
        return self not in (AuditKind.SUPERVISION_FILE, AuditKind.OBSERVATION)


class Heard(StrEnum):
    """The way in which a child was heard."""

    NOT_SAID = "not said"
    ALONE = "seen alone"
    WITH_OTHERS = "seen with others"
    OBSERVED = "observed"
    BY_PHONE = "by phone or video"
    THROUGH_OTHERS = "through others"
    NOT_HEARD = "not heard"


class SeenHow(StrEnum):
    """The way in which the child was met at a visit. One not seen stops no clock."""

    SEEN = "seen"
    SEEN_ALONE = "seen alone"
    NOT_SEEN = "not seen"


class EventOutcome(StrEnum):
    """The outcome of an event other than that it was held."""

    NOT_NEEDED = "not needed"
    PUT_OFF = "put off"
    NO_FURTHER_ACTION = "no further action"
    NOT_HELD = "not held"
    CORRECTED = "corrected"

    @property
    def is_said(self) -> bool:
        """Tell whether a person says it of an event.

        A date that a later file has otherwise is corrected by itself.
        """
        return self is not EventOutcome.CORRECTED


class DateState(StrEnum):
    """The state of a date due: late only where some source could have told that it was done."""

    LATE = "late"
    DUE = "due"
    NOT_KNOWN_HERE = "not-known-here"


class PlacementKind(StrEnum):
    """The kind of placement with visits at other intervals, as the regulations name it."""

    SETTLED = "settled"
    WITH_PARENTS = "with-parents"
    LONG_TERM = "long-term"


class WorkerSays(StrEnum):
    """The answer of a worker to a signed record."""

    ACKNOWLEDGED = "acknowledged"
    DISAGREED = "disagreed"


class SaidHow(StrEnum):
    """The way in which the worker's word came onto the record."""

    IN_PERSON = "in person"
    LATER = "later, on the worker's word"


class OwnerKind(StrEnum):
    """The kind of owner of a direction, by the name, so that agencies can be told apart."""

    WORKER = "worker"
    MANAGER = "manager"
    AGENCY = "agency"


class CancelReason(StrEnum):
    """The reason for which a session did not take place (practice facts, section 1)."""

    WORKER_SICK = "worker sick"
    MANAGER_SICK = "manager sick"
    LEAVE = "leave"
    CRISIS = "crisis for a child"
    COURT = "court"
    DUTY = "duty"
    WORKLOAD = "workload"
    SERVICE_PRESSURE = "service pressure"
    OTHER = "other"


class MissedReason(StrEnum):
    """The reason for which a worker did not go to a course (practice facts, section 8)."""

    WORKLOAD = "workload"
    DUTY = "duty"
    COURT = "court"
    CRISIS = "crisis for a child"
    SICKNESS = "sickness"
    LEAVE = "leave"
    CARING = "caring"
    TECHNICAL = "technical"
    NOT_RELEASED = "not released"
    UNKNOWN = "unknown"


class DirectionState(StrEnum):
    """The state of a direction."""

    OPEN = "open"
    PART = "part"
    DONE = "done"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done."""
        return self in (DirectionState.OPEN, DirectionState.PART)


class DirectionSource(StrEnum):
    """The source of a direction (practice facts, section 3)."""

    SUPERVISION = "supervision"
    AD_HOC = "ad hoc"
    CONSULTATION = "consultation adopted"
    DECISION = "decision"
    AUDIT = "audit"
    CHAIR = "IRO or conference chair"
    PANEL = "panel"
    COURT = "court"
    OUT_OF_HOURS = "out of hours"


class Checkpoint(StrEnum):
    """The moments at which a child is owed a direction."""

    ALLOCATION = "allocation"
    END_OF_ASSESSMENT = "end of assessment"
    TRANSFER = "transfer"


class WorkloadStatus(StrEnum):
    """The status of a worker's workload: what load and erosion say together."""

    STEADY = "steady"
    SLIPPING = "slipping"
    STRETCHED = "stretched"
    CROWDED_OUT = "crowded-out"

    @property
    def words(self) -> str:
        """The status as a person reads it; the codes are a promise to scripts."""
        return _STATUS_WORDS[self]

    @property
    def needs_response(self) -> bool:
        """Tell whether the manager owes an answer."""
        return self in (WorkloadStatus.STRETCHED, WorkloadStatus.CROWDED_OUT)


_STATUS_WORDS = {
    WorkloadStatus.STEADY: "on track",
    WorkloadStatus.SLIPPING: "falling behind",
    WorkloadStatus.STRETCHED: "over capacity",
    WorkloadStatus.CROWDED_OUT: "crowded out",
}


class Level(StrEnum):
    """The level that a signal has reached."""

    OK = "ok"
    AMBER = "amber"
    RED = "red"


class Urgency(StrEnum):
    """The urgency of a line; each has one colour and always a word beside it."""

    LATE = "late"
    SOON = "soon"
    PLAIN = "plain"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal: why something was not taken, and what would be.

    `code` is for programs, `says` is one plain sentence, each of `suggestions` is something that
    would be taken, `field` names what must be filled in, where there is one.
    """

    code: str
    says: str
    suggestions: tuple[str, ...] = ()
    field: str = ""


def workload_status_words(code: str) -> str:
    """A workload status as a person reads it; a code that is none of them stays as it is."""
    if code in set(WorkloadStatus):
        return WorkloadStatus(code).words
    return code
