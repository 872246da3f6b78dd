"""A period that the service is told about, and the two it is held against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .spans import add_months


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both counted."""

    first: date
    last: date

    def holds(self, on: date) -> bool:
        """Tell whether a day lies in it."""
        return self.first <= on <= self.last

    def before(self) -> Period:
        """The period of the same length just before."""
        length = self.last - self.first
        return Period(self.first - length - timedelta(days=1), self.first - timedelta(days=1))

    def a_year_earlier(self) -> Period:
        """Give the period of the same days last year."""
        return Period(add_months(self.first, -12), add_months(self.last, -12))

    def overlaps(self, other: Period) -> bool:
        """Tell whether they share a day."""
        return self.first <= other.last and other.first <= self.last


def last_months(number: int, today: date) -> Period:
    """So many months up to and with that day."""
    return Period(add_months(today, -number) + timedelta(days=1), today)


def quarter_of(on: date) -> Period:
    """The quarter of the year in which a day lies."""
    first = date(on.year, on.month - (on.month - 1) % 3, 1)
    return Period(first, add_months(first, 3) - timedelta(days=1))
