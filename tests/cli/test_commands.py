"""The command line as its users and their scripts meet it: outputs, JSON, exit statuses."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from supervision_tui.cli.main import main
from supervision_tui.demo.story import SCALES
from supervision_tui.exports.oversight.publish import Audience
from supervision_tui.practice.days.bank_holidays import Nation
from supervision_tui.practice.days.working_days import Counting
from supervision_tui.vault.opener import unlock
from supervision_tui.vault.store import Store, open_store
from tests.conftest import PASSPHRASE, ClosedVault
from tests.imports.workbooks import LIST_6, annex_a_workbook, book, child

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command; returns exit status, standard output and standard error."""

    def call(*words: object) -> tuple[int, str, str]:
        status = main([str(word) for word in words])
        out, err = capfd.readouterr()
        return status, out, err

    return call


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    """A file with the passphrase and a last newline."""
    path = tmp_path / "pass"
    path.write_text(PASSPHRASE + "\n")
    path.chmod(0o600)
    return path


@pytest.fixture
def on_demo(demo_path: Path, passphrase: Path, run: Run) -> Run:
    """Run a command on the demo."""
    return lambda *words: run("--vault", demo_path, "--passphrase-file", passphrase, *words)


def test_a_timescale_needs_no_vault(run: Run) -> None:
    status, out, err = run("timescale", "10wd", "--from", "2026-04-01", "--json")
    found = json.loads(out)
    assert (status, err) == (0, "")
    assert {
        key: found[key]
        for key in ("expression", "due", "practical", "working_days", "calendar_days")
    } == {
        "expression": "10wd",
        "due": "2026-04-17",
        "practical": "2026-04-17",
        "working_days": 10,
        "calendar_days": 16,
    }
    assert {"unit", "convention", "note", "source"} <= set(found)


def test_the_same_day_convention_and_other_nations(run: Run) -> None:
    same = json.loads(
        run("timescale", "10wd", "--from", "2026-03-27", "--convention", "same-day", "--json")[1]
    )
    assert (same["due"], same["working_days"]) == ("2026-04-13", 10)
    scotland = json.loads(
        run("timescale", "10wd", "--from", "2026-03-27", "--nation", "scotland", "--json")[1]
    )
    assert scotland["due"] == "2026-04-13"


def test_a_refused_timescale_is_exit_4_with_its_code(run: Run) -> None:
    status, out, _ = run("timescale", "asap", "--json")
    found = json.loads(out)
    assert (status, found["refused"]) == (4, "vague")
    assert set(found) == {"expression", "refused", "says", "suggestions"}


def test_wrong_usage_is_exit_2(run: Run) -> None:
    assert run("timescale")[0] == 2
    assert run("nonsense")[0] == 2
    assert run("timescale", "10wd", "--from", "31/02/2026")[0] == 2
    assert run("timescale", "10wd", "--convention", "never")[0] == 2


def test_init_makes_a_vault_and_shows_the_recovery_code_once(
    run: Run, tmp_path: Path, passphrase: Path
) -> None:
    path = tmp_path / "new" / "supervision.db"
    status, out, _ = run("--vault", path, "--passphrase-file", passphrase, "init", "--no-keyring")
    assert status == 0
    assert len(out.strip().split("-")) == 9
    open_store(path, unlock(path, passphrase=out.strip(), ask=lambda _why: None).key).close()
    again = run("--vault", path, "--passphrase-file", passphrase, "init", "--no-keyring")
    assert (again[0], again[1]) == (1, "")


def test_init_as_json_tells_the_code_and_nothing_else_beside(
    run: Run, tmp_path: Path, passphrase: Path
) -> None:
    path = tmp_path / "new" / "supervision.db"
    given = ("--vault", path, "--passphrase-file", passphrase)
    status, out, _ = run(*given, "init", "--no-keyring", "--json")
    made = json.loads(out)
    assert (status, made["vault"]) == (0, str(path))
    assert set(made["slots"]) == {"passphrase", "recovery"}
    code = made["recovery_code"]
    open_store(path, unlock(path, passphrase=code, ask=lambda _why: None).key).close()
    backed_up = json.loads(run(*given, "vault", "backup", tmp_path, "--json")[1])
    assert (Path(backed_up["path"]).stat().st_size, backed_up["whole"]) == (
        backed_up["bytes"],
        True,
    )


