"""The council's own forms: personal record, agreement, group session, observation, audit."""

from __future__ import annotations

from alembic import op

from supervision_tui.vault.migrations import run_script
from supervision_tui.vault.migrations.sealed_table import touch_triggers
from supervision_tui.vault.migrations.searched_table import SearchedTable, texts_in
from supervision_tui.vault.plain_sql import Rows, rows_over

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_CHANGED = ("personal_record", "worker", "supervision_agreement", "observation", "audit")
_NEW = ("personal_action", "session_guest", "group_record", "audit_amendment")
_HELD_ON = (
    "(SELECT coalesce(held_on, planned_on) FROM supervision_session WHERE id = row.session_id)"
)
# Those that are searched already, now with their sections.
_AGAIN = (
    SearchedTable(
        "personal",
        "personal_record",
        (
            "row.wellbeing", "row.workload", "row.leave", "row.learning", "row.topics",
            texts_in("row.sections"),
        ),
        ("NULL", "row.worker_id", "row.session_id", _HELD_ON),
    ),
    SearchedTable(
        "observation",
        "observation",
        (
            "row.observer", "row.seen", "row.strengths", "row.next_step",
            texts_in("row.sections"),
        ),
        ("NULL", "NULL", "row.session_id", "row.observed_on"),
    ),
)  # fmt: skip
_SEARCHED = (
    SearchedTable(
        "personal-action",
        "personal_action",
        ("row.text", "row.owner", "row.outcome"),
        ("NULL", "row.worker_id", "row.session_id", "row.given_on"),
    ),
    SearchedTable(
        "agreement",
        "supervision_agreement",
        (texts_in("row.clauses"),),
        ("NULL", "row.worker_id", "NULL", "row.starts_on"),
        only="row.clauses <> '{}'",
    ),
    SearchedTable(
        "group",
        "group_record",
        ("row.facilitator", "row.presenter", "row.for_whom", texts_in("row.sections")),
        ("NULL", "NULL", "row.session_id", _HELD_ON),
    ),
    SearchedTable(
        "guest",
        "session_guest",
        ("row.name", "row.role"),
        ("NULL", "NULL", "row.session_id", _HELD_ON),
    ),
    SearchedTable(
        "audit-amendment",
        "audit_amendment",
        ("row.text", "row.reason"),
        (
            "(SELECT child_id FROM audit WHERE id = row.audit_id)",
            "(SELECT worker_id FROM audit WHERE id = row.audit_id)",
            "NULL",
            "row.recorded_on",
        ),
        key="row.audit_id || ' ' || row.id",
    ),
)


def upgrade() -> None:
    """Change the tables; the search reads the sections, too."""
    for table in _CHANGED:
        for event in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER touched_{table}_{event}")
    for source in _AGAIN:
        for event in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER search_{source.kind}_{event}")
        op.execute(f"DELETE FROM search_entry WHERE kind = '{source.kind}'")  # noqa: S608
    run_script("0013_council_forms.sql")
    rows = rows_over(op.get_bind())
    for table in (*_CHANGED, *_NEW):
        for statement in touch_triggers(table, _columns(rows, table)):
            op.execute(statement)
    for source in (*_AGAIN, *_SEARCHED):
        for statement in source.statements():
            op.execute(statement)


def _columns(rows: Rows, table: str) -> list[str]:
    return [row[1] for row in rows(f'PRAGMA table_info("{table}")')]


def downgrade() -> None:
    """A vault is never taken back to an older version."""
    raise RuntimeError("a vault is never taken back to an older version")
