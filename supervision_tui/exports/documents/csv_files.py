"""A document as CSV: a file a section, and one that says what they are.

Safe to open in a spreadsheet.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from itertools import chain

from .document import Document, Kind, Table, Value

COVER = "about"
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")


def to_csv_files(
    document: Document, called: Callable[[str], str] = "{}.csv".format
) -> dict[str, bytes]:
    """The content of each file by its key; the cover first.

    `called` says how the file of a section will be called.
    """
    cover: list[list[str]] = [["what", "says"], *([label, text] for label, text in document.stamp)]
    sections = [*document.sections, *document.data]
    cover += [["section", f"{called(each.key)}: {each.title}"] for each in sections]
    cover += [["note", note] for note in document.notes]
    files = {COVER: _written(cover)}
    for section in sections:
        rows = _table_rows(section.table) if section.table is not None else []
        rows += [["", sentence] for sentence in section.says if section.table is None]
        rows += [[item] for item in section.items]
        rows += [[f"{strong}{rest}"] for strong, rest in section.numbered]
        rows += [[drawing.says] for drawing in section.drawings]
        files[section.key] = _written(rows)
    return files


def zipped(files: Mapping[str, bytes], ending: str = ".csv") -> bytes:
    """The files in one archive, the same for the same files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(f"{name}{ending}", (1980, 1, 1, 0, 0, 0)), content)
    return held.getvalue()


def safe_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula, on one line."""
    plain = " ".join(text.split())
    if plain.startswith(_BEGINS_A_FORMULA):
        return f"'{plain}"
    return plain


def _table_rows(table: Table) -> list[list[str]]:
    head = list(chain.from_iterable(_titles(column.title, column.kind) for column in table.columns))
    rows = [
        list(
            chain.from_iterable(
                _cells(value, column.kind) for column, value in zip(table.columns, row, strict=True)
            )
        )
        for row in table.rows
    ]
    return [head, *rows]


def _titles(title: str, kind: Kind) -> list[str]:
    plain = title or "figure"
    if kind is Kind.FIGURE:
        return [plain, f"{plain}: n", f"{plain}: says"]
    return [plain]


def _cells(value: Value, kind: Kind) -> list[str]:
    number = "" if value.number is None else f"{value.number:.6g}"
    if kind is Kind.FIGURE:
        n = "" if value.n is None else str(value.n)
        return [number, n, value.text]
    if kind is Kind.NUMBER:
        return [number or value.text]
    return [value.text]


def _written(rows: Iterable[Iterable[str]]) -> bytes:
    held = io.StringIO(newline="")
    writer = csv.writer(held)
    for row in rows:
        writer.writerow([_as_written(cell) for cell in row])
    return held.getvalue().encode("utf-8-sig")  # a spreadsheet then knows the letters


def _as_written(cell: str) -> str:
    if _is_number(cell):
        return cell
    return safe_cell(cell)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
