"""What a worker's next session holds, and what does not fit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from supervision_tui.practice import wording
from supervision_tui.practice.agenda import NO_WISHES, Agenda, Forecast, Wishes, draw_up
from supervision_tui.practice.caseload import minutes_for_children
from supervision_tui.records import AgendaChoice, Child

from .history import History
from .moment import Moment, Refused
from .people import find_worker
from .read_history import read_history

DROPPED, PLACED = "dropped", "placed"  # kinds of choices about a child


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
    planned = history.workers[row.id or 0].planned(moment.today)
    if planned:
        on, wishes = planned[0].planned_on(moment.today), wishes_for(session, planned[0].id)
        return agenda_on(history, row.id or 0, on, minutes, moment, wishes)
    due = history.next_session_due(row.id or 0, moment.today) or moment.today
    on = moment.policy.days.on_or_after(max(due, moment.today))
    return agenda_on(history, row.id or 0, on, minutes, moment)


def agenda_on(
    history: History,
    worker_id: int,
    on: date,
    minutes: int | None,
    moment: Moment,
    wishes: Wishes = NO_WISHES,
    after: date | None = None,
) -> AgendaView:
    """The agenda of one worker's session on that day, with what was settled for it; `after` is the session after it."""
    policy = moment.policy.on(on)  # of the session's day
    load = history.load(worker_id, moment.today)
    planned = sorted(session.on for session in load.planned)
    whole = minutes or next((each.minutes for each in load.planned if each.on == on), load.terms.minutes)
    after = after or next((day for day in planned if day > on), on + timedelta(days=load.terms.interval_days))
    for_children = minutes_for_children(whole, policy)
    return AgendaView(
        worker=load.name,
        session_on=on,
        minutes=whole,
        agenda=draw_up(load.children, on, for_children, after, policy, wishes),
        forecast=history.forecast(load, moment.today),
    )


def wishes_for(session: Session, session_id: int) -> Wishes:
    """What was settled for a session: who is left out and why, and the order of those who were put in one."""
    rows = session.exec(
        select(AgendaChoice, Child.ref)
        .join(Child, col(AgendaChoice.child_id) == Child.id)
        .where(AgendaChoice.session_id == session_id)
        .order_by(col(AgendaChoice.place), col(AgendaChoice.id))
    ).all()
    return Wishes(
        order=tuple(ref for choice, ref in rows if choice.kind == PLACED),
        left_out={ref: choice.text for choice, ref in rows if choice.kind == DROPPED},
    )
