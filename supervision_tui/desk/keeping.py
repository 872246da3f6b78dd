"""How the vault is kept: its ways in, its backups, whether it is whole. One function a verb, on the open store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session, col, select

from supervision_tui.records import VaultFact
from supervision_tui.vault import backup_series, mounts, os_keyring
from supervision_tui.vault.backup import BackupMade, read_backup
from supervision_tui.vault.door import unlock_backup
from supervision_tui.vault.errors import Cancelled, SlotRefused, VaultError, VaultLocked
from supervision_tui.vault.journal import JournalEntry, head
from supervision_tui.vault.key_file import KeyFile
from supervision_tui.vault.places import logs_of
from supervision_tui.vault.progress import Progress, silent
from supervision_tui.vault.recovery_code import new_code, read_code
from supervision_tui.vault.restore import try_out
from supervision_tui.vault.secret import forget, passing
from supervision_tui.vault.slots import LEAST_PASSPHRASE, Slot, SlotKind, check_passphrase
from supervision_tui.vault.store import Store, changes_records
from supervision_tui.vault.strength import strength_of
from supervision_tui.vault.verify import Verified

from .moment import Moment, Refused

LOCK_AFTER_MINUTES = (2, 5, 10, 15, 30)
USUAL_LOCK_MINUTES = 5
LEAST_CHARACTERS = LEAST_PASSPHRASE
_FOLDER, _LOCK_AFTER = "backup folder", "lock after minutes"
BACKED_UP, TRIED_OUT = "back up", "open backup"


@dataclass(frozen=True, slots=True)
class WayIn:
    """A slot as a person reads it: what it is, what opens it, since when, and what should be done about it."""

    kind: str
    says: str
    made: str
    todo: str = ""


@dataclass(frozen=True, slots=True)
class VaultView:
    """All that the Vault screen shows; instants are UTC, `None` where it never happened."""

    path: Path
    size: int
    ways_in: tuple[WayIn, ...]
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    is_writable: bool
    is_passing: bool
    lock_after: int
    backup_folder: Path | None
    kept: tuple[date, ...]
    backed_up: datetime | None
    tried_out: datetime | None
    verified: datetime | None
    entries: int
    wrong_since: int


class Watch:
    """What a screen sees of long work: what is being done and its share, 0 to 1. Setting `is_stopped` stops it."""

    def __init__(self) -> None:
        self.at = ("", 0.0)
        self.is_stopped = False

    def __call__(self, what: str, share: float) -> None:
        """Told by the work. Raises `Cancelled`."""
        self.at = (what, share)
        if self.is_stopped:
            raise Cancelled


@dataclass(frozen=True, slots=True)
class TriedBackup:
    """A backup that was opened for real: when it was made, and what it holds."""

    path: Path
    made_at: datetime
    holds: Verified


def vault_view(store: Store, moment: Moment) -> VaultView:
    """How the vault stands now."""
    facts = store.run(_facts)
    folder = _folder(facts)
    keys = store.keys
    return VaultView(
        path=store.path,
        size=sum(path.stat().st_size for path in (store.path, logs_of(store.path)[0]) if path.exists()),
        ways_in=tuple(_way_in(slot) for kind in SlotKind if (slot := keys.slot(kind))),
        missing=tuple(str(kind) for kind in SlotKind if kind not in keys.kinds()),
        warnings=tuple(filter(None, (*store.noticed, _network_note(store)))),
        is_writable=store.is_writable,
        is_passing=store.is_passing,
        lock_after=_lock_after(facts),
        backup_folder=folder,
        kept=_kept_in(folder, keys.vault_id),
        backed_up=store.run(_last, BACKED_UP),
        tried_out=store.run(_last, TRIED_OUT),
        verified=store.run(_last, "verify"),
        entries=store.run(head).count,
        wrong_since=store.run(_count_wrong, moment.now),
    )


# Ways in


def says_of_strength(passphrase: str) -> tuple[str, bool]:
    """What a new passphrase is worth, in words, and whether a person should think again."""
    found = strength_of(passphrase)
    return found.says, found.is_weak


def set_passphrase(store: Store, passphrase: str, moment: Moment) -> None:
    """A new passphrase, in the place of one there was. Raises `PassphraseRefused`, `VaultError`."""
    check_passphrase(passphrase)
    made = moment.now.date()
    store.change_keys(lambda keys, key: keys.with_passphrase(key, passphrase, made), "set passphrase", moment.now)


def add_keyring(store: Store, moment: Moment) -> str:
    """A new key in this machine's keyring, in the place of one there was; returns the keyring's name.

    Raises `SlotRefused` where there is no keyring to trust.
    """
    before = store.keys.keyring_entry()
    entry = KeyFile.new_keyring_entry()
    answer = _kept_in_keyring(store, entry)
    key = answer.key or b""
    try:
        store.change_keys(
            lambda keys, data_key: keys.with_keyring(data_key, key, answer.backend, entry, moment.now.date()),
            "add keyring",
            moment.now,
        )
    except VaultError:
        os_keyring.delete_key(store.keys.keyring_service(), entry)
        raise
    if before:
        os_keyring.delete_key(store.keys.keyring_service(), before)
    return answer.backend


def remove_way_in(store: Store, name: str, moment: Moment) -> None:
    """Take a way in away. Raises `SlotRefused` where it is none, or only the keyring would be left."""
    kind = SlotKind(name)
    service, entry = store.keys.keyring_service(), store.keys.keyring_entry()
    store.change_keys(lambda keys, _key: keys.without(kind), f"remove {kind}", moment.now)
    if kind is SlotKind.KEYRING:
        os_keyring.delete_key(service, entry)


def draw_recovery_code() -> str:
    """A new recovery code; it opens nothing until `set_recovery_code` takes it."""
    return new_code()


def why_not_same_code(code: str, typed: str) -> str:
    """What is wrong with a code typed back from the paper, or nothing where it is that code."""
    try:
        return "" if read_code(typed) == read_code(code) else "That is another code than the one that was shown."
    except VaultLocked as why:
        return str(why)


def set_recovery_code(store: Store, code: str, moment: Moment, *, asked_back: bool) -> None:
    """Take a drawn code as the vault's recovery code; the one before opens it no more."""
    made = moment.now.date()
    store.change_keys(
        lambda keys, key: keys.with_recovery(key, made, code, asked_back=asked_back)[0], "set recovery code", moment.now
    )


