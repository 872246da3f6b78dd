"""Dates that a worker's practice depends on, with reminders: DBS, registration, insurance,
appraisal, portfolio …
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.desk.find import worker_by_id
from supervision_tui.desk.history.worker import WorkerHistory
from supervision_tui.desk.moment import Moment, Refused, read_day_either_way
from supervision_tui.practice import wording
from supervision_tui.practice.compliance_dates import (
    AGREEMENT,
    kind_words,
    next_due,
    portfolio_dates,
    reminder,
)
from supervision_tui.practice.days.spans import LONG_AGO
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.training import is_for
from supervision_tui.practice.vocabulary import Urgency
from supervision_tui.records import ComplianceDate, SupervisionAgreement, Worker
from supervision_tui.vault.store import can_be_undone, changes_records


@dataclass(frozen=True, slots=True)
class ComplianceLine:
    """One date of one worker: what, when (nothing: not on record), how it asks for attention, on
    the list today or not.

    `id` is the row; 0 for one that follows from other records: the agreement, the portfolio.
    """

    id: int
    worker_id: int
    worker: str
    kind: str
    words: str
    due: date | None
    word: str
    urgency: Urgency
    is_shown: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class DealtWith:
    """A date that was dealt with, and when it comes again; nothing where it does not."""

    again: date | None


def compliance_lines(
    session: Session, workers: list[WorkerHistory], moment: Moment
) -> list[ComplianceLine]:
    """Every date of every worker who is here, the most urgent first.

    Those dealt with are left out.
    """
    rows: dict[tuple[int, str], ComplianceDate] = {}
    for row in session.exec(select(ComplianceDate).order_by(col(ComplianceDate.id))):
        if row.recorded_on <= moment.today:
            rows[(row.worker_id, row.kind)] = row
    reviews = _agreement_reviews(session, moment)
    lines = []
    for worker in workers:
        post = worker.post(moment.today)
        for kind in kinds_for(worker, post.stage, moment.policy):
            lines += _line(worker, kind, rows.pop((worker.id, kind), None), moment)
        for kind, due in portfolio_dates(post.stage, worker.starts_on, moment.policy):
            lines += _portfolio(worker, kind, due, rows.pop((worker.id, kind), None), moment)
        if worker.id in reviews:
            lines.append(
                _dated(worker, AGREEMENT, reviews[worker.id], row_id=0, note="", moment=moment)
            )
    return sorted(
        lines, key=lambda each: (each.due is None, each.due or date.max, each.worker, each.kind)
    )


def kinds_for(worker: WorkerHistory, stage: str, policy: Policy) -> list[str]:
    """The kinds of dates that are kept for a worker of that stage."""
    is_registered = policy.stage(stage).is_registered
    return [
        kind
        for kind, rule in policy.readiness.items()
        if is_for(rule.stages, stage)
        and (is_registered or not rule.only_registered)
        and (worker.is_agency or not rule.only_agency)
    ]


def _start(worker: Worker) -> date:
    """The start of a worker in this post, long ago where it is not known."""
    if worker.start_known:
        return worker.starts_on
    return LONG_AGO


@can_be_undone("the date")
@changes_records
def set_compliance_date(
    session: Session, worker_id: int, kind: str, due: str, note: str, *, moment: Moment
) -> date:
    """Put on record when something is due for a worker; returns the day. Raises `Refused`."""
    worker = worker_by_id(session, worker_id)
    portfolio = dict(portfolio_dates(worker.stage, _start(worker), moment.policy))
    if kind not in moment.policy.readiness and kind not in portfolio:
        raise Refused(
            "That is not one of the dates kept here.",
            tuple(moment.policy.readiness),
            "unknown-kind",
            field="kind",
        )
    on = read_day_either_way(due, moment, "due")
    row = _latest(session, worker_id, kind)
    # What stood on earlier days stays.
    if row is None or row.done_on is not None or row.recorded_on != moment.today:
        row = ComplianceDate(worker_id=worker_id, kind=kind, due_on=on, recorded_on=moment.today)
    row.due_on, row.note = on, note.strip()
    session.add(row)
    moment.note(session, "set date", f"worker {worker_id}", f"{kind}, due, note")
    return on


@can_be_undone("that it was dealt with")
@changes_records
def deal_with(session: Session, worker_id: int, kind: str, moment: Moment) -> DealtWith:
    """It is done today; returns when it comes again, which is put on record too.

    Raises `Refused`.
    """
    worker = worker_by_id(session, worker_id)
    if kind == AGREEMENT:
        raise Refused(
            "The agreement is reviewed on Schedule (‹go.schedule›) with ‹schedule.agreement›; "
            "its next review follows from there."
        )
    row = _latest(session, worker_id, kind)
    row = row if row is not None and row.done_on is None else None
    planned = dict(portfolio_dates(worker.stage, _start(worker), moment.policy))
    if row is None and kind in planned:
        row = ComplianceDate(
            worker_id=worker_id, kind=kind, due_on=planned[kind], recorded_on=moment.today
        )
    if row is None:
        raise Refused("No date is on record for this yet; ‹training.edit› sets one.")
    if (row.due_on - moment.today).days > max(moment.policy.reminders.days):
        raise Refused(
            f"It is due on {wording.full_day(row.due_on)}, which is far off; ‹training.edit› sets "
            f"another date."
        )
    row.done_on = moment.today
    session.add(row)
    again = next_due(kind, moment.today, row.due_on, moment.policy)
    if again is not None:
        session.add(
            ComplianceDate(worker_id=worker_id, kind=kind, due_on=again, recorded_on=moment.today)
        )
    moment.note(session, "deal with date", f"worker {worker_id}", f"{kind}, done")
    return DealtWith(again)


def _latest(session: Session, worker_id: int, kind: str) -> ComplianceDate | None:
    """The row that holds for a worker's date: the one put on record last."""
    rows = (
        select(ComplianceDate)
        .where(ComplianceDate.worker_id == worker_id)
        .where(ComplianceDate.kind == kind)
    )
    return session.exec(rows.order_by(col(ComplianceDate.id).desc())).first()


