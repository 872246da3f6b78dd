"""A report as PDF: its language and title, headings in the outline, tables with their header on each page.

The library can tag headings and pictures alone. A reader of tagged files would then pass over all the rest, so nothing
is tagged; who reads by ear takes the HTML.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from supervision_tui.exports.documents.pdf import (
    FONT,
    blank_page,
    known_letters,
    says_of_unknown,
    write_text,
)

from .model import NOTES, Kind, Report, Section, Table

if TYPE_CHECKING:
    from fpdf import FPDF

_CELL, _HEADING, _TITLE, _SMALL = 8.5, 13.0, 17.0, 9.0  # points
_LINE = 5.0  # millimetres
_WIDTHS = {Kind.FIGURE: 1.6, Kind.NUMBER: 1.2, Kind.TEXT: 1.1}  # of a column, beside the first
_FIRST = 3.0


def to_pdf(report: Report) -> bytes:
    """The report, each page with its stamp at the foot."""
    pdf = blank_page(report.title, report.stamp_line)
    write_text(pdf, report.title, _TITLE, bold=True)
    for label, text in report.stamp:
        write_text(pdf, f"{label}: {text}", _SMALL, grey=True)
    for section in report.sections:
        _section(pdf, section)
    if report.notes:
        _heading(pdf, NOTES)
        for note in report.notes:
            write_text(pdf, f"· {note}", _SMALL)
    unknown = unknown_in(report)
    if unknown:
        write_text(pdf, unknown, _SMALL)
    return bytes(pdf.output())


def unknown_in(report: Report) -> str:
    """Say what a report as PDF does not show; nothing where it shows all."""
    return says_of_unknown(_texts_of(report))


def _texts_of(report: Report) -> Iterator[str]:
    yield report.title
    yield report.stamp_line
    yield from report.notes
    for section in report.sections:
        yield from (section.title, *section.says, *section.items)
        if section.table is not None:
            yield from (column.title for column in section.table.columns)
            for row in section.table.rows:
                yield from (value.with_n for value in row)


def _section(pdf: FPDF, section: Section) -> None:
    _heading(pdf, section.title)
    for sentence in section.says:
        write_text(pdf, sentence, _SMALL)
    if section.table is not None:
        _table(pdf, section.table)
    for item in section.items:
        write_text(pdf, f"· {item}", _SMALL)


def _heading(pdf: FPDF, title: str) -> None:
    if pdf.get_y() > pdf.h - 50:  # a heading does not stand alone at the foot
        pdf.add_page()
    pdf.ln(_LINE / 2)
    pdf.start_section(known_letters(title), strict=False)
    write_text(pdf, title, _HEADING, bold=True)


def _table(pdf: FPDF, table: Table) -> None:
    from fpdf.fonts import FontFace

    widths = [_WIDTHS[column.kind] if n else _FIRST for n, column in enumerate(table.columns)]
    align = ["RIGHT" if column.kind is not Kind.TEXT else "LEFT" for column in table.columns]
    pdf.set_font(FONT, size=_CELL)
    pdf.set_text_color(20)
    pdf.set_draw_color(150)
    with (
        warnings.catch_warnings(),
        pdf.table(
            col_widths=tuple(widths),
            text_align=tuple(align),
            headings_style=FontFace(emphasis="BOLD"),
            borders_layout="HORIZONTAL_LINES",
            line_height=_LINE,
            padding=(0.6, 1.4),
        ) as drawn,
    ):
        warnings.simplefilter("ignore")
        head = drawn.row()
        for column in table.columns:
            head.cell(known_letters(column.title))
        for each in table.rows:
            row = drawn.row()
            for value in each:
                row.cell(known_letters(value.with_n))
    pdf.ln(_LINE / 2)
