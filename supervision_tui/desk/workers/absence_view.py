"""The absences of workers as they stand: the children, the directions, the sessions in between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from supervision_tui.desk.directions.lines import DirectionLine, open_directions
from supervision_tui.desk.history.child import ChildHistory
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.history.worker import WorkerHistory
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.practice import wording
from supervision_tui.practice.supervision.cadence import on_leave
from supervision_tui.records import DirectionOwner, RoleOnCase, WorkerLeave

from .handed_on import goes_back, out_for


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
    found = [_view(session, row, lines, moment) for row in _leaves_in_hand(session, moment, of)]
    return [each for each in found if not each.is_over or each.coming_back]


def names_of_absent(session: Session, history: History, moment: Moment) -> set[str]:
    """Name the workers who are away or will be, or whose directions may be to come back."""
    return {history.workers[row.worker_id].name for row in _leaves_in_hand(session, moment)}


def _leaves_in_hand(
    session: Session, moment: Moment, worker_id: int | None = None
) -> list[WorkerLeave]:
    """The absences over from which directions may come back, then those that go on or are to come.

    Of one worker, or of all.
    """
    handed = set(session.exec(select(DirectionOwner.leave_id)))
    known = _leaves(session, moment, worker_id)
    going_on = [row for row in known if _goes_on(row, moment.today)]
    away = {row.worker_id for row in going_on if row.starts_on <= moment.today}
    over = {}
    for row in known:
        if row.id in handed and row not in going_on and row.worker_id not in away:
            over[row.worker_id] = row
    return [*over.values(), *going_on]


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
    history = read_history(session, moment)
    worker = history.workers[row.worker_id]
    on, last = max(moment.today, row.starts_on), _last_day(row, moment.today)
    if last is not None:
        on = min(on, last)
    covering = covers(session, row, on, moment.today)
    children = [
        _child(child, covering.get(child.id), history, moment)
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


def covers(session: Session, leave: WorkerLeave, on: date, today: date) -> dict[int, RoleOnCase]:
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
    out = out_for(session, leaves_up_to(session, leave))
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


def leaves_up_to(session: Session, leave: WorkerLeave) -> list[int]:
    """The numbers of this absence and of the worker's earlier ones."""
    rows = select(WorkerLeave.id).where(WorkerLeave.worker_id == leave.worker_id)
    up_to = rows.where(WorkerLeave.starts_on <= leave.starts_on)
    return [number or 0 for number in session.exec(up_to)]
