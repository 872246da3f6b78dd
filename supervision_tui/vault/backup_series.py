"""Automatic backups: one a day while the vault is used.

7 daily, 5 weekly and 12 monthly ones stay.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from .errors import VaultError
from .plain_sql import Rows

BACKUP_FOLDER = "backup folder"  # the fact of a vault under which the chosen folder is kept
DAILY, WEEKLY, MONTHLY = 7, 5, 12


def chosen_folder(rows: Rows) -> Path | None:
    """Find where automatic backups go; nothing where none are made."""
    kept = rows("SELECT value FROM vault_fact WHERE key = ?", BACKUP_FOLDER)
    if kept and kept[0][0]:
        return Path(kept[0][0])
    return None


def name_of(vault_id: str, day: date) -> str:
    """The name of a day's backup; it carries the vault, so that two vaults may share a folder."""
    return f"supervision-{vault_id[:8]}-{day.isoformat()}.backup"


def free_name(folder: Path, vault_id: str, day: date) -> Path:
    """A name for a day's backup that no file has yet, whoever may have put one there."""
    usual = folder / name_of(vault_id, day)
    others = (usual.with_name(f"{usual.stem}-{number}.backup") for number in range(2, 10))
    return next(
        (each for each in (usual, *others) if not each.exists() and not each.is_symlink()), usual
    )


def series(folder: Path, vault_id: str) -> dict[date, Path]:
    """The backups of that vault in the folder, by day.

    Raises `VaultError` where it cannot be read.
    """
    return dict(named(folder, vault_id))


def named(folder: Path, vault_id: str) -> list[tuple[date, Path]]:
    """Every file with the name of a backup of that vault, and its day, the earliest first.

    Raises as `series`.
    """
    form = re.compile(
        re.escape(f"supervision-{vault_id[:8]}-") + r"(\d{4}-\d\d-\d\d)(?:-[2-9])?\.backup"
    )
    found = []
    try:
        if folder.is_dir():
            for path in folder.iterdir():
                match = form.fullmatch(path.name)
                if match and path.is_file() and not path.is_symlink():
                    with contextlib.suppress(ValueError):  # 2026-02-31 is nobody's backup
                        found.append((date.fromisoformat(match[1]), path))
    except OSError as why:
        raise VaultError(f"The backup folder {folder} cannot be read: {why.strerror}.") from None
    return sorted(found)


def to_keep(days: Iterable[date]) -> set[date]:
    """The days whose backups stay: the newest days, and the newest of newest weeks and months."""
    newest_first = sorted(set(days), reverse=True)
    weeks: dict[tuple[int, int], date] = {}
    months: dict[tuple[int, int], date] = {}
    for day in newest_first:
        weeks.setdefault(day.isocalendar()[:2], day)
        months.setdefault((day.year, day.month), day)
    return {*newest_first[:DAILY], *list(weeks.values())[:WEEKLY], *list(months.values())[:MONTHLY]}


def thin_out(found: Mapping[date, Path], newest: Path) -> int:
    """Delete those of these backups that need not stay, never the one just made. Returns how many.

    Raises `OSError`.
    """
    kept = to_keep(found)
    gone = [path for day, path in found.items() if day not in kept and path != newest]
    for path in gone:
        path.unlink()
    return len(gone)
