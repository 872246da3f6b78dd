"""The files on disk: private, ours alone, written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO

from supervision_tui.system.files import OUTPUT

from .errors import VaultError

_HERE = -100  # AT_FDCWD: names are looked up from the working folder
_NOT_THERE = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)
PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
_MARK = ".supervision-tui."
BEFORE = "before"  # the end of what stands there while it is replaced
_NEIGHBOUR = re.compile(
    re.escape(_MARK) + rf"(?P<of>.+?)(?:\.[0-9a-f]{{8}})?\.(?P<pid>\d+)\."
    rf"(?:(?P<before>{BEFORE})|(?:new|db|unpacked)(?:-wal|-shm|-journal)?)"
)
OWN_SUFFIXES = (".keys", ".lock", ".tries")
_BESIDE = ("wal", "shm", "journal")  # what SQLite lays beside the vault's file


def keys_path(vault: Path) -> Path:
    """Name where the key file of a vault lies: `supervision.keys` beside `supervision.db`."""
    return vault.with_suffix(".keys")


def lock_path(vault: Path) -> Path:
    """Name where the mark of an open vault lies."""
    return vault.with_suffix(".lock")


def tries_path(vault: Path) -> Path:
    """Name where wrong passphrases are counted."""
    return vault.with_suffix(".tries")


def set_aside_path(vault: Path) -> Path:
    """Name where the old file waits while a backup is brought back over it."""
    return vault.with_name(f"{vault.name}.replaced")


def logs_of(vault: Path) -> tuple[Path, ...]:
    """The files that SQLite lays beside the vault's file."""
    return tuple(Path(f"{vault}-{end}") for end in _BESIDE)


def check_vault_name(vault: Path) -> None:
    """Refuse a name under which the vault's own files would lie over one another.

    Raises `VaultError`.
    """
    _check_is_no_dash(vault)
    if not vault.name or vault.suffix in OWN_SUFFIXES:
        raise VaultError(
            f"A vault cannot be called {vault}: files of that ending lie beside it. Choose .db."
        )
    if vault.parts[0].startswith("~"):
        raise VaultError(
            f"There is nobody called {vault.parts[0][1:]} on this machine; name another place."
        )


def _check_is_no_dash(path: Path) -> None:
    if path == OUTPUT:
        raise VaultError("- is standard output, and this is written into a file only; name one.")


def check_can_be_made(target: Path) -> None:
    """Refuse to write a new file where one lies, or in a folder that is not there.

    Raises `VaultError`.
    """
    _check_is_no_dash(target)
    if os.path.lexists(target):
        raise VaultError(f"{target} is already there; name another file.")
    check_is_ours(target)  # also a name that no file can have
    if not os.path.isdir(target.parent):
        raise VaultError(f"There is no folder {target.parent}; make it, or name another place.")


def free_name(wanted: Path) -> Path:
    """Give that name, or where something lies there the next of it that is free: `…-2`, `…-3`."""
    others = (wanted.with_stem(f"{wanted.stem}-{number}") for number in count(2))
    names = chain([wanted], others)
    return next(name for name in names if not os.path.lexists(name))


def can_be_written(folder: Path) -> bool:
    """Tell whether files can be made in that folder."""
    try:
        is_read_only = 0
        if hasattr(os, "statvfs"):
            is_read_only = os.statvfs(folder).f_flag & os.ST_RDONLY
    except OSError:
        return False
    return os.access(folder, os.W_OK) and not is_read_only


def make_ours_alone(path: Path) -> bool:
    """Take the rights of others away from a file of ours; returns whether there were any."""
    if os.name == "nt" or not path.exists() or not path.stat().st_mode & 0o077:
        return False
    with contextlib.suppress(OSError):  # on a read-only disk they stay as they are
        path.chmod(PRIVATE_FILE)
        return True
    return False


def check_folder(folder: Path) -> None:
    """Refuse a folder in which anybody may replace our files. Raises `VaultError`."""
    if os.name == "nt" or not folder.exists():
        return
    mode = folder.stat().st_mode
    if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
        raise VaultError(
            f"Anybody on this machine may write into {folder}; take that right away (chmod o-w)."
        )


