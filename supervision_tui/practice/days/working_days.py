"""Working days: not Saturday, Sunday, Christmas Day, Good Friday or a bank holiday (practice facts,
section 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from .bank_holidays import Nation, bank_holidays

_DAY = timedelta(days=1)


class Counting(StrEnum):
    """A convention of day 1: the day after the trigger, or the trigger itself."""

    DAY_AFTER = "day-after"
    SAME_DAY = "same-day"


@dataclass(slots=True)
class WorkingDays:
    """A calendar of one nation, with the days on which a service is closed besides."""

    nation: Nation = Nation.ENGLAND_AND_WALES
    extra_closed: frozenset[date] = frozenset()
    counting: Counting = Counting.DAY_AFTER
    # Of thousands of children the same days are asked for again and again.
    _added: dict[tuple[date, int, Counting], date] = field(
        default_factory=dict, repr=False, compare=False
    )

    def why_closed(self, on: date) -> str | None:
        """The name of the holiday or closed weekday, or nothing on a working day."""
        holiday = self._holidays(on.year).get(on)
        if holiday:
            return holiday
        if on.weekday() >= 5:
            return f"{on:%A}"
        if on in self.extra_closed:
            return "closed day"
        return None

    def is_working(self, on: date) -> bool:
        """Tell whether people are at work."""
        return (
            on.weekday() < 5 and on not in self._holidays(on.year) and on not in self.extra_closed
        )

    def add(self, trigger: date, working_days: int, counting: Counting | None = None) -> date:
        """The day that is `working_days` after the trigger (before it, where negative).

        Raises `OverflowError` where the calendar ends before the count does.
        """
        day_one = counting or self.counting
        key = trigger, working_days, day_one
        if key not in self._added:
            self._added[key] = self._count(trigger, working_days, day_one)
        return self._added[key]

    def _count(self, trigger: date, working_days: int, counting: Counting) -> date:
        step = _DAY if working_days >= 0 else -_DAY
        left = abs(working_days)
        on = trigger
        if counting is Counting.SAME_DAY and left and self.is_working(on):
            left -= 1
        while left:
            on += step
            left -= self.is_working(on)
        return on

    def between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and with `end`.

        0 where `end` is not later.
        """
        if end <= start:
            return 0
        days = (end - start).days
        weeks, rest = divmod(days, 7)
        total = weeks * 5 + sum((start + _DAY * (n + 1)).weekday() < 5 for n in range(rest))
        return total - sum(
            start < day <= end for day in self._closed_weekdays(start.year, end.year)
        )

    def on_or_before(self, on: date) -> date:
        """The last working day that is not after `on`."""
        while not self.is_working(on):
            on -= _DAY
        return on

    def on_or_after(self, on: date) -> date:
        """The first working day that is not before `on`."""
        while not self.is_working(on):
            on += _DAY
        return on

    def holidays_between(self, start: date, end: date) -> list[str]:
        """Names of the weekday holidays after `start` and before or on `end`, in order."""
        names = []
        for year in range(start.year, end.year + 1):
            for day, name in sorted(self._holidays(year).items()):
                if start < day <= end and day.weekday() < 5:
                    names.append(name)
        return names

    def _closed_weekdays(self, first_year: int, last_year: int) -> Iterable[date]:
        for year in range(first_year, last_year + 1):
            yield from (day for day in self._holidays(year) if day.weekday() < 5)
        for day in self.extra_closed:
            if day.weekday() < 5 and day not in self._holidays(day.year):
                yield day

    def _holidays(self, year: int) -> Mapping[date, str]:
        return bank_holidays(self.nation, year)
