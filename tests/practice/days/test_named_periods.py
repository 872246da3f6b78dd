"""Periods by their names, the period before, and what is a trend."""

from __future__ import annotations

from datetime import date

import pytest

from supervision_tui.practice.days.named_periods import (
    NotAPeriod,
    months_before,
    period_name,
    read_month,
    read_quarter,
    read_year,
)
from supervision_tui.practice.days.period import Period, last_months, months_from


@pytest.mark.parametrize(
    ("found", "first", "last"),
    [
        (read_month("2026-10"), date(2026, 10, 1), date(2026, 10, 31)),
        (read_month("2028-2"), date(2028, 2, 1), date(2028, 2, 29)),
        (read_quarter("2026Q3"), date(2026, 7, 1), date(2026, 9, 30)),
        (read_quarter("2026-q1"), date(2026, 1, 1), date(2026, 3, 31)),
        (read_year("2025-26"), date(2025, 4, 1), date(2026, 3, 31)),
        (read_year("2025/2026"), date(2025, 4, 1), date(2026, 3, 31)),
    ],
)
def test_a_period_is_read_by_its_name(found: Period, first: date, last: date) -> None:
    assert found == Period(first, last)


@pytest.mark.parametrize(
    ("read", "typed", "says"),
    [
        (read_month, "2026-13", "no period"),
        (read_month, "October", "name one like 2026-10"),
        (read_quarter, "2026Q5", "name one like 2026Q3"),
        (read_year, "2025-27", "name one like 2025-26"),
        (read_year, "2025", "name one like 2025-26"),
        (read_month, "0001-01", "no period"),
    ],
)
def test_what_names_no_period_says_what_would(read: object, typed: str, says: str) -> None:
    assert callable(read)
    with pytest.raises(NotAPeriod, match=says):
        read(typed)


@pytest.mark.parametrize(
    ("period", "before", "last_year"),
    [
        (read_quarter("2026Q3"), read_quarter("2026Q2"), read_quarter("2025Q3")),
        (read_month("2026-03"), read_month("2026-02"), read_month("2025-03")),
        (read_month("2025-02"), read_month("2025-01"), read_month("2024-02")),
        (read_year("2025-26"), read_year("2024-25"), read_year("2024-25")),
        (
            Period(date(2026, 1, 15), date(2026, 2, 14)),
            Period(date(2025, 12, 15), date(2026, 1, 14)),
            Period(date(2025, 1, 15), date(2025, 2, 14)),
        ),
        (
            Period(date(2026, 3, 2), date(2026, 3, 11)),
            Period(date(2026, 2, 20), date(2026, 3, 1)),
            Period(date(2025, 3, 2), date(2025, 3, 11)),
        ),
    ],
    ids=["a quarter", "March", "February", "a year", "mid month", "ten days"],
)
def test_the_period_before_is_that_of_the_calendar(
    period: Period, before: Period, last_year: Period
) -> None:
    assert (period.before(), period.a_year_earlier()) == (before, last_year)


def test_periods_alike_are_twelve_months_or_four_quarters() -> None:
    months = read_month("2026-10").alike()
    assert (len(months), months[0], months[-1]) == (
        12,
        read_month("2025-11"),
        read_month("2026-10"),
    )
    assert read_quarter("2026Q3").alike()[0] == read_quarter("2025Q4")
    assert len(read_year("2025-26").alike()) == 2
    assert last_months(3, date(2026, 3, 2)).months == 3


def test_a_longer_period_stands_after_the_months_before_it() -> None:
    quarter = read_quarter("2026Q3")
    assert quarter.after_months(12) == [
        *(read_month(f"2025-{number:02}") for number in range(7, 13)),
        *(read_month(f"2026-{number:02}") for number in range(1, 7)),
        quarter,
    ]
    odd = Period(date(2026, 3, 31), date(2026, 5, 2))
    february, month, _ = odd.after_months(2)
    assert february == Period(date(2026, 1, 31), date(2026, 2, 27))
    assert month == Period(date(2026, 2, 28), date(2026, 3, 30)), "each ends where the next begins"


def test_the_months_that_are_over() -> None:
    assert months_before(date(2026, 3, 1), 2) == [read_month("2026-01"), read_month("2026-02")]


@pytest.mark.parametrize(
    ("period", "name"),
    [
        (read_month("2026-10"), "Oct 2026"),
        (read_quarter("2026Q3"), "Q3 2026"),
        (read_year("2025-26"), "2025-26"),
        (months_from(date(2026, 2, 1), 3), "1 Feb 2026 to 30 Apr 2026"),
    ],
)
def test_a_period_has_a_short_name(period: Period, name: str) -> None:
    assert period_name(period) == name
