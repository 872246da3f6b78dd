"""Files that a person names. What cannot be is told from what can, and nothing is read without end."""

from __future__ import annotations

import errno
import os
from pathlib import Path


def named(typed: str | Path) -> Path:
    """The place that was typed; `~` is one's own folder. A name after `~` that nobody has here stays as it is."""
    return Path(os.path.expanduser(typed))


def real(path: Path) -> Path:
    """Where it truly lies, links followed; links that lead in a circle stay as they are."""
    return Path(os.path.realpath(path))


def whole(path: Path, most: int) -> bytes:
    """All that a file holds. Raises `OSError`, too where it holds more than so many bytes, or never ends."""
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return content


def whole_text(path: Path, most: int, encoding: str = "utf-8") -> str:
    """The same of a text, in characters; each of its lines ends in a newline. Raises `ValueError` where it is none."""
    with path.open(encoding=encoding) as file:
        text = file.read(most + 1)
    if len(text) > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return text
