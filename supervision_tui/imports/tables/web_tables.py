"""Tables that systems give out under the name of a workbook: web pages, and the XML that Excel
wrote in 2003.
"""

from __future__ import annotations

import contextlib
import re
from datetime import date
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

from supervision_tui.desk.imports.files import ImportRefused

from .sheets import MOST_CELLS, OUTSIZED, Cell, Sheet, sheet_of

_EXCEL = "{urn:schemas-microsoft-com:office:spreadsheet}"
_DECLARATION = re.compile(r"^<\?xml[^>]*\?>")
_WIDEST = 500  # columns that a cell may span, or skip


class _Table:
    """One table of a page: its rows, and the cells that reach down into rows below."""

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self._reaching: dict[
            int, tuple[int, Cell]
        ] = {}  # into this row, by place: how many rows more, and what
        self._below: dict[int, tuple[int, Cell]] = {}  # the same, into the next one

    def begin_row(self) -> None:
        """Begin a row."""
        self._fill()
        self._reaching, self._below = {**self._reaching, **self._below}, {}
        self.rows.append([])

    def add(self, text: Cell, width: int, height: int) -> int:
        """Add a cell of the row that was begun; returns how many places it takes."""
        if not self.rows:
            self.rows.append([])
        self._fill()
        row = self.rows[-1]
        if height > 1:
            self._below[len(row)] = (height - 1, text)
        row += [text, *[""] * (width - 1)]
        return width

    def skip_to(self, place: int) -> None:
        """Leave the places before this one free, but for what reaches down into them."""
        self._fill()
        while len(self.rows[-1]) < place:
            self.rows[-1].append("")
            self._fill()

    def end(self) -> list[list[Cell]]:
        """Give all rows."""
        self._fill()
        return self.rows

    def _fill(self) -> None:
        """Put what reaches down from above into the places that are next in the row."""
        if not self.rows:
            return
        row = self.rows[-1]
        while (there := self._reaching.pop(len(row), None)) is not None:
            left, text = there
            if left > 1:
                self._below[len(row)] = (left - 1, text)
            row.append(text)


class _Tables(HTMLParser):
    """Collects the rows of each table; a table within a cell is one of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[Cell]]] = []
        self._open: list[_Table] = []
        self._cell: list[str] | None = None
        self._size = (1, 1)
        self._is_unseen = False
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        if tag in _UNSEEN:
            self._is_unseen = True
        elif tag == "table":
            self._end_cell()
            self._open.append(_Table())
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].begin_row()
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            given = dict(attrs)
            self._cell, self._size = [], (_span(given.get("colspan")), _span(given.get("rowspan")))
        elif tag in ("br", "p", "div") and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """End a cell, a row or a table."""
        if tag in _UNSEEN:
            self._is_unseen = False
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table" and self._open:
            self.tables.append(self._open.pop().end())

    def handle_data(self, data: str) -> None:
        """Add text to the cell that is open."""
        if self._cell is not None and not self._is_unseen:
            self._cell.append(data)

    def close(self) -> None:
        """End what the page left open."""
        super().close()
        self._end_cell()
        while self._open:
            self.tables.append(self._open.pop().end())

    def _end_cell(self) -> None:
        if self._cell is not None and self._open:
            self.cells += self._open[-1].add("".join(self._cell), *self._size)
        self._cell = None


_UNSEEN = ("style", "script")


def _span(written: str | None) -> int:
    with contextlib.suppress(ValueError):
        return max(1, min(int(written or 1), _WIDEST))
    return 1


def read_web_page(name: str, sheet_name: str, text: str) -> list[Sheet]:
    """Read the tables of a web page. Raises `ImportRefused` where there is none."""
    page = _Tables()
    page.feed(text)
    page.close()
    if page.cells > MOST_CELLS:
        raise ImportRefused(OUTSIZED.format(name=name))
    sheets = [sheet_of(sheet_name, rows, name) for rows in page.tables if rows]
    if not sheets:
        raise ImportRefused(
            f"{name} is a web page without a table, perhaps one that asks to sign in; export the "
            f"list again, as a "
            "workbook or as CSV."
        )
    return sheets


def read_excel_xml(name: str, text: str) -> list[Sheet]:
    """Read the sheets of a workbook that Excel wrote as XML. Raises `ImportRefused`."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(without_declaration(text), forbid_dtd=True)
    except (DefusedXmlException, ParseError, ValueError, LookupError):
        raise ImportRefused(
            f"{name} is XML that cannot be read; open it in Excel and save it as .xlsx."
        ) from None
    sheets = []
    for sheet in root.iter(f"{_EXCEL}Worksheet"):
        table = _Table()
        for row in sheet.iter(f"{_EXCEL}Row"):
            for _ in range(_skipped(row.get(f"{_EXCEL}Index"), len(table.rows))):
                table.begin_row()
            table.begin_row()
            _add_cells(table, row)
        sheets.append(sheet_of(sheet.get(f"{_EXCEL}Name") or name, table.end(), name))
    return sheets


def without_declaration(text: str) -> str:
    """Take the first line of XML away, which names an encoding; the text has been read already."""
    return _DECLARATION.sub("", text.lstrip(), count=1)


def _add_cells(table: _Table, row: Element) -> None:
    for cell in row.iter(f"{_EXCEL}Cell"):
        there = len(table.rows[-1])
        table.skip_to(there + _skipped(cell.get(f"{_EXCEL}Index"), there))
        data = cell.find(f"{_EXCEL}Data")
        value: object = ""
        if data is not None:
            value = _value("".join(data.itertext()), data.get(f"{_EXCEL}Type"))
        table.add(value, _merged(cell, "MergeAcross"), _merged(cell, "MergeDown"))


def _merged(cell: Element, way: str) -> int:
    """Count the places that a cell takes, across or down."""
    with contextlib.suppress(ValueError):
        return max(0, min(int(cell.get(f"{_EXCEL}{way}") or 0), _WIDEST)) + 1
    return 1


def _skipped(index: str | None, there: int) -> int:
    """Count the places left free before a row or a cell that names its own."""
    with contextlib.suppress(ValueError):
        return max(0, min(int(index or 0) - 1 - there, 200_000))
    return 0


def _value(text: str, kind: str | None) -> Cell:
    with contextlib.suppress(ValueError):
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return date.fromisoformat(text[:10])
    return text
