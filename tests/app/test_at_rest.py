"""The app says whether it has done all that it was asked for: whoever drives it waits for its word,
and for no time.
"""

from __future__ import annotations

import threading

from supervision_tui.screens.session import SessionScreen
from supervision_tui.screens.shared.help import HelpScreen
from supervision_tui.screens.shared.search import SearchScreen
from supervision_tui.vault.store import Store
from supervision_tui.widgets.form import Form
from supervision_tui.widgets.line_field import LineField
from tests.conftest import HANGS_AFTER
from tests.screens.app_under_test import press, running, send, still, until


async def test_while_an_answer_of_the_vault_is_to_come_it_is_not_at_rest(
    unchanged_demo: Store,
) -> None:
    may_go_on = threading.Event()
    async with running(unchanged_demo) as (app, pilot):
        assert app.is_at_rest
        unchanged_demo.submit(lambda _session: may_go_on.wait(HANGS_AFTER))
        send(pilot, "3")
        await until(pilot, lambda: app.current_mode == "review")
        assert not app.is_at_rest
        may_go_on.set()
        await still(pilot)
        assert app.is_at_rest


async def test_a_form_that_waits_for_a_person_is_at_rest(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "3", "d")
        assert isinstance(app.screen, Form)
        assert app.is_at_rest
        await press(pilot, "escape")
        assert app.is_at_rest


async def test_the_next_key_finds_the_focus_where_the_last_one_has_put_it(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        for key, screen in (("slash", SearchScreen), ("question_mark", HelpScreen)):
            send(pilot, key, *"bjq3")
            await still(pilot)
            assert isinstance(app.screen, screen)
            assert app.screen.query_one(LineField).value == "bjq3", "letters, and no commands"
            assert not app.running.names.are_hidden
            await press(pilot, "escape", "escape")
        await press(pilot, "7", "s", "t", "f8")
        assert isinstance(app.screen, SessionScreen)
        send(pilot, "escape", "escape")
        await still(pilot)
        assert not isinstance(app.screen, SessionScreen), "to the agenda, and out"
