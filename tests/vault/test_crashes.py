"""Nothing acknowledged is lost: killed at any step, on a full disk, on a disk that refuses, with a
bit flipped.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import product
from pathlib import Path

import pytest

from supervision_tui.desk.vault import backups, overview
from supervision_tui.vault.create import create_vault
from supervision_tui.vault.errors import VaultDamaged, VaultError, VaultLocked
from supervision_tui.vault.files import logs_of
from supervision_tui.vault.opener import VaultOpener
from supervision_tui.vault.store import Store
from tests.conftest import HANGS_AFTER, PASSPHRASE, needs

from .days_of_work import lost
from .ending import rounds
from .vaults import MOMENT, add_team, copied, opened, teams

ROOT = Path(__file__).parents[2]
STEPS = (1, 2, 3, 5, 13)  # the first ones, and a later one
EVERY_STEP = [
    (what, step)
    for what, most in (("write", 60), ("flush", 12), ("rename", 4))
    for step in range(1, most + 1)
]


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What stands between the program and its disk, built here."""
    built, source = (
        tmp_path_factory.mktemp("shim") / "failing_disk.so",
        Path(__file__).with_name("failing_disk.c"),
    )
    subprocess.run([needs("gcc"), "-shared", "-fPIC", "-o", built, source], check=True)
    return built


# Killed


def check_that_nothing_is_lost(path: Path, acknowledged: list[str], killed: int) -> None:
    """Every acknowledged change is found again, and of those under way at most one each."""
    store = opened(path)
    found = set(store.run(teams))
    assert [each for each in acknowledged if each not in found] == []
    assert len(found) <= len(acknowledged) + killed
    assert overview.verify_vault(store, MOMENT).is_whole
    store.close()
    opened(path).close()


def killed_after(path: Path, steps: list[int]) -> None:
    """Write and be killed after so many changes, again and again."""
    acknowledged: list[str] = []
    with rounds("write", path) as process:
        for step in steps:
            told = process.round("after", step).acknowledged
            assert len(told) >= step
            acknowledged += told
    check_that_nothing_is_lost(path, acknowledged, len(steps))


def test_changes_that_were_acknowledged_before_a_kill_are_found_again(path: Path) -> None:
    killed_after(path, list(STEPS))


@pytest.mark.hard("a hundred kills")
def test_a_hundred_kills_lose_nothing_that_was_acknowledged(path: Path) -> None:
    chance = random.Random(7)
    killed_after(path, [chance.randrange(1, 40) for _ in range(100)])


@pytest.mark.outside
def test_killed_between_two_writes_nothing_that_was_acknowledged_is_lost(
    path: Path, shim: Path
) -> None:
    acknowledged: list[str] = []
    with rounds("write", path, shim) as process:
        for what, step in product(("write", "flush"), STEPS):
            ended = process.round("kill", what, step)
            assert ended.says == "", "it was killed"
            acknowledged += ended.acknowledged
    check_that_nothing_is_lost(path, acknowledged, 2 * len(STEPS))


def rotated_and_killed(path: Path, shim: Path, steps: Sequence[tuple[str, int]]) -> int:
    """Rotate and be killed at these steps.

    Returns how often it was killed before it had come to its end.
    """
    store, killed = opened(path), 0
    for number in range(60):
        store.run(add_team, f"Team {number:04}")
    store.close()
    with rounds("rotate", path, shim) as process:
        for what, step in steps:
            killed += process.round("kill", what, step).says == ""
            store = opened(path)
            assert len(store.run(teams)) == 60, (what, step)
            store.close()
    store = opened(path)
    assert store.verify().is_whole
    assert store.keys.rotation is None
    store.close()
    return killed


@pytest.mark.outside
def test_a_rotation_killed_at_a_step_leaves_a_vault_that_opens(path: Path, shim: Path) -> None:
    assert (
        rotated_and_killed(
            path, shim, [("write", 1), ("write", 9), ("flush", 2), ("rename", 1), ("rename", 2)]
        )
        > 2
    )


@pytest.mark.hard("a kill at each of many steps of a rotation")
def test_a_rotation_killed_at_any_step_leaves_a_vault_that_opens(path: Path, shim: Path) -> None:
    assert rotated_and_killed(path, shim, EVERY_STEP) > 20