def group_warning(folder: Path) -> str:
    """Say what there is to say of a folder in which the members of a group may replace our files.

    Nothing where they may not.
    """
    if os.name == "nt" or folder.stat().st_mode & (stat.S_IWGRP | stat.S_ISVTX) != stat.S_IWGRP:
        return ""
    return (
        f"Others of your group may write into {folder}, and could replace the vault; take that "
        f"away (chmod g-w)."
    )


def others_may_read(path: Path) -> bool:
    """Tell whether a file's rights let other users of this machine read it.

    Of a pipe nobody can.
    """
    mode = path.stat().st_mode
    return os.name != "nt" and stat.S_ISREG(mode) and bool(mode & 0o044)


def others_may_look_into(folder: Path) -> bool:
    """Tell whether the folder's rights let other users of this machine look into it."""
    return os.name != "nt" and bool(folder.stat().st_mode & 0o077)


def harden_process() -> None:
    """No core dumps, and no file of ours that others may read. For the whole process, once."""
    os.umask(0o077)
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Windows has no library without a name (`TypeError`), macOS no such call.
    with contextlib.suppress(OSError, AttributeError, TypeError):
        import ctypes

        # PR_SET_DUMPABLE: no memory of ours for other processes.
        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)


def make_private_folder(folder: Path) -> None:
    """Make the folder if need be; a new one is ours alone."""
    if not folder.exists():
        try:
            folder.mkdir(parents=True, mode=PRIVATE_FOLDER)
        except OSError as why:
            raise VaultError(
                f"The folder {folder} cannot be made: {why.strerror}. Choose another place."
            ) from None


def check_is_ours(path: Path) -> None:
    """Refuse a link, a second name, a file that is somebody else's, and an impossible name.

    Raises `VaultError`.
    """
    try:
        str(path).encode()
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return
    except ValueError:  # in another encoding, which SQLite does not take
        raise VaultError(f"The name {path} is not written in UTF-8; choose another.") from None
    except OSError as why:
        raise VaultError(
            f"{path} cannot be looked at: {why.strerror}. Choose another place."
        ) from None
    if stat.S_ISLNK(found.st_mode):
        raise VaultError(f"{path.name} is a link to another place; name the real file.")
    if not stat.S_ISREG(found.st_mode):
        raise VaultError(f"{path.name} is not a file; name another one.")
    if found.st_nlink > 1:
        raise VaultError(
            f"{path.name} has a second name on this disk; copy it to a place of its own."
        )
    if not _belongs_to_us(path):
        raise VaultError(f"{path.name} belongs to another user of this machine; it is not opened.")


def file_id(path: Path) -> tuple[int, int] | None:
    """Tell which file lies there, by device and number; nothing where none does."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def version_of(path: Path) -> tuple[int, ...] | None:
    """Tell which file lies there and in which version: another, once replaced or written to.

    None where none.
    """
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def size_of(path: Path) -> int:
    """The bytes of a file; none where none lies there."""
    with contextlib.suppress(OSError):
        return path.lstat().st_size
    return 0


def content_of(path: Path) -> bytes:
    """Read a small file of ours; nothing where it cannot be read."""
    with contextlib.suppress(OSError, VaultError):
        check_is_ours(path)
        return path.read_bytes()
    return b""


def make_empty_private(path: Path) -> None:
    """Make an empty file that only we may read, before a library makes it with more rights."""
    handle = os.open(
        path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), PRIVATE_FILE
    )
    os.close(handle)


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file in one step: a neighbour is written, flushed and renamed over it.

    Raises `VaultError`.
    """
    with in_one_step(path) as file:
        file.write(content)


def write_beside(beside: Path, content: bytes, name: str) -> None:
    """Write a new file of ours, flushed.

    Raises `VaultError`, which names `name`, where the disk does not take it.
    """
    try:
        with os.fdopen(_new_private(beside), "w+b") as file:
            file.write(content)
            flush_file(file)
    except OSError as why:
        raise VaultError(
            f"{name} could not be written: {why.strerror}. Nothing was changed."
        ) from None


