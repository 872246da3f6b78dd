"""The last change is taken back, where nothing was built on it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session, select

from supervision_tui.desk.children import allocation
from supervision_tui.desk.children.notes import add_note, rate
from supervision_tui.desk.children.review import review_card, review_list
from supervision_tui.desk.directions.giving import DirectionDraft, give_direction
from supervision_tui.desk.drafts import save_draft
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.supervision import group_sessions
from supervision_tui.desk.supervision.group_sessions import GroupSession
from supervision_tui.desk.supervision.schedule import SessionDraft, plan_session, schedule
from supervision_tui.desk.supervision.session import draft_key
from supervision_tui.desk.supervision.signing import sign_record
from supervision_tui.desk.undo import take_back
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.practice.vocabulary import Rag, SessionKind
from supervision_tui.records import SupervisionSession
from supervision_tui.vault import journal
from supervision_tui.vault.errors import VaultError
from supervision_tui.vault.store import Store
from tests.desk.supervision.hours import (
    CROWDED,
    all_left_out,
    opened,
    sessions_on_record,
    worker_on_record,
)


def test_the_last_change_is_taken_back_and_the_journal_says_so(
    demo_store: Store, moment: Moment
) -> None:
    ref = demo_store.run(review_list, moment)[0].ref
    before = demo_store.run(review_card, ref, moment)
    demo_store.run(rate, ref, Rag.RED, "injury", moment)
    demo_store.run(add_note, ref, "a note", moment)
    demo_store.run(
        give_direction,
        DirectionDraft(ref, SaidDirection("Visit", "school", "5wd", "evenings")),
        moment,
    )
    assert [take_back(demo_store, moment) for _ in range(3)] == [
        f"the direction for {ref}",
        f"the note on {ref}",
        f"the rating of {ref}",
    ]
    assert demo_store.run(review_card, ref, moment) == before
    with pytest.raises(VaultError, match="nothing to take back"):
        take_back(demo_store, moment)
    walked = demo_store.run(journal.walk)
    assert walked.broken_at is None


def test_a_signature_is_not_taken_back_nor_what_lies_before_it(
    demo_store: Store, moment: Moment
) -> None:
    ref = demo_store.run(review_list, moment)[0].ref
    demo_store.run(rate, ref, Rag.RED, "injury", moment)
    view = opened(demo_store, moment)
    demo_store.run(sign_record, view.session_id, all_left_out(view), moment)
    with pytest.raises(VaultError, match="signature"):
        take_back(demo_store, moment)


def test_what_something_was_built_on_is_not_taken_back(demo_store: Store, moment: Moment) -> None:
    on = "2026-03-19"
    demo_store.run(plan_session, SessionDraft(3, on), moment)

    def built_on(session: Session) -> None:
        row = session.exec(
            select(SupervisionSession).where(SupervisionSession.worker_id == 3)
        ).all()[-1]
        row.minutes += 1
        session.add(row)

    built_on._changes_records = True  # type: ignore[attr-defined]
    built_on._undo_words = "another"  # type: ignore[attr-defined]
    demo_store.run(built_on)
    take_back(demo_store, moment)
    take_back(demo_store, moment)
    assert all(
        line.on != date.fromisoformat(on)
        for line in demo_store.run(schedule, moment).sessions
        if line.worker_id == 3
    )


def test_what_was_changed_again_since_is_not_taken_back(demo_store: Store, moment: Moment) -> None:
    given = demo_store.run(
        give_direction,
        DirectionDraft("C-1018", SaidDirection("Visit", "school", "5wd", "evenings")),
        moment,
    )
    beside = demo_store._file.open_another()  # another program, in between
    beside.execute("UPDATE direction SET text = 'Visit twice' WHERE id = ?", (given.id,))
    beside.close()
    with pytest.raises(VaultError, match="changed again since"):
        take_back(demo_store, moment)
    assert "Visit twice" in {
        each.text for each in demo_store.run(review_card, "C-1018", moment).directions
    }


def test_allocating_a_whole_family_is_one_change_to_take_back(
    demo_store: Store, moment: Moment
) -> None:
    refs = [each.ref for each in demo_store.run(review_list, moment) if each.worker_id == CROWDED][
        :4
    ]
    before = demo_store.run(review_list, moment)
    demo_store.run(
        allocation.allocate, refs, demo_store.run(worker_on_record, 2).name, "workload", moment
    )
    take_back(demo_store, moment)
    assert demo_store.run(review_list, moment) == before


def test_a_planned_session_in_which_something_is_typed_is_not_taken_back(
    demo_store: Store, moment: Moment
) -> None:
    demo_store.run(plan_session, SessionDraft(3, "2026-03-19"), moment)
    planned = max(
        line.id for line in demo_store.run(schedule, moment).sessions if line.worker_id == 3
    )
    demo_store.run(
        save_draft,
        draft_key(planned),
        '{"children": {}, "personal": {"wellbeing": "secret"}}',
        moment,
    )
    with pytest.raises(VaultError, match="typed in that session"):
        take_back(demo_store, moment)


def test_the_session_that_is_being_held_is_not_taken_back(
    demo_store: Store, moment: Moment
) -> None:
    before = demo_store.run(sessions_on_record)
    session_id = demo_store.run(
        group_sessions.start_group_session, GroupSession(SessionKind.DEBRIEF, CROWDED), moment
    )
    with pytest.raises(VaultError, match="you are in"):
        take_back(demo_store, moment, open_session=session_id)
    take_back(demo_store, moment)
    assert demo_store.run(sessions_on_record) == before
