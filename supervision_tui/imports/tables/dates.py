"""Dates as councils' systems write them: as cells, as serial numbers, and in all the forms of
text.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from supervision_tui.desk.names import DASHES
from supervision_tui.practice.days.spans import FIRST_YEAR, LAST_YEAR

from .cells import CellWrong, text


class DateOrder(StrEnum):
    """The part of `11/03/2025` that comes first in a file."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class StandsForNone(CellWrong):
    """A date that systems write where there is none: 1 January 1900, 31 December 9999."""


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS_IN_FULL = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november",
    "december", "sept",
)  # fmt: skip
_TIME = r"""(?:[T ,]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})
    (?:[:.]\d{2}(?:[.,:]\d{1,9})?)?\s*(?P<half>[ap]\.?m\.?)?
(?:\s*-\s*\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?)?)?\s*(?P<zone>Z|UTC|GMT|BST|[+-]\d{2}:?\d{2})?"""
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_FORMS = tuple(
    re.compile(_WEEKDAY + form + _TIME, re.IGNORECASE | re.VERBOSE)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[-\ ./]*(?:of\ )?(?P<name>[a-z]{3,9})\.?,?[-\ "
        r"./]*(?P<year>\d{4}|\d{2})",
        r"(?P<name>[a-z]{3,9})\.?[-\ ]+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?[-\ ]+(?P<year>\d{4})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:T?\d{6})?",
    )
)
_UNIX = re.compile(
    r"[a-z]{3} (?P<name>[a-z]{3}) (?P<day>\d{1,2}) [\d:]{8} (?:[a-z]{3,4} )?(?P<year>\d{4})",
    re.IGNORECASE,
)
_SLASHED = re.compile(
    _WEEKDAY + r"(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<year>\d{4}|\d{2})" + _TIME,
    re.IGNORECASE | re.VERBOSE,
)
_ZERO = re.compile(
    r"0{1,4}(?:[-/.]0{1,4}){2}.*|0{1,2}/\d{1,2}/1900.*|\d{1,2}/0{1,2}/1900.*|1900-01-00.*|"
    r"0?0:00(?::00)?|12:00(?::00)? ?am",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"-?\d{1,7}(?:\.\d+)?")
_DAY_ZERO = date(1899, 12, 30)  # of a spreadsheet
_FIRST_SERIAL, _LAST_SERIAL = 7_000, 80_000  # from 1919 to 2119
_FIRST_COMPACT, _LAST_COMPACT = 17_530_101, 99_991_231  # numbers that are a date written together
_MONTHS_OF_A_YEAR = 12
_LAST_TWO_DIGITS = 68  # of a year: 68 is 2068, 69 is 1969
_FIRST_DAYS = {(1, 1), (1, 2), (12, 30), (12, 31)}
_STAND_INS = {date(1970, 1, 1), date(2079, 6, 6), date(1753, 1, 1), date(1601, 1, 1), date(1, 1, 1)}
_LAST_YEARS = {2099, 2199, 2299, 2399, 2499}
_FAR_YEAR = 2500  # from here on, the first or last days of a year stand for none


def day(value: object, order: DateOrder = DateOrder.DAY_FIRST) -> date | None:
    """Read a date from a date cell, a serial number or text; nothing from an empty cell.

    Raises `StandsForNone`, and `CellWrong` where it is no date.
    """
    if isinstance(value, date):  # an instant is one, too
        if isinstance(value, datetime):
            value = value.date()
        return _possible(value)
    if isinstance(value, bool):
        raise CellWrong("not a date")
    if isinstance(value, int | float):
        return _from_number(value)
    found = text(value).translate(DASHES)
    if not found:
        return None
    if _ZERO.fullmatch(found):
        raise StandsForNone("stands for no date")
    if _NUMBER.fullmatch(found):
        return _from_number(float(found))
    return _possible(_from_text(found, order))


def _from_text(found: str, order: DateOrder) -> date:
    slashed = _SLASHED.fullmatch(found)
    if slashed:
        if _may_stand_for_none(slashed):
            raise StandsForNone("stands for no date")
        parts = int(slashed["first"]), int(slashed["second"])
        day_of_month, month = parts if order is DateOrder.DAY_FIRST else reversed(parts)
        return _on_its_day(_made(_year(slashed["year"]), month, day_of_month), slashed)
    for form in _FORMS:
        match = form.fullmatch(found)
        if match:
            if "name" in form.groupindex:
                month = _month(match["name"])
            else:
                month = int(match["month"])
            return _on_its_day(_made(_year(match["year"]), month, int(match["day"])), match)
    unix = _UNIX.fullmatch(found)
    if unix:
        return _made(int(unix["year"]), _month(unix["name"]), int(unix["day"]))
    raise CellWrong("not a date")


def _made(year: int, month: int, day_of_month: int) -> date:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        raise CellWrong("there is no such date") from None


