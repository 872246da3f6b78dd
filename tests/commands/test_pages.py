"""Every action stands in writing: in the documents, in the terminal, on the card."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from supervision_tui.cli.main import main
from supervision_tui.commands import COMMANDS, MODE_IDS, Command, pages

DOCS = Path(__file__).parents[2] / "docs"
BY_ID = {command.id: command for command in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS, ids=BY_ID)
def test_every_action_has_a_key_or_a_palette_entry_a_help_line_and_a_docs_line(
    command: Command,
) -> None:
    assert command.keys or command.where in (*MODE_IDS, "everywhere")
    assert command.name
    assert command.says.endswith(".")
    assert pages.TITLES[command.where]
    [docs_line] = [
        each
        for each in (DOCS / "actions.md").read_text("utf-8").splitlines()
        if f"`{command.id}`" in each
    ]
    assert docs_line.endswith(f"| {command.says} |")


def test_the_documents_are_as_the_program_prints_them() -> None:
    assert (DOCS / "actions.md").read_text("utf-8").endswith(pages.table())
    assert (DOCS / "keys.md").read_text("utf-8").endswith(pages.card())


def test_a_person_reads_the_keys_as_they_have_set_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "supervision-tui"
    folder.mkdir()
    (folder / "settings.toml").write_text('[keys]\n"today.supervise" = "S"\n', "utf-8")
    assert main(["config", "keys"]) == 0
    [line] = [
        each for each in capsys.readouterr().out.splitlines() if each.startswith("today.supervise ")
    ]
    assert line.split()[1] == "S"
    assert main(["config", "keys", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["actions"]
    assert {each["id"]: each["keys"] for each in found}["today.supervise"] == ["S"]
    assert len(found) == len(COMMANDS)
