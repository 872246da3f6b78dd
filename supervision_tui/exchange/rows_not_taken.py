"""Rows of a council's file that were not taken, as CSV: their own columns, where each stands, and why."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from supervision_tui.desk.imports.files import RejectedRow

from .report.csv_files import safe_cell


def rows_as_csv(rows: Iterable[RejectedRow]) -> bytes:
    """Write rows under the header of their list, each with its reason; a cell that is a formula is made harmless."""
    out = io.StringIO()
    writer = csv.writer(out)
    header: tuple[str, ...] = ()
    for row in rows:
        if row.header != header:
            header = row.header
            writer.writerow(["List", "Row", *map(safe_cell, header), "Reason"])
        writer.writerow([safe_cell(cell) for cell in (row.list_name, str(row.row), *row.cells, row.reason)])
    return out.getvalue().encode("utf-8-sig")
