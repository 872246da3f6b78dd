"""Taking the last change back."""

from __future__ import annotations

from sqlmodel import Session

from supervision_tui.vault.store import Store
from supervision_tui.vault.undo import CannotUndo, Change

from .drafts import drafts_about
from .moment import Moment


def take_back(store: Store, moment: Moment, *, open_session: int | None = None) -> str:
    """Take the last change back; returns what it was.

    `open_session` is one that is being held just now.

    Raises `VaultError` where it cannot be taken back, with the reason.
    """

    def check(session: Session, change: Change) -> None:
        for row in change.rows:
            number = row.key[0]
            if row.table.name == "supervision_session" and number == open_session:
                raise CannotUndo(
                    "That is the session you are in; leave it first (‹session.leave›)."
                )
            if row.before is None:
                _let_go_of_drafts(session, row.table.name, number)

    return store.undo(check, moment.now, moment.actor)


def _let_go_of_drafts(session: Session, table: str, number: int) -> None:
    """Nothing typed under a number may wait for the next row that gets it.

    Raises `CannotUndo` where text would go.
    """
    for draft in drafts_about(session, table, number):
        if draft.key.startswith("session"):
            raise CannotUndo(
                "Something is typed in that session already; cancel the session instead."
            )
        session.delete(draft)
    session.flush()
