"""Children, and what is known of each over time."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field, SQLModel


class FamilyGroup(SQLModel, table=True):
    """Siblings who are discussed together while they have one worker."""

    __tablename__ = "family_group"

    id: int | None = Field(default=None, primary_key=True)
    name: str


class Child(SQLModel, table=True):
    """A child by the council's reference. `known_since` is the day on which the child came into the vault."""

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    name: str | None = None
    born: date | None = None
    sex: str | None = None
    team_id: int = Field(foreign_key="team.id", index=True)
    family_id: int | None = Field(default=None, foreign_key="family_group.id", index=True)
    known_since: date
    closed_on: date | None = None
    close_reason: str = ""
    version: int = 1


class PlanEpisode(SQLModel, table=True):
    """A plan from one day to another. `starts_on` may lie before the child came into the vault."""

    __tablename__ = "plan_episode"

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    plan: str
    starts_on: date
    ends_on: date | None = None
    category: str = ""
    start_known: bool = True
    recorded_on: date | None = None


class RagEntry(SQLModel, table=True):
    """A rating with its date and reason; the latest one counts."""

    __tablename__ = "rag_entry"

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    rag: str
    reason: str
    on_date: date


class Allocation(SQLModel, table=True):
    """A child with a worker (or with nobody), from one day to another.

    `known_since` marks a beginning that is only the day of an import, of which no direction is asked.
    """

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    worker_id: int | None = Field(default=None, foreign_key="worker.id", index=True)
    team_id: int = Field(foreign_key="team.id")
    starts_on: date
    ends_on: date | None = None
    known_since: bool = False
    change_reason: str = ""


class TriggerDate(SQLModel, table=True):
    """A date that starts a clock, by the policy's event code, and where it was read."""

    __tablename__ = "trigger_date"

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    event: str
    on_date: date
    source: str = ""
    recorded_on: date


class Pin(SQLModel, table=True):
    """A child kept for the next session, by the manager or the worker."""

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    by: str
    on_date: date
    cleared_on: date | None = None


class CaseNote(SQLModel, table=True):
    """A manager's note on a child between sessions."""

    __tablename__ = "case_note"

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    at: datetime
    text: str
