"""Figures side by side, each with its trend: the value, a line over the periods, the usual range
behind it, and what that says in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

from .drawing import BAND, BLUE, INK, QUIET, RED, Box, Dot, Drawing, Line, Shape, Words

_WIDTH, _TILE_HEIGHT, _GAP = 760.0, 138.0, 14.0  # points
_MOST_LINES = 4  # below a trend
_TITLE, _VALUE, _SMALL = 10.0, 22.0, 8.5
_SHORT = 6  # letters of a value that stand large
_TREND_TOP, _TREND_HEIGHT = 60.0, 34.0
_SEAM = 0.3  # points by which ranges side by side overlap, so that no line shows between
_LETTER = 0.55  # of a letter's size is its width, on the whole


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with its trend.

    `values` are those of the periods, the last of them now, empty where hidden; `bands` are the
    usual range of each, from low to high around `mean`, where there is one; `marked` are the places
    outside it. `is_alarm` colours the value: it is outside and worse, and `lines` say so in words.
    `is_apart` says that the last period is a longer one: no line leads to it.
    """

    title: str
    value: str
    values: Sequence[float | None]
    lines: Sequence[str]
    bands: Sequence[tuple[float, float]] = ()
    mean: float | None = None
    marked: Sequence[int] = ()
    is_alarm: bool = False
    is_apart: bool = False


def trend_tiles(title: str, tiles: Sequence[Tile]) -> Drawing:
    """The drawing of tiles in a row."""
    width = (_WIDTH - _GAP * (len(tiles) - 1)) / max(1, len(tiles))
    shapes: list[Shape] = []
    for number, tile in enumerate(tiles):
        shapes += _tile(tile, number * (width + _GAP), width)
    says = "; ".join(f"{tile.title} {tile.value}: {' '.join(tile.lines)}" for tile in tiles)
    return Drawing(title, f"{title}: {says}.", _WIDTH, _TILE_HEIGHT, shapes)


def _tile(tile: Tile, left: float, width: float) -> Iterator[Shape]:
    tone = RED if tile.is_alarm else BLUE
    for number, text in enumerate(wrapped(tile.title, width, _TITLE)[:2]):
        yield Words(left, 11 + number * 12, text, _TITLE, INK, is_bold=True)
    size = _VALUE if len(tile.value) <= _SHORT else _TITLE
    yield Words(left, 50, tile.value, size, tone, is_bold=True)
    yield from _trend(tile, left, width)
    at = _TREND_TOP + _TREND_HEIGHT + 12
    for text in _lines(tile.lines, width):
        yield Words(left, at, text, _SMALL, QUIET)
        at += 10


def _lines(lines: Sequence[str], width: float) -> list[str]:
    found: list[str] = []
    for line in lines:
        found += wrapped(line, width, _SMALL)
    return found[:_MOST_LINES]


def _trend(tile: Tile, left: float, width: float) -> Iterator[Shape]:
    told = [value for value in tile.values if value is not None]
    if not told:
        return
    bounds = list(chain.from_iterable(tile.bands))
    low, high = min(told + bounds), max(told + bounds)
    span = (high - low) or 1.0

    def y_of(value: float) -> float:
        return _TREND_TOP + _TREND_HEIGHT * (1 - (value - low) / span)

    step = width / max(1, len(tile.values) - 1)
    for first, end, (bottom, top) in _bands(tile.bands):
        starts = max(left, left + (first - 0.5) * step)
        ends = min(left + width, left + (end - 0.5) * step + _SEAM)
        yield Box(starts, y_of(top), ends - starts, max(1.0, y_of(bottom) - y_of(top)), BAND)
    if tile.mean is not None:
        middle = [(left, y_of(tile.mean)), (left + width, y_of(tile.mean))]
        yield Line(middle, BLUE, 0.6, is_dashed=True)
    points = [
        (left + place * step, y_of(value)) if value is not None else None
        for place, value in enumerate(tile.values)
    ]
    yield from _runs(points[: len(points) - tile.is_apart])
    for place in (*tile.marked, len(points) - 1):
        point = points[place]
        if point is not None:
            tone = RED if place in tile.marked else BLUE
            yield Dot(*point, 2.6, tone)


def _bands(
    bands: Sequence[tuple[float, float]],
) -> Iterator[tuple[int, int, tuple[float, float]]]:
    """The usual ranges, those of neighbours that are the same together: from place to place."""
    place = 0
    for band, same in groupby(bands):
        end = place + len(list(same))
        yield place, end, band
        place = end


def _runs(points: Sequence[tuple[float, float] | None]) -> Iterator[Shape]:
    """Draw a line through what follows without a hidden period between; a lone one is a dot."""
    run: list[tuple[float, float]] = []
    for point in (*points, None):
        if point is not None:
            run.append(point)
            continue
        if len(run) > 1:
            yield Line(run, BLUE, 1.4)
        elif run:
            yield Dot(*run[0], 1.4, BLUE)
        run = []


def wrapped(text: str, width: float, size: float) -> list[str]:
    """A text on lines that fit, broken between words."""
    most = max(8, int(width / (size * _LETTER)))
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
