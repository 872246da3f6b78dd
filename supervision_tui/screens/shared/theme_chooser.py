"""Choosing a theme: each is shown on the screen behind while the mark is on it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from supervision_tui.configuration.theme_files import hard_to_read
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.runtime.running import Running, running_of
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.key_line import KeyEntry, KeyLine
from supervision_tui.widgets.leaves_once import LeavesOnce
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.text_styles import line


class ThemeChooser(LeavesOnce, ModalScreen[None]):
    """The themes that there are.

    Enter keeps the one at the mark, escape goes back to the one before.
    """

    DEFAULT_CSS = """
    ThemeChooser { align: right bottom; background: transparent; }
    ThemeChooser .in-front { width: 62; margin: 0 1 1 0; }
    ThemeChooser Rows { height: auto; max-height: 12; background: $panel; }
    ThemeChooser Static { height: auto; }
    ThemeChooser #says { height: 2; color: $quiet; }
    """
    BINDINGS = bindings_for("theme")

    def __init__(self) -> None:
        super().__init__()
        self._before = ""

    @property
    def running(self) -> Running:
        """The parts of the running app."""
        return running_of(self)

    def compose(self) -> ComposeResult:
        """The themes, what is to be said of the one at the mark, the keys."""
        with Vertical(classes="in-front") as box:
            box.border_title = line(("Theme", "focus"))
            yield Rows(
                Column("", 16), Column(""), titles=False, empty="There is no theme.", id="themes"
            )
            yield Static(id="says")
            yield KeyLine(
                (KeyEntry("enter", "keep it", "keep"), KeyEntry("esc", "as it was", "leave"))
            )

    def on_mount(self) -> None:
        """The one that is shown is at the mark; a file that comes meanwhile comes into the list."""
        self._before = self.app.theme
        self.running.store_changed.subscribe(self, lambda _what: self._fill())
        self._fill()
        self.set_focus(self.query_one(Rows))

    def on_unmount(self) -> None:
        """Left: nothing is heard any more."""
        self.running.store_changed.unsubscribe(self)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Show it."""
        self.running.look.try_theme(event.key)
        self.query_one("#says", Static).update(self._says(event.key))

    def on_rows_chosen(self) -> None:
        """A second click keeps it."""
        self.action_keep()

    def action_keep(self) -> None:
        """Let it hold from now on."""
        key = self.query_one(Rows).key
        if key:
            self.app.run_worker(self.running.look.change("theme", key))
        self.dismiss()

    def action_leave(self) -> None:
        """Leave the theme as it was before."""
        self.running.look.try_theme(self._before)
        self.dismiss()

    def _fill(self) -> None:
        there = self.running.look.themes.there
        rows = [Row(name, (Cell(name), Cell(each.title, "quiet"))) for name, each in there.items()]
        self.query_one(Rows).show(rows, keep=self.app.theme)

    def _says(self, name: str) -> Content:
        theme = self.running.look.themes.there.get(name)
        if theme is None:  # its file was taken away meanwhile
            return line("")
        faint = hard_to_read(theme)
        if faint:
            return line((f"hard to read: {faint[0].in_words()}", "soon"))
        where = "your own file; " if theme.is_own else ""
        least = "7" if theme.contrast == "AAA" else "4.5"
        return line(f"{where}text stands out by {least} to 1 or more ({theme.contrast})")
