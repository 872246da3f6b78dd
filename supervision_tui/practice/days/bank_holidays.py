"""The bank holidays of a nation, year by year (practice facts, section 5).

Those of some decades stand in a table, which `make page` writes from the library that knows them;
only for other years is the library loaded, which takes a tenth of a second and 20 MB.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

TABLE = "bank_holidays.json"  # the names by the day, by the nation


class Nation(StrEnum):
    """A nation whose bank holidays count."""

    ENGLAND_AND_WALES = "england-and-wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


_SUBDIVISION = {
    Nation.ENGLAND_AND_WALES: "ENG",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}


def bank_holidays(nation: Nation, year: int) -> Mapping[date, str]:
    """Name the bank holidays of a year, by the day."""
    there = _in_table(nation).get(year)
    if there is None:
        there = told_by_library(nation, year)
    return there


@lru_cache
def told_by_library(nation: Nation, year: int) -> Mapping[date, str]:
    """Name them as the library has them, in order."""
    from holidays.countries.united_kingdom import UnitedKingdom

    found = UnitedKingdom(subdiv=_SUBDIVISION[nation], years=year, language="en_GB")  # type: ignore[no-untyped-call]
    return {day: _plain(name) for day, name in sorted(found.items()) if day.year == year}


@lru_cache
def _in_table(nation: Nation) -> Mapping[int, Mapping[date, str]]:
    """The bank holidays of the years in the table."""
    names = json.loads(files(__package__).joinpath(TABLE).read_text("utf-8"))[nation]
    years: dict[int, dict[date, str]] = defaultdict(dict)
    for words, name in names.items():
        day = date.fromisoformat(words)
        years[day.year][day] = name
    return dict(years)


def _plain(name: str) -> str:
    return name.removesuffix(" (substitute day)").removesuffix(" (observed)")
