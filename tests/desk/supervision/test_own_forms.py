"""The worker's own part by the council's form, the record of a session of several, and that neither
tells what belongs to another.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import Session, select

from supervision_tui.desk.data_protection.childs_file import child_record
from supervision_tui.desk.data_protection.erasure import erase_worker
from supervision_tui.desk.data_protection.file import WholeRecord
from supervision_tui.desk.data_protection.workers_file import worker_record
from supervision_tui.desk.directions.entries import EarlierEntry
from supervision_tui.desk.drafts import find_draft, save_draft
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.oversight.summary import oversight_summary
from supervision_tui.desk.search import search
from supervision_tui.desk.supervision import group_sessions
from supervision_tui.desk.supervision.draft import RecordDraft
from supervision_tui.desk.supervision.group_record import GuestEntry
from supervision_tui.desk.supervision.group_sessions import GroupSession
from supervision_tui.desk.supervision.observations import ObservationDraft, observe
from supervision_tui.desk.supervision.personal_record import (
    ActionEntry,
    sections_on,
    switch_sections,
)
from supervision_tui.desk.supervision.preparation import preparation
from supervision_tui.desk.supervision.record_parts import personal_parts
from supervision_tui.desk.supervision.session import OpenSession, open_session
from supervision_tui.desk.supervision.signed_record import (
    SignedRecord,
    amend_record,
    signed_record,
)
from supervision_tui.desk.supervision.signing import sign_record, what_is_missing
from supervision_tui.exports.documents.document import Document
from supervision_tui.exports.documents.text import to_text
from supervision_tui.exports.records.case_record import case_records
from supervision_tui.exports.records.group_record import group_record
from supervision_tui.exports.records.personal_record import personal_record
from supervision_tui.practice.days.period import last_months
from supervision_tui.practice.policy.policy import make_policy
from supervision_tui.practice.vocabulary import DirectionState, SessionKind
from supervision_tui.records import GroupRecord, PersonalAction, PersonalRecord, SessionGuest
from supervision_tui.vault.store import Store
from tests.conftest import TODAY
from tests.council_forms import BOTH
from tests.desk.data_protection.test_legal_hold import AGREED
from tests.desk.days_later import later as days_later
from tests.desk.sessions import session_with

from .hours import CROWDED, all_left_out, opened, worker_on_record

SICKNESS = "Migraine twelve days; the return talk was on Monday."
ACTION = ActionEntry("Refer to occupational health", "me", "fri 4pm", "sickness")


@pytest.fixture
def ours(moment: Moment) -> Moment:
    """The day, with the council's own forms in use."""
    return replace(moment, policy=make_policy(templates=BOTH))


def signed(store: Store, moment: Moment, view: OpenSession, draft: RecordDraft) -> SignedRecord:
    draft.minutes_held = 60
    number = store.run(sign_record, view.session_id, draft, moment).session_id
    return store.run(signed_record, number, moment)


def hour(store: Store, moment: Moment) -> SignedRecord:
    """An hour of which only the worker's own part is written."""
    view = opened(store, moment)
    draft = all_left_out(view)
    draft.personal["sickness"] = SICKNESS
    draft.actions.append(replace(ACTION))
    return signed(store, moment, view, draft)


def group(store: Store, moment: Moment) -> SignedRecord:
    other = store.run(worker_on_record, 2)
    started = store.run(
        group_sessions.start_group_session,
        GroupSession(SessionKind.GROUP, CROWDED, other.name),
        moment,
    )
    view = store.run(open_session, started, moment)
    draft = view.draft
    draft.group.facilitator, draft.group.presenter = "Jo Vane, systemic practitioner", other.name
    draft.group.for_whom = "the team's morning"
    draft.group.guests.append(GuestEntry("Ann Quillfeather", "manager, Duty team"))
    draft.group.texts["question"] = "Who is left out of the genogram?"
    draft.group.texts["learning"] = "Draw it with the child."
    return signed(store, moment, view, draft)


def words(document: Document) -> str:
    return to_text(document)


