"""The manager's to-dos about records and agreements: to be written up, shown to the worker,
signed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlmodel import Session, col, select

from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.history.worker import WorkerHistory
from supervision_tui.desk.moment import Moment
from supervision_tui.practice import wording
from supervision_tui.practice.supervision.record_time import record_time, share_by
from supervision_tui.practice.vocabulary import SessionKind, SessionState, Urgency
from supervision_tui.records import Acknowledgement, SupervisionAgreement, SupervisionSession

from .needs import SESSION_RANK, worker_need
from .view import ActKind, ToDo

_RECENT_DAYS = 42  # further back an unwritten record is history, not today's work


def find_record_needs(
    session: Session, workers: Iterable[WorkerHistory], moment: Moment
) -> list[ToDo]:
    """Sessions not signed, records that the worker has not seen, agreements to be signed."""
    here = {worker.id: worker for worker in workers}
    rows = session.exec(
        select(SupervisionSession)
        .where(SupervisionSession.state == SessionState.HELD)
        .where(col(SupervisionSession.sitting_id).is_(None))
        .where(col(SupervisionSession.held_on) <= moment.today)
        .where(col(SupervisionSession.held_on) > moment.today - timedelta(days=_RECENT_DAYS))
    )
    told = session.exec(
        select(Acknowledgement.session_id, Acknowledgement.recorded_at)
        .join(SupervisionSession, col(Acknowledgement.session_id) == SupervisionSession.id)
        .where(col(SupervisionSession.held_on) > moment.today - timedelta(days=_RECENT_DAYS))
    )
    seen = {session_id for session_id, at in told if at.date() <= moment.today}
    needs = []
    for row in rows:
        worker = here.get(row.worker_id)
        if worker is None or row.held_on is None:
            continue
        if row.signed_at is None or row.signed_at.date() > moment.today:
            needs.append(_to_sign(worker, row.held_on, moment))
        elif row.id not in seen and SessionKind(row.kind).satisfies_interval:
            needs += _to_show(worker, row, row.held_on, moment)
    return [*needs, *_agreements(session, here, moment)]


def _to_sign(worker: WorkerHistory, held_on: date, moment: Moment) -> ToDo:
    time = record_time(held_on, None, moment.today, moment.policy)
    what = (
        f"record of {wording.day(held_on, today=moment.today)} to be written up and signed; "
        f"‹today.supervise› does it"
    )
    urgency = time.urgency if time.urgency is Urgency.LATE else Urgency.SOON
    rank = SESSION_RANK, -time.working_days
    return worker_need(
        worker,
        act=ActKind.WRITE_UP,
        word=time.word,
        urgency=urgency,
        what=what,
        why=time.says,
        rank=rank,
        leads_to=Destination(RecordKind.UNWRITTEN_RECORD, str(worker.id)),
    )


def _to_show(
    worker: WorkerHistory, row: SupervisionSession, held_on: date, moment: Moment
) -> list[ToDo]:
    by = share_by(held_on, moment.policy)
    late = moment.policy.days.between(by, moment.today)
    if (by - moment.today).days > moment.policy.directions.due_soon_days:
        return []
    word, urgency = f"due {by:%a}", Urgency.SOON
    if late:
        word, urgency = wording.late_by(late, "wd"), Urgency.LATE
    day = wording.day(held_on, today=moment.today)
    what = (
        f"record of {day}: show it to the worker; ‹signed.word› there keeps the worker's comments"
    )
    why = (
        f"The record is shared with the worker. "
        f"{moment.policy.source('session.share_within_working_days')}"
    )
    leads_to = Destination(RecordKind.SIGNED_RECORD, str(row.id))
    return [
        worker_need(
            worker,
            act=ActKind.WRITE_UP,
            word=word,
            urgency=urgency,
            what=what,
            why=why,
            rank=(SESSION_RANK, -late),
            leads_to=leads_to,
        )
    ]


def _agreements(session: Session, here: dict[int, WorkerHistory], moment: Moment) -> list[ToDo]:
    rows = session.exec(select(SupervisionAgreement).where(SupervisionAgreement.reason == ""))
    needs = []
    for row in rows:
        worker = here.get(row.worker_id)
        if (
            worker is None
            or row.starts_on > moment.today
            or (row.ends_on and row.ends_on <= moment.today)
        ):
            continue
        why = (
            f"Signed by both, reviewed each year. "
            f"{moment.policy.source('session.agreement_review_months')}"
        )
        if row.worker_signed_on is None or row.manager_signed_on is None:
            what = "supervision agreement: not signed by both yet; ‹schedule.agreement› on Schedule"
            needs.append(
                worker_need(
                    worker,
                    act=ActKind.WRITE_UP,
                    word="sign",
                    urgency=Urgency.SOON,
                    what=what,
                    why=why,
                    rank=(SESSION_RANK, 0),
                )
            )
    return needs
