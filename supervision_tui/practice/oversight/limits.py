"""The usual range of a figure: by its own earlier months, so that noise is not called change.

A share has a Shewhart p-chart, widened where months differ more than their numbers explain (Laney's
p′); anything else an XmR chart (Wheeler). Three sigma on either side. Hidden months are no zero,
and two months with a hidden one between them are no neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import comb, sqrt
from statistics import mean

from supervision_tui.practice.change import DOWN, UP, Moved

LEAST_POINTS = 10  # months told, before a range says anything
FALSE_ALARMS = 0.02  # of months in which nothing has changed, so many lie outside at most
_SIGMAS = 3.0
_D2 = 1.128  # of the mean step between two values, in sigmas
_XMR = _SIGMAS / _D2  # 2.66


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of one period: its value, and the n of a share.

    It has no value where it is hidden, or where there is nothing to count: then n is 0.
    """

    value: float | None
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """A usual range: from low to high around a mean, and from how many earlier periods."""

    mean: float
    low: float
    high: float
    points: int

    def holds(self, value: float) -> bool:
        """Tell whether a value lies within."""
        return self.low <= value <= self.high


class Verdict(StrEnum):
    """The word of a usual range on a figure."""

    WORSE = "worse, outside its usual range"
    BETTER = "better, outside its usual range"
    OUTSIDE = "outside its usual range"
    USUAL = "within its usual range"
    TOO_SHORT = "too few months to say"
    HIDDEN = "hidden"
    NOTHING = "nothing to count"

    @property
    def is_outside(self) -> bool:
        """Tell whether the figure lies outside its range."""
        return self in (Verdict.WORSE, Verdict.BETTER, Verdict.OUTSIDE)


def usual_ranges(
    earlier: Sequence[Point], now: Point, *, is_share: bool, is_longer: bool = False
) -> list[Limits]:
    """The range of each earlier period, the first of them first, and of this one; empty while few.

    Later ones that lay outside the range of those before them are left out of it: what is unusual
    does not make the unusual usual. All have the same middle, and each is as wide as its own n
    says; one whose n is not told has the range of a usual one. `is_longer` says that this period is
    longer than those before.
    """
    counted = _baseline(earlier, is_share=is_share)
    usual = _limits(counted, now.n, is_share=is_share, is_longer=is_longer)
    if usual is None or _told(counted) < LEAST_POINTS:
        return []
    told = [point.n for point in earlier if point.n]
    often = round(mean(told)) if told else now.n
    by_n = (_limits(counted, point.n or often, is_share=is_share) for point in earlier)
    return [*(limits or usual for limits in by_n), usual]


def ranges_of_longer(earlier: Sequence[Point], before: Point, now: Point) -> list[Limits]:
    """The ranges of months and of a longer period after them, a share; empty where they mislead.

    Hidden months have few on one side, and those that are told are the better ones or the worse: a
    range made without them says nothing of a period that differs from the one `before` by no more
    than chance.
    """
    ranges = usual_ranges(earlier, now, is_share=True, is_longer=True)
    if not ranges or now.value is None:
        return ranges
    hides = any(point.value is None and point.n != 0 for point in earlier)
    if hides and not ranges[-1].holds(now.value) and not is_more_than_chance(now, before):
        return []
    return ranges


def _baseline(earlier: Sequence[Point], *, is_share: bool) -> list[Point]:
    counted: list[Point] = []
    for point in earlier:
        if point.value is not None and _told(counted) >= LEAST_POINTS:
            limits = _limits(counted, point.n, is_share=is_share)
            if limits is not None and not limits.holds(point.value):
                counted.append(Point(None))
                continue
        counted.append(point)
    return counted


def _told(points: Sequence[Point]) -> int:
    return sum(point.value is not None for point in points)


def _limits(
    points: Sequence[Point], n: int | None, *, is_share: bool, is_longer: bool = False
) -> Limits | None:
    if is_share:
        return p_chart(points, n, is_longer=is_longer)
    return xmr_chart(points)


