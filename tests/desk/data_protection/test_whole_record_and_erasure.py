"""Everything of one person, without anybody else's record.

And erasing it, which leaves the journal whole.
"""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlmodel import Session, SQLModel, col, func, select, text

from supervision_tui.desk.audits.recording import amend_audit
from supervision_tui.desk.children.review import review_list
from supervision_tui.desk.data_protection.childs_file import child_record
from supervision_tui.desk.data_protection.erasure import erase_child, erase_worker
from supervision_tui.desk.data_protection.file import WholeRecord
from supervision_tui.desk.data_protection.retention import files_held
from supervision_tui.desk.data_protection.workers_file import worker_record
from supervision_tui.desk.drafts import find_draft, save_draft
from supervision_tui.desk.find import find_child
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.oversight.board import oversight_board
from supervision_tui.desk.search import search
from supervision_tui.desk.today.kept import keep_today
from supervision_tui.desk.today.today import today, today_after
from supervision_tui.desk.undo import take_back
from supervision_tui.desk.vault.journal import JournalWanted, journal_page
from supervision_tui.desk.vault.overview import verify_vault
from supervision_tui.practice.days.period import Period, last_months
from supervision_tui.practice.vocabulary import Plan
from supervision_tui.records import (
    Audit,
    AuditAmendment,
    CaseDiscussion,
    CaseNote,
    Child,
    Direction,
    Draft,
    PersonalRecord,
    PlanEpisode,
    RoleOnCase,
    SearchEntry,
    SupervisionSession,
    Team,
    VaultFact,
    Worker,
)
from supervision_tui.vault.errors import VaultError
from supervision_tui.vault.journal import walk
from supervision_tui.vault.store import Store, changes_records
from tests.conftest import TODAY
from tests.desk.data_protection.test_legal_hold import AGREED

CHILD, WORKER = "C-1012", "Otter Thimblewick"
PERIOD = Period(date(2025, 12, 1), date(2026, 2, 28))


def words_of(record: WholeRecord) -> str:
    parts = [text for each in record.held for pair in each.parts for text in (each.heading, *pair)]
    return "\n".join((record.who, *record.about, *parts))


def people(store: Store) -> tuple[dict[str, str], dict[str, str]]:
    def read(session: Session) -> tuple[dict[str, str], dict[str, str]]:
        # The demo has a child of a worker's name.
        named = {worker.name for worker in session.exec(select(Worker))}
        children = {
            child.ref: child.name or ""
            for child in session.exec(select(Child))
            if child.name not in named
        }
        workers = {worker.name: worker.name for worker in session.exec(select(Worker))}
        return children, workers

    return store.run(read)


def test_a_childs_record_holds_all_that_is_written_of_the_child_and_no_other_child(
    unchanged_demo: Store, moment: Moment
) -> None:
    found = words_of(unchanged_demo.run(child_record, CHILD, moment))

    def written(session: Session) -> list[str]:
        child = session.exec(select(Child).where(Child.ref == CHILD)).one()
        rows = session.exec(select(CaseDiscussion).where(CaseDiscussion.child_id == child.id))
        return [row.managers_view for row in rows if row.managers_view]

    texts = unchanged_demo.run(written)
    assert texts
    assert all(each in found for each in texts)
    children, _ = people(unchanged_demo)
    assert not [ref for ref in children if ref != CHILD and ref in found]
    assert not [name for ref, name in children.items() if ref != CHILD and name and name in found]


def test_a_workers_record_holds_no_childs_record_and_no_other_worker(
    unchanged_demo: Store, moment: Moment
) -> None:
    record = unchanged_demo.run(worker_record, WORKER, moment)
    found = words_of(record)
    children, workers = people(unchanged_demo)
    assert "Supervision agreement" in [each.heading for each in record.held]
    assert not [ref for ref in children if ref in found]
    assert not [name for name in children.values() if name and name in found]
    assert not [name for name in workers if name != WORKER and name in found]

    def views(session: Session) -> list[str]:
        return [
            row.managers_view for row in session.exec(select(CaseDiscussion)) if row.managers_view
        ]

    assert not [view for view in unchanged_demo.run(views) if view in found]


