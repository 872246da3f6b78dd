"""Clinical consultations and practice discussions, who thinks with the team, and what was
recommended.
"""

from __future__ import annotations

from datetime import date

from sqlmodel import Field

from .record import Record


class Clinician(Record, table=True):
    """Somebody who is consulted: name, discipline, and how and when the person is reached."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    normal_name: str = Field(unique=True)
    discipline: str
    reached: str = ""
    recorded_on: date
    left_on: date | None = None


class Consultation(Record, table=True):
    """One consultation.

    Where it stands follows from its dates; `booked_for` is the day it is planned for.

    It may name no child: then it is about a worker, or a theme. `came` names who came beside the
    workers of the team.
    """

    id: int | None = Field(default=None, primary_key=True)
    mode: str
    worker_id: int | None = Field(default=None, foreign_key="worker.id", index=True)
    clinician_id: int | None = Field(default=None, foreign_key="clinician.id", index=True)
    asked_by: str = ""
    theme: str = ""
    question: str = ""
    requested_on: date
    recorded_on: date
    booked_on: date | None = None
    booked_for: date | None = None
    booked_time: str = ""
    held_on: date | None = None
    held_recorded_on: date | None = None
    came: str = ""
    hypotheses: str = ""
    strengths: str = ""
    consent: str = ""
    follow_up_on: date | None = None
    followed_up_on: date | None = None
    outcome: str = ""
    outcome_words: str = ""
    closed_on: date | None = None
    close_reason: str = ""
    version: int = 1


class ConsultationChild(Record, table=True):
    """A child that a consultation is about; several are a family."""

    __tablename__ = "consultation_child"

    id: int | None = Field(default=None, primary_key=True)
    consultation_id: int = Field(foreign_key="consultation.id")
    child_id: int = Field(foreign_key="child.id", index=True)


class ConsultationAttendance(Record, table=True):
    """A worker who was asked to a practice discussion, and whether the worker came."""

    __tablename__ = "consultation_attendance"

    id: int | None = Field(default=None, primary_key=True)
    consultation_id: int = Field(foreign_key="consultation.id")
    worker_id: int = Field(foreign_key="worker.id")
    came: bool = False


class Recommendation(Record, table=True):
    """A recommendation, and the decision: open, adopted, adapted or declined, with the reason."""

    id: int | None = Field(default=None, primary_key=True)
    consultation_id: int = Field(foreign_key="consultation.id", index=True)
    text: str
    state: str = "open"
    reason: str = ""
    decided_on: date | None = None
