"""A decision outside the hour: recorded whole or not at all, amended, reviewed, and found."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from supervision_tui.desk.children.review import review_card
from supervision_tui.desk.decisions.draft import DecisionDraft, ParticipantEntry
from supervision_tui.desk.decisions.lines import (
    DecisionRecord,
    decision_record,
    decisions_to_raise,
)
from supervision_tui.desk.decisions.recording import (
    amend_decision,
    decision_key,
    missing_now,
    open_decision,
    record_decision,
)
from supervision_tui.desk.destination import RecordKind
from supervision_tui.desk.directions.entries import DirectionEntry, EarlierEntry
from supervision_tui.desk.directions.giving import extend_direction
from supervision_tui.desk.directions.lines import directions_of_child
from supervision_tui.desk.drafts import find_draft, save_draft
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.search import search
from supervision_tui.desk.supervision.preparation import preparation, session_to_prepare
from supervision_tui.desk.supervision.session import open_session
from supervision_tui.exports.documents.text import to_text
from supervision_tui.exports.records.decision_record import decision_document
from supervision_tui.exports.records.preparation_sheet import preparation_sheet
from supervision_tui.practice.vocabulary import DirectionState, FileKind, TookPart, Urgency
from supervision_tui.records import Child, ChildEvent, Direction
from supervision_tui.vault.store import Store
from tests.desk.days_later import later as days_later

from .decided import discussion, on_record, recorded, some_children


def test_a_discussion_stands_on_record_with_who_came_and_each_direction_has_its_hour(
    demo_store: Store, moment: Moment
) -> None:
    (ref,) = some_children(demo_store, 1)
    number = recorded(demo_store, moment, ref)
    found = demo_store.run(decision_record, number, moment)
    assert (found.line.words, found.line.children, found.time) == (
        "strategy discussion", (ref,), "15:30",
    )  # fmt: skip
    assert [each.says() for each in found.people] == [
        "police, DS Reed: came",
        "health visiting, named nurse: sent information",
        "school: asked, did not come",
    ]
    given = {each.text: (each.owner, each.due.isoformat(), each.hour) for each in found.actions}
    assert given == {
        "Book the medical": ("paediatrics", "2026-03-03", "16:00"),
        "Send the log": ("school", "2026-03-09", ""),
    }
    assert found.recorded_by == "Rowan Alderfield, team manager"
    assert demo_store.verify().is_whole


def test_what_was_decided_stands_on_the_card_in_the_preparation_and_in_the_hour(
    demo_store: Store, moment: Moment
) -> None:
    def child_of_first(session: Session) -> str:
        return (
            preparation(session, session_to_prepare(session, 9, moment), moment).items[0].child.ref
        )

    ref = demo_store.run(child_of_first)
    recorded(demo_store, moment, ref)
    says = "Sun 1 Mar, strategy discussion: A joint enquiry begins today. · 2 of 2 actions open"
    card = demo_store.run(review_card, ref, moment)
    assert [each.says(moment.today) for each in card.decisions[:1]] == [says]
    session_id = demo_store.run(session_to_prepare, 9, moment)
    view = demo_store.run(preparation, session_id, moment)
    assert [each.says(moment.today) for each in view.decisions[ref]] == [says]
    sheet = to_text(preparation_sheet(view, moment.today))
    assert f"{ref}: {says}" in sheet
    hour = demo_store.run(open_session, session_id, moment)
    assert [each.says(moment.today) for each in hour.children[ref].decisions] == [says]


def test_one_that_has_nothing_open_is_not_raised_again_once_the_child_was_discussed(
    demo_store: Store, moment: Moment
) -> None:
    (ref,) = some_children(demo_store, 1)
    recorded(demo_store, moment, ref, directions=[], no_action=True)

    def raised(session: Session, days: int) -> bool:
        child = session.exec(select(Child).where(Child.ref == ref)).one()
        discussed = moment.today + timedelta(days=days)
        found = decisions_to_raise(session, {child.id or 0: discussed}, moment)
        return bool(found.get(ref))

    assert demo_store.run(raised, -3)
    assert not demo_store.run(raised, 2)


def test_no_action_is_a_decision_with_its_reason(demo_store: Store, moment: Moment) -> None:
    (ref,) = some_children(demo_store, 1)
    number = recorded(demo_store, moment, ref, directions=[], no_action=True)
    found = demo_store.run(decision_record, number, moment)
    assert found.line.is_no_action
    assert "No action, because:\nThe account changed twice." in to_text(decision_document(found))


@pytest.mark.parametrize(
    ("wrong", "says", "field"),
    [
        ({"decision": " "}, "Say what was decided.", "decision"),
        ({"reason": ""}, "a decision without its reason", "reason"),
        (
            {"reason": "", "directions": [], "no_action": True},
            "why nothing is to be done",
            "reason",
        ),
        ({"directions": []}, "or choose “no action”", "outcome"),
        ({"no_action": True}, "take one of them out", "outcome"),
        ({"held_at": "soon"}, "not a day and a time", "held_at"),
        ({"held_at": "today 23:59"}, "still to come", "held_at"),
        ({"kind": "seance"}, "what kind of decision", "kind"),
        ({"people": [ParticipantEntry("", "DS Reed")]}, "for which agency DS Reed", "p0-agency"),
        ({"people": [ParticipantEntry("x" * 121)]}, "at most 120 letters", "p0-agency"),
        (
            {"directions": [DirectionEntry("Visit", "", "fri", "so")]},
            "Say who will do it",
            "d0-who",
        ),
        ({"directions": [DirectionEntry("Visit", "me", "asap", "so")]}, "not a date", "d0-by"),
        ({"directions": [DirectionEntry("Visit", "me", "fri", "")]}, "Say why", "d0-because"),
    ],
)
def test_what_is_not_complete_is_refused_and_nothing_is_kept(
    demo_store: Store, moment: Moment, wrong: dict[str, object], says: str, field: str
) -> None:
    (ref,) = some_children(demo_store, 1)
    before = demo_store.run(on_record), len(demo_store.run(directions_of, ref, moment))
    with pytest.raises(Refused, match=says) as why:
        recorded(demo_store, moment, ref, **wrong)
    assert why.value.field == field
    assert (demo_store.run(on_record), len(demo_store.run(directions_of, ref, moment))) == before


def directions_of(session: Session, ref: str, moment: Moment) -> list[str]:
    child = session.exec(select(Child).where(Child.ref == ref)).one()
    return [each.text for each in directions_of_child(session, child.id or 0, moment)]


def test_who_did_not_come_is_said_before_it_is_recorded_and_stops_nothing(
    demo_store: Store, moment: Moment
) -> None:
    (ref,) = some_children(demo_store, 1)
    says = [each.says for each in demo_store.run(missing_now, [ref], discussion(), moment)]
    assert says == ["Nobody but the police came.", "Nobody from health came."]
    came = [ParticipantEntry("Health Visiting team", "", TookPart.BOTH), ParticipantEntry("Police")]
    with_health = discussion(people=came, voice="")
    says = [each.says for each in demo_store.run(missing_now, [ref], with_health, moment)]
    assert says == ["Nothing of the child's voice."]


def test_a_family_is_decided_about_once_and_each_child_has_its_own_directions(
    demo_store: Store, moment: Moment
) -> None:
    first, second = some_children(demo_store, 2)
    both = DirectionEntry("Book the medical", "paediatrics", "4pm tomorrow", "the marks fade")
    one = DirectionEntry("Send the log", "school", "5wd", "mornings", child=second)
    number = recorded(demo_store, moment, first, second, directions=[both, one])
    found = demo_store.run(decision_record, number, moment)
    given = [(each.child, each.text) for each in found.actions]
    assert given == [
        (first, "Book the medical"), (second, "Book the medical"), (second, "Send the log"),
    ]  # fmt: skip
    assert (found.line.actions, found.line.open_actions) == (2, 2)
    alone = to_text(decision_document(found, first))
    assert "Book the medical" in alone
    assert "Send the log" not in alone


def test_a_review_begins_with_the_open_actions_of_the_last_discussion(
    demo_store: Store, moment: Moment
) -> None:
    (ref,) = some_children(demo_store, 1)
    first = recorded(demo_store, moment, ref)
    later = days_later(moment, 7)
    view = demo_store.run(open_decision, [ref], later, kind="strategy-review")
    assert view.reviews is not None
    assert view.reviews.id == first
    assert [each.text for each in view.earlier] == ["Book the medical", "Send the log"]
    done = EarlierEntry("done", "taken on Tuesday")
    review = discussion(
        kind="strategy-review", held_at="today 09:00", directions=[], no_action=True,
        earlier={str(view.earlier[0].id): done},
    )  # fmt: skip
    number = demo_store.run(record_decision, [ref], review, later)
    found = demo_store.run(decision_record, number, later)
    assert found.reviews is not None
    assert found.reviews.id == first
    before = demo_store.run(decision_record, first, later)
    assert [(each.state, each.outcome) for each in before.actions] == [
        (DirectionState.DONE, "taken on Tuesday"), (DirectionState.OPEN, ""),
    ]  # fmt: skip
    assert before.line.open_actions == 1


def test_a_strategy_discussion_starts_the_clock_of_the_conference(
    demo_store: Store, moment: Moment
) -> None:
    (ref,) = some_children(demo_store, 1)
    recorded(demo_store, moment, ref)

    def held(session: Session) -> list[str]:
        child = session.exec(select(Child).where(Child.ref == ref)).one()
        rows = session.exec(select(ChildEvent).where(ChildEvent.child_id == child.id))
        return [row.on_date.isoformat() for row in rows if row.event == "strategy"]

    assert "2026-03-01" in demo_store.run(held)


def test_on_its_day_a_direction_with_an_hour_is_late_only_once_that_hour_has_passed(
    demo_store: Store, moment: Moment
) -> None:
    (ref,) = some_children(demo_store, 1)
    entry = DirectionEntry("Ring the family", "school", "by 4pm today", "nobody knows")
    recorded(demo_store, moment, ref, directions=[entry])

    def word(when: Moment) -> tuple[str, Urgency, str]:
        def read(session: Session) -> tuple[str, Urgency, str]:
            child = session.exec(select(Child).where(Child.ref == ref)).one()
            lines = directions_of_child(session, child.id or 0, when)
            found = next(each for each in lines if each.text == "Ring the family")
            return found.word, found.urgency, found.hour

        return demo_store.run(read)

    assert word(moment) == ("by 16:00", Urgency.SOON, "16:00")
    evening = Moment(moment.today, moment.now.replace(hour=18), moment.policy)
    assert word(evening) == ("since 16:00", Urgency.LATE, "16:00")
    assert word(days_later(moment, 1))[:2] == ("1 d late", Urgency.LATE)

    def number(session: Session) -> int:
        return (
            session.exec(select(Direction).where(Direction.text == "Ring the family")).one().id or 0
        )

    demo_store.run(extend_direction, demo_store.run(number), "noon tomorrow", "no answer", moment)
    assert word(days_later(moment, 1)) == ("by 12:00", Urgency.SOON, "12:00")
    before = demo_store.run(lambda session: decision_of(session, number(session), moment))
    assert before.actions[0].hour == "16:00"


def decision_of(session: Session, direction_id: int, moment: Moment) -> DecisionRecord:
    row = session.get(Direction, direction_id)
    assert row is not None
    return decision_record(session, row.decision_id or 0, moment)


def test_what_was_recorded_is_never_changed_and_an_amendment_stands_beside_it(
    demo_store: Store, moment: Moment
) -> None:
    (ref,) = some_children(demo_store, 1)
    number = recorded(demo_store, moment, ref)
    with pytest.raises(Refused, match="Say why it is added"):
        demo_store.run(amend_decision, number, "", "More", moment)
    with pytest.raises(Refused, match="Say what is added"):
        demo_store.run(amend_decision, number, "because", " ", moment)
    demo_store.run(amend_decision, number, "the nurse rang", "Seen by the GP in May.", moment)
    found = demo_store.run(decision_record, number, moment)
    assert found.amendments == ((moment.today, "the nurse rang", "Seen by the GP in May."),)
    for statement in (
        "UPDATE case_decision SET reason = 'another'",
        "DELETE FROM decision_child",
        "UPDATE decision_participant SET part = 'came'",
        "DELETE FROM decision_amendment",
    ):
        with pytest.raises(IntegrityError, match="never changed"):
            demo_store.run(_execute, statement)
    assert demo_store.verify().is_whole


def _execute(session: Session, statement: str) -> None:
    session.connection().execute(text(statement))


def test_what_is_typed_is_kept_and_goes_once_it_is_recorded(
    demo_store: Store, moment: Moment
) -> None:
    refs = some_children(demo_store, 2)
    draft = discussion()
    assert DecisionDraft.from_json(draft.to_json()) == draft
    demo_store.run(save_draft, decision_key(refs), draft.to_json(), moment)
    view = demo_store.run(open_decision, tuple(reversed(refs)), moment)
    assert view.is_resumed
    assert view.draft.decision == draft.decision
    demo_store.run(record_decision, refs, draft, moment)
    assert demo_store.run(find_draft, decision_key(refs)) is None


def test_agencies_and_names_are_offered_by_how_often_they_took_part(
    demo_store: Store, moment: Moment
) -> None:
    (ref,) = some_children(demo_store, 1)
    for _ in range(3):
        people = [ParticipantEntry("housing", "Ms Quill"), ParticipantEntry("housing", "Mr Ash")]
        recorded(demo_store, moment, ref, people=people)
    view = demo_store.run(open_decision, [ref], moment)
    assert view.agencies[:2] == ("housing", "police")
    assert set(view.names["housing"]) == {"Ms Quill", "Mr Ash"}
    assert "GP" in view.agencies  # the policy's, too


def test_a_decision_is_found_by_its_words_by_who_came_and_by_what_was_added(
    demo_store: Store, moment: Moment
) -> None:
    (ref,) = some_children(demo_store, 1)
    people = [ParticipantEntry("police", "DS Quincunx")]
    number = recorded(demo_store, moment, ref, facts="A zebrawood box was broken.", people=people)
    demo_store.run(amend_decision, number, "found later", "The okapi was seen.", moment)
    for word, kind in (
        ("zebrawood", "decision"),
        ("quincunx", "decision"),
        ("okapi", "amendment"),
    ):
        hits = demo_store.run(search, word, moment).hits
        assert [(hit.kind, hit.about.split()[0]) for hit in hits] == [(kind, ref)]
        assert (hits[0].leads_to.kind, hits[0].leads_to.id) == (RecordKind.DECISION, str(number))


def test_a_decision_of_later_does_not_exist_on_an_earlier_day(
    demo_store: Store, moment: Moment
) -> None:
    (ref,) = some_children(demo_store, 1)
    number = recorded(demo_store, moment, ref)
    with pytest.raises(Refused, match="no longer there"):
        demo_store.run(decision_record, number, days_later(moment, -1))
    card = demo_store.run(review_card, ref, days_later(moment, -1))
    assert number not in [each.id for each in card.decisions]


def test_every_kind_of_the_file_is_a_word_a_person_reads() -> None:
    assert [str(kind) for kind in FileKind] == [
        "supervision record", "decision", "direction", "consultation",
    ]  # fmt: skip
