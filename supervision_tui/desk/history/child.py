"""One child and its directions over time, and how they stood on any day.

A record dated later than the day asked about does not exist yet. Rows are held as plain values: a
vault of an authority has a hundred thousand of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from supervision_tui.practice.children.dates_due import DateDue
from supervision_tui.practice.children.events import (
    DISCUSSED,
    PLAN_START,
    AgreedVisits,
    ChildOnRecord,
    RecordedEvent,
    Source,
)
from supervision_tui.practice.days.spans import days_after
from supervision_tui.practice.direction.quality import DirectionFacts
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.supervision.caseload import Case
from supervision_tui.practice.vocabulary import CaseRole, DirectionState, Plan, Rag

_NO_PLAN = (str(Plan.CIN),)


@dataclass(frozen=True, slots=True)
class PlanSpell:
    """A plan from one day to another."""

    plan: str
    starts: date
    ends: date | None
    category: str
    start_known: bool
    recorded_on: date | None = None
    read_in: str = ""

    @property
    def known_start(self) -> date | None:
        """The day on which it began, where that is known."""
        if self.start_known:
            return self.starts
        return None


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
        """Tell whether it holds on that day."""
        return covers_day(self.starts, self.ends, on)


@dataclass(frozen=True, slots=True)
class RoleSpell:
    """Somebody with a child in a role, from one day to another, and since when that is known.

    A worker of this vault by number, or somebody of another team by name.
    """

    id: int
    starts: date
    ends: date | None
    recorded_on: date
    role: str
    worker_id: int | None
    name: str
    team: str
    start_known: bool
    end_recorded_on: date | None = None

    def holds(self, on: date) -> bool:
        """Tell whether it holds on that day, as it was known then."""
        return self.recorded_on <= on and covers_day(self.starts, self.known_end(on), on)

    def known_end(self, on: date) -> date | None:
        """The day on which it ends, as it was known on a day."""
        if (self.end_recorded_on or self.recorded_on) <= on:
            return self.ends
        return None


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
        """Tell whether it was given and not yet closed by that day."""
        return self.given_on <= on and (self.closed_on is None or self.closed_on > on)

    def facts(self, on: date, discussed: Sequence[date] = ()) -> DirectionFacts | None:
        """Tell how it stood on that day, or nothing where it was not yet given.

        `discussed`: the days of the child's discussions, in order.
        """
        if self.given_on > on:
            return None
        known = [due for set_on, due in self.dates if set_on <= on] or [
            due for _, due in self.dates[:1]
        ]
        reopened = DirectionState.OPEN
        if self.recorded_state is DirectionState.PART:
            reopened = DirectionState.PART
        state = reopened if self.is_open(on) else self.recorded_state
        due = known[-1] if known else self.recorded_due
        return DirectionFacts(state, due, max(0, len(known) - 1), self.carried(discussed, on))

    def carried(self, discussed: Sequence[date], on: date) -> int:
        """Count its child's discussions up to that day at which it was open and past its date."""
        if not discussed:
            return 0
        known = bisect_right(discussed, on)
        # No spell reaches into the next one.
        return sum(
            max(
                0, bisect_left(discussed, ends, hi=known) - bisect_left(discussed, starts, hi=known)
            )
            for starts, ends in self.overdue_spells()
        )

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
class DirectionCounts:
    """The number of a child's directions that were open, and overdue, on a day from `since` on."""

    since: date | None = None  # those closed before it are not known; nothing: all are
    only_on: frozenset[date] | None = None  # those not open on one of these days are not known
    opened: list[date] = field(default_factory=list)
    closed: list[date] = field(default_factory=list)
    overdue: list[date] = field(default_factory=list)
    settled: list[date] = field(default_factory=list)

    def add(self, direction: DirectionPast) -> None:
        """Count a direction in; `sort` once all are there."""
        self.opened.append(direction.given_on)
        if direction.closed_on is not None:
            self.closed.append(max(direction.closed_on, direction.given_on))
        if len(direction.dates) == 1 and direction.closed_on is not None:
            due = direction.dates[0][1]
            if direction.closed_on <= due:  # most were done in time: they were never overdue
                return
        for starts, ends in direction.overdue_spells():
            self.overdue.append(starts)
            self.settled.append(ends)

    def sort(self) -> None:
        """Put the days in order."""
        for days in (self.opened, self.closed, self.overdue, self.settled):
            days.sort()

    def on(self, day: date) -> tuple[int, int]:
        """Open, and of these overdue. Raises `ValueError` on a day that was not read for."""
        if self.since is not None and day < self.since:
            raise ValueError(f"Directions closed before {self.since} were not read.")
        if self.only_on is not None and day not in self.only_on:
            raise ValueError(f"Directions open on {day} were not read.")
        opened = bisect_right(self.opened, day) - bisect_right(self.closed, day)
        return opened, bisect_right(self.overdue, day) - bisect_right(self.settled, day)


