"""The summary in every form, opened by the programs that people really have."""

from __future__ import annotations

import csv
import html
import json
import re
import stat
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
import python_calamine
from sqlmodel import Session, col, select

from supervision_tui.cli.main import main
from supervision_tui.desk.moment import Moment
from supervision_tui.exports.documents.csv_files import safe_cell
from supervision_tui.exports.documents.document import (
    Chart,
    Column,
    Document,
    Form,
    Kind,
    Section,
    Series,
    Table,
    Value,
)
from supervision_tui.exports.documents.xlsx import to_xlsx
from supervision_tui.exports.encryption import Encryption
from supervision_tui.exports.oversight.export import Wanted, export_summary, published_summary
from supervision_tui.exports.oversight.free_text import TextName
from supervision_tui.exports.oversight.json_shape import to_json
from supervision_tui.exports.oversight.publish import Audience, Published, band_of
from supervision_tui.exports.oversight.report import as_report
from supervision_tui.practice.days.period import Period
from supervision_tui.vault.errors import VaultError
from supervision_tui.vault.journal_entry import JournalEntry
from supervision_tui.vault.store import Store
from tests.browser import page_after_axe
from tests.conftest import PASSPHRASE, needs

PERIOD = Period(date(2025, 12, 1), date(2026, 3, 2))
SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "oversight.schema.json").read_text("utf-8")
)
ALL_TEXTS = tuple(TextName)
SENTENCE = "a plain sentence for a file"


def written(
    store: Store,
    moment: Moment,
    form: Form,
    out: Path,
    audience: Audience = Audience.PSW,
    encryption: Encryption | None = None,
) -> Path:
    export_summary(
        store,
        Wanted(PERIOD, audience, None, ALL_TEXTS),
        form,
        out=out,
        moment=moment,
        encryption=encryption or Encryption(),
    )
    return out


def published(store: Store, moment: Moment, audience: Audience = Audience.PSW) -> Published:
    return published_summary(store, Wanted(PERIOD, audience, None, ALL_TEXTS), moment)


def headings(found: Published) -> list[str]:
    return [section.title for section in as_report(found).sections]


@pytest.mark.parametrize("audience", list(Audience))
def test_the_json_is_valid_under_its_published_schema(
    demo_store: Store, moment: Moment, tmp_path: Path, audience: Audience
) -> None:
    document = json.loads(
        written(demo_store, moment, Form.JSON, tmp_path / "s.json", audience).read_text("utf-8")
    )
    import jsonschema  # which takes two seconds to load

    jsonschema.Draft202012Validator(SCHEMA).validate(document)


