"""Consultations, training and development, readiness, responses looked at again.

And the search of their text.
"""

from __future__ import annotations

from alembic import op

from supervision_tui.vault.migrations import run_script
from supervision_tui.vault.migrations.searched_table import SearchedTable

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_FIRST_CHILD = "(SELECT min(child_id) FROM consultation_child WHERE consultation_id = row.{key})"
_OF_CONSULTATION = "(SELECT {column} FROM consultation WHERE id = row.consultation_id)"
_RESPONSE = SearchedTable(
    "response", "pressure_response", ("row.text", "row.told", "row.helped_words"),
    ("NULL", "row.worker_id", "NULL", "row.given_on"),
)  # fmt: skip
_SEARCHED = (
    _RESPONSE,
    SearchedTable(
        "clinician",
        "clinician",
        ("row.name", "row.discipline", "row.reached"),
        ("NULL", "NULL", "NULL", "row.recorded_on"),
    ),
    SearchedTable(
        "consultation",
        "consultation",
        (
            "row.theme",
            "row.question",
            "row.asked_by",
            "row.came",
            "row.hypotheses",
            "row.strengths",
            "row.outcome_words",
            "row.close_reason",
            "row.consent",
        ),
        (_FIRST_CHILD.format(key="id"), "row.worker_id", "NULL", "row.requested_on"),
    ),
    SearchedTable(
        "recommendation",
        "recommendation",
        ("row.text", "row.reason"),
        (
            _FIRST_CHILD.format(key="consultation_id"),
            _OF_CONSULTATION.format(column="worker_id"),
            "NULL",
            _OF_CONSULTATION.format(column="coalesce(held_on, requested_on)"),
        ),
    ),
    SearchedTable(
        "training",
        "training_booking",
        ("row.title",),
        ("NULL", "row.worker_id", "NULL", "row.recorded_on"),
    ),
    SearchedTable(
        "cpd",
        "cpd_piece",
        ("row.title", "row.learned"),
        ("NULL", "row.worker_id", "NULL", "row.on_date"),
    ),
    SearchedTable(
        "goal",
        "development_goal",
        ("row.text", "row.outcome", "row.course"),
        ("NULL", "row.worker_id", "NULL", "row.set_on"),
    ),
    SearchedTable(
        "readiness",
        "readiness_date",
        ("row.note",),
        about=("NULL", "row.worker_id", "NULL", "row.recorded_on"),
        key="row.worker_id || ' ' || row.kind || ' ' || row.id",
        only="row.note <> ''",
    ),
    SearchedTable(
        "duty",
        "duty_return",
        ("row.what",),
        ("NULL", "row.worker_id", "NULL", "row.on_date"),
        only="row.what <> ''",
    ),
)
# A consultation is written before its children are named: its entry follows each of them.
_CHILD_NAMED = """
CREATE TRIGGER search_consultation_child_{event} AFTER {event} ON consultation_child
BEGIN UPDATE search_entry SET child_id = (SELECT min(child_id) FROM consultation_child
                                          WHERE consultation_id = {row}.consultation_id)
      WHERE kind = 'consultation' AND source = {row}.consultation_id; END
"""


def upgrade() -> None:
    """Change the tables."""
    for event in ("insert", "delete", "update"):
        op.execute(f"DROP TRIGGER search_response_{event}")
    run_script("0005_learning_and_consultation.sql")
    op.execute("DELETE FROM search_entry WHERE kind = 'response'")
    for table in _SEARCHED:
        for statement in table.statements():
            op.execute(statement)
    for event, row in (("insert", "new"), ("delete", "old")):
        op.execute(_CHILD_NAMED.format(event=event, row=row))


def downgrade() -> None:
    """A vault is never taken back to an older version."""
    raise RuntimeError("a vault is never taken back to an older version")
