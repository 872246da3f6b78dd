"""The table of bank holidays that the app reads, generated from the library: `make page`."""

from __future__ import annotations

import json
from pathlib import Path

from supervision_tui.practice.days import bank_holidays
from supervision_tui.practice.days.bank_holidays import TABLE, Nation, told_by_library

FILE = Path(bank_holidays.__file__).with_name(TABLE)
YEARS = range(1990, 2061)  # of children's births, up to the reviews of the youngest


def table() -> str:
    """Write the table: of each nation the names by the day."""
    nations = {nation: _days(nation) for nation in Nation}
    return json.dumps(nations, indent=0) + "\n"


def _days(nation: Nation) -> dict[str, str]:
    found: dict[str, str] = {}
    for year in YEARS:
        found |= {str(day): name for day, name in told_by_library(nation, year).items()}
    return found


if __name__ == "__main__":
    FILE.write_text(table(), "utf-8")
