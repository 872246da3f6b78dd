"""A file on legal hold is not erased; before its time it asks for a reason and a second person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from supervision_tui.desk.children.cases import close_child
from supervision_tui.desk.data_protection.early_erasure import EarlyErasure
from supervision_tui.desk.data_protection.erasure import erase, erase_child
from supervision_tui.desk.data_protection.legal_hold import (
    lift_hold,
    put_on_hold,
    who_is_meant,
)
from supervision_tui.desk.data_protection.retention import HeldFile, files_held
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.records import (
    Allocation,
    Child,
    FamilyGroup,
    LegalHold,
    PageEntry,
    PracticeWeek,
    WeekFeedback,
    Worker,
)
from supervision_tui.vault.journal_entry import JournalEntry
from supervision_tui.vault.store import Store
from tests.vault.vaults import opened, take_back_to_14

AGREED = EarlyErasure("entered for another family by mistake", "Ada Finch")


@pytest.fixture
def closed(demo_store: Store, moment: Moment) -> str:
    """The reference of a child who was closed today."""

    def first(session: Session) -> str:
        wanted = select(Child.ref).where(col(Child.closed_on).is_(None)).order_by(Child.ref)
        return str(session.exec(wanted).first())

    ref = demo_store.run(first)
    demo_store.run(close_child, ref, "moved away", moment)
    return ref


def file_of(store: Store, ref: str, moment: Moment) -> HeldFile:
    return next(each for each in store.run(files_held, moment) if each.key == ref)


def test_a_hold_forbids_erasing_until_it_is_lifted(
    demo_store: Store, moment: Moment, closed: str
) -> None:
    demo_store.run(
        put_on_hold, "child", closed, "family court, case 12", "Legal, Bo Lark", moment=moment
    )
    assert file_of(demo_store, closed, moment).hold == (
        "since Mon 2 Mar 2026: family court, case 12 (Legal, Bo Lark)"
    )
    late = replace(moment, today=date(2060, 1, 1))
    assert not file_of(demo_store, closed, late).is_due
    with pytest.raises(Refused, match="on legal hold since Mon 2 Mar 2026"):
        erase(demo_store, "child", closed, closed, moment, early=AGREED)
    with pytest.raises(Refused, match="on hold already"):
        demo_store.run(put_on_hold, "child", closed, "again", "Bo Lark", moment=moment)
    demo_store.run(lift_hold, "child", closed, "the case is closed", moment)
    assert erase(demo_store, "child", closed, closed, moment, early=AGREED).rows > 10
    assert demo_store.run(lambda session: session.exec(select(LegalHold)).all()) == []


@pytest.mark.parametrize(
    ("early", "says"),
    [
        (EarlyErasure(), "say why it is erased before"),
        (EarlyErasure("by mistake"), "a second person decides"),
        (EarlyErasure("by mistake", "Ada"), "first and last name"),
        (EarlyErasure("by mistake", "a b"), "first and last name"),
        (EarlyErasure("by mistake", "Rowan Alderfield"), "somebody else than you"),
        (EarlyErasure("x" * 201, "Ada Finch"), "more than 200 letters"),
    ],
)
def test_before_its_time_it_asks_for_a_reason_and_a_second_person(
    demo_store: Store, moment: Moment, closed: str, early: EarlyErasure, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        erase(demo_store, "child", closed, closed, moment, early=early)
    assert file_of(demo_store, closed, moment).key == closed


def test_why_and_with_whom_stand_in_the_journal(
    demo_store: Store, moment: Moment, closed: str
) -> None:
    erase(demo_store, "child", closed, closed, moment, early=AGREED)

    def noted(session: Session) -> list[str]:
        wanted = select(JournalEntry.detail).where(JournalEntry.verb == "erase child")
        return list(session.exec(wanted))

    (detail,) = demo_store.run(noted)
    assert (
        "before its time: entered for another family by mistake; decided with Ada Finch" in detail
    )


def test_what_is_due_needs_no_second_person(demo_store: Store, moment: Moment, closed: str) -> None:
    late = replace(moment, today=date(2150, 1, 1))
    assert erase(demo_store, "child", closed, closed, late).rows > 10


@pytest.mark.parametrize(
    ("reason", "by_name", "says"),
    [("", "Bo Lark", "what asks for it"), ("a court", " ", "who has asked")],
)
def test_a_hold_says_what_for_and_by_whom(
    demo_store: Store, moment: Moment, closed: str, reason: str, by_name: str, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        demo_store.run(put_on_hold, "child", closed, reason, by_name, moment=moment)


def test_a_vault_from_before_there_were_holds_opens(demo_path: Path, moment: Moment) -> None:
    take_back_to_14(demo_path)
    store = opened(demo_path)
    try:
        assert store.run(files_held, moment)
        assert all(not each.hold for each in store.run(files_held, moment))
    finally:
        store.close()


def test_the_verb_itself_refuses_a_file_on_hold(
    demo_store: Store, moment: Moment, closed: str
) -> None:
    demo_store.run(put_on_hold, "child", closed, "an inquiry", "Bo Lark", moment=moment)
    with pytest.raises(Refused, match="legal hold"):
        demo_store.run(erase_child, closed, closed, moment)


def test_the_reason_does_not_name_who_is_erased(
    demo_store: Store, moment: Moment, closed: str
) -> None:
    """The journal keeps it for ever."""

    def named(session: Session) -> None:
        child = session.exec(select(Child).where(Child.ref == closed)).one()
        child.name = "Cricket Juniperholt"
        session.commit()

    demo_store.run(named)
    for reason in (f"{closed} was entered twice", "Cricket's mother asked", "Juniperholt moved"):
        with pytest.raises(Refused, match="without the name"):
            erase(demo_store, "child", closed, closed, moment,
                  early=EarlyErasure(reason, "Ada Finch"))  # fmt: skip


def test_one_who_is_still_here_can_be_held_and_is_listed_for_it(
    demo_store: Store, moment: Moment
) -> None:
    for who in ("C-1012", "Otter Thimblewick"):
        kind, key = demo_store.run(who_is_meant, who)
        demo_store.run(put_on_hold, kind, key, "inquiry 7", "Bo Lark", moment=moment)
        file = file_of(demo_store, key, moment)
        assert (file.is_here, file.is_due) == (True, False)
        assert "inquiry 7" in file.hold
        demo_store.run(lift_hold, kind, key, "it is over", moment)
        assert key not in {each.key for each in demo_store.run(files_held, moment)}


def test_erasing_somebody_else_does_not_change_a_file_on_hold(
    demo_store: Store, moment: Moment, closed: str
) -> None:
    """A sibling, and the worker whom the file names."""

    def family(session: Session) -> tuple[str, int, str]:
        child = session.exec(select(Child).where(Child.ref == closed)).one()
        sibling = session.exec(select(Child).where(Child.ref != closed)).first()
        assert sibling is not None
        group = FamilyGroup(name="Quince")
        session.add(group)
        session.flush()
        child.family_id = sibling.family_id = group.id
        worker_id = session.exec(
            select(Allocation.worker_id).where(Allocation.child_id == child.id)
        ).first()
        worker = session.get(Worker, worker_id)
        assert worker is not None
        worker.left_on = moment.today
        session.commit()
        return sibling.ref, worker.id or 0, worker.name

    sibling, worker_id, worker = demo_store.run(family)
    demo_store.run(put_on_hold, "child", sibling, "an inquiry", "Bo Lark", moment=moment)
    with pytest.raises(Refused, match=f"{sibling} is on legal hold"):
        erase(demo_store, "child", closed, closed, moment, early=AGREED)
    demo_store.run(lift_hold, "child", sibling, "it is over", moment)
    demo_store.run(put_on_hold, "child", closed, "an inquiry", "Bo Lark", moment=moment)
    with pytest.raises(Refused, match=f"{closed} is on legal hold"):
        erase(demo_store, "worker", str(worker_id), worker, moment, early=AGREED)


def test_an_erasure_takes_the_person_out_of_what_was_typed_about_others(
    demo_store: Store, moment: Moment, closed: str
) -> None:
    def written(session: Session) -> None:
        child = session.exec(select(Child).where(Child.ref == closed)).one()
        child.name = "Cricket Juniperholt"
        week = session.exec(select(PracticeWeek)).first()
        assert week is not None
        session.add_all([
            PageEntry(kind="decision asked", says=f"A place for Cricket ({closed})",
                      who="Juniperholt panel", recorded_on=moment.today),
            WeekFeedback(week_id=week.id or 0, of_whom="families", question="Heard?", yes=1,
                         answered=1, words="Cricket Juniperholt was heard",
                         recorded_on=moment.today),
            LegalHold(kind="child", subject_id=999, since=moment.today, by_name="Bo Lark",
                      reason=f"about {closed} as well"),
        ])  # fmt: skip
        session.commit()

    demo_store.run(written)
    erase(demo_store, "child", closed, closed, moment, early=AGREED)

    def left(session: Session) -> str:
        rows = [*session.exec(select(PageEntry)), *session.exec(select(WeekFeedback)),
                *session.exec(select(LegalHold))]  # fmt: skip
        return str([row.model_dump() for row in rows])

    texts = demo_store.run(left)
    assert "(erased)" in texts
    for name in (closed, "Cricket", "Juniperholt"):
        assert name not in texts
