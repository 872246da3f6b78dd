"""The app: modes, themes, the way to the desk, and the one place where an error becomes a notice."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from textual.app import App, SystemCommand
from textual.command import Hit, Hits, Provider
from textual.screen import Screen
from textual.signal import Signal

from supervision_tui.clock import Clock
from supervision_tui.commands import MODE_IDS, bindings_for, commands_for
from supervision_tui.practice.policy import Policy, default_policy
from supervision_tui.practice.wording import initials
from supervision_tui.themes import all_themes
from supervision_tui.vault.errors import VaultError
from supervision_tui.vault.store import Store, does_change

Result = TypeVar("Result")
LOCKED = "locked"


class Commands(Provider):
    """The palette: every command that applies on this screen, by name."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for command in commands_for(getattr(self.screen, "WHERE", "")):
            yield Hit(1, command.name, self._runner(command.action), help=f"{command.says}  {command.key_words()}")

    async def search(self, query: str) -> Hits:
        """Those whose name or sentence holds what was typed."""
        matcher = self.matcher(query)
        for command in commands_for(getattr(self.screen, "WHERE", "")):
            score = max(matcher.match(command.name), matcher.match(command.says) * 0.8)
            if score:
                label = matcher.highlight(command.name)
                yield Hit(score, label, self._runner(command.action), help=f"{command.says}  {command.key_words()}")

    def _runner(self, action: str) -> Callable[[], Awaitable[bool]]:
        app, screen = self.app, self.screen
        namespace = screen if hasattr(screen, f"action_{action.split('(')[0]}") else app
        return lambda: app.run_action(action, namespace)


