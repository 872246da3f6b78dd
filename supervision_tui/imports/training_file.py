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

from .tables import cells
from .tables.named_columns import NamedRow, NamedSheet, named_sheet
from .tables.sheets import Cell, read_sheets

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
_NEEDED = ("worker", "course", "date", "status")
_LONGEST = 120  # letters
_FARTHEST_DAYS = 730  # ahead


def read_training(paths: list[Path], today: date) -> TrainingFile:
    """Read a list of attendance. Raises `ImportRefused` where the file is none, and changes nothing."""
    rows: list[TrainingRow] = []
    rejected: list[RejectedRow] = []
    found = [named for sheet in read_sheets(paths) if (named := named_sheet(sheet, _COLUMNS, _NEEDED))]
    if not found:
        raise ImportRefused(
            f"{paths[0].name} is no list of attendance: it needs columns for worker, course, date and status."
        )
    for sheet in found:
        for row in sheet.rows:
            _read_row(sheet, row, today, rows, rejected)
    return TrainingFile(paths[0].name, tuple(rows), tuple(rejected), found[-1].header)


def _read_row(
    sheet: NamedSheet, row: NamedRow, today: date, rows: list[TrainingRow], rejected: list[RejectedRow]
) -> None:
    column = "worker"
    try:
        if row.has_several_lines:
            raise cells.CellWrong("it goes over several lines: a quotation mark is not closed")
        worker = cells.person(row["worker"])
        if not worker:
            raise cells.CellWrong("no worker is named")
        column = "course"
        course = cells.text(row["course"])
        if not course or len(course) > _LONGEST:
            raise cells.CellWrong(f"a course is needed, of at most {_LONGEST} letters")
        column = "date"
        on = cells.day(row["date"])
        column = "status"
        state = _state(row["status"])
        _check_day(on, state, today)
        column = "reason"
        reason = _reason(row["reason"], state)
    except cells.CellWrong as why:
        rejected.append(sheet.rejected(row, column, why, "training"))
        return
    rows.append(TrainingRow(worker, course, on, state, reason, row.number, row.shown))


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
