"""The caseload for the command line: every child with statuses, workers and dates due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from supervision_tui.desk.find import find_child, find_worker
from supervision_tui.desk.history.child import ChildHistory
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.practice.children.dates_due import DateDue

from .roles import waiting_of, who_works_with


@dataclass(frozen=True, slots=True)
class ChildWithDates:
    """A child, the plans it has at once, and every date due with its state, soonest first."""

    ref: str
    statuses: tuple[str, ...]
    dates: tuple[DateDue, ...]


@dataclass(frozen=True, slots=True)
class WorkerOfChild:
    """Somebody with a child: in which role, since when, of which team where it is another one.

    `since` is the day of the import where the file does not say when it began.
    """

    worker: str
    role: str
    since: date
    team: str = ""


@dataclass(frozen=True, slots=True)
class ChildInList:
    """A child of the caseload.

    `unallocated_days` counts the days since the referral or the last worker, where there is none;
    `unallocated` says them, and where they may be more.
    """

    ref: str
    name: str | None
    statuses: tuple[str, ...]
    workers: tuple[WorkerOfChild, ...]
    unallocated_days: int | None
    unallocated: str
    last_discussed: date | None
    interval_days: int
    age_days: int


def children_with_dates(
    session: Session, moment: Moment, *, ref: str = "", worker: str = ""
) -> list[ChildWithDates]:
    """Every date due of every open child, or of one child, or of one worker's. Raises `Refused`."""
    if ref:
        child = find_child(session, ref)
        history = read_history(session, moment, [child.id or 0])
        there = [history.children[child.id or 0]]
        if there[0].allocation(moment.today) is None:
            raise Refused(f"{child.ref} is not open on that day: nothing is due.", code="closed")
    else:
        history = read_history(session, moment)
        there = _wanted(session, history, moment, worker)
    on = moment.today
    return [
        ChildWithDates(
            each.ref, each.statuses(on, moment.policy), tuple(history.dates_due(each, on))
        )
        for each in there
    ]


def caseload_list(
    session: Session, moment: Moment, *, worker: str = "", only_unallocated: bool = False
) -> list[ChildInList]:
    """The open children, of one worker or of all, or those who are with nobody.

    Raises `Refused`.
    """
    history = read_history(session, moment)
    there = _wanted(session, history, moment, worker)
    lines = [_line(each, history, moment) for each in there]
    return [each for each in lines if not only_unallocated or each.unallocated_days is not None]


def _wanted(session: Session, history: History, moment: Moment, worker: str) -> list[ChildHistory]:
    if worker:
        return history.children_of(find_worker(session, worker).id or 0, moment.today)
    return history.open_children(moment.today)


def _workers(child: ChildHistory, history: History, on: date) -> Iterator[WorkerOfChild]:
    spell = child.allocation(on)
    for each in who_works_with(history, child, on):
        since = each.since
        if since is None and each.role_id is None and spell is not None:
            since = spell.starts
        yield WorkerOfChild(each.name, each.role, since or child.known_since, each.team)


def _line(child: ChildHistory, history: History, moment: Moment) -> ChildInList:
    on = moment.today
    case, waiting = child.case(on, moment.policy), waiting_of(child, on, moment.policy)
    unallocated_days, unallocated = None, ""
    if waiting is not None:
        unallocated_days, unallocated = waiting.days(on), waiting.short(on)
    return ChildInList(
        ref=child.ref,
        name=child.name,
        statuses=case.plans,
        workers=tuple(_workers(child, history, on)),
        unallocated_days=unallocated_days,
        unallocated=unallocated,
        last_discussed=case.last_discussed,
        interval_days=case.interval(moment.policy),
        age_days=case.age(on),
    )
