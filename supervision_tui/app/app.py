"""The app: modes, themes, the way to the desk, and the one place where an error becomes a notice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual.app import App, SystemCommand
from textual.command import CommandPalette
from textual.screen import Screen

from supervision_tui.commands import MODE_IDS, bindings_for, everywhere, is_written
from supervision_tui.configuration.settings import Settings
from supervision_tui.desk.vault_facts import PLACE
from supervision_tui.practice.wording import initials
from supervision_tui.runtime.vault_state import KnowingApp
from supervision_tui.system.clock import Clock
from supervision_tui.vault.door import Door
from supervision_tui.vault.errors import AlreadyThere, VaultError
from supervision_tui.vault.store import Store, does_change, is_taken_back
from supervision_tui.widgets.desk_screen import ALWAYS, DeskScreen
from supervision_tui.widgets.palette import Commands, Palette
from supervision_tui.widgets.place import Asked, Place
from supervision_tui.widgets.rows import Rows

from .first_start import LOOK_AROUND
from .navigation import go_to_hit
from .reopening import ask_for, open_the_rest, place_of, return_to, show_as_left, still_stands
from .unlocking import LOCKED, SUSPENDED

if TYPE_CHECKING:
    from supervision_tui.desk.glance import Glance
    from supervision_tui.desk.service_files import PolicyOffer

__all__ = ["LOCKED", "LOOK_AROUND", "SUSPENDED", "SupervisionApp"]

Result = TypeVar("Result")
_BRIEF = 0.01  # seconds


class SupervisionApp(KnowingApp):
    """Supervision, on a vault."""

    TITLE = "supervision-tui"
    CSS_PATH = Path(__file__).parent / "app.tcss"
    COMMANDS = {Commands}
    BINDINGS = bindings_for("everywhere")

    def __init__(
        self,
        store: Store | None,
        clock: Clock,
        door: Door | None = None,
        offer: PolicyOffer | None = None,
        settings: Settings | None = None,
        **how: Any,
    ) -> None:
        super().__init__(store, clock, door, offer, settings, **how)
        self.given_to = ""  # the folder into which something was given away last
        self._can_take_back = False  # what was changed last
        self._came_from = ""
        self._place_kept = ""
        self._only_looks = False  # while a form is opened again by itself

    @property
    def is_as_of(self) -> bool:
        """Whether that is another day than the real one."""
        return self.clock.as_of is not None and self.clock.fixed is None

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """None of Textual's own: a screenshot would put a record into a folder."""
        return ()

    # Coming in, and coming back to the same place

    async def show_all(self, seen: Glance, place: Place) -> None:
        """Every mode, and the place where the person was."""
        from supervision_tui.screens import mode_screens

        await self.know(seen)
        for mode, screen in mode_screens().items():
            self.add_mode(mode, screen)
        if self.names_blanked or place.names_blanked:
            await self.veil_or_show(blanked=True)
        rest = await return_to(self, place)
        if place.screens:
            self.run_worker(self._come_back(place, rest))
        self._say_what_is_kept(seen, place)
        self.set_interval(1.0, self._keep_place)
        self.set_interval(1.0, self._follow_the_day)

    async def _come_back(self, place: Place, rest: Iterable[str]) -> None:
        """To the place of the last lock; until it is there, it is what a lock would keep, and nothing is changed."""
        try:
            await open_the_rest(self, rest)
            self._only_looks = True
            await self._going_there(show_as_left(self, place))
        finally:
            self.comes_back_to, self._only_looks = None, False

    def _say_what_is_kept(self, seen: Glance, place: Place) -> None:
        """Of texts that were typed and not saved, where nothing else brings them back."""
        kept = 0 if place.over or place.asked else seen.drafts
        if kept:
            texts = "1 text" if kept == 1 else f"{kept} texts"
            self.say(f"{texts} typed before, not saved yet: kept, and there again where it was typed; / finds it.")

    async def begin_guide(self, *, is_code_written: bool) -> None:
        """The first steps, in a vault just made."""
        from supervision_tui.screens.guide import GuideScreen

        await self.push_screen(GuideScreen())
        later = "" if is_code_written else " The recovery code was not typed back: r on Vault (V) makes another."
        self.say(f"The vault is made.{later}")

    def action_guide(self) -> None:
        """The first steps."""
        from supervision_tui.screens.guide import GuideScreen

        if not self.screen.is_modal and not isinstance(self.screen, GuideScreen):
            self.push_screen(GuideScreen())

    def place(self) -> Place:
        """Where the person is."""
        return self.comes_back_to or place_of(self)

    def has_form_of(self, place: Place) -> bool:
        """Tell whether the form of that place stands in front."""
        return still_stands(self, place.asked)

    def place_to_keep(self) -> str:
        """Where somebody writes just now; nothing while the app is locking, which keeps its own."""
        place = self.place()
        if self.is_locking or not place.is_worth_keeping:
            return ""
        self._place_kept = place.to_json()
        return self._place_kept

    async def _keep_place(self) -> None:
        """While somebody writes, the place is kept each second: a crash, a kill and a power cut come back to it."""
        if self.is_locking:
            return
        before, wanted = self._place_kept, self.place_to_keep()
        if wanted and wanted != before:
            await self.keep_place(wanted)
        elif before and not wanted:
            self._place_kept = ""
            await self.forget_place()

    async def forget_draft(self, key: str) -> None:
        """Forget typed text that was saved or left, and at once that its form stood in front."""
        await super().forget_draft(key)
        if key != PLACE:
            await self._keep_place()

    async def _follow_the_day(self) -> None:
        """An app that stays open over midnight shows the new day."""
        if not self.is_locking and await self.notice_new_day():
            self.store_changed.publish("a new day")

    # The way to the desk

    async def desk(self, verb: Callable[..., Result], *arguments: Any, **named: Any) -> Result | None:
        """Run a desk verb on the store's thread; a refusal becomes a notice and gives nothing."""
        from supervision_tui.desk.imports.files import ImportRefused
        from supervision_tui.desk.moment import Refused

        try:
            return await self.ask_desk(verb, *arguments, **named)
        except (Refused, ImportRefused) as why:
            self.refused += 1
            self.notify(str(why), severity="warning", markup=False, timeout=8)
            return None

    async def ask_desk(self, verb: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
        """The same, but a refusal is raised, for a form that shows it itself."""
        from supervision_tui.desk.moment import Refused

        if self._only_looks and does_change(verb):
            raise Refused("What stood here has changed meanwhile; nothing was done by itself.")
        try:
            result = await self.run_verb(verb, *arguments, moment=self.moment(), **named)
        except VaultError as why:
            raise Refused(str(why)) from None
        if does_change(verb):
            self._can_take_back = is_taken_back(verb)
            await self.veil_new_names()
            self.store_changed.publish(verb.__name__)
        return result

    async def care(self, verb: Callable[..., Result], *arguments: Any, **named: Any) -> Result | None:
        """Run a verb of the vault's keeping in a thread of its own; a refusal becomes a notice and gives nothing."""
        from supervision_tui.desk.moment import Refused

        try:
            return await self.ask_care(verb, *arguments, **named)
        except Refused as why:
            self.notify(str(why), severity="warning", markup=False, timeout=10)
            return None

    async def ask_care(self, verb: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
        """The same, but a refusal is raised, for a form that shows it itself."""
        from supervision_tui.desk.moment import Refused

        try:
            with self.under_way.answer():
                return await asyncio.to_thread(verb, self.store, *arguments, self.moment(), **named)
        except AlreadyThere as why:
            raise Refused(why.says, code=why.code) from None
        except VaultError as why:
            raise Refused(str(why)) from None
        finally:
            self.changes += 1

    # What screens ask of the app

    def person(self, name: str | None) -> str:
        """A name as it may be shown now."""
        if not name:
            return "nobody"
        return initials(name) if self.names_blanked else name

    def say(self, text: str) -> None:
        """A notice; the newest alone is worth its line."""
        self.clear_notifications()
        self.notify(text, markup=False, timeout=4)

    def clear_notices(self) -> None:
        """Nothing that was said stands in the way any more."""
        self.clear_notifications()

    def done(self, text: str) -> None:
        """A notice that a record was changed, and the key that takes it back where it can be."""
        self.clear_notifications()
        key, screen = self.keys.words(everywhere.Undo), self.screen
        if is_written(key) and isinstance(screen, DeskScreen) and screen.is_written_on:
            key = f"{self.keys.words(everywhere.Palette)} {everywhere.Undo.name.casefold()}"
        self.notify(f"{text} {key} takes it back." if self._can_take_back else text, markup=False, timeout=6)

    async def counts_of_modes(self) -> dict[str, str]:
        """How many there are of what each mode shows; nothing while it is locked."""
        from supervision_tui.desk.counts import counts_of_modes

        return (await self.desk(counts_of_modes) or {}) if self._store is not None and not self.is_locking else {}

    def do_in(self, mode: str, action: str) -> None:
        """Go to a mode, and do there what one of its commands does."""
        self.run_worker(self._going_there(self._do_in(mode, action)))

    async def _do_in(self, mode: str, action: str) -> None:
        await self.switch_mode(mode)
        if isinstance(self.screen, DeskScreen):
            await self.screen.when_loaded()
        await self.run_action(action, self.screen)

    def open_in(self, mode: str, key: str) -> None:
        """Go to a mode with the row of that key in focus."""
        self.run_worker(self._going_there(self._open_in(mode, key)))

    async def _open_in(self, mode: str, key: str) -> None:
        came_from = self.current_mode
        await self.switch_mode(mode)
        if self.current_mode != mode:  # another key was faster
            return
        self._came_from = came_from
        focus = getattr(self.screen, "focus_on", None)
        if focus:
            await self.screen.wait_for_refresh() if not self.screen.query(Rows) else None
            focus(key)

    def supervise(self, worker_id: int) -> None:
        """Begin or resume supervision with a worker."""
        if isinstance(self.screen, DeskScreen):
            ask_for(self.screen, Asked("supervise", (str(worker_id),)))

    def open_sitting(self, session_id: int, child: str = "", *, is_begun_here: bool = False) -> None:
        """Open a session that is there, or was begun just now, at a child of it, where none is open already."""
        from supervision_tui.screens.session import SessionScreen

        if not self.has_session_open():
            self.push_screen(SessionScreen(session_id, child, is_begun_here=is_begun_here))

    def has_session_open(self) -> bool:
        """Tell whether a session is open already, and say so."""
        from supervision_tui.screens.session import SessionScreen

        found = any(isinstance(screen, SessionScreen) for screen in self.screen_stack)
        if found:
            self.say("A session is open already; leave it first (esc), its text is kept.")
        return found

    def prepare(self, worker_id: int) -> None:
        """Prepare the next session with a worker."""
        self.run_worker(self._prepare(worker_id))

    async def _prepare(self, worker_id: int) -> None:
        from supervision_tui.desk.preparation import session_to_prepare
        from supervision_tui.screens.preparation import PreparationScreen

        session_id = await self.desk(session_to_prepare, worker_id)
        if session_id is not None:
            await self.push_screen(PreparationScreen(session_id))

    def go_to_hit(self, goes_to: str, key: str) -> None:
        """Go to a place that a search has found."""
        self.run_worker(go_to_hit(self, goes_to, key))

    # Actions

    def is_kept_for_writing(self, key: str) -> bool:
        """Tell whether a key is part of a sentence where people write, and of the whole app: then it does nothing."""
        screen = self.screen
        if not (is_written(key) and isinstance(screen, DeskScreen) and screen.is_written_on):
            return False
        found = screen.active_bindings.get(key)
        if found is None or found.node is not self:
            return False
        self.say(f"Letters are for writing here; {self.keys.words(everywhere.Palette)} finds every command.")
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key acts while a form is about to open."""
        is_opening = getattr(self.screen, "is_opening", False) and action not in ALWAYS
        return not is_opening and super().check_action(action, parameters)

    def delay_update(self, delay: float = _BRIEF) -> None:
        """Textual holds back what is drawn while a mode is gone to for longer than ours takes to stand there."""
        super().delay_update(min(delay, _BRIEF))

    def action_command_palette(self) -> None:
        """Find any action by its name."""
        if not CommandPalette.is_open(cast(App[object], self)):
            self.push_screen(Palette(id="--command-palette"))

    async def action_go(self, mode: str) -> None:
        """Go to a mode."""
        over = self.screen_stack[1:]
        if mode not in MODE_IDS or self.screen.is_modal:
            return
        if not all(isinstance(screen, DeskScreen) and screen.gives_way for screen in over):
            self.say("Leave what is open first (esc); what is typed there is kept.")
            return
        for screen in reversed(over):
            if screen is self.screen:
                await self.pop_screen()
        self._came_from = ""
        await self.switch_mode(mode)

    def action_help(self) -> None:
        """Show every key of this screen."""
        from supervision_tui.screens.help import HelpScreen

        screen = self.screen
        if not screen.is_modal:
            is_written_on = isinstance(screen, DeskScreen) and screen.is_written_on
            self.push_screen(HelpScreen(getattr(screen, "WHERE", ""), but_letters=is_written_on))

    async def action_back(self) -> None:
        """Go back to the screen before, or to the mode from which a line was opened."""
        if len(self.screen_stack) > 1:
            await self.pop_screen()
        elif self._came_from:
            came_from, self._came_from = self._came_from, ""
            await self.switch_mode(came_from)

    async def action_search(self) -> None:
        """Find a word in everything that was written."""
        from supervision_tui.screens.search import SearchScreen

        if not self.screen.is_modal and not isinstance(self.screen, SearchScreen):
            await self.push_screen(SearchScreen())

    async def action_undo(self) -> None:
        """Take the last change back."""
        from supervision_tui.desk.undo import take_back
        from supervision_tui.screens.session import SessionScreen

        if self.screen.is_modal or self.is_read_only:
            return
        held = next((each.session_id for each in self.screen_stack if isinstance(each, SessionScreen)), None)
        words = await self.care(take_back, open_session=held)
        if words:
            self.store_changed.publish("undo")
            self.say(f"Taken back: {words}.")

    def action_bring_in(self) -> None:
        """Import a caseload from a file."""
        if isinstance(self.screen, DeskScreen):
            ask_for(self.screen, Asked("bring in"))

    def action_import_names(self) -> None:
        """Import names of children by pasting lines."""
        if isinstance(self.screen, DeskScreen):
            ask_for(self.screen, Asked("import names"))

    def action_undo_import(self) -> None:
        """Undo the last import as a whole."""
        if isinstance(self.screen, DeskScreen):
            ask_for(self.screen, Asked("undo import"))

    def action_choose_theme(self) -> None:
        """Choose a theme, and see it meanwhile."""
        from supervision_tui.screens.theme_chooser import ThemeChooser

        if not isinstance(self.screen, ThemeChooser):
            self.push_screen(ThemeChooser())

    def action_settings(self) -> None:
        """What a person sets."""
        from supervision_tui.screens.settings import SettingsScreen

        if not self.screen.is_modal and not isinstance(self.screen, SettingsScreen):
            self.push_screen(SettingsScreen())

    def action_vault(self) -> None:
        """Show how the vault is kept."""
        from supervision_tui.screens.vault import VaultScreen

        if not self.screen.is_modal and not isinstance(self.screen, VaultScreen):
            self.push_screen(VaultScreen())
