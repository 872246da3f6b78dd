"""The app on the demo with time standing still, as pictures and journeys use it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from supervision_tui.app import SupervisionApp
from supervision_tui.clock import Clock
from supervision_tui.configuration.settings import Settings
from supervision_tui.vault.store import Store
from tests.conftest import NOW

WIDE, NARROW = (120, 40), (80, 24)


class QuietApp(SupervisionApp):
    """Without a blinking cursor, so that a picture changes only when the screen does."""

    def on_ready(self) -> None:
        Input.cursor_blink = False  # type: ignore[assignment]
        TextArea.cursor_blink = False  # type: ignore[assignment]


def app_on(store: Store, settings: Settings | None = None) -> QuietApp:
    """The app on an open store, on Mon 2 Mar 2026 at ten, with these settings or the usual ones."""
    return QuietApp(store, Clock(fixed=NOW), settings=settings)


@asynccontextmanager
async def running(
    store: Store, size: tuple[int, int] = WIDE, settings: Settings | None = None
) -> AsyncIterator[tuple[QuietApp, Pilot[Any]]]:
    """The app running in a terminal of that size, its first screen complete."""
    app = app_on(store, settings)
    async with app.run_test(size=size) as pilot:
        await still(pilot)
        yield app, pilot


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys, and wait until the screen stands still."""
    for key in keys:
        await pilot.press(key)
        await still(pilot)


async def still(pilot: Pilot[Any]) -> None:
    """Wait for what is under way, without waiting for a form that waits for a person."""
    for _ in range(200):
        await pilot.pause()
        waiting = [worker for worker in pilot.app.workers if worker.is_running and worker.name in _LOADING]
        if not waiting and not pilot.app._batch_count:
            break
    await pilot.pause()


async def until(pilot: Pilot[Any], what: Callable[[], bool]) -> None:
    """Wait until something is so; fails when it does not come."""
    for _ in range(400):
        if what():
            return
        await pilot.pause(0.02)
    raise AssertionError("it did not come")


_LOADING = {
    "_load",
    "_open",
    "_open_in",
    "_load_card",
    "_follow_with_card",
    "_supervise",
    "_lay_out_lists",
    "_lock_now",
    "_find",
    "go_to_hit",
    "_prepare",
    "_save",
    "_show_preview",
}


async def typed(pilot: Pilot[Any], text: str) -> None:
    """Type text, a key each."""
    for letter in text:
        await pilot.press({" ": "space", "@": "at"}.get(letter, letter))
    await still(pilot)


def after(*keys: str, words: str = "") -> Callable[[Pilot[Any]], Awaitable[None]]:
    """What a picture is taken after: these keys, and these words typed."""

    async def run(pilot: Pilot[Any]) -> None:
        await still(pilot)
        await press(pilot, *keys)
        if words:
            await typed(pilot, words)
        for widget in pilot.app.screen.query("Input, TextArea"):
            widget.cursor_blink = False  # type: ignore[attr-defined]
        await still(pilot)

    return run
