"""Holds on files: what a court or an inquiry asks for is not erased until somebody lifts it."""

from __future__ import annotations

from sqlmodel import Session, col, select

from supervision_tui.desk.find import child_with, find_child, find_worker
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.practice.wording import full_day, is_or_are, listing
from supervision_tui.records import (
    Allocation,
    CaseDiscussion,
    Child,
    ConsultationChild,
    DecisionChild,
    Direction,
    LegalHold,
    RoleOnCase,
    SupervisionSession,
)
from supervision_tui.vault.store import changes_records

CHILD, WORKER = "child", "worker"


@changes_records
def put_on_hold(
    session: Session, kind: str, key: str, reason: str, by_name: str, *, moment: Moment
) -> None:
    """Put the file of a child (by reference) or a worker (by number) on hold. Raises `Refused`."""
    if not reason.strip():
        raise Refused("Say what asks for it: the court, the inquiry, its number.", field="reason")
    if not by_name.strip():
        raise Refused("Say who has asked for the hold.", field="by_name")
    subject = subject_of(session, kind, key)
    if hold_on(session, kind, subject) is not None:
        raise Refused("This file is on hold already.")
    session.add(
        LegalHold(
            kind=kind,
            subject_id=subject,
            since=moment.today,
            reason=reason.strip(),
            by_name=by_name.strip(),
        )
    )
    moment.note(session, "legal hold", f"{kind} {key}", "reason, who asked")


@changes_records
def lift_hold(session: Session, kind: str, key: str, because: str, moment: Moment) -> None:
    """End the hold on a file, with the reason. Raises `Refused`."""
    hold = hold_on(session, kind, subject_of(session, kind, key))
    if hold is None:
        raise Refused("This file is not on hold.")
    if not because.strip():
        raise Refused("Say why it is lifted, and on whose word.", field="because")
    hold.lifted_on, hold.lifted_because = moment.today, because.strip()
    hold.version += 1
    session.add(hold)
    moment.note(session, "lift legal hold", f"{kind} {key}", "reason")


def subject_of(session: Session, kind: str, key: str) -> int:
    """The number of whom a file is about. Raises `Refused`."""
    if kind == WORKER:
        return int(key)
    return find_child(session, key).id or 0


def hold_on(session: Session, kind: str, subject: int) -> LegalHold | None:
    """The hold that lasts on a file; nothing where there is none."""
    wanted = (
        select(LegalHold)
        .where(LegalHold.kind == kind, LegalHold.subject_id == subject)
        .where(col(LegalHold.lifted_on).is_(None))
    )
    return session.exec(wanted).first()


def check_no_hold(session: Session, kind: str, subject: int) -> None:
    """Refuse to erase a file that is on hold. Raises `Refused`."""
    hold = hold_on(session, kind, subject)
    if hold is not None:
        raise Refused(
            f"It is on legal hold since {full_day(hold.since)} ({hold.reason}; {hold.by_name}): it "
            f"is not erased until the hold is lifted."
        )


def check_no_hold_beside_child(session: Session, child: Child) -> None:
    """Refuse to erase a child whose records are those of a child on hold, too. Raises `Refused`."""
    held = _children_on_hold(session) - {child.id or 0}
    shared: set[int] = set()
    if child.family_id is not None:
        family = select(Child).where(Child.family_id == child.family_id)
        shared |= {each.id or 0 for each in session.exec(family)}
    for link, number in (
        (DecisionChild, DecisionChild.decision_id),
        (ConsultationChild, ConsultationChild.consultation_id),
    ):
        own = select(number).where(link.child_id == child.id)
        shared |= set(session.exec(select(link.child_id).where(col(number).in_(own))))
    _refuse_beside(session, held & shared)


def check_no_hold_beside_worker(session: Session, worker_id: int) -> None:
    """Refuse to erase a worker whom the file of a child on hold names. Raises `Refused`."""
    held = _children_on_hold(session)
    s = SupervisionSession
    discussed = (
        select(CaseDiscussion.child_id)
        .join(s, col(CaseDiscussion.session_id) == s.id)
        .where(s.worker_id == worker_id)
    )
    worked_with = set(session.exec(discussed))
    for table in (Allocation, RoleOnCase, Direction):
        theirs = select(table.child_id).where(table.worker_id == worker_id)
        worked_with |= set(session.exec(theirs))
    _refuse_beside(session, held & worked_with)


def _children_on_hold(session: Session) -> set[int]:
    return {subject for kind, subject in holds(session) if kind == CHILD}


def _refuse_beside(session: Session, held: set[int]) -> None:
    if not held:
        return
    refs = sorted(session.exec(select(Child.ref).where(col(Child.id).in_(held))))
    raise Refused(
        f"{listing(refs)} {is_or_are(len(refs))} on legal hold, and erasing this would change "
        f"that file; it waits until the hold is lifted."
    )


def who_is_meant(session: Session, who: str) -> tuple[str, str]:
    """The kind and the key of a person: a child by reference, else a worker by name.

    Raises `Refused`.
    """
    child = child_with(session, who)
    if child is not None:
        return CHILD, child.ref
    return WORKER, str(find_worker(session, who).id)


def holds(session: Session) -> dict[tuple[str, int], LegalHold]:
    """Every hold that lasts, by kind and number."""
    wanted = select(LegalHold).where(col(LegalHold.lifted_on).is_(None))
    return {(row.kind, row.subject_id): row for row in session.exec(wanted)}
