"""One sentence for one cause: a damaged key file, too little memory, a wrong passphrase, a lock
that is not kept.
"""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest

from supervision_tui.desk.vault import unlock_methods
from supervision_tui.system.child_process import own_process
from supervision_tui.vault.errors import VaultDamaged, VaultError, VaultLocked
from supervision_tui.vault.files import keys_path, lock_path
from supervision_tui.vault.write_lock import held
from tests.conftest import HANGS_AFTER, PASSPHRASE

from .vaults import MOMENT, add_team, opened, teams

ROOT = Path(__file__).parents[2]


def test_a_slot_that_was_damaged_is_no_wrong_passphrase(path: Path) -> None:
    keys = json.loads(keys_path(path).read_text())
    for slot in keys["slots"]:
        slot["wrapped"] = (
            "A" + slot["wrapped"][1:] if slot["wrapped"][0] != "A" else "B" + slot["wrapped"][1:]
        )
    keys_path(path).write_text(json.dumps(keys))
    with pytest.raises(VaultDamaged, match="damaged or was changed"):
        opened(path)


def test_a_wrong_passphrase_is_one(path: Path) -> None:
    with pytest.raises(VaultLocked, match="does not open this vault"):
        opened(path, "another plain sentence")


def test_a_key_file_from_before_there_was_a_sum_in_it_still_opens(path: Path) -> None:
    keys = json.loads(keys_path(path).read_text())
    del keys["check"]
    keys_path(path).write_text(json.dumps(keys))
    opened(path).close()


_TOO_LITTLE = """
import resource, sys
from pathlib import Path
from supervision_tui.vault import slots
from supervision_tui.vault.create import create_vault
from supervision_tui.vault.opener import VaultOpener
from supervision_tui.vault.errors import VaultError
path = Path(sys.argv[1])
slots._ARGON2["memory_kib"] = 1024 * 1024
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
create_vault(path, passphrase="a plain sentence for the tests", use_keyring=False).store.close()
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (200 << 20), resource.RLIM_INFINITY))
door = VaultOpener(path, "a plain sentence for the tests")
try:
    door.open()
except VaultError as why:
    print(type(why).__name__, why.exit_status, why)
print(door.seconds_left())
"""


@pytest.mark.skipif(
    sys.platform != "linux", reason="the memory of a process is bounded so on Linux"
)
def test_too_little_memory_for_a_passphrase_is_said_and_is_no_wrong_one(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _TOO_LITTLE, str(tmp_path / "supervision.db")],
        capture_output=True, text=True, cwd=ROOT, timeout=HANGS_AFTER, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines()[0].startswith("VaultError 1 There is too little free memory"), (
        done.stderr[-600:]
    )
    assert done.stdout.splitlines()[1] == "0.0", "nobody waits for it"


def test_a_disk_that_holds_no_file_for_one_alone_is_not_called_busy(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def refused(*_arguments: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refused)
    with pytest.raises(VaultError, match="cannot hold a file for one program alone"), held(path):
        pass


def test_what_another_window_did_to_the_key_file_while_the_locks_file_was_gone_holds(
    path: Path,
) -> None:
    first = opened(path)
    first.run(add_team, "Harbour")
    lock_path(path).unlink()
    second = opened(path)
    second.run(add_team, "Orchard")
    unlock_methods.set_passphrase(second, "another plain sentence", MOMENT)
    second.close()
    first.run(add_team, "Rookery")
    first.close()
    again = opened(path, "another plain sentence")
    assert again.run(teams) == ["Harbour", "Orchard", "Rookery"]
    assert again.verify().is_whole
    again.close()
    with pytest.raises(VaultLocked):
        opened(path, PASSPHRASE)


@pytest.mark.skipif(sys.platform != "linux", reason="a process is closed so on Linux")
def test_every_process_of_ours_is_closed_to_dumps_before_it_does_anything() -> None:
    done = subprocess.run(
        own_process("tests.vault.dumpable"),
        capture_output=True,
        text=True,
        timeout=HANGS_AFTER,
        check=True,
    )
    assert done.stdout.split() == ["0", "0", "0o77"]
