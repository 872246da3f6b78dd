"""The field in hand stays in view, also when the window becomes another size."""

from __future__ import annotations

from typing import Any

from textual.geometry import Region, Size
from textual.screen import Screen
from textual.widget import Widget


def keep_focus_in_view(screen: Screen[Any]) -> None:
    """From now on keep the field in hand in view when the room around it changes.

    The window may become another size, what stands below the fields grow, or a text above it take
    more lines.
    """
    seen: tuple[Widget | None, Size, int] = (None, Size(), 0)

    def look_at_room(changed: Screen[Any]) -> None:
        nonlocal seen
        field = changed.focused
        around = scrolled_around(field) if field is not None else None
        size = around.size if around is not None else Size()
        room = field, size, _place_in(around, field, 0).y
        if room != seen:
            seen = room
            changed.call_after_refresh(show_focus, changed)

    screen.screen_layout_refresh_signal.subscribe(screen, look_at_room, immediate=True)


class ManyLines:
    """A field of several lines: where it is in view, the line of its cursor need not be."""

    def show_cursor_line(self) -> None:
        """Bring the line of the cursor into view."""


def show_focus(screen: Screen[Any]) -> None:
    """Bring the field that has the focus into view, and of a text the line of the cursor."""
    field = screen.focused
    if isinstance(field, ManyLines):
        field.show_cursor_line()
    elif field is not None and scrolled_around(field) is not None:
        show_row(field, 0)


def show_row(field: Widget, row: int) -> None:
    """Scroll what stands around a field, so that one of the rows of cells of the field is seen."""
    around = scrolled_around(field)
    if around is None or not field.has_focus:
        return
    around.scroll_to_region(
        _place_in(around, field, row), animate=False, force=True, immediate=True
    )


def _place_in(around: Widget | None, field: Widget | None, row: int) -> Region:
    """Find where a row of a field is within what scrolls around it, however far it is scrolled."""
    there = Region(0, row, 1, 1)
    if field is not None:
        for each in field.ancestors_with_self:
            if each is around or not isinstance(each, Widget):
                break
            there = there.translate(each.virtual_region.offset)
            if each is not field:
                there = there.translate(each.gutter.top_left)
    return there


def scrolled_around(field: Widget) -> Widget | None:
    """Find what can be scrolled around a field; nothing where all of it is in view."""
    return next(
        (
            each
            for each in field.ancestors
            if isinstance(each, Widget) and each.allow_vertical_scroll
        ),
        None,
    )
