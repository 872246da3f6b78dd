"""A sheet of a workbook, a text file or a web page, as plain rows."""

from __future__ import annotations

from dataclasses import dataclass, field

Cell = object

MOST_CELLS = 5_000_000  # of one file, empty ones at the end of a row not counted
MOST_ROWS = 200_000  # of one sheet, empty ones not counted
OUTSIZED = "{name} holds far more than a caseload export; export only the lists that are needed."


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows that hold anything, and the number of each as a person counts.

    `file` is the name of the file it stands in. `open_quotes` are the numbers of rows that begin
    with a quotation mark which is not closed. One that `is_hidden` is not seen by who opens the
    workbook. The cells of one that `is_delimited` are parted by a sign that may stand in a cell,
    too.
    """

    name: str
    rows: list[list[Cell]]
    numbers: list[int]
    file: str = ""
    open_quotes: frozenset[int] = field(default_factory=frozenset)
    is_hidden: bool = False
    is_delimited: bool = False


def sheet_of(
    name: str, rows: list[list[Cell]], file: str = "", open_quotes: frozenset[int] = frozenset()
) -> Sheet:
    """Make a sheet of all its rows in their order, the empty ones among them."""
    kept = [
        (number, row)
        for number, row in enumerate(rows, 1)
        if any(cell not in ("", None) for cell in row)
    ]
    return Sheet(name, [row for _, row in kept], [number for number, _ in kept], file, open_quotes)
