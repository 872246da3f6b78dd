"""Places where keys are typed, and are no commands.

Asked of every key, so it loads no field that is not shown yet.
"""

from __future__ import annotations

import re

from textual.events import Event, Key, Paste
from textual.widget import Widget

_ENTER = "enter"
_MOVES_ON = frozenset({"tab", "shift+tab", *(f"f{number}" for number in range(1, 13))})
_HALF = re.compile("[\ud800-\udfff]")


class PicksByLetter:
    """For a field, named before its Textual class: a letter picks the word that begins with it."""


def takes_text(widget: Widget | None) -> bool:
    """Tell whether text is typed there: a line or a text of any length.

    Both have a cursor that blinks.
    """
    return hasattr(widget, "cursor_blink")


def may_move_on(widget: Widget | None, key: Key) -> bool:
    """Tell whether a key may move the focus by messages: enter in a line, a function key, tab."""
    if key.key in _MOVES_ON:
        return True
    if isinstance(widget, PicksByLetter):
        return key.is_printable or key.key == _ENTER
    return hasattr(widget, "action_submit") and key.key == _ENTER


def is_typed_in(widget: Widget | None) -> bool:
    """Tell whether letters are no commands there: text is typed, or a letter picks a word."""
    return takes_text(widget) or isinstance(widget, PicksByLetter)


def clean_event(event: Event) -> None:
    """Take out of a key or paste what no text can hold: half a letter, and zero bytes."""
    if isinstance(event, Paste):
        event.text = _HALF.sub("\ufffd", event.text.replace("\0", ""))
    elif isinstance(event, Key) and event.character is not None:
        event.character = _HALF.sub("\ufffd", event.character)