@pytest.mark.parametrize("words", [["-h"], ["export", "oversight", "-h"], ["themes", "list", "-h"]])
def test_every_command_says_what_it_is_for_by_a_letter(run: Run, words: list[str]) -> None:
    status, out, _ = run(*words)
    assert (status, out) == (0, run(*words[:-1], "--help")[1])


def test_a_wrong_passphrase_is_exit_3_and_one_sentence(
    run: Run, demo_path: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("not the passphrase")
    status, out, err = run("--vault", demo_path, "--passphrase-file", wrong, "due", "--json")
    assert (status, out) == (3, "")
    assert err == "That passphrase does not open this vault.\n"


def test_a_damaged_vault_is_exit_6_and_a_missing_one_exit_1(
    on_demo: Run, demo_path: Path, run: Run
) -> None:
    demo_path.with_suffix(".keys").write_text("{}")
    assert on_demo("due")[0] == 6
    assert run("--vault", demo_path.with_name("none.db"), "due")[0] == 1


def test_a_vault_open_elsewhere_is_exit_5_for_writing_and_can_be_read(
    on_demo: Run, demo_path: Path
) -> None:
    held = open_store(
        demo_path, unlock(demo_path, passphrase=PASSPHRASE, ask=lambda _why: None).key
    )
    try:
        assert (
            on_demo("import", "annex-a", annex_a_workbook(demo_path.with_name("a.xlsx")), "--yes")[
                0
            ]
            == 5
        )
        assert on_demo("due", "--as-of", "2026-03-02")[0] == 0
    finally:
        held.close()


def test_today_says_what_there_is_to_do_by_what_resolves_it(on_demo: Run) -> None:
    status, out, err = on_demo("today", "--as-of", "2026-03-02", "--json")
    found = json.loads(out)
    assert (status, err, found["as_of"]) == (0, "", "2026-03-02")
    codes = [each["code"] for each in found["groups"]]
    assert codes[:2] == ["supervise", "allocate"]
    assert codes[-1] == "not-known"
    counted = [each for each in found["groups"] if each["counts"]]
    assert found["acts"] == sum(len(each["acts"]) for each in counted)
    assert found["lines"] == sum(each["lines"] for each in counted)
    assert "‹" not in out, "a key of the app says nothing in a shell"
    assert [each["code"] for each in found["figures"]] == [
        "supervision", "not-discussed", "directions", "visits", "unallocated",
    ]  # fmt: skip
    status, out, err = on_demo("today", "--as-of", "2026-03-02")
    assert (status, out.startswith("Supervision late   2 of 9 workers")) == (0, True)
    assert "‹" not in out
    assert err == f"{found['acts']} things to do, {found['late']} items late.\n"


def test_due_lists_what_is_overdue_and_due(on_demo: Run) -> None:
    status, out, err = on_demo("due", "--as-of", "2026-03-02", "--within", "7d", "--json")
    found = json.loads(out)
    assert (status, err, found["as_of"]) == (0, "", "2026-03-02")
    keys = {
        "id",
        "child",
        "owner",
        "text",
        "due",
        "days_late",
        "source",
        "worker",
        "lazy_date",
        "extended",
        "state",
    }
    assert all(keys <= set(each) and each["days_late"] >= -7 for each in found["directions"])
    worker = found["directions"][0]["worker"]
    of_one = json.loads(
        on_demo("due", "--worker", worker.lower(), "--as-of", "2026-03-02", "--json")[1]
    )
    assert {each["worker"] for each in of_one["directions"]} == {worker}
    assert len(of_one["directions"]) == sum(
        each["worker"] == worker for each in found["directions"]
    )


def test_pressure_has_its_promised_shape(on_demo: Run) -> None:
    found = json.loads(on_demo("pressure", "--as-of", "2026-03-02", "--json")[1])
    worst = found["workers"][0]
    assert (worst["worker"], worst["standing"], worst["response"]) == (
        "Otter Thimblewick",
        "crowded-out",
        None,
    )
    assert [signal["code"] for signal in worst["signals"]] == [
        "fit",
        "children",
        "weight",
        "children-undiscussed",
        "session-overdue",
        "sessions-lost",
        "training-missed",
        "unfinished-at-duty",
        "directions-overdue",
    ]
    assert worst["fit"] == pytest.approx(worst["needed"] / worst["available"])
    assert {
        "stage",
        "fte",
        "children",
        "by_plan",
        "points",
        "limit",
        "delivered",
        "says",
        "since",
    } <= set(worst)


def test_what_if_shows_before_and_after_for_every_worker_touched(on_demo: Run) -> None:
    found = json.loads(
        on_demo(
            "pressure", "--what-if", "Otter Thimblewick +2cp", "--as-of", "2026-03-02", "--json"
        )[1]
    )
    tried = found["what_if"]
    assert [each["after"]["children"] - each["before"]["children"] for each in tried] == [2]
    status, _, err = on_demo("pressure", "--what-if", "Nobody Here +2cp")
    assert status == 4
    assert "No worker here is called" in err


def test_the_agenda_keeps_to_its_minutes(on_demo: Run) -> None:
    found = json.loads(
        on_demo(
            "agenda", "Otter Thimblewick", "--minutes", "60", "--as-of", "2026-03-02", "--json"
        )[1]
    )
    assert found["minutes"] == 60
    assert sum(item["minutes"] for item in found["items"]) <= 40
    assert found["does_not_fit"]
    assert len(found["weeks"]) == 12
    assert found["first_breach"] == "2026-03-02"


def test_an_import_without_yes_changes_nothing_in_json(on_demo: Run, tmp_path: Path) -> None:
    path = annex_a_workbook(tmp_path / "a.xlsx")
    words: tuple[object, ...] = ("import", "annex-a", path, "--as-of", "2026-03-02", "--json")
    first = json.loads(on_demo(*words)[1])
    assert (first["new"], first["applied"]) == (5, False)
    taken = json.loads(on_demo(*words, "--yes")[1])
    assert (taken["new"], taken["unallocated"], taken["applied"]) == (5, 2, True)
    again = json.loads(on_demo(*words, "--yes")[1])
    assert (again["new"], again["unchanged"]) == (0, 5)


def test_a_refused_file_is_exit_4_and_says_why_in_json(on_demo: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"not a workbook")
    status, out, _ = on_demo("import", "annex-a", path, "--yes", "--json")
    assert status == 4
    assert json.loads(out)["applied"] is False


def test_rejected_rows_go_to_a_private_file_only_when_asked(on_demo: Run, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {"List 6": [LIST_6, child(1, "CIN"), child(2, "banana", worker="=1+1")]},
    )
    rejects = tmp_path / "rejects.csv"
    assert on_demo("import", "annex-a", path, "--yes", "--rejects", rejects)[0] == 0
    assert stat.S_IMODE(rejects.stat().st_mode) == 0o600
    text = rejects.read_text("utf-8-sig")
    assert "banana" in text
    assert "'=1+1" in text


def test_the_summary_for_the_principal_social_worker_is_written_and_journalled(
    on_demo: Run, tmp_path: Path, demo_path: Path
) -> None:
    out = tmp_path / "oversight.json"
    words = (
        "export",
        "oversight",
        "--from",
        "2025-12-01",
        "--to",
        "2026-03-02",
        "--out",
        out,
        "--yes",
    )
    assert on_demo(*words)[0] == 0
    assert json.loads(out.read_text())["audience"] == "psw"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600

    from sqlmodel import Session, select

    from supervision_tui.vault.journal_entry import JournalEntry

    def last(session: Session) -> str:
        return list(session.exec(select(JournalEntry)))[-1].verb

    store = open_store(
        demo_path, unlock(demo_path, passphrase=PASSPHRASE, ask=lambda _why: None).key
    )
    assert store.run(last) == "export oversight"
    store.close()


def test_nothing_is_ever_written_over_the_vault_or_a_file_that_was_read(
    on_demo: Run, demo_path: Path, tmp_path: Path
) -> None:
    export = (
        "export",
        "oversight",
        "--from",
        "2025-12-01",
        "--to",
        "2026-03-02",
        "--yes",
        "--force",
        "--out",
    )
    for target in (demo_path, demo_path.with_suffix(".keys"), Path(f"{demo_path}-wal")):
        assert on_demo(*export, target)[0] == 1
    path = book(tmp_path / "a.xlsx", {"List 6": [LIST_6, child(1, "CIN"), child(2, "banana")]})
    before = path.read_bytes()
    assert on_demo("import", "annex-a", path, "--yes", "--rejects", path)[0] == 4
    assert path.read_bytes() == before
    assert on_demo("due")[0] == 0


def test_where_rejects_cannot_be_written_nothing_is_taken(on_demo: Run, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"List 6": [LIST_6, child(1, "CIN"), child(2, "banana")]})
    words = ("import", "annex-a", path, "--yes", "--json")
    assert on_demo(*words, "--rejects", tmp_path / "none" / "r.csv")[0] == 1
    assert json.loads(on_demo("import", "annex-a", path, "--dry-run", "--json")[1])["new"] == 1


