"""A year of Mondays as columns of small bars, with the months below them."""

from __future__ import annotations

from math import isinf

from textual.content import Content

from supervision_tui.desk.workload.charts import Trend, finite
from supervision_tui.widgets import chart
from supervision_tui.widgets.labelled_text import Label
from supervision_tui.widgets.text_styles import line

_LEAST_TOP = 2.0  # so that a quiet year looks quiet


def year_of(trend: Trend | None) -> list[Label]:
    """One line of weeks, the months below; the same lines while the year is still being read."""
    if trend is None:
        return [("a year", line(("reading …", "quiet"))), ("", line(""))]
    if not trend.weeks:
        return [("a year", line(("no weeks yet", "quiet"))), ("", line(""))]
    top = max(_LEAST_TOP, *finite(trend.weeks), 0.0)
    values = [top if isinf(week.fit) else week.fit for week in trend.weeks]
    (bars,) = chart.columns(values, top, 1)
    says = f"  time needed; a full bar is {top:.1f}×"
    return [
        ("a year", on_axis(bars, "chart") + line((says, "quiet"))),
        ("", months_below(trend)),
    ]


def months_below(trend: Trend) -> Content:
    """The months under their first Monday, where there is room for the word."""
    marks = [" "] * (len(trend.weeks) + 8)
    free = 0
    for place, week in enumerate(trend.weeks):
        is_first = place == 0 or week.monday.month != trend.weeks[place - 1].monday.month
        if is_first and place >= free:
            marks[place : place + 3] = f"{week.monday:%b}"
            free = place + 4
    return on_axis("".join(marks), "quiet", "└")


def on_axis(cells: str, tone: str, axis: str = "│") -> Content:
    """A line of a chart behind its axis, which also holds its blanks in place."""
    return line((axis, "quiet"), (cells.rstrip(), tone))
