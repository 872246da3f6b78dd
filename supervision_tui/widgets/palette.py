"""The palette: every command that applies on this screen, by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual.command import Hit, Hits, Provider

from supervision_tui.commands import commands_for


class Commands(Provider):
    """The commands of the screen below, and those that apply everywhere."""

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
