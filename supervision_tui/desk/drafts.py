"""Typed text that is not yet signed or saved, kept in the vault by its place."""

from __future__ import annotations

from sqlmodel import Session

from supervision_tui.records import Draft
from supervision_tui.vault.store import changes_records

from .moment import Moment

# A draft is no change of a record, so it is not journalled: that would be an entry every two seconds.


@changes_records
def save_draft(session: Session, key: str, body: str, moment: Moment) -> None:
    """Keep what has been typed at this place."""
    draft = session.get(Draft, key) or Draft(key=key, body="", saved_at=moment.now)
    draft.body, draft.saved_at = body, moment.now
    session.add(draft)


def find_draft(session: Session, key: str) -> str | None:
    """What was typed at this place and not yet saved."""
    draft = session.get(Draft, key)
    return draft.body if draft else None


@changes_records
def drop_draft(session: Session, key: str) -> None:
    """Forget what was typed at this place: it was saved, or thrown away by a person."""
    draft = session.get(Draft, key)
    if draft:
        session.delete(draft)
