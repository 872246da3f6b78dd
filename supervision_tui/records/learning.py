"""Training, professional development, goals, dates to be ready for, and work unfinished when back
on duty.
"""

from __future__ import annotations

from datetime import date

from sqlmodel import Field

from .record import Record


class TrainingBooking(Record, table=True):
    """A worker and a course.

    `course` is its code in the catalogue, empty for one that is not in it.
    """

    __tablename__ = "training_booking"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    course: str = ""
    title: str
    on_date: date | None = None
    recorded_on: date


class TrainingStep(Record, table=True):
    """A state into which a booking came on a day, and why; the last one holds."""

    __tablename__ = "training_step"

    id: int | None = Field(default=None, primary_key=True)
    booking_id: int = Field(foreign_key="training_booking.id", index=True)
    state: str
    on_date: date
    reason: str = ""


class CpdEntry(Record, table=True):
    """A CPD entry in the year of registration, with a peer's reflection or without."""

    __tablename__ = "cpd_piece"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    on_date: date
    title: str
    learned: str = ""
    with_peer: bool = False
    booking_id: int | None = Field(default=None, foreign_key="training_booking.id")
    recorded_on: date


class DevelopmentGoal(Record, table=True):
    """A goal of a worker's learning, by when: from a session, with a course, for an audit."""

    __tablename__ = "development_goal"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    text: str
    by_on: date
    set_on: date
    session_id: int | None = Field(default=None, foreign_key="supervision_session.id")
    course: str = ""
    recommendation_id: int | None = Field(default=None, foreign_key="recommendation.id")
    audit_id: int | None = Field(default=None, foreign_key="audit.id")
    ended_on: date | None = None
    is_reached: bool = False
    outcome: str = ""


class ComplianceDate(Record, table=True):
    """A date that a worker's practice depends on (DBS, registration …), and when it was met."""

    __tablename__ = "readiness_date"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    kind: str
    due_on: date
    recorded_on: date
    done_on: date | None = None
    note: str = ""


class DutyReturn(Record, table=True):
    """A worker's return to duty with work unfinished, how many pieces, and what."""

    __tablename__ = "duty_return"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id")
    on_date: date
    pieces: int = 1
    what: str = ""
    recorded_on: date
