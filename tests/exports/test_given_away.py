"""What is given away: case records and personal records that never hold a word of each other,
sheets, calendars.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from sqlmodel import Session, col, select

from supervision_tui.desk.moment import Moment
from supervision_tui.desk.supervision.diary import Beside, DiaryEntry, diary, due_days
from supervision_tui.desk.supervision.group_sessions import GroupSession, start_group_session
from supervision_tui.desk.supervision.preparation import add_topic, preparation, session_to_prepare
from supervision_tui.desk.supervision.record_parts import personal_parts
from supervision_tui.desk.supervision.schedule import cancel_session, move_session
from supervision_tui.desk.supervision.signed_record import SignedRecord, amend_record, signed_record
from supervision_tui.desk.undo import take_back
from supervision_tui.exports.documents.document import Document, Form, Section
from supervision_tui.exports.documents.markdown import to_markdown
from supervision_tui.exports.documents.markdown_text import blocks_of, plain_text
from supervision_tui.exports.documents.pdf import to_pdf
from supervision_tui.exports.documents.text import to_text
from supervision_tui.exports.output_path import check_target, written
from supervision_tui.exports.records.calendar import to_icalendar, week_page
from supervision_tui.exports.records.case_record import case_record, case_records
from supervision_tui.exports.records.personal_record import personal_record
from supervision_tui.exports.records.preparation_sheet import preparation_sheet
from supervision_tui.exports.writing import in_form, not_shown
from supervision_tui.practice.vocabulary import CancelReason, SessionKind
from supervision_tui.records import Child, SupervisionSession, Worker
from supervision_tui.vault.errors import VaultError
from supervision_tui.vault.store import Store
from tests.conftest import needs

MARKED = "zzpersonalzz"


def case_words(record: SignedRecord) -> set[str]:
    """Every text of the case records, as it was typed."""
    found = set()
    for each in record.discussions:
        found |= {
            each.voice,
            each.known,
            each.not_known,
            each.view,
            each.decision,
            each.contingency,
            each.pace,
        }
        found |= {*each.stages.values(), *(direction.text for direction in each.directions)}
    return {text for text in found if len(text) > 3}


def personal_words(record: SignedRecord) -> set[str]:
    return {text for _, text in personal_parts(record)} | {
        word.words for word in record.words if word.words
    }


def test_in_a_whole_year_no_record_holds_a_word_of_the_other(
    unchanged_demo: Store, moment: Moment
) -> None:
    refs = unchanged_demo.run(_refs)
    signed = unchanged_demo.run(_signed)
    assert len(signed) > 100
    for session_id in signed:
        record = unchanged_demo.run(signed_record, session_id, moment)
        own = to_markdown(personal_record(record)) + to_text(personal_record(record))
        assert not [text for text in case_words(record) if text in own]
        assert not re.findall(r"\bC-\d{4}\b", own)
        for document in case_records(record, moment.policy):
            written = to_markdown(document) + to_text(document)
            assert not [text for text in personal_words(record) if text in written]
            others = refs - {document.title.rpartition(" ")[2]}
            assert not others & set(re.findall(r"\bC-\d{4}\b", written)), "nor another child's"


def test_an_amendment_goes_with_its_own_record_alone(demo_store: Store, moment: Moment) -> None:
    session_id = demo_store.run(_signed)[-1]
    record = demo_store.run(signed_record, session_id, moment)
    ref = record.discussions[0].ref
    demo_store.run(amend_record, session_id, None, "later", MARKED, moment=moment)
    demo_store.run(amend_record, session_id, ref, "later", "casewordscase", moment=moment)
    record = demo_store.run(signed_record, session_id, moment)
    case = case_record(record, ref, moment.policy)
    assert case is not None
    assert MARKED not in to_text(case)
    assert "casewordscase" in to_text(case)
    assert MARKED in to_text(personal_record(record))
    assert "casewordscase" not in to_text(personal_record(record))


@pytest.mark.outside
def test_a_pdf_is_read_by_a_real_reader_with_the_letters_people_write(
    tmp_path: Path, policy_words: str
) -> None:
    reader = needs("pdftotext")
    target = tmp_path / "record.pdf"
    with written({target: in_form(_document(policy_words), Form.PDF)}, tmp_path / "vault.db"):
        pass
    assert target.stat().st_mode & 0o777 == 0o600
    read = subprocess.run(
        [reader, "-layout", str(target), "-"], capture_output=True, text=True, check=True
    ).stdout
    for word in ("Święcka", "£20", "– a dash", "“quoted”", "Ελένη", "Наталя", "one", "two", "1 of"):
        assert word in read
    assert "**" not in read
    assert "\x1b" not in read


def test_a_pdf_takes_any_text(policy_words: str) -> None:
    for text in ("😀" * 50, "x" * 10_000, "\x1b[2J\x00", "عربي", "", "- " * 200, "```\ncode\n```"):
        assert in_form(_document(text), Form.PDF).startswith(b"%PDF")


@given(st.text(max_size=300))
def test_any_text_comes_through_as_blocks_and_plain_text(text: str) -> None:
    blocks_of(text)
    plain_text(text)


def test_plain_text_pastes_without_signs() -> None:
    pasted = to_text(_document("Seen **alone**\non the 3rd\n\n- one\n- two"))
    assert "**" not in pasted
    assert "Seen alone\non the 3rd\n· one\n· two" in pasted


def test_a_document_is_never_written_over_the_vault_nor_through_a_link(tmp_path: Path) -> None:
    vault = tmp_path / "supervision.db"
    vault.write_bytes(b"the vault")
    link = tmp_path / "link.md"
    link.symlink_to(vault)
    for target in (vault, link, tmp_path / "nowhere" / "x.md", tmp_path):
        with pytest.raises(VaultError):
            check_target(target, vault, replaces=True)
    assert vault.read_bytes() == b"the vault"


def test_the_sheet_for_the_worker_holds_references_and_initials_only(
    demo_store: Store, moment: Moment
) -> None:
    session_id = demo_store.run(session_to_prepare, 1, moment)
    names = demo_store.run(_names)
    child = demo_store.run(preparation, session_id, moment).lines
    name = next(line.name for line in child.values() if line.name)
    demo_store.run(add_topic, session_id, f"what {name} said", moment)
    sheet = to_text(
        preparation_sheet(demo_store.run(preparation, session_id, moment), moment.today)
    )
    assert not [part for name in names for part in name.split() if re.search(rf"\b{part}\b", sheet)]
    assert re.search(r"what (C-\d{4}|…|\S+\.) said", sheet)
    assert "No time this time" in sheet.title() or "NO TIME THIS TIME" in sheet


# The diary


def test_a_calendar_holds_no_name_and_each_session_once(
    unchanged_demo: Store, moment: Moment
) -> None:
    from icalendar import Calendar

    entries = unchanged_demo.run(diary, moment.today, moment.today + timedelta(weeks=8), moment)
    content = to_icalendar(entries, moment.now)
    names = {part for name in unchanged_demo.run(_names) for part in name.split()}
    assert not [name for name in names if name.encode() in content]
    read = Calendar.from_ical(content)
    events = [part for part in read.walk() if part.name == "VEVENT"]
    assert len(events) == len(entries) > 10
    assert {str(event["class"]) for event in events} == {"PRIVATE"}
    assert len({str(event["uid"]) for event in events}) == len(events)
    again = to_icalendar(
        unchanged_demo.run(diary, moment.today, moment.today + timedelta(weeks=8), moment),
        moment.now,
    )
    assert again == content, "the same file again: no calendar gets anything twice"


def test_ten_o_clock_stays_ten_o_clock_when_the_clocks_change(
    unchanged_demo: Store, moment: Moment
) -> None:
    from icalendar import Calendar

    entries = unchanged_demo.run(diary, moment.today, moment.today + timedelta(weeks=8), moment)
    read = Calendar.from_ical(to_icalendar(entries, moment.now))
    starts = {
        str(part["uid"]): part.decoded("dtstart") for part in read.walk() if part.name == "VEVENT"
    }
    timed = [entry for entry in entries if entry.time]
    assert {entry.on < date(2026, 3, 29) for entry in timed} == {True, False}
    for entry in timed:
        assert starts[entry.uid].utcoffset() == timedelta(0), (
            "no program needs a table of the hour's changes"
        )
        here = starts[entry.uid].astimezone(ZoneInfo("Europe/London"))
        assert f"{here:%Y-%m-%d %H:%M}" == f"{entry.on} {entry.time}"


def test_a_calendar_needs_no_table_and_says_its_name(unchanged_demo: Store, moment: Moment) -> None:
    entries = unchanged_demo.run(diary, moment.today, moment.today + timedelta(weeks=8), moment)
    untimed = replace(entries[0], time="")
    text = to_icalendar([untimed, *entries[1:]], moment.now, "Lantern Team").decode()
    assert "VTIMEZONE" not in text and "TZID" not in text
    assert "X-WR-CALNAME:Supervision · Lantern Team" in text
    first, second = text.split("BEGIN:VEVENT")[1:3]
    assert "TRANSP:TRANSPARENT" in first and "DTSTART;VALUE=DATE" in first
    assert "TRANSP:OPAQUE" in second
    assert "LAST-MODIFIED:20260302T100000Z" in second


def test_a_session_that_moves_counts_up_and_never_back(demo_store: Store, moment: Moment) -> None:
    def entry() -> DiaryEntry:
        days = demo_store.run(diary, moment.today, moment.today + timedelta(weeks=8), moment)
        return next(each for each in days if each.uid == uid)

    weeks = moment.today + timedelta(weeks=8)
    uid = next(
        each.uid
        for each in demo_store.run(diary, moment.today, weeks, moment)
        if each.state == "planned"
    )
    before = entry()
    number = demo_store.run(_session_of, before.on, before.time)
    demo_store.run(move_session, number, "thu", "", "court", moment=moment)
    moved = entry()
    assert moved.sequence > before.sequence
    take_back(demo_store, moment)
    assert entry().on == before.on
    assert entry().sequence > moved.sequence, "what was taken back is a change for a calendar"
    demo_store.run(cancel_session, number, CancelReason.WORKLOAD, moment)
    cancelled = entry().sequence
    take_back(demo_store, moment)
    assert entry().state == "planned"
    assert entry().sequence > cancelled


def test_a_group_that_is_moved_by_another_of_it_counts_up(
    demo_store: Store, moment: Moment
) -> None:
    lead = demo_store.run(
        start_group_session, GroupSession(SessionKind.GROUP, 1, demo_store.run(_second), ""), moment
    )

    def entry() -> DiaryEntry:
        found = demo_store.run(diary, moment.today, moment.today + timedelta(weeks=8), moment)
        return next(
            each for each in found if each.kind is SessionKind.GROUP and each.initials == "all"
        )

    before = entry()
    demo_store.run(move_session, lead + 1, "thu", "", "court", moment=moment)
    assert entry().on != before.on
    assert entry().sequence > before.sequence


def test_what_is_due_stands_beside_the_sessions_where_it_is_asked_for(
    demo_store: Store, moment: Moment
) -> None:
    last = moment.today + timedelta(weeks=8)
    assert demo_store.run(due_days, moment.today, last, (), moment) == []
    found = demo_store.run(due_days, moment.today, last, tuple(Beside), moment)
    names = {part for name in demo_store.run(_names) for part in name.split()}
    assert any(re.fullmatch(r"\d+ directions? due", each.says) for each in found)
    text = to_icalendar((), moment.now, due=found).decode()
    assert not [name for name in names if name in text]
    assert text.count("TRANSP:TRANSPARENT") == len(found)


def _second(session: Session) -> str:
    """The name of a worker beside the first."""
    return session.exec(select(Worker).where(Worker.id == 2)).one().name


def _session_of(session: Session, on: date, time: str) -> int:
    rows = select(SupervisionSession).where(SupervisionSession.planned_on == on)
    return next(row.id or 0 for row in session.exec(rows) if row.planned_time == time)


@pytest.mark.outside
def test_a_real_calendar_program_reads_it(
    unchanged_demo: Store, moment: Moment, tmp_path: Path
) -> None:
    program = needs("calcurse")
    entries = unchanged_demo.run(diary, moment.today, moment.today + timedelta(weeks=8), moment)
    file = tmp_path / "supervision.ics"
    file.write_bytes(to_icalendar(entries, moment.now))
    home = ["-D", str(tmp_path / "calcurse"), "-C", str(tmp_path / "conf")]
    subprocess.run([program, *home, "-q", "-i", str(file)], capture_output=True, check=True)
    asked = [program, *home, "-Q", "--from", "03/02/2026", "--days", "60", "--filter-type", "cal"]
    read = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert read.count("Supervision ") == len(entries)


def test_the_week_is_a_page_with_every_working_day(unchanged_demo: Store, moment: Moment) -> None:
    entries = unchanged_demo.run(diary, moment.today, moment.today + timedelta(days=6), moment)
    page = week_page(entries, moment.today, "Lantern Team")
    assert [section.title[:3] for section in page.sections] == ["Mon", "Tue", "Wed", "Thu", "Fri"]
    written = to_text(page)
    assert all(entry.initials in written for entry in entries)


@pytest.fixture
def policy_words() -> str:
    return "Seen **alone** by Święcka, Ελένη and Наталя: £20 – a dash, “quoted”.\n\n- one\n- two"


def _document(text: str) -> Document:
    return Document(
        "A record",
        "record",
        ["about"],
        [Section("Heading", [("Label", text), ("", text)])],
        foot="the foot",
    )


def _signed(session: Session) -> list[int]:
    rows = session.exec(
        select(SupervisionSession).where(col(SupervisionSession.signed_at).is_not(None))
    )
    return [row.id or 0 for row in rows]


def _refs(session: Session) -> set[str]:
    return {child.ref for child in session.exec(select(Child))}


def _names(session: Session) -> list[str]:
    return [child.name or "" for child in session.exec(select(Child))] + [
        w.name for w in session.exec(select(Worker))
    ]


def test_a_stage_that_a_service_has_taken_away_is_still_given_away(
    unchanged_demo: Store, moment: Moment
) -> None:
    record = unchanged_demo.run(signed_record, unchanged_demo.run(_signed)[-1], moment)
    each = next(each for each in record.discussions if each.stages.get("analysis"))
    case = case_record(record, each.ref, replace(moment.policy, models={}))
    assert case is not None
    assert each.stages["analysis"] in to_text(case)


# A PDF, as a reader has it


def read_pdf(folder: Path, content: bytes) -> str:
    """The text of a PDF, as laid out."""
    file = folder / "read.pdf"
    file.write_bytes(content)
    asked = [needs("pdftotext"), "-layout", str(file), "-"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout


@pytest.mark.outside
def test_a_blank_line_between_paragraphs_stays_one(tmp_path: Path) -> None:
    document = _document("First paragraph.\n\nSecond paragraph.\nIts second line.\n\n- one\n- two")
    read = read_pdf(tmp_path, in_form(document, Form.PDF))
    assert re.search(r"First paragraph\.\n\s*\n\s*Second paragraph\.\n\s*Its second line\.", read)
    text = to_text(document)
    assert "First paragraph.\n\nSecond paragraph.\nIts second line.\n· one\n· two" in text


@pytest.mark.outside
def test_no_foot_of_a_page_is_cut(tmp_path: Path) -> None:
    stamp = [("For", "the manager of a team with a long name"), ("Period", "Mon 1 Dec 2025 to Mon "
        "2 Mar 2026"),
             ("Hidden", "counts below 5 and what would tell them, with n below 10"), ("Version",
             "supervision-tui"),
             ("Policy", "2026-11-28 of the service, with its own words"), ("Last",
             "the very end")]  # fmt: skip
    title = "All that is held of " + "Quillfeather Loomfield Nettlebeck " * 6 + "to the end"
    read = " ".join(read_pdf(tmp_path, to_pdf(Document(title, "r", stamp=stamp))).split())
    assert read.count("Last: the very end") == 2, "in the head and at the foot"
    assert read.count("to the end · page 1 of 1") == 1


def test_letters_that_the_font_lacks_are_told_with_the_form_that_has_them(tmp_path: Path) -> None:
    document = _document("She said ਮੈਂ ਠੀਕ ਹਾਂ")
    says = not_shown(document, Form.PDF)
    assert re.fullmatch(
        r"\d+ letters or signs are not to be had in a PDF .* The Markdown form has them\.", says
    )
    assert not_shown(document, Form.MARKDOWN) == ""
    assert not_shown(_document("Święcka, Ελένη, Наталя, £20 – “quoted”"), Form.PDF) == ""
    assert says in " ".join(read_pdf(tmp_path, in_form(document, Form.PDF)).split())


@pytest.mark.outside
@pytest.mark.parametrize("name", ["שלום", "محمد"])
def test_letters_from_the_right_are_told_and_never_reversed(tmp_path: Path, name: str) -> None:
    document = _document(f"Her name is {name} at home")
    assert not_shown(document, Form.PDF).startswith("8 letters or signs are not to be had")
    assert "Her name is ???? at home" in read_pdf(tmp_path, in_form(document, Form.PDF))


@pytest.mark.outside
def test_a_table_that_was_pasted_keeps_its_columns_apart(tmp_path: Path) -> None:
    document = _document("Weights:\t12\t7\r\n3 Oct\tMum called")
    assert not_shown(document, Form.PDF) == ""
    text = read_pdf(tmp_path, in_form(document, Form.PDF))
    assert "Weights: 12 7\n3 Oct Mum called" in text


SENDERS = [
    "<script>alert(1)</script>", "<img src=http://example.org/x>",
    "[press here](http://example.org)",
    "![a picture](http://example.org/x.png)", "<http://example.org>", "[ref]: http://example.org "
        "'x'\n\n[ref]",
    r"\\[a](http://example.org)", "<!-- hidden -->", "<div>\nopen", "see https://example.org and "
        "www.example.org",
]  # fmt: skip


@pytest.mark.parametrize("text", SENDERS)
def test_html_links_and_pictures_of_a_sender_are_text_in_a_markdown_document(text: str) -> None:
    first = text.splitlines()[0]
    document = Document(first, "name", (text,), [Section(first, [(first, text)])], foot=text)
    html = MarkdownIt("commonmark", {"html": True}).render(to_markdown(document))
    assert set(re.findall(r"<(/?[a-z!]\w*)", html)) <= {
        "h1", "/h1", "h2", "/h2", "p", "/p", "br", "strong", "/strong", "hr",
    }  # fmt: skip
    assert "://" not in to_markdown(document).replace("\\://", "")


def test_what_a_manager_set_in_bold_or_as_a_list_stays_so_in_markdown() -> None:
    text = "Agreed **at once**:\n\n- a visit\n- a call\n\n*Then* again. 3 < 5 & 7 > 2"
    document = Document("T", "name", (), [Section("", [("", text)])])
    html = MarkdownIt("commonmark", {"html": True}).render(to_markdown(document))
    assert "<strong>at once</strong>" in html
    assert html.count("<li>") == 2
    assert "3 &lt; 5 &amp; 7 &gt; 2" in html