def test_names_of_others_in_a_text_are_replaced(demo_store: Store, moment: Moment) -> None:
    def write(session: Session) -> None:
        other = session.exec(select(Child).where(Child.ref == "C-1019")).one()
        other.name = "Wren Applethorn"
        child = session.exec(select(Child).where(Child.ref == CHILD)).one()
        said = "Seen with Wren Applethorn (C-1019); Wren hit back."
        session.add_all([other, CaseNote(child_id=child.id or 0, at=moment.now, text=said)])
        session.commit()

    demo_store.run(write)
    found = words_of(demo_store.run(child_record, CHILD, moment))
    assert "Seen with [another child] ([another child]); [another child] hit back." in found


def test_a_supervision_file_is_of_its_period(unchanged_demo: Store, moment: Moment) -> None:
    whole, part = (
        unchanged_demo.run(worker_record, WORKER, moment, *period) for period in ((), (PERIOD,))
    )
    assert len(words_of(part)) < len(words_of(whole))
    sessions = next(each for each in part.held if each.heading == "Sessions")
    days = [line for _, line in sessions.parts]
    assert days
    assert all("Dec 2025" in day or "Jan 2026" in day or "Feb 2026" in day for day in days)


def test_nobody_of_that_name_is_refused(unchanged_demo: Store, moment: Moment) -> None:
    with pytest.raises(Refused, match="No worker here"):
        unchanged_demo.run(worker_record, "Nobody At All", moment)


def test_what_is_held_of_those_who_have_gone_has_its_day_and_its_setting(
    demo_store: Store, moment: Moment
) -> None:
    _close(demo_store, CHILD, TODAY - timedelta(days=10))
    _leave(demo_store, WORKER, date(2019, 6, 1))
    held = demo_store.run(files_held, moment)
    assert (held[0].name, held[0].is_due, held[0].held.until) == (WORKER, True, date(2025, 6, 1))
    child = next(each for each in held if each.key == CHILD)
    assert (child.held.until, child.held.path) == (date(2051, 2, 20), "retention.child_file_years")
    assert not child.is_due


@pytest.mark.parametrize(("left", "is_due"), [(date(2020, 3, 2), True), (date(2020, 3, 3), False)])
def test_a_file_is_due_on_the_day_until_which_it_is_held(
    demo_store: Store, moment: Moment, left: date, is_due: bool
) -> None:
    _leave(demo_store, WORKER, left)
    [held] = [each for each in demo_store.run(files_held, moment) if each.name == WORKER]
    assert held.is_due is is_due


def test_a_child_who_was_ever_looked_after_is_held_as_one(
    demo_store: Store, moment: Moment
) -> None:
    @changes_records
    def was_looked_after(session: Session) -> None:
        row = session.exec(select(Child).where(Child.ref == CHILD)).one()
        row.born = date(2012, 4, 1)
        session.add(row)
        since, until = date(2019, 1, 1), date(2019, 6, 1)
        session.add(
            PlanEpisode(child_id=row.id or 0, plan=Plan.CLA, starts_on=since, ends_on=until)
        )

    demo_store.run(was_looked_after)
    _close(demo_store, CHILD, TODAY - timedelta(days=10))
    [held] = [each for each in demo_store.run(files_held, moment) if each.key == CHILD]
    assert (held.held.until, held.held.counted_from) == (date(2087, 4, 1), "born")


@pytest.mark.parametrize(("confirmed", "says"), [("c-1012", "Type C-1012"), ("", "Type C-1012")])
def test_nothing_is_erased_without_the_reference_typed(
    demo_store: Store, moment: Moment, confirmed: str, says: str
) -> None:
    with pytest.raises(Refused, match="is open"):
        demo_store.run(erase_child, CHILD, CHILD, moment, early=AGREED)
    _close(demo_store, CHILD, TODAY)
    with pytest.raises(Refused, match=says):
        demo_store.run(erase_child, CHILD, confirmed, moment, early=AGREED)
    assert demo_store.run(child_record, CHILD, moment).held


