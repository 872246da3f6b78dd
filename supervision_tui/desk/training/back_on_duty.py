"""Back on duty with work unfinished (Hammersmith and Fulham 2022): logged in one key, counted,
trended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.desk.find import worker_by_id
from supervision_tui.desk.moment import Moment, Refused, read_past_day
from supervision_tui.records import DutyReturn
from supervision_tui.vault.store import can_be_undone, changes_records

_MOST_PIECES = 99


@dataclass(frozen=True, slots=True)
class Returned:
    """A worker's return to duty with work unfinished: on which day, how many pieces, and what."""

    id: int
    worker_id: int
    on: date
    pieces: int
    what: str


@can_be_undone("the entry of unfinished work")
@changes_records
def log_unfinished(session: Session, worker_id: int, moment: Moment) -> Returned:
    """A worker is back on duty with work unfinished today.

    Again on the same day it is one piece more.

    It counts as one time a day, however many pieces there were.
    """
    worker_by_id(session, worker_id)
    row = _on_day(session, worker_id, moment.today)
    if row is None:
        row = DutyReturn(
            worker_id=worker_id, on_date=moment.today, pieces=0, recorded_on=moment.today
        )
    if row.pieces >= _MOST_PIECES:
        raise Refused(f"{_MOST_PIECES} tasks are as many as one entry holds.", field="pieces")
    row.pieces += 1
    session.add(row)
    session.flush()
    moment.note(session, "back on duty unfinished", f"worker {worker_id}", "day, pieces")
    return _returned(row)


@can_be_undone("the entry of unfinished work")
@changes_records
def describe_unfinished(
    session: Session, worker_id: int, on: str, pieces: str, what: str, *, moment: Moment
) -> Returned:
    """Say on which day, how many pieces and what was unfinished. Raises `Refused`."""
    worker_by_id(session, worker_id)
    day = read_past_day(on, moment)
    number = pieces.strip()
    if not (number.isascii() and number.isdecimal() and 1 <= int(number[:4]) <= _MOST_PIECES):
        raise Refused(f"How many tasks: a whole number from 1 to {_MOST_PIECES}.", field="pieces")
    row = _on_day(session, worker_id, day)
    if row is None:
        row = DutyReturn(worker_id=worker_id, on_date=day, recorded_on=moment.today)
    row.pieces, row.what = int(number), what.strip()
    session.add(row)
    session.flush()
    moment.note(session, "back on duty unfinished", f"worker {worker_id}", "day, pieces, what")
    return _returned(row)


def duty_returns(session: Session, moment: Moment) -> list[Returned]:
    """Every entry up to that day, the latest first."""
    rows = (
        select(DutyReturn)
        .where(DutyReturn.on_date <= moment.today)
        .order_by(col(DutyReturn.on_date).desc())
    )
    return [_returned(row) for row in session.exec(rows) if row.recorded_on <= moment.today]


def _on_day(session: Session, worker_id: int, on: date) -> DutyReturn | None:
    rows = (
        select(DutyReturn).where(DutyReturn.worker_id == worker_id).where(DutyReturn.on_date == on)
    )
    return session.exec(rows).first()


def _returned(row: DutyReturn) -> Returned:
    return Returned(row.id or 0, row.worker_id, row.on_date, row.pieces, row.what)
