"""A field of one line: keys act in their order, and a paste of several lines is taken whole."""

from __future__ import annotations

from textual.events import Key, Paste
from textual.widgets import Input

from .keys_in_order import act_among_letters


class OneLine(Input):
    """Come to by tab, what stands there is replaced by what is typed.

    After an arrow, `end` or a click it is edited.
    """

    async def _on_key(self, event: Key) -> None:
        await act_among_letters(self, event)

    def _on_paste(self, event: Paste) -> None:
        """Join several lines by spaces.

        Textual, whose own part comes next, would keep the first and drop the rest.
        """
        lines = [line.strip() for line in event.text.splitlines()]
        if len(lines) > 1:
            event.text = " ".join(filter(None, lines))
