"""The records of a period that belong on the children's files, and which were there in time.

A record is judged once it is on file, or its time is over on the last day of the period. One from
before it was asked whether records are on file is not known, and counts nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from supervision_tui.desk.moment import Moment
from supervision_tui.desk.on_file.file_records import FileRecord, file_records_between
from supervision_tui.practice.days.period import Period
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
    for each in file_records_between(session, period.first, period.last, moment):
        if not each.is_asked:
            continue
        record = Record(
            _KINDS[each.record.kind],
            each.record.id,
            each.on,
            worker_id=each.worker_id,
            ref=each.record.child,
            words=each.title,
        )
        for key in _keys(each, period):
            behind[key].append(record)


def _keys(each: FileRecord, period: Period) -> Iterator[str]:
    """Name the figures in which a record counts; none while it is still within its time."""
    if each.record.kind in _OF_A_RECORD:
        group = "file.records"
    elif each.is_at_allocation:
        group = "file.allocation"
    else:
        group = "file.ad_hoc"
    on = each.filed.on if each.filed is not None else None
    if on is not None and on <= period.last and each.time.is_in_time(on):
        yield from (group, f"{group}.in_time")
    elif each.time.by < period.last:
        yield from (group, f"{group}.not_in_time")
        is_late = on is None or on > each.time.late_after
        if group == "file.records" and is_late and each.time.late_after < period.last:
            yield "file.records.late"
