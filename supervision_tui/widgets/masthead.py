"""The head of every screen: whose vault and which day, how it stands, and the modes as tabs."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click
from textual.widgets import Static

from supervision_tui.commands import MODES, SHORT_TITLES
from supervision_tui.practice import wording
from supervision_tui.runtime.look import PLAIN_LAYOUT
from supervision_tui.runtime.running import running_of
from supervision_tui.system.clock import local_time

from .columns import fitted
from .key_line import begin
from .rows import SLIM
from .text_styles import line

_LONGEST_HERE = 8  # cells that the title of the mode that is shown takes more than its short one
_LEAST_GAP, _WIDEST_GAP = 2, 3  # cells between two modes
LOW = 30  # lines: on a lower screen the tabs are not underlined


class Masthead(Static):
    """Team and date, and at the right how it stands; below the modes, each with what waits there.

    A line below the tabs marks the one that is shown; where lines are few, brackets do.
    """

    DEFAULT_CSS = """
    Masthead { height: 3; background: $ground; color: $text; padding: 0 1; }
    """

    def __init__(self, mode: str) -> None:
        super().__init__()
        self.mode = mode
        self.right = ""
        self._shown: Content | None = None
        self._tab_ends: list[tuple[int, str]] = []  # where each mode's title ends

    def on_mount(self) -> None:
        """Follow the minutes: when it locks is said, and what waits, after a change, found out."""
        self.set_interval(20, self._look_again)

    def on_resize(self) -> None:
        """Keep at the right what stands there."""
        self.repaint()

    async def _look_again(self) -> None:
        if not self.screen.is_current:
            return
        if not running_of(self).today.waiting and running_of(self).vault.rules:
            await running_of(self).today.view()
        self.repaint()

    def repaint(self) -> None:
        """Paint it as the vault stands, where it is in front."""
        if self.screen.is_current:
            self.show(self.right)

    def show(self, right: str = "") -> None:
        """Paint it for the vault as it stands."""
        self.right = right
        shown = line(*self._first_line(), "\n", *self._tabs())
        if shown != self._shown:
            self._shown = shown
            self.update(shown, layout=False)

    def _first_line(self) -> list[str | tuple[str, str]]:
        vault = running_of(self).vault
        as_of = "as of " if vault.is_as_of else ""
        day = wording.full_day(vault.today)
        room = self.app.size.width - 2
        states = self._states()
        left = f"{vault.team} · {as_of}{day}"
        while states and cell_len(left) + _width(states) + 2 > room:  # the least important go first
            if len(states) == 1 and left != vault.team:
                left = vault.team  # then the date
            else:
                del states[0]
        said = " · ".join(states)
        left = fitted(left, min(cell_len(left), max(8, room - cell_len(said) - 2)))
        gap = max(2, room - cell_len(left) - cell_len(said))
        return [(left, "strong"), " " * gap, (said, "quiet")]

    def _states(self) -> list[str]:
        """Say how it stands, the least important first."""
        running = running_of(self)
        vault, names = running.vault, running.names
        states = []
        if vault.cover:
            states.append(f"cover: {names.shown(vault.cover)}")
        elif vault.manager_name:
            states.append(names.shown(vault.manager_name))
        if vault.saved_at is not None:
            states.append(f"saved {local_time(vault.saved_at)}")
        minutes = running.idle.minutes_left
        if minutes is not None:
            states.append(f"locks in {minutes} min")
        shown = "names hidden" if names.are_hidden else "names shown"
        states.append(shown)
        if vault.is_read_only:
            states.append("reading only")
        if self.right:
            states.append(self.right)
        return states

    def _tabs(self) -> list[str | tuple[str, str]]:
        """The modes; in few columns all but the one that is shown by their short titles."""
        waiting = running_of(self).today.waiting
        counts = {mode: f" {waiting[mode]}" if waiting.get(mode) else "" for _, _, mode in MODES}
        whole = sum(len(title) + len(counts[mode]) + 2 for _, title, mode in MODES)
        width = self.app.size.width
        room = (width - 2 - whole) // (len(MODES) - 1)  # between two of them
        is_narrow = room < _LEAST_GAP
        short = [len(SHORT_TITLES.get(mode, title)) + 3 for _, title, mode in MODES]
        is_slim = width < SLIM or sum(short) + _LONGEST_HERE > width
        is_underlined = self.app.size.height >= LOW and not self.app.has_class(PLAIN_LAYOUT)
        tabs: list[str | tuple[str, str]] = []
        self._tab_ends = []
        mark = 0, 0
        at = 0
        for key, title, mode in MODES:
            here = mode == self.mode
            shown = SHORT_TITLES.get(mode, title) if is_narrow and not here else title
            shown = "" if is_slim and not here else shown
            count = "" if is_narrow else counts[mode]
            words = f"{key} {shown}".rstrip()
            parts: list[str | tuple[str, str]] = [(words, "quiet"), (count, "soon")]
            if here and is_underlined:
                mark = at, cell_len(f"{words}{count}")
                parts = [(words, "focus"), (count, "soon")]
            elif here:
                parts = [(f"[{words}{count}]", "focus")]
            gap = " " if is_narrow else " " * min(room, _WIDEST_GAP)
            tabs += [*parts, gap]
            at = line(*tabs).cell_length
            self._tab_ends.append((at, mode))
        if is_underlined and mark[1]:
            tabs += ["\n", " " * mark[0], ("━" * mark[1], "focus")]
        return tabs

    def on_click(self, event: Click) -> None:
        """A click on a mode goes there."""
        at = event.get_content_offset(self)
        mode = next((mode for end, mode in self._tab_ends if at and at.y == 1 and at.x < end), "")
        if mode:
            begin(self.screen, f"go('{mode}')")


def _width(states: list[str]) -> int:
    return cell_len(" · ".join(states))
