"""The supervision hour, and the search of all text, kept by triggers on each table that holds some."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from alembic import op

from supervision_tui.vault.migrations import run_script

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


class _Source(NamedTuple):
    """A table whose text is searched: what a row is about, and its text, as expressions over one row."""

    kind: str
    table: str
    texts: tuple[str, ...]
    about: tuple[str, str, str, str] = ("NULL", "NULL", "NULL", "NULL")  # child, worker, session, day
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
        remove = f"DELETE FROM search_entry WHERE kind = '{self.kind}' AND source = {self.key.replace('row.', 'old.')}"  # noqa: S608
        for event, work in (
            ("INSERT", (self.insert("new"),)),
            ("DELETE", (remove,)),
            ("UPDATE", (remove, self.insert("new"))),
        ):
            name = f"search_{self.kind.replace('-', '_')}_{event.lower()}"
            yield f"CREATE TRIGGER {name} AFTER {event} ON {self.table} BEGIN {'; '.join(work)}; END"
        head, _, only = self.insert(self.table).rpartition(" WHERE ")
        yield f"{head} FROM {self.table} WHERE {only}"


def _texts_in(column: str) -> str:
    """Every text that a JSON column holds."""
    return f"(SELECT group_concat(atom, char(10)) FROM json_tree({column}) WHERE type = 'text')"  # noqa: S608


_DISCUSSION = ("voice", "own", "known", "not_known", "managers_view", "decision", "contingency", "pace")
_SOURCES = (
    _Source("child-ref", "child", ("row.ref",), ("row.id", "NULL", "NULL", "row.known_since")),
    _Source("child-name", "child", ("row.name",), ("row.id", "NULL", "NULL", "row.known_since"), only="row.name <> ''"),
    _Source("worker", "worker", ("row.name",), ("NULL", "row.id", "NULL", "row.starts_on")),
    _Source(
        "direction", "direction", ("row.text", "row.owner", "row.reason", "row.outcome", "row.lazy_reason"),
        ("row.child_id", "row.worker_id", "row.session_id", "row.given_on"),
    ),
    _Source(
        "discussion", "case_discussion",
        (*(f"row.{name}" for name in _DISCUSSION), "row.not_discussed_because", _texts_in("row.reflection")),
        (
            "row.child_id", "NULL", "row.session_id",
            "(SELECT coalesce(held_on, planned_on) FROM supervision_session WHERE id = row.session_id)",
        ),
    ),
    _Source(
        "personal", "personal_record", ("row.wellbeing", "row.workload", "row.leave", "row.learning", "row.topics"),
        (
            "NULL", "row.worker_id", "row.session_id",
            "(SELECT coalesce(held_on, planned_on) FROM supervision_session WHERE id = row.session_id)",
        ),
    ),
    _Source("note", "case_note", ("row.text",), ("row.child_id", "NULL", "NULL", "substr(row.at, 1, 10)")),
    _Source("rating", "rag_entry", ("row.rag", "row.reason"), ("row.child_id", "NULL", "NULL", "row.on_date")),
    _Source(
        "amendment", "amendment", ("row.text", "row.reason"),
        ("row.child_id", "NULL", "row.session_id", "substr(row.at, 1, 10)"),
    ),
    _Source("response", "pressure_response", ("row.text",), ("NULL", "row.worker_id", "NULL", "row.given_on")),
    _Source(
        "acknowledgement", "acknowledgement", ("row.says", "row.words"),
        ("NULL", "NULL", "row.session_id", "row.said_on"),
    ),
    _Source(
        "observation", "observation", ("row.observer", "row.seen", "row.strengths", "row.next_step"),
        ("NULL", "NULL", "row.session_id", "row.observed_on"),
    ),
    _Source("topic", "agenda_choice", ("row.text",), ("row.child_id", "NULL", "row.session_id", "NULL"),
            only="row.text <> ''"),
    _Source(
        "draft", "draft", (_texts_in("row.body"),), ("NULL", "NULL", "NULL", "substr(row.saved_at, 1, 10)"), "row.key",
        "row.key <> 'place' AND json_valid(row.body)",
    ),
)  # fmt: skip


def upgrade() -> None:
    """Change the tables."""
    run_script("0004_supervision_hour.sql")
    for source in _SOURCES:
        for statement in source.statements():
            op.execute(statement)


def downgrade() -> None:
    """A vault is never taken back to an older version."""
    raise RuntimeError("a vault is never taken back to an older version")
