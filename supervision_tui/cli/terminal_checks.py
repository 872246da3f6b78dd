"""Tell whether the terminal is one in which the app may draw records."""

from __future__ import annotations

import os
import sys

from .prompts import can_ask

_ONLOOKERS = ("TEXTUAL_LOG", "TEXTUAL_DEBUG", "TEXTUAL_SCREENSHOT", "TEXTUAL_SCREENSHOT_LOCATION")


def check_terminal() -> None:
    """Raises `VaultError` where nobody could see the app, or press a key in it."""
    from supervision_tui.vault.errors import VaultError

    if not is_shown() or not can_ask():
        raise VaultError(
            "The app needs a terminal to draw on and to take keys from; run it in one, without a "
            "pipe."
        )
    if os.environ.get("TERM") == "dumb":
        raise VaultError(
            "This terminal calls itself dumb (TERM=dumb) and cannot be drawn on; run it in "
            "another one."
        )


def is_shown() -> bool:
    """Tell whether what the app draws comes before a person, and not into a file."""
    return sys.__stderr__ is not None and sys.__stderr__.isatty()


def refuse_onlookers() -> None:
    """Refuse to open a vault while Textual's developer tools would copy its screens out.

    Raises `VaultError`.
    """
    from supervision_tui.vault.errors import VaultError

    watching = [name for name in _ONLOOKERS if os.environ.get(name)]
    if any(word in os.environ.get("TEXTUAL", "") for word in ("devtools", "debug")):
        watching.append("TEXTUAL")
    if watching:
        raise VaultError(
            f"Textual's developer tools are on ({', '.join(watching)}) and would copy records out "
            f"of the vault: "
            "switch them off, or use the demo."
        )
