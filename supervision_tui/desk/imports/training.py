"""Taking attendance at trainings from a file: held against the records first, then taken in one
transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, select

from supervision_tui.desk.long_work import progress_over
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.training.bookings import add_step, course_named, state_of
from supervision_tui.practice.training import TrainingState
from supervision_tui.practice.vocabulary import MissedReason
from supervision_tui.records import TrainingBooking, TrainingStep, Worker
from supervision_tui.vault.store import changes_records

from .files import RejectedRow
from .matching import WorkersHere
from .preview import Change, NearName, Preview
from .undo_import import noted_for_undo


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """One line of attendance: who, which course, on which day, what became of it and why.

    And where it stands.
    """

    worker: str
    course: str
    on: date | None
    state: TrainingState
    reason: MissedReason | None
    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrainingFile:
    """A file of attendance as it was read: lines, rejected lines, its header.

    Lines left out, and what to say.
    """

    name: str
    rows: tuple[TrainingRow, ...]
    rejected: tuple[RejectedRow, ...]
    header: tuple[str, ...]
    left_out: tuple[RejectedRow, ...] = ()
    warnings: tuple[str, ...] = ()
    month_first: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Planned:
    """The plan for one line: the worker, the booking there is, and whether it changes."""

    row: TrainingRow
    worker: Worker
    code: str
    title: str
    there: TrainingBooking | None
    is_change: bool

    @property
    def kind(self) -> str:
        if self.there is None:
            return "new"
        return "changed"


def preview_training(
    session: Session, file: TrainingFile, moment: Moment, accepted: Mapping[str, str] | None = None
) -> Preview:
    """Tell what taking this file would change.

    `accepted` maps names in it to workers here, as the manager said.
    """
    return _TrainingImport(session, file, moment, accepted or {}).preview()


@changes_records
def accept_training(
    session: Session,
    file: TrainingFile,
    moment: Moment,
    accepted: Mapping[str, str] | None = None,
    *,
    close_missing: bool = False,
) -> Preview:
    """Take the file, in one transaction; returns what was done.

    Nothing is ever closed by such a file.
    """
    taker = _TrainingImport(session, file, moment, accepted or {})
    preview = taker.preview()
    with noted_for_undo(session, file.name):
        taker.take()
        moment.note(session, "import training", "file", f"{len(preview.changes)} changes")
    return replace(preview, applied=True)


class _TrainingImport:
    """Holds a file against the records, line by line."""

    def __init__(
        self, session: Session, file: TrainingFile, moment: Moment, accepted: Mapping[str, str]
    ) -> None:
        self.session, self.file, self.moment = session, file, moment
        self._here = WorkersHere(session, accepted)
        self._rejected: list[RejectedRow] = []
        self._near: dict[str, str] = {}
        self._twice = 0
        # Days of its own lines are never given to another.
        self._has_no_day = any(row.on is None for row in file.rows)
        self._planned = self._plan()

    def preview(self) -> Preview:
        """Tell what would be done."""
        changing = [each for each in self._planned if each.is_change]
        return Preview(
            file=self.file.name,
            lists={"training": len(self.file.rows) + len(self.file.rejected)},
            changes=tuple(Change(each.kind, each.worker.name, _says(each)) for each in changing),
            unchanged=len(self._planned) - len(changing),
            unallocated=(),
            rejected=tuple(sorted((*self.file.rejected, *self._rejected), key=lambda row: row.row)),
            warnings=tuple(self._warnings()),
            workers=(),
            near_names=tuple(NearName(*pair) for pair in self._near.items()),
            left_out=self.file.left_out,
            month_first=self.file.month_first,
        )

    def _warnings(self) -> Iterator[str]:
        """Say what a person should know before taking the file."""
        yield from self.file.warnings
        if self._twice:
            if self._twice == 1:
                lines = "1 line stands"
            else:
                lines = f"{self._twice} lines stand"
            yield (
                f"{lines} for a course and a day that another line below names again; the last "
                f"line holds."
            )
        unknown = sum(each.row.reason is MissedReason.UNKNOWN for each in self._planned)
        if unknown:
            yield (
                f"{unknown} missed without a reason: not counted as missed because of workload "
                f"until one is said."
            )

    def take(self) -> None:
        """Do it."""
        self._here.keep_spellings(self.session)
        for each in progress_over(self._planned, "lines"):
            if each.is_change:
                self._take(each)

    def _plan(self) -> list[_Planned]:
        """Every line that can be taken.

        A course on a day that stands there twice is taken once, as its last line.
        """
        last: dict[tuple[int, str, date | None], tuple[TrainingRow, Worker]] = {}
        for row in self.file.rows:
            worker = self._worker(row)
            if worker is not None:
                code, title = course_named(row.course, self.moment.policy)
                last[(worker.id or 0, code or title.casefold(), row.on)] = row, worker
        self._twice = len(self.file.rows) - len(self._rejected) - len(last)
        taken: set[int] = set()  # a booking without a day is taken by one line
        return [self._planned_for(row, worker, taken) for row, worker in last.values()]

    def _planned_for(self, row: TrainingRow, worker: Worker, taken: set[int]) -> _Planned:
        code, title = course_named(row.course, self.moment.policy)
        there = self._there(worker, code, title, row.on, taken)
        if there is None:
            return _Planned(row, worker, code, title, None, is_change=True)
        taken.add(there.id or 0)
        is_change = self._differs(row, there, state_of(self.session, there.id or 0))
        return _Planned(row, worker, code, title=title, there=there, is_change=is_change)

    def _worker(self, row: TrainingRow) -> Worker | None:
        found = self._here.named(row.worker)
        if found is not None and (found.left_on is None or found.left_on > self.moment.today):
            return found
        near = None if found is not None else self._here.near(row.worker)
        if near:
            self._near[row.worker] = near
        if found:
            reason = "has left"
        elif near:
            reason = f"spelled like {near}; say whether they are the same"
        else:
            reason = "not here"
        self._rejected.append(
            RejectedRow(
                "training",
                row.number,
                "worker",
                value=row.worker,
                reason=reason,
                cells=row.cells,
                header=self.file.header,
            )
        )
        return None

    def _there(
        self, worker: Worker, code: str, title: str, on: date | None, taken: set[int]
    ) -> TrainingBooking | None:
        """The booking that the line is about: of that day, else one with no day, not taken yet."""
        same = select(TrainingBooking).where(TrainingBooking.worker_id == worker.id)
        rows = self.session.exec(same.where(TrainingBooking.course == code))
        bookings = [
            each
            for each in rows
            if each.title.casefold() == title.casefold() and each.id not in taken
        ]
        there = next((each for each in bookings if each.on_date == on), None)
        free = [
            each
            for each in bookings
            if each.on_date is None and self._is_ahead(each) and not self._has_no_day
        ]
        return there or next(iter(free), None)

    def _is_ahead(self, row: TrainingBooking) -> bool:
        last = state_of(self.session, row.id or 0)
        return last is not None and TrainingState(last.state).is_ahead

    def _differs(self, row: TrainingRow, there: TrainingBooking, last: TrainingStep | None) -> bool:
        if last is None:
            return True
        if row.state.is_ahead and not TrainingState(last.state).is_ahead:
            return False  # an older list says booked of what is over here
        is_same_day = there.on_date == row.on
        return (last.state, last.reason) != (row.state, row.reason or "") or not is_same_day

    def _take(self, each: _Planned) -> None:
        today, row = self.moment.today, each.there
        is_new = row is None
        if row is None:
            row = TrainingBooking(
                worker_id=each.worker.id or 0, course=each.code, title=each.title, recorded_on=today
            )
        row.on_date = each.row.on
        self.session.add(row)
        self.session.flush()
        is_past = each.row.on is not None and each.row.on < today and not each.row.state.is_ahead
        on = each.row.on if is_new and is_past and each.row.on is not None else today
        add_step(self.session, row, each.row.state, each.row.reason, on)


def _says(each: _Planned) -> str:
    on = f" on {each.row.on.isoformat()}" if each.row.on else ""
    reason = f": {each.row.reason}" if each.row.reason else ""
    return f"{each.title}{on}, {each.row.state}{reason}"
