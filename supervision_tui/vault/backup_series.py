"""Automatic backups: one a day while the vault is used; 7 daily, 5 weekly and 12 monthly ones stay."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from .errors import VaultError

DAILY, WEEKLY, MONTHLY = 7, 5, 12


def name_of(vault_id: str, day: date) -> str:
    """The name of a day's backup; it carries the vault, so that two vaults may share a folder."""
    return f"supervision-{vault_id[:8]}-{day.isoformat()}.backup"


def series(folder: Path, vault_id: str) -> dict[date, Path]:
    """The backups of that vault in the folder, by day. Raises `VaultError` where it cannot be read."""
    form = re.compile(re.escape(f"supervision-{vault_id[:8]}-") + r"(\d{4}-\d\d-\d\d)\.backup")
    found = {}
    try:
        for path in folder.iterdir() if folder.is_dir() else ():
            named = form.fullmatch(path.name)
            if named and path.is_file() and not path.is_symlink():
                with contextlib.suppress(ValueError):  # 2026-02-31 is nobody's backup
                    found[date.fromisoformat(named[1])] = path
    except OSError as why:
        raise VaultError(f"The backup folder {folder} cannot be read: {why.strerror}.") from None
    return dict(sorted(found.items()))


def to_keep(days: Iterable[date]) -> set[date]:
    """The days whose backups stay: the newest days, and the newest of each of the newest weeks and months."""
    newest_first = sorted(set(days), reverse=True)
    weeks: dict[tuple[int, int], date] = {}
    months: dict[tuple[int, int], date] = {}
    for day in newest_first:
        weeks.setdefault(day.isocalendar()[:2], day)
        months.setdefault((day.year, day.month), day)
    return {*newest_first[:DAILY], *list(weeks.values())[:WEEKLY], *list(months.values())[:MONTHLY]}


def thin_out(folder: Path, vault_id: str) -> int:
    """Delete the backups that need not stay; returns how many. Raises `OSError`."""
    found = series(folder, vault_id)
    kept = to_keep(found)
    gone = [path for day, path in found.items() if day not in kept]
    for path in gone:
        path.unlink()
    return len(gone)
