"""A list of attendance at trainings, from CSV or a workbook: worker, course, date, status, reason.

Columns are found by the letters of their headers, never by position; a line that cannot be read is
given back with its reason, and the others are taken.
"""

from __future__ import annotations

from datetime import date
from itertools import chain
from pathlib import Path

from supervision_tui.desk.imports.files import ImportRefused
from supervision_tui.desk.imports.training import TrainingFile, TrainingRow
from supervision_tui.practice.training import TrainingState
from supervision_tui.practice.vocabulary import MissedReason

from .known_columns import TRAINING
from .tables import cells, dates, people
from .tables.dates import DateOrder, StandsForNone, is_in_doubt
from .tables.files import ReadFiles, name_of, read_files
from .tables.reading import Reading
from .tables.sheets import Cell
from .tables.table import Row
from .told_apart import FileKind, wrong_file

_STATES = {
    TrainingState.ATTENDED: (
        "attended", "completed", "complete", "present", "yes", "y", "passed", "1", "true",
        "fullyattended", "attendedinfull", "✓", "✔",
    ),
    TrainingState.PART_ATTENDED: (
        "partattended", "partial", "partly", "part", "leftearly", "arrivedlate",
        "partiallyattended",
    ),
    TrainingState.DID_NOT_ATTEND: (
        "didnotattend", "dna", "absent", "noshow", "notattended", "no", "n", "missed", "0", "false",
        "failedtoattend", "didntattend",
    ),
    TrainingState.CANCELLED_IN_TIME: (
        "cancelledintime", "cancelled", "canceled", "cancelledbyworker", "apologies",
    ),
    TrainingState.CANCELLED_LATE: ("cancelledlate", "latecancellation", "canceledlate"),
    TrainingState.WITHDRAWN: ("withdrawnbymanager", "managerwithdrew"),
    TrainingState.COURSE_CANCELLED: (
        "coursecancelled", "coursecanceled", "cancelledbyprovider", "eventcancelled",
    ),
    TrainingState.BOOKED: ("booked", "confirmed", "enrolled", "registered", "tocome"),
    TrainingState.APPROVED: ("approved",),
    TrainingState.REQUESTED: ("requested", "waitinglist", "waitlisted", "pending"),
    TrainingState.WISHED: ("wished", "interested"),
}  # fmt: skip
_REASONS = {
    MissedReason.WORKLOAD: (
        "workload",
        "caseload",
        "workpressure",
        "workpressures",
        "pressureofwork",
        "toobusy",
    ),
    MissedReason.DUTY: ("duty", "onduty", "dutycover", "dutyrota"),
    MissedReason.COURT: ("court", "incourt", "courthearing", "hearing"),
    MissedReason.CRISIS: (
        "crisisforachild",
        "crisis",
        "emergency",
        "childprotectionemergency",
        "urgentvisit",
    ),
    MissedReason.SICKNESS: ("sickness", "sick", "ill", "illness", "sickleave"),
    MissedReason.LEAVE: ("leave", "annualleave", "onleave", "holiday"),
    MissedReason.CARING: ("caring", "childcare", "carer", "caringresponsibilities", "dependants"),
    MissedReason.TECHNICAL: ("technical", "it", "itproblem", "itissues", "connection"),
    MissedReason.NOT_RELEASED: ("notreleased", "managerdidnotrelease", "refusedrelease"),
    MissedReason.UNKNOWN: ("unknown", "notgiven", "notknown", "noreasongiven", "other"),
}
_LONGEST = 120  # letters
_FARTHEST_DAYS = 730  # ahead
_IN_DOUBT = "day or month first? It reads otherwise either way"


def read_training(paths: list[Path], today: date, order: DateOrder | None = None) -> TrainingFile:
    """Read a list of attendance.

    Raises `ImportRefused` where the file is none, and changes nothing.
    """
    return training_of(read_files(paths), paths, today, order)


def training_of(
    files: ReadFiles, paths: list[Path], today: date, order: DateOrder | None = None
) -> TrainingFile:
    """Read a list of attendance in files that have been read as sheets. Raises `ImportRefused`."""
    reading = Reading(files, today, order)
    name = name_of(paths[0])
    tables = [
        table for sheet in files.sheets if (table := reading.table(sheet, "training", TRAINING))
    ]
    if not tables:
        raise ImportRefused(wrong_file(files, name, FileKind.TRAINING))
    reading.judge_dates()
    of_tables = chain.from_iterable(table.rows for table in tables)
    read = [_read_row(row, reading) for row in of_tables]
    rows = [row for row in read if row is not None]
    return TrainingFile(
        name,
        tuple(rows),
        tuple(reading.rejected),
        tables[-1].header,
        left_out=tuple(reading.left_out),
        warnings=reading.sentences(),
        month_first=tuple(reading.month_first),
    )


def _read_row(row: Row, reading: Reading) -> TrainingRow | None:
    column, today = "worker", reading.as_of
    try:
        reading.check_row(row)
        worker = people.worker(row["worker"])
        if not worker:
            raise cells.CellWrong("no worker is named")
        column = "course"
        course = cells.text(row["course"])
        if not course or len(course) > _LONGEST:
            raise cells.CellWrong(f"a course is needed, of at most {_LONGEST} letters")
        column = "date"
        if reading.order is None and "date" in row.table.doubtful and is_in_doubt(row["date"]):
            raise cells.CellWrong(_IN_DOUBT)
        on = _day(row["date"], reading.order or DateOrder.DAY_FIRST)
        column = "status"
        state = _state(row["status"])
        column = "date"
        _check_day(on, state, today)
    except cells.CellWrong as why:
        reading.reject(row, column, why)
        return None
    reason = _reason(row, state, reading)
    return TrainingRow(
        worker, course, on, state=state, reason=reason, number=row.number, cells=row.shown
    )


def _day(value: Cell, order: DateOrder) -> date | None:
    try:
        return dates.day(value, order)
    except StandsForNone:
        return None


def _state(value: Cell) -> TrainingState:
    wanted = cells.folded(value) or cells.text(value)
    found = next((state for state, words in _STATES.items() if wanted in words), None)
    if found is None:
        raise cells.CellWrong("not a status; there are: " + ", ".join(TrainingState))
    return found


def _check_day(on: date | None, state: TrainingState, today: date) -> None:
    """A day that can be: none ahead for what was attended, and one there for all that is over."""
    if on is None:
        if not state.is_ahead or state is TrainingState.BOOKED:
            raise cells.CellWrong("a date is needed")
        return
    if (on - today).days > _FARTHEST_DAYS or (today - on).days > 10 * 366:
        raise cells.CellWrong("a date that cannot be right")
    was_there = state in (
        TrainingState.ATTENDED,
        TrainingState.PART_ATTENDED,
        TrainingState.DID_NOT_ATTEND,
    )
    if was_there and on > today:
        raise cells.CellWrong("the day is still to come")


def _reason(row: Row, state: TrainingState, reading: Reading) -> MissedReason | None:
    """Read why somebody was not there; one that is not known is not said, and told."""
    wanted = cells.folded(cells.text(row["reason"]))
    if not state.needs_reason:
        return None
    found = next(
        (reason for reason, words in _REASONS.items() if wanted in words), MissedReason.UNKNOWN
    )
    if wanted and found is MissedReason.UNKNOWN and wanted not in _REASONS[MissedReason.UNKNOWN]:
        reading.tell(row, "reason", "not a reason; there are: " + ", ".join(MissedReason))
    return found
