"""A choice among a few words, all in view as pills: left, right, space or a first letter picks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click, Key
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from supervision_tui.runtime.bindings import bindings_for

from .by_letter import next_of, takes_letter
from .focus import PicksByLetter
from .text_styles import line, lines

_ASSUMED = 60  # cells, before it is known how many there are


class Choice(PicksByLetter, Widget, can_focus=True):
    """One of several words. Posts `Choice.Changed`.

    `labels` are what is shown of words that are codes. One that `picks` tells when a letter picked
    a word, where no other word begins with it.
    """

    DEFAULT_CSS = "Choice { height: auto; padding: 0 1; }"
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
        labels: Mapping[str, str] | None = None,
        picks: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.words = tuple(words)
        shown = labels or {}
        self._shown = tuple(shown.get(word, word) for word in words)
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

    def watch_picked(self) -> None:
        """Tell the form."""
        self.post_message(self.Changed(self, self.value))

    def on_key(self, event: Key) -> None:
        """A letter picks the next word that begins with it, and is no command."""
        places = takes_letter(self, event, self._shown)
        if places:
            self.picked = next_of(places, self.picked)
            if self._picks and len(places) == 1:
                self.post_message(self.Picked(self))

    def on_click(self, event: Click) -> None:
        """A click picks the word it is on."""
        at = event.get_content_offset(self)
        if at is None:
            return
        for row, pills in enumerate(self._rows(self.content_size.width)):
            for begins, place in pills:
                if at.y == row and begins <= at.x < begins + _width(self._shown[place]):
                    self.picked = place

    def action_turn(self, step: int) -> None:
        """Pick the next or previous word."""
        self.picked = (self.picked + step) % len(self.words)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the pills take."""
        return len(self._rows(width))

    def render(self) -> Content:
        """The pills; brackets stand around the one that is picked, also without colour."""
        shown = []
        for pills in self._rows(self.content_size.width):
            parts: list[str | tuple[str, str]] = []
            for _begins, place in pills:
                parts += [self._pill(place), " "]
            shown.append(line(*parts[:-1]))
        return lines(*shown)

    def on_focus(self) -> None:
        """The picked word is in the accent."""
        self.refresh()

    def on_blur(self) -> None:
        """The picked word stands out less."""
        self.refresh()

    def _pill(self, place: int) -> tuple[str, str]:
        word = self._shown[place]
        if place != self.picked:
            return f" {word} ", "pill"
        if self.has_focus:
            return f"[{word}]", "picked-here"
        return f"[{word}]", "picked"

    def _rows(self, width: int) -> list[list[tuple[int, int]]]:
        """Lay out the pills line by line: where each begins, and which word it is."""
        rows: list[list[tuple[int, int]]] = [[]]
        at = 0
        for place, word in enumerate(self._shown):
            if rows[-1] and at + _width(word) > (width or _ASSUMED):
                rows.append([])
                at = 0
            rows[-1].append((at, place))
            at += _width(word) + 1
        return rows


def _width(word: str) -> int:
    return cell_len(word) + 2
