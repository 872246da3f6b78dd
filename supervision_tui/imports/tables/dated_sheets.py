"""Sheets that are states of one list, by the day or the month in their names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .dates import MONTHS
from .sheets import Sheet

_DATED = re.compile(
    r"(?P<year>20\d\d)[-_. ]?(?P<month>\d\d)[-_. ]?(?P<day>\d\d)|"
    rf"(?:(?P<day_first>\d{{1,2}})[-_. ])?(?P<name>{'|'.join(MONTHS)})[a-z]*[-_. "
    rf"']*(?P<of>20\d\d|\d\d)|"
    r"(?P<d>\d\d)[-_. ]?(?P<m>\d\d)[-_. ]?(?P<y>20\d\d)",
    re.IGNORECASE,
)


def newest_first(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Sort the sheets of one list that differ by the day in their names alone.

    Empty where they do not.
    """
    dated = [(_day_in(sheet), sheet) for sheet in sheets]
    days = {day for day, _ in dated}
    if (
        len(sheets) < 2
        or None in days
        or len(days) < len(sheets)
        or len({_undated(sheet) for sheet in sheets}) > 1
    ):
        return []
    return [sheet for _, sheet in sorted(dated, key=lambda each: each[0] or (), reverse=True)]


def _day_in(sheet: Sheet) -> tuple[int, int, int] | None:
    """Give year, month and day that a sheet's name holds, or else its file's.

    The day is 0 where none stands.
    """
    found = _DATED.search(sheet.name) or _DATED.search(sheet.file)
    if found is None:
        return None
    if found["name"]:
        return (
            int(found["of"]) % 100 + 2000,
            MONTHS.index(found["name"].lower()) + 1,
            int(found["day_first"] or 0),
        )
    return (
        int(found["year"] or found["y"]),
        int(found["month"] or found["m"]),
        int(found["day"] or found["d"]),
    )


def _undated(sheet: Sheet) -> tuple[str, str]:
    return _DATED.sub("", sheet.name), _DATED.sub("", sheet.file)
