"""Since when a record is on a child's file: noted, taken back, late, and not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, col, select

from supervision_tui.desk.consultations.lines import consultation_of
from supervision_tui.desk.consultations.requests import put_on_file as put_consultation_on_file
from supervision_tui.desk.decisions.recording import amend_decision
from supervision_tui.desk.destination import RecordKind
from supervision_tui.desk.directions.giving import DirectionDraft, give_direction
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.on_file.entries import (
    RecordOfChild,
    note_not_on_file,
    note_on_file,
)
from supervision_tui.desk.on_file.file_records import (
    FileRecord,
    file_of_child,
    file_of_decision,
    file_of_session,
    not_on_file,
)
from supervision_tui.desk.supervision.session import open_session
from supervision_tui.desk.supervision.signed_record import amend_record
from supervision_tui.desk.supervision.signing import sign_record
from supervision_tui.desk.today.today import today
from supervision_tui.desk.today.view import ActKind
from supervision_tui.desk.undo import take_back
from supervision_tui.desk.vault_facts import FILE_ASKED_SINCE
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.practice.file_time import of_a_decision, of_a_direction, of_a_record
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.practice.vocabulary import Checkpoint, FileKind, Urgency
from supervision_tui.records import FileEntry, VaultFact
from supervision_tui.vault.store import Store, changes_records
from tests.desk.days_later import later as days_later
from tests.desk.decisions.decided import recorded, some_children
from tests.desk.learning import CROWDED, child_of, held
from tests.desk.supervision.hours import all_left_out, opened
from tests.vault.vaults import opened as opened_vault
from tests.vault.vaults import take_back_to_11

POLICY = default_policy()


def test_each_kind_of_record_has_its_own_time_over_weekends_and_holidays() -> None:
    thursday = date(2026, 4, 2)  # Good Friday and Easter Monday follow
    record = of_a_record(thursday, POLICY)
    assert (record.by, record.late_after) == (date(2026, 4, 8), date(2026, 4, 13))
    at = datetime(2026, 4, 2, 22, 40, tzinfo=UTC)
    assert of_a_decision("management", at, POLICY).by == date(2026, 4, 3)
    assert of_a_decision("allocation", at, POLICY).by == date(2026, 4, 7)
    assert of_a_direction(at, POLICY, is_at_allocation=False).by == date(2026, 4, 3)
    assert of_a_direction(at, POLICY, is_at_allocation=True).by == date(2026, 4, 7)


def test_how_a_record_stands_is_said_and_is_late_only_after_its_last_day() -> None:
    time = of_a_record(date(2026, 3, 2), POLICY)
    words = [time.word(None, date(2026, 3, day)) for day in (2, 4, 5, 9, 10)]
    assert words == ["by Wed", "by today", "1 wd overdue", "3 wd overdue", "4 wd late"]
    urgency = [time.urgency(None, date(2026, 3, day)) for day in (2, 4, 9, 10)]
    assert urgency == [Urgency.PLAIN, Urgency.SOON, Urgency.SOON, Urgency.LATE]
    filed = [time.word(date(2026, 3, day), date(2026, 3, 31)) for day in (4, 5, 10)]
    assert filed == ["in time", "1 wd slow", "4 wd late"]


def key_of(record: FileRecord) -> RecordOfChild:
    return record.record


def test_a_decision_is_not_on_file_until_somebody_says_so(
    demo_store: Store, moment: Moment
) -> None:
    (ref,) = some_children(demo_store, 1)
    number = recorded(demo_store, moment, ref)
    (record,) = demo_store.run(file_of_decision, number, moment)
    assert (record.word(moment.today), record.is_open) == ("by today", True)
    assert record.record in [each.record for each in demo_store.run(not_on_file, moment)]
    demo_store.run(note_on_file, [record.record], "today", "Ada Quill", moment)
    (record,) = demo_store.run(file_of_decision, number, moment)
    assert record.word(moment.today) == "on file, in time"
    assert record.filed is not None
    assert (record.filed.on, record.filed.said_by) == (moment.today, "Ada Quill")
    assert record.record not in [each.record for each in demo_store.run(not_on_file, moment)]
    take_back(demo_store, moment)
    assert demo_store.run(file_of_decision, number, moment)[0].is_open


def test_on_a_day_that_is_looked_back_at_only_what_was_on_file_by_then_is(
    demo_store: Store, moment: Moment
) -> None:
    record = demo_store.run(not_on_file, moment)[0].record
    tomorrow = days_later(moment, 1)
    demo_store.run(note_on_file, [record], "today", "", tomorrow)
    looked_back = replace(moment, now=tomorrow.now)
    assert record in [each.record for each in demo_store.run(not_on_file, looked_back)]
    assert record not in [each.record for each in demo_store.run(not_on_file, tomorrow)]


def test_what_was_noted_wrongly_is_put_right_and_taken_back(
    demo_store: Store, moment: Moment
) -> None:
    (ref,) = some_children(demo_store, 1)
    number = recorded(demo_store, moment, ref)
    key = RecordOfChild(FileKind.DECISION, number, ref)
    demo_store.run(note_on_file, [key], "today", "", moment)
    demo_store.run(note_on_file, [key], "yesterday", "", moment)
    (record,) = demo_store.run(file_of_decision, number, moment)
    assert record.filed is not None
    assert record.filed.on.isoformat() == "2026-03-01"
    assert record.filed.said_by == "Rowan Alderfield, team manager"
    demo_store.run(note_not_on_file, [key], moment)
    assert demo_store.run(file_of_decision, number, moment)[0].filed is None


@pytest.mark.parametrize(
    ("on", "by", "says", "field"),
    [
        ("14 feb", "", "lies before it was made, Sun 1 Mar 2026", "on"),
        ("tomorrow", "", "still to come", "on"),
        ("soon", "", "not a day", "on"),
        ("today", "x" * 81, "at most 80 letters", "by"),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    demo_store: Store, moment: Moment, on: str, by: str, says: str, field: str
) -> None:
    (ref,) = some_children(demo_store, 1)
    key = RecordOfChild(FileKind.DECISION, recorded(demo_store, moment, ref), ref)
    with pytest.raises(Refused, match=says) as why:
        demo_store.run(note_on_file, [key], on, by, moment)
    assert why.value.field == field


def test_a_record_that_is_amended_after_it_was_put_on_file_is_to_be_put_there_again(
    demo_store: Store, moment: Moment
) -> None:
    (ref,) = some_children(demo_store, 1)
    number = recorded(demo_store, moment, ref)
    key = RecordOfChild(FileKind.DECISION, number, ref)
    demo_store.run(note_on_file, [key], "today", "", moment)
    demo_store.run(amend_decision, number, "the nurse rang", "Seen in May.", days_later(moment, 1))
    (record,) = demo_store.run(file_of_decision, number, days_later(moment, 1))
    assert (record.word(moment.today), record.is_open) == ("amended since", True)
    demo_store.run(note_on_file, [key], "today", "", days_later(moment, 2))
    assert not demo_store.run(file_of_decision, number, days_later(moment, 2))[0].is_open


def test_a_signed_session_is_one_act_on_today_until_each_record_is_on_file(
    demo_store: Store, moment: Moment
) -> None:
    view = opened(demo_store, moment)
    first, second = [item.child.ref for item in view.agenda][:2]
    draft = all_left_out(view, first, second)
    for ref in (first, second):
        draft.child(ref).view = "Holds."
    draft.minutes_held = 60
    signed = demo_store.run(sign_record, view.session_id, draft, moment)
    records = demo_store.run(file_of_session, signed.session_id, moment)
    assert {each.record.child for each in records} == {first, second}

    def acts() -> list[str]:
        groups = demo_store.run(today, moment).groups
        found = next((each for each in groups if each.kind is ActKind.FILE), None)
        lines = [need for act in (found.acts if found else ()) for need in act.lines]
        of_session = f"session {signed.session_id}"
        return [
            need.what for need in lines
            if (need.leads_to.kind, need.leads_to.id) == (RecordKind.CHILDS_FILE, of_session)
        ]  # fmt: skip

    assert acts() == ["Supervision, 2 records of Mon 2 Mar: not on the council's system yet"]
    demo_store.run(note_on_file, [records[0].record], "today", "", moment)
    assert acts() == ["Supervision, 1 record of Mon 2 Mar: not on the council's system yet"]
    demo_store.run(
        amend_record,
        signed.session_id,
        records[0].record.child,
        "later",
        "More",
        moment=days_later(moment, 1),
    )
    demo_store.run(note_on_file, [records[1].record], "today", "", moment)
    assert acts() == []
    again = demo_store.run(file_of_session, signed.session_id, days_later(moment, 1))
    assert [each.is_open for each in again if each.record == records[0].record] == [True]


def test_a_direction_of_a_record_or_a_decision_is_on_file_with_it_and_one_alone_by_itself(
    demo_store: Store, moment: Moment
) -> None:
    (ref,) = some_children(demo_store, 1)
    said = SaidDirection("Visit", "school", "5wd", "evenings")
    alone = demo_store.run(give_direction, DirectionDraft(ref, said), moment)
    asked = demo_store.run(
        give_direction,
        DirectionDraft(ref, said, checkpoint=Checkpoint.ALLOCATION),
        moment,
    )
    recorded(demo_store, moment, ref)
    found = demo_store.run(file_of_child, ref, moment)
    directions = {each.record.id: each for each in found if each.record.kind is FileKind.DIRECTION}
    assert directions[alone.id].time.why.startswith("On file within 24 hours.")
    assert directions[asked.id].time.why.startswith("On file within 1 working day.")
    assert alone.on_file == "not on file yet"
    titles = [each.title for each in found if each.record.kind is FileKind.DIRECTION]
    assert "Book the medical" not in titles


def test_a_consultation_is_on_file_once_it_is_on_each_childs(
    demo_store: Store, moment: Moment
) -> None:
    ref = child_of(demo_store, CROWDED, moment)
    line = held(demo_store, moment, ref)
    assert line.on_file_on is None
    demo_store.run(put_consultation_on_file, line.id, "today", moment)
    found = demo_store.run(consultation_of, line.id, moment)
    assert found is not None
    assert found.on_file_on == moment.today


def test_what_was_signed_before_it_was_asked_is_not_known_and_never_late(
    demo_store: Store, moment: Moment
) -> None:
    @changes_records
    def forget_all(session: Session) -> str:
        for row in session.exec(select(FileEntry)):
            session.delete(row)
        session.add(VaultFact(key=FILE_ASKED_SINCE, value="2026-03-01"))
        moment.note(session, "test", "vault", "")
        return ""

    demo_store.run(forget_all)
    late = demo_store.run(not_on_file, moment)
    assert all(each.on >= date(2026, 3, 1) for each in late if each.record.kind != "decision")
    ref = "C-1001"
    before = [each for each in demo_store.run(file_of_child, ref, moment) if not each.is_asked]
    assert before
    assert {each.word(moment.today) for each in before} == {"not known"}


def test_a_vault_of_before_keeps_what_its_consultations_said_and_asks_from_now_on(
    demo_vault: object, demo_path: object, moment: Moment
) -> None:
    from pathlib import Path

    path = Path(str(demo_path))

    def filed(session: Session) -> list[tuple[int, date]]:
        rows = session.exec(
            select(FileEntry)
            .where(FileEntry.kind == FileKind.CONSULTATION)
            .order_by(col(FileEntry.record_id), col(FileEntry.child_id))
        )
        return [(row.record_id, row.on_file_on) for row in rows]

    store = opened_vault(path)
    before = store.run(filed)
    assert before
    store.close()
    take_back_to_11(path)
    store = opened_vault(path)
    latest = {number: max(on for other, on in before if other == number) for number, _on in before}
    after = store.run(filed)
    assert dict(after) == latest

    def asked(session: Session) -> bool:
        return session.get(VaultFact, FILE_ASKED_SINCE) is not None

    assert store.run(asked)
    assert [each for each in store.run(not_on_file, moment) if each.record.kind != "decision"] == []
    store.close()


def test_the_hour_that_is_open_is_not_on_file(demo_store: Store, moment: Moment) -> None:
    view = opened(demo_store, moment)
    assert demo_store.run(open_session, view.session_id, moment).signed_at is None
    assert demo_store.run(file_of_session, view.session_id, moment) == []
