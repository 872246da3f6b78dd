"""Decisions and discussions outside the hour; since when each record is on the council's system."""

from __future__ import annotations

from alembic import op

from supervision_tui.system.clock import Clock
from supervision_tui.vault.journal import head, note_on
from supervision_tui.vault.migrations import run_script
from supervision_tui.vault.migrations.sealed_table import touch_triggers
from supervision_tui.vault.migrations.searched_table import SearchedTable
from supervision_tui.vault.plain_sql import Rows, rows_over
from supervision_tui.vault.record_seals import seal_all

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_CHANGED = ("direction", "direction_date", "case_discussion", "consultation")
_SHRUNK = ("consultation",)  # and so sealed anew
_NEW = (
    "case_decision",
    "decision_child",
    "decision_participant",
    "decision_amendment",
    "file_entry",
)
_TEXTS = ("facts", "voice", "options", "decision", "reason")
_OF_DECISION = "(SELECT {} FROM case_decision WHERE id = row.decision_id)"
_FIRST_CHILD = "(SELECT min(child_id) FROM decision_child WHERE decision_id = row.decision_id)"
_ON = _OF_DECISION.format("date(held_at)")
_SEARCHED = (
    SearchedTable(
        "decision",
        "decision_child",
        tuple(_OF_DECISION.format(text) for text in _TEXTS),
        ("row.child_id", "NULL", "NULL", _ON),
        key="row.decision_id || ' ' || row.child_id",
    ),
    SearchedTable(
        "participant",
        "decision_participant",
        ("row.agency", "row.name"),
        (_FIRST_CHILD, "NULL", "NULL", _ON),
        key="row.decision_id || ' ' || row.id",
    ),
    SearchedTable(
        "decision-amendment",
        "decision_amendment",
        ("row.text", "row.reason"),
        (_FIRST_CHILD, "NULL", "NULL", "row.recorded_on"),
        key="row.decision_id || ' ' || row.id",
    ),
)


def upgrade() -> None:
    """Change the tables; what was said of consultations moves to where all records say it."""
    for table in _CHANGED:
        for event in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER touched_{table}_{event}")
    run_script("0012_decisions_and_files.sql")
    rows = rows_over(op.get_bind())
    for table in (*_CHANGED, *_NEW):
        for statement in touch_triggers(table, _columns(rows, table)):
            op.execute(statement)
    for source in _SEARCHED:
        for statement in source.statements():
            op.execute(statement)
    words = seal_all(rows, head(rows).count + 1, (*_SHRUNK, *_NEW))
    if words:
        note_on(rows, "seal records", "vault", words, at=Clock().now())


def _columns(rows: Rows, table: str) -> list[str]:
    return [row[1] for row in rows(f'PRAGMA table_info("{table}")')]


def downgrade() -> None:
    """A vault is never taken back to an older version."""
    raise RuntimeError("a vault is never taken back to an older version")
