"""A table found in a sheet: its header is the row that fits best, its columns are known by their
headings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from supervision_tui.desk.imports.files import RejectedRow

from . import cells, people
from .dates import DateOrder, is_in_doubt, order_of
from .furniture import (
    A_GROUP,
    A_TOTAL,
    HEADER_AGAIN,
    OTHER_TABLE,
    Header,
    Look,
    begins_another_table,
    is_record_at_a_glance,
    why_no_record,
)
from .sheets import Cell, Sheet

HEADER_WITHIN = 40  # rows that hold anything
_LEAST_COLUMNS = 2  # that are known, in a header
_FEW = 2  # groups of a report
_LOOKS_BELOW = 10  # rows below a header that are looked at
_ROWS_THAT_SHOW = 5  # so many empty cells of one column, and none that is filled, are no chance
_LONGEST_SHOWN = 80  # letters of a wrong value
_OF_GROUPS = ("worker", "team")  # columns by which reports group their rows
_ASIDE = re.compile(r"[(\[].*?[)\]]")
_NUMBER_BEFORE = re.compile(r"^\s*\d+(?:\.\d+)*[.)]?\s+(?=\D)")  # `6.1 Child Unique ID`
_OF_A_WORKER = re.compile(
    r"^(?:allocated |social |case |key |lead )*(?:worker|practitioner)\s*[:–-]\s*", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_OF_A_CHILD = ("name", "forename", "surname", "born")  # columns that tell of a child
_OF_ANOTHER = re.compile(
    r"[(\[][^)\]]*\b(?:previous|prev|former|old|last|secondary|second|co|other|joint|expected|planned|proposed|target|"
    r"due|next|siblings?|mother|father|parents?|carers?|adult|manager|supervisor|iro)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Expected:
    """The columns that a list may have, by name with their headings, folded.

    And those it cannot be without.

    `key` is the column whose values look alike, a child's reference; `dates` are the columns that
    hold dates.
    """

    headings: Mapping[str, Sequence[str]]
    needed: tuple[str, ...]
    dates: frozenset[str] = frozenset()
    key: str = ""


class Row:
    """A row below the header: its number as a person counts, and its cells by the column's name."""

    __slots__ = ("cells", "number", "table")

    def __init__(self, table: Table, number: int, values: list[Cell]) -> None:
        self.table, self.number, self.cells = table, number, values

    def __getitem__(self, column: str) -> Cell:
        """The cell of a column; empty where the table has none."""
        place = self.table.columns.get(column)
        if place is None:
            return ""
        return self.at(place)

    def at(self, place: int) -> Cell:
        """The cell at a place; empty where the row ends before it."""
        if place < len(self.cells):
            return self.cells[place]
        return ""

    @property
    def shown(self) -> tuple[str, ...]:
        """All cells as text, as many as the header has at the least."""
        missing = len(self.table.header) - len(self.cells)
        return (*(cells.one_line(value) for value in self.cells), *[""] * missing)

    @property
    def places(self) -> list[int]:
        """The places of the cells that hold anything."""
        return [place for place, value in enumerate(self.cells) if value not in ("", None)]

    @property
    def filled(self) -> list[str]:
        """The texts of the cells that hold anything."""
        return [found for value in self.cells if (found := cells.text(value))]

    def filled_beyond(self, width: int) -> list[str]:
        """The texts of the cells beyond a number of them."""
        return [found for value in self.cells[width:] if (found := cells.text(value))]

    def key(self, expected: Expected) -> str | None:
        """The text of the cell whose values look alike.

        Nothing where the list has no such column.
        """
        if expected.key:
            return cells.text(self[expected.key])
        return None

    def not_taken(self, column: str, why: object) -> RejectedRow:
        """Tell that the row was not taken: which value of which column was wrong, and why."""
        value = cells.one_line(self[column])[:_LONGEST_SHOWN] if column else ""
        heading = self.table.heading(column) if column else ""
        return RejectedRow(
            self.table.name,
            self.number,
            heading,
            value=value,
            reason=str(why),
            cells=self.shown,
            header=self.table.header,
        )


