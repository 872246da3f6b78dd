"""The app on the demo with time standing still, as pictures and journeys use it."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, cast

import textual.app
import textual.pilot
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.app import ScreenStackError
from textual.color import Color
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from supervision_tui.app.app import SupervisionApp
from supervision_tui.configuration.settings import Settings
from supervision_tui.system.clock import Clock
from supervision_tui.vault.store import Store
from supervision_tui.widgets.labelled_text import LabelledText
from tests.conftest import HANGS_AFTER, NOW

WIDE, NARROW = (120, 40), (80, 24)
_CHARACTERS = {
    "space": " ",
    "at": "@",
    "comma": ",",
    "slash": "/",
    "question_mark": "?",
    "equals_sign": "=",
    "plus": "+",
}
_BETWEEN_LOOKS = 0.002  # seconds, while a thread works


async def _guess_nothing(*_seconds: float) -> None:
    """In place of Textual's wait, which takes a process that uses no processor for one that is
    done.
    """
    await asyncio.sleep(0)


for _module in (textual.app, textual.pilot):
    vars(_module).update(wait_for_idle=_guess_nothing)

_parse_anew = Stylesheet._parse_rules
_parsed: dict[Any, list[RuleSet]] = {}


def _parse_once(sheet: Stylesheet, *of: Any, **how: Any) -> list[RuleSet]:
    """A style sheet is parsed once, and not anew for each of hundreds of apps."""
    key = (of, tuple(how.items()), tuple(sheet._variables.items()))
    if key not in _parsed:
        _parsed[key] = _parse_anew(sheet, *of, **how)
    return _parsed[key]


Stylesheet._parse_rules = _parse_once  # type: ignore[method-assign, assignment]

_draw_anew = Compositor.render_update


def _draw_where_somebody_looks(
    compositor: Compositor, full: bool = False, screen_stack: Any = None, simplify: bool = False
) -> Any:
    """Draw whole pictures, and none of the frames between, which without a terminal would be thrown
    away.
    """
    if full or QuietApp.draws_every_frame:
        return _draw_anew(compositor, full, screen_stack, simplify)
    visible_screen_stack.set(screen_stack or [])
    compositor._dirty_regions.clear()
    return None


Compositor.render_update = _draw_where_somebody_looks  # type: ignore[method-assign, assignment]


class QuietApp(SupervisionApp):
    """Without a blinking cursor, so that a picture changes only when the screen does.

    It remembers its notices.

    A picture, and whoever asks for the lines of the screen, draws it then. Between, nothing is
    drawn but where a test says `draws_every_frame`, and in the hard run.
    """

    draws_every_frame = "SUPERVISION_TUI_EVERY_FRAME" in os.environ

    def __init__(self, *what: Any, **how: Any) -> None:
        super().__init__(*what, **how)
        self.said: list[str] = []
        # an error that the app goes on after fails the test, but where the test is about one
        self.may_fail = False

    def on_ready(self) -> None:
        Input.cursor_blink = False  # type: ignore[assignment]
        TextArea.cursor_blink = False  # type: ignore[assignment]

    def tell_error(self, error: BaseException) -> None:
        if not self.may_fail:
            self._exception = self._exception or cast(Exception, error)
            self._exception_event.set()
        super().tell_error(error)

    def notify(self, message: str, **how: Any) -> None:
        self.said.append(message)
        super().notify(message, **how)


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
    """Press keys, and wait after each until the app is at rest; `!action` does what has no key."""
    for key in keys:
        if len(key) > 1 and key.startswith("!"):
            await pilot.app.run_action(key[1:], pilot.app.screen)
        else:
            send(pilot, key)
        await still(pilot)


def send(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys as fast as a slow line or a text expander brings them, all at once."""
    for key in keys:
        pilot.app.post_message(Key(key, _CHARACTERS.get(key, key if len(key) == 1 else None)))


async def still(pilot: Pilot[Any]) -> None:
    """Wait until the app says that it is at rest, and nothing of it is left to be handled or
    drawn.
    """
    app, end = cast(QuietApp, pilot.app), time.monotonic() + HANGS_AFTER
    await _nothing_left_to_run()
    while not (app.is_at_rest and await _is_drawn(app)):
        assert time.monotonic() < end, f"it does not come to rest: {list(app.workers)}"
        if app._exit:
            return
        await asyncio.sleep(_BETWEEN_LOOKS)
        await _nothing_left_to_run()


async def _is_drawn(app: QuietApp) -> bool:
    """Draw what is to be drawn.

    Returns whether the app is still at rest after that, and everything in its place.
    """
    try:
        screen = app.screen
        screen._on_timer_update()
    except ScreenStackError:  # between two modes, or at its end
        return app._exit
    await app.animator.wait_until_complete()
    await _nothing_left_to_run()
    is_to_move = screen._layout_required or screen._scroll_required or screen._callbacks
    return app.is_at_rest and not (is_to_move and screen.is_current)


async def _nothing_left_to_run() -> None:
    """Wait until every task of the loop waits for a thread, a time or a person."""
    ready, end = cast(Any, asyncio.get_running_loop())._ready, time.monotonic() + HANGS_AFTER
    await asyncio.sleep(0)
    while ready:
        assert time.monotonic() < end, f"it never rests: {list(ready)[:3]}"
        await asyncio.sleep(0)


async def resize(pilot: Pilot[Any], size: tuple[int, int]) -> None:
    """Make the terminal another size, and wait until the screen has followed."""
    await pilot.resize_terminal(*size)
    app = pilot.app
    # Textual waits for a size that stays.
    await until(pilot, lambda: app._resize_event is None or app._exit)
    await still(pilot)


async def until(pilot: Pilot[Any], what: Callable[[], bool]) -> None:
    """Wait until something is so; only a hang makes it fail."""
    end = time.monotonic() + HANGS_AFTER
    while not what():
        assert time.monotonic() < end, "it did not come"
        await asyncio.sleep(_BETWEEN_LOOKS)
    await _nothing_left_to_run()


async def typed(pilot: Pilot[Any], text: str) -> None:
    """Type text, a key each."""
    send(pilot, *({" ": "space", "@": "at"}.get(letter, letter) for letter in text))
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
        for facts in pilot.app.screen.query(LabelledText):
            facts.refresh(layout=True)  # a busy machine may not have come to it: a scrollbar's size
        await still(pilot)

    return run


def shown(app: QuietApp) -> list[str]:
    """The lines that reach the terminal."""
    found = []
    for strip in app.screen._compositor.render_strips():
        segments = list(strip)
        for each in app.get_line_filters():
            segments = each.apply(segments, Color(0, 0, 0))
        found.append("".join(segment.text for segment in segments))
    return found
