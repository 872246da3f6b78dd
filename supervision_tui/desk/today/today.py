"""Today: the team in a line each, and one ranked list of what needs the manager."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from supervision_tui.desk.destination import RecordKind
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.history.worker import WorkerHistory
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.workers.people import team_name
from supervision_tui.desk.workload.responses import fit_at, responses
from supervision_tui.desk.workload.statuses import WorkerStatus, statuses_of
from supervision_tui.practice import wording
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.supervision.cadence import (
    SupervisionClock,
    leave_on,
    next_due,
    on_leave,
    overdue_working_days,
)
from supervision_tui.practice.vocabulary import Urgency
from supervision_tui.vault.journal import last_entry
from supervision_tui.vault.plain_sql import rows_of

from .needs import find_needs, most_urgent_first
from .record_needs import find_record_needs
from .training_needs import find_learning_needs
from .view import MOST_NEEDS, NextSession, TeamLine, TodayView


def today(session: Session, moment: Moment) -> TodayView:
    """List what needs the manager on that day, worst first."""
    history = read_history(session, moment.policy)
    statuses = statuses_of(history, responses(session, moment.today), moment)
    by_id = {each.worker_id: each for each in statuses}
    workers = history.current_workers(moment.today)
    needs = most_urgent_first(
        [
            *find_needs(session, history, statuses, moment),
            *find_record_needs(session, workers, moment),
            *find_learning_needs(session, history, statuses, moment),
        ]
    )
    counted = [need for need in needs if need.leads_to.kind is not RecordKind.DATES_NOT_KNOWN]
    shown = (
        *counted[:MOST_NEEDS],
        *(need for need in needs if need.leads_to.kind is RecordKind.DATES_NOT_KNOWN),
    )
    return TodayView(
        team=team_name(session),
        as_of=moment.today,
        lines=tuple(
            _team_line(worker, by_id[worker.id], moment) for worker in _ordered(workers, by_id)
        ),
        needs=shown,
        needs_in_all=len(counted),
        late_in_all=sum(need.urgency == Urgency.LATE for need in counted),
        unallocated=len(history.unallocated(moment.today)),
    )


def today_after(session: Session, moment: Moment) -> tuple[TodayView, int]:
    """Work out Today, with the journal's last entry of that instant."""
    return today(session, moment), last_entry(rows_of(session))


def next_session(worker: WorkerHistory, moment: Moment) -> NextSession:
    """Tell when the worker is supervised next: the late one first, then the planned one."""
    on = moment.today
    clock = worker.clock(on, moment.policy)
    if on_leave(clock, on):
        return NextSession(_away_words(clock, on), Urgency.QUIET)
    due, late = next_due(clock, moment.policy), overdue_working_days(clock, on, moment.policy)
    planned = worker.planned(on)
    if late:
        then = ""
        if planned:
            then = f", {planned[0].planned_on(on).day} {planned[0].planned_on(on):%b}"
        return NextSession(f"{wording.late_by(late, 'wd')}{then}", Urgency.LATE)
    if planned:
        first = planned[0]
        when = f"{wording.day(first.planned_on(on), today=on)} {first.time_on(on)}".strip()
        past = due is not None and first.planned_on(on) > due
        urgency = Urgency.PLAIN
        if past:
            urgency = Urgency.SOON
        return NextSession(when, urgency)
    says = f"due {wording.day(due, today=on)}" if due else "none planned"
    return NextSession(says, Urgency.SOON)


def _away_words(clock: SupervisionClock, on: date) -> str:
    """`away to Fri 13 Nov`, or `away` while the last day is not known."""
    away = leave_on(clock, on)
    if away is None or away.ends is None:
        return "away"
    return f"away to {wording.day(away.ends, today=on)}"


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


def stage_words(worker: WorkerHistory, on: date, policy: Policy) -> str:
    """The stage in a word: `nq, month 4`, `agency worker`."""
    rule = policy.stage(worker.post(on).stage)
    if rule.has_steps and not worker.is_start_known:
        return f"{rule.short}, since when?"
    if rule.has_steps:
        return f"{rule.short}, month {wording.months_between(worker.starts_on, on) + 1}"
    if worker.is_agency:
        return f"agency {rule.short}"
    return rule.short


def status_words(found: WorkerStatus, on: date) -> tuple[str, Urgency]:
    """The workload status with its response: `stretched, response to 16 Mar`."""
    status = found.workload.status
    if not status.needs_response:
        urgency = Urgency.PLAIN
        if status == "slipping":
            urgency = Urgency.SOON
        return str(status), urgency
    if found.response is None:
        return f"{status}, no response", Urgency.LATE
    until = f"{found.response.by.day} {found.response.by:%b}"
    if found.response.is_past:
        return f"{status}, response was to {until}", Urgency.LATE
    return f"{status}, response to {until}", Urgency.SOON
