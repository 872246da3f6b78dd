"""The store: one thread owns the connection, and every verb runs there in one transaction."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from supervision_tui.system.memory import give_back_memory

from . import files, mounts, write_lock
from .errors import VaultDamaged, VaultError
from .key_file import KeyFile, read_key_file
from .open_file import (
    OpenFile,
    P,
    R,
    Verb,
    can_be_undone,
    changes_records,
    does_change,
    is_taken_back,
    settles,
)
from .plain_sql import Rows
from .progress import ReportProgress, silent
from .secret_bytes import forget

__all__ = [
    "TAKE_BACK",
    "Store",
    "can_be_undone",
    "changes_records",
    "does_change",
    "is_taken_back",
    "open_store",
    "settles",
]

if TYPE_CHECKING:
    from sqlmodel import Session

    from .backup import BackupMade
    from .slots import SlotKind
    from .undo import Change
    from .verify import Verified

TAKE_BACK = "take back"  # in the journal: a change was undone


class Store:
    """An open vault. Made by `open_store`; closed once, after which nothing can be read.

    `is_passing` is a vault whose key is held by this process alone: a demo. `noticed` are sentences
    for the person.
    """

    def __init__(
        self,
        path: Path,
        data_key: bytearray,
        keys: KeyFile,
        *,
        writable: bool,
        is_passing: bool = False,
    ) -> None:
        self.path = path
        self.is_passing = is_passing
        self.opened_by: SlotKind | None = None  # which way to unlock was shown, where one was
        self._file = OpenFile(path, data_key, keys, writable=writable, is_passing=is_passing)
        self._held = contextlib.ExitStack()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._aside = threading.Lock()  # held while another thread has a connection of its own
        if writable:
            self._file.hold = self._held.enter_context(write_lock.held(path))

    @property
    def keys(self) -> KeyFile:
        """The key file as it stands: which slots there are. It holds no secret."""
        return self._file.keys

    @property
    def is_writable(self) -> bool:
        """Tell whether anything may be changed."""
        return self._file.is_writable

    @property
    def noticed(self) -> list[str]:
        """Sentences for the person, about how it was found."""
        return self._file.noticed

    @property
    def missing(self) -> str:
        """The sentence on what was in it when it was last seen here and is not in it now.

        Usually empty.
        """
        return self._file.missing

    def submit(self, verb: Verb[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Run a verb on the store's thread; writes queue, so two never interleave."""
        return self._thread.submit(lambda: self._file.run(verb, *args, **kwargs))

    def run(self, verb: Verb[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a verb and wait for it. Raises what the verb raises, and `VaultError`."""
        return self.submit(verb, *args, **kwargs).result()

    def read(self, question: Callable[[Rows], R]) -> R:
        """Ask the file by plain statements, without what the records need to be read.

        Raises `VaultError`.
        """
        return self.ask(question).result()

    def ask(self, question: Callable[[Rows], R], *, writes: bool = False) -> Future[R]:
        """Ask in the background; `writes` where it changes rows that are no records."""
        return self._thread.submit(self._file.plainly, question, writes=writes)

    def undo(self, check: Callable[[Session, Change], None], at: datetime, actor: str) -> str:
        """Take the last change back where `check` does not refuse, with an entry in the journal.

        Returns what it was.

        Raises `CannotUndo`, and what `check` raises.
        """
        from .journal import note

        def noted(session: Session, words: str) -> None:
            note(session, TAKE_BACK, words, "all of it", at=at, actor=actor)

        return self._thread.submit(self._file.undo, check, noted).result()

    def forget_pages(self) -> None:
        """Give back the memory of what was read; the next question reads the file anew.

        For what takes much memory after a long look through the file. Raises `VaultError`.
        """
        self.read(lambda rows: rows("PRAGMA shrink_memory"))
        give_back_memory()

    def stop_writing(self) -> None:
        """From now on only read: what is looked at is not today."""
        self._file.is_writable = False

    def stop_long_work(self) -> None:
        """Stop a backup or a check that is under way, because the vault is about to be closed."""
        self._file.is_closing.set()

    def close(self) -> None:
        """Stop what is under way, note the journal's end, close connections, forget the key."""
        self._file.is_closing.set()
        try:
            with self._aside:
                self._thread.submit(self._file.disconnect).result()
        finally:
            self._thread.shutdown()
            self._held.close()
            forget(self._file.key)

    # Care of the vault

    def note_unlocked(self, by: str, wrong: Sequence[datetime], at: datetime) -> None:
        """Write into the journal who opened it, and each wrong passphrase before.

        A reader where it can.
        """
        from .journal import note_on

        def unlocked(rows: Rows) -> None:
            for each in wrong:
                note_on(
                    rows,
                    "failed unlock",
                    "vault",
                    f"wrong passphrase at {each.isoformat('T', 'seconds')}",
                    at=at,
                )
            detail = by if self.is_writable else f"{by}, reading only"
            note_on(rows, "unlock", "vault", detail, at=at)

        try:
            self._thread.submit(self._file.plainly, unlocked, writes=True).result()
        except VaultError:
            if self.is_writable:
                raise

    def note(self, verb: str, detail: str, at: datetime) -> None:
        """Write into the journal what was done with the vault as a whole. Raises `VaultError`."""
        from .journal import note_on

        self._thread.submit(
            self._file.plainly,
            lambda rows: note_on(rows, verb, "vault", detail, at=at),
            writes=True,
        ).result()

    def change_keys(
        self, change: Callable[[KeyFile, bytearray], KeyFile], verb: str, at: datetime
    ) -> KeyFile:
        """Change the slots: key file, copy in the vault and journal, all or none.

        Raises what `change` raises, and `VaultError`; then nothing is changed.
        """
        return self._thread.submit(self._file.change_keys, change, verb, at).result()

    def back_up(self, target: Path, at: datetime, progress: ReportProgress = silent) -> BackupMade:
        """Make a verified backup on a connection of its own, while work goes on.

        Raises as `make_backup`.
        """
        from .backup import make_backup
        from .own_files import check_is_no_vault_file

        check_is_no_vault_file(target, self.path)
        with self._aside:
            # What lies there by now is another file: ours is held open alone.
            if not self._file.is_in_place():
                return self._thread.submit(
                    self._file.back_up, target, at, self._file.stoppable(progress)
                ).result()
            raw = self._file.open_another()
            try:
                return make_backup(
                    raw,
                    self.keys,
                    self._file.key,
                    target=target,
                    at=at,
                    progress=self._file.stoppable(progress),
                )
            finally:
                raw.close()

    def is_sealed_by_us(self, path: Path) -> bool:
        """Tell whether that file is a backup whose key file bears this vault's seal."""
        from .backup import read_backup

        try:
            read_backup(path).keys.checked(self._file.open_key())
        except VaultError:
            return False
        return True

    def settle(self) -> None:
        """Bring changes from the log into the file, and seal the journal's end, if writable.

        Raises `VaultError`.
        """
        if self.is_writable:
            self._thread.submit(self._file.settle).result()

    def empty_log(self) -> None:
        """Leave nothing in the log: what was deleted is overwritten in the file.

        Raises `VaultBusy`.
        """
        self._thread.submit(self._file.empty_log).result()

    def verify(self, progress: ReportProgress = silent) -> Verified:
        """Look whether the vault is whole.

        On the store's thread, so that nothing is written meanwhile.

        Raises `Cancelled`, and `VaultBusy` where another program reads the file.
        """
        with self._aside:
            return self._thread.submit(self._file.verify, self._file.stoppable(progress)).result()

    def rotate(
        self,
        renew: Callable[[KeyFile, bytearray], KeyFile],
        at: datetime,
        progress: ReportProgress = silent,
    ) -> Verified:
        """Bring the whole file under a new data key, with slots that `renew` makes for it.

        Raises `VaultError`; whether the new key is in force then, `keys` tells.
        """
        with self._aside:
            return self._thread.submit(
                self._file.rotate, renew, at, self._file.stoppable(progress)
            ).result()

    def connect(
        self, *, is_new: bool = False, bring_back: bool = False, migrates: bool = True
    ) -> None:
        """Connect, and bring the tables to this version.

        Raises `VaultDamaged`, `VaultNewer`, `VaultError`.
        """
        self._thread.submit(self._file.connect, is_new, bring_back, migrates).result()


def open_store(
    path: Path,
    data_key: bytearray,
    *,
    writable: bool = True,
    is_new: bool = False,
    is_passing: bool = False,
    journal_mode: str = "",
    bring_back: bool = False,
    migrates: bool = True,
) -> Store:
    """Open a vault with its data key, and connect.

    `journal_mode` is `wal` or `delete` where a person said so, and is remembered. Raises
    `VaultDamaged`, `VaultBusy`, `VaultNewer`, `KeysReplaced`, without `migrates` `VaultOlder`, and
    `VaultError` where its place does not keep it.
    """
    try:
        files.check_is_ours(path)
        files.check_folder(path.parent)
        if not is_new and path.stat().st_size == 0:
            raise VaultDamaged(
                "The vault's file is empty: it was cut or replaced. Restore a backup."
            )
        keys = read_key_file(files.keys_path(path)).checked(data_key)
        if journal_mode and writable:
            keys = keys.with_wal(journal_mode == "wal")
        if keys.wal:
            mounts.check_is_local(path.parent)
        store = Store(path, data_key, keys, writable=writable, is_passing=is_passing)
    except BaseException:
        forget(data_key)
        raise
    try:
        _tell_of_place(store)
        store.connect(is_new=is_new, bring_back=bring_back, migrates=migrates)
    except BaseException:
        store.close()
        raise
    return store


def _tell_of_place(store: Store) -> None:
    opened_up = [
        path for path in (store.path, files.keys_path(store.path)) if files.make_ours_alone(path)
    ]
    if opened_up:
        names = " and ".join(path.name for path in opened_up)
        store.noticed.append(
            f"Others on this machine could read {names}; that right is taken away now."
        )
    folder = store.path.parent
    if not store.is_passing:
        warnings = (mounts.sync_warning(folder), files.group_warning(folder))
        store.noticed.extend(each for each in warnings if each)
