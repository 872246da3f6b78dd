"""Tables that systems give out under the name of a workbook: web pages, and the XML that Excel wrote in 2003."""

from __future__ import annotations

import contextlib
from datetime import date
from html.parser import HTMLParser

from supervision_tui.desk.imports.files import ImportRefused

from .sheets import MOST_CELLS, OUTSIZED, Cell, Sheet, sheet_of

_EXCEL = "{urn:schemas-microsoft-com:office:spreadsheet}"
_WIDEST = 500  # columns that a cell may span, or skip


class _Tables(HTMLParser):
    """Collects the rows of each table; a table within a cell is one of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[Cell]]] = []
        self._open: list[list[list[Cell]]] = []
        self._cell: list[str] | None = None
        self._span = 1
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        if tag == "table":
            self._end_cell()
            self._open.append([])
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append([])
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            self._cell, self._span = [], _span(dict(attrs).get("colspan"))
        elif tag in ("br", "p", "div") and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """End a cell, a row or a table."""
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table" and self._open:
            self.tables.append(self._open.pop())

    def handle_data(self, data: str) -> None:
        """Add text to the cell that is open."""
        if self._cell is not None:
            self._cell.append(data)

    def close(self) -> None:
        """End what the page left open."""
        super().close()
        self._end_cell()
        while self._open:
            self.tables.append(self._open.pop())

    def _end_cell(self) -> None:
        if self._cell is None or not self._open:
            return
        rows = self._open[-1]
        if not rows:
            rows.append([])
        rows[-1] += ["".join(self._cell), *[""] * (self._span - 1)]
        self.cells += self._span
        self._cell = None


def _span(written: str | None) -> int:
    with contextlib.suppress(ValueError):
        return max(1, min(int(written or 1), _WIDEST))
    return 1


def read_web_page(name: str, sheet_name: str, content: bytes) -> list[Sheet]:
    """Read the tables of a web page. Raises `ImportRefused` where there is none."""
    page = _Tables()
    page.feed(content.decode("utf-8-sig", "supervision-tui-one-byte"))
    page.close()
    if page.cells > MOST_CELLS:
        raise ImportRefused(OUTSIZED.format(name=name))
    sheets = [sheet_of(sheet_name, rows, name) for rows in page.tables if rows]
    if not sheets:
        raise ImportRefused(
            f"{name} is a web page without a table, under the name of a workbook; "
            "open it in Excel and save it as .xlsx."
        )
    return sheets


def read_excel_xml(name: str, content: bytes) -> list[Sheet]:
    """Read the sheets of a workbook that Excel wrote as XML. Raises `ImportRefused`."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(content, forbid_dtd=True)
    except (DefusedXmlException, ParseError, ValueError, LookupError):
        raise ImportRefused(f"{name} is XML that cannot be read; open it in Excel and save it as .xlsx.") from None
    sheets = []
    for sheet in root.iter(f"{_EXCEL}Worksheet"):
        rows: list[list[Cell]] = []
        for row in sheet.iter(f"{_EXCEL}Row"):
            rows += [[] for _ in range(_skipped(row.get(f"{_EXCEL}Index"), len(rows)))]
            rows.append(_cells_of(row))
        sheets.append(sheet_of(sheet.get(f"{_EXCEL}Name") or name, rows, name))
    return sheets


def _cells_of(row: object) -> list[Cell]:
    cells: list[Cell] = []
    for cell in row.iter(f"{_EXCEL}Cell"):  # type: ignore[attr-defined]
        cells += [""] * _skipped(cell.get(f"{_EXCEL}Index"), len(cells))
        data = cell.find(f"{_EXCEL}Data")
        cells.append("" if data is None else _value("".join(data.itertext()), data.get(f"{_EXCEL}Type")))
        cells += [""] * (_span(str(int(cell.get(f"{_EXCEL}MergeAcross") or 0) + 1)) - 1)
    return cells


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
