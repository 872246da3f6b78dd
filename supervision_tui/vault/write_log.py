"""The log beside the vault's file, in which the last changes lie: watched, and put right where
somebody changed it.

SQLite trusts its log while the vault is open. So what stands in it is kept here too, as it was
written (it is encrypted), from one emptying of the log to the next.
"""

from __future__ import annotations

import contextlib
import io
import os
from pathlib import Path
from typing import Any

from . import files

FULL = 4 << 20  # bytes: a log of that size is brought into the file and emptied
_MOST_KEPT = 4 * FULL  # more is not kept here: it is brought into the file at once
_HEADER, _FRAME_HEADER = 32, 24  # bytes; https://sqlite.org/fileformat2.html#the_write_ahead_log


class WriteLog:
    """The log of a connection, which is the only one that writes.

    A vault without a log has nothing to watch.
    """

    def __init__(self, vault: Path) -> None:
        self._path = files.logs_of(vault)[0]
        self._file: io.FileIO | None = None
        self._id: tuple[int, int] | None = None
        self._raw: Any = None
        self._page = 0  # bytes
        self._kept = bytearray()
        self._is_all_kept = True

    def open(self, raw: Any) -> None:
        """Begin to watch the log of this connection."""
        self.close()
        with contextlib.suppress(OSError):
            self._file = io.FileIO(
                os.open(self._path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)), "r+"
            )
            self._id = files.file_id(self._path)
            # SQLCipher says it as text.
            self._raw, self._page = (raw, int(raw.execute("PRAGMA page_size").fetchone()[0]))
            self.follow()

    def close(self) -> None:
        """Watch it no longer."""
        if self._file is not None:
            self._file.close()
        self._file, self._id, self._raw = None, None, None
        self._kept, self._is_all_kept = bytearray(), True

    @property
    def size(self) -> int:
        """Bytes that stood in it after the last change.

        None where it was emptied or is not watched.
        """
        return len(self._kept)

    @property
    def is_full(self) -> bool:
        """Tell whether it should be brought into the file now."""
        return not self._is_all_kept or len(self._kept) >= FULL

    @property
    def is_elsewhere(self) -> bool:
        """Tell whether it was taken away, or another file lies in its place."""
        return self._file is not None and files.file_id(self._path) != self._id

    @property
    def is_cut(self) -> bool:
        """Tell whether less stands in it than was written."""
        return self._file is not None and os.fstat(self._file.fileno()).st_size < len(self._kept)

    def follow(self) -> None:
        """Keep what was added to it since; from its front where it was emptied meanwhile."""
        if self._file is None:
            return
        end = self._written()
        goes_on = (
            self._is_all_kept
            and len(self._kept) <= end
            and self._read(0, _HEADER) == self._kept[:_HEADER]
        )
        begin = len(self._kept) if goes_on else 0
        self._is_all_kept = end - begin <= _MOST_KEPT
        del self._kept[begin:]
        if self._is_all_kept:
            self._kept += self._read(begin, end - begin)

    def put_right(self) -> bool:
        """Write back what is kept of it where something else stands there by now.

        Returns whether that was so.

        Only for a log that lies in its place.
        """
        if self._file is None or not self._is_all_kept or self._written() < len(self._kept):
            return False
        if self._read(0, len(self._kept)) == self._kept:
            return False
        self._file.seek(0)
        rest = memoryview(self._kept)
        while rest:
            rest = rest[self._file.write(rest) or 0 :]
        rest.release()
        os.fsync(self._file.fileno())
        return True

    def _written(self) -> int:
        """Count its bytes that count, as SQLite knows in memory whatever the file says."""
        _busy, frames, _done = self._raw.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
        if frames <= 0:
            return 0
        return _HEADER + int(frames) * (_FRAME_HEADER + self._page)

    def _read(self, begin: int, length: int) -> bytes:
        assert self._file is not None  # noqa: S101  (for the type checker)
        self._file.seek(begin)
        blocks = []
        while length > 0 and (block := self._file.read(length)):
            blocks.append(block)
            length -= len(block)
        return b"".join(blocks)
