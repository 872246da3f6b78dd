"""Signed records: read as they were signed, with the amendments that stand beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from supervision_tui.records import (
    Amendment,
    CaseDiscussion,
    Child,
    Direction,
    PersonalRecord,
    SupervisionSession,
    Worker,
)
from supervision_tui.vault.store import changes_records

from .directions import find_child
from .moment import Moment, Refused
from .sitting_draft import PERSONAL_FIELDS


@changes_records
def amend_record(session: Session, session_id: int, child: str | None, reason: str, text: str, moment: Moment) -> None:
    """Add to a signed record, with the reason; what was signed stays as it was. Raises `Refused`."""
    row = session.get(SupervisionSession, session_id)
    if row is None or row.signed_at is None:
        raise Refused("Only a signed record is amended; this one can still be written.")
    if not reason.strip() or not text.strip():
        raise Refused("An amendment needs its words and its reason.")
    child_id = find_child(session, child).id if child else None
    session.add(
        Amendment(session_id=session_id, child_id=child_id, at=moment.now, reason=reason.strip(), text=text.strip())
    )
    moment.note(session, "amend record", f"session {session_id}", "text, reason")


@dataclass(frozen=True, slots=True)
class SignedDiscussion:
    """One child's part of a signed record, with the amendments that stand beside it."""

    ref: str
    discussed: bool
    not_discussed_because: str
    voice: str
    stages: Mapping[str, str]
    known: str
    not_known: str
    view: str
    decision: str
    contingency: str
    directions: tuple[str, ...]
    amendments: tuple[tuple[date, str, str], ...]


@dataclass(frozen=True, slots=True)
class SignedRecord:
    """A signed session to be read: the case records, and the personal record apart."""

    session_id: int
    worker: str
    held_on: date
    signed_at: datetime
    model: str
    discussions: tuple[SignedDiscussion, ...]
    personal: Mapping[str, str]
    personal_amendments: tuple[tuple[date, str, str], ...]


def signed_record(session: Session, session_id: int, moment: Moment) -> SignedRecord:
    """A signed record, with the amendments made up to that day. Raises `Refused` where there is none."""
    row = session.get(SupervisionSession, session_id)
    if row is None or row.signed_at is None:
        raise Refused("This session has no signed record yet.")
    worker = session.get(Worker, row.worker_id)
    written = session.exec(select(Amendment).where(Amendment.session_id == session_id))
    amendments = [each for each in written if each.at.date() <= moment.today]
    personal = session.exec(select(PersonalRecord).where(PersonalRecord.session_id == session_id)).first()
    return SignedRecord(
        session_id=session_id,
        worker=worker.name if worker else "",
        held_on=row.held_on or row.planned_on,
        signed_at=row.signed_at,
        model=row.model,
        discussions=tuple(_signed_discussions(session, row, amendments)),
        personal={name: getattr(personal, name) for name in PERSONAL_FIELDS} if personal else {},
        personal_amendments=_amendments_of(None, amendments),
    )


def _signed_discussions(
    session: Session, row: SupervisionSession, amendments: list[Amendment]
) -> list[SignedDiscussion]:
    given: dict[int, list[str]] = {}
    for direction in session.exec(select(Direction).where(Direction.session_id == row.id)):
        says = f"{direction.text} · {direction.owner} · by {direction.due_on.isoformat()} · {direction.reason}"
        given.setdefault(direction.child_id, []).append(says)
    found = session.exec(
        select(CaseDiscussion, Child)
        .join(Child, col(CaseDiscussion.child_id) == Child.id)
        .where(CaseDiscussion.session_id == row.id)
        .order_by(col(CaseDiscussion.id))
    )
    return [
        SignedDiscussion(
            ref=child.ref,
            discussed=each.discussed,
            not_discussed_because=each.not_discussed_because,
            voice=each.voice,
            stages=json.loads(each.reflection),
            known=each.known,
            not_known=each.not_known,
            view=each.managers_view,
            decision=each.decision,
            contingency=each.contingency,
            directions=tuple(given.get(each.child_id, ())),
            amendments=_amendments_of(each.child_id, amendments),
        )
        for each, child in found
    ]


def _amendments_of(child_id: int | None, amendments: list[Amendment]) -> tuple[tuple[date, str, str], ...]:
    return tuple((each.at.date(), each.reason, each.text) for each in amendments if each.child_id == child_id)
