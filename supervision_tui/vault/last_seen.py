"""The last sight of a vault, kept outside its folder: it tells an older copy of both its files, or
a lost log.

A record of one line for each vault and place, in the platform's folder for state, sealed under the
data key. It is written after each change, and flushed only before the log is emptied: after a cut
of the power it may say less than there is, never more.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from supervision_tui.system.files import read_bytes

from . import files
from .secret_bytes import seal_of

# bytes; shorter lines are filled up, so that each is written in one piece over the one before
_LINE = 512


@dataclass(frozen=True, slots=True)
class Seen:
    """The journal's length, its last hash, when that was seen, and the log's bytes then."""

    count: int
    head: str
    at: str
    log: int = 0


class LastSeen:
    """The record of one vault at one place.

    Where it cannot be written nothing is known, and nothing is stopped.
    """

    def __init__(self, vault_id: str, vault: Path) -> None:
        self._vault_id = vault_id
        self._vault = vault
        self._handle: int | None = None
        self._written: Seen | None = None
        self._is_flushed = False

    @property
    def path(self) -> Path:
        """The place where it is kept: the vault's name is in none of its parts."""
        from platformdirs import user_state_path

        name = hashlib.sha256(f"{self._vault_id} {self._vault.absolute()}".encode()).hexdigest()[
            :32
        ]
        return user_state_path("supervision-tui", appauthor=False) / "last-seen" / f"{name}.json"

    def read(self, data_key: bytearray) -> Seen | None:
        """Read what was last seen; nothing where no record was sealed under this key."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            raw = json.loads(read_bytes(self.path, _LINE))
            seal = raw.pop("seal")
            if hmac.compare_digest(seal, self._seal(raw, data_key)):
                return Seen(**raw)
        return None

    def write(self, seen: Seen, data_key: bytearray) -> None:
        """Put this in the place of what was seen before."""
        if seen == self._written:
            return
        raw = asdict(seen)
        line = json.dumps(raw | {"seal": self._seal(raw, data_key)}).encode().ljust(_LINE)
        with contextlib.suppress(OSError):
            handle = self._opened()
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, line)
            self._written, self._is_flushed = seen, False

    def expect_no_log(self, data_key: bytearray) -> None:
        """Note on the disk that the log is about to be emptied: a power cut then is no loss."""
        if self._written is not None and (self._written.log or not self._is_flushed):
            self.write(replace(self._written, log=0), data_key)
            with contextlib.suppress(OSError):
                os.fsync(self._opened())
                self._is_flushed = True

    def is_closed(self, log: int, data_key: bytearray) -> None:
        """The vault was closed, and so much of its log was left."""
        if self._written is not None:
            self.write(replace(self._written, log=log), data_key)
        self.close()

    def forget(self) -> None:
        """From now on nothing is known of it: a person puts another vault in its place."""
        self.close()
        with contextlib.suppress(OSError):
            self.path.unlink()

    def close(self) -> None:
        """Hold its file no longer open."""
        handle, self._handle, self._written = self._handle, None, None
        if handle is not None:
            os.close(handle)

    def _opened(self) -> int:
        if self._handle is None:
            path = self.path
            path.parent.mkdir(parents=True, exist_ok=True, mode=files.PRIVATE_FOLDER)
            self._handle = os.open(
                path, os.O_CREAT | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), files.PRIVATE_FILE
            )
        return self._handle

    def _seal(self, raw: dict[str, object], data_key: bytearray) -> str:
        covered = {**raw, "vault": self._vault_id, "kind": "last seen"}
        return seal_of(json.dumps(covered, sort_keys=True).encode(), data_key)
