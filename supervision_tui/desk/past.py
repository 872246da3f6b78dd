"""What is known of one child, direction, session or worker over time, and how it stood on any day.

A record dated later than the day asked about does not exist yet. Rows are held as plain values: a vault of an
authority has a hundred thousand of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from supervision_tui.practice.cadence import (
    Agreement,
    Employment,
    Interval,
    Leave,
    SupervisionClock,
    Terms,
    days_that_count,
    intervals_of,
)
from supervision_tui.practice.caseload import Case, PastSession
from supervision_tui.practice.directions import DirectionFacts
from supervision_tui.practice.policy import Policy
from supervision_tui.practice.terms import DirectionState, Plan, Rag, SessionKind, SessionState

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlanSpell:
    """A plan from one day to another."""

    plan: Plan
    starts: date
    ends: date | None
    category: str
    start_known: bool


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating with its date and reason."""

    on: date
    rag: Rag
    reason: str


@dataclass(frozen=True, slots=True)
class AllocationSpell:
    """A child with a worker, or with nobody, from one day to another."""

    starts: date
    ends: date | None
    worker_id: int | None
    team_id: int
    known_since: bool

    def covers(self, on: date) -> bool:
        """Whether it holds on that day."""
        return _covers(self.starts, self.ends, on)


@dataclass(slots=True)
class SessionPast:
    """A session with the moves it has seen: (day of the move, date before it)."""

    id: int
    worker_id: int
    kind: SessionKind
    recorded_state: SessionState
    recorded_plan: date
    time: str
    minutes: int
    held_on: date | None
    minutes_held: int | None
    cancelled_on: date | None
    cancel_reason: str
    signed_at: datetime | None
    beside: str
    moves: list[tuple[date, date]] = field(default_factory=list)

    def planned_on(self, on: date) -> date:
        """The date for which it was planned, as known on that day."""
        later = [move for move in self.moves if move[0] > on]
        return min(later)[1] if later else self.recorded_plan

    def state(self, on: date) -> SessionState:
        """What had become of it by that day."""
        if self.recorded_state is SessionState.PLANNED:
            return self.recorded_state
        recorded = self.held_on if self.recorded_state is SessionState.HELD else self.cancelled_on
        return self.recorded_state if (recorded or self.recorded_plan) <= on else SessionState.PLANNED

    @property
    def day_held(self) -> date:
        """The day on which it was held, once it was."""
        return self.held_on or self.recorded_plan

    @property
    def counts_for_worker(self) -> bool:
        """Whether such a session belongs to the worker's own cadence."""
        return self.kind.satisfies_interval

    def as_past(self, on: date) -> PastSession:
        """The session as the pressure model sees one."""
        state = self.state(on)
        held = self.minutes_held or self.minutes if state is SessionState.HELD else 0
        return PastSession(self.planned_on(on), state, self.minutes, held)


@dataclass(slots=True)
class DirectionPast:
    """A direction with every due date it has had: (day on which it was set, due date)."""

    id: int
    child_id: int
    given_on: date
    closed_on: date | None
    recorded_state: DirectionState
    recorded_due: date
    owner_kind: str
    is_lazy: bool
    dates: list[tuple[date, date]] = field(default_factory=list)

    def is_open(self, on: date) -> bool:
        """Whether it was given and not yet closed by that day."""
        return self.given_on <= on and (self.closed_on is None or self.closed_on > on)

    def facts(self, on: date, discussed: Iterable[date] = ()) -> DirectionFacts | None:
        """How it stood on that day, or nothing where it was not yet given. `discussed`: the child's discussions."""
        if self.given_on > on:
            return None
        known = [due for set_on, due in self.dates if set_on <= on] or [due for _, due in self.dates[:1]]
        reopened = DirectionState.PART if self.recorded_state is DirectionState.PART else DirectionState.OPEN
        state = reopened if self.is_open(on) else self.recorded_state
        due = known[-1] if known else self.recorded_due
        return DirectionFacts(state, due, max(0, len(known) - 1), self.carried(discussed, on))

    def carried(self, discussed: Iterable[date], on: date) -> int:
        """Over how many discussions of its child, up to that day, it was carried: open then, and past its date."""
        spells = self.overdue_spells()
        return sum(any(starts <= day < ends for starts, ends in spells) for day in discussed if day <= on)

    def overdue_spells(self) -> list[tuple[date, date]]:
        """From when to when (that day not counted) it was open past its due date."""
        spells = []
        until = [set_on for set_on, _ in self.dates[1:]] + [self.closed_on or date.max]
        for (set_on, due), ends in zip(self.dates, until, strict=True):
            starts = max(due + _DAY, set_on, self.given_on)
            ends = min(ends, self.closed_on or date.max)
            if starts < ends:
                spells.append((starts, ends))
        return spells


