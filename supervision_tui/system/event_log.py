"""The log for support: what happened and how often, from a closed set of names.

It cannot hold a record's text.
"""

from __future__ import annotations

import contextlib
import os
import re
from enum import StrEnum
from pathlib import Path

from .clock import Clock

_MOST_BYTES = 200_000
_PLACE = re.compile(r"[\w.]{1,60}:\d{1,6}", re.ASCII)  # of the code: keys_in_order.py:26


class Event(StrEnum):
    """Everything that can stand in the log."""

    OPENED = "opened"
    LOCKED = "locked"
    LOCKED_IDLE = "locked, idle"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    REFUSED = "unlock refused"
    BACKED_UP = "backed up"
    BACKUP_FAILED = "backup failed"
    ENDED_BY_SIGNAL = "ended by a signal"
    FAILED = "an action failed"
    CRASHED = "crashed"


def log_path() -> Path:
    """Name where the log lies: the platform's folder for logs and the like."""
    from platformdirs import user_log_path

    return user_log_path("supervision-tui", appauthor=False) / "events.log"


def log(event: Event, count: int = 1, at: str = "") -> None:
    """Add a line: the instant, the event's name, a number, and of an error the place in the code.

    A log that cannot be written stops nothing, and what is no place in the code is left out.
    """
    where = f" {at}" if _PLACE.fullmatch(at) else ""
    with contextlib.suppress(OSError):
        path = log_path()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists() and path.stat().st_size > _MOST_BYTES:
            path.replace(path.with_suffix(".old.log"))
        handle = os.open(
            path, os.O_CREAT | os.O_APPEND | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), 0o600
        )
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.write(f"{Clock().now().isoformat('T', 'seconds')} {event} {count}{where}\n")
