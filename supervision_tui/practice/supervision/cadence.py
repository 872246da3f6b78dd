"""The cadence of supervision: who is supervised how often, and when next (practice facts, section
1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise, product

from supervision_tui.practice import wording
from supervision_tui.practice.days.spans import add_months, days_after
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import SessionKind

_EARLIER_AT_MOST, _LATER_AT_MOST = 10, 30  # working days
_DAY = timedelta(days=1)
# Of a session, and between two: what can be agreed.
LEAST_MINUTES, MOST_MINUTES, MOST_DAYS_APART = (15, 480, 120)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a worker's supervision: minutes, days between sessions, and who says so."""

    minutes: int
    interval_days: int
    source: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """A supervision agreement from one day until another (that day not counted).

    One with a `reason` is an override for a time: a returner, new to statutory work, after an
    incident.
    """

    starts: date
    ends: date | None
    minutes: int
    interval_days: int
    reason: str = ""

    def covers(self, on: date) -> bool:
        """Tell whether it is in force on that day."""
        return self.starts <= on and (self.ends is None or on < self.ends)

    def source(self) -> str:
        """Name the agreement as the source of its numbers."""
        made = f"Agreement of {wording.full_day(self.starts)}"
        last = ""
        if self.reason and self.ends:
            last = f" to {wording.full_day(self.ends - _DAY)}"
        if self.reason:
            return f"{made}{last}: {self.reason}"
        return made


@dataclass(frozen=True, slots=True)
class Employment:
    """The facts that set a worker's terms: career stage, start, and the agreements there have been.

    `before` are the stages until a day, in order, that came before this one.
    """

    stage: str
    start: date
    agreements: tuple[Agreement, ...] = ()
    before: tuple[tuple[date, str], ...] = ()

    def stage_on(self, on: date) -> str:
        """The career stage on that day."""
        return next((stage for until, stage in self.before if on < until), self.stage)

    def agreement(self, on: date) -> Agreement | None:
        """The agreement in force on that day; an override comes before the standing one."""
        there = [each for each in self.agreements if each.covers(on)]
        return max(there, key=lambda each: (bool(each.reason), each.starts), default=None)

    def terms(self, on: date, policy: Policy) -> Terms:
        """Minutes and interval on that day: the agreement's, else the policy's for the stage."""
        agreement = self.agreement(on)
        if agreement is not None:
            return Terms(agreement.minutes, agreement.interval_days, agreement.source())
        there, stage = policy.on(on), self.stage_on(on)
        if stage in there.stages:
            source = there.source(f"stages.{stage}.interval_days")
        else:
            source = there.version
        return Terms(there.session.minutes, there.stage(stage).interval_on(self.start, on), source)


@dataclass(frozen=True, slots=True)
class Interval:
    """The days between sessions from one day on, until the next interval begins."""

    starts: date
    days: int


@dataclass(frozen=True, slots=True)
class Leave:
    """An absence: from its first day to its last, or still going on.

    A long one stops the supervision clock; a short one puts off a session due within it.
    """

    starts: date
    ends: date | None
    stops_clock: bool = True


@dataclass(frozen=True, slots=True)
class SupervisionClock:
    """The facts that set the date of a worker's next session.

    `runs_from` is the later of the start date and the day on which the worker came into the vault;
    `intervals` are in order, the first of them in force from the beginning. `leave` has begun by
    the day asked about, `leave_ahead` is still to come.
    """

    runs_from: date
    last_held: date | None
    intervals: tuple[Interval, ...]
    leave: tuple[Leave, ...] = ()
    leave_ahead: tuple[Leave, ...] = ()

    @property
    def counted_from(self) -> date:
        """The day from which the time to the next session runs."""
        return self.last_held or self.runs_from

    def interval_on(self, on: date) -> int:
        """The days between sessions that hold on that day."""
        there = [each for each in self.intervals if each.starts <= on]
        if there:
            interval = there[-1]
        else:
            interval = self.intervals[0]
        return interval.days


