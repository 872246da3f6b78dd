"""The care of the vault on the command line: what each command says, and its exit status."""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from supervision_tui.desk.vault import backups, overview, unlock_methods
from tests.conftest import PASSPHRASE, needs
from tests.terminal import Terminal, plain_environment, until
from tests.vault.vaults import MOMENT, opened

from .test_commands import Run, on_demo, passphrase, run

__all__ = ["on_demo", "passphrase", "run"]  # fixtures of these tests too

NEW = "another plain sentence entirely"


@pytest.fixture
def backup(demo_path: Path, tmp_path: Path) -> Path:
    """A backup of the demo."""
    store = opened(demo_path)
    made = backups.back_up(store, tmp_path / "made.backup", MOMENT)
    store.close()
    return made.path


def test_slots_are_listed_in_words_and_as_json(on_demo: Run) -> None:
    status, out, _ = on_demo("vault", "slots")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()] == ["passphrase", "recovery"]
    found = json.loads(on_demo("vault", "slots", "--json")[1])
    assert [way["kind"] for way in found["slots"]] == ["passphrase", "recovery"]
    assert found["missing"] == ["keyring"]


def test_a_slot_is_taken_away_and_never_the_last_one(on_demo: Run) -> None:
    assert on_demo("vault", "slots", "--remove", "recovery")[0] == 0
    status, _, err = on_demo("vault", "slots", "--remove", "passphrase")
    assert (status, err) == (
        4,
        "The keyring alone would be left, and a keyring can be lost: add a passphrase first.\n",
    )
    assert on_demo("vault", "slots", "--remove", "letter")[0] == 2


