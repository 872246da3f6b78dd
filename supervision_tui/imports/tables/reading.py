"""Reading the tables of an import: what is taken, what is left empty, what is left out,
and what is to be said of it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection
from datetime import date
from typing import TypeVar

from supervision_tui.desk.imports.files import RejectedRow
from supervision_tui.practice import wording

from . import cells, people
from .cells import CellWrong
from .dates import DateOrder, StandsForNone, day, is_in_doubt
from .files import ReadFiles
from .sheets import Sheet
from .table import Expected, FoundHeader, Row, Table, find_header, table_of

Value = TypeVar("Value")
OPEN_QUOTE = "a quotation mark is not closed"
UNLIKE_THE_OTHERS = (
    "its reference does not look like the others; write it as they are written, or add the child by hand"
)
_MOST_ROWS_NAMED = 3
_MOST_VALUES_NAMED = 3
_LONGEST_SHOWN = 40  # letters of a value


class Reading:
    """One import being read, as of a day. `order` is how its dates are written, where a person has said it."""

    def __init__(self, as_of: date, order: DateOrder | None = None, notes: Collection[str] = ()) -> None:
        self.as_of, self.order = as_of, order
        self.rejected: list[RejectedRow] = []
        self.rejected_refs: set[str] = set()
        self.left_out: list[RejectedRow] = []
        self.notes: list[str] = list(notes)
        self.month_first: list[str] = []  # headings of columns that seem to be written so
        self._workers: dict[object, str | None] = {}  # by the cell: the same names stand there again and again
        self._days: dict[object, date | None] = {}
        self._told: dict[tuple[str, str, str, str], list[tuple[int, str]]] = {}  # by list, heading, what was done, why

    @classmethod
    def of(cls, files: ReadFiles, as_of: date, order: DateOrder | None = None) -> Reading:
        """Begin to read these files."""
        return cls(as_of, order, files.notes)

    def table(self, sheet: Sheet, name: str, expected: Expected, header: FoundHeader | None = None) -> Table | None:
        """Find a table in a sheet; rows that are no records are left out, each with its reason."""
        found = header or find_header(sheet, expected)
        if found is None:
            return None
        table = table_of(sheet, name, expected, found, self.order)
        self.left_out += table.left_out
        if table.doubtful:
            headings = [
                table.heading(column) for column in sorted(table.doubtful, key=lambda each: table.columns[each])
            ]
            self.month_first += headings
            quoted = wording.listing([f"“{heading}”" for heading in headings])
            self.notes.append(
                f"{name}: the dates of {quoted} seem to be written month first; those that could be read either way "
                "were not read."
            )
        return table

    def check_row(self, row: Row) -> None:
        """Refuse a row whose quotation is not closed. Raises `CellWrong`."""
        if row.number in row.table.open_quotes:
            raise CellWrong(OPEN_QUOTE)

    def reject(self, row: Row, column: str, why: object, key: str = "") -> None:
        """Give a row back with its reason; the child whose reference stands in `key` is then not missing."""
        self.rejected.append(row.not_taken(column, why))
        if key:
            with contextlib.suppress(CellWrong):
                self.rejected_refs.add(cells.reference(row[key]))

    def leave_out(self, row: Row, why: str) -> None:
        """Leave a row out that is none of those wanted."""
        self.left_out.append(row.not_taken("", why))

    def tell(self, row: Row, column: str, why: object, done: str = "left empty") -> None:
        """Say of a cell what was done with it, and why: once for all cells of which the same is to be said."""
        value = cells.one_line(row[column])[:_LONGEST_SHOWN]
        told = self._told.setdefault((row.table.name, row.table.heading(column), done, str(why)), [])
        told.append((row.number, value))

    def reference(self, row: Row, column: str) -> str:
        """Read a child's reference, which looks like the others in its table. Raises `CellWrong`."""
        found = cells.reference(row[column])
        if row.table.look.is_known and not row.table.look.fits(found):
            raise CellWrong(UNLIKE_THE_OTHERS)
        return found

    def value(self, row: Row, column: str, read: Callable[[object], Value]) -> Value | None:
        """Read a cell that a record can be without: one that cannot be read is left empty, and told."""
        try:
            return read(row[column])
        except CellWrong as why:
            self.tell(row, column, why)
            return None

    def worker(self, row: Row, column: str, teams: Collection[str] = ()) -> str | None:
        """Read who a child is with; of two named in one cell the first, and told."""
        cell = row[column]
        if cell in self._workers:
            return self._workers[cell]
        found = self.value(row, column, lambda cell: people.worker(cell, teams))
        named = people.several(found) if found else ()
        if named:
            self.tell(row, column, f"names {len(named)} workers; the first was taken", "read in part")
            return named[0]
        if found and people.is_number(found):
            self.tell(row, column, "a number; the worker is known by it until a name is given", "read as it stands")
        elif found:
            self._workers[cell] = found
        return found

    def day(self, row: Row, column: str, *, may_come: bool = False) -> date | None:
        """Read a day of what has happened: one that is none, or lies after the file's day, is left empty and told."""
        value = row[column]
        if value == "" or (column in row.table.doubtful and is_in_doubt(value)):
            return None
        found = self._days.get(value)
        if found is None:
            found = self._days[value] = self.value(row, column, self._read_day)
        if found is not None and found > self.as_of and not may_come:
            self.tell(row, column, f"lies after {wording.full_day(self.as_of)}")
            return None
        return found

    def _read_day(self, cell: object) -> date | None:
        return day(cell, self.order or DateOrder.DAY_FIRST)

    def has_ended(self, row: Row, column: str) -> bool:
        """Tell whether an end has come. Raises `CellWrong` where it cannot be told."""
        value = row[column]
        if cells.folded(value) in _NO_END:
            return False
        try:
            if column in row.table.doubtful and is_in_doubt(value):
                return self._has_ended_either_way(value)
            ends = self._read_day(value)
        except StandsForNone as why:
            self.tell(row, column, why)
            return False
        if ends is not None and ends > self.as_of:
            self.tell(row, column, f"lies after {wording.full_day(self.as_of)}")
            return False
        return ends is not None

    def _has_ended_either_way(self, value: object) -> bool:
        found = set()
        for order in DateOrder:
            try:
                ends = day(value, order)
            except CellWrong:
                continue
            found.add(ends is not None and ends <= self.as_of)
        if len(found) == 1:
            return found.pop()
        raise CellWrong("day or month first? It has ended by one and not by the other")

    def sentences(self) -> tuple[str, ...]:
        """Say all that a person should know before the file is taken."""
        return (*self.notes, *(_sentence(*key, there) for key, there in self._told.items()))


def _sentence(name: str, heading: str, done: str, why: str, there: list[tuple[int, str]]) -> str:
    rows = [str(number) for number, _ in there[:_MOST_ROWS_NAMED]]
    more = " …" if len(there) > _MOST_ROWS_NAMED else ""
    where = f"row {rows[0]}" if len(there) == 1 else f"{len(there)} rows ({', '.join(rows)}{more})"
    values = list(dict.fromkeys(value for _, value in there))
    shown = ", ".join(f"“{value}”" for value in values[:_MOST_VALUES_NAMED])
    shown += " …" if len(values) > _MOST_VALUES_NAMED else ""
    return f"{name}, {heading}: {done} in {where}: {shown} ({why})."


_NO_END = frozenset({"", "ongoing", "open", "current", "active", "none", "nk", "notknown", "unknown", "notclosed",
                     "notended", "notapplicable", "na", "tbc", "null", "nil"})  # fmt: skip
