"""Words that are ticked beside a reflective model: the functions of supervision, whose interests
were heard.
"""

from __future__ import annotations

from textual.events import Click, Key
from textual.message import Message
from textual.widgets import Static

from supervision_tui.practice.policy.reflective_models import Ticks
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.widgets.by_letter import next_of, takes_letter
from supervision_tui.widgets.focus import PicksByLetter
from supervision_tui.widgets.text_styles import line


class TickRow(PicksByLetter, Static, can_focus=True):
    """Several words of which any may be ticked, in place. Posts `TickRow.Typed`."""

    DEFAULT_CSS = """
    TickRow { height: auto; }
    TickRow:focus { background: $cursor; }
    """
    BINDINGS = bindings_for("ticks")

    class Typed(Message):
        """A word was ticked, or let go."""

    def __init__(self, ticks: Ticks, ticked: list[str]) -> None:
        super().__init__()
        self.ticks = ticks
        self.ticked = ticked
        self._at = 0

    def show(self, ticked: list[str]) -> None:
        """Edit another child's words."""
        self.ticked = ticked
        self._paint()

    def on_mount(self) -> None:
        """Paint it."""
        self._paint()

    def on_focus(self) -> None:
        """The word at the mark is shown."""
        self._paint()

    def on_blur(self) -> None:
        """And no longer."""
        self._paint()

    def on_key(self, event: Key) -> None:
        """A letter goes to the next word that begins with it, and is no command."""
        places = takes_letter(self, event, self.ticks.words)
        if places:
            self._at = next_of(places, self._at)
            self._paint()

    def on_click(self, _event: Click) -> None:
        """A click ticks the word at the mark."""
        self.action_tick()

    def action_turn(self, step: int) -> None:
        """Go to the next word."""
        self._at = (self._at + step) % len(self.ticks.words)
        self._paint()

    def action_tick(self) -> None:
        """Tick the word at the mark, or let it go."""
        word = self.ticks.words[self._at]
        if word in self.ticked:
            self.ticked.remove(word)
        else:
            self.ticked.append(word)
        self._paint()
        self.post_message(self.Typed())

    def _paint(self) -> None:
        parts: list[str | tuple[str, str]] = [(f"{self.ticks.title}  ", "strong")]
        for n, word in enumerate(self.ticks.words):
            sign = "[x]" if word in self.ticked else "[ ]"
            here = self.has_focus and n == self._at
            if here:
                tone = "focus"
            elif word in self.ticked:
                tone = "plain"
            else:
                tone = "quiet"
            parts += [(f"{sign} {word}", tone), "  "]
        self.update(line(*parts))