@pytest.mark.parametrize(
    "words",
    [
        ("due", "--within", "²d"),
        ("pressure", "--as-of", "9999-12-31"),
        ("timescale", "3d", "--from", "9999-12-31"),
        ("export", "oversight", "--from", "0001-01-01", "--to", "2026-01-01", "--out", "x"),
    ],
)
def test_a_value_that_cannot_be_is_wrong_usage(on_demo: Run, words: tuple[str, ...]) -> None:
    assert on_demo(*words)[0] == 2


def test_a_demo_is_the_same_for_the_same_seed_and_day(
    run: Run, tmp_path: Path, passphrase: Path
) -> None:
    shown: list[Any] = []
    for name in ("one", "two"):
        path = tmp_path / name / "demo.db"
        words = ("demo", "--no-open", "--keep", path, "--as-of", "2026-03-02", "--seed", "7")
        assert run("--passphrase-file", passphrase, *words)[0] == 0
        out = run(
            "--vault",
            path,
            "--passphrase-file",
            passphrase,
            "pressure",
            "--as-of",
            "2026-03-02",
            "--json",
        )[1]
        shown.append(json.loads(out))
    assert shown[0] == shown[1]
    assert len(shown[0]["workers"]) == 9
    assert sum(worker["children"] for worker in shown[0]["workers"]) == 150


