"""On a machine with rules the screens offer what it allows, and say why there is no more."""

from __future__ import annotations

from pathlib import Path

from supervision_tui.configuration.machine_rules import MachineRules
from supervision_tui.configuration.settings import Settings
from supervision_tui.screens.shared.settings import SettingsScreen
from supervision_tui.vault.store import Store
from supervision_tui.widgets.form import Form
from supervision_tui.widgets.rows import Rows

from .app_under_test import QuietApp, press, running

CLOSED = Settings(machine=MachineRules(only_encrypted=True))
SHORT = Settings(machine=MachineRules(lock_at_most=4))


def words(app: QuietApp, name: str) -> tuple[str, ...]:
    """The words that a field of the form in front offers."""
    assert isinstance(app.screen, Form)
    [field] = [each for each in app.screen.spec.fields if each.name == name]
    return field.words


def said(app: QuietApp) -> str:
    return " ".join(each.message for each in app._notifications)


async def test_a_record_goes_into_an_encrypted_file_and_nowhere_else(
    unchanged_demo: Store, tmp_path: Path
) -> None:
    async with running(unchanged_demo, settings=CLOSED) as (app, pilot):
        await press(pilot, "5", "x")
        assert "clipboard" not in words(app, "form")
        assert words(app, "closed") == ("for an age key", "with a password")
        app.screen.query_one("#field-folder").focus()
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, Form), "a password is asked for"


async def test_the_summary_too(unchanged_demo: Store) -> None:
    async with running(unchanged_demo, settings=CLOSED) as (app, pilot):
        await press(pilot, "8", "x")
        assert words(app, "closed") == ("for an age key", "with a password")


async def test_no_calendar_is_offered(unchanged_demo: Store) -> None:
    async with running(unchanged_demo, settings=CLOSED) as (app, pilot):
        await press(pilot, "2", "x")
        assert words(app, "what") == ("this week as a page",)


async def test_a_vault_locks_no_later_than_the_machine_allows(unchanged_demo: Store) -> None:
    async with running(unchanged_demo, settings=SHORT) as (app, pilot):
        assert app.running.idle.minutes_left == 4
        await app.push_screen(SettingsScreen())
        await press(pilot, "G")
        shown = {row.key: row.cells for row in app.screen.query_one(Rows)._rows}
        for key in ("lock", "lock in session"):
            value, origin = shown[key][1].text, shown[key][2].text
            assert (value, origin) == ("4 minutes", "this machine: at most")


async def test_no_more_minutes_can_be_chosen_than_the_machine_allows(
    demo_store: Store,
) -> None:
    async with running(demo_store, settings=SHORT) as (app, pilot):
        await app.push_screen(SettingsScreen())
        app.screen.query_one(Rows).go_to("lock")
        await press(pilot, "enter")
        assert app.running.idle.minutes_left == 2
        app.screen.query_one(Rows).go_to("lock in session")
        await press(pilot, "enter")
        assert "a vault locks after 4 idle minutes at the latest" in said(app)
