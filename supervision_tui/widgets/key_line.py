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

_GAP, _BAR = "   ", "  │  "


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
    """Entries beside each other, as many as there is room for, in two groups: what acts here, and
    behind a bar what acts everywhere. The last one is never left out.
    """

    DEFAULT_CSS = "KeyLine { height: 1; }"

    def __init__(self, entries: Sequence[KeyEntry] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._here = tuple(entries)
        self._everywhere: tuple[KeyEntry, ...] = ()

    def show_keys(self, here: Sequence[KeyEntry], everywhere: Sequence[KeyEntry] = ()) -> None:
        """Other entries from now on."""
        self._here, self._everywhere = tuple(here), tuple(everywhere)
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
        return [entry for _, _, entry in self._laid_out()]

    def _laid_out(self) -> list[tuple[str, int, KeyEntry]]:
        """Each entry for which there is room, with what stands before it and where it begins."""
        here, everywhere = list(self._here), list(self._everywhere)
        while (
            len(here) + len(everywhere) > 1 and _width(here, everywhere) > self.content_size.width
        ):
            if here and (len(here) > 1 or not everywhere):
                del here[-1 if everywhere else -2]
            else:
                del everywhere[0]
        laid_out: list[tuple[str, int, KeyEntry]] = []
        at = 0
        for place, entry in enumerate([*here, *everywhere]):
            before = ""
            if place:
                before = _BAR if place == len(here) else _GAP
            at += len(before)
            laid_out.append((before, at, entry))
            at += entry.width
        return laid_out

    def _entry_at(self, x: int) -> KeyEntry | None:
        for _before, begins, entry in self._laid_out():
            if begins <= x < begins + entry.width:
                return entry
        return None

    def _paint(self) -> None:
        parts: list[str | tuple[str, str]] = []
        for before, _begins, entry in self._laid_out():
            parts += [(before, "quiet"), (entry.key, "focus"), f" {entry.name}"]
        self.update(line(*parts), layout=False)


def _width(here: Sequence[KeyEntry], everywhere: Sequence[KeyEntry]) -> int:
    entries = [*here, *everywhere]
    gaps = len(_GAP) * (len(entries) - 1)
    if here and everywhere:
        gaps += len(_BAR) - len(_GAP)
    return sum(entry.width for entry in entries) + gaps


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
