"""The encrypted file with its key: one connection, opened, closed and brought under another key."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from supervision_tui.system.clock import Clock

from . import files, rotate
from .connection import in_plain_words
from .errors import RotationUnsure, VaultBusy, VaultDamaged, VaultError, VaultReplaced
from .journal import head, note_on, write_change
from .key_file import FORMAT, KeyFile, read_key_file
from .last_seen import LastSeen, Seen
from .missing import held_against_backups, journal_goes_on, missing_since, says_of_newest_backup
from .plain_sql import Rows, rows_on
from .progress import ReportProgress, silent
from .record_seals import in_words, touched_outside
from .secret_bytes import forget
from .write_log import WriteLog

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from .verify import Verified
    from .write_lock import Hold

R = TypeVar("R")


class KeyedFile:
    """One connection, its key, and the key file that goes with it.

    `noticed` are sentences for the person.

    `is_passing` is one that nobody comes back to; of it nothing is remembered outside its folder.
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
        self.key = data_key
        self.keys = keys
        self.is_writable = writable
        self.noticed: list[str] = []
        self.hold: Hold | None = None  # of one that writes
        self._raw: Any = (
            None  # the one connection; an engine is made on it once records are asked for
        )
        self._engine: Engine | None = None
        self._file_id: tuple[int, int] | None = None  # which file lay there when it was opened
        self._keys_id: tuple[int, ...] | None = (
            None  # and which key file, as it was last written or read
        )
        self._log = WriteLog(path)
        self._last_seen = None if is_passing else LastSeen(keys.vault_id, path)
        self.missing = ""  # what was seen of it here before, and is no longer in it; a sentence
        self.is_closing = threading.Event()

    # Opening and closing

    def connect(self, is_new: bool, bring_back: bool, migrates: bool) -> None:
        """Connect, and bring the tables to this version, where that was not forbidden.

        Raises `VaultDamaged`, `VaultNewer`, `VaultOlder`, `VaultError`.
        """
        from .upgrade import bring_up_to_date

        if self.keys.format == 1 and not is_new:
            if not migrates:
                raise VaultError(
                    "This vault was made by the first version: open it once in the app, then "
                    "verify it."
                )
            self._leave_first_format()
        if self.keys.rotation is not None:
            self._finish_rotation()
        log_before = files.size_of(files.logs_of(self.path)[0])
        self._connect_again()
        try:
            with in_plain_words(self.path):
                made = bring_up_to_date(
                    rows_on(self._raw),
                    self._made_engine,
                    self.keys,
                    self.key,
                    self.path,
                    may_write=self.is_writable and migrates,
                    is_new=is_new,
                )
                self._check_journal_goes_on()
            self._compare_with_last_seen(log_before)
            self._check_keys(bring_back)
        except BaseException:
            self._close()
            raise
        if made:
            self.noticed.append(
                f"The vault was brought up to date; as it was before it lies in {made.name}."
            )

    def disconnect(self) -> None:
        """Note the journal's end in the key file, and close the connection. Raises `VaultError`."""
        if self._raw is None:
            return
        try:
            if self.is_writable and self.is_in_place():
                self.settle(is_last=True)
        finally:
            self._close()

    def _connect_again(self) -> None:
        """Connect to the file that lies there now. Raises `VaultError`."""
        from .connection import open_raw

        self._raw = open_raw(self.path, self.key, wal=self.keys.wal, at_rest=self._is_at_rest())
        self._file_id = files.file_id(self.path)
        self._keys_id = files.version_of(files.keys_path(self.path))
        if self.is_writable and self.keys.wal:
            self._log.open(self._raw)

    def _made_engine(self) -> Engine:
        from .connection import make_engine

        if self._engine is None:
            self._engine = make_engine(self._open_connection)
        return self._engine

    def _open_connection(self) -> Any:
        """The one connection. Raises `VaultError` where it is closed."""
        if self._raw is None:
            raise VaultError("The vault is closed.")
        return self._raw

    def open_another(self) -> Any:
        """A second connection, for a thread of its own: it is closed before the file is.

        Raises `VaultError`.
        """
        from .connection import open_raw

        return open_raw(self.path, self.open_key(), wal=self.keys.wal, at_rest=self._is_at_rest())

    def _is_at_rest(self) -> bool:
        from .connection import is_at_rest

        return not self.is_writable and is_at_rest(self.path)

    def _close(self) -> None:
        engine, raw, self._engine, self._raw = self._engine, self._raw, None, None
        self._log.close()
        if engine is not None:
            engine.dispose()
        if raw is not None:
            self._expect_no_log()  # which the last connection empties as it is closed
            raw.close()
        if self._last_seen is not None:
            self._last_seen.is_closed(files.size_of(files.logs_of(self.path)[0]), self.key)

    def _check_journal_goes_on(self) -> None:
        """Refuse a file whose journal lacks what the key file noted: older, or cut."""
        noted = self.keys.journal
        if not noted.get("count"):
            return
        if not journal_goes_on(rows_on(self._raw), noted["count"], noted["head"]):
            raise VaultDamaged(
                "The vault's journal does not go on from where it was closed: an older copy of "
                "the file lies there, "
                "or it was cut, or its log. Bring back the file and the key file that belong "
                "together. "
                + says_of_newest_backup(rows_on(self._raw), self.keys.vault_id, self.key)
            )

    def _compare_with_last_seen(self, log_before: int) -> None:
        """Tell where the vault has less than when it was last seen, and note it in its journal.

        `log_before` are the bytes of its log before it was opened.
        """
        seen = self._last_seen.read(self.key) if self._last_seen is not None else None
        if seen is not None:
            is_log_short = self.is_writable and log_before < seen.log
            self.missing = self.plainly(
                lambda rows: missing_since(seen, rows, is_log_short=is_log_short)
            )
        if self.missing:
            self.missing += " " + self.plainly(
                lambda rows: says_of_newest_backup(rows, self.keys.vault_id, self.key)
            )
            self.noticed.append(self.missing)
        if self.missing and self.is_writable and seen is not None:
            self._note("found missing", f"{seen.count} entries were seen here before")
        elif self.is_writable:
            self._note_seen()

    def _check_keys(self, bring_back: bool) -> None:
        """Refuse an older or swapped key file, or put the newest in its place if asked for."""
        from .errors import KeysReplaced
        from .key_copy import check_is_newest, keep_copy, newest

        copy = self.plainly(newest)
        try:
            if check_is_newest(self.keys, copy) and self.is_writable:
                self._write_keys()
                self.plainly(lambda rows: keep_copy(rows, self.keys), writes=True)
        except KeysReplaced:
            if not bring_back or copy is None:
                raise
            self.keys = copy.with_journal(*self._journal_state())
            self._write_keys()

    def _leave_first_format(self) -> None:
        """Vaults of the first format are re-encrypted once.

        The key file is written after that, in the newest.
        """
        if not self.is_writable:
            raise VaultError(
                "This vault was made by an older version; open it once in the app, which brings "
                "it up to date."
            )
        rotate.bring_to_raw_key(self.path, self.key)
        self.keys = replace(self.keys, format=FORMAT)
        self._write_keys()

    def _finish_rotation(self) -> None:
        """Finish a rotation that was broken off: the file lies under one key, never between."""
        old = self.keys.old_key(self.key)
        if old is None:
            raise VaultDamaged(
                "The key file speaks of a rotation that cannot be read. Restore a backup."
            )
        if not self.is_writable:
            raise VaultError(
                "A rotation of the key was broken off; open the vault once in the app, which "
                "finishes it."
            )
        try:
            rotate.finish(self.path, old, self.key, wal=self.keys.wal)
        finally:
            forget(old)
        self.keys = self.keys.rotated()
        self._write_keys()
        self.noticed.append(
            "A rotation of the key was broken off; it is finished now. Make a new recovery code."
        )

    def _seal_journal(self) -> None:
        count, head = self._journal_state()
        if self.keys.journal != {"count": count, "head": head}:
            self.keys = self.keys.with_journal(count, head)
            self._write_keys()

    def _write_keys(self, keys: KeyFile | None = None) -> None:
        """Write the key file, this one or the one in force, and remember which lies there."""
        place = files.keys_path(self.path)
        (keys or self.keys).write(place, self.key)
        self._keys_id = files.version_of(place)

    def settle(self, *, is_last: bool = False) -> None:
        """Bring the log into the file, and seal the journal's end in the key file.

        Raises `VaultError`. Where another program reads just now, the log is left for the next
        time, and the end is sealed only where this is the last.
        """
        self._check_in_place()
        if self._is_log_emptied() or is_last:
            self._seal_journal()
        self._note_seen()

    def _is_log_emptied(self) -> bool:
        """Bring the log into the file.

        Returns whether all of it is there, and nothing is left in the log.
        """
        if not self.keys.wal:
            return True
        self._put_log_right()
        is_emptied = self._is_brought_in()
        self._log.follow()
        return is_emptied

    def _is_brought_in(self) -> bool:
        """Bring the log into the file as it stands.

        Returns whether nothing is left, since nobody else reads it.
        """
        self._expect_no_log()
        with in_plain_words(self.path):
            busy: int = (
                self._open_connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            )
        return not busy

    def _expect_no_log(self) -> None:
        if self._last_seen is not None and self.is_writable:
            self._last_seen.expect_no_log(self.key)

    def _kept(self) -> None:
        """After each change: remember what the log holds now and where the journal ends."""
        self._log.follow()
        if self._log.is_full:
            # What was changed is kept in the log all the same.
            with contextlib.suppress(VaultError):
                self._is_log_emptied()
        self._note_seen()

    def _note_seen(self) -> None:
        if self._last_seen is not None and self._raw is not None:
            state, at = head(rows_on(self._raw)), Clock().now().isoformat("T", "seconds")
            self._last_seen.write(Seen(state.count, state.head, at, self._log.size), self.key)

    def _note(self, verb: str, detail: str) -> None:
        """Write into the journal what was found of the vault's own files."""
        self.plainly(
            lambda rows: note_on(rows, verb, "vault", detail, at=Clock().now()), writes=True
        )

    def open_key(self) -> bytearray:
        """The key, while the vault is open and not about to be closed."""
        if self.is_closing.is_set() or self._raw is None:
            raise VaultError("The vault is closed.")
        return self.key

    # Whether it may be written

    def _check_writable(self) -> None:
        if not self.is_writable:
            raise VaultError("This vault was opened for reading only.")
        self._check_in_place()

    def is_in_place(self) -> bool:
        """Tell whether the file that was opened still lies in its place."""
        return files.file_id(self.path) == self._file_id

    def _check_in_place(self) -> None:
        """Refuse to write where another file lies in the vault's place by now.

        Nor is anything written where somebody else holds the vault by now.
        """
        if not self.is_in_place():
            raise VaultReplaced(
                f"Another file was put in the place of {self.path.name} while it was open (a sync "
                f"service does that). "
                "Nothing more is kept there: make a backup now (‹vault.show›, then "
                "‹vault.backup›), "
                "then close the app and bring it back."
            )
        if self.hold is not None:
            self.hold.make_sure()
        if self._log.is_elsewhere:
            self._bring_log_home()
        elif self._log.is_cut:
            self._put_log_right()
        self._put_keys_back()

    def _bring_log_home(self) -> None:
        """The log's file was taken away, or another lies in its place.

        Ours is still held open and brought in.
        """
        if not self._is_brought_in():
            raise VaultBusy(
                f"The log beside {self.path.name} was taken away, and another window reads the "
                f"vault just now: "
                "close that one, then do this again. Nothing was changed, and nothing is lost."
            )
        self._close()  # which deletes whatever lies in the log's place: it is no log of this vault
        self._connect_again()
        self._tell_of(
            "The log beside the vault was taken away or replaced while it was open.",
            "log brought in",
        )

    def _put_log_right(self) -> None:
        """Write back what is missing in the log, or was changed in it."""
        if self._log.put_right():
            self._tell_of_log()

    def _tell_of_log(self) -> None:
        self._tell_of(
            "The log beside the vault was cut or changed while it was open.", "log put right"
        )

    def _put_keys_back(self) -> None:
        """Put the key file back that another program took away or changed."""
        place = files.keys_path(self.path)
        if files.version_of(place) == self._keys_id:
            return
        was_wrong = files.content_of(place) != self.keys.sealed(self.key)
        if was_wrong and self._is_newer(place):
            return
        self._write_keys()
        if was_wrong:
            self._tell_of(
                "The key file was taken away or changed while the vault was open.",
                "key file put back",
            )

    def _is_newer(self, place: Path) -> bool:
        """Tell whether the app wrote the key file since, while the lock's file was gone."""
        try:
            there = read_key_file(place).checked(self.key)
        except VaultError:
            return False
        ours, theirs = self.keys.journal.get("count", 0), there.journal.get("count", 0)
        if (there.generation, theirs) <= (self.keys.generation, ours):
            return False
        self.keys, self._keys_id = there, files.version_of(place)
        return True

    def _tell_of(self, what: str, verb: str) -> None:
        self.noticed.append(
            f"{what} It is as it was again, and nothing is lost. Look which program does that."
        )
        self._note(verb, "by another program, while the vault was open")

    # Plain statements

    def plainly(self, work: Callable[[Rows], R], *, writes: bool = False) -> R:
        """Work in one transaction by plain statements, before the records are needed.

        All or nothing.
        """
        if writes:
            self._open_connection()
            self._check_in_place()
        return self._again_with_log_put_right(lambda: self._plainly_once(work, writes=writes))

    def _plainly_once(self, work: Callable[[Rows], R], *, writes: bool) -> R:
        raw = self._open_connection()
        with self._told_apart(), in_plain_words(self.path):
            begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
            raw.execute(begin)
            try:
                result, found = self._worked(work, rows_on(raw), writes=writes)
                raw.execute("COMMIT")
            except BaseException:
                if raw.in_transaction:
                    raw.execute("ROLLBACK")
                raise
        if writes:
            self._kept()
            self._tell_of_changed(found)
        return result

    @staticmethod
    def _worked(
        work: Callable[[Rows], R], rows: Rows, *, writes: bool
    ) -> tuple[R, tuple[str, ...]]:
        """Do the work, and seal the records that it touched.

        Gives also those that were changed by another program.
        """
        if not writes:
            return work(rows), ()
        outside = touched_outside(rows)
        return work(rows), write_change(rows, (), outside)

    def _tell_of_changed(self, records: Sequence[str]) -> None:
        if records:
            named = ", ".join(in_words(each.replace("_", " ") for each in records))
            says = (
                f"Another program changed records in the vault ({named}); the journal says so "
                f"from now on."
            )
            self.noticed.append(
                f"{says} Hold them against a backup: vault restore to another place."
            )

    def _again_with_log_put_right(self, work: Callable[[], R]) -> R:
        """Do it, and once more if it failed since somebody had changed the log."""
        try:
            return work()
        except VaultError:
            if self._raw is None or self._log.is_elsewhere or not self._log.put_right():
                raise
        self._close()  # SQLCipher trusts no connection any more that has read a wrong page
        self._connect_again()
        self._tell_of_log()
        return work()

    @contextlib.contextmanager
    def _told_apart(self) -> Iterator[None]:
        """Tell a reader, whose writer changed the key, from one that sees real damage."""
        try:
            yield
        except VaultDamaged:
            if not self.is_writable and self._is_rekeyed():
                raise VaultError(
                    "The key was changed in another window: close this one, and open it again."
                ) from None
            raise

    def _is_rekeyed(self) -> bool:
        try:
            read_key_file(files.keys_path(self.path)).checked(self.key)
        except VaultDamaged:
            return True
        return False

    def _journal_state(self) -> tuple[int, str]:
        state = self.plainly(head)
        return state.count, state.head

    def verify(self, progress: ReportProgress) -> Verified:
        """Look whether the vault is whole. Raises `Cancelled`, `VaultBusy`."""
        from .verify import Part, verify

        self._put_log_right()
        found = verify(self._open_connection(), self.keys, progress)
        self._log.follow()
        if self.missing:
            found = found.beside(Part("last seen", False, self.missing, is_evidence=True))
        if found.broken:  # SQLCipher reads nothing more after a damaged page
            return found
        says, is_whole = self.plainly(
            lambda rows: held_against_backups(rows, self.keys.vault_id, self.key)
        )
        if says:
            return found.beside(Part("backups", is_whole, says, is_evidence=True))
        return found

    def empty_log(self) -> None:
        """Leave nothing in the log: what was deleted is overwritten in the file.

        Raises `VaultBusy`.
        """
        if not self._is_log_emptied():
            raise VaultBusy(
                "Another program reads the vault just now; do it again when that is done."
            )
        self._note_seen()

    # Keys

    def change_keys(
        self, change: Callable[[KeyFile, bytearray], KeyFile], verb: str, at: datetime
    ) -> KeyFile:
        """Change the slots: key file, copy in the vault and journal, all or none.

        Raises `VaultError`.
        """
        self._check_writable()
        before = self.keys
        keys = change(before, self.open_key())
        was_written = False

        def work(rows: Rows) -> None:
            nonlocal was_written
            self._note_keys(rows, keys, verb, at)
            # Last, while the vault is held: if the commit fails, it is taken back.
            self._write_keys(keys)
            was_written = True

        try:
            self.plainly(work, writes=True)
        except VaultError:
            if was_written:
                self._write_keys(before)
            raise
        self.keys = keys
        return keys

    def rotate(
        self, renew: Callable[[KeyFile, bytearray], KeyFile], at: datetime, progress: ReportProgress
    ) -> Verified:
        """Bring the file under a new key.

        Raises `VaultError`; whether the new key is in force then, `keys` tells.
        """
        from .secret_bytes import new_key

        self._check_writable()
        before, old, new = self.keys, self.open_key(), new_key()
        place = files.keys_path(self.path)
        keys = renew(before.with_journal(*self._journal_state()), new)
        self._close()
        was_written = False
        try:
            keys.rotating_from(old, new).write(place, new)
            was_written = True
            rotate.bring_over(self.path, old, new, wal=before.wal, progress=progress)
        except VaultError as why:
            if not was_written or self._went_back(before, old):
                self._connect_again()
                forget(new)
                raise
            if not rotate.opens(self.path, new, wal=before.wal):
                self._connect_again()
                forget(new)
                raise RotationUnsure(str(why)) from None
        self.keys, self.key = keys, new
        self._connect_again()
        forget(old)
        return self._after_rotation(at)

    def _went_back(self, before: KeyFile, old: bytearray) -> bool:
        """Tell whether the file is as it was, and the key file too."""
        try:
            if not rotate.opens(self.path, old, wal=before.wal):
                return False
            before.write(files.keys_path(self.path), old)
        except VaultError:
            return False
        return True

    def _after_rotation(self, at: datetime) -> Verified:
        """From here on the new key is in force: nothing is stopped, and what fails says so."""
        try:
            with in_plain_words(self.path):
                found = self.verify(silent)
            if found.broken:
                raise VaultDamaged(
                    "The vault is not whole. Restore the backup that was made before."
                )
            self._write_keys()
            self.plainly(
                lambda rows: self._note_keys(rows, self.keys, "rotate data key", at), writes=True
            )
        except VaultError as why:
            kind = VaultDamaged if isinstance(why, VaultDamaged) else VaultError
            raise kind(f"The new key and the new recovery code are in force, but: {why}") from None
        return found

    @staticmethod
    def _note_keys(rows: Rows, keys: KeyFile, verb: str, at: datetime) -> None:
        from .key_copy import keep_copy

        keep_copy(rows, keys)
        note_on(rows, verb, "keys", ", ".join(keys.kinds()), at=at)