def test_a_passing_demo_leaves_nothing_behind(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert run("demo", "--no-open")[0] == 0
    assert list(tmp_path.iterdir()) == []


_PURE = """
import sys
import supervision_tui.practice.workload.model, supervision_tui.practice.direction.timescales
import supervision_tui.practice.supervision.agenda
heavy = ("sqlalchemy", "sqlmodel", "textual", "keyring", "sqlcipher3")
print([name for name in heavy if name in sys.modules])
import supervision_tui.desk.today.today, supervision_tui.imports.annex_a, supervision_tui.cli.main
print([name for name in ("textual",) if name in sys.modules])
"""


def test_below_the_screens_nothing_loads_textual_and_the_practice_loads_no_database() -> None:
    done = subprocess.run([sys.executable, "-c", _PURE], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "[]"]


def test_a_wrong_word_is_told_with_the_help_of_its_command(run: Run, on_demo: Run) -> None:
    status, _, says = run("deu")
    assert status == 2
    assert "?." not in says
    assert says.endswith("Try: supervision-tui --help\n")
    status, _, says = run("due", "--wihtin", "7d")
    assert status == 2
    assert says.endswith("Try: supervision-tui due --help\n")
    status, _, says = run("export", "calendar", "--out")
    assert says.endswith("Try: supervision-tui export calendar --help\n")


def test_the_day_may_stand_before_the_command(on_demo: Run) -> None:
    before = on_demo("--as-of", "2026-02-02", "due", "--json")
    behind = on_demo("due", "--as-of", "2026-02-02", "--json")
    assert before == behind
    assert json.loads(before[1])["as_of"] == "2026-02-02"
    assert on_demo("--as-of=2026-02-02", "pressure", "--json") == on_demo(
        "pressure", "--as-of", "2026-02-02", "--json"
    )


def test_a_passphrase_file_that_others_can_read_is_warned_of(
    on_demo: Run, passphrase: Path
) -> None:
    passphrase.chmod(0o644)
    assert "Others on this machine may read pass" in on_demo("due", "--json")[2]
    passphrase.chmod(0o600)
    assert "may read" not in on_demo("due", "--json")[2]


@pytest.mark.parametrize("option", ["--worker", "--child"])
def test_the_journal_of_nobody_is_refused_as_elsewhere(on_demo: Run, option: str) -> None:
    status, out, says = on_demo("vault", "log", option, "Nobody")
    assert (status, out) == (4, "")
    assert "Nobody" in says


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("export oversight --audience", {str(each) for each in Audience}),
        ("export oversight --audience h", {"head-of-service"}),
        ("export oversight --format t", {"tagged-pdf"}),
        ("rollup in --format p", {"pdf", "parquet"}),
        ("export case-record C-1 --format d", {"docx"}),
        ("demo --scale", set(SCALES)),
        ("timescale 2w --nation", {str(each) for each in Nation}),
        ("timescale 2w --convention", {str(each) for each in Counting}),
    ],
)
def test_a_shell_completes_the_values_that_an_option_takes(typed: str, offered: set[str]) -> None:
    assert set(completed(typed)) == offered


