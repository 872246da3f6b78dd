"""The manager's to-dos about the children's files: records not on the council's system yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import Session

from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.on_file.file_records import FileRecord, not_on_file
from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import FileKind, Urgency

from .needs import FILE_RANK
from .view import ActKind, ToDo


def find_file_needs(session: Session, moment: Moment) -> list[ToDo]:
    """A line for each session, decision, direction or consultation that is not on file yet."""
    found: dict[tuple[FileKind, int], list[FileRecord]] = defaultdict(list)
    for each in not_on_file(session, moment):
        found[each.record.kind, each.record.id].append(each)
    return [_need(records, moment) for records in found.values()]


def _need(records: Sequence[FileRecord], moment: Moment) -> ToDo:
    first, today = records[0], moment.today
    urgency = first.urgency(today)
    if urgency is Urgency.PLAIN:
        urgency = Urgency.SOON
    day = wording.day(first.on, today=today)
    title = first.title
    if first.record.kind is FileKind.SUPERVISION:
        many = wording.count(len(records), "record")
        title = f"{title}, {many}"
    children = list(dict.fromkeys(each.record.child for each in records))
    return ToDo(
        act=ActKind.FILE,
        word=first.word(today),
        urgency=urgency,
        who=first.worker or children[0],
        what=f"{title} of {day}: not on the council's system yet",
        why=f"A record counts for a child once it is on the child's file. {first.time.why}",
        leads_to=Destination(RecordKind.CHILDS_FILE, _scope(first)),
        rank=(FILE_RANK, -(today - first.time.by).days),
        worker_id=first.worker_id,
    )


def _scope(each: FileRecord) -> str:
    """The records that are shown together: of a session, of a decision, of a child."""
    scopes = {FileKind.SUPERVISION: "session", FileKind.DECISION: "decision"}
    what = scopes.get(each.record.kind)
    if what is None:
        return f"child {each.record.child}"
    return f"{what} {each.record.id}"
