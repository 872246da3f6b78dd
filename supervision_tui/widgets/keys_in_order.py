"""Keys act in the order in which they were pressed, however fast they come: over a slow line they
come in bursts.
"""

from __future__ import annotations

import re

from textual.binding import BindingsMap
from textual.events import Key
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Input, TextArea

from supervision_tui.runtime.running import running_of

from .focus_in_view import ManyLines, show_row

_PHRASE = re.compile(r";;([\w-]+)$")
_BEHIND_A_PHRASE = ("space", "enter", "tab")


async def act_among_letters(field: Input | TextArea, event: Key) -> None:
    """Let a field's own key (delete, undo, move) act among the letters.

    Textual lets such a key bubble through everything around the field first; letters that follow
    would overtake it.
    """
    if event.is_printable:
        return
    for binding in own_keys(field).key_to_bindings.get(event.key, ()):
        field._restart_blink()  # as after a letter: the cursor is seen where it goes
        if await field.app.run_action(binding.action, field):
            event.stop()
            event.prevent_default()
            return


def own_keys(widget: Widget) -> BindingsMap:
    """The keys of a widget as a person has set them."""
    keys = widget._bindings.copy()
    keys.apply_keymap(running_of(widget).keys.for_textual())
    return keys


class TextField(ManyLines, TextArea):
    """A field for text of any length; `;;name` before a space is a phrase of one's own."""

    async def _on_key(self, event: Key) -> None:
        if event.key in _BEHIND_A_PHRASE:
            self._write_phrase()
        await act_among_letters(self, event)

    def _write_phrase(self) -> None:
        """Write the phrase whose name stands before the cursor."""
        row, column = self.cursor_location
        named = _PHRASE.search(self.document.get_line(row)[:column])
        phrases = running_of(self).look.settings.phrases
        phrase = phrases.get(named[1].casefold()) if named else None
        if named and phrase:
            self.replace(phrase, (row, named.start()), (row, column))

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Bring the cursor into view.

        Not while an undo has taken the lines away and the cursor still stands there.
        """
        if self.cursor_location[0] >= self.document.line_count:
            return Offset()
        self.call_after_refresh(self.show_cursor_line)  # the field may have grown by then
        return super().scroll_cursor_visible(center, animate)

    def show_cursor_line(self) -> None:
        """Bring the cursor's line into view within the field, and the field within its place."""
        if self.is_attached and self.cursor_location[0] < self.document.line_count:
            super().scroll_cursor_visible()
            row = self.wrapped_document.location_to_offset(self.cursor_location).y
            show_row(self, row - self.scroll_offset.y + self.styles.gutter.top)
