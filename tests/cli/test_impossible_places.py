"""A name that no file can have, a link in a circle, a file without an end: one sentence, and
nothing is changed.
"""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import Any

import pytest

from supervision_tui.cli.main import main
from supervision_tui.system import files
from tests.conftest import PASSPHRASE

DAYS = ("--from", "2026-01-01", "--to", "2026-02-01")
READS = {
    "the passphrase": ("--passphrase-file", "HERE", "due"),
    "the policy": ("--policy", "HERE", "due"),
    "a policy to be checked": ("config", "check", "HERE"),
    "a theme": ("themes", "check", "HERE"),
    "a backup": ("vault", "verify", "--backup", "HERE"),
    "a backup to be brought back": ("vault", "restore", "HERE"),
    "Annex A": ("import", "annex-a", "HERE", "--yes"),
    "a workforce return": ("import", "workforce", "HERE", "--yes"),
    "a recipient": ("export", "oversight", *DAYS, "--out", "o.age", "--encrypt-to", "HERE"),
    "a password": ("export", "oversight", *DAYS, "--out", "o.age", "--password-file", "HERE"),
    "a summary": ("rollup", "HERE", "--out", "r.md"),
    "an identity": ("rollup", ".", "--out", "r.md", "--identity", "HERE"),
}
WRITES = {
    "a summary": ("export", "oversight", *DAYS, "--yes", "--out", "HERE"),
    "its parts": ("export", "oversight", *DAYS, "--yes", "--format", "csv", "--out", "HERE"),
    "the diary": ("export", "calendar", "--out", "HERE"),
    "a subject's record": ("export", "subject-access", "C-1001", "--yes", "--out", "HERE"),
    "rejected rows": ("import", "caseload", "rejected.csv", "--dry-run", "--rejects", "HERE"),
    "a backup": ("vault", "backup", "HERE"),
    "a new vault": ("--vault", "HERE", "init", "--no-keyring"),
}
NOWHERE = {
    "too long": "n" * 300,
    "a circle": "circle/x",
    "a link to itself": "circle",
    "in a file": "rejected.csv/x",
    "nobody's folder": "~nobody-of-that-name/x",
    "not UTF-8": os.fsdecode(b"\xff\xfe/x"),
}


@pytest.fixture
def vault(demo_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demo in the folder in which we are, and beside it what the commands read."""
    folder = demo_path.parent
    monkeypatch.chdir(folder)
    (folder / "pass").write_text(PASSPHRASE)
    (folder / "rejected.csv").write_text("child_ref,worker\n,Hazel Bellweather\n")
    (folder / "circle").symlink_to(folder / "circle")
    return demo_path


def said_by(
    words: tuple[str, ...], place: str, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    """The exit status and the last sentence of a command with that place."""
    given = [place if word == "HERE" else word for word in words]
    secret = [] if "--passphrase-file" in given else ["--passphrase-file", "pass"]
    vault = [] if "--vault" in given else ["--vault", "supervision.db"]
    try:
        status = main([*vault, *secret, *given])
    except SystemExit as why:
        status = int(str(why.code))
    return status, capsys.readouterr().err.strip().splitlines()[-1]


def each_with_another(commands: dict[str, tuple[str, ...]]) -> list[Any]:
    """Each command with one of the places, each place with one of the commands.

    In the hard run all with all.
    """
    firsts = set(zip(commands, itertools.cycle(NOWHERE), strict=False))
    every = pytest.mark.hard("every command with every place")
    return [
        pytest.param(
            words, place, id=f"{name}-{where}", marks=() if (name, where) in firsts else every
        )
        for (name, words), (where, place) in itertools.product(commands.items(), NOWHERE.items())
    ]


@pytest.mark.parametrize(("words", "place"), each_with_another(READS))
def test_what_can_lie_nowhere_is_not_read(
    vault: Path, words: tuple[str, ...], place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, says = said_by(words, place, capsys)
    assert status in (1, 4)
    assert "went wrong" not in says


@pytest.mark.parametrize(("words", "place"), each_with_another(WRITES))
def test_what_can_lie_nowhere_is_not_written(
    vault: Path, words: tuple[str, ...], place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, says = said_by(words, place, capsys)
    assert status == 1
    assert "went wrong" not in says
    there = {each.name for each in vault.parent.iterdir() if each.stem != vault.stem}
    assert there == {"pass", "rejected.csv", "circle"}


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs a file without an end")
@pytest.mark.parametrize("words", READS.values(), ids=READS)
def test_a_file_without_an_end_is_not_read_for_ever(
    vault: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    status, says = said_by(words, "/dev/zero", capsys)
    assert status in (1, 4)
    assert "went wrong" not in says


@pytest.mark.skipif(os.name == "nt", reason="needs a pipe with a name")
@pytest.mark.parametrize("words", READS.values(), ids=READS)
def test_a_pipe_into_which_nobody_writes_is_not_waited_for(
    vault: Path,
    words: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(files, "_PATIENCE", 0.01)
    os.mkfifo("pipe")
    status, says = said_by(words, "pipe", capsys)
    assert status in (1, 4)
    assert "went wrong" not in says
