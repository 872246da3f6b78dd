"""Funnel plots: which teams differ from all of them by more than chance between teams explains.

A small team varies more; so the lines come closer the more stands behind a team (Spiegelhalter
2005). Outside them is a question, never a judgement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import sqrt

from supervision_tui.practice.wording import count

LEAST_N = 10  # behind a team's share
_INNER, _OUTER = 1.96, 3.09  # sigmas: 95 % and 99.8 % of teams that differ by chance alone
CHANCE_OUTSIDE = 0.05  # of figures outside the inner lines by chance


class Outside(IntEnum):
    """The place of a team: within the lines, beyond 95 %, beyond 99.8 %."""

    NOT = 0
    INNER = 1
    OUTER = 2


@dataclass(frozen=True, slots=True)
class TeamShare:
    """A team's share of one figure, and the n behind it."""

    team: str
    value: float
    n: int


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """A team in the funnel: its share, n, and how far outside it lies."""

    team: str
    value: float
    n: int
    outside: Outside

    def is_worse_above(self, middle: float, *, is_up_better: bool) -> bool:
        """Tell whether it lies outside on the worse side."""
        return self.outside is not Outside.NOT and (self.value > middle) is not is_up_better


@dataclass(frozen=True, slots=True)
class Funnel:
    """All teams of one figure around the share of all of them together."""

    middle: float
    points: tuple[FunnelPoint, ...]

    def lines(self, n: float) -> tuple[float, float, float, float]:
        """The four lines at an n: outer low, inner low, inner high, outer high."""
        inner, outer = (_around(self.middle, n, sigmas) for sigmas in (_INNER, _OUTER))
        return outer[0], inner[0], inner[1], outer[1]


def funnel_of(teams: Iterable[TeamShare], middle: float | None = None) -> Funnel | None:
    """The funnel of a figure; nothing where fewer than three teams have enough behind them.

    `middle` is the true share of all teams where it is known; else that of these.
    """
    there = [team for team in teams if team.n >= LEAST_N]
    if len(there) < _LEAST_TEAMS:
        return None
    if middle is None:
        middle = sum(team.value * team.n for team in there) / sum(team.n for team in there)
    points = tuple(
        FunnelPoint(team.team, team.value, team.n, _outside(team, middle)) for team in there
    )
    return Funnel(middle, points)


def _outside(team: TeamShare, middle: float) -> Outside:
    for level, sigmas in ((Outside.OUTER, _OUTER), (Outside.INNER, _INNER)):
        low, high = _around(middle, team.n, sigmas)
        if not low <= team.value <= high:
            return level
    return Outside.NOT


def _around(middle: float, n: float, sigmas: float) -> tuple[float, float]:
    spread = sigmas * sqrt(middle * (1 - middle) / n)
    return max(0.0, middle - spread), min(1.0, middle + spread)


def chance_words(funnels: Sequence[Funnel]) -> str:
    """Say how many figures lie outside the 95 % lines by chance alone, of all that were looked at.

    Of these the funnels with most teams outside may be drawn.
    """
    figures = sum(len(funnel.points) for funnel in funnels)
    by_chance = round(figures * CHANCE_OUTSIDE)
    about = f"about {by_chance} lie" if by_chance > 1 else "about one lies"
    return (
        f"Of {count(figures, 'team figure')} {about} outside the 95 % lines by chance alone. "
        f"Outside is a question, not a judgement."
    )


_LEAST_TEAMS = 3
