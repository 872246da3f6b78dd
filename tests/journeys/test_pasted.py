"""What is pasted, whatever it is, is text: nothing of it reaches the terminal as a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.outside import Program, app_on
from tests.conftest import PASSPHRASE

PAYLOADS = (
    "before \x1b]52;c;ZXZpbA==\x07\x1b[2J\x1b[31m after",
    "before \x9d52;c;ZXZpbA==\x9c\x9b2J after",
    "before \x1bP$q\x1b\\\x1b]0;ZXZpbA==\x07 after",
    "before \u202eZXZpbA==\u202c\x00\x08\x7f after",
)
_COMMANDS = (
    b"\x1b]52;c;ZXZpbA",
    b"\x9d52;",
    b"\x1bP$q",
    b"\x1b]0;ZXZpbA",
    "\x9d".encode(),
    "\x9b".encode(),
    "\u202e".encode(),
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_is_pasted_steers_the_terminal(
    payload: str, demo_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "pass"
    secret.write_text(PASSPHRASE)
    monkeypatch.setenv("HOME", str(tmp_path))
    with Program(*app_on(demo_path, secret, "--as-of", "2026-03-02")) as program:
        program.seen("of them late")
        program.settled()
        program.drawn.clear()
        for keys in ("/", "3d", "3n"):  # the search, a direction, a note
            for key in keys:
                program.key(key)
            program.key(f"\x1b[200~{payload}\x1b[201~")
            program.key("\x1b")
            program.key("\x1b")
        assert b"after" in program.drawn, "it was pasted"
        for command in _COMMANDS:
            assert command not in program.drawn, command