@dataclass(slots=True)
class Tally:
    """How many of a child's directions were open, and overdue, on any day."""

    opened: list[date] = field(default_factory=list)
    closed: list[date] = field(default_factory=list)
    overdue: list[date] = field(default_factory=list)
    settled: list[date] = field(default_factory=list)

    def add(self, direction: DirectionPast) -> None:
        """Count a direction in; `sort` once all are there."""
        self.opened.append(direction.given_on)
        if direction.closed_on is not None:
            self.closed.append(max(direction.closed_on, direction.given_on))
        for starts, ends in direction.overdue_spells():
            self.overdue.append(starts)
            self.settled.append(ends)

    def sort(self) -> None:
        """Put the days in order."""
        for days in (self.opened, self.closed, self.overdue, self.settled):
            days.sort()

    def on(self, day: date) -> tuple[int, int]:
        """Open, and of these overdue."""
        opened = bisect_right(self.opened, day) - bisect_right(self.closed, day)
        return opened, bisect_right(self.overdue, day) - bisect_right(self.settled, day)


@dataclass(slots=True)
class ChildPast:
    """All that is known of one child over time."""

    id: int
    ref: str
    name: str | None
    born: date | None
    family_id: int | None
    known_since: date
    plans: list[PlanSpell] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    allocations: list[AllocationSpell] = field(default_factory=list)
    discussed: list[date] = field(default_factory=list)
    pins: list[tuple[date, date | None]] = field(default_factory=list)
    directions: list[DirectionPast] = field(default_factory=list)
    events: list[tuple[str, date, date]] = field(default_factory=list)  # event, its day, the day of its record
    tally: Tally = field(default_factory=Tally)

    def plan(self, on: date) -> PlanSpell | None:
        """The plan in force on that day, or the latest before it."""
        if len(self.plans) == 1:
            return self.plans[0]
        begun = [plan for plan in self.plans if plan.starts <= on]
        current = [plan for plan in begun if plan.ends is None or plan.ends > on]
        return max(current or begun, key=lambda plan: plan.starts, default=self.plans[0] if self.plans else None)

    def rating(self, on: date) -> Rating | None:
        """The latest rating up to that day."""
        return next((each for each in reversed(self.ratings) if each.on <= on), None)

    def allocation(self, on: date) -> AllocationSpell | None:
        """With whom the child was on that day."""
        return next((each for each in self.allocations if each.covers(on)), None)

    def worker_id(self, on: date) -> int | None:
        """Whose child it was on that day."""
        allocation = self.allocation(on)
        return allocation.worker_id if allocation else None

    def allocated(self, on: date) -> date:
        """From which day the child has been with this service without a break, as of that day."""
        start = self.known_since
        end: date | None = None
        for each in self.allocations:
            if each.starts > on:
                break
            if end is None or each.starts > end:
                start = each.starts
            end = each.ends or date.max
        return start

    def last_discussed(self, on: date) -> date | None:
        """The date of the last held session in which the child was discussed."""
        place = bisect_right(self.discussed, on)
        return self.discussed[place - 1] if place else None

    def is_pinned(self, on: date) -> bool:
        """Whether the child is kept for the next session."""
        return any(_covers(pinned, cleared, on) for pinned, cleared in self.pins)

    def is_red(self, on: date) -> bool:
        """Whether the rating in force is red."""
        rating = self.rating(on)
        return rating is not None and rating.rag is Rag.RED

    def event_dates(self, on: date) -> dict[str, date]:
        """The latest day of each event on record by that day, start of the plan and last discussion among them."""
        latest: dict[str, date] = {}
        for event, happened, recorded in self.events:
            if recorded <= on:
                latest[event] = max(happened, latest.get(event, happened))
        last, plan = self.last_discussed(on), self.plan(on)
        if last:
            latest["discussed"] = last
        if plan and plan.start_known:
            latest.setdefault("plan-start", plan.starts)
        return latest

    def case(self, on: date) -> Case:
        """The child as the pressure model sees one."""
        return Case(
            ref=self.ref,
            plan=self.plan_code(on),
            allocated=self.allocated(on),
            last_discussed=self.last_discussed(on),
            red=self.is_red(on),
            family=self.family,
            pinned=self.is_pinned(on),
        )

    def weighed(self, on: date) -> Case:
        """The same without what a weight does not ask about: when the child was discussed."""
        return Case(self.ref, self.plan_code(on), self.known_since, None, self.is_red(on), self.family)

    def plan_code(self, on: date) -> Plan:
        """The kind of plan on that day; child in need where none is on record."""
        plan = self.plan(on)
        return plan.plan if plan else Plan.CIN

    @property
    def family(self) -> str | None:
        """The group that is discussed together."""
        return str(self.family_id) if self.family_id else None

    def turns(self) -> Iterable[date]:
        """The days on which plan, rating or worker change; in between the child weighs the same."""
        for plan in self.plans:
            yield from (plan.starts, plan.ends or plan.starts)
        for spell in self.allocations:
            yield from (spell.starts, spell.ends or spell.starts)
        yield from (rating.on for rating in self.ratings)


