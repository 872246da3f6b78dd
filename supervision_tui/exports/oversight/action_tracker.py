"""The action tracker as a document: all that audits require, whose, by when, done or not, in time,
with what shows it; then by theme.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from supervision_tui.desk.audits.actions import ActionCounts, TrackedAction, by_theme, counts_of
from supervision_tui.exports.documents.document import (
    SENSITIVE,
    Column,
    Document,
    Kind,
    Section,
    Table,
    Value,
    day_text,
)
from supervision_tui.practice.wording import count, full_day

from .publish import version_line


def action_tracker(actions: Sequence[TrackedAction], scope: str, on: date) -> Document:
    """The tracker of a team, as on a day."""
    return Document(
        title="Actions that audits require",
        name=f"action-tracker-{on.isoformat()}",
        stamp=(
            ("Scope", scope),
            ("As on", full_day(on)),
            ("Made by", version_line()),
        ),
        sections=[
            Section("Where they stand", key="standing", says=[where_they_stand(actions, on)]),
            Section("All actions", key="actions", table=_all(actions, on)),
            Section("By theme", key="themes", table=themes_table(by_theme(actions, on))),
        ],
        marking=SENSITIVE,
        notes=[
            "An action is done in time where it was done by its day. What is not due yet is open.",
            "An action counts under each theme of its audit.",
            "It is about the work, never about a person.",
        ],
    )


def where_they_stand(actions: Sequence[TrackedAction], on: date) -> str:
    """Count in a sentence what became of actions."""
    found = counts_of(actions, on)
    more = f"; {found.withdrawn} withdrawn" if found.withdrawn else ""
    return (
        f"{count(found.required, 'action')} required: {found.done} done, {found.in_time} of them "
        f"in time; {found.open} open, {found.late} of them late{more}."
    )


def _all(actions: Sequence[TrackedAction], on: date) -> Table:
    columns = (
        Column("about"),
        Column("audit"),
        Column("action"),
        Column("whose"),
        Column("by"),
        Column("state"),
        Column("ended on"),
        Column("what shows it"),
    )
    rows = [
        (
            Value(each.about),
            Value(f"{each.kind}, {full_day(each.audited_on)}"),
            Value(each.action.text),
            Value(each.action.owner),
            day_text(each.action.due),
            Value(each.state_on(on)),
            day_text(each.action.closed_on),
            Value(each.evidence),
        )
        for each in actions
    ]
    return Table("Every action, the late ones first", columns, rows)


def themes_table(found: Sequence[ActionCounts]) -> Table:
    """The actions by the theme of their audit."""
    columns = (
        Column("theme"),
        *(Column(name, Kind.NUMBER) for name in ("required", "done", "in time", "open", "late")),
    )
    rows = [
        (
            Value(each.theme),
            *(
                Value(str(number), number)
                for number in (each.required, each.done, each.in_time, each.open, each.late)
            ),
        )
        for each in found
    ]
    return Table("Actions by the theme of their audit", columns, rows)
