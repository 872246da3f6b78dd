"""The demo's story: who works here, what kind of year each had, and the rows that come of it."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from sqlmodel import SQLModel

from supervision_tui.desk.moment import Moment
from supervision_tui.desk.names import normal_name
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.supervision.caseload import Case
from supervision_tui.practice.vocabulary import Plan, Stage
from supervision_tui.records import (
    Acknowledgement,
    Allocation,
    Audit,
    AuditFinding,
    CaseDecision,
    CaseDiscussion,
    Child,
    ChildEvent,
    ChildSource,
    Clinician,
    ComplianceDate,
    Consultation,
    ConsultationAttendance,
    ConsultationChild,
    CpdEntry,
    DecisionChild,
    DecisionParticipant,
    DevelopmentGoal,
    DipSample,
    Direction,
    DirectionDate,
    DutyReturn,
    FamilyGroup,
    FileEntry,
    PersonalAction,
    PersonalRecord,
    Pin,
    PlanEpisode,
    PracticeWeek,
    PressureResponse,
    RagEntry,
    Recommendation,
    RoleOnCase,
    SampledChild,
    SessionMove,
    SourceReading,
    SupervisionAgreement,
    SupervisionSession,
    Team,
    ThemeTag,
    TrainingBooking,
    TrainingStep,
    VaultFact,
    Worker,
    WorkerLeave,
)

from . import words


@dataclass(frozen=True, slots=True)
class Scale:
    """The size of a demo: teams, workers, children open and closed, days, directions each time."""

    teams: int
    workers: int
    children: int
    closed: int
    days: int
    directions: float


# At which a manager can begin a session of up to two hours.
HOURS = ("09:00", "11:15", "13:30", "15:45")
SCALES = {
    "team": Scale(teams=1, workers=9, children=150, closed=27, days=365, directions=0.75),
    "service": Scale(teams=7, workers=60, children=850, closed=150, days=1095, directions=1.0),
    "authority": Scale(
        teams=22, workers=200, children=4000, closed=1000, days=1826, directions=2.5
    ),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of worker: stage, children as a share of the usual, agreement, how sessions went."""

    stage: Stage
    caseload: float
    minutes: int
    interval: int
    lost: float
    fte: float = 1.0
    agency: bool = False
    told: str = ""


_CROWDED = Profile(Stage.SOCIAL_WORKER, 1.38, 90, 21, 0.08, told="crowded-out")
_SLIPPING = Profile(Stage.SENIOR, 0.8, 120, 28, 0.15, told="slipping")
_NEW = Profile(Stage.NEWLY_QUALIFIED, 0.84, 90, 14, 0.04, told="new")
_REST = (
    Profile(Stage.SENIOR, 1.04, 120, 21, 0.05),
    Profile(Stage.SOCIAL_WORKER, 0.9, 100, 21, 0.06),
    Profile(Stage.SOCIAL_WORKER, 0.9, 120, 21, 0.05, agency=True),
    Profile(Stage.FAMILY_SUPPORT, 1.15, 90, 28, 0.05),
    Profile(Stage.SOCIAL_WORKER, 0.68, 100, 21, 0.06, fte=0.8),
    Profile(Stage.SENIOR, 1.04, 120, 21, 0.04),
)


@dataclass(slots=True)
class StoryChild:
    """A child while the story is told."""

    id: int
    ref: str
    plan: Plan
    family: int | None
    allocated: date
    worker_id: int
    born: date
    last: date | None = None
    red: bool = False
    leaves: date | None = None
    ratings: list[tuple[date, str]] = field(default_factory=list)
    # Directions, and when each was closed.
    given: dict[str, date | None] = field(default_factory=dict)
    held: set[tuple[str, date]] = field(default_factory=set)  # events on record

    def fits(self, text: str, on: date) -> bool:
        """Tell whether a text is one for this child: for the plan, and for the age on that day."""
        return self.is_of(words.FITS.get(text, words.Fit()), on)

    def is_of(self, fit: words.Fit, on: date) -> bool:
        """Tell whether this is a child of such plans, of such an age on that day."""
        if fit.siblings and self.family is None:
            return False
        return (not fit.plans or self.plan in fit.plans) and fit.ages[0] <= self.age(
            on
        ) <= fit.ages[1]

    def rag(self, on: date) -> str:
        """Give the rating on a day; nothing before the first."""
        return next((rag for day, rag in reversed(self.ratings) if day <= on), "")

    def age(self, on: date) -> int:
        """Give the years of age on a day; below zero before the birth."""
        return (on - self.born).days // 365

    def case(self) -> Case:
        family = str(self.family) if self.family else None
        return Case(
            self.ref,
            self.plan,
            self.allocated,
            last_discussed=self.last,
            red=self.red,
            family=family,
        )


