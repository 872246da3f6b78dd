"""Every refusal of a form leads to its field: a date, a time, a number, a name, a word that is
missing.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from textual.widgets import Input

from supervision_tui.desk.moment import Refused
from supervision_tui.practice.policy.council_forms import FormKind
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.practice.vocabulary import AuditKind
from supervision_tui.vault.store import Store
from supervision_tui.widgets.form import Form

from .app_under_test import press, running, still

DESK = Path(__file__).parents[2] / "supervision_tui" / "desk"

WHOLE = {"do": "Ring", "who": "Ada", "by": "fri", "because": "she is away"}
CASE_FILE = default_policy().form(FormKind.AUDIT, AuditKind.CASE_FILE)
FOUND = {criterion.field_name: "g seen alone" for criterion in CASE_FILE.sections}
AUDIT = {"child": "C-1001", "auditor": "Ada", "grade": "good", "on": "today", **FOUND}
# The keys to a form, what is typed into its fields, and the field in which the focus is after
# ctrl+s.
FORMS = {
    "a time of a session": (("2", "n"), {"on": "fri", "time": "25 o'clock"}, "time"),
    "a day of a session": (("2", "n"), {"on": "31/2"}, "on-input"),
    "the time of a move": (("2", "m"), {"on": "fri", "time": "9.99", "reason": "court"}, "time"),
    "a day of an audit": (
        ("8", "right", "n", "ctrl+s"),
        {"child": "C-1001", "auditor": "Ada", "grade": "good", "on": "31/2"},
        "on",
    ),
    "who audits": (
        ("8", "right", "n", "ctrl+s"),
        {"child": "C-1001", "auditor": "", "on": "today"},
        "auditor",
    ),
    "the child of an audit": (
        ("8", "right", "n", "ctrl+s"),
        {"child": "C-9999", "grade": "good", "auditor": "Ada"},
        "child",
    ),
    "why a child is red": (("3", "v"), {"reason": ""}, "reason"),
    "a course": (("6", "right", "n"), {"course": ""}, "course"),
    "the worker of a booking": (
        ("6", "right", "n"),
        {"worker": "Nobody Here", "course": "Court"},
        "worker",
    ),
    "the day of a booking": (("6", "right", "n"), {"course": "Court", "on": "someday"}, "on"),
    "the question of a consultation": (("5", "n"), {"question": ""}, "question"),
    "a worker's share": (("7", "e"), {"fte": "9"}, "fte"),
    "a worker's minutes": (("7", "e"), {"minutes": "900"}, "minutes"),
    "a worker's interval": (("7", "e"), {"interval": "900"}, "interval"),
    "a worker's start": (("7", "e"), {"starts_on": "someday"}, "starts_on"),
    "a period": (("8", "o"), {"first": "someday", "which": "from one day to another"}, "first"),
    "why a case is given away": (("3", "a"), {"worker": "Nobody Here"}, "worker"),
    "when it was given": (("3", "d"), {**WHOLE, "given": "31 feb 22:40"}, "given"),
    "when it was given, in other words": (
        ("3", "d"),
        {**WHOLE, "given": "some day 22:40"},
        "given",
    ),
    "when it was given, still to come": (("3", "d"), {**WHOLE, "given": "1 apr 22:40"}, "given"),
    "the end of terms for a time": (
        ("2", "!terms"),
        {"reason": "probation", "note": "", "ends": ""},
        "ends",
    ),
    "who does what an audit requires": (
        ("8", "right", "n", "ctrl+s"),
        {**AUDIT, "do": "Ring", "who": "", "by": "fri"},
        "who",
    ),
    "by when an audit requires it": (
        ("8", "right", "n", "ctrl+s"),
        {**AUDIT, "do": "Ring", "who": "Ada", "by": ""},
        "by-input",
    ),
    "who else is in a group": (
        ("2", "S"),
        {"kind": "group", "others": "Heather Hollowbrook, Nobody Here"},
        "others",
    ),
    "the text of a note": (("3", "n"), {"text": " "}, "text"),
}


@pytest.mark.parametrize("name", FORMS)
async def test_a_refusal_leads_to_the_field_it_is_about(demo_store: Store, name: str) -> None:
    keys, typed, leads_to = FORMS[name]
    async with running(demo_store) as (app, pilot):
        await press(pilot, *keys)
        form = app.screen
        assert isinstance(form, Form), name
        form.fill(typed)
        form.set_focus(list(form.query("Input, TextArea, Choice"))[-1])
        await still(pilot)
        await press(pilot, "ctrl+s")
        assert app.screen is form
        assert app.focused is not None and app.focused.id == f"field-{leads_to}", form.query_one(
            "#refusal"
        ).render()


async def test_the_correction_of_a_time_replaces_it(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "2", "m")
        form = app.screen
        assert isinstance(form, Form)
        form.fill({"on": "fri", "time": "25:00", "reason": "court"})
        await press(pilot, "ctrl+s", "1", "0", "colon", "0", "0")
        assert form.query_one("#field-time", Input).value.startswith("10")
        assert form.query_one("#field-reason", Input).value == "court"


# what no field of a form can put right: the record is closed, gone, or in another state
_NO_FIELD = (
    "already", "no longer", "not here", "closed", "signed", "nothing to", "held", "still to come",
    "first",
    "is over", "No absence", "records that", "no child to draw", "no record", "is open", "each of",
    "No session", "is here",
    "is reviewed", "is due on", "was not discussed", "Say which child", "Only a", "Only a course",
    "hang on", "yet",
    "stops", "minutes.", "attended", "newer response", "This session is", "record that afterwards",
    "It was only",
    "is not open", "was read in", "be undone", "not undone", "on hold", "legal hold",
)  # fmt: skip


def test_every_refusal_of_the_desk_knows_its_field_or_that_there_is_none() -> None:
    unsaid = []
    for path in sorted(DESK.rglob("*.py")):
        source = path.read_text("utf-8")
        for node in ast.walk(ast.parse(source)):
            if not (isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)):
                continue
            call = node.exc
            if getattr(call.func, "id", "") != Refused.__name__ or any(
                k.arg in ("field", "typed") for k in call.keywords
            ):
                continue
            says = ast.get_source_segment(source, call.args[0]) or ""
            if not any(words in says for words in _NO_FIELD):
                unsaid.append(f"{path.name}: {says}")
    assert unsaid == []
