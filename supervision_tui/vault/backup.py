"""A backup: one file that holds the encrypted database and its key file, verified before it counts
as made.

The file is a ZIP without compression, so that any program that unpacks ZIP and any SQLCipher can
open it without ours.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from supervision_tui import __version__

from . import files
from .connection import explained, give_key
from .errors import BackupRefused, VaultDamaged, VaultError
from .key_file import KeyFile, SealedKeyFile, read_keys
from .progress import ReportProgress, silent
from .verify import Verified, verify_file

DB, KEYS, LOG, ABOUT = MEMBERS = (
    "supervision.db",
    "supervision.keys",
    "supervision.db-wal",
    "about.json",
)
_PAGES_A_STEP, _BYTES_A_STEP = 256, 1 << 20
_UNREADABLE = (
    zipfile.BadZipFile,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    zlib.error,
)
_MOST_ABOUT = 1 << 20  # bytes of the small members; more is no backup of ours


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A backup that was written and read back: where, its bytes, and what it holds."""

    path: Path
    size: int
    holds: Verified


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup's file, its key file and when it was made.

    Nothing in it is trusted until it is unlocked.
    """

    path: Path
    keys: SealedKeyFile
    made_at: datetime
    has_log: bool


def make_backup(
    source: Any,
    keys: KeyFile,
    data_key: bytearray,
    target: Path,
    at: datetime,
    *,
    progress: ReportProgress = silent,
) -> BackupMade:
    """Copy the vault behind an open connection as it is, and verify what was written.

    Writers go on meanwhile. Raises `VaultError` where the target cannot be written, `VaultDamaged`
    where the copy is not whole, `Cancelled`; nothing is left of what was begun.
    """
    files.check_can_be_made(target)
    with _passing_file(target, "db") as copy:
        _copy_pages(source, copy, data_key, lambda share: progress("copying", share * 0.5))
        holds = _verified_copy(copy, keys, data_key, progress)
        noted = keys.with_journal(holds.journal.count, holds.journal.head)
        pack(
            {DB: copy, KEYS: noted.sealed(data_key)},
            target,
            at,
            lambda share: progress("writing", 0.7 + share * 0.3),
        )
    return BackupMade(target, target.stat().st_size, holds)


def _size_of(content: Path | bytes) -> int:
    if isinstance(content, bytes):
        return len(content)
    return content.stat().st_size


def pack(
    members: dict[str, Path | bytes],
    target: Path,
    at: datetime,
    progress: Any = lambda _share: None,
) -> None:
    """Write members into a backup file in one step, and read it back before it takes its name."""
    digests = {name: _digest(content) for name, content in members.items()}
    about = {"made_at": at.isoformat(), "version": __version__, "sha256": digests}
    whole: dict[str, Path | bytes] = {**members, ABOUT: json.dumps(about).encode()}
    total = sum(map(_size_of, whole.values()))
    with files.in_one_step(target, replaces=False) as file:
        done = 0
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            for name, content in whole.items():
                entry = zipfile.ZipInfo(name, at.timetuple()[:6])
                entry.external_attr = files.PRIVATE_FILE << 16
                with (
                    archive.open(entry, "w", force_zip64=True) as member,
                    _opened(content) as reading,
                ):
                    while block := reading.read(_BYTES_A_STEP):
                        member.write(block)
                        done += len(block)
                        progress(done / total * 0.7)
        file.flush()
        _read_back(file, digests)
        progress(1.0)


def read_backup(path: Path) -> Backup:
    """Look into a backup's file. Raises `BackupRefused` where it is none."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise BackupRefused(
                f"{path.name} is no file, and so no backup of a vault; take another."
            )
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if not {DB, KEYS, ABOUT} <= names or not names <= set(MEMBERS):
                raise BackupRefused(
                    f"{path.name} is no backup of a vault; name the file that vault backup wrote."
                )
            _check_sizes(archive, path)
            about = json.loads(archive.read(ABOUT))
            keys = read_keys(archive.read(KEYS), KEYS)
            return Backup(
                path, keys, _possible(datetime.fromisoformat(about["made_at"])), LOG in names
            )
    except FileNotFoundError:
        raise BackupRefused(f"There is no file {path}; check its name.") from None
    except (
        *_UNREADABLE,
        OSError,
        KeyError,
        TypeError,
        OverflowError,
        RecursionError,
        VaultDamaged,
    ):
        raise BackupRefused(
            f"{path.name} is no backup of a vault, or it is damaged; take another backup."
        ) from None


