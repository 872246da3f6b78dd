"""Columns of a list: how wide each is, and a text in just the room that it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from .text_styles import clean

_WIDE = 100  # columns


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, width in cells (0: what is left), and the screen's least width.

    `narrow` is its width on a screen of less than a hundred columns, where that is another.
    """

    title: str
    width: int = 0
    right: bool = False
    at_least: int = 0
    narrow: int = 0

    def cells(self, screen_width: int) -> int:
        """The width that it has on such a screen, 0 where it is not there or takes what is left."""
        if self.at_least > screen_width:
            return 0
        if self.narrow and screen_width < _WIDE:
            return self.narrow
        return self.width


def widths_of(
    columns: Sequence[Column], needed: Sequence[int], width: int, screen_width: int
) -> list[int]:
    """The cells that each column takes of so many, 0 where it is not shown.

    `needed` is what its longest text takes.
    """
    shown = [column.at_least <= screen_width for column in columns]
    widths = [column.cells(screen_width) for column in columns]
    flexible = [n for n, column in enumerate(columns) if shown[n] and not column.width]
    spare = (
        width
        - sum(room + 2 for room in widths if room)
        - sum(min(needed[n], width) + 2 for n in flexible)
    )
    for n, room in enumerate(widths):  # a text that is cut takes what no other column needs
        if room and needed[n] > room and spare > 0:
            more = min(needed[n] - room, spare)
            widths[n], spare = room + more, spare - more
    used = sum(room + 2 for room in widths if room)
    for n in flexible:
        widths[n] = max(8, (width - used) // len(flexible) - 2)
    return widths


def fitted(text: str, room: int, *, right: bool = False) -> str:
    """Text in exactly `room` cells, cut with `…` and never within a wide character."""
    plain = clean(text).replace("\n", " ")
    length = cell_len(plain)
    if length > room:
        return set_cell_size(set_cell_size(plain, room - 1).rstrip() + "…", room)
    if right:
        return " " * (room - length) + plain
    return plain + " " * (room - length)
