"""A document as a workbook: a sheet a section, frozen headers, native charts.

Text is never a formula or a link.
"""

from __future__ import annotations

import io
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from .document import NOTES, Chart, Document, Kind, Section, Table

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_NOT_IN_A_NAME = str.maketrans("[]:*?/\\", " " * 7)  # of a sheet
_LONGEST_NAME = 31  # letters of a sheet's name
_NARROWEST, _WIDEST = 9, 60  # letters that a column is wide
_COVER_WIDTH, _ROW_HEIGHT = 100, 15  # letters, points
_TONES = ("#1F4E79", "#7A9CC0", "#C9D6E4")


def to_xlsx(document: Document) -> bytes:
    """The workbook, made in memory."""
    import xlsxwriter

    held = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(held, options)
    book.set_properties({"title": document.title, "comments": document.stamp_line})
    writer = _Writer(book, document.marking)
    writer.cover(document)
    for section in document.sections:
        writer.section(section)
    book.close()
    return held.getvalue()


class _Writer:
    """Writes sheets of one workbook."""

    def __init__(self, book: Workbook, marking: str) -> None:
        self.book, self.marking = book, marking
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.share = book.add_format({"num_format": "0 %"})
        self.right = book.add_format({"align": "right"})
        self.number = book.add_format({"num_format": "General"})
        self.names: set[str] = set()

    def cover(self, document: Document) -> None:
        sheet = self._sheet("About")
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, _COVER_WIDTH)
        sheet.write_string(0, 0, document.title, self.title)
        marking = [("Marking", document.marking)] if document.marking else []
        rows = [
            *marking,
            *document.stamp,
            *zip(chain([NOTES], repeat("")), document.notes, strict=False),
        ]
        for place, (label, text) in enumerate(rows, 2):
            sheet.set_row(place, _ROW_HEIGHT * (1 + len(text) // _COVER_WIDTH))
            sheet.write_string(place, 0, label, self.wrapped)
            sheet.write_string(place, 1, text, self.wrapped)

    def section(self, section: Section) -> None:
        sheet = self._sheet(section.title)
        rows = self._table(sheet, section.table) if section.table is not None else 0
        told = [f"{strong}{rest}" for strong, rest in section.numbered]
        drawn = [drawing.says for drawing in section.drawings]
        for text in (*told, *section.says, *section.items, *drawn):
            sheet.write_string(rows, 0, text, self.wrapped)
            rows += 1
        if section.table is None:
            sheet.set_column(0, 0, 100)
        if section.chart is not None:
            self._chart(sheet, section.chart, rows + 1)

    def _sheet(self, title: str) -> Worksheet:
        # An apostrophe may stand in a name, but not at its ends.
        plain = title.translate(_NOT_IN_A_NAME).strip(" '")[:_LONGEST_NAME].strip(" '")
        name, n = plain, 2
        while name.casefold() in self.names:
            name, n = f"{plain[: _LONGEST_NAME - 3]} {n}", n + 1
        self.names.add(name.casefold())
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        if self.marking:
            sheet.set_header(f"&C&B{self.marking}")
        return sheet

    def _table(self, sheet: Worksheet, table: Table) -> int:
        """Write a table from the first row on; returns the row below it."""
        titles = list(
            chain.from_iterable(_titles(column.title, column.kind) for column in table.columns)
        )
        widths = [len(title) for title in titles]
        for place, title in enumerate(titles):
            sheet.write_string(0, place, title, self.head)
        for line, row in enumerate(table.rows, 1):
            place = 0
            for column, value in zip(table.columns, row, strict=True):
                if value.number is not None:
                    how = self.share if value.is_share else self.number
                    sheet.write_number(line, place, value.number, how)
                else:
                    how = self.right if column.kind is not Kind.TEXT else None
                    sheet.write_string(line, place, value.text, how)
                widths[place] = max(widths[place], len(value.text))
                if column.kind is Kind.FIGURE:
                    if value.n is not None:
                        sheet.write_number(line, place + 1, value.n)
                    place += 1
                place += 1
        for place, width in enumerate(widths):
            sheet.set_column(place, place, min(_WIDEST, max(_NARROWEST, width + 2)))
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        return len(table.rows) + 2

    def _chart(self, sheet: Worksheet, chart: Chart, top: int) -> None:
        """The chart, and below its table the numbers that it draws."""
        sheet.set_row(top, 2 * _ROW_HEIGHT)
        sheet.write_string(top, 0, f"Drawn: {chart.title}", self.head)
        for n, series in enumerate(chart.series, 1):
            sheet.write_string(top, n, series.name, self.head)
        for line, label in enumerate(chart.labels, top + 1):
            sheet.write_string(line, 0, label)
            for n, series in enumerate(chart.series, 1):
                value = series.values[line - top - 1]
                if value is not None:
                    how = self.share if chart.is_share else self.number
                    sheet.write_number(line, n, value, how)
        last = top + len(chart.labels)
        drawn: Any = self.book.add_chart({"type": "bar"})
        for n, series in enumerate(chart.series, 1):
            drawn.add_series(
                {
                    "name": series.name,
                    "categories": [sheet.name, top + 1, 0, last, 0],
                    "values": [sheet.name, top + 1, n, last, n],
                    "fill": {"color": _TONES[(n - 1) % 3]},
                    "border": {"color": "#1B1B1B", "width": 0.5},
                }
            )
        drawn.set_title({"name": chart.title, "name_font": {"size": 11}})
        drawn.set_y_axis({"reverse": True})
        if chart.is_share:
            axis = {"num_format": "0%", "min": 0, "max": 1}
        else:
            axis = {"min": 0}
        drawn.set_x_axis(axis)
        drawn.set_size({"width": 760, "height": 120 + 40 * len(chart.labels)})
        sheet.insert_chart(last + 2, 0, drawn, {"description": chart.says, "object_position": 1})


def _titles(title: str, kind: Kind) -> list[str]:
    if kind is Kind.FIGURE:
        return [title, f"{title} (n)"]
    return [title or "figure"]