def completed(typed: str, shell: str = "bash") -> list[str]:
    """The words that a shell is told for what was typed; nothing is said besides."""
    words = ["supervision-tui", *typed.split()]
    if typed.rpartition(" ")[2].startswith("--"):
        words.append("")
    environment = os.environ | {
        "_SUPERVISION_TUI_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": " ".join(words),
        "COMP_WORDS": " ".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }
    command = [sys.executable, "-m", "supervision_tui"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert not done.stderr
    return [line for line in done.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("due --worker O", ["Otter\\ Thimblewick"]),
        ("agenda Ott", ["Otter\\ Thimblewick"]),
        ("agenda 'Ott", ["Otter Thimblewick"]),
        ("agenda Nobody", []),
    ],
)
def test_a_shell_completes_workers_while_the_app_has_the_vault_open(
    demo_store: Store, passphrase: Path, typed: str, offered: list[str]
) -> None:
    opened = f"--vault {demo_store.path} --passphrase-file {passphrase}"
    assert completed(f"{opened} {typed}") == offered


def test_a_vault_that_is_not_open_or_would_ask_tells_no_name(
    demo_vault: ClosedVault, tmp_path: Path, passphrase: Path
) -> None:
    path = demo_vault.copied(tmp_path)
    with_words = f"--vault {path} --passphrase-file {passphrase} agenda Ott"
    assert completed(with_words) == [], "nobody has it open"
    opened = demo_vault.opened(path)
    assert completed(f"--vault {path} agenda Ott") == [], "a passphrase would be asked for"
    assert completed(with_words) == ["Otter\\ Thimblewick"]
    opened.close()
