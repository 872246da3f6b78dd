"""Filters of every line before it reaches the terminal: names put out of sight, drawings taken
away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, pairwise, product

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from supervision_tui.practice.privacy.names_in_text import folded_word

# Letters of a part of a name that is hidden; and of what stands in the middle of one.
_LEAST, _LEAST_WITHIN = (2, 4)
_GAP = 2  # signs at most between two parts of a name: a space, a hyphen, a comma and a space
# Letters with their accents: `O’Brien-Smith's` has four parts.
_PART = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+")
_CUT = re.compile(rf"({_PART.pattern})…")
_DRAWN = {
    **dict.fromkeys((*range(9472, 9632), *range(9632, 9728)), " "),  # lines, blocks, shapes
    ord("▌"): ">",
    ord("•"): "*",
}


def _is_in(part: str, name: str) -> bool:
    """Tell whether a part of a name begins with it; a longer one may stand anywhere within."""
    return name.startswith(part) or (len(part) >= _LEAST_WITHIN and part in name)


class Veil(LineFilter):
    """Names as their first letters, wherever they stand: in lists, texts, titles, notices, fields.

    A name keeps its width, so that nothing moves and the cursor stays where it is. A part of a name
    counts where it has a capital, or beside another part of the same name; a month after a day (`5
    May`) is none.
    """

    def __init__(self, names: Iterable[str], *, enabled: bool) -> None:
        super().__init__(enabled)
        found = [
            [_composed(part) for part in _PART.findall(name) if len(part) >= _LEAST]
            for name in names
        ]
        parts = set(chain.from_iterable(found))
        self._parts = frozenset(
            parts | {part.upper() for part in parts} | {part.capitalize() for part in parts}
        )
        folded = [[folded_word(part) for part in name] for name in found]
        self._folded = frozenset(chain.from_iterable(folded))
        pairs = set(chain.from_iterable(map(pairwise, folded)))
        self._beside = frozenset(pairs | {(second, first) for first, second in pairs})

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of a line, each name in them hidden, also one over several segments."""
        text = "".join(segment.text for segment in segments if not segment.control)
        places = self._places(text)
        if not places:
            return segments
        shown = [_dots(letter) if n in places else letter for n, letter in enumerate(text)]
        veiled, at = [], 0
        for segment in segments:
            if segment.control:
                veiled.append(segment)
                continue
            end = at + len(segment.text)
            veiled.append(Segment("".join(shown[at:end]), segment.style))
            at = end
        return veiled

    def hides(self, text: str) -> str:
        """A text with its names veiled."""
        places = self._places(text)
        shown = [_dots(letter) if n in places else letter for n, letter in enumerate(text)]
        return "".join(shown)

    def begins_a_name(self, word: str) -> bool:
        """Tell whether a word that is looked for has in it a name, a part of one, or a piece."""
        typed = [folded_word(part) for part in _PART.findall(word)]
        parts = [part for part in typed if len(part) >= _LEAST]
        return any(_is_in(part, name) for part, name in product(parts, self._folded))

    def _places(self, text: str) -> set[int]:
        """The letters that are not shown: all but the first of each part of a name."""
        found: set[int] = set()
        words = list(_PART.finditer(text))
        for match in words:
            if _composed(match[0]) in self._parts and not _is_month(text, match.start(), match[0]):
                found.update(range(match.start() + 1, match.end()))
        folded = [folded_word(match[0]) for match in words]
        for (match, after), pair in zip(pairwise(words), pairwise(folded), strict=True):
            # A whole name, typed in small letters.
            if after.start() - match.end() <= _GAP and pair in self._beside:
                found.update(
                    (*range(match.start() + 1, match.end()), *range(after.start() + 1, after.end()))
                )
        for cut in _CUT.finditer(text):
            begins = _composed(cut[1])
            if (
                len(begins) >= _LEAST
                and begins[0].isupper()
                and any(each.startswith(begins) for each in self._parts)
            ):
                found.update(range(cut.start(1) + 1, cut.end(1)))
        return found


class Harmless(LineFilter):
    """On every line: what would steer the terminal, or turn a text's direction, is not drawn.

    Screens clean what they show themselves; this holds for fields too, where pasted text is drawn
    as it was typed.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of a line without such signs, which take no room."""
        if not any(_STEERING.search(segment.text) for segment in segments if not segment.control):
            return segments
        return [
            segment if segment.control else Segment(_STEERING.sub("", segment.text), segment.style)
            for segment in segments
        ]


class NothingDrawn(LineFilter):
    """For plain layout: lines, blocks and shapes become spaces, the dot in between a comma."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of a line without what is drawn, as wide as before."""
        return [
            segment if segment.control else Segment(in_plain_signs(segment.text), segment.style)
            for segment in segments
        ]


@lru_cache(4096)
def in_plain_signs(text: str) -> str:
    """Text without what is drawn, as wide as before."""
    return text.replace(" · ", ",  ").replace(" ·", ", ").translate(_DRAWN)


# Control signs of both kinds, and those that turn or hide text; the joiner inside emoji stays.
_STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)


def _composed(part: str) -> str:
    return unicodedata.normalize("NFC", part)


def _dots(letter: str) -> str:
    return "·" * cell_len(letter)


def _is_month(text: str, start: int, word: str) -> bool:
    return word[:3] in _MONTHS and text[max(0, start - 2) : start].strip().isdecimal()


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
