"""The agenda of a worker's next session, and what does not fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from supervision_tui.desk.audits.lines import required_of_children
from supervision_tui.desk.consultations.lines import back_words, due_back
from supervision_tui.desk.find import find_worker
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.practice import wording
from supervision_tui.practice.days.spans import days_after
from supervision_tui.practice.supervision.agenda import NO_WISHES, Agenda, Forecast, Wishes, draw_up
from supervision_tui.practice.supervision.caseload import WorkerLoad, minutes_for_children
from supervision_tui.records import AgendaChoice, Child

DROPPED, PLACED = "dropped", "placed"  # kinds of choices about a child


@dataclass(frozen=True, slots=True)
class AgendaView:
    """The agenda of a worker's next session.

    `minutes` is the whole session, the agenda holds those for children.
    """

    worker: str
    session_on: date
    minutes: int
    agenda: Agenda
    forecast: Forecast


def next_agenda(session: Session, worker: str, minutes: int | None, moment: Moment) -> AgendaView:
    """The agenda of a worker's next planned session, or of one held when it is due.

    Raises `Refused`.
    """
    if minutes is not None and not 1 <= minutes <= 480:
        raise Refused("A session lasts between 1 and 480 minutes.")
    row = find_worker(session, worker)
    history = read_history(session, moment)
    if not history.workers[row.id or 0].is_here(moment.today):
        raise Refused(f"{row.name} was not here on {wording.full_day(moment.today)}.")
    worker_id = row.id or 0
    load = history.load(worker_id, moment.today)
    planned = history.workers[worker_id].planned(moment.today)
    if planned:
        on = planned[0].planned_on(moment.today)
        wishes = wishes_for(session, planned[0].id, on, moment)
        whole = minutes or planned[0].minutes
    else:
        due = history.next_session_due(worker_id, moment.today) or moment.today
        on = moment.policy.days.on_or_after(max(due, moment.today))
        wishes = replace(NO_WISHES, back=coming_back(session, on, moment))
        whole = minutes or load.terms.minutes
    agenda = agenda_on(load, on, whole, moment, wishes)
    return AgendaView(load.name, on, whole, agenda, history.forecast(load, moment.today))


def agenda_on(
    load: WorkerLoad,
    on: date,
    minutes: int,
    moment: Moment,
    wishes: Wishes = NO_WISHES,
    *,
    after: date | None = None,
) -> Agenda:
    """The agenda of a session on that day, with what was settled for it.

    `after` is the day of the one after it.
    """
    policy = moment.policy.on(on)  # of the session's day
    planned = sorted(session.on for session in load.planned)
    after = after or next(
        (day for day in planned if day > on), days_after(on, load.terms.interval_days)
    )
    return draw_up(
        load.children,
        on,
        minutes_for_children(minutes, policy),
        next_session=after,
        policy=policy,
        wishes=wishes,
    )


def choices_of(session_id: int, kind: str) -> SelectOfScalar[AgendaChoice]:
    """Select what was settled of one kind for a session, in the order in which it was."""
    rows = (
        select(AgendaChoice)
        .where(AgendaChoice.session_id == session_id)
        .where(AgendaChoice.kind == kind)
    )
    return rows.order_by(col(AgendaChoice.id))


def coming_back(session: Session, on: date, moment: Moment) -> dict[str, str]:
    """The children who come back by a day, and why: a consultation or an audit asks it."""
    lines = due_back(session, on, moment)
    back = {}
    for line in lines:
        for ref in line.children:
            back[ref] = back_words(line, moment.today)
    for ref, why in required_of_children(session, on, moment).items():
        back[ref] = f"{back[ref]}; {why}" if ref in back else why
    return back


def wishes_for(session: Session, session_id: int, on: date, moment: Moment) -> Wishes:
    """Gather what was settled for that day: who is left out, the order, who comes back."""
    rows = session.exec(
        select(AgendaChoice, Child.ref)
        .join(Child, col(AgendaChoice.child_id) == Child.id)
        .where(AgendaChoice.session_id == session_id)
        .order_by(col(AgendaChoice.place), col(AgendaChoice.id))
    ).all()
    return Wishes(
        order=tuple(ref for choice, ref in rows if choice.kind == PLACED),
        left_out={ref: choice.text for choice, ref in rows if choice.kind == DROPPED},
        back=coming_back(session, on, moment),
    )
