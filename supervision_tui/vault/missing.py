"""What was in a vault when it was last seen here and is not in it now, and which backup still has it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from . import backup_series
from .backup import read_backup
from .errors import VaultError
from .journal import head
from .last_seen import Seen
from .rows import Rows


def missing_since(seen: Seen, rows: Rows, *, is_log_short: bool) -> str:
    """What is missing since the vault was last seen here, in a sentence; empty where nothing is."""
    found, until = rows("SELECT hash FROM journal WHERE seq = ?", seen.count), _when(seen.at)
    if seen.count and not found:
        count = seen.count - head(rows).count
        changes = "1 change that was" if count == 1 else f"{count} changes that were"
        return (
            f"{changes} kept here until {until} {'is' if count == 1 else 'are'} missing: the log beside the vault was "
            "lost or cut, or an earlier copy of its files lies there."
        )
    if seen.count and found[0][0] != seen.head:
        return f"This is not the vault that was open here on {until}: its journal is another one from there on."
    if is_log_short:
        return (
            f"The log beside the vault was lost or cut since {until}: every change in the journal is there, "
            "but text that was typed last and not yet saved may be missing."
        )
    return ""


def says_of_newest_backup(rows: Rows, vault_id: str, data_key: bytearray) -> str:
    """Which is the newest automatic backup, and how far it goes, in a sentence."""
    try:
        folder = backup_series.chosen_folder(rows)
        found = backup_series.named(folder, vault_id) if folder is not None else []
    except VaultError:
        found = []
    for _day, path in reversed(found):
        entries = _entries_in(path, data_key)
        if entries is not None:
            made_at, count = entries
            return f"The newest backup, {path.name} of {_when(made_at)}, holds the journal up to entry {count}."
    return "No automatic backup of it is found."


def _entries_in(path: Path, data_key: bytearray) -> tuple[str, int] | None:
    """When a backup was made and the length of its journal; nothing where it is none of this vault."""
    try:
        backup = read_backup(path)
        return backup.made_at.isoformat(), int(backup.keys.checked(data_key).journal.get("count", 0))
    except VaultError:
        return None


def _when(at: str) -> str:
    instant = datetime.fromisoformat(at).astimezone()
    return f"{instant.day} {instant:%b %Y %H:%M}"
