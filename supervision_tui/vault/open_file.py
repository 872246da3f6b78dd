"""The open file: verbs on its records, each in one transaction.

All of it runs on the store's thread, nowhere else.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from .change_feed import CHANGED, CHANGING, Changed, is_row_by_row
from .connection import in_plain_words
from .errors import Cancelled, VaultError
from .journal import NOTED, Noted, write_change
from .key_file import KeyFile
from .keyed_file import KeyedFile
from .plain_sql import rows_of
from .progress import ReportProgress
from .record_seals import touched_outside
from .undo import (
    Change,
    Changes,
    can_be_undone,
    is_of_records,
    is_taken_back,
    take_back,
    watched,
    words_of,
)

__all__ = ["OpenFile", "can_be_undone", "changes_records", "does_change", "is_taken_back"]

if TYPE_CHECKING:
    from sqlmodel import Session

    from .backup import BackupMade

P = ParamSpec("P")
R = TypeVar("R")
Verb = Callable[Concatenate["Session", P], R]

_CHANGES, _SETTLES = "_changes_records", "_settles"


def changes_records(verb: Verb[P, R]) -> Verb[P, R]:
    """Mark a desk verb that writes, in a transaction with the write lock from its start."""
    setattr(verb, _CHANGES, True)
    return verb


def settles(verb: Verb[P, R]) -> Verb[P, R]:
    """Mark a desk verb that signs: after it the log and the journal's end are settled."""
    setattr(verb, _SETTLES, True)
    return verb


def does_change(verb: Callable[..., object]) -> bool:
    """Tell whether a verb was marked as one that writes."""
    return getattr(verb, _CHANGES, False)


class OpenFile(KeyedFile):
    """Verbs on its records. `changes` are what can be taken back."""

    def __init__(
        self,
        path: Path,
        data_key: bytearray,
        keys: KeyFile,
        *,
        writable: bool,
        is_passing: bool = False,
    ) -> None:
        super().__init__(path, data_key, keys, writable=writable, is_passing=is_passing)
        self.changes = Changes()
        self.changed: list[Changed] = []  # the same for those who keep something in memory

    def run(self, verb: Verb[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a verb in a transaction. Raises what the verb raises, and `VaultError`."""
        if not does_change(verb):
            return self.transact(lambda session: verb(session, *args, **kwargs), writes=False)
        self._check_writable()

        def noted(session: Session) -> tuple[R, Change]:
            with watched(session) as rows:
                result = verb(session, *args, **kwargs)
                session.flush()
            return result, Change(words_of(verb, args), tuple(rows.values()))

        result, change = self.transact(noted, writes=True)
        self.changes.add(change)
        if is_row_by_row(verb) or is_taken_back(verb):  # what can be taken back is known row by row
            self._tell(change)
        else:
            self.changed.append(Changed(None))
        if getattr(verb, _SETTLES, False):
            # It is kept in the log all the same, and settled the next time.
            with contextlib.suppress(VaultError):
                self.settle()
        return result

    def undo(
        self, check: Callable[[Session, Change], None], note: Callable[[Session, str], None]
    ) -> str:
        """Take the last change back where `check` does not refuse, and note it.

        Returns what it was.

        Raises `CannotUndo`, and what `check` raises.
        """
        self._check_writable()
        change = self.changes.last()

        def back(session: Session) -> None:
            check(session, change)
            take_back(session, change)
            note(session, change.words or "")

        self.transact(back, writes=True)
        self._tell(change)
        self.changes.taken_back()
        return change.words or ""

    def _tell(self, change: Change) -> None:
        """Tell those who keep something in memory.

        Of drafts, of which there is one each second, nobody does.
        """
        if is_of_records(change):
            self.changed.append(
                Changed(
                    tuple((row.table.name, row.after or row.before or {}) for row in change.rows)
                )
            )

    def transact(self, work: Callable[[Session], R], *, writes: bool) -> R:
        """Work in one transaction, all or nothing.

        One that writes holds the write lock from its start.
        """
        return self._again_with_log_put_right(lambda: self._transact_once(work, writes=writes))

    def _transact_once(self, work: Callable[[Session], R], *, writes: bool) -> R:
        from sqlmodel import Session

        from .connection import writing

        self._open_connection()
        told: dict[str, Any] = {CHANGED: self.changed, CHANGING: writes}
        transaction = Session(self._made_engine(), expire_on_commit=False, info=told)
        with self._told_apart(), in_plain_words(self.path), transaction as session:
            if not writes:
                return work(session)
            session.connection(execution_options=writing())
            outside = touched_outside(rows_of(session))
            noted: list[Noted] = session.info.setdefault(NOTED, [])
            result = work(session)
            session.flush()
            found = write_change(rows_of(session), noted, outside)
            session.commit()
        self._kept()
        self._tell_of_changed(found)
        return result

    # Care

    def back_up(self, target: Path, at: datetime, progress: ReportProgress) -> BackupMade:
        """Make a backup over the open connection itself. Raises as `make_backup`."""
        from .backup import make_backup

        return make_backup(
            self._open_connection(), self.keys, self.key, target=target, at=at, progress=progress
        )

    def stoppable(self, progress: ReportProgress) -> ReportProgress:
        """Closing the store stops long work as a person would."""

        def told(what: str, share: float) -> None:
            if self.is_closing.is_set():
                raise Cancelled
            progress(what, share)

        return told
