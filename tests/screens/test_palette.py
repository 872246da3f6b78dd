"""The palette finds an action by the word that a manager has for it."""

import pytest
from textual.command import CommandList
from textual.widgets import Input

from supervision_tui.vault.store import Store

from .app_under_test import press, running, until

WORDS = {
    "sick": "Away",
    "sick worker": "Away",
    "off sick": "Away",
    "holiday": "Away",
    "reschedule": "Schedule: Move",
    "postpone": "Schedule: Move",
    "print": "Week's sheet",
    "report": "Oversight: Export",
    "hide names": "Hide names",
    "leaver": "Leaver",
    "undo": "Undo",
}


@pytest.mark.parametrize(("word", "wanted"), WORDS.items())
async def test_the_palette_finds_an_action_by_a_managers_word(
    unchanged_demo: Store, word: str, wanted: str
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "ctrl+p")
        app.screen.query_one(Input).value = word

        def found() -> list[str]:
            rows = app.screen.query_one(CommandList)
            options = (rows.get_option_at_index(number) for number in range(rows.option_count))
            return [str(option.prompt).splitlines()[0] for option in options][:2]

        await until(pilot, lambda: wanted in found())
