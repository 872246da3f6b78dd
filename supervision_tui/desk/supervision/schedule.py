"""The schedule: sessions planned, moved, cancelled and held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session

from supervision_tui.desk.find import find_worker, worker_by_id
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.history.worker import SessionHistory, WorkerHistory
from supervision_tui.desk.moment import Moment, Refused, read_day, read_time
from supervision_tui.desk.workers.next_session import next_session
from supervision_tui.desk.workers.session_ahead import NextSession
from supervision_tui.practice import wording
from supervision_tui.practice.days.spans import days_after, monday_of
from supervision_tui.practice.direction.timescales import Known
from supervision_tui.practice.supervision.cadence import (
    is_recovered,
    next_due,
    on_leave,
    proposed_dates,
    rebook_by,
)
from supervision_tui.practice.vocabulary import CancelReason, SessionKind, SessionState, Urgency
from supervision_tui.records import SupervisionSession
from supervision_tui.vault.store import can_be_undone, changes_records

from .group_sessions import attendees, put_on_day
from .my_time import MyTime, my_time

WEEKS_BACK, WEEKS_AHEAD = 3, 12  # before this week and after it
_FARTHEST = 730  # days for which sessions are proposed, whatever is planned beyond


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in the list, with the word that says how it stands.

    `lead_id` is the one that holds its record.
    """

    id: int
    worker_id: int
    worker: str
    on: date
    time: str
    minutes: int
    state: SessionState
    kind: str
    word: str
    urgency: Urgency
    reason: str
    signed: bool
    lead_id: int


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """A worker's weeks: the sessions of each, when the next is due, and the day proposed."""

    worker_id: int
    worker: str
    interval_days: int
    due: date | None
    next_session: NextSession
    weeks: tuple[tuple[SessionLine, ...], ...]
    planned_to: date | None
    proposed: tuple[date, ...]
    away: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class ScheduleView:
    """The weeks of the whole team, from three back to twelve ahead, and the sessions in a list:
    those from this week on, and those of any week that are not recorded yet.
    """

    mondays: tuple[date, ...]
    rows: tuple[ScheduleRow, ...]
    sessions: tuple[SessionLine, ...]


def schedule(session: Session, moment: Moment) -> ScheduleView:
    """The weeks around today, and every session that has passed without being recorded."""
    history = read_history(session, moment)
    first = monday_of(moment.today)
    mondays = tuple(days_after(first, 7 * number) for number in range(-WEEKS_BACK, WEEKS_AHEAD + 1))
    mine = my_time(session, moment)
    rows = tuple(
        _row(history, worker, mondays, mine, moment)
        for worker in history.current_workers(moment.today)
    )
    end = mondays[-1] + timedelta(days=7)
    shown = [
        _line(history, past, moment)
        for past in history.sessions.values()
        if past.is_known(moment.today)
        and (first <= past.planned_on(moment.today) < end or _is_unrecorded(past, moment.today))
    ]
    return ScheduleView(
        mondays, rows, tuple(sorted(shown, key=lambda line: (line.on, line.time, line.worker)))
    )


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """A session as it is planned.

    `others`: the reflective supervisor who shares it, or who else is in the group.
    """

    worker_id: int
    on: str
    time: str = ""
    kind: SessionKind = SessionKind.INDIVIDUAL
    others: str = ""
    minutes: int | None = None


@can_be_undone("the planned session")
@changes_records
def plan_session(session: Session, draft: SessionDraft, moment: Moment) -> date:
    """Plan a session with a worker, or one of a group with several; returns its day.

    Raises `Refused`.
    """
    on, time = _day(draft.on, moment), read_time(draft.time)
    history = read_history(session, moment)
    _check_is_working_day(on, moment)
    if draft.kind is SessionKind.SHARED and not draft.others.strip():
        raise Refused(
            "Say who shares it: the reflective supervisor beside the line manager.", field="others"
        )
    several = draft.kind.has_several
    if several:
        workers = _group(session, history, draft, moment)
    else:
        workers = [history.workers[draft.worker_id]]
    for worker in workers:
        _check_is_free(worker, on, draft.kind, moment)
    lead: int | None = None
    for worker in workers:
        beside = draft.others.strip() if draft.kind is SessionKind.SHARED else ""
        row = SupervisionSession(
            worker_id=worker.id,
            planned_on=on,
            planned_time=time,
            minutes=draft.minutes or worker.terms(moment.today, moment.policy).minutes,
            kind=draft.kind,
            beside=beside,
            recorded_on=moment.today,
            sitting_id=lead,
        )
        session.add(row)
        session.flush()
        lead = (lead or row.id) if several else None
        moment.note(session, "plan session", f"session {row.id}", "date, time, minutes, kind")
    return on


