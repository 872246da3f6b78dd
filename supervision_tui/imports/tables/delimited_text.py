"""Text whose cells are parted by commas, semicolons, tabs or bars: encoding and separator told by
the whole of it.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice

from supervision_tui.desk.imports.files import ImportRefused

from .cells import folded
from .sheets import MOST_CELLS, MOST_ROWS, OUTSIZED, Cell, Sheet, sheet_of

_SEPARATORS = ",;\t|"
_SAMPLE_ROWS = 400
_SAMPLE_LETTERS = 400_000
_LONGEST_CELL = 100_000  # letters
_MOST_NULS = 0.1  # of the bytes of a text of one byte a letter
_LEAST_NULS = 0.4  # of the bytes of a text of two bytes a letter
_HEADER_WITHIN = 40  # rows
_ROWS_BEFORE = 50  # by which the width of a row is known
_TOLD_BY_EXCEL = "sep="
# A mainframe's newline is an ellipsis where it is read as Windows.
_OTHER_NEWLINES = re.compile("[\x85\u2028\u2029…]")

Rows = list[list[str]]


def _one_byte(error: UnicodeError) -> tuple[str, int]:
    """Read a byte that is no UTF-8 as Windows writes Western European."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace"), error.end


codecs.register_error("supervision-tui-one-byte", _one_byte)


def read_text(name: str, sheet_name: str, content: bytes) -> Sheet:
    """Read a text file as one sheet.

    Raises `ImportRefused` where it is no text, or holds far too much.
    """
    text = decoded(content)
    if text is None:
        raise ImportRefused(f"{name} is not a text file; export it again as CSV or as a workbook.")
    if "\n" not in text:
        text = _OTHER_NEWLINES.sub("\n", text)
    first, _, rest = text.partition("\n")
    begins = 1
    if (
        first.strip().casefold().startswith(_TOLD_BY_EXCEL)
        and len(first.strip()) == len(_TOLD_BY_EXCEL) + 1
    ):
        separator, text, begins = first.strip()[-1], rest, 2
    else:
        separator = _separator(text)
    rows, open_quotes = _rows(name, text, separator)
    if (
        rows
        and all(len(row) == 1 for row in rows)
        and sum(_is_a_row(row[0]) for row in rows) * 2 > len(rows)
    ):
        within = "\n".join(row[0] for row in rows)  # each row as a whole stands in quotation marks
        rows, open_quotes = _rows(name, within, _separator(within))
    if _is_in_single_quotes(rows):
        rows = [[_without_single_quotes(cell) for cell in row] for row in rows]
    blank: Rows = [[] for _ in range(begins - 1)]
    numbers = frozenset(at + begins for at in open_quotes)
    return replace(
        sheet_of(sheet_name, [*_as_cells(blank), *_as_cells(rows)], name, numbers),
        is_delimited=True,
    )


def _is_in_single_quotes(rows: Rows) -> bool:
    """Tell whether the first row of several cells has each of them in single quotation marks."""
    first = next((row for row in rows if len(row) > 1), [])
    return bool(first) and all(
        _without_single_quotes(cell) != cell for cell in first if cell.strip()
    )


def _without_single_quotes(cell: str) -> str:
    plain = cell.strip()
    if len(plain) > 1 and plain[0] == plain[-1] == "'":
        return plain[1:-1]
    return cell


def _is_a_row(cell: str) -> bool:
    return any(cell.count(separator) for separator in _SEPARATORS)


def _as_cells(rows: Rows) -> list[list[Cell]]:
    return [list(row) for row in rows]


def decoded(content: bytes) -> str | None:
    """Read bytes as text, each line ended by a newline; nothing where they are no text."""
    whole = content
    if content[-2:-1] == b"\x00":
        whole = content.rstrip(b"\x00\x1a")
    text = _text_of(whole)
    if text is None:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _text_of(content: bytes) -> str | None:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            errors = "replace" if encoding == "utf-16" else "supervision-tui-one-byte"
            return content.removeprefix(codecs.BOM_UTF8).decode(encoding, errors)
    nuls = content.count(0)
    if nuls <= _MOST_NULS * len(content):
        return content.decode("utf-8", "supervision-tui-one-byte")
    if nuls < _LEAST_NULS * len(content):
        return None
    is_low_first = content[1::2].count(0) > content[0::2].count(0)
    byte_order = "le" if is_low_first else "be"
    return content.decode(f"utf-16-{byte_order}", "replace")


