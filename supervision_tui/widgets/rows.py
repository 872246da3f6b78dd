"""A list of aligned rows with a cursor: fast at any length, since only the lines in view are
drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from textwrap import wrap
from typing import Protocol, runtime_checkable

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.events import Click, Resize
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.runtime.look import PLAIN_LAYOUT
from supervision_tui.runtime.names_shown import NamesShown

from .columns import Column, fitted, widths_of
from .keys_in_text import with_keys
from .sentences import Sentences, labelled, sentences_of, spoken
from .steady_scroll_bar import SteadyScrollBar
from .text_styles import PLAIN, TILE, clean


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell, and the tone that says what it means.

    What stands `beside` it is quiet, and the first to go where there is little room. A sentence
    `goes_on` over the empty cells behind it.
    """

    text: str
    tone: str = PLAIN
    beside: str = ""
    goes_on: bool = False

    @property
    def whole(self) -> str:
        """The text with what stands beside it."""
        return f"{self.text} {self.beside}" if self.beside else self.text


def child_cell(names: NamesShown, ref: str, tone: str = PLAIN, mark: str = "") -> Cell:
    """A child in a list: the short name first and the reference dim, or the reference alone."""
    name = names.child(ref)
    if name:
        return Cell(f"{name} {mark}".rstrip(), tone, beside=ref)
    return Cell(f"{ref} {mark}".rstrip(), tone)


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the key by which the screen knows it, and its cells."""

    key: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _InView:
    """The rows in view, the place of the first of them, and the cells that each column takes."""

    first: int
    widths: tuple[int, ...]
    rows: tuple[Row, ...]


_BETWEEN = 2  # cells between columns
_FEW_COLOURS = ("standard", "windows")
_MEASURED = 200  # rows, from the first, by which the columns are made as wide as they need be
SLIM = 60  # cells: below that there is no room for columns, and rows are said in sentences


class Rows(SteadyScrollBar, ScrollView, can_focus=True, inherit_bindings=False):
    """Aligned rows with a cursor at the left edge. Posts `Rows.Moved` and `Rows.Chosen`."""

    DEFAULT_CSS = """
    Rows { height: 1fr; background: $ground;
           scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0; }
    Rows > .rows--plain { color: $text; }
    Rows > .rows--late { color: $late; text-style: bold; }
    Rows > .rows--soon { color: $soon; }
    Rows > .rows--quiet { color: $quiet; }
    Rows > .rows--focus { color: $focus; }
    Rows > .rows--good { color: $good; }
    Rows > .rows--chart { color: $chart; }
    Rows > .rows--strong { color: $text; text-style: bold; }
    Rows > .rows--title { color: $quiet; }
    Rows > .rows--tile { color: $text; background: $panel; }
    Rows > .rows--tile-late { color: $ground; background: $late; text-style: bold; }
    Rows > .rows--tile-soon { color: $ground; background: $soon; }
    Rows > .rows--cursor { background: $panel; }
    Rows:focus > .rows--cursor { background: $cursor; }
    """
    COMPONENT_CLASSES = {
        "rows--plain",
        "rows--late",
        "rows--soon",
        "rows--quiet",
        "rows--focus",
        "rows--good",
        "rows--chart",
        "rows--strong",
        "rows--title",
        "rows--tile",
        "rows--tile-late",
        "rows--tile-soon",
        "rows--cursor",
    }
    BINDINGS = bindings_for("list")

    # Of what is in view only two rows look otherwise.
    cursor: reactive[int] = reactive(0, repaint=False)
    # More lines need no more room; the scroll bar alone follows.
    virtual_size = reactive(Size(0, 0), repaint=False)

    @dataclass
    class Moved(Message):
        """The cursor came to another row."""

        rows: Rows
        key: str

        @property
        def control(self) -> Rows:
            """The list it happened in."""
            return self.rows

    @dataclass
    class Chosen(Message):
        """A row was clicked a second time."""

        rows: Rows
        key: str

        @property
        def control(self) -> Rows:
            """The list it happened in."""
            return self.rows

    def __init__(
        self, *columns: Column, empty: str = "", titles: bool = True, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._columns = columns
        self._empty = empty
        self._has_titles = titles and any(column.title for column in columns)
        self._rows: Sequence[Row] = ()
        self._is_known = False  # until rows were shown once, nobody knows that there are none
        self._is_moving = False  # whether a key moves the cursor just now
        self._wanted: str | None = None  # where to go once there are rows
        self._needed: list[int] = []  # cells that the longest text of each column takes
        self._said: Sentences | None = (
            None  # the rows as sentences, where they are not shown in columns
        )

    @property
    def key(self) -> str | None:
        """The key of the row at the cursor."""
        if self._rows:
            return self._rows[self.cursor].key
        return None

    @property
    def key_after(self) -> str | None:
        """The key of the row below the cursor."""
        if self.cursor + 1 < len(self._rows):
            return self._rows[self.cursor + 1].key
        return None

    @property
    def key_before(self) -> str | None:
        """The key of the row above the cursor."""
        if 0 < self.cursor <= len(self._rows):
            return self._rows[self.cursor - 1].key
        return None

    @property
    def row_count(self) -> int:
        """The number of rows."""
        return len(self._rows)

    def plain_text(self) -> str:
        """Give all rows in words, a line each; without rows the sentence that stands there."""
        said = [labelled(self._columns, [cell.whole for cell in row.cells]) for row in self._rows]
        return "\n".join(said) or with_keys(self._empty, self)

    def show(self, rows: Sequence[Row], keep: str | None = None) -> None:
        """Show these rows; the cursor stays on the row it was on, or goes to `keep`."""
        before = self._in_view()
        wanted = keep or self._wanted or self.key
        self._wanted = None
        self._rows, self._is_known = rows, True
        measured = _by_column(rows[:_MEASURED])
        self._needed = [
            max((cell_len(cell.whole) for cell in cells), default=0) for cells in measured
        ]
        place = _place_of(wanted, rows)
        target = min(self.cursor, max(0, len(rows) - 1)) if place is None else place
        self._resize_content()
        if target != self.cursor:
            self.cursor = target
        else:
            self._bring_into_view()
            self._tell()
        self._refresh_what_differs(before)

    def draw_again(self, keys: Iterable[str]) -> None:
        """Draw rows anew that were made for this list alone and say something else now."""
        if not isinstance(self._rows, MakesRows):
            return
        places = []
        for key in keys:
            self._rows.forget(key)
            places.append(self._rows.place_of(key))
        there = [place for place in places if place is not None]
        if self._said is not None and there:  # in sentences a row has as many lines as it needs
            self.show(self._rows)
            return
        for place in there:
            self.refresh_line(place + self._titles)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Other columns, for the rows that are shown next."""
        if tuple(columns) != self._columns:
            self._columns = tuple(columns)
            self._has_titles = any(column.title for column in columns)
            self.refresh()

    def clear(self) -> None:
        """No rows, the cursor at the top: other rows come next."""
        self._rows, self._is_known = (), False
        self.set_reactive(Rows.cursor, 0)
        self._resize_content()
        self.scroll_to(0, 0, animate=False)

    def say_when_empty(self, sentence: str) -> None:
        """Set what stands there while there are no rows."""
        self._empty = sentence

    def retitle(self, titles: Sequence[str]) -> None:
        """Give the columns other titles."""
        pairs = zip(self._columns, titles, strict=True)
        self._columns = tuple(replace(column, title=title) for column, title in pairs)
        self.refresh()

    def go_to(self, key: str) -> None:
        """Move the cursor to the row with that key; before there are any, once they are shown."""
        place = _place_of(key, self._rows)
        if place is not None:
            self.cursor = place
        elif not self._rows:
            self._wanted = key

    @property
    def _empty_lines(self) -> list[str]:
        """The sentence that stands there while there are no rows, in lines of this width."""
        return wrap(with_keys(self._empty, self), max(20, self.size.width - 4))

    @property
    def _titles(self) -> bool:
        """Tell whether a line stands above the rows: titles, or which sentence this is."""
        return self._has_titles or self._said is not None

    def validate_cursor(self, cursor: int) -> int:
        """The cursor stays within the rows."""
        return max(0, min(cursor, len(self._rows) - 1))

    def watch_cursor(self, before: int, now: int) -> None:
        """Follow the cursor and tell the screen.

        Of what is in view only two rows look otherwise.
        """
        scrolled = self.scroll_offset
        self._bring_into_view()
        if self._said is None and self.scroll_offset == scrolled:
            for row in (before, now):
                self.refresh_line(row + self._titles)
        else:
            self.refresh()
        self._tell()

    def render_line(self, y: int) -> Strip:
        """One line of what is in view."""
        width = self.size.width
        base = self.rich_style
        if self._said is not None and y == 0:
            place = f"{self.cursor + 1} of {len(self._rows)}"
            return Strip([Segment(fitted(f"  {place}", width), base + self._tone("quiet"))], width)
        if self._titles and y == 0:
            titles = [Cell(column.title, "title") for column in self._columns]
            return self._strip(titles, base, " ")
        index = self._row_at(y)
        if not self._rows and 0 <= index < len(self._empty_lines):
            text = self._empty_lines[index] if self._is_known else ""
            return Strip([Segment(fitted(f"  {text}", width), base + self._tone("quiet"))], width)
        if not 0 <= index < len(self._rows):
            return Strip.blank(width, base)
        row, here = self._rows[index], index == self.cursor
        style = base + self._cursor_style() if here else base
        if here and self.has_focus:
            mark = "▌"
        elif here:
            mark = "·"
        else:
            mark = " "
        if self._said is not None:
            line = y - self._titles + self.scroll_offset.y
            mark = mark if line == self._said.starts[index] else " "
            tone = next((cell.tone for cell in row.cells if cell.tone != PLAIN), PLAIN)
            said = Cell(self._said.lines[line], tone)
            return self._strip([said], style, mark, (Column(""),))
        return self._strip(row.cells, style, mark)

    def action_move(self, step: int) -> None:
        """Move the cursor by so many rows."""
        self._move_to(self.cursor + step)

    def action_first(self) -> None:
        """Go to the first row."""
        self._move_to(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self._move_to(len(self._rows) - 1)

    def action_page(self, direction: int) -> None:
        """Move by half of what is in view."""
        self._move_to(self.cursor + direction * max(1, self.size.height // 2))

    def on_focus(self) -> None:
        """The mark at the left edge shows the focus, and so does the terminal's own cursor."""
        self._bring_into_view()
        self.refresh()

    def on_blur(self) -> None:
        """The mark at the left edge shows the focus."""
        self.refresh()

    def on_resize(self, _event: Resize) -> None:
        """Columns take what room there is, or become sentences.

        What was drawn by the old width is drawn again.
        """
        self._resize_content()
        self.refresh()
        self.call_after_refresh(self._bring_into_view)

    def on_click(self, event: Click) -> None:
        """A click moves the cursor; a second one on the same row opens it."""
        index = self._row_at(event.y)
        if 0 <= index < len(self._rows):
            if index == self.cursor and event.chain > 1:
                self.post_message(self.Chosen(self, self._rows[index].key))
            self.cursor = index

    def _tell(self) -> None:
        """Tell the screen; at once where a key moved the cursor, for the same frame."""
        if not self._rows:
            return
        moved = self.Moved(self, self._rows[self.cursor].key)
        screen = self.screen
        if self._is_moving and isinstance(screen, FollowsRows):
            screen.on_rows_moved(moved)
        else:
            self.post_message(moved)

    def _move_to(self, row: int) -> None:
        self._is_moving = True
        try:
            self.cursor = row
        finally:
            self._is_moving = False

    def _in_view(self) -> _InView | None:
        """Find what is in view now; nothing where it is not in columns."""
        if self._said is not None or not self._rows:
            return None
        first = self.scroll_offset.y
        rows = self._rows[first : first + self.size.height]
        return _InView(first, tuple(self._widths(self.size.width - 2, self._columns)), tuple(rows))

    def _refresh_what_differs(self, before: _InView | None) -> None:
        """Draw the lines again that look otherwise than before; all, where they stand elsewhere."""
        now = self._in_view()
        if (
            before is None
            or now is None
            or (before.first, before.widths) != (now.first, now.widths)
        ):
            self.refresh()
            return
        for place, (one, other) in enumerate(zip_longest(before.rows, now.rows), now.first):
            if one != other:
                self.refresh_line(place + self._titles)

    def _row_at(self, y: int) -> int:
        """The row that a line of what is in view belongs to."""
        if y < self._titles:
            return -1
        line = y - self._titles + self.scroll_offset.y
        if self._said is None or not self._rows:
            return line
        if line < len(self._said.lines):
            return self._said.row_at(line)
        return len(self._rows)

    def _resize_content(self) -> None:
        self._said = None
        is_plain = self.app.has_class(PLAIN_LAYOUT)
        if self._rows and (is_plain or self.app.size.width < SLIM):
            say = spoken if is_plain else str
            texts = [[say(cell.whole) for cell in row.cells] for row in self._rows]
            self._said = sentences_of(self._columns, texts, self.size.width - 4)
        if self._said:
            lines = len(self._said.lines)
        else:
            lines = len(self._rows) or len(self._empty_lines)
        size = Size(self.size.width, max(1, lines) + self._titles)
        if size == self.virtual_size:
            return
        self.virtual_size = size
        if self.styles.height is not None and self.styles.height.is_auto:
            self.refresh(layout=True)
        else:
            self._scroll_update(size)

    def _bring_into_view(self) -> None:
        room = self.size.height - self._titles
        if room <= 0:
            return
        first, height = self.cursor, 1
        if self._said is not None:
            place = min(self.cursor, len(self._said.starts) - 1)
            first, height = self._said.starts[place], self._said.height_of(place)
        self.scroll_to_region(
            Region(0, first, 1, min(room, height) + self._titles), animate=False, force=True
        )
        if self.has_focus:  # a screen reader and a Braille display follow the terminal's own cursor
            below = first - self.scroll_offset.y + self._titles
            self.app.cursor_position = self.content_region.offset + Offset(2, below)

    def _strip(
        self,
        cells: Sequence[Cell],
        style: Style,
        mark: str,
        columns: Sequence[Column] | None = None,
    ) -> Strip:
        width = self.size.width
        columns = self._columns if columns is None else columns
        segments = [Segment(mark, style + self._tone("focus")), Segment(" ", style)]
        widths = _gone_on(cells, self._widths(width - 2, columns))
        for column, room, cell in zip(columns, widths, cells, strict=False):
            if room:
                segments += self._drawn(cell, room, style, right=column.right)
                segments.append(Segment(" " * _BETWEEN, style))
        return Strip(segments).adjust_cell_length(width, style)

    def _drawn(self, cell: Cell, room: int, style: Style, *, right: bool) -> list[Segment]:
        """A cell in just its room: the text, and quiet beside it what there is room for."""
        if cell.tone.startswith(TILE):
            tile = f" {cell.text}"
            if cell_len(tile) > room:
                tile = cell.text
            return [Segment(fitted(tile, room), style + self._tone(cell.tone))]
        left = room - cell_len(cell.text) - 1
        if not cell.beside or left < cell_len(cell.beside):
            return [Segment(fitted(cell.text, room, right=right), style + self._tone(cell.tone))]
        return [
            Segment(f"{clean(cell.text)} ", style + self._tone(cell.tone)),
            Segment(fitted(cell.beside, left), style + self._tone("quiet")),
        ]

    def _cursor_style(self) -> Style:
        """The ground of the row at the mark.

        In few colours a line under it, since grounds come out as they like.
        """
        if self.app.console.color_system in _FEW_COLOURS:
            return Style(underline=True)
        return self.get_component_rich_style("rows--cursor", partial=True)

    def _tone(self, tone: str) -> Style:
        return self.get_component_rich_style(f"rows--{tone}", partial=True)

    def _widths(self, width: int, columns: Sequence[Column]) -> list[int]:
        is_measured = columns is self._columns and len(self._needed) == len(columns)
        needed = self._needed if is_measured else [column.width for column in columns]
        return widths_of(columns, needed, width, self.app.size.width)


@runtime_checkable
class MakesRows(Protocol):
    """Rows that are made when they are drawn, and are found without being made."""

    def place_of(self, key: str) -> int | None:
        """Find where the row of a key is."""

    def forget(self, key: str) -> None:
        """Let the row of a key be made anew."""


@runtime_checkable
class FollowsRows(Protocol):
    """A screen that follows the cursor of its rows."""

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """The cursor moved."""


def _place_of(key: str | None, rows: Sequence[Row]) -> int | None:
    """Find where the row with that key is.

    Rows that are made when they are drawn know it without being made.
    """
    if isinstance(rows, MakesRows):
        if key is not None:
            return rows.place_of(key)
        return None
    return next((place for place, row in enumerate(rows) if row.key == key), None)


def _gone_on(cells: Sequence[Cell], widths: Sequence[int]) -> list[int]:
    """The room of each cell where a sentence goes on over the empty cells behind it."""
    rooms = list(widths)
    place = next((n for n, cell in enumerate(cells[: len(rooms)]) if cell.goes_on), None)
    if place is None:
        return rooms
    for behind in range(place + 1, min(len(cells), len(rooms))):
        if cells[behind].text:
            break
        if rooms[behind]:
            rooms[place] += rooms[behind] + _BETWEEN
            rooms[behind] = 0
    return rooms


def _by_column(rows: Sequence[Row]) -> list[tuple[Cell, ...]]:
    """The cells of rows by column."""
    if rows:
        return list(zip(*(row.cells for row in rows), strict=False))
    return []
