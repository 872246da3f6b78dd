"""A table of records: the triggers that note which of its rows were touched, and as what they stood
before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supervision_tui.vault.record_seals import content_of

_NOTE = """INSERT INTO unsealed (kind, id, before) SELECT '{table}', {row}.id, {before}
WHERE NOT EXISTS (SELECT 1 FROM unsealed WHERE kind = '{table}' AND id = {row}.id)"""


def touch_triggers(table: str, columns: Sequence[str]) -> Iterator[str]:
    """The triggers of a table with these columns.

    A migration that adds one drops them and makes them anew.
    """
    inserted = _NOTE.format(table=table, row="new", before="NULL")
    before = _NOTE.format(table=table, row="old", before=content_of(columns, "old"))
    yield f"CREATE TRIGGER touched_{table}_insert AFTER INSERT ON {table} BEGIN {inserted}; END"
    yield (
        f"CREATE TRIGGER touched_{table}_update AFTER UPDATE ON {table} BEGIN {before}; "
        f"{inserted}; END"
    )
    yield f"CREATE TRIGGER touched_{table}_delete AFTER DELETE ON {table} BEGIN {before}; END"
