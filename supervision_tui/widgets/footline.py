"""The foot of every screen: the keys of what is in hand, and those that act everywhere."""

from __future__ import annotations

from textual.widget import Widget

from supervision_tui.commands import EVERYWHERE, Command, Keymap, footer_for
from supervision_tui.runtime.running import running_of

from .focus import takes_text
from .key_line import KeyEntry, KeyLine, NamesItsKeys

_WIDE, _FEW_KEYS = 100, 6  # columns from which on more than so many keys stand in the footer


class Footline(KeyLine):
    """The keys of a screen by importance, as many as fit, at most six if narrow; help always."""

    DEFAULT_CSS = "Footline { dock: bottom; background: $panel; color: $text; padding: 0 1; }"

    def __init__(self, where: str, *, is_written_on: bool = False) -> None:
        super().__init__()
        self._where = where
        self._is_written_on = is_written_on

    def on_resize(self) -> None:
        """The keys as they are set."""
        self.follow(self.screen.focused)

    def follow(self, focused: Widget | None) -> None:
        """Name, where text is typed, the keys that act there: none that is a letter."""
        keys, typing = running_of(self).keys, takes_text(focused)
        here, everywhere = [], []
        taken: set[str] = set()
        for command in footer_for(self._where):
            words = self._words(keys, command, typing=typing)
            if not words or words in taken:
                continue
            taken.add(words)
            entry = KeyEntry(words, _lowered(command.name), command.action)
            if command.where == EVERYWHERE and command.footer:
                everywhere.append(entry)
            else:
                here.append(entry)
        if isinstance(focused, NamesItsKeys):
            here = list(focused.KEYS_HERE)
        if self.app.size.width < _WIDE:
            *_, help_entry = everywhere
            self.show_keys(here[: _FEW_KEYS - 1], [help_entry])
        else:
            self.show_keys(here, everywhere)

    def _words(self, keys: Keymap, command: Command, *, typing: bool) -> str:
        if typing:
            return keys.words_while_typing(command)
        return keys.words(command, but_letters=self._is_written_on and command.where == EVERYWHERE)


def _lowered(name: str) -> str:
    if name.isupper():
        return name
    return name.lower()
