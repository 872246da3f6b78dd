"""The sessions of a period: planned, held and lost, and those that were due."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, partial

from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.worker import SessionHistory, WorkerHistory
from supervision_tui.desk.moment import Moment
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.figure_keys import CANCELLED
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.supervision.cadence import due_between, is_recovered, rebook_by
from supervision_tui.practice.supervision.record_time import sign_by
from supervision_tui.practice.vocabulary import SessionState

from .record import Behind, Record


def sessions_of(behind: Behind, history: History, period: Period, moment: Moment) -> None:
    """Count the sessions that were planned for a period, as they stood on its last day."""
    end, policy = period.last, history.policy.on(period.last)
    is_over = end < moment.today
    held_days = cache(lambda worker_id: history.workers[worker_id].held_days(end))
    for each in history.sessions.values():
        if not period.holds(each.planned_on(end)):
            continue
        if each.counts_for_worker and each.is_known(end):
            keys = _session_keys(each, held_days, end, policy, is_over=is_over)
            behind.add(keys, partial(_record, each, end))


def _record(each: SessionHistory, end: date) -> Record:
    return Record("session", each.id, each.planned_on(end), each.worker_id)


def _session_keys(
    each: SessionHistory,
    held_days: Callable[[int], list[date]],
    end: date,
    policy: Policy,
    *,
    is_over: bool,
) -> Iterator[str]:
    """Name the figures in which a planned session counts.

    `held_days` are those of a worker. `is_over` says that the last day has passed: else what is
    planned for it is still to come.
    """
    state, planned = each.state(end), each.planned_on(end)
    if state is SessionState.PLANNED and planned == end and not is_over:
        yield "sessions.to_come"
        return
    yield "sessions"
    if state is SessionState.HELD:
        yield from ("sessions.held", "sessions.to_hold")
        yield from _record_keys(each, end, policy)
        return
    yield "sessions.not_held"
    is_put_off = False
    if state is SessionState.MISSED:
        yield "sessions.missed"
    elif state is SessionState.CANCELLED:
        yield "sessions.cancelled"
        yield f"{CANCELLED}{each.cancel_reason or 'not given'}"
        is_put_off = is_recovered(planned, held_days(each.worker_id), policy)
        yield from _rearranged_keys(is_put_off, rebook_by(planned, policy), end)
    else:
        yield "unrecorded"
    if not is_put_off:
        yield "sessions.to_hold"


def _rearranged_keys(is_rearranged: bool, by: date, end: date) -> Iterator[str]:
    """Name the figures of a cancelled session: judged when the time to hold it again is over."""
    if is_rearranged:
        yield from ("recovered", "recovery_judged")
    elif by < end:
        yield from ("not_recovered", "recovery_judged")
    else:
        yield "sessions.to_rearrange"


def _record_keys(held: SessionHistory, end: date, policy: Policy) -> Iterator[str]:
    """Name the figures of a held session's record: judged when it is signed or its time is over."""
    by = sign_by(held.day_held, policy)
    if held.signed_at is not None and held.is_signed(end):
        is_in_time = held.signed_at.date() <= by
        yield "records_in_time" if is_in_time else "records_late"
        yield "records_judged"
    elif by < end:
        yield from ("records_late", "records_judged")
    else:
        yield "records_to_sign"


def sessions_due(behind: Behind, history: History, period: Period) -> None:
    """Count the sessions due by agreement, cadence and leave, whether anybody planned them or not.

    Of a worker's sessions due so many were held as the worker had in the period.
    """
    eve, policy = period.first - timedelta(days=1), history.policy.on(period.last)
    for worker in history.workers.values():
        if not was_here(worker, period):
            continue
        last = period.last
        if worker.left_on is not None:
            last = min(last, worker.left_on - timedelta(days=1))
        clock = replace(worker.clock(last, policy), last_held=worker.last_held(eve, policy))
        held = sum(period.holds(day) for day in worker.held_days(period.last))
        for number, day in enumerate(due_between(clock, period.first, last, policy)):
            key = "sessions.due_held" if number < held else "sessions.due_short"
            behind.add(("sessions.due", key), partial(_due, worker.id, day))


def _due(worker_id: int, on: date) -> Record:
    return Record("due", worker_id, on, worker_id, words="a session was due")


def was_here(worker: WorkerHistory, period: Period) -> bool:
    """Tell whether a worker was here on any day of a period, those who left in it among them."""
    return worker.known_since <= period.last and (
        worker.left_on is None or worker.left_on > period.first
    )
