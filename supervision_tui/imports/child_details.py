"""Details of the child itself in a list of any kind: the name, and the day of birth, expected or
not.
"""

from __future__ import annotations

from datetime import date, timedelta

from supervision_tui.practice.children.dates_due import LONGEST_PREGNANCY_DAYS

from .tables import cells
from .tables.reading import Reading
from .tables.table import Row

_OLDEST_DAYS = 11_000  # some thirty years: a care leaver is at most 25
_WITHHELD = frozenset({
    "redacted", "removed", "anonymised", "withheld", "confidential", "restricted", "notknown",
    "unknown", "nk",
})  # fmt: skip


def child_name(row: Row) -> str | None:
    """Read a child's name, whole or in two columns; nothing where none stands."""
    whole = cells.text(row["name"])
    if not whole:
        whole = " ".join(filter(None, (cells.text(row["forename"]), cells.text(row["surname"]))))
    is_withheld = not any(sign.isalpha() for sign in whole) or cells.folded(whole) in _WITHHELD
    if is_withheld:
        return None
    return whole[: cells.LONGEST_NAME]


def born_or_expected(reading: Reading, row: Row, column: str) -> date | None:
    """Read a day of birth, or the day on which a birth is expected.

    One that lies too far ahead is left empty.
    """
    found = reading.day(row, column, may_come=True)
    if found is not None and found > reading.as_of + timedelta(days=LONGEST_PREGNANCY_DAYS):
        reading.tell(row, column, "lies too far ahead for a birth")
        return None
    if found is not None and found < reading.as_of - timedelta(days=_OLDEST_DAYS):
        reading.tell(row, column, "lies too far back for a child or a care leaver")
        return None
    return found
