"""A sheet of a workbook, a text file or a web page, as plain rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

Cell = object

MOST_CELLS = 5_000_000  # of one file, empty ones at the end of a row not counted
MOST_ROWS = 200_000  # of one sheet, empty ones not counted
OUTSIZED = "{name} holds far more than a caseload export; export only the lists that are needed."

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATED = re.compile(
    r"(?P<year>20\d\d)[-_. ]?(?P<month>\d\d)[-_. ]?(?P<day>\d\d)|"
    r"(?:(?P<day_first>\d{1,2})[-_. ])?(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-_. ']*"
    r"(?P<of>20\d\d|\d\d)|"
    r"(?P<d>\d\d)[-_. ]?(?P<m>\d\d)[-_. ]?(?P<y>20\d\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows that hold anything, and beside them the number of each as a person counts.

    `file` is the name of the file it stands in. `open_quotes` are the numbers of rows that begin with a quotation mark
    which is not closed. One that `is_hidden` is not seen by who opens the workbook. The cells of one that
    `is_delimited` are parted by a sign that may stand in a cell, too.
    """

    name: str
    rows: list[list[Cell]]
    numbers: list[int]
    file: str = ""
    open_quotes: frozenset[int] = field(default_factory=frozenset)
    is_hidden: bool = False
    is_delimited: bool = False


def sheet_of(name: str, rows: list[list[Cell]], file: str = "", open_quotes: frozenset[int] = frozenset()) -> Sheet:
    """Make a sheet of all its rows in their order, the empty ones among them."""
    kept = [(number, row) for number, row in enumerate(rows, 1) if any(cell not in ("", None) for cell in row)]
    return Sheet(name, [row for _, row in kept], [number for number, _ in kept], file, open_quotes)


def newest_first(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Sort the sheets of one list that differ by the day in their names alone; empty where they do not."""
    dated = [(_day_in(sheet), sheet) for sheet in sheets]
    days = {day for day, _ in dated}
    if len(sheets) < 2 or None in days or len(days) < len(sheets) or len({_undated(sheet) for sheet in sheets}) > 1:
        return []
    return [sheet for _, sheet in sorted(dated, key=lambda each: each[0] or (), reverse=True)]


def _day_in(sheet: Sheet) -> tuple[int, int, int] | None:
    """Give year, month and day that a sheet's name holds, or else its file's; the day is 0 where none stands."""
    found = _DATED.search(sheet.name) or _DATED.search(sheet.file)
    if found is None:
        return None
    if found["name"]:
        return int(found["of"]) % 100 + 2000, _MONTHS.index(found["name"].lower()) + 1, int(found["day_first"] or 0)
    return int(found["year"] or found["y"]), int(found["month"] or found["m"]), int(found["day"] or found["d"])


def _undated(sheet: Sheet) -> tuple[str, str]:
    return _DATED.sub("", sheet.name), _DATED.sub("", sheet.file)
