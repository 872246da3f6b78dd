"""Noting that a record is on a child's file in the council's own system, and reading it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.desk.find import find_child
from supervision_tui.desk.manager import who_writes
from supervision_tui.desk.moment import Moment, Refused, read_past_day
from supervision_tui.desk.vault_facts import FILE_ASKED_SINCE
from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import FileKind
from supervision_tui.records import (
    CaseDecision,
    Child,
    Consultation,
    Direction,
    FileEntry,
    SupervisionSession,
    VaultFact,
)
from supervision_tui.system.clock import local_day
from supervision_tui.vault.store import can_be_undone, changes_records

_LONGEST = 80  # letters of who said it


@dataclass(frozen=True, slots=True)
class RecordOfChild:
    """A record as it goes onto one child's file: its kind, its number, the child's reference."""

    kind: FileKind
    id: int
    child: str


@dataclass(frozen=True, slots=True)
class OnFile:
    """Since when a record is on file, and who said so (empty where nobody was asked)."""

    on: date
    said_by: str = ""


def entries_of(
    session: Session, kind: FileKind, today: date, ids: Iterable[int] | None = None
) -> dict[tuple[int, int], OnFile]:
    """The entries of records of a kind that are on file, by the record's and the child's number."""
    wanted = select(FileEntry).where(FileEntry.kind == kind).where(FileEntry.recorded_on <= today)
    if ids is not None:
        wanted = wanted.where(col(FileEntry.record_id).in_(list(ids)))
    return {
        (row.record_id, row.child_id): OnFile(row.on_file_on, row.said_by)
        for row in session.exec(wanted)
    }


def asked_since(session: Session) -> date:
    """The day from which it is asked whether a record is on file; of earlier ones nobody was."""
    fact = session.get(VaultFact, FILE_ASKED_SINCE)
    if fact is None:
        return date.min
    return date.fromisoformat(fact.value)


@can_be_undone("the note that it is on file")
@changes_records
def note_on_file(
    session: Session, records: Sequence[RecordOfChild], on: str, by: str, moment: Moment
) -> date:
    """Note since when records are on file, and who says so (empty: whoever writes); all or none.

    Returns the day. Raises `Refused`.
    """
    try:
        day = read_past_day(on, moment)
    except Refused as why:
        raise Refused(str(why), why.suggestions, why.code, field="on", typed=on) from None
    said_by = " ".join(by.split()) or who_writes(session, moment)
    if len(said_by) > _LONGEST:
        raise Refused(f"A name has at most {_LONGEST} letters.", field="by")
    for each in records:
        put_on_file(session, each, OnFile(day, said_by), moment)
    return day


@can_be_undone("the note that it is not on file")
@changes_records
def note_not_on_file(session: Session, records: Sequence[RecordOfChild], moment: Moment) -> None:
    """Take back that records are on file."""
    for each in records:
        row = _entry(session, each, find_child(session, each.child))
        if row is not None:
            session.delete(row)
            what = f"{each.kind} {each.id}"
            moment.note(session, "note not on file", f"child {each.child}", what)


def put_on_file(session: Session, record: RecordOfChild, said: OnFile, moment: Moment) -> None:
    """Keep since when a record is on file, in place of what was said before. Raises `Refused`."""
    made_on = _made_on(session, record)
    if made_on is None:
        raise Refused(f"That {record.kind} is no longer there.")
    if said.on < made_on:
        raise Refused(
            f"{wording.full_day(said.on)} lies before it was made, {wording.full_day(made_on)}.",
            field="on",
        )
    child = find_child(session, record.child)
    row = _entry(session, record, child) or FileEntry(
        child_id=child.id or 0,
        kind=record.kind,
        record_id=record.id,
        on_file_on=said.on,
        recorded_at=moment.now,
        recorded_on=moment.today,
    )
    row.on_file_on, row.said_by = said.on, said.said_by
    row.recorded_at, row.recorded_on = moment.now, moment.today
    session.add(row)
    moment.note(session, "note on file", f"child {child.ref}", f"{record.kind} {record.id}")


def _entry(session: Session, record: RecordOfChild, child: Child) -> FileEntry | None:
    return session.exec(
        select(FileEntry)
        .where(FileEntry.kind == record.kind)
        .where(FileEntry.record_id == record.id)
        .where(FileEntry.child_id == child.id)
    ).first()


def _made_on(session: Session, record: RecordOfChild) -> date | None:
    """The day on which a record was made; nothing where there is none."""
    if record.kind is FileKind.SUPERVISION:
        held = session.get(SupervisionSession, record.id)
        return held.held_on if held is not None else None
    if record.kind is FileKind.DECISION:
        decision = session.get(CaseDecision, record.id)
        return local_day(decision.held_at) if decision is not None else None
    if record.kind is FileKind.DIRECTION:
        direction = session.get(Direction, record.id)
        return direction.given_on if direction is not None else None
    consultation = session.get(Consultation, record.id)
    return consultation.held_on if consultation is not None else None