def _group(
    session: Session, history: History, draft: SessionDraft, moment: Moment
) -> list[WorkerHistory]:
    """List who is in the group: the worker and those named; `all` is the whole team."""
    here = sorted(
        history.current_workers(moment.today), key=lambda worker: worker.id != draft.worker_id
    )
    if draft.others.strip().casefold() in ("", "all"):
        return [
            worker
            for worker in here
            if not on_leave(worker.clock(moment.today, moment.policy), moment.today)
        ]
    ids = {find_worker(session, name).id for name in draft.others.split(",") if name.strip()}
    return [worker for worker in here if worker.id in ids | {draft.worker_id}]


def _check_is_free(worker: WorkerHistory, on: date, kind: SessionKind, moment: Moment) -> None:
    if on_leave(worker.clock(on, moment.policy), on):
        raise Refused(f"{worker.name} is on leave on {wording.full_day(on)}.", field="on")
    still = [
        each
        for each in worker.known(moment.today)
        if each.state(moment.today) is SessionState.PLANNED
    ]
    if any(
        each.planned_on(moment.today) == on
        and each.kind.satisfies_interval is kind.satisfies_interval
        for each in still
    ):
        raise Refused(f"A session with {worker.name} is planned for that day already.", field="on")


@can_be_undone("the move of the session")
@changes_records
def move_session(
    session: Session, session_id: int, by: str, time: str, reason: str, *, moment: Moment
) -> date:
    """Move a planned session to another day; it counts once, at its new date. Raises `Refused`."""
    rows = _planned(session, session_id)
    on = _day(by, moment)
    _check_is_working_day(on, moment)
    for row in rows:
        put_on_day(session, row, on, reason, moment)
        row.planned_time = read_time(time) or row.planned_time
        row.version += 1
        session.add(row)
    moment.note(session, "move session", f"session {session_id}", "date, time, reason")
    return on


@can_be_undone("the cancellation")
@changes_records
def cancel_session(
    session: Session, session_id: int, reason: CancelReason, moment: Moment, *, again: str = ""
) -> date:
    """Cancel a session with its reason, and plan it again on a day that is typed.

    Returns the day up to which it counts as recovered. Raises `Refused`.
    """
    rows = _planned(session, session_id)
    for row in rows:
        row.state = SessionState.CANCELLED
        row.cancelled_on = moment.today
        row.cancel_reason = reason
        row.version += 1
        session.add(row)
    session.flush()
    if again.strip():
        _plan_again(session, rows, again, moment)
    moment.note(session, "cancel session", f"session {session_id}", "state, reason")
    return rebook_by(rows[0].planned_on, moment.policy)


def _plan_again(
    session: Session, rows: list[SupervisionSession], again: str, moment: Moment
) -> None:
    """Plan a session on another day: its kind, its minutes, and who else is there."""
    first = rows[0]
    names = [worker_by_id(session, row.worker_id).name for row in rows[1:]]
    others = first.beside or ", ".join(names)
    kind = SessionKind(first.kind)
    plan_session(
        session,
        SessionDraft(
            first.worker_id,
            again,
            first.planned_time,
            kind=kind,
            others=others,
            minutes=first.minutes,
        ),
        moment,
    )


@can_be_undone("the missed session")
@changes_records
def mark_missed(session: Session, session_id: int, moment: Moment) -> None:
    """Record that a session did not take place and nobody cancelled it. Raises `Refused`."""
    rows = _planned(session, session_id)
    if rows[0].planned_on > moment.today:
        raise Refused("This session is still to come; cancel or move it instead.")
    for row in rows:
        row.state, row.cancelled_on = SessionState.MISSED, moment.today
        row.version += 1
        session.add(row)
    moment.note(session, "session missed", f"session {session_id}", "state")


@can_be_undone("the held session")
@changes_records
def mark_held(
    session: Session, session_id: int, moment: Moment, minutes: int | None = None
) -> None:
    """Record that a session took place on its day; its record can be written later.

    Raises `Refused`.
    """
    rows = _planned(session, session_id)
    if rows[0].planned_on > moment.today:
        raise Refused(
            f"This session is planned for {wording.full_day(rows[0].planned_on)}; move it to the "
            f"day it was held."
        )
    for row in rows:
        row.state, row.held_on = SessionState.HELD, row.planned_on
        row.minutes_held = row.minutes if minutes is None else minutes
        row.version += 1
        session.add(row)
    moment.note(session, "session held", f"session {session_id}", "state, minutes")


def proposed_days(
    worker: WorkerHistory,
    until: date,
    moment: Moment,
    is_free: Callable[[date], bool] = lambda _: True,
    *,
    begins: date | None = None,
) -> tuple[date, ...]:
    """The days on which the agreement proposes sessions, after those planned, before that day.

    The first of them is on the day it is due; where `begins` is given on that, or near it from
    next week on.
    """
    on = first = moment.today
    if begins is not None:
        first = days_after(on, 7 - on.weekday())
    clock = worker.clock(on, moment.policy)
    last = max((each.planned_on(on) for each in worker.planned(on)), default=None)
    after = replace(clock, last_held=last) if last else clock
    return tuple(
        day
        for day in proposed_dates(after, first, until, moment.policy, is_free, begins=begins)
        if not last or day > last
    )


