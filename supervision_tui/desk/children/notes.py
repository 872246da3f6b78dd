"""A manager's notes of one child between sessions: a rating, a note, a pin."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from supervision_tui.desk.find import find_child
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.practice.vocabulary import Rag
from supervision_tui.records import CaseNote, Pin, RagEntry
from supervision_tui.vault.store import can_be_undone, changes_records


@can_be_undone("the rating of {0}")
@changes_records
def rate(session: Session, ref: str, rag: Rag, reason: str, moment: Moment) -> None:
    """Rate a child, with the reason. Raises `Refused` without one."""
    if not reason.strip():
        raise Refused(
            "Say why in a few words; a rating without its reason helps nobody later.",
            field="reason",
        )
    child = find_child(session, ref)
    session.add(
        RagEntry(child_id=child.id or 0, rag=rag, reason=reason.strip(), on_date=moment.today)
    )
    moment.note(session, "rate child", f"child {ref}", "rag, reason")


@can_be_undone("the ratings")
@changes_records
def rate_all(session: Session, refs: Sequence[str], rag: Rag, reason: str, moment: Moment) -> None:
    """Rate several children alike, all or none. Raises `Refused`."""
    for ref in refs:
        rate(session, ref, rag, reason, moment)


@can_be_undone("the notes")
@changes_records
def note_all(session: Session, refs: Sequence[str], text: str, moment: Moment) -> None:
    """Keep the same note on several children, all or none. Raises `Refused`."""
    for ref in refs:
        add_note(session, ref, text, moment)


@can_be_undone("the pins")
@changes_records
def pin_all(session: Session, refs: Sequence[str], moment: Moment) -> bool:
    """Keep all of these for the next session; where all are pinned already, let go.

    Returns whether they are now.
    """
    wanted = not all(_pins(session, ref) for ref in refs)
    for ref in refs:
        if bool(_pins(session, ref)) is not wanted:
            toggle_pin(session, ref, moment)
    return wanted


@can_be_undone("the note on {0}")
@changes_records
def add_note(session: Session, ref: str, text: str, moment: Moment) -> None:
    """Keep a note on a child. Raises `Refused` where it is empty."""
    if not text.strip():
        raise Refused("The note is empty.", field="text")
    child = find_child(session, ref)
    session.add(CaseNote(child_id=child.id or 0, at=moment.now, text=text.strip()))
    moment.note(session, "note on child", f"child {ref}", "text")


@can_be_undone("the pin of {0}")
@changes_records
def toggle_pin(session: Session, ref: str, moment: Moment, *, by: str = "") -> bool:
    """Keep a child for the next session, or let go of it; returns whether the child is pinned now.

    `by` asks for the manager's or the worker's own pin; without it any pin is let go, and the
    manager pins.
    """
    child = find_child(session, ref)
    pins = select(Pin).where(Pin.child_id == child.id).where(col(Pin.cleared_on).is_(None))
    pins = pins.where(Pin.by == by) if by else pins
    there = list(session.exec(pins))
    for pin in there:
        pin.cleared_on = moment.today
        session.add(pin)
    if not there:
        session.add(Pin(child_id=child.id or 0, by=by or "manager", on_date=moment.today))
    what = "unpin child" if there else "pin child"
    moment.note(session, what, f"child {ref}", "pin")
    return not there


def _pins(session: Session, ref: str) -> list[Pin]:
    child = find_child(session, ref)
    return list(
        session.exec(
            select(Pin).where(Pin.child_id == child.id).where(col(Pin.cleared_on).is_(None))
        )
    )