def check_recovery_code(store: Store, typed: str, moment: Moment) -> None:
    """Try the code on the paper; from then on it counts as asked back. Raises `VaultLocked` where it opens nothing."""
    forget(store.keys.open_with_recovery(typed))
    slot = store.keys.slot(SlotKind.RECOVERY)
    if slot and not slot.public.get("asked_back") and store.is_writable:
        made = date.fromisoformat(slot.public.get("made") or moment.now.date().isoformat())
        store.change_keys(
            lambda keys, key: keys.with_recovery(key, made, typed, asked_back=True)[0], "try recovery code", moment.now
        )


def rotate_key(
    store: Store,
    passphrase: str,
    code: str,
    moment: Moment,
    *,
    asked_back: bool,
    progress: Progress = silent,
) -> BackupMade:
    """Bring all records under a new key, with a new recovery code, after a backup, which is returned.

    Raises `VaultLocked` where the passphrase is wrong, `SlotRefused` where the keyring does not take a new key, and
    `VaultError`; then the vault is as it was.
    """
    before = store.keys
    if SlotKind.PASSPHRASE in before.kinds():
        forget(before.open_with_passphrase(passphrase))
    entry = KeyFile.new_keyring_entry() if SlotKind.KEYRING in before.kinds() else ""
    kept = _kept_in_keyring(store, entry) if entry else None
    made = moment.now.date()

    def renew(keys: KeyFile, key: bytearray) -> KeyFile:
        fresh, _ = keys.with_recovery(key, made, code, asked_back=asked_back)
        if SlotKind.PASSPHRASE in keys.kinds():
            fresh = fresh.with_passphrase(key, passphrase, made)
        if kept and kept.key:
            fresh = fresh.with_keyring(key, kept.key, kept.backend, entry, made)
        return fresh

    try:
        target = _beside_vault(store, facts=store.run(_facts), why="before-rotation", at=moment.now)
        backup = back_up(store, target, moment, lambda what, share: progress(what, share * 0.5))
        store.rotate(renew, moment.now, lambda what, share: progress(what, 0.5 + share * 0.5))
    finally:
        if entry:  # the entry that is not in force now is taken out, whichever it is
            idle = before.keyring_entry() if store.keys.keyring_entry() == entry else entry
            os_keyring.delete_key(before.keyring_service(), idle)
    return backup


