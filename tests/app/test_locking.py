"""Opening, locking and coming back, in the app on a real encrypted vault."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select
from textual.pilot import Pilot
from textual.widgets import Input, Static, TextArea

from supervision_tui.app.lock import LOCKED
from supervision_tui.app.private_app import PrivateApp
from supervision_tui.desk import drafts
from supervision_tui.desk.vault import overview, unlock_methods
from supervision_tui.records import Draft
from supervision_tui.screens.review.screen import ReviewScreen
from supervision_tui.screens.session import SessionScreen
from supervision_tui.screens.vault.journal import JournalScreen
from supervision_tui.screens.vault.recovery_code import RecoveryCodeDialog
from supervision_tui.screens.vault.screen import VaultScreen
from supervision_tui.screens.vault.unlock import UnlockScreen
from supervision_tui.system.clock import Clock
from supervision_tui.vault.errors import VaultBusy, VaultError, VaultLocked
from supervision_tui.vault.failed_attempts import forget_tries
from supervision_tui.vault.opener import VaultOpener
from supervision_tui.vault.store import Store
from supervision_tui.widgets.form import Form
from supervision_tui.widgets.passphrase_field import NewPassphraseField, PassphraseField
from supervision_tui.widgets.rows import Rows
from tests.conftest import NOW, PASSPHRASE
from tests.screens.app_under_test import WIDE, QuietApp, press, running, still, typed, until
from tests.vault.vaults import opened


@asynccontextmanager
async def at_the_door(path: Path, **how: Any) -> AsyncIterator[tuple[QuietApp, Pilot[Any]]]:
    """The app on a closed vault, at its lock."""
    app = QuietApp(
        None, Clock(fixed=NOW), VaultOpener(path), is_locked=how.pop("is_locked", True), **how
    )
    async with app.run_test(size=WIDE) as pilot:
        await still(pilot)
        yield app, pilot
    app.close_store()


def refuse_to_keep(*_arguments: object, **_named: object) -> None:
    """As on a full disk."""
    raise VaultError("The disk is full.")


async def unlock(app: QuietApp, pilot: Pilot[Any], words: str = PASSPHRASE) -> None:
    app.screen.query_one(PassphraseField).value = words
    await pilot.press("enter")
    await until(
        pilot,
        lambda: (
            app.lock.has_shown or (isinstance(app.screen, UnlockScreen) and not app.screen._is_busy)
        ),
    )
    await still(pilot)


async def test_the_lock_shows_nothing_of_the_records_and_opens_by_the_passphrase(
    demo_path: Path,
) -> None:
    async with at_the_door(demo_path) as (app, pilot):
        assert isinstance(app.screen, UnlockScreen)
        with pytest.raises(VaultLocked):
            _ = app.vault.store
        await unlock(app, pilot)
        assert app.current_mode == "today"
        assert app.screen.query_one("#needs", Rows).row_count > 10


async def test_what_comes_to_be_at_the_lock_is_thrown_away(demo_path: Path) -> None:
    gc.disable()  # as the start does, until something stands there
    async with at_the_door(demo_path):
        assert gc.isenabled()
    gc.disable()
    async with at_the_door(demo_path.with_name("none-yet.db"), is_locked=False):
        assert gc.isenabled()


async def test_a_wrong_passphrase_is_said_and_counted(demo_path: Path) -> None:
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot, "not this sentence")
        assert isinstance(app.screen, UnlockScreen)
        assert "does not open this vault" in str(app.screen.query_one("#says", Static).content)
        assert app.screen.query_one(PassphraseField).value == "", (
            "what was typed does not stay in the field"
        )
        assert app.unlocking.seconds_to_wait() > 0
        field = app.screen.query_one(PassphraseField)
        field.value = PASSPHRASE
        await press(pilot, "enter")
        assert isinstance(app.screen, UnlockScreen), "it waits before the next try"


async def test_a_passphrase_cannot_be_copied_out_of_its_field(demo_path: Path) -> None:
    async with at_the_door(demo_path) as (app, pilot):
        await typed(pilot, "secret words")
        await press(pilot, "ctrl+a", "ctrl+c", "ctrl+x")
        assert app.clipboard == ""
        assert app.screen.query_one(PassphraseField).value == "secret words"


async def test_locking_closes_the_vault_and_unlocking_comes_back_to_the_same_place(
    demo_path: Path,
) -> None:
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        await press(pilot, "3", "j", "j", "j", "d")
        form = app.screen
        assert isinstance(form, Form)
        await typed(pilot, "Visit unannounced")
        screen = app.screen_stack[0]
        assert isinstance(screen, ReviewScreen)
        key = screen.query_one(Rows).key
        await press(pilot, "ctrl+l")
        assert app.return_value == LOCKED
    opened(demo_path).close()  # nobody holds it any more
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        await until(pilot, lambda: isinstance(app.screen, Form) and isinstance(app.focused, Input))
        screen = app.screen_stack[0]
        assert isinstance(screen, ReviewScreen)
        assert screen.query_one(Rows).key == key
        assert app.screen.query_one("#field-do", Input).value == "Visit unannounced"
        await typed(pilot, " today")
        assert app.screen.query_one("#field-do", Input).value == "Visit unannounced today"


async def test_a_session_is_come_back_to_at_the_very_letter(demo_path: Path) -> None:
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        await press(pilot, "7", "s", "t")
        screen = app.screen
        assert isinstance(screen, SessionScreen)
        await press(pilot, "j")
        screen.query_one("#voice", TextArea).focus()
        await typed(pilot, "Seen alone")
        await press(pilot, "left", "left", "left", "left", "left", "ctrl+l")
        here = screen.here
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        await until(pilot, lambda: isinstance(app.focused, TextArea))
        again = app.screen
        assert isinstance(again, SessionScreen)
        assert again.here == here
        await typed(pilot, "twice ")
        assert again.query_one("#voice", TextArea).text == "Seen twice alone"


async def test_the_vault_screen_is_come_back_to(demo_path: Path) -> None:
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        await press(pilot, "3", "V", "l", "ctrl+l")
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        assert [type(screen) for screen in app.screen_stack] == [
            ReviewScreen,
            VaultScreen,
            JournalScreen,
        ]


async def test_a_place_is_come_back_to_once(demo_path: Path) -> None:
    for expected in ("pressure", "today"):
        async with at_the_door(demo_path) as (app, pilot):
            await unlock(app, pilot)
            if expected == "pressure":
                await press(pilot, "7", "ctrl+l")
            else:
                assert app.current_mode == "pressure"
                await press(pilot, "q")
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        assert app.current_mode == "today"


async def test_the_app_locks_when_nobody_presses_a_key(demo_path: Path) -> None:
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        now = 0.0
        app.running.idle._seconds = lambda: now
        app.running.idle.lock_after(5)
        now = 271
        app.lock.look_at_the_time()
        await still(pilot)
        assert [each.message for each in app._notifications][-1].startswith(
            "! Nobody has pressed a key"
        )
        await press(pilot, "j")
        assert not app._notifications, "a key takes the warning away"
        now = 271 + 299
        app.lock.look_at_the_time()
        assert app.return_value is None
        now = 271 + 8 * 3600  # a night in which the machine slept, so that nothing counted
        await press(pilot, "j")
        await until(pilot, lambda: app.return_value == LOCKED)


async def test_where_a_draft_cannot_be_kept_the_cover_stays_until_a_person_insists(
    demo_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        await press(pilot, "3", "d")
        await typed(pilot, "Visit unannounced")

        with monkeypatch.context() as disk:
            disk.setattr(drafts, "save_draft", refuse_to_keep)
            await pilot.press("ctrl+l")
            await until(
                pilot, lambda: isinstance(app.screen, UnlockScreen) and bool(app._notifications)
            )
            await pilot.press("escape", "q", "ctrl+q")
            assert app.return_value is None, "covered, and what was typed is not thrown away"
            assert (
                "ctrl+l again locks without it" in [each.message for each in app._notifications][-1]
            )
        await until(pilot, lambda: app.return_value == LOCKED)  # there is room again
    store = opened(demo_path)
    kept = [draft.body for draft in store.run(_drafts)]
    assert any("Visit unannounced" in body for body in kept)
    store.close()


async def test_a_person_can_insist_on_locking_without_the_draft(
    demo_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        await press(pilot, "3", "d")
        await typed(pilot, "Visit unannounced")

        monkeypatch.setattr(drafts, "save_draft", refuse_to_keep)
        await pilot.press("ctrl+l")
        await until(
            pilot, lambda: isinstance(app.screen, UnlockScreen) and bool(app._notifications)
        )
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.return_value == LOCKED)
        monkeypatch.undo()


async def test_the_lock_is_taken_though_a_form_is_about_to_open(demo_path: Path) -> None:
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        await press(pilot, "V")
        screen = app.screen
        assert isinstance(screen, VaultScreen)
        screen.is_opening = True
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.return_value == LOCKED)


async def test_what_changes_a_way_in_is_never_begun_again_by_itself(demo_path: Path) -> None:
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        await press(pilot, "V", "j", "X")
        assert isinstance(app.screen, Form)
        await press(pilot, "ctrl+l")
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        assert isinstance(app.screen, VaultScreen)


async def test_a_form_comes_back_for_the_line_it_was_opened_on(demo_path: Path) -> None:
    """Today has two lists: the form of a worker comes back for that worker."""
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        await press(pilot, "tab")
        team = app.focused
        assert isinstance(team, Rows)
        await press(pilot, "j", "j", "e")
        title = app.screen.spec.title  # type: ignore[attr-defined]
        await press(pilot, "ctrl+l")
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        await until(pilot, lambda: isinstance(app.screen, Form))
        assert app.screen.spec.title == title  # type: ignore[attr-defined]


async def test_a_second_instance_reads_and_says_so(demo_path: Path) -> None:
    writer = opened(demo_path)
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        assert isinstance(app.screen, UnlockScreen)
        assert "open elsewhere" in str(app.screen.query_one("#says", Static).content)
    async with at_the_door(demo_path, is_read_only=True) as (app, pilot):
        await unlock(app, pilot)
        await press(pilot, "7", "s", "t")
        assert any("reading only" in each.message for each in app._notifications)
        await press(pilot, "ctrl+l")
        assert app.return_value == LOCKED
    writer.close()


async def test_nothing_is_copied_that_cannot_be_noted(demo_path: Path) -> None:
    async with at_the_door(demo_path, is_read_only=True) as (app, pilot):
        await unlock(app, pilot)
        await press(pilot, "7", "x", "ctrl+s")
        assert isinstance(app.screen, Form)
        assert "for reading only" in str(app.screen.query_one("#refusal", Static).content)
        assert app.clipboard == ""


async def test_the_clipboard_is_emptied_after_a_minute(
    unchanged_demo: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert PrivateApp.CLIPBOARD_SECONDS == 60
    monkeypatch.setattr(PrivateApp, "CLIPBOARD_SECONDS", 0.05)
    async with running(unchanged_demo) as (app, pilot):
        app.copy_to_clipboard("Zyxomarker")
        assert app.clipboard == "Zyxomarker"
        await until(pilot, lambda: app.clipboard == " ")


async def test_no_picture_of_the_screen_is_taken(unchanged_demo: Store, tmp_path: Path) -> None:
    async with running(unchanged_demo) as (app, _):
        app.action_screenshot(path=str(tmp_path / "pictures"))
        assert not (tmp_path / "pictures").exists()
        assert [command.title for command in app.get_system_commands(app.screen)] == []


# The Vault screen


async def test_a_new_passphrase_is_weighed_as_it_is_typed_and_asked_twice(demo_path: Path) -> None:
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        await press(pilot, "V", "p")
        form = app.screen
        assert isinstance(form, Form)
        await typed(pilot, "password1234")
        weighed = form.query_one(NewPassphraseField).query_one(Static)
        assert "weak" in str(weighed.content)
        form.query_one("#field-again", Input).value = "something else"
        form.query_one("#field-present", Input).value = "not this sentence"
        await press(pilot, "ctrl+s")
        assert "The two passphrases are not the same" in str(
            form.query_one("#refusal", Static).content
        )
        for field in form.query(PassphraseField):
            field.value = "lantern over a cold harbour"
        await press(pilot, "ctrl+s")
        assert "does not open this vault" in str(form.query_one("#refusal", Static).content)
        form.query_one("#field-present", Input).value = PASSPHRASE
        forget_tries(demo_path)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, VaultScreen))
    opened(demo_path, "lantern over a cold harbour").close()
    with pytest.raises(VaultLocked):
        opened(demo_path)


async def test_a_new_key_asks_for_the_passphrase_before_any_code_is_shown(demo_path: Path) -> None:
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        await press(pilot, "V", "N")
        app.screen.query_one("#field-passphrase", Input).value = "not this sentence"
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, Form)
        assert "does not open this vault" in str(app.screen.query_one("#refusal", Static).content)
        app.screen.query_one("#field-passphrase", Input).value = PASSPHRASE
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, RecoveryCodeDialog))
        code = app.screen._code  # type: ignore[attr-defined]
        await press(pilot, "enter")
        app.screen.query_one(Input).value = code
        await press(pilot, "enter")
        await until(
            pilot,
            lambda: any("encrypted with a new key" in each.message for each in app._notifications),
        )
    opened(demo_path, code).close()


async def test_a_weak_passphrase_is_taken_only_the_second_time(demo_path: Path) -> None:
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        await press(pilot, "V", "p")
        for field in app.screen.query(PassphraseField):
            field.value = "password1234"
        app.screen.query_one("#field-present", Input).value = PASSPHRASE
        await press(pilot, "ctrl+s")
        assert "takes it all the same" in str(app.screen.query_one("#refusal", Static).content)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, VaultScreen))
    opened(demo_path, "password1234").close()


async def test_while_reading_only_no_form_opens_that_would_change_something(
    demo_path: Path,
) -> None:
    async with at_the_door(demo_path, is_read_only=True) as (app, pilot):
        await unlock(app, pilot)
        for keys in (("3", "p"), ("3", "d"), ("V", "r")):
            await press(pilot, *keys)
            assert not isinstance(app.screen, Form | RecoveryCodeDialog)
            said = [each.message for each in app._notifications]
            assert said[-1] == "! This vault is open for reading only: nothing is changed here."
        await press(pilot, "v")
        await until(
            pilot, lambda: any("The vault is whole" in each.message for each in app._notifications)
        )


async def test_a_recovery_code_counts_only_once_it_was_typed_back(demo_path: Path) -> None:
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        await press(pilot, "V", "r")
        app.screen.query_one("#field-present", Input).value = PASSPHRASE
        await press(pilot, "ctrl+s")
        dialog = app.screen
        assert isinstance(dialog, RecoveryCodeDialog)
        code = dialog._code
        await press(pilot, "enter")
        assert not dialog.query_one("#code").display, "it is out of sight while it is typed"
        dialog.query_one(Input).value = unlock_methods.new_recovery_code()
        await press(pilot, "enter")
        assert "another code" in str(dialog.query_one("#says", Static).content)
        with pytest.raises(VaultLocked):
            app.vault.store.keys.open_with_recovery(code)
        dialog.query_one(Input).value = code.lower()
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, VaultScreen))
        await until(pilot, lambda: _todo(app) == "")
    opened(demo_path, code).close()


async def test_a_backup_is_made_and_tried_out_from_the_screen(
    demo_path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        await press(pilot, "V", "e")
        app.screen.query_one("#field-folder", Input).value = str(folder)
        await press(pilot, "ctrl+s", "m", "ctrl+s")
        await until(
            pilot, lambda: isinstance(app.screen, VaultScreen) and app.screen.view is not None
        )
        # The day's, and this one.
        await until(pilot, lambda: len(list(folder.glob("supervision-*.backup"))) == 2)
        await until(pilot, lambda: isinstance(app.screen, VaultScreen))
        await press(pilot, "o")
        app.screen.query_one("#field-words", Input).value = PASSPHRASE
        await press(pilot, "ctrl+s")
        await until(
            pilot, lambda: isinstance(app.screen, VaultScreen) and _view(app).tried_out is not None
        )
        assert any("opens and is whole" in each.message for each in app._notifications)


async def test_the_journal_is_narrowed_by_words(demo_path: Path) -> None:
    async with at_the_door(demo_path) as (app, pilot):
        await unlock(app, pilot)
        await press(pilot, "V", "l")
        screen = app.screen
        assert isinstance(screen, JournalScreen)
        every = screen.query_one(Rows).row_count
        await press(pilot, "f")
        await typed(pilot, "unlock")
        assert 0 < screen.query_one(Rows).row_count < every
        await press(pilot, "escape", "v")
        await until(
            pilot,
            lambda: any("The journal is whole" in each.message for each in app._notifications),
        )


def _drafts(session: Session) -> list[Draft]:
    return list(session.exec(select(Draft)))


def _view(app: QuietApp) -> overview.VaultView:
    screen = app.screen
    assert isinstance(screen, VaultScreen)
    assert screen.view is not None
    return screen.view


def _todo(app: QuietApp) -> str:
    return next(way.todo for way in _view(app).ways_in if way.kind == "recovery")


def test_nobody_writes_while_another_does(demo_path: Path) -> None:
    store = opened(demo_path)
    with pytest.raises(VaultBusy):
        opened(demo_path)
    store.close()


async def test_escape_at_the_lock_empties_the_field_and_nothing_else_acts_there(
    demo_path: Path,
) -> None:
    async with at_the_door(demo_path) as (app, pilot):
        await until(pilot, lambda: isinstance(app.screen, UnlockScreen))
        await typed(pilot, "half a")
        await press(pilot, "escape")
        assert isinstance(app.screen, UnlockScreen)
        assert app.screen.query_one(Input).value == ""
        app.screen.set_focus(None)
        await press(pilot, "question_mark", "i", "V", "comma", "3", "escape", "ctrl+p")
        assert isinstance(app.screen, UnlockScreen)
        assert app.return_value is None
