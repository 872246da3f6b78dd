"""Entries that were in a vault when it was last seen here and are not in it now, and which backup
has them.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from supervision_tui.practice.wording import is_or_are

from . import backup_series
from .backup import read_backup
from .errors import VaultError
from .journal import head
from .last_seen import Seen
from .plain_sql import Rows


def missing_since(seen: Seen, rows: Rows, *, is_log_short: bool) -> str:
    """Say what is missing since the vault was last seen here; empty where nothing is."""
    goes_on, until = journal_goes_on(rows, seen.count, seen.head), _when(seen.at)
    if seen.count and goes_on is None:
        count = seen.count - head(rows).count
        changes = "1 change that was" if count == 1 else f"{count} changes that were"
        verb = is_or_are(count)
        return (
            f"{changes} kept here until {until} {verb} missing: the log beside the vault was "
            "lost or cut, or an earlier copy of its files lies there."
        )
    if seen.count and not goes_on:
        return (
            f"This is not the vault that was open here on {until}: its journal is another one "
            f"from there on."
        )
    if is_log_short:
        return (
            f"The log beside the vault was lost or cut since {until}: every change in the journal "
            f"is there, "
            "but text that was typed last and not yet saved may be missing."
        )
    return ""


def says_of_newest_backup(rows: Rows, vault_id: str, data_key: bytearray) -> str:
    """Say which is the newest automatic backup, and how far it goes."""
    for path in _newest_first(rows, vault_id):
        ends = _end_of(path, data_key)
        if ends is not None:
            when = _when(ends.at)
            return (
                f"The newest backup, {path.name} of {when}, holds the journal up to entry "
                f"{ends.count}."
            )
    return "No automatic backup of it is found."


def held_against_backups(rows: Rows, vault_id: str, data_key: bytearray) -> tuple[str, bool]:
    """Tell whether the journal goes on from where it ended in each automatic backup, in words.

    No words without backups.
    """
    ends = [
        (path, end)
        for path in _newest_first(rows, vault_id)
        if (end := _end_of(path, data_key)) is not None
    ]
    for path, end in ends:
        if end.count and journal_goes_on(rows, end.count, end.head) is False:
            return (
                f"{path.name} has another entry {end.count} in its journal: this one was written "
                f"anew",
                False,
            )
    word = ""
    if ends:
        word = f"the journal goes on from {len(ends)} of them"
    return word, True


def journal_goes_on(rows: Rows, count: int, head: str) -> bool | None:
    """Tell whether the journal's entry of that number has this hash.

    Nothing where there is no such entry.
    """
    found = rows("SELECT hash FROM journal WHERE seq = ?", count)
    if found:
        return bool(found[0][0] == head)
    return None


def _newest_first(rows: Rows, vault_id: str) -> list[Path]:
    """The automatic backups, as far as their folder can be read."""
    try:
        folder = backup_series.chosen_folder(rows)
        if folder is not None:
            return [path for _day, path in reversed(backup_series.named(folder, vault_id))]
        return []
    except VaultError:
        return []


def _end_of(path: Path, data_key: bytearray) -> Seen | None:
    """Tell where the journal ends in a backup, and when that was made.

    Nothing where it is none of this vault.
    """
    try:
        backup = read_backup(path)
        journal = backup.keys.checked(data_key).journal
    except VaultError:
        return None
    return Seen(
        int(journal.get("count", 0)), str(journal.get("head", "")), backup.made_at.isoformat()
    )


def _when(at: str) -> str:
    instant = datetime.fromisoformat(at).astimezone()
    return f"{instant.day} {instant:%b %Y %H:%M}"
