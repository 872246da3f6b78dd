"""What is known of one child and its directions over time, and how it stood on any day.

A record dated later than the day asked about does not exist yet. Rows are held as plain values: a vault of an
authority has a hundred thousand of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from supervision_tui.practice.caseload import Case
from supervision_tui.practice.directions import DirectionFacts
from supervision_tui.practice.spans import days_after
from supervision_tui.practice.terms import DirectionState, Plan, Rag

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlanSpell:
    """A plan from one day to another."""

    plan: Plan
    starts: date
    ends: date | None
    category: str
    start_known: bool
    recorded_on: date | None = None


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
        return covers_day(self.starts, self.ends, on)


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
            starts = max(days_after(due, 1), set_on, self.given_on)
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
    pins: list[tuple[date, date | None, str]] = field(default_factory=list)
    directions: list[DirectionPast] = field(default_factory=list)
    events: list[tuple[str, date, date]] = field(default_factory=list)  # event, its day, the day of its record
    tally: Tally = field(default_factory=Tally)

    def plan(self, on: date) -> PlanSpell | None:
        """The plan in force on that day, or the latest before it."""
        begun = [plan for plan in self.plans if plan.starts <= on and (plan.recorded_on or on) <= on]
        current = [plan for plan in begun if plan.ends is None or plan.ends > on]
        return max(current or begun, key=lambda plan: plan.starts, default=None)

    def rating(self, on: date) -> Rating | None:
        """The latest rating up to that day."""
        return next((each for each in reversed(self.ratings) if each.on <= on), None)

    def allocation(self, on: date) -> AllocationSpell | None:
        """With whom the child was on that day."""
        for each in self.allocations:  # asked hundreds of thousands of times for a summary
            if each.covers(on):
                return each
        return None

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
        return any(covers_day(pinned, cleared, on) for pinned, cleared, _ in self.pins)

    def is_brought(self, on: date) -> bool:
        """Tell whether the worker brings the child to the next session."""
        return any(by == "worker" and covers_day(pinned, cleared, on) for pinned, cleared, by in self.pins)

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
        opened, overdue = self.tally.on(on)
        return Case(
            ref=self.ref,
            plan=self.plan_code(on),
            allocated=self.allocated(on),
            last_discussed=self.last_discussed(on),
            red=self.is_red(on),
            family=self.family,
            pinned=self.is_pinned(on),
            brought=self.is_brought(on),
            directions_open=opened,
            directions_overdue=overdue,
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
            yield from (plan.starts, plan.ends or plan.starts, plan.recorded_on or plan.starts)
        for spell in self.allocations:
            yield from (spell.starts, spell.ends or spell.starts)
        yield from (rating.on for rating in self.ratings)


def covers_day(starts: date, ends: date | None, on: date) -> bool:
    """Whether a spell from one day until another, that day not counted, holds on a day."""
    return starts <= on and (ends is None or on < ends)
