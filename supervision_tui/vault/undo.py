"""Taking back the last change: each changed row as it was before, kept in memory while the vault is
open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from .errors import VaultError

if TYPE_CHECKING:
    from sqlalchemy import Table
    from sqlmodel import Session

Work = TypeVar("Work", bound=Callable[..., object])
Values = dict[str, Any]

_WORDS = "_undo_words"
_BESIDE = (  # no change of a record
    "draft", "vault_fact", "pseudonym", "told_summary", "told_code", "key_copy", "journal",
)  # fmt: skip
_MOST = 50  # changes that can be taken back, one after another


class CannotUndo(VaultError):
    """The last change cannot be taken back; the sentence says why. Nothing was changed."""


def can_be_undone(words: str | Callable[..., str]) -> Callable[[Work], Work]:
    """Mark a verb whose change can be taken back.

    `words` name the change, with its arguments as `{0}`, `{1}`; or make its name of them.
    """

    def mark(verb: Work) -> Work:
        setattr(verb, _WORDS, words)
        return verb

    return mark


def is_taken_back(verb: Callable[..., object]) -> bool:
    """Tell whether the change of a verb can be taken back."""
    return hasattr(verb, _WORDS)


def words_of(verb: Callable[..., object], arguments: tuple[object, ...]) -> str | None:
    """Name the change of a verb; nothing where it cannot be taken back."""
    words: str | Callable[..., str] | None = getattr(verb, _WORDS, None)
    if words is None:
        return None
    if isinstance(words, str):
        return words.format(*arguments)
    return words(*arguments)


@dataclass(slots=True)
class RowChange:
    """One row before and after a change.

    Nothing before it was made, nothing after it was deleted.
    """

    table: Table
    key: tuple[Any, ...]
    before: Values | None
    after: Values | None


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its words (nothing: cannot be undone), and the rows it touched, in order."""

    words: str | None
    rows: tuple[RowChange, ...]


def is_of_records(change: Change) -> bool:
    """Tell whether it changed a record, and not only what is kept beside them."""
    return any(row.table.name not in _BESIDE for row in change.rows)


class Changes:
    """The changes since the vault was opened, the latest last."""

    def __init__(self) -> None:
        self._done: list[Change] = []

    def add(self, change: Change) -> None:
        """Keep a change; the oldest is forgotten, and all before one that is never undone."""
        if is_of_records(change):
            before = self._done[1 - _MOST :] if change.words is not None else []
            self._done = [*before, change]

    def last(self) -> Change:
        """The latest change. Raises `CannotUndo` where there is none."""
        if not self._done:
            raise CannotUndo("There is nothing to take back since the vault was opened.")
        if self._done[-1].words is None:
            raise CannotUndo(
                "The last change is not one that is taken back: a signature stays; an import is "
                "undone as a whole by "
                "Undo import."
            )
        return self._done[-1]

    def taken_back(self) -> None:
        """The latest change has been taken back."""
        self._done.pop()


@contextmanager
def watched(session: Session) -> Iterator[dict[tuple[str, tuple[Any, ...]], RowChange]]:
    """Note every row that the session changes while this runs, as it was before and after."""
    from sqlalchemy import event

    seen: dict[tuple[str, tuple[Any, ...]], RowChange] = {}

    def note(flushed: Session, _context: object) -> None:
        for row in flushed.new:
            _note(seen, row, before=None, after=_values(row))
        for row in flushed.dirty:
            _note(seen, row, before=_values_before(row), after=_values(row))
        for row in flushed.deleted:
            _note(seen, row, before=_values_before(row), after=None)

    event.listen(session, "after_flush", note)
    try:
        yield seen
    finally:
        event.remove(session, "after_flush", note)


def take_back(session: Session, change: Change) -> None:
    """Put every row back as it was. Raises `CannotUndo` where something was built on it since."""
    from sqlalchemy import delete, insert, select, update
    from sqlalchemy.exc import IntegrityError

    connection = session.connection()
    try:
        for row in reversed(change.rows):
            this = [
                column == part
                for column, part in zip(row.table.primary_key.columns, row.key, strict=True)
            ]
            now = connection.execute(select(row.table).where(*this)).mappings().first()
            if _plain(now) != _plain(row.after):
                raise CannotUndo(
                    "It was changed again since, so it is not taken back; change it by hand."
                )
            if row.before is None:
                connection.execute(delete(row.table).where(*this))
            elif row.after is None:
                connection.execute(insert(row.table).values(**row.before))
            else:
                connection.execute(update(row.table).where(*this).values(**row.before))
    except IntegrityError:
        raise CannotUndo(
            "Something was built on it since, or it is signed, so it is not taken back."
        ) from None


def _note(
    seen: dict[Any, RowChange], row: Any, before: Values | None, after: Values | None
) -> None:
    table = row.__table__
    if table.name == "journal":  # what was done stays written there, beside that it was taken back
        return
    values = after or before or {}
    key = tuple(values[column.name] for column in table.primary_key.columns)
    there = seen.get((table.name, key))
    if there is None:
        seen[(table.name, key)] = RowChange(table, key, before, after)
    else:
        there.after = after


def _values(row: Any) -> Values:
    return {column.name: getattr(row, column.name) for column in row.__table__.columns}


def _plain(values: Mapping[Any, Any] | None) -> Values | None:
    """Values to be compared: an instant without its zone, which is always UTC."""
    if values is None:
        return None
    return {
        name: value.replace(tzinfo=None) if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def _values_before(row: Any) -> Values:
    from sqlalchemy import inspect

    states = inspect(row).attrs
    values = {}
    for column in row.__table__.columns:
        deleted = states[column.name].history.deleted
        values[column.name] = deleted[0] if deleted else getattr(row, column.name)
    return values
