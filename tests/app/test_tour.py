"""A tour of three minutes on invented records."""

from __future__ import annotations

from supervision_tui.commands import COMMANDS, EVERYWHERE
from supervision_tui.commands.command import MODE_IDS
from supervision_tui.screens.shared.tour import STEPS, TourSheet
from supervision_tui.vault.store import Store
from tests.screens.app_under_test import app_on, press, still


async def test_the_tour_goes_from_screen_to_screen_and_back(demo_store: Store) -> None:
    app = app_on(demo_store)
    async with app.run_test(size=(120, 40)) as pilot:
        await still(pilot)
        await press(pilot, "!app.tour")
        for place, step in enumerate(STEPS):
            assert isinstance(app.screen, TourSheet)
            assert app.current_mode == step.mode
            if place == 2:
                await press(pilot, "left")
                assert app.current_mode == STEPS[1].mode
                await press(pilot, "enter")
            await press(pilot, "enter")
        await still(pilot)
        assert not app.screen.is_modal
        assert app.current_mode == "today"


async def test_the_tour_is_left_at_once(demo_store: Store) -> None:
    app = app_on(demo_store)
    async with app.run_test(size=(80, 24)) as pilot:
        await still(pilot)
        await press(pilot, "!app.tour", "enter", "escape")
        assert not app.screen.is_modal
        assert app.current_mode == STEPS[1].mode


async def test_over_the_records_of_a_team_there_is_no_tour(store: Store) -> None:
    app = app_on(store)
    async with app.run_test(size=(120, 40)) as pilot:
        await still(pilot)
        await press(pilot, "!app.tour")
        assert not app.screen.is_modal
        assert any("invented records" in says for says in app.said)


def test_every_screen_is_shown_and_every_sentence_names_an_action_that_there_is() -> None:
    assert {step.mode for step in STEPS} == set(MODE_IDS)
    there = {command.id for command in COMMANDS}
    for step in STEPS:
        for says in step.says:
            named = [part.partition("›")[0] for part in says.split("‹")[1:]]
            assert set(named) <= there, step.title
    assert any(command.id == "tour.show" for command in COMMANDS if command.where == EVERYWHERE)
