"""Days as people type them: `today`, `14 apr`, `monday 7th`, `14/4/2026`, `end of next week`.

Day first, always.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from .spans import add_months

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = tuple(name.lower() for name in calendar.month_name)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2}|\d{4}))?\.?")
_NAMED = re.compile(
    r"(?:([a-z]+),? )?(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: of)? ?([a-z]+)\.?,?(?: (\d{4}))?"
)
_MONTH_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{4}))?")
_END_OF_MONTH = re.compile(r"(?:the )?end of (?:the |this |(next ))?month")
_END_OF_WEEK = re.compile(r"(?:the )?end of (?:the |this |(next ))?week")
_MIDDLE_OF = re.compile(r"mid(?:dle of)?[ -]([a-z]{3,})(?: (\d{4}))?")
_DAY_OF_MONTH = re.compile(r"(?:(?!the )([a-z]+),? )?(?:the )?(\d{1,2})(?:st|nd|rd|th)")
_MIDDLE = 15
_END_OF = re.compile(r"(?:the )?end of ([a-z]{3,})(?: (\d{4}))?")
_AGO = re.compile(r"(\d{1,4}) ?(d|days?|w|wks?|weeks?) ago")
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_FRIDAY = 4


def read_day_words(typed: str, today: date) -> date | None:
    """The day that was typed; without a year the next such day.

    Nothing where these are no words for a day.

    Raises `ValueError` where the calendar has no such day.
    """
    if typed in _NEAR:
        return today + timedelta(days=_NEAR[typed])
    for read in (_read_end_of, _read_middle_of, _read_digits, _read_named, _read_day_of_month):
        found = read(typed, today)
        if found is not None:
            return found
    return None


def _read_end_of(typed: str, today: date) -> date | None:
    """The last day of this or the next month, the Friday of a week, the last of a named month."""
    if match := _END_OF_MONTH.fullmatch(typed):
        first = add_months(today.replace(day=1), bool(match[1]))
        return _last_of(first.year, first.month)
    if match := _END_OF_WEEK.fullmatch(typed):
        if match[1]:  # said at a weekend, it is the week that begins with the next Monday
            return today + timedelta(days=7 - today.weekday() + _FRIDAY)
        return today + timedelta(days=(_FRIDAY - today.weekday()) % 7)
    match = _END_OF.fullmatch(typed)
    month = month_index(match[1]) if match else None
    if not match or not month:
        return None
    if match[2]:
        return _last_of(int(match[2]), month)
    return _last_of(today.year + (month < today.month), month)


def _read_middle_of(typed: str, today: date) -> date | None:
    """The fifteenth of a named month, the next one where no year is said."""
    match = _MIDDLE_OF.fullmatch(typed)
    month = month_index(match[1]) if match else None
    if not match or not month:
        return None
    return _with_year(_MIDDLE, month, match[2], today)


def _read_day_of_month(typed: str, today: date) -> date | None:
    """The next day with that number: `7th`, `monday 7th`; whether that is a Monday is not asked."""
    match = _DAY_OF_MONTH.fullmatch(typed)
    if not match or (match[1] and weekday_index(match[1]) is None):
        return None
    day = int(match[2])
    for ahead in range(3):  # no two months in a row are without a 31st
        first = add_months(today.replace(day=1), ahead)
        if day <= _last_of(first.year, first.month).day and first.replace(day=day) >= today:
            return first.replace(day=day)
    raise ValueError("no such day")


def _read_digits(typed: str, today: date) -> date | None:
    if match := _ISO.fullmatch(typed):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _SLASHED.fullmatch(typed):
        return _with_year(int(match[1]), int(match[2]), match[3], today)
    return None


def _read_named(typed: str, today: date) -> date | None:
    """A day whose month is a word, after its number or before it."""
    if match := _MONTH_FIRST.fullmatch(typed):
        month = month_index(match[1])
        return _with_year(int(match[2]), month, match[3], today) if month else None
    match = _NAMED.fullmatch(typed)
    month = match and month_index(match[3])
    if not match or not month or (match[1] and weekday_index(match[1]) is None):
        return None
    return _with_year(int(match[2]), month, match[4], today)


def read_past_day_words(typed: str, today: date) -> date | None:
    """The day of something that has happened: `fri` is the last one or today, or `3 days ago`.

    Nothing where these are no such words.
    """
    if match := _AGO.fullmatch(typed):
        days_each = 7 if match[2].startswith("w") else 1
        days = int(match[1]) * days_each
        return today - timedelta(days=days)
    words = typed.split()
    index = None
    if words and words[:-1] in ([], ["last"], ["on"]):
        index = weekday_index(words[-1])
    if index is None:
        return None
    back = (today.weekday() - index) % 7
    return today - timedelta(days=back or 7 * (words[0] == "last"))


def next_weekday(index: int, today: date) -> date:
    """The next day of that name after today."""
    return today + timedelta(days=(index - today.weekday() - 1) % 7 + 1)


def weekday_index(word: str) -> int | None:
    """Tell which day of the week a word begins to say, Monday 0."""
    if len(word) < 3:
        return None
    return next((n for n, name in enumerate(WEEKDAYS) if name.startswith(word)), None)


def month_index(word: str) -> int | None:
    """Tell which month a word begins to say, January 1."""
    if len(word) < 3:
        return None
    word = "sep" if word == "sept" else word
    return next((n for n, name in enumerate(_MONTHS) if name and name.startswith(word)), None)


def _last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def as_typed(on: date, today: date) -> str:
    """A date as a manager would type it, and as it reads back."""
    if today <= on < add_months(today, 12):
        return f"{on.day} {on:%b}".lower()
    return on.isoformat()


def _with_year(day: int, month: int, year: str | None, today: date) -> date:
    if year:
        century = 2000 if len(year) == 2 else 0
        return date(int(year) + century, month, day)
    for ahead in range(9):  # 29 February comes within eight years
        if month == 2 and day == 29 and not calendar.isleap(today.year + ahead):
            continue
        found = date(today.year + ahead, month, day)
        if found >= today:
            return found
    raise ValueError("no such day")
