"""The action tracker: what became of each action, and how the themes stand."""

from __future__ import annotations

from datetime import date, timedelta

from supervision_tui.desk.audits.actions import NO_THEME, ActionCounts, by_theme, tracked_actions
from supervision_tui.desk.audits.lines import ActionLine, AuditLine
from supervision_tui.exports.documents.document import SENSITIVE
from supervision_tui.exports.documents.text import to_text
from supervision_tui.exports.oversight.action_tracker import action_tracker
from supervision_tui.practice.audit import Grade
from supervision_tui.practice.vocabulary import AuditKind, Urgency

TODAY = date(2026, 3, 16)


def action(text: str, due: int, closed: int | None = None, *, done: bool = False) -> ActionLine:
    """An action due so many days from today, and ended so many."""
    closed_on = None if closed is None else TODAY + timedelta(days=closed)
    return ActionLine(
        text,
        "Ada Finch",
        TODAY + timedelta(days=due),
        is_open=closed is None,
        state="open",
        direction_id=None,
        given_on=TODAY - timedelta(days=60),
        closed_on=closed_on,
        is_done=done,
        outcome="seen on file" if done else "",
    )


def audit(number: int, *actions: ActionLine, themes: tuple[str, ...] = ()) -> AuditLine:
    """An audit of a child that requires these."""
    return AuditLine(
        id=number,
        kind=AuditKind.CASE_FILE,
        child=f"C-{number}",
        worker_id=1,
        worker="Ada Finch",
        auditor="P. Marsh",
        on=TODAY - timedelta(days=60),
        grade=Grade.GOOD,
        findings={},
        titles={},
        summary="",
        actions=actions,
        learning_on=None,
        learning_held_on=None,
        learned="",
        moderator="",
        moderated_on=None,
        moderated_grade=None,
        moderated_words="",
        themes=themes,
        word="",
        urgency=Urgency.PLAIN,
    )


AUDITS = [
    audit(
        1,
        action("late", -3),
        action("done in time", -10, -12, done=True),
        action("done late", -20, -5, done=True),
        themes=("neglect", "voice"),
    ),
    audit(2, action("not due", 9), action("withdrawn", 2, -1), themes=("voice",)),
    audit(3, action("due today", 0)),
]


def test_late_actions_come_first_then_the_open_ones_by_their_day() -> None:
    found = tracked_actions(AUDITS, TODAY)
    assert [(each.action.text, each.state_on(TODAY)) for each in found] == [
        ("late", "3 d late"),
        ("due today", "open"),
        ("not due", "open"),
        ("done late", "done late"),
        ("done in time", "done in time"),
        ("withdrawn", "withdrawn"),
    ]
    assert [each.urgency_on(TODAY) for each in found[:2]] == [Urgency.LATE, Urgency.PLAIN]


def test_each_action_has_a_name_of_its_own() -> None:
    keys = [each.key for each in tracked_actions(AUDITS, TODAY)]
    assert len(set(keys)) == len(keys) == 6


def test_an_action_counts_for_each_theme_of_its_audit() -> None:
    themes = by_theme(tracked_actions(AUDITS, TODAY), TODAY)
    assert themes == [
        ActionCounts("voice", required=5, done=2, in_time=1, open=2, late=1),
        ActionCounts("neglect", required=3, done=2, in_time=1, open=1, late=1),
        ActionCounts(NO_THEME, required=1, done=0, in_time=0, open=1, late=0),
    ]


def test_the_document_says_where_they_stand_and_what_shows_it() -> None:
    document = action_tracker(tracked_actions(AUDITS, TODAY), "Assessment Team", TODAY)
    assert document.marking == SENSITIVE
    text = to_text(document)
    assert (
        "6 actions required: 2 done, 1 of them in time; 3 open, 1 of them late; 1 withdrawn."
        in text
    )
    assert "what shows it: seen on file" in text
    assert "- C-1 · audit: case file, Thu 15 Jan 2026 · action: late" in text
