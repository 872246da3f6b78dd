"""The files on disk: private, ours alone, written whole or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from .errors import VaultBusy, VaultError

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
OWN_SUFFIXES = (".keys", ".lock")


def keys_path(vault: Path) -> Path:
    """Where the key file of a vault lies: `supervision.keys` beside `supervision.db`."""
    return vault.with_suffix(".keys")


def lock_path(vault: Path) -> Path:
    """Where the mark of an open vault lies."""
    return vault.with_suffix(".lock")


def check_is_no_vault_file(target: Path, vault: Path) -> None:
    """Refuse to write an export over the vault or a file that belongs to it. Raises `VaultError`."""
    beside = {keys_path(vault), lock_path(vault), *(Path(f"{vault}-{end}") for end in ("wal", "shm", "journal"))}
    if target.resolve() in {path.resolve() for path in (vault, *beside)}:
        raise VaultError(f"{target.name} belongs to the vault; name another file for what is written.")


def others_may_look_into(folder: Path) -> bool:
    """Whether the folder's rights let other users of this machine look into it."""
    return os.name != "nt" and bool(folder.stat().st_mode & 0o077)


def harden_process() -> None:
    """No core dumps, and no file of ours that others may read. For the whole process, once."""
    os.umask(0o077)
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE: no memory of ours for other processes


def make_private_folder(folder: Path) -> None:
    """Make the folder if need be; a new one is ours alone."""
    if not folder.exists():
        try:
            folder.mkdir(parents=True, mode=PRIVATE_FOLDER)
        except OSError as why:
            raise VaultError(f"The folder {folder} cannot be made: {why.strerror}. Choose another place.") from None


def check_is_ours(path: Path) -> None:
    """Refuse a file that is a link, has a second name, or belongs to somebody else. Raises `VaultError`."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return
    if stat.S_ISLNK(found.st_mode):
        raise VaultError(f"{path.name} is a link to another place; name the real file with --vault.")
    if not stat.S_ISREG(found.st_mode):
        raise VaultError(f"{path.name} is not a file; name another one with --vault.")
    if found.st_nlink > 1:
        raise VaultError(f"{path.name} has a second name on this disk; copy it to a place of its own.")
    if hasattr(os, "getuid") and found.st_uid != os.getuid():
        raise VaultError(f"{path.name} belongs to another user of this machine; it is not opened.")


def make_empty_private(path: Path) -> None:
    """Make an empty file that only we may read, before a library makes it with more rights."""
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), PRIVATE_FILE)
    os.close(handle)


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file in one step: a neighbour is written, flushed and renamed over it. Raises `VaultError`."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        handle = os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), PRIVATE_FILE)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
        _flush_folder(path.parent)
    except OSError as why:
        beside.unlink(missing_ok=True)
        raise VaultError(f"{path.name} could not be written: {why.strerror}. Nothing was changed.") from None


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be flushed there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def held(vault: Path) -> Iterator[None]:
    """Hold the vault for writing, so that a second instance finds out who has it. Raises `VaultBusy`."""
    path = lock_path(vault)
    check_is_ours(path)
    handle = os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), PRIVATE_FILE)
    try:
        if not _try_lock(handle):
            raise VaultBusy(f"The vault is open elsewhere ({_holder(path)}). Close it there first.")
        who = {"pid": os.getpid(), "host": socket.gethostname(), "since": datetime.now(UTC).isoformat("T", "minutes")}
        os.ftruncate(handle, 0)
        os.write(handle, json.dumps(who).encode())
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _try_lock(handle: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _holder(path: Path) -> str:
    try:
        who = json.loads(path.read_text())
        return f"process {who['pid']} on {who['host']} since {who['since']}"
    except (OSError, ValueError, KeyError):
        return "by another program"
