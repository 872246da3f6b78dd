"""Figures counted without listing what is behind them: the same numbers, by the same rules."""

from __future__ import annotations

from datetime import date

import pytest

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
