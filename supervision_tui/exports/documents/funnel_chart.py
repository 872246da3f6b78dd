"""A funnel plot: teams by their share and the n behind it, between the lines of chance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from supervision_tui.practice.oversight.funnel import Funnel, FunnelPoint, Outside

from .drawing import BLUE, INK, PALE_BLUE, QUIET, RED, RULE, Dot, Drawing, Line, Shape, Words

_WIDTH, _HEIGHT = 370.0, 190.0  # points
_LEFT, _RIGHT, _TOP, _BOTTOM = 40.0, 12.0, 24.0, 22.0
_STEPS = 24  # of a line


@dataclass(frozen=True, slots=True)
class FunnelChart:
    """A funnel with its title; `names` are the teams that are named, by what they are called."""

    title: str
    funnel: Funnel
    is_up_better: bool


def funnel_chart(chart: FunnelChart) -> Drawing:
    """The drawing of a funnel: teams outside on the worse side are red and named."""
    funnel = chart.funnel
    outside = [point for point in funnel.points if point.outside is not Outside.NOT]
    named = ", ".join(f"{point.team} {point.value:.0%}" for point in outside)
    outside_words = "none lies outside the lines"
    if named:
        outside_words = f"outside the lines: {named}"
    says = f"{chart.title}: {len(funnel.points)} teams around {funnel.middle:.0%}; {outside_words}."
    shapes = [*_axes(chart), *_lines(funnel), *_points(chart)]
    return Drawing(chart.title, says, _WIDTH, _HEIGHT, shapes)


def _scales(funnel: Funnel) -> tuple[Callable[[float], float], Callable[[float], float]]:
    most = max(point.n for point in funnel.points) * 1.08
    least = min(point.n for point in funnel.points)
    lines = funnel.lines(least)
    low = min(lines[0], *(point.value for point in funnel.points))
    high = max(lines[3], *(point.value for point in funnel.points))
    span = (high - low) or 1.0

    def x_of(n: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * n / most

    def y_of(value: float) -> float:
        return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - (value - low) / span)

    return x_of, y_of


def _axes(chart: FunnelChart) -> Iterator[Shape]:
    funnel = chart.funnel
    x_of, y_of = _scales(funnel)
    yield Words(_LEFT, 12, chart.title, 10, INK, is_bold=True)
    lines = funnel.lines(min(point.n for point in funnel.points))
    for value in dict.fromkeys((lines[0], funnel.middle, lines[3])):
        yield Words(_LEFT - 5, y_of(value) + 3, f"{value:.0%}", 8.5, QUIET, "end")
    yield Words(_WIDTH - _RIGHT, _HEIGHT - 6, "how many stand behind each team", 8.5, QUIET, "end")
    most = max(point.n for point in funnel.points) * 1.08
    ends = [(_LEFT, y_of(funnel.middle)), (x_of(most), y_of(funnel.middle))]
    yield Line(ends, BLUE, 1.0, is_dashed=True)


def _lines(funnel: Funnel) -> Iterator[Shape]:
    x_of, y_of = _scales(funnel)
    least = min(point.n for point in funnel.points)
    most = max(point.n for point in funnel.points) * 1.08
    steps = [least + (most - least) * step / _STEPS for step in range(_STEPS + 1)]
    for place, tone in ((0, RULE), (1, PALE_BLUE), (2, PALE_BLUE), (3, RULE)):
        points = [(x_of(n), y_of(funnel.lines(n)[place])) for n in steps]
        yield Line(points, tone, 0.8)


def _points(chart: FunnelChart) -> Iterator[Shape]:
    funnel = chart.funnel
    x_of, y_of = _scales(funnel)
    named: list[tuple[float, float]] = []
    for point in sorted(funnel.points, key=_nearest_first):
        is_worse = point.is_worse_above(funnel.middle, is_up_better=chart.is_up_better)
        at = x_of(point.n), y_of(point.value)
        tone = RED if is_worse else BLUE
        yield Dot(*at, 3.4, tone)
        if point.outside is not Outside.NOT:
            yield from _name(point, at, named)


def _nearest_first(point: FunnelPoint) -> int:
    return int(point.outside)


def _name(
    point: FunnelPoint, at: tuple[float, float], named: list[tuple[float, float]]
) -> Iterator[Shape]:
    x, y = at
    while any(abs(y - other) < 9 and abs(x - there) < 60 for there, other in named):
        y += 9
    named.append((x, y))
    if x > _WIDTH * 0.75:
        yield Words(x - 6, y + 3, point.team, 8.5, INK, "end")
    else:
        yield Words(x + 6, y + 3, point.team, 8.5, INK)


def side_by_side(title: str, drawings: Sequence[Drawing]) -> Drawing:
    """Drawings beside each other, as one."""
    shapes: list[Shape] = []
    left = 0.0
    for drawing in drawings:
        shapes += [_moved(shape, left) for shape in drawing.shapes]
        left += drawing.width + 20
    says = " ".join(drawing.says for drawing in drawings)
    return Drawing(title, says, left - 20, max(each.height for each in drawings), shapes)


def _moved(shape: Shape, by: float) -> Shape:
    if isinstance(shape, Line):
        return replace(shape, points=[(x + by, y) for x, y in shape.points])
    return replace(shape, x=shape.x + by)