def _separator(text: str) -> str:
    """Choose the separator under which a header is found and most rows have as many cells."""
    sample = text[:_SAMPLE_LETTERS]
    return max(_SEPARATORS, key=lambda each: _fit(sample, each))


def _fit(sample: str, separator: str) -> tuple[int, int]:
    """Tell how well a separator fits: known headings in a row, then rows of as many cells."""
    from supervision_tui.imports.known_columns import ALL_HEADINGS

    lines = io.StringIO(sample, newline="")
    widths: Counter[int] = Counter()
    headings = 0
    try:
        for row in islice(csv.reader(lines, delimiter=separator), _SAMPLE_ROWS):
            widths[len(row)] += 1
            if sum(widths.values()) <= _HEADER_WITHIN:
                headings = max(headings, sum(folded(cell) in ALL_HEADINGS for cell in row))
    except csv.Error:
        return 0, 0
    even = max(((width - 1) * count for width, count in widths.items()), default=0)
    word = headings if headings > 1 else 0
    return word, even


def _rows(name: str, text: str, separator: str) -> tuple[Rows, list[int]]:
    """Read all rows, and which of them, counted from 0, begin a quotation that is not closed.

    Such a row is given as it stands on its line, and reading goes on with the next line.
    """
    rows: Rows = []
    open_quotes: list[int] = []
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    at = cells = 0
    while at < len(lines):
        for row, begins, ends in _records(lines, at, separator):
            if ends - begins > 1 and (
                _is_amiss(lines[begins:ends], separator) or _swallows_rows(row, separator, rows)
            ):
                break
            rows.append(row)
            at = ends
            cells += len(row)
            if cells > MOST_CELLS or len(rows) > MOST_ROWS:
                raise ImportRefused(OUTSIZED.format(name=name))
        if at < len(lines):
            open_quotes.append(len(rows))
            rows.append(lines[at].split(separator))
            at += 1
    return rows, open_quotes


def _records(lines: list[str], start: int, separator: str) -> Iterator[tuple[list[str], int, int]]:
    """Read records from a line on, each with its first line and the one after its last."""
    reader = csv.reader(
        (f"{line}\n" for line in islice(lines, start, None)), delimiter=separator, strict=False
    )
    begins = start
    try:
        for row in reader:
            ends = start + reader.line_num
            if ends >= len(lines) and _is_open(lines[begins:ends], separator):
                return
            yield row, begins, ends
            begins = ends
    except csv.Error:  # a cell longer than any can be: its quotation goes on and on
        return


def _is_open(lines: list[str], separator: str) -> bool:
    """Tell whether the last record of a file goes on beyond its end."""
    return "unexpected end of data" in _fault_of(lines, separator)


def _is_amiss(lines: list[str], separator: str) -> bool:
    """Tell whether a record of several lines is not well quoted."""
    return bool(_fault_of(lines, separator))


def _fault_of(lines: list[str], separator: str) -> str:
    """Say what is wrong with the quotation marks of a record; empty where nothing is."""
    try:
        list(csv.reader((f"{line}\n" for line in lines), delimiter=separator, strict=True))
    except csv.Error as why:
        return str(why)
    return ""


def _swallows_rows(row: list[str], separator: str, before: Rows) -> bool:
    """Tell whether a cell of several lines holds a row, so that a quotation mark is amiss."""
    width = 0
    if before:
        width = Counter(len(each) for each in before[-_ROWS_BEFORE:]).most_common(1)[0][0]
    if width < 2 or len(row) == width:
        return False
    inside = list(chain.from_iterable(cell.split("\n")[1:] for cell in row if "\n" in cell))
    return any(separator in line for line in inside)
