"""The directions of a period: given in it, and open, overdue or drifting on its last day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from operator import attrgetter

from supervision_tui.desk.history.child import DirectionPast
from supervision_tui.desk.history.history import History
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.direction.quality import DirectionFacts, drift, is_overdue
from supervision_tui.practice.vocabulary import OwnerKind

from .record import Behind, Record

_OWNERS = {
    OwnerKind.WORKER: "worker",
    OwnerKind.MANAGER: "manager",
    OwnerKind.AGENCY: "partner agency",
}


def directions_given(behind: Behind, history: History, period: Period) -> None:
    """Count the directions given in a period."""
    first, last = period.first, period.last
    if history.directions_on is not None:
        behind.add_numbers(_numbers_given(history, period))
        return
    for past in _in_order(behind, history):
        if first <= past.given_on <= last:
            keys = "directions", "lazy" if past.is_lazy else "not_lazy"
            behind.add(keys, partial(_record, history, past, last))


def _numbers_given(history: History, period: Period) -> dict[str, int]:
    """Add up the days of a period where directions are counted and not known one by one."""
    given = [(lazy, number) for (on, lazy), number in history.given.items() if period.holds(on)]
    lazy = sum(number for is_lazy, number in given if is_lazy)
    every = sum(number for _, number in given)
    return {"directions": every, "lazy": lazy, "not_lazy": every - lazy}


def open_directions(behind: Behind, history: History, on: date, *, has_drift: bool = False) -> None:
    """Count the directions open on a day, those overdue, and with `has_drift` those drifting."""
    policy = history.policy.on(on)
    for past in _in_order(behind, history):
        if not past.is_open(on):
            continue
        discussed = history.children[past.child_id].discussed if has_drift else ()
        facts = past.facts(on, discussed)
        if facts is None:
            continue
        behind.add(_open_keys(past, facts, on), partial(_record, history, past, on))
        why = drift(facts, on, policy) if has_drift else None
        if why is not None:
            behind.add(("drifting",), partial(_record, history, past, on, why))


def _in_order(behind: Behind, history: History) -> Iterable[DirectionPast]:
    """All directions, where they are listed in the order in which they were given."""
    if behind.lists:
        return sorted(history.directions.values(), key=attrgetter("id"))
    return history.directions.values()


def _open_keys(past: DirectionPast, facts: DirectionFacts, on: date) -> Iterator[str]:
    """Name the figures in which an open direction counts."""
    yield "directions.open"
    if is_overdue(facts, on):
        yield "overdue"
        yield f"overdue.{_OWNERS.get(OwnerKind(past.owner_kind), past.owner_kind)}"


def _record(history: History, past: DirectionPast, on: date, why: str = "") -> Record:
    child = history.children[past.child_id]
    return Record("direction", past.id, past.given_on, child.held_by(on), child.ref, why)
