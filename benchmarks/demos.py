"""The vaults that are measured: demos of several sizes, kept in a folder, with a passphrase that is
no secret.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from supervision_tui.demo.build import build_demo
from supervision_tui.demo.story import SCALES, Scale
from supervision_tui.desk.moment import Moment
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.vault.create import create_vault
from supervision_tui.vault.opener import VaultOpener
from supervision_tui.vault.store import Store

WORDS = "a plain sentence for the figures"
# What a demo has no scale for: four authorities' worth of children, to see how cost grows.
SCALES.setdefault(
    "huge", Scale(teams=88, workers=800, children=16000, closed=4000, days=1826, directions=2.5)
)


def made(folder: Path, scale: str) -> Path:
    """The vault of that size, made if it is not there yet."""
    path = folder / scale / "supervision.db"
    if path.exists():
        return path
    now = datetime.now(UTC)
    vault = create_vault(path, passphrase=WORDS, use_keyring=False)
    vault.store.run(build_demo, scale, 1, Moment(now.astimezone().date(), now, default_policy()))
    vault.store.close()
    return path


@contextmanager
def copied(folder: Path, scale: str) -> Iterator[Path]:
    """A copy of the vault of that size, to be changed, for a while.

    It lies where none lay before: there the app would miss what was typed last time.
    """
    there = made(folder, scale)
    with tempfile.TemporaryDirectory(dir=folder, prefix="copy-") as place:
        for each in (there, there.with_suffix(".keys")):
            shutil.copy(each, place)
        yield Path(place) / there.name


def opened(path: Path) -> Store:
    """It, open."""
    return VaultOpener(path, WORDS).open()


def secret(folder: Path) -> Path:
    """A file with its passphrase."""
    path = folder / "passphrase"
    path.write_text(WORDS)
    return path