def _row(
    history: History,
    worker: WorkerHistory,
    mondays: tuple[date, ...],
    mine: MyTime,
    moment: Moment,
) -> ScheduleRow:
    on, end = moment.today, mondays[-1] + timedelta(days=6)
    clock = worker.clock(on, moment.policy)
    planned = worker.planned(on)
    last = max((each.planned_on(on) for each in planned), default=None)
    interval = clock.interval_on(on)
    until = days_after(min(max(end, last or end), days_after(end, _FARTHEST)), interval)
    proposed = proposed_days(worker, until, moment, mine.has)
    weeks = tuple(
        tuple(
            _line(history, each, moment)
            for each in worker.known(on)
            if 0 <= (each.planned_on(on) - monday).days < 7
        )
        for monday in mondays
    )
    return ScheduleRow(
        worker_id=worker.id,
        worker=worker.name,
        interval_days=interval,
        due=next_due(clock, moment.policy),
        next_session=next_session(worker, moment),
        weeks=weeks,
        planned_to=last,
        proposed=proposed,
        away=tuple(on_leave(clock, monday + timedelta(days=2)) for monday in mondays),
    )


def _line(history: History, past: SessionHistory, moment: Moment) -> SessionLine:
    on = past.planned_on(moment.today)
    state = past.state(moment.today)
    word, urgency = _status_of(past, state, on, moment.today)
    reason = past.cancel_reason if state is SessionState.CANCELLED else ""
    if state is SessionState.CANCELLED and past.counts_for_worker:
        reason = ", ".join(part for part in (reason, _recovery(history, past, on, moment)) if part)
    return SessionLine(
        id=past.id,
        worker_id=past.worker_id,
        worker=history.workers[past.worker_id].name,
        on=on,
        time=past.time_on(moment.today),
        minutes=past.minutes,
        state=state,
        kind=past.kind,
        word=word,
        urgency=urgency,
        reason=reason or _kind_words(past),
        signed=past.is_signed(moment.today),
        lead_id=past.sitting_id or past.id,
    )


def _recovery(history: History, past: SessionHistory, on: date, moment: Moment) -> str:
    """Tell whether a cancelled session was held again in time, or by when it can still be."""
    if is_recovered(on, history.workers[past.worker_id].held_days(moment.today), moment.policy):
        return "rearranged"
    until = rebook_by(on, moment.policy)
    if until >= moment.today:
        return f"rearrange by {wording.day(until, today=moment.today)}"
    return "not rearranged"


def _kind_words(past: SessionHistory) -> str:
    if past.kind is SessionKind.INDIVIDUAL:
        return ""
    if past.beside:
        return f"shared with {past.beside}"
    return str(past.kind)


def _status_of(
    past: SessionHistory, state: SessionState, on: date, today: date
) -> tuple[str, Urgency]:
    if state is SessionState.PLANNED and on < today:
        return "to record", Urgency.SOON
    if state is SessionState.PLANNED:
        word = "today" if on == today else "planned"
        return word, Urgency.PLAIN
    if state is SessionState.HELD:
        word = "held, signed" if past.is_signed(today) else "held, to write up"
        return word, Urgency.QUIET
    urgency = Urgency.SOON
    if state is SessionState.MISSED:
        urgency = Urgency.LATE
    return (str(state), urgency)


def _is_unrecorded(past: SessionHistory, on: date) -> bool:
    return past.state(on) is SessionState.PLANNED and past.planned_on(on) < on


def _planned(session: Session, session_id: int) -> list[SupervisionSession]:
    """A planned session; of a session of several every row that is planned, the first one first.

    Raises `Refused`.
    """
    row = session.get(SupervisionSession, session_id)
    if row is None:
        raise Refused("That session is no longer there.")
    if row.state != SessionState.PLANNED:
        raise Refused(f"This session is {row.state} already.")
    return [each for each in attendees(session, row) if each.state == SessionState.PLANNED]


def _day(by: str, moment: Moment) -> date:
    return read_day(by, Known(moment.today, {}, has_reason=True), moment).due


def _check_is_working_day(on: date, moment: Moment) -> None:
    closed = moment.policy.days.why_closed(on)
    if closed:
        says = f"{wording.full_day(on)} is not a working day ({closed})."
        raise Refused(says, _working_days_near(on, moment), field="on")


def _working_days_near(on: date, moment: Moment) -> tuple[str, ...]:
    days = moment.policy.days
    before, after = days.on_or_before(on), days.on_or_after(on)
    return tuple(day.isoformat() for day in (before, after) if day >= moment.today)
