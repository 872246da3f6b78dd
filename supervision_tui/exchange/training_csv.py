"""A list of attendance at trainings, from CSV or a workbook: worker, course, date, status, reason.

Columns are found by the letters of their headers, never by position; a line that cannot be read is given back with its
reason, and the others are taken.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from supervision_tui.desk.caseload import ImportRefused, RejectedRow
from supervision_tui.desk.take_training import TrainingFile, TrainingRow
from supervision_tui.practice.training import MissedReason, TrainingState

from . import cells
from .sheets import Cell, Sheet, read_sheets

_COLUMNS = {
    "worker": ("worker", "workername", "name", "staff", "staffname", "employee", "employeename", "delegate", "learner",
               "attendee", "socialworker"),
    "course": ("course", "coursename", "coursetitle", "training", "trainingtitle", "event", "title", "module"),
    "date": ("date", "coursedate", "startdate", "eventdate", "trainingdate", "on", "when", "sessiondate"),
    "status": ("status", "attendance", "attended", "outcome", "result", "bookingstatus", "state"),
    "reason": ("reason", "reasonfornonattendance", "nonattendancereason", "absencereason", "why", "comment"),
}  # fmt: skip
_STATES = {
    TrainingState.ATTENDED: ("attended", "completed", "complete", "present", "yes", "y", "passed", "1", "true"),
    TrainingState.PART_ATTENDED: ("partattended", "partial", "partly", "leftearly", "partiallyattended"),
    TrainingState.DID_NOT_ATTEND: ("didnotattend", "dna", "absent", "noshow", "notattended", "no", "n", "missed", "0",
                                   "false", "failedtoattend", "didntattend"),
    TrainingState.CANCELLED_IN_TIME: ("cancelledintime", "cancelled", "canceled", "cancelledbyworker"),
    TrainingState.CANCELLED_LATE: ("cancelledlate", "latecancellation", "canceledlate"),
    TrainingState.WITHDRAWN: ("withdrawnbymanager", "withdrawn", "managerwithdrew"),
    TrainingState.COURSE_CANCELLED: ("coursecancelled", "coursecanceled", "cancelledbyprovider", "eventcancelled"),
    TrainingState.BOOKED: ("booked", "confirmed", "enrolled", "registered", "tocome"),
    TrainingState.APPROVED: ("approved",),
    TrainingState.REQUESTED: ("requested", "waitinglist", "waitlisted", "pending"),
    TrainingState.WISHED: ("wished", "interested"),
}  # fmt: skip
_REASONS = {
    MissedReason.WORKLOAD: ("workload", "caseload", "workpressure", "workpressures", "pressureofwork", "toobusy"),
    MissedReason.DUTY: ("duty", "onduty", "dutycover", "dutyrota"),
    MissedReason.COURT: ("court", "incourt", "courthearing", "hearing"),
    MissedReason.CRISIS: ("crisisforachild", "crisis", "emergency", "childprotectionemergency", "urgentvisit"),
    MissedReason.SICKNESS: ("sickness", "sick", "ill", "illness", "sickleave"),
    MissedReason.LEAVE: ("leave", "annualleave", "onleave", "holiday"),
    MissedReason.CARING: ("caring", "childcare", "carer", "caringresponsibilities", "dependants"),
    MissedReason.TECHNICAL: ("technical", "it", "itproblem", "itissues", "connection"),
    MissedReason.NOT_RELEASED: ("notreleased", "managerdidnotrelease", "refusedrelease"),
    MissedReason.UNKNOWN: ("unknown", "notgiven", "notknown", "noreasongiven", "other"),
}
_LONGEST = 120  # letters
_FARTHEST_DAYS = 730  # ahead


def read_training(paths: list[Path], today: date) -> TrainingFile:
    """Read a list of attendance. Raises `ImportRefused` where the file is none, and changes nothing."""
    rows: list[TrainingRow] = []
    rejected: list[RejectedRow] = []
    header: tuple[str, ...] = ()
    is_list = False
    for sheet in read_sheets(paths):
        place = _header_of(sheet)
        if place is None:
            continue
        is_list = True
        header = tuple(cells.text(cell) for cell in sheet.rows[place])
        columns = _columns([cells.folded(cell) for cell in sheet.rows[place]])
        for number, values in enumerate(sheet.rows[place + 1 :], place + 2):
            if any(cells.text(value) for value in values):
                _read_row(values, columns, number, header, today, rows, rejected)
    if not is_list:
        raise ImportRefused(
            f"{paths[0].name} is no list of attendance: it needs columns for worker, course, date and status."
        )
    return TrainingFile(paths[0].name, tuple(rows), tuple(rejected), header)


def _header_of(sheet: Sheet) -> int | None:
    """The first row that names a worker, a course, a date and a status."""
    for place, row in enumerate(sheet.rows[:30]):
        found = _columns([cells.folded(cell) for cell in row])
        if {"worker", "course", "date", "status"} <= set(found):
            return place
    return None


def _columns(header: list[str]) -> dict[str, int]:
    found = {}
    for name, synonyms in _COLUMNS.items():
        place = next((header.index(synonym) for synonym in synonyms if synonym in header), None)
        if place is not None:
            found[name] = place
    return found


def _read_row(
    values: list[Cell],
    columns: dict[str, int],
    number: int,
    header: tuple[str, ...],
    today: date,
    rows: list[TrainingRow],
    rejected: list[RejectedRow],
) -> None:
    shown = tuple(cells.text(value) for value in values) + ("",) * (len(header) - len(values))
    column = "worker"
    try:
        if any("\n" in str(value).strip() for value in values):
            raise cells.CellWrong("it goes over several lines: a quotation mark is not closed")
        worker = cells.person(_cell(values, columns, "worker"))
        if not worker:
            raise cells.CellWrong("no worker is named")
        column = "course"
        course = cells.text(_cell(values, columns, "course"))
        if not course or len(course) > _LONGEST:
            raise cells.CellWrong(f"a course is needed, of at most {_LONGEST} letters")
        column = "date"
        on = cells.day(_cell(values, columns, "date"))
        column = "status"
        state = _state(_cell(values, columns, "status"))
        _check_day(on, state, today)
        column = "reason"
        reason = _reason(_cell(values, columns, "reason"), state)
    except cells.CellWrong as why:
        place = columns.get(column)
        value = cells.text(values[place])[:80] if place is not None and place < len(values) else ""
        name = header[place] if place is not None and place < len(header) else column
        rejected.append(RejectedRow("training", number, name, value, str(why), shown, header))
        return
    rows.append(TrainingRow(worker, course, on, state, reason, number, shown))


def _cell(values: list[Cell], columns: dict[str, int], name: str) -> Cell:
    place = columns.get(name)
    return values[place] if place is not None and place < len(values) else ""


def _state(value: Cell) -> TrainingState:
    wanted = cells.folded(value)
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
    was_there = state in (TrainingState.ATTENDED, TrainingState.PART_ATTENDED, TrainingState.DID_NOT_ATTEND)
    if was_there and on > today:
        raise cells.CellWrong("the day is still to come")


def _reason(value: Cell, state: TrainingState) -> MissedReason | None:
    wanted = cells.folded(cells.text(value))
    if not state.needs_reason:
        return None
    if not wanted:
        return MissedReason.UNKNOWN
    found = next((reason for reason, words in _REASONS.items() if wanted in words), None)
    if found is None:
        raise cells.CellWrong("not a reason; there are: " + ", ".join(MissedReason))
    return found
