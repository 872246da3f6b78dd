"""An app that lets nothing out: not by the clipboard, not by pictures of the screen, not by what it says of a crash."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import Any

from textual.app import App
from textual.driver import Driver
from textual.timer import Timer

from supervision_tui.cleared_terminal import cleared
from supervision_tui.widgets.tones import clean


class DiscreetApp(App[str]):
    """What Textual would hand to the terminal or to a file, held back."""

    CLIPBOARD_SECONDS = 60.0
    _clipboard_timer: Timer | None = None

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
        """Overwrite what was copied within the last minute; some terminals take no notice of an empty text."""
        if self._clipboard_timer is not None:
            self._clipboard_timer.stop()
            self._clipboard_timer = None
            super().copy_to_clipboard(" ")

    def deliver_screenshot(self, *_arguments: Any, **_named: Any) -> str | None:
        """No picture of a record is put into a folder."""
        self.notify("Pictures of the screen are off: they would put records into a file.", markup=False)
        return None

    def notify(self, message: str, **how: Any) -> None:
        """As Textual's, but nothing in it steers the terminal: a file's name may have been chosen for that."""
        super().notify(clean(message), **how)

    def note_crash(self) -> None:
        """Told when the app falls down."""

    def _fatal_error(self) -> None:
        """Say where it happened, but neither locals nor the error's words: they may be from a record."""
        kind, _, trace = sys.exc_info()
        frames = traceback.extract_tb(trace) if trace else []
        ours = [frame for frame in frames if "supervision_tui" in frame.filename]
        where = "".join(f" in {Path(each.filename).name}, line {each.lineno}" for each in (ours or frames)[-1:])
        name = kind.__name__ if kind else "error"
        self.note_crash()
        self._exit_renderables.append(f"Something went wrong ({name}{where}). What you typed is kept.")
        self._close_messages_no_wait()
