"""Windows, as far as it can be had without one: its branches are run, and what it lacks is gone.

No process is forked or replaced, no signal but its own has a name, nobody has a number, there are
no modes of a terminal, and a byte that is locked is read by nobody else. The file system is still
that of the machine of the test.
"""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import sys
import types
from typing import Any

import pytest

_NOT_OF_OS = frozenset(
    (
        "fork", "forkpty", "execv", "execve", "wait", "waitpid", "WIFSIGNALED",
        "getuid", "geteuid", "getgid", "getegid", "getpgrp", "setsid", "killpg", "tcgetpgrp",
        "statvfs", "ST_RDONLY", "mkfifo", "fchmod", "fchown", "chown", "openpty",
        "O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY", "O_CLOEXEC",
    )
)  # fmt: skip
_SIGNALS = ("SIGABRT", "SIGFPE", "SIGILL", "SIGINT", "SIGSEGV", "SIGTERM")
_NOT_THERE = ("fcntl", "termios", "resource", "pwd", "grp", "pty", "tty")


class Lacking(types.ModuleType):
    """A module as Windows has it: without some names, with others instead."""

    def __init__(self, real: types.ModuleType, without: frozenset[str], **instead: object) -> None:
        super().__init__(real.__name__)
        self.__dict__.update(instead)
        self._real, self._without = real, without

    def __getattr__(self, name: str) -> Any:
        if name in self._without:
            raise AttributeError(f"Windows has no {self._real.__name__}.{name}")
        return getattr(self._real, name)


class Locking(types.ModuleType):
    """`msvcrt`, whose locks are on single bytes from where the file is read or written next."""

    LK_LOCK, LK_NBLCK = 1, 2

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self.places: list[int] = []

    def locking(self, handle: int, kind: int, count: int) -> None:
        """Hold bytes of an open file. Raises `OSError` as Windows does."""
        assert count == 1
        self.places.append(os.lseek(handle, 0, os.SEEK_CUR))
        how = fcntl.LOCK_EX if kind == self.LK_LOCK else fcntl.LOCK_EX | fcntl.LOCK_NB
        try:
            fcntl.flock(handle, how)
        except BlockingIOError:
            raise PermissionError(errno.EACCES, "Permission denied") from None


def _signals() -> Lacking:
    """The module `signal` with those that Windows knows."""
    known = {name: getattr(signal, name) for name in _SIGNALS}
    others = frozenset(each.name for each in signal.Signals) - set(_SIGNALS)
    signals = types.SimpleNamespace(__members__=known)
    return Lacking(signal, others, Signals=signals)


def _no_library_without_a_name(name: str | None, *_more: object, **_named: object) -> None:
    if name is None:
        raise TypeError("LoadLibrary() argument 1 must be str, not None")
    raise FileNotFoundError(f"Could not find module '{name}'")


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> Locking:
    """Let every module of the app believe that it runs on Windows; gives its locks."""
    import ctypes

    import supervision_tui.vault.restore  # noqa: F401  (loaded, so that they can be told)

    operating_system, signals = Lacking(os, _NOT_OF_OS, name="nt"), _signals()
    for name, module in list(sys.modules.items()):
        if name.startswith("supervision_tui"):
            for kept, instead in (("os", operating_system), ("signal", signals)):
                if isinstance(getattr(module, kept, None), types.ModuleType):
                    monkeypatch.setattr(module, kept, instead)
    for name in _NOT_THERE:
        monkeypatch.setitem(sys.modules, name, None)
    drives = types.SimpleNamespace(kernel32=types.SimpleNamespace(GetDriveTypeW=drive_kind))
    monkeypatch.setattr(ctypes, "windll", drives, raising=False)
    monkeypatch.setattr(ctypes, "CDLL", _no_library_without_a_name)
    locks = Locking()
    monkeypatch.setitem(sys.modules, "msvcrt", locks)
    return locks


def drive_kind(drive: str) -> int:
    """Give the kind of a drive, as the system numbers them: 4 is a network's, 3 a fixed one."""
    return 4 if drive.casefold().startswith("n:") else 3
