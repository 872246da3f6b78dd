"""The screen that stands there while the vault opens by itself.

It is painted before anything else is loaded.
"""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from supervision_tui.widgets.shut_screen import ShutScreen
from supervision_tui.widgets.text_styles import line


class OpeningScreen(ShutScreen):
    """One line in a box."""

    DEFAULT_CSS = """
    OpeningScreen { align: center middle; }
    OpeningScreen .in-front { width: 64; }
    OpeningScreen Static { height: auto; }
    """

    def compose(self) -> ComposeResult:
        """Show what is being done."""
        with Vertical(classes="in-front") as box:
            box.border_title = line(("supervision-tui", "focus"))
            yield Static("Opening …")
