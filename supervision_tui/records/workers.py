"""Teams, their workers, and on which terms each is supervised."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field

from .record import Record


class Team(Record, table=True):
    """A team of workers under one manager."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)


class Worker(Record, table=True):
    """A supervised worker. `known_since` is the day on which the worker came into the vault.

    `start_known` says whether `starts_on` is the start in this post, or only the day on which the
    worker came into the vault. `registration` is the number with Social Work England, where a
    workforce return named it. `educator` teaches a student, from outside. `supervised_on` is the
    day of the last supervision before sessions were held here, where somebody has said it.
    `sections` are those of the personal record that are switched on for the worker, or off.
    """

    id: int | None = Field(default=None, primary_key=True)
    team_id: int = Field(foreign_key="team.id", index=True)
    name: str
    normal_name: str = Field(unique=True)
    stage: str
    role: str = ""
    fte: float = 1.0
    agency: bool = False
    starts_on: date
    known_since: date
    stage_checked: bool = False
    registration: str = ""
    left_on: date | None = None
    version: int = 1
    start_known: bool = True
    educator: str = ""
    supervised_on: date | None = None
    sections: str = ""


class WorkerPost(Record, table=True):
    """The stage and hours that a worker had until a day (that day not counted)."""

    __tablename__ = "worker_post"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    until_on: date
    stage: str
    fte: float


class WorkerAlias(Record, table=True):
    """Another spelling of a worker's name in a council's files, taken with the manager's yes."""

    __tablename__ = "worker_alias"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    normal_name: str = Field(unique=True)


class WorkerLeave(Record, table=True):
    """An absence of a worker: leave, sickness. A long one stops the supervision clock.

    Without `recorded_on` it was known from its first day on; without `end_recorded_on` its end from
    then on.
    """

    __tablename__ = "worker_leave"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    starts_on: date
    ends_on: date | None = None
    kind: str = ""
    recorded_on: date | None = None
    end_recorded_on: date | None = None
    stops_clock: bool = True

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether it has no day left: it never was, or will not be."""
        return self.ends_on is not None and self.ends_on < self.starts_on


class SupervisionAgreement(Record, table=True):
    """An agreement on how often and how long a worker is supervised, from one day to another.

    `reason` where it is an override. `clauses` is a JSON object of section id to title, words and
    answer, as they were agreed.
    """

    __tablename__ = "supervision_agreement"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    minutes: int
    interval_days: int
    starts_on: date
    ends_on: date | None = None
    kinds: str = "individual"
    place: str = ""
    reason: str = ""
    recorded_on: date | None = None
    worker_signed_on: date | None = None
    manager_signed_on: date | None = None
    review_on: date | None = None
    form: str = ""
    clauses: str = "{}"


class ManagerCover(Record, table=True):
    """A time in which the manager is away, both days included, and who stands in.

    The name is empty where nobody does.
    """

    __tablename__ = "manager_cover"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    starts_on: date
    ends_on: date
    reason: str = ""
    recorded_on: date
