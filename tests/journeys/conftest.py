"""The real program, for journeys in a real terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PASSPHRASE, needs
from tests.vault.vaults import opened

from .program import Program


@pytest.fixture
def program(demo_path: Path, tmp_path: Path) -> Iterator[Program]:
    tmux = needs("tmux")
    (tmp_path / "pass").write_text(PASSPHRASE + "\n")
    reader = opened(demo_path, writable=False)
    running = Program(tmux, demo_path, tmp_path, reader)
    yield running
    reader.close()
    if running.terminal:
        running.terminal.call("kill-server")
