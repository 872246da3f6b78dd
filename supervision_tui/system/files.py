"""Files that a person names.

What cannot be is told from what can, and nothing is read without end.
"""

from __future__ import annotations

import errno
import os
import select
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

OUTPUT = Path("-")  # standard output
ALREADY_THERE = "already-there"  # why something is not written, as a code
_PATIENCE = 5.0  # seconds, until the next part of what is no file on a disk has come
_BLOCK, _MOST_BYTES = 1 << 20, 4  # bytes read at once; bytes of a character
Content = TypeVar("Content", bytes, str)


def expanded(typed: str | Path) -> Path:
    """The place that was typed; `~` is one's own folder.

    A name after `~` that nobody has here stays as it is.
    """
    return Path(os.path.expanduser(typed))


def resolved(path: Path) -> Path:
    """Find where it truly lies, links followed; links that lead in a circle stay as they are."""
    return Path(os.path.realpath(path))


def is_one_of(path: Path, others: Iterable[Path]) -> bool:
    """Tell whether it truly lies where one of the others does."""
    return resolved(path) in map(resolved, others)


def read_bytes(path: Path, most: int) -> bytes:
    """All that a file holds.

    Raises `OSError`, also where it holds more than so many bytes, or where nothing comes.
    """
    return _not_more(_read(path, most), most)


def read_text(path: Path, most: int, encoding: str = "utf-8") -> str:
    """All that a text holds, in characters, each of its lines ended by a newline.

    Raises as `whole`, and `ValueError` where it is no text.
    """
    content = _not_more(_read(path, most * _MOST_BYTES), most * _MOST_BYTES)
    return _not_more(content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n"), most)


def _read(path: Path, most: int) -> bytes:
    """So many bytes and one more.

    What is no file on a disk, a pipe or a device, is waited for, but not for ever.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb", buffering=0) as file:
        is_on_disk, blocks, left = not _gives_as_it_likes(handle), [], most + 1
        while left > 0:
            if not is_on_disk and not select.select([handle], [], [], _PATIENCE)[0]:
                raise TimeoutError(
                    errno.ETIMEDOUT, f"nothing came from it within {_PATIENCE:g} s", str(path)
                )
            block = file.read(min(left, _BLOCK))
            if not block:
                break
            blocks.append(block)
            left -= len(block)
    return b"".join(blocks)


def _gives_as_it_likes(handle: int) -> bool:
    """Tell whether it is a pipe, a device or a connection; Windows knows none by a name."""
    return (
        os.name != "nt"
        and not stat.S_ISREG(os.fstat(handle).st_mode)
        and not stat.S_ISDIR(os.fstat(handle).st_mode)
    )


def _not_more(content: Content, most: int) -> Content:
    if len(content) > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return content