def test_the_passphrase_is_changed_from_a_file_and_weighed(
    on_demo: Run, demo_path: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    new.write_text("short\n")
    assert on_demo("vault", "passphrase", "--new-passphrase-file", new)[0] == 4
    assert on_demo("vault", "passphrase")[0] == 2, "nobody is there to ask"
    new.write_text(NEW + "\n")
    status, out, err = on_demo("vault", "passphrase", "--new-passphrase-file", new)
    assert (status, out) == (0, "")
    assert "very strong" in err
    assert NEW not in err
    opened(demo_path, NEW).close()


def test_a_new_recovery_code_is_printed_once_and_can_be_tried(
    on_demo: Run, demo_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, out, _ = on_demo("vault", "recovery")
    assert status == 0
    opened(demo_path, out.strip()).close()
    for typed, expected in ((out, 0), (out[:-3], 3), (unlock_methods.new_recovery_code(), 3)):
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        assert on_demo("vault", "recovery", "--check")[0] == expected


def test_a_rotation_backs_up_first_and_prints_a_new_code(on_demo: Run, demo_path: Path) -> None:
    before = demo_path.read_bytes()
    status, out, err = on_demo("vault", "rotate")
    assert status == 0
    assert "before-rotation" in err
    assert len(list(demo_path.parent.glob("*-before-rotation-*.backup"))) == 1
    assert demo_path.read_bytes()[4096:8192] != before[4096:8192]
    for words in (PASSPHRASE, out.strip()):
        opened(demo_path, words).close()


def test_backup_restore_and_verify_on_another_machine(
    on_demo: Run, run: Run, demo_path: Path, passphrase: Path, tmp_path: Path
) -> None:
    status, _, err = on_demo("vault", "backup", tmp_path / "made.backup")
    assert status == 0
    assert "read back and is whole" in err
    assert on_demo("vault", "backup", tmp_path / "made.backup")[0] == 1, "never over a file"
    there = tmp_path / "there" / "supervision.db"
    given = ("--vault", there, "--passphrase-file", passphrase)
    status, _, err = run(*given, "vault", "verify", "--backup", tmp_path / "made.backup")
    assert status == 0, "no vault is needed for that"
    status, _, err = run(*given, "vault", "restore", tmp_path / "made.backup")
    assert status == 0
    assert "180 children, 9 workers" in err
    found = json.loads(run(*given, "vault", "verify", "--json")[1])
    assert found["whole"] is True
    assert found["counts"]["child"] == 180
    assert [part["part"] for part in found["parts"]] == [
        "pages", "structure", "links", "search", "journal", "schema", "records",
    ]  # fmt: skip


def test_restore_goes_to_a_new_place_unless_told(
    on_demo: Run, demo_path: Path, backup: Path, tmp_path: Path
) -> None:
    status, _, err = on_demo("vault", "restore", backup)
    assert status == 0
    assert len(list(demo_path.parent.glob("supervision-restored-*.db"))) == 1
    assert on_demo("vault", "restore", backup, "--to", tmp_path / "new" / "mine.db")[0] == 0
    opened(tmp_path / "new" / "mine.db").close()
    assert on_demo("vault", "restore", backup, "--to", tmp_path / "new" / "mine.db")[0] == 1
    assert on_demo("vault", "restore", backup, "--to", tmp_path / "new" / "mine.keys")[0] == 1
    assert on_demo("vault", "restore", backup, "--to", tmp_path, "--over")[0] == 1, (
        "a folder is no vault"
    )
    status, _, err = on_demo("vault", "restore", backup, "--over")
    assert status == 0
    assert "is kept in" in err


def test_restoring_with_the_wrong_words_or_no_backup_changes_nothing(
    run: Run, demo_path: Path, backup: Path, tmp_path: Path, on_demo: Run
) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("not this sentence")
    before = demo_path.read_bytes()
    assert (
        run("--vault", demo_path, "--passphrase-file", wrong, "vault", "restore", backup, "--over")[
            0
        ]
        == 3
    )
    assert on_demo("vault", "restore", wrong, "--over")[0] == 4
    assert on_demo("vault", "restore", tmp_path / "nothing", "--over")[0] == 4
    held = opened(demo_path)
    assert on_demo("vault", "restore", backup, "--over")[0] == 5
    held.close()
    assert demo_path.read_bytes()[:100] == before[:100]


def test_a_backup_of_a_newer_version_is_refused_before_anything_is_replaced(
    on_demo: Run, demo_path: Path, tmp_path: Path
) -> None:
    from sqlmodel import Session

    from supervision_tui.vault.migrate import HEAD
    from supervision_tui.vault.store import changes_records

    @changes_records
    def version(session: Session, number: str) -> None:
        session.connection().exec_driver_sql(
            "UPDATE alembic_version SET version_num = ?", (number,)
        )

    store = opened(demo_path)
    store.run(version, "9999")
    made = backups.back_up(store, tmp_path / "newer.backup", MOMENT)
    store.run(version, HEAD)
    store.close()
    assert on_demo("vault", "restore", made.path, "--over")[0] == 5
    opened(demo_path).close()


def test_the_log_is_read_narrowed_and_verified(on_demo: Run) -> None:
    assert on_demo("vault", "verify")[0] == 0
    status, out, err = on_demo("vault", "log", "--verb", "verify")
    assert (status, len(out.splitlines())) == (0, 1)
    status, _, err = on_demo("vault", "log", "--verify")
    assert status == 0
    assert "The journal is whole" in err
    found = json.loads(on_demo("vault", "log", "--verify", "--json", "--last", "2")[1])
    assert found["chain"]["whole"] is True
    assert [entry["verb"] for entry in found["entries"]] == ["unlock", "unlock"]
    assert on_demo("vault", "log", "--from", "tomorrow")[0] == 2


def test_a_damaged_vault_is_told_part_by_part_with_exit_6(on_demo: Run, demo_path: Path) -> None:
    content = bytearray(demo_path.read_bytes())
    content[-6000] ^= 1
    demo_path.write_bytes(content)
    status, out, err = on_demo("vault", "verify")
    assert status == 6
    assert "DAMAGED" in out
    assert "restore a backup" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("what", ["folder", "link", "second name", "nothing"])
def test_what_is_no_vault_gets_one_sentence(
    run: Run, demo_path: Path, passphrase: Path, tmp_path: Path, what: str
) -> None:
    there = tmp_path / "odd" / "vault.db"
    there.parent.mkdir(mode=0o700)
    {
        "folder": lambda: there.mkdir(),
        "link": lambda: there.symlink_to(demo_path),
        "second name": lambda: there.hardlink_to(demo_path),
        "nothing": lambda: None,
    }[what]()
    for words in (("due",), ("open",), ("vault", "verify"), ("vault", "slots")):
        status, out, err = run("--vault", there, "--passphrase-file", passphrase, *words)
        assert (status, out, len(err.splitlines())) == (1, "", 1), err


def test_after_a_wrong_passphrase_the_shell_waits_and_says_so(
    run: Run, on_demo: Run, demo_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from supervision_tui.vault.failed_attempts import forget_tries

    wrong = tmp_path / "wrong"
    wrong.write_text("not this sentence")
    assert run("--vault", demo_path, "--passphrase-file", wrong, "due")[0] == 3
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        forget_tries(demo_path)  # as if the time had passed

    monkeypatch.setattr(time, "sleep", wait)
    status, _, err = on_demo("due")
    assert status == 0
    assert "After a wrong passphrase the vault waits" in err
    assert 0 < waited[0] <= 1


# On a terminal


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Terminal]:
    """A shell in a terminal."""
    for folder in ("tmp", "state"):
        (tmp_path / "home" / folder).mkdir(parents=True)
    running = Terminal(needs("tmux"), tmp_path, ["sh"], plain_environment(tmp_path / "home"))
    yield running
    running.call("kill-server")


@pytest.mark.outside
def test_a_new_vault_asks_for_its_passphrase_twice_and_for_its_code_back(
    shell: Terminal, tmp_path: Path
) -> None:
    path = tmp_path / "vault" / "supervision.db"
    shell.type(
        f"{sys.executable} -m supervision_tui --vault {path} init --no-keyring; echo status $?"
    )
    shell.keys("Enter")
    until(lambda: shell.shows("New passphrase"))
    shell.type(NEW)
    shell.keys("Enter")
    until(lambda: shell.shows("very strong"))
    shell.type(NEW)
    shell.keys("Enter")
    until(lambda: shell.shows("Recovery code:"))
    code = next(line for line in shell.screen().splitlines() if line.count("-") == 8)
    shell.type("0000-" + code[5:])
    shell.keys("Enter")
    until(lambda: shell.shows("is mistyped"))
    shell.type(code.lower())
    shell.keys("Enter")
    until(lambda: shell.shows("status 0"))
    assert NEW not in shell.screen("-S", "-")
    store = opened(path, NEW)
    assert [way.todo for way in overview.vault_view(store, MOMENT).ways_in] == ["", ""]
    store.close()