@pytest.mark.outside
def test_pdftotext_reads_every_heading_and_the_letters(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    pdf = written(demo_store, moment, Form.PDF, tmp_path / "s.pdf", Audience.MANAGER)
    read = subprocess.run(
        [needs("pdftotext"), "-layout", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    plain = " ".join(read.split())
    for heading in headings(published(demo_store, moment, Audience.MANAGER)):
        assert heading in plain
    assert "Period: Mon 1 Dec 2025 to Mon 2 Mar 2026" in plain
    assert b"/Lang (en-GB)" in pdf.read_bytes()
    assert b"/Outlines" in pdf.read_bytes()


@pytest.mark.outside
def test_the_font_in_the_pdf_has_pounds_dashes_and_polish_letters(tmp_path: Path) -> None:
    from supervision_tui.exports.documents.pdf import to_pdf

    text = "£40 – “Zażółć gęślą jaźń”, Łukasz"
    table = Table("t", (Column(""), Column("n", Kind.NUMBER)), [(Value(text), Value("1", 1))])
    out = tmp_path / "p.pdf"
    section = Section(text, key="s", says=(text,), table=table)
    out.write_bytes(to_pdf(Document(text, "p", sections=[section], stamp=[("For", "nobody")])))
    read = subprocess.run(
        [needs("pdftotext"), out, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert read.count("Zażółć gęślą jaźń") >= 4


def test_word_has_headings_tables_that_go_on_and_pictures_with_words(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    import docx

    found = docx.Document(str(written(demo_store, moment, Form.DOCX, tmp_path / "s.docx")))
    headings = [
        each.text
        for each in found.paragraphs
        if each.style is not None and str(each.style.name).startswith("Heading")
    ]
    report = as_report(published(demo_store, moment))
    assert headings[: len(report.sections)] == [each.title for each in report.sections]
    tables = [each.table for each in report.sections if each.table is not None]
    assert len(found.tables) == len(tables)
    for made, table in zip(found.tables, tables, strict=True):
        assert "w:tblHeader" in made.rows[0]._tr.xml  # it comes again on each page
        assert len(made.rows) == len(table.rows) + 1
    pictures = [shape._inline.docPr.get("descr") for shape in found.inline_shapes]
    assert len(pictures) > 3
    assert all(pictures)
    assert found.core_properties.language == "en-GB"
    assert "PAGE" in found.sections[0].footer._element.xml


@pytest.mark.outside
def test_libreoffice_opens_word_and_shows_every_heading(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    file = written(demo_store, moment, Form.DOCX, tmp_path / "s.docx", Audience.MANAGER)
    profile = f"-env:UserInstallation=file://{tmp_path}/office"
    convert = ["--headless", "--convert-to", "pdf", "--outdir", str(tmp_path / "out"), str(file)]
    subprocess.run(
        [needs("soffice"), profile, *convert], capture_output=True, timeout=300, check=True
    )
    read = subprocess.run(
        [needs("pdftotext"), "-layout", tmp_path / "out" / "s.pdf", "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    plain = " ".join(read.split())
    for heading in headings(published(demo_store, moment, Audience.MANAGER)):
        assert heading in plain
    assert "page 1 of" in plain


@pytest.mark.outside
def test_libreoffice_opens_the_workbook_and_converts_it(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    book = written(demo_store, moment, Form.XLSX, tmp_path / "s.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [
        needs("soffice"),
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path / "out"),
        str(book),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=300)
    text = subprocess.run(
        [needs("pdftotext"), tmp_path / "out" / "s.pdf", "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Oversight of supervision" in text.stdout
    assert "Share with the child's voice" in text.stdout


def test_the_workbook_has_a_sheet_a_section_frozen_headers_and_charts(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    book = written(demo_store, moment, Form.XLSX, tmp_path / "s.xlsx")
    sheets = python_calamine.CalamineWorkbook.from_path(str(book)).sheet_names
    assert sheets == [
        "About",
        *(heading[:31].strip() for heading in headings(published(demo_store, moment))),
    ]
    with zipfile.ZipFile(book) as archive:
        names = archive.namelist()
        parts = [
            archive.read(name).decode()
            for name in names
            if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)
        ]
    assert sum('state="frozen"' in part for part in parts) >= 8
    assert sum(name.startswith("xl/charts/chart") for name in names) >= 5


def test_no_text_becomes_a_formula_or_a_link() -> None:
    nasty = [
        '=HYPERLINK("http://x","y")',
        "+1+1",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "http://example.org/",
        "mailto:a@b.c",
    ]
    table = Table(
        "t", (Column(nasty[0]), Column("b")), [(Value(text), Value(text)) for text in nasty]
    )
    chart = Chart(
        nasty[0], nasty, [Series(nasty[0], [1.0] * len(nasty))], is_share=False, says=nasty[0]
    )
    section = Section(nasty[0], key="s", says=nasty, table=table, chart=chart)
    stamp = [(nasty[0], nasty[0])]
    book = to_xlsx(Document(nasty[0], "n", sections=[section], stamp=stamp))
    with zipfile.ZipFile(__import__("io").BytesIO(book)) as archive:
        sheets = b"".join(
            archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")
        )
    assert b"<f>" not in sheets
    assert b"<hyperlink" not in sheets
    assert all(safe_cell(text)[0] == "'" for text in nasty[:5] if text.strip() == text)


@pytest.mark.outside
@pytest.mark.parametrize(
    "audience",
    [Audience.PSW, pytest.param(Audience.MANAGER, marks=pytest.mark.hard("a browser once more"))],
)
def test_axe_finds_nothing_in_the_html(
    demo_store: Store, moment: Moment, tmp_path: Path, audience: Audience
) -> None:
    page = written(demo_store, moment, Form.HTML, tmp_path / "s.html", audience).read_text("utf-8")
    assert "<script" not in page
    assert not re.findall(r"""(?:src|href)=["'](?!#)""", page)
    found = page_after_axe(page, tmp_path)
    assert found["passes"] > 20
    assert [each for each in found["violations"] if each["impact"] in ("serious", "critical")] == []
    assert found["violations"] == []


def test_every_form_says_for_whom_which_period_what_is_hidden_and_which_version(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    for form in (Form.MARKDOWN, Form.HTML, Form.CSV):
        text = written(demo_store, moment, form, tmp_path / f"s{form.ending}").read_text("utf-8")
        for stamp in (
            "Mon 1 Dec 2025 to Mon 2 Mar 2026",
            "psw",
            "counts below 5",
            "supervision-tui 0",
            "2026-11",
        ):
            assert stamp in html.unescape(text), (form, stamp)


def test_csv_is_a_file_a_section_with_a_cover_readable_by_us_alone(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    cover = written(demo_store, moment, Form.CSV, tmp_path / "s.csv")
    found = as_report(published(demo_store, moment))
    for section in found.sections:
        path = tmp_path / f"s-{section.key}.csv"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
        assert len(rows) == (len(section.table.rows) + 1 if section.table else 0) + len(
            section.items
        ) + (len(section.says) if section.table is None else 0) + len(section.numbered) + len(
            section.drawings
        )
        assert f"{section.key}.csv" in cover.read_text("utf-8-sig")


def test_a_closed_csv_is_one_archive(demo_store: Store, moment: Moment, tmp_path: Path) -> None:
    import pyrage

    out = written(
        demo_store,
        moment,
        Form.CSV,
        tmp_path / "s.csv.age",
        encryption=Encryption(password=SENTENCE),
    )
    opened = pyrage.passphrase.decrypt(out.read_bytes(), SENTENCE)
    with zipfile.ZipFile(__import__("io").BytesIO(opened)) as archive:
        assert archive.namelist()[0] == "about.csv"
        assert "compliance.csv" in archive.namelist()
    assert list(tmp_path.glob("s-*.csv")) == []


@pytest.mark.outside
def test_the_age_program_opens_what_was_encrypted_for_its_key(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    identity = tmp_path / "key.txt"
    subprocess.run([needs("age-keygen"), "-o", identity], capture_output=True, check=True)
    recipient = re.findall(r"age1\w+", identity.read_text("utf-8"))[0]
    out = written(
        demo_store,
        moment,
        Form.JSON,
        tmp_path / "s.json.age",
        encryption=Encryption(recipient=recipient),
    )
    assert b"oversight" not in out.read_bytes()
    opened = subprocess.run(
        [needs("age"), "--decrypt", "-i", identity, out], capture_output=True, check=True
    ).stdout
    assert json.loads(opened)["schema"] == "supervision-tui/oversight/1"


@pytest.mark.outside
def test_excel_files_ask_for_their_password_as_a_real_reader_sees(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    import msoffcrypto

    out = written(
        demo_store, moment, Form.XLSX, tmp_path / "s.xlsx", encryption=Encryption(password=SENTENCE)
    )
    with out.open("rb") as file:
        office = msoffcrypto.OfficeFile(file)
        assert office.is_encrypted()
        office.load_key(password=SENTENCE)
        with (tmp_path / "open.xlsx").open("wb") as opened:
            office.decrypt(opened)
    assert (
        python_calamine.CalamineWorkbook.from_path(str(tmp_path / "open.xlsx")).sheet_names[0]
        == "About"
    )
    profile = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [
        needs("soffice"),
        profile,
        "--headless",
        "--convert-to",
        "csv",
        "--outdir",
        str(tmp_path / "out"),
        str(out),
    ]
    subprocess.run(command, capture_output=True, check=False, timeout=300)
    assert not list((tmp_path / "out").glob("*.csv"))  # without the password it is not opened


@pytest.mark.parametrize(
    ("encryption", "says"),
    [
        (Encryption(recipient="age1notakey"), "no public key"),
        (Encryption(recipient="AGE-SECRET-KEY-1ABC"), "no public key"),
        (Encryption(password="short"), "fewer than 10"),
    ],
)
def test_a_wrong_key_or_a_short_password_is_refused_and_nothing_is_written(
    unchanged_demo: Store, moment: Moment, tmp_path: Path, encryption: Encryption, says: str
) -> None:
    with pytest.raises(VaultError, match=says):
        written(unchanged_demo, moment, Form.JSON, tmp_path / "s.json", encryption=encryption)
    assert not (tmp_path / "s.json").exists()


def test_what_a_manager_wrote_leaves_only_where_it_was_asked_for(
    demo_store: Store, moment: Moment
) -> None:
    def told(texts: tuple[TextName, ...]) -> list[str]:
        found = published_summary(demo_store, Wanted(PERIOD, Audience.MANAGER, None, texts), moment)
        return [row.says for row in found.statuses if row.says]

    assert told((TextName.RESPONSES,))
    assert not told(())


def test_an_empty_password_closes_nothing_and_is_refused(
    demo_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words, empty, out = tmp_path / "words", tmp_path / "empty", tmp_path / "a.pdf"
    words.write_text(PASSPHRASE, "utf-8")
    empty.write_text("", "utf-8")
    asked = [
        "export",
        "oversight",
        "--from",
        "2026-01-01",
        "--to",
        "2026-01-31",
        "--format",
        "pdf",
        "--out",
        str(out),
    ]
    status = main(
        [
            "--vault",
            str(demo_path),
            "--passphrase-file",
            str(words),
            *asked,
            "--password-file",
            str(empty),
        ]
    )
    assert status != 0
    assert not out.exists()
    assert "is empty" in capsys.readouterr().err


def test_every_file_is_in_the_journal_with_its_hash(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    import hashlib

    out = written(demo_store, moment, Form.CSV, tmp_path / "s.csv", Audience.EXTERNAL)

    def noted(session: Session) -> list[tuple[str, str, str]]:
        entries = session.exec(
            select(JournalEntry).where(col(JournalEntry.verb) == "export oversight")
        )
        return [(each.subject, each.detail, each.actor) for each in entries]

    entries = demo_store.run(noted)
    digest = hashlib.sha256(out.read_bytes()).hexdigest()
    assert ("audience external", f"sha256 {digest}", "manager") in entries
    assert len(entries) == len(list(tmp_path.glob("s*.csv")))


def test_codes_are_kept_for_a_reader_who_was_promised_them_and_the_journal_says_so(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    codes = []
    for number, keeps in enumerate((True, True, False)):
        out = tmp_path / f"{number}.json"
        wanted = Wanted(PERIOD, Audience.PSW, keeps_codes=keeps)
        export_summary(demo_store, wanted, Form.JSON, out, moment)
        rows = json.loads(out.read_text("utf-8"))["children_past_interval"]
        codes.append({row["child"] for row in rows})
    first, again, anew = codes
    assert first and first == again
    assert not first & anew

    def told(session: Session) -> list[bool]:
        entries = session.exec(select(JournalEntry).where(col(JournalEntry.verb) == "told"))
        return [each.detail.endswith("codes kept") for each in entries]

    assert demo_store.run(told) == [True, True, False]


def test_a_summary_by_code_tells_no_day_of_a_response_and_bands_of_days(
    demo_store: Store, moment: Moment
) -> None:
    coded, named = (
        published(demo_store, moment, each) for each in (Audience.PSW, Audience.MANAGER)
    )
    assert any(re.search(r"\d{4}-\d{2}-\d{2}", row.response) for row in named.statuses)
    assert not any(re.search(r"\d", row.response) for row in coded.statuses)
    assert {row.age_days for row in coded.children} == {None}
    assert {row.band for row in coded.children} <= {
        "under 28 days",
        "28 to 41 days",
        "42 to 55 days",
        "56 days and more",
    }
    assert [row.child for row in coded.children if row.band] == [
        row.child for row in coded.children
    ]
    assert all(row.age_days and not row.band for row in named.children)
    for found, tells in ((coded, False), (named, True)):  # the longest of all is of one child
        longest = [
            line.now
            for section in found.sections
            for line in section.lines
            if line.key == "gap.longest"
        ]
        assert [figure.value is not None and not figure.suppressed for figure in longest] == [tells]
    rows = json.loads(to_json(coded))["children_past_interval"]
    assert rows and all(row["age_days"] is None and row["band"] for row in rows)


@pytest.mark.parametrize(
    ("days", "band"),
    [(27, "under 28 days"), (28, "28 to 41 days"), (42, "42 to 55 days"), (56, "56 days and more")],
)
def test_the_edges_of_the_bands(days: int, band: str) -> None:
    assert band_of(days) == band
