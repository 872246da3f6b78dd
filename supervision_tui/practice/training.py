"""Training and professional development: states, reasons, refreshers, what was missed, the year of
registration.

Source: practice facts, section 8. "Missed because of workload" has one meaning here, for the
matrix, the signal and the export: the worker was to go, did not, and the reason belongs to the
workload family.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .days.spans import LAST_YEAR, add_months
from .policy.policy import Policy
from .policy.rules import CourseRule
from .vocabulary import MissedReason, Urgency

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
"October",
           "November", "December")  # fmt: skip


class TrainingState(StrEnum):
    """The state of a booking."""

    WISHED = "wished"
    REQUESTED = "requested"
    APPROVED = "approved"
    BOOKED = "booked"
    ATTENDED = "attended"
    PART_ATTENDED = "part-attended"
    DID_NOT_ATTEND = "did not attend"
    CANCELLED_IN_TIME = "cancelled in time"
    CANCELLED_LATE = "cancelled late"
    WITHDRAWN = "withdrawn by manager"
    COURSE_CANCELLED = "course cancelled"

    @property
    def words(self) -> str:
        """The state as a person reads it; the codes stand on record."""
        return _STATE_WORDS.get(self, str(self))

    @property
    def is_ahead(self) -> bool:
        """Tell whether it is still to come."""
        return self in _AHEAD

    @property
    def is_missed(self) -> bool:
        """Tell whether the worker was to go and did not.

        A course that was cancelled was not missed by anybody.
        """
        return self in _MISSED

    @property
    def needs_reason(self) -> bool:
        """Tell whether it is asked why: all that was missed, and what was left early."""
        return self.is_missed or self is TrainingState.PART_ATTENDED


_STATE_WORDS = {TrainingState.WISHED: "wanted", TrainingState.PART_ATTENDED: "partly attended"}
_AHEAD = (
    TrainingState.WISHED,
    TrainingState.REQUESTED,
    TrainingState.APPROVED,
    TrainingState.BOOKED,
)
_MISSED = (
    TrainingState.DID_NOT_ATTEND,
    TrainingState.CANCELLED_IN_TIME,
    TrainingState.CANCELLED_LATE,
    TrainingState.WITHDRAWN,
)


@dataclass(frozen=True, slots=True)
class TrainingStep:
    """A state of a booking, from which day on, with the reason where it asks for one."""

    state: TrainingState
    on: date
    reason: MissedReason | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """A training that a worker missed: on which day, known from which day on, and why."""

    on: date
    known: date
    reason: MissedReason | None

    def is_workload(self, family: Collection[str]) -> bool:
        """Tell whether it was missed because of workload: for a reason of that family."""
        return self.reason is not None and self.reason in family


def missed(course_on: date | None, steps: Iterable[TrainingStep], on: date) -> Missed | None:
    """Find what was missed of a booking, as it was known on a day.

    The day of it is the course's own, or the day on which it was given up, where that came first. A
    reason that is put right later moves it to no other day.
    """
    run: list[TrainingStep] = []  # the unbroken run of steps in which it was missed
    for step in steps:
        if step.on <= on:
            run = [*run, step] if step.state.is_missed else []
    if not run:
        return None
    first, last = run[0], run[-1]
    day = first.on if course_on is None else min(course_on, first.on)
    return Missed(day, first.on, last.reason)


def missed_for_workload(
    found: Iterable[Missed], first: date, last: date, family: Collection[str]
) -> list[Missed]:
    """Those missed because of workload between two days, both counted: the only count of it.

    `family` holds the reasons that speak of workload.
    """
    return [each for each in found if each.is_workload(family) and first <= each.on <= last]


def by_month(found: Iterable[Missed], last: date, months: int) -> tuple[tuple[date, int], ...]:
    """Count the missed in each of so many months up to that day's, oldest first."""
    missed = Counter(each.on.replace(day=1) for each in found)
    return tuple((begin, missed[begin]) for begin in _months_up_to(last, months))


@functools.lru_cache(maxsize=4)
def _months_up_to(last: date, months: int) -> tuple[date, ...]:
    return tuple(add_months(last.replace(day=1), n - months + 1) for n in range(months))


@dataclass(frozen=True, slots=True)
class Refresher:
    """The status of a worker in one mandatory course: a word, its urgency, until when it holds."""

    word: str
    urgency: Urgency
    until: date | None = None


def refresher(
    rule: CourseRule, attended: date | None, booked: date | None, on: date, soon_days: int
) -> Refresher:
    """Tell how a course stands for a worker who went to it last on that day.

    `booked` is the next time.
    """
    until = None
    if attended and rule.every_months:
        until = _runs_out(attended, rule.every_months)
    if attended and (until is None or until > on + timedelta(days=soon_days)):
        word = "done" if until is None else f"{until:%b ’%y}"
        return Refresher(word, Urgency.PLAIN, until)
    if booked is not None:
        return Refresher(f"on {booked.day} {booked:%b}", Urgency.SOON, until)
    if attended is None:
        return Refresher("never", Urgency.LATE)
    assert until is not None  # noqa: S101  (else it is done for good)
    if until < on:
        return Refresher("late", Urgency.LATE, until)
    return Refresher(f"due {until:%b}", Urgency.SOON, until)


def _runs_out(attended: date, months: int) -> date:
    if attended.year <= LAST_YEAR:
        return add_months(attended, months)
    return date.max


def is_for(stages: Iterable[str], stage: str) -> bool:
    """Tell whether something that is asked of some stages is asked of this one.

    Of no stages named it is asked of all.
    """
    named = tuple(stages)
    return not named or stage in named


@dataclass(frozen=True, slots=True)
class CpdYear:
    """A year of registration: from one day to another, both counted."""

    first: date
    last: date

    @property
    def words(self) -> str:
        """`1 Dec 2025 to 30 Nov 2026`."""
        return f"{self.first.day} {self.first:%b %Y} to {self.last.day} {self.last:%b %Y}"

    def holds(self, on: date) -> bool:
        """Tell whether a day lies in it."""
        return self.first <= on <= self.last


def cpd_year(on: date, policy: Policy) -> CpdYear:
    """The year of registration that holds a day."""
    begins = yearly(policy.training.year_starts, on)
    return CpdYear(begins, add_months(begins, 12) - timedelta(days=1))


def yearly(words: str, on: date) -> date:
    """The last such day of the year (`1 December`) that is not after `on`."""
    day, _, month = words.partition(" ")
    there = date(on.year, _MONTHS.index(month) + 1, int(day))
    if there <= on:
        return there
    return there.replace(year=on.year - 1)


@dataclass(frozen=True, slots=True)
class CpdStatus:
    """The status of a worker in the year of registration: entries, with a peer, missing."""

    entries: int
    with_peer: int
    missing: str

    @property
    def is_met(self) -> bool:
        """Tell whether the year asks for nothing more."""
        return not self.missing


def cpd_status(entries: Iterable[tuple[date, bool]], year: CpdYear, policy: Policy) -> CpdStatus:
    """Pieces (day, whether with peer reflection) against what a year asks for."""
    within = [peer for day, peer in entries if year.holds(day)]
    rule = policy.training
    lacking = max(0, rule.pieces_a_year - len(within))
    peers = max(0, rule.with_peer_reflection - sum(within))
    more = f"{lacking} more" if lacking else ""
    with_peers = f"{peers} with peer reflection" if peers else ""
    parts = [more, with_peers]
    return CpdStatus(len(within), sum(within), ", ".join(part for part in parts if part))