def all_of(record: WholeRecord) -> str:
    pairs = [pair for each in record.held for pair in each.parts]
    return "\n".join(f"{label} {text}" for label, text in pairs)


def test_the_personal_record_has_the_sections_of_the_councils_form(
    demo_store: Store, ours: Moment
) -> None:
    view = opened(demo_store, ours)
    assert [each.id for each in view.sections][:4] == [
        "check-in", "health-safety", "sickness", "leave-toil",
    ]  # fmt: skip
    assert len(view.sections) == 10, "four of the fourteen are switched on where they are needed"
    demo_store.run(switch_sections, CROWDED, ["check-in", "probation"], ours)
    worker = demo_store.run(worker_on_record, CROWDED)
    assert [each.id for each in sections_on(worker, ours.policy)] == ["check-in", "probation"]
    with pytest.raises(Refused, match="At least one"):
        demo_store.run(switch_sections, CROWDED, [], ours)
    record = hour(demo_store, ours)
    assert personal_parts(record)[0] == ("Sickness, return to work and triggers", SICKNESS)


def test_an_action_comes_back_in_the_next_session_until_it_is_done(
    demo_store: Store, ours: Moment
) -> None:
    hour(demo_store, ours)
    later = days_later(ours, 30)
    number = session_with(demo_store, CROWDED, later)
    view = demo_store.run(open_session, number, later)
    (action,) = [each for each in view.personal_actions if each.text == ACTION.what]
    assert (action.text, action.hour, action.section) == (
        ACTION.what, "16:00", "Sickness, return to work and triggers",
    )  # fmt: skip
    assert action.word.endswith("late")
    says = [each.says for each in demo_store.run(preparation, number, later).personal]
    assert "something agreed in the personal record" in says
    assert not any(ACTION.what in each for each in says), "the sheet goes by email"
    draft = all_left_out(view)
    draft.earlier_actions[str(action.id)] = EarlierEntry("done", outcome="seen on Tuesday")
    signed(demo_store, later, view, draft)
    after = demo_store.run(open_session, session_with(demo_store, CROWDED, later), later)
    assert action.id not in [each.id for each in after.personal_actions]
    before = demo_store.run(open_session, number, days_later(ours, 29))
    states = {each.id: each.state for each in before.personal_actions}
    assert states[action.id] is DirectionState.OPEN


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"what": ""}, "Say what is to be done"),
        ({"who": " "}, "Say who does it"),
        ({"by": ""}, "A date is needed"),
        ({"by": "asap"}, "asap"),
    ],
)
def test_an_action_that_leaves_something_out_stops_the_signature(
    demo_store: Store, moment: Moment, wrong: dict[str, str], says: str
) -> None:
    view = opened(demo_store, moment)
    draft = all_left_out(view)
    draft.actions.append(replace(ACTION, section="", **wrong))
    if not draft.agreed:
        draft.actions[0].by = "fri"
    before = demo_store.run(_rows, PersonalAction)
    stops = [each for each in what_is_missing(draft, view, moment) if each.blocking]
    assert [each.ref for each in stops] == ["personal"]
    with pytest.raises(Refused, match=says):
        signed(demo_store, moment, view, draft)
    assert demo_store.run(_rows, PersonalAction) == before


def test_a_childs_name_in_an_action_or_in_a_groups_record_is_warned_of(
    demo_store: Store, moment: Moment
) -> None:
    view = opened(demo_store, moment)
    name = next(child.line.name for child in view.children.values() if child.line.name)
    draft = all_left_out(view)
    draft.actions.append(replace(ACTION, what=f"Stop driving {name} home", section=""))
    warned = [each.says for each in what_is_missing(draft, view, moment) if not each.blocking]
    assert any("stands in the personal record" in each for each in warned)
    other = demo_store.run(worker_on_record, 2).name
    started = demo_store.run(
        group_sessions.start_group_session, GroupSession(SessionKind.GROUP, CROWDED, other), moment
    )
    of_group = demo_store.run(open_session, started, moment)
    of_group.draft.group.texts["question"] = f"Why does {name} run?"
    found = what_is_missing(of_group.draft, of_group, moment)
    assert any("stands in the record of the session" in each.says for each in found)


