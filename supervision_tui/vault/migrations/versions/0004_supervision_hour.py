"""The supervision hour, and the search of all text, kept by triggers on each table that holds
some.
"""

from __future__ import annotations

from alembic import op

from supervision_tui.vault.migrations import run_script
from supervision_tui.vault.migrations.searched_table import SearchedTable, texts_in

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


_DISCUSSION = (
    "voice",
    "own",
    "known",
    "not_known",
    "managers_view",
    "decision",
    "contingency",
    "pace",
)
_SOURCES = (
    SearchedTable(
        "child-ref", "child", ("row.ref",), ("row.id", "NULL", "NULL", "row.known_since")
    ),
    SearchedTable(
        "child-name",
        "child",
        ("row.name",),
        ("row.id", "NULL", "NULL", "row.known_since"),
        only="row.name <> ''",
    ),
    SearchedTable("worker", "worker", ("row.name",), ("NULL", "row.id", "NULL", "row.starts_on")),
    SearchedTable(
        "direction",
        "direction",
        ("row.text", "row.owner", "row.reason", "row.outcome", "row.lazy_reason"),
        ("row.child_id", "row.worker_id", "row.session_id", "row.given_on"),
    ),
    SearchedTable(
        "discussion",
        "case_discussion",
        (
            *(f"row.{name}" for name in _DISCUSSION),
            "row.not_discussed_because",
            texts_in("row.reflection"),
        ),
        (
            "row.child_id",
            "NULL",
            "row.session_id",
            "(SELECT coalesce(held_on, planned_on) FROM supervision_session WHERE id = "
            "row.session_id)",
        ),
    ),
    SearchedTable(
        "personal",
        "personal_record",
        ("row.wellbeing", "row.workload", "row.leave", "row.learning", "row.topics"),
        (
            "NULL",
            "row.worker_id",
            "row.session_id",
            "(SELECT coalesce(held_on, planned_on) FROM supervision_session WHERE id = "
            "row.session_id)",
        ),
    ),
    SearchedTable(
        "note",
        "case_note",
        ("row.text",),
        ("row.child_id", "NULL", "NULL", "substr(row.at, 1, 10)"),
    ),
    SearchedTable(
        "rating",
        "rag_entry",
        ("row.rag", "row.reason"),
        ("row.child_id", "NULL", "NULL", "row.on_date"),
    ),
    SearchedTable(
        "amendment",
        "amendment",
        ("row.text", "row.reason"),
        ("row.child_id", "NULL", "row.session_id", "substr(row.at, 1, 10)"),
    ),
    SearchedTable(
        "response",
        "pressure_response",
        ("row.text",),
        ("NULL", "row.worker_id", "NULL", "row.given_on"),
    ),
    SearchedTable(
        "acknowledgement",
        "acknowledgement",
        ("row.says", "row.words"),
        ("NULL", "NULL", "row.session_id", "row.said_on"),
    ),
    SearchedTable(
        "observation",
        "observation",
        ("row.observer", "row.seen", "row.strengths", "row.next_step"),
        ("NULL", "NULL", "row.session_id", "row.observed_on"),
    ),
    SearchedTable(
        "topic",
        "agenda_choice",
        ("row.text",),
        ("row.child_id", "NULL", "row.session_id", "NULL"),
        only="row.text <> ''",
    ),
    SearchedTable(
        "draft",
        "draft",
        (texts_in("row.body"),),
        about=("NULL", "NULL", "NULL", "substr(row.saved_at, 1, 10)"),
        key="row.key",
        only="row.key <> 'place' AND json_valid(row.body)",
    ),
)


def upgrade() -> None:
    """Change the tables."""
    run_script("0004_supervision_hour.sql")
    for source in _SOURCES:
        for statement in source.statements():
            op.execute(statement)


def downgrade() -> None:
    """A vault is never taken back to an older version."""
    raise RuntimeError("a vault is never taken back to an older version")