# Backups


def back_up(store: Store, target: Path, moment: Moment, progress: Progress = silent) -> BackupMade:
    """Make a verified backup in that file, or in that folder under the day's name. Raises `VaultError`."""
    if target.is_dir():
        target = target / backup_series.name_of(store.keys.vault_id, _day(moment))
    made = store.back_up(target, moment.now, progress)
    if store.is_writable:
        store.note(BACKED_UP, f"{made.size} bytes", moment.now)
    return made


def back_up_if_due(store: Store, moment: Moment, progress: Progress = silent) -> BackupMade | None:
    """The day's automatic backup, if it is not there yet; then those that need not stay are deleted.

    Raises `VaultError` where the folder is not there or cannot be written.
    """
    folder = _folder(store.run(_facts))
    if folder is None or store.is_passing or not store.is_writable:
        return None
    if not folder.is_dir():
        raise VaultError(f"The backup folder {folder} is not there; connect its disk, or choose another on Vault.")
    today = _day(moment)
    if today in backup_series.series(folder, store.keys.vault_id):
        return None
    made = back_up(store, folder / backup_series.name_of(store.keys.vault_id, today), moment, progress)
    try:
        backup_series.thin_out(folder, store.keys.vault_id)
    except OSError as why:
        raise VaultError(f"An old backup in {folder} could not be deleted: {why.strerror}.") from None
    return made


def newest_backup(store: Store, _moment: Moment) -> Path | None:
    """The newest automatic backup. Raises `VaultError` where the folder cannot be read."""
    folder = _folder(store.run(_facts))
    found = backup_series.series(folder, store.keys.vault_id) if folder else {}
    return found[max(found)] if found else None


def typed_path(typed: str) -> Path:
    """A whole path that a person typed, `~` included. Raises `Refused` where it is none."""
    try:
        path = Path(typed.strip()).expanduser()
        path.exists()
    except (OSError, RuntimeError, ValueError):
        raise Refused("That cannot be a path here; check it.", code="no-path") from None
    if not typed.strip() or not path.is_absolute():
        raise Refused("Give the whole path, from the first slash on.", code="no-path")
    return path


def try_backup(store: Store, path: Path, typed: str, moment: Moment, progress: Progress = silent) -> TriedBackup:
    """Open a backup for real, with words alone, as on another machine. The restore drill.

    Raises `BackupRefused` where it is damaged or none, `VaultLocked` where the words do not open it.
    """
    backup = read_backup(path)
    with passing(unlock_backup(backup, typed, lambda _why: None).key) as key:
        holds = try_out(backup, key, store.path.parent, progress)
    note_tried_out(store, backup.made_at, moment)
    return TriedBackup(path, backup.made_at, holds)


def note_tried_out(store: Store, made_at: datetime, moment: Moment) -> None:
    """Keep that a backup was opened for real, and which."""
    if store.is_writable:
        store.note(TRIED_OUT, f"made {made_at.isoformat('T', 'minutes')}", moment.now)


def verify_vault(store: Store, moment: Moment, progress: Progress = silent) -> Verified:
    """Look at every page and every entry."""
    found = store.verify(progress)
    if store.is_writable and found.is_whole:
        store.note("verify", "whole", moment.now)
    return found


def counted(found: Verified) -> str:
    """What a vault or a backup holds, in words."""
    named = (("child", "children"), ("worker", "workers"), ("direction", "directions"), ("journal", "journal entries"))
    return ", ".join(f"{found.counts.get(table, 0):,} {word}" for table, word in named)


def is_demo(session: Session) -> bool:
    """Whether the records are invented."""
    return "demo" in _facts(session)


# What a person sets