@dataclass(slots=True)
class WorkerPast:
    """All that is known of one worker over time."""

    id: int
    name: str
    team: str
    stage: str
    fte: float
    is_agency: bool
    starts_on: date
    known_since: date
    left_on: date | None
    stage_checked: bool
    leave: list[Leave] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    sessions: list[SessionPast] = field(default_factory=list)
    children: list[ChildPast] = field(default_factory=list)
    _own: list[SessionPast] | None = None  # those that never moved, and their days, in order
    _own_days: list[date] = field(default_factory=list)
    _own_moved: list[SessionPast] = field(default_factory=list)
    _counted: dict[str, list[date]] = field(default_factory=dict)
    _intervals: dict[tuple[tuple[Agreement, ...], str], tuple[Interval, ...]] = field(default_factory=dict)

    def is_here(self, on: date) -> bool:
        """Whether the worker is in the vault and has not left."""
        return _covers(self.known_since, self.left_on, on)

    @property
    def runs_from(self) -> date:
        """The day from which the time to the first session runs."""
        return max(self.starts_on, self.known_since)

    def employment(self, on: date) -> Employment:
        """Stage, start and the agreements made by that day; a standing one had no end until another took its place."""
        known = tuple(
            replace(each, ends=None) if each.ends and each.ends > on and not each.reason else each
            for each in self.agreements
            if each.starts <= on
        )
        return Employment(self.stage, self.starts_on, known)

    def terms(self, on: date, policy: Policy) -> Terms:
        """Minutes and interval on that day."""
        return self.employment(on).terms(on, policy)

    def last_held(self, on: date, policy: Policy) -> date | None:
        """The day of the last session that counts for the worker's own clock."""
        days = self._days_that_count(policy)
        place = bisect_right(days, on)
        return days[place - 1] if place else None

    def recent(self, on: date, days: int) -> list[SessionPast]:
        """The worker's own sessions planned in the last so many days, as known on that day."""
        if self._own is None:
            own = [each for each in self.sessions if each.counts_for_worker]
            self._own = [each for each in own if not each.moves]
            self._own_moved = [each for each in own if each.moves]
            self._own_days = [each.recorded_plan for each in self._own]
        first = on - timedelta(days=days)
        stayed = self._own[bisect_right(self._own_days, first) : bisect_right(self._own_days, on)]
        return stayed + [each for each in self._own_moved if first < each.planned_on(on) <= on]

    def clock(self, on: date, policy: Policy) -> SupervisionClock:
        """What sets the date of the next session."""
        leave = tuple(each for each in self.leave if each.starts <= on)
        return SupervisionClock(self.runs_from, self.last_held(on, policy), self._intervals_on(on, policy), leave)

    def unrecorded(self, on: date) -> list[SessionPast]:
        """Sessions whose date has passed without being held, moved or cancelled."""
        return [each for each in self.sessions if each.state(on) is SessionState.PLANNED and each.planned_on(on) < on]

    def planned(self, on: date) -> list[SessionPast]:
        """Sessions of the worker's own still to come, soonest first."""
        coming = [
            each
            for each in self.sessions
            if each.counts_for_worker and each.state(on) is SessionState.PLANNED and each.planned_on(on) >= on
        ]
        return sorted(coming, key=lambda each: (each.planned_on(on), each.time))

    def held_days(self, on: date) -> list[date]:
        """The days of the held sessions that count for the worker's own cadence."""
        return [
            each.day_held for each in self.sessions if each.counts_for_worker and each.state(on) is SessionState.HELD
        ]

    def _days_that_count(self, policy: Policy) -> list[date]:
        rule = policy.session.group_counts
        if rule not in self._counted:
            held = [(each.day_held, each.kind) for each in self.sessions if each.recorded_state is SessionState.HELD]
            self._counted[rule] = days_that_count(held, policy)
        return self._counted[rule]

    def _intervals_on(self, on: date, policy: Policy) -> tuple[Interval, ...]:
        employment = self.employment(on)
        key = (employment.agreements, policy.version)
        if key not in self._intervals:
            self._intervals[key] = intervals_of(employment, policy)
        return self._intervals[key]


def _covers(starts: date, ends: date | None, on: date) -> bool:
    return starts <= on and (ends is None or on < ends)
