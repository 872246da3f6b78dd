"""A table whose text is searched: the triggers that keep its entries of the search, made from one
description.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class SearchedTable(NamedTuple):
    """A table whose text is searched: what a row is about, and its text, as expressions."""

    kind: str
    table: str
    texts: tuple[str, ...]
    # Child, worker, session, day.
    about: tuple[str, str, str, str] = ("NULL", "NULL", "NULL", "NULL")
    key: str = "row.id"
    only: str = "1"

    def entry(self, row: str) -> str:
        """The values of its entry."""
        body = " || char(10) || ".join(f"coalesce({text}, '')" for text in self.texts)
        return ", ".join((f"'{self.kind}'", self.key, *self.about, body)).replace("row.", f"{row}.")

    def insert(self, row: str) -> str:
        """Puts the entry of one row into the search."""
        columns = "kind, source, child_id, worker_id, session_id, on_date, body"
        only = self.only.replace("row.", f"{row}.")
        return f"INSERT INTO search_entry({columns}) SELECT {self.entry(row)} WHERE {only}"

    def statements(self) -> Iterator[str]:
        """The triggers, and the rows that are there already."""
        source = self.key.replace("row.", "old.")
        remove = f"DELETE FROM search_entry WHERE kind = '{self.kind}' AND source = {source}"  # noqa: S608
        for event, work in (
            ("INSERT", (self.insert("new"),)),
            ("DELETE", (remove,)),
            ("UPDATE", (remove, self.insert("new"))),
        ):
            name = f"search_{self.kind.replace('-', '_')}_{event.lower()}"
            yield (
                f"CREATE TRIGGER {name} AFTER {event} ON {self.table} BEGIN {'; '.join(work)}; END"
            )
        head, _, only = self.insert(self.table).rpartition(" WHERE ")
        yield f"{head} FROM {self.table} WHERE {only}"


def texts_in(column: str) -> str:
    """Every text that a JSON column holds."""
    return f"(SELECT group_concat(atom, char(10)) FROM json_tree({column}) WHERE type = 'text')"  # noqa: S608
