"""The program that reads a workbook, in a process of its own: its memory is bounded and its end is not the app's.

Reads the workbook from standard input, writes its sheets as JSON to standard output. Nothing touches the disk.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from datetime import date, datetime, timedelta

MOST_ROWS = 200_000
MOST_MEMORY = 3 * 1024**3
MOST_CELLS = 5_000_000  # of one sheet, empty ones counted
PASSWORD_NEEDED, BROKEN, OUTSIZED = 3, 4, 5


def packed(cell: object) -> object:
    """A cell as JSON; dates are marked."""
    if isinstance(cell, datetime | date):
        return {"day": cell.isoformat()[:10]}
    return str(cell) if isinstance(cell, timedelta) or not isinstance(cell, str | int | float | bool) else cell


def unpacked(cell: object) -> object:
    """The cell that was packed."""
    return date.fromisoformat(cell["day"]) if isinstance(cell, dict) else cell


def main() -> int:
    """Read one workbook."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    import python_calamine

    try:
        with python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read())) as book:
            opened = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
            if any(sheet.total_width * min(sheet.total_height, MOST_ROWS) > MOST_CELLS for _, sheet in opened):
                return OUTSIZED
            sheets = [
                (
                    name,
                    [
                        [packed(cell) for cell in row]
                        for row in sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
                    ],
                )
                for name, sheet in opened
            ]
    except python_calamine.PasswordError:
        return PASSWORD_NEEDED
    except (python_calamine.CalamineError, ValueError, OSError, MemoryError):
        return BROKEN
    json.dump(sheets, sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
