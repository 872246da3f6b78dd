"""The names of the children by reference, for lists, read again only where one may have changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from supervision_tui.vault.change_feed import Changed, seen_by
from supervision_tui.vault.plain_sql import Rows, rows_of

if TYPE_CHECKING:
    from sqlmodel import Session


def child_names_in(rows: Rows) -> dict[str, str]:
    """The name of each child who has one, by reference."""
    found = rows("SELECT ref, name FROM child WHERE name <> ''")
    return {str(ref): str(name) for ref, name in found}


def child_names_since(session: Session, seen: int) -> tuple[Mapping[str, str] | None, int]:
    """The names again where a child was changed since so many changes, and how many there are now.

    Nothing where none was.
    """
    changes = seen_by(session)
    if not _touches_a_child(changes[seen:]):
        return None, len(changes)
    return child_names_in(rows_of(session)), len(changes)


def _touches_a_child(changes: Collection[Changed]) -> bool:
    """Tell whether any of these changes may have changed a child's own row."""
    for change in changes:
        if change.rows is None or any(table == "child" for table, _values in change.rows):
            return True
    return False
