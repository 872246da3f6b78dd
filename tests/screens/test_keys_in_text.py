"""A text that names a command shows the key that is set, in the style that stood there."""

from __future__ import annotations

from textual.content import Content

from supervision_tui.app.app import SupervisionApp
from supervision_tui.configuration.settings import Settings
from supervision_tui.system.clock import Clock
from supervision_tui.vault.store import Store
from supervision_tui.widgets.keys_in_text import content_with_keys, with_keys
from supervision_tui.widgets.labelled_text import Label, LabelledText
from supervision_tui.widgets.text_styles import line

from .app_under_test import press, running

APP = SupervisionApp(None, Clock())


def test_keys_stand_in_a_text_as_they_are_set() -> None:
    own = SupervisionApp(None, Clock(), settings=Settings(keys={"undo": "f12"}))
    assert with_keys("‹undo› takes it back", APP) == "u takes it back"
    assert with_keys("‹undo› takes it back", own) == "f12 takes it back"


def test_the_styles_go_with_the_words_that_they_are_of() -> None:
    named = line(
        ("late", "late"),
        " · ",
        ("‹undo› takes it back, ‹palette› finds more", "quiet"),
        " and so on",
    )
    wanted = line(
        ("late", "late"), " · ", ("u takes it back, ctrl+p finds more", "quiet"), " and so on"
    )
    assert content_with_keys(named, APP) == wanted
    assert content_with_keys(named, APP).spans == wanted.spans


def test_a_text_that_names_none_stays_as_it_is() -> None:
    text = Content("‹ a quotation ›")
    assert content_with_keys(text, APP).plain == text.plain


async def test_what_a_record_says_is_shown_to_the_letter(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "3")
        facts = app.screen.query_one(LabelledText)
        said: list[Label] = [("said", line("She wrote ‹undo› on the wall."))]
        facts.show(said, to_the_letter=True)
        assert facts.plain_text() == "said She wrote ‹undo› on the wall."
        facts.show(said)
        assert facts.plain_text() == "said She wrote u on the wall."
