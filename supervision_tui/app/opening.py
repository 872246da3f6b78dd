"""From the first frame to the screen where the person was: the vault is opened, and everything is
shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App

from supervision_tui.runtime.open_vault import OpenVault
from supervision_tui.runtime.place import Place
from supervision_tui.runtime.running import Running
from supervision_tui.screens.vault.opening import OpeningScreen
from supervision_tui.system.errors import AppError
from supervision_tui.system.event_log import Event
from supervision_tui.system.garbage_collection import freeze_and_collect

from .first_start import FirstStart
from .key_order import KeyOrder
from .lock import Lock
from .reopening import Reopening
from .unlocking import Unlocking

if TYPE_CHECKING:
    from supervision_tui.desk.vault.startup import StartupFacts
    from supervision_tui.vault.create import NewVault

_SETTLES_EVERY, _BACKS_UP_EVERY = 600.0, 3600.0  # seconds


class Opening:
    """Opens the vault of an app, by itself or with a person.

    `stop` ends the app where that cannot be done.
    """

    def __init__(
        self,
        app: App[Any],
        vault: OpenVault,
        running: Running,
        *,
        unlocking: Unlocking,
        first_start: FirstStart,
        reopening: Reopening,
        lock: Lock,
        keys: KeyOrder,
        stop: Callable[[Exception], None],
        first_act: Callable[[], object] | None = None,
    ) -> None:
        self._app = app
        self._vault = vault
        self._running = running
        self._unlocking = unlocking
        self._first_start = first_start
        self._reopening = reopening
        self._lock = lock
        self._keys = keys
        self._stop = stop
        self._first_act = first_act

    async def begin(self) -> None:
        """Paint first; the vault is opened in a thread meanwhile."""
        if self._vault.is_open and not self._unlocking.is_locked:
            self._app.run_worker(self.show_all())
        elif self._unlocking.is_without_vault:
            from supervision_tui.screens.vault.welcome import WelcomeScreen

            await self._app.push_screen(WelcomeScreen(self._first_start, self._begin_going_in))
            freeze_and_collect()
        elif self._unlocking.tries_by_itself:
            await self._app.push_screen(OpeningScreen())
            self._app.run_worker(self._open_by_itself())
        else:
            await self._ask_person("")

    async def _open_by_itself(self) -> None:
        try:
            why = await self._unlocking.open_by_itself()
        except (
            Exception
        ) as stopped:  # nobody sits there to be asked: whatever it is, it is said, and the app ends
            self._stop(stopped)
            return
        if why:
            await self._ask_person(why)
        else:
            await self.show_all()

    async def _ask_person(self, says: str) -> None:
        from supervision_tui.screens.vault.unlock import UnlockScreen

        says = says if self._unlocking.has_keyring else ""
        asking = UnlockScreen(self._unlocking, says, go_on=self.show_all)
        if isinstance(self._app.screen, OpeningScreen):
            await self._app.switch_screen(asking)
        else:
            await self._app.push_screen(asking)
        freeze_and_collect()

    async def show_all(self) -> None:
        """Show every mode of a vault that is open, and the place where the person was."""
        state = self._running.vault
        try:
            seen = await state.look()
            if state.clock.as_of is not None and not seen.is_demo:
                self._vault.stop_writing()  # what is written bears the day on which it was written
            await self._show_place(seen, await self._reopening.take_place(seen.place))
            self._lock.has_shown = True
        except AppError as why:
            self._stop(why)
            return
        if not self._lock.is_locking:  # it may have been locked while it was being opened
            self._follow(seen)
            if self._first_act is not None:
                self._first_act()

    async def _show_place(self, seen: StartupFacts, place: Place) -> None:
        from supervision_tui.screens import mode_screens

        await self._running.vault.know(seen)
        for mode, screen in mode_screens().items():
            self._app.add_mode(mode, screen)
        if self._running.names.are_hidden or place.names_blanked:
            await self._running.names.hide()
        rest = await self._reopening.return_to(place)
        if place.screens:
            self._app.run_worker(
                self._reopening.come_back(
                    place, rest, self._running.desk, self._running.drafts, self._keys.begin_way
                )
            )
        self._say_what_is_kept(seen, place)
        self._app.set_interval(1.0, self._reopening.keep_place)
        self._app.set_interval(1.0, self._follow_the_day)

    def _follow(self, seen: StartupFacts) -> None:
        """From now on look after the vault while it is open."""
        self._running.idle.lock_after(seen.lock_after)
        self._running.idle.lock_in_session_after(seen.lock_in_session)
        self._app.set_interval(1.0, self._lock.look_at_the_time)
        self._vault.log(Event.OPENED)
        self._running.vault.tell_what_was_noticed()
        self._app.set_interval(1.0, self._running.vault.tell_what_was_noticed)
        self._app.set_interval(_SETTLES_EVERY, self._settle)
        freeze_and_collect()
        if seen.backup_folder or self._running.backup.has_folder_of_machine:
            self._running.backup.begin_if_due()
        # It may stay open over midnight.
        self._app.set_interval(_BACKS_UP_EVERY, self._running.backup.begin_if_due)

    def _say_what_is_kept(self, seen: StartupFacts, place: Place) -> None:
        """Say that typed texts are kept, where nothing else brings them back."""
        kept = 0 if place.over or place.asked else seen.drafts
        if kept:
            drafts = "1 unfinished draft" if kept == 1 else f"{kept} unfinished drafts"
            self._running.notices.say(f"{drafts}. ‹search› finds it.")

    async def _follow_the_day(self) -> None:
        """Show the new day in an app that stays open over midnight."""
        if not self._lock.is_locking and await self._running.vault.notice_new_day():
            self._running.store_changed.publish("a new day")

    async def _settle(self) -> None:
        if not self._lock.is_locking:
            await self._vault.settle()

    def _begin_going_in(self, made: NewVault) -> None:
        self._app.run_worker(self._go_in(made))

    async def _go_in(self, made: NewVault) -> None:
        """Show the code of a vault just made, then go in."""
        from supervision_tui.screens.vault.first_steps import GuideScreen
        from supervision_tui.screens.vault.recovery_code import RecoveryCodeDialog

        welcome = self._app.screen
        self._vault.take(made.store)
        dialog = RecoveryCodeDialog(
            made.recovery_code,
            "",
            back=self._running.fill(
                "later: ‹vault.recovery› on Vault (‹vault.show›) makes another"
            ),
        )
        is_written = await self._app.push_screen_wait(dialog)
        if is_written:
            await self._first_start.confirm_code(made.recovery_code)
        await welcome.dismiss()
        await self.show_all()
        await self._app.push_screen(GuideScreen())
        later = (
            " The recovery code was not typed back: ‹vault.recovery› on Vault (‹vault.show›) "
            "makes another."
        )
        if is_written:
            later = ""
        self._running.notices.say(f"The vault is made.{later}")
