"""What is loaded before a person sees something: counted in modules, in a fresh interpreter."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from datetime import date

import pytest

from supervision_tui.cli.fast_arguments import said_straight
from supervision_tui.cli.main import main

_HEAVY = {
    "alembic", "argon2", "cryptography", "fpdf", "holidays", "icalendar", "keyring", "pydantic",
    "python_calamine",
    "sqlalchemy", "sqlcipher3", "sqlmodel", "statistics", "typer", "xlsxwriter",
    "zxcvbn",
}  # fmt: skip


def loaded_by(program: str) -> list[str]:
    """The modules that a program has loaded at its end."""
    look = f"{program}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


def test_the_first_frame_is_painted_before_anything_is_loaded_to_paint_the_app() -> None:
    program = "import supervision_tui.cli.main, supervision_tui.cli.first_frame"
    loaded = loaded_by(program)
    assert not {name.partition(".")[0] for name in loaded} & (_HEAVY | {"textual", "rich"})
    ours = [name for name in loaded if name.startswith("supervision_tui")]
    assert len(ours) <= 10, f"more of ours is loaded than the command line needs: {ours}"


@pytest.mark.parametrize("screen", ["vault.opening", "today.screen"])
def test_the_app_and_today_as_it_was_kept_need_nothing_of_the_records(screen: str) -> None:
    loaded = loaded_by(f"import supervision_tui.app.app, supervision_tui.screens.{screen}")
    assert not {name.partition(".")[0] for name in loaded} & _HEAVY
    assert not [name for name in loaded if name.startswith("supervision_tui.records")]
    bare = loaded_by("import textual.app, textual.screen, textual.widgets._static")
    more = set(loaded) - set(bare)
    assert len([name for name in more if not name.startswith("supervision_tui")]) <= 40


def test_opening_the_app_is_understood_without_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPERVISION_TUI_VAULT", "/there/by.db")
    said = said_straight(
        [
            "--vault",
            "/there/my.db",
            "--passphrase-file=-",
            "--plain",
            "open",
            "--as-of",
            "2026-03-02",
        ]
    )
    assert said is not None
    opening = said.opening()
    assert (str(opening.vault), opening.passphrase_file, opening.plain) == (
        "/there/my.db",
        "-",
        True,
    )
    assert said.as_of == date(2026, 3, 2)
    usual = said_straight([])
    assert usual is not None
    assert str(usual.opening().vault) == "/there/by.db"


@pytest.mark.parametrize(
    "words",
    [["--help"], ["demo"], ["open", "more"], ["open", "open"], ["--journal", "odd"], ["--as-of",
    "2026-01-01"],
     ["open", "--as-of", "tomorrow"], ["--vault"], ["--version"], ["vault", "verify"],
     ["--odd", "open"], ["open", "--help"], ["--vault=", "open"], ["--", "open"]],
)  # fmt: skip
def test_what_is_not_surely_understood_is_for_the_parser(words: list[str]) -> None:
    assert said_straight(words) is None


def test_the_way_to_the_app_loads_no_parser_of_values() -> None:
    program = (
        "import supervision_tui.cli.main, supervision_tui.cli.fast_arguments, "
        "supervision_tui.cli.open_app\n"
        "supervision_tui.cli.fast_arguments.said_straight(['open']).opening()"
    )
    loaded = loaded_by(program)
    assert not {name.partition(".")[0] for name in loaded} & (_HEAVY | {"textual"})
    assert "supervision_tui.cli.export_commands" not in loaded


def test_a_shell_that_asks_what_could_be_typed_is_answered_by_the_parser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("_SUPERVISION_TUI_COMPLETE", "complete_bash")
    assert said_straight([]) is None


def test_stopped_before_the_app_stands_there_it_ends_in_a_word(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("supervision_tui.cli.open_app.open_app", stopped)
    assert main(["open"]) == 130
    assert capfd.readouterr().err == "Stopped.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_told_to_end_before_the_app_stands_there_it_gives_the_terminal_back(name: str) -> None:
    program = (
        "import os, signal, sys\n"
        "from supervision_tui.cli import first_frame, open_app\n"
        "from supervision_tui.cli.main import main\n"
        "first_frame._can_be_drawn_on = lambda: True\n"
        f"open_app.open_app = lambda *_, **__: os.kill(os.getpid(), signal.{name})\n"
        "sys.exit(main(['open']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 128 + getattr(signal, name)
    assert done.stderr.endswith("\x1b[?25h\x1b[?1049lStopped.\n"), (
        "the first screen, and the cursor"
    )
