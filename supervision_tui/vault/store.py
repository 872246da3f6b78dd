"""The store: one thread owns the connection, and every verb runs there in one transaction."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from . import places
from .errors import VaultBusy, VaultDamaged, VaultError
from .key_file import KeyFile, check_seal, forget, read_key_file

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

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
    """An open vault. Made by `open_store`; closed once, after which nothing can be read."""

    def __init__(self, path: Path, data_key: bytearray, key_file: KeyFile, *, writable: bool) -> None:
        self.path = path
        self._key = data_key
        self._key_file = key_file
        self._writable = writable
        self._held = contextlib.ExitStack()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._engine: Engine | None = None
        if writable:
            self._held.enter_context(places.held(path))

    def submit(self, verb: Verb[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Run a verb on the store's thread; writes queue, so two never interleave."""
        return self._thread.submit(lambda: self._run(verb, *args, **kwargs))

    def run(self, verb: Verb[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a verb and wait for it. Raises what the verb raises, and `VaultError`."""
        return self.submit(verb, *args, **kwargs).result()

    @property
    def is_prepared(self) -> bool:
        """Whether the store is connected."""
        return self._engine is not None

    def prepare(self, *, is_new: bool = False) -> None:
        """Connect, and bring the tables to this version. Raises `VaultLocked`, `VaultDamaged`, `VaultNewer`."""
        self._thread.submit(self._connect, is_new).result()

    def close(self) -> None:
        """Note the journal's end in the key file, close every connection, forget the key."""
        try:
            self._thread.submit(self._disconnect).result()
        finally:
            self._thread.shutdown()
            self._held.close()
            forget(self._key)

    def _connect(self, is_new: bool) -> None:
        from .connection import make_engine
        from .migrate import bring_up_to_date

        engine = make_engine(self.path, self._key)
        try:
            with _in_plain_words():
                bring_up_to_date(engine, may_write=self._writable, is_new=is_new)
                self._check_journal_goes_on(engine)
        except BaseException:
            engine.dispose()
            raise
        self._engine = engine

    def _check_journal_goes_on(self, engine: Engine) -> None:
        """Refuse a file whose journal does not hold what the key file noted: it is an older copy, or was cut."""
        noted = self._key_file.journal
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

    def _disconnect(self) -> None:
        if self._engine is None:
            return
        if self._writable:
            self._seal_journal()
        self._engine.dispose()
        self._engine = None

    def _seal_journal(self) -> None:
        from .journal import head

        state = self._run(head)
        if self._key_file.journal != {"count": state.count, "head": state.head}:
            self._key_file = self._key_file.with_journal(state.count, state.head)
            self._key_file.write(places.keys_path(self.path), self._key)

    def _run(self, verb: Verb[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        from sqlmodel import Session

        from .connection import writing

        if self._engine is None:
            raise VaultError("The vault is closed.")
        changes = does_change(verb)
        if changes and not self._writable:
            raise VaultError("This vault was opened for reading only.")
        with _in_plain_words(), Session(self._engine, expire_on_commit=False) as session:
            if changes:
                session.connection(execution_options=writing())
            result = verb(session, *args, **kwargs)
            session.commit()
            return result


@contextlib.contextmanager
def _in_plain_words() -> Iterator[None]:
    """Turn what the database says into a sentence that says what to do."""
    from sqlalchemy.exc import DatabaseError, OperationalError

    try:
        yield
    except OperationalError as why:
        raise _explained(str(why.orig)) from None
    except DatabaseError as why:
        if "malformed" in str(why.orig) or "not a database" in str(why.orig):
            raise VaultDamaged("The vault is damaged. Restore a backup; keep this file beside it.") from None
        raise


def _explained(message: str) -> VaultError:
    if "locked" in message:
        return VaultBusy("The vault is being written by another program; try again in a moment.")
    if "full" in message or "disk I/O" in message:
        return VaultError("The disk is full or cannot be written; make room, then do it again. Nothing was changed.")
    if "readonly" in message:
        return VaultError("The vault's folder cannot be written; nothing was changed.")
    return VaultError("The vault could not do that; nothing was changed.")


def open_store(
    path: Path, data_key: bytearray, *, writable: bool = True, prepared: bool = True, is_new: bool = False
) -> Store:
    """Open a vault with its data key; `prepared=False` leaves connecting to the caller.

    Raises `VaultLocked`, `VaultDamaged`, `VaultBusy` or `VaultNewer`.
    """
    places.check_is_ours(path)
    if not is_new and path.stat().st_size == 0:
        raise VaultDamaged("The vault's file is empty: it was cut or replaced. Restore a backup.")
    keys = places.keys_path(path)
    key_file, seal = read_key_file(keys)
    check_seal(key_file, seal, data_key, keys)
    store = Store(path, data_key, key_file, writable=writable)
    try:
        if prepared:
            store.prepare(is_new=is_new)
    except BaseException:
        store.close()
        raise
    return store
