"""A screen's list, narrowed by typed words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from textual.geometry import Size
from textual.reactive import reactive
from textual.screen import Screen

from supervision_tui.runtime.running import running_of

from .key_line import KeyEntry, NamesItsKeys
from .line_field import LineField
from .rows import Row, Rows

Thing = TypeVar("Thing")
_WORDS = "words"
NO_LINE = "No matches. ‹filter.leave› clears the filter."


class FilterField(NamesItsKeys, LineField):
    """Words that every line shown must hold.

    `follow` is told of each letter, `leave` that they are kept.
    """

    DEFAULT_CSS = "FilterField { dock: bottom; display: none; }"
    virtual_size = reactive(Size(0, 0))  # what is typed moves nothing else
    KEYS_HERE = (
        KeyEntry("enter", "keep these words", "unfilter"),
        KeyEntry("esc", "back to the list", "unfilter"),
    )

    def __init__(
        self, placeholder: str, follow: Callable[[], None], leave: Callable[[], None]
    ) -> None:
        super().__init__(placeholder=placeholder, hides_names=True, id="filter")
        self._follow = follow
        self._leave = leave

    def on_input_changed(self) -> None:
        """The list follows the words."""
        self._follow()

    def on_input_submitted(self) -> None:
        """Back to the list, narrowed."""
        self._leave()


class ListFilter:
    """The words by which a screen's list is narrowed, typed into `field`.

    `show` shows the lines that hold them.
    """

    def __init__(self, screen: Screen[Any], placeholder: str, show: Callable[[], None]) -> None:
        self.field = FilterField(placeholder, show, self.leave)
        self._screen = screen
        self._show = show
        self._things: Iterable[Any] = ()  # that were narrowed last
        self._folded: list[tuple[Any, str]] = []  # each with its text

    @property
    def words(self) -> list[str]:
        """The words typed, folded."""
        return self.field.value.casefold().split()

    def narrowed(self, things: Iterable[Thing], text: Callable[[Thing], str]) -> list[Thing]:
        """The things whose text holds every word typed; without words none is looked at.

        Of the same things the texts are made once, and not at each letter.
        """
        words = self.words
        if not words:
            self._things, self._folded = (), []
            return list(things)
        if self._things is not things:
            there = list(things)
            self._folded = [(each, text(each).casefold()) for each in there]
            self._things = things
        return [each for each, folded in self._folded if all(word in folded for word in words)]

    def note(self) -> str:
        """Word the filter for a title; of a name that is hidden, nothing."""
        hides = running_of(self._screen).names.hides_word
        shown = ["•••" if hides(word) else word for word in self.words]
        if shown:
            return f" · filter: {' '.join(shown)}"
        return ""

    def open(self) -> None:
        """Let a person type words that a line must hold."""
        self.field.display = True
        self._screen.set_focus(self.field)  # at once: the next key may have been pressed already

    def leave(self) -> None:
        """Back to the list, narrowed by what was typed."""
        self._screen.set_focus(self._screen.query_one(Rows))
        self.field.display = bool(self.field.value)

    def clear(self) -> None:
        """Show every line again."""
        self.field.value = ""
        self.field.display = False

    def step_back(self) -> bool:
        """Leave the field; a second time empty it.

        Returns whether there was anything to step back from.
        """
        if self._screen.focused is self.field:
            self.leave()
        elif self.words:
            self.clear()
        else:
            return False
        return True

    def as_left(self) -> dict[str, str]:
        """The words typed."""
        return {_WORDS: self.field.value}

    def come_back(self, left: Mapping[str, str], in_hand: str | None) -> None:
        """Narrow the list by the same words again."""
        self.field.value = left.get(_WORDS, "")
        self.field.display = bool(self.field.value) or in_hand == self.field.id
        self._show()


def text_of(row: Row) -> str:
    """A row's text, as it is searched by words."""
    return " ".join(cell.text for cell in row.cells)
