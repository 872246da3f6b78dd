"""Before the signature and after it: what is on the record, and whose."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from supervision_tui.desk import cover
from supervision_tui.desk.children import allocation
from supervision_tui.desk.children.notes import toggle_pin
from supervision_tui.desk.children.review import review_card, review_list
from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.directions.entries import DirectionEntry
from supervision_tui.desk.directions.giving import DirectionDraft, give_direction
from supervision_tui.desk.directions.lines import open_directions
from supervision_tui.desk.drafts import find_draft, save_draft
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.on_file.entries import RecordOfChild, note_on_file
from supervision_tui.desk.supervision import group_sessions, preparation
from supervision_tui.desk.supervision.agenda import next_agenda
from supervision_tui.desk.supervision.draft import RecordDraft
from supervision_tui.desk.supervision.group_sessions import GroupSession
from supervision_tui.desk.supervision.schedule import cancel_session, schedule
from supervision_tui.desk.supervision.session import OpenSession, draft_key, open_session
from supervision_tui.desk.supervision.signed_record import latest_record_with, signed_record
from supervision_tui.desk.supervision.signing import (
    WorkerWord,
    acknowledge,
    completeness,
    sign_record,
)
from supervision_tui.desk.today.today import today
from supervision_tui.desk.workers import agreement, leaving
from supervision_tui.desk.workers.agreement import AgreementDraft
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.practice.vocabulary import (
    CancelReason,
    FileKind,
    SaidHow,
    SessionKind,
    Urgency,
    WorkerSays,
)
from supervision_tui.records import Direction
from supervision_tui.vault.store import Store
from tests.desk.supervision.hours import (
    CROWDED,
    all_left_out,
    opened,
    sessions_on_record,
    worker_on_record,
)


def family_on(view: OpenSession) -> list[str]:
    """The largest family on the agenda."""
    return max((list(view.draft.family_of(item.child.ref)) for item in view.agenda), key=len)


def test_a_family_is_written_once_and_lands_on_each_childs_record(
    demo_store: Store, moment: Moment
) -> None:
    view = opened(demo_store, moment)
    family = family_on(view)
    first, second, *_, last = family
    draft = all_left_out(view, *family)
    draft.shared(last).decision = "Shared decision"
    draft.child(second).voice = "Own words"
    draft.child(last).not_discussed = "at respite"
    lead = draft.child(first)
    lead.directions = [
        DirectionEntry("Agree mornings", view.worker, "10wd", "lateness", for_family=True),
        DirectionEntry("Weigh the baby", "health visiting", "5wd", "weight"),
    ]
    signed = demo_store.run(sign_record, view.session_id, draft, moment)
    assert signed.directions == len(family)
    record = {
        each.ref: each
        for each in demo_store.run(signed_record, view.session_id, moment).discussions
    }
    assert {record[ref].decision for ref in family[:-1]} == {"Shared decision"}
    assert (record[second].voice, record[first].voice) == ("Own words", "")
    assert record[last].discussed is False
    assert record[last].not_discussed_because == "at respite"
    given = {ref: [each.text for each in record[ref].directions] for ref in family}
    assert given[first] == ["Agree mornings", "Weigh the baby"]
    assert given[second] == ["Agree mornings"]
    assert given[last] == []


def test_apart_and_together_again_loses_no_word() -> None:
    draft = RecordDraft()
    draft.child("A").decision = "one"
    draft.child("B").view = "two"
    draft.write_together(["A", "B"])
    assert draft.child("B").own == "two"
    assert draft.whole("B").decision == "one"
    draft.write_apart(["A", "B"])
    draft.child("B").decision = "changed"
    assert (draft.child("A").decision, draft.child("B").own, draft.family_of("A")) == (
        "one",
        "two",
        (),
    )


def test_an_older_draft_without_the_new_fields_is_read() -> None:
    older = (
        '{"model": "kolb", "minutes_held": null, "children": {"C-1": {"voice": "heard", '
        '"gone": 1}}, "personal": {}}'
    )
    assert RecordDraft.from_json(older).children["C-1"].voice == "heard"


def test_a_childs_name_in_the_personal_record_is_said_and_does_not_stop_the_signature(
    unchanged_demo: Store, moment: Moment
) -> None:
    view = opened(unchanged_demo, moment)
    draft = all_left_out(view)
    name = next(name for name in view.names.values() if name)
    draft.personal["wellbeing"] = f"Still thinking of {name.split()[0]}."
    found = unchanged_demo.run(completeness, view.session_id, draft, moment)
    assert [each.says for each in found if each.ref == "personal"]
    assert not [each for each in found if each.blocking]


@pytest.mark.parametrize("typed", ["tomorrow", "31/2", "soon", "14 apr 2027"])
def test_an_impossible_day_of_the_childs_voice_stops_the_signature(
    unchanged_demo: Store, moment: Moment, typed: str
) -> None:
    view = opened(unchanged_demo, moment)
    draft = all_left_out(view)
    draft.child(view.agenda[0].child.ref).voice_on = typed
    with pytest.raises(Refused):
        unchanged_demo.run(sign_record, view.session_id, draft, moment)


def test_the_worker_disagrees_in_the_room_and_agrees_later(
    demo_store: Store, moment: Moment
) -> None:
    view = opened(demo_store, moment)
    said = WorkerWord(WorkerSays.DISAGREED, SaidHow.IN_PERSON, "the pace was agreed")
    demo_store.run(sign_record, view.session_id, all_left_out(view), moment, said=said)
    later = WorkerWord(WorkerSays.ACKNOWLEDGED, SaidHow.LATER)
    demo_store.run(acknowledge, view.session_id, later, moment)
    words = demo_store.run(signed_record, view.session_id, moment).words
    assert [(word.says, word.words) for word in words] == [
        ("disagreed", "the pace was agreed"),
        ("acknowledged", ""),
    ]
    with pytest.raises(Refused, match="own words"):
        demo_store.run(
            acknowledge, view.session_id, WorkerWord(WorkerSays.DISAGREED, SaidHow.LATER), moment
        )


def test_a_record_is_signed_once(demo_store: Store, moment: Moment) -> None:
    view = opened(demo_store, moment)
    draft = all_left_out(view)
    demo_store.run(sign_record, view.session_id, draft, moment)
    with pytest.raises(Refused, match="signed already; write an amendment"):
        demo_store.run(sign_record, view.session_id, draft, moment)


def test_a_cancelled_session_is_not_signed(demo_store: Store, moment: Moment) -> None:
    view = opened(demo_store, moment)
    demo_store.run(cancel_session, view.session_id, CancelReason.COURT, moment)
    with pytest.raises(Refused, match="This session is cancelled"):
        demo_store.run(sign_record, view.session_id, all_left_out(view), moment)


@pytest.mark.parametrize(("days", "is_taken"), [(-1, False), (0, True), (1, False)])
def test_the_worker_speaks_from_the_day_of_the_session_on_and_not_ahead(
    demo_store: Store, moment: Moment, days: int, is_taken: bool
) -> None:
    view = opened(demo_store, moment)
    demo_store.run(sign_record, view.session_id, all_left_out(view), moment)
    on = (moment.today + timedelta(days=days)).isoformat()
    word = WorkerWord(WorkerSays.ACKNOWLEDGED, SaidHow.LATER, on=on)
    if is_taken:
        demo_store.run(acknowledge, view.session_id, word, moment)
        return
    with pytest.raises(Refused, match="before the session or still ahead"):
        demo_store.run(acknowledge, view.session_id, word, moment)


def test_a_refused_word_of_the_worker_leaves_nothing_signed(
    demo_store: Store, moment: Moment
) -> None:
    view = opened(demo_store, moment)
    said = WorkerWord(WorkerSays.DISAGREED, SaidHow.IN_PERSON, "")
    with pytest.raises(Refused):
        demo_store.run(sign_record, view.session_id, all_left_out(view), moment, said=said)
    assert demo_store.run(open_session, view.session_id, moment).signed_at is None


def test_a_record_that_is_late_and_one_not_shown_are_on_today(
    demo_store: Store, moment: Moment
) -> None:
    view = opened(demo_store, moment)
    demo_store.run(sign_record, view.session_id, all_left_out(view), moment)
    after = Moment(
        moment.today + timedelta(days=15), moment.now + timedelta(days=15), moment.policy
    )
    needs = demo_store.run(today, after).needs
    assert [
        need.word
        for need in needs
        if need.leads_to == Destination(RecordKind.SIGNED_RECORD, str(view.session_id))
    ] == ["1 wd late"]


def test_what_is_settled_the_evening_before_is_what_the_hour_holds(
    demo_store: Store, moment: Moment
) -> None:
    session_id = demo_store.run(preparation.session_to_prepare, CROWDED, moment)
    before = demo_store.run(preparation.preparation, session_id, moment)
    last = before.does_not_fit[0].child.ref
    gone = before.items[-1].child.ref
    demo_store.run(toggle_pin, last, moment, by="worker")
    demo_store.run(preparation.leave_out, session_id, gone, "closing this week", moment)
    demo_store.run(preparation.add_topic, session_id, "the duty rota", moment)
    view = demo_store.run(preparation.preparation, session_id, moment)
    assert last in [item.child.ref for item in view.items]
    assert last in view.brought
    assert [(left.child.ref, why) for left, why in view.left_out] == [(gone, "closing this week")]
    alone_first = sorted(view.items, key=lambda item: item.child.family is None)[::-1]
    order = [item.child.ref for item in alone_first]
    demo_store.run(preparation.put_in_order, session_id, order, moment)
    held = demo_store.run(open_session, session_id, moment)
    assert held.agenda[0].child.ref == order[0]
    assert held.draft.child(gone).not_discussed == "closing this week"
    assert [topic.text for topic in held.topics] == ["the duty rota"]
    agenda = demo_store.run(next_agenda, held.worker, None, moment).agenda
    assert [item.child.ref for item in agenda.items] == [item.child.ref for item in held.agenda]


@pytest.mark.parametrize("text", ["", "   ", "x" * 201])
def test_a_topic_is_a_line(unchanged_demo: Store, moment: Moment, text: str) -> None:
    session_id = unchanged_demo.run(preparation.session_to_prepare, CROWDED, moment)
    with pytest.raises(Refused):
        unchanged_demo.run(preparation.add_topic, session_id, text, moment)


def test_a_child_of_two_workers_is_discussed_once_and_recorded_once(
    demo_store: Store, moment: Moment
) -> None:
    other = demo_store.run(worker_on_record, 2).name
    ref = demo_store.run(review_list, moment)[0].ref
    draft = GroupSession(SessionKind.JOINT, CROWDED, other, ref)
    session_id = demo_store.run(group_sessions.start_group_session, draft, moment)
    view = demo_store.run(open_session, session_id, moment)
    assert [each.worker_id for each in view.attendees] == [CROWDED, 2]
    view.draft.child(ref).view = "Seen by both"
    view.draft.came["2"] = False
    demo_store.run(sign_record, session_id, view.draft, moment)
    record = demo_store.run(signed_record, view.attendees[1].session_id, moment)
    assert record.session_id == session_id, "the one who sat in is led to the one record"
    assert record.came == (view.worker,)
    assert demo_store.run(review_card, ref, moment).last_discussed == moment.today
    clock = demo_store.run(schedule, moment)
    row = next(row for row in clock.rows if row.worker_id == CROWDED)
    own = "a joint sitting does not stand in for the worker's own"
    assert row.next_session.urgency is Urgency.LATE, own


@pytest.mark.parametrize(
    ("kind", "others", "children", "says"),
    [
        (SessionKind.GROUP, "", "", "who else"),
        (SessionKind.JOINT, "SECOND", "", "which child"),
        (SessionKind.DEBRIEF, "", "C-nobody", "No child here"),
        (SessionKind.INDIVIDUAL, "", "", "own supervision"),
    ],
)
def test_a_sitting_that_cannot_be_is_refused_in_a_sentence(
    unchanged_demo: Store, moment: Moment, kind: SessionKind, others: str, children: str, says: str
) -> None:
    name = others.replace("SECOND", unchanged_demo.run(worker_on_record, 2).name)
    before = unchanged_demo.run(sessions_on_record)
    with pytest.raises(Refused, match=says):
        unchanged_demo.run(
            group_sessions.start_group_session, GroupSession(kind, CROWDED, name, children), moment
        )
    assert unchanged_demo.run(sessions_on_record) == before


def test_a_duty_debrief_begins_with_the_short_form(demo_store: Store, moment: Moment) -> None:
    session_id = demo_store.run(
        group_sessions.start_group_session, GroupSession(SessionKind.DEBRIEF, CROWDED), moment
    )
    view = demo_store.run(open_session, session_id, moment)
    assert (view.draft.model, view.agenda) == ("short", ())
    ref = demo_store.run(
        group_sessions.add_child_to_session, session_id, next(iter(view.children)), moment
    )
    view = demo_store.run(open_session, session_id, moment)
    assert [item.child.ref for item in view.agenda] == [ref]


def test_a_direction_of_the_night_bears_its_hour_and_source(
    demo_store: Store, moment: Moment
) -> None:
    ref = demo_store.run(review_list, moment)[0].ref
    draft = DirectionDraft(
        ref,
        SaidDirection("Move to the aunt", "team manager", "tomorrow", "unsafe at home"),
        given="sat 22:40",
    )
    given = demo_store.run(give_direction, draft, moment)
    row = demo_store.run(_direction, given.id)
    assert row.given_at is not None
    assert row.given_at.astimezone().date() == date(2026, 2, 28)
    assert given.on_file == "not on file yet"
    slow = DirectionDraft(
        ref,
        SaidDirection("Ring the aunt", "team manager", "tomorrow", "unsafe at home"),
        given="yesterday 22:40",
    )
    in_time = demo_store.run(give_direction, slow, moment)
    for each in (given, in_time):
        of_it = RecordOfChild(FileKind.DIRECTION, each.id, ref)
        demo_store.run(note_on_file, [of_it], "today", "", moment)
    words = {line.id: line.on_file for line in demo_store.run(open_directions, moment)}
    assert words[given.id] == "on file, 1 d late"
    assert words[in_time.id] == "on file, in time"
    for wrong in ("sat", "tomorrow 9:00", "sat 25:00", "22:40"):
        with pytest.raises(Refused):
            demo_store.run(
                give_direction,
                DirectionDraft(ref, SaidDirection("a", "b", "5wd", "c"), given=wrong),
                moment,
            )


def test_a_draft_that_comes_behind_the_signature_is_not_kept(
    demo_store: Store, moment: Moment
) -> None:
    view = opened(demo_store, moment)
    demo_store.run(sign_record, view.session_id, all_left_out(view), moment)
    demo_store.run(save_draft, draft_key(view.session_id), view.draft.to_json(), moment)
    assert demo_store.run(find_draft, draft_key(view.session_id)) is None


def test_a_child_who_moves_meanwhile_is_still_signed_for(demo_store: Store, moment: Moment) -> None:
    view = opened(demo_store, moment)
    ref = view.agenda[0].child.ref
    draft = all_left_out(view, *family_on(view))
    draft.child(ref).decision = "Decided before the move"
    demo_store.run(save_draft, draft_key(view.session_id), draft.to_json(), moment)
    demo_store.run(
        allocation.allocate, [ref], demo_store.run(worker_on_record, 2).name, "workload", moment
    )
    again = demo_store.run(open_session, view.session_id, moment)
    assert ref in again.children, "though the child is with somebody else now"
    draft = all_left_out(again, *family_on(view))
    demo_store.run(sign_record, view.session_id, draft, moment)
    record = {
        each.ref: each
        for each in demo_store.run(signed_record, view.session_id, moment).discussions
    }
    assert record[ref].decision == "Decided before the move"


def test_a_signed_direction_keeps_its_first_owner_when_it_is_handed_on(
    demo_store: Store, moment: Moment
) -> None:
    view = opened(demo_store, moment)
    ref = view.agenda[0].child.ref
    view.draft.write_apart(family_on(view))
    draft = all_left_out(view, ref)
    draft.child(ref).directions = [DirectionEntry("Visit", view.worker, "10wd", "evenings")]
    demo_store.run(sign_record, view.session_id, draft, moment)
    later = Moment(moment.today + timedelta(days=5), moment.now + timedelta(days=5), moment.policy)
    given = next(
        each for each in demo_store.run(review_card, ref, later).directions if each.text == "Visit"
    )
    demo_store.run(leaving.hand_on_direction, given.id, "school", later)
    record = demo_store.run(signed_record, view.session_id, later)
    assert [each.owner for each in record.discussions[0].directions] == [view.worker]
    owners = [
        next(
            each.owner
            for each in demo_store.run(review_card, ref, on).directions
            if each.id == given.id
        )
        for on in (moment, later)
    ]
    assert owners == [view.worker, "school"], "and the day before shows the owner of that day"


def test_the_first_of_a_family_can_be_left_out_too(demo_store: Store, moment: Moment) -> None:
    view = opened(demo_store, moment)
    family = family_on(view)
    draft = all_left_out(view, *family)
    draft.child(family[0]).not_discussed = "at respite"
    draft.shared(family[0]).view = "About the others"
    demo_store.run(sign_record, view.session_id, draft, moment)
    record = {
        each.ref: each
        for each in demo_store.run(signed_record, view.session_id, moment).discussions
    }
    assert (record[family[0]].discussed, record[family[0]].view) == (False, "")
    assert record[family[1]].view == "About the others"
    assert family[0] not in record[family[1]].together


def test_together_and_apart_again_and_again_changes_nothing() -> None:
    draft = RecordDraft()
    draft.child("A").view = "x"
    draft.child("A").directions = [DirectionEntry("Visit", for_family=True)]
    draft.child("B").ticks = {"Functions": ["support"]}
    for _ in range(3):
        draft.write_together(["A", "B"])
        draft.write_apart(["A", "B"])
    assert (draft.child("B").view, draft.child("B").own) == ("x", "")
    assert draft.child("A").ticks == draft.child("B").ticks == {"Functions": ["support"]}
    assert [each.do for each in draft.child("B").directions] == ["Visit"]


def test_who_is_left_out_after_the_draft_was_begun_is_on_the_record(
    demo_store: Store, moment: Moment
) -> None:
    view = opened(demo_store, moment)
    ref = view.agenda[-1].child.ref
    demo_store.run(save_draft, draft_key(view.session_id), view.draft.to_json(), moment)
    demo_store.run(preparation.leave_out, view.session_id, ref, "seen by the IRO", moment)
    again = demo_store.run(open_session, view.session_id, moment)
    demo_store.run(sign_record, view.session_id, all_left_out(again), moment)
    record = {
        each.ref: each
        for each in demo_store.run(signed_record, view.session_id, moment).discussions
    }
    assert record[ref].not_discussed_because == "seen by the IRO"


def test_a_personal_record_is_never_anothers(demo_store: Store, moment: Moment) -> None:
    other = demo_store.run(worker_on_record, 2)
    draft = GroupSession(SessionKind.PEER, CROWDED, other.name)
    session_id = demo_store.run(group_sessions.start_group_session, draft, moment)
    view = demo_store.run(open_session, session_id, moment)
    view.draft.personal["wellbeing"] = "of the first alone"
    demo_store.run(sign_record, session_id, view.draft, moment)
    latest = demo_store.run(latest_record_with, 2, moment)
    assert latest != session_id
    assert demo_store.run(latest_record_with, CROWDED, moment) != session_id
    assert demo_store.run(signed_record, session_id, moment).personal == {}
    assert demo_store.run(signed_record, latest, moment).worker == other.name


def test_a_child_is_brought_to_ordinary_supervision_too(demo_store: Store, moment: Moment) -> None:
    view = opened(demo_store, moment)
    ref = view.does_not_fit[-1].child.ref
    demo_store.run(group_sessions.add_child_to_session, view.session_id, ref, moment)
    again = demo_store.run(open_session, view.session_id, moment)
    assert again.agenda[-1].child.ref == ref
    assert ref not in {left.child.ref for left in again.does_not_fit}


def test_what_is_put_on_record_later_is_not_in_the_picture_of_the_day_before(
    demo_store: Store, moment: Moment
) -> None:
    later = Moment(
        moment.today + timedelta(days=10), moment.now + timedelta(days=10), moment.policy
    )
    draft = AgreementDraft(
        2,
        120,
        21,
        kinds="individual",
        place="",
        worker_signed="today",
        manager_signed="today",
        review="",
    )
    demo_store.run(agreement.agree, draft, later)
    demo_store.run(cover.arrange_cover, "Jo Vane", "2026-03-01", "2026-04-01", "", moment=later)
    assert demo_store.run(cover.cover_on, moment.today) == ""
    assert demo_store.run(agreement.agreement_of, 2, moment).worker_signed_on != later.today


def _direction(session: Session, direction_id: int) -> Direction:
    found = session.get(Direction, direction_id)
    assert found is not None
    return found
