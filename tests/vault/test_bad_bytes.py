"""Five hundred vaults with a bit flipped, cut short, or with two pages in each other's place."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from supervision_tui.cli.main import main
from supervision_tui.desk.vault import backups
from supervision_tui.vault.errors import VaultDamaged, VaultError
from supervision_tui.vault.opener import unlock
from supervision_tui.vault.store import open_store
from tests.conftest import PASSPHRASE

from .vaults import MOMENT, add_team, copied, opened, teams

PAGE = 4096
DAMAGED, LOCKED = 6, 3
NAMES = [f"Team {number:04}" for number in range(200)]


@pytest.fixture
def filled(path: Path) -> Path:
    """A closed vault with something on many pages, and a backup of it."""
    store = opened(path)
    for name in NAMES:
        store.run(add_team, name)
    backups.back_up(store, path.parent / "whole.backup", MOMENT)
    store.close()
    return path


def flipped(content: bytearray, chance: random.Random) -> bytes:
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(content)


def cut(content: bytearray, chance: random.Random) -> bytes:
    return bytes(content[: chance.randrange(len(content))])


def swapped(content: bytearray, chance: random.Random) -> bytes:
    one, other = chance.sample(range(len(content) // PAGE), 2)
    first, second = (slice(page * PAGE, (page + 1) * PAGE) for page in (one, other))
    content[first], content[second] = content[second], content[first]
    return bytes(content)


Spoil = Callable[[bytearray, random.Random], bytes]


@pytest.mark.parametrize("spoil", [flipped, cut, swapped])
def test_no_damage_is_taken_for_the_vault(filled: Path, spoil: Spoil, tmp_path: Path) -> None:
    spoil_again_and_again(filled, spoil, 25, tmp_path)


@pytest.mark.hard("five hundred spoilt files")
@pytest.mark.parametrize(("spoil", "times"), [(flipped, 250), (cut, 125), (swapped, 125)])
def test_of_much_damage_none_is_taken_for_the_vault(
    filled: Path, spoil: Spoil, times: int, tmp_path: Path
) -> None:
    spoil_again_and_again(filled, spoil, times, tmp_path)


def spoil_again_and_again(filled: Path, spoil: Spoil, times: int, tmp_path: Path) -> None:
    """Spoil a copy of the vault so often, each time in another place, and hold what is said and
    read against it.
    """
    whole, chance = filled.read_bytes(), random.Random(spoil.__name__)
    key = bytes(unlock(filled, passphrase=PASSPHRASE, ask=lambda _why: None).key)
    path = copied(filled, tmp_path / "spoilt")
    for _ in range(times):
        path.write_bytes(spoil(bytearray(whole), chance))
        try:
            store = open_store(path, bytearray(key))
        except VaultError as why:
            assert why.exit_status == DAMAGED
            assert str(why).endswith((".", "it."))
            continue
        try:
            assert not store.verify().is_whole, "it opens, but the damage is found"
            assert store.run(teams) == NAMES, "what it does answer is right"
        except VaultDamaged:
            pass
        finally:
            store.close()
            copied(filled, tmp_path / "spoilt")


@pytest.mark.parametrize("spoil", [flipped, cut, swapped])
def test_the_shell_says_it_and_a_backup_brings_it_all_back(
    filled: Path, spoil: Spoil, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    secret, chance = tmp_path / "pass", random.Random(spoil.__name__)
    secret.write_text(PASSPHRASE)
    words = ["--vault", str(filled), "--passphrase-file", str(secret)]
    for _ in range(2):
        filled.write_bytes(spoil(bytearray(filled.read_bytes()), chance))
        assert main([*words, "vault", "verify"]) in (DAMAGED, LOCKED)
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        assert err.strip()
        status = main([*words, "due", "--json"])
        out, err = capfd.readouterr()
        assert status in (0, DAMAGED, LOCKED)
        assert status or json.loads(out)["directions"] == []
        restored = main([*words, "vault", "restore", str(filled.parent / "whole.backup"), "--over"])
        assert restored == 0, capfd.readouterr().err
        capfd.readouterr()
        for kept in filled.parent.glob("*-before-restore-*"):
            kept.unlink()
        store = opened(filled)
        assert store.run(teams) == NAMES
        store.close()
