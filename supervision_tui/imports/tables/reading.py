"""Reading the tables of an import: what is taken, left empty or left out, and what is to be said of
it.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import TypeVar

from supervision_tui.desk.imports.files import RejectedRow
from supervision_tui.practice import wording

from . import cells, people
from .cells import CellWrong
from .dated_sheets import newest_first
from .dates import DateOrder, StandsForNone, day, is_in_doubt, readings, swapped
from .files import ReadFiles
from .furniture import ABOUT_CHILDREN, OTHER_TABLE
from .sheets import Sheet
from .table import Expected, FoundHeader, Row, Table, find_header, orders_of, table_of

Value = TypeVar("Value")
OPEN_QUOTE = "a quotation mark is not closed"
MORE_CELLS = (
    "more cells than headings: does a separator stand in a cell that is not in quotation marks?"
)
SEVERAL_REFERENCES = "several references stand in one cell; give each child a row"
UNLIKE_THE_OTHERS = (
    "its reference does not look like the others; write it as they are written, "
    "or add the child by hand"
)
# Of one child, and of several.
LAST_ROW_TAKEN = (
    "stands more than once; its last row was taken",
    "stand more than once; the last row of each was taken",
)
_OF_AN_END = re.compile(
    r"\b(?:end|ends|ended|ending|closed?|closure|ceased?|discharged?|died|death|de-?regist\w+)\b",
    re.IGNORECASE,
)
_PLURALS = {"has": "have", "is": "are", "stands": "stand"}
_LEFT_EMPTY = "left empty"
_LEAST_ROWS = 2  # of a sheet that holds records: a header, and one below it
_CELLS_BACK = 50
_MOST_ROWS_NAMED = 3
_MOST_VALUES_NAMED = 3
_MOST_CHILDREN_NAMED = 12
_LONGEST_SHOWN = 40  # letters of a value


class Reading:
    """One import being read, as of a day.

    `order` is how its dates are written, where a person has said it.

    It `is_whole` until something is left out that may hold children whom nothing else names: then
    nobody is missing.
    """

    def __init__(self, files: ReadFiles, as_of: date, order: DateOrder | None = None) -> None:
        self.as_of, self.order = as_of, order
        self.is_whole = files.is_whole
        self.rejected: list[RejectedRow] = []
        self.rejected_refs: set[str] = set()
        self.left_out: list[RejectedRow] = []
        self.notes: list[str] = list(files.notes)
        self.month_first: list[str] = []  # headings of columns that seem to be written so
        self._tables: list[tuple[Table, Expected]] = []
        self._workers: dict[
            object, str | None
        ] = {}  # by the cell: the same names stand there again and again
        self._days: dict[object, date | None] = {}
        self._told: dict[
            tuple[str, str, str, str], list[tuple[int, str]]
        ] = {}  # by list, heading, what was done, why
        self._children_told: dict[
            tuple[str, str], list[str]
        ] = {}  # references, by what is said of one and of several
        # Cells that were left empty, by list, row and column.
        self._empty: set[tuple[str, int, str]] = set()

    def table(
        self, sheet: Sheet, name: str, expected: Expected, header: FoundHeader | None = None
    ) -> Table | None:
        """Find a table in a sheet; rows that are no records are left out, each with its reason.

        Before its rows are read, `judge_dates` must have looked at all tables of the import.
        """
        found = header or find_header(sheet, expected)
        if found is None:
            return None
        table = table_of(sheet, name, expected, found)
        self._tables.append((table, expected))
        self._tell_of_headings_that_stand_twice(table, expected)
        self._tell_of_groups(table)
        self._tell_of_other_tables(table, expected)
        if "ends" in expected.headings:
            self._tell_of_ends_not_read(table)
        self.left_out += table.left_out
        for row in table.left_out:
            if row.reason in ABOUT_CHILDREN and expected.key:
                place = table.columns[expected.key]
                self.rejected_refs |= set(row.cells[place : place + 1])
        return table

    def _tell_of_headings_that_stand_twice(self, table: Table, expected: Expected) -> None:
        headings = [cells.folded(heading) for heading in table.header]
        twice = [
            place for place in sorted(table.columns.values()) if headings.count(headings[place]) > 1
        ]
        if expected.key and table.columns[expected.key] in twice and len(twice) > 1:
            self.is_whole = False
            self.notes.append(
                f"{table.name}: another table stands beside the first and was not read; put it on "
                f"a sheet of its own, "
                "and import again. Nobody is counted as no longer in the file."
            )
            return
        for place in twice:
            self.notes.append(
                f"{table.name}: “{table.header[place]}” heads more than one column; the first was "
                f"read."
            )

    def _tell_of_other_tables(self, table: Table, expected: Expected) -> None:
        """Say that a second list stands below, and that rows have more cells than headings."""
        if expected.key and any(row.reason == OTHER_TABLE for row in table.left_out):
            self.is_whole = False
            self.notes.append(
                f"{table.name}: another table stands below the first and was not read; put it on "
                f"a sheet of its own."
            )
        if self._is_wider(table):
            self.notes.append(
                f"{table.name}: {wording.count(len(table.beyond), 'row')} have more cells than "
                f"there are headings; "
                "look whether each column holds what its heading says."
            )

    @staticmethod
    def _is_wider(table: Table) -> bool:
        """Tell whether most rows have more cells than headings: a column has none."""
        return len(table.beyond) * 2 > len(table.rows)

    def _tell_of_groups(self, table: Table) -> None:
        """Say what stands once for a group of rows: read for each of them, or perhaps meant so."""
        for column, number in table.carried.items():
            if number:
                self.notes.append(
                    f"{table.name}: “{table.heading(column)}” stands once for each group of rows; "
                    f"it was read for "
                    f"{wording.count(number, 'row')} below it."
                )
        if table.names_each_once("worker") and not table.carried.get("worker"):
            self.notes.append(
                f"{table.name}: “{table.heading('worker')}” names each worker once, with empty "
                f"cells below, which were "
                "read as nobody. If the name holds for them, repeat it in each row and import "
                "again."
            )

    def _tell_of_ends_not_read(self, table: Table) -> None:
        """Name an unknown column of dates on which something ended: those count as open."""
        known = set(table.columns.values())
        for place, heading in enumerate(table.header):
            if (
                place not in known
                and _OF_AN_END.search(heading)
                and self._holds_a_date(table, place)
            ):
                self.notes.append(
                    f"{table.name}: “{heading}” was not read, though it may say when something "
                    f"ended."
                )

    def _holds_a_date(self, table: Table, place: int) -> bool:
        for row in table.rows:
            value = row.at(place)
            with contextlib.suppress(CellWrong):
                if value not in ("", None) and self._read_day(value) is not None:
                    return True
        return False

    def judge_dates(self) -> None:
        """Find columns that seem written month first: those that tell, and others with them.

        One report has one order: where a column of one list tells, and none tells otherwise, it
        holds for every list.
        """
        orders = [(table, orders_of(table, expected)) for table, expected in self._tables]
        told = set(chain.from_iterable(found.values() for _, found in orders))
        if DateOrder.MONTH_FIRST not in told:
            return
        for table, found in orders:
            for column, order in found.items():
                if order is DateOrder.MONTH_FIRST or (
                    order is None and DateOrder.DAY_FIRST not in told
                ):
                    table.doubtful.add(column)
            if table.doubtful and self.order is None:
                self._tell_of_order(table)

    def _tell_of_order(self, table: Table) -> None:
        headings = [
            table.heading(column)
            for column in sorted(table.doubtful, key=lambda each: table.columns[each])
        ]
        self.month_first += headings
        quoted = wording.listing([f"“{heading}”" for heading in headings])
        self.notes.append(
            f"{table.name}: the dates of {quoted} seem to be written month first; those that "
            f"could be read either way "
            "were not read."
        )

    def tell_of_other_sheets(
        self, files: ReadFiles, read: Collection[Sheet], expected: Expected
    ) -> None:
        """Say which sheets were not read though they may hold children, whom nobody misses then.

        Those are sheets that name the column of references, and files of which nothing was read; a
        front sheet and the like beside lists are none. One that is hidden was left out on purpose,
        by who hid it.
        """
        files_read = {sheet.file for sheet in read}
        only_key = replace(expected, needed=(expected.key,))
        self.notes += [
            f"Left out: the sheet “{sheet.name}” of {sheet.file}, which is hidden; show it if it "
            f"is needed."
            for sheet in files.hidden
            if find_header(sheet, only_key) is not None
        ]
        for sheet in files.sheets:
            if len(sheet.rows) < _LEAST_ROWS or any(sheet is each for each in read):
                continue
            if sheet.file not in files_read or find_header(sheet, only_key) is not None:
                where = ""
                if sheet.file and sheet.name not in sheet.file:
                    where = f" of {sheet.file}"
                self.notes.append(
                    f"Left out: {sheet.name}{where}, whose columns are not known; so nobody "
                    "is counted as no longer in the file."
                )
                self.is_whole = False

    def tell_of_several(self, what: str, sheets: Collection[Sheet]) -> None:
        """Say which sheets something was read from, where there are several."""
        if len(sheets) > 1:
            named = ", ".join(map(_where, sheets))
            self.notes.append(f"{what} was read from {len(sheets)} sheets: {named}.")

    def newest(self, what: str, sheets: list[Sheet]) -> list[Sheet]:
        """Keep the newest of sheets of one list, by the day in their names, and say so."""
        dated = newest_first(sheets)
        if not dated:
            return sheets
        named = ", ".join(map(_where, dated[1:]))
        self.notes.append(
            f"{what} was read from {_where(dated[0])} alone, the newest; left out: {named}."
        )
        return dated[:1]

    def check_row(self, row: Row) -> None:
        """Refuse a row whose quotation is not closed, or whose cells may be shifted.

        Raises `CellWrong`.
        """
        if row.number in row.table.open_quotes:
            raise CellWrong(OPEN_QUOTE)
        if (
            row.number in row.table.beyond
            and not self._is_wider(row.table)
            and not _shows_a_shift(row.table)
        ):
            raise CellWrong(MORE_CELLS)

    def reject(self, row: Row, column: str, why: object, key: str = "") -> None:
        """Give a row back with its reason.

        The child whose reference stands in `key` is then not missing.
        """
        self.rejected.append(row.not_taken(column, why))
        if not key:
            return
        try:
            self.rejected_refs.add(cells.reference(cells.one_line(row[key]).lstrip('"')))
        except CellWrong:
            # A child whose number is lost.
            self.is_whole = self.is_whole and not cells.text(row[key])

    def leave_out(self, row: Row, why: str) -> None:
        """Leave a row out that is none of those wanted."""
        self.left_out.append(row.not_taken("", why))

    def tell(self, row: Row, column: str, why: object, done: str = _LEFT_EMPTY) -> None:
        """Say what was done with a cell, and why: once for all cells with the same to say."""
        if done == _LEFT_EMPTY:
            self._empty.add((row.table.name, row.number, column))
        value = cells.one_line(row[column])[:_LONGEST_SHOWN]
        told = self._told.setdefault(
            (row.table.name, row.table.heading(column), done, str(why)), []
        )
        if (row.number, value) not in told[-_CELLS_BACK:]:  # a cell may be read for two reasons
            told.append((row.number, value))

    def tell_of_child(self, ref: str, says: str, says_of_several: str = "") -> None:
        """Say something of a child, verb first: in one sentence for all of whom it is said.

        `says_of_several` is that sentence where more than the verb is another of several children.
        """
        refs = self._children_told.setdefault((says, says_of_several or _of_several(says)), [])
        if ref not in refs:
            refs.append(ref)

    def was_left_empty(self, row: Row, column: str) -> bool:
        """Tell whether a cell holds something that could not be read."""
        return (row.table.name, row.number, column) in self._empty

    @property
    def newest_day(self) -> date | None:
        """The latest day of what has happened that was read so far.

        Nothing where there was none.
        """
        return max(
            (on for on in self._days.values() if on is not None and on <= self.as_of), default=None
        )

    def is_unread_day(self, row: Row, column: str) -> bool:
        """Tell whether a cell's day could not be taken: none, in doubt, or still to come."""
        is_in_doubt_here = (
            column in row.table.doubtful and self.order is None and is_in_doubt(row[column])
        )
        return is_in_doubt_here or self.was_left_empty(row, column)

    def reference(self, row: Row, column: str) -> str:
        """Read a child's reference, which looks like the others in its table.

        Raises `CellWrong`.
        """
        value, look = row[column], row.table.look
        found = cells.reference(value)
        if not found.isalnum():
            written = value.strip() if isinstance(value, str) else found
            if not cells.THOUSANDS.fullmatch(written) and look.names_several(written):
                raise CellWrong(SEVERAL_REFERENCES)
            if look.is_known and look.has_words_around(found):
                raise CellWrong(UNLIKE_THE_OTHERS)
        if look.is_known and not look.fits(found):
            raise CellWrong(UNLIKE_THE_OTHERS)
        return found

    def value(self, row: Row, column: str, read: Callable[[object], Value]) -> Value | None:
        """Read a cell that a record can be without: left empty and told, if it cannot be read."""
        try:
            return read(row[column])
        except CellWrong as why:
            self.tell(row, column, why)
            return None

    def worker(self, row: Row, column: str, teams: Collection[str] = ()) -> str | None:
        """Read who a child is with; of two named in one cell the first, and told."""
        cell = row[column]
        if cell in ("", None):
            return None
        if cell in self._workers:
            return self._workers[cell]
        named = people.several(cell, teams)
        if named:
            taken = "the last" if people.is_followed(cell) else "the first"
            self.tell(row, column, f"names {len(named)} workers; {taken} was taken", "read in part")
            return named[0]
        found = self.value(row, column, lambda value: people.worker(value, teams))
        if found is None:
            if people.names_more_than_nobody(cell, teams) and not self.was_left_empty(row, column):
                is_team = people.is_a_team(cell, teams)
                why = "no worker is named by it"
                if is_team:
                    why = "it is the name of a team"
                self.tell(row, column, why, "read as unallocated")
            elif not self.was_left_empty(row, column):
                self._workers[cell] = None
            return None
        if people.is_number(found):
            self.tell(
                row,
                column,
                "a number; the worker is known by it until a name is given",
                "read as it stands",
            )
            return found
        self._workers[cell] = found
        return found

    def day(self, row: Row, column: str, *, may_come: bool = False) -> date | None:
        """Read a day of what has happened; one that is none, or to come, is left empty and told."""
        value = row[column]
        if value == "" or value is None:
            return None
        if column in row.table.doubtful and is_in_doubt(value):
            if self.order is None:
                return None
            value = swapped(value) if self.order is DateOrder.MONTH_FIRST else value
        found = self._days.get(value)
        if found is None:
            found = self._days[value] = self.value(row, column, lambda _cell: self._read_day(value))
        if found is not None and found > self.as_of and not may_come:
            self.tell(row, column, f"lies after {wording.full_day(self.as_of)}")
            return None
        return found

    def _read_day(self, value: object) -> date | None:
        return day(value, self.order or DateOrder.DAY_FIRST)

    def peek(self, row: Row, column: str) -> date | None:
        """Read a day without a word about it; nothing where there is none, or none for sure."""
        value = row[column]
        if column in row.table.doubtful and is_in_doubt(value):
            return None
        with contextlib.suppress(CellWrong):
            return self._read_day(value)
        return None

    def peek_past(self, row: Row, column: str) -> date | None:
        """Read a day that has come without a word about it.

        Nothing where there is none, or none for sure.
        """
        found = self.peek(row, column)
        if found is not None and found <= self.as_of:
            return found
        return None

    def has_ended(self, row: Row, column: str, *, after: tuple[str, ...] = ()) -> bool:
        """Tell whether an end has come.

        One that lies before a day in the columns `after`, birth or start, is none.

        Raises `CellWrong` where it cannot be told.
        """
        found = self.end(row, column)
        if found is None:
            return False
        begun = [on for each in after if (on := self.peek(row, each)) is not None and found < on]
        if begun:
            self.tell(
                row, column, f"lies before {wording.full_day(begun[0])}, the start or the birth"
            )
            return False
        return True

    def end(self, row: Row, column: str) -> date | None:
        """Read the day on which something has ended; nothing while it goes on.

        Raises `CellWrong` where it is not sure.

        A plain *yes* has ended by the file's day; of a date in doubt the later reading counts,
        where both have come.
        """
        value = row[column]
        said = cells.folded(value)
        if said in _NO_END:
            return None
        if said in _AN_END:
            return self.as_of
        try:
            if self.order is None and column in row.table.doubtful and is_in_doubt(value):
                return self._end_either_way(value)
            if self.order is DateOrder.MONTH_FIRST and column in row.table.doubtful:
                value = swapped(value)
            ends = self._read_day(value)
        except StandsForNone as why:
            self.tell(row, column, why)
            return None
        if ends is not None and ends > self.as_of:
            self.tell(row, column, f"lies after {wording.full_day(self.as_of)}")
            return None
        return ends

    def _end_either_way(self, value: object) -> date | None:
        possible = readings(value)
        come = [ends for ends in possible if ends <= self.as_of]
        if 0 < len(come) < len(possible):
            raise CellWrong("day or month first? It has ended by one and not by the other")
        return max(come, default=None)

    def sentences(self) -> tuple[str, ...]:
        """Say all that a person should know before the file is taken."""
        of_children = (
            _sentence_of_children(*key, refs) for key, refs in self._children_told.items()
        )
        return (
            *self.notes,
            *of_children,
            *(_sentence(*key, there) for key, there in self._told.items()),
        )


