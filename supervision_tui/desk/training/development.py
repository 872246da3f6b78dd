"""A worker's professional development: entries for the year of registration, and goals tied to
sessions and courses.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from supervision_tui.desk.find import worker_by_id
from supervision_tui.desk.moment import Moment, Refused, read_day, read_past_day
from supervision_tui.practice.direction.timescales import Known
from supervision_tui.practice.training import TrainingState
from supervision_tui.practice.vocabulary import SessionState
from supervision_tui.records import CpdEntry, DevelopmentGoal, SupervisionSession, TrainingBooking
from supervision_tui.vault.store import can_be_undone, changes_records

from .bookings import course_named, state_of

_LONGEST = 300  # letters
_RECENT_DAYS = 7  # a session so long ago is still the one in which a goal was agreed


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """A CPD entry as typed: what it was, when, what was learned, whether with a peer."""

    worker_id: int
    title: str
    on: str
    learned: str
    with_peer: bool
    booking_id: int | None = None


@dataclass(frozen=True, slots=True)
class GoalDraft:
    """A goal as typed: what, by when, and the course that serves it.

    `session_id` is the session it was agreed in.
    """

    worker_id: int
    text: str
    by: str
    course: str = ""
    session_id: int | None = None


@can_be_undone("the development entry")
@changes_records
def add_entry(session: Session, draft: EntryDraft, moment: Moment) -> int:
    """Keep a piece of professional development. Raises `Refused`."""
    worker_by_id(session, draft.worker_id)
    title = " ".join(draft.title.split())
    if not title or len(title) > _LONGEST:
        raise Refused("Say what it was, in a line.", field="title")
    on = read_past_day(draft.on, moment)
    if draft.booking_id is not None:
        taken = session.exec(
            select(CpdEntry).where(CpdEntry.booking_id == draft.booking_id)
        ).first()
        booking = session.get(TrainingBooking, draft.booking_id)
        if taken is not None:
            raise Refused("That course counts as an entry already.")
        last = state_of(session, draft.booking_id)
        if (
            booking is None
            or booking.worker_id != draft.worker_id
            or last is None
            or last.state != TrainingState.ATTENDED
        ):
            raise Refused("Only a course that this worker attended becomes an entry.")
    row = CpdEntry(
        worker_id=draft.worker_id,
        on_date=on,
        title=title,
        learned=draft.learned.strip(),
        with_peer=draft.with_peer,
        booking_id=draft.booking_id,
        recorded_on=moment.today,
    )
    session.add(row)
    session.flush()
    moment.note(
        session, "add development", f"worker {draft.worker_id}", "what, day, learned, with a peer"
    )
    return row.id or 0


@can_be_undone("the goal")
@changes_records
def set_goal(session: Session, draft: GoalDraft, moment: Moment) -> int:
    """Agree a goal with a worker. Raises `Refused`."""
    worker_by_id(session, draft.worker_id)
    text = " ".join(draft.text.split())
    if not text or len(text) > _LONGEST:
        raise Refused("Say in a line what the worker wants to be able to do.", field="text")
    by = read_day(draft.by, Known(moment.today, {}, has_reason=True), moment).due
    code, title = course_named(draft.course, moment.policy) if draft.course.strip() else ("", "")
    session_id = draft.session_id
    if session_id is None:
        session_id = session_of_goal(session, draft.worker_id, moment)
    row = DevelopmentGoal(
        worker_id=draft.worker_id,
        text=text,
        by_on=by,
        set_on=moment.today,
        session_id=session_id,
        course=code or title,
    )
    session.add(row)
    session.flush()
    moment.note(session, "set goal", f"worker {draft.worker_id}", "goal, by when, course")
    return row.id or 0


@can_be_undone("what became of the goal")
@changes_records
def end_goal(
    session: Session, goal_id: int, outcome: str, moment: Moment, *, is_reached: bool
) -> None:
    """A goal is reached, or given up with the reason. Raises `Refused`."""
    row = session.get(DevelopmentGoal, goal_id)
    if row is None:
        raise Refused("That goal is no longer there.")
    if row.ended_on is not None:
        raise Refused("That goal has ended already; ‹undo› takes the last change back.")
    if not is_reached and not outcome.strip():
        raise Refused("Say why it is given up.", field="outcome")
    row.ended_on, row.is_reached, row.outcome = moment.today, is_reached, outcome.strip()
    session.add(row)
    moment.note(session, "end goal", f"worker {row.worker_id}", "reached, outcome")


def session_of_goal(session: Session, worker_id: int, moment: Moment) -> int | None:
    """The session that a goal set today belongs to: one held lately, else the next planned."""
    theirs = select(SupervisionSession).where(SupervisionSession.worker_id == worker_id)
    held = theirs.where(col(SupervisionSession.held_on) <= moment.today)
    recent = held.where(
        col(SupervisionSession.held_on) > moment.today - timedelta(days=_RECENT_DAYS)
    )
    found = session.exec(recent.order_by(col(SupervisionSession.held_on).desc())).first()
    if found is None:
        planned = theirs.where(SupervisionSession.state == SessionState.PLANNED)
        planned = planned.where(SupervisionSession.planned_on >= moment.today)
        found = session.exec(planned.order_by(col(SupervisionSession.planned_on))).first()
    if found:
        return found.id
    return None
