"""A quarter or a year made of the months that teams have sent: what happened adds up, what holds at
the end is that of the last month.

What says something of its own month alone, like a median, is left out of a longer period.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from supervision_tui.exports.oversight.figures import (
    CHILDREN_LED,
    COUNTED,
    FIGURES,
    FTE_LEADING,
    LEADING,
    Over,
)
from supervision_tui.practice.days.period import Period

from .checks import Head
from .engine import RollUp

_EXACT = """
INSERT INTO exact
SELECT team, ?, ?, key,
       CASE WHEN list_contains(?::VARCHAR[], key) THEN max(CASE WHEN period_to = ? THEN count END)
            ELSE sum(count) END
FROM exact WHERE team = ? AND period_from >= ? AND period_to <= ?
GROUP BY team, key
HAVING NOT list_contains(?::VARCHAR[], key) OR max(CASE WHEN period_to = ? THEN 1 END) = 1
"""
_FIGURES_AT_END = """
INSERT INTO figure
SELECT team, ?, period_to, section, key, is_share, value, n, is_hidden
FROM figure WHERE team = ? AND period_to = ? AND list_contains(?::VARCHAR[], key)
  AND period_from > ?
"""
_FIGURES_ADDED = """
INSERT INTO figure
SELECT team, ?, ?, section, key, is_share,
       CASE WHEN bool_or(is_hidden) THEN NULL
            WHEN is_share THEN sum(value * n) / nullif(sum(n), 0) ELSE sum(value) END,
       CASE WHEN is_share AND count(n) = count(*) THEN sum(n) END,
       bool_or(is_hidden)
FROM figure
WHERE team = ? AND period_from >= ? AND period_to <= ?
  AND NOT list_contains(?::VARCHAR[], key) AND (is_share OR n IS NULL)
GROUP BY team, section, key, is_share
"""


def keys_over(over: Over) -> list[str]:
    """The keys of figures and counts that go over into longer periods in that way."""
    of_figures = {figure.key for figure in FIGURES if figure.over is over and not figure.begin}
    of_counts = {key for key, each in COUNTED.items() if each is over}
    if over is Over.AT_END:
        of_counts |= {CHILDREN_LED, FTE_LEADING, LEADING}
    return sorted(of_figures | of_counts)


def make_period(found: RollUp, period: Period) -> int:
    """Make a longer period of each team that has sent all its months; returns of how many."""
    made = 0
    for team, heads in found.teams.items():
        if any(head.days == (period.first, period.last) for head in heads):
            continue
        inside = _tiles(heads, period)
        if not inside:
            continue
        _add_up(found, team, period)
        is_sealed = all(head.is_sealed for head in inside)
        whole = replace(
            inside[-1], first=period.first, last=period.last, is_sealed=is_sealed, figures_hash=""
        )
        found.add(whole)
        made += 1
    return made


def _tiles(heads: list[Head], period: Period) -> list[Head]:
    """The summaries that make up a period day by day; none where one is missing."""
    inside = sorted(
        (head for head in heads if period.first <= head.first and head.last <= period.last),
        key=lambda head: head.first,
    )
    on = period.first
    for head in inside:
        if head.first != on:
            return []
        on = head.last + timedelta(days=1)
    if on != period.last + timedelta(days=1):
        return []
    return inside


def _add_up(found: RollUp, team: str, period: Period) -> None:
    first, last = period.first, period.last
    at_end, own = keys_over(Over.AT_END), keys_over(Over.OWN)
    connection = found.connection
    connection.execute(_EXACT, [first, last, at_end, last, team, first, last, at_end, last])
    connection.execute(_FIGURES_ADDED, [first, last, team, first, last, [*at_end, *own]])
    connection.execute(_FIGURES_AT_END, [first, team, last, at_end, first])
