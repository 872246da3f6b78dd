"""Importing on the screen: which teams, what the columns mean, how dates are written, what was not
taken, undoing.
"""

from __future__ import annotations

import csv
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.widgets import Static

from supervision_tui.configuration.settings import Settings
from supervision_tui.desk.children.review import review_card, review_list
from supervision_tui.desk.imports.teams import my_teams
from supervision_tui.desk.moment import Moment
from supervision_tui.screens.imports.attendance import show_attendance
from supervision_tui.screens.imports.columns import ColumnsScreen
from supervision_tui.screens.imports.kinds import ImportKind, kind_of
from supervision_tui.screens.imports.opening import show_preview
from supervision_tui.screens.imports.preview import ImportPreview
from supervision_tui.vault.store import Store
from supervision_tui.widgets.form import Form
from supervision_tui.widgets.rows import Rows
from tests.imports.files import child_6, list_6, written

from .app_under_test import QuietApp, press, running, still

Show = Callable[[App[Any], Path], Awaitable[bool]]
CASELOAD = (
    "child_ref,worker,team,plan",
    "C-1,Ada Quill,Harbour,cin",
    "C-2,Bo Lark,Quay,cp",
    "C-3,Bo Lark,Quay,banana",
)


def lines(app: QuietApp, name: str = "changes") -> list[list[str]]:
    return [
        [cell.text for cell in row.cells] for row in app.screen.query_one(f"#{name}", Rows)._rows
    ]


def counts(app: QuietApp) -> str:
    return str(app.screen.query_one("#counts", Static).content)


def refs(store: Store, moment: Moment) -> set[str]:
    return {line.ref for line in store.run(review_list, moment)}


