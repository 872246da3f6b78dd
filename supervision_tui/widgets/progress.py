"""Long work in front of a screen: how far it is, and a key that stops it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from supervision_tui.desk.long_work import Progress
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.runtime.running import running_of

from .leaves_once import LeavesOnce
from .text_styles import line

Result = TypeVar("Result")
_BAR = 40
_PATIENCE = 0.4  # seconds; what is done by then needs no bar


async def with_progress(
    app: App[Any], title: str, work: Callable[[Progress], Coroutine[Any, Any, Result]]
) -> Result:
    """Do the work; if it takes long, a bar stands in front, and esc stops it at a step."""
    watch, long_work = Progress(), running_of(app).under_way.long_work
    long_work.add(watch)  # a lock stops it
    try:
        task = asyncio.ensure_future(work(watch))
        await asyncio.wait({task}, timeout=_PATIENCE)
        if task.done():
            return task.result()
        dialog = ProgressDialog(title, watch)
        await app.push_screen(dialog)
        try:
            return await task
        finally:
            dialog.end()
    finally:
        watch.is_stopped = True  # whoever waited for it is gone
        long_work.discard(watch)


class ProgressDialog(LeavesOnce, ModalScreen[None]):
    """A dialog over long work: what is being done, a bar, and the key that stops it."""

    DEFAULT_CSS = """
    ProgressDialog { align: center middle; }
    ProgressDialog .in-front { width: 60; }
    ProgressDialog Static { height: auto; }
    """
    BINDINGS = bindings_for("progress")

    def __init__(self, title: str, watch: Progress) -> None:
        super().__init__()
        self._title = title
        self._watch = watch
        self._has_ended = self._is_gone = False

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

    def on_screen_resume(self) -> None:
        """Go, if the work has ended while something else stood in front."""
        self._go()

    def end(self) -> None:
        """The work has ended: go, or go as soon as this is in front again."""
        self._has_ended = True
        self._go()

    def _go(self) -> None:
        if self._has_ended and self.is_current and not self._is_gone:
            self._is_gone = True
            self.dismiss()

    def action_stop(self) -> None:
        """Stop the work at its next step."""
        self._watch.is_stopped = True
        self._paint()

    def _paint(self) -> None:
        what, share = self._watch.at
        done = round(share * _BAR)
        bar = ("█" * done, "focus"), ("░" * (_BAR - done), "quiet")
        says = "stopping" if self._watch.is_stopped else what or "beginning"
        self.query_one("#bar", Static).update(line(*bar, f" {share:4.0%}\n", (says, "quiet")))
