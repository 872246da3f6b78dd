"""The store: one thread owns the connection, and every verb runs there in one transaction."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from . import mounts, places
from .errors import Cancelled, VaultDamaged, VaultError
from .key_file import FORMAT, KeyFile, read_key_file
from .progress import Progress, silent
from .secret import forget

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

    from .backup import BackupMade
    from .verify import Verified

P = ParamSpec("P")
R = TypeVar("R")
Verb = Callable[Concatenate["Session", P], R]

_CHANGES = "_changes_records"


def changes_records(verb: Verb[P, R]) -> Verb[P, R]:
    """Mark a desk verb that writes: it runs in a transaction that holds the write lock from its start."""
    setattr(verb, _CHANGES, True)
    return verb


def does_change(verb: Callable[..., object]) -> bool:
    """Whether a verb was marked as one that writes."""
    return getattr(verb, _CHANGES, False)


class Store:
    """An open vault. Made by `open_store`; closed once, after which nothing can be read.

    `is_passing` is a vault whose key is held by this process alone: a demo. `noticed` are sentences for the person.
    """

    def __init__(
        self, path: Path, data_key: bytearray, keys: KeyFile, *, writable: bool, is_passing: bool = False
    ) -> None:
        self.path = path
        self.is_passing = is_passing
        self.is_writable = writable
        self.noticed: list[str] = []
        self._key = data_key
        self._keys = keys
        self._held = contextlib.ExitStack()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._engine: Engine | None = None
        self._closing = threading.Event()
        self._aside = threading.Lock()  # held while another thread has a connection of its own
        if writable:
            self._held.enter_context(places.held(path))

    @property
    def keys(self) -> KeyFile:
        """The key file as it stands: which slots there are. It holds no secret."""
        return self._keys

    def submit(self, verb: Verb[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Run a verb on the store's thread; writes queue, so two never interleave."""
        return self._thread.submit(lambda: self._run(verb, *args, **kwargs))

    def run(self, verb: Verb[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a verb and wait for it. Raises what the verb raises, and `VaultError`."""
        return self.submit(verb, *args, **kwargs).result()

    def stop_writing(self) -> None:
        """From now on only read: what is looked at is not today."""
        self.is_writable = False

    def stop_long_work(self) -> None:
        """Stop a backup or a check that is under way, because the vault is about to be closed."""
        self._closing.set()

    def close(self) -> None:
        """Stop what is under way, note the journal's end in the key file, close every connection, forget the key."""
        self._closing.set()
        try:
            with self._aside:
                self._thread.submit(self._disconnect).result()
        finally:
            self._thread.shutdown()
            self._held.close()
            forget(self._key)

    # Care of the vault

    def note_unlocked(self, by: str, wrong: Sequence[datetime], at: datetime) -> None:
        """Write into the journal who opened it, and each wrong passphrase before; a reader where it can."""
        from .journal import note

        def unlocked(session: Session) -> None:
            for each in wrong:
                note(session, "failed unlock", "vault", f"wrong passphrase at {each.isoformat('T', 'seconds')}", at=at)
            note(session, "unlock", "vault", by if self.is_writable else f"{by}, reading only", at=at)

        try:
            self._thread.submit(self._transact, unlocked, writes=True).result()
        except VaultError:
            if self.is_writable:
                raise

    def note(self, verb: str, detail: str, at: datetime) -> None:
        """Write into the journal what was done with the vault as a whole. Raises `VaultError`."""
        from .journal import note

        self._thread.submit(
            self._transact, lambda session: note(session, verb, "vault", detail, at=at), writes=True
        ).result()

    def change_keys(
        self, change: Callable[[KeyFile, bytearray], KeyFile], verb: str, at: datetime, subject: str = "keys"
    ) -> KeyFile:
        """Change the slots: the file first, then the copy in the vault and the journal.

        Raises what `change` raises, and `VaultError`; then nothing is changed.
        """
        return self._thread.submit(self._change_keys, change, verb, at, subject).result()

    def back_up(self, target: Path, at: datetime, progress: Progress = silent) -> BackupMade:
        """Make a verified backup on a connection of its own, while work goes on. Raises as `make_backup`."""
        from .backup import make_backup
        from .connection import open_raw

        places.check_is_no_vault_file(target, self.path)
        with self._aside:
            raw = open_raw(self.path, self._open_key(), wal=self._keys.wal)
            try:
                return make_backup(raw, self._keys, self._key, target, at, self._stoppable(progress))
            finally:
                raw.close()

    def verify(self, progress: Progress = silent) -> Verified:
        """Look whether the vault is whole. On the store's thread, so that nothing is written meanwhile.

        Raises `Cancelled`, and `VaultBusy` where another program reads the file.
        """
        with self._aside:
            return self._thread.submit(self._verify, progress).result()

    def rotate(
        self, renew: Callable[[KeyFile, bytearray], KeyFile], at: datetime, progress: Progress = silent
    ) -> Verified:
        """Bring the whole file under a new data key, with slots that `renew` makes for it.

        Raises `VaultError`; whether the new key is in force then, `keys` tells.
        """
        with self._aside:
            return self._thread.submit(self._rotate, renew, at, self._stoppable(progress)).result()

    # On the store's thread

    def connect(self, *, is_new: bool = False, bring_back: bool = False) -> None:
        """Connect, and bring the tables to this version. Raises `VaultDamaged`, `VaultNewer`, `VaultError`."""
        self._thread.submit(self._connect, is_new, bring_back).result()

    def _connect(self, is_new: bool, bring_back: bool) -> None:
        from .migrate import bring_up_to_date

        if self._keys.format == 1 and not is_new:
            self._leave_first_format()
        if self._keys.rotation is not None:
            self._finish_rotation()
        engine = self._new_engine()
        try:
            with _in_plain_words(self.path):
                made = bring_up_to_date(
                    engine, self._keys, self._key, self.path, may_write=self.is_writable, is_new=is_new
                )
                self._check_journal_goes_on(engine)
            self._engine = engine
            self._check_keys(bring_back)
        except BaseException:
            self._engine = None
            engine.dispose()
            raise
        if made:
            self.noticed.append(f"The vault was brought up to date; as it was before it lies in {made.name}.")

    def _new_engine(self) -> Engine:
        from .connection import is_at_rest, make_engine

        at_rest = not self.is_writable and is_at_rest(self.path)
        return make_engine(self.path, self._key, wal=self._keys.wal, at_rest=at_rest)

    def _check_journal_goes_on(self, engine: Engine) -> None:
        """Refuse a file whose journal does not hold what the key file noted: it is an older copy, or was cut."""
        noted = self._keys.journal
        if not noted.get("count"):
            return
        with engine.connect() as connection:
            wanted = "SELECT hash FROM journal WHERE seq = ?"
            row = connection.exec_driver_sql(wanted, (noted["count"],)).first()
        if row is None or row[0] != noted["head"]:
            raise VaultDamaged(
                "The vault's journal does not go on from where it was closed: an older copy of the file lies there, "
                "or it was cut. Bring back the file and the key file that belong together."
            )

    def _check_keys(self, bring_back: bool) -> None:
        """Refuse an older or swapped key file, or put the newest in its place where a person asked for that."""
        from .errors import KeysReplaced
        from .key_copy import check_is_newest, keep_copy, newest

        copy = self._run(newest)
        try:
            if check_is_newest(self._keys, copy) and self.is_writable:
                self._keys.write(places.keys_path(self.path), self._key)
                self._transact(lambda session: keep_copy(session, self._keys), writes=True)
        except KeysReplaced:
            if not bring_back or copy is None:
                raise
            self._keys = copy.with_journal(*self._journal_state())
            self._keys.write(places.keys_path(self.path), self._key)

    def _change_keys(
        self, change: Callable[[KeyFile, bytearray], KeyFile], verb: str, at: datetime, subject: str
    ) -> KeyFile:
        if not self.is_writable:
            raise VaultError("This vault was opened for reading only.")
        before, place = self._keys, places.keys_path(self.path)
        keys = change(before, self._open_key())
        was_written = False

        def work(session: Session) -> None:
            nonlocal was_written
            self._note_keys(session, keys, verb, subject, at)
            keys.write(place, self._key)  # last, while the vault is held: if the commit fails, it is taken back
            was_written = True

        try:
            self._transact(work, writes=True)
        except VaultError:
            if was_written:
                before.write(place, self._key)
            raise
        self._keys = keys
        return keys

    @staticmethod
    def _note_keys(session: Session, keys: KeyFile, verb: str, subject: str, at: datetime) -> None:
        from .journal import note
        from .key_copy import keep_copy

        keep_copy(session, keys)
        note(session, verb, subject, ", ".join(keys.kinds()), at=at)

    def _verify(self, progress: Progress) -> Verified:
        from .verify import verify

        if self._engine is None:
            raise VaultError("The vault is closed.")
        with self._engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            return verify(raw, self._keys, self._stoppable(progress))

    def _rotate(self, renew: Callable[[KeyFile, bytearray], KeyFile], at: datetime, progress: Progress) -> Verified:
        from . import rotate
        from .secret import new_key

        if not self.is_writable:
            raise VaultError("This vault was opened for reading only.")
        before, old, new = self._keys, self._open_key(), new_key()
        place = places.keys_path(self.path)
        keys = renew(before.with_journal(*self._journal_state()), new)
        self._close_engine()
        was_written = False
        try:
            keys.rotating_from(old, new).write(place, new)
            was_written = True
            rotate.bring_over(self.path, old, new, wal=before.wal, progress=progress)
        except VaultError:
            if rotate.opens(self.path, old, wal=before.wal):  # the file is as it was, and so shall the keys be
                self._engine = self._new_engine()
                forget(new)
                if was_written:
                    before.write(place, old)
                raise
        self._keys, self._key = keys, new
        self._engine = self._new_engine()
        forget(old)
        return self._after_rotation(at)

    def _after_rotation(self, at: datetime) -> Verified:
        """From here on the new key is in force: nothing is stopped, and what fails says so."""
        from .verify import verify

        assert self._engine is not None  # noqa: S101  (made a moment ago)
        try:
            with _in_plain_words(self.path), self._engine.connect() as connection:
                found = verify(connection.connection.dbapi_connection, self._keys)
            if not found.is_whole:
                raise VaultDamaged("The vault is not whole. Restore the backup that was made before.")
            self._keys.write(places.keys_path(self.path), self._key)
            self._transact(
                lambda session: self._note_keys(session, self._keys, "rotate data key", "keys", at), writes=True
            )
        except VaultError as why:
            raise type(why)(f"The new key and the new recovery code are in force, but: {why}") from None
        return found

    def _leave_first_format(self) -> None:
        """Vaults of the first format are re-encrypted once; the key file is written after that, in the newest."""
        from . import rotate

        if not self.is_writable:
            raise VaultError(
                "This vault was made by an older version; open it once in the app, which brings it up to date."
            )
        rotate.bring_to_raw_key(self.path, self._key)
        self._keys = replace(self._keys, format=FORMAT)
        self._keys.write(places.keys_path(self.path), self._key)

    def _finish_rotation(self) -> None:
        """A rotation was broken off: the file lies under the new key or under the old one, never between."""
        from . import rotate

        old = self._keys.old_key(self._key)
        if old is None:
            raise VaultDamaged("The key file speaks of a rotation that cannot be read. Restore a backup.")
        if not self.is_writable:
            raise VaultError("A rotation of the key was broken off; open the vault once in the app, which finishes it.")
        try:
            rotate.finish(self.path, old, self._key, wal=self._keys.wal)
        finally:
            forget(old)
        self._keys = self._keys.rotated()
        self._keys.write(places.keys_path(self.path), self._key)
        self.noticed.append("A rotation of the key was broken off; it is finished now. Make a new recovery code.")

    def _disconnect(self) -> None:
        if self._engine is None:
            return
        try:
            if self.is_writable:
                self._seal_journal()
        finally:
            self._close_engine()

    def _close_engine(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def _seal_journal(self) -> None:
        count, head = self._journal_state()
        if self._keys.journal != {"count": count, "head": head}:
            self._keys = self._keys.with_journal(count, head)
            self._keys.write(places.keys_path(self.path), self._key)

    def _journal_state(self) -> tuple[int, str]:
        from .journal import head

        state = self._run(head)
        return state.count, state.head

    def _open_key(self) -> bytearray:
        if self._closing.is_set() or self._engine is None:
            raise VaultError("The vault is closed.")
        return self._key

    def _stoppable(self, progress: Progress) -> Progress:
        """Closing the store stops long work as a person would."""

        def told(what: str, share: float) -> None:
            if self._closing.is_set():
                raise Cancelled
            progress(what, share)

        return told

    def _run(self, verb: Verb[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        changes = does_change(verb)
        if changes and not self.is_writable:
            raise VaultError("This vault was opened for reading only.")
        return self._transact(lambda session: verb(session, *args, **kwargs), writes=changes)

    def _transact(self, work: Callable[[Session], R], *, writes: bool) -> R:
        from sqlmodel import Session

        from .connection import writing

        if self._engine is None:
            raise VaultError("The vault is closed.")
        with _in_plain_words(self.path), Session(self._engine, expire_on_commit=False) as session:
            if writes:
                session.connection(execution_options=writing())
            result = work(session)
            session.commit()
            return result


@contextlib.contextmanager
def _in_plain_words(path: Path) -> Iterator[None]:
    """Turn what the database says into a sentence that says what to do."""
    from sqlalchemy.exc import DatabaseError, OperationalError

    from .connection import explained

    try:
        yield
    except OperationalError as why:
        raise explained(str(why.orig), path) from None
    except DatabaseError as why:
        if "malformed" in str(why.orig) or "not a database" in str(why.orig):
            raise VaultDamaged("The vault is damaged. Restore a backup; keep this file beside it.") from None
        raise


def open_store(
    path: Path,
    data_key: bytearray,
    *,
    writable: bool = True,
    is_new: bool = False,
    is_passing: bool = False,
    journal_mode: str = "",
    bring_back: bool = False,
) -> Store:
    """Open a vault with its data key, and connect.

    `journal_mode` is `wal` or `delete` where a person said so, and is remembered. Raises `VaultDamaged`, `VaultBusy`,
    `VaultNewer`, `KeysReplaced`, and `VaultError` where its place is none that keeps it.
    """
    places.check_is_ours(path)
    places.check_folder(path.parent)
    if not is_new and path.stat().st_size == 0:
        raise VaultDamaged("The vault's file is empty: it was cut or replaced. Restore a backup.")
    keys = read_key_file(places.keys_path(path)).checked(data_key)
    if journal_mode and writable:
        keys = keys.with_wal(journal_mode == "wal")
    if keys.wal:
        mounts.check_is_local(path.parent)
    store = Store(path, data_key, keys, writable=writable, is_passing=is_passing)
    try:
        _tell_of_place(store)
        store.connect(is_new=is_new, bring_back=bring_back)
    except BaseException:
        store.close()
        raise
    return store


def _tell_of_place(store: Store) -> None:
    opened_up = [path for path in (store.path, places.keys_path(store.path)) if places.make_ours_alone(path)]
    if opened_up:
        names = " and ".join(path.name for path in opened_up)
        store.noticed.append(f"Others on this machine could read {names}; that right is taken away now.")
    warning = "" if store.is_passing else mounts.sync_warning(store.path.parent)
    if warning:
        store.noticed.append(warning)
