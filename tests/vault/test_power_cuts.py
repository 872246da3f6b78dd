"""What was acknowledged is found again after a cut of the power, whatever of the rest had reached
the disk.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable
from contextlib import nullcontext, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from supervision_tui.desk.vault import backups, overview
from supervision_tui.vault.backup import read_backup
from supervision_tui.vault.create import create_vault
from supervision_tui.vault.errors import VaultError
from supervision_tui.vault.opener import VaultOpener, unlock_backup
from supervision_tui.vault.restore import bring_back
from tests.conftest import PASSPHRASE, needs

from .ending import WORKS
from .power_cuts import Disk, Done, cuts, recorded
from .vaults import MOMENT, add_team, opened, teams

pytestmark = pytest.mark.outside


@pytest.fixture(scope="session")
def disk_that_remembers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What records every write, built here."""
    built, source = (
        tmp_path_factory.mktemp("shim") / "recording_disk.so",
        Path(__file__).with_name("recording_disk.c"),
    )
    subprocess.run([needs("gcc"), "-shared", "-fPIC", "-o", built, source], check=True)
    return built


Check = Callable[[Path, list[str]], None]


def all_written(path: Path, acknowledged: list[str]) -> None:
    """Every acknowledged change is found again, the vault is whole, and nobody is told that
    something is missing.
    """
    store = opened(path)
    try:
        found = set(store.run(teams))
        assert [each for each in acknowledged if each not in found] == []
        assert store.missing == ""
        assert overview.verify_vault(store, MOMENT).is_whole
    finally:
        store.close()


def one_key_opens(path: Path, _acknowledged: list[str]) -> None:
    """A rotation is done or not done: the vault opens, and holds what it held."""
    store = opened(path)
    try:
        assert store.run(teams) == ["Harbour"]
        assert store.missing == ""
        assert store.verify().is_whole
        assert store.keys.rotation is None
    finally:
        store.close()


def can_be_brought_back(path: Path, acknowledged: list[str]) -> None:
    """A restore is done, or can be done again; the backup is what it was."""
    if "restored" not in acknowledged:
        WORKS["restore"](path, lambda _said: None, 0)
    one_key_opens(path, acknowledged)


def can_be_made(path: Path, acknowledged: list[str]) -> None:
    """A vault that was made is there; one that was not can be made, or is gone on with."""
    new = path.parent / "new 0" / "supervision.db"
    if VaultOpener(new).is_new():
        assert "made" not in acknowledged
        new.parent.mkdir(exist_ok=True, mode=0o700)
        create_vault(new, passphrase=PASSPHRASE, use_keyring=False).store.close()
    store = VaultOpener(new, PASSPHRASE).open()
    assert store.verify().is_whole
    store.close()


def backups_open(path: Path, acknowledged: list[str]) -> None:
    """A backup that was acknowledged holds all.

    Of another one nothing is believed that is not so.
    """
    for file in path.parent.glob("*.backup"):
        with nullcontext() if file.name in acknowledged else suppress(VaultError):
            assert holds_harbour(file), file.name
    assert [each for each in acknowledged if not (path.parent / each).exists()] == []
    one_key_opens(path, [])


def holds_harbour(file: Path) -> bool:
    """Tell whether a backup is whole and holds the record.

    Raises `VaultError` where it cannot be read.
    """
    backup = read_backup(file)
    key = unlock_backup(backup, PASSPHRASE, lambda _why: None).key
    with TemporaryDirectory() as folder:
        there = Path(folder) / "supervision.db"
        bring_back(backup, key, there, MOMENT.now, by="test")
        store = opened(there)
        try:
            return store.run(teams) == ["Harbour"] and store.verify().is_whole
        finally:
            store.close()


CHECKS: dict[str, Check] = {
    "write": all_written,
    "rotate": one_key_opens,
    "restore": can_be_brought_back,
    "make": can_be_made,
    "back up": backups_open,
}


@pytest.fixture
def worked_on(
    path: Path, tmp_path: Path, disk_that_remembers: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], tuple[Disk, list[Done]]]:
    """What a piece of work did to the disk below the vault's folder, where the state of whoever
    runs it lies, too.
    """

    def do(work: str) -> tuple[Disk, list[Done]]:
        if work not in ("write", "make"):
            store = opened(path)
            store.run(add_team, "Harbour")
            backups.back_up(store, path.parent / "made.backup", MOMENT)
            store.close()
        monkeypatch.setenv("XDG_STATE_HOME", str(path.parent / "state"))
        return recorded(work, path, disk_that_remembers, tmp_path / "record")

    return do


# Cuts at places drawn by chance, and those at the very end, where all is brought to rest.
FEW, MANY, LAST = (4, 80, 14)


@pytest.mark.parametrize("work", CHECKS)
@pytest.mark.parametrize(
    "number", [FEW, pytest.param(MANY, marks=pytest.mark.hard("many cuts of the power"))]
)
def test_a_cut_of_the_power_takes_nothing_that_was_acknowledged(
    path: Path, worked_on: Callable[[str], tuple[Disk, list[Done]]], work: str, number: int
) -> None:
    disk, done = worked_on(work)
    last = range(len(done) - LAST, len(done))
    places = {*random.Random(number).sample(range(len(done)), min(number, len(done))), *last}
    for place, acknowledged in cuts(disk, done, places, path.parent):
        try:
            CHECKS[work](path, acknowledged)
        except (AssertionError, VaultError, OSError) as why:
            why.add_note(f"cut after {place} of {len(done)}: {done[place].what} {done[place].name}")
            raise


def test_without_flushes_a_cut_of_the_power_takes_what_was_acknowledged(
    path: Path, worked_on: Callable[[str], tuple[Disk, list[Done]]]
) -> None:
    """The cuts are no kinder than a disk is: what nobody flushed is lost in some of them."""
    disk, done = worked_on("write")
    unflushed = [each for each in done if each.what != "s"]
    lost = 0
    for _place, acknowledged in cuts(
        disk, unflushed, range(50, len(unflushed), len(unflushed) // 8), path.parent
    ):
        try:
            all_written(path, acknowledged)
        except (AssertionError, VaultError):
            lost += 1
    assert lost
