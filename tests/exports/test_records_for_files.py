"""Records that leave for a file: whom they are about, from whom, marked, their directions as a
table.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest
from sqlmodel import Session, col, select

from supervision_tui.desk.consultations.lines import ConsultationLine, consultation_lines
from supervision_tui.desk.decisions.lines import decision_lines, decision_record
from supervision_tui.desk.directions.lines import direction_by_number
from supervision_tui.desk.file_head import child_head
from supervision_tui.desk.manager import Manager, name_manager
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.on_file.entries import RecordOfChild
from supervision_tui.desk.on_file.file_records import file_records_between
from supervision_tui.desk.supervision.signed_record import SignedRecord, signed_record
from supervision_tui.exports.documents.document import SENSITIVE, Document
from supervision_tui.exports.documents.markdown import to_markdown
from supervision_tui.exports.documents.pdf import to_pdf
from supervision_tui.exports.documents.text import to_text
from supervision_tui.exports.documents.word import to_docx
from supervision_tui.exports.records.case_record import WORKERS_WORDS, case_record
from supervision_tui.exports.records.consultation_record import consultation_document
from supervision_tui.exports.records.decision_record import decision_document
from supervision_tui.exports.records.direction_note import direction_note
from supervision_tui.exports.records.group_record import group_record
from supervision_tui.exports.records.personal_record import personal_record
from supervision_tui.practice.vocabulary import FileKind
from supervision_tui.practice.wording import full_day
from supervision_tui.records import Acknowledgement, Child, Direction, SupervisionSession
from supervision_tui.screens.on_file.documents import document_of
from supervision_tui.vault.store import Store
from tests.desk.supervision.test_own_forms import group
from tests.exports.test_given_away import read_pdf
from tests.screens.app_under_test import running

MANAGER = Manager(
    name="Ada Marsh", role="team manager", team="Lantern Team", council="Northshire Council"
)
BORN = date(2019, 5, 3)


@pytest.fixture
def signed(demo_store: Store, moment: Moment) -> SignedRecord:
    """A record with directions of a child whose name and date of birth are known.

    The worker has said nothing to it yet.
    """
    demo_store.run(name_manager, MANAGER, moment)

    def of_session(session: Session) -> int:
        directed = session.exec(
            select(Direction)
            .join(SupervisionSession, col(Direction.session_id) == SupervisionSession.id)
            .where(col(SupervisionSession.signed_at).is_not(None))
            .where(col(SupervisionSession.id).not_in(select(Acknowledgement.session_id)))
            .order_by(col(Direction.id).desc())
        ).first()
        assert directed is not None
        child = session.get(Child, directed.child_id)
        assert child is not None
        child.name, child.born = "Sable Ashdown", BORN
        session.commit()
        return directed.session_id or 0

    return demo_store.run(signed_record, demo_store.run(of_session), moment)


def case_of(record: SignedRecord, moment: Moment) -> Document:
    """The case record of the child whose name is known."""
    ref = next(ref for ref, head in record.heads.items() if "Sable Ashdown" in head.whom)
    found = case_record(record, ref, moment.policy)
    assert found is not None
    return found


def test_a_case_record_says_whom_it_is_about_and_who_answers_for_it(
    signed: SignedRecord, moment: Moment
) -> None:
    document = case_of(signed, moment)
    about = "\n".join(document.about)
    assert f"About: Sable Ashdown, {document.title[-6:]}, born {full_day(BORN)}" in about
    assert "Team: Lantern Team, Northshire Council" in about
    assert "Manager: Ada Marsh, team manager" in about
    assert "Signed on " in about


def test_the_directions_of_a_record_are_a_table_in_every_form(
    signed: SignedRecord, moment: Moment
) -> None:
    document = case_of(signed, moment)
    section = next(each for each in document.sections if each.title == "Directions")
    assert section.table is not None
    assert [each.title for each in section.table.columns][:4] == [
        "direction",
        "owner",
        "by",
        "because",
    ]
    text, owner, by, because = (value.text for value in section.table.rows[0][:4])
    assert f"- {text} · owner: {owner} · by: {by} · because: {because}" in to_text(document)
    assert "| direction | owner | by | because |" in to_markdown(document)
    word = docx.Document(io.BytesIO(to_docx(document)))
    cells = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    assert [text, owner, by, because] in [row[:4] for row in cells]


def test_every_page_is_marked_and_numbered_and_there_is_room_for_the_workers_words(
    signed: SignedRecord, moment: Moment, tmp_path: Path
) -> None:
    document = case_of(signed, moment)
    read = read_pdf(tmp_path, to_pdf(document))
    pages = read.split("\f")[:-1]
    assert all(SENSITIVE in page for page in pages)
    assert f"page {len(pages)} of {len(pages)}" in pages[-1]
    assert WORKERS_WORDS in read
    word = docx.Document(io.BytesIO(to_docx(document)))
    assert word.sections[0].header.paragraphs[0].text == SENSITIVE
    assert WORKERS_WORDS in [each.text for each in word.paragraphs]
    assert WORKERS_WORDS not in to_text(document), "what is copied leaves no lines to write on"


def test_once_the_worker_has_said_something_no_room_is_left_for_it(
    signed: SignedRecord, demo_store: Store, moment: Moment
) -> None:
    assert personal_record(signed).room_for == WORKERS_WORDS

    def say(session: Session) -> None:
        session.add(
            Acknowledgement(
                session_id=signed.session_id, says="seen", words="", how="in person",
                said_on=moment.today, recorded_at=moment.now,
            )
        )  # fmt: skip
        session.commit()

    demo_store.run(say)
    again = demo_store.run(signed_record, signed.session_id, moment)
    assert personal_record(again).room_for == ""
    assert case_of(again, moment).room_for == ""


def test_a_child_whose_name_is_not_on_record_is_said_to_be_so(
    demo_store: Store, moment: Moment
) -> None:
    def unnamed(session: Session) -> str:
        child = session.exec(select(Child)).first()
        assert child is not None
        child.name, child.born = None, None
        session.commit()
        return child.ref

    ref = demo_store.run(unnamed)
    head = demo_store.run(child_head, ref)
    assert head.whom == f"name not on record, {ref}, date of birth not on record"


def _decision(store: Store, moment: Moment) -> Document:
    line = store.run(decision_lines, moment)[0]
    return decision_document(store.run(decision_record, line.id, moment), line.children[0])


def _direction(store: Store, moment: Moment) -> Document:
    def number(session: Session) -> int:
        return session.exec(select(Direction.id).order_by(col(Direction.id))).first() or 0

    found = store.run(direction_by_number, store.run(number), moment)
    assert found is not None
    return direction_note(found, store.run(child_head, found.child))


def _consultation(store: Store, moment: Moment) -> Document:
    each: ConsultationLine = next(
        line for line in store.run(consultation_lines, moment) if line.children
    )
    return consultation_document(each, each.children[0], store.run(child_head, each.children[0]))


def _group(store: Store, moment: Moment) -> Document:
    return group_record(group(store, moment))


@pytest.mark.parametrize("made", [_decision, _direction, _consultation, _group])
def test_every_record_for_a_file_is_marked_and_names_team_council_and_manager(
    demo_store: Store, moment: Moment, made: Callable[[Store, Moment], Document]
) -> None:
    demo_store.run(name_manager, MANAGER, moment)
    document = made(demo_store, moment)
    about = "\n".join(document.about)
    assert document.marking == SENSITIVE
    assert "Team: Lantern Team, Northshire Council" in about
    assert "Manager: Ada Marsh, team manager" in about


async def test_every_kind_of_record_is_made_on_the_screen_of_childrens_files(
    demo_store: Store, moment: Moment
) -> None:
    demo_store.run(name_manager, MANAGER, moment)
    every = demo_store.run(file_records_between, date(2025, 1, 1), moment.today, moment)
    of_kind = {each.record.kind: each.record for each in every}
    consulted = next(each for each in demo_store.run(consultation_lines, moment) if each.children)
    of_kind[FileKind.CONSULTATION] = RecordOfChild(
        FileKind.CONSULTATION, consulted.id, consulted.children[0]
    )
    assert set(of_kind) == set(FileKind)
    async with running(demo_store) as (app, _):
        for record in of_kind.values():
            document = await document_of(app.running, record)
            assert document is not None
            assert document.marking == SENSITIVE
            assert "Manager: Ada Marsh, team manager" in document.about
