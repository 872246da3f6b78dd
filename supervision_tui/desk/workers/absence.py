"""A worker away on leave or sick: from when to when, who covers each child, who does what is open.

Cover is no change of worker: the child stays allocated, counts with who covers meanwhile, and comes
back on the return.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import Session, col, select

from supervision_tui.desk.child_events import by_hand
from supervision_tui.desk.find import find_child, find_worker, worker_by_id
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment, Refused, read_any_day
from supervision_tui.practice import wording
from supervision_tui.practice.days.spans import days_after
from supervision_tui.practice.supervision.cadence import Leave
from supervision_tui.practice.vocabulary import CaseRole
from supervision_tui.records import (
    Child,
    RoleOnCase,
    Worker,
    WorkerLeave,
)
from supervision_tui.vault.store import can_be_undone, changes_records

from .absence_view import covers, leaves_up_to
from .handed_on import hand_on, keep_for_good, open_direction, take_back

_LONGEST_AGO = 3 * 366  # days
LEAVE_KINDS = ("leave", "sick", "parental", "other")


@can_be_undone("the absence")
@changes_records
def record_leave(
    session: Session, worker_id: int, first: str, last: str, kind: str, *, moment: Moment
) -> Leave:
    """Record an absence of a worker, or the last day of one that had none. Raises `Refused`.

    From the policy's length on it stops the supervision clock. Cover follows its last day.
    """
    worker = worker_by_id(session, worker_id)
    starts, ends = _days(first, last, moment)
    row = _open_leave(session, worker_id)
    if row is not None and row.starts_on != starts:
        since = wording.full_day(row.starts_on)
        raise Refused(
            f"{worker.name} is on leave from {since}, without a last day yet: give that first.",
            field="last",
        )
    row = row or WorkerLeave(worker_id=worker_id, starts_on=starts, recorded_on=moment.today)
    _check_meets_no_other(session, worker, row, starts, ends)
    row.kind = kind
    _set_last_day(session, row, ends, moment)
    moment.note(session, "record leave", f"worker {worker_id}", "from, to, kind")
    return Leave(starts, ends, row.stops_clock)


@can_be_undone("the days of the absence")
@changes_records
def change_absence(
    session: Session, leave_id: int, first: str, last: str, kind: str, *, moment: Moment
) -> Leave:
    """Change the days and the kind of an absence; cover moves with it. Raises `Refused`."""
    leave = _leave(session, leave_id)
    starts, ends = _days(first, last, moment)
    _check_meets_no_other(session, worker_by_id(session, leave.worker_id), leave, starts, ends)
    leave.kind = kind
    for row in _live_cover(session, leave):
        row.starts_on = max(starts, min(row.starts_on, moment.today))
        session.add(row)
    leave.starts_on = starts
    _set_last_day(session, leave, ends, moment)
    moment.note(session, "change absence", f"worker {leave.worker_id}", "from, to, kind")
    return Leave(starts, ends, leave.stops_clock)


@can_be_undone("the withdrawal of the absence")
@changes_records
def withdraw_absence(session: Session, leave_id: int, moment: Moment) -> None:
    """Let an absence never have been; cover ends, open directions come back. Raises `Refused`."""
    leave = _leave(session, leave_id)
    worker = worker_by_id(session, leave.worker_id)
    take_back(session, worker, [leave_id], read_history(session, moment), moment)
    _withdraw(session, leave, moment)
    moment.note(session, "withdraw absence", f"worker {leave.worker_id}", "from, to")


def _withdraw(session: Session, leave: WorkerLeave, moment: Moment) -> None:
    """Leave an absence on record without a day."""
    for row in _live_cover(session, leave):
        row.end(moment.today, moment.today)
        session.add(row)
    leave.ends_on, leave.end_recorded_on = leave.starts_on - timedelta(days=1), moment.today
    leave.stops_clock = False
    session.add(leave)
    session.flush()


def settle_absences(session: Session, worker_id: int, last: date, moment: Moment) -> None:
    """End absences and roles of a worker who leaves after that day; what was handed on stays so."""
    for role in session.exec(select(RoleOnCase).where(RoleOnCase.worker_id == worker_id)):
        if role.goes_on(moment.today):
            role.end(moment.today, moment.today)
            session.add(role)
    rows = session.exec(select(WorkerLeave).where(WorkerLeave.worker_id == worker_id)).all()
    keep_for_good(session, [row.id or 0 for row in rows], moment)
    for row in rows:
        if row.starts_on > last:
            _withdraw(session, row, moment)
        elif row.ends_on is None or row.ends_on > last:
            _set_last_day(session, row, last, moment)


def covered_for(session: Session, worker_id: int, moment: Moment) -> list[tuple[str, int]]:
    """The children whom a worker covers or will cover, by reference, with who is away."""
    rows = (
        select(RoleOnCase, Child.ref, WorkerLeave.worker_id)
        .join(Child, col(Child.id) == RoleOnCase.child_id)
        .join(WorkerLeave, col(WorkerLeave.id) == RoleOnCase.leave_id)
        .where(RoleOnCase.worker_id == worker_id)
        .order_by(col(Child.ref))
    )
    return [
        (ref, away)
        for row, ref, away in session.exec(rows)
        if row.goes_on(max(moment.today, row.starts_on))
    ]


def _days(first: str, last: str, moment: Moment) -> tuple[date, date | None]:
    """The first and the last day as typed; no last day while it is not known."""
    starts = read_any_day(first, moment, "first")
    if (moment.today - starts).days > _LONGEST_AGO:
        raise Refused("An absence that goes on began within the last three years.", field="first")
    if not last.strip():
        return starts, None
    ends = read_any_day(last, moment, "last")
    _check_order(starts, ends)
    return starts, ends


def _check_order(starts: date, ends: date) -> None:
    if ends < starts:
        raise Refused("The last day of an absence does not come before the first.", field="last")


def open_leave(session: Session, worker_id: int) -> Leave | None:
    """The absence that has begun or is to come and has no last day yet."""
    row = _open_leave(session, worker_id)
    if row:
        return Leave(row.starts_on, None)
    return None


@can_be_undone("the cover")
@changes_records
def cover_children(
    session: Session, leave_id: int, refs: Sequence[str], worker: str, moment: Moment
) -> None:
    """Let a worker cover children while theirs is away; an earlier cover ends. Raises `Refused`."""
    leave = _leave(session, leave_id)
    to = find_worker(session, worker)
    if not refs:
        raise Refused("Say which child.")
    if to.id == leave.worker_id:
        raise Refused(f"{to.name} is the one who is away.", field="worker")
    starts = max(leave.starts_on, moment.today)
    until = days_after(leave.ends_on, 1) if leave.ends_on else None
    _check_is_there(session, to, leave, starts)
    history = read_history(session, moment)
    for ref in refs:
        child = find_child(session, ref)
        if history.children[child.id or 0].worker_id(starts) != leave.worker_id:
            raise Refused(f"{child.ref} is not with the worker who is away.", field="worker")
        _end_cover(session, leave, starts, child.id or 0)
        row = RoleOnCase(
            child_id=child.id or 0,
            role=CaseRole.COVERING,
            worker_id=to.id,
            starts_on=starts,
            ends_on=until,
            source=by_hand(session, moment),
            recorded_on=moment.today,
            leave_id=leave_id,
        )
        session.add(row)
        moment.note(session, "cover child", f"child {child.ref}", "worker, from, to")


@can_be_undone("the new owner")
@changes_records
def hand_on_for_absence(
    session: Session, leave_id: int, direction_ids: Sequence[int], owner: str, moment: Moment
) -> None:
    """Hand open directions on while their owner is away; without an owner, to who covers the child.

    Raises `Refused`.
    """
    leave = _leave(session, leave_id)
    covering = covers(session, leave, max(moment.today, leave.starts_on), moment.today)
    for number in direction_ids:
        row = open_direction(session, number)
        to = owner.strip()
        if not to:
            cover = covering.get(row.child_id)
            if cover is None or cover.worker_id is None:
                raise Refused(
                    "Nobody covers that child yet; settle that first, or name somebody.",
                    field="who",
                )
            to = worker_by_id(session, cover.worker_id).name
        hand_on(session, row, to, leave_id, moment)


@can_be_undone("the return")
@changes_records
def come_back(session: Session, leave_id: int, last: str, moment: Moment) -> None:
    """Record the last day of an absence: cover ends, and open directions come back.

    Raises `Refused`.
    """
    leave = _leave(session, leave_id)
    ends = leave.ends_on
    if last.strip() or ends is None:
        ends = read_any_day(last, moment, "last")
    _check_order(leave.starts_on, ends)
    if ends > moment.today:
        raise Refused(
            "That is still to come; directions come back once the worker does.", field="last"
        )
    worker = worker_by_id(session, leave.worker_id)
    _check_meets_no_other(session, worker, leave, leave.starts_on, ends)
    _set_last_day(session, leave, ends, moment)
    history = read_history(session, moment)
    take_back(session, worker, leaves_up_to(session, leave), history, moment)
    moment.note(session, "come back", f"worker {leave.worker_id}", "last day away")


def _set_last_day(session: Session, leave: WorkerLeave, ends: date | None, moment: Moment) -> None:
    """Give an absence its last day, and let the cover in it end with it."""
    live = _live_cover(session, leave)
    leave.ends_on, leave.end_recorded_on = ends, moment.today if ends else None
    shortest = moment.policy.session.long_leave_days
    leave.stops_clock = ends is None or (ends - leave.starts_on).days + 1 >= shortest
    session.add(leave)
    session.flush()
    until = days_after(ends, 1) if ends else None
    for row in live:
        row.ends_on = None if until is None else max(until, row.starts_on)
        row.end_recorded_on = moment.today
        session.add(row)


def _live_cover(session: Session, leave: WorkerLeave) -> list[RoleOnCase]:
    """The cover that goes on to the last day of an absence, and was not ended before it."""
    until = days_after(leave.ends_on, 1) if leave.ends_on else None
    rows = session.exec(select(RoleOnCase).where(RoleOnCase.leave_id == leave.id))
    return [row for row in rows if row.ends_on == until and row.starts_on != until]


def _end_cover(session: Session, leave: WorkerLeave, on: date, child_id: int) -> None:
    rows = select(RoleOnCase).where(RoleOnCase.leave_id == leave.id)
    for row in session.exec(rows.where(RoleOnCase.child_id == child_id)).all():
        if row.starts_on >= on:
            session.delete(row)
        elif row.goes_on(on):
            row.end(on, on)
            session.add(row)


def _leave(session: Session, leave_id: int) -> WorkerLeave:
    row = session.get(WorkerLeave, leave_id)
    if row is None:
        raise Refused("That absence is no longer on record.")
    return row


def _check_is_there(session: Session, to: Worker, leave: WorkerLeave, starts: date) -> None:
    """Refuse somebody for cover who is away at the same time."""
    theirs = select(WorkerLeave).where(WorkerLeave.worker_id == to.id)
    for other in session.exec(theirs):
        if _meet(other, starts, leave.ends_on):
            raise Refused(
                f"{to.name} is away, too, from {wording.full_day(other.starts_on)}.",
                field="worker",
            )


def _check_meets_no_other(
    session: Session, worker: Worker, row: WorkerLeave, starts: date, ends: date | None
) -> None:
    others = select(WorkerLeave).where(WorkerLeave.worker_id == worker.id)
    for other in session.exec(others):
        if other.id != row.id and _meet(other, starts, ends):
            raise Refused(
                f"{worker.name} is on leave from {wording.full_day(other.starts_on)} already.",
                field="first",
            )


def _meet(leave: WorkerLeave, starts: date, ends: date | None) -> bool:
    """Tell whether an absence shares a day with others; one that was withdrawn has none."""
    is_before = leave.ends_on is not None and leave.ends_on < starts
    return not leave.is_withdrawn and not is_before and leave.starts_on <= (ends or date.max)


def _open_leave(session: Session, worker_id: int) -> WorkerLeave | None:
    rows = (
        select(WorkerLeave)
        .where(WorkerLeave.worker_id == worker_id)
        .where(col(WorkerLeave.ends_on).is_(None))
    )
    return session.exec(rows).first()
