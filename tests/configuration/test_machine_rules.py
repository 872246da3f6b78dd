"""What is set for a whole machine lies under a person's own settings; its rules nobody loosens."""

from __future__ import annotations

from pathlib import Path

import pytest

from supervision_tui.configuration.machine_rules import STRICTEST, MachineRules, OnlyEncrypted
from supervision_tui.configuration.settings_file import read_settings

RULES = """\
theme = "paper"
names = "blanked"

[machine]
backup_folder = "/srv/backups"
lock_at_most = 7
exports = "encrypted"

[keys]
"palette" = "f11"
"""


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A person's folder, and the machine's."""
    own, machine = tmp_path / "own", tmp_path / "machine"
    own.mkdir()
    machine.mkdir()
    return own, machine


def test_a_person_sets_over_the_machine_and_its_rules_hold(folders: tuple[Path, Path]) -> None:
    own, machine = folders
    (machine / "settings.toml").write_text(RULES)
    (own / "settings.toml").write_text('theme = "dusk"\n')
    found = read_settings(own, machine)
    assert (found["theme"], found.value_of("theme").origin) == ("dusk", "settings.toml")
    assert (found["names"], found.value_of("names").origin) == ("blanked", "this machine")
    assert found.keys == {"palette": "f11"}
    assert found.machine == MachineRules("/srv/backups", 7, only_encrypted=True)
    assert found.problems == found.machine_problems == ()


def test_a_persons_own_file_sets_no_rule(folders: tuple[Path, Path]) -> None:
    own, machine = folders
    (own / "settings.toml").write_text("[machine]\nlock_at_most = 60\n")
    (machine / "settings.toml").write_text("[machine]\nlock_at_most = 5\n")
    found = read_settings(own, machine)
    assert found.machine.lock_at_most == 5
    assert [problem.line for problem in found.problems] == [1]
    assert "its own settings file" in found.problems[0].says


def test_without_a_file_there_are_no_rules(folders: tuple[Path, Path]) -> None:
    found = read_settings(*folders).machine
    assert found == MachineRules()
    assert (found.minutes(30), found.minutes_offered((2, 5, 30))) == (30, (2, 5, 30))
    found.check_may_leave(is_open=True)


@pytest.mark.parametrize(
    ("line", "line_number", "says", "rules"),
    [
        ("lock_at_most = 0", 2, "1 to 60", MachineRules(lock_at_most=5)),
        ("lock_at_most = true", 2, "1 to 60", MachineRules(lock_at_most=5)),
        ('exports = "encypted"', 2, '"encrypted" or "any"', MachineRules(only_encrypted=True)),
        ("exports = true", 2, '"encrypted" or "any"', MachineRules(only_encrypted=True)),
        ("backup_folder = 3", 2, "a whole path in quotation marks", MachineRules()),
        ('backup_folder = "backups"', 2, "a whole path in quotation marks", MachineRules()),
        ("lock_at_mst = 9", 2, "there is no such rule", STRICTEST),
        ('export = "encrypted"', 2, "there is no such rule", STRICTEST),
    ],
)
def test_a_wrong_rule_holds_in_its_strictest_sense_and_is_named(
    folders: tuple[Path, Path], line: str, line_number: int, says: str, rules: MachineRules
) -> None:
    (folders[1] / "settings.toml").write_text(f"[machine]\n{line}\n")
    found = read_settings(*folders)
    assert found.machine == rules
    [problem] = found.machine_problems
    assert problem.line == line_number
    assert says in problem.says


@pytest.mark.parametrize("content", [b"[machine\n", b"\xff\xfe\x00", b'machine = "strict"\n'])
def test_where_the_file_cannot_be_read_the_strictest_rules_hold(
    folders: tuple[Path, Path], content: bytes
) -> None:
    (folders[1] / "settings.toml").write_bytes(content)
    found = read_settings(*folders)
    assert found.machine == STRICTEST
    assert len(found.machine_problems) == 1


@pytest.mark.parametrize("text", ['[Machine]\nexports = "encrypted"\n', 'exports = "encrypted"\n'])
def test_what_may_have_been_meant_as_a_rule_is_held_to(
    folders: tuple[Path, Path], text: str
) -> None:
    (folders[1] / "settings.toml").write_text(text)
    found = read_settings(*folders)
    assert found.machine == STRICTEST
    assert len(found.machine_problems) == 1


def test_what_is_stricter_than_the_strictest_stays_so(folders: tuple[Path, Path]) -> None:
    rules = '[machine]\nlock_at_most = 2\nbackup_folder = "/srv"\nexprots = "encrypted"\n'
    (folders[1] / "settings.toml").write_text(rules)
    assert read_settings(*folders).machine == MachineRules("/srv", 2, only_encrypted=True)


def test_a_link_that_leads_nowhere_is_no_missing_file(folders: tuple[Path, Path]) -> None:
    (folders[1] / "settings.toml").symlink_to(folders[1] / "gone.toml")
    assert read_settings(*folders).machine == STRICTEST


def test_minutes_are_no_more_than_the_machine_allows() -> None:
    rules = MachineRules(lock_at_most=7)
    assert (rules.minutes(5), rules.minutes(30)) == (5, 7)
    assert rules.minutes_offered((2, 5, 10, 15, 30)) == (2, 5)


def test_only_what_is_encrypted_leaves() -> None:
    rules = MachineRules(only_encrypted=True)
    rules.check_may_leave(is_open=False)
    with pytest.raises(OnlyEncrypted, match="age key or with a password"):
        rules.check_may_leave(is_open=True)
