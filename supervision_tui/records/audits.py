"""Audits with their findings, dip samples, practice weeks, and themes."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field

from .record import Record


class Audit(Record, table=True):
    """An audit of a child's file, or of a worker's.

    `moderated_grade` is the second auditor's, given blind; `agreed_grade` the one on which both
    agreed after it. `form` names the council's form whose criteria were looked at;
    `better_because` says why the whole is better than most criteria, `no_action_because` why one
    below good asks for no action.

    `learning_on` is the day agreed for the learning conversation, `learned` what came of it.
    """

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    child_id: int | None = Field(default=None, foreign_key="child.id", index=True)
    worker_id: int | None = Field(default=None, foreign_key="worker.id", index=True)
    auditor: str
    audited_on: date
    recorded_on: date
    grade: str
    summary: str = ""
    learning_on: date | None = None
    learning_held_on: date | None = None
    learned: str = ""
    moderator: str = ""
    moderated_on: date | None = None
    moderated_grade: str = ""
    moderated_words: str = ""
    version: int = 1
    form: str = ""
    better_because: str = ""
    no_action_because: str = ""
    agreed_grade: str = ""
    agreed_on: date | None = None
    agreed_words: str = ""


class AuditAmendment(Record, table=True):
    """An addition to an audit: what was added later, and why."""

    __tablename__ = "audit_amendment"

    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id", index=True)
    at: datetime
    recorded_on: date
    reason: str
    text: str


class AuditFinding(Record, table=True):
    """A finding under one criterion of an audit."""

    __tablename__ = "audit_finding"

    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id")
    criterion: str
    grade: str = ""
    words: str = ""


class DipSample(Record, table=True):
    """A draw of children: seed, strata (`worker,plan`), out of how many, and who was left out.

    `excluded` is a JSON list of pairs: reference and reason.
    """

    __tablename__ = "dip_sample"

    id: int | None = Field(default=None, primary_key=True)
    drawn_on: date
    seed: int
    size: int
    strata: str = ""
    population: int
    excluded: str = "[]"


class SampledChild(Record, table=True):
    """A child in a dip sample, and the stratum it was drawn for."""

    __tablename__ = "sampled_child"

    id: int | None = Field(default=None, primary_key=True)
    sample_id: int = Field(foreign_key="dip_sample.id")
    child_id: int = Field(foreign_key="child.id", index=True)
    stratum: str = ""


class PracticeWeek(Record, table=True):
    """A named period whose audits are looked at together, both days counted."""

    __tablename__ = "practice_week"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    starts_on: date
    ends_on: date
    recorded_on: date


class WeekFeedback(Record, table=True):
    """A question that was asked in a practice week, and how it was answered.

    `of_whom` says who was asked; `yes` of so many `answered` said yes. `words` are some of what was
    said.
    """

    __tablename__ = "week_feedback"

    id: int | None = Field(default=None, primary_key=True)
    week_id: int = Field(foreign_key="practice_week.id", index=True)
    of_whom: str
    question: str
    yes: int
    answered: int
    words: str = ""
    recorded_on: date
    version: int = 1


class ThemeTag(Record, table=True):
    """A short tag on a discussion or on an audit."""

    __tablename__ = "theme_tag"

    id: int | None = Field(default=None, primary_key=True)
    tag: str
    discussion_id: int | None = Field(default=None, foreign_key="case_discussion.id", index=True)
    audit_id: int | None = Field(default=None, foreign_key="audit.id", index=True)
    set_on: date
