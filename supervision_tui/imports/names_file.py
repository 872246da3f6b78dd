"""Names, families and days of birth of children who are here: from a plain file, or from lines that
were pasted.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from supervision_tui.desk.imports.files import CaseloadFile, CaseloadRow, ImportRefused
from supervision_tui.desk.names import reference_key
from supervision_tui.practice.vocabulary import Plan

from .child_details import born_or_expected, child_name
from .known_columns import NAMES
from .tables import cells
from .tables.cells import CellWrong
from .tables.dates import DateOrder
from .tables.delimited_text import read_text
from .tables.files import ReadFiles, name_of, read_files
from .tables.reading import LAST_ROW_TAKEN, Reading
from .tables.sheets import Sheet
from .tables.table import Row, Table, find_header
from .told_apart import FileKind, names_something, wrong_file

PASTED = "the lines that were pasted"
_ORDER_OF_LINES = ["reference", "name", "family", "born"]


def read_names(paths: list[Path], as_of: date, order: DateOrder | None = None) -> CaseloadFile:
    """Read a list of names. Raises `ImportRefused` where the file is none."""
    return names_of(read_files(paths), name_of(paths[0]), as_of, order)


def names_pasted(text: str, as_of: date, order: DateOrder | None = None) -> CaseloadFile:
    """Read lines of `reference, name, family, born`, with a header or without.

    Raises `ImportRefused`.
    """
    if not text.strip():
        raise ImportRefused("Paste lines like C-1001, Zara Okafor, Okafor, 7 Apr 2015.")
    sheet = read_text(PASTED, "pasted", text.encode())
    header = find_header(sheet, NAMES)
    if header is None or not names_something(header):
        sheet = Sheet(
            sheet.name,
            [list(_ORDER_OF_LINES), *sheet.rows],
            [0, *sheet.numbers],
            PASTED,
            sheet.open_quotes,
        )
    return names_of(ReadFiles([sheet]), PASTED, as_of, order)


def names_of(
    files: ReadFiles, name: str, as_of: date, order: DateOrder | None = None
) -> CaseloadFile:
    """Read names from files that have been read as sheets. Raises `ImportRefused`."""
    reading = Reading(files, as_of, order)
    tables = [table for sheet in files.sheets if (table := _table(sheet, reading)) is not None]
    reading.judge_dates()
    if not tables:
        raise ImportRefused(wrong_file(files, name, FileKind.NAMES))
    rows: dict[str, CaseloadRow] = {}
    for table in tables:
        for row in table.rows:
            read = _read_row(row, reading)
            if read is None:
                continue
            if reference_key(read.ref) in rows:
                reading.tell_of_child(read.ref, *LAST_ROW_TAKEN)
            rows[reference_key(read.ref)] = read
    return CaseloadFile(
        name=name,
        rows=tuple(rows.values()),
        closed=frozenset(),
        rejected=tuple(reading.rejected),
        warnings=reading.sentences(),
        lists={"names": sum(len(table.rows) for table in tables)},
        source="list of names",
        left_out=tuple(reading.left_out),
        month_first=tuple(reading.month_first),
        only_details=True,
    )


def _table(sheet: Sheet, reading: Reading) -> Table | None:
    header = find_header(sheet, NAMES)
    if header is None or not names_something(header):
        return None
    return reading.table(sheet, sheet.name, NAMES, header)


def _read_row(row: Row, reading: Reading) -> CaseloadRow | None:
    try:
        reading.check_row(row)
        ref = cells.reference(row["ref"])
    except CellWrong as why:
        reading.reject(row, "ref", why)
        return None
    return CaseloadRow(
        ref=ref,
        plan=Plan.CIN,
        worker=None,
        team="",
        name=child_name(row),
        born=born_or_expected(reading, row, "born"),
        family=cells.text(row["family"])[: cells.LONGEST_NAME] or None,
        says_plan=False,
        number=row.number,
        list_name=row.table.name,
    )
