"""The program that reads a workbook, in a process of its own: its memory is bounded and its end is not the app's.

Reads the workbook from standard input, writes its sheets as JSON to standard output. Nothing touches the disk.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

MOST_ROWS = 200_000
MOST_MEMORY = 3 * 1024**3 // 2
MOST_CELLS = 5_000_000  # of all sheets, empty ones counted
MOST_LETTERS = 20_000_000  # of all cells: a long text that is kept once in the file may stand in each of them
PASSWORD_NEEDED, BROKEN, OUTSIZED = 3, 4, 5


def packed(cell: object) -> object:
    """A cell as JSON; dates are marked."""
    if isinstance(cell, datetime | date):
        return {"day": cell.isoformat()[:10]}
    return str(cell) if isinstance(cell, timedelta) or not isinstance(cell, str | int | float | bool) else cell


def unpacked(cell: object) -> object:
    """The cell that was packed."""
    return date.fromisoformat(cell["day"]) if isinstance(cell, dict) else cell


class Outsized(Exception):
    """More stands in a workbook than in any list of children."""


class Reading:
    """The sheets of a workbook as JSON, until they hold more than can be."""

    def __init__(self) -> None:
        self._letters = self._cells = 0

    def rows_of(self, sheet: Any) -> list[list[object]]:
        """The rows of a sheet from the first column on. Raises `Outsized`."""
        left = [""] * (sheet.start[1] if sheet.start else 0)
        self._cells += (sheet.total_width + len(left)) * min(sheet.total_height, MOST_ROWS)
        if self._cells > MOST_CELLS:
            raise Outsized
        return [[*left, *self._row(row)] for row in islice(sheet.iter_rows(), MOST_ROWS + 1)]

    def _row(self, row: list[object]) -> list[object]:
        self._letters += sum(len(cell) for cell in row if isinstance(cell, str))
        if self._letters > MOST_LETTERS:
            raise Outsized
        return [packed(cell) for cell in row]


def main() -> int:
    """Read one workbook."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    import python_calamine

    reading = Reading()
    try:
        with python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read())) as book:
            sheets = [(name, reading.rows_of(book.get_sheet_by_name(name))) for name in book.sheet_names]
    except python_calamine.PasswordError:
        return PASSWORD_NEEDED
    except (Outsized, MemoryError):
        return OUTSIZED
    except (python_calamine.CalamineError, ValueError, OSError):
        return BROKEN
    json.dump(sheets, sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
