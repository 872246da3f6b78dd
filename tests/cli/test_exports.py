"""What leaves by a command: over nothing that is there, in the form that the ending says, never
open by silence.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from supervision_tui.cli.main import main
from supervision_tui.records import CaseDiscussion, Child, SupervisionSession, Worker
from supervision_tui.vault.journal_entry import JournalEntry
from supervision_tui.vault.store import Store
from tests.conftest import PASSPHRASE

DAYS = ("--from", "2025-12-01", "--to", "2026-03-02")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def on_demo(
    demo_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Run a command on the demo, in its folder; exit status, standard output and standard error."""
    monkeypatch.chdir(demo_path.parent)
    Path("pass").write_text(PASSPHRASE)

    def call(*words: object) -> tuple[int, str, str]:
        try:
            status = main(
                ["--vault", str(demo_path), "--passphrase-file", "pass", *map(str, words)]
            )
        except SystemExit as why:
            status = int(str(why.code))
        out, err = capfd.readouterr()
        return status, out, err

    return call


@pytest.fixture
def sensitive(unchanged_demo: Store) -> dict[str, tuple[str, ...]]:
    """Every export of a record, by its name."""
    child, worker = unchanged_demo.run(_recorded)
    return {
        "oversight": ("export", "oversight", *DAYS),
        "case-record": ("export", "case-record", child),
        "personal-record": ("export", "personal-record", worker),
        "subject-access": ("export", "subject-access", child),
        "supervision-file": ("export", "supervision-file", worker),
    }


def _recorded(session: Session) -> tuple[str, str]:
    """A child and a worker who are in one signed record."""
    row = session.exec(
        select(Child.ref, Worker.name)
        .where(CaseDiscussion.child_id == Child.id)
        .where(CaseDiscussion.session_id == SupervisionSession.id)
        .where(SupervisionSession.worker_id == Worker.id)
    ).first()
    assert row is not None
    return row


NAMES = ("oversight", "case-record", "personal-record", "subject-access", "supervision-file")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_written_open_where_nobody_can_answer(
    on_demo: Run, sensitive: dict[str, tuple[str, ...]], name: str
) -> None:
    status, _, says = on_demo(*sensitive[name], "--out", "a.md")
    assert status == 4
    assert "would not be encrypted" in says
    assert not Path("a.md").exists()
    assert on_demo(*sensitive[name], "--out", "a.md", "--yes")[0] == 0
    Path("secret").write_text("a long password for it\n")
    assert on_demo(*sensitive[name], "--out", "b.md.age", "--password-file", "secret")[0] == 0
    assert Path("b.md.age").read_bytes().startswith(b"age-encryption.org/")


