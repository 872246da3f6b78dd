"""A drawing in a PDF, as vectors: sharp at every size, and its words can be found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .drawing import Box, Dot, Drawing, Line, Shape, Words
from .pdf_page import FONT, known_letters

if TYPE_CHECKING:
    from fpdf import FPDF

_POINTS = 72 / 25.4  # of a millimetre


def draw_in_pdf(pdf: FPDF, drawing: Drawing, width: float) -> None:
    """Draw it at the cursor, so many millimetres wide; the cursor is below it then.

    It begins a new page where it has no room on this one.
    """
    scale = width / drawing.width
    height = drawing.height * scale
    if pdf.will_page_break(height):
        pdf.add_page()
    left, top = pdf.get_x(), pdf.get_y()
    with pdf.local_context():
        for shape in drawing.shapes:
            _draw(pdf, shape, left, top, scale)
    pdf.set_xy(left, top + height)


def _draw(pdf: FPDF, shape: Shape, left: float, top: float, scale: float) -> None:
    if isinstance(shape, Line):
        pdf.set_draw_color(shape.tone)
        pdf.set_line_width(shape.width * scale)
        if shape.is_dashed:
            pdf.set_dash_pattern(dash=3 * scale, gap=2 * scale)
        pdf.polyline([(left + x * scale, top + y * scale) for x, y in shape.points])
        if shape.is_dashed:
            pdf.set_dash_pattern()
    elif isinstance(shape, Box):
        pdf.set_fill_color(shape.fill)
        pdf.set_line_width(0.1)
        if shape.edge:
            pdf.set_draw_color(shape.edge)
        style = "DF" if shape.edge else "F"
        at = left + shape.x * scale, top + shape.y * scale
        pdf.rect(*at, shape.width * scale, shape.height * scale, style=style)
    elif isinstance(shape, Dot):
        pdf.set_fill_color(shape.fill)
        pdf.circle(left + shape.x * scale, top + shape.y * scale, shape.radius * scale, style="F")
    else:
        _write(pdf, shape, left, top, scale)


def _write(pdf: FPDF, words: Words, left: float, top: float, scale: float) -> None:
    pdf.set_font(FONT, "B" * words.is_bold, words.size * scale * _POINTS)
    pdf.set_text_color(words.tone)
    text = known_letters(words.text)
    wide = pdf.get_string_width(text)
    back = {"start": 0.0, "middle": wide / 2, "end": wide}[words.anchor]
    pdf.text(left + words.x * scale - back, top + words.y * scale, text)