def test_a_session_of_several_has_a_record_of_its_own_and_nobodys_personal_record(
    demo_store: Store, moment: Moment
) -> None:
    personal = len(demo_store.run(_rows, PersonalRecord))
    record = group(demo_store, moment)
    other = demo_store.run(worker_on_record, 2).name
    assert record.group is not None
    assert record.group.guests == ("Ann Quillfeather, manager, Duty team",)
    assert dict(record.group.parts) == {
        "Facilitator": "Jo Vane, systemic practitioner",
        "Presenter": other,
        "The question": "Who is left out of the genogram?",
        "Learning": "Draw it with the child.",
        "For whom": "the team's morning",
    }
    assert (record.personal, len(demo_store.run(_rows, PersonalRecord))) == ({}, personal)
    text = words(group_record(record))
    assert "Ann Quillfeather, manager, Duty team" in text
    assert "Draw it with the child." in text
    hits = demo_store.run(search, "quillfeather", moment).hits
    assert [(hit.kind, hit.state) for hit in hits] == [("from outside", "signed")]


def test_joint_supervision_with_another_teams_manager_names_who_that_was(
    demo_store: Store, moment: Moment
) -> None:
    ref = opened(demo_store, moment).agenda[0].child.ref
    started = demo_store.run(
        group_sessions.start_group_session,
        GroupSession(SessionKind.JOINT, CROWDED, children=ref),
        moment,
    )
    view = demo_store.run(open_session, started, moment)
    view.draft.child(ref).view = "Both teams visit together."
    with pytest.raises(Refused, match="say who was there with the worker"):
        signed(demo_store, moment, view, view.draft)
    view.draft.group.guests.append(GuestEntry("", "manager, Duty team"))
    with pytest.raises(Refused, match="say who came as manager, Duty team"):
        signed(demo_store, moment, view, view.draft)
    view.draft.group.guests[0].name = "Ann Quillfeather"
    record = signed(demo_store, moment, view, view.draft)
    assert record.group is not None
    assert record.group.guests == ("Ann Quillfeather, manager, Duty team",)
    assert [each.ref for each in record.discussions] == [ref]


def test_no_record_tells_what_belongs_to_another(demo_store: Store, ours: Moment) -> None:
    view = opened(demo_store, ours)
    ref = view.agenda[0].child.ref
    draft = all_left_out(view, ref)
    draft.personal["sickness"] = SICKNESS
    draft.actions.append(replace(ACTION))
    draft.child(ref).view = "Quince jam on the table; the mother waits."
    record = signed(demo_store, ours, view, draft)
    of_worker = words(personal_record(record))
    of_child = "\n".join(words(each) for each in case_records(record, ours.policy))
    assert SICKNESS in of_worker
    assert ACTION.what in of_worker
    assert "Quince jam" in of_child
    for text in (SICKNESS, "Migraine", ACTION.what):
        assert text not in of_child
        assert text not in all_of(demo_store.run(child_record, ref, ours))
    assert "Quince jam" not in of_worker
    assert ref not in of_worker
    of_file = all_of(demo_store.run(worker_record, record.worker, ours))
    assert SICKNESS in of_file
    assert "Quince jam" not in of_file
    of_group = words(group_record(group(demo_store, ours)))
    assert "Migraine" not in of_group
    told = str(demo_store.run(oversight_summary, last_months(3, TODAY), ours))
    for text in ("Migraine", ACTION.what, "Quince jam", "Quillfeather"):
        assert text not in told


