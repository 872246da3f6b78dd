"""Directions: what is to be done for a child, by whom, by when, and why."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from .record import Record


class Direction(Record, table=True):
    """One direction.

    `due_on` is the date now in force; every date it has had stands in `direction_date`.

    `given_at` says when it was really given, where it came on record later (`recorded_at`): out of
    hours, at court. `recommendation_id` names the recommendation of a consultation that was
    adopted, `audit_id` the audit that requires it, `decision_id` the decision outside supervision
    that it belongs to. `follows` is the row of the catalogue that it takes up, where what follows
    from a date was turned into it. `due_time` is the hour by which it is due on its day, `link` an
    address or the name of a file.
    """

    __table_args__ = (Index("ix_direction_child_given", "child_id", "given_on"),)

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id")
    session_id: int | None = Field(default=None, foreign_key="supervision_session.id", index=True)
    worker_id: int | None = Field(default=None, foreign_key="worker.id", index=True)
    text: str
    owner: str
    owner_kind: str = "worker"
    reason: str
    given_on: date
    given_at: datetime | None = None
    recorded_at: datetime | None = None
    due_on: date = Field(index=True)
    typed: str = ""
    source: str = "supervision"
    checkpoint: str = ""
    lazy_reason: str = ""
    follows: str = ""
    recommendation_id: int | None = Field(default=None, foreign_key="recommendation.id", index=True)
    audit_id: int | None = Field(default=None, foreign_key="audit.id", index=True)
    decision_id: int | None = Field(default=None, foreign_key="case_decision.id", index=True)
    due_time: str = ""
    link: str = ""
    state: str = "open"
    outcome: str = ""
    closed_on: date | None = Field(default=None, index=True)
    version: int = 1


class DirectionDate(Record, table=True):
    """A due date that a direction was given, on which day, and why; the first is the original."""

    __tablename__ = "direction_date"

    id: int | None = Field(default=None, primary_key=True)
    direction_id: int = Field(foreign_key="direction.id", index=True)
    due_on: date
    set_on: date
    reason: str = ""
    due_time: str = ""


class DirectionOwner(Record, table=True):
    """An owner of a direction until a day (that day not counted), before it was handed on.

    `leave_id` is the absence of that owner for which it was: it comes back on the return.
    """

    __tablename__ = "direction_owner"

    id: int | None = Field(default=None, primary_key=True)
    direction_id: int = Field(foreign_key="direction.id", index=True)
    owner: str
    until_on: date
    leave_id: int | None = Field(default=None, foreign_key="worker_leave.id")