def _possible(made_at: datetime) -> datetime:
    """The instant, if it can be right; its zone is UTC where none is said. Raises `ValueError`."""
    if not 2000 <= made_at.year <= 2200:
        raise ValueError
    if made_at.tzinfo:
        return made_at
    return made_at.replace(tzinfo=UTC)


def _check_sizes(archive: zipfile.ZipFile, path: Path) -> None:
    """Ours are stored as they are: nothing in it is larger than the file itself.

    Raises `BackupRefused`.
    """
    entries = archive.infolist()
    are_stored = all(
        entry.compress_type == zipfile.ZIP_STORED
        and entry.file_size == entry.compress_size
        and not entry.flag_bits & 1
        for entry in entries
    )
    is_small = max(archive.getinfo(name).file_size for name in (KEYS, ABOUT)) <= _MOST_ABOUT
    if (
        not are_stored
        or not is_small
        or sum(entry.file_size for entry in entries) > path.stat().st_size
    ):
        raise BackupRefused(
            f"{path.name} is no backup of a vault, or it is damaged; take another backup."
        )


def unpack(backup: Backup, member: str, target: Path, progress: Any = lambda _share: None) -> None:
    """Bring one member out into a new file that only we may read; still encrypted.

    Raises `BackupRefused` where the file is damaged, `VaultError` where the disk does not take it.
    """
    files.make_empty_private(target)
    try:
        with (
            zipfile.ZipFile(backup.path) as archive,
            archive.open(member) as reading,
            target.open("r+b") as file,
        ):
            total, done = max(1, archive.getinfo(member).file_size), 0
            while block := reading.read(_BYTES_A_STEP):
                file.write(block)
                done += len(block)
                progress(done / total)
            files.flush_file(file)
    except _UNREADABLE:
        raise BackupRefused(f"{backup.path.name} is damaged; take another backup.") from None
    except OSError as why:
        raise VaultError(
            f"{target.name} could not be written: {why.strerror}. Nothing was changed."
        ) from None


def _copy_pages(source: Any, copy: Path, data_key: bytearray, progress: Any) -> None:
    """SQLite's own backup, page by page, of one moment: the reading transaction holds it."""
    from sqlcipher3 import dbapi2

    target = dbapi2.connect(copy, isolation_level=None)
    try:
        give_key(target, data_key)
        source.execute("BEGIN")
        try:
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(
                target,
                pages=_PAGES_A_STEP,
                progress=lambda _status, left, total: progress(1 - left / max(1, total)),
                sleep=0,
            )
        finally:
            source.execute("ROLLBACK")
        target.execute("PRAGMA journal_mode = DELETE").fetchone()  # one file, with no log beside it
    except dbapi2.DatabaseError as why:
        raise explained(str(why), copy) from None
    finally:
        target.close()


def _verified_copy(
    copy: Path, keys: KeyFile, data_key: bytearray, progress: ReportProgress
) -> Verified:
    def told(what: str, share: float) -> None:
        progress(f"verifying {what}", 0.5 + share * 0.2)

    found = verify_file(copy, data_key, keys, wal=False, progress=told)
    if found.broken:
        raise VaultDamaged(
            f"The vault is damaged ({found.broken[0]}), so no backup of it was made."
        )
    return found


@contextlib.contextmanager
def _passing_file(target: Path, end: str) -> Iterator[Path]:
    """An empty file of ours beside the target, gone at the end with what SQLite laid there."""
    path = files.neighbour(target, end)
    try:
        path.unlink(missing_ok=True)
        files.make_empty_private(path)
    except OSError as why:
        raise VaultError(
            f"{target.name} could not be written: {why.strerror}. Nothing was changed."
        ) from None
    try:
        yield path
    finally:
        for each in (path, *files.logs_of(path)):
            each.unlink(missing_ok=True)


@contextlib.contextmanager
def _opened(content: Path | bytes) -> Iterator[io.BufferedReader | io.BytesIO]:
    if isinstance(content, bytes):
        yield io.BytesIO(content)
        return
    with content.open("rb") as reading:
        yield reading


def _digest(content: Path | bytes) -> str:
    with _opened(content) as reading:
        return hashlib.file_digest(reading, "sha256").hexdigest()


def _read_back(file: BinaryIO, digests: dict[str, str]) -> None:
    """Check that what lies on the disk now is what was verified. Raises `VaultError`."""
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        for name, digest in digests.items():
            with archive.open(name) as reading:
                if hashlib.file_digest(reading, "sha256").hexdigest() != digest:  # type: ignore[arg-type,unused-ignore]
                    raise VaultError(
                        "The disk gave back something else than was written; try another one."
                    )
    file.seek(0, 2)
