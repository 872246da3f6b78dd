"""Words that are picked by their first letter, as choices and ticks are."""

from __future__ import annotations

from collections.abc import Sequence

from textual.events import Key
from textual.widget import Widget

from .keys_in_order import own_keys


def takes_letter(widget: Widget, event: Key, words: Sequence[str]) -> list[int]:
    """Take a letter or sign that was pressed on a widget.

    Returns the places of the words that begin with it.

    Whatever can be typed stays here, but for the widget's own keys: where words are picked by
    letters, and others write beside them, a letter is no command.
    """
    if not event.is_printable or event.key in own_keys(widget).key_to_bindings:
        return []
    event.stop()
    event.prevent_default()
    letter = (event.character or "").casefold()
    return [
        n for n, word in enumerate(words) if letter.isalnum() and word.casefold().startswith(letter)
    ]


def next_of(places: Sequence[int], here: int) -> int:
    """The next of these places after the one in hand; after the last the first."""
    return next((place for place in places if place > here), places[0])
