"""Today: figures, the team in a line each, the manager's week, and what there is to do."""

from __future__ import annotations

from sqlmodel import Session

from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.history.worker import WorkerHistory
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.supervision.my_week import week_ahead
from supervision_tui.desk.workers.next_session import next_session, stage_words
from supervision_tui.desk.workers.people import team_name
from supervision_tui.desk.workload.responses import fit_at, responses
from supervision_tui.desk.workload.statuses import WorkerStatus, status_words, statuses_of
from supervision_tui.practice.supervision.agenda import held_in_one_session
from supervision_tui.vault.journal import last_entry
from supervision_tui.vault.plain_sql import rows_of

from .acts import grouped
from .figures import figures, looks_back, mondays_before
from .file_needs import find_file_needs
from .needs import find_needs
from .record_needs import find_record_needs
from .training_needs import find_learning_needs
from .view import MOST_NEEDS, TeamLine, TodayView


def today(session: Session, moment: Moment) -> TodayView:
    """Gather what the manager needs to know and to do on that day."""
    history = read_history(session, moment)
    if looks_back(history, moment):
        history = read_history(session, moment, since=mondays_before(moment)[0])
    statuses = statuses_of(history, responses(session, moment.today), moment)
    by_id = {each.worker_id: each for each in statuses}
    workers = history.current_workers(moment.today)
    needs = [
        *find_needs(session, history, statuses, moment),
        *find_record_needs(session, workers, moment),
        *find_file_needs(session, moment),
        *find_learning_needs(session, history, statuses, moment),
    ]
    fits = {
        each.worker_id: held_in_one_session(each.workload.load, moment.today, moment.policy)
        for each in statuses
    }
    names = {each.worker_id: each.name for each in statuses}
    return TodayView(
        team=team_name(session),
        as_of=moment.today,
        figures=figures(history, needs, moment),
        lines=tuple(
            _team_line(worker, by_id[worker.id], moment) for worker in _ordered(workers, by_id)
        ),
        week=week_ahead(session, moment),
        groups=grouped(needs, fits, names, MOST_NEEDS),
    )


def today_after(session: Session, moment: Moment) -> tuple[TodayView, int]:
    """Work out Today, with the journal's last entry of that instant."""
    return today(session, moment), last_entry(rows_of(session))


def _ordered(workers: list[WorkerHistory], by_id: dict[int, WorkerStatus]) -> list[WorkerHistory]:
    order = {worker_id: place for place, worker_id in enumerate(by_id)}
    return sorted(workers, key=lambda worker: order[worker.id])


def _team_line(worker: WorkerHistory, found: WorkerStatus, moment: Moment) -> TeamLine:
    workload = found.workload
    ages = [child.age(moment.today) for child in workload.load.children]
    status, urgency = status_words(found, moment.today)
    return TeamLine(
        worker_id=worker.id,
        name=worker.name,
        stage=stage_words(worker, moment.today, moment.policy),
        stage_checked=worker.stage_checked,
        children=workload.children,
        limit=workload.limit,
        next_session=next_session(worker, moment),
        oldest_days=max(ages, default=None),
        status=status,
        status_urgency=urgency,
        fit_now=fit_at(workload),
    )
