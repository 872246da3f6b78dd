"""The usual range against plain arithmetic, and how often it calls noise a change."""

from __future__ import annotations

import random
from math import sqrt
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_tui.practice.change import DOWN, UP
from supervision_tui.practice.oversight.limits import (
    FALSE_ALARMS,
    LEAST_POINTS,
    Limits,
    Point,
    Verdict,
    is_more_than_chance,
    p_chart,
    ranges_of_longer,
    usual_ranges,
    verdict_on,
    xmr_chart,
)

SHARES = st.lists(
    st.tuples(st.integers(0, 200), st.integers(1, 200)).filter(lambda each: each[0] <= each[1]),
    min_size=2,
    max_size=24,
)


def usual_range(
    earlier: list[Point], now: Point, *, is_share: bool, is_longer: bool = False
) -> Limits | None:
    ranges = usual_ranges(earlier, now, is_share=is_share, is_longer=is_longer)
    return ranges[-1] if ranges else None


def shares(*pairs: tuple[int, int]) -> list[Point]:
    return [Point(part / whole, whole) for part, whole in pairs]


@given(st.lists(st.floats(0, 100), min_size=2, max_size=24))
def test_an_xmr_chart_is_its_mean_and_three_sigmas_of_its_steps(values: list[float]) -> None:
    found = xmr_chart([Point(value) for value in values])
    assert found is not None
    steps = [abs(a - b) for a, b in zip(values[1:], values, strict=False)]
    around = 3 / 1.128 * mean(steps)
    assert found.mean == pytest.approx(mean(values))
    assert found.high == pytest.approx(mean(values) + around)
    assert found.low == pytest.approx(max(0, mean(values) - around))


def test_months_with_a_hidden_one_between_them_are_no_neighbours() -> None:
    """A step over a hidden month would be two months long."""
    there = [Point(10), Point(11), Point(None), Point(40), Point(41)]
    found = xmr_chart(there)
    assert found is not None
    assert found.high - found.mean == pytest.approx(3 / 1.128 * 1)
    assert xmr_chart([Point(10), Point(None), Point(40)]) is None


@given(SHARES, st.integers(1, 300))
def test_a_p_chart_is_the_share_of_all_months_and_three_sigmas(
    pairs: list[tuple[int, int]], n: int
) -> None:
    points = shares(*pairs)
    part, whole = sum(part for part, _ in pairs), sum(whole for _, whole in pairs)
    p = part / whole
    likely = (part + 0.5) / (whole + 1)
    scores = [(a / b - p) / sqrt(likely * (1 - likely) / b) for a, b in pairs]
    steps = [abs(a - b) for a, b in zip(scores[1:], scores, strict=False)]
    widened = max(1.0, mean(steps) / 1.128)
    around = 3 * sqrt(likely * (1 - likely) / n) * widened
    found = p_chart(points, n)
    assert found is not None
    assert found.mean == pytest.approx(p)
    assert found.low == pytest.approx(max(0, p - around))
    assert found.high == pytest.approx(min(1, p + around))


def test_nothing_is_said_before_ten_months_are_told() -> None:
    now = Point(0.2, 50)
    months = shares(*[(45, 50)] * (LEAST_POINTS - 1))
    assert usual_range(months, now, is_share=True) is None
    assert usual_range([*months, Point(None)], now, is_share=True) is None
    assert verdict_on(now, None, UP) is Verdict.TOO_SHORT
    found = usual_range([*months, Point(0.9, 50)], now, is_share=True)
    assert found is not None
    assert verdict_on(now, found, UP) is Verdict.WORSE
    assert verdict_on(now, found, DOWN) is Verdict.BETTER
    assert verdict_on(now, found, None) is Verdict.OUTSIDE
    assert verdict_on(Point(None), found, UP) is Verdict.HIDDEN


