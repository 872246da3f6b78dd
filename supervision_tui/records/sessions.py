"""Supervision sessions and the two records that one session makes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from .record import Record


class SupervisionSession(Record, table=True):
    """A session with a worker, planned, held, cancelled or missed.

    A moved session counts once, at its new date.

    `beside` names the reflective supervisor of a shared session; `recorded_on` is the day on which
    it was planned. A session of several workers is a row for each: `sitting_id` names the row that
    holds its record.
    """

    __tablename__ = "supervision_session"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    kind: str = "individual"
    planned_on: date = Field(index=True)
    planned_time: str = ""
    minutes: int
    state: str = "planned"
    held_on: date | None = Field(default=None, index=True)
    minutes_held: int | None = None
    cancelled_on: date | None = None
    cancel_reason: str = ""
    model: str = "kolb"
    signed_at: datetime | None = None
    beside: str = ""
    recorded_on: date | None = None
    sitting_id: int | None = Field(default=None, foreign_key="supervision_session.id", index=True)
    signed_by: str = ""
    version: int = 1


class AgendaChoice(Record, table=True):
    """A choice settled beforehand for one session.

    `kind`: `dropped` (the text is the reason), `brought` (by somebody of the session), `placed`, or
    `topic` (its text).
    """

    __tablename__ = "agenda_choice"

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="supervision_session.id", index=True)
    child_id: int | None = Field(default=None, foreign_key="child.id", index=True)
    kind: str
    text: str = ""
    place: int | None = None


class SessionMove(Record, table=True):
    """A move of a session: when, and from which date to which."""

    __tablename__ = "session_move"

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="supervision_session.id", index=True)
    from_on: date
    to_on: date
    moved_on: date
    reason: str = ""
    from_time: str = ""


class CaseDiscussion(Record, table=True):
    """The case supervision record of one child in one session; it goes to the child's file.

    `reflection` is a JSON object of stage id to text, `scales` one of title to scorer to points,
    `ticks` one of title to words. `discussed` is false where there is a reason instead. `together`
    holds the references of a family that was written about once; `own` is then what is this child's
    alone. `seconds` is how long the child was in hand by the clock; nothing where that is not
    known.
    """

    __tablename__ = "case_discussion"
    # A year's summary reads every discussion of two years: without their texts.
    __table_args__ = (Index("ix_case_discussion_judged", "session_id", "child_id", "discussed"),)

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="supervision_session.id", index=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    discussed: bool = True
    not_discussed_because: str = ""
    voice: str = ""
    voice_on: date | None = None
    voice_how: str = ""
    own: str = ""
    together: str = ""
    model: str = "kolb"
    reflection: str = "{}"
    is_reflective: bool = False
    known: str = ""
    not_known: str = ""
    managers_view: str = ""
    decision: str = ""
    contingency: str = ""
    pace: str = ""
    scales: str = "{}"
    ticks: str = "{}"
    seconds: int | None = None


class PersonalRecord(Record, table=True):
    """The personal supervision record of one session.

    It goes to the worker's file and holds no child's name. `sections` is a JSON object of section
    id to text, of those sections of the form that have no column here.
    """

    __tablename__ = "personal_record"

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="supervision_session.id", unique=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    wellbeing: str = ""
    workload: str = ""
    leave: str = ""
    learning: str = ""
    topics: str = ""
    form: str = ""
    sections: str = "{}"


class PersonalAction(Record, table=True):
    """An action agreed with a worker about the worker, in a section of the personal record.

    It comes back in the next session until it is closed.
    """

    __tablename__ = "personal_action"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    session_id: int = Field(foreign_key="supervision_session.id", index=True)
    section: str = ""
    text: str
    owner: str
    due_on: date
    due_time: str = ""
    given_on: date
    state: str = "open"
    outcome: str = ""
    closed_on: date | None = None
    version: int = 1


class SessionGuest(Record, table=True):
    """Somebody from outside the team in a session of several: the name, and the role there."""

    __tablename__ = "session_guest"

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="supervision_session.id", index=True)
    name: str
    role: str = ""


class GroupRecord(Record, table=True):
    """The record of a session of several; it is nobody's personal record.

    `sections` is a JSON object of section id to text, by the form.
    """

    __tablename__ = "group_record"

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="supervision_session.id", unique=True)
    form: str = ""
    facilitator: str = ""
    presenter: str = ""
    for_whom: str = ""
    sections: str = "{}"


class Amendment(Record, table=True):
    """An amendment of a signed record: what was added later, and why.

    `child_id` is empty for the personal record.
    """

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="supervision_session.id", index=True)
    child_id: int | None = Field(default=None, foreign_key="child.id", index=True)
    at: datetime
    reason: str
    text: str


class Acknowledgement(Record, table=True):
    """An answer of the worker to a signed record, how it came, and on which day it was said."""

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="supervision_session.id", index=True)
    says: str
    words: str = ""
    how: str
    said_on: date
    recorded_at: datetime


class Observation(Record, table=True):
    """An observation by somebody who sat in on a session to see how supervision is done.

    `sections` is a JSON object of section id to text, by the domains of the form.
    """

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="supervision_session.id", index=True)
    observer: str
    observed_on: date
    seen: str = ""
    strengths: str = ""
    next_step: str = ""
    recorded_on: date
    form: str = ""
    sections: str = "{}"
