"""The cursor in a field, read and put back."""

from __future__ import annotations

from textual.widget import Widget

from .focus import takes_text


def cursor_of(field: Widget | None) -> tuple[int, int]:
    """Line and column of the cursor in a text field."""
    if field is None or not takes_text(field):
        return (0, 0)
    from textual.widgets import Input, TextArea

    if isinstance(field, TextArea):
        return field.cursor_location
    if isinstance(field, Input):
        return (0, field.cursor_position)
    return (0, 0)


def put_cursor(field: Widget, cursor: tuple[int, int]) -> None:
    """Put the cursor back; where the text is shorter now, to its end."""
    if not takes_text(field):
        return
    from textual.widgets import Input, TextArea

    if isinstance(field, TextArea):
        last = field.document.end
        line = min(cursor[0], last[0])
        field.cursor_location = (line, min(cursor[1], len(field.document.get_line(line))))
    elif isinstance(field, Input):
        usual = field.select_on_focus
        field.select_on_focus = False  # just this once: what stands there is written on, not over
        field.cursor_position = min(cursor[1], len(field.value))
        field.call_after_refresh(setattr, field, "select_on_focus", usual)
