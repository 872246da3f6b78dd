"""The record that a line leads to.

On which screen and in which list it is shown, the app alone knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RecordKind(StrEnum):
    """A kind of record that a line can lead to."""

    CHILD = "child"
    DATE_DUE = "date due"  # of a child: its code
    DATES_NOT_KNOWN = "dates not known"
    DIRECTION = "direction"
    WORKER = "worker"
    SESSIONS = "sessions"  # of a worker
    ABSENCE = "absence"  # of a worker
    UNCHECKED = "unchecked"  # every worker whose stage was only assumed
    UNALLOCATED = "unallocated"  # every child without a worker
    UNWRITTEN_RECORD = "unwritten record"  # of a worker's last session
    SESSION = "session"  # that is being held
    SIGNED_RECORD = "signed record"  # of a session
    DECISION = "decision"
    CHILDS_FILE = "child's file"  # of a session, a decision or a child: `session 12`; else of all
    CONSULTATION = "consultation"
    RECOMMENDATION = "recommendation"
    CLINICIAN = "clinician"
    TRAINING_BOOKING = "training booking"
    COURSES = "courses"  # of a worker
    DEVELOPMENT = "development"  # of a worker, for the registration
    GOAL = "goal"
    COMPLIANCE_DATE = "compliance date"  # of a worker: the worker's number and the kind
    BACK_ON_DUTY = "back on duty"  # of a worker
    AUDIT = "audit"
    DRAFT = "draft"  # about a child, or about nobody


@dataclass(frozen=True, slots=True)
class Destination:
    """A record by its kind and number, or reference.

    And the child it is about, where there is one.
    """

    kind: RecordKind
    id: str = ""
    child: str = ""

    @classmethod
    def of_child(cls, ref: str) -> Destination:
        """The child of that reference."""
        return cls(RecordKind.CHILD, ref, ref)

    @classmethod
    def of_worker(cls, worker_id: int) -> Destination:
        """The worker of that number."""
        return cls(RecordKind.WORKER, str(worker_id))
