"""Keys and clicks that come faster than screens change: each acts where it was meant to, or
nowhere.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import MouseDown, MouseUp
from textual.pilot import Pilot
from textual.widgets import Input

from supervision_tui.screens.schedule.preparation import PreparationScreen
from supervision_tui.screens.shared.help import HelpScreen
from supervision_tui.screens.vault.screen import VaultScreen
from supervision_tui.vault.store import Store
from supervision_tui.widgets.choice import Choice
from tests.conftest import ClosedVault

from .app_under_test import QuietApp, app_on, press, running, send, still


def double_click(pilot: Pilot[None], at: tuple[int, int]) -> None:
    """Both clicks before the first has acted, as over a slow line."""
    for kind in (MouseDown, MouseUp, MouseDown, MouseUp):
        pilot.app.post_message(kind(None, *at, 0, 0, 1, False, False, False, *at))


async def ends_after(
    vault: ClosedVault, folder: Path, before: list[str], burst: list[str]
) -> QuietApp:
    """The app after keys, each acted upon, and a burst that ends it."""
    store = vault.opened(vault.copied(folder))
    app = app_on(store)
    try:
        async with app.run_test(size=(120, 40)) as pilot:
            await still(pilot)
            await press(pilot, *before)
            send(pilot, *burst)
            await still(pilot)
    finally:
        store.close()
    assert not app.has_crashed
    return app


@pytest.mark.parametrize(
    ("before", "burst"),
    [
        (["slash"], ["escape", "escape", "ctrl+l"]),
        (["slash"], ["ctrl+t", "f6", "ctrl+l"]),
        (["question_mark"], ["escape", "f6", "ctrl+l"]),
        (["1"], ["u", "ctrl+t", "t", "ctrl+l"]),
        (["7", "s", "enter"], ["down", "ctrl+l"]),
        (["1"], ["c", "ctrl+l"]),
        (["5"], ["n", "ctrl+l"]),
    ],
)
async def test_a_lock_right_behind_other_keys_is_a_lock(
    demo_vault: ClosedVault, tmp_path: Path, before: list[str], burst: list[str]
) -> None:
    app = await ends_after(demo_vault, tmp_path, before, burst)
    assert app.return_value == "locked"


@pytest.mark.parametrize(
    "key", ["V", "5", "comma", "slash", "f1", "ctrl+o", "ctrl+p", "enter", "i"]
)
async def test_a_key_right_behind_quit_opens_nothing(
    demo_vault: ClosedVault, tmp_path: Path, key: str
) -> None:
    app = await ends_after(demo_vault, tmp_path, [], ["q", key])
    assert app._exit


@pytest.mark.parametrize("key", ["p", "m", "N", "e", "r"])
async def test_quit_is_not_overtaken_by_a_letter_behind_it(
    demo_vault: ClosedVault, tmp_path: Path, key: str
) -> None:
    app = await ends_after(demo_vault, tmp_path, ["V"], ["ctrl+q", key])
    assert app._exit


async def test_a_key_that_comes_back_to_another_screen_does_nothing_there(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        send(pilot, "u", "y", "t", "enter")
        await still(pilot)
        await press(pilot, "1")
        send(pilot, "u", "v", "8")
        await still(pilot)
        assert app.current_mode == "oversight"
        assert len(app.screen_stack) == 1, "v was typed on Today, where it does nothing"


async def test_the_palette_opens_behind_a_line_that_leads_elsewhere(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        send(pilot, "enter", "ctrl+p")
        await still(pilot)
        assert app.screen.id == "--command-palette"
        await press(pilot, "escape", "ctrl+p", "pagedown", "escape")
        send(pilot, "ctrl+p", "pagedown")
        await still(pilot)


async def test_a_double_click_beside_the_palette_leaves_the_palette_alone(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "2", "p")
        assert isinstance(app.screen, PreparationScreen)
        await press(pilot, "ctrl+p")
        double_click(pilot, (0, 0))
        await still(pilot)
        assert isinstance(app.screen, PreparationScreen)


async def test_a_double_click_on_a_key_leaves_one_screen(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "V", "question_mark")
        assert isinstance(app.screen, HelpScreen)
        line = app.screen.query("KeyLine").last()
        x = str(line.render()).index("esc")
        double_click(pilot, (line.content_region.x + x, line.content_region.y))
        await still(pilot)
        assert isinstance(app.screen, VaultScreen)


async def test_a_double_click_on_a_mode_goes_there_once(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "V", "l")
        double_click(pilot, (20, 1))
        await still(pilot)
        assert len(app.screen_stack) == 1


async def test_enter_right_behind_the_key_that_opens_a_list_of_files_waits_for_it(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (_, pilot):
        send(pilot, "i", "enter")
        await still(pilot)
        await press(pilot, "escape")


async def test_a_search_that_is_left_while_it_looks_ends_nothing(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "slash")
        for letter in "ann":
            app.screen.query_one(Input).insert_text_at_cursor(letter)
        send(pilot, "escape")
        await still(pilot)


async def test_three_hundred_letters_at_once_on_a_choice_are_each_looked_at_once(
    unchanged_demo: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each letter waits for the one before.

    To look at all that wait after each would be quadratic.
    """
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "6", "x")
        assert isinstance(app.focused, Choice)
        looked = 0
        real = app._acts_in_order

        async def counted(event: object) -> bool:
            nonlocal looked
            looked += 1
            return await real(event)  # type: ignore[arg-type]

        monkeypatch.setattr(app, "_acts_in_order", counted)
        send(pilot, *"pdfmx" * 60)
        await still(pilot)
        assert looked < 4 * 300