async def test_of_several_teams_ones_own_are_ticked_and_remembered(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    path = written(tmp_path, *CASELOAD)
    async with running(store) as (app, pilot):
        await show_preview(app, path)
        await still(pilot)
        assert lines(app, "teams") == [["·", "Harbour", "1"], ["·", "Quay", "1"]]
        await press(pilot, "ctrl+s")
        assert any("Say which teams are yours first" in said for said in app.said)
        assert refs(store, moment) == set()
        await press(pilot, "j", "space")
        assert lines(app, "teams")[1][0] == "✓"
        assert counts(app).startswith("1 new · 0 moved")
        await press(pilot, "ctrl+s")
        assert refs(store, moment) == {"C-2"}
        assert store.run(my_teams) == {"quay"}
        await show_preview(app, path)
        await still(pilot)
        assert [row[0] for row in lines(app, "teams")] == ["·", "✓"]
        assert "1 unchanged" in counts(app)


async def test_the_preview_sums_up_on_top_and_what_was_not_taken_is_saved(
    store: Store, tmp_path: Path
) -> None:
    path = list_6(
        tmp_path,
        child_6("S1"),
        child_6("S2", "Closed"),
        child_6("S3", "banana"),
        "Total,3,,,,,,,",
        "Page 1 of 1",
    )
    async with running(store) as (app, pilot):
        await show_preview(app, path)
        await still(pilot)
        assert counts(app).startswith(
            "1 new · 0 moved · 0 changed · 0 not in file · 0 unchanged · 0 unallocated · "
            "3 left out (a total: 1, a page line: 1, closed: 1) · 1 rejected"
        )
        assert [row[0] for row in lines(app)] == [
            "rejected",
            "new",
            "left out",
            "left out",
            "left out",
        ]
        await press(pilot, "w")
        form = app.screen
        assert isinstance(form, Form)
        form.fill({"path": str(tmp_path / "not-taken.csv")})
        await press(pilot, "ctrl+s")
    saved = list(csv.reader((tmp_path / "not-taken.csv").read_text("utf-8-sig").splitlines()))
    assert [(row[1], row[2], row[-1]) for row in saved[1:]] == [
        ("4", "S3", "a case status that is not known"),
        ("5", "Total", "a total"),
        ("6", "Page 1 of 1", "a page line"),
        ("3", "S2", "closed"),
    ]


async def test_dates_that_seem_month_first_are_asked_about(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    path = list_6(
        tmp_path,
        child_6("S1", born="04/17/2015", start="10/25/2025", seen="02/20/2026"),
        child_6("S2", born="04/07/2015", start="11/03/2025"),
    )
    async with running(store) as (app, pilot):
        await show_preview(app, path)
        await still(pilot)
        assert lines(app)[0][0] == "dates?"
        await press(pilot, "space")
        assert "read month first" in lines(app)[0][2]
        await press(pilot, "ctrl+s")
        await still(pilot)
    assert str(store.run(review_card, "S2", moment).born) == "2015-04-07"


async def test_columns_that_are_not_known_are_said_once(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    path = written(tmp_path, "Nr;Wer;Art;Wo", "C-1;Ada Quill;cp;Harbour", "C-2;Bo Lark;cin;Harbour")
    async with running(store, settings=Settings(folder=tmp_path / "config")) as (app, pilot):
        await show_preview(app, path)
        await still(pilot)
        assert isinstance(app.screen, ColumnsScreen)
        await press(pilot, "ctrl+s")
        assert any(
            "Say first which column is the reference of the child" in said for said in app.said
        )
        for place, meaning in enumerate(
            ("reference of the child", "worker", "plan or status", "team")
        ):
            app.screen.query_one(Rows).cursor = place
            await press(pilot, "enter")
            form = app.screen
            assert isinstance(form, Form)
            form.fill({"meaning": meaning})
            await press(pilot, "ctrl+s")
        await press(pilot, "ctrl+s")
        form = app.screen
        assert isinstance(form, Form)
        form.fill({"name": "Ours"})
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, ImportPreview)
        await press(pilot, "ctrl+s")
        assert refs(store, moment) == {"C-1", "C-2"}
        await show_preview(app, path)
        await still(pilot)
        assert isinstance(app.screen, ImportPreview), "what was said is kept for the next time"
    assert (tmp_path / "config" / "imports" / "ours.toml").is_file()


@pytest.mark.parametrize("show", [show_preview, show_attendance])
async def test_whichever_list_is_chosen_is_read_as_what_it_is(
    show: Show, store: Store, tmp_path: Path
) -> None:
    attended = written(
        tmp_path, "worker,course,date,status", "Ada Quill,Court,2026-02-20,attended", name="a.csv"
    )
    caseload = written(tmp_path, *CASELOAD[:2])
    async with running(store) as (app, pilot):
        for path, kind in ((attended, ImportKind.TRAINING), (caseload, ImportKind.CASELOAD)):
            assert await show(app, path)
            await still(pilot)
            assert isinstance(app.screen, ImportPreview)
            assert kind_of(app.screen.file) is kind


async def test_names_are_pasted(store: Store, moment: Moment, tmp_path: Path) -> None:
    async with running(store) as (app, pilot):
        await show_preview(app, written(tmp_path, *CASELOAD[:2]))
        await still(pilot)
        await press(pilot, "ctrl+s")
        await app.run_action("import_names")
        await still(pilot)
        form = app.screen
        assert isinstance(form, Form)
        form.fill({"lines": "C-1, Zara Okafor, Okafor, 7 Apr 2015"})
        await press(pilot, "ctrl+s")
        assert lines(app) == [["changed", "C-1", "date of birth, name, family"]]
        await press(pilot, "ctrl+s")
    assert store.run(review_card, "C-1", moment).line.name == "Zara Okafor"


async def test_an_import_is_undone_after_a_question(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    async with running(store) as (app, pilot):
        await app.run_action("undo_import")
        await still(pilot)
        assert any("no import that can be undone" in said for said in app.said)
        await show_preview(app, written(tmp_path, *CASELOAD[:2]))
        await still(pilot)
        await press(pilot, "ctrl+s")
        assert refs(store, moment) == {"C-1"}
        await app.run_action("undo_import")
        await still(pilot)
        form = app.screen
        assert isinstance(form, Form)
        assert form.spec.title.startswith("Undo the import of caseload.csv")
        await press(pilot, "k", "ctrl+s")
        assert refs(store, moment) == {"C-1"}, "kept"
        await app.run_action("undo_import")
        await still(pilot)
        form = app.screen
        assert isinstance(form, Form)
        form.fill({"answer": "undo it"})
        await press(pilot, "ctrl+s")
    assert refs(store, moment) == set()


async def test_two_spellings_are_one_worker_on_the_managers_yes(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    path = written(
        tmp_path,
        CASELOAD[0],
        "C-1,Ada Quill,Harbour,cin",
        "C-2,Ms Ada Quill,Harbour,cin",
        "C-3,Ada Quill (10234),Harbour,cin",
    )
    async with running(store) as (app, pilot):
        await show_preview(app, path)
        await still(pilot)
        assert [row[0] for row in lines(app)[:2]] == ["same?", "same?"]
        await press(pilot, "space", "j", "space")
        assert "3 new" in counts(app)
        await press(pilot, "ctrl+s")
    assert {line.worker for line in store.run(review_list, moment)} == {"Ada Quill"}