def xmr_chart(points: Sequence[Point]) -> Limits | None:
    """The mean, and 2.66 times the mean step between neighbours on either side.

    Nothing where no two neighbours are told.
    """
    values = [point.value for point in points if point.value is not None]
    steps = [
        abs(later.value - point.value)
        for point, later in pairwise(points)
        if point.value is not None and later.value is not None
    ]
    if not steps:
        return None
    around = _XMR * mean(steps)
    middle = mean(values)
    return Limits(middle, max(0.0, middle - around), middle + around, len(values))


def p_chart(points: Sequence[Point], n: int | None, *, is_longer: bool = False) -> Limits | None:
    """The share of all earlier months, and three sigma of a month of n on either side.

    Sigma is that of chance among n, times how much more the months differ than chance explains. A
    longer period may be no smaller than all months together: then their own share is chance as
    well, and counted in. Nothing without an n.
    """
    told = [(point.value, point.n) for point in points if point.value is not None and point.n]
    if not n or not told:
        return None
    whole = sum(number or 0 for _, number in told)
    part = sum(value * (number or 0) for value, number in told)
    share = part / whole
    around = _SIGMAS * sigma_of(share, whole, n) * _widened(points, share, whole)
    if is_longer:
        around *= sqrt(1 + n / whole)
    return Limits(share, max(0.0, share - around), min(1.0, share + around), len(told))


def sigma_of(share: float, whole: int, n: int) -> float:
    """The standard deviation of a share among n; never zero, since nothing is ever certain.

    `whole` is the number on which the share itself rests.
    """
    likely = (share * whole + 0.5) / (whole + 1)
    return sqrt(likely * (1 - likely) / n)


def _widened(points: Sequence[Point], share: float, whole: int) -> float:
    """Measure by what neighbours differ more than chance explains; 1 where they do not."""
    scores = [
        (point.value - share) / sigma_of(share, whole, point.n)
        if point.value is not None and point.n
        else None
        for point in points
    ]
    steps = [
        abs(later - score)
        for score, later in pairwise(scores)
        if score is not None and later is not None
    ]
    if not steps:
        return 1.0
    return max(1.0, mean(steps) / _D2)


def verdict_on(now: Point, limits: Limits | None, better: Moved | None) -> Verdict:
    """Tell what a usual range says of a figure, and whether that is worse or better."""
    if now.value is None and now.n == 0:
        return Verdict.NOTHING
    if now.value is None:
        return Verdict.HIDDEN
    if limits is None:
        return Verdict.TOO_SHORT
    if limits.holds(now.value):
        return Verdict.USUAL
    if better is None:
        return Verdict.OUTSIDE
    way = UP if now.value > limits.high else DOWN
    if way is better:
        return Verdict.BETTER
    return Verdict.WORSE


def is_more_than_chance(now: Point, before: Point) -> bool:
    """Tell whether two shares differ more than chance explains, once in a hundred times.

    It is asked of two periods only where a usual range has too few, or may mislead.
    """
    if now.value is None or before.value is None or not now.n or not before.n:
        return False
    whole = now.n + before.n
    share = (now.value * now.n + before.value * before.n) / whole
    spread = sqrt(share * (1 - share) * (1 / now.n + 1 / before.n))
    return spread > 0 and abs(now.value - before.value) / spread > _ONE_IN_A_HUNDRED


_ONE_IN_A_HUNDRED = 2.576


def exact_chance(one: tuple[int, int], other: tuple[int, int]) -> float:
    """The probability that two small counts, each of so many, differ as much by chance alone.

    Fisher's exact test, both sides: every split of the same totals that is no likelier counts.
    """
    (a, n), (b, m) = one, other
    all_of_them = comb(n + m, a + b)
    ways = {
        part: comb(n, part) * comb(m, a + b - part) / all_of_them
        for part in range(max(0, a + b - m), min(n, a + b) + 1)
    }
    return min(1.0, sum(way for way in ways.values() if way <= ways[a] * _ROUNDING))


_ROUNDING = 1 + 1e-9
