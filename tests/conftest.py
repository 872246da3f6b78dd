"""What the tests share: a real encrypted vault, a day, the demo on that day, and how hard the run
is to be.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from supervision_tui.configuration import machine_rules
from supervision_tui.desk.moment import Moment
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.vault import slots
from supervision_tui.vault.create import NewVault, create_vault
from supervision_tui.vault.opener import unlock
from supervision_tui.vault.plain_sql import Rows
from supervision_tui.vault.store import Store, open_store

# How long an example takes is for the benchmarks. `make test` draws few, the same ones each time.
_UNTIMED: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck)}
FEW = 25
settings.register_profile(
    "few", max_examples=FEW, stateful_step_count=15, derandomize=True, database=None, **_UNTIMED
)
settings.register_profile(
    "many", max_examples=10 * FEW, stateful_step_count=40, print_blob=True, **_UNTIMED
)
settings.load_profile("few")

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
HANGS_AFTER = 60.0  # seconds: whatever is waited for has come by then, also on a machine under load
PASSPHRASE = "a plain sentence for the tests"

SHIPPED_ARGON2 = dict(slots._ARGON2)
slots._ARGON2.update({name: least for name, (least, _most) in slots._ARGON2_BOUNDS.items()})
"""A passphrase costs as little here as a key file may say; `test_ways_in` holds what it costs
as it ships.
"""


def examples(few: int, **how: Any) -> settings:
    """So many examples of what costs much to try.

    In the hard run as many times more as of everything else.
    """
    return settings(max_examples=few * (settings().max_examples // FEW), **how)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that is hard says why: `@pytest.mark.hard("two hundred kills")`."""
    for item in items:
        for mark in item.iter_markers("hard"):
            if not (mark.args and isinstance(mark.args[0], str) and mark.args[0].strip()):
                raise pytest.UsageError(f"{item.nodeid} is marked hard and does not say why")


def needs(program: str) -> str:
    """The path of an outside program.

    The test steps aside where it is missing, unless it must be there.
    """
    found = shutil.which(program)
    if found is None:
        message = f"{program} is not installed"
        if os.environ.get("SUPERVISION_TUI_REQUIRE_OUTSIDE"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@dataclass(frozen=True)
class ClosedVault:
    """A vault made once and closed, of which each test takes a copy of its own."""

    path: Path
    recovery_code: str
    key: bytes

    @classmethod
    def of(cls, made: NewVault) -> ClosedVault:
        """Close a vault just made, and keep what opens it."""
        made.store.close()
        key = unlock(made.store.path, passphrase=PASSPHRASE, ask=lambda _why: None).key
        return cls(made.store.path, made.recovery_code, bytes(key))

    def copied(self, to: Path) -> Path:
        """A copy of both files in that folder, which is made where it is missing."""
        to.mkdir(parents=True, exist_ok=True, mode=0o700)
        for each in (self.path, self.path.with_suffix(".keys")):
            shutil.copy(each, to / each.name)
        return to / self.path.name

    def opened(self, path: Path, *, is_passing: bool = False) -> Store:
        """A copy of it, open without a passphrase being stretched."""
        return open_store(path, bytearray(self.key), is_passing=is_passing)


@pytest.fixture(autouse=True)
def nothing_of_this_machine(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A policy or a rule in the configuration of the machine that runs the tests changes no test.

    Nor is their state touched.
    """
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.getbasetemp() / "config"))
    monkeypatch.setattr(machine_rules, "UNIX_FOLDER", tmp_path_factory.getbasetemp() / "machine")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / "state"))


@pytest.fixture
def moment() -> Moment:
    """Mon 2 Mar 2026, ten o'clock."""
    return Moment(TODAY, NOW, default_policy())


@pytest.fixture(scope="session")
def empty_vault(tmp_path_factory: pytest.TempPathFactory) -> ClosedVault:
    """A vault in which nothing is yet."""
    path = tmp_path_factory.mktemp("empty") / "supervision.db"
    return ClosedVault.of(create_vault(path, passphrase=PASSPHRASE, use_keyring=False))


@pytest.fixture
def store(empty_vault: ClosedVault, tmp_path: Path) -> Iterator[Store]:
    """An empty vault, really encrypted, open for one test."""
    opened = empty_vault.opened(empty_vault.copied(tmp_path / "vault"), is_passing=True)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def demo_vault(tmp_path_factory: pytest.TempPathFactory) -> ClosedVault:
    """The team demo on 2 March 2026."""
    from supervision_tui.demo.build import build_demo

    path = tmp_path_factory.mktemp("demo") / "supervision.db"
    made = create_vault(path, passphrase=PASSPHRASE, use_keyring=False)
    made.store.run(build_demo, "team", 1, Moment(TODAY, NOW, default_policy()))
    return ClosedVault.of(made)


@pytest.fixture
def demo_path(demo_vault: ClosedVault, tmp_path: Path) -> Path:
    """A copy of the demo of its own, closed."""
    return demo_vault.copied(tmp_path)


@pytest.fixture
def demo_store(demo_vault: ClosedVault, demo_path: Path) -> Iterator[Store]:
    """The demo, open."""
    opened = demo_vault.opened(demo_path)
    yield opened
    opened.close()


class SharedDemo:
    """The demo, open once for all tests that change nothing in it, so that its years are read
    once.
    """

    def __init__(self, vault: ClosedVault, folder: Path) -> None:
        self._vault = vault
        self._folder = folder
        self._copies = 0
        self.store = self._another()

    def is_unchanged(self) -> bool:
        """Forget what was typed; where anything else was written, put another copy in its place."""
        self.store.ask(_forget_what_was_typed, writes=True).result()
        self.store._file.is_closing.clear()  # an app that ended stops what takes long
        if self.store._file._raw is self._traced and not self._written_to:
            return True
        self.store.close()
        self.store = self._another()
        return False

    def _another(self) -> Store:
        self._copies += 1
        self._written_to: set[str] = set()
        store = self._vault.opened(self._vault.copied(self._folder / str(self._copies)))
        self._traced = store._file._raw
        self._traced.set_trace_callback(self._look_at)
        return store

    def _look_at(self, statement: str) -> None:
        written = _WRITES.match(statement)
        if written and written[1].strip('"') not in _TYPED:
            self._written_to.add(written[1])


_TYPED = ("draft", "kept_view")
_WRITES = re.compile(
    r"\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE(?: OR \w+)?|DELETE FROM)\s+(\S+)",
    re.IGNORECASE,
)


def _forget_what_was_typed(rows: Rows) -> None:
    for table in _TYPED:
        rows(f"DELETE FROM {table}")


@pytest.fixture(scope="session")
def shared_demo(
    demo_vault: ClosedVault, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SharedDemo]:
    """What `unchanged_demo` hands out."""
    shared = SharedDemo(demo_vault, tmp_path_factory.mktemp("shared"))
    yield shared
    shared.store.close()


@pytest.fixture
def unchanged_demo(shared_demo: SharedDemo) -> Iterator[Store]:
    """The demo, open, for a test that changes no record; one that does takes `demo_store`."""
    yield shared_demo.store
    assert shared_demo.is_unchanged(), "a record was changed: take `demo_store`"