class Story:
    """Tells the story of every worker, day by day, into rows."""

    def __init__(self, scale: Scale, seed: int, moment: Moment) -> None:
        self.scale = scale
        self.seed = seed
        self.random = random.Random()
        self.today = moment.today
        self.begin = moment.today - timedelta(days=scale.days)
        self.policy: Policy = moment.policy
        self.rows: dict[type[SQLModel], list[dict[str, Any]]] = defaultdict(list)
        self.children: list[StoryChild] = []
        self.signed: list[tuple[int, datetime]] = []
        self.names: set[str] = set()
        self.crowded: list[int] = []  # workers whose caseload crowds supervision out
        # By team and day: hours of the manager.
        self.booked: dict[tuple[int, date], set[str]] = defaultdict(set)

    def tables(self) -> Iterable[tuple[type[SQLModel], list[dict[str, Any]]]]:
        """The rows in an order in which every foreign key finds its row."""
        order = (
            VaultFact, Team, Worker, WorkerLeave, SupervisionAgreement, FamilyGroup, Child,
            PlanEpisode, RagEntry,
            Allocation, RoleOnCase, SourceReading, ChildEvent, ChildSource, Pin, SupervisionSession,
            SessionMove, CaseDiscussion,
            PersonalRecord, PersonalAction, Clinician, Consultation, ConsultationChild,
            ConsultationAttendance,
            Recommendation, Audit, CaseDecision, DecisionChild, DecisionParticipant,
            Direction, DirectionDate, FileEntry, PressureResponse, Acknowledgement, TrainingBooking,
            TrainingStep, CpdEntry,
            DevelopmentGoal, ComplianceDate, DutyReturn, AuditFinding, DipSample, SampledChild,
            PracticeWeek, ThemeTag,
        )  # fmt: skip
        return [(table, _same_keys(table, self.rows[table])) for table in order if self.rows[table]]

    def add(self, table: type[SQLModel], **values: Any) -> int:
        """Keep a row; returns its id."""
        rows = self.rows[table]
        rows.append({"id": len(rows) + 1, **values})
        return len(rows)

    def profile(self, number: int) -> Profile:
        place = number % 9
        if place < 3:
            return (_CROWDED, _SLIPPING, _NEW)[place]
        return _REST[place - 3]

    def name(self) -> str:
        while True:
            name = f"{self.random.choice(words.FIRST_NAMES)} {self.random.choice(words.LAST_NAMES)}"
            if len(self.names) > 1500:
                name += f"-{self.random.choice(words.LAST_NAMES)}"
            if name not in self.names:
                self.names.add(name)
                return name

    def family_name(self) -> str:
        """Give a surname that no worker bears."""
        parts = self.name().split()[-1].split("-")
        return "-".join(words.FAMILY_NAMES[words.LAST_NAMES.index(part)] for part in parts)

    def free_day(self, team_id: int, on: date) -> date:
        """Give the first working day from this one with one hour more of the team's manager."""
        on = self.policy.days.on_or_after(on)
        while len(self.booked[team_id, on]) == len(HOURS):
            on = self.policy.days.add(on, 1)
        return on

    def hour(self, team_id: int, on: date, wanted: str) -> str:
        """Give an hour at which the team's manager is free: the one that is wanted, or the next."""
        taken, first = self.booked[team_id, on], HOURS.index(wanted)
        free = next(hour for hour in (*HOURS[first:], *HOURS[:first]) if hour not in taken)
        taken.add(free)
        return free

    def worker(self, number: int, profile: Profile) -> dict[str, Any]:
        """Tell of a worker; whatever is told of the one before changes nothing of this one."""
        self.random.seed(f"{self.seed} {self.today.isoformat()} {number}")
        name = self.name()
        if profile.agency:
            days_before = (20, 150)
        else:
            days_before = (200, 2000)
        starts_on = self.begin - timedelta(days=self.random.randint(*days_before))
        if profile.stage is Stage.NEWLY_QUALIFIED:
            starts_on = self.today - timedelta(days=self.random.randint(110, 120))
        known = max(self.begin, starts_on)
        worker_id = self.add(
            Worker,
            team_id=number * self.scale.teams // self.scale.workers + 1,
            name=name,
            normal_name=normal_name(name),
            stage=profile.stage,
            fte=profile.fte,
            agency=profile.agency,
            starts_on=starts_on,
            known_since=known,
            stage_checked=True,
        )
        if profile.stage is not Stage.NEWLY_QUALIFIED:
            self.add(
                SupervisionAgreement,
                worker_id=worker_id,
                minutes=profile.minutes,
                interval_days=profile.interval,
                starts_on=known,
                worker_signed_on=known,
                manager_signed_on=known,
                review_on=self.policy.days.on_or_after(
                    self.today + timedelta(days=self.random.randint(-9, 200))
                ),
            )
        if number == 3:
            self.add(
                WorkerLeave,
                worker_id=worker_id,
                starts_on=self.ago(150),
                ends_on=self.ago(128),
                kind="sick",
            )
        if profile.told == "crowded-out":
            self.crowded.append(worker_id)
        if profile.told == "new":
            text = (
                "No new allocations until fortnightly supervision is happening; one family moves."
            )
            self.add(
                PressureResponse,
                worker_id=worker_id,
                standing="stretched",
                kind="stop allocating",
                told="the worker; head of service",
                text=text,
                given_on=self.ago(6),
                by_on=self.working(14),
            )
        return self.rows[Worker][worker_id - 1]

    def last_day(self, child: StoryChild) -> date:
        """The day up to which a child is here: that of the closing, or today."""
        return child.leaves or self.today

    def text_for(self, child: StoryChild, texts: Sequence[str], on: date) -> str:
        """One of these texts that is for this child; empty where none is."""
        fitting = [text for text in texts if child.fits(text, on)]
        if fitting:
            return self.random.choice(fitting)
        return ""

    def judgement(self, child: StoryChild, on: date) -> words.Judgement:
        """Choose a judgement of this child on a day, in keeping with its rating and the last."""
        fitting = [each for each in words.JUDGEMENTS if child.is_of(each.fit, on)]
        rated = [each for each in fitting if child.rag(on) in each.rags]
        return self.random.choice(rated or fitting)

    def worker_name(self, worker_id: int) -> str:
        return str(self.rows[Worker][worker_id - 1]["name"])

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def working(self, days: int) -> date:
        return self.policy.days.add(self.today, days)


def _same_keys(table: type[SQLModel], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Bulk inserts take the columns of the first row, so all rows name the same ones."""
    keys = set(chain.from_iterable(rows))
    usual = {key: table.model_fields[key].get_default() for key in keys if key != "id"}
    return [{key: row.get(key, usual.get(key)) for key in sorted(keys)} for row in rows]
