"""The tagged PDF, as an outside program reads its structure: headings, lists, tables, pictures."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from supervision_tui.cli.leaving import DOCUMENTS, form_of
from supervision_tui.exports.documents.document import (
    RECORD_FORMS,
    SENSITIVE,
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
from supervision_tui.exports.documents.tagged_pdf import NoTypst, to_tagged_pdf, typst_source
from supervision_tui.exports.writing import in_form, offered
from tests.conftest import needs

TABLE = Table(
    "Held",
    [Column("team"), Column("held", Kind.FIGURE)],
    [[Value("Assessment"), Value("95 %", 0.95, 40, is_share=True)]],
)
CHART = Chart("Held", ["sessions"], [Series("now", [4.0])], False, "Held: sessions 4.")
WHOLE = Document(
    title="Oversight of supervision",
    name="whole",
    about=["Lantern Team"],
    sections=[
        Section("What to know", numbered=[("Nothing is worse", " than usual.")], is_compact=True),
        Section("Figures", table=TABLE, chart=CHART, items=["one", "two"]),
        Section("", [("Voice", "She **said** it.\n\n- first\n- second")]),
    ],
    marking=SENSITIVE,
    room_for="The worker's own words",
)


def structure(folder: Path, content: bytes) -> str:
    """The tags of a PDF with their texts."""
    file = folder / "tagged.pdf"
    file.write_bytes(content)
    asked = [needs("pdfinfo"), "-struct-text", str(file)]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout


def facts(folder: Path, content: bytes) -> str:
    """What a PDF says of itself."""
    file = folder / "facts.pdf"
    file.write_bytes(content)
    asked = [needs("pdfinfo"), str(file)]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout


@pytest.mark.outside
def test_every_part_bears_its_tag(tmp_path: Path) -> None:
    found = structure(tmp_path, to_tagged_pdf(WHOLE))
    for tag in ("H1", "Table", "THead", "TH", "TD", "L", "LI", "Figure", "P"):
        assert re.search(rf"^\s*{tag}\b", found, re.MULTILINE), tag
    header = found.partition("THead")[2].partition("TBody")[0]
    assert '"team"' in header
    assert '"held"' in header


@pytest.mark.outside
def test_it_says_title_and_that_it_is_tagged(tmp_path: Path) -> None:
    found = facts(tmp_path, to_tagged_pdf(WHOLE))
    assert re.search(r"^Title:\s+Oversight of supervision$", found, re.MULTILINE)
    assert re.search(r"^Tagged:\s+yes$", found, re.MULTILINE)


@pytest.mark.outside
def test_no_text_is_taken_for_the_language_of_the_engine(tmp_path: Path) -> None:
    typed = '#set page(width: 1cm) "quoted" \\ #read("/etc/hostname") $x^2$ *not* <label> @ref'
    document = Document(
        typed, "hostile", [typed], [Section(typed, [(typed, typed)], items=[typed])], marking=typed
    )
    found = structure(tmp_path, to_tagged_pdf(document))
    assert '#read("/etc/hostname")' in " ".join(found.split())
    assert re.search(r"^Page size:\s+595", facts(tmp_path, to_tagged_pdf(document)), re.MULTILINE)


def test_every_text_of_the_source_is_a_string() -> None:
    source = typst_source(Document("a", "a", ['" + read("/etc/hostname") + "']))
    assert '#quiet("\\" + read(\\"/etc/hostname\\") + \\"")' in source


def test_a_document_without_content_is_written() -> None:
    assert to_tagged_pdf(Document("Empty", "empty")).startswith(b"%PDF-")


def test_without_its_engine_it_is_not_offered_and_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Form.TAGGED_PDF in offered(RECORD_FORMS)
    monkeypatch.setitem(sys.modules, "typst", None)
    monkeypatch.setattr("supervision_tui.exports.writing.find_spec", lambda _name: None)
    assert Form.TAGGED_PDF not in offered(RECORD_FORMS)
    with pytest.raises(NoTypst, match=r"supervision-tui\[tagged-pdf\]"):
        in_form(WHOLE, Form.TAGGED_PDF)


def test_the_shell_takes_it_by_name_and_its_file_ends_as_any_pdf() -> None:
    assert form_of(Path("a.pdf"), "tagged-pdf", DOCUMENTS, "markdown") == "tagged-pdf"
    assert form_of(Path("a.pdf"), None, DOCUMENTS, "markdown") == "pdf"
    assert Form.TAGGED_PDF.ending == ".pdf"
