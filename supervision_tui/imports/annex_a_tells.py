"""Events and plans of which the lists of Annex A can tell: by the columns that a file has and fills
in.
"""

from __future__ import annotations

from collections.abc import Mapping

from supervision_tui.practice.vocabulary import Plan

from .known_columns import ANNEX_A_EVENTS
from .tables.table import Table

LIST_OF_PLAN: dict[str, str] = {Plan.CLA: "8", Plan.CP: "7"}
TELL_OF_ABSENCE = frozenset({"list 3", "list 4"})
"""The lists of which a child who does not stand there was not referred, or not assessed."""
_LISTS_OF_PLANS: dict[str, str] = {**LIST_OF_PLAN, Plan.CARE_LEAVER: "9"}
_PLANS_OF_LIST_6 = (Plan.CIN, Plan.ASSESSMENT, Plan.EARLY_HELP)
_EVENT_OF_COLUMN = {"6 last_seen": "cin-visit-made", "8 plan_start": "looked-after"}


def event_of(number: str, column: str) -> str:
    """Give the event whose day stands in a column of a list; empty where none does."""
    itself = column if column in ANNEX_A_EVENTS else ""
    return _EVENT_OF_COLUMN.get(f"{number} {column}", itself)


def plans_told(tables: Mapping[str, list[Table]]) -> dict[str, str]:
    """Find the plans that these lists can tell a child no longer has, each with its list."""
    found = {
        str(plan): f"list {number}" for plan, number in _LISTS_OF_PLANS.items() if number in tables
    }
    if any(table.has("status") for table in tables.get("6", ())):
        found |= dict.fromkeys(map(str, _PLANS_OF_LIST_6), "list 6")
    return found


def events_told(tables: Mapping[str, list[Table]]) -> dict[str, str]:
    """Find the events of which the columns of this very file can tell, each with its list.

    A column in which nothing stands in many rows is one that the council does not fill in: it tells
    of nothing. That a conference is missing says nothing where no column says whether it was found
    unnecessary.
    """
    found: dict[str, str] = {}
    for number in sorted(tables):
        for table in tables[number]:
            for column in table.columns:
                event = event_of(number, column)
                needs = "unnecessary" if event == "icpc" else column
                if event and table.is_filled_in(column) and table.is_filled_in(needs):
                    found.setdefault(event, f"list {number}")
    return found
