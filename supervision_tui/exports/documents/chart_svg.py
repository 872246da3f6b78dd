"""A chart as SVG: bars beside their labels, told apart by pattern as well as by tone, with the
words beside them.
"""

from __future__ import annotations

from html import escape
from itertools import chain

from .document import Chart

_WIDTH, _LABEL, _BAR, _GAP = 760, 300, 13, 10  # points
# Each with a line round it, so that the lightest is seen.
_TONES = ("#1f4e79", "#7a9cc0", "#c9d6e4")
_ROOM = 90  # for the figure behind a bar


def chart_svg(chart: Chart, number: int) -> str:
    """The picture; `number` makes its ids the only ones of a page.

    Hidden values are said, not drawn.
    """
    if chart.is_share:
        most = 1.0
    else:
        most = max(
            (v for v in chain.from_iterable(each.values for each in chart.series) if v), default=1.0
        )
    scale = (_WIDTH - _LABEL - _ROOM) / (most or 1.0)
    parts, y = [], 22
    for place, label in enumerate(chart.labels):
        height = _BAR * len(chart.series)
        parts.append(_text(_LABEL - 8, y + height / 2 + 4, label, anchor="end"))
        for n, series in enumerate(chart.series):
            value = series.values[place]
            top = y + n * _BAR
            if value is not None:
                width = max(0.5, value * scale)
                parts.append(
                    f'<rect x="{_LABEL}" y="{top + 1}" width="{width:.1f}" height="{_BAR - 3}" '
                    f'fill="{_TONES[n % 3]}" stroke="#1b1b1b" stroke-width="0.5"/>'
                )
            shown = _shown(value, chart.is_share)
            parts.append(_text(_LABEL + (value or 0) * scale + 6, top + _BAR - 3, shown, size=11))
        y += height + _GAP
    legend = "".join(
        f'<rect x="{_LABEL + n * 150}" y="4" width="10" height="10" fill="{_TONES[n % 3]}" '
        f'stroke="#1b1b1b" '
        f'stroke-width="0.5"/>{_text(_LABEL + n * 150 + 15, 13, series.name, size=11)}'
        for n, series in enumerate(chart.series)
    )
    title, says = f"chart-{number}-title", f"chart-{number}-says"
    return (
        f'<svg role="img" aria-labelledby="{title} {says}" viewBox="0 0 {_WIDTH} {y}" '
        f'width="{_WIDTH}" height="{y}">'
        f'<title id="{title}">{escape(chart.title)}</title><desc '
        f'id="{says}">{escape(chart.says)}</desc>'
        f"{legend}{''.join(parts)}</svg>"
    )


def _text(x: float, y: float, text: str, *, anchor: str = "start", size: int = 12) -> str:
    style = (
        f'font-size="{size}" font-family="system-ui, sans-serif" fill="#1b1b1b" '
        f'text-anchor="{anchor}"'
    )
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(text)}</text>'


def _shown(value: float | None, is_share: bool) -> str:
    if value is None:
        return "not shown"
    if is_share:
        return f"{value * 100:.0f} %"
    return f"{value:g}"
