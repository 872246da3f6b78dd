"""Pages of a PDF, with a font inside that has the letters people here write: £, dashes, Polish,
Greek.
"""

from __future__ import annotations

import logging
import unicodedata
import warnings
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from fpdf import FPDF

FONT = "DejaVu"
_FONTS = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
MARGIN, LINE = 20.0, 5.2  # millimetres
BODY = 10.0  # points
# Hebrew, Arabic and their like, which must be turned and joined to be read
_FROM_THE_RIGHT = ("R", "AL", "AN")
_ENDS_OF_A_LINE = (0x0B, 0x0C, 0x0D, 0x2028, 0x2029)
_SPACES = {ord("\t"): " ", **dict.fromkeys(_ENDS_OF_A_LINE, "\n")}
_STANDS_FOR_UNKNOWN = "?"  # a letter that the font has not: an emoji, a rare script
_FOOT, _STAMP = (8.0, 3.6), (6.0, 2.8)  # points, and millimetres of a line
_ABOVE = 8.0  # millimetres above the marking of a page
_BELOW = 6.0  # millimetres below the foot of a page


def says_of_unknown(texts: Iterable[str]) -> str:
    """Say that letters stand there as `?`, and which form has them.

    Nothing where the font has all.
    """
    unknown = sum(count_unknown(text) for text in texts)
    if not unknown:
        return ""
    what = "1 letter or sign is" if unknown == 1 else f"{unknown} letters or signs are"
    return (
        f"{what} not to be had in a PDF here, and shown as {_STANDS_FOR_UNKNOWN}. The Markdown "
        f"form has them."
    )


def count_unknown(text: str) -> int:
    """Count the letters of a text that are not shown."""
    there = _letters()
    return sum(c > " " and ord(c) not in there for c in text.translate(_SPACES))


def blank_page(title: str, foot: str = "", marking: str = "") -> FPDF:
    """A file with its first page, fonts and marks.

    Each page has its marking at the head, and its title and number at the foot.
    """
    from fpdf import FPDF

    # It speaks of the font while it is cut to size.
    logging.getLogger("fontTools").setLevel(logging.ERROR)

    class Page(FPDF):
        """A page with its number at the foot."""

        def header(self) -> None:
            if marking:
                self.set_text_color(20)
                self.set_font(FONT, "B", _FOOT[0])
                self.set_y(_ABOVE)
                self.cell(0, _FOOT[1], marking, align="C")
                self.set_y(MARGIN)

        def footer(self) -> None:
            lines = [(foot, *_STAMP)] if foot else []
            lines.append((f"{title} · page {self.page_no()} of {{nb}}", *_FOOT))
            self.set_text_color(110)
            # In a table that goes on, the next column stood somewhere else.
            self.set_x(self.l_margin)
            self.set_y(-_BELOW - sum(self._height(*each) for each in lines))
            for text, size, height in lines:
                self.set_font(FONT, size=size)
                self.multi_cell(
                    0, height, known_letters(text), align="C", new_x="LMARGIN", new_y="NEXT"
                )

        def _height(self, text: str, size: float, height: float) -> float:
            """Measure the height of a text at the foot, in as many lines as it takes (mm)."""
            self.set_font(FONT, size=size)
            lines = cast(
                list[str],
                self.multi_cell(0, height, known_letters(text), dry_run=True, output="LINES"),
            )
            return len(lines) * height

    pdf = Page(format="A4")
    pdf.set_margin(MARGIN)
    pdf.set_auto_page_break(auto=True, margin=MARGIN)
    pdf.set_title(title)
    pdf.set_lang("en-GB")
    pdf.set_creator("supervision-tui")
    fonts = files(__package__) / "fonts"
    for style, name in _FONTS.items():
        pdf.add_font(FONT, style, str(fonts / name))
    pdf.add_page()
    return pdf


def write_text(
    pdf: FPDF, text: str, size: float, *, bold: bool = False, grey: bool = False
) -> None:
    """A line or paragraph of its own, `size` in points."""
    style = "B" if bold else ""
    pdf.set_font(FONT, style, size)
    shade = 90 if grey else 20
    pdf.set_text_color(shade)
    height = LINE * max(1.0, size / BODY)  # a long title stands on several lines
    write(pdf, text, height)
    pdf.ln(height)


def write(pdf: FPDF, text: str, height: float = LINE) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pdf.write(height, known_letters(text))


def known_letters(text: str) -> str:
    """The text in letters that can be shown.

    No control character but the end of a line, and a space for a tab.
    """
    there, plain = _letters(), text.replace("\r\n", "\n").replace("\ufeff", "").translate(_SPACES)
    known = []
    for c in plain:
        if c == "\n" or (c >= " " and ord(c) in there):
            known.append(c)
        elif c >= " ":
            known.append(_STANDS_FOR_UNKNOWN)
    return "".join(known)


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    """The letters that both fonts have.

    Of those that are written from the right none, which would stand reversed.
    """
    from fontTools.ttLib import TTFont

    there = []
    for name in _FONTS.values():
        with TTFont(str(files(__package__) / "fonts" / name)) as font:
            there.append(frozenset(font.getBestCmap()))
    in_both = frozenset.intersection(*there)
    return frozenset(
        each for each in in_both if unicodedata.bidirectional(chr(each)) not in _FROM_THE_RIGHT
    )
