"""Sittings beside a worker's own supervision: of a group, of peers, of two workers on one child,
after duty.

A session of several workers is a row for each, so that it is known who came; the first row holds
the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.desk.find import find_child, find_worker, worker_by_id
from supervision_tui.desk.moment import Moment, Refused, read_refs
from supervision_tui.practice.vocabulary import SessionKind, SessionState
from supervision_tui.records import AgendaChoice, SessionMove, SupervisionSession
from supervision_tui.vault.store import can_be_undone, changes_records

from .agenda import choices_of

BROUGHT = "brought"  # a choice about a child, beside those of `agenda`
_MINUTES = {
    SessionKind.DEBRIEF: 20,
    SessionKind.AD_HOC: 15,
    SessionKind.JOINT: 45,
    SessionKind.PEER: 60,
}
_GROUP_MINUTES = 90


@dataclass(frozen=True, slots=True)
class GroupSession:
    """A session that begins now: its kind, the worker who is there, who else, which children."""

    kind: SessionKind
    worker_id: int
    others: str = ""
    children: str = ""
    minutes: int | None = None


@can_be_undone("the session that was begun")
@changes_records
def start_group_session(session: Session, draft: GroupSession, moment: Moment) -> int:
    """Begin a session beside supervision; returns the row that holds its record.

    Raises `Refused`.
    """
    if draft.kind.satisfies_interval:
        raise Refused(
            "That is the worker's own supervision; ‹schedule.supervise› begins it.", field="kind"
        )
    workers = [worker_by_id(session, draft.worker_id).id or 0]
    workers += [each for each in _named(session, draft.others) if each not in workers]
    # The other one of a joint session may be another team's manager, who is named in its record.
    if draft.kind.has_several and draft.kind is not SessionKind.JOINT and len(workers) < 2:
        raise Refused(
            "Say who else is there: a name, or names with commas between.", field="others"
        )
    if draft.kind is SessionKind.JOINT and len(workers) > 2:
        raise Refused(
            "Joint supervision is of a child with two workers; for more choose group.",
            field="others",
        )
    refs = read_refs(draft.children)
    if draft.kind is SessionKind.JOINT and not refs:
        raise Refused("Say which child it is about, by reference.", field="children")
    children = [find_child(session, ref) for ref in refs]
    lead = _add_rows(session, draft, workers, moment)
    for child in children:
        session.add(AgendaChoice(session_id=lead, child_id=child.id, kind=BROUGHT))
    moment.note(session, "begin sitting", f"session {lead}", "kind, who, children")
    return lead


@can_be_undone("bringing {1} to the session")
@changes_records
def add_child_to_session(session: Session, session_id: int, ref: str, moment: Moment) -> str:
    """Bring a child to a session; returns the reference as it is written here. Raises `Refused`."""
    row = session.get(SupervisionSession, session_id)
    if row is None or row.signed_at is not None:
        raise Refused("This record is signed already.")
    child = find_child(session, ref)
    if child.id not in brought_to(session, session_id):
        session.add(AgendaChoice(session_id=session_id, child_id=child.id, kind=BROUGHT))
        moment.note(session, "bring child", f"session {session_id}", f"child {child.ref}")
    return child.ref


def attendees(session: Session, row: SupervisionSession) -> list[SupervisionSession]:
    """The rows of a session, the one that holds the record first.

    One row where a worker sits alone.
    """
    if not SessionKind(row.kind).has_several:
        return [row]
    lead = row.sitting_id or row.id
    rows = session.exec(
        select(SupervisionSession)
        .where(SupervisionSession.sitting_id == lead)
        .order_by(col(SupervisionSession.id))
    )
    others = [each for each in rows if each.id != lead]
    first = session.get(SupervisionSession, lead)
    return [first or row, *others]


def brought_to(session: Session, session_id: int) -> list[int]:
    """The children brought to a session, in the order in which they were named."""
    return [
        row.child_id
        for row in session.exec(choices_of(session_id, BROUGHT))
        if row.child_id is not None
    ]


def put_on_day(
    session: Session, row: SupervisionSession, on: date, reason: str, moment: Moment
) -> None:
    """Put a session on another day, and keep where it was."""
    if on == row.planned_on:
        return
    session.add(
        SessionMove(
            session_id=row.id or 0,
            from_on=row.planned_on,
            to_on=on,
            moved_on=moment.today,
            reason=reason.strip(),
            from_time=row.planned_time,
        )
    )
    row.planned_on = on


def _named(session: Session, others: str) -> Sequence[int]:
    return [find_worker(session, name).id or 0 for name in others.split(",") if name.strip()]


def _add_rows(session: Session, draft: GroupSession, workers: Sequence[int], moment: Moment) -> int:
    lead: int | None = None
    for worker_id in workers:
        row = SupervisionSession(
            worker_id=worker_id,
            kind=draft.kind,
            planned_on=moment.today,
            minutes=draft.minutes or _MINUTES.get(draft.kind, _GROUP_MINUTES),
            state=SessionState.PLANNED,
            recorded_on=moment.today,
            sitting_id=lead,
        )
        session.add(row)
        session.flush()
        lead = lead or row.id
    return lead or 0
