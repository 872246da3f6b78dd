"""The state of the vault: its ways to unlock, its backups, whether it is whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session, col, select

from supervision_tui.desk.moment import Moment
from supervision_tui.vault import mounts
from supervision_tui.vault.backup_series import chosen_folder
from supervision_tui.vault.files import logs_of
from supervision_tui.vault.journal import head
from supervision_tui.vault.journal_entry import JournalEntry
from supervision_tui.vault.progress import ReportProgress, silent
from supervision_tui.vault.slots import SlotKind
from supervision_tui.vault.store import Store
from supervision_tui.vault.verify import Verified

from .backups import BACKED_UP, TRIED_OUT, kept_backups
from .settings import lock_after_minutes
from .unlock_methods import UnlockMethod, needs_present, unlock_methods

_VERIFIED = "verify"


@dataclass(frozen=True, slots=True)
class VaultView:
    """All that the Vault screen shows; instants are UTC, `None` where it never happened."""

    path: Path
    size: int
    ways_in: tuple[UnlockMethod, ...]
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    is_passing: bool
    lock_after: int
    backup_folder: Path | None
    kept: tuple[date, ...]
    backed_up: datetime | None
    tried_out: datetime | None
    verified: datetime | None
    entries: int
    wrong_since: int
    needs_present: bool


def vault_view(store: Store, moment: Moment) -> VaultView:
    """Tell how the vault stands now."""
    return VaultView(
        path=store.path,
        size=sum(
            path.stat().st_size for path in (store.path, logs_of(store.path)[0]) if path.exists()
        ),
        ways_in=unlock_methods(store),
        missing=tuple(str(kind) for kind in SlotKind if kind not in store.keys.kinds()),
        warnings=tuple(filter(None, (*store.noticed, _network_note(store)))),
        is_passing=store.is_passing,
        lock_after=store.run(lock_after_minutes),
        backup_folder=store.read(chosen_folder),
        kept=kept_backups(store),
        backed_up=store.run(_last, BACKED_UP),
        tried_out=store.run(_last, TRIED_OUT),
        verified=store.run(_last, _VERIFIED),
        entries=store.read(head).count,
        wrong_since=store.run(_count_wrong, moment.now),
        needs_present=needs_present(store),
    )


def verify_vault(store: Store, moment: Moment, progress: ReportProgress = silent) -> Verified:
    """Look at every page and every entry."""
    found = store.verify(progress)
    if store.is_writable and found.is_whole:
        store.note(_VERIFIED, "whole", moment.now)
    return found


def says_of_damage(found: Verified) -> str:
    """Say what was found wrong in a vault, and what to do; empty where it is as it should be."""
    if found.broken:
        return (
            f"The vault is damaged ({'; '.join(found.damaged)}). Keep its files as they are, "
            f"and restore a backup."
        )
    if found.damaged:
        return (
            f"The vault can be read, but it is not as this app left it "
            f"({'; '.join(found.damaged)}). "
            "Keep its files as they are, and hold it against a backup: vault restore to another "
            "place."
        )
    return ""


def counted(found: Verified) -> str:
    """Word what a vault or a backup holds."""
    named = (
        ("child", "children"),
        ("worker", "workers"),
        ("direction", "directions"),
        ("journal", "journal entries"),
    )
    return ", ".join(f"{found.counts.get(table, 0):,} {word}" for table, word in named)


def _last(session: Session, verb: str) -> datetime | None:
    newest = (
        select(JournalEntry.at)
        .where(JournalEntry.verb == verb)
        .order_by(col(JournalEntry.seq).desc())
        .limit(1)
    )
    at = session.exec(newest).first()
    if at:
        return datetime.fromisoformat(at)
    return None


def _count_wrong(session: Session, now: datetime) -> int:
    """Wrong passphrases of the last 30 days."""
    found = session.exec(select(JournalEntry.at).where(JournalEntry.verb == "failed unlock"))
    return sum((now - datetime.fromisoformat(at)).days < 30 for at in found)


def _network_note(store: Store) -> str:
    kind = mounts.network_kind(store.path.parent)
    if kind:
        return f"The vault lies on a network file system ({kind}); it is written more slowly there."
    return ""
