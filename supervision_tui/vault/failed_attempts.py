"""Wrong passphrases: counted beside the key file, so that each makes the next one wait longer,
across starts too.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from . import files, write_lock
from .errors import CodeSlip, MustWait, VaultLocked

LONGEST_SECONDS = 60
_KEPT = 50
_MOST_BYTES = 10_000

Wrong = tuple[datetime, ...]
"""When passphrases were wrong since the vault was last opened; UTC."""


def wrong_tries(vault: Path) -> Wrong:
    """Read the wrong tries so far.

    A file that cannot be read counts as none: who may write it could delete it too.
    """
    try:
        return _read(files.tries_path(vault).read_bytes()[:_MOST_BYTES])
    except OSError:
        return ()


def seconds_left(wrong: Wrong, now: datetime) -> float:
    """Count how long the next try must wait: 1, 2, 4 … 60 s after the last wrong one."""
    if not wrong:
        return 0.0
    delay = float(min(LONGEST_SECONDS, 2 ** min(len(wrong) - 1, 10)))
    since = (now - wrong[-1]).total_seconds()
    if since < 0:  # a clock set back is no way round
        return delay
    return max(0.0, delay - since)


@contextlib.contextmanager
def counted(vault: Path, now: Callable[[], datetime]) -> Iterator[None]:
    """Around one try at a time: a `VaultLocked` from within is wrong, but for a slip in a code.

    Raises `MustWait` while the next try must wait.
    """
    with _held(files.tries_path(vault)) as handle:
        wrong = _read(os.read(handle, _MOST_BYTES)) if handle is not None else ()
        left = seconds_left(wrong, now())
        if left > 0:
            if wrong[-1] > now():
                _write(handle, (*wrong[:-1], now()))
            raise MustWait(left)
        try:
            yield
        except CodeSlip:
            raise
        except VaultLocked:
            _write(handle, (*wrong, now())[-_KEPT:])
            raise


def forget_tries(vault: Path) -> None:
    """The vault was opened."""
    with _held(files.tries_path(vault), make=False) as handle:
        _write(handle, ())


@contextlib.contextmanager
def _held(path: Path, *, make: bool = True) -> Iterator[int | None]:
    """The file, held so that two tries never overlap.

    Nothing where the folder cannot be written.
    """
    files.check_is_ours(path)
    try:
        how = os.O_CREAT if make else 0
        handle = os.open(path, os.O_RDWR | how | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError:
        yield None
        return
    try:
        write_lock.wait_for(handle)
        yield handle
    finally:
        os.close(handle)


def _read(content: bytes) -> Wrong:
    try:
        return tuple(datetime.fromisoformat(each).astimezone(UTC) for each in json.loads(content))
    except (ValueError, TypeError, OverflowError, RecursionError):
        return ()


def _write(handle: int | None, wrong: Wrong) -> None:
    if handle is None:
        return
    with contextlib.suppress(OSError):  # on a full disk nothing is counted
        content = b""
        if wrong:
            content = json.dumps([each.isoformat() for each in wrong]).encode()
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, content)
