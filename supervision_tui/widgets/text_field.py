"""A field for text of any length: with phrases of one's own, and unknown words underlined."""

from __future__ import annotations

import re
from typing import Any

from rich.text import Text
from textual.events import Key
from textual.geometry import Offset
from textual.widgets import TextArea

from supervision_tui.runtime.running import running_of

from .focus_in_view import ManyLines, show_row
from .keys_in_order import act_among_letters

_PHRASE = re.compile(r";;([\w-]+)$")
_BEHIND_A_PHRASE = ("space", "enter", "tab")


class TextField(ManyLines, TextArea):
    """A field for text of any length; `;;name` before a space is a phrase of one's own.

    Words that the machine's dictionary does not know are underlined, but for the one at the cursor.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._looked_up: dict[str, bool] = {}

    def on_focus(self) -> None:
        """Read the dictionary, the first time that a text is written in."""
        look = running_of(self).look
        if look.marks_spelling and not self._looked_up:
            self.run_worker(self._mark_spelling(), exit_on_error=False)

    async def _mark_spelling(self) -> None:
        await running_of(self).look.spelling.read()
        self._line_cache.clear()
        self.refresh()

    def get_line(self, line_index: int) -> Text:
        """The line with its unknown words underlined."""
        shown = super().get_line(line_index)
        look = running_of(self).look
        if not look.marks_spelling:
            return shown
        row, column = self.cursor_location
        is_written_in = self.has_focus and row == line_index
        for start, end in look.spelling.unknown_words(shown.plain, self._looked_up):
            if not (is_written_in and start <= column <= end):
                shown.stylize("underline", start, end)
        return shown

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
        is_here = self.is_attached and self.has_focus  # left meanwhile, it shows its beginning
        if is_here and self.cursor_location[0] < self.document.line_count:
            super().scroll_cursor_visible()
            row = self.wrapped_document.location_to_offset(self.cursor_location).y
            show_row(self, row - self.scroll_offset.y + self.styles.gutter.top)
