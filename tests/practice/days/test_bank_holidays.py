"""The table of bank holidays says what the library says from which it is made."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from release.bank_holidays import FILE, YEARS, table
from supervision_tui.practice.days.bank_holidays import Nation, bank_holidays, told_by_library

_COUNTS = """
import sys
from datetime import date
from supervision_tui.practice.days.working_days import WorkingDays
print(WorkingDays().is_working(date({year}, 1, 1)), "holidays" in sys.modules)
"""


def test_the_table_is_that_of_the_library_that_is_installed() -> None:
    """Where it is not: `make page` writes it anew."""
    assert FILE.read_text("utf-8") == table()


@pytest.mark.parametrize("nation", Nation)
@pytest.mark.parametrize("year", [YEARS[0] - 1, YEARS[0], 2022, 2026, YEARS[-1], YEARS[-1] + 1])
def test_a_year_is_the_same_in_the_table_and_beyond_it(nation: Nation, year: int) -> None:
    assert bank_holidays(nation, year) == told_by_library(nation, year)


def test_a_holiday_has_its_name_and_a_nation_its_own() -> None:
    assert (
        bank_holidays(Nation.ENGLAND_AND_WALES, 2026)[date(2026, 8, 31)]
        == "Late Summer Bank Holiday"
    )
    assert bank_holidays(Nation.SCOTLAND, 2026)[date(2026, 8, 3)] == "Summer Bank Holiday"
    assert date(2026, 8, 31) not in bank_holidays(Nation.SCOTLAND, 2026)


@pytest.mark.parametrize(("year", "is_loaded"), [(2026, False), (2100, True)])
def test_the_library_is_loaded_for_years_beyond_the_table_alone(year: int, is_loaded: bool) -> None:
    said = subprocess.run(
        [sys.executable, "-c", _COUNTS.format(year=year)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert said.split() == ["False", str(is_loaded)]
