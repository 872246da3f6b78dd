"""Files that a person names. What cannot be is told from what can, and nothing is read without end."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

OUTPUT = Path("-")  # standard output
ALREADY_THERE = "already-there"  # why something is not written, as a code
Content = TypeVar("Content", bytes, str)


def named(typed: str | Path) -> Path:
    """The place that was typed; `~` is one's own folder. A name after `~` that nobody has here stays as it is."""
    return Path(os.path.expanduser(typed))


def real(path: Path) -> Path:
    """Where it truly lies, links followed; links that lead in a circle stay as they are."""
    return Path(os.path.realpath(path))


def is_one_of(path: Path, others: Iterable[Path]) -> bool:
    """Whether it truly lies where one of the others does."""
    return real(path) in map(real, others)


def whole(path: Path, most: int) -> bytes:
    """All that a file holds. Raises `OSError`, also where it holds more than so many bytes, or never ends."""
    with path.open("rb") as file:
        return _not_more(file.read(most + 1), most)


def whole_text(path: Path, most: int, encoding: str = "utf-8") -> str:
    """The same of a text, in characters; each of its lines ends in a newline. Raises `ValueError` where it is none."""
    with path.open(encoding=encoding) as file:
        return _not_more(file.read(most + 1), most)


def _not_more(content: Content, most: int) -> Content:
    if len(content) > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return content
