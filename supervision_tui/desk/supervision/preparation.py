"""The evening before: what one session will hold, and what is settled for it beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from supervision_tui.desk.children.review import ReviewLine, line_for
from supervision_tui.desk.consultations.lines import (
    ConsultationLine,
    back_words,
    due_back,
    for_children,
)
from supervision_tui.desk.decisions.lines import DecisionLine, decisions_to_raise
from supervision_tui.desk.directions.lines import DirectionLine, open_by_child
from supervision_tui.desk.find import find_child
from supervision_tui.desk.history.child import ChildHistory
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.training.board import goal_lines
from supervision_tui.desk.training.compliance_dates import compliance_lines
from supervision_tui.desk.workers.agreement import agreement_dates
from supervision_tui.desk.workers.people import everybody
from supervision_tui.practice import wording
from supervision_tui.practice.compliance_dates import AGREEMENT
from supervision_tui.practice.consultation import Step
from supervision_tui.practice.supervision.agenda import AgendaItem, LeftOver
from supervision_tui.practice.vocabulary import SessionState, Urgency
from supervision_tui.records import AgendaChoice, Child, PersonalRecord, Pin, SupervisionSession
from supervision_tui.vault.store import can_be_undone, changes_records

from .agenda import DROPPED, PLACED, agenda_on, choices_of, wishes_for
from .personal_record import open_actions

TOPIC = "topic"
_LONGEST_TOPIC = 200  # letters


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that is not about one child and will be talked about."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class PersonalDate:
    """A date for the worker's own part of the session: how near it is in a word, and what it is."""

    word: str
    urgency: Urgency
    says: str


@dataclass(frozen=True, slots=True)
class PreparationView:
    """One session before it is held.

    `brought` are children whom the worker asked for, `left_out` with the reason.

    `people` are the names of everybody here with what stands in for each on the sheet that goes to
    the worker.
    """

    session_id: int
    worker_id: int
    worker: str
    planned_on: date
    time: str
    minutes: int
    minutes_for_children: int
    items: tuple[AgendaItem, ...]
    does_not_fit: tuple[LeftOver, ...]
    left_out: tuple[tuple[LeftOver, str], ...]
    next_on: date | None
    lines: Mapping[str, ReviewLine]
    directions: Mapping[str, tuple[DirectionLine, ...]]
    consultations: Mapping[str, tuple[ConsultationLine, ...]]
    decisions: Mapping[str, tuple[DecisionLine, ...]]
    brought: frozenset[str]
    topics: tuple[Topic, ...]
    personal: tuple[PersonalDate, ...]
    last_personal: date | None
    people: tuple[tuple[str, str], ...]
    is_signed: bool

    @property
    def minutes_used(self) -> float:
        """Minutes that the agenda takes."""
        return sum(item.minutes for item in self.items)


def session_to_prepare(session: Session, worker_id: int, moment: Moment) -> int:
    """The worker's next planned session. Raises `Refused` where none is planned."""
    planned = read_history(session, moment).workers[worker_id].planned(moment.today)
    if not planned:
        raise Refused(
            "No session with this worker is planned from today on; ‹schedule.plan› on Schedule "
            "plans one."
        )
    return planned[0].id


def preparation(session: Session, session_id: int, moment: Moment) -> PreparationView:
    """All there is to prepare one session with. Raises `Refused`."""
    row = session.get(SupervisionSession, session_id)
    if row is None:
        raise Refused("That session is no longer there.")
    history = read_history(session, moment)
    worker = history.workers[row.worker_id]
    on = max(row.planned_on, moment.today)
    wishes = wishes_for(session, session_id, on, moment)
    next_on = worker.next_planned(moment.today, after=on, but=session_id)
    load = history.load(row.worker_id, moment.today)
    agenda = agenda_on(load, on, row.minutes, moment=moment, wishes=wishes, after=next_on)
    children = history.children_of(row.worker_id, moment.today)
    return PreparationView(
        session_id=session_id,
        worker_id=row.worker_id,
        worker=worker.name,
        planned_on=row.planned_on,
        time=row.planned_time,
        minutes=row.minutes,
        minutes_for_children=agenda.minutes,
        items=agenda.items,
        does_not_fit=agenda.does_not_fit,
        left_out=tuple((left, wishes.left_out[left.child.ref]) for left in agenda.left_out),
        next_on=next_on,
        lines={child.ref: line_for(history, child, moment.today) for child in children},
        directions=open_by_child(session, moment, history),
        consultations=consultations_about(session, children, moment),
        decisions=decisions_to_raise(
            session, {each.id: each.last_discussed(moment.today) for each in children}, moment
        ),
        brought=_brought(session, moment.today),
        topics=topics_of(session, session_id),
        personal=_personal_dates(session, history, row.worker_id, moment),
        last_personal=_last_personal(session, row.worker_id, moment.today),
        people=tuple(everybody(session)),
        is_signed=row.signed_at is not None,
    )


