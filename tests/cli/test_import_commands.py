"""Importing on the command line: standard input, a council's own columns, names, undoing, and
nothing taken at all.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from supervision_tui.cli.main import main
from tests.conftest import PASSPHRASE
from tests.imports.files import child_6, list_6, written

Run = Callable[..., tuple[int, str, str]]
CASELOAD = "child_ref,worker,team,plan", "C-901,Ada Quill,Harbour,cin", "C-902,Bo Lark,Quay,cp"


@pytest.fixture
def run(demo_path: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    secret = tmp_path / "pass"
    secret.write_text(PASSPHRASE)

    def running(*words: str) -> tuple[int, str, str]:
        status = main(["--vault", str(demo_path), "--passphrase-file", str(secret), *words])
        out, err = capfd.readouterr()
        return status, out, err

    return running


class StandardInput:
    """What comes from standard input."""

    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)

    def readline(self) -> str:
        return self.buffer.readline().decode()

    def isatty(self) -> bool:
        return False


def test_a_file_comes_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StandardInput("\n".join(CASELOAD).encode()))
    status, out, _ = run("import", "caseload", "-", "--as-of", "2026-03-02", "--dry-run", "--json")
    found = json.loads(out)
    assert (status, found["file"], found["new"], found["applied"]) == (
        0,
        "standard input",
        2,
        False,
    )


def test_two_things_never_come_from_one_standard_input(
    demo_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["--vault", str(demo_path), "--passphrase-file", "-", "import", "caseload", "-"]) == 2
    )
    assert "Only one thing can come from standard input" in capfd.readouterr().err


def test_where_every_row_is_rejected_nothing_is_said_to_be_done(run: Run, tmp_path: Path) -> None:
    path = str(written(tmp_path, CASELOAD[0], "C-901,Ada Quill,Harbour,banana"))
    status, _, err = run("import", "caseload", path, "--yes", "--as-of", "2026-03-02")
    assert status == 4
    assert "Every row of caseload.csv was rejected; nothing was changed." in err
    assert run("import", "caseload", path, "--dry-run", "--as-of", "2026-03-02")[0] == 0


def test_left_out_rows_are_counted_on_top_and_in_json(run: Run, tmp_path: Path) -> None:
    path = str(list_6(tmp_path, child_6("S901"), child_6("S902", "Closed"), "Total,2,,,,,,,"))
    _, out, _ = run("import", "annex-a", path, "--dry-run", "--as-of", "2026-03-02")
    assert ", 2 left out (a total: 1, closed: 1), 0 rejected." in out.splitlines()[0]
    _, out, _ = run("import", "annex-a", path, "--dry-run", "--json", "--as-of", "2026-03-02")
    assert json.loads(out)["left_out"] == [
        {"list": "List 6", "row": 4, "reason": "a total"},
        {"list": "List 6", "row": 3, "reason": "closed"},
    ]


def test_dates_month_first_are_read_when_that_is_said(run: Run, tmp_path: Path) -> None:
    path = str(
        list_6(tmp_path, child_6("S901", born="04/17/2015"), child_6("S902", born="04/07/2015"))
    )
    words = ("import", "annex-a", path, "--dry-run", "--as-of", "2026-03-02")
    _, out, _ = run(*words)
    assert "dates?   Date of Birth: add --month-first to read them so, or --day-first" in out
    _, out, _ = run(*words, "--month-first")
    assert "dates?" not in out


def test_a_councils_own_columns_are_chosen_by_name(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config"
    (config / "imports").mkdir(parents=True)
    monkeypatch.setattr("supervision_tui.cli.opening.Opening.config_folder", config)
    (config / "imports" / "ours.toml").write_text(
        'name = "Ours"\n[columns]\nref = "Nr"\nworker = "Wer"\n'
    )
    path = str(written(tmp_path, "Nr,Wer", "C-901,Ada Quill"))
    words = ("import", "caseload", path, "--dry-run", "--json", "--as-of", "2026-03-02")
    assert json.loads(run(*words)[1])["new"] == 1
    assert json.loads(run(*words, "--columns", "ours")[1])["new"] == 1
    status, _, err = run(*words, "--columns", "theirs")
    assert status == 4
    assert "There are no columns called “theirs”; there are: Ours." in err


def test_names_come_in_and_an_import_is_undone(run: Run, tmp_path: Path) -> None:
    assert (
        run(
            "import",
            "caseload",
            str(written(tmp_path, *CASELOAD)),
            "--yes",
            "--as-of",
            "2026-03-02",
        )[0]
        == 0
    )
    names = written(
        tmp_path,
        "reference,name,family",
        "C-901,Zara Okafor,Okafor",
        "C-999,Nobody,",
        name="names.csv",
    )
    status, out, err = run("import", "names", str(names), "--yes", "--as-of", "2026-03-02")
    assert status == 0
    assert out.startswith("names.csv: 1 changed (name: 1, family: 1), 0 unchanged, 1 rejected.")
    assert "1 row rejected. Imported: 1 changed (name: 1, family: 1)." in err
    status, _, err = run("import", "undo", "--yes")
    assert (status, err.strip()) == (0, "Undone: the import of names.csv (1 row new, 1 changed).")
    assert run("import", "undo", "--yes")[0] != 0