def test_subject_access_and_erasure_know_the_new_records(demo_store: Store, ours: Moment) -> None:
    record = hour(demo_store, ours)
    group(demo_store, ours)
    demo_store.run(
        observe,
        ObservationDraft(
            record.session_id, "Head of service", "today", {"child": "Felt in the room."}, "", ""
        ),
        ours,
    )
    found = all_of(demo_store.run(worker_record, record.worker, ours))
    for text in (SICKNESS, ACTION.what, "Felt in the room.", "Draw it with the child."):
        assert text in found
    other = demo_store.run(worker_on_record, 2).name
    assert other not in found
    of_other = all_of(demo_store.run(worker_record, other, ours))
    assert "Draw it with the child." in of_other
    assert SICKNESS not in of_other
    for number, name in ((CROWDED, record.worker), (2, other)):
        demo_store.run(_leaves, number, ours)
        demo_store.run(erase_worker, number, name, ours, early=AGREED)
    of_both = {CROWDED, 2} & {row.worker_id for row in demo_store.run(_rows, PersonalAction)}
    assert not of_both
    left = demo_store.run(_rows, GroupRecord)
    assert [row.presenter for row in left] == ["a former worker"]
    assert [row.name for row in demo_store.run(_rows, SessionGuest)] == ["Ann Quillfeather"]
    assert not demo_store.run(search, "migraine", ours).hits


def test_what_stands_beside_a_session_of_several_is_everybodys(
    demo_store: Store, moment: Moment
) -> None:
    record = group(demo_store, moment)
    other = demo_store.run(worker_on_record, 2).name
    demo_store.run(
        amend_record, record.session_id, None, "left out", "The aunt was named.", moment=moment
    )
    for name in (record.worker, other):
        assert "The aunt was named." in all_of(demo_store.run(worker_record, name, moment))
    of_lead = demo_store.run(worker_record, record.worker, moment)
    personal = [each for each in of_lead.held if each.heading.startswith("Personal record")]
    assert "The aunt was named." not in str(personal)
    demo_store.run(_leaves, CROWDED, moment)
    demo_store.run(erase_worker, CROWDED, record.worker, moment, early=AGREED)
    left = demo_store.run(signed_record, record.session_id, moment)
    assert [text for _, _, text in left.personal_amendments] == ["The aunt was named."]
    assert dict(left.group.parts if left.group else ())["For whom"] == "the team's morning"


def test_a_text_in_a_section_that_is_off_is_told_before_the_signature(
    demo_store: Store, moment: Moment
) -> None:
    view = opened(demo_store, moment)
    draft = all_left_out(view)
    draft.personal["probation"] = "Three goals, two met."
    found = [each.says for each in what_is_missing(draft, view, moment)]
    assert any("Three goals, two met.…” stands in a section that is off" in each for each in found)


def test_what_an_earlier_version_kept_as_a_groups_personal_record_is_shown(
    demo_store: Store, moment: Moment
) -> None:
    other = demo_store.run(worker_on_record, 2).name
    started = demo_store.run(
        group_sessions.start_group_session, GroupSession(SessionKind.GROUP, CROWDED, other), moment
    )
    view = demo_store.run(open_session, started, moment)
    view.draft.personal["topics"] = "Typed before."
    demo_store.run(save_draft, f"session {started}", view.draft.to_json(), moment)
    again = demo_store.run(open_session, started, moment).draft
    assert (again.group.texts["question"], again.personal) == ("Typed before.", {})


def test_what_is_typed_and_not_signed_is_told_to_the_worker(
    demo_store: Store, moment: Moment
) -> None:
    view = opened(demo_store, moment)
    view.draft.personal["wellbeing"] = "Typed, not signed."
    demo_store.run(save_draft, f"session {view.session_id}", view.draft.to_json(), moment)
    assert "Typed, not signed." in all_of(demo_store.run(worker_record, view.worker, moment))
    demo_store.run(_leaves, CROWDED, moment)
    demo_store.run(erase_worker, CROWDED, view.worker, moment, early=AGREED)
    kept = demo_store.run(find_draft, f"session {view.session_id}")
    assert kept is not None
    assert "Typed, not signed." not in kept


def _rows(session: Session, table: type) -> list[Any]:
    return list(session.exec(select(table)))


def _leaves(session: Session, worker_id: int, moment: Moment) -> None:
    worker = worker_on_record(session, worker_id)
    worker.left_on = moment.today
    session.add(worker)
    session.commit()
