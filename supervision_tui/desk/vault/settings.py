"""A person's settings for a vault: where its backups go, and when it locks."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import Session, select

from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.vault_facts import (
    LOCK_AFTER,
    LOCK_IN_SESSION,
    minutes_of,
    session_minutes_of,
)
from supervision_tui.records import VaultFact
from supervision_tui.system.files import expanded
from supervision_tui.vault.backup_series import BACKUP_FOLDER
from supervision_tui.vault.store import changes_records

LOCK_AFTER_MINUTES = (2, 5, 10, 15, 30)
LOCK_IN_SESSION_MINUTES = (5, 10, 20, 30, 45)


@changes_records
def set_backup_folder(session: Session, typed: str, moment: Moment) -> None:
    """Set where automatic backups go; nothing typed turns them off. Raises `Refused`."""
    folder = typed_path(typed) if typed.strip() else None
    if folder and not folder.is_dir():
        raise Refused(
            "There is no such folder. Make it first, and give its whole path.",
            code="no-folder",
            field="folder",
        )
    if _set(session, BACKUP_FOLDER, str(folder or "")):
        moment.note(session, "set backup folder", "vault", "folder")


@changes_records
def begin_backups_in(session: Session, typed: str, moment: Moment) -> None:
    """Set where automatic backups go on this machine, unless somebody has chosen a folder, or none.

    Raises `Refused` where there is no such folder.
    """
    if session.get(VaultFact, BACKUP_FOLDER) is not None:
        return
    try:
        set_backup_folder(session, typed, moment)
    except Refused:
        raise Refused(
            f"This machine keeps backups in {typed}, which is not there; tell who looks after it, "
            f"or choose another folder on Vault.",
            typed=typed,
        ) from None


@changes_records
def set_lock_after(session: Session, minutes: int, moment: Moment) -> None:
    """After how many idle minutes the vault locks. Raises `Refused`."""
    if minutes not in LOCK_AFTER_MINUTES:
        raise Refused(
            f"It is one of {', '.join(map(str, LOCK_AFTER_MINUTES))} minutes.", code="lock-after"
        )
    if _set(session, LOCK_AFTER, str(minutes)):
        moment.note(session, "set idle lock", "vault", "minutes")


@changes_records
def set_lock_in_session(session: Session, minutes: int, moment: Moment) -> None:
    """After how many idle minutes the vault locks while a session is held. Raises `Refused`."""
    if minutes not in LOCK_IN_SESSION_MINUTES:
        raise Refused(
            f"It is one of {', '.join(map(str, LOCK_IN_SESSION_MINUTES))} minutes.",
            code="lock-in-session",
        )
    if _set(session, LOCK_IN_SESSION, str(minutes)):
        moment.note(session, "set idle lock", "vault", "minutes in a session")


def lock_in_session_minutes(session: Session) -> int:
    """After how many idle minutes the vault locks while a session is held."""
    return session_minutes_of(_facts(session).get(LOCK_IN_SESSION, ""))


def lock_after_minutes(session: Session) -> int:
    """After how many idle minutes the vault locks."""
    return minutes_of(_facts(session).get(LOCK_AFTER, ""))


def typed_path(typed: str) -> Path:
    """A whole path that a person typed, `~` included. Raises `Refused` where it is none."""
    try:
        path = expanded(typed.strip())
        path.exists()
    except (OSError, ValueError):
        raise Refused(
            "That cannot be a path here; check it.", code="no-path", typed=typed
        ) from None
    if not typed.strip() or not path.is_absolute():
        raise Refused("Give the whole path, from the first slash on.", code="no-path", typed=typed)
    return path


def _set(session: Session, key: str, value: str) -> bool:
    """Keep a setting; returns whether it is another one than before."""
    fact = session.get(VaultFact, key) or VaultFact(key=key, value="")
    is_other, fact.value = fact.value != value, value
    session.add(fact)
    return is_other


def _facts(session: Session) -> dict[str, str]:
    return {fact.key: fact.value for fact in session.exec(select(VaultFact))}
