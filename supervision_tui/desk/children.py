"""What a manager notes of one child between sessions: a rating, a note, a pin."""

from __future__ import annotations

from sqlmodel import Session, col, select

from supervision_tui.practice.terms import Rag
from supervision_tui.records import CaseNote, Pin, RagEntry
from supervision_tui.vault.store import changes_records

from .directions import find_child
from .moment import Moment, Refused


@changes_records
def rate(session: Session, ref: str, rag: Rag, reason: str, moment: Moment) -> None:
    """Rate a child, with the reason. Raises `Refused` without one."""
    if not reason.strip():
        raise Refused("Say why in a few words; a rating without its reason helps nobody later.")
    child = find_child(session, ref)
    session.add(RagEntry(child_id=child.id or 0, rag=rag, reason=reason.strip(), on_date=moment.today))
    moment.note(session, "rate child", f"child {ref}", "rag, reason")


@changes_records
def add_note(session: Session, ref: str, text: str, moment: Moment) -> None:
    """Keep a note on a child. Raises `Refused` where it is empty."""
    if not text.strip():
        raise Refused("The note is empty.")
    child = find_child(session, ref)
    session.add(CaseNote(child_id=child.id or 0, at=moment.now, text=text.strip()))
    moment.note(session, "note on child", f"child {ref}", "text")


@changes_records
def toggle_pin(session: Session, ref: str, moment: Moment) -> bool:
    """Keep a child for the next session, or let go of it; returns whether the child is now pinned."""
    child = find_child(session, ref)
    pins = select(Pin).where(Pin.child_id == child.id).where(col(Pin.cleared_on).is_(None))
    there = list(session.exec(pins))
    for pin in there:
        pin.cleared_on = moment.today
        session.add(pin)
    if not there:
        session.add(Pin(child_id=child.id or 0, by="manager", on_date=moment.today))
    moment.note(session, "unpin child" if there else "pin child", f"child {ref}", "pin")
    return not there