@contextlib.contextmanager
def in_one_step(path: Path, *, replaces: bool = True) -> Iterator[BinaryIO]:
    """A neighbour to write to, flushed and renamed over the file at the end.

    Gone if anything fails.

    Where it `replaces` nothing, a file that came to lie there meanwhile stays. Raises `VaultError`,
    also where the disk does not take it.
    """
    beside = neighbour(path, "new")
    try:
        with os.fdopen(_new_private(beside), "w+b") as file:
            yield file
            flush_file(file)
        if replaces:
            os.replace(beside, path)
        else:
            _rename_to_free_name(beside, path)
        flush_folder(path.parent)
    except OSError as why:
        raise VaultError(
            f"{path.name} could not be written: {why.strerror}. Nothing was changed."
        ) from None
    finally:
        beside.unlink(missing_ok=True)


def _new_private(path: Path) -> int:
    """Open a new file that only we may read."""
    return os.open(
        path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), PRIVATE_FILE
    )


def neighbour(path: Path, end: str) -> Path:
    """The name of a passing file or folder of this process beside that one."""
    return path.with_name(f"{_MARK}{path.name}.{secrets.token_hex(4)}.{os.getpid()}.{end}")


def left_beside(path: Path, end: str) -> list[Path]:
    """Passing files or folders of that end beside a file, of processes that are gone."""
    found = []
    with contextlib.suppress(OSError):
        for each in path.parent.iterdir():
            named = _NEIGHBOUR.fullmatch(each.name)
            is_its = (
                named is not None and named["of"] == path.name and each.name.endswith(f".{end}")
            )
            if (
                named is not None
                and is_its
                and _belongs_to_us(each)
                and not _is_running(int(named["pid"]))
            ):
                found.append(each)
    return found


def rename_new(made: Path, path: Path) -> None:
    """Rename a file, never over another one. Raises `FileExistsError`, `OSError`."""
    if os.name == "nt":
        made.rename(path)  # refuses a name that is taken
        return
    number = _renamed_by_the_system(made, path)
    # Neither the system nor the disk can do that in one step: the name is taken first.
    if number in _NOT_THERE:
        os.close(_new_private(path))
        os.replace(made, path)
    elif number:
        raise OSError(number, os.strerror(number), str(path))


def _rename_to_free_name(made: Path, path: Path) -> None:
    try:
        rename_new(made, path)
    except FileExistsError:
        raise VaultError(f"{path} is already there; name another file.") from None


def _renamed_by_the_system(made: Path, path: Path) -> int:
    """Rename in one step that refuses a name that is taken.

    Returns the number of the error, 0 where it was done.
    """
    import ctypes

    system, old, new = ctypes.CDLL(None, use_errno=True), os.fsencode(made), os.fsencode(path)
    if hasattr(system, "renameat2"):  # Linux
        failed = system.renameat2(_HERE, old, _HERE, new, 1)
    elif hasattr(system, "renamex_np"):  # macOS
        failed = system.renamex_np(old, new, 4)
    else:
        return errno.ENOSYS
    if failed:
        return ctypes.get_errno()
    return 0


def sweep(folder: Path) -> None:
    """Delete passing files of processes that were killed, which are nobody's any more.

    What was to be replaced and is no longer in its place is put back there.
    """
    with contextlib.suppress(OSError):
        for path in list(folder.iterdir()):
            named = _NEIGHBOUR.fullmatch(path.name)
            if not named or not _belongs_to_us(path) or _is_running(int(named["pid"])):
                continue
            if named["before"] and not os.path.lexists(path.with_name(named["of"])):
                path.rename(path.with_name(named["of"]))
            elif path.is_dir() and not path.is_symlink():
                if not _is_half_in_place(path, path.with_name(named["of"])):
                    shutil.rmtree(path)
            else:
                path.unlink()


def _is_half_in_place(staged: Path, vault: Path) -> bool:
    """Tell whether a vault was being put in place: its key file lies there alone."""
    return (staged / vault.name).exists() and not vault.exists() and keys_path(vault).exists()


def _belongs_to_us(path: Path) -> bool:
    return not hasattr(os, "getuid") or path.lstat().st_uid == os.getuid()


def _is_running(pid: int) -> bool:
    if os.name == "nt":
        return True  # there the same call would interrupt a process, so its leftovers stay
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):  # the latter: no number of a process
        return False
    except OSError:
        return True
    return True


def flush_file(file: BinaryIO) -> None:
    """Bring what was written to the disk."""
    file.flush()
    os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Bring a folder's names to the disk."""
    if os.name == "nt":  # folders cannot be flushed there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
