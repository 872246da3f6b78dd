"""The tables of a dataset, and how a row names a child, a team, a number or an end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain

from supervision_tui.desk.names import reference_key
from supervision_tui.imports.tables import cells
from supervision_tui.imports.tables.cells import CellWrong
from supervision_tui.imports.tables.reading import Reading
from supervision_tui.imports.tables.table import Row, Table


class DatasetTables:
    """The tables of a dataset by their kind; what is wrong with a row is told to the reading."""

    def __init__(self, reading: Reading, tables: Mapping[str, list[Table]]) -> None:
        self.reading, self.by_kind, self.as_of = reading, tables, reading.as_of
        self.refs: dict[str, str] = {}  # how each child's reference is written, by its key
        self._unread: set[tuple[str, int]] = set()  # rows whose reference cannot be read, told once
        self._teams = {self.text(row, "key"): self.text(row, "name") for row in self.rows("teams")}

    def rows(self, kind: str) -> Iterator[Row]:
        """Give every row of a kind of table."""
        return chain.from_iterable(table.rows for table in self.by_kind.get(kind, ()))

    @staticmethod
    def text(row: Row, column: str) -> str:
        """Read a text, as long as a name may be."""
        return cells.text(row[column])[: cells.LONGEST_NAME]

    @staticmethod
    def number(row: Row, column: str) -> str:
        """Read the number of something, however it is dressed; empty where none stands."""
        try:
            return reference_key(cells.reference(row[column]))
        except CellWrong:
            return ""

    def team(self, row: Row, column: str) -> str:
        """Read a team by its name; by its number where the table of teams names it."""
        written = self.text(row, column)
        return self._teams.get(written) or written

    def child(self, row: Row, column: str = "key", by_referral: str = "") -> str | None:
        """Read the key of the child whom a row is about; a row without one is given back, once."""
        try:
            self.reading.check_row(row)
            written: object = by_referral
            if cells.text(row[column]):
                written = row[column]
            ref = cells.reference(written)
        except CellWrong as why:
            if (row.table.name, row.number) not in self._unread:
                self._unread.add((row.table.name, row.number))
                self.reading.reject(row, column, why, key=column)
            return None
        return self.known(ref)

    def is_filled_in(self, kind: str, column: str) -> bool:
        """Tell whether something stands in a column of such a table."""
        return any(table.is_filled_in(column) for table in self.by_kind.get(kind, ()))

    def known(self, ref: str) -> str:
        """Give the key of a child's reference, and keep how it was written first."""
        key = reference_key(ref)
        self.refs.setdefault(key, ref)
        return key

    def end(self, row: Row, starts: date | None) -> date | None:
        """Read an end that has come.

        One before its beginning is none, one that is not sure neither, and told.
        """
        try:
            ends = self.reading.end(row, "to")
        except CellWrong as why:
            self.reading.tell(row, "to", why)
            return None
        if ends is not None and starts is not None and ends < starts:
            self.reading.tell(row, "to", "lies before its beginning")
            return None
        return ends