def _shows_a_shift(table: Table) -> bool:
    """Tell whether a row with shifted cells is known by the status behind its worker."""
    return table.has("plan") and table.columns["plan"] > table.columns.get("worker", 0)


def _where(sheet: Sheet) -> str:
    if sheet.name in sheet.file:
        return sheet.file
    return f"{sheet.name} of {sheet.file}"


def _sentence(name: str, heading: str, done: str, why: str, there: list[tuple[int, str]]) -> str:
    rows = [str(number) for number, _ in there[:_MOST_ROWS_NAMED]]
    more = " …" if len(there) > _MOST_ROWS_NAMED else ""
    if len(there) == 1:
        where = f"row {rows[0]}"
    else:
        where = f"{len(there)} rows ({', '.join(rows)}{more})"
    values = list(dict.fromkeys(value for _, value in there))
    shown = ", ".join(f"“{value}”" for value in values[:_MOST_VALUES_NAMED])
    if len(values) > _MOST_VALUES_NAMED:
        shown += " …"
    return f"{name}, {heading}: {done} in {where}: {shown} ({why})."


def _of_several(says: str) -> str:
    """Put the verb at the beginning of a sentence into the plural."""
    verb, _, rest = says.partition(" ")
    return f"{_PLURALS[verb]} {rest}"


def _sentence_of_children(says: str, says_of_several: str, refs: list[str]) -> str:
    if len(refs) == 1:
        return f"{refs[0]} {says}."
    named = ", ".join(refs[:_MOST_CHILDREN_NAMED])
    more = ""
    if len(refs) > _MOST_CHILDREN_NAMED:
        more = f" and {len(refs) - _MOST_CHILDREN_NAMED} more"
    return f"{len(refs)} children {says_of_several}: {named}{more}."


_NO_END = frozenset({
    "", "ongoing", "open", "current", "active", "none", "nk", "notknown", "unknown", "notclosed",
    "notyetclosed",
    "notclosedyet", "notended", "stillopen", "present", "todate", "continuing", "inprogress",
    "live", "nat",
    "notapplicable", "na", "tbc", "null", "nil", "n", "no", "false", "opencase", "pending",
})  # fmt: skip
_AN_END = frozenset({"y", "yes", "true", "closed", "ended"})
