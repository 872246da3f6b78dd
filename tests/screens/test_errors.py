"""An error in what a key does is told and the screen stays.

What cannot go on ends with everything kept.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.widgets import TextArea

from supervision_tui.app.app import SupervisionApp
from supervision_tui.desk.drafts import find_draft
from supervision_tui.runtime.running import RunsSupervision
from supervision_tui.screens.shared.help import HelpScreen
from supervision_tui.system.clock import Clock
from supervision_tui.system.event_log import Event, log
from supervision_tui.vault.store import Store
from supervision_tui.widgets.form import Form
from supervision_tui.widgets.text_field import TextField
from tests.conftest import examples

from .app_under_test import QuietApp, press, running, still, typed, until

SAYS = "That did not work. Nothing you typed is lost."
MARKER = "Quillfeather"


def fault(*_given: Any) -> None:
    """What a key does, with an error in it whose words are from a record."""
    raise ValueError(MARKER)


async def in_a_text(pilot: Pilot[Any]) -> TextArea:
    """Open the form of a consultation, the focus in its question."""
    await press(pilot, "5", "n")
    question = pilot.app.screen.query(TextArea).first()
    pilot.app.screen.set_focus(question)
    await still(pilot)
    return question


async def test_undo_goes_back_to_where_the_scroll_bar_goes_away(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (_, pilot):
        question = await in_a_text(pilot)
        for _ in range(15):
            await typed(pilot, "short")
            await press(pilot, "enter")
        assert question.show_vertical_scrollbar
        while question.text:
            await press(pilot, "ctrl+z")
        assert not question.show_vertical_scrollbar
        for _ in range(30):
            await press(pilot, "ctrl+y")
        assert question.text == "short\n" * 15


async def test_a_paste_of_several_paragraphs_is_taken_back(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        question = await in_a_text(pilot)
        app.post_message(Paste("one\n\ntwo\n\nthree\n\nfour\n\n"))
        await still(pilot)
        assert question.text.count("\n") == 8
        await press(pilot, "ctrl+z")
        assert question.text == ""


class OneField(App[None], RunsSupervision):
    """A single field of five lines."""

    CSS = "TextField { height: 5; width: 20; }"

    def compose(self) -> ComposeResult:
        yield TextField("", soft_wrap=True, compact=True)


KEYS = (
    "a",
    "enter",
    "ctrl+z",
    "ctrl+y",
    "backspace",
    "ctrl+k",
    "ctrl+a",
    "up",
    "home",
    "shift+up",
    "ctrl+u",
    "delete",
)


@given(st.lists(st.sampled_from(KEYS), min_size=20, max_size=80))
@examples(20)
async def test_no_row_of_keys_breaks_a_text(keys: list[str]) -> None:
    app = OneField()
    app.running = SupervisionApp(None, Clock()).running
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        field = app.query_one(TextField)
        assert field.cursor_location[0] < field.document.line_count


async def test_an_error_in_an_action_is_told_and_the_screen_stays(
    unchanged_demo: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SupervisionApp, "action_choose_theme", fault)
    async with running(unchanged_demo) as (app, pilot):
        app.may_fail = True
        before = app.screen
        await press(pilot, "ctrl+o")
        assert app.said[-1] == SAYS
        assert app.screen is before
        await press(pilot, "3")
        assert app.current_mode == "review"


@pytest.mark.parametrize(
    ("owner", "name", "keys"),
    [
        (TextField, "on_paste", ("paste",)),  # in the handler of a field
        (TextField, "_on_key", ("x",)),
        # In the handler of a message that a key brings about.
        (Form, "on_text_area_changed", ("x",)),
        (Form, "_hand_over", ("ctrl+s",)),  # in a worker
    ],
)
async def test_an_error_anywhere_behind_a_key_is_told_and_the_form_stays(
    unchanged_demo: Store,
    monkeypatch: pytest.MonkeyPatch,
    owner: type,
    name: str,
    keys: tuple[str, ...],
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        app.may_fail = True
        question = await in_a_text(pilot)
        await typed(pilot, "kept")
        form = app.screen
        with monkeypatch.context() as broken:
            broken.setattr(owner, name, fault, raising=False)
            for key in keys:
                app.post_message(
                    Paste("x") if key == "paste" else Key(key, key if len(key) == 1 else None)
                )
            await still(pilot)
        assert app.said[-1] == SAYS
        assert app.screen is form
        app.screen.set_focus(question)
        await typed(pilot, " on")
        assert question.text.startswith("kept") and question.text.endswith(" on")
        await press(pilot, "escape")
        assert app.screen is not form


@pytest.mark.parametrize("name", ["compose", "on_mount"])
async def test_a_screen_that_cannot_be_made_is_left(
    unchanged_demo: Store, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(HelpScreen, name, fault)
    async with running(unchanged_demo) as (app, pilot):
        app.may_fail = True
        before = app.screen
        await press(pilot, "question_mark")
        assert app.screen is before
        assert app.said[-1] == SAYS
        await press(pilot, "3")
        assert app.current_mode == "review"


async def test_what_cannot_be_drawn_ends_the_app_and_what_is_typed_is_kept(
    demo_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = ""
    with pytest.raises(ValueError, match=MARKER):  # handed on to tests alone
        async with running(demo_store) as (app, pilot):
            await press(pilot, "3", "n")
            await typed(pilot, "not lost")
            assert isinstance(app.screen, Form)
            key = app.screen.spec.draft_key
            monkeypatch.setattr(QuietApp, "draws_every_frame", True)
            monkeypatch.setattr(TextField, "render_line", fault)
            app.screen.query_one(TextField).refresh()
            await until(pilot, lambda: app.has_crashed and not app._running)
    assert "not lost" in (demo_store.run(find_draft, key) or "")


def test_the_log_takes_a_place_in_the_code_and_no_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    log(Event.FAILED, at="keys_in_order.py:26")
    log(Event.FAILED, at=f"{MARKER} was away")
    written = next(tmp_path.rglob("events.log")).read_text()
    assert " an action failed 1 keys_in_order.py:26\n" in written
    assert MARKER not in written