def _month(name: str) -> int:
    short = name[:3].casefold()
    if short not in MONTHS or not any(
        month.startswith(name.casefold()) for month in _MONTHS_IN_FULL
    ):
        raise CellWrong("not a date")
    return MONTHS.index(short) + 1


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    century = 2000 if year <= _LAST_TWO_DIGITS else 1900
    return year + century


def _on_its_day(on: date, match: re.Match[str]) -> date:
    """Give the day in England: an instant with a zone may fall on another day there.

    Midnight means the day itself.
    """
    if (
        not match["zone"]
        or not match["hour"]
        or (int(match["hour"]), int(match["minute"])) == (0, 0)
    ):
        return on
    hour = int(match["hour"]) % 24
    if match["half"]:
        half_day = 12 if match["half"][0] in "pP" else 0
        hour = hour % 12 + half_day
    try:
        instant = datetime.combine(on, time(hour, int(match["minute"])), _zone(match["zone"]))
        return instant.astimezone(ZoneInfo("Europe/London")).date()
    except (ValueError, OverflowError, ZoneInfoNotFoundError):
        return on


def _zone(written: str) -> timezone:
    if written.upper() == "BST":
        return timezone(timedelta(hours=1))
    if written[0] not in "+-":
        return UTC
    digits = written[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    signed = offset
    if written[0] == "-":
        signed = -offset
    return timezone(signed)


def _from_number(value: float) -> date | None:
    if -2 < value < 3:
        raise StandsForNone("stands for no date")
    if _FIRST_COMPACT <= value <= _LAST_COMPACT and value == int(value):
        written = int(value)
        return _possible(_made(written // 10_000, written // 100 % 100, written % 100))
    try:
        found = _DAY_ZERO + timedelta(days=int(value))
    except (OverflowError, ValueError):
        raise CellWrong("not a date") from None
    if _stands_for_none(found) and value > _FIRST_SERIAL:
        raise StandsForNone("stands for no date")
    if not _FIRST_SERIAL < value < _LAST_SERIAL:
        raise CellWrong("not a date")
    return found


def _possible(found: date) -> date:
    if _stands_for_none(found):
        raise StandsForNone("stands for no date")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellWrong("a year that cannot be right")
    return found


def _stands_for_none(found: date) -> bool:
    if found in _STAND_INS:
        return True
    if (found.month, found.day) not in _FIRST_DAYS:
        return False
    return 1899 <= found.year <= 1901 or found.year in _LAST_YEARS or found.year >= _FAR_YEAR


def order_of(values: Iterable[object]) -> DateOrder | None:
    """Tell the order in which a column's dates are written, by those that exist in one order only.

    Nothing where none of them tells. As many that exist month first only as day first only: month
    first is told, so that a person is asked; so it is where hours stand beside as American servers
    write them, `1/3/2025 12:00:00 AM`. A date that stands for none tells nothing.
    """
    day_first = month_first = american = 0
    for value in values:
        match = _SLASHED.fullmatch(value.strip()) if isinstance(value, str) else None
        if match is None or _may_stand_for_none(match):
            continue
        first, second = int(match["first"]), int(match["second"])
        day_first += first > 12 >= second > 0
        month_first += second > 12 >= first > 0
        american += (
            match["half"] is not None and min(len(match["first"]), len(match["second"])) == 1
        )
    if not day_first:
        month_first += american
    if month_first and month_first >= day_first:
        return DateOrder.MONTH_FIRST
    if day_first:
        return DateOrder.DAY_FIRST
    return None


def _may_stand_for_none(match: re.Match[str]) -> bool:
    year, first, second = _year(match["year"]), int(match["first"]), int(match["second"])
    for month, day_of_month in ((first, second), (second, first)):
        try:
            if _stands_for_none(date(year, month, day_of_month)):
                return True
        except ValueError:
            continue
    return False


def is_in_doubt(value: object) -> bool:
    """Tell whether a cell of a column that is month first holds a date that could be another day.

    A date cell is in doubt, too: a spreadsheet that read such a file has swapped those that it
    could.
    """
    if isinstance(value, date):
        return value.day <= _MONTHS_OF_A_YEAR and value.day != value.month
    if not isinstance(value, str):
        return False
    match = _SLASHED.fullmatch(value.strip())
    return (
        match is not None and match["first"] != match["second"] and not _may_stand_for_none(match)
    )


def readings(value: object) -> list[date]:
    """Give the days that a date in doubt may be: day first, and month first."""
    if isinstance(value, date):
        return [value, date(value.year, value.day, value.month)]
    found = []
    for order in DateOrder:
        with contextlib.suppress(CellWrong):
            read = day(value, order)
            if read:
                found += [read]
    return found


def swapped(value: object) -> object:
    """Give a date cell whose day and month a spreadsheet has swapped as it was meant.

    Anything else as it is.
    """
    if isinstance(value, date) and is_in_doubt(value):
        return date(value.year, value.day, value.month)
    return value
