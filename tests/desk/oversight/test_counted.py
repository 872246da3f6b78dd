"""Figures counted without listing what is behind them: the same numbers, by the same rules."""

from __future__ import annotations

from datetime import date

import pytest

from supervision_tui.desk.history.reading import read_for_figures
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.oversight.summary import PeriodFigures, Summary, oversight_summary
from supervision_tui.exports.oversight.figures import FIGURES
from supervision_tui.practice.days.named_periods import months_before
from supervision_tui.practice.days.period import Period
from supervision_tui.vault.store import Store

PERIODS = [
    Period(date(2025, 12, 1), date(2026, 2, 28)),
    Period(date(2026, 2, 1), date(2026, 2, 28)),
    Period(date(2025, 3, 3), date(2026, 3, 2)),
]


def _counts(found: PeriodFigures) -> dict[str, int]:
    keys = found.behind.records if found.behind.lists else found.behind.numbers
    return {key: number for key in keys if (number := found.count(key))}


@pytest.mark.parametrize("period", PERIODS, ids=str)
def test_what_is_counted_is_what_is_listed(
    unchanged_demo: Store, moment: Moment, period: Period
) -> None:
    """In every figure, and in the minutes and days of which a median is told."""
    listed: Summary = unchanged_demo.run(oversight_summary, period, moment)
    counted: Summary = unchanged_demo.run(oversight_summary, period, moment, lists=False)
    assert _counts(counted.now) == _counts(listed.now)
    assert list(counted.now.themes.items()) == list(listed.now.themes.items()), "in one order"
    assert counted.longest_not_discussed == listed.longest_not_discussed
    for figure in FIGURES:
        if figure.measured is not None:
            assert figure.measured.value(counted.now) == figure.measured.value(listed.now)


@pytest.mark.parametrize("period", PERIODS, ids=str)
def test_where_only_its_days_are_asked_about_the_numbers_are_the_same(
    demo_store: Store, moment: Moment, period: Period
) -> None:
    """Nobody asks since when a status holds: only directions open on one of the days are read."""
    months = months_before(date(2026, 3, 1), 6)
    for trend in ((), months):
        few, all_of_them = (
            demo_store.run(
                oversight_summary, period, moment, trend=trend, has_since=has_since, lists=False
            )
            for has_since in (False, True)
        )
        for found, expected in (
            (few.now, all_of_them.now),
            (few.before, all_of_them.before),
            (few.last_year, all_of_them.last_year),
        ):
            assert _counts(found) == _counts(expected)
        assert few.statuses == all_of_them.statuses
        for there, expected_there in zip(few.trend, all_of_them.trend, strict=True):
            assert there.behind.numbers == expected_there.behind.numbers


def test_a_day_that_nobody_asked_about_is_refused(demo_store: Store, moment: Moment) -> None:
    asked, other = date(2026, 2, 28), date(2026, 2, 27)
    history = demo_store.run(read_for_figures, moment.policy, date(2025, 3, 1), only_on={asked})
    child = next(each for each in history.children.values() if each.directions)
    assert child.tally.on(asked) == (len(child.directions), child.tally.on(asked)[1])
    with pytest.raises(ValueError, match="were not read"):
        child.tally.on(other)
    with pytest.raises(ValueError, match="were not read"):
        child.last_given(asked)


def test_a_trend_counts_what_a_summary_of_that_period_counts(
    unchanged_demo: Store, moment: Moment
) -> None:
    """The shares of a first page, and what is hidden together with them, month by month."""
    months = months_before(date(2026, 3, 1), 12)
    period = PERIODS[0]
    summary: Summary = unchanged_demo.run(oversight_summary, period, moment, trend=months)
    assert [each.period for each in summary.trend] == months
    for each in summary.trend[-4:]:
        alone = unchanged_demo.run(oversight_summary, each.period, moment).now
        there = each.behind.records if each.behind.lists else each.behind.numbers
        assert {"sessions", "children", "directions.open", "discussions"} <= set(there)
        assert {key: each.count(key) for key in there} == {key: alone.count(key) for key in there}
