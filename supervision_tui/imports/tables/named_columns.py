"""A sheet whose columns are found by the letters of their headers, never by position or case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from supervision_tui.desk.caseload import RejectedRow

from . import cells
from .sheets import Cell, Sheet

_HEADER_WITHIN = 30  # rows
_LONGEST_SHOWN = 80  # letters of a wrong value
Synonyms = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row below the header: its number as a person counts, and its cells by the column's name."""

    number: int
    values: Mapping[str, Cell]
    shown: tuple[str, ...]

    def __getitem__(self, name: str) -> Cell:
        """The cell of a column; empty where the sheet has none."""
        return self.values.get(name, "")

    @property
    def has_several_lines(self) -> bool:
        """Whether a cell goes on over a line's end, as it does where a quotation mark is not closed."""
        return any("\n" in str(value).strip() for value in self.values.values())

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.shown)


@dataclass(frozen=True, slots=True)
class NamedSheet:
    """A sheet with its header as it stands, where each column is, and its rows."""

    name: str
    header: tuple[str, ...]
    columns: Mapping[str, int]
    rows: tuple[NamedRow, ...]

    def rejected(self, row: NamedRow, column: str, why: object, list_name: str = "") -> RejectedRow:
        """A row that was not taken: which value of which column was wrong, and why."""
        value = cells.text(row[column])[:_LONGEST_SHOWN]
        return RejectedRow(
            list_name or self.name, row.number, self.heading(column), value, str(why), row.shown, self.header
        )

    def heading(self, name: str) -> str:
        """A column's heading as it stands in the file."""
        place = self.columns.get(name)
        return self.header[place] if place is not None else name


def named_sheet(sheet: Sheet, synonyms: Synonyms, needed: Sequence[str]) -> NamedSheet | None:
    """The sheet, its header the first row that holds the columns needed; nothing where there is none."""
    for place, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        columns = _columns([cells.folded(cell) for cell in row], synonyms)
        if set(needed) <= set(columns):
            header = tuple(cells.text(cell) for cell in row)
            return NamedSheet(sheet.name, header, columns, tuple(_rows(sheet, place, columns, len(header))))
    return None


def _columns(header: list[str], synonyms: Synonyms) -> dict[str, int]:
    found = {}
    for name, words in synonyms.items():
        place = next((header.index(word) for word in words if word in header), None)
        if place is not None:
            found[name] = place
    return found


def _rows(sheet: Sheet, head: int, columns: Mapping[str, int], width: int) -> Iterator[NamedRow]:
    for number, values in enumerate(sheet.rows[head + 1 :], head + 2):
        shown = tuple(cells.text(value) for value in values) + ("",) * (width - len(values))
        there = {name: values[place] for name, place in columns.items() if place < len(values)}
        row = NamedRow(number, there, shown)
        if not row.is_blank:
            yield row
