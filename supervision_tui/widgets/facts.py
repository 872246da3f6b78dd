"""Labelled facts under one another: the labels in a column, what they say wrapped beside them."""

from __future__ import annotations

from collections.abc import Sequence

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from .tones import line, lines

Fact = tuple[str, Content]


def sourced(label: str, words: str, source: str) -> Fact:
    """A number in words, with where it comes from."""
    return label, line(f"{words}. ", (source, "quiet"))


class Reading(VerticalScroll):
    """Facts to be read: with the focus on it the keys that move in a list scroll it."""

    BINDINGS = [
        Binding("j,down", "scroll_down", "On", show=False, id="reading.on"),
        Binding("k,up", "scroll_up", "Back", show=False, id="reading.back"),
        Binding("g,home", "scroll_home", "To the top", show=False, id="reading.top"),
        Binding("G,end", "scroll_end", "To the end", show=False, id="reading.end"),
        Binding("ctrl+d,pagedown", "page_down", "A page on", show=False, id="reading.page_on"),
        Binding("ctrl+u,pageup", "page_up", "A page back", show=False, id="reading.page_back"),
    ]


class Facts(Static):
    """Facts with a hanging indent. A fact without a label goes on under the one before it."""

    DEFAULT_CSS = "Facts { height: auto; padding: 0 1; }"

    def __init__(self, label_width: int, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._label_width = label_width
        self._facts: Sequence[Fact] = ()

    def show(self, facts: Sequence[Fact]) -> None:
        """Show these facts."""
        self._facts = facts
        self._paint()

    def on_resize(self) -> None:
        """Wrap them anew."""
        self._paint()

    def plain_text(self) -> str:
        """What is shown, without its tones."""
        return "\n".join(f"{label} {content.plain}".strip() for label, content in self._facts)

    def _paint(self) -> None:
        room = self.content_size.width - self._label_width
        if room < 8:
            return
        shown = []
        for label, content in self._facts:
            for number, part in enumerate(content.wrap(room)):
                beside = label if number == 0 else ""
                shown.append(line((f"{beside:<{self._label_width}}", "quiet")) + part)
        self.update(lines(*shown))
