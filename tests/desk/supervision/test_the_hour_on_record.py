"""What the supervision hour leaves on record: families, the worker's word, other sittings, undo, search, allocation."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlmodel import Session, select

from supervision_tui.desk import cover
from supervision_tui.desk.children import allocation
from supervision_tui.desk.children.allocation import NewChild
from supervision_tui.desk.children.notes import add_note, rate, toggle_pin
from supervision_tui.desk.children.review import review_card, review_list
from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.directions.giving import DirectionDraft, give_direction
from supervision_tui.desk.directions.lines import directions_of_child
from supervision_tui.desk.drafts import find_draft, save_draft
from supervision_tui.desk.find import find_child, find_worker
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.search import match_expression, search
from supervision_tui.desk.supervision import diary, group_sessions, preparation
from supervision_tui.desk.supervision.agenda import next_agenda
from supervision_tui.desk.supervision.draft import DirectionEntry, SittingDraft
from supervision_tui.desk.supervision.group_sessions import OtherSitting
from supervision_tui.desk.supervision.schedule import SessionDraft, cancel_session, move_session, plan_session, schedule
from supervision_tui.desk.supervision.session import SittingView, draft_key, sitting
from supervision_tui.desk.supervision.signed_record import latest_record_with, signed_record
from supervision_tui.desk.supervision.signing import WorkerWord, acknowledge, completeness, sign_record
from supervision_tui.desk.today.today import today
from supervision_tui.desk.undo import take_back
from supervision_tui.desk.workers import agreement, leaving, temporary_terms
from supervision_tui.desk.workers.agreement import AgreementDraft
from supervision_tui.desk.workers.people import add_worker
from supervision_tui.practice.terms import CancelReason, Checkpoint, Plan, Rag, SaidHow, SessionKind, WorkerSays
from supervision_tui.records import Direction, SupervisionSession, Worker
from supervision_tui.vault import journal
from supervision_tui.vault.errors import VaultError
from supervision_tui.vault.store import Store
from tests.desk.sessions import session_with

CROWDED = 1  # the worker whose caseload crowds supervision out


def opened(store: Store, moment: Moment, worker_id: int = CROWDED) -> SittingView:
    return store.run(sitting, session_with(store, worker_id, moment), moment)


def all_left_out(view: SittingView, *but: str) -> SittingDraft:
    """A draft in which everybody on the agenda has a reason, but for some."""
    for item in view.agenda:
        if item.child.ref not in but:
            view.draft.child(item.child.ref).not_discussed = "time ran out"
    return view.draft


def family_on(view: SittingView) -> list[str]:
    """The largest family on the agenda."""
    return max((list(view.draft.family_of(item.child.ref)) for item in view.agenda), key=len)


# A family written about once


def test_a_family_is_written_once_and_lands_on_each_childs_record(demo_store: Store, moment: Moment) -> None:
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
    record = {each.ref: each for each in demo_store.run(signed_record, view.session_id, moment).discussions}
    assert {record[ref].decision for ref in family[:-1]} == {"Shared decision"}
    assert (record[second].voice, record[first].voice) == ("Own words", "")
    assert record[last].discussed is False
    assert record[last].not_discussed_because == "at respite"
    given = {ref: [each.text for each in record[ref].directions] for ref in family}
    assert given[first] == ["Agree mornings", "Weigh the baby"]
    assert given[second] == ["Agree mornings"]
    assert given[last] == []


def test_apart_and_together_again_loses_no_word() -> None:
    draft = SittingDraft()
    draft.child("A").decision = "one"
    draft.child("B").view = "two"
    draft.write_together(["A", "B"])
    assert draft.child("B").own == "two"
    assert draft.whole("B").decision == "one"
    draft.write_apart(["A", "B"])
    draft.child("B").decision = "changed"
    assert (draft.child("A").decision, draft.child("B").own, draft.family_of("A")) == ("one", "two", ())


def test_an_older_draft_without_the_new_fields_is_read() -> None:
    older = (
        '{"model": "kolb", "minutes_held": null, "children": {"C-1": {"voice": "heard", "gone": 1}}, "personal": {}}'
    )
    assert SittingDraft.from_json(older).children["C-1"].voice == "heard"


# Before the signature, and after it


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


def test_the_worker_disagrees_in_the_room_and_agrees_later(demo_store: Store, moment: Moment) -> None:
    view = opened(demo_store, moment)
    said = WorkerWord(WorkerSays.DISAGREED, SaidHow.IN_PERSON, "the pace was agreed")
    demo_store.run(sign_record, view.session_id, all_left_out(view), moment, said=said)
    later = WorkerWord(WorkerSays.ACKNOWLEDGED, SaidHow.LATER)
    demo_store.run(acknowledge, view.session_id, later, moment)
    words = demo_store.run(signed_record, view.session_id, moment).words
    assert [(word.says, word.words) for word in words] == [("disagreed", "the pace was agreed"), ("acknowledged", "")]
    with pytest.raises(Refused, match="own words"):
        demo_store.run(acknowledge, view.session_id, WorkerWord(WorkerSays.DISAGREED, SaidHow.LATER), moment)


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


def test_a_refused_word_of_the_worker_leaves_nothing_signed(demo_store: Store, moment: Moment) -> None:
    view = opened(demo_store, moment)
    said = WorkerWord(WorkerSays.DISAGREED, SaidHow.IN_PERSON, "")
    with pytest.raises(Refused):
        demo_store.run(sign_record, view.session_id, all_left_out(view), moment, said=said)
    assert demo_store.run(sitting, view.session_id, moment).signed_at is None


def test_a_record_that_is_late_and_one_not_shown_are_on_today(demo_store: Store, moment: Moment) -> None:
    view = opened(demo_store, moment)
    demo_store.run(sign_record, view.session_id, all_left_out(view), moment)
    after = Moment(moment.today + timedelta(days=15), moment.now + timedelta(days=15), moment.policy)
    needs = demo_store.run(today, after).needs
    assert [
        need.word for need in needs if need.leads_to == Destination(RecordKind.SIGNED_RECORD, str(view.session_id))
    ] == ["late 1 wd"]


# Preparation


def test_what_is_settled_the_evening_before_is_what_the_hour_holds(demo_store: Store, moment: Moment) -> None:
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
    held = demo_store.run(sitting, session_id, moment)
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


# Other sittings


def test_a_child_of_two_workers_is_discussed_once_and_recorded_once(demo_store: Store, moment: Moment) -> None:
    other = demo_store.run(_worker, 2).name
    ref = demo_store.run(review_list, moment)[0].ref
    draft = OtherSitting(SessionKind.JOINT, CROWDED, other, ref)
    session_id = demo_store.run(group_sessions.begin_other_sitting, draft, moment)
    view = demo_store.run(sitting, session_id, moment)
    assert [each.worker_id for each in view.sitters] == [CROWDED, 2]
    view.draft.child(ref).view = "Seen by both"
    view.draft.came["2"] = False
    demo_store.run(sign_record, session_id, view.draft, moment)
    record = demo_store.run(signed_record, view.sitters[1].session_id, moment)
    assert record.session_id == session_id, "the one who sat in is led to the one record"
    assert record.came == (view.worker,)
    assert demo_store.run(review_card, ref, moment).last_discussed == moment.today
    clock = demo_store.run(schedule, moment)
    assert next(row for row in clock.rows if row.worker_id == CROWDED).next_session.says.startswith("late"), (
        "a joint sitting does not stand in for the worker's own"
    )


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
    name = others.replace("SECOND", unchanged_demo.run(_worker, 2).name)
    before = unchanged_demo.run(_sessions)
    with pytest.raises(Refused, match=says):
        unchanged_demo.run(group_sessions.begin_other_sitting, OtherSitting(kind, CROWDED, name, children), moment)
    assert unchanged_demo.run(_sessions) == before


def test_a_duty_debrief_begins_with_the_short_form(demo_store: Store, moment: Moment) -> None:
    session_id = demo_store.run(group_sessions.begin_other_sitting, OtherSitting(SessionKind.DEBRIEF, CROWDED), moment)
    view = demo_store.run(sitting, session_id, moment)
    assert (view.draft.model, view.agenda) == ("short", ())
    ref = demo_store.run(group_sessions.bring_child, session_id, next(iter(view.children)), moment)
    assert [item.child.ref for item in demo_store.run(sitting, session_id, moment).agenda] == [ref]


def test_a_direction_of_the_night_bears_its_hour_and_source(demo_store: Store, moment: Moment) -> None:
    ref = demo_store.run(review_list, moment)[0].ref
    draft = DirectionDraft(ref, "Move to the aunt", "team manager", "tomorrow", "unsafe at home", given="sat 22:40")
    given = demo_store.run(give_direction, draft, moment)
    row = demo_store.run(_direction, given.id)
    assert row.given_at is not None
    assert row.given_at.astimezone().date() == date(2026, 2, 28)
    assert given.on_file == "on file later than 24 hours"
    slow = DirectionDraft(ref, "Ring the aunt", "team manager", "tomorrow", "unsafe at home", given="yesterday 22:40")
    assert demo_store.run(give_direction, slow, moment).on_file == "on file within 24 hours"
    for wrong in ("sat", "tomorrow 9:00", "sat 25:00", "22:40"):
        with pytest.raises(Refused):
            demo_store.run(give_direction, DirectionDraft(ref, "a", "b", "5wd", "c", given=wrong), moment)


def test_a_series_avoids_holidays_leave_and_what_is_planned(demo_store: Store, moment: Moment) -> None:
    demo_store.run(temporary_terms.record_leave, 5, "2026-04-06", "2026-04-24", "other", moment)
    ids = [row.worker_id for row in demo_store.run(schedule, moment).rows]
    proposed = {each.worker_id: each.dates for each in demo_store.run(diary.proposed_series, ids, "26w", moment)}
    days = moment.policy.days
    assert all(days.why_closed(day) is None for dates in proposed.values() for day in dates)
    assert not [day for day in proposed[5] if date(2026, 4, 6) <= day <= date(2026, 4, 24)]
    planned = demo_store.run(diary.plan_series, ids, "26w", moment)
    assert planned == sum(map(len, proposed.values()))
    with pytest.raises(Refused, match="planned already"):
        demo_store.run(diary.plan_series, ids, "26w", moment)


def test_a_team_whose_sessions_fall_together_is_spread_two_a_day_within_the_interval(
    store: Store, moment: Moment
) -> None:
    for name in ("Ada Quill", "Bo Lark", "Cy Fern", "Di Moss", "Ed Reed"):
        store.run(add_worker, name, "Harbour", moment)
    ids = [row.worker_id for row in store.run(schedule, moment).rows]
    series = store.run(diary.proposed_series, ids, "13w", moment)
    a_day = Counter(day for each in series for day in each.dates)
    assert max(a_day.values()) == 2
    for each in series:
        assert each.dates[0] <= date(2026, 3, 30), "four weeks after the first day at the latest"
        assert all((later - sooner).days <= 28 for sooner, later in pairwise(each.dates))
        assert len(each.dates) >= 3


def test_a_cancelled_session_is_planned_again_in_the_same_breath(demo_store: Store, moment: Moment) -> None:
    session_id = demo_store.run(preparation.session_to_prepare, CROWDED, moment)
    with pytest.raises(Refused):
        demo_store.run(cancel_session, session_id, CancelReason.COURT, moment, again="sat")
    assert demo_store.run(preparation.session_to_prepare, CROWDED, moment) == session_id, "refused as a whole"
    demo_store.run(cancel_session, session_id, CancelReason.COURT, moment, again="5wd")
    again = demo_store.run(preparation.session_to_prepare, CROWDED, moment)
    assert demo_store.run(preparation.preparation, again, moment).planned_on == date(2026, 3, 9)


def test_what_is_written_under_cover_bears_the_name_of_who_stands_in(demo_store: Store, moment: Moment) -> None:
    demo_store.run(cover.arrange_cover, "Jo Vane", "today", "2026-03-13", "leave", moment)
    assert demo_store.run(cover.cover_on, moment.today) == "Jo Vane"
    with pytest.raises(Refused, match="already"):
        demo_store.run(cover.arrange_cover, "Al Other", "2026-03-10", "2026-03-20", "", moment)
    covered = Moment(moment.today, moment.now, moment.policy, "Jo Vane")
    view = opened(demo_store, covered)
    demo_store.run(sign_record, view.session_id, all_left_out(view), covered)
    assert demo_store.run(signed_record, view.session_id, moment).signed_by == "Jo Vane"
    demo_store.run(cover.end_cover, demo_store.run(cover.covers, moment.today)[0].id, moment)
    assert demo_store.run(cover.cover_on, moment.today) == ""


def test_an_agreement_is_signed_by_both_and_other_terms_anew(demo_store: Store, moment: Moment) -> None:
    draft = AgreementDraft(CROWDED, 90, 21, "individual", "room 2", "2026-02-27", "today", "2027-02-27")
    agreed = demo_store.run(agreement.agree, draft, moment)
    assert agreed.is_signed_by_both
    changed = AgreementDraft(CROWDED, 90, 14, "individual, group", "room 2", "", "", "")
    assert not demo_store.run(agreement.agree, changed, moment).is_signed_by_both
    for wrong in (
        AgreementDraft(CROWDED, 90, 14, "tea", "", "", "", ""),
        AgreementDraft(CROWDED, 90, 14, "group", "", "2026-05-01", "", ""),
        AgreementDraft(CROWDED, 5, 14, "group", "", "", "", ""),
    ):
        with pytest.raises(Refused):
            demo_store.run(agreement.agree, wrong, moment)


# Allocate and part


def test_moving_a_child_shows_both_fits_and_asks_for_the_direction(demo_store: Store, moment: Moment) -> None:
    ref = next(each.ref for each in demo_store.run(review_list, moment) if each.worker_id == CROWDED)
    to = demo_store.run(_worker, 2).name
    fits = demo_store.run(allocation.fits_after, [ref], to, moment)
    assert len(fits) == 2
    assert {fit.children[1] - fit.children[0] for fit in fits} == {1, -1}
    assert demo_store.run(allocation.allocate, [ref], to, "workload", moment) is Checkpoint.ALLOCATION
    card = demo_store.run(review_card, ref, moment)
    assert (card.line.worker, card.line.owed) == (to, "allocation")


def test_ending_an_assessment_and_a_transfer_are_checkpoints(demo_store: Store, moment: Moment) -> None:
    line = next(
        each for each in demo_store.run(review_list, moment) if each.statuses == ("assessment",) and not each.owed
    )
    change = allocation.PlanChange(line.ref, (Plan.CIN,), (Plan.ASSESSMENT,), "today")
    checkpoint = demo_store.run(allocation.change_plans, change, moment)
    assert checkpoint is Checkpoint.END_OF_ASSESSMENT
    assert demo_store.run(review_card, line.ref, moment).line.statuses == ("cin",)
    assert demo_store.run(allocation.transfer, line.ref, "Leaving Care", "turned 16", moment) is Checkpoint.TRANSFER
    assert demo_store.run(review_card, line.ref, moment).line.owed == "transfer"


def test_a_child_with_open_directions_is_not_closed(unchanged_demo: Store, moment: Moment) -> None:
    ref = next(
        each.ref
        for each in unchanged_demo.run(review_list, moment)
        if unchanged_demo.run(directions_of_child, unchanged_demo.run(find_child, each.ref).id or 0, moment)
    )
    with pytest.raises(Refused, match="open"):
        unchanged_demo.run(allocation.close_child, ref, "no longer in need", moment)


@pytest.mark.parametrize(
    "draft",
    [
        NewChild("", "A", Plan.CIN, "WORKER"),
        NewChild("x" * 41, "A", Plan.CIN, "WORKER"),
        NewChild("C-1001", "A", Plan.CIN, "WORKER"),
        NewChild("N-1", "A", Plan.CIN, "nobody at all"),
        NewChild("N-1", "A", Plan.CIN, "WORKER", born="31/2"),
        NewChild("N-1", "A", Plan.CIN, "WORKER", born="1950-01-01"),
        NewChild("N-\x1b[2J", "A", Plan.CIN, "WORKER"),
    ],
)
def test_a_child_that_cannot_be_is_not_added(unchanged_demo: Store, moment: Moment, draft: NewChild) -> None:
    name = unchanged_demo.run(_worker, 2).name
    with pytest.raises(Refused):
        unchanged_demo.run(
            allocation.add_child,
            NewChild(draft.ref, draft.name, draft.plan, draft.worker.replace("WORKER", name), draft.born),
            moment,
        )


def test_a_worker_cannot_leave_while_anything_hangs_and_then_can(demo_store: Store, moment: Moment) -> None:
    name, to = demo_store.run(_worker, 9).name, demo_store.run(_worker, 2).name
    demo_store.run(save_draft, draft_key(opened(demo_store, moment, 9).session_id), '{"children": {}}', moment)
    with pytest.raises(Refused, match="cannot be closed yet"):
        demo_store.run(leaving.close_post, 9, "today", moment)
    view = demo_store.run(leaving.what_hangs_on, 9, moment)
    assert {each.kind for each in view.hanging} == {"child", "direction", "session", "record"}
    demo_store.run(allocation.allocate, [each.key for each in view.of("child")], to, "worker leaves", moment)
    for each in view.of("direction"):
        demo_store.run(leaving.hand_on_direction, int(each.key), to, moment)
    for each in view.of("session"):
        demo_store.run(cancel_session, int(each.key), CancelReason.OTHER, moment)
    written = demo_store.run(sitting, int(view.of("record")[0].key), moment)
    demo_store.run(sign_record, written.session_id, written.draft, moment)
    assert demo_store.run(leaving.what_hangs_on, 9, moment).hanging == ()
    demo_store.run(leaving.close_post, 9, "today", moment)
    tomorrow = Moment(moment.today + timedelta(days=1), moment.now, moment.policy)
    assert name not in {line.name for line in demo_store.run(today, tomorrow).lines}


# Undo


def test_the_last_change_is_taken_back_and_the_journal_says_so(demo_store: Store, moment: Moment) -> None:
    ref = demo_store.run(review_list, moment)[0].ref
    before = demo_store.run(review_card, ref, moment)
    demo_store.run(rate, ref, Rag.RED, "injury", moment)
    demo_store.run(add_note, ref, "a note", moment)
    demo_store.run(give_direction, DirectionDraft(ref, "Visit", "school", "5wd", "evenings"), moment)
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


def test_a_signature_is_not_taken_back_nor_what_lies_before_it(demo_store: Store, moment: Moment) -> None:
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
        row = session.exec(select(SupervisionSession).where(SupervisionSession.worker_id == 3)).all()[-1]
        row.minutes += 1
        session.add(row)

    built_on._changes_records = True  # type: ignore[attr-defined]
    built_on._undo_words = "another"  # type: ignore[attr-defined]
    demo_store.run(built_on)
    take_back(demo_store, moment)
    take_back(demo_store, moment)
    assert all(
        line.on != date.fromisoformat(on) for line in demo_store.run(schedule, moment).sessions if line.worker_id == 3
    )


def test_what_was_changed_again_since_is_not_taken_back(demo_store: Store, moment: Moment) -> None:
    given = demo_store.run(give_direction, DirectionDraft("C-1018", "Visit", "school", "5wd", "evenings"), moment)
    beside = demo_store._file.open_another()  # another program, in between
    beside.execute("UPDATE direction SET text = 'Visit twice' WHERE id = ?", (given.id,))
    beside.close()
    with pytest.raises(VaultError, match="changed again since"):
        take_back(demo_store, moment)
    assert "Visit twice" in {each.text for each in demo_store.run(review_card, "C-1018", moment).directions}


def test_allocating_a_whole_family_is_one_change_to_take_back(demo_store: Store, moment: Moment) -> None:
    refs = [each.ref for each in demo_store.run(review_list, moment) if each.worker_id == CROWDED][:4]
    before = demo_store.run(review_list, moment)
    demo_store.run(allocation.allocate, refs, demo_store.run(_worker, 2).name, "workload", moment)
    take_back(demo_store, moment)
    assert demo_store.run(review_list, moment) == before


# Search


def test_words_are_found_in_all_that_was_written(demo_store: Store, moment: Moment) -> None:
    ref = demo_store.run(review_list, moment)[0].ref
    demo_store.run(add_note, ref, "Święcka spoke of the café", moment)
    view = opened(demo_store, moment)
    demo_store.run(save_draft, draft_key(view.session_id), '{"children": {"C-1": {"voice": "zebra crossing"}}}', moment)
    for typed in ("swiec", "CAFE", "spoke caf"):
        hit = demo_store.run(search, typed, moment).hits[0]
        assert (hit.kind, hit.about.split()[0], hit.leads_to) == ("note", ref, Destination.of_child(ref))
    draft = demo_store.run(search, "zebra", moment).hits[0]
    assert (draft.state, draft.leads_to) == ("draft", Destination(RecordKind.SESSION, str(view.session_id)))
    records = demo_store.run(search, "cumulative harm", moment)
    assert {hit.state for hit in records.hits if hit.kind == "case record"} == {"signed"}
    assert any(found for _, found in records.hits[0].words)


def test_hidden_names_stay_hidden_in_what_is_found(demo_store: Store, moment: Moment) -> None:
    child = next(each for each in demo_store.run(review_list, moment) if each.name)
    assert child.name
    demo_store.run(add_note, child.ref, f"{child.name} rang from school", moment)
    assert demo_store.run(search, child.name, moment).hits
    hits = demo_store.run(search, "rang school", moment, names_blanked=True).hits
    shown = " ".join(part for hit in hits for part, _ in hit.words) + " ".join(hit.about for hit in hits)
    assert hits
    assert not [part for part in child.name.split() if part in shown]
    kinds = {hit.kind for hit in demo_store.run(search, child.name, moment, names_blanked=True).hits}
    assert not kinds & {"child", "worker"}


@pytest.mark.parametrize(
    "typed", ['"', "*", "a AND", "NEAR(", "body:x", "^", "'; DROP", "-", "", "  ", "x" * 10_000, "\x1b[2J"]
)
def test_nothing_that_is_typed_upsets_the_search(unchanged_demo: Store, moment: Moment, typed: str) -> None:
    unchanged_demo.run(search, typed, moment)
    assert ":" not in match_expression(typed)


def test_what_is_gone_is_no_longer_found(demo_store: Store, moment: Moment) -> None:
    ref = demo_store.run(review_list, moment)[0].ref
    demo_store.run(add_note, ref, "xylophone", moment)
    assert demo_store.run(search, "xylo", moment).hits
    take_back(demo_store, moment)
    assert not demo_store.run(search, "xylo", moment).hits


# What a second pair of eyes found


def test_a_planned_session_in_which_something_is_typed_is_not_taken_back(demo_store: Store, moment: Moment) -> None:
    demo_store.run(plan_session, SessionDraft(3, "2026-03-19"), moment)
    planned = max(line.id for line in demo_store.run(schedule, moment).sessions if line.worker_id == 3)
    demo_store.run(save_draft, draft_key(planned), '{"children": {}, "personal": {"wellbeing": "secret"}}', moment)
    with pytest.raises(VaultError, match="typed in that session"):
        take_back(demo_store, moment)


def test_the_session_that_is_being_held_is_not_taken_back(demo_store: Store, moment: Moment) -> None:
    before = demo_store.run(_sessions)
    session_id = demo_store.run(group_sessions.begin_other_sitting, OtherSitting(SessionKind.DEBRIEF, CROWDED), moment)
    with pytest.raises(VaultError, match="you are in"):
        take_back(demo_store, moment, open_session=session_id)
    take_back(demo_store, moment)
    assert demo_store.run(_sessions) == before


def test_a_session_held_before_its_planned_day_is_found_at_once(demo_store: Store, moment: Moment) -> None:
    view = opened(demo_store, moment)
    assert view.planned_on > moment.today
    view.draft.personal["wellbeing"] = "xylophone"
    view.draft.child(view.agenda[-1].child.ref).voice = "glockenspiel"
    demo_store.run(sign_record, view.session_id, all_left_out(view, view.agenda[-1].child.ref), moment)
    for word in ("xylophone", "glockenspiel"):
        assert [hit.on for hit in demo_store.run(search, word, moment).hits] == [moment.today]


def test_a_draft_that_comes_behind_the_signature_is_not_kept(demo_store: Store, moment: Moment) -> None:
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
    demo_store.run(allocation.allocate, [ref], demo_store.run(_worker, 2).name, "workload", moment)
    again = demo_store.run(sitting, view.session_id, moment)
    assert ref in again.children, "though the child is with somebody else now"
    draft = all_left_out(again, *family_on(view))
    demo_store.run(sign_record, view.session_id, draft, moment)
    record = {each.ref: each for each in demo_store.run(signed_record, view.session_id, moment).discussions}
    assert record[ref].decision == "Decided before the move"


def test_a_signed_direction_keeps_its_first_owner_when_it_is_handed_on(demo_store: Store, moment: Moment) -> None:
    view = opened(demo_store, moment)
    ref = view.agenda[0].child.ref
    view.draft.write_apart(family_on(view))
    draft = all_left_out(view, ref)
    draft.child(ref).directions = [DirectionEntry("Visit", view.worker, "10wd", "evenings")]
    demo_store.run(sign_record, view.session_id, draft, moment)
    later = Moment(moment.today + timedelta(days=5), moment.now + timedelta(days=5), moment.policy)
    given = next(each for each in demo_store.run(review_card, ref, later).directions if each.text == "Visit")
    demo_store.run(leaving.hand_on_direction, given.id, "school", later)
    record = demo_store.run(signed_record, view.session_id, later)
    assert [each.owner for each in record.discussions[0].directions] == [view.worker]
    owners = [
        next(each.owner for each in demo_store.run(review_card, ref, on).directions if each.id == given.id)
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
    record = {each.ref: each for each in demo_store.run(signed_record, view.session_id, moment).discussions}
    assert (record[family[0]].discussed, record[family[0]].view) == (False, "")
    assert record[family[1]].view == "About the others"
    assert family[0] not in record[family[1]].together


def test_together_and_apart_again_and_again_changes_nothing() -> None:
    draft = SittingDraft()
    draft.child("A").view = "x"
    draft.child("A").directions = [DirectionEntry("Visit", for_family=True)]
    draft.child("B").ticks = {"Functions": ["support"]}
    for _ in range(3):
        draft.write_together(["A", "B"])
        draft.write_apart(["A", "B"])
    assert (draft.child("B").view, draft.child("B").own) == ("x", "")
    assert draft.child("A").ticks == draft.child("B").ticks == {"Functions": ["support"]}
    assert [each.do for each in draft.child("B").directions] == ["Visit"]


def test_who_is_left_out_after_the_draft_was_begun_is_on_the_record(demo_store: Store, moment: Moment) -> None:
    view = opened(demo_store, moment)
    ref = view.agenda[-1].child.ref
    demo_store.run(save_draft, draft_key(view.session_id), view.draft.to_json(), moment)
    demo_store.run(preparation.leave_out, view.session_id, ref, "seen by the IRO", moment)
    again = demo_store.run(sitting, view.session_id, moment)
    demo_store.run(sign_record, view.session_id, all_left_out(again), moment)
    record = {each.ref: each for each in demo_store.run(signed_record, view.session_id, moment).discussions}
    assert record[ref].not_discussed_because == "seen by the IRO"


def test_a_sitting_of_several_moves_and_is_cancelled_as_one(demo_store: Store, moment: Moment) -> None:
    demo_store.run(plan_session, SessionDraft(3, "2026-03-05", "10:00", SessionKind.GROUP, "all"), moment)
    lines = [line for line in demo_store.run(schedule, moment).sessions if line.kind == "group"]
    lead = next(line for line in lines if line.id == line.lead_id)
    assert lead.worker_id == 3, "the worker it was planned with holds the record"
    demo_store.run(move_session, lead.id, "2026-03-06", "", "", moment)
    moved = [line for line in demo_store.run(schedule, moment).sessions if line.kind == "group"]
    assert {line.on for line in moved} == {date(2026, 3, 6)}
    demo_store.run(cancel_session, lead.id, CancelReason.DUTY, moment, again="2026-03-12")
    after = [line for line in demo_store.run(schedule, moment).sessions if line.kind == "group"]
    assert sorted({(str(line.state), line.on.day) for line in after}) == [("cancelled", 6), ("planned", 12)]
    assert len(after) == 2 * len(moved)


def test_a_personal_record_is_never_anothers(demo_store: Store, moment: Moment) -> None:
    other = demo_store.run(_worker, 2)
    draft = OtherSitting(SessionKind.PEER, CROWDED, other.name)
    session_id = demo_store.run(group_sessions.begin_other_sitting, draft, moment)
    view = demo_store.run(sitting, session_id, moment)
    view.draft.personal["wellbeing"] = "of the first alone"
    demo_store.run(sign_record, session_id, view.draft, moment)
    latest = demo_store.run(latest_record_with, 2, moment)
    assert latest != session_id
    assert demo_store.run(signed_record, latest, moment).worker == other.name


def test_a_child_is_brought_to_ordinary_supervision_too(demo_store: Store, moment: Moment) -> None:
    view = opened(demo_store, moment)
    ref = view.does_not_fit[-1].child.ref
    demo_store.run(group_sessions.bring_child, view.session_id, ref, moment)
    again = demo_store.run(sitting, view.session_id, moment)
    assert again.agenda[-1].child.ref == ref
    assert ref not in {left.child.ref for left in again.does_not_fit}


def test_what_is_put_on_record_later_is_not_in_the_picture_of_the_day_before(demo_store: Store, moment: Moment) -> None:
    later = Moment(moment.today + timedelta(days=10), moment.now + timedelta(days=10), moment.policy)
    draft = AgreementDraft(2, 120, 21, "individual", "", "today", "today", "")
    demo_store.run(agreement.agree, draft, later)
    demo_store.run(cover.arrange_cover, "Jo Vane", "2026-03-01", "2026-04-01", "", later)
    assert demo_store.run(cover.cover_on, moment.today) == ""
    assert demo_store.run(agreement.agreement_of, 2, moment).worker_signed_on != later.today


def _worker(session: Session, worker_id: int) -> Worker:
    found = session.get(Worker, worker_id)
    assert found is not None
    assert find_worker(session, found.name).id == worker_id
    return found


def _sessions(session: Session) -> int:
    return len(session.exec(select(SupervisionSession)).all())


def _direction(session: Session, direction_id: int) -> Direction:
    found = session.get(Direction, direction_id)
    assert found is not None
    return found
