"""The records of a period that belong on the children's files, and which were there in time.

A record is judged once it is on file, or its time is over on the last day of the period. One from
before it was asked whether records are on file is not known, and counts nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from sqlmodel import Session

from supervision_tui.desk.moment import Moment
from supervision_tui.desk.on_file.file_records import (
    FileRecord,
    file_records_between,
    other_file_records_between,
    supervision_counted_between,
)
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.file_time import FileTime
from supervision_tui.practice.vocabulary import FileKind

from .record import Behind, Record

_KINDS = {
    FileKind.SUPERVISION: "discussion",
    FileKind.DECISION: "decision",
    FileKind.DIRECTION: "direction",
    FileKind.CONSULTATION: "consultation",
}
_OF_A_RECORD = (FileKind.SUPERVISION, FileKind.CONSULTATION)


def filed(behind: Behind, session: Session, period: Period, moment: Moment) -> None:
    """Count the records that were judged by the end of a period, and how each was."""
    if behind.lists:
        found: Iterable[FileRecord] = file_records_between(
            session, period.first, period.last, moment
        )
    else:
        found = other_file_records_between(session, period.first, period.last, moment)
        counted = supervision_counted_between(session, period.first, period.last, moment)
        for time, on, number in counted:
            behind.add_numbers(dict.fromkeys(_keys("file.records", time, on, period), number))
    for each in found:
        if each.is_asked:
            on = each.filed.on if each.filed is not None else None
            behind.add(_keys(_group(each), each.time, on, period), partial(_record, each))


def _record(each: FileRecord) -> Record:
    kind, number, ref = _KINDS[each.record.kind], each.record.id, each.record.child
    return Record(kind, number, each.on, each.worker_id, ref, each.title)


def _group(each: FileRecord) -> str:
    if each.record.kind in _OF_A_RECORD:
        return "file.records"
    if each.is_at_allocation:
        return "file.allocation"
    return "file.ad_hoc"


def _keys(group: str, time: FileTime, on: date | None, period: Period) -> Iterator[str]:
    """Name the figures in which a record counts that came onto the file on a day, or did not.

    None while it is still within its time.
    """
    if on is not None and on <= period.last and time.is_in_time(on):
        yield from (group, f"{group}.in_time")
    elif time.by < period.last:
        yield from (group, f"{group}.not_in_time")
        is_late = on is None or on > time.late_after
        if group == "file.records" and is_late and time.late_after < period.last:
            yield "file.records.late"
