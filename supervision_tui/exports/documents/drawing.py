"""A drawing of lines, boxes, dots and words, before any form draws it: the same in HTML, PDF and
Word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

INK, QUIET, RULE = "#1b1b1b", "#4a4a4a", "#8a8a8a"
BLUE, PALE_BLUE, PALEST_BLUE = "#1f4e79", "#7a9cc0", "#c9d6e4"
RED, BAND = "#b3261e", "#e6ecf1"


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points; dashed where it is a mean or a limit."""

    points: Sequence[tuple[float, float]]
    tone: str = INK
    width: float = 1.0
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A filled box by its upper left corner, with a line round it or without."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled dot by its middle."""

    x: float
    y: float
    radius: float
    fill: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words on a line: `anchor` is start, middle or end of them at x; y is where they stand."""

    x: float
    y: float
    text: str
    size: float = 12.0
    tone: str = INK
    anchor: str = "start"
    is_bold: bool = False


Shape = Line | Box | Dot | Words


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on a sheet of so many points; `says` tells in words what they show."""

    title: str
    says: str
    width: float
    height: float
    shapes: Sequence[Shape]
