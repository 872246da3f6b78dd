"""Keys with what they do, in a line; a click on one does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from textual.events import Click
from textual.screen import Screen
from textual.widgets import Static

from .text_styles import line

_GAP = 3


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """A key as it is written, what it does in a word or two, and the action behind it."""

    key: str
    name: str
    action: str

    @property
    def width(self) -> int:
        """The number of cells that it takes."""
        return cell_len(f"{self.key} {self.name}")


class NamesItsKeys:
    """For a field, named before its Textual class: its keys in the footer while it has focus."""

    KEYS_HERE: Sequence[KeyEntry] = ()


class KeyLine(Static):
    """Entries beside each other, as many as there is room for; the last one is never left out."""

    DEFAULT_CSS = "KeyLine { height: 1; }"

    def __init__(self, entries: Sequence[KeyEntry] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._entries = tuple(entries)

    def show_keys(self, entries: Sequence[KeyEntry]) -> None:
        """Other entries from now on."""
        self._entries = tuple(entries)
        self._paint()

    def on_resize(self) -> None:
        """Show as many as there is room for, the least important left out first."""
        self._paint()

    def on_click(self, event: Click) -> None:
        """Do what is written there."""
        at = event.get_content_offset(self)
        entry = self._entry_at(at.x) if at is not None else None
        if entry is not None:
            event.stop()
            begin(self.screen, entry.action)

    @property
    def shown(self) -> list[KeyEntry]:
        """The entries for which there is room."""
        shown = list(self._entries)
        while (
            len(shown) > 1
            and sum(each.width + _GAP for each in shown) - _GAP > self.content_size.width
        ):
            del shown[-2]
        return shown

    def _entry_at(self, x: int) -> KeyEntry | None:
        begins = 0
        for entry in self.shown:
            if begins <= x < begins + entry.width:
                return entry
            begins += entry.width + _GAP
        return None

    def _paint(self) -> None:
        parts: list[str | tuple[str, str]] = []
        for entry in self.shown:
            parts += [(entry.key, "focus"), f" {entry.name}", " " * _GAP]
        self.update(line(*parts[:-1]), layout=False)


def begin(screen: Screen[Any], action: str) -> None:
    """Do what a command does, on its screen or else on the app.

    Nothing where a click before has left that screen.
    """
    on_screen = hasattr(screen, f"action_{action.partition('(')[0]}")

    async def do() -> None:
        if not screen.is_current:
            return
        if on_screen:
            await screen.app.run_action(action, screen)
        else:
            await screen.app.run_action(action)

    screen.app.run_worker(do())
