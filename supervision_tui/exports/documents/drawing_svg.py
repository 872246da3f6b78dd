"""A drawing as SVG, with its words for those who do not see it."""

from __future__ import annotations

from html import escape

from .drawing import Box, Dot, Drawing, Line, Shape, Words

GENERIC_FONTS = "system-ui, sans-serif"  # of the words in a picture


def to_svg(drawing: Drawing, number: int) -> str:
    """The picture; `number` makes its ids the only ones of a page."""
    title, says = f"drawing-{number}-title", f"drawing-{number}-says"
    width, height = f"{drawing.width:g}", f"{drawing.height:g}"
    inner = "".join(map(_shape, drawing.shapes))
    return (
        f'<svg role="img" aria-labelledby="{title} {says}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">'
        f'<title id="{title}">{escape(drawing.title)}</title>'
        f'<desc id="{says}">{escape(drawing.says)}</desc>{inner}</svg>'
    )


def _shape(shape: Shape) -> str:
    if isinstance(shape, Line):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in shape.points)
        dashes = ' stroke-dasharray="3 2"' if shape.is_dashed else ""
        return (
            f'<polyline points="{points}" fill="none" stroke="{shape.tone}" '
            f'stroke-width="{shape.width:g}"{dashes}/>'
        )
    if isinstance(shape, Box):
        edge = f' stroke="{shape.edge}" stroke-width="0.5"' if shape.edge else ""
        return (
            f'<rect x="{shape.x:.1f}" y="{shape.y:.1f}" width="{shape.width:.1f}" '
            f'height="{shape.height:.1f}" fill="{shape.fill}"{edge}/>'
        )
    if isinstance(shape, Dot):
        return (
            f'<circle cx="{shape.x:.1f}" cy="{shape.y:.1f}" r="{shape.radius:g}" '
            f'fill="{shape.fill}"/>'
        )
    return _words(shape)


def _words(words: Words) -> str:
    weight = ' font-weight="600"' if words.is_bold else ""
    return (
        f'<text x="{words.x:.1f}" y="{words.y:.1f}" font-size="{words.size:g}" '
        f'font-family="{GENERIC_FONTS}" fill="{words.tone}" '
        f'text-anchor="{words.anchor}"{weight}>{escape(words.text)}</text>'
    )
