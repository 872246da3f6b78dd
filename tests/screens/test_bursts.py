"""Keys that come all at once, as over a slow line or from a text expander, act as those that are
pressed slowly.
"""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from supervision_tui.screens.directions.direction_row import DirectionRow
from supervision_tui.screens.review.screen import ReviewScreen
from supervision_tui.vault.store import Store
from supervision_tui.widgets.form import Form

from .app_under_test import press, running, send, still

ENTER, TAB = "enter", "tab"


async def in_a_burst(pilot: Pilot[Any], *words: str) -> None:
    """Send words and keys at once; a word of several letters that is no key is typed."""
    keys: list[str] = []
    for word in words:
        keys += (
            [word]
            if word in (ENTER, TAB)
            else [{" ": "space"}.get(letter, letter) for letter in word]
        )
    send(pilot, *keys)
    await still(pilot)


@pytest.mark.parametrize("on", [ENTER, TAB])
async def test_what_follows_enter_stands_in_the_next_field(unchanged_demo: Store, on: str) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "3", "d")
        form = app.screen
        assert isinstance(form, Form)
        await in_a_burst(pilot, "Ring", on, "Ann Bee", on, "fri", on, "she is away")
        typed = [form.values()[name] for name in ("do", "who", "by", "because")]
        assert typed == ["Ring", "Ann Bee", "fri", "she is away"]


async def test_what_follows_the_letter_of_a_choice_stands_in_the_next_field(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "3", "v")
        form = app.screen
        assert isinstance(form, Form)
        await in_a_burst(pilot, "r", "not safe tonight")
        assert tuple(form.values().values()) == ("red", "not safe tonight")


async def test_what_follows_a_filter_is_for_the_list(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "3")
        await in_a_burst(pilot, "fred", ENTER, "jd", "Ring her")
        form = app.screen
        assert isinstance(form, Form)
        assert form.values()["do"] == "Ring her"
        await press(pilot, "escape")
        assert isinstance(app.screen, ReviewScreen)
        assert app.screen.filter.words == ["red"]


async def test_what_follows_enter_in_a_direction_of_the_session_stands_in_its_next_field(
    demo_store: Store,
) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "7", "s", "t")
        row = app.screen.query_one(DirectionRow)
        row.query_one("Input.do", Input).focus()
        await still(pilot)
        await in_a_burst(pilot, "Visit", ENTER, "Ann Bee", ENTER, "home unsafe", ENTER, "fri")
        entry = row.entry
        assert (entry.do, entry.who, entry.because, entry.by) == (
            "Visit",
            "Ann Bee",
            "home unsafe",
            "fri",
        )
