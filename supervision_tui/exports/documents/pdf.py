"""A document as PDF: its language and title, headings in the outline, tables with their header.

The library can tag headings and pictures alone. A reader of tagged files would then pass over all
the rest, so nothing is tagged; who reads by ear takes the HTML.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .document import NOTES, Document, Kind, Part, Section, Table
from .markdown_text import Block, Span, spaced_blocks
from .pdf_page import (
    BODY,
    FONT,
    LINE,
    MARGIN,
    blank_page,
    known_letters,
    says_of_unknown,
    write,
    write_text,
)

if TYPE_CHECKING:
    from fpdf import FPDF

_CELL, _SMALL, _HEADING, _TITLE = 8.5, 9.0, 13.0, 17.0  # points
_ROW, _INDENT = 5.0, 5.0  # millimetres
_LEAST_BELOW_HEADING = 50  # millimetres
_WIDTHS = {Kind.FIGURE: 1.6, Kind.NUMBER: 1.2, Kind.TEXT: 1.1}  # of a column, beside the first
_FIRST = 3.0


def to_pdf(document: Document) -> bytes:
    """Write a document as PDF; a report has its stamp at the foot of each page."""
    pdf = blank_page(document.title, document.stamp_line)
    write_text(pdf, document.title, _TITLE, bold=True)
    for each in document.about:
        write_text(pdf, each, _SMALL, grey=True)
    for label, text in document.stamp:
        write_text(pdf, f"{label}: {text}", _SMALL, grey=True)
    for section in document.sections:
        _section(pdf, section)
    if document.notes:
        _heading(pdf, NOTES)
        _listed(pdf, document.notes)
    for each in filter(None, (document.foot, unknown_in(document))):
        pdf.ln(LINE)
        write_text(pdf, each, _SMALL, grey=True)
    return bytes(pdf.output())


def unknown_in(document: Document) -> str:
    """Say what a document as PDF does not show; nothing where it shows all."""
    return says_of_unknown(_texts_of(document))


def _texts_of(document: Document) -> Iterator[str]:
    yield from (document.title, *document.about, document.stamp_line)
    for section in document.sections:
        yield from (section.title, *section.says, *section.items)
        for label, text in section.parts:
            yield from (label, text)
        if section.table is not None:
            yield from _texts_of_table(section.table)
    yield from (*document.notes, document.foot)


def _texts_of_table(table: Table) -> Iterator[str]:
    for column in table.columns:
        yield column.title
    for row in table.rows:
        for value in row:
            yield value.with_n


def _section(pdf: FPDF, section: Section) -> None:
    _heading(pdf, section.title)
    for part in section.parts:
        _part(pdf, part)
    for sentence in section.says:
        write_text(pdf, sentence, _SMALL)
    if section.table is not None:
        _table(pdf, section.table)
    _listed(pdf, section.items)


def _heading(pdf: FPDF, title: str) -> None:
    if title and pdf.get_y() > pdf.h - _LEAST_BELOW_HEADING:  # it does not stand alone at the foot
        pdf.add_page()
    pdf.ln(LINE / 2)
    if title:
        pdf.start_section(known_letters(title), strict=False)
        write_text(pdf, title, _HEADING, bold=True)


def _listed(pdf: FPDF, texts: Sequence[str]) -> None:
    for text in texts:
        write_text(pdf, f"· {text}", _SMALL)


def _part(pdf: FPDF, part: Part) -> None:
    label, text = part
    if label:
        pdf.ln(LINE / 3)
        write_text(pdf, label, _SMALL, grey=True)
    for is_apart, block in spaced_blocks(text):
        if is_apart:
            pdf.ln(LINE / 2)
        _block(pdf, block)


def _block(pdf: FPDF, block: Block) -> None:
    spans = list(block.spans)
    if block.mark.strip():
        spans.insert(0, Span(f"{block.mark} "))
    with pdf.local_context():
        left = MARGIN + _depth(block) * _INDENT
        pdf.set_left_margin(left)
        pdf.set_x(left)
        for span in spans:
            _span(pdf, span, is_bold=span.strong or block.kind == "heading")
        pdf.ln(LINE)
    pdf.set_left_margin(MARGIN)
    pdf.set_x(MARGIN)


def _depth(block: Block) -> int:
    if block.kind == "item":
        return block.level
    return int(block.kind == "quote")


def _span(pdf: FPDF, span: Span, *, is_bold: bool) -> None:
    pdf.set_font(FONT, "B" * is_bold, BODY)
    pdf.set_text_color(20)
    write(pdf, span.text)


def _table(pdf: FPDF, table: Table) -> None:
    from fpdf.fonts import FontFace

    widths = [_FIRST, *(_WIDTHS[column.kind] for column in table.columns[1:])]
    pdf.set_font(FONT, size=_CELL)
    pdf.set_text_color(20)
    pdf.set_draw_color(150)
    with (
        warnings.catch_warnings(),
        pdf.table(
            col_widths=tuple(widths),
            text_align=tuple(_align(column.kind) for column in table.columns),
            headings_style=FontFace(emphasis="BOLD"),
            borders_layout="HORIZONTAL_LINES",
            line_height=_ROW,
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
    pdf.ln(LINE / 2)


def _align(kind: Kind) -> str:
    if kind is Kind.TEXT:
        return "LEFT"
    return "RIGHT"