def intervals_of(employment: Employment, policy: Policy) -> tuple[Interval, ...]:
    """Every interval that a worker has had and will have: by stage, agreement and policy."""
    turns = {date.min, *policy.changes_after(date.min)}
    for agreement in employment.agreements:
        turns.add(agreement.starts)
        if agreement.ends:
            turns.add(agreement.ends)
    turns |= {until for until, _ in employment.before}
    stages = {employment.stage, *(stage for _, stage in employment.before)}
    for day, stage in product(sorted(turns), stages):
        for step in policy.on(day).stage(stage).interval_days:
            if step.until_day is not None:
                turns.add(days_after(employment.start, step.until_day))
            elif step.until_month is not None:
                turns.add(add_months(employment.start, step.until_month))
    found: list[Interval] = []
    for day in sorted(turns):
        days = employment.terms(day, policy).interval_days
        if not found or found[-1].days != days:
            found.append(Interval(day, days))
    return tuple(found)


def next_due(clock: SupervisionClock, policy: Policy) -> date | None:
    """The date by which the next session is due; nothing while a leave has no end.

    It is the first day on which the time since the last session has reached the interval that holds
    on that day. So a change of interval shifts it on the right day, and never takes back what is
    overdue already. After a long leave that has begun since then it is the policy's days after the
    return; after a short one only where it fell into it.
    """
    due = _reached(clock)
    for leave in sorted(clock.leave, key=lambda each: each.starts):
        if leave.ends is not None and leave.ends < clock.counted_from:
            continue
        if leave.ends is None:
            return None
        if leave.stops_clock or _is_within(due, leave):
            due = days_after(leave.ends, policy.session.first_after_leave_days)
    for leave in sorted(clock.leave_ahead, key=lambda each: each.starts):
        if leave.starts <= due and (leave.stops_clock or _is_within(due, leave)):
            if leave.ends is None:
                return None
            due = days_after(leave.ends, policy.session.first_after_leave_days)
    return due


def due_between(clock: SupervisionClock, first: date, last: date, policy: Policy) -> list[date]:
    """The days from one to another by which a session was due, one interval after the other.

    `clock` is that of the eve of the first day; its leave is all that is known. What was overdue
    then is due on the first day. A day is due whether a session was planned for it or not.
    """
    days: list[date] = []
    there = (*clock.leave, *clock.leave_ahead)
    since = clock.counted_from
    while True:
        ahead = tuple(each for each in there if each.ends is None or each.ends > since)
        turn = SupervisionClock(clock.runs_from, since, clock.intervals, leave_ahead=ahead)
        due = next_due(turn, policy)
        if due is not None:
            due = _back_from_leave(max(due, first), turn, policy)
        if due is None or due > last or (days and due <= since):
            return days
        days.append(due)
        since = due


def _back_from_leave(on: date, clock: SupervisionClock, policy: Policy) -> date | None:
    """That day, or the policy's days after the return; nothing while a leave has no end.

    A leave up to the last day there is has none.
    """
    while away := leave_on(clock, on):
        if away.ends is None or away.ends == date.max:
            return None
        on = days_after(away.ends, max(1, policy.session.first_after_leave_days))
    return on


def _is_within(due: date, leave: Leave) -> bool:
    return leave.starts <= due and (leave.ends is None or due <= leave.ends)


def on_leave(clock: SupervisionClock, on: date) -> bool:
    """Tell whether the worker is away on that day."""
    return leave_on(clock, on) is not None


def overdue_since(clock: SupervisionClock, on: date, policy: Policy) -> date | None:
    """The first day on which the next session was overdue, up to that day.

    Nothing while it is not, or in leave.
    """
    due = next_due(clock, policy)
    if due is None or on <= due or on_leave(clock, on):
        return None
    return days_after(due, 1)


def overdue_working_days(clock: SupervisionClock, on: date, policy: Policy) -> int:
    """Working days past the date by which the next session was due.

    0 while it is not, or during leave.
    """
    since = overdue_since(clock, on, policy)
    if since:
        return policy.days.between(since - _DAY, on)
    return 0


