"""A worker away on leave or sick: from when to when, who covers each child, who does what is open.

Cover is no change of worker: the child stays allocated, counts with who covers meanwhile, and comes
back on the return.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from supervision_tui.desk.child_events import by_hand
from supervision_tui.desk.directions.lines import DirectionLine, open_directions
from supervision_tui.desk.find import find_child, find_worker, worker_by_id
from supervision_tui.desk.history.child import ChildHistory
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.history.worker import WorkerHistory
from supervision_tui.desk.moment import Moment, Refused, read_any_day
from supervision_tui.practice import wording
from supervision_tui.practice.days.spans import days_after
from supervision_tui.practice.supervision.cadence import Leave, on_leave
from supervision_tui.practice.vocabulary import CaseRole
from supervision_tui.records import (
    Child,
    DirectionOwner,
    RoleOnCase,
    Worker,
    WorkerLeave,
)
from supervision_tui.vault.store import can_be_undone, changes_records

from .handed_on import goes_back, hand_on, keep_for_good, open_direction, out_for, take_back

_LONGEST_AGO = 3 * 366  # days
LEAVE_KINDS = ("leave", "sick", "parental", "other")


@dataclass(frozen=True, slots=True)
class ChildAway:
    """A child of a worker who is away: plans, who covers (empty: nobody), until when."""

    ref: str
    name: str | None
    plans_shown: str
    covered_by: str
    until: date | None
    family_id: int | None = None


@dataclass(frozen=True, slots=True)
class DirectionAway:
    """An open direction of a worker who is away: who does it now, and whether it was handed on.

    Answered is one that was handed on, or that is due only after the absence.
    """

    line: DirectionLine
    handed_on: bool
    is_answered: bool


@dataclass(frozen=True, slots=True)
class SessionAway:
    """A session of the worker's own that is planned for a day of the absence."""

    id: int
    on: date
    time: str


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """One absence of a worker with the children and the open directions, and what is settled.

    `last` is the last day away, nothing while it is not known; `is_over` once the worker is back.
    """

    leave_id: int
    worker_id: int
    worker: str
    kind: str
    first: date
    last: date | None
    is_over: bool
    children: tuple[ChildAway, ...]
    directions: tuple[DirectionAway, ...]
    sessions: tuple[SessionAway, ...] = ()

    @property
    def uncovered(self) -> int:
        """Children for whom nobody covers."""
        return sum(not each.covered_by for each in self.children)

    @property
    def unanswered(self) -> int:
        """Open directions that fall into the absence and nobody does meanwhile."""
        return sum(not each.is_answered for each in self.directions)

    @property
    def coming_back(self) -> int:
        """Directions that were handed on and come back on the return."""
        return sum(each.handed_on for each in self.directions)

    def says(self, today: date) -> str:
        """When, in words: `sick since Mon 2 Nov`, `leave, Mon 2 Nov to Fri 13 Nov`."""
        first = wording.day(self.first, today=today)
        if self.last is None:
            return f"{self.kind} since {first}, no last day yet"
        return f"{self.kind}, {first} to {wording.day(self.last, today=today)}"


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
    take_back(session, worker, [leave_id], read_history(session, moment.policy), moment)
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


def has_absence(session: Session, worker_id: int, moment: Moment) -> bool:
    """Tell whether a worker is away or will be, or directions are still to come back."""
    return bool(absences(session, moment, of=worker_id))


def absence_of(session: Session, worker_id: int, moment: Moment) -> AbsenceView:
    """The absence of a worker that goes on, else one from which directions are to come back.

    Else the next one, else the latest. Raises `Refused` where there is none.
    """
    lines = open_directions(session, moment)
    there = absences(session, moment, lines, of=worker_id)
    if there:
        return there[0]
    leaves = _leaves(session, moment, worker_id)
    if not leaves:
        raise Refused("No absence of this worker is on record.")
    return _view(session, leaves[-1], lines, moment)


def absences(
    session: Session,
    moment: Moment,
    lines: Sequence[DirectionLine] | None = None,
    *,
    of: int | None = None,
) -> list[AbsenceView]:
    """Absences that go on or are to come, and those over from which directions come back.

    What is out from an earlier absence of a worker who is away again comes back with the later one.
    `lines` are the open directions, where they are read already; `of` is one worker asked about.
    """
    if lines is None:
        lines = open_directions(session, moment)
    handed = set(session.exec(select(DirectionOwner.leave_id)))
    known = _leaves(session, moment, of)
    going_on = [row for row in known if _goes_on(row, moment.today)]
    away = {row.worker_id for row in going_on if row.starts_on <= moment.today}
    over = {}
    for row in known:
        if row.id in handed and row not in going_on and row.worker_id not in away:
            over[row.worker_id] = row
    found = [_view(session, row, lines, moment) for row in (*over.values(), *going_on)]
    return [each for each in found if not each.is_over or each.coming_back]


def _leaves(session: Session, moment: Moment, worker_id: int | None) -> list[WorkerLeave]:
    """The absences of one worker or of all that are on record and not withdrawn, in order."""
    rows = select(WorkerLeave).order_by(col(WorkerLeave.starts_on))
    if worker_id is not None:
        rows = rows.where(WorkerLeave.worker_id == worker_id)
    return [
        row
        for row in session.exec(rows)
        if (row.recorded_on or row.starts_on) <= moment.today and not row.is_withdrawn
    ]


