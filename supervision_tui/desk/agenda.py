"""What a worker's next session holds, and what does not fit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from supervision_tui.practice import wording
from supervision_tui.practice.agenda import Agenda, Forecast, draw_up
from supervision_tui.practice.caseload import minutes_for_children

from .history import History
from .moment import Moment, Refused
from .people import find_worker
from .read_history import read_history


@dataclass(frozen=True, slots=True)
class AgendaView:
    """The agenda of a worker's next session. `minutes` is the whole session, the agenda holds those for children."""

    worker: str
    session_on: date
    minutes: int
    agenda: Agenda
    forecast: Forecast


def next_agenda(session: Session, worker: str, minutes: int | None, moment: Moment) -> AgendaView:
    """The agenda of a worker's next planned session, or of one held when it is due. Raises `Refused`."""
    if minutes is not None and not 1 <= minutes <= 480:
        raise Refused("A session lasts between 1 and 480 minutes.")
    row = find_worker(session, worker)
    history = read_history(session, moment.policy)
    if not history.workers[row.id or 0].is_here(moment.today):
        raise Refused(f"{row.name} was not here on {wording.full_day(moment.today)}.")
    on = _next_session_on(history, row.id or 0, moment)
    return agenda_on(history, row.id or 0, on, minutes, moment)


def agenda_on(history: History, worker_id: int, on: date, minutes: int | None, moment: Moment) -> AgendaView:
    """The agenda of one worker's session on that day."""
    policy = moment.policy.on(on)  # of the session's day
    load = history.load(worker_id, moment.today)
    planned = sorted(session.on for session in load.planned)
    whole = minutes or next((each.minutes for each in load.planned if each.on == on), load.terms.minutes)
    after = next((day for day in planned if day > on), on + timedelta(days=load.terms.interval_days))
    for_children = minutes_for_children(whole, policy)
    return AgendaView(
        worker=load.name,
        session_on=on,
        minutes=whole,
        agenda=draw_up(load.children, on, for_children, after, policy),
        forecast=history.forecast(load, moment.today),
    )


def _next_session_on(history: History, worker_id: int, moment: Moment) -> date:
    planned = history.workers[worker_id].planned(moment.today)
    if planned:
        return planned[0].planned_on(moment.today)
    due = history.next_session_due(worker_id, moment.today) or moment.today
    return moment.policy.days.on_or_after(max(due, moment.today))
