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


# How one gets to each place, what stands there then, and what stands there after it was left.
_PLACES = (
    ("/", "earch everything", "To do:"),
    ("3", "Vetch", ""),
    ("d", "Direction for", "Dates due"),
    ("n", "Note ·", "Dates due"),
)


@pytest.mark.outside
def test_nothing_that_is_pasted_steers_the_terminal(
    demo_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, drawn = tmp_path / "pass", bytearray()
    secret.write_text(PASSPHRASE)
    monkeypatch.setenv("HOME", str(tmp_path))

    def after(keys: str, shows: str) -> None:
        program.drawn.clear()
        program.send(keys)
        program.seen(shows)
        drawn.extend(program.drawn)

    with Program(*app_on(demo_path, secret, "--as-of", "2026-03-02")) as program:
        program.seen("To do:")
        for key, there, behind in _PLACES:
            after(key, there)
            for number, payload in enumerate(PAYLOADS if behind else ()):
                after(f"\x1b[200~{payload}{number}\x1b[201~", f"after{number}")
            if behind:
                after("\x1b", behind)
    for command in _COMMANDS:
        assert command not in drawn, command
