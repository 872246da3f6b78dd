"""Processes that are killed: `python -m tests.vault.killed write|rotate|restore|year PATH` reads rounds from its input.

Each round is a fork, so that the libraries are loaded once. A line `1.5` on standard input begins a round and kills it
after so many milliseconds; the answer is what it had acknowledged by then, each with a space after it.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from supervision_tui.desk.moment import Moment
from supervision_tui.vault.door import unlock
from supervision_tui.vault.errors import VaultError
from supervision_tui.vault.store import open_store
from tests.conftest import PASSPHRASE

from .days_of_work import a_day_of_work
from .vaults import MOMENT, add_team, opened

_KEY = bytearray()


Acknowledge = Callable[[str], None]


def write(path: Path, acknowledge: Acknowledge, number: int) -> None:
    """Write changes, and say each time when it is on the disk."""
    store = open_store(path, bytearray(_KEY))
    for change in range(10_000):
        store.run(add_team, f"{number} {change}")
        acknowledge(".")


def rotate(path: Path, acknowledge: Acknowledge, _number: int) -> None:
    """Bring the file under one new key after the other."""
    store = opened(path)
    acknowledge(".")
    while True:
        store.rotate(lambda keys, key: keys.with_passphrase(key, PASSPHRASE, MOMENT.today), MOMENT.now)


def restore(path: Path, acknowledge: Acknowledge, _number: int) -> None:
    """Bring the same backup back over the vault, again and again."""
    from supervision_tui.vault.backup import read_backup
    from supervision_tui.vault.door import unlock_backup
    from supervision_tui.vault.restore import bring_back

    backup = read_backup(path.parent / "made.backup")
    for each in path.parent.glob("*-before-restore-*"):
        each.unlink()
    key = unlock_backup(backup, PASSPHRASE, lambda _why: None).key
    acknowledge(".")
    bring_back(backup, key, path, MOMENT.now, by="test", over=True)
    while True:
        signal.pause()


def year(path: Path, acknowledge: Acknowledge, number: int) -> None:
    """A manager's year, day by day: what is written carries the round and the day, and is told once it is kept."""
    store = open_store(path, bytearray(_KEY))
    acknowledge("opened")
    for day in range(1, 365):
        on = MOMENT.today + timedelta(days=day)
        moment = Moment(on, MOMENT.now + timedelta(days=day), MOMENT.policy)
        for step in a_day_of_work(store, f"{number}.{day}", moment):
            acknowledge(step)


def one_round(work: Callable[[Path, Acknowledge, int], None], path: Path, number: int, seconds: float) -> str:
    """Fork, let it work, kill it; returns what was acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            work(path, lambda said: _say(writing, said), number)
        except (VaultError, OSError) as why:
            print(why, file=sys.stderr)
        os._exit(1)
    os.close(writing)
    acknowledged = os.read(reading, 1)  # it has begun
    select.select([], [], [], seconds)
    os.kill(child, signal.SIGKILL)
    while block := os.read(reading, 65536):
        acknowledged += block
    os.close(reading)
    os.waitpid(child, 0)
    return acknowledged.decode()


def _say(writing: int, said: str) -> None:
    os.write(writing, f"{said} ".encode())


def main() -> None:
    """Rounds, as they are asked for."""
    path = Path(sys.argv[2])
    _KEY[:] = unlock(path, passphrase=PASSPHRASE, ask=lambda _why: None).key
    opened(path).close()  # every library is loaded here, and not in each fork
    work = {"write": write, "rotate": rotate, "restore": restore, "year": year}[sys.argv[1]]
    for number, entry in enumerate(sys.stdin):
        print(one_round(work, path, number, float(entry) / 1000), flush=True)


if __name__ == "__main__":
    main()
