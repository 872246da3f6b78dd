"""The signals of a worker as bars against amber and red, and options as before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isinf

from textual.content import Content

from supervision_tui.practice.vocabulary import Level
from supervision_tui.practice.workload.model import SIGNAL_NAMES, Signal
from supervision_tui.widgets.chart import limit_bar
from supervision_tui.widgets.text_styles import line

from .what_if import LEVEL_TONES

_LABEL, _BAR, _EDGE, _VALUE = 16, 18, 7, 8  # cells of each column
_BEYOND_RED = 1.6  # red stands at five eighths of a bar, unless the value lies farther
_FIT_FULL = 2.0  # a fit of two fills a bar
_SHARES = ("children-undiscussed", "sessions-lost", "directions-overdue")
_TIMES = ("fit", "children", "weight")


def heading(side: str) -> Content:
    """The title of a side over its bars, with what the numbers behind a bar are."""
    room = _LABEL + _BAR + 1
    return line(
        (f"{side:<{room}}", "strong"),
        (f"{'amber':>{_EDGE}}{'red':>{_EDGE}}{'now':>{_VALUE}}", "quiet"),
    )


def bars(signals: Iterable[Signal]) -> Iterator[Content]:
    """A signal a line: its name, a bar with a mark at red, amber and red, and the value."""
    for signal in signals:
        beyond = signal.red * _BEYOND_RED
        value = max(beyond, signal.red) if isinf(signal.value) else signal.value
        full = max(value, beyond)
        bar = limit_bar(value, signal.red, full, _BAR)
        edges = f"{_number(signal, signal.amber):>{_EDGE}}{_number(signal, signal.red):>{_EDGE}}"
        tone = LEVEL_TONES[signal.level]
        yield line(
            f"{SIGNAL_NAMES[signal.code]:<{_LABEL}}",
            (f"{bar:<{_BAR + 1}}", tone if signal.level is not Level.OK else "quiet"),
            (edges, "quiet"),
            (f"{_number(signal, signal.value):>{_VALUE}}", tone),
        )


def before_and_after(before: float, after: float, width: int) -> Content:
    """A bar of a fit: what stays of it, and lighter what an option takes away."""
    cells = [
        min(width, int((width if isinf(fit) else fit / _FIT_FULL * width) + 0.5))
        for fit in (after, before)
    ]
    stays, was = cells[0], max(cells)
    return line(("▇" * stays, "plain"), ("▒" * (was - stays), "quiet"))


def fit_bar(fit: float, width: int) -> str:
    """A bar of a fit with a mark where the time is full: `▇▇▇▇▇┃▇▇▇`; beyond twice it ends in ▶."""
    half = width // 2
    cells = width if isinf(fit) else int(fit * half + 0.5)
    shown = ("▇" * min(cells, width)).ljust(width)
    if cells > width:
        shown = f"{shown[:-1]}▶"
    return f"{shown[:half]}┃{shown[half:]}"


def _number(signal: Signal, value: float) -> str:
    if isinf(value):
        return "no time"
    if signal.code in _SHARES:
        return f"{value * 100:.0f} %"
    if signal.code in _TIMES:
        return f"{value:.2f}×"
    return f"{value:g}"