def test_each_period_has_the_range_of_its_own_n_around_one_middle() -> None:
    """A quarter is narrower than its months, and a month that is hidden as wide as they are."""
    months = [*shares(*[(45, 50), (44, 50), (46, 50)] * 4), Point(None)]
    quarter = Point(0.9, 150)
    *before, now = usual_ranges(months, quarter, is_share=True)
    assert {each.mean for each in before} == {now.mean}
    assert all(each.low < now.low and each.high > now.high for each in before)
    assert before[-1] == before[0]
    assert usual_ranges(months[:9], quarter, is_share=True) == []


def test_what_is_unusual_does_not_make_the_unusual_usual() -> None:
    """September outside leaves October's range as it was in August."""
    until_august = shares(*[(94, 100), (95, 100), (93, 100), (96, 100), (94, 100)] * 2)
    october = Point(0.82, 100)
    without = usual_range(until_august, october, is_share=True)
    assert usual_range([*until_august, Point(0.7, 100)], october, is_share=True) == without


def test_a_share_that_never_moved_is_not_certain() -> None:
    found = usual_range(shares(*[(30, 30)] * 12), Point(1.0, 30), is_share=True)
    assert found is not None
    assert found.low < found.mean == 1.0


@pytest.mark.parametrize("times", [1, 3, 12], ids=["a month", "a quarter", "a year"])
@pytest.mark.parametrize(
    ("share", "n"), [(0.95, 15), (0.9, 60), (0.5, 40), (0.03, 3000), (0.8, 230)]
)
def test_false_alarms_of_shares_are_as_few_as_is_stated(share: float, n: int, times: int) -> None:
    """Periods in which nothing has changed, drawn by chance after months: so many lie outside."""
    chance = random.Random(7)

    def period(n: int) -> Point:
        number = max(1, round(n * chance.uniform(0.8, 1.2)))
        part = sum(chance.random() < share for _ in range(number)) if number < 400 else None
        if part is None:
            part = round(chance.gauss(number * share, sqrt(number * share * (1 - share))))
        return Point(min(1.0, max(0.0, part / number)), number)

    tried = 1500
    outside = 0
    for _ in range(tried):
        earlier, now = [period(n) for _ in range(12)], period(n * times)
        found = usual_range(earlier, now, is_share=True, is_longer=times > 1)
        if found is not None and now.value is not None:
            outside += not found.holds(now.value)
    assert outside / tried <= FALSE_ALARMS


def test_hidden_months_make_no_alarm_of_a_year_that_is_like_the_one_before() -> None:
    """Of a nearly perfect team the months with one to four lost are hidden: the worse ones."""
    chance = random.Random(7)

    def month() -> tuple[int, int]:
        return sum(chance.random() < 0.99 for _ in range(40)), 40

    outside = 0
    for _ in range(1500):
        earlier = [month() for _ in range(12)]
        told = [Point(None) if 0 < n - part < 5 else Point(part / n, n) for part, n in earlier]
        before = Point(sum(part for part, _ in earlier) / 480, 480)
        now = Point(sum(month()[0] for _ in range(12)) / 480, 480)
        ranges = ranges_of_longer(told, before, now)
        assert now.value is not None
        outside += bool(ranges) and not ranges[-1].holds(now.value)
    assert outside / 1500 <= FALSE_ALARMS


def test_false_alarms_of_other_figures_are_as_few_as_is_stated() -> None:
    chance = random.Random(7)
    outside = 0
    for _ in range(3000):
        *earlier, now = (Point(chance.gauss(50, 5)) for _ in range(12))
        found = usual_range(earlier, now, is_share=False)
        assert found is not None
        assert now.value is not None
        outside += not found.holds(now.value)
    assert outside / 3000 <= FALSE_ALARMS


@pytest.mark.parametrize(
    ("now", "before", "is_more"),
    [
        (Point(0.82, 229), Point(0.94, 272), True),
        (Point(0.85, 13), Point(0.94, 14), False),
        (Point(None), Point(0.9, 50), False),
        (Point(1.0, 30), Point(1.0, 30), False),
    ],
)
def test_two_periods_differ_by_more_than_chance(
    now: Point, before: Point, *, is_more: bool
) -> None:
    assert is_more_than_chance(now, before) is is_more
