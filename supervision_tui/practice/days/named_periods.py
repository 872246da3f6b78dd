"""Periods by their names: `2026-10` a month, `2026Q3` a quarter, `2025-26` a year from April on."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from .period import Period, month_of, months_from, quarter_of, year_of
from .spans import FIRST_YEAR, LAST_YEAR, add_months

_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_QUARTER = re.compile(r"(\d{4})\s*-?\s*[qQ]([1-4])")
_YEAR = re.compile(r"(\d{4})[-/](\d{2}|\d{4})")


class NotAPeriod(ValueError):
    """Words that name no period; the sentence says what would."""


def read_month(typed: str) -> Period:
    """A month as `2026-10`. Raises `NotAPeriod`."""
    found = _MONTH.fullmatch(typed.strip())
    if found is None:
        raise NotAPeriod(f"{typed[:20]} is no month; name one like 2026-10.")
    return _named(typed, lambda: month_of(date(_year(found[1]), int(found[2]), 1)))


def read_quarter(typed: str) -> Period:
    """A quarter of the calendar year as `2026Q3`: July to September. Raises `NotAPeriod`."""
    found = _QUARTER.fullmatch(typed.strip())
    if found is None:
        raise NotAPeriod(f"{typed[:20]} is no quarter; name one like 2026Q3, July to September.")
    return _named(typed, lambda: quarter_of(date(_year(found[1]), int(found[2]) * 3, 1)))


def read_year(typed: str) -> Period:
    """A year of councils as `2025-26`: April to March. Raises `NotAPeriod`."""
    found = _YEAR.fullmatch(typed.strip())
    if found is None or not _follows(found[1], found[2]):
        raise NotAPeriod(f"{typed[:20]} is no year; name one like 2025-26, April to March.")
    return _named(typed, lambda: year_of(date(_year(found[1]), 4, 1)))


def _named(typed: str, made: Callable[[], Period]) -> Period:
    try:
        return made()
    except ValueError:
        raise NotAPeriod(f"There is no period {typed[:20]}.") from None


def _year(digits: str) -> int:
    year = int(digits)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(digits)
    return year


def _follows(year: str, following: str) -> bool:
    """Tell whether `26` or `2026` is the year after `2025`."""
    return str(int(year) + 1).endswith(following)


def months_before(today: date, number: int) -> list[Period]:
    """So many whole months that are over, the last of them at the end."""
    first = today.replace(day=1)
    return [months_from(add_months(first, -back), 1) for back in range(number, 0, -1)]


def period_name(period: Period) -> str:
    """Name a period shortly: `Oct 2026`, `Q3 2026`, `2025-26`; else by its days."""
    if period.months == 1 and period.first.day == 1:
        return f"{period.first:%b %Y}"
    if period.first.day == 1 and period == quarter_of(period.first):
        return f"Q{(period.first.month + 2) // 3} {period.first.year}"
    if period == year_of(period.first):
        return f"{period.first.year}-{period.last:%y}"
    first, last = period.first, period.last
    return f"{first.day} {first:%b %Y} to {last.day} {last:%b %Y}"
