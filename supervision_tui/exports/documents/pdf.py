"""A document as PDF: its language and title, headings in the outline, tables with their header.

The library can tag headings and pictures alone. A reader of tagged files would then pass over all
the rest, so nothing is tagged; who reads by ear takes the HTML.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from .bar_chart import bar_chart
from .document import LINES_OF_ROOM, NOTES, SIGN_HERE, Document, Kind, Part, Section, Table, Value
from .drawing_pdf import draw_in_pdf
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

_CELL, _STAMP, _SMALL, _COMPACT, _HEADING, _TITLE = 8.5, 7.5, 9.0, 10.5, 13.0, 17.0  # points
_ROW, _INDENT = 5.0, 5.0  # millimetres
_CLOSE = 4.4  # millimetres of a line on a first page
_CHART = 0.8  # of the width of a page
_LEAST_BELOW_HEADING = 50  # millimetres
_OF_ROOM = 8.0  # millimetres between lines to write on
_SIZES = (_CELL, 7.5, 6.5, 5.5)  # points, of the letters of a table
_MOST_OF_A_PAGE = 0.33  # that a word is wide before it is broken
_TO_READ = 26.0  # millimetres in which a sentence is read at ease
_PADDING = 3.6  # millimetres on both sides of a cell


def to_pdf(document: Document) -> bytes:
    """Write a document as PDF; a report has its stamp at the foot of each page."""
    pdf = blank_page(document.title, document.stamp_line, document.marking)
    write_text(pdf, document.title, _TITLE, bold=True)
    for each in document.about:
        write_text(pdf, each, _SMALL, grey=True)
    if any(section.is_compact for section in document.sections):
        write_text(pdf, document.stamp_line, _STAMP, grey=True)
    else:
        for label, text in document.stamp:
            write_text(pdf, f"{label}: {text}", _SMALL, grey=True)
    for section in document.sections:
        _section(pdf, section)
    if document.notes:
        _heading(pdf, NOTES)
        _listed(pdf, document.notes)
    if document.room_for:
        _room(pdf, document.room_for)
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
        for pair in section.numbered:
            yield from pair
        for label, text in section.parts:
            yield from (label, text)
        if section.table is not None:
            yield from _texts_of_table(section.table)
    yield from (*document.notes, document.room_for, document.foot)


def _texts_of_table(table: Table) -> Iterator[str]:
    for column in table.columns:
        yield column.title
    for row in table.rows:
        for value in row:
            yield value.with_n


def _section(pdf: FPDF, section: Section) -> None:
    if section.is_compact:
        _compact_heading(pdf, section.title)
    else:
        _heading(pdf, section.title)
    for part in section.parts:
        _part(pdf, part)
    for number, (strong, rest) in enumerate(section.numbered, 1):
        _numbered(pdf, f"{number}. {strong}", rest)
    for drawing in section.drawings:
        draw_in_pdf(pdf, drawing, pdf.epw)
        pdf.ln(LINE / 3)
    for sentence in section.says:
        write_text(pdf, sentence, _SMALL)
    if section.table is not None:
        _table(pdf, section.table)
    if section.chart is not None:
        draw_in_pdf(pdf, bar_chart(section.chart), pdf.epw * _CHART)
        pdf.ln(LINE / 2)
    _listed(pdf, section.items)
    if section.ends_page:
        pdf.add_page()


def _numbered(pdf: FPDF, strong: str, rest: str) -> None:
    """A sentence whose beginning stands in strong letters."""
    pdf.set_text_color(20)
    for text, style in ((strong, "B"), (rest, "")):
        pdf.set_font(FONT, style, _SMALL)
        write(pdf, text, _CLOSE)
    pdf.ln(_CLOSE + 0.8)


def _heading(pdf: FPDF, title: str) -> None:
    if title and pdf.get_y() > pdf.h - _LEAST_BELOW_HEADING:  # it does not stand alone at the foot
        pdf.add_page()
    pdf.ln(LINE / 2)
    if title:
        pdf.start_section(known_letters(title), strict=False)
        write_text(pdf, title, _HEADING, bold=True)


def _compact_heading(pdf: FPDF, title: str) -> None:
    """A heading of a first page, with a line below it."""
    pdf.ln(_CLOSE / 2)
    pdf.start_section(known_letters(title), strict=False)
    write_text(pdf, title, _COMPACT, bold=True)
    pdf.set_draw_color(150)
    pdf.set_line_width(0.2)
    pdf.line(MARGIN, pdf.get_y(), pdf.w - MARGIN, pdf.get_y())
    pdf.ln(1.2)


def _room(pdf: FPDF, title: str) -> None:
    """Lines to write on by hand, and one to sign and date."""
    _heading(pdf, title)
    pdf.set_draw_color(150)
    for _ in range(LINES_OF_ROOM):
        pdf.ln(_OF_ROOM)
        pdf.line(MARGIN, pdf.get_y(), pdf.w - MARGIN, pdf.get_y())
    pdf.ln(_OF_ROOM)
    write_text(pdf, SIGN_HERE, _SMALL)


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

    size, widths = _fitted(pdf, table)
    pdf.set_font(FONT, size=size)
    pdf.set_text_color(20)
    pdf.set_draw_color(150)
    with (
        warnings.catch_warnings(),
        pdf.table(
            col_widths=tuple(widths),
            text_align=tuple(_align(column.kind) for column in table.columns),
            headings_style=FontFace(emphasis="BOLD"),
            borders_layout="HORIZONTAL_LINES",
            line_height=_ROW * size / _CELL,
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
                row.cell(value_text(value))
    pdf.ln(LINE / 2)


def _fitted(pdf: FPDF, table: Table) -> tuple[float, list[float]]:
    """The size of a table's letters (points) and the width of each column (mm).

    A column is as wide as its longest word, or as a sentence is read in, and the rest by how much
    it says. Where that has no
    room the letters are smaller; a word wider than a third of the page is broken.
    """
    for size in _SIZES:
        least, wanted = _asked_for(pdf, table, size)
        if sum(least) <= pdf.epw:
            break
    room = pdf.epw - sum(least)
    if room <= 0:
        return size, [each * pdf.epw / sum(least) for each in least]
    more = [max(0.0, want - low) for want, low in zip(wanted, least, strict=True)]
    share = min(1.0, room / sum(more)) if any(more) else 0.0
    widths = [low + each * share for low, each in zip(least, more, strict=True)]
    left = (pdf.epw - sum(widths)) / len(widths)
    return size, [width + left for width in widths]


def _asked_for(pdf: FPDF, table: Table, size: float) -> tuple[list[float], list[float]]:
    """The width that each column needs at least, and the one in which nothing would be broken."""
    pdf.set_font(FONT, "B", size)
    least, wanted = [], []
    for place, column in enumerate(table.columns):
        texts = [known_letters(column.title), *(value_text(row[place]) for row in table.rows)]
        words = set(chain.from_iterable(text.split(" ") for text in texts))
        longest = max(map(pdf.get_string_width, words), default=0.0)
        whole = max(map(pdf.get_string_width, set(texts)))
        needed = min(longest, pdf.epw * _MOST_OF_A_PAGE)
        if whole > 2 * _TO_READ:
            needed = max(needed, _TO_READ)
        least.append(needed + _PADDING)
        wanted.append(whole + _PADDING)
    return least, wanted


def value_text(value: Value) -> str:
    """A cell as a PDF shows it: a number stays with its sign, and its n in one piece."""
    return known_letters(value.kept_together)


def _align(kind: Kind) -> str:
    if kind is Kind.TEXT:
        return "LEFT"
    return "RIGHT"
