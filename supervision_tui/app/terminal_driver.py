"""Textual's use of a terminal, made careful: nothing is left on it, and no byte from it ends us."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Callable
from typing import Any

from textual.driver import Driver

_CLEAR = "\x1b[H\x1b[2J"


def _decoder_that_replaces(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    return lambda: codecs.getincrementaldecoder(encoding)(errors="replace")


def cleared(base: type[Driver]) -> type[Driver]:
    """A driver like `base` that empties the screen before it leaves it.

    Where a terminal has no second screen (GNU screen as it ships, the Linux console), the last page
    would stay there. GNU screen holds a lone escape back while the mouse is followed, so it is not
    followed there. A byte that is not UTF-8, as a terminal of another encoding sends for £, is read
    as the sign for an unknown letter.
    """
    reading = sys.modules[base.__module__]
    if hasattr(reading, "getincrementaldecoder"):
        vars(reading)["getincrementaldecoder"] = _decoder_that_replaces

    class ClearedDriver(base):  # type: ignore[misc, valid-type]
        """Draws as its base does."""

        def __init__(self, *arguments: Any, mouse: bool = True, **named: Any) -> None:
            super().__init__(*arguments, mouse=mouse and not os.environ.get("STY"), **named)

        def stop_application_mode(self) -> None:
            """Empty the screen, then leave it."""
            self.write(_CLEAR)
            super().stop_application_mode()

    return ClearedDriver
