"""An app that lets nothing out: not by the clipboard, not by pictures of the screen, not by what it
says of errors.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, cast

from textual.app import App
from textual.dom import DOMNode
from textual.driver import Driver
from textual.events import Compose, Mount
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import WorkerFailed

from supervision_tui.system.error_places import is_from_drawing, place_of
from supervision_tui.widgets.text_styles import clean

from .terminal_driver import cleared

CLOSED = "The app had to close. Nothing is lost; start it again."


class PrivateApp(App[str]):
    """An app that holds back what Textual would hand to the terminal or to a file."""

    CLIPBOARD_SECONDS = 60.0
    _clipboard_timer: Timer | None = None
    has_crashed = False  # whether it ended by an error

    def __init__(self) -> None:
        super().__init__()
        self._errors_told: set[str] = set()  # by their places, since the last key

    def get_driver_class(self) -> type[Driver]:
        """The platform's, which leaves nothing on the screen."""
        return cleared(super().get_driver_class())

    def copy_to_clipboard(self, text: str) -> None:
        """Copy, and empty the clipboard again after a minute."""
        super().copy_to_clipboard(text)
        if self._clipboard_timer is not None:
            self._clipboard_timer.stop()
        self._clipboard_timer = self.set_timer(self.CLIPBOARD_SECONDS, self.clear_clipboard)

    def clear_clipboard(self) -> None:
        """Overwrite what was copied within the last minute.

        Some terminals take no notice of an empty text.
        """
        if self._clipboard_timer is not None:
            self._clipboard_timer.stop()
            self._clipboard_timer = None
            super().copy_to_clipboard(" ")

    def deliver_screenshot(self, *_arguments: Any, **_named: Any) -> str | None:
        """No picture of a record is put into a folder."""
        self.notify(
            "Pictures of the screen are off: they would put records into a file.", markup=False
        )
        return None

    def notify(self, message: str, **how: Any) -> None:
        """Show a notice in which nothing steers the terminal: a file's name may be made for it."""
        super().notify(clean(message), **how)

    # Errors

    @property
    def can_go_on(self) -> bool:
        """Tell whether an error in what a key does is told, and the screen stays."""
        return False

    @property
    def is_on_its_way_out(self) -> bool:
        """Tell whether the app ends already, so that an error has nothing more to stop."""
        return False

    def note_error(self, at: str, *, ends: bool) -> None:
        """Put an error into the log: its place in the code, and whether the app ends by it."""

    def _register(self, parent: DOMNode, *widgets: Widget, **how: Any) -> list[Widget]:
        """Take widgets in that go on after an error; Textual's would take no message any more."""
        for widget in widgets:
            vars(widget).setdefault(
                "_dispatch_message",
                partial(self._dispatch_and_go_on, widget, widget._dispatch_message),
            )
        return super()._register(parent, *widgets, **how)

    async def _dispatch_message(self, message: Message) -> None:
        await self._dispatch_and_go_on(self, super()._dispatch_message, message)

    async def _dispatch_and_go_on(
        self, taker: MessagePump, dispatch: Callable[[Message], Awaitable[None]], message: Message
    ) -> None:
        try:
            await dispatch(message)
        except Exception as error:
            self._handle_exception(error)
            if (
                isinstance(message, Mount | Compose)
                and isinstance(taker, Screen)
                and self.can_go_on
            ):
                self.call_later(self._leave_half_made, taker)

    async def _leave_half_made(self, screen: Screen[Any]) -> None:
        """Go back from a screen that could not be made."""
        if screen is self.screen and len(self.screen_stack) > 1:
            screen.dismiss(None)

    def _handle_exception(self, error: Exception) -> None:
        """Tell of an error, and go on.

        End where nothing could be drawn, or where nothing is shown yet.
        """
        why = error.error if isinstance(error, WorkerFailed) else error
        if self.can_go_on and not is_from_drawing(why):
            self.tell_error(why)
        elif self.is_on_its_way_out:
            self.note_error(place_of(why), ends=False)
        else:
            super()._handle_exception(cast(Exception, why))

    def forget_errors_told(self) -> None:
        """Somebody goes on: what fails again is told again."""
        self._errors_told.clear()

    def tell_error(self, error: BaseException) -> None:
        """Say that something did not work: neither what it was about, nor the error's words."""
        at = place_of(error)
        # Of what is tried again each second, once until the next key.
        if at not in self._errors_told:
            self._errors_told.add(at)
            self.note_error(at, ends=False)
            self.notify(
                "That did not work. Nothing you typed is lost.",
                severity="error",
                markup=False,
                timeout=8,
            )

    def _fatal_error(self) -> None:
        """End, and say neither locals nor the error's words, which may be from a record."""
        error = sys.exc_info()[1]
        self.has_crashed = True
        at = place_of(error) if error else ""
        self.note_error(at, ends=True)
        self._exit_renderables[:] = [CLOSED]
        self.close_after_error()

    def close_after_error(self) -> None:
        """Close the app."""
        self._close_messages_no_wait()
