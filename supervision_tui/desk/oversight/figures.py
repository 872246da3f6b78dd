"""Everything that the figures of the oversight summary count.

A figure is how many records are behind it, and nothing else: what stands on the screen behind a
figure is what was counted, and the export says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlmodel import Session, col, select

from supervision_tui.desk.audits.lines import ActionLine, AuditLine
from supervision_tui.desk.consultations.board import Consulted
from supervision_tui.desk.consultations.lines import ConsultationLine
from supervision_tui.desk.decisions.lines import DecisionLine
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.worker import WorkerHistory
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.training.board import course_statuses
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import Urgency
from supervision_tui.practice.workload.model import Workload
from supervision_tui.records import DutyReturn, PressureResponse

from .child_figures import OpenChild, allocated, children_of, open_children
from .decided import decided
from .direction_figures import directions_given, open_directions
from .discussion_figures import discussions_of, minutes_of, themes_of
from .filed import filed
from .record import Behind, Record
from .session_figures import sessions_due, sessions_of, was_here
from .stability import FirstAllocation

_HELPED = ("helped", "partly")


@dataclass(frozen=True, slots=True)
class PeriodEnd:
    """The last day of a period: open children, workloads, and whom consultations reached.

    `allocated` are the first allocations of the period.
    """

    period: Period
    children: Sequence[OpenChild]
    allocated: Sequence[FirstAllocation]
    workloads: Mapping[int, Workload]
    consulted: Consulted


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything from which the figures of any period are counted, read once for all of them."""

    session: Session
    history: History
    audits: Sequence[AuditLine]
    decisions: Sequence[DecisionLine]


def all_behind(sources: Sources, at_end: PeriodEnd, moment: Moment, *, lists: bool) -> Behind:
    """Count all figures of a period, by the key of each; with `lists` list their records."""
    behind, period = Behind(lists=lists), at_end.period
    session, history, audits = sources.session, sources.history, sources.audits
    policy = history.policy.on(period.last)
    sessions_of(behind, history, period, moment)
    sessions_due(behind, history, period)
    children_of(behind, at_end.children, period.last, policy)
    allocated(behind, at_end.allocated)
    directions_given(behind, history, period)
    open_directions(behind, history, period.last, has_drift=True)
    discussions_of(behind, session, history, period)
    minutes_of(behind, session, period)
    _workers(behind, at_end.workloads)
    _learning(behind, session, history, period, moment)
    _responses(behind, session, period)
    _consultations(behind, at_end.consulted)
    _audits(behind, audits, period, policy)
    themes_of(behind, session, history, audits, period, known=moment.today)
    decided(behind, session, sources.decisions, period, moment.policy)
    filed(behind, session, period, moment)
    return behind


def shares_behind(
    session: Session, history: History, period: Period, moment: Moment, *, lists: bool
) -> Behind:
    """Count the shares that have a trend, and everything that is hidden with them."""
    behind, end = Behind(lists=lists), period.last
    sessions_of(behind, history, period, moment)
    children_of(behind, open_children(history, end), end, history.policy.on(end))
    open_directions(behind, history, end)
    discussions_of(behind, session, history, period)
    return behind


def _workers(behind: Behind, workloads: Mapping[int, Workload]) -> None:
    for worker_id, workload in workloads.items():
        overdue = workload.signal("session-overdue").value > 0
        key = "workers.overdue" if overdue else "workers.in_time"
        keys = "workers", key, f"standing.{workload.status}"
        behind.add(keys, partial(Record, "worker", worker_id, None, worker_id))


def _learning(
    behind: Behind, session: Session, history: History, period: Period, moment: Moment
) -> None:
    """Training and duty of the period, as they were known on its last day or today."""
    end = Moment(period.last, moment.now, moment.policy)
    theirs = [worker for worker in history.workers.values() if was_here(worker, period)]
    # What was recorded after the period still belongs to its day.
    _missed_trainings(behind, theirs, period, end, known=max(moment.today, period.last))
    _courses(behind, history, end)
    here = {worker.id for worker in theirs}
    for row in session.exec(select(DutyReturn).order_by(col(DutyReturn.on_date))):
        if row.worker_id in here and period.holds(row.on_date):
            record = partial(
                Record,
                "duty",
                row.worker_id,
                row.on_date,
                worker_id=row.worker_id,
                words=f"{row.pieces} unfinished",
            )
            behind.add(("back_on_duty_unfinished",), record)


