"""A document as PDF, with a font inside that has the letters people here write: £, dashes, Polish, Greek, Cyrillic."""

from __future__ import annotations

import logging
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, cast

from .document import Document, Part
from .markdown_text import Block, spaced_blocks

if TYPE_CHECKING:
    from fpdf import FPDF

FONT = "DejaVu"
_FONTS = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
_FROM_THE_RIGHT = (
    "R",
    "AL",
    "AN",
)  # Hebrew, Arabic and their like, which must be turned and joined to be read
_SPACES = {
    ord("\t"): " ",
    **dict.fromkeys((0x0B, 0x0C, 0x0D, 0x2028, 0x2029), "\n"),
}  # and other ends of a line
_MARGIN = 20.0  # millimetres
_BODY, _LABEL, _HEADING, _TITLE = 10.0, 9.0, 13.0, 17.0  # points
_LINE = 5.2  # millimetres
_INDENT = 5.0
_STANDS_FOR_UNKNOWN = "?"  # a letter that the font has not: an emoji, a rare script
_FOOT, _STAMP = (8.0, 3.6), (6.0, 2.8)  # points, and millimetres of a line
_BELOW = 6.0  # millimetres below the foot of a page


def to_pdf(document: Document) -> bytes:
    """The document as PDF, tagged with its title and language."""
    pdf = blank_page(document.title)
    write_text(pdf, document.title, _TITLE, bold=True)
    for each in document.about:
        write_text(pdf, each, _LABEL, grey=True)
    for section in document.sections:
        pdf.ln(_LINE / 2)
        if section.heading:
            pdf.start_section(known_letters(section.heading), strict=False)
            write_text(pdf, section.heading, _HEADING, bold=True)
        for part in section.parts:
            _part(pdf, part)
    for each in filter(None, (document.foot, says_of_unknown(_texts_of(document)))):
        pdf.ln(_LINE)
        write_text(pdf, each, _LABEL, grey=True)
    return bytes(pdf.output())


def says_of_unknown(texts: Iterable[str]) -> str:
    """Say that letters stand there as `?`, and which form has them; nothing where the font has all."""
    unknown = sum(count_unknown(text) for text in texts)
    if not unknown:
        return ""
    what = "1 letter or sign is" if unknown == 1 else f"{unknown} letters or signs are"
    return f"{what} not to be had in a PDF here, and shown as {_STANDS_FOR_UNKNOWN}. The Markdown form has them."


def count_unknown(text: str) -> int:
    """Count the letters of a text that are not shown."""
    there = _letters()
    return sum(c > " " and ord(c) not in there for c in text.translate(_SPACES))


def unknown_in(document: Document) -> str:
    """Say what a document as PDF would not show; nothing where it shows all."""
    return says_of_unknown(_texts_of(document))


def _texts_of(document: Document) -> Iterator[str]:
    yield document.title
    yield from document.about
    for section in document.sections:
        yield section.heading
        for label, text in section.parts:
            yield label
            yield text
    yield document.foot


def blank_page(title: str, foot: str = "") -> FPDF:
    """A file with its first page, its fonts and its marks: the title and the number stand at the foot of each page."""
    from fpdf import FPDF

    logging.getLogger("fontTools").setLevel(
        logging.ERROR
    )  # it speaks of the font while it is cut to size

    class Page(FPDF):
        """A page with its number at the foot."""

        def footer(self) -> None:
            lines = [(foot, *_STAMP)] if foot else []
            lines.append((f"{title} · {self.page_no()} of {{nb}}", *_FOOT))
            self.set_text_color(110)
            self.set_x(
                self.l_margin
            )  # in a table that goes on, the next column stood somewhere else
            self.set_y(-_BELOW - sum(self._height(*each) for each in lines))
            for text, size, height in lines:
                self.set_font(FONT, size=size)
                self.multi_cell(
                    0, height, known_letters(text), align="C", new_x="LMARGIN", new_y="NEXT"
                )

        def _height(self, text: str, size: float, height: float) -> float:
            """How high a text stands at the foot, in as many lines as it takes, in millimetres."""
            self.set_font(FONT, size=size)
            lines = cast(
                list[str],
                self.multi_cell(0, height, known_letters(text), dry_run=True, output="LINES"),
            )
            return len(lines) * height

    pdf = Page(format="A4")
    pdf.set_margin(_MARGIN)
    pdf.set_auto_page_break(auto=True, margin=_MARGIN)
    pdf.set_title(title)
    pdf.set_lang("en-GB")
    pdf.set_creator("supervision-tui")
    fonts = files(__package__) / "fonts"
    for style, name in _FONTS.items():
        pdf.add_font(FONT, style, str(fonts / name))
    pdf.add_page()
    return pdf


def _part(pdf: FPDF, part: Part) -> None:
    label, text = part
    if label:
        pdf.ln(_LINE / 3)
        write_text(pdf, label, _LABEL, grey=True)
    for is_apart, block in spaced_blocks(text):
        if is_apart:
            pdf.ln(_LINE / 2)
        _block(pdf, block)


def _block(pdf: FPDF, block: Block) -> None:
    mark = f"{block.mark} " if block.mark.strip() else ""
    deep = block.level if block.kind == "item" else 1 if block.kind == "quote" else 0
    with pdf.local_context():
        pdf.set_left_margin(_MARGIN + deep * _INDENT)
        pdf.set_x(_MARGIN + deep * _INDENT)
        for span in (*((mark,) if mark else ()), *block.spans):
            bold = not isinstance(span, str) and (span.strong or block.kind == "heading")
            pdf.set_font(FONT, "B" if bold else "", _BODY)
            pdf.set_text_color(20)
            _write(pdf, span if isinstance(span, str) else span.text)
        pdf.ln(_LINE)
    pdf.set_left_margin(_MARGIN)
    pdf.set_x(_MARGIN)


def write_text(
    pdf: FPDF, text: str, size: float, *, bold: bool = False, grey: bool = False
) -> None:
    """A line or paragraph of its own, `size` in points."""
    pdf.set_font(FONT, "B" if bold else "", size)
    pdf.set_text_color(90 if grey else 20)
    _write(pdf, text)
    pdf.ln(_LINE * max(1.0, size / _BODY))


def _write(pdf: FPDF, text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pdf.write(_LINE, known_letters(text))


def known_letters(text: str) -> str:
    """The text in letters that can be shown; no control character but the end of a line, and a space for a tab."""
    there, plain = _letters(), text.replace("\r\n", "\n").translate(_SPACES)
    return "".join(
        c if c == "\n" or ord(c) in there else _STANDS_FOR_UNKNOWN
        for c in plain
        if c == "\n" or c >= " "
    )


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    """The letters that both fonts have; of those that are written from the right none, which would stand reversed."""
    from fontTools.ttLib import TTFont

    there = []
    for name in _FONTS.values():
        with TTFont(str(files(__package__) / "fonts" / name)) as font:
            there.append(frozenset(font.getBestCmap()))
    in_both = frozenset.intersection(*there)
    return frozenset(
        each for each in in_both if unicodedata.bidirectional(chr(each)) not in _FROM_THE_RIGHT
    )
