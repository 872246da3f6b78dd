"""Today as the vault keeps it for the next start, by plain statements: no record is loaded for it.

It is shown again if nothing has been journalled since but the care of the vault itself, the day is
the same, and so are the rules. Each change of a record is journalled in its own transaction, so
none is missed.
"""

from __future__ import annotations

from datetime import date

from supervision_tui.vault.journal import is_only_care, last_entry
from supervision_tui.vault.plain_sql import Rows

from .kept_form import to_json_text
from .view import TodayView

_TODAY = "today"


def keep_today(rows: Rows, view: TodayView, rules: str, entry: int) -> None:
    """Keep what Today shows for the next start, with the rules and journal entry it rests on."""
    if last_entry(rows) == entry:
        kept = (
            "INSERT OR REPLACE INTO kept_view (name, on_date, rules, entry, body) VALUES (?, "
            "?, ?, ?, ?)"
        )
        rows(kept, _TODAY, view.as_of.isoformat(), rules, entry, to_json_text(view))


def kept_today(rows: Rows, on: date, rules: str) -> str:
    """Work out Today on that day by those rules, in its kept form.

    Empty where none is kept or it is void.
    """
    found = rows(
        "SELECT entry, body FROM kept_view WHERE name = ? AND on_date = ? AND rules = ?",
        _TODAY,
        on.isoformat(),
        rules,
    )
    if not found:
        return ""
    entry, body = found[0]
    if is_only_care(rows, entry):
        return str(body)
    return ""


def forget_today(rows: Rows) -> None:
    """Forget Today as it was kept: it may name somebody who is to be forgotten."""
    rows("DELETE FROM kept_view")
