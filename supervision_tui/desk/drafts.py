"""Typed text that is not yet signed or saved, kept in the vault by its place."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, or_, select

from supervision_tui.records import Draft, SupervisionSession
from supervision_tui.vault.change_feed import row_by_row
from supervision_tui.vault.store import changes_records

from .moment import Moment
from .vault_facts import PLACE

_WITH_MORE = ("readiness", "form")  # behind the number stands what it is about
_KEPT_BY_NUMBER = {
    "supervision_session": (
        "session",
        "signing",
        "which session",
        "move",
        "cancel",
        "amendment",
        "worker's word",
        "observation",
        "form session",
        "form begun",
        "form preparation",
    ),
    "direction": ("tick", "extend", "withdraw", "hand on", "link"),
    "case_decision": ("amend decision",),
    "consultation": ("consultation", "book", "hold", "look back", "close", "on file"),
    "recommendation": ("adopt", "decline"),
    "clinician": ("clinician",),
    "audit": (
        "action",
        "moderate",
        "agree grade",
        "amend audit",
        "learning",
        "learning day",
    ),
    "training_booking": ("booking", "missed", "piece"),
    "development_goal": ("goal reached", "goal given up"),
    "pressure_response": ("review",),
    "worker": (
        "worker",
        "plan",
        "series",
        "another sitting",
        "agreement",
        "clauses",
        "terms",
        "leave",
        "leaves",
        "response",
        "development",
        "goal",
        "unfinished",
        "what if",
        "readiness",
        "sections",
        "hold worker",
        "lift hold worker",
        "erase worker",
    ),
}
"""What is typed about a row of a table is kept under one of these words and the row's number."""

# A draft is no change of a record, so it is not journalled: that would be an entry every two
# seconds.


@row_by_row
@changes_records
def save_draft(session: Session, key: str, body: str, moment: Moment, *, place: str = "") -> None:
    """Keep what has been typed under this key.

    `place` says where in the app, so that both are of one moment.
    """
    what, _, number = key.partition(" ")
    if what == "session" and number.isdecimal():
        row = session.get(SupervisionSession, int(number))
        if row is not None and row.signed_at is not None:
            return  # signed meanwhile: what was typed is on the record
    if place:
        kept = {PLACE: place, key: body}
    else:
        kept = {key: body}
    for name, text in kept.items():
        draft = session.get(Draft, name) or Draft(key=name, body="", saved_at=moment.now)
        draft.body, draft.saved_at = text, moment.now
        session.add(draft)


def find_draft(session: Session, key: str) -> str | None:
    """Find what was typed at this place and not yet saved."""
    draft = session.get(Draft, key)
    if draft:
        return draft.body
    return None


@row_by_row
@changes_records
def drop_draft(session: Session, key: str) -> None:
    """Forget what was typed at this place: it was saved, or thrown away by a person."""
    draft = session.get(Draft, key)
    if draft:
        session.delete(draft)


def drafts_about(session: Session, table: str, number: int) -> Sequence[Draft]:
    """Find what was typed about a row of that table and not yet saved."""
    words = _KEPT_BY_NUMBER.get(table, ())
    keys = [f"{what} {number}" for what in words]
    if not words:
        return ()
    begins = [col(Draft.key).startswith(f"{key} ") for key in keys if key.startswith(_WITH_MORE)]
    return session.exec(select(Draft).where(or_(col(Draft.key).in_(keys), *begins))).all()


def forget_drafts_about(session: Session, table: str, number: int, *, but: str = "") -> int:
    """Forget what was typed about a row, but for what has this word before its number.

    Returns how many texts went.
    """
    gone = [
        draft
        for draft in drafts_about(session, table, number)
        if draft.key.partition(" ")[0] != but
    ]
    for draft in gone:
        session.delete(draft)
    return len(gone)


def is_kept_by_number(table: str) -> bool:
    """Tell whether anything is typed about the rows of that table under their numbers."""
    return table in _KEPT_BY_NUMBER
