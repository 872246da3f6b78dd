"""A screen that shows several lists of one thing, one at a time, with what stands behind the line
at the cursor.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual.containers import Container
from textual.widget import Widget

from supervision_tui.runtime.bindings import bindings_for

from .columns import Column
from .desk_screen import DeskScreen
from .labelled_text import Label, LabelledText, ScrollingText
from .lazy_rows import LazyRows
from .list_filter import NO_LINE, text_of
from .pane import Pane
from .rows import Row, Rows

_SHOWN = "list shown"


class ListView(ABC):
    """One of the lists: its name, columns, lines, and what stands behind a line."""

    NAME: ClassVar[str]
    COLUMNS: ClassVar[Sequence[Column]]
    EMPTY: ClassVar[str]

    @property
    def is_offered(self) -> bool:
        """Tell whether it stands among the lists; what is rarely used waits until it is."""
        return True

    def columns(self) -> Sequence[Column]:
        """The columns, where they depend on what is shown."""
        return self.COLUMNS

    @abstractmethod
    def rows(self) -> Iterable[Row]:
        """The lines."""

    @abstractmethod
    def facts(self, key: str) -> list[Label]:
        """Tell what stands behind a line."""

    def about(self, key: str) -> str:
        """Name whom or what the line is about, for the title of what stands behind it."""
        return ""

    def note(self) -> str:
        """Word what the title of the list says beside the names of the lists."""
        return ""


def names_of(names: Sequence[str], here: str) -> str:
    """The names of the lists in a line, the one that is shown in brackets."""
    shown = [f"[{name}]" if name == here else name for name in names]
    return "  ".join(shown)


class ViewedScreen(DeskScreen):
    """The list that is shown above, what stands behind its line below; beside it where there is
    room.
    """

    LABEL: ClassVar[int] = 14
    LIST_KEYS: ClassVar[Sequence[str]] = ()  # commands that stand in the edge of the list
    DEFAULT_CSS = """
    ViewedScreen #list-and-detail { height: 1fr; }
    ViewedScreen #detail-pane { height: 45%; }
    ViewedScreen.-vast #list-and-detail { layout: horizontal; }
    ViewedScreen.-vast #list-pane { width: 1fr; }
    ViewedScreen.-vast #detail-pane { width: 64; height: 1fr; }
    """

    BINDINGS = bindings_for("filter")

    def __init__(self) -> None:
        super().__init__()
        self.filter = self.narrowed_by("words that a line holds", self.show_list)
        self._lists: tuple[ListView, ...] = ()
        self._at = 0
        self._places: dict[str, str] = {}  # the line at which each list was left
        self._wanted: str | None = None  # where the cursor goes when the list is shown next

    def lists(self) -> tuple[ListView, ...]:
        """The lists, in the order of their names."""
        return ()

    async def fetch(self) -> bool:
        """Ask the desk for all that the lists show; returns whether there is an answer."""
        return False

    def body(self) -> Iterable[Widget]:
        """The list, and what stands behind its line."""
        self._lists = self.lists()
        first = self._lists[0]
        rows = Rows(*first.columns(), empty=first.EMPTY, id="list")
        yield Container(
            Pane(first.NAME, rows, self.filter.field, keys=self.LIST_KEYS, id="list-pane"),
            Pane("", ScrollingText(LabelledText(self.LABEL, id="facts")), id="detail-pane"),
            id="list-and-detail",
        )

    async def load(self) -> None:
        """One question to the desk; then the list that was shown."""
        if not await self.fetch():
            return
        self.show_list()
        if self.focused is None:
            self.set_focus(self.query_one(Rows))

    @property
    def shown(self) -> ListView:
        """The list that is shown."""
        return self._lists[self._at]

    @property
    def key(self) -> str:
        """The key of the line at the cursor, within its list; empty where there is none."""
        key = self.query_one(Rows).key or ""
        return key.removeprefix(f"{self.shown.NAME}/")

    def focus_on(self, key: str) -> None:
        """Show a list, and put the cursor on one of its lines: `bookings/12`.

        On one just added, once it is loaded.
        """
        name, _, rest = key.partition("/")
        place = next((n for n, each in enumerate(self._lists) if name == each.NAME), None)
        if place is None:
            return
        self.filter.clear()
        self._turn_to(place)
        rows = self.query_one(Rows)
        rows.go_to(f"{name}/{rest}")
        if rows.key != f"{name}/{rest}":
            self._wanted = f"{name}/{rest}"

    def as_left(self) -> dict[str, str]:
        """Also which list is shown."""
        return super().as_left() | {_SHOWN: self.shown.NAME}

    async def come_back(self, left: Mapping[str, str]) -> None:
        """Also in the same list."""
        self._turn_to(
            next((n for n, each in enumerate(self._lists) if left.get(_SHOWN) == each.NAME), 0)
        )
        await super().come_back(left)

    def action_turn_list(self, step: int) -> None:
        """The next list, or the one before."""
        self.filter.clear()
        places = self._offered()
        self._turn_to(places[(places.index(self._at) + step) % len(places)])
        self.set_focus(self.query_one(Rows))

    def action_switch_pane(self) -> None:
        """Move between the list and what stands behind its line."""
        self.focus_next()

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """Show what stands behind the line at the cursor."""
        self._detail()

    def go_on(self) -> None:
        """Keep the cursor in its place: when its line goes, it goes on to the next one."""
        self._wanted = self.query_one(Rows).key_after

    def stay(self) -> None:
        """The line stays where it is after all, and so does the cursor."""
        self._wanted = None

    def show_list(self) -> None:
        """Show the lines that hold the words typed."""
        rows = self.query_one(Rows)
        rows.set_columns(self.shown.columns())
        sentence = NO_LINE if self.filter.words else self.shown.EMPTY
        rows.say_when_empty(sentence)
        wanted, self._wanted = self._wanted, None
        rows.show(self._lines(f"{self.shown.NAME}/"), keep=wanted)
        offered = [self._lists[place].NAME for place in self._offered()]
        names = names_of(offered, self.shown.NAME)
        note = self.shown.note()
        noted = f" · {note}" if note else ""
        title = f"{names}{noted}{self.filter.note()}"
        self.query_one("#list-pane", Pane).retitle(title)
        self._detail()

    def _lines(self, prefix: str) -> Sequence[Row]:
        """The rows that hold the words typed, each under the name of its list."""
        lines = self.shown.rows()
        if isinstance(lines, LazyRows) and not self.filter.words:
            return lines.under(prefix)
        shown = self.filter.narrowed(lines, text_of)
        return [Row(f"{prefix}{row.key}", row.cells) for row in shown]

    def plain_text(self) -> str:
        """Give what is shown, in lines, to be pasted or read aloud."""
        return self.query_one(Rows).plain_text()

    def _offered(self) -> list[int]:
        """The places of the lists that are offered, and of the one that is shown."""
        return [
            place for place, each in enumerate(self._lists) if each.is_offered or place == self._at
        ]

    def _turn_to(self, place: int) -> None:
        rows = self.query_one(Rows)
        self._places[self.shown.NAME] = rows.key or ""
        self._at = place
        rows.clear()
        self.show_list()
        rows.go_to(self._places.get(self.shown.NAME, ""))

    def _detail(self) -> None:
        key = self.key
        about = self.shown.about(key) if key else ""
        self.query_one("#detail-pane", Pane).retitle(about or self.shown.NAME)
        self.query_one("#facts", LabelledText).show(self.shown.facts(key))
