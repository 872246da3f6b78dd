"""When a worker is supervised next, and at what stage the worker is, in words."""

from __future__ import annotations

from datetime import date

from supervision_tui.desk.history.worker import WorkerHistory
from supervision_tui.desk.moment import Moment
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

from .session_ahead import NextSession


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
            then = f" → {planned[0].planned_on(on).day} {planned[0].planned_on(on):%b}"
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
    """`away to 13 Nov`, or `away` while the last day is not known."""
    away = leave_on(clock, on)
    if away is None or away.ends is None:
        return "away"
    return f"away to {away.ends.day} {away.ends:%b}"


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
