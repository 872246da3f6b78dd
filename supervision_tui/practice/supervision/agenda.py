"""The agenda of the next session, and of the sessions after it: one algorithm for both.

Order: pinned children (and those who come back because a consultation is to be looked back at),
then age ÷ interval from the largest, ties by reference. A family group goes in as one block. A
block that does not fit is passed over, and the next smaller one may still go in. For one session a
manager may put children into another order, which then comes first, or leave one out with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import chain, pairwise, product

from supervision_tui.practice import wording
from supervision_tui.practice.days.spans import days_after
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import CaseRole

from .caseload import Case, PlannedSession, WorkerLoad, families, minutes_for_children, shares


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One child on the agenda, with the minutes the child takes and why the child is there."""

    child: Case
    age_days: int
    interval_days: int
    minutes: float
    why: str


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A child who does not fit, and the days since its discussion at the next session."""

    child: Case
    age_days_next: int


@dataclass(frozen=True, slots=True)
class Wishes:
    """The manager's wishes for one session: the order, and who is left out, with the reason.

    `back` are children who come back to it because a day was agreed for looking back, each with
    what at.
    """

    order: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    back: Mapping[str, str] = field(default_factory=dict)

    def place(self, ref: str) -> int:
        """The place of a child in that order; behind all of it where nothing was said."""
        if ref in self.order:
            return self.order.index(ref)
        return len(self.order)


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True)
class Agenda:
    """The children of one session in order, what does not fit, and the minutes for children.

    `left_out` are the children whom the manager left out of this session.
    """

    on: date
    minutes: int
    items: tuple[AgendaItem, ...]
    does_not_fit: tuple[LeftOver, ...]
    left_out: tuple[LeftOver, ...] = ()

    @property
    def minutes_used(self) -> float:
        """Minutes that the agenda takes."""
        return sum(item.minutes for item in self.items)


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast of children past their interval each Monday, and the first day of any."""

    weeks: tuple[tuple[date, int], ...]
    first_breach: date | None


def draw_up(
    children: Iterable[Case],
    on: date,
    minutes: int,
    next_session: date,
    policy: Policy,
    *,
    wishes: Wishes = NO_WISHES,
) -> Agenda:
    """The agenda of a session on that day with `minutes` for children.

    Source: workload model, section 4.
    """
    here = list(children)
    taken, left = _fill(
        [child for child in here if child.ref not in wishes.left_out], on, minutes, policy, wishes
    )
    items = []
    for block, share in taken:
        for child in block:
            items.append(_item(child, share, len(block), on=on, policy=policy, wishes=wishes))
    out = [child for child in here if child.ref in wishes.left_out]
    return Agenda(on, minutes, tuple(items), _later(left, next_session), _later(out, next_session))


def _later(children: Iterable[Case], next_session: date) -> tuple[LeftOver, ...]:
    return tuple(LeftOver(child, child.age(next_session)) for child in children)


def held_in_one_session(load: WorkerLoad, on: date, policy: Policy) -> frozenset[str]:
    """The children, by reference, whom one session of the usual length on that day would hold."""
    minutes = minutes_for_children(load.terms.minutes, policy)
    taken, _left = _fill(load.children, on, minutes, policy)
    held = chain.from_iterable(block for block, _share in taken)
    return frozenset(child.ref for child in held)


def listed(children: Iterable[Case], on: date, policy: Policy) -> tuple[AgendaItem, ...]:
    """An agenda of named children, in that order: for a session that is nobody's own."""
    named = list(children)
    blocks = [(block, shares(block, policy)) for block in families(named)]
    items = {}
    for block, share in blocks:
        for child in block:
            items[child.ref] = _item(child, share, len(block), on, policy)
    return tuple(items[child.ref] for child in named)


def forecast(load: WorkerLoad, on: date, policy: Policy) -> Forecast:
    """Fill the planned sessions of the next weeks (84 days, by the policy) with today's children.

    Each session and each day is looked at with the policy of that day.
    """
    ahead = policy.standing.forecast_days
    end = on + timedelta(days=ahead)
    stretches = _discussion_dates(load, on, end, policy)
    mondays = [day for n in range(ahead) if (day := on + timedelta(days=n)).weekday() == 0]
    weeks = tuple(
        (
            monday,
            sum(_is_past_on(monday, child, seen, policy.on(monday)) for child, seen in stretches),
        )
        for monday in mondays
    )
    turns = [on, *(day for day in policy.changes_after(on) if day < end), end]
    breaches = []
    for (child, seen), (first, until) in product(stretches, pairwise(turns)):
        breach = _first_breach(first, until, child.interval(policy.on(first)), seen)
        if breach:
            breaches.append(breach)
    return Forecast(weeks, min(breaches, default=None))


