"""Undoing an import as a whole, until the next change of anything that it touched."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from supervision_tui.desk.drafts import forget_drafts_about, is_kept_by_number
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.practice import wording
from supervision_tui.records import (
    Allocation,
    Child,
    ChildEvent,
    ChildSource,
    FamilyGroup,
    PlanEpisode,
    RagEntry,
    RoleOnCase,
    SourceReading,
    Team,
    TrainingBooking,
    TrainingStep,
    VaultFact,
    VisitFrequency,
    Worker,
    WorkerAlias,
    WorkerPost,
)
from supervision_tui.vault.journal import entry_being_written
from supervision_tui.vault.plain_sql import rows_of
from supervision_tui.vault.record_seals import SEALED_TABLES, last_entries
from supervision_tui.vault.store import changes_records
from supervision_tui.vault.undo import RowChange, watched

from .bulk import from_ranges, in_ranges
from .journal_parts import UNDONE, ImportParts

TO_UNDO = "import to undo"  # a fact about the vault
_LEANING: tuple[type[SQLModel], ...] = (
    TrainingStep, TrainingBooking, RagEntry, ChildEvent, ChildSource, VisitFrequency, PlanEpisode,
    RoleOnCase, Allocation, Child,
)  # fmt: skip
_LEANT_ON: tuple[type[SQLModel], ...] = (
    WorkerAlias, WorkerPost, Worker, FamilyGroup, Team, SourceReading,
)  # fmt: skip
"""The tables that imports write; rows that were only changed may lean on new ones of the latter."""
_MOST_NAMED = 3


class UndoNotes:
    """The changes of an import: new rows by their numbers, others as they were before."""

    def __init__(self) -> None:
        self.is_possible = True
        self._new: dict[str, list[int]] = {}

    def note_new(self, numbers: Mapping[str, list[int]]) -> None:
        """Note rows that were written beside the session, by table."""
        for table, written in numbers.items():
            self._new.setdefault(table, []).extend(written)

    def as_kept(self, file: str, entry: int, rows: Collection[RowChange]) -> dict[str, Any]:
        """Put all of it together, ready for JSON.

        `rows` are those that went through the session.
        """
        before: list[tuple[str, int, dict[str, Any]]] = []
        facts: dict[str, str | None] = {}
        for row in rows:
            if row.table.name == VaultFact.__tablename__:
                facts[str(row.key[0])] = row.before["value"] if row.before else None
            elif row.before is None:
                self._new.setdefault(row.table.name, []).append(row.key[0])
            elif changed := _columns_before(row):  # a row that was only looked at is none
                before.append((row.table.name, row.key[0], changed))
        new = {table: in_ranges(numbers) for table, numbers in self._new.items() if numbers}
        return {"file": file, "entry": entry, "new": new, "before": before, "facts": facts}


@contextmanager
def noted_for_undo(session: Session, file: str) -> Iterator[UndoNotes]:
    """Keep what an import changes while this runs, in place of what there was to undo before."""
    notes = UndoNotes()
    with watched(session) as rows:
        yield notes
        session.flush()
    kept = notes.as_kept(file, entry_being_written(session), rows.values())
    if not notes.is_possible:
        forget_import(session)
    elif kept["new"] or kept["before"]:
        session.merge(VaultFact(key=TO_UNDO, value=json.dumps(kept)))


def _columns_before(row: RowChange) -> dict[str, Any]:
    """Give the columns of a row that were changed, as they were before."""
    before, after = row.before or {}, row.after or {}
    changed = {name: value for name, value in before.items() if value != after.get(name)}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in changed.items()
    }


@dataclass(frozen=True, slots=True)
class ImportToUndo:
    """The last import, as far as it can be undone: its file, how many rows it wrote and changed."""

    file: str
    new: int
    changed: int

    @property
    def says(self) -> str:
        """Name it in a question."""
        return (
            f"the import of {self.file} ({wording.count(self.new, 'row')} new, {self.changed} "
            f"changed)"
        )


def import_to_undo(session: Session) -> ImportToUndo:
    """Tell which import can be undone.

    Raises `Refused` where there is none, or something of it was changed since.
    """
    kept = _kept(session)
    _check_untouched(session, kept)
    _check_nothing_since(session, kept)
    new = sum(len(from_ranges(numbers)) for numbers in kept["new"].values())
    return ImportToUndo(kept["file"], new, len(kept["before"]))


@changes_records
def undo_import(session: Session, moment: Moment) -> ImportToUndo:
    """Put everything back as it was before the last import; returns what was undone.

    Raises `Refused` where there is none, or where something of it was changed or built on since.
    """
    undone = import_to_undo(session)
    kept = _kept(session)
    parts = ImportParts()
    for child_id in _children_of(session, kept):
        parts.add(child_id, ("undone",))
    connection = session.connection()
    try:
        _delete_new(session, kept, _LEANING)
        for name, number, before in kept["before"]:
            columns = ", ".join(f"{column} = ?" for column in before)
            statement = f"UPDATE {name} SET {columns} WHERE id = ?"  # noqa: S608  (names of our own tables)
            connection.exec_driver_sql(statement, (*before.values(), number))
        _delete_new(session, kept, _LEANT_ON)
    except IntegrityError:
        raise Refused(f"Something was built on {undone.says} since, so it is not undone.") from None
    for key, value in kept["facts"].items():
        _restore_fact(session, key, value)
    _restore_fact(session, TO_UNDO, None)
    session.expire_all()
    counts = f"entry {kept['entry']}, new {undone.new}, changed {undone.changed}"
    moment.note(session, UNDONE, "caseload", f"{counts}{parts.in_words()}")
    return undone


def forget_import(session: Session) -> None:
    """Let go of what would undo the last import, since something in it is erased."""
    _restore_fact(session, TO_UNDO, None)


def _delete_new(
    session: Session, kept: Mapping[str, Any], tables: tuple[type[SQLModel], ...]
) -> None:
    """Delete the rows that the import made in these tables, and what was typed about them."""
    for table in tables:
        name = str(table.__tablename__)
        numbers = from_ranges(kept["new"].get(name, ""))
        if is_kept_by_number(name):
            for number in numbers:
                forget_drafts_about(session, name, number)
        if numbers:
            statement = f"DELETE FROM {name} WHERE id = ?"  # noqa: S608  (a name of our own table)
            session.connection().exec_driver_sql(statement, [(number,) for number in numbers])


def _restore_fact(session: Session, key: str, value: str | None) -> None:
    fact = session.get(VaultFact, key)
    if value is not None:
        session.merge(VaultFact(key=key, value=value))
    elif fact is not None:
        session.delete(fact)


def _kept(session: Session) -> dict[str, Any]:
    fact = session.get(VaultFact, TO_UNDO)
    if fact is None:
        raise Refused(
            "There is no import that can be undone; only the last one can, and once.",
            code="nothing-to-undo",
        )
    found: dict[str, Any] = json.loads(fact.value)
    return found


def _children_of(session: Session, kept: Mapping[str, Any]) -> list[int]:
    """Give the numbers of all children of whom the import changed anything."""
    found: set[int] = set(from_ranges(kept["new"].get("child", "")))
    rows = rows_of(session)
    for name, numbers in _touched(kept).items():
        if name == "child":
            found |= set(numbers)
        elif "child_id" in SQLModel.metadata.tables[name].columns:
            wanted = json.dumps(numbers)
            statement = (
                f"SELECT DISTINCT child_id FROM {name} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
            )
            found |= {child_id for (child_id,) in rows(statement, wanted)}
    return sorted(found)


def _check_nothing_since(session: Session, kept: Mapping[str, Any]) -> None:
    """Refuse where anything was put on record since about a child whom the import changed."""
    children, rows = json.dumps(_children_of(session, kept)), rows_of(session)
    for name in SEALED_TABLES:
        if "child_id" not in SQLModel.metadata.tables[name].columns:
            continue
        statement = (
            f"SELECT count(*) FROM {name} JOIN record_seal AS seal "  # noqa: S608  (our own names)
            f"ON seal.kind = '{name}' AND seal.id = {name}.id "
            f"WHERE seal.entry > ? AND {name}.child_id IN (SELECT value FROM json_each(?))"
        )
        if rows(statement, kept["entry"], children)[0][0]:
            raise Refused(
                f"The import of {kept['file']} cannot be undone: something of its children was "
                f"put on record since "
                f"({name.replace('_', ' ')}).",
                code="changed-since",
            )


def _touched(kept: Mapping[str, Any]) -> dict[str, list[int]]:
    """Give the numbers of all rows that the import wrote or changed, by table."""
    touched: dict[str, list[int]] = {
        name: from_ranges(numbers) for name, numbers in kept["new"].items()
    }
    for name, number, _ in kept["before"]:
        touched.setdefault(name, []).append(number)
    return touched


def _check_untouched(session: Session, kept: Mapping[str, Any]) -> None:
    rows = rows_of(session)
    for name, numbers in _touched(kept).items():
        entries = last_entries(rows, name, numbers)
        others = [number for number in numbers if entries.get(number) != kept["entry"]]
        if others:
            named = ", ".join(
                f"{name.replace('_', ' ')} {number}" for number in others[:_MOST_NAMED]
            )
            more = " …" if len(others) > _MOST_NAMED else ""
            raise Refused(
                f"The import of {kept['file']} cannot be undone: what it brought was changed "
                f"since ({named}{more}).",
                code="changed-since",
            )
