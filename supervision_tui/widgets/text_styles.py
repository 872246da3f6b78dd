"""Tones and their colours: each has one meaning and always a word beside it."""

from __future__ import annotations

import re
import unicodedata

from textual.content import Content

from supervision_tui.practice.vocabulary import Urgency

LATE, SOON, QUIET, PLAIN, FOCUS, STRONG = "late", "soon", "quiet", "plain", "focus", "strong"
GOOD, CHART = "good", "chart"  # what got better, or is done; what is drawn and asks for nothing
PILL, PICKED, PICKED_HERE = "pill", "picked", "picked-here"  # a word of a choice
CHIP, CHIP_LATE, CHIP_SOON = "chip", "chip-late", "chip-soon"  # a short word that stands out
TILE = "tile"  # a cell of a coloured matrix; `tile-late` and `tile-soon` ask for attention
_KEPT = ("\n", "\u200d")  # line ends, and the joiner inside emoji
_JOINS_NOTHING = re.compile(r"(?<!\S)\u200d|\u200d(?!\S)")  # it would swallow the cell beside it
_STYLES = {
    LATE: "bold $late",
    SOON: "$soon",
    QUIET: "$quiet",
    FOCUS: "$focus",
    STRONG: "bold",
    PLAIN: "",
    GOOD: "$good",
    CHART: "$chart",
    PILL: "$quiet on $ground",
    PICKED: "bold $text on $cursor",
    PICKED_HERE: "bold $ground on $focus",
    CHIP: "bold $text on $cursor",
    CHIP_LATE: "bold $ground on $late",
    CHIP_SOON: "bold $ground on $soon",
}


def tone_of(urgency: Urgency) -> str:
    """The tone of an urgency; they share their names."""
    return str(urgency)


def says(text: str, tone: str = PLAIN) -> Content:
    """A piece of plain text in a tone. Never markup: what people typed is only ever text."""
    if _STYLES[tone]:
        return Content.styled(clean(text), _STYLES[tone])
    return Content(clean(text))


def line(*parts: str | tuple[str, str]) -> Content:
    """A line put together from pieces with their tones."""
    contents = [says(part) if isinstance(part, str) else says(*part) for part in parts]
    return Content("").join(contents)


def chips(*words: tuple[str, str]) -> Content:
    """Short words beside one another, each on a ground of its own."""
    contents: list[Content] = []
    for text, tone in words:
        contents += [says(f" {text} ", tone), says(" ")]
    return Content("").join(contents[:-1])


def lines(*contents: Content) -> Content:
    """Lines under one another."""
    return Content("\n").join(list(contents))


def _steady(sign: str) -> str:
    if sign in _KEPT or unicodedata.category(sign) not in ("Cc", "Cf"):
        return sign
    return "·"


def clean(text: str) -> str:
    """Text without control characters: nothing that was typed or imported steers the terminal."""
    steady = "".join(map(_steady, text))
    return _JOINS_NOTHING.sub("·", steady)
