"""The weekdays and hours at which somebody usually works, as typed: `mon-thu`, `9-17`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .typed_days import WEEKDAYS, weekday_index

_WEEKDAY_WORDS = re.compile(r"[\s,;/&]+|\band\b")
_SPAN = re.compile(r"\s*(?:-|–|\bto\b|\buntil\b)\s*")
_HOUR = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")
_MIDNIGHT = 24 * 60


@dataclass(frozen=True, slots=True)
class WorkingWeek:
    """Weekdays, Monday 0, and the hours between which somebody works, in minutes of the day.

    Without hours the whole day counts.
    """

    weekdays: frozenset[int] = frozenset(range(5))
    begins: int = 0
    ends: int = _MIDNIGHT

    @property
    def has_hours(self) -> bool:
        """Tell whether the hours are known."""
        return (self.begins, self.ends) != (0, _MIDNIGHT)

    def has_day(self, on: date) -> bool:
        """Tell whether that is one of the weekdays."""
        return on.weekday() in self.weekdays

    def has_time(self, begins: int, minutes: int) -> bool:
        """Tell whether so many minutes from that minute of the day lie within the hours."""
        return self.begins <= begins and begins + minutes <= self.ends


def read_weekdays(typed: str) -> frozenset[int]:
    """The weekdays that were typed, Monday 0. Raises `ValueError`."""
    found: set[int] = set()
    spans = _SPAN.sub("-", typed.strip().casefold())
    for part in filter(None, _WEEKDAY_WORDS.split(spans)):
        first, has_end, last = part.partition("-")
        begins = _weekday(first)
        ends = begins
        if has_end:
            ends = _weekday(last)
        if ends < begins:
            raise ValueError(part)
        found |= set(range(begins, ends + 1))
    if not found:
        raise ValueError(typed)
    return frozenset(found)


def read_hours(typed: str) -> tuple[int, int]:
    """The hours that were typed, from and to, in minutes of the day. Raises `ValueError`."""
    parts = _SPAN.split(typed.strip().casefold())
    if len(parts) != 2:
        raise ValueError(typed)
    begins, ends = _minute(parts[0]), _minute(parts[1])
    if not begins < ends <= _MIDNIGHT:
        raise ValueError(typed)
    return begins, ends


def weekdays_words(weekdays: frozenset[int]) -> str:
    """Weekdays in order, three or more in a row as a span: `Mon–Wed, Fri`."""
    runs: list[list[int]] = []
    for day in sorted(weekdays):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(_run_words(run) for run in runs)


def hours_words(begins: int, ends: int) -> str:
    """Hours as `09:00–17:30`."""
    return f"{time_words(begins)}–{time_words(ends)}"


def time_words(minute: int) -> str:
    """A minute of the day as `09:30`."""
    return f"{minute // 60:02}:{minute % 60:02}"


def minute_of_day(time: str) -> int:
    """The minute of the day of a time like `09:30`; midnight where none is agreed."""
    hour, _, minute = time.partition(":")
    if hour.isdecimal():
        return int(hour) * 60 + int(minute or 0)
    return 0


def _run_words(run: list[int]) -> str:
    names = [WEEKDAYS[day][:3].capitalize() for day in run]
    if len(run) > 2:
        return f"{names[0]}–{names[-1]}"
    return ", ".join(names)


def _weekday(word: str) -> int:
    index = weekday_index(word.removesuffix("."))
    if index is None:
        raise ValueError(word)
    return index


def _minute(typed: str) -> int:
    match = _HOUR.fullmatch(typed.strip())
    if not match or int(match[2] or 0) > 59:
        raise ValueError(typed)
    return int(match[1]) * 60 + int(match[2] or 0)
