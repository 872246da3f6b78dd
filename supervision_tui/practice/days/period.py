"""A period that the service is told about, and the two it is held against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from .spans import add_months

ANY_PERIOD = "period"  # of no length that has a word
_YEAR_BEGINS = 4  # April
_OF_A_TREND = {1: 12, 3: 4}  # periods, by their months
_UNITS = {1: "month", 3: "quarter", 12: "year"}  # by their months


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both counted."""

    first: date
    last: date

    def holds(self, on: date) -> bool:
        """Tell whether a day lies in it."""
        return self.first <= on <= self.last

    @property
    def months(self) -> int:
        """So many whole months from its first day on; 0 where it is no number of whole months."""
        number = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        for each in (number, number + 1):
            if each > 0 and months_from(self.first, each) == self:
                return each
        return 0

    @property
    def unit(self) -> str:
        """The word for its length: `month`, `quarter`, `year`; of any other it is a `period`."""
        return _UNITS.get(self.months, ANY_PERIOD)

    @property
    def is_longer_than_a_month(self) -> bool:
        """Tell whether it goes on after a month from its first day."""
        return self.last >= add_months(self.first, 1)

    @property
    def is_named(self) -> bool:
        """Tell whether it is a month, a quarter or a council's year."""
        return self in (month_of(self.first), quarter_of(self.first), year_of(self.first))

    def before(self) -> Period:
        """The calendar period before: a quarter before a quarter, January before February.

        Before a period of other days that of as many days.
        """
        if self.months:
            return months_from(add_months(self.first, -self.months), self.months)
        length = self.last - self.first
        return Period(self.first - length - timedelta(days=1), self.first - timedelta(days=1))

    def alike(self) -> list[Period]:
        """The periods of a trend of its own kind that ends with it: twelve months, four quarters.

        Of a year, or of other days, it and the one before.
        """
        number = _OF_A_TREND.get(self.months, 2)
        periods = [self]
        while len(periods) < number:
            periods.insert(0, periods[0].before())
        return periods

    def after_months(self, number: int) -> list[Period]:
        """So many months that end the day before it begins, and then itself."""
        firsts = [add_months(self.first, -back) for back in range(number, -1, -1)]
        months = [Period(first, day - timedelta(days=1)) for first, day in pairwise(firsts)]
        return [*months, self]

    def a_year_earlier(self) -> Period:
        """Give the period of the same days last year."""
        if self.months:
            return months_from(add_months(self.first, -12), self.months)
        return Period(add_months(self.first, -12), add_months(self.last, -12))

    def overlaps(self, other: Period) -> bool:
        """Tell whether they share a day."""
        return self.first <= other.last and other.first <= self.last


def months_from(first: date, number: int) -> Period:
    """So many months from a day on."""
    return Period(first, add_months(first, number) - timedelta(days=1))


def month_of(on: date) -> Period:
    """The month in which a day lies."""
    return months_from(on.replace(day=1), 1)


def last_months(number: int, today: date) -> Period:
    """So many months up to and with that day."""
    return Period(add_months(today, -number) + timedelta(days=1), today)


def quarter_of(on: date) -> Period:
    """The quarter of the year in which a day lies."""
    return months_from(date(on.year, on.month - (on.month - 1) % 3, 1), 3)


def year_of(on: date) -> Period:
    """The year of councils in which a day lies: April to March."""
    year = on.year if on.month >= _YEAR_BEGINS else on.year - 1
    return months_from(date(year, _YEAR_BEGINS, 1), 12)
