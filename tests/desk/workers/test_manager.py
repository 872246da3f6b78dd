"""Who the manager is: named once, and written where a record says who signed and who does
something.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import Session, select

from supervision_tui.desk.cover import arrange_cover
from supervision_tui.desk.directions.giving import DirectionDraft, give_direction
from supervision_tui.desk.manager import Manager, name_manager, the_manager, who_writes
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.supervision.signed_record import latest_record_with, signed_record
from supervision_tui.exports.documents.text import to_text
from supervision_tui.exports.records.case_record import case_records
from supervision_tui.exports.records.personal_record import personal_record
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.records import Child, Direction, SupervisionSession, VaultFact
from supervision_tui.vault.store import Store

ADA = Manager("Ada  Finch ", "", "Lantern Team", "Fernshire")


@pytest.fixture
def unnamed(demo_store: Store, moment: Moment) -> Store:
    """A vault in which nobody has said who the manager is."""
    demo_store.run(_forget_manager, moment)
    return demo_store


def _forget_manager(session: Session, moment: Moment) -> None:
    for fact in session.exec(select(VaultFact)):
        if fact.key.startswith("manager"):
            session.delete(fact)
    session.commit()


def test_the_manager_is_named_once(unnamed: Store, moment: Moment) -> None:
    assert unnamed.run(who_writes, moment) == "manager"
    unnamed.run(name_manager, ADA, moment)
    assert unnamed.run(the_manager) == Manager(
        "Ada Finch", "team manager", "Lantern Team", "Fernshire"
    )
    assert unnamed.run(who_writes, moment) == "Ada Finch, team manager"
    with pytest.raises(Refused) as why:
        unnamed.run(name_manager, replace(ADA, name=" "), moment)
    assert why.value.field == "name"
    with pytest.raises(Refused) as why:
        unnamed.run(name_manager, replace(ADA, council="x" * 81), moment)
    assert why.value.field == "council"


def test_who_stands_in_writes_meanwhile(unnamed: Store, moment: Moment) -> None:
    unnamed.run(name_manager, ADA, moment)
    unnamed.run(arrange_cover, "Bo Reed", "today", "tomorrow", "leave", moment=moment)
    assert unnamed.run(who_writes, moment) == "Bo Reed"


@pytest.mark.parametrize(
    ("typed", "owner"), [("me", "Ada Finch"), (" Myself", "Ada Finch"), ("police", "police")]
)
def test_me_is_written_by_name(unnamed: Store, moment: Moment, typed: str, owner: str) -> None:
    unnamed.run(name_manager, ADA, moment)
    ref = unnamed.run(_some_child)
    unnamed.run(
        give_direction,
        DirectionDraft(ref, SaidDirection("Ring the school", typed, "10wd", "evenings")),
        moment,
    )
    found = unnamed.run(_last_direction)
    assert (found.owner, found.owner_kind) == (owner, "agency" if typed == "police" else "manager")


def test_me_is_who_stands_in(unnamed: Store, moment: Moment) -> None:
    unnamed.run(name_manager, ADA, moment)
    unnamed.run(arrange_cover, "Bo Reed", "today", "tomorrow", "leave", moment=moment)
    ref = unnamed.run(_some_child)
    unnamed.run(
        give_direction,
        DirectionDraft(ref, SaidDirection("Ring the school", "me", "10wd", "evenings")),
        moment,
    )
    found = unnamed.run(_last_direction)
    assert (found.owner, found.owner_kind) == ("Bo Reed", "manager")


def test_the_name_of_the_manager_as_an_owner_is_the_manager(unnamed: Store, moment: Moment) -> None:
    unnamed.run(name_manager, ADA, moment)
    ref = unnamed.run(_some_child)
    unnamed.run(
        give_direction,
        DirectionDraft(ref, SaidDirection("Ring the school", "ada finch", "10wd", "evenings")),
        moment,
    )
    assert unnamed.run(_last_direction).owner_kind == "manager"


def test_a_signed_record_prints_names_and_no_me(unnamed: Store, moment: Moment) -> None:
    session_id = unnamed.run(latest_record_with, 1, moment)
    unnamed.run(_write_me, session_id)
    unnamed.run(name_manager, ADA, moment)
    record = unnamed.run(signed_record, session_id, moment)
    printed = [
        to_text(each) for each in (*case_records(record, moment.policy), personal_record(record))
    ]
    for text in printed:
        assert "by Rowan Alderfield, team manager" in text
        assert "Lantern Team, Fernshire" in text
        assert " me " not in text
        assert "by the manager" not in text
    assert any("· owner: Rowan Alderfield, team manager ·" in text for text in printed), (
        "whoever signed it was “me”"
    )


def _some_child(session: Session) -> str:
    return session.exec(select(Child.ref)).first() or ""


def _last_direction(session: Session) -> Direction:
    found = session.exec(select(Direction)).all()[-1]
    session.expunge(found)
    return found


def _write_me(session: Session, session_id: int) -> None:
    row = session.get(SupervisionSession, session_id)
    assert row is not None
    given = session.exec(select(Direction).where(Direction.session_id == session_id)).first()
    if given is None:
        given = session.exec(select(Direction)).first()
        assert given is not None
        given.session_id = session_id
        from supervision_tui.records import CaseDiscussion

        discussed = session.exec(
            select(CaseDiscussion).where(CaseDiscussion.session_id == session_id)
        ).first()
        assert discussed is not None
        given.child_id = discussed.child_id
    given.owner = "me"
    session.add(given)
    session.commit()
