"""The field in hand stays in view, also when the window becomes another size."""

from __future__ import annotations

from typing import Any, cast

from textual.events import Mount
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.widget import Widget

from .leaves_once import LeavesOnce


class FocusInView(LeavesOnce):
    """For a screen, named before its Textual class: when the room around the field in hand changes, it stays in view.

    The window may become another size, what stands below the fields grow, or a text above it take more lines.
    """

    _room_around: tuple[Widget | None, Size, int] = (None, Size(), 0)

    def _on_mount(self, event: Mount) -> None:
        screen = cast(Screen[Any], self)
        screen.screen_layout_refresh_signal.subscribe(screen, self._look_at_room, immediate=True)

    def _look_at_room(self, screen: Screen[Any]) -> None:
        field = screen.focused
        around = scrolled_around(field) if field is not None else None
        room = field, around.size if around is not None else Size(), _place_in(around, field, 0).y
        if room != self._room_around:
            self._room_around = room
            screen.call_after_refresh(show_focus, screen)


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
    around.scroll_to_region(_place_in(around, field, row), animate=False, force=True, immediate=True)


def _place_in(around: Widget | None, field: Widget | None, row: int) -> Region:
    """Find where a row of a field is within what scrolls around it, however far it is scrolled."""
    there = Region(0, row, 1, 1)
    for each in field.ancestors_with_self if field is not None else ():
        if each is around or not isinstance(each, Widget):
            break
        there = there.translate(each.virtual_region.offset)
    return there


def scrolled_around(field: Widget) -> Widget | None:
    """Find what can be scrolled around a field; nothing where all of it is in view."""
    return next((each for each in field.ancestors if isinstance(each, Widget) and each.allow_vertical_scroll), None)
