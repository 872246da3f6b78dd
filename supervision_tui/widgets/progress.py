"""Long work in front of a screen: how far it is, and a key that stops it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from supervision_tui.commands import bindings_for
from supervision_tui.desk.keeping import Watch

from .desk_screen import DeskApp
from .tones import line

Result = TypeVar("Result")
_BAR = 40


async def with_progress(
    screen: Screen[Any], title: str, verb: Callable[..., Result], *arguments: Any, **named: Any
) -> Result | None:
    """Do long work of the vault's keeping with a bar in front; nothing where it was stopped or refused."""
    watch = Watch()
    dialog = ProgressDialog(title, watch)
    await screen.app.push_screen(dialog)
    try:
        return await cast(DeskApp, screen.app).care(verb, *arguments, progress=watch, **named)
    finally:
        if dialog.is_current:
            dialog.dismiss()


class ProgressDialog(ModalScreen[None]):
    """What is being done, a bar, and the key that stops it."""

    DEFAULT_CSS = """
    ProgressDialog { align: center middle; }
    ProgressDialog .in-front { width: 60; }
    ProgressDialog Static { height: auto; }
    """
    BINDINGS = bindings_for("progress")

    def __init__(self, title: str, watch: Watch) -> None:
        super().__init__()
        self._title = title
        self._watch = watch

    def compose(self) -> ComposeResult:
        """The bar, and the key."""
        with Vertical(classes="in-front") as box:
            box.border_title = line((self._title, "focus"))
            yield Static(id="bar")
            yield Static(line(("esc", "focus"), " stop; nothing is changed"))

    def on_mount(self) -> None:
        """Follow the work."""
        self.set_interval(0.1, self._paint)
        self._paint()

    def action_stop(self) -> None:
        """Stop the work at its next step."""
        self._watch.is_stopped = True

    def _paint(self) -> None:
        what, share = self._watch.at
        done = round(share * _BAR)
        bar = ("█" * done, "focus"), ("░" * (_BAR - done), "quiet")
        self.query_one("#bar", Static).update(line(*bar, f" {share:4.0%}\n", (what or "beginning", "quiet")))