def restored_and_killed(path: Path, shim: Path, steps: Sequence[tuple[str, int]]) -> int:
    """Bring a backup back and be killed at these steps.

    Returns how often it was killed before its end.
    """
    store, killed = opened(path), 0
    store.run(add_team, "Harbour")
    backups.back_up(store, path.parent / "made.backup", MOMENT)
    store.close()
    with rounds("restore", path, shim) as process:
        for what, step in steps:
            killed += process.round("kill", what, step).says == ""
            assert process.round("no harm").acknowledged == ("begun", "restored"), (what, step)
            store = opened(path)
            assert store.run(teams) == ["Harbour"]
            store.close()
    return killed


@pytest.mark.outside
def test_a_restore_killed_at_a_step_can_be_done_again(path: Path, shim: Path) -> None:
    assert (
        restored_and_killed(
            path, shim, [("write", 1), ("write", 9), ("flush", 2), ("rename", 1), ("rename", 2)]
        )
        > 2
    )


@pytest.mark.hard("a kill at each of many steps of a restore")
def test_a_restore_killed_at_any_step_can_be_done_again(path: Path, shim: Path) -> None:
    assert restored_and_killed(path, shim, EVERY_STEP) > 20


def made_and_killed(path: Path, shim: Path, steps: Sequence[tuple[str, int]]) -> int:
    """Make a vault and be killed at these steps; returns how often it was killed before its end."""
    killed = 0
    with rounds("make", path, shim) as process:
        for number, (what, step) in enumerate(steps):
            killed += process.round("kill", what, step).says == ""
            new = path.parent / f"new {number}" / "supervision.db"
            if VaultOpener(new).is_new():
                create_vault(new, passphrase=PASSPHRASE, use_keyring=False).store.close()
            store = VaultOpener(
                new, PASSPHRASE
            ).open()  # one that was half in place is gone on with
            assert store.verify().is_whole, (what, step)
            store.close()
            left = sorted(each.name for each in new.parent.iterdir())
            assert left == [
                "supervision.db",
                "supervision.keys",
                "supervision.lock",
                "supervision.tries",
            ], (what, step)
    return killed


@pytest.mark.outside
def test_a_vault_whose_making_is_killed_at_a_step_can_be_made_or_is_whole(
    path: Path, shim: Path
) -> None:
    steps = [("write", 1), ("write", 9), ("flush", 2), *(("rename", step) for step in range(1, 6))]
    assert made_and_killed(path, shim, steps) > 4


@pytest.mark.hard("a kill at each of many steps of making a vault")
def test_a_vault_whose_making_is_killed_at_any_step_can_be_made_or_is_whole(
    path: Path, shim: Path
) -> None:
    assert made_and_killed(path, shim, EVERY_STEP) > 20


def a_year_killed_after(demo_path: Path, steps: list[int]) -> None:
    """A manager's year, killed after so many steps, again and again.

    Each time all of it is found again.
    """
    with rounds("year", demo_path) as process:
        for number, step in enumerate(steps):
            told = process.round("after", step).acknowledged
            assert told[:1] == ("opened",), (
                f"round {number}: the vault did not open after the kill before"
            )
            store = opened(demo_path)
            assert lost(store, told) == [], f"round {number}"
            found = store.verify()
            assert found.is_whole, f"round {number}: {found.damaged}"
            store.close()


def test_a_years_work_that_is_killed_is_found_again(demo_path: Path) -> None:
    a_year_killed_after(demo_path, [1, 4, 11])


@pytest.mark.hard("two hundred kills")
def test_a_years_work_killed_two_hundred_times_is_found_again_each_time(demo_path: Path) -> None:
    chance = random.Random(11)
    a_year_killed_after(demo_path, [chance.randrange(1, 16) for _ in range(200)])


# Disks that do not take it

