"""Rows as sentences, each in as many lines as it needs: for plain layout, and for terminals too
narrow for columns.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Protocol

from rich.cells import cell_len, set_cell_size

from .text_styles import clean

_INDENT = 2
_LONG = {"wd": "working days", "d": "days", "min": "minutes"}
_SHORT = re.compile(rf"\b(\d+) ({'|'.join(_LONG)})\b")
_DRAWN = re.compile("[\u2500-\u259f]+")  # bars, and brackets beside families
_BAR = re.compile("[\u2500-\u259f]{3}")


class TitledColumn(Protocol):
    """A column as far as it is asked."""

    @property
    def title(self) -> str:
        """Its title."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """The lines of all rows, and at which line each row begins."""

    lines: tuple[str, ...]
    starts: tuple[int, ...]

    def row_at(self, number: int) -> int:
        """The row to which a line belongs."""
        return bisect_right(self.starts, number) - 1

    def height_of(self, row: int) -> int:
        """Count the lines that a row takes."""
        end = self.starts[row + 1] if row + 1 < len(self.starts) else len(self.lines)
        return end - self.starts[row]


def sentences_of(
    columns: Sequence[TitledColumn], rows: Sequence[Sequence[str]], width: int
) -> Sentences:
    """The texts of rows, each said with the titles of its columns and folded into the width."""
    folded = [_folded(sentence(columns, texts), max(8, width)) for texts in rows]
    lines = tuple(chain.from_iterable(folded))
    if folded:
        starts = tuple(accumulate((len(each) for each in folded[:-1]), initial=0))
    else:
        starts = ()
    return Sentences(lines, starts)


def sentence(columns: Sequence[TitledColumn], texts: Sequence[str]) -> str:
    """A row said in words: `Worker Eoin Marsh, Children 21 of 16, 9 wd late`.

    What is drawn is left out.
    """
    return ", ".join(" ".join(filter(None, pair)) for pair in _titled(columns, texts))


def labelled(columns: Sequence[TitledColumn], texts: Sequence[str]) -> str:
    """A row to be read away from its columns: `Worker: Eoin Marsh; Children: 21 of 16`."""
    return "; ".join(": ".join(filter(None, pair)) for pair in _titled(columns, texts))


def _titled(columns: Sequence[TitledColumn], texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The texts that say something, each with the title of its column, and without drawings."""
    for column, text in zip(columns, texts, strict=False):
        said = without_drawings(text)
        if said:
            yield column.title, said


def is_drawn(text: str) -> bool:
    """Tell whether a line is a bar or a line of days, and not words."""
    return bool(_BAR.search(text))


def without_drawings(text: str) -> str:
    """A text without the bars and brackets in it; empty where it is nothing but drawn."""
    return " ".join(_DRAWN.sub(" ", clean(text)).split())


def spoken(text: str) -> str:
    """A text as it is said aloud: `13 wd late` is `13 working days late`."""
    return _SHORT.sub(lambda match: f"{match[1]} {_LONG[match[2]]}", text)


def _folded(text: str, width: int) -> list[str]:
    """The text in lines of so many cells, broken between words, all but the first indented."""
    lines: list[str] = []
    here = ""
    for word in _pieces(text, width - _INDENT):
        joined = f"{here} {word}" if here else word
        indent = _INDENT if lines else 0
        if here and cell_len(joined) > width - indent:
            lines.append(here)
            joined = word
        here = joined
    first, *others = [*lines, here]
    return [first, *(" " * _INDENT + each for each in others)]


def _pieces(text: str, width: int) -> Iterator[str]:
    """The words of a text; one that is wider than a line comes in parts."""
    for word in text.split(" "):
        while cell_len(word) > width:
            part = set_cell_size(word, width).rstrip()
            yield part
            word = word[len(part) :]
        yield word
