"""Wrong passphrases: counted beside the key file, so that each makes the next one wait longer, across starts too."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from . import places
from .errors import MustWait, VaultError

LONGEST_SECONDS = 60
_KEPT = 50


@dataclass(frozen=True, slots=True)
class Tries:
    """When passphrases were wrong since the vault was last opened; the instants are UTC."""

    path: Path
    wrong: tuple[datetime, ...] = ()

    @classmethod
    def beside(cls, vault: Path) -> Tries:
        """What is known of a vault. A file that cannot be read counts as none: who may write it could delete it too."""
        path = places.tries_path(vault)
        try:
            wrong = tuple(datetime.fromisoformat(each).astimezone(UTC) for each in json.loads(path.read_text()))
        except (OSError, ValueError, TypeError):
            wrong = ()
        return cls(path, wrong)

    def seconds_left(self, now: datetime) -> float:
        """How long the next try must wait: 1, 2, 4 … 60 s after the last wrong one."""
        if not self.wrong:
            return 0.0
        delay = float(min(LONGEST_SECONDS, 2 ** min(len(self.wrong) - 1, 10)))
        since = (now - self.wrong[-1]).total_seconds()
        return delay if since < 0 else max(0.0, delay - since)  # a clock set back is no way round

    def check(self, now: datetime) -> None:
        """Raises `MustWait` while the next try must wait."""
        left = self.seconds_left(now)
        if left > 0:
            if self.wrong[-1] > now:
                self._write((*self.wrong[:-1], now))
            raise MustWait(left)

    def note(self, now: datetime) -> None:
        """One more was wrong."""
        self._write((*self.wrong, now)[-_KEPT:])

    def clear(self) -> None:
        """The vault was opened."""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)

    def _write(self, wrong: tuple[datetime, ...]) -> None:
        with contextlib.suppress(VaultError):  # a folder that cannot be written counts nothing
            places.check_is_ours(self.path)
            places.write_whole(self.path, json.dumps([each.isoformat() for each in wrong]).encode())
