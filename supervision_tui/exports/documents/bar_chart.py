"""A chart of bars beside their labels, told apart by tone with a line round each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from .document import Chart
from .drawing import BLUE, INK, PALE_BLUE, PALEST_BLUE, Box, Drawing, Shape, Words

_WIDTH, _LABEL, _BAR, _GAP = 760, 300, 13, 10  # points
# Each with a line round it, so that the lightest is seen.
_TONES = (BLUE, PALE_BLUE, PALEST_BLUE)
_ROOM, _TOP, _LEGEND = 90, 22, 150  # for the figure behind a bar; above all; of a series' name


def bar_chart(chart: Chart) -> Drawing:
    """The drawing of a chart; hidden values are said, not drawn."""
    height = _TOP + len(chart.labels) * (_BAR * len(chart.series) + _GAP)
    shapes = [*_legend(chart), *_bars(chart)]
    return Drawing(chart.title, chart.says, _WIDTH, height, shapes)


def _legend(chart: Chart) -> Iterator[Shape]:
    for n, series in enumerate(chart.series):
        left = _LABEL + n * _LEGEND
        yield Box(left, 4, 10, 10, _TONES[n % 3], INK)
        yield Words(left + 15, 13, series.name, 11)


def _bars(chart: Chart) -> Iterator[Shape]:
    scale = (_WIDTH - _LABEL - _ROOM) / _most(chart)
    top = float(_TOP)
    for place, label in enumerate(chart.labels):
        height = _BAR * len(chart.series)
        yield Words(_LABEL - 8, top + height / 2 + 4, label, anchor="end")
        for n, series in enumerate(chart.series):
            value, at = series.values[place], top + n * _BAR
            if value is not None:
                yield Box(_LABEL, at + 1, max(0.5, value * scale), _BAR - 3, _TONES[n % 3], INK)
            shown = _shown(value, chart.is_share)
            yield Words(_LABEL + (value or 0) * scale + 6, at + _BAR - 3, shown, 11)
        top += height + _GAP


def _most(chart: Chart) -> float:
    if chart.is_share:
        return 1.0
    values = chain.from_iterable(each.values for each in chart.series)
    return max((value for value in values if value), default=1.0)


def _shown(value: float | None, is_share: bool) -> str:
    if value is None:
        return "not shown"
    if is_share:
        return f"{value * 100:.0f} %"
    return f"{value:g}"
