"""Training: wished for, booked, attended or missed and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.desk.find import find_worker
from supervision_tui.desk.moment import Moment, Refused, read_any_day, read_day_either_way
from supervision_tui.practice import wording
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.training import TrainingState
from supervision_tui.practice.vocabulary import MissedReason
from supervision_tui.records import CpdEntry, TrainingBooking, TrainingStep
from supervision_tui.vault.store import can_be_undone, changes_records

_LONGEST_TITLE = 120  # letters
_NOT_YET_GRANTED = (TrainingState.WISHED, TrainingState.REQUESTED)


@dataclass(frozen=True, slots=True)
class BookingDraft:
    """A course for a worker, as typed: its name, code or short word; the day, to come or past.

    How far it is.
    """

    worker: str
    course: str
    on: str = ""
    state: TrainingState = TrainingState.BOOKED


@can_be_undone("the booking")
@changes_records
def book(session: Session, draft: BookingDraft, moment: Moment) -> int:
    """Put a worker down for a course; returns the booking. Raises `Refused`."""
    worker = find_worker(session, draft.worker)
    code, title = course_named(draft.course, moment.policy)
    if draft.state not in tuple(state for state in TrainingState if state.is_ahead):
        raise Refused(
            "It begins as wanted, requested, approved or booked; "
            "‹training.tick› and ‹training.missed› record what became of it.",
            field="state",
        )
    on = _day_or_none(draft.on, moment)
    if on is None and draft.state is TrainingState.BOOKED:
        raise Refused(
            "Say on which day; without one it is wanted, requested or approved.", field="on"
        )
    if _is_booked(session, worker.id or 0, code, title, on):
        raise Refused(f"{worker.name} is booked for {title} on that day already.", field="on")
    row = TrainingBooking(
        worker_id=worker.id or 0, course=code, title=title, on_date=on, recorded_on=moment.today
    )
    session.add(row)
    session.flush()
    add_step(session, row, draft.state, None, moment.today)
    moment.note(session, "book training", f"training {row.id}", "worker, course, day, state")
    return row.id or 0


@can_be_undone("what became of the training")
@changes_records
def record_training(
    session: Session,
    booking_id: int,
    state: TrainingState,
    reason: MissedReason | None,
    moment: Moment,
) -> None:
    """Record how far a booking has come, and why where it was missed. Raises `Refused`."""
    row = session.get(TrainingBooking, booking_id)
    if row is None:
        raise Refused("That booking is no longer there.")
    if state.needs_reason and reason is None:
        raise Refused("Say why; unknown is an answer too.", field="reason")
    to_come = row.on_date is not None and row.on_date > moment.today
    if to_come and state in (
        TrainingState.ATTENDED,
        TrainingState.PART_ATTENDED,
        TrainingState.DID_NOT_ATTEND,
    ):
        raise Refused(
            f"It is on {wording.full_day(row.on_date or moment.today)}; record that afterwards."
        )
    if state is TrainingState.BOOKED and row.on_date is None:
        raise Refused("Say on which day first: ‹training.edit› sets it.")
    last = state_of(session, booking_id)
    if last is not None and (last.state, last.reason) == (state, reason or ""):
        raise Refused(f"It is recorded as {state} already.")
    if state.is_missed and last is not None and TrainingState(last.state) in _NOT_YET_GRANTED:
        raise Refused(
            f"It was only {last.state}: nobody had a place to miss. ‹training.edit› books it."
        )
    piece = session.exec(select(CpdEntry).where(CpdEntry.booking_id == booking_id)).first()
    if piece is not None and state is not TrainingState.ATTENDED:
        raise Refused(
            "It is recorded as a development entry already, so it was attended; ‹undo› takes the "
            "last change back."
        )
    why = reason if state.needs_reason else None
    add_step(session, row, state, why, moment.today)
    moment.note(session, "record training", f"training {booking_id}", "state, reason")


@can_be_undone("the attendance")
@changes_records
def tick_attended(session: Session, booking_id: int, moment: Moment) -> TrainingState:
    """Attended, in one key; a second time it is booked again. Raises `Refused`."""
    last, row = state_of(session, booking_id), session.get(TrainingBooking, booking_id)
    is_there = last is not None and last.state == TrainingState.ATTENDED
    before = TrainingState.APPROVED
    if row is not None and row.on_date is not None:
        before = TrainingState.BOOKED
    state = before if is_there else TrainingState.ATTENDED
    record_training(session, booking_id, state, None, moment)
    return state


@can_be_undone("the change of the booking")
@changes_records
def change_booking(
    session: Session, booking_id: int, on: str, state: TrainingState, moment: Moment
) -> None:
    """Another day for a booking that is still ahead, or the next step on the way to it.

    Raises `Refused`.
    """
    row = session.get(TrainingBooking, booking_id)
    last = state_of(session, booking_id)
    if row is None or last is None:
        raise Refused("That booking is no longer there.")
    if not TrainingState(last.state).is_ahead:
        raise Refused("It is over; ‹training.new› books the course again.")
    if not state.is_ahead:
        raise Refused(
            "‹training.tick› records that it was attended, ‹training.missed› that it was missed."
        )
    row.on_date = _day_or_none(on, moment)
    if row.on_date is None and state is TrainingState.BOOKED:
        raise Refused("Say on which day.", field="on")
    session.add(row)
    if last.state != state:
        add_step(session, row, state, None, moment.today)
    moment.note(session, "change training", f"training {booking_id}", "day, state")


def day_of(session: Session, booking_id: int) -> date | None:
    """The day of a booking; nothing where it has none yet."""
    row = session.get(TrainingBooking, booking_id)
    if row:
        return row.on_date
    return None


def add_step(
    session: Session,
    row: TrainingBooking,
    state: TrainingState,
    reason: MissedReason | None,
    on: date,
) -> None:
    """Keep the state into which a booking came.

    A second one on the same day takes the first one's place.
    """
    last = state_of(session, row.id or 0)
    if last is not None and last.on_date == on:
        step = last
    else:
        step = TrainingStep(booking_id=row.id or 0, state=state, on_date=on)
    step.state, step.reason = state, reason or ""
    session.add(step)
    session.flush()


def state_of(session: Session, booking_id: int) -> TrainingStep | None:
    """The last state of a booking."""
    steps = select(TrainingStep).where(TrainingStep.booking_id == booking_id)
    return session.exec(
        steps.order_by(col(TrainingStep.on_date).desc(), col(TrainingStep.id).desc())
    ).first()


def course_named(typed: str, policy: Policy) -> tuple[str, str]:
    """The code and name of a course: one of the catalogue by code, name or short word, else any.

    Raises `Refused` where nothing, or too much, is typed.
    """
    plain = " ".join(typed.split())
    if not plain or len(plain) > _LONGEST_TITLE:
        raise Refused(f"Say which course, in at most {_LONGEST_TITLE} letters.", typed=typed)
    folded = plain.casefold()
    for code, rule in policy.courses.items():
        if folded in (
            code,
            rule.words.casefold(),
            rule.short.casefold(),
            rule.short.casefold().rstrip("."),
        ):
            return code, rule.words
    return "", plain


def _is_booked(session: Session, worker_id: int, code: str, title: str, on: date | None) -> bool:
    same = select(TrainingBooking).where(TrainingBooking.worker_id == worker_id)
    if on is None:
        same = same.where(col(TrainingBooking.on_date).is_(None))
    else:
        same = same.where(TrainingBooking.on_date == on)
    for row in session.exec(
        same.where(TrainingBooking.course == code).where(TrainingBooking.title == title)
    ):
        last = state_of(session, row.id or 0)
        if last is None or not (
            TrainingState(last.state).is_missed or last.state == TrainingState.COURSE_CANCELLED
        ):
            return True
    return False


def _day_or_none(typed: str, moment: Moment) -> date | None:
    """The day as typed, without a year the nearest such day: a training may be to come or past."""
    if not typed.strip():
        return None
    try:
        return read_any_day(typed, moment)
    except Refused:
        return read_day_either_way(typed, moment)
