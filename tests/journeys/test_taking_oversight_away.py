"""Oversight: from a figure to its records, an audit to the next agenda, a blind second grade, and
out of the vault.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from textual.pilot import Pilot

from supervision_tui.desk.audits.lines import audit_lines
from supervision_tui.desk.audits.practice_weeks import week_called
from supervision_tui.desk.data_protection.retention import files_held
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.supervision.agenda import next_agenda
from supervision_tui.screens.oversight import OversightScreen
from supervision_tui.screens.oversight.records import RecordsScreen
from supervision_tui.screens.session.signed import SignedScreen
from supervision_tui.screens.shared.encryption_fields import PLAIN
from supervision_tui.vault.store import Store
from supervision_tui.widgets.form import Form
from supervision_tui.widgets.labelled_text import LabelledText
from supervision_tui.widgets.rows import Rows
from tests.conftest import needs
from tests.exports.summaries import months, summary, write
from tests.journeys.test_thinking_and_learning import fill
from tests.screens.app_under_test import press, running, still


def screen_of(pilot: Pilot[Any]) -> OversightScreen:
    screen = pilot.app.screen
    assert isinstance(screen, OversightScreen)
    return screen


def shown(pilot: Pilot[Any]) -> str:
    return screen_of(pilot).plain_text()


async def test_a_figure_leads_to_its_records_and_these_to_where_they_are(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "8")
        screen_of(pilot).focus_on("summary/sessions.held")
        await press(pilot, "enter")
        records = app.screen
        assert isinstance(records, RecordsScreen)
        line = "Figure: Sessions held; Now: "
        await press(pilot, "enter")
        assert isinstance(app.screen, SignedScreen)
        await press(pilot, "escape", "escape")
        held = next(each for each in shown(pilot).splitlines() if each.startswith(line))
        assert f"Now: {len(records.lines)};" in held


async def test_another_period_changes_every_figure_and_one_that_ends_ahead_is_refused(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "8")
        before = shown(pilot)
        await press(pilot, "o")
        await fill(pilot, which="from one day to another", first="1 jan", last="31 dec 2026")
        await press(pilot, "ctrl+s")
        assert "still to come" in str(app.screen.query_one("#refusal").render())
        await fill(pilot, last="31 jan")
        await press(pilot, "ctrl+s")
        assert screen_of(pilot).shown.note() == "1 Jan 2026 to 31 Jan 2026"
        assert shown(pilot) != before


async def test_typed_days_are_the_period_whatever_was_named_before(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "8", "o")
        await fill(pilot, first="2025-09-01", last="2025-10-31")
        await press(pilot, "ctrl+s")
        assert screen_of(pilot).shown.note() == "1 Sep 2025 to 31 Oct 2025"
        await press(pilot, "o")
        assert isinstance(app.screen, Form)
        assert app.screen.values()["which"] == "from one day to another"
        await fill(pilot, which="the last 12 months")
        await press(pilot, "ctrl+s")
        assert screen_of(pilot).shown.note() == "3 Mar 2025 to 2 Mar 2026"


async def test_a_summary_that_would_tell_what_is_hidden_is_asked_about(
    demo_store: Store, tmp_path: Path
) -> None:
    """A day more than the summary before: what happened on that day could be worked out."""

    async def export(pilot: Pilot[Any], last: str) -> None:
        await press(pilot, "o")
        await fill(pilot, which="from one day to another", first="2026-01-01", last=last)
        await press(pilot, "ctrl+s", "x")
        await fill(pilot, audience="psw", form="json", closed=PLAIN, folder=str(tmp_path))
        await press(pilot, "ctrl+s")

    async with running(demo_store) as (app, pilot):
        await press(pilot, "8")
        await export(pilot, "2026-02-27")
        await export(pilot, "2026-02-28")
        assert isinstance(app.screen, Form)
        assert "in 1 day alone" in app.screen.spec.says
        await press(pilot, "ctrl+s")  # keep it back, as is proposed
        assert len(list(tmp_path.glob("oversight-*.json"))) == 1
        await press(pilot, "ctrl+s", "e", "ctrl+s")
        assert len(list(tmp_path.glob("oversight-*.json"))) == 2
        assert isinstance(app.screen, OversightScreen)


async def test_an_audit_with_lived_experience_left_blank_is_refused_and_keeps_what_was_typed(
    demo_store: Store, moment: Moment
) -> None:
    before = len(demo_store.run(audit_lines, moment))
    async with running(demo_store) as (app, pilot):
        await press(pilot, "8", "right", "n", "ctrl+s")
        await fill(
            pilot, child="C-1018", auditor="Audit lead", section_impact="r hard to see",
            grade="requires improvement",
            do="Write the week down", who="Otter Thimblewick", by="10wd", because="it is missing",
        )  # fmt: skip
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, Form)
        assert "lived experience" in str(app.screen.query_one("#refusal").render())
        assert len(demo_store.run(audit_lines, moment)) == before
        await press(pilot, "escape", "n", "ctrl+s")
        assert isinstance(app.screen, Form)
        assert app.screen.values()["section_impact"] == "r hard to see"
        await fill(pilot, section_lived_experience="g seen alone, draws the kitchen")
        await press(pilot, "ctrl+s")
        assert "C-1018" in screen_of(pilot).shown.about(screen_of(pilot).key)
    assert len(demo_store.run(audit_lines, moment)) == before + 1
    items = demo_store.run(next_agenda, "Otter Thimblewick", None, moment).agenda.items
    assert any("requires: Write the week down" in item.why for item in items)


async def test_a_second_grade_is_blind_until_it_is_given(demo_store: Store, moment: Moment) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "8", "right", "right", "right")
        first = next(
            each
            for each in demo_store.run(audit_lines, moment)
            if str(each.id) == screen_of(pilot).key
        )
        screen = screen_of(pilot)
        row = next(each for each in screen.shown.rows() if each.key == str(first.id))
        seen = (
            " ".join(cell.text for cell in row.cells) + screen.query_one(LabelledText).plain_text()
        )
        assert str(first.grade) not in seen
        assert not any(finding.words in seen for finding in first.findings.values())
        await press(pilot, "space")
        await fill(pilot, moderator="Somebody Else", grade="inadequate")
        await press(pilot, "ctrl+s")
        screen.focus_on(f"moderation/{first.id}")
        await still(pilot)
        assert f"{first.grade}" in screen_of(pilot).query_one(LabelledText).plain_text()
        assert app.is_running


@pytest.mark.outside
async def test_the_summary_leaves_encrypted_for_its_reader(
    demo_store: Store, tmp_path: Path
) -> None:
    identity = tmp_path / "key.txt"
    subprocess.run([needs("age-keygen"), "-o", identity], capture_output=True, check=True)
    recipient = next(
        line.split()[-1]
        for line in identity.read_text("utf-8").splitlines()
        if line.startswith("# public")
    )
    async with running(demo_store) as (app, pilot):
        await press(pilot, "8", "x")
        await fill(pilot, audience="psw", form="json", folder=str(tmp_path))
        await press(pilot, "ctrl+s")
        assert "Say how the file is closed" in str(app.screen.query_one("#refusal").render())
        await fill(pilot, closed="for an age key", recipient=recipient)
        await press(pilot, "ctrl+s")
        await still(pilot)
    written = list(tmp_path.glob("oversight-*.json.age"))
    assert len(written) == 1
    opened = subprocess.run(
        [needs("age"), "--decrypt", "-i", identity, written[0]], capture_output=True, check=True
    )
    assert json.loads(opened.stdout)["audience"] == "psw"


async def test_many_teams_are_shown_as_one_and_nothing_of_them_is_kept(
    unchanged_demo: Store, tmp_path: Path
) -> None:
    folder = write(
        tmp_path / "in",
        *(
            summary(n, month, {"sessions": 20 + n, "held_share": (0.8, 20)})
            for n in (1, 2)
            for month in months(12)
        ),
    )
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "8", "!roll_up")
        await fill(pilot, folder=str(folder))
        await press(pilot, "ctrl+s")
        await still(pilot)
        assert screen_of(pilot).shown.NAME == "authority"
        assert "Sessions planned for the period; Now: 43" in shown(pilot)
        assert "What to know" in shown(pilot)
        assert (
            "no exact counts were opened" in screen_of(pilot).query_one(LabelledText).plain_text()
        )
        assert "Team 1" in shown(pilot)
        await press(pilot, "!roll_up")
        await fill(pilot, folder=str(tmp_path / "nowhere"))
        await press(pilot, "ctrl+s")
        assert "There is no file nowhere" in str(app.screen.query_one("#refusal").render())
        for impossible in ("~nobody-of-that-name/x", "n" * 300):
            await fill(pilot, folder=impossible)
            await press(pilot, "ctrl+s")
            assert "There is no file" in str(app.screen.query_one("#refusal").render())
        await fill(pilot, folder=str(folder), identity=str(folder))
        await press(pilot, "ctrl+s")
        await still(pilot)
        assert "cannot be read; check its name" in str(app.screen.query_one("#refusal").render())


async def test_a_sentence_of_the_first_page_says_its_rule_and_leads_to_its_records(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "8")
        screen = screen_of(pilot)
        assert screen.key == "know 0"
        sentence = " ".join(screen.query_one(LabelledText).plain_text().split())
        assert "One child in five was not discussed in time" in sentence
        assert re.search(r"worse, and outside the range of the \d+ months before", sentence)
        await press(pilot, "enter")
        assert isinstance(app.screen, RecordsScreen)
        numbers = re.search(r"(\d+) of \d+\)", sentence)
        assert numbers is not None
        assert len(app.screen.lines) == int(numbers[1])


async def test_what_the_period_has_not_judged_stands_apart(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (_, pilot):
        await press(pilot, "8")
        screen_of(pilot).focus_on("summary/not judged")
        await still(pilot)
        facts = screen_of(pilot).query_one(LabelledText).plain_text()
        assert "Sessions planned for the last day, still to come" in facts
        assert "the time of these was not over on the last day of the period" in facts


async def test_a_decision_asked_stands_on_the_exported_page_with_what_became_of_it(
    demo_store: Store, tmp_path: Path
) -> None:
    async with running(demo_store) as (_, pilot):
        await press(pilot, "8", "!add_to_page")
        await fill(pilot, kind="decision asked")
        await press(pilot, "ctrl+s")
        await fill(pilot, says="Fill the vacant post", who="Head of service", by="10wd")
        await press(pilot, "ctrl+s")
        await still(pilot)
        assert "Fill the vacant post (Head of service)" in shown(pilot)
        await press(pilot, "space")
        await fill(pilot, outcome="agreed in panel")
        await press(pilot, "ctrl+s")
        await still(pilot)
        await press(pilot, "x")
        await fill(pilot, audience="head-of-service", form="markdown", closed=PLAIN,
                   folder=str(tmp_path))  # fmt: skip
        await press(pilot, "ctrl+s")
        await still(pilot)
    (made,) = tmp_path.glob("*.md")
    page = made.read_text("utf-8")
    assert "## Decisions asked" in page
    assert (
        "| Fill the vacant post | Head of service, by Mon 16 Mar 2026 | agreed in panel |" in page
    )


async def test_a_practice_week_opens_its_audits_and_exports_its_report_with_the_answers(
    demo_store: Store, tmp_path: Path
) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "8")
        week = demo_store.run(week_called, "Winter practice week")
        screen_of(pilot).focus_on(f"weeks/{week}")
        await press(pilot, "enter")
        assert isinstance(app.screen, RecordsScreen)
        assert len(app.screen.lines) == 8
        await press(pilot, "escape", "space")
        await fill(pilot, question="Were you asked?", answered="9", yes="7", words="We were.")
        await press(pilot, "ctrl+s")
        await still(pilot)
        await press(pilot, "x")
        await fill(pilot, form="markdown", folder=str(tmp_path))
        await press(pilot, "ctrl+s")
        await still(pilot)
    (made,) = tmp_path.glob("practice-week-*.md")
    assert "| families | Were you asked? | 7 of 9 | We were. |" in made.read_text("utf-8")


async def test_the_action_tracker_is_exported_as_a_workbook(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    async with running(demo_store) as (_, pilot):
        await press(pilot, "8", "right", "right", "x")
        await fill(pilot, form="xlsx", folder=str(tmp_path))
        await press(pilot, "ctrl+s")
        await still(pilot)
    (made,) = tmp_path.glob("action-tracker-*.xlsx")
    rows = CalamineWorkbook.from_path(made).get_sheet_by_name("All actions").to_python()
    required = [
        action.text for each in demo_store.run(audit_lines, moment) for action in each.actions
    ]
    assert {text for row in rows for text in row} >= set(required)


async def test_what_is_held_is_erased_only_once_whom_is_typed(
    demo_store: Store, moment: Moment
) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "8", "left")
        key = screen_of(pilot).key
        await press(pilot, "delete")
        await fill(pilot, confirm=key.removeprefix("child "), reason="a court has ordered it")
        await press(pilot, "ctrl+s")
        assert "a second person decides" in str(app.screen.query_one("#refusal").render())
        await fill(pilot, confirm="somebody", second="Ines Marsh")
        await press(pilot, "ctrl+s")
        assert "nothing was erased" in str(app.screen.query_one("#refusal").render())
        await fill(pilot, confirm=key.removeprefix("child "))
        await press(pilot, "ctrl+s")
        await still(pilot)
        assert screen_of(pilot).query_one(Rows).key != f"held/{key}"
    assert key.removeprefix("child ") not in [
        each.key for each in demo_store.run(files_held, moment)
    ]


async def test_on_an_empty_vault_every_list_says_what_would_be_there(store: Store) -> None:
    async with running(store) as (app, pilot):
        await press(pilot, "8")
        for _ in range(7):
            screen = screen_of(pilot)
            assert (
                screen.plain_text() == app.running.fill(screen.shown.EMPTY)
                or screen.shown.NAME == "summary"
            )
            await press(pilot, "enter", "right")