def test_a_no_is_no_success(
    on_demo: Run, sensitive: dict[str, tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("supervision_tui.cli.encryption_options.can_ask", lambda: True)
    monkeypatch.setattr("typer.confirm", lambda *_words, **_how: False)
    assert on_demo(*sensitive["case-record"], "--out", "a.md")[0] == 1
    assert not Path("a.md").exists()


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_there_stays_without_force(
    on_demo: Run, sensitive: dict[str, tuple[str, ...]], name: str
) -> None:
    Path("a.md").write_text("before")
    status, _, says = on_demo(*sensitive[name], "--out", "a.md", "--yes")
    assert (status, says) == (
        4,
        "a.md is there already; --force replaces it, or name another file.\n",
    )
    assert Path("a.md").read_text() == "before"
    assert on_demo(*sensitive[name], "--out", "a.md", "--yes", "--force")[0] == 0
    assert Path("a.md").read_text() != "before"


@pytest.mark.parametrize("name", [*NAMES, "calendar"])
@pytest.mark.parametrize(
    "target", ["other.db", "other.keys", "other.lock", "other.db-wal", "bk.backup", "my-vault"]
)
def test_no_vault_key_file_or_backup_is_ever_written_over(
    on_demo: Run, demo_path: Path, sensitive: dict[str, tuple[str, ...]], name: str, target: str
) -> None:
    shutil.copy(demo_path, "other.db")
    shutil.copy(demo_path.with_suffix(".keys"), "other.keys")
    shutil.copy(demo_path, "my-vault")
    shutil.copy(demo_path.with_suffix(".keys"), "my-vault.keys")
    assert on_demo("vault", "backup", "bk.backup")[0] == 0
    before = Path(target).read_bytes() if Path(target).exists() else None
    command = (*sensitive[name], "--yes") if name != "calendar" else ("export", "calendar")
    status, _, says = on_demo(*command, "--force", "--out", target)
    assert status == 1
    assert "vault" in says
    assert (Path(target).read_bytes() if Path(target).exists() else None) == before


def test_an_export_that_cannot_be_noted_leaves_what_was_there(
    on_demo: Run, sensitive: dict[str, tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_what: object, **_how: object) -> None:
        raise OSError(28, "No space left on device")

    Path("a.md").write_text("before")
    monkeypatch.setattr("supervision_tui.exports.writing.note_export", full)
    assert on_demo(*sensitive["case-record"], "--out", "a.md", "--yes", "--force")[0] == 1
    assert Path("a.md").read_text() == "before"
    assert not list(Path().glob(".supervision-tui*"))


def test_a_dash_is_standard_output(on_demo: Run, sensitive: dict[str, tuple[str, ...]]) -> None:
    status, out, says = on_demo(*sensitive["case-record"], "--out", "-", "--yes")
    assert status == 0
    assert out.startswith("# ")
    assert "went to standard output" in says
    assert not Path("-").exists()
    status, out, _ = on_demo(
        "export", "oversight", *DAYS, "--format", "json", "--out", "-", "--yes"
    )
    assert json.loads(out)["audience"] == "psw"
    status, out, says = on_demo(
        "export", "oversight", *DAYS, "--format", "csv", "--out", "-", "--yes"
    )
    assert (status, out) == (2, "")
    assert "several files" in says
    status, out, _ = on_demo("export", "calendar", "--out", "-")
    assert out.startswith("BEGIN:VCALENDAR")


def test_a_pdf_is_not_drawn_onto_a_terminal(
    on_demo: Run, sensitive: dict[str, tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "supervision_tui.cli.leaving.sys.stdout.isatty", lambda: True, raising=False
    )
    status, _, says = on_demo(*sensitive["case-record"], "--out", "-", "--format", "pdf", "--yes")
    assert status == 2
    assert "into a pipe" in " ".join(says.split())
    assert sys.stdout is not None


@pytest.mark.parametrize(
    ("name", "out", "begins"),
    [
        ("case-record", "a.pdf", b"%PDF"),
        ("case-record", "a.txt", b"Case"),
        ("case-record", "a.MD", b"# "),
        ("case-record", "a", b"# "),
        ("supervision-file", "a", b"%PDF"),
        ("oversight", "a.xlsx", b"PK"),
        ("oversight", "a.html", b"<!"),
        ("oversight", "a.zip", b"PK"),
        ("oversight", "a.json", b"{"),
    ],
)
def test_the_ending_decides_the_form(
    on_demo: Run, sensitive: dict[str, tuple[str, ...]], name: str, out: str, begins: bytes
) -> None:
    assert on_demo(*sensitive[name], "--out", out, "--yes")[0] == 0
    assert Path(out).read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("case-record", ("--out", "a.pdf", "--format", "markdown")),
        ("case-record", ("--out", "a.xlsx")),
        ("oversight", ("--out", "a.md", "--format", "pdf")),
        ("oversight", ("--out", "a.odt")),
        ("oversight", ("--out", "a.pdf.age", "--format", "json")),
    ],
)
def test_an_ending_and_a_form_that_differ_are_refused(
    on_demo: Run, sensitive: dict[str, tuple[str, ...]], name: str, words: tuple[str, ...]
) -> None:
    assert on_demo(*sensitive[name], *words, "--yes")[0] == 2
    assert not Path(words[1]).exists()


def test_each_export_is_noted_once(
    on_demo: Run, sensitive: dict[str, tuple[str, ...]], demo_path: Path
) -> None:
    def noted(store: Any) -> int:
        return len(
            [each for each in store.exec(select(JournalEntry)) if each.verb.startswith("export")]
        )

    from supervision_tui.vault.opener import unlock
    from supervision_tui.vault.store import open_store

    def count() -> int:
        store = open_store(
            demo_path, unlock(demo_path, passphrase=PASSPHRASE, ask=lambda _why: None).key
        )
        try:
            return store.run(noted)
        finally:
            store.close()

    before = count()
    on_demo(*sensitive["case-record"], "--out", "a.md")  # refused
    assert count() == before
    on_demo(*sensitive["case-record"], "--out", "a.md", "--yes")
    assert count() == before + 1


def test_rejected_rows_and_roll_ups_replace_nothing_either(on_demo: Run) -> None:
    Path("rows.csv").write_text("child_ref,worker\n,Hazel Bellweather\nC-9,Hazel Bellweather\n")
    Path("rejects.csv").write_text("before")
    words = ("import", "caseload", "rows.csv", "--dry-run", "--rejects", "rejects.csv")
    assert on_demo(*words)[0] == 4
    assert Path("rejects.csv").read_text() == "before"
    assert on_demo(*words, "--force")[0] == 0
    assert "Hazel" in Path("rejects.csv").read_text("utf-8-sig")
    assert on_demo("export", "oversight", *DAYS, "--out", "s.json", "--yes")[0] == 0
    Path("r.md").write_text("before")
    assert on_demo("rollup", "s.json", "--out", "r.md")[0] == 4
    assert Path("r.md").read_text() == "before"
    assert on_demo("rollup", "s.json", "--out", "r.md", "--force")[0] == 0


@pytest.mark.parametrize("target", ["pass", "secret", "mykey", "copy.sqlite", "half.backup"])
def test_what_the_command_reads_and_what_is_no_export_is_never_written_over(
    on_demo: Run, target: str
) -> None:
    Path("secret").write_text("a long password for it\n")
    Path("mykey").write_text("# of the authority\nAGE-SECRET-KEY-1QQQQ\n")
    shutil.copy("supervision.db", "copy.sqlite")
    assert on_demo("vault", "backup", "whole.backup")[0] == 0
    Path("half.backup").write_bytes(Path("whole.backup").read_bytes()[:200_000])
    before = Path(target).read_bytes()
    closed = ("--password-file", "secret", "--format", "json")
    status, _, says = on_demo("export", "oversight", *DAYS, *closed, "--out", target, "--force")
    assert status == 1
    assert "name another file" in says
    assert Path(target).read_bytes() == before


def test_a_file_in_a_folder_that_is_read_is_never_written_over(on_demo: Run) -> None:
    Path("lists").mkdir()
    rows = "child_ref,worker\n,Hazel Bellweather\nC-9,Hazel Bellweather\n"
    Path("lists/cl.csv").write_text(rows)
    words = ("import", "caseload", "lists", "--dry-run", "--rejects", "lists/cl.csv", "--force")
    status, _, says = on_demo(*words)
    assert status == 4
    assert "one of the files that are read" in says
    assert Path("lists/cl.csv").read_text() == rows


def test_a_document_beside_the_vault_that_bears_its_name_is_replaced(on_demo: Run) -> None:
    words = ("export", "oversight", *DAYS, "--out", "supervision.md", "--yes")
    assert on_demo(*words)[0] == 0
    assert on_demo(*words, "--force")[0] == 0


@pytest.mark.parametrize("name", ["a.age", "a.pdf.age", "a.xlsx.age"])
def test_what_is_called_age_is_encrypted_by_age(on_demo: Run, name: str) -> None:
    Path("secret").write_text("a long password for it\n")
    closed = ("--password-file", "secret") if name == "a.xlsx.age" else ("--yes",)
    status, _, says = on_demo("export", "oversight", *DAYS, "--out", name, *closed)
    assert status == 2
    assert "leave .age out" in says
    assert not Path(name).exists()


def test_an_archive_is_one_however_its_ending_is_written(on_demo: Run) -> None:
    assert on_demo("export", "oversight", *DAYS, "--out", "W.ZIP", "--yes")[0] == 0
    assert [each.name for each in Path().glob("W*")] == ["W.ZIP"]
    assert Path("W.ZIP").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    "words", [("vault", "backup", "-"), ("vault", "restore", "whole.backup", "--to", "-")]
)
def test_what_goes_into_a_file_only_makes_none_called_dash(
    on_demo: Run, words: tuple[str, ...]
) -> None:
    assert on_demo("vault", "backup", "whole.backup")[0] == 0
    status, _, says = on_demo(*words)
    assert status == 1
    assert "standard output" in says
    assert not Path("-").exists()


def test_a_backup_comes_over_no_document_and_over_no_backup(on_demo: Run) -> None:
    assert on_demo("vault", "backup", "whole.backup")[0] == 0
    Path("report.md").write_text("what was found")
    for target in ("report.md", "whole.backup"):
        before = Path(target).read_bytes()
        status, _, says = on_demo("vault", "restore", "whole.backup", "--to", target, "--over")
        assert status == 1
        assert "is no vault" in says
        assert Path(target).read_bytes() == before


def test_rejected_rows_go_into_a_file_of_their_form(on_demo: Run) -> None:
    Path("rows.csv").write_text("child_ref,worker\n,Hazel Bellweather\nC-9,Hazel Bellweather\n")
    for target in ("-", "rejects.md"):
        status, out, _ = on_demo(
            "import", "caseload", "rows.csv", "--dry-run", "--json", "--rejects", target
        )
        assert (status, out) == (2, "")
        assert not Path(target).exists()


@pytest.mark.parametrize(("answer", "ends_with"), [("n\n", 1), ("", 4)])
def test_an_import_that_was_not_agreed_to_is_no_success(
    on_demo: Run, monkeypatch: pytest.MonkeyPatch, answer: str, ends_with: int
) -> None:
    Path("rows.csv").write_text("child_ref,worker\nC-9,Hazel Bellweather\n")
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
    status, _, says = on_demo("import", "caseload", "rows.csv")
    assert status == ends_with
    assert "Nothing was changed." in says


def test_a_weeks_sheet_is_printed_or_written_for_a_worker_the_team_and_the_manager(
    on_demo: Run,
) -> None:
    status, out, _ = on_demo("sheet", "week")
    assert (status, out.startswith("# My week, ")) == (0, True)
    assert on_demo("sheet", "week", "--for", "team")[1].startswith("# Team meeting, ")
    status, out, _ = on_demo("sheet", "week", "--worker", "Thimblewick", "--format", "text")
    assert (status, out.startswith("Week of O.T., ")) == (0, True)
    assert on_demo("sheet", "week", "--for", "everybody")[0] == 2
    assert on_demo("sheet", "week", "--format", "pdf")[0] == 2
    assert on_demo("sheet", "week", "--worker", "Nobody Here")[0] == 4
    assert on_demo("sheet", "week", "--out", "week.pdf", "--yes")[0] == 0
    assert Path("week.pdf").read_bytes().startswith(b"%PDF")
