"""Processes that end badly: `python -m tests.vault.ending WORK PATH` reads rounds from its standard
input, a line each.

Each round is a fork, so that the libraries are loaded once. `after 3` kills it as soon as three
changes were acknowledged. `kill write 5` kills it at its fifth write to the disk, and `refuse flush
2` has the disk refuse the second flush and every one after it; for these two `failing_disk.so` must
stand between. The answer is a line of JSON: what was acknowledged, and the sentence with which the
work ended by itself, if it did.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO

from supervision_tui.desk.moment import Moment
from supervision_tui.desk.vault.backups import back_up
from supervision_tui.vault.backup import read_backup
from supervision_tui.vault.create import create_vault
from supervision_tui.vault.errors import VaultError
from supervision_tui.vault.opener import unlock, unlock_backup
from supervision_tui.vault.restore import bring_back
from supervision_tui.vault.store import open_store
from tests.conftest import HANGS_AFTER, PASSPHRASE

from .days_of_work import a_day_of_work
from .vaults import MOMENT, add_team, opened

_ROOT = Path(__file__).parents[2]
_KEY = bytearray()

Acknowledge = Callable[[str], None]
Work = Callable[[Path, Acknowledge, int], None]


@dataclass(frozen=True)
class Ended:
    """How a round ended: what was acknowledged before, and what it said where nobody killed it."""

    acknowledged: tuple[str, ...]
    says: str


class Rounds:
    """The process that is forked, from the outside."""

    def __init__(self, asking: IO[str], answers: IO[str]) -> None:
        self._asking = asking
        self._answers = answers

    def round(self, *how: object) -> Ended:
        """Begin a round and wait for its end."""
        print(*how, file=self._asking, flush=True)
        found = json.loads(self._answers.readline())
        return Ended(tuple(found["acknowledged"]), found["says"])


@contextmanager
def rounds(work: str, path: Path, shim: Path | None = None) -> Iterator[Rounds]:
    """Rounds of that work on that vault."""
    command = [sys.executable, "-m", "tests.vault.ending", work, str(path)]
    environment = os.environ | ({"LD_PRELOAD": str(shim)} if shim else {})
    with subprocess.Popen(
        command,
        cwd=_ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin and process.stdout
        with process.stdin, process.stdout:
            yield Rounds(process.stdin, process.stdout)


def _write(path: Path, acknowledge: Acknowledge, number: int) -> None:
    """Write changes, and say each time which one is on the disk."""
    store = open_store(path, bytearray(_KEY))
    try:
        for change in range(200):
            store.run(add_team, f"{number} {change}")
            acknowledge(f"{number} {change}")
    finally:
        store.close()


def _rotate(path: Path, acknowledge: Acknowledge, _number: int) -> None:
    """Bring the file under a new key."""
    store = opened(path)
    acknowledge("opened")
    store.rotate(lambda keys, key: keys.with_passphrase(key, PASSPHRASE, MOMENT.today), MOMENT.now)
    acknowledge("rotated")
    store.close()


def _restore(path: Path, acknowledge: Acknowledge, _number: int) -> None:
    """Bring the same backup back over the vault."""
    backup = read_backup(path.parent / "made.backup")
    for each in path.parent.glob("*-before-restore-*"):
        each.unlink()
    key = unlock_backup(backup, PASSPHRASE, lambda _why: None).key
    acknowledge("begun")
    bring_back(backup, key, path, MOMENT.now, by="test", over=True)
    acknowledge("restored")


def _year(path: Path, acknowledge: Acknowledge, number: int) -> None:
    """A manager's year, day by day: what is written carries the round and the day, and is told once
    it is kept.
    """
    store = open_store(path, bytearray(_KEY))
    acknowledge("opened")
    for day in range(1, 365):
        on = MOMENT.today + timedelta(days=day)
        moment = Moment(on, MOMENT.now + timedelta(days=day), MOMENT.policy)
        for step in a_day_of_work(store, f"{number}.{day}", moment):
            acknowledge(step)


def _make(path: Path, acknowledge: Acknowledge, number: int) -> None:
    """Make a vault beside that one, in a folder of its own."""
    new = path.parent / f"new {number}" / "supervision.db"
    new.parent.mkdir()
    create_vault(new, passphrase=PASSPHRASE, use_keyring=False).store.close()
    acknowledge("made")


def _back_up(path: Path, acknowledge: Acknowledge, _number: int) -> None:
    """Make backups, one after the other."""
    store = opened(path)
    for name in ("one.backup", "two.backup"):
        back_up(store, path.parent / name, MOMENT)
        acknowledge(name)
    store.close()


WORKS: dict[str, Work] = {
    "make": _make,
    "write": _write,
    "rotate": _rotate,
    "restore": _restore,
    "back up": _back_up,
    "year": _year,
}


def _one_round(work: Work, path: Path, number: int, how: list[str]) -> dict[str, object]:
    reading, writing = os.pipe()
    _wait_for_threads()
    child = os.fork()
    if child == 0:
        faulthandler.dump_traceback_later(HANGS_AFTER, exit=True)
        os.close(reading)
        _do(work, path, number, how, writing)
    os.close(writing)
    most = int(how[1]) if how[0] == "after" else None
    told: list[str] = []
    with os.fdopen(reading, encoding="utf-8") as lines:
        for line in lines:
            told.append(line.rstrip("\n"))
            if len(told) == most:
                os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    says = [each[1:] for each in told if each.startswith("!")]
    return {
        "acknowledged": [each for each in told if not each.startswith("!")],
        "says": "".join(says),
    }


def _wait_for_threads() -> None:
    """Wait until this process has one thread: what another held while it ended would stay held in a
    fork.
    """
    # Python's join does not wait for the end of what the system calls a thread.
    threads = Path("/proc/self/task")
    while threads.exists() and len(list(threads.iterdir())) > 1:
        os.sched_yield()


def _do(work: Work, path: Path, number: int, how: list[str], writing: int) -> None:
    """In the fork: work until the end, whatever it is."""
    if how[0] in ("kill", "refuse"):
        os.environ.update(FAILING_HOW=how[0], FAILING=how[1], FAILING_FROM=how[2])
    try:
        work(path, lambda said: _say(writing, said), number)
        _say(writing, "!done")
    except (VaultError, OSError) as why:
        _say(writing, f"!{why}")
    finally:
        os._exit(0)


def _say(writing: int, said: str) -> None:
    os.write(writing, f"{said}\n".encode())


def begin(path: Path) -> None:
    """Learn the key of the vault; every library is loaded here, and not in each fork."""
    _KEY[:] = unlock(path, passphrase=PASSPHRASE, ask=lambda _why: None).key
    opened(path).close()


def main() -> None:
    """Rounds, as they are asked for; one that hangs says where, and ends."""
    work, path = WORKS[sys.argv[1]], Path(sys.argv[2])
    begin(path)
    for number, line in enumerate(sys.stdin):
        print(json.dumps(_one_round(work, path, number, line.split())), flush=True)


if __name__ == "__main__":
    main()
