"""What whoever looks after a machine sets: who works there meets it in every command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from supervision_tui.configuration import machine_rules

from .test_commands import Run, on_demo, passphrase, run

__all__ = ["on_demo", "passphrase", "run"]

ONLY_ENCRYPTED = '[machine]\nexports = "encrypted"\n'


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The configuration folder of the machine, empty."""
    folder = tmp_path / "etc"
    folder.mkdir()
    monkeypatch.setattr(machine_rules, "UNIX_FOLDER", folder)
    return folder


LEAVING = {
    "oversight": ("export", "oversight", "--month", "2026-02"),
    "case record": ("export", "case-record", "C-1001"),
    "actions": ("export", "actions"),
    "sheet": ("sheet", "week"),
    "calendar": ("export", "calendar"),
    "subject access": ("export", "subject-access", "C-1001"),
}


@pytest.mark.parametrize("words", LEAVING.values(), ids=LEAVING)
def test_no_file_leaves_that_anybody_could_read(
    on_demo: Run, machine: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (machine / "settings.toml").write_text(ONLY_ENCRYPTED)
    out = tmp_path / "out"
    yes = () if "calendar" in words else ("--yes",)
    status, said, err = on_demo(*words, "--out", out, *yes)
    assert (status, said) == (4, "")
    assert "only encrypted files leave" in err
    assert not out.exists()


def test_an_encrypted_one_does(on_demo: Run, machine: Path, tmp_path: Path) -> None:
    (machine / "settings.toml").write_text(ONLY_ENCRYPTED)
    word, out = tmp_path / "word", tmp_path / "actions.xlsx"
    word.write_text("only for this test")
    assert on_demo("export", "actions", "--out", out, "--password-file", word)[0] == 0
    assert out.read_bytes().startswith(b"\xd0\xcf\x11\xe0"), "Excel asks for its password"


def test_the_policy_of_the_machine_lies_under_a_persons(
    run: Run, machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def minutes() -> tuple[int, str]:
        entries = json.loads(run("config", "show", "--json")[1])["entries"]
        [found] = [each for each in entries if each["key"] == "plans.cp.minutes"]
        return found["value"], found["set_by"]

    own = tmp_path / "own" / "supervision-tui"
    own.mkdir(parents=True)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(own.parent))
    (machine / "policy.toml").write_text("[plans.cp]\nminutes = 21\n")
    assert minutes()[0] == 21
    (own / "policy.toml").write_text("[plans.cp]\nminutes = 22\n")
    assert minutes()[0] == 22


def test_a_person_is_told_where_the_machine_sets_something(run: Run, machine: Path) -> None:
    (machine / "settings.toml").write_text(f'theme = "paper"\n{ONLY_ENCRYPTED}lock_at_most = 8\n')
    places = json.loads(run("config", "path", "--json")[1])
    settings = {"path": str(machine / "settings.toml"), "there": True}
    assert places["machine_settings"] == settings
    found = json.loads(run("config", "show", "--json")[1])
    assert found["machine"] == {"lock_at_most": 8, "exports": "encrypted"}
    [theme] = [each for each in found["settings"] if each["key"] == "theme"]
    assert theme == {"key": "theme", "value": "paper", "from": "this machine"}
    assert "machine.exports" in run("config", "show")[1]
    assert "only encrypted files leave a vault" in run("doctor")[1]


def test_no_variable_of_a_person_ends_the_rules(
    on_demo: Run, machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (machine / "settings.toml").write_text(ONLY_ENCRYPTED)
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "own"))
    assert on_demo("export", "actions", "--out", tmp_path / "out.md", "--yes")[0] == 4


def test_a_file_of_rules_is_checked_before_it_is_given_out(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f"{ONLY_ENCRYPTED}lock_at_most = 8\n")
    status, _, err = run("config", "check", file)
    assert (status, "nothing is wrong. It sets 2" in err) == (0, True), err
    file.write_text("[machine]\nlock_at_most = 800\n")
    assert run("config", "check", file)[0] == 4


def test_a_wrong_rule_is_named_with_its_line(run: Run, machine: Path) -> None:
    (machine / "settings.toml").write_text('[machine]\nexports = "closed"\n')
    status, _, err = run("config", "check")
    assert status == 4
    assert f"{machine / 'settings.toml'}: line 2: exports" in err
    assert "line 2: exports" in run("doctor")[1]