def consultations_about(
    session: Session, children: Sequence[ChildHistory], moment: Moment
) -> dict[str, tuple[ConsultationLine, ...]]:
    """List consultations about these children that are to be held, decided or looked back at."""
    found = for_children(session, [child.id for child in children], moment)
    return {
        ref: tuple(
            line
            for line in lines
            if line.step is not Step.CLOSED and (line.undecided or not line.is_over)
        )
        for ref, lines in found.items()
    }


def topics_of(session: Session, session_id: int) -> tuple[Topic, ...]:
    """The topics of a session, in the order in which they were added."""
    return tuple(
        Topic(row.id or 0, row.text) for row in session.exec(choices_of(session_id, TOPIC))
    )


@can_be_undone("leaving {1} off the agenda")
@changes_records
def leave_out(session: Session, session_id: int, ref: str, reason: str, moment: Moment) -> None:
    """Leave a child out of one session, with the reason. Raises `Refused`."""
    if not reason.strip():
        raise Refused("Say in a few words why; it stands on the child's record.", field="because")
    _check_is_open(session, session_id)
    child = find_child(session, ref)
    _forget(session, session_id, child.id, DROPPED)
    session.add(
        AgendaChoice(session_id=session_id, child_id=child.id, kind=DROPPED, text=reason.strip())
    )
    moment.note(session, "leave child out", f"session {session_id}", f"child {ref}, reason")


@can_be_undone("taking {1} back onto the agenda")
@changes_records
def take_back(session: Session, session_id: int, ref: str, moment: Moment) -> None:
    """Take a child who was left out back onto the agenda. Raises `Refused`."""
    _check_is_open(session, session_id)
    _forget(session, session_id, find_child(session, ref).id, DROPPED)
    moment.note(session, "take child back", f"session {session_id}", f"child {ref}")


@can_be_undone("the new order of the agenda")
@changes_records
def put_in_order(session: Session, session_id: int, refs: Sequence[str], moment: Moment) -> None:
    """Put the children of one session into this order. Raises `Refused`."""
    _check_is_open(session, session_id)
    for row in session.exec(choices_of(session_id, PLACED)):
        session.delete(row)
    session.flush()
    for place, ref in enumerate(refs):
        child = find_child(session, ref)
        session.add(
            AgendaChoice(session_id=session_id, child_id=child.id, kind=PLACED, place=place)
        )
    moment.note(session, "order agenda", f"session {session_id}", "order")


@can_be_undone("the topic")
@changes_records
def add_topic(session: Session, session_id: int, text: str, moment: Moment) -> None:
    """Add a topic that is not about one child. Raises `Refused`."""
    topic = " ".join(text.split())
    if not topic:
        raise Refused("Say what it is about, in a few words.", field="topic")
    if len(topic) > _LONGEST_TOPIC:
        raise Refused(f"A topic is a line: at most {_LONGEST_TOPIC} letters.", field="topic")
    _check_is_open(session, session_id)
    session.add(AgendaChoice(session_id=session_id, kind=TOPIC, text=topic))
    moment.note(session, "add topic", f"session {session_id}", "topic")


@can_be_undone("taking the topic off")
@changes_records
def drop_topic(session: Session, topic_id: int, moment: Moment) -> None:
    """Take a topic off the agenda."""
    row = session.get(AgendaChoice, topic_id)
    if row is not None and row.kind == TOPIC:
        session.delete(row)
        moment.note(session, "drop topic", f"session {row.session_id}", "topic")


def _forget(session: Session, session_id: int, child_id: int | None, kind: str) -> None:
    for row in session.exec(choices_of(session_id, kind)):
        if row.child_id == child_id:
            session.delete(row)


def _check_is_open(session: Session, session_id: int) -> None:
    row = session.get(SupervisionSession, session_id)
    if (
        row is None
        or row.signed_at is not None
        or row.state in (SessionState.CANCELLED, SessionState.MISSED)
    ):
        raise Refused("This session is signed, cancelled or missed: its agenda is settled.")


