"""A choice among a few words, all in view, or one where there is little room: left, right or space
changes it.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.events import Key
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from supervision_tui.runtime.bindings import bindings_for

from .by_letter import next_of, takes_letter
from .focus import PicksByLetter
from .text_styles import line


class Choice(PicksByLetter, Static, can_focus=True):
    """One of several words. Posts `Choice.Changed`."""

    DEFAULT_CSS = """
    Choice { height: 1; padding: 0 1; }
    Choice:focus { background: $cursor; }
    """
    BINDINGS = bindings_for("choice")
    picked: reactive[int] = reactive(0)

    class Changed(Message):
        """Another word was picked."""

        def __init__(self, choice: Choice, value: str) -> None:
            super().__init__()
            self.choice = choice
            self.value = value

    class Picked(Message):
        """A letter picked a word, where that is the whole answer: no other word begins with it."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    def __init__(
        self,
        words: Sequence[str],
        value: str = "",
        *,
        one_in_view: bool = False,
        picks: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.words = tuple(words)
        self._one_in_view = one_in_view
        self._picks = picks
        place = self.words.index(value) if value in self.words else 0
        self.set_reactive(Choice.picked, place)

    @property
    def value(self) -> str:
        """The word that is picked."""
        return self.words[self.picked]

    @value.setter
    def value(self, word: str) -> None:
        self.picked = self.words.index(word) if word in self.words else 0

    def on_mount(self) -> None:
        """Paint it."""
        self._paint()

    def watch_picked(self) -> None:
        """Paint it anew and tell the form."""
        self._paint()
        self.post_message(self.Changed(self, self.value))

    def on_key(self, event: Key) -> None:
        """A letter picks the next word that begins with it, and is no command."""
        places = takes_letter(self, event, self.words)
        if places:
            self.picked = next_of(places, self.picked)
            if self._picks and len(places) == 1:
                self.post_message(self.Picked(self))

    def on_click(self) -> None:
        """A click turns it."""
        self.action_turn(1)

    def action_turn(self, step: int) -> None:
        """Pick the next or previous word."""
        self.picked = (self.picked + step) % len(self.words)

    def _paint(self) -> None:
        if self._one_in_view:
            place = (f"  ← → {self.picked + 1} of {len(self.words)}", "quiet")
            self.update(line((f"[{self.value}]", "strong"), place), layout=False)
            return
        parts: list[str | tuple[str, str]] = []
        for n, word in enumerate(self.words):
            here = n == self.picked
            tone = "strong" if here else "quiet"
            shown = f"[{word}]" if here else f" {word} "
            parts += [(shown, tone), " "]
        self.update(line(*parts), layout=False)