@dataclass(slots=True)
class Table:
    """A table: its header as it stands, where known columns are, its records and their look.

    `left_out` are rows that are no records, each with its reason. `doubtful` are date columns that
    seem to be written month first. `open_quotes` are rows that begin a quotation which is not
    closed. Where the header stands there again in another order, the rows below it know that one.
    `beyond` are rows with more cells than headings, where a separator may part them.
    """

    name: str
    header: tuple[str, ...]
    columns: dict[str, int]
    rows: list[Row] = field(default_factory=list)
    left_out: list[RejectedRow] = field(default_factory=list)
    doubtful: set[str] = field(default_factory=set)
    open_quotes: frozenset[int] = frozenset()
    look: Look = field(default_factory=Look)
    # By column, the rows for which a heading of a group holds.
    carried: dict[str, int] = field(default_factory=dict)
    beyond: frozenset[int] = frozenset()

    def heading(self, column: str) -> str:
        """Give a column's heading as it stands in the file."""
        place = self.columns.get(column)
        if place is not None:
            return self.header[place]
        return column

    def has(self, column: str) -> bool:
        """Tell whether the table has a column."""
        return column in self.columns

    def is_filled_in(self, column: str) -> bool:
        """Tell whether something stands in a column.

        In few rows an empty one may be chance, and counts, too.
        """
        if not self.has(column):
            return False
        return len(self.rows) < _ROWS_THAT_SHOW or any(cells.text(row[column]) for row in self.rows)

    def names_each_once(self, column: str) -> bool:
        """Tell whether each value of a column stands once, with empty cells below: groups."""
        if not self.has(column) or not self.rows or not cells.text(self.rows[0][column]):
            return False
        filled = [value for row in self.rows if (value := cells.text(row[column]))]
        return _FEW <= len(filled) == len(set(filled)) and len(filled) * 2 <= len(self.rows)


