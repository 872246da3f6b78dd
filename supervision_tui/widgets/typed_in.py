"""Where keys are typed, and are no commands. Asked of every key, so it loads no field that is not shown yet."""

from __future__ import annotations

from textual.widget import Widget


def takes_text(widget: Widget | None) -> bool:
    """Whether text is typed there: a line or a text of any length; both have a cursor that blinks."""
    return hasattr(widget, "cursor_blink")


def is_typed_in(widget: Widget | None) -> bool:
    """The same, or a letter picks a word there."""
    return takes_text(widget) or getattr(widget, "PICKS_BY_LETTER", False)
