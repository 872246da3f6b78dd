"""Pictures of workload beyond its table: a year of weeks, how long ago children were discussed,
caseloads.

Each is figures first; the screen draws them, and the same figures are said in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf, isinf
from statistics import median

from sqlmodel import Session

from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment
from supervision_tui.practice.days.spans import monday_of
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.supervision.caseload import Case
from supervision_tui.practice.vocabulary import WorkloadStatus
from supervision_tui.practice.workload.model import Workload, measure

from .statuses import WorkerWorkload, WorkloadView, first_week

_BUCKET_DAYS = 14
_BUCKETS = 7  # the last one has no end


@dataclass(frozen=True, slots=True)
class Week:
    """One day, mostly a Monday: fit (infinite without any time), and the share past interval."""

    monday: date
    fit: float
    past: float


@dataclass(frozen=True, slots=True)
class Trend:
    """A year of Mondays, oldest first, and the day itself.

    Of one worker, or without one of the team together.
    """

    worker_id: int | None
    weeks: tuple[Week, ...]
    now: Week | None

    def at(self, weeks_ago: int) -> Week | None:
        """The week so many weeks ago; nothing where there was nobody yet."""
        if weeks_ago < len(self.weeks):
            return self.weeks[-1 - weeks_ago]
        return None


@dataclass(frozen=True, slots=True)
class Bucket:
    """Children last discussed between two numbers of days ago, and how many are past."""

    first: int
    last: int | None
    children: int
    past: int

    @property
    def words(self) -> str:
        """`28 to 41 days`."""
        if self.last is None:
            return f"{self.first} days or more"
        return f"{self.first} to {self.last} days"


@dataclass(frozen=True, slots=True)
class DaysSince:
    """The days since children were last discussed: in buckets, the median, the longest."""

    buckets: tuple[Bucket, ...]
    children: int
    past: int
    median: float | None
    longest: int | None


@dataclass(frozen=True, slots=True)
class CaseloadBar:
    """A worker's children as of a full-time worker."""

    worker_id: int
    worker: str
    children: int
    fte: float
    per_full_time: float


@dataclass(frozen=True, slots=True)
class Caseloads:
    """Children per full-time worker, beside the average in England, which is no limit."""

    workers: tuple[CaseloadBar, ...]
    team: float
    england: float
    source: str


def workload_trend(session: Session, worker_id: int | None, moment: Moment) -> Trend:
    """Fit and the share past their interval on each Monday of a year, of a worker or the team."""
    history = read_history(session, moment, since=first_week(moment))
    return trend_of(history, worker_id, moment)


def trend_of(history: History, worker_id: int | None, moment: Moment) -> Trend:
    """Draw the trend from a history that is already read."""
    monday = monday_of(moment.today)
    weeks = []
    for n in range(moment.policy.standing.weeks_back - 1, -1, -1):
        on = monday - timedelta(weeks=n)
        if worker_id is None:
            workers = [each.id for each in history.current_workers(on)]
        else:
            workers = [worker_id]
        here = [each for each in workers if history.workers[each].is_here(on)]
        if here:
            weeks.append(_week(history, here, on))
    if worker_id is None:
        here = [each.id for each in history.current_workers(moment.today)]
    else:
        here = [worker_id]
    now = _week(history, here, moment.today) if here else None
    return Trend(worker_id, tuple(weeks), now)


def quarters(view: WorkloadView) -> dict[WorkloadStatus, tuple[WorkerWorkload, ...]]:
    """The workers in each quarter of load and erosion, the tightest fit first."""
    return {
        status: tuple(
            sorted(
                (each for each in view.workers if each.workload.status is status),
                key=lambda each: (-each.workload.fit, each.name),
            )
        )
        for status in WorkloadStatus
    }


def days_since(children: Iterable[Case], on: date, policy: Policy) -> DaysSince:
    """Count days since children were last discussed, or from the allocation if never."""
    found = [(case.age(on), case.is_past_interval(on, policy)) for case in children]
    buckets = []
    for n in range(_BUCKETS):
        first = n * _BUCKET_DAYS
        last = None if n == _BUCKETS - 1 else first + _BUCKET_DAYS - 1
        within = [past for age, past in found if age >= first and (last is None or age <= last)]
        buckets.append(Bucket(first, last, len(within), sum(within)))
    ages = sorted(age for age, _ in found)
    longest = None
    if ages:
        longest = ages[-1]
    middle = median(ages) if ages else None
    return DaysSince(
        tuple(buckets), len(found), sum(past for _, past in found), middle,
        longest,
    )  # fmt: skip


def caseloads(workers: Sequence[WorkerWorkload], policy: Policy) -> Caseloads:
    """Children per full-time worker, the most first, beside the average in England.

    Source: the policy's.

    The team's own average is of social workers who hold cases alone, as that of England is.
    """
    bars = [
        CaseloadBar(
            each.worker_id,
            each.name,
            each.workload.children,
            each.workload.load.fte,
            _per_full_time(each.workload),
        )
        for each in workers
    ]
    alike = [
        each.workload for each in workers if policy.stage(each.workload.load.stage).is_registered
    ]
    holding = [each for each in alike if each.children]
    fte = sum(each.load.fte for each in holding)
    team = 0.0
    if fte:
        team = sum(each.children for each in holding) / fte
    return Caseloads(
        tuple(sorted(bars, key=lambda each: (-each.per_full_time, each.worker))),
        team,
        policy.oversight.caseload_per_full_time_worker,
        policy.source("oversight.caseload_per_full_time_worker"),
    )


def _per_full_time(found: Workload) -> float:
    if not found.load.fte:
        return 0.0
    return found.children / found.load.fte


def _week(history: History, workers: Sequence[int], on: date) -> Week:
    policy = history.policy.on(on)
    facts = [history.facts(each, on, policy) for each in workers]
    needed = sum(each.weight.needed for each in facts)
    time = sum(measure(each, policy).available for each in facts)
    children = sum(each.weight.children for each in facts)
    past = sum(each.past_interval for each in facts)
    if not children:
        fit = 0.0
    elif time > 0:
        fit = needed / time
    else:
        fit = inf
    past_share = 0.0
    if children:
        past_share = past / children
    return Week(on, fit, past_share)


def finite(weeks: Iterable[Week]) -> list[float]:
    """The fits that are numbers: a week without any time is none."""
    return [each.fit for each in weeks if not isinf(each.fit)]
