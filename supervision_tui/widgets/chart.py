"""Small charts of block elements: bars, columns, a line of weeks.

What they show is said in words beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isinf

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = " ▁▂▃▄▅▆▇█"


def bar(value: float, full: float, width: int) -> str:
    """A bar in eighths of a cell, left to right; `full` fills the width."""
    eighths = _part(value, full, width * 8)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def bar_with_mark(value: float, mark: float, full: float, width: int) -> str:
    """Draw a bar with a line at a value to compare with.

    A bar that reaches beyond it shows the line within it.
    """
    shown = bar(value, full, width).ljust(width)
    place = min(width - 1, _part(mark, full, width))
    return f"{shown[:place]}│{shown[place + 1 :]}".rstrip()


def limit_bar(value: float, limit: float, full: float, width: int) -> str:
    """A bar in whole cells with a thin line at the limit: `▇▇▇▇▏▇▇`; `full` fills the width.

    With the line it takes a cell more than the width, also where there is no limit.
    """
    filled = _part(value, full, width)
    shown = ("▇" * filled).ljust(width)
    place = _part(limit, full, width)
    mark = "▏" if limit else " "
    return f"{shown[:place]}{mark}{shown[place:]}"


def columns(values: Sequence[float | None], full: float, height: int) -> list[str]:
    """Upright bars beside each other, top line first.

    `full` fills the height, nothing stands for no value.
    """
    eighths = [
        None if value is None else max(1, _part(value, full, height * 8)) for value in values
    ]
    lines = []
    for row in range(height - 1, -1, -1):
        cells = (
            " " if each is None else _LEVELS[max(0, min(8, each - row * 8))] for each in eighths
        )
        lines.append("".join(cells))
    return lines


def time_marks(marks: Sequence[tuple[int, str]], width: int) -> str:
    """Marks along a line, each so many days from the first; of two in one cell the later stands."""
    first = min((day for day, _ in marks), default=0)
    span = max((day for day, _ in marks), default=0) - first
    cells = ["─"] * width
    for day, mark in marks:
        place = _part(day - first, span, width - 1)
        cells[place] = mark
    return "".join(cells)


def weeks(counts: Sequence[int]) -> str:
    """Counts a week as a line of small bars; a week without any is a dot."""
    most = max(counts, default=0)
    bars = ["·" if not each else _LEVELS[max(1, _part(each, most, 8))] for each in counts]
    return "".join(bars)


def _part(value: float, full: float, steps: int) -> int:
    """Count the steps of a whole that a value takes, at most all of them."""
    if isinf(value):
        return steps
    if full > 0:
        return max(0, min(steps, int(value / full * steps + 0.5)))
    return 0
