"""Children to be allocated: those without a worker, or those who were picked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from supervision_tui.desk.find import find_child
from supervision_tui.desk.history.child import ChildHistory
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.manager import the_manager
from supervision_tui.desk.moment import Moment
from supervision_tui.practice.vocabulary import CaseRole

from .roles import waiting_of, who_works_with


@dataclass(frozen=True, slots=True)
class ToAllocate:
    """A child to be allocated: plans, family, how long without a worker, or with whom now.

    `days` without a worker are empty for a child who has one. `held_by` is who holds the child
    meanwhile.
    """

    ref: str
    name: str | None
    plans_shown: str
    family_id: int | None
    days: int | None
    waiting: str
    waiting_short: str
    worker: str
    held_by: str


def to_allocate(session: Session, refs: Sequence[str], moment: Moment) -> list[ToAllocate]:
    """List these children, or all who are without a worker, families together, longest first.

    Raises `Refused`.
    """
    history = read_history(session, moment)
    if refs:
        found = [history.children[find_child(session, ref).id or 0] for ref in refs]
        children = [child for child in found if child.allocation(moment.today) is not None]
    else:
        children = history.unallocated(moment.today)
    manager = the_manager(session).name or "the manager"
    lines = [_line(child, history, manager, moment) for child in children]
    longest: dict[object, int] = {}
    for line in lines:
        together = line.family_id or line.ref
        longest[together] = max(longest.get(together, 0), line.days or 0)
    return sorted(
        lines,
        key=lambda line: (
            -longest[line.family_id or line.ref],
            str(line.family_id or line.ref),
            line.ref,
        ),
    )


def _line(child: ChildHistory, history: History, manager: str, moment: Moment) -> ToAllocate:
    on, policy = moment.today, moment.policy
    waiting, worker = waiting_of(child, on, policy), child.worker_id(on)
    days, short, words, held_by = None, "", "", ""
    name = ""
    if worker is not None:
        name = history.workers[worker].name
    if waiting is not None:
        days, short, words = waiting.days(on), waiting.short(on), waiting.says(on)
        holding = [
            each.name
            for each in who_works_with(history, child, on)
            if each.role == CaseRole.HOLDING
        ]
        held_by = next(iter(holding), manager)
    return ToAllocate(
        ref=child.ref,
        name=child.name,
        plans_shown=policy.plans_shown(child.statuses(on, policy)),
        family_id=child.family_id,
        days=days,
        waiting_short=short,
        waiting=words,
        worker=name,
        held_by=held_by,
    )