def _brought(session: Session, on: date) -> frozenset[str]:
    rows = session.exec(
        select(Pin, Child.ref).join(Child, col(Pin.child_id) == Child.id).where(Pin.by == "worker")
    ).all()
    return frozenset(
        ref
        for pin, ref in rows
        if pin.on_date <= on and (pin.cleared_on is None or pin.cleared_on > on)
    )


def _last_personal(session: Session, worker_id: int, on: date) -> date | None:
    rows = session.exec(
        select(SupervisionSession)
        .join(PersonalRecord, col(PersonalRecord.session_id) == SupervisionSession.id)
        .where(PersonalRecord.worker_id == worker_id)
    )
    return max(
        (row.held_on for row in rows if row.held_on is not None and row.held_on <= on), default=None
    )


def _personal_dates(
    session: Session, history: History, worker_id: int, moment: Moment
) -> tuple[PersonalDate, ...]:
    """List what the worker's own part will touch on: agreement, long leave, a change of stage."""
    today, worker = moment.today, history.workers[worker_id]
    found = []
    agreed = agreement_dates(session, worker_id, today)
    if agreed is None:
        found.append(
            PersonalDate("missing", Urgency.SOON, "no supervision agreement on record yet")
        )
    else:
        if not agreed.is_signed_by_both:
            found.append(
                PersonalDate(
                    "unsigned", Urgency.SOON, "supervision agreement: not signed by both yet"
                )
            )
        if agreed.review_on and agreed.review_on <= today + timedelta(days=30):
            word, urgency = (
                ("late", Urgency.LATE) if agreed.review_on < today else ("soon", Urgency.SOON)
            )
            review = wording.day(agreed.review_on, today=today)
            found.append(PersonalDate(word, urgency, f"supervision agreement: review due {review}"))
    found += [
        PersonalDate(each.word, each.urgency, "something agreed in the personal record")
        for each in open_actions(session, worker_id, moment)
    ]
    found += _learning_dates(session, history, worker_id, moment)
    for leave in worker.clock(today, moment.policy).leave_ahead:
        found.append(
            PersonalDate(
                "ahead", Urgency.PLAIN, f"long leave from {wording.day(leave.starts, today=today)}"
            )
        )
    rule = moment.policy.stage(worker.post(today).stage)
    if rule.has_steps and worker.is_start_known:
        month = wording.months_between(worker.starts_on, today) + 1
        every = rule.interval_on(worker.starts_on, today)
        found.append(
            PersonalDate(
                f"month {month}", Urgency.PLAIN, f"{rule.words}: supervised every {every} days now"
            )
        )
    return tuple(found)


def _learning_dates(
    session: Session, history: History, worker_id: int, moment: Moment
) -> list[PersonalDate]:
    """Dates a worker's practice depends on, trainings missed, work unfinished, goals, reviews."""
    today, worker, signals = moment.today, history.workers[worker_id], moment.policy.signals
    horizon = today + timedelta(days=max(moment.policy.reminders.days))
    found = [
        PersonalDate(
            each.word, each.urgency, f"{each.words}: due {wording.day(each.due, today=today)}"
        )
        for each in compliance_lines(session, [worker], moment)
        if each.due is not None and each.due <= horizon and each.kind != AGREEMENT
    ]
    days = signals["training-missed"].window_days
    missed = worker.missed_for_workload(today, days, moment.policy.workload.family)
    if missed:
        what = wording.count(missed, "training")
        found.append(
            PersonalDate(
                "missed", Urgency.SOON, f"{what} missed because of workload in {days} days"
            )
        )
    days = signals["unfinished-at-duty"].window_days
    back = worker.unfinished_at_duty(today, days)
    if back:
        times = wording.count(back, "time")
        found.append(
            PersonalDate(
                "duty", Urgency.SOON, f"{times} back on duty with work unfinished in {days} days"
            )
        )
    for goal in goal_lines(session, history, moment):
        if goal.worker_id == worker_id and goal.ended_on is None:
            course = f" ({goal.course}: {goal.served})" if goal.course else ""
            found.append(PersonalDate(goal.word, goal.urgency, f"goal: {goal.text}{course}"))
    for line in due_back(session, horizon, moment):
        if line.worker_id == worker_id and not line.children:
            found.append(
                PersonalDate(line.word, line.urgency, f"{back_words(line, today)}: {line.about}")
            )
    return found
