"""Decisions and discussions outside the hour, who took part, and what is on the council's file."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field

from .record import Record


class CaseDecision(Record, table=True):
    """A management decision, or a discussion with others, about one child or several.

    `held_at` is when it was made, `kind` one of the policy's. Where `is_no_action` it was decided
    not to act, and `reason` says why. `reviews_id` is the discussion whose actions it looked at.
    It is never changed: an amendment stands beside it.
    """

    __tablename__ = "case_decision"

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    held_at: datetime = Field(index=True)
    facts: str = ""
    voice: str = ""
    options: str = ""
    decision: str
    reason: str
    is_no_action: bool = False
    reviews_id: int | None = Field(default=None, foreign_key="case_decision.id")
    recorded_at: datetime
    recorded_on: date
    recorded_by: str = ""


class DecisionChild(Record, table=True):
    """A child whom a decision is about."""

    __tablename__ = "decision_child"

    id: int | None = Field(default=None, primary_key=True)
    decision_id: int = Field(foreign_key="case_decision.id", index=True)
    child_id: int = Field(foreign_key="child.id", index=True)


class DecisionParticipant(Record, table=True):
    """Somebody who was asked to a decision: the agency, the name or role, and the part taken."""

    __tablename__ = "decision_participant"

    id: int | None = Field(default=None, primary_key=True)
    decision_id: int = Field(foreign_key="case_decision.id", index=True)
    agency: str
    name: str = ""
    part: str


class DecisionAmendment(Record, table=True):
    """An addition to a decision that is on record: what was added later, and why."""

    __tablename__ = "decision_amendment"

    id: int | None = Field(default=None, primary_key=True)
    decision_id: int = Field(foreign_key="case_decision.id", index=True)
    at: datetime
    recorded_on: date
    reason: str
    text: str


class FileEntry(Record, table=True):
    """A record that is on a child's file in the council's own system: since when, who said so.

    `record_id` is the number of the session, decision, direction or consultation, by `kind`.
    """

    __tablename__ = "file_entry"

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    kind: str
    record_id: int
    on_file_on: date
    said_by: str = ""
    recorded_at: datetime
    recorded_on: date
