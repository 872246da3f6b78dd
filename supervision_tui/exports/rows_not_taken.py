"""Rows of a council's file that were not taken, as CSV: their own columns, where each stands, and
why.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from supervision_tui.desk.imports.files import RejectedRow

from .documents.csv_files import safe_cell
from .output_path import written

if TYPE_CHECKING:
    from supervision_tui.vault.store import Store


def rows_as_csv(rows: Iterable[RejectedRow]) -> bytes:
    """Write rows under the header of their list, each with its reason.

    A cell that is a formula is made harmless.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    header: tuple[str, ...] = ()
    for row in rows:
        if row.header != header:
            header = row.header
            writer.writerow(["List", "Row", *map(safe_cell, header), "Reason"])
        writer.writerow(
            [safe_cell(cell) for cell in (row.list_name, str(row.row), *row.cells, row.reason)]
        )
    return out.getvalue().encode("utf-8-sig")


def save_rows(
    store: Store, rows: Sequence[RejectedRow], target: Path, *, replaces: bool = False
) -> Path:
    """Write rows where only this person reads them; returns where. Raises `VaultError`."""
    with written({target: rows_as_csv(rows)}, store.path, replaces=replaces):
        pass  # the rows are from the council's own file, and in no record
    return target
