"""New rows of an import, written many at a time: thousands of records one by one take seconds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlmodel import Session, SQLModel

from supervision_tui.vault.plain_sql import rows_of
from supervision_tui.vault.record_seals import last_number


class NewRows:
    """Rows to be written, by table, each with the number that it will have."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._next: dict[str, int] = {}
        self._waiting: dict[str, list[tuple[Any, ...]]] = {}
        self._columns: dict[str, dict[str, int]] = {}  # of each table, the place of each column
        self._blank: dict[
            str, list[Any]
        ] = {}  # of each table, a row of what stands there when nothing is said
        self.numbers: dict[str, list[int]] = {}

    def add(self, table: type[SQLModel], **values: Any) -> int:
        """Keep a row for writing; returns its number."""
        name = str(table.__tablename__)
        if name not in self._columns:
            self._begin(table, name)
        number = self._next[name]
        self._next[name] = number + 1
        row, places = self._blank[name].copy(), self._columns[name]
        row[places["id"]] = number
        for column, value in values.items():
            row[places[column]] = value if type(value) in _AS_IT_IS else _stored(value)
        self._waiting[name].append(tuple(row))
        self.numbers[name].append(number)
        return number

    def write(self, *tables: type[SQLModel]) -> None:
        """Write what waits for these tables, in their order."""
        connection = self._session.connection()
        for table in tables:
            name = str(table.__tablename__)
            rows = self._waiting.pop(name, [])
            if rows:
                columns = self._columns[name]
                places = ", ".join("?" for _ in columns)
                statement = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608  (names of ours)
                connection.exec_driver_sql(statement, rows)
                self._waiting[name] = []

    def _begin(self, table: type[SQLModel], name: str) -> None:
        self._next[name] = 1 + last_number(rows_of(self._session), name)
        self._waiting[name], self.numbers[name] = [], []
        defaults = {
            field: info.default
            for field, info in table.model_fields.items()
            if not info.is_required()
        }
        columns = [column.name for column in table.__table__.columns]  # type: ignore[attr-defined]
        self._columns[name] = {column: place for place, column in enumerate(columns)}
        self._blank[name] = [_stored(defaults.get(column)) for column in columns]


_AS_IT_IS = frozenset({str, int, float, type(None)})


def _stored(value: Any) -> Any:
    """Give a value as the file keeps it: a day as text, yes and no as numbers, a code as text."""
    if type(value) in _AS_IT_IS:
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    return str(value)


def in_ranges(numbers: Iterable[int]) -> str:
    """Write numbers in few letters: `1-4, 7`."""
    parts: list[list[int]] = []
    for number in sorted(set(numbers)):
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ", ".join(_span(first, last) for first, last in parts)


def _span(first: int, last: int) -> str:
    if last > first:
        return f"{first}-{last}"
    return str(first)


def from_ranges(written: str) -> list[int]:
    """Read numbers written by `in_ranges`."""
    found: list[int] = []
    for part in written.split(","):
        first, _, last = part.strip().partition("-")
        if first.isdecimal():
            found += range(int(first), int(last or first) + 1)
    return found
