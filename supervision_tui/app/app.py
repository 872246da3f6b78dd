"""The app: it makes its parts, hands them Textual's events and a person's actions, and shows the
modes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

from textual import work
from textual.app import SystemCommand
from textual.command import CommandPalette
from textual.events import DescendantFocus, InputEvent, Key
from textual.events import Event as TextualEvent
from textual.filter import LineFilter
from textual.screen import Screen
from textual.signal import Signal
from textual.worker import get_current_worker

from supervision_tui.commands import MODE_IDS, Keymap, is_written
from supervision_tui.configuration.settings import Settings
from supervision_tui.desk.vault.service_policy import PolicyOffer
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.runtime.daily_backup import DailyBackup
from supervision_tui.runtime.desk_access import DeskAccess, VaultFileAccess
from supervision_tui.runtime.drafts import Drafts
from supervision_tui.runtime.idle_timer import IdleTimer
from supervision_tui.runtime.kept_today import KeptToday
from supervision_tui.runtime.line_filters import Harmless
from supervision_tui.runtime.look import Look
from supervision_tui.runtime.names_shown import NamesShown
from supervision_tui.runtime.notices import Notices
from supervision_tui.runtime.open_vault import OpenVault
from supervision_tui.runtime.place import Asked
from supervision_tui.runtime.running import Running, RunsSupervision
from supervision_tui.runtime.spelling import Spelling
from supervision_tui.runtime.themes import usual_colours
from supervision_tui.runtime.under_way import UnderWay
from supervision_tui.runtime.vault_state import VaultState
from supervision_tui.system.clock import Clock, steady_seconds
from supervision_tui.system.errors import AppError
from supervision_tui.system.event_log import Event
from supervision_tui.vault.opener import VaultOpener
from supervision_tui.vault.store import Store
from supervision_tui.widgets.desk_screen import ALWAYS, DeskScreen, where_of
from supervision_tui.widgets.focus import clean_event, is_typed_in, may_move_on
from supervision_tui.widgets.has_acted import has_acted
from supervision_tui.widgets.masthead import LOW
from supervision_tui.widgets.palette import Commands, Palette
from supervision_tui.widgets.shut_screen import ShutScreen

from .first_start import LOOK_AROUND, TOUR, FirstStart
from .key_order import KeyOrder
from .lock import LOCKED, SUSPENDED, Lock
from .navigation import Navigation
from .opening import Opening
from .preload import load_the_rest
from .private_app import PrivateApp
from .reopening import Reopening, ask_for, is_form_opening
from .signals import heed_signals
from .unlocking import Unlocking

__all__ = ["LOCKED", "LOOK_AROUND", "SUSPENDED", "TOUR", "SupervisionApp"]

_BRIEF = 0.001  # seconds
_LOOKS_AGAIN = 0.02  # seconds, at a form that is still being opened
_REFUSED = 4  # the exit status where the input was refused
_COPY = "ctrl+c"  # of what was selected just before, in a text
_AT_ONCE = ("ctrl+l", "ctrl+q", _COPY)  # keys that wait for nothing
_SHOW_CURSOR = "\x1b[?25h"
_OF_A_VAULT = (  # actions that would ask the vault something
    "bring_in",
    "search",
    "undo",
    "vault",
    "guide",
    "settings",
    "blank_names",
    "back",
    "go",
    "help",
    "choose_theme",
    "command_palette",
)


class SupervisionApp(PrivateApp, RunsSupervision):
    """Supervision, on an open vault, or one that `opener` opens once a person showed who they are.

    `error` holds what stopped it, if something did.
    """

    TITLE = "supervision-tui"
    CSS_PATH = Path(__file__).parent / "app.tcss"
    COMMANDS = {Commands}
    BINDINGS = bindings_for("everywhere")
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (60, "-roomy"), (100, "-wide"), (160, "-vast")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (LOW, "-high")]

    def __init__(
        self,
        store: Store | None,
        clock: Clock,
        opener: VaultOpener | None = None,
        offer: PolicyOffer | None = None,
        settings: Settings | None = None,
        *,
        is_locked: bool = False,
        is_read_only: bool = False,
        opened_ahead: Future[Store] | None = None,
        begins_with_tour: bool = False,
        dictionary: Path | None = None,
    ) -> None:
        """Make the parts. Raises `VaultDamaged` where the key file cannot be read."""
        super().__init__()
        self.error: Exception | None = None
        self._has_loaded_all = False
        self._ending_by_error: asyncio.Future[None] | None = None
        self._harmless = Harmless()
        settings = settings or Settings()
        under_way, changed = UnderWay(), Signal[str](self, "store changed")
        keys, idle = Keymap(settings.keys), IdleTimer(steady_seconds, settings.machine.minutes)
        vault = OpenVault(store, under_way, is_read_only=is_read_only)
        notices = Notices(self.notify, self.clear_notifications, keys, self._is_written_on)
        state = VaultState(vault, clock, offer or PolicyOffer(), notices)
        look = Look(self, settings, vault, notices, Spelling(dictionary))
        names = NamesShown(
            vault, look.redraw, changed.publish, are_hidden=settings["names"] == "blanked"
        )
        desk = DeskAccess(vault, state, names, notices, changed.publish)
        self.vault = vault
        self.reopening = Reopening(self, vault, state, names, notices)
        drafts = Drafts(
            vault,
            state,
            notices,
            place_to_keep=self.reopening.place_to_keep,
            when_dropped=self.reopening.keep_place,
        )
        self.key_order = KeyOrder(
            self._is_form_opening,
            send=self.post_message,
            look_later=partial(self.set_timer, _LOOKS_AGAIN),
        )
        self.navigation = Navigation(self, desk, notices, self.key_order)
        self.unlocking = Unlocking(vault, opener, is_locked=is_locked, opened_ahead=opened_ahead)
        first_start = FirstStart(vault, state, opener, end=self.exit)
        self.lock = Lock(
            vault,
            drafts,
            notices,
            idle,
            self.reopening,
            screens=lambda: self.screen_stack,
            cover=self._cover,
            start=self.run_worker,
            end=self._end,
        )
        self.running = Running(
            vault=state,
            desk=desk,
            vault_file=VaultFileAccess(vault, state, notices),
            today=KeptToday(vault, state, desk),
            drafts=drafts,
            names=names,
            notices=notices,
            look=look,
            backup=DailyBackup(
                vault,
                state,
                notices,
                partial(self.run_worker, exit_on_error=False),
                settings.machine.backup_folder,
            ),
            idle=idle,
            keys=keys,
            under_way=under_way,
            store_changed=changed,
            navigation=self.navigation,
        )
        first_act = self.action_tour if begins_with_tour else None
        self.opening = Opening(
            self,
            vault,
            self.running,
            unlocking=self.unlocking,
            first_start=first_start,
            reopening=self.reopening,
            lock=self.lock,
            keys=self.key_order,
            stop=self._stop,
            first_act=first_act,
        )
        self.set_keymap(keys.for_textual())

    def run_to_end(self) -> str | None:
        """Run; returns how it was left. Raises what stopped it, or `SystemExit` with its status."""
        try:
            result = self.run()
        except Exception:
            self.has_crashed = True
            raise
        if self.error is not None:
            raise self.error
        if self.return_code:
            raise SystemExit(self.return_code)
        return result

    def close_store(self) -> None:
        """Close what is open, also where the app ended before it came to it.

        Raises `VaultError`.
        """
        self.unlocking.take_opened_ahead()
        self.vault.close()

    # Opening

    async def on_mount(self) -> None:
        """Paint first; the vault is opened in a thread meanwhile."""
        self._dress()
        heed_signals(
            end=self.lock.end_by_signal, stop=self.lock.suspend, go_on=self.lock.go_on_locked
        )
        await self.opening.begin()

    # Ending

    async def _cover(self) -> None:
        from supervision_tui.screens.vault.unlock import UnlockScreen

        await self.push_screen(UnlockScreen(self.unlocking, is_locking=True))

    def _end(self, how: str | None) -> None:
        self.clear_clipboard()
        self.exit(how)

    def _stop(self, why: Exception) -> None:
        self.error = why
        return_code = _REFUSED
        if isinstance(why, AppError):
            return_code = why.exit_status
        self.exit(return_code=return_code)

    async def _shutdown(self) -> None:
        """Show no more of what was asked for and has not come yet: the screens go now."""
        self.workers.cancel_all()
        await super()._shutdown()

    @property
    def can_go_on(self) -> bool:
        """Tell whether something is shown that one can go on with after an error."""
        return self.lock.has_shown and not self.lock.has_begun and not self.lock.is_ending

    @property
    def is_on_its_way_out(self) -> bool:
        """Tell whether the app ends by itself: what fails on a screen taken away stops nothing."""
        return self.lock.has_shown and (self.lock.has_begun or self.lock.is_ending or self._exit)

    def note_error(self, at: str, *, ends: bool) -> None:
        """Put an error into the log: its place in the code, and whether the app ends by it."""
        event = Event.FAILED
        if ends:
            event = Event.CRASHED
        self.vault.log(event, at)

    def close_after_error(self) -> None:
        """Close, once all that is typed is kept; what fails meanwhile ends it no sooner."""
        if self._ending_by_error is not None:
            return
        if self.lock.has_shown and not self.lock.is_ending:
            self.lock.is_ending = True
            self._ending_by_error = asyncio.ensure_future(self._keep_and_close())
        else:
            super().close_after_error()

    async def _keep_and_close(self) -> None:
        try:
            with self.running.under_way.answer():
                await self.lock.keep_before_closing()
        finally:
            super().close_after_error()

    # Keys

    async def on_event(self, event: TextualEvent) -> None:
        """Every key and click passes here: somebody is there.

        After a night asleep it is too late for that.
        """
        clean_event(event)
        if isinstance(event, InputEvent) and not self._is_heeded(event):
            return
        if not isinstance(event, Key) or event.is_forwarded:
            self.key_order.has_acted(event)
            await super().on_event(event)
            return
        try:
            if await self._acts_in_order(event):
                return
        finally:
            self.key_order.has_acted(event)
        focused = self.focused
        await super().on_event(event)
        if focused is not None and may_move_on(focused, event):
            self.key_order.wait_for(has_acted(focused))

    def _is_heeded(self, event: InputEvent) -> bool:
        """Tell whether a key or a click does anything; it shows that somebody is there."""
        if self.lock.is_ending or self._exit or not self.screen_stack:
            return False  # typed ahead of an end
        if isinstance(event, Key) and self.key_order.was_meant_for_another(event, self.screen):
            return False
        self.forget_errors_told()
        if self.running.idle.is_over:
            self.lock.look_at_the_time()
            return False
        if self.running.idle.touch():
            self.clear_notifications()
        if self.lock.has_shown and not self._has_loaded_all:
            self._has_loaded_all = True
            # What comes next needs the records.
            self.run_worker(asyncio.to_thread(load_the_rest), exit_on_error=False)
        return True

    async def _acts_in_order(self, event: Key) -> bool:
        """Tell whether a key waits for the form that is about to stand there, or has acted already.

        Where no text is typed it acts before the next key is looked at, which may be meant for what
        this one opens.
        """
        copies_text = event.key == _COPY and is_typed_in(self.focused)
        if event.key in _AT_ONCE and not copies_text:
            return await self._act(event.key)
        if self.lock.has_begun:
            return True  # typed between the lock's key and the lock: thrown away
        if self.key_order.must_wait(event):
            return True
        if is_typed_in(self.focused):
            return False
        return self._is_kept_for_writing(event.key) or await self._act(event.key)

    async def _act(self, key: str) -> bool:
        return await self._check_bindings(key, priority=True) or await self._check_bindings(key)

    def _is_form_opening(self) -> bool:
        return bool(self.screen_stack) and (
            is_form_opening(self.screen) or not self.screen.is_mounted
        )

    def _is_written_on(self) -> bool:
        front = self.screen_stack[-1] if self.screen_stack else None
        return isinstance(front, DeskScreen) and front.is_written_on

    def _is_kept_for_writing(self, key: str) -> bool:
        """Tell whether a key is part of a sentence where people write, and of the whole app."""
        if not (is_written(key) and self._is_written_on()):
            return False
        found = self.screen.active_bindings.get(key)
        if found is None or found.node is not self:
            return False
        self.running.notices.refuse("Letters are for writing here; ‹palette› finds every command.")
        return True

    @property
    def is_at_rest(self) -> bool:
        """Tell whether all is done that was asked for, but for what waits for a person."""
        is_form_opening = bool(self.screen_stack) and self.key_order.is_form_opening()
        is_held_up = self.key_order.holds_keys or self._batch_count > 0 or is_form_opening
        return not is_held_up and not self.running.under_way.is_any(self.workers)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let no key act before there is a vault, while it is locked, or before a form stands."""
        front = self.screen_stack[-1] if self.screen_stack else None
        if isinstance(front, ShutScreen) and action in _OF_A_VAULT:
            return False
        if isinstance(front, DeskScreen) and front.is_opening and action not in ALWAYS:
            return False
        return super().check_action(action, parameters)

    # What is drawn

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours that have a meaning, so that the sheet can be read before a theme is set."""
        return dict(usual_colours())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, then ours: nothing steers the terminal, names are out of sight."""
        ours = self.running.names.filter, self.running.look.nothing_drawn
        return [
            *super().get_line_filters(),
            self._harmless,
            *(each for each in ours if each.enabled),
        ]

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Stop the cursor from blinking where nothing is to move."""
        if self.running.look.is_still:
            from textual.widgets import Input, TextArea

            if isinstance(event.widget, Input | TextArea):
                event.widget.cursor_blink = False

    def delay_update(self, delay: float = _BRIEF) -> None:
        """Textual holds back what is drawn while a mode is gone to for longer than ours takes to
        stand there.
        """
        super().delay_update(min(delay, _BRIEF))

    def _dress(self) -> None:
        """Show what was set, and look at the folder of a person's own themes now and then."""
        look = self.running.look
        if look.has_own_themes:
            self.set_interval(1.0, self._look_at_themes)
        look.say_what_is_wrong(self.running.keys)
        if look.is_plain and self._driver is not None:
            self._driver.write(_SHOW_CURSOR)

    def _look_at_themes(self) -> None:
        if self.running.look.read_changed_themes():
            self.running.store_changed.publish("themes")

    # Textual's own

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """None of Textual's own: a screenshot would put a record into a folder."""
        return ()

    async def push_screen_wait(self, screen: Any, *, mode: str | None = None) -> Any:
        """Show a screen, and wait for what a person makes of it."""
        with self.running.under_way.question(get_current_worker()):
            return await super().push_screen_wait(screen, mode=mode)

    # Actions

    async def action_lock(self) -> None:
        """Close the vault at once; typed text is kept.

        A second time locks though it cannot be kept.
        """
        self.lock.lock()

    async def action_suspend(self) -> None:
        """Lock, and give the terminal back to the shell."""
        self.lock.suspend()

    async def action_leave(self) -> None:
        """Close the app; typed text is kept."""
        await self.lock.leave()

    def action_command_palette(self) -> None:
        """Find any action by its name."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(Palette(id="--command-palette"))

    async def action_go(self, mode: str) -> None:
        """Go to a mode."""
        if mode in MODE_IDS and not self.screen.is_modal:
            await self.navigation.go_to_mode(mode)

    async def action_back(self) -> None:
        """Go back to the screen before, or to the mode from which a line was opened."""
        await self.navigation.go_back()

    def action_help(self) -> None:
        """Show every key of this screen."""
        from supervision_tui.screens.shared.help import HelpScreen

        screen = self.screen
        if not screen.is_modal:
            self.push_screen(HelpScreen(where_of(screen), but_letters=self._is_written_on()))

    async def action_blank_names(self) -> None:
        """Show references and initials only, or names again."""
        await self.running.names.toggle()

    async def action_undo(self) -> None:
        """Take the last change back."""
        from supervision_tui.desk.undo import take_back
        from supervision_tui.screens.session import SessionScreen

        if self.screen.is_modal or self.vault.is_read_only:
            return
        held = next(
            (each.session_id for each in self.screen_stack if isinstance(each, SessionScreen)), None
        )
        words = await self.running.vault_file.try_run(take_back, open_session=held)
        if words:
            self.running.store_changed.publish("undo")
            self.running.notices.undone(f"Undone: {words}.")

    def action_bring_in(self) -> None:
        """Import a caseload from a file."""
        self._ask("bring in")

    def action_import_names(self) -> None:
        """Import names of children by pasting lines."""
        self._ask("import names")

    def action_undo_import(self) -> None:
        """Undo the last import as a whole."""
        self._ask("undo import")

    def action_search(self) -> None:
        """Find a word in everything that was written."""
        from supervision_tui.screens.shared.search import SearchScreen

        self.navigation.open_in_front(SearchScreen)

    def action_guide(self) -> None:
        """The first steps."""
        from supervision_tui.screens.vault.first_steps import GuideScreen

        self.navigation.open_in_front(GuideScreen)

    @work(group="tour")
    async def action_tour(self) -> None:
        """Show a tour on invented records."""
        from .tour import show_tour

        if not self.running.vault.is_demo:
            self.running.notices.refuse(
                "The tour runs on invented records: supervision-tui demo --tour"
            )
        elif not self.screen.is_modal:
            await show_tour(self, self.navigation)

    def action_childrens_files(self) -> None:
        """Show every record that is not on the children's files yet."""
        from supervision_tui.screens.on_file import FileScreen

        self.navigation.open_in_front(FileScreen)

    def action_settings(self) -> None:
        """Show a person's own settings."""
        from supervision_tui.screens.shared.settings import SettingsScreen

        self.navigation.open_in_front(SettingsScreen)

    def action_vault(self) -> None:
        """Show how the vault is kept."""
        from supervision_tui.screens.vault.screen import VaultScreen

        self.navigation.open_in_front(VaultScreen)

    def action_choose_theme(self) -> None:
        """Choose a theme, and see it meanwhile."""
        from supervision_tui.screens.shared.theme_chooser import ThemeChooser

        if not isinstance(self.screen, ThemeChooser):
            self.push_screen(ThemeChooser())

    def _ask(self, form: str) -> None:
        """Open a form that every screen has."""
        if isinstance(self.screen, DeskScreen):
            ask_for(self.screen, Asked(form))