def _line(
    worker: WorkerHistory, kind: str, row: ComplianceDate | None, moment: Moment
) -> list[ComplianceLine]:
    rule = moment.policy.readiness[kind]
    is_done = row is not None and row.done_on is not None and row.done_on <= moment.today
    if row is not None and not is_done:
        return [_dated(worker, kind, row.due_on, row_id=row.id or 0, note=row.note, moment=moment)]
    if is_done or not rule.is_asked_of_all:
        return []
    missing = ComplianceLine(
        0,
        worker.id,
        worker.name,
        kind=kind,
        words=rule.words,
        due=None,
        word="not on record",
        urgency=Urgency.SOON,
        is_shown=False,
    )
    return [missing]


def _portfolio(
    worker: WorkerHistory, kind: str, due: date, row: ComplianceDate | None, moment: Moment
) -> list[ComplianceLine]:
    if row is not None and row.done_on is not None and row.done_on <= moment.today:
        return []
    if due < worker.known_since:  # before anybody here could have looked at it
        return []
    moved = row.due_on if row is not None else due
    row_id = 0
    if row:
        row_id = row.id or 0
    note = row.note if row else ""
    return [_dated(worker, kind, moved, row_id=row_id, note=note, moment=moment)]


def _dated(
    worker: WorkerHistory, kind: str, due: date, row_id: int, note: str, *, moment: Moment
) -> ComplianceLine:
    found = reminder(due, moment.today, moment.policy)
    words = kind_words(kind, moment.policy)
    return ComplianceLine(
        row_id,
        worker.id,
        worker.name,
        kind=kind,
        words=words,
        due=due,
        word=found.word,
        urgency=found.urgency,
        is_shown=found.is_shown,
        note=note,
    )


def _agreement_reviews(session: Session, moment: Moment) -> dict[int, date]:
    """Find when the agreement in force of each worker is to be reviewed."""
    rows = session.exec(
        select(SupervisionAgreement)
        .where(SupervisionAgreement.reason == "")
        .where(SupervisionAgreement.starts_on <= moment.today)
        .order_by(col(SupervisionAgreement.starts_on), col(SupervisionAgreement.id))
    )
    known = [row for row in rows if (row.recorded_on or row.starts_on) <= moment.today]
    in_force = [row for row in known if row.ends_on is None or row.ends_on > moment.today]
    return {row.worker_id: row.review_on for row in in_force if row.review_on is not None}