def _missed_trainings(
    behind: Behind, workers: list[WorkerHistory], period: Period, end: Moment, *, known: date
) -> None:
    family = end.policy.workload.family
    for worker in workers:
        for training in worker.trainings:
            missed = training.missed(known)
            if missed is None or not period.holds(missed.on):
                continue
            words = training.title
            if missed.reason:
                words = f"{training.title}: {missed.reason}"
            record = partial(
                Record, "training", training.id, missed.on, worker_id=worker.id, words=words
            )
            key = "missed_for_workload" if missed.is_workload(family) else "missed_other"
            behind.add(("missed", key), record)


def _courses(behind: Behind, history: History, end: Moment) -> None:
    for worker in history.current_workers(end.today):
        for course, status in course_statuses(worker, end).items():
            record = partial(
                Record, "course", worker.id, None, worker_id=worker.id, words=str(course)
            )
            is_late = status.urgency is Urgency.LATE
            key = "courses_late" if is_late else "courses_in_time"
            behind.add(("courses", key), record)


def _responses(behind: Behind, session: Session, period: Period) -> None:
    for row in session.exec(select(PressureResponse).order_by(col(PressureResponse.given_on))):
        if period.holds(row.given_on):
            keys = ["responses"]
            if "head of service" in row.told.casefold():
                keys.append("asks")
            behind.add(keys, partial(_response, row, row.given_on, row.text))
        if row.reviewed_on is not None and period.holds(row.reviewed_on):
            key = "responses.helped" if row.helped in _HELPED else "responses.not"
            words = row.helped_words or row.text
            behind.add((key,), partial(_response, row, row.reviewed_on, words))


def _response(row: PressureResponse, on: date, words: str) -> Record:
    return Record("response", row.worker_id, on, worker_id=row.worker_id, words=words)


def _consultations(behind: Behind, found: Consulted) -> None:
    for key, lines in (
        ("consultations", found.held),
        ("consultations.requested", found.requested),
        ("unmet", found.unmet),
        ("follow_ups_due", found.follow_ups_due),
        ("followed_up", found.followed_up),
    ):
        for line in lines:
            behind.add((key,), partial(_consultation, line))
    for ref in found.children_reached:
        behind.add(("children_reached",), partial(Record, "child", 0, None, None, ref))
    for worker_id in found.workers_reached:
        behind.add(("workers_reached",), partial(Record, "worker", worker_id, None, worker_id))


def _consultation(line: ConsultationLine) -> Record:
    on, words = line.dates.held or line.dates.requested, line.question or line.theme
    ref = " ".join(line.children)
    return Record("consultation", line.id, on, worker_id=line.worker_id, ref=ref, words=words)


def _audits(behind: Behind, audits: Iterable[AuditLine], period: Period, policy: Policy) -> None:
    days_open: list[float] = []
    for each in audits:
        if not period.holds(each.on):
            continue
        counted = each.grade_on(period.last)
        record = partial(_audit, each, each.on, f"{each.kind}: {counted}")
        key = "audits_good" if counted.is_good else "audits_not_good"
        behind.add(("audits", f"audits.{counted}", key), record)
        behind.add(_moderation_keys(each, period.last, policy), record)
        for action in each.actions_by(period.last):
            keys = list(_action_keys(action, period.last))
            behind.add(keys, partial(_audit, each, action.due, action.text))
            if "required_open" in keys:
                days_open.append((period.last - action.given_on).days)
    behind.values["required_open"] = days_open


def _audit(each: AuditLine, on: date, words: str) -> Record:
    return Record("audit", each.id, on, worker_id=each.worker_id, ref=each.child, words=words)


def _moderation_keys(each: AuditLine, end: date, policy: Policy) -> Iterator[str]:
    """Name the figures of a second grade: judged when there is one, or its time is over."""
    if each.is_moderated(end):
        yield from ("moderated", "moderation_judged")
        is_agreed = each.moderated_grade is each.grade
        yield "moderated_agreed" if is_agreed else "moderated_differed"
        if each.is_lower_the_second_time:
            yield "moderated_lower"
    elif policy.days.add(each.on, policy.oversight.second_grade_working_days) < end:
        yield from ("not_moderated", "moderation_judged")
    else:
        yield "moderation_to_come"


def _action_keys(action: ActionLine, end: date) -> Iterator[str]:
    """Name the figures of a required action as it stood on the last day."""
    yield "required"
    if action.is_done_by(end):
        is_in_time = action.closed_on is not None and action.closed_on <= action.due_as_of(end)
        yield from ("required_done", "required_judged")
        yield "required_in_time" if is_in_time else "required_late"
        return
    yield "required_not_done"
    if action.is_closed_by(end):
        yield "required_withdrawn"
        return
    yield "required_open"
    if action.due_as_of(end) < end:
        yield from ("required_judged", "required_late")
    else:
        yield "required_to_come"
