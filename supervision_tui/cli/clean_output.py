"""Output of the commands in which nothing steers the terminal, whatever stands in a record or a
file.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from typing import TextIO, cast

_KEPT = {"\n", "\t"}
_STEERING = {
    code: "·" for code in (*range(0x20), 0x7F, *range(0x80, 0xA0)) if chr(code) not in _KEPT
}


class _Clean(io.TextIOBase):
    """A stream whose text is made harmless; all else is the stream's own."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(text.translate(_STEERING))

    def flush(self) -> None:
        self._stream.flush()

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._stream.encoding

    @property
    def buffer(self) -> object:
        return self._stream.buffer


@contextlib.contextmanager
def clean_output() -> Iterator[None]:
    """While this lasts, what is printed is harmless, and fits the signs that the terminal has."""
    before = sys.stdout, sys.stderr
    for stream in before:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.stdout, sys.stderr = (cast(TextIO, _Clean(stream)) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
