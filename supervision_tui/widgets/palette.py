"""The palette: every action by name; those of other screens go there first."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from textual.await_complete import AwaitComplete
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.fuzzy import Matcher
from textual.widgets import Input

from supervision_tui.commands import COMMANDS, MODES, Command, commands_for
from supervision_tui.runtime.running import running_of

from .desk_screen import where_of
from .leaves_once import LeavesOnce

_ELSEWHERE = 0.5  # how much less an action of another screen weighs
_WHOLE_WORDS = 100.0  # more than all letters in their order ever weigh


_NOTHING = DiscoveryHit("", lambda: None)


class Palette(LeavesOnce, CommandPalette):
    """Textual's palette, which a second click or a key that comes too early does not upset."""

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Leave it; a command that was picked twice runs once."""
        if not self.is_current:
            self._selected_command = _NOTHING
        return super().dismiss(result)

    def _action_command_list(self, action: str) -> None:
        with contextlib.suppress(KeyError):  # a page on in a list whose lines are not laid out yet
            super()._action_command_list(action)


class Commands(Provider):
    """The commands of the screen below and those that apply everywhere.

    Found by words, those of the other modes.
    """

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        self._counts: Mapping[str, str] = {}

    async def startup(self) -> None:
        """Count how many wait where, to be said beside the modes."""
        from supervision_tui.desk.today.counts import counts_of_modes

        self._counts = await running_of(self.app).desk.try_run(counts_of_modes) or {}

    async def discover(self) -> Hits:
        """Those that apply now, before anything is typed."""
        settings = running_of(self.app).look.settings
        here = [each for each in self._here() if settings.is_for_service or not each.for_service]
        modes = [command for command in here if command.id.startswith("go.")]
        for command in (*modes, *(each for each in here if each not in modes)):
            yield DiscoveryHit(
                self._name(command), self._runner(command.action), help=self._help(command)
            )

    async def search(self, query: str) -> Hits:
        """Those whose name or sentence holds what was typed."""
        self._hide_names(query)
        matcher = self.matcher(query)
        words = query.casefold().split()
        for command in self._here():
            name = self._name(command)
            score = _score(matcher, name, command, words)
            if score:
                yield Hit(
                    score,
                    matcher.highlight(name),
                    self._runner(command.action),
                    help=self._help(command),
                )
        for title, mode, command in self._elsewhere():
            name = f"{title}: {command.name}"
            score = _score(matcher, name, command, words) * _ELSEWHERE
            if score:
                go = self._runner_elsewhere(mode, command.action)
                yield Hit(score, matcher.highlight(name), go, help=self._help(command))

    def _hide_names(self, query: str) -> None:
        """While names are hidden none is read in the palette's own field either."""
        hides = running_of(self.app).names.hides_word
        for field in self.app.screen.query(Input):
            field.password = any(hides(word) for word in query.split())

    def _here(self) -> list[Command]:
        is_demo = running_of(self.app).vault.is_demo
        found = commands_for(where_of(self.screen))
        return [each for each in found if is_demo or not each.for_demo]

    def _elsewhere(self) -> list[tuple[str, str, Command]]:
        here = where_of(self.screen)
        # The palette is one; from a screen in front of a mode one goes back first.
        if len(self.app.screen_stack) > 2:
            return []
        titles = {mode: title for _, title, mode in MODES if mode != here}
        return [(titles[each.where], each.where, each) for each in COMMANDS if each.where in titles]

    def _name(self, command: Command) -> str:
        count = ""
        if command.id.startswith("go."):
            count = self._counts.get(command.id.removeprefix("go."), "")
        if count:
            return f"{command.name} · {count}"
        return command.name

    def _help(self, command: Command) -> str:
        return f"{command.says}  {running_of(self.app).keys.words(command)}"

    def _runner(self, action: str) -> Callable[[], Awaitable[bool]]:
        app, screen = self.app, self.screen
        namespace = screen if hasattr(screen, f"action_{action.split('(')[0]}") else app
        return lambda: app.run_action(action, namespace)

    def _runner_elsewhere(self, mode: str, action: str) -> Callable[[], None]:
        return lambda: running_of(self.app).navigation.do_in(mode, action)


def _score(matcher: Matcher, name: str, command: Command, words: Sequence[str]) -> float:
    """Weigh how well an action fits what was typed: whole words first, then letters in order."""
    letters = max(
        matcher.match(name),
        matcher.match(command.says) * 0.8,
        matcher.match(command.also) * 0.8,
    )
    return letters + _WHOLE_WORDS * _holds(command, words)


def _holds(command: Command, words: Sequence[str]) -> float:
    """Weigh how well an action holds these words: in its name most, then elsewhere."""
    name, also, says = (
        re.findall(r"[^\W_]+", text.casefold())
        for text in (command.name, command.also, command.says)
    )
    for weight, held in ((3.0, name), (2.0, [*name, *also]), (1.0, [*name, *also, *says])):
        if words and all(any(each.startswith(word) for each in held) for word in words):
            return weight
    return 0.0