def test_an_erased_child_is_gone_and_all_else_is_whole(demo_store: Store, moment: Moment) -> None:
    """Of every child in turn that is closed: nothing of it is left, and every screen still
    answers.
    """

    def texts(session: Session) -> int:
        return len(list(session.exec(select(SearchEntry))))

    def rows_of(session: Session, child_id: int) -> dict[str, int]:
        tables = session.exec(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()  # type: ignore[call-overload]
        found = {}
        for (name,) in tables:
            columns = [row[1] for row in session.exec(text(f"PRAGMA table_info({name})")).all()]  # type: ignore[call-overload]
            if "child_id" in columns:
                count = session.exec(
                    text(f"SELECT count(*) FROM {name} WHERE child_id = :id"),
                    params={"id": child_id},
                )  # type: ignore[call-overload]
                found[name] = count.one()[0]
        return {name: number for name, number in found.items() if number}

    journal_before = demo_store.run(walk, demo_store.keys.journal).count
    _close(demo_store, CHILD, TODAY)
    child_id = (
        demo_store.run(
            lambda session: session.exec(select(Child).where(Child.ref == CHILD)).one().id
        )
        or 0
    )
    assert demo_store.run(rows_of, child_id)
    before = demo_store.run(texts)
    view, entry = demo_store.run(today_after, moment)
    demo_store.ask(lambda rows: keep_today(rows, view, "rules", entry), writes=True).result()
    erased = demo_store.run(erase_child, CHILD, CHILD, moment, early=AGREED)
    assert erased.rows > 10
    assert not demo_store.read(lambda rows: rows("SELECT body FROM kept_view")), (
        "Today as it was kept named the child"
    )
    assert demo_store.run(rows_of, child_id) == {}
    assert demo_store.run(texts) < before
    assert not demo_store.run(search, CHILD, moment).hits
    assert demo_store.run(lambda session: session.get(VaultFact, "erasing")) is None
    state = demo_store.run(walk, demo_store.keys.journal)
    assert state.broken_at is None
    assert state.count > journal_before
    assert [line.verb for line in demo_store.run(journal_page, JournalWanted(), 1).lines] == [
        "erase child"
    ]
    assert CHILD not in [line.ref for line in demo_store.run(review_list, moment)]
    assert demo_store.run(today, moment).lines
    assert demo_store.run(oversight_board, last_months(12, TODAY), moment).summary.now.has_records
    with pytest.raises(VaultError, match="not one that is taken back"):
        take_back(demo_store, moment)
    assert verify_vault(demo_store, moment).is_whole


def test_an_erased_workers_name_is_gone_and_the_childrens_records_stay(
    demo_store: Store, moment: Moment
) -> None:
    def discussions(session: Session) -> int:
        return len(list(session.exec(select(CaseDiscussion))))

    def left(session: Session) -> tuple[int, int]:
        worker = session.exec(select(Worker).where(col(Worker.name).contains("Former"))).one()
        personal = session.exec(
            select(PersonalRecord).where(PersonalRecord.worker_id == worker.id)
        ).all()
        sessions = session.exec(
            select(SupervisionSession).where(SupervisionSession.worker_id == worker.id)
        ).all()
        return len(personal), len(sessions)

    with pytest.raises(Refused, match="is here"):
        demo_store.run(erase_worker, 1, WORKER, moment, early=AGREED)
    _leave(demo_store, WORKER, TODAY)
    before = demo_store.run(discussions)
    with pytest.raises(Refused, match=f"Type {WORKER}"):
        demo_store.run(erase_worker, 1, "somebody", moment, early=AGREED)
    demo_store.run(erase_worker, 1, "otter  thimblewick", moment, early=AGREED)
    assert demo_store.run(discussions) == before
    personal, sessions = demo_store.run(left)
    assert personal == 0
    assert sessions > 5
    hits = demo_store.run(search, WORKER, moment).hits
    assert {hit.kind for hit in hits} <= {"child"}  # the demo has a child of that name
    assert demo_store.run(today, moment).lines
    assert verify_vault(demo_store, moment).is_whole


def test_what_was_typed_about_an_erased_childs_directions_waits_for_no_other(
    demo_store: Store, moment: Moment
) -> None:
    def directions(session: Session) -> list[int]:
        child = session.exec(select(Child).where(Child.ref == CHILD)).one()
        return [
            row.id or 0
            for row in session.exec(select(Direction).where(Direction.child_id == child.id))
        ]

    keys = [f"tick {number}" for number in demo_store.run(directions)]
    assert keys
    for key in (*keys, "tick 999999"):
        demo_store.run(save_draft, key, '{"outcome": "not at home"}', moment)
    _close(demo_store, CHILD, TODAY)
    demo_store.run(erase_child, CHILD, CHILD, moment, early=AGREED)
    assert [key for key in (*keys, "tick 999999") if demo_store.run(find_draft, key)] == [
        "tick 999999"
    ]


def test_what_was_typed_about_an_erased_worker_is_gone_with_the_name(
    demo_store: Store, moment: Moment
) -> None:
    def theirs(session: Session) -> int:
        return (
            session.exec(
                select(SupervisionSession.id).where(SupervisionSession.worker_id == 1)
            ).first()
            or 0
        )

    number = demo_store.run(theirs)
    typed = (
        "response 1",
        "leave 1",
        f"signing {number}",
        f"worker's word {number}",
        "response 2",
        f"session {number}",
    )
    for key in typed:
        demo_store.run(save_draft, key, '{"words": "said in confidence"}', moment)
    _leave(demo_store, WORKER, TODAY)
    demo_store.run(erase_worker, 1, WORKER, moment, early=AGREED)
    kept = [key for key in typed if demo_store.run(find_draft, key)]
    assert set(kept) <= {"response 2", f"session {number}"}
    assert "response 2" in kept


def test_signed_records_are_as_safe_as_before_once_the_erasing_is_over(
    demo_store: Store, moment: Moment
) -> None:
    _close(demo_store, CHILD, TODAY)
    demo_store.run(erase_child, CHILD, CHILD, moment, early=AGREED)

    def change(session: Session) -> None:
        session.exec(text("DELETE FROM case_discussion"))  # type: ignore[call-overload]

    with pytest.raises(Exception, match="a signed record is never changed"):
        demo_store.run(change)


def _close(store: Store, ref: str, on: date) -> None:
    def close(session: Session) -> None:
        child = session.exec(select(Child).where(Child.ref == ref)).one()
        child.closed_on = on
        session.add(child)
        session.exec(  # type: ignore[call-overload]
            text("UPDATE allocation SET ends_on = :on WHERE child_id = :id AND ends_on IS NULL"),
            params={"on": on.isoformat(), "id": child.id},
        )
        session.commit()

    store.run(close)


def _leave(store: Store, name: str, on: date) -> None:
    def leave(session: Session) -> None:
        worker = session.exec(select(Worker).where(Worker.name == name)).one()
        worker.left_on = on
        session.add(worker)
        session.commit()

    store.run(leave)


def test_erasing_one_person_leaves_another_of_a_longer_name_and_a_text_with_the_same_number(
    store: Store, moment: Moment
) -> None:
    @changes_records
    def two_of_them(session: Session) -> None:
        team = Team(name="Harbour")
        session.add(team)
        session.flush()
        began, ended, here = date(2024, 1, 8), date(2025, 6, 2), team.id or 0
        worker = Worker(name="Sam Green", normal_name="sam green", team_id=here, stage="worker",
        starts_on=began,
                        known_since=began, left_on=ended)  # fmt: skip
        closed, still_open = (
            Child(ref=ref, team_id=here, known_since=began) for ref in ("12", "C-99")
        )
        closed.closed_on = ended
        session.add_all((worker, closed, still_open))
        session.flush()
        for owner in ("Sam Green", "Sam Greene"):
            row = Direction(child_id=still_open.id or 0, text="Visit", owner=owner, reason="Safety",
                            given_on=TODAY, due_on=TODAY)  # fmt: skip
            session.add(row)
        for key, words in (
            ("direction C-77", "within 12 days"),
            ("direction C-78", "within 112 days"),
        ):
            session.add(Draft(key=key, body=json.dumps({"text": words}), saved_at=moment.now))
        session.flush()

    def owners(session: Session) -> set[str]:
        return set(session.exec(select(Direction.owner)))

    store.run(two_of_them)
    store.run(erase_worker, 1, "Sam Green", moment, early=AGREED)
    assert store.run(owners) == {"a former worker", "Sam Greene"}
    store.run(erase_child, "12", "12", moment, early=AGREED)
    kept = store.read(lambda rows: rows("SELECT body FROM draft ORDER BY key"))
    assert [json.loads(body)["text"] for (body,) in kept] == [
        "within (erased) days",
        "within 112 days",
    ]


def test_an_erased_worker_is_named_in_no_role_and_teaches_nobody_by_name(
    demo_store: Store, moment: Moment
) -> None:
    """Who is somebody of another team on a case, and a student's educator, before coming here."""

    def name_everywhere(session: Session) -> None:
        child = session.exec(select(Child).where(Child.ref == CHILD)).one()
        session.add(
            RoleOnCase(
                child_id=child.id or 0,
                role="co-worker",
                name=WORKER,
                team="Protection East",
                starts_on=TODAY,
                recorded_on=TODAY,
            )
        )
        other = session.exec(select(Worker).where(Worker.name != WORKER)).first()
        assert other is not None
        other.educator = WORKER
        session.add(other)
        session.commit()

    demo_store.run(name_everywhere)
    _leave(demo_store, WORKER, TODAY)
    demo_store.run(erase_worker, 1, WORKER, moment, early=AGREED)
    names = demo_store.run(
        lambda session: {
            *session.exec(select(RoleOnCase.name)),
            *session.exec(select(Worker.educator)),
        }
    )
    assert WORKER not in names
    assert "a former worker" in names


def test_no_row_of_any_table_is_left_of_an_erased_child(demo_store: Store, moment: Moment) -> None:
    """Whatever table comes later with a child in it is erased, too."""
    number = demo_store.run(lambda session: find_child(session, CHILD).id or 0)
    _close(demo_store, CHILD, TODAY - timedelta(days=1))
    audited = demo_store.run(_audited, number)
    assert audited
    demo_store.run(amend_audit, audited[0], "read again", "Seen alone.", moment=moment)

    def left(session: Session) -> dict[str, int]:
        found = {}
        for name, table in SQLModel.metadata.tables.items():
            if "child_id" in table.c:
                wanted = select(func.count()).select_from(table).where(table.c.child_id == number)
                found[name] = session.exec(wanted).one()
        return {name: rows for name, rows in found.items() if rows}

    before = demo_store.run(left)
    assert {"audit", "case_discussion", "file_entry"} <= set(before)
    demo_store.run(erase_child, CHILD, CHILD, moment, early=AGREED)
    assert demo_store.run(left) == {}
    assert demo_store.run(_amended, audited) == 0


def _audited(session: Session, child_id: int) -> list[int]:
    return [row.id or 0 for row in session.exec(select(Audit).where(Audit.child_id == child_id))]


def _amended(session: Session, audits: list[int]) -> int:
    rows = session.exec(select(AuditAmendment).where(col(AuditAmendment.audit_id).in_(audits)))
    return len(rows.all())