@changes_records
def set_backup_folder(session: Session, typed: str, moment: Moment) -> None:
    """Where automatic backups go; nothing typed turns them off. Raises `Refused`."""
    folder = typed_path(typed) if typed.strip() else None
    if folder and not folder.is_dir():
        raise Refused("There is no such folder. Make it first, and give its whole path.", code="no-folder")
    _set(session, _FOLDER, str(folder or ""))
    moment.note(session, "set backup folder", "vault", "folder")


@changes_records
def set_lock_after(session: Session, minutes: int, moment: Moment) -> None:
    """After how many idle minutes the vault locks. Raises `Refused`."""
    if minutes not in LOCK_AFTER_MINUTES:
        raise Refused(f"It is one of {', '.join(map(str, LOCK_AFTER_MINUTES))} minutes.", code="lock-after")
    _set(session, _LOCK_AFTER, str(minutes))
    moment.note(session, "set idle lock", "vault", "minutes")


def lock_after_minutes(session: Session) -> int:
    """After how many idle minutes the vault locks."""
    return _lock_after(_facts(session))


# Inside


def _day(moment: Moment) -> date:
    """The day on which a backup is made, where the person is."""
    return moment.now.astimezone().date()


def _set(session: Session, key: str, value: str) -> None:
    fact = session.get(VaultFact, key) or VaultFact(key=key, value="")
    fact.value = value
    session.add(fact)


def _facts(session: Session) -> dict[str, str]:
    return {fact.key: fact.value for fact in session.exec(select(VaultFact))}


def _folder(facts: dict[str, str]) -> Path | None:
    return Path(facts[_FOLDER]) if facts.get(_FOLDER) else None


def _lock_after(facts: dict[str, str]) -> int:
    typed = facts.get(_LOCK_AFTER, "")
    return int(typed) if typed.isdecimal() else USUAL_LOCK_MINUTES


def _last(session: Session, verb: str) -> datetime | None:
    newest = select(JournalEntry.at).where(JournalEntry.verb == verb).order_by(col(JournalEntry.seq).desc()).limit(1)
    at = session.exec(newest).first()
    return datetime.fromisoformat(at) if at else None


def _count_wrong(session: Session, now: datetime) -> int:
    """Wrong passphrases of the last 30 days."""
    found = session.exec(select(JournalEntry.at).where(JournalEntry.verb == "failed unlock"))
    return sum((now - datetime.fromisoformat(at)).days < 30 for at in found)


def _way_in(slot: Slot) -> WayIn:
    made = slot.public.get("made", "")
    if slot.kind is SlotKind.KEYRING:
        return WayIn("keyring", f"{_plain_backend(slot.public['backend'])}, on the machine where it was added", made)
    if slot.kind is SlotKind.PASSPHRASE:
        return WayIn("passphrase", "typed; also on another machine", made)
    asked_back = slot.public.get("asked_back")
    todo = "" if asked_back else "not yet typed back from the paper: try it"
    return WayIn("recovery", "36 letters and digits on paper", made, todo)


def _plain_backend(backend: str) -> str:
    names = {"macOS": "macOS Keychain", "Windows": "Windows Credential Locker", "SecretService": "Secret Service"}
    part = backend.removeprefix("keyring.backends.").split(".")[0]
    return names.get(part, part)


def _network_note(store: Store) -> str:
    kind = mounts.network_kind(store.path.parent)
    return f"The vault lies on a network file system ({kind}); it is written more slowly there." if kind else ""


def _kept_in_keyring(store: Store, entry: str) -> os_keyring.KeyringAnswer:
    answer = os_keyring.store_new_key(store.keys.keyring_service(), entry)
    if not answer.key:
        raise SlotRefused(f"The key was not put into the keyring: {answer.says}.")
    return answer


def _kept_in(folder: Path | None, vault_id: str) -> tuple[date, ...]:
    try:
        return tuple(backup_series.series(folder, vault_id)) if folder else ()
    except VaultError:  # a disk that is not there now holds none that could be opened
        return ()


def _beside_vault(store: Store, *, facts: dict[str, str], why: str, at: datetime) -> Path:
    folder = _folder(facts)
    place = folder if folder and folder.is_dir() else store.path.parent
    return place / f"{store.path.stem}-{why}-{at:%Y%m%d-%H%M%S}.backup"
