"""What the next session holds, and what the sessions after it will hold: one algorithm for both.

Order: pinned children, then age ÷ interval from the largest, ties by reference. A family group goes in as one
block. A block that does not fit is passed over, and the next smaller one may still go in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from . import wording
from .caseload import Case, PlannedSession, WorkerLoad, families, shares
from .policy import Policy

FORECAST_DAYS = 84


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
    """A child who does not fit, and how many days ago the child will have been discussed at the next session."""

    child: Case
    age_days_next: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """The children of one session in order, what does not fit, and the minutes there are for children."""

    on: date
    minutes: int
    items: tuple[AgendaItem, ...]
    does_not_fit: tuple[LeftOver, ...]

    @property
    def minutes_used(self) -> float:
        """Minutes that the agenda takes."""
        return sum(item.minutes for item in self.items)


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many children are past their interval on each Monday, and the first day on which any is."""

    weeks: tuple[tuple[date, int], ...]
    first_breach: date | None


def draw_up(children: Iterable[Case], on: date, minutes: int, next_session: date, policy: Policy) -> Agenda:
    """The agenda of a session on that day with `minutes` for children. Source: pressure model, section 4."""
    items: list[AgendaItem] = []
    left: list[Case] = []
    remaining = float(minutes)
    for block in _in_order(children, on, policy):
        share = shares(block, policy)
        entries = [_item(child, share[child.ref], len(block), on, policy) for child in block]
        wanted = sum(entry.minutes for entry in entries)
        if wanted <= remaining + 1e-9:
            items += entries
            remaining -= wanted
        else:
            left += block
    return Agenda(on, minutes, tuple(items), tuple(LeftOver(child, child.age(next_session)) for child in left))


def forecast(load: WorkerLoad, on: date, policy: Policy) -> Forecast:
    """The same fill over the planned sessions of the next 84 days, with today's children."""
    end = on + timedelta(days=FORECAST_DAYS)
    stretches = _discussion_dates(load, on, end, policy)
    mondays = [on + timedelta(days=n) for n in range(FORECAST_DAYS) if (on + timedelta(days=n)).weekday() == 0]
    weeks = tuple((monday, sum(_is_past_on(monday, *stretch) for stretch in stretches)) for monday in mondays)
    breaches = [breach for stretch in stretches if (breach := _first_breach(on, end, *stretch))]
    return Forecast(weeks, min(breaches, default=None))


def _in_order(children: Iterable[Case], on: date, policy: Policy) -> list[tuple[Case, ...]]:
    def urgency(child: Case) -> tuple[bool, float, str]:
        return (not child.pinned, -child.age(on) / child.interval(policy), child.ref)

    blocks = [tuple(sorted(block, key=urgency)) for block in families(children)]
    return sorted(blocks, key=lambda block: urgency(block[0]))


def _item(child: Case, share: float, siblings: int, on: date, policy: Policy) -> AgendaItem:
    age, interval = child.age(on), child.interval(policy)
    minutes = policy.plans[child.plan].minutes * share
    return AgendaItem(child, age, interval, minutes, _why(child, age, interval, siblings))


def _why(child: Case, age: int, interval: int, siblings: int) -> str:
    parts = ["pinned"] if child.pinned else []
    seen = "discussed" if child.last_discussed else "allocated, never discussed,"
    parts.append(f"{seen} {wording.count(age, 'day')} ago; the standard is {interval}")
    if child.red:
        parts.append("red")
    if siblings > 1:
        parts.append(f"family of {siblings}")
    return ", ".join(parts)


def _discussion_dates(load: WorkerLoad, on: date, end: date, policy: Policy) -> list[tuple[int, list[date]]]:
    """For each child the interval, and the days on which the child is discussed, the last one first."""
    aside = policy.session.minutes_not_about_children
    state = {child.ref: child for child in load.children}
    seen = {ref: [child.discussed_or_allocated] for ref, child in state.items()}
    for session in sorted(_sessions_until(load.planned, on, end), key=lambda each: each.on):
        plan = draw_up(state.values(), session.on, max(0, session.minutes - aside), session.on, policy)
        for item in plan.items:
            seen[item.child.ref].append(session.on)
            state[item.child.ref] = replace(state[item.child.ref], last_discussed=session.on, pinned=False)
    return [(child.interval(policy), seen[ref]) for ref, child in state.items()]


def _sessions_until(planned: Iterable[PlannedSession], on: date, end: date) -> list[PlannedSession]:
    return [session for session in planned if on <= session.on < end]


def _is_past_on(day: date, interval: int, discussed: list[date]) -> bool:
    last = max((each for each in discussed if each <= day), default=discussed[0])
    return (day - last).days > interval


def _first_breach(on: date, end: date, interval: int, discussed: list[date]) -> date | None:
    for last, following in zip(discussed, [*discussed[1:], end], strict=True):
        breach = max(on, last + timedelta(days=interval + 1))
        if breach < following:
            return breach
    return None
