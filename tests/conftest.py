"""What the tests share: a real encrypted vault, a day, and the demo on that day."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from supervision_tui.desk.moment import Moment
from supervision_tui.exchange.demo import build_demo
from supervision_tui.practice.policy import default_policy
from supervision_tui.vault.create import create_passing_vault, create_vault
from supervision_tui.vault.door import unlock
from supervision_tui.vault.store import Store, open_store

settings.register_profile("untimed", deadline=None)  # how long an example takes is for the benchmarks
settings.load_profile("untimed")

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
HANGS_AFTER = 60.0  # seconds: whatever is waited for has come by then, also on a machine under load
PASSPHRASE = "a plain sentence for the tests"


def needs(program: str) -> str:
    """The path of an outside program; the test steps aside where it is missing, unless it must be there."""
    found = shutil.which(program)
    if found is None:
        message = f"{program} is not installed"
        if os.environ.get("SUPERVISION_TUI_REQUIRE_OUTSIDE"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(autouse=True)
def no_policy_of_this_machine(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A policy in the configuration folder of whoever runs the tests changes no test."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.getbasetemp() / "config"))


@pytest.fixture
def moment() -> Moment:
    """Mon 2 Mar 2026, ten o'clock."""
    return Moment(TODAY, NOW, default_policy())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty vault, really encrypted, gone after the test."""
    made = create_passing_vault(tmp_path / "vault" / "supervision.db")
    yield made
    made.close()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The team demo on 2 March 2026, closed; copied before each use."""
    path = tmp_path_factory.mktemp("demo") / "supervision.db"
    made = create_vault(path, passphrase=PASSPHRASE, use_keyring=False)
    made.store.run(build_demo, "team", 1, Moment(TODAY, NOW, default_policy()))
    made.store.close()
    return path


@pytest.fixture
def demo_path(demo_file: Path, tmp_path: Path) -> Path:
    """A copy of the demo of its own."""
    for each in (demo_file, demo_file.with_suffix(".keys")):
        shutil.copy(each, tmp_path / each.name)
    return tmp_path / demo_file.name


@pytest.fixture
def demo_store(demo_path: Path) -> Iterator[Store]:
    """The demo, open."""
    opened = open_store(demo_path, unlock(demo_path, passphrase=PASSPHRASE, ask=lambda _why: None).key)
    yield opened
    opened.close()
