"""The program that reads a workbook, in a process of its own: its memory is bounded and its end is
not the app's.

Reads the workbook from standard input, writes its sheets to standard output, a line of JSON for the
beginning and one for the rows of each, and at last how many formulas were never worked out. Sheets
named on its command line are left out. Nothing touches the disk.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from supervision_tui.imports.tables.sheets import MOST_CELLS, MOST_ROWS

MOST_MEMORY = 3 * 1024**3 // 2
MOST_LETTERS = (
    20_000_000  # of all cells: a long text that is kept once in the file may stand in each of them
)
PASSWORD_NEEDED, BROKEN, SWOLLEN = 3, 4, 5
# A formula that gives an empty text says so.
_WITHOUT_VALUE = re.compile(
    rb'<c(?: (?!t="str")[a-z]+="[^"]*")*><f[^>]*(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>'
)
_MOST_PLACES = 40_000_000  # of one sheet, empty ones counted: a reader makes room for each


def packed(cell: object) -> object:
    """Make a cell ready for JSON; dates are marked."""
    if isinstance(cell, str | int | float):
        return cell
    if isinstance(cell, datetime | date):
        return {"day": cell.isoformat()[:10]}
    if cell in (time(0), timedelta(0)):
        return 0  # a date of nothing, shown as one
    return str(cell)


def unpacked(cell: object) -> object:
    """Give the cell that was packed."""
    if isinstance(cell, dict):
        return date.fromisoformat(cell["day"])
    return cell


class Swollen(Exception):
    """More text stands in a workbook than in any list of children."""


class Outsized(Exception):
    """One sheet holds more cells than any list of children."""


class Reading:
    """The sheets of a workbook, until they hold more than can be."""

    def __init__(self) -> None:
        self._letters = self._cells = 0

    def rows_of(self, sheet: Any) -> tuple[list[int], list[list[object]]]:
        """Read the rows of a sheet that hold anything, with numbers, from the first column on.

        Raises `Outsized` and `Swollen`.
        """
        if sheet.start is None:
            return [], []
        if sheet.total_height * sheet.total_width > _MOST_PLACES:
            raise Outsized
        left = [""] * sheet.start[1]
        numbers, rows = [], []
        merged = _reaching_down(sheet)
        for number, row in enumerate(sheet.iter_rows(), 1):
            for place, value in merged.get(number, ()):
                if place < len(row) and row[place] == "":
                    row[place] = value
            while row and row[-1] == "":
                row.pop()
            if not row or not any(cell != "" for cell in row):
                continue
            self._count(row)
            numbers.append(number)
            rows.append([*left, *map(packed, row)])
            if len(rows) > MOST_ROWS or self._cells > MOST_CELLS:
                raise Outsized
        return numbers, rows

    def _count(self, row: list[object]) -> None:
        self._cells += len(row)
        self._letters += sum(len(cell) for cell in row if isinstance(cell, str))
        if self._letters > MOST_LETTERS:
            raise Swollen


def _reaching_down(sheet: Any) -> dict[int, list[tuple[int, object]]]:
    """Find cells merged over several rows: by row, their places and what stands there."""
    tall = [(start, end) for start, end in (sheet.merged_cell_ranges or ()) if end[0] > start[0]]
    if not tall:
        return {}
    first = dict(enumerate(sheet.iter_rows()))
    found: dict[int, list[tuple[int, object]]] = {}
    for (top, left), (bottom, _right) in tall:
        place, row = left - sheet.start[1], first.get(top, [])
        if 0 <= place < len(row) and row[place] != "":
            for number in range(top + 2, min(bottom, MOST_ROWS) + 2):
                found.setdefault(number, []).append((place, row[place]))
    return found


def main() -> int:
    """Read one workbook."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    import python_calamine

    content = sys.stdin.buffer.read()
    try:
        with python_calamine.load_workbook(io.BytesIO(content)) as book:
            for sheet in book.sheets_metadata:
                if sheet.name not in sys.argv[1:]:
                    is_seen = sheet.visible is python_calamine.SheetVisibleEnum.Visible
                    _read_sheet(book, sheet.name, Reading(), is_hidden=not is_seen)
        _tell({"not_worked_out": formulas_without_value(content)})
    except python_calamine.PasswordError:
        return PASSWORD_NEEDED
    except (Swollen, MemoryError):
        return SWOLLEN
    except (python_calamine.CalamineError, ValueError, OSError):
        return BROKEN
    return 0


def formulas_without_value(content: bytes) -> int:
    """Count the formulas of a workbook without a value, which no spreadsheet worked out."""
    if content[:2] != b"PK":
        return 0
    with (
        contextlib.suppress(zipfile.BadZipFile, OSError, ValueError),
        zipfile.ZipFile(io.BytesIO(content)) as archive,
    ):
        sheets = [
            entry
            for entry in archive.namelist()
            if entry.startswith("xl/worksheets/") and entry.endswith(".xml")
        ]
        return sum(_count_in(archive.read(entry)) for entry in sheets)
    return 0


def _count_in(sheet: bytes) -> int:
    if b"<f" in sheet:
        return sum(1 for _ in _WITHOUT_VALUE.finditer(sheet))
    return 0


def _read_sheet(book: Any, name: str, reading: Reading, *, is_hidden: bool) -> None:
    _tell({"begins": name, "is_hidden": is_hidden})
    try:
        numbers, rows = reading.rows_of(book.get_sheet_by_name(name))
    except Outsized:
        _tell({"is_outsized": True})
        return
    _tell({"numbers": numbers, "rows": rows})


def _tell(part: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(part) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
