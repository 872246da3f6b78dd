"""Labelled facts under one another: the labels in a column, what they say wrapped beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, repeat

from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from supervision_tui.runtime.bindings import bindings_for

from .keys_in_text import content_with_keys
from .steady_scroll_bar import SteadyScrollBar
from .text_styles import line, lines

Label = tuple[str, Content]


def sourced(words: str, source: str) -> Content:
    """Write a number in words, with where it comes from."""
    return line(f"{words}. ", (source, "quiet"))


def labelled(label: str, contents: Iterable[Content]) -> list[Label]:
    """Put contents under one label, which stands before the first of them."""
    return list(zip(chain([label], repeat("")), contents, strict=False))


class ScrollingText(SteadyScrollBar, VerticalScroll, inherit_bindings=False):
    """Facts to be read: with the focus on it the keys that move in a list scroll it."""

    # The room for a bar is always kept, so that a longer text is not wrapped anew beside one.
    DEFAULT_CSS = """
    ScrollingText { overflow-y: scroll; scrollbar-size-vertical: 1; scrollbar-background: $ground;
                    scrollbar-background-hover: $ground; scrollbar-background-active: $ground; }
    ScrollingText > LabelledText { min-height: 100%; }
    """
    BINDINGS = bindings_for("list")

    # A longer text needs no other room, and is drawn by itself.
    virtual_size = reactive(Size(0, 0), repaint=False)

    def action_move(self, step: int) -> None:
        """A line on, or back."""
        self.scroll_relative(y=step, animate=False)

    def action_first(self) -> None:
        """To the top."""
        self.scroll_home(animate=False)

    def action_last(self) -> None:
        """To the end."""
        self.scroll_end(animate=False)

    def action_page(self, direction: int) -> None:
        """Half of what is in view on, or back."""
        self.scroll_relative(y=direction * max(1, self.size.height // 2), animate=False)


class LabelledText(Static):
    """Facts with a hanging indent. A fact without a label goes on under the one before it."""

    DEFAULT_CSS = "LabelledText { height: auto; padding: 0 1; }"

    virtual_size = reactive(Size(0, 0), repaint=False)  # nothing in it scrolls

    class HasOtherRoom(Message):
        """A bar in it may be longer now, or has to be shorter."""

    def __init__(self, label_width: int, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._label_width = label_width
        self._facts: Sequence[Label] = ()
        self._room = 0  # columns for which they were wrapped
        self._room_told = 0
        self._height = 0  # lines that they took

    def show(self, facts: Sequence[Label], *, to_the_letter: bool = False) -> None:
        """Show these facts, with keys where they name a command.

        Of a record `to_the_letter`, as it is.
        """
        self._facts = list(facts)
        if not to_the_letter:
            self._facts = [(label, content_with_keys(content, self)) for label, content in facts]
        self._paint()

    def on_resize(self) -> None:
        """Wrap them anew, where there is another width; their own height changes nothing."""
        if self.room_for_a_bar != self._room_told:
            self._room_told = self.room_for_a_bar
            self.post_message(self.HasOtherRoom())
        if self.content_size.width - self._label_width != self._room:
            self._paint()

    @property
    def room_for_a_bar(self) -> int:
        """The cells beside the labels that are always there, with a scrollbar or without."""
        holder = self.parent
        if not isinstance(holder, ScrollingText):
            return self.content_size.width - self._label_width
        taken = holder.styles.scrollbar_size_vertical + self.styles.gutter.width
        return holder.size.width - taken - self._label_width

    def plain_text(self) -> str:
        """Give what is shown, without its tones."""
        return "\n".join(f"{label} {content.plain}".strip() for label, content in self._facts)

    def _paint(self) -> None:
        self._room = room = self.content_size.width - self._label_width
        if room < 8:
            return
        shown = []
        for label, content in self._facts:
            is_long = len(label) >= self._label_width
            if is_long:
                shown.append(line((label, "quiet")))
            for number, part in enumerate(content.wrap(room)):
                beside = label if number == 0 and not is_long else ""
                shown.append(line((f"{beside:<{self._label_width}}", "quiet")) + part)
        before, self._height = self._height, len(shown)
        stays = self._height == before or max(self._height, before) <= self._lines_at_hand()
        self.update(lines(*shown), layout=not stays)

    def _lines_at_hand(self) -> int:
        """Lines that are ours however few we show, so that nothing is laid out anew."""
        if isinstance(self.parent, ScrollingText):
            return self.parent.size.height
        return 0
