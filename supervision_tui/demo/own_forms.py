"""The demo's forms: actions and clauses agreed with workers, grades that two auditors settled."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from supervision_tui.practice.audit import Grade
from supervision_tui.practice.policy.council_forms import FormKind
from supervision_tui.records import (
    Audit,
    PersonalAction,
    PersonalRecord,
    SupervisionAgreement,
    SupervisionSession,
)

from .story import Story


class _Told(NamedTuple):
    """An action: its section, what, whether the worker does it, working days until it is due."""

    section: str
    what: str
    is_workers: bool
    days: int
    is_done: bool


_ACTIONS = (
    _Told("workload", "Free Thursday mornings for court statements", False, 10, False),
    _Told("learning", "Shadow a pre-proceedings meeting", True, 30, False),
    _Told("wellbeing", "Ask about the desk by the window", False, 5, True),
)
_AGREED = {
    "worker": "I bring the two children I think about most.",
    "manager": "Say it when I rush, and ask me twice.",
    "power": "I am the only Welsh speaker here; do not hand me every Welsh family.",
    "before": "A manager who read the file beforehand. Not: supervision in a car.",
}
_WITH_CLAUSES = (2, 5)  # workers, by number
_SETTLED = 2  # of the audits in which the grades differ


def tell_own_forms(story: Story) -> None:
    """Tell what workers and manager agreed, beside the records of their sessions."""
    _actions(story)
    _clauses(story)
    _settled_grades(story)


def _actions(story: Story) -> None:
    """Of the latest personal record of each of the first workers one action."""
    latest: dict[int, dict[str, Any]] = {}
    for row in story.rows[PersonalRecord]:
        latest[row["worker_id"]] = row
    for told, worker_id in zip(_ACTIONS, sorted(latest), strict=False):
        session_id = latest[worker_id]["session_id"]
        held = story.rows[SupervisionSession][session_id - 1]
        on = held.get("held_on") or held["planned_on"]
        due = story.policy.days.add(on, told.days)
        state, outcome, closed = "open", "", None
        if told.is_done:
            state, outcome, closed = "done", "Moved on the Monday after.", min(due, story.today)
        owner = story.worker_name(worker_id) if told.is_workers else "team manager"
        story.add(
            PersonalAction,
            worker_id=worker_id,
            session_id=session_id,
            section=told.section,
            text=told.what,
            owner=owner,
            due_on=due,
            due_time="",
            given_on=on,
            state=state,
            outcome=outcome,
            closed_on=closed,
        )


def _clauses(story: Story) -> None:
    """Two workers have agreed on the clauses, too."""
    form = story.policy.form(FormKind.AGREEMENT)
    clauses = {
        each.id: {
            "title": each.title,
            "words": each.clause,
            "asks": each.asks,
            "answer": _AGREED.get(each.id, ""),
        }
        for each in form.sections
    }
    for row in story.rows[SupervisionAgreement]:
        row |= {"form": "", "clauses": "{}"}
        if row["worker_id"] in _WITH_CLAUSES:
            row |= {"form": form.id, "clauses": json.dumps(clauses, ensure_ascii=False)}


def _settled_grades(story: Story) -> None:
    """Of a few audits graded twice, and differently, the two auditors agreed on one grade."""
    settled = 0
    for row in story.rows[Audit]:
        row |= {"no_action_because": "", "agreed_grade": "", "agreed_on": None, "agreed_words": ""}
        second = row.get("moderated_grade", "")
        if Grade(row["grade"]).is_good:
            row["no_action_because"] = "What is weak was talked over, and is in hand."
        if second in ("", row["grade"]) or settled == _SETTLED:
            continue
        settled += 1
        agreed_on = min(row["moderated_on"], story.today)
        words = "Read together: the voice of the child decides."
        row |= {"agreed_grade": second, "agreed_on": agreed_on, "agreed_words": words}