def proposed_dates(
    clock: SupervisionClock,
    first: date,
    until: date,
    policy: Policy,
    is_free: Callable[[date], bool] = lambda _: True,
    *,
    begins: date | None = None,
) -> list[date]:
    """Working days for sessions from `first` to `until`, within the interval, none in leave.

    The first of them is on the day it is due, or on `begins` where that is given.

    Where a day is not free, the nearest one before it that is, up to two weeks of work earlier;
    where there is none, or it is due already, the next one after it, up to six weeks later.
    """
    dates: list[date] = []
    on = policy.days.on_or_after(max(first, begins or next_due(clock, policy) or first))
    while on <= until:
        away = leave_on(clock, on)
        if away is None:
            earliest = first
            if dates:
                earliest = dates[-1] + _DAY
            on = _nearest_free(on, earliest, is_free, clock, policy)
            dates.append(on)
            later = _reached(SupervisionClock(on, on, clock.intervals))
            on = max(policy.days.on_or_before(later), policy.days.on_or_after(on + _DAY))
        elif away.ends is None:
            break
        else:
            back = days_after(away.ends, policy.session.first_after_leave_days)
            on = max(
                policy.days.on_or_before(back), policy.days.on_or_after(days_after(away.ends, 1))
            )
    return dates


def _nearest_free(
    on: date,
    earliest: date,
    is_free: Callable[[date], bool],
    clock: SupervisionClock,
    policy: Policy,
) -> date:
    """Find that day or the last free working day before it, else the first one after it.

    Where none is free it is the day itself.
    """
    day = on
    for _ in range(_EARLIER_AT_MOST + 1):
        if day < earliest or leave_on(clock, day) is not None:
            break
        if is_free(day):
            return day
        day = policy.days.on_or_before(day - _DAY)
    later = (
        each for each in _days_after(on, policy) if is_free(each) and not leave_on(clock, each)
    )
    return next(later, on)


def _days_after(on: date, policy: Policy) -> Iterable[date]:
    """The working days of the six weeks after a day."""
    for _ in range(_LATER_AT_MOST):
        on = policy.days.on_or_after(on + _DAY)
        yield on


def days_that_count(held: Iterable[tuple[date, SessionKind]], policy: Policy) -> list[date]:
    """The days, in order, of the held sessions that satisfy the worker's own interval.

    Individual and shared sessions do. A group session does only where the policy lets every other
    one count.
    """
    days: list[date] = []
    last_was_group = True
    for on, kind in sorted(held):
        if kind.satisfies_interval:
            days.append(on)
            last_was_group = False
        elif (
            kind is SessionKind.GROUP
            and policy.session.group_counts == "every-other"
            and not last_was_group
        ):
            days.append(on)
            last_was_group = True
    return days


def rebook_by(planned_on: date, policy: Policy) -> date:
    """The last day on which a cancelled session, held again, counts as recovered."""
    there = policy.on(planned_on)
    try:
        return there.days.add(planned_on, there.session.rebook_within_working_days)
    except OverflowError:  # a day that means no day
        return date.max


def is_recovered(planned_on: date, held: Sequence[date], policy: Policy) -> bool:
    """Tell whether a cancelled session was held again in time.

    `held` are the worker's held sessions that count.
    """
    until = rebook_by(planned_on, policy)
    return any(planned_on <= on <= until for on in held)


def leave_on(clock: SupervisionClock, on: date) -> Leave | None:
    """The absence of the worker on that day, where there is one."""
    there = (*clock.leave, *clock.leave_ahead)
    return next(
        (each for each in there if each.starts <= on and (each.ends is None or on <= each.ends)),
        None,
    )


def _reached(clock: SupervisionClock) -> date:
    since = clock.counted_from
    for here, following in pairwise((*clock.intervals, None)):
        assert here is not None  # noqa: S101  (only the last of the pairs is empty)
        reached = max(days_after(since, here.days), here.starts)
        if following is None or reached < following.starts:
            return reached
    raise ValueError("a clock has at least one interval")