_FILL = """
import sys
from pathlib import Path
from tests.vault.vaults import MOMENT, add_team, make_vault, opened, teams
from supervision_tui.desk.vault import backups, unlock_methods
from supervision_tui.vault.errors import VaultError

folder = Path(sys.argv[1])
path = folder / "supervision.db"
make_vault(path)
store = opened(path)
written = []
def fill():
    for number in range(100_000):
        name = f"{number} " + "x" * 3000
        store.run(add_team, name)
        written.append(name)
for what in (fill, lambda: unlock_methods.set_passphrase(store, "another plain sentence", MOMENT),
             lambda: backups.back_up(store, folder / "made.backup", MOMENT)):
    try:
        what()
        print("taken")
    except VaultError as why:
        print(type(why).__name__, why.exit_status, why)
try:
    store.close()
except VaultError as why:
    print(type(why).__name__, why)
print(sorted(each.name for each in folder.iterdir() if "supervision" not in each.name))
SPACE = folder / "filler"
if SPACE.exists():
    SPACE.unlink()
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> str:
    """The beginning of a command line that runs in a place of its own, where a small disk can be
    mounted.
    """
    unshare = needs("unshare")
    tried = subprocess.run([unshare, "-rm", "true"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip("this machine lets nobody mount a disk of their own")
    return unshare


def in_small_disk(unshare: str, folder: Path, script: str, *then: str, size: str = "5m") -> str:
    folder.mkdir(exist_ok=True, mode=0o700)
    (folder.parent / "script.py").write_text(script)
    steps = [
        f"mount -t tmpfs -o size={size},mode=700 none {folder}",
        "head -c 2000000 /dev/zero > " + f"{folder}/filler",
    ]
    steps += [f"{sys.executable} {folder.parent}/script.py {folder}", *then]
    done = subprocess.run(
        [unshare, "-rm", "sh", "-c", " && ".join(steps)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        timeout=5 * HANGS_AFTER,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


@pytest.mark.outside
def test_on_a_full_disk_nothing_is_half_done_and_nothing_acknowledged_is_lost(
    small_disk: str, tmp_path: Path
) -> None:
    check = """
import sys
from pathlib import Path
from tests.vault.vaults import opened, teams
store = opened(Path(sys.argv[1]) / "supervision.db")
found = store.run(teams)
print(len(found), store.verify().is_whole)
store.close()
"""
    (tmp_path / "check.py").write_text(check)
    folder = tmp_path / "disk"
    out = in_small_disk(
        small_disk, folder, _FILL, f"{sys.executable} {tmp_path}/check.py {folder}"
    ).splitlines()
    assert (
        out[0]
        == "VaultError 1 The disk is full or cannot be written; make room, then do it again. "
        "Nothing was changed."
    )
    assert out[1].startswith("VaultError 1"), "the passphrase was not changed"
    assert out[2].startswith("VaultError 1"), "no backup was made"
    assert out[-2] == "['filler']", "and nothing of it is left lying"
    count, whole = out[-1].split()
    assert int(count) > 10
    assert whole == "True"


@pytest.mark.outside
def test_a_folder_that_cannot_be_written_is_said_and_still_read(
    small_disk: str, tmp_path: Path
) -> None:
    script = """
import contextlib, io, subprocess, sys
from pathlib import Path
from supervision_tui.cli.main import main
from tests.conftest import PASSPHRASE
from tests.vault.vaults import add_team, make_vault, opened
folder = Path(sys.argv[1])
make_vault(folder / "supervision.db")
store = opened(folder / "supervision.db")
store.run(add_team, "Harbour")
store.close()
(folder / "pass").write_text(PASSPHRASE)
subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
change = ["vault", "passphrase", "--new-passphrase-file", str(folder / "pass")]
for words in (["due"], ["vault", "log", "--verify"], change):
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        vault, key = str(folder / "supervision.db"), str(folder / "pass")
        status = main(["--vault", vault, "--passphrase-file", key, *words])
    print(status, said.getvalue().strip().splitlines()[-1])
"""
    out = in_small_disk(small_disk, tmp_path / "disk", script).splitlines()
    assert out[0].startswith("0 0 directions")
    assert out[1].startswith("0 The journal is whole")
    assert out[2].startswith("1 The folder")
    assert "cannot be written" in out[2]


def test_a_write_that_fails_changes_nothing_and_is_said(path: Path) -> None:
    script = """
