"""The lock of the one process that writes to a vault; another one is told which has it."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from supervision_tui.practice.policy.problems import shown
from supervision_tui.system.clock import Clock

from . import files
from .errors import VaultBusy, VaultError

_BEHIND_CONTENT = 1 << 30  # a place in the file where nothing stands


class Hold:
    """The vault held for writing, by the system's lock on a file that says who holds it."""

    def __init__(self, vault: Path) -> None:
        self._path = files.lock_path(vault)
        self._handle = _locked(self._path)

    def make_sure(self) -> None:
        """Hold it still, though the lock's file may have been taken away meanwhile.

        Raises `VaultBusy` where somebody else has the vault by now, `VaultError` where it cannot be
        held again.
        """
        if not _lies_at(self._handle, self._path):
            handle, self._handle = self._handle, _locked(self._path)
            os.close(handle)

    def release(self) -> None:
        """Nobody holds it any more."""
        with contextlib.suppress(OSError):
            os.ftruncate(self._handle, 0)
        os.close(self._handle)


@contextlib.contextmanager
def held(vault: Path) -> Iterator[Hold]:
    """Hold the vault for writing, so that a second instance finds out who has it.

    Raises `VaultBusy`.
    """
    hold = Hold(vault)
    try:
        files.sweep(vault.parent)
        if vault.exists():
            # Of a restore that was killed at its last step.
            files.set_aside_path(vault).unlink(missing_ok=True)
        yield hold
    finally:
        hold.release()


def _locked(path: Path) -> int:
    """The lock's file, locked, and lying where the next one looks for it.

    Raises `VaultBusy`, `VaultError`.
    """
    while True:
        files.check_is_ours(path)
        try:
            handle = os.open(
                path, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), files.PRIVATE_FILE
            )
        except OSError:
            raise VaultError(
                f"The folder {path.parent} cannot be written, so nothing could be kept there. "
                "Only reading is possible: supervision-tui open --read-only"
            ) from None
        if not _try_lock(handle):
            os.close(handle)
            raise VaultBusy(_busy(path))
        if _lies_at(handle, path):
            break
        os.close(handle)  # it was taken away between the two: another may lie there
    who = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": Clock().now().isoformat("T", "minutes"),
    }
    with contextlib.suppress(OSError):  # on a full disk it is held all the same
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, json.dumps(who).encode())
    return handle


def _lies_at(handle: int, path: Path) -> bool:
    """Tell whether an open file is the one that lies there.

    Windows does not let anybody take away an open one.
    """
    found = os.fstat(handle)
    return os.name == "nt" or files.file_id(path) == (found.st_dev, found.st_ino)


def wait_for(handle: int) -> None:
    """Hold an open file, once whoever holds it now is done."""
    _flock(handle, wait=True)


def _try_lock(handle: int) -> bool:
    """Tell whether the file could be held.

    Raises `VaultError` where this disk holds no file for one program alone.
    """
    try:
        _flock(handle, wait=False)
    except OSError as why:
        if os.name != "nt" and why.errno not in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES):
            raise VaultError(
                f"This disk cannot hold a file for one program alone ({why.strerror}), and two "
                f"could write at once. "
                "Keep the vault on another disk."
            ) from None
        return False
    return True


def _flock(handle: int, *, wait: bool) -> None:
    try:
        import fcntl
    except ImportError:
        _lock_on_windows(handle, wait=wait)
        return
    how = fcntl.LOCK_EX
    if not wait:
        how |= fcntl.LOCK_NB
    fcntl.flock(handle, how)


def _lock_on_windows(handle: int, *, wait: bool) -> None:
    """Hold one byte far behind the content, since nobody else reads a byte that is held there."""
    import msvcrt

    kind = msvcrt.LK_NBLCK  # type: ignore[attr-defined,unused-ignore]
    if wait:
        kind = msvcrt.LK_LOCK  # type: ignore[attr-defined,unused-ignore]
    os.lseek(handle, _BEHIND_CONTENT, os.SEEK_SET)
    try:
        msvcrt.locking(handle, kind, 1)  # type: ignore[attr-defined,unused-ignore]
    finally:
        os.lseek(handle, 0, os.SEEK_SET)


def check_is_free(vault: Path) -> None:
    """Raises `VaultBusy` where another process holds the vault, before a passphrase is typed."""
    with contextlib.suppress(OSError):
        handle = os.open(files.lock_path(vault), os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
        try:
            is_free = _try_lock(handle)
        finally:
            os.close(handle)
        if not is_free:
            raise VaultBusy(_busy(files.lock_path(vault)))


def _busy(path: Path) -> str:
    try:
        who = json.loads(path.read_text("utf-8"))
        since = datetime.fromisoformat(who["since"]).astimezone()
        if who["host"] == socket.gethostname():
            here = "in another window of this computer"
        else:
            here = f"on {shown(who['host'])}"
        held = f"{here}, since {since:%H:%M} on {since.day} {since:%b} (process {int(who['pid'])})"
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        held = "in another program"
    return (
        f"The vault is open elsewhere, {held}. Close it there, or only read it here: "
        f"supervision-tui open --read-only"
    )
