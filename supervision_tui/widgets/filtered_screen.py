"""A screen whose list can be narrowed by typed words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from textual.geometry import Size
from textual.reactive import reactive

from supervision_tui.runtime.bindings import bindings_for

from .desk_screen import IN_HAND, DeskScreen
from .key_line import KeyEntry, NamesItsKeys
from .rows import Row, Rows
from .words_field import WordsField

Thing = TypeVar("Thing")
_WORDS = "words"
NO_LINE = "No line holds these words; ‹filter.leave› shows all again."


class FilterField(NamesItsKeys, WordsField):
    """Words that every line shown must hold."""

    DEFAULT_CSS = "FilterField { dock: bottom; display: none; }"
    virtual_size = reactive(Size(0, 0))  # what is typed moves nothing else
    KEYS_HERE = (KeyEntry("enter", "keep these words", "unfilter"), KeyEntry("esc", "back to the list", "unfilter"))

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, id="filter")


class FilteredScreen(DeskScreen):
    """`f` opens the field, enter keeps it, escape first leaves and then empties it."""

    BINDINGS = bindings_for("filter")

    def show_list(self) -> None:
        """Show the lines that hold the words."""

    @property
    def filter_words(self) -> list[str]:
        """The words typed, folded."""
        return self.query_one(FilterField).value.casefold().split()

    def narrowed(self, things: Iterable[Thing], text: Callable[[Thing], str]) -> list[Thing]:
        """The things whose text holds every word typed; without words none is looked at."""
        words = self.filter_words
        return [each for each in things if not words or _holds(text(each), words)]

    def filter_note(self) -> str:
        """What the title says of the filter; of a name that is hidden, nothing."""
        hides = self.running.names.hides_word
        shown = ["•••" if hides(word) else word for word in self.filter_words]
        return f" · filter: {' '.join(shown)}" if shown else ""

    def clear_filter(self) -> None:
        """Show every line again."""
        field = self.query_one(FilterField)
        field.value = ""
        field.display = False

    def as_left(self) -> dict[str, str]:
        """Also the words typed."""
        return super().as_left() | {_WORDS: self.query_one(FilterField).value}

    async def come_back(self, left: Mapping[str, str]) -> None:
        """Also narrowed by the same words."""
        field = self.query_one(FilterField)
        field.value = left.get(_WORDS, "")
        field.display = bool(field.value) or left.get(IN_HAND) == field.id
        self.show_list()
        await super().come_back(left)

    def on_input_changed(self) -> None:
        """The list follows the words."""
        self.show_list()

    def on_input_submitted(self) -> None:
        """Back to the list, narrowed."""
        self._leave(self.query_one(FilterField))

    def action_filter(self) -> None:
        """Type words that a line must hold."""
        field = self.query_one(FilterField)
        field.display = True
        self.set_focus(field)  # at once: the next key may have been pressed already

    async def action_unfilter(self) -> None:
        """Leave the field; a second time it is emptied; a third time back to where one came from."""
        field = self.query_one(FilterField)
        if self.focused is field:
            self._leave(field)
        elif self.filter_words:
            self.clear_filter()
        else:
            await self.app.run_action("back", self.app)

    def _leave(self, field: FilterField) -> None:
        self.set_focus(self.query_one(Rows))
        field.display = bool(field.value)


def _holds(text: str, words: Sequence[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)


def text_of(row: Row) -> str:
    """A row's text, as it is searched by words."""
    return " ".join(cell.text for cell in row.cells)
