"""A drawing as a picture of points, for a form that takes no vectors: sharp enough to print."""

from __future__ import annotations

import io
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from .drawing import Box, Dot, Drawing, Line, Shape, Words

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

_SCALE = 3  # pixels of a point
_COLOURS = 128  # with the greys at the edges of letters
_DASH, _GAP = 3.0, 2.0  # points
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
_FONTS = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}


def to_png(drawing: Drawing) -> bytes:
    """The picture, on white."""
    from PIL import Image, ImageDraw

    size = round(drawing.width * _SCALE), round(drawing.height * _SCALE)
    picture = Image.new("RGB", size, "#ffffff")
    pen = ImageDraw.Draw(picture)
    for shape in drawing.shapes:
        _draw(pen, shape)
    # A chart has few colours: as a palette it is half as large, and written in half the time.
    few = picture.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    held = io.BytesIO()
    few.save(held, "PNG", compress_level=1)
    return held.getvalue()


def _draw(pen: ImageDraw, shape: Shape) -> None:
    if isinstance(shape, Line):
        _line(pen, shape)
    elif isinstance(shape, Box):
        corners = _scaled(shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
        pen.rectangle(corners, fill=shape.fill, outline=shape.edge or None)
    elif isinstance(shape, Dot):
        radius = shape.radius
        around = (shape.x - radius, shape.y - radius, shape.x + radius, shape.y + radius)
        pen.ellipse(_scaled(*around), fill=shape.fill)
    else:
        _write(pen, shape)


def _scaled(*points: float) -> tuple[float, ...]:
    return tuple(point * _SCALE for point in points)


def _line(pen: ImageDraw, line: Line) -> None:
    width = max(1, round(line.width * _SCALE))
    for (x1, y1), (x2, y2) in pairwise(line.points):
        for start, end in _strokes(hypot(x2 - x1, y2 - y1), is_dashed=line.is_dashed):
            ends = (
                x1 + (x2 - x1) * start,
                y1 + (y2 - y1) * start,
                x1 + (x2 - x1) * end,
                y1 + (y2 - y1) * end,
            )
            pen.line(_scaled(*ends), fill=line.tone, width=width)


def _strokes(length: float, *, is_dashed: bool) -> list[tuple[float, float]]:
    """The parts of a line that are drawn, as shares of its length."""
    if not is_dashed or not length:
        return [(0.0, 1.0)]
    strokes, at = [], 0.0
    while at < length:
        strokes.append((at / length, min(length, at + _DASH) / length))
        at += _DASH + _GAP
    return strokes


def _write(pen: ImageDraw, words: Words) -> None:
    font = _font(words.size, is_bold=words.is_bold)
    at = (words.x * _SCALE, words.y * _SCALE)
    pen.text(at, words.text, fill=words.tone, font=font, anchor=_ANCHORS[words.anchor])


@lru_cache(maxsize=16)
def _font(size: float, *, is_bold: bool) -> FreeTypeFont:
    from PIL import ImageFont

    name = _FONTS[is_bold]
    return ImageFont.truetype(str(files(__package__) / "fonts" / name), round(size * _SCALE))