def _fill(
    children: Iterable[Case], on: date, minutes: int, policy: Policy, wishes: Wishes = NO_WISHES
) -> tuple[list[tuple[tuple[Case, ...], dict[str, float]]], list[Case]]:
    """The blocks that a session holds, in order, each with its shares.

    And the children who do not fit.
    """
    taken: list[tuple[tuple[Case, ...], dict[str, float]]] = []
    left: list[Case] = []
    remaining = float(minutes)
    for block in _in_order(children, on, policy, wishes):
        share = shares(block, policy)
        wanted = sum(_minutes(child, share, policy) for child in block)
        if wanted <= remaining + 1e-9:
            taken.append((block, share))
            remaining -= wanted
        else:
            left += block
    return taken, left


def _minutes(child: Case, share: dict[str, float], policy: Policy) -> float:
    return child.minutes(policy) * share[child.ref]


def _in_order(
    children: Iterable[Case], on: date, policy: Policy, wishes: Wishes = NO_WISHES
) -> list[tuple[Case, ...]]:
    def urgency(child: Case) -> tuple[bool, float, str]:
        is_first = child.pinned or child.ref in wishes.back
        return (not is_first, -child.age(on) / child.interval(policy), child.ref)

    def place(block: tuple[Case, ...]) -> tuple[int, tuple[bool, float, str]]:
        return min(wishes.place(child.ref) for child in block), urgency(block[0])

    spoken_of = [child for child in children if child.is_discussed]
    blocks = [tuple(sorted(block, key=urgency)) for block in families(spoken_of)]
    return sorted(blocks, key=place)


def _item(
    child: Case,
    share: dict[str, float],
    siblings: int,
    on: date,
    policy: Policy,
    *,
    wishes: Wishes = NO_WISHES,
) -> AgendaItem:
    age, interval = child.age(on), child.interval(policy)
    why = _why(child, age, interval, siblings, wishes.back.get(child.ref, ""))
    if child.role != CaseRole.LEAD:
        why = f"{why}, {policy.role(child.role).words}"
    return AgendaItem(child, age, interval, _minutes(child, share, policy), why)


def _why(child: Case, age: int, interval: int, siblings: int, back: str) -> str:
    if child.brought:
        parts = ["brought by the worker"]
    elif child.pinned:
        parts = ["brought by you"]
    else:
        parts = []
    if back:
        parts += [back]
    seen = "discussed" if child.last_discussed else "allocated, never discussed,"
    parts.append(f"{seen} {wording.count(age, 'day')} ago; every {interval} days")
    if child.red:
        parts.append("red")
    if siblings > 1:
        parts.append(f"family of {siblings}")
    return ", ".join(parts)


def _discussion_dates(
    load: WorkerLoad, on: date, end: date, policy: Policy
) -> list[tuple[Case, list[date]]]:
    """For each child the days on which the child was and will be discussed, in order."""
    state = {child.ref: child for child in load.children}
    seen = {ref: [child.discussed_or_allocated] for ref, child in state.items()}
    for session in sorted(_sessions_until(load.planned, on, end), key=lambda each: each.on):
        there = policy.on(session.on)
        taken, _left = _fill(
            state.values(), session.on, minutes_for_children(session.minutes, there), there
        )
        for child in chain.from_iterable(block for block, _share in taken):
            seen[child.ref].append(session.on)
            state[child.ref] = replace(
                child, last_discussed=session.on, pinned=False, brought=False
            )
    return [(child, seen[ref]) for ref, child in state.items()]


def _sessions_until(planned: Iterable[PlannedSession], on: date, end: date) -> list[PlannedSession]:
    return [session for session in planned if on <= session.on < end]


def _is_past_on(day: date, child: Case, discussed: list[date], policy: Policy) -> bool:
    last = max((each for each in discussed if each <= day), default=discussed[0])
    return (day - last).days > child.interval(policy)


def _first_breach(first: date, until: date, interval: int, discussed: list[date]) -> date | None:
    """The first day from `first`, before `until`, with a discussion older than the interval."""
    for last, following in zip(discussed, [*discussed[1:], until], strict=True):
        breach = max(first, days_after(last, interval + 1))
        if breach < min(following, until):
            return breach
    return None
