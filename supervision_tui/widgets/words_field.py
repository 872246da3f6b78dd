"""A field for the words by which something is found: while names are hidden, no name is read in it either."""

from __future__ import annotations

from supervision_tui.runtime.running import running_of

from .line_field import LineField


class WordsField(LineField):
    """Shown as dots while names are hidden and a word typed in it is one, in whatever case it was typed."""

    def on_mount(self) -> None:
        """Names may be hidden while words stand here."""
        running_of(self).store_changed.subscribe(self, self._hide_names)

    def on_unmount(self) -> None:
        """Left for good."""
        running_of(self).store_changed.unsubscribe(self)

    def watch_value(self) -> None:
        """Look at each word that is typed."""
        self._hide_names("")

    def _hide_names(self, _what: str) -> None:
        names = running_of(self).names
        self.password = any(names.hides_word(word) for word in self.value.split())