@dataclass(slots=True)
class ChildHistory:
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
    roles: list[RoleSpell] = field(default_factory=list)
    discussed: list[date] = field(default_factory=list)
    pins: list[tuple[date, date | None, str]] = field(default_factory=list)
    directions: list[DirectionPast] = field(default_factory=list)
    # Each with the day of its record.
    events: list[tuple[date, RecordedEvent]] = field(default_factory=list)
    # Each since when it tells of them.
    sources: list[tuple[date, Mapping[str, Source]]] = field(default_factory=list)
    # Each with the day of its record.
    visits: list[tuple[date, AgreedVisits]] = field(default_factory=list)
    directions_since: date | None = None  # those closed before that day were not read
    directions_on: frozenset[date] | None = None  # those not open on these days were not read
    given_before: date | None = None  # when the latest up to then was given, of these and others
    _tally: DirectionCounts | None = None
    # The dates due that were asked for last: of which day, up to which, what was kept here by then.
    dates_found: tuple[tuple[date, date, dict[str, date]], Sequence[DateDue]] | None = None

    def forget_directions(self) -> None:
        """Before they are read again."""
        self.directions.clear()
        self.directions_since = self.given_before = self._tally = None

    def last_given(self, on: date) -> date | None:
        """The day on which the latest direction up to a day was given; nothing if none was.

        Raises `ValueError` where only those open on some days were read.
        """
        if self.directions_on is not None:
            raise ValueError("All directions but those open on some days were not read.")
        given = [each.given_on for each in self.directions if each.given_on <= on]
        if self.given_before is not None and self.given_before <= on:
            given.append(self.given_before)
        return max(given, default=None)

    @property
    def tally(self) -> DirectionCounts:
        """The counts of its directions on any day, once somebody asks for them."""
        if self._tally is None:
            tally = DirectionCounts(self.directions_since, self.directions_on)
            for direction in self.directions:
                tally.add(direction)
            tally.sort()
            self._tally = tally
        return self._tally

    def plans_at(self, on: date, policy: Policy) -> list[PlanSpell]:
        """Every plan in force on that day, the one that is named first first.

        Else the latest before it.
        """
        begun = [
            plan for plan in self.plans if plan.starts <= on and (plan.recorded_on or on) <= on
        ]
        current = {plan.plan: plan for plan in begun if plan.ends is None or plan.ends > on}
        if len(current) > 1:
            return [current[plan] for plan in policy.most_urgent_first(current)]
        if current:
            return list(current.values())
        if begun:
            return [max(begun, key=lambda plan: plan.starts)]
        return []

    def statuses(self, on: date, policy: Policy) -> tuple[str, ...]:
        """The codes of these plans; child in need where none is on record."""
        if len(self.plans) == 1:  # of most children, asked thousands of times for a summary
            (plan,) = self.plans
            has_begun = plan.starts <= on and (plan.recorded_on or on) <= on
            return (plan.plan,) if has_begun else _NO_PLAN
        return tuple(plan.plan for plan in self.plans_at(on, policy)) or _NO_PLAN

    def rating(self, on: date) -> Rating | None:
        """The latest rating up to that day."""
        for each in reversed(self.ratings):
            if each.on <= on:
                return each
        return None

    def allocation(self, on: date) -> AllocationSpell | None:
        """With whom the child was on that day."""
        for each in self.allocations:  # asked hundreds of thousands of times for a summary
            if each.covers(on):
                return each
        return None

    def worker_id(self, on: date) -> int | None:
        """Tell which worker here led on that day."""
        allocation = self.allocation(on)
        if allocation:
            return allocation.worker_id
        return None

    def roles_on(self, on: date) -> list[RoleSpell]:
        """List who worked with an open child on that day beside the worker who leads here."""
        if not self.roles or self.allocation(on) is None:
            return []
        return [each for each in self.roles if each.holds(on)]

    def covered_by(self, on: date) -> int | None:
        """The worker who covers for the one who leads."""
        covering = (each for each in self.roles_on(on) if each.role == CaseRole.COVERING)
        return next((each.worker_id for each in covering), None)

    def led_elsewhere(self, on: date) -> RoleSpell | None:
        """Find who leads from another team, where nobody here does."""
        if self.worker_id(on) is not None:
            return None
        leading = (each for each in self.roles_on(on) if each.role == CaseRole.LEAD)
        return next(leading, None)

    def is_unallocated(self, on: date) -> bool:
        """Tell whether the child was open and nobody led, neither here nor elsewhere."""
        return self.allocation(on) is not None and not self.is_led(on)

    def roles_of(self, worker_id: int, on: date) -> list[str]:
        """The roles in which a worker was with the child on that day.

        Who leads and is covered has none meanwhile: the child counts with who covers.
        """
        allocation = self.allocation(on)
        if allocation is None:
            return []
        leads = allocation.worker_id == worker_id
        if not self.roles:
            return [CaseRole.LEAD] if leads else []
        found = [each.role for each in self.roles_on(on) if each.worker_id == worker_id]
        if leads and self.covered_by(on) in (None, worker_id):
            found.insert(0, CaseRole.LEAD)
        return found

    def held_by(self, on: date) -> int | None:
        """The worker here who answers for the child: who covers, who leads, else in another role.

        Nobody here answers for one who is unallocated.
        """
        covering, leading = self.covered_by(on), self.worker_id(on)
        if covering is not None:
            return covering
        if leading is not None or self.is_unallocated(on):
            return leading
        here = (each.worker_id for each in self.roles_on(on))
        return next((each for each in here if each is not None), None)

    def changes_of_lead(self, first: date, last: date) -> int:
        """Count how often another worker began to lead in these days, both included.

        Neither cover nor a time without a worker is a change, and coming back to the one before
        after that time is none; a first allocation is none, also after the case was closed.
        """
        changes, before = 0, None
        for starts, lead in self._leads(last):
            is_another = before is not None and lead is not None and lead != before
            changes += is_another and starts >= first
            before = lead
        return changes

    def _leads(self, last: date) -> list[tuple[date, int | str | None]]:
        """List who began to lead on which day up to that one: here by number, elsewhere by name.

        Nobody on the day on which a case was opened again.
        """
        found: list[tuple[date, int | str | None]] = []
        for run in self.openings():
            if found:
                found.append((run[0].starts, None))
            found += [(each.starts, each.worker_id) for each in run if each.worker_id is not None]
        for role in self.roles:
            if role.role == CaseRole.LEAD and role.recorded_on <= last:
                found.append((role.starts, role.name.casefold()))
        found.sort(key=lambda each: each[0])
        return [each for each in found if each[0] <= last]

    def openings(self) -> list[list[AllocationSpell]]:
        """The allocations of each time that the case was open, without a break between them."""
        runs: list[list[AllocationSpell]] = []
        for each in self.allocations:
            is_broken = not runs or (runs[-1][-1].ends or date.max) < each.starts
            if is_broken:
                runs.append([])
            runs[-1].append(each)
        return runs

    def is_led(self, on: date) -> bool:
        """Tell whether somebody leads, here or elsewhere."""
        return self.worker_id(on) is not None or self.led_elsewhere(on) is not None

    def allocated(self, on: date) -> date:
        """Tell since when the child has been with this service without a break, as of that day."""
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
        if place:
            return self.discussed[place - 1]
        return None

    def is_pinned(self, on: date) -> bool:
        """Tell whether the child is kept for the next session."""
        if not self.pins:  # as nearly always: asked thousands of times for a summary
            return False
        return any(covers_day(pinned, cleared, on) for pinned, cleared, _ in self.pins)

    def is_brought(self, on: date) -> bool:
        """Tell whether the worker brings the child to the next session."""
        if not self.pins:
            return False
        return any(
            by == "worker" and covers_day(pinned, cleared, on) for pinned, cleared, by in self.pins
        )

    def is_red(self, on: date) -> bool:
        """Tell whether the rating in force is red."""
        rating = self.rating(on)
        return rating is not None and rating.rag is Rag.RED

    def last_day_of(self, event: str, on: date, *, up_to: date = date.max) -> date | None:
        """The latest day up to one on which an event took place, as it was known on a day."""
        days = (
            each.on
            for recorded, each in self.events
            if each.event == event and recorded <= on and each.on <= up_to and each.starts_clocks
        )
        return max(days, default=None)

    def event_dates(self, on: date, policy: Policy) -> dict[str, date]:
        """The latest day of each event, the start of the plan and the last discussion too."""
        latest: dict[str, date] = {}
        for recorded, each in self.events:
            if recorded <= on and each.starts_clocks:
                latest[each.event] = max(each.on, latest.get(each.event, each.on))
        last = self.last_discussed(on)
        if last:
            latest[DISCUSSED] = last
        starts = [plan.starts for plan in self.plans_at(on, policy) if plan.start_known]
        if starts:
            latest.setdefault(PLAN_START, starts[0])
        return latest

    def on_record(self, on: date, policy: Policy, kept_since: Mapping[str, date]) -> ChildOnRecord:
        """Gather what the rules for dates due ask about the child, as it was known on that day."""
        plans = self.plans_at(on, policy)
        events = [each for recorded, each in self.events if recorded <= on]
        last = self.last_discussed(on)
        if last:
            events.append(RecordedEvent(DISCUSSED, last, "supervision here"))
        statuses = {each.plan: each.known_start for each in plans}
        return ChildOnRecord(
            statuses=statuses or dict.fromkeys(_NO_PLAN),
            events=events,
            born=self.born,
            known_since=self.known_since,
            tells=self._tells(on),
            kept_since=kept_since,
            visits=[visits for recorded, visits in self.visits if recorded <= on],
            plans_read_in={each.plan: each.read_in for each in plans},
        )

    def _tells(self, on: date) -> Mapping[str, Source]:
        """The events of which the child's sources can tell, each with the one read last."""
        there = [tells for since, tells in self.sources if since <= on]
        if len(there) == 1:
            return there[0]
        told: dict[str, Source] = {}
        for tells in there:
            for event, source in tells.items():
                if event not in told or source.until > told[event].until:
                    told[event] = source
        return told

    def case(self, on: date, policy: Policy) -> Case:
        """The child as the workload model sees one."""
        opened, overdue = self.tally.on(on)
        plan, *also = self.statuses(on, policy)
        return Case(
            ref=self.ref,
            plan=plan,
            allocated=self.allocated(on),
            last_discussed=self.last_discussed(on),
            red=self.is_red(on),
            family=self.family,
            pinned=self.is_pinned(on),
            brought=self.is_brought(on),
            directions_open=opened,
            directions_overdue=overdue,
            also=tuple(also),
        )

    def weighed(self, on: date, policy: Policy) -> Case:
        """The child with what a weight asks about alone, and not when the child was discussed."""
        plan, *also = self.statuses(on, policy)
        return Case(
            self.ref,
            plan,
            self.known_since,
            last_discussed=None,
            red=self.is_red(on),
            family=self.family,
            also=tuple(also),
        )

    @property
    def family(self) -> str | None:
        """The group that is discussed together."""
        if self.family_id:
            return str(self.family_id)
        return None

    def turns(self) -> Iterable[date]:
        """The days on which plan, rating or worker change; in between the child weighs the same."""
        for plan in self.plans:
            yield from (plan.starts, plan.ends or plan.starts, plan.recorded_on or plan.starts)
        for role in self.roles:
            yield from (role.starts, role.ends or role.starts, role.recorded_on)
            yield role.end_recorded_on or role.recorded_on
        for spell in self.allocations:
            yield from (spell.starts, spell.ends or spell.starts)
        yield from (rating.on for rating in self.ratings)


def covers_day(starts: date, ends: date | None, on: date) -> bool:
    """Tell whether a spell from one day until another, that day not counted, holds on a day."""
    return starts <= on and (ends is None or on < ends)