import resource, signal, sys
from pathlib import Path
from tests.vault.vaults import MOMENT, add_team, opened, teams
from supervision_tui.desk.vault import backups, unlock_methods
from supervision_tui.vault.errors import VaultError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
store = opened(path)
store.run(add_team, "Harbour")
resource.setrlimit(resource.RLIMIT_FSIZE, (200, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
for what in (lambda: store.run(add_team, "Orchard"),
             lambda: unlock_methods.set_passphrase(store, "another plain sentence", MOMENT),
             lambda: backups.back_up(store, path.parent / "made.backup", MOMENT)):
    try:
        what()
        print("taken")
    except VaultError as why:
        print(why.exit_status, why)
print(store.run(teams), sorted(each.name for each in path.parent.iterdir()))
try:
    store.close()
except VaultError:
    print("closed")
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=5 * HANGS_AFTER,
        check=False,
    )
    out = done.stdout.splitlines()
    assert done.stderr == ""
    assert all(line.startswith("1 ") for line in out[:3]), out
    assert "Nothing was changed." in out[0]
    assert out[3].startswith("['Harbour']")
    assert "made.backup" not in out[3]
    store = opened(path)
    assert store.run(teams) == ["Harbour"]
    assert store.verify().is_whole
    store.close()


# Bits


def _with_bit_flipped(file: Path, place: int) -> None:
    content = bytearray(file.read_bytes())
    content[place % len(content)] ^= 16
    file.write_bytes(bytes(content))


def _whole(path: Path) -> bool:
    """Whether the vault opens and is whole; whatever is read must be what was written."""
    try:
        store: Store = opened(path)
    except (VaultDamaged, VaultLocked):
        return False
    try:
        found = store.verify()
        if found.is_whole:
            assert store.run(teams) == [f"Team {number:03}" for number in range(60)]
        return found.is_whole
    finally:
        with suppress(VaultError):
            store.close()


@pytest.fixture
def filled(path: Path) -> Path:
    """A closed vault of many pages."""
    store = opened(path)
    for number in range(60):
        store.run(add_team, f"Team {number:03}")
    store.close()
    return path


@pytest.mark.parametrize(
    "region",
    [
        "salt",
        "first page",
        "its seal",
        "schema",
        "a table",
        "an index",
        "free space",
        "last page",
        "last seal",
    ],
)
def test_a_bit_flipped_anywhere_in_the_database_is_found(filled: Path, region: str) -> None:
    size = filled.stat().st_size
    pages = size // 4096
    places = {
        "salt": 3,
        "first page": 100,
        "its seal": 4096 - 20,
        "schema": 2 * 4096 + 7,
        "a table": (pages // 2) * 4096 + 2000,
        "an index": (pages // 3) * 4096 + 4000,
        "free space": (pages - 2) * 4096 + 500,
        "last page": size - 3000,
        "last seal": size - 30,
    }
    _with_bit_flipped(filled, places[region])
    assert not _whole(filled)


def test_a_bit_flipped_anywhere_in_the_key_file_is_found(filled: Path, tmp_path: Path) -> None:
    size = filled.with_suffix(".keys").stat().st_size
    for place in range(0, size, 23):
        twin = copied(filled, tmp_path / f"twin {place}")
        _with_bit_flipped(twin.with_suffix(".keys"), place)
        assert not _whole(twin), f"byte {place}"
        shutil.rmtree(twin.parent)


def test_a_bit_flipped_in_the_log_loses_no_more_than_what_stood_in_it(filled: Path) -> None:
    """A log that was cut or damaged is read up to the damage, as after a power cut.

    Verify stays clean.
    """
    store = opened(filled)
    store.run(add_team, "Late")
    twin = copied(filled, filled.parent / "twin")
    shutil.copy(logs_of(filled)[0], logs_of(twin)[0])
    store.close()
    _with_bit_flipped(logs_of(twin)[0], 5000)
    again = opened(twin)
    assert set(again.run(teams)) >= {f"Team {number:03}" for number in range(60)}
    assert again.verify().is_whole
    again.close()


@pytest.mark.parametrize("left", [1, 5000, 0.5, 0.99])
def test_a_file_that_was_cut_short_is_found(filled: Path, left: float) -> None:
    content = filled.read_bytes()
    filled.write_bytes(content[: int(left if left >= 1 else len(content) * left)])
    assert not _whole(filled)


def test_a_passphrase_is_needed_whatever_lies_there(filled: Path) -> None:
    with pytest.raises(VaultLocked):
        opened(filled, PASSPHRASE + "!")


@pytest.mark.outside
def test_a_disk_that_begins_to_fail_loses_nothing_that_was_acknowledged(
    path: Path, shim: Path
) -> None:
    acknowledged: list[str] = []
    with rounds("write", path, shim) as process:
        for what, step in product(("write", "flush"), STEPS):
            ended = process.round("refuse", what, step)
            assert ended.says.endswith("."), "refused in a sentence"
            acknowledged += ended.acknowledged
            store = opened(path)
            assert store.verify().is_whole
            store.close()
    check_that_nothing_is_lost(path, acknowledged, 2 * len(STEPS))