def _last_day(row: WorkerLeave, on: date) -> date | None:
    """The last day of an absence, as it was known on that day."""
    if (row.end_recorded_on or row.starts_on) <= on:
        return row.ends_on
    return None


def _goes_on(row: WorkerLeave, on: date) -> bool:
    """Tell whether an absence goes on or is to come, as it was known on that day."""
    last = _last_day(row, on)
    return last is None or last >= on


def _view(
    session: Session, row: WorkerLeave, lines: Iterable[DirectionLine], moment: Moment
) -> AbsenceView:
    history = read_history(session, moment.policy)
    worker = history.workers[row.worker_id]
    on, last = max(moment.today, row.starts_on), _last_day(row, moment.today)
    if last is not None:
        on = min(on, last)
    covers = _covers(session, row, on, moment.today)
    children = [
        _child(child, covers.get(child.id), history, moment)
        for child in history.led_by(row.worker_id, on)
    ]
    return AbsenceView(
        leave_id=row.id or 0,
        worker_id=row.worker_id,
        worker=worker.name,
        kind=row.kind or "leave",
        first=row.starts_on,
        last=last,
        is_over=not _goes_on(row, moment.today),
        children=tuple(children),
        directions=tuple(_directions(session, row, lines, history, moment)),
        sessions=tuple(_sessions(worker, row, moment)),
    )


def _sessions(worker: WorkerHistory, leave: WorkerLeave, moment: Moment) -> Iterator[SessionAway]:
    """The sessions planned for a day of the absence that is still to come."""
    today, last = moment.today, _last_day(leave, moment.today) or date.max
    for each in worker.planned(today):
        on = each.planned_on(today)
        if max(leave.starts_on, today) <= on <= last:
            yield SessionAway(each.id, on, each.time_on(today))


def _covers(session: Session, leave: WorkerLeave, on: date, today: date) -> dict[int, RoleOnCase]:
    """Find who covers each child in an absence on that day, as known today, by the child's id."""
    rows = session.exec(select(RoleOnCase).where(RoleOnCase.leave_id == leave.id))
    return {
        row.child_id: row
        for row in rows
        if row.recorded_on <= today and row.starts_on <= on and row.goes_on(on)
    }


def _child(
    child: ChildHistory, cover: RoleOnCase | None, history: History, moment: Moment
) -> ChildAway:
    name, until = "", None
    if cover is not None and cover.worker_id is not None and not _is_away(history, cover, moment):
        name = history.workers[cover.worker_id].name
        until = cover.ends_on - timedelta(days=1) if cover.ends_on else None
    plans = moment.policy.plans_shown(child.statuses(moment.today, moment.policy))
    return ChildAway(child.ref, child.name, plans, name, until, child.family_id)


def _is_away(history: History, cover: RoleOnCase, moment: Moment) -> bool:
    """Tell whether who covers is away as well, or has left."""
    worker = history.workers[cover.worker_id or 0]
    on = max(moment.today, cover.starts_on)
    if worker.left_on is not None and worker.left_on <= on:
        return True
    return on_leave(worker.clock(moment.today, moment.policy), on)


def _directions(
    session: Session,
    leave: WorkerLeave,
    lines: Iterable[DirectionLine],
    history: History,
    moment: Moment,
) -> list[DirectionAway]:
    name = history.workers[leave.worker_id].name
    out = out_for(session, _leaves_up_to(session, leave))
    found = []
    last = _last_day(leave, moment.today)
    for line in lines:
        is_own = line.owner.casefold() == name.casefold()
        child = history.children[history.directions[line.id].child_id]
        if line.id in out and goes_back(child, line.owner, name, history, moment):
            found.append(DirectionAway(line, handed_on=True, is_answered=True))
        elif is_own:
            is_after = last is not None and line.due > last
            is_before = line.due < leave.starts_on and leave.starts_on > moment.today
            found.append(DirectionAway(line, handed_on=False, is_answered=is_after or is_before))
    return found


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
    history = read_history(session, moment.policy)
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
    covers = _covers(session, leave, max(moment.today, leave.starts_on), moment.today)
    for number in direction_ids:
        row = open_direction(session, number)
        to = owner.strip()
        if not to:
            cover = covers.get(row.child_id)
            if cover is None or cover.worker_id is None:
                raise Refused(
                    "Nobody covers that child yet; settle that first, or name somebody.",
                    field="who",
                )
            to = worker_by_id(session, cover.worker_id).name
        hand_on(session, row, to, leave_id, moment)


def _leaves_up_to(session: Session, leave: WorkerLeave) -> list[int]:
    """The numbers of this absence and of the worker's earlier ones."""
    rows = select(WorkerLeave.id).where(WorkerLeave.worker_id == leave.worker_id)
    up_to = rows.where(WorkerLeave.starts_on <= leave.starts_on)
    return [number or 0 for number in session.exec(up_to)]


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
    history = read_history(session, moment.policy)
    take_back(session, worker, _leaves_up_to(session, leave), history, moment)
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
