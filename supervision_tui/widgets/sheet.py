"""A sheet at the right, in front of a screen that stays readable."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Vertical

from supervision_tui.commands import command_of
from supervision_tui.runtime.running import running_of

from .keys_in_text import with_keys
from .text_styles import line, says


class Sheet(Vertical):
    """The frame of a dialog: its title in the upper edge, its keys in the lower one.

    `keys` are the ids of commands, each with the word that says what it does here. A wide one takes
    most of the screen.
    """

    DEFAULT_CSS = """
    Sheet { dock: right; width: 56; height: 100%; background: $panel; border: heavy $focus;
            border-title-color: $focus; border-title-style: bold; border-title-background: $panel;
            border-subtitle-color: $text; border-subtitle-style: none;
            border-subtitle-background: $panel; }
    """

    def __init__(
        self, title: str, keys: Iterable[tuple[str, str]], *, is_wide: bool = False
    ) -> None:
        width = "-broad" if is_wide else ""
        super().__init__(classes=width)
        self._title = title
        self._keys = tuple(keys)

    def on_mount(self) -> None:
        """Show the title, and the keys as they are set."""
        self._border_title = says(with_keys(self._title, self))
        parts: list[str | tuple[str, str]] = []
        for command_id, word in self._keys:
            key = running_of(self).keys.words(command_of(command_id))
            if key:
                parts += [(key, "focus"), f" {word}", "   "]
        self._border_subtitle = line(*parts[:-1])