def known_columns(row: Sequence[Cell], headings: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Find which columns a row names, and where.

    What stands in brackets behind a heading does not matter, unless it says that the column is
    about another time or another person: `Allocated Worker (Previous)`.
    """
    found: dict[str, int] = {}
    texts = [cell if isinstance(cell, str) else "" for cell in row]
    names = [cells.folded(text) for text in texts]
    unnumbered = [cells.folded(_NUMBER_BEFORE.sub("", text)) for text in texts]
    bare = [_without_aside(cell) for cell in row]
    for column, synonyms in headings.items():
        for there in (names, unnumbered, bare):
            place = next((there.index(word) for word in synonyms if word in there), None)
            if place is not None:
                found.setdefault(column, place)
    return found


def _without_aside(cell: Cell) -> str:
    """Fold a heading without its brackets.

    Empty where it has none, or they say that it is another column.
    """
    if not isinstance(cell, str) or "(" not in cell or _OF_ANOTHER.search(cell):
        return ""
    return cells.folded(_ASIDE.sub(" ", cell))


@dataclass(frozen=True, slots=True)
class FoundHeader:
    """The place of a header among a sheet's rows, and the columns that it names."""

    at: int
    columns: dict[str, int]


def find_header(sheet: Sheet, expected: Expected) -> FoundHeader | None:
    """Find the row that fits best: most known columns, then most rows like records below.

    Where the same header stands there again, as on each page of a report, it is the first one with
    records below it.
    """
    best: tuple[tuple[int, int], FoundHeader] | None = None
    for at, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        columns = known_columns(row, expected.headings)
        if len(columns) < _LEAST_COLUMNS or not set(expected.needed) <= set(columns):
            continue
        if best is not None and best[1].columns == columns and best[0][1]:
            continue
        fit = len(columns), _rows_that_fit(sheet, at, columns, expected)
        if best is None or fit > best[0]:
            best = fit, FoundHeader(at, columns)
    if best:
        return best[1]
    return None


def _rows_that_fit(sheet: Sheet, at: int, columns: Mapping[str, int], expected: Expected) -> int:
    places = [columns[column] for column in expected.needed]
    below = sheet.rows[at + 1 : at + 1 + _LOOKS_BELOW]
    return sum(all(place < len(row) and row[place] != "" for place in places) for row in below)


def table_of(sheet: Sheet, name: str, expected: Expected, header: FoundHeader) -> Table:
    """Make the table below a header."""
    shown = tuple(cells.one_line(cell) for cell in sheet.rows[header.at])
    table = Table(name, shown, header.columns, open_quotes=sheet.open_quotes)
    likely = _likely_rows(sheet, header, table, expected)
    table.look = _look(likely, expected)
    is_other_table = False
    beside: dict[int, str] = {}  # by the number of the row, why it is no record
    for row in likely:
        key = row.key(expected)
        if is_record_at_a_glance(_number_filled(row), key, table.look):
            table.rows.append(row)
            is_other_table = False
            continue
        filled = row.filled
        is_other_table = is_other_table or begins_another_table(filled)
        why = OTHER_TABLE if is_other_table else why_no_record(filled, key, table.look)
        if why is None or (why == A_GROUP and _tells_of_a_child(row, expected)):
            table.rows.append(row)
        else:
            beside[row.number] = why
            table.left_out.append(row.not_taken("", why))
    _leave_out_headings(table, expected, beside)
    if sheet.is_delimited:
        width = len(sheet.rows[header.at])
        table.beyond = frozenset(row.number for row in table.rows if any(row.filled_beyond(width)))
    for column in _OF_GROUPS:
        if table.has(column):
            table.carried[column] = _carry_down(table, column, likely, beside)
    return table


def _tells_of_a_child(row: Row, expected: Expected) -> bool:
    """Tell whether a row without a reference names a child or a birth behind its column."""
    columns = row.table.columns
    if not expected.key or row.key(expected):
        return False
    return any(
        columns.get(column, -1) > columns[expected.key] and cells.text(row[column])
        for column in _OF_A_CHILD
    )


def _leave_out_headings(table: Table, expected: Expected, beside: dict[int, str]) -> None:
    """Leave out rows of one cell, in a column that no record uses: headings of groups."""
    alone = {
        row.number: places[0]
        for row in table.rows
        if not row.key(expected) and len(places := row.places) == 1
    }
    if not expected.key or not alone:
        return
    used = set(chain.from_iterable(row.places for row in table.rows if row.key(expected)))
    headings = [row for row in table.rows if row.number in alone and alone[row.number] not in used]
    if headings and used:
        beside |= {row.number: A_GROUP for row in headings}
        table.rows = [row for row in table.rows if row.number not in beside]
        table.left_out += [row.not_taken("", A_GROUP) for row in headings]
        table.left_out.sort(key=lambda row: row.row)


def _carry_down(table: Table, column: str, rows: list[Row], beside: Mapping[int, str]) -> int:
    """Give the rows of a group what stands once for all of them; returns how many rows got it.

    That is a heading of the group where no row has a value of its own, and the first row of a group
    that ends with its own total: `Ada Quill`, two children, `Ada Quill Total`.
    """
    is_headed = not any(cells.text(row[column]) for row in table.rows)
    value: Cell = ""
    waiting: list[Row] = []
    got = 0
    for row in rows:
        why, here = beside.get(row.number), row[column]
        if why is None:
            waiting = [] if cells.text(here) else [*waiting, row]
            value = here if cells.text(here) else value
            if is_headed and value:
                got += _fill(waiting, column, value)
                waiting = []
        elif why == A_GROUP and is_headed:
            value = (here or _worker_above(row, column)) if len(row.filled) == 1 else ""
        elif why == A_TOTAL:
            is_of_value = cells.text(here).casefold() == f"{cells.text(value)} total".casefold()
            if is_of_value:
                got += _fill(waiting, column, value)
            value, waiting = "", []
    return got


def _worker_above(row: Row, column: str) -> str:
    """Read the worker whom a heading of a group names, though not in the column of workers.

    Empty where none.
    """
    named = _OF_A_WORKER.sub("", row.filled[0])
    if column == "worker" and people.is_like_a_person(named):
        return named
    return ""


def _fill(rows: list[Row], column: str, value: Cell) -> int:
    for row in rows:
        place = row.table.columns[column]
        row.cells += [""] * (place + 1 - len(row.cells))
        row.cells[place] = value
    return len(rows)


def _likely_rows(sheet: Sheet, header: FoundHeader, table: Table, expected: Expected) -> list[Row]:
    """Give the rows below a header that are not the header again.

    In another order it holds for what is below it.
    """
    likely, again, here = [], Header(table.header, table.columns), table
    is_over = False
    for number, values in zip(
        sheet.numbers[header.at + 1 :], sheet.rows[header.at + 1 :], strict=True
    ):
        if not again.stands_in(values):
            is_over = is_over or _is_another_header(values, expected)
            if is_over:
                table.left_out.append(Row(here, number, values).not_taken("", OTHER_TABLE))
            else:
                likely.append(Row(here, number, values))
            continue
        is_over = False
        table.left_out.append(Row(here, number, values).not_taken("", HEADER_AGAIN))
        columns = known_columns(values, expected.headings)
        if set(expected.needed) <= set(columns) and columns != here.columns:
            shown = tuple(cells.one_line(cell) for cell in values)
            here = replace(table, header=shown, columns=columns)
    return likely


def _is_another_header(values: Sequence[Cell], expected: Expected) -> bool:
    """Tell whether a row is the header of another list below: all words, the key among them."""
    if not expected.key or any(
        not isinstance(value, str) or _DIGIT.search(value) for value in values
    ):
        return False
    filled = {cells.folded(value) for value in values if value}
    return len(filled) > _FEW and not filled.isdisjoint(expected.headings[expected.key])


def _number_filled(row: Row) -> int:
    return sum(cell not in ("", None) for cell in row.cells)


def _look(rows: list[Row], expected: Expected) -> Look:
    return Look.of([(row.key(expected) or "", _number_filled(row)) for row in rows])


def orders_of(table: Table, expected: Expected) -> dict[str, DateOrder | None]:
    """Tell how each date column of a table is written.

    Nothing for one that holds dates in doubt and does not tell.
    """
    found: dict[str, DateOrder | None] = {}
    for column in expected.dates:
        if not table.has(column):
            continue
        order = order_of(row[column] for row in table.rows)
        if order is not None or any(
            isinstance(row[column], str) and is_in_doubt(row[column]) for row in table.rows
        ):
            found[column] = order
    return found
