"""How Textual draws on a terminal, with two cares more: nothing is left on it, and GNU screen keeps its escape key."""

from __future__ import annotations

import os
from typing import Any

from textual.driver import Driver

_CLEAR = "\x1b[H\x1b[2J"


def cleared(base: type[Driver]) -> type[Driver]:
    """A driver like `base` that empties the screen before it leaves it.

    Where a terminal has no second screen (GNU screen as it ships, the Linux console), the last page would stay there.
    GNU screen holds a lone escape back while the mouse is followed, so it is not followed there.
    """

    class ClearedDriver(base):  # type: ignore[misc, valid-type]
        """Draws as its base does."""

        def __init__(self, *arguments: Any, mouse: bool = True, **named: Any) -> None:
            super().__init__(*arguments, mouse=mouse and not os.environ.get("STY"), **named)

        def stop_application_mode(self) -> None:
            """Empty the screen, then leave it."""
            self.write(_CLEAR)
            super().stop_application_mode()

    return ClearedDriver
