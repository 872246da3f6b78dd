"""The children of a period: when each was discussed, who has no worker, who kept the same lead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from supervision_tui.desk.history.child import ChildHistory
from supervision_tui.desk.history.history import History
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.supervision.caseload import Case

from .record import Behind, Record
from .stability import FirstAllocation, same_lead

OpenChild = tuple[ChildHistory, Case]


def open_children(history: History, on: date) -> list[OpenChild]:
    """Every child who was open on a day, as the rules see the child then, by reference."""
    policy = history.policy.on(on)
    return [(child, child.case(on, policy)) for child in history.open_children(on)]


def children_of(behind: Behind, there: Iterable[OpenChild], on: date, policy: Policy) -> None:
    """Count the children who were open on a day, those longest not discussed first."""
    if behind.lists:
        there = sorted(there, key=lambda each: (-each[1].age(on), each[0].ref))
    for child, case in there:
        behind.add(_keys(child, case, on, policy), partial(_child, child, case, on, policy))


def _keys(child: ChildHistory, case: Case, on: date, policy: Policy) -> Iterator[str]:
    """Name the figures in which an open child counts."""
    yield "children"
    if case.is_past_interval(on, policy):
        yield "children.past"
    elif case.last_discussed is None:
        yield "children.not_yet"
    else:
        yield "children.within"
    if child.is_unallocated(on):
        yield "children.unallocated"
    is_same = same_lead(child, on)
    if is_same is not None:
        yield "children.led"
        yield "children.one_lead" if is_same else "children.new_lead"


def _child(child: ChildHistory, case: Case, on: date, policy: Policy) -> Record:
    yet = "" if case.last_discussed else " since allocation, not discussed yet"
    words = f"{case.age(on)} days{yet}; every {case.interval(policy)} days"
    return Record(
        "child", child.id, case.discussed_or_allocated, child.held_by(on), child.ref, words
    )


def allocated(behind: Behind, found: Iterable[FirstAllocation]) -> None:
    """Count the children who got their first worker in a period."""
    for each in found:
        behind.add(("allocated",), partial(_allocated, each))


def _allocated(each: FirstAllocation) -> Record:
    return Record("child", each.child.id, each.on, each.worker_id, each.child.ref, each.says)