class SupervisionApp(App[str]):
    """Supervision, on an open store. `error` holds what stopped it, if something did."""

    TITLE = "supervision-tui"
    CSS_PATH = Path(__file__).parent / "app.tcss"
    COMMANDS = {Commands}
    BINDINGS = bindings_for("everywhere")

    def __init__(self, store: Store, clock: Clock) -> None:
        super().__init__()
        self.store = store
        self.clock = clock
        self.team = "…"
        self.names_blanked = False
        self._came_from = ""
        self.error: VaultError | None = None
        self.store_changed: Signal[str] = Signal(self, "store changed")
        self._themes = all_themes()
        for theme in self._themes.values():
            self.register_theme(theme)
        self.theme = next(iter(self._themes))

    @property
    def today(self) -> date:
        """The day on which the app looks at the records."""
        return self.clock.today()

    @property
    def is_as_of(self) -> bool:
        """Whether that is another day than the real one."""
        return self.clock.as_of is not None and self.clock.fixed is None

    def policy(self) -> Policy:
        """The practice policy in force."""
        return default_policy()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours that have a meaning, so that the sheet can be read before a theme is set."""
        return dict(next(iter(all_themes().values())).variables)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """None of Textual's own: a screenshot would put a record into a folder."""
        return ()

    async def on_mount(self) -> None:
        """Paint first; the data layer is brought up in its thread meanwhile."""
        self._end_on_signals()
        self.run_worker(self._open(), exit_on_error=False)

    async def _open(self) -> None:
        from supervision_tui.screens import mode_screens

        try:
            if not self.store.is_prepared:
                await asyncio.to_thread(self.store.prepare)
        except VaultError as why:
            self.error = why
            self.exit(return_code=why.exit_status)
            return
        for mode, screen in mode_screens().items():
            self.add_mode(mode, screen)
        await self.read_team()
        await self.switch_mode("today")

    async def read_team(self) -> None:
        """Read the team's name for the masthead."""
        from supervision_tui.desk.people import team_name

        self.team = await self._submit(team_name)

    # The way to the desk

    async def desk(self, verb: Callable[..., Result], *arguments: Any, **named: Any) -> Result | None:
        """Run a desk verb on the store's thread; a refusal becomes a notice and gives nothing."""
        from supervision_tui.desk.caseload import ImportRefused
        from supervision_tui.desk.moment import Refused

        try:
            return await self.ask_desk(verb, *arguments, **named)
        except (Refused, ImportRefused, VaultError) as why:
            self.notify(str(why), severity="warning", markup=False, timeout=8)
            return None

    async def ask_desk(self, verb: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
        """The same, but a refusal is raised, for a form that shows it itself."""
        result = await self._submit(verb, *arguments, moment=self._moment(), **named)
        if does_change(verb):
            self.store_changed.publish(verb.__name__)
        return result

    async def keep_draft(self, key: str, body: str) -> None:
        """Keep typed text; no record changed, so nobody is told."""
        from supervision_tui.desk.drafts import save_draft

        await self._submit(save_draft, key, body, moment=self._moment())

    async def forget_draft(self, key: str) -> None:
        """Forget typed text that was saved."""
        from supervision_tui.desk.drafts import drop_draft

        await self._submit(drop_draft, key)

    async def kept_draft(self, key: str) -> str | None:
        """Typed text that was kept."""
        from supervision_tui.desk.drafts import find_draft

        return await self._submit(find_draft, key)

    async def _submit(self, verb: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
        return await asyncio.wrap_future(self.store.submit(verb, *arguments, **named))

    def _moment(self) -> Any:
        from supervision_tui.desk.moment import Moment

        return Moment(self.today, self.clock.now(), self.policy())

    # What screens ask of the app

    def person(self, name: str | None) -> str:
        """A name as it may be shown now."""
        if not name:
            return "nobody"
        return initials(name) if self.names_blanked else name

    def say(self, text: str) -> None:
        """A notice that something was done."""
        self.notify(text, markup=False, timeout=4)

    def open_in(self, mode: str, key: str) -> None:
        """Go to a mode with the row of that key in focus."""
        self.run_worker(self._open_in(mode, key))

    async def _open_in(self, mode: str, key: str) -> None:
        came_from = self.current_mode
        await self.switch_mode(mode)
        self._came_from = came_from
        focus = getattr(self.screen, "focus_on", None)
        if focus:
            focus(key)

    def supervise(self, worker_id: int) -> None:
        """Begin or resume supervision with a worker."""
        self.run_worker(self._supervise(worker_id))

    async def _supervise(self, worker_id: int) -> None:
        from supervision_tui.desk.sitting import begin_sitting
        from supervision_tui.screens.session import SessionScreen

        session_id = await self.desk(begin_sitting, worker_id)
        if session_id is not None:
            await self.push_screen(SessionScreen(session_id))

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key acts while a form is about to open."""
        return not getattr(self.screen, "is_opening", False) and super().check_action(action, parameters)

    async def action_go(self, mode: str) -> None:
        """Go to a mode."""
        self._came_from = ""
        if mode in MODE_IDS and not self.screen.is_modal and len(self.screen_stack) == 1:
            await self.switch_mode(mode)

    def action_help(self) -> None:
        """Show every key of this screen."""
        from supervision_tui.screens.help import HelpScreen

        if not self.screen.is_modal:
            self.push_screen(HelpScreen(getattr(self.screen, "WHERE", "")))

    async def action_back(self) -> None:
        """Go back to the screen before, or to the mode from which a line was opened."""
        if len(self.screen_stack) > 1:
            await self.pop_screen()
        elif self._came_from:
            came_from, self._came_from = self._came_from, ""
            await self.switch_mode(came_from)

    def action_blank_names(self) -> None:
        """Show references and initials only, or names again."""
        self.names_blanked = not self.names_blanked
        self.store_changed.publish("names")

    def action_bring_in(self) -> None:
        """Bring in a caseload from a file."""
        from supervision_tui.screens.bring_in import bring_in

        self.run_worker(bring_in(self))

    def action_next_theme(self) -> None:
        """Change to the next theme."""
        names = list(self._themes)
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    async def action_lock(self) -> None:
        """Close the vault at once; typed text is kept."""
        await self.keep_all_drafts()
        self.exit(LOCKED)

    async def action_leave(self) -> None:
        """Close the app; typed text is kept."""
        await self.keep_all_drafts()
        self.exit()

    async def keep_all_drafts(self) -> None:
        """Keep what is typed on every open screen."""
        for screen in self.screen_stack:
            keep = getattr(screen, "keep", None)
            if keep:
                await keep()

    def _end_on_signals(self) -> None:
        """A closed terminal or a request to end saves the drafts first, where the platform lets us."""
        loop = asyncio.get_running_loop()
        for each in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
            try:
                loop.add_signal_handler(each, lambda: self.run_worker(self.action_leave()))
            except (NotImplementedError, RuntimeError, ValueError):
                return

    def _fatal_error(self) -> None:
        """Say where it happened, but neither locals nor the error's words: they may be from a record."""
        import sys
        import traceback

        kind, _, trace = sys.exc_info()
        last = traceback.extract_tb(trace)[-1] if trace else None
        where = f" in {Path(last.filename).name}, line {last.lineno}" if last else ""
        name = kind.__name__ if kind else "error"
        self._exit_renderables.append(f"Something went wrong ({name}{where}). What you typed is kept.")
        self._close_messages_no_wait()
