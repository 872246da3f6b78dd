"""Spans of time: so many days, working days, weeks or months from a day (practice facts, section
5).
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from supervision_tui.practice import wording

from .working_days import Counting, WorkingDays

LONG_AGO = date.min  # of a start that is not known: whatever changes with time has changed
FIRST_YEAR, LAST_YEAR = 1900, 2100  # of a day that can be right
UNITS = {"d": "days", "wd": "working-days", "w": "weeks", "m": "months"}


def shift(
    start: date, amount: int, unit: str, days: WorkingDays, counting: Counting | None = None
) -> date:
    """Move a date by `amount` of `unit` (d, wd, w, m); months clamp to the month's end.

    Raises `OverflowError` or `ValueError` where the calendar ends.
    """
    if unit == "wd":
        return days.add(start, amount, counting)
    if unit == "m":
        return add_months(start, amount)
    days_each = 7 if unit == "w" else 1
    return start + timedelta(days=amount * days_each)


def days_after(start: date, days: int) -> date:
    """The day so many days later, or the last day there is, which may mean no end."""
    return start + timedelta(days=min(days, (date.max - start).days))


def monday_of(day: date) -> date:
    """The Monday on which a day's week begins."""
    return day - timedelta(days=day.weekday())


def add_months(start: date, months: int) -> date:
    """Give that day of a later month, or that month's last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def span_words(amount: int, unit: str) -> str:
    """`10 working days`, `6 weeks`, `1 month`."""
    return wording.count(amount, UNITS[unit].removesuffix("s").replace("-", " "))
