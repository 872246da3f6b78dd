"""Children, and what is known of each over time."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field

from .record import Record


class FamilyGroup(Record, table=True):
    """Siblings who are discussed together while they have one worker."""

    __tablename__ = "family_group"

    id: int | None = Field(default=None, primary_key=True)
    name: str


class Child(Record, table=True):
    """A child by the council's reference.

    `known_since` is the day on which the child came into the vault.
    """

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


class PlanEpisode(Record, table=True):
    """A plan from one day to another; a child may have several at once.

    `starts_on` may lie before the child came into the vault. `source` names the file in which it
    was read, or who put it on record by hand; `by_hand` says that a person began or ended it, and
    no file has named it since.
    """

    __tablename__ = "plan_episode"

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    plan: str
    starts_on: date
    ends_on: date | None = None
    category: str = ""
    start_known: bool = True
    recorded_on: date | None = None
    source: str = ""
    by_hand: bool = False


class RagEntry(Record, table=True):
    """A rating with its date and reason; the latest one counts."""

    __tablename__ = "rag_entry"

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    rag: str
    reason: str
    on_date: date


class Allocation(Record, table=True):
    """A child with a worker (or with nobody), from one day to another.

    `known_since` marks a beginning that is only the day of an import, of which no direction is
    asked.
    """

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    worker_id: int | None = Field(default=None, foreign_key="worker.id", index=True)
    team_id: int = Field(foreign_key="team.id")
    starts_on: date
    ends_on: date | None = None
    known_since: bool = False
    change_reason: str = ""


class RoleOnCase(Record, table=True):
    """Somebody who works with a child in a role of the policy, from one day to another.

    The lead practitioner stands here only where the child is led from elsewhere; else in
    `allocation`. `worker_id` is a worker of this vault; else `name` is somebody of `team`. Who
    covers while a worker is away stands with the absence, `leave_id`.
    """

    __tablename__ = "case_role"

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    role: str
    worker_id: int | None = Field(default=None, foreign_key="worker.id", index=True)
    name: str = ""
    team: str = ""
    starts_on: date
    ends_on: date | None = None
    start_known: bool = True
    reason: str = ""
    source: str = ""
    by_hand: bool = True
    recorded_on: date
    end_recorded_on: date | None = None
    ended_by_hand: bool = False
    leave_id: int | None = Field(default=None, foreign_key="worker_leave.id")

    def goes_on(self, on: date) -> bool:
        """Tell whether it has not ended by that day, also where it is still to begin."""
        return self.ends_on is None or self.ends_on > on

    def end(self, on: date, recorded_on: date) -> None:
        """End it on that day; one that would begin later never does."""
        self.ends_on, self.end_recorded_on = max(on, self.starts_on), recorded_on


class ChildEvent(Record, table=True):
    """Something that happened to a child: the policy's event, its day, and where it was read.

    `source` names the file, or who put it on record by hand. `how` says how a visit was made,
    `outcome` what came of it other than that it was held; `put_off_to` is the day to which it was
    put off.
    """

    __tablename__ = "trigger_date"

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    event: str
    on_date: date
    source: str = ""
    recorded_on: date
    by_hand: bool = False
    how: str = ""
    outcome: str = ""
    put_off_to: date | None = None


class SourceReading(Record, table=True):
    """The events that a source can tell, by the file's columns: codes with spaces between.

    `read_on` is the day on which such a file was last read.
    """

    __tablename__ = "source_reading"

    id: int | None = Field(default=None, primary_key=True)
    source: str
    events: str
    read_on: date


class ChildSource(Record, table=True):
    """The reading of a source from which the records of a child come."""

    __tablename__ = "child_source"

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    reading_id: int = Field(foreign_key="source_reading.id")
    recorded_on: date


class VisitFrequency(Record, table=True):
    """Visits at other intervals than the rule, from one day to another, with the reason.

    Either a kind of placement, or `amount` and `unit` (d, wd, w, m) that a plan asks for.
    """

    __tablename__ = "visit_frequency"

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    placement: str = ""
    amount: int = 0
    unit: str = ""
    starts_on: date
    ends_on: date | None = None
    reason: str
    source: str = ""
    by_hand: bool = True
    recorded_on: date


class Pin(Record, table=True):
    """A child kept for the next session, by the manager or the worker."""

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    by: str
    on_date: date
    cleared_on: date | None = None


class CaseNote(Record, table=True):
    """A manager's note on a child between sessions."""

    __tablename__ = "case_note"

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    at: datetime
    text: str
