"""Events with a worker's children while the worker was away, for the day of the return."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from supervision_tui.desk.history.child import ChildHistory
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.practice import wording
from supervision_tui.practice.children.events import event_words
from supervision_tui.practice.days.period import Period
from supervision_tui.records import (
    CaseDiscussion,
    Direction,
    RoleOnCase,
    SupervisionSession,
    Worker,
    WorkerLeave,
)


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened with a child, on which day."""

    on: date
    ref: str
    says: str


def while_away(session: Session, leave_id: int, moment: Moment) -> list[Happened]:
    """List what is on record of the children who were covered, day by day, in an absence so far.

    Raises `Refused`.
    """
    leave = session.get(WorkerLeave, leave_id)
    if leave is None:
        raise Refused("That absence is no longer on record.")
    last = min(leave.ends_on or moment.today, moment.today)
    period = Period(leave.starts_on, last)
    history = read_history(session, moment)
    found: list[Happened] = []
    for child_id in _children(session, leave, history, period):
        child = history.children[child_id]
        found += [each for each in _of_child(session, child, moment) if period.holds(each.on)]
    return sorted(found, key=lambda each: (each.on, each.ref))


def _children(session: Session, leave: WorkerLeave, history: History, period: Period) -> list[int]:
    """The children whom the worker led as the absence began, and those covered in it."""
    covered = session.exec(select(RoleOnCase.child_id).where(RoleOnCase.leave_id == leave.id))
    before = period.first - timedelta(days=1)
    led = [*history.led_by(leave.worker_id, before), *history.led_by(leave.worker_id, period.first)]
    return sorted({child.id for child in led} | set(covered))


def _of_child(session: Session, child: ChildHistory, moment: Moment) -> Iterator[Happened]:
    yield from _plans(child, moment)
    for rating in child.ratings:
        yield Happened(rating.on, child.ref, f"rated {rating.rag}: {rating.reason}")
    for _recorded, event in child.events:
        words = (event_words(event.event, moment.policy), event.how, event.outcome)
        yield Happened(event.on, child.ref, ", ".join(filter(None, words)))
    yield from _discussions(session, child)
    yield from _directions(session, child)


def _plans(child: ChildHistory, moment: Moment) -> Iterator[Happened]:
    for plan in child.plans:
        words = moment.policy.plan(plan.plan).words
        if plan.start_known:
            yield Happened(plan.starts, child.ref, f"{words} began")
        if plan.ends is not None:
            yield Happened(plan.ends, child.ref, f"{words} ended")


def _discussions(session: Session, child: ChildHistory) -> Iterator[Happened]:
    rows = session.exec(
        select(SupervisionSession, CaseDiscussion, Worker)
        .join(CaseDiscussion, col(CaseDiscussion.session_id) == SupervisionSession.id)
        .join(Worker, col(SupervisionSession.worker_id) == Worker.id)
        .where(CaseDiscussion.child_id == child.id)
        .where(col(CaseDiscussion.discussed))
    )
    for held, discussion, worker in rows:
        if held.held_on is not None:
            decision = f": {discussion.decision}" if discussion.decision else ""
            says = f"discussed in supervision with {worker.name}{decision}"
            yield Happened(held.held_on, child.ref, says)


def _directions(session: Session, child: ChildHistory) -> Iterator[Happened]:
    for row in session.exec(select(Direction).where(Direction.child_id == child.id)):
        due = wording.full_day(row.due_on)
        says = f"direction for {row.owner}: “{row.text}”, by {due}"
        yield Happened(row.given_on, child.ref, says)
        if row.closed_on is not None:
            outcome = f": {row.outcome}" if row.outcome else ""
            yield Happened(row.closed_on, child.ref, f"“{row.text}” {row.state}{outcome}")
