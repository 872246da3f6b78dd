"""A framed pane: its title in the upper edge, its own keys in the lower one."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

from supervision_tui.commands import command_of
from supervision_tui.runtime.running import running_of

from .keys_in_text import with_keys
from .text_styles import line, says


class Pane(Widget):
    """A pane in a round frame; the one that has the focus is heavy and in the accent.

    `keys` are the ids of the commands that stand in its lower edge. A pane one of several
    (`Panes`) names the others in its title while it alone is in view.
    """

    DEFAULT_CSS = """
    Pane { layout: vertical; height: 1fr; border: round $rule;
           border-title-color: $text; border-title-style: none; border-title-background: $ground;
           border-subtitle-color: $quiet; border-subtitle-style: none;
           border-subtitle-background: $ground; }
    Pane:focus-within { border: heavy $focus; border-title-color: $focus; border-title-style: bold;
                        border-subtitle-color: $text; }
    """

    def __init__(
        self, title: str, *children: Widget, keys: Sequence[str] = (), id: str | None = None
    ) -> None:
        super().__init__(*children, id=id)
        self._title = title
        self._keys = tuple(keys)
        self.set_tabs(())

    @property
    def title(self) -> str:
        """The title as it was given, with the commands that it names."""
        return self._title

    def on_mount(self) -> None:
        """Show its keys as they are set."""
        self.show_keys(self._keys)

    def retitle(self, title: str) -> None:
        """Give it another title; text, never markup.

        The line of the title alone is drawn again, not what is below.
        """
        self._title = title
        self._show_title()

    def set_tabs(self, names: Sequence[str], here: int = 0) -> None:
        """Name in the upper edge the panes of which this one is in view; none: only its title."""
        self._tabs, self._here = tuple(names), here
        self._show_title()

    def show_keys(self, keys: Sequence[str]) -> None:
        """Let the keys of these commands stand in the lower edge; no letter where people write."""
        self._keys = tuple(keys)
        parts: list[str | tuple[str, str]] = []
        for command in map(command_of, self._keys):
            words = running_of(self).keys.words(command)
            if words:
                parts += [(words, "focus"), f" {command.name.lower()}", "   "]
        shown = line(*parts[:-1]) if parts else Content("")
        if shown != self._border_subtitle:
            self._border_subtitle = shown
            self._draw_edge(self.size.height)

    def _show_title(self) -> None:
        shown = says(with_keys(self._title, self))
        if self._tabs:
            parts: list[str | tuple[str, str]] = []
            for place, name in enumerate(self._tabs):
                is_here = place == self._here
                tab = (name, "quiet")
                if is_here:
                    tab = (f"[{self._title}]", "focus")
                parts += [tab, "  "]
            shown = line(*parts[:-1])
        if shown != self._border_title:
            self._border_title = shown  # what sets `border_title` has the whole pane drawn again
            self._draw_edge(-1)

    def _draw_edge(self, y: int) -> None:
        self.refresh(Region(-1, y, self.size.width + 2, 1))
