"""How old a draft is when the app is killed while somebody types: `python -m benchmarks.draft_age
FOLDER [KILLS]`.

A letter is typed each tenth of a second into a direction; at a random moment the process is killed.
Kept must be every letter that was typed more than two seconds before.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import string
import sys
import time
from pathlib import Path

from supervision_tui.vault.plain_sql import Rows

from . import demos
from .outside import Program, app_on

_PACE = 0.1  # seconds between two letters
_AT_MOST = 2.0


def kept(rows: Rows) -> str:
    """The text of the direction that is kept."""
    found = rows("SELECT body FROM draft WHERE key LIKE 'direction%' ORDER BY saved_at DESC")
    return str(json.loads(found[0][0]).get("do", "")) if found else ""


def age(vault: Path, secret: Path, seconds: float) -> float:
    """Type for so many seconds, kill, and say how old the first letter is that was not kept."""
    typed: list[tuple[str, float]] = []
    with Program(*app_on(vault, secret)) as program:
        program.seen("To do:")
        program.settled()
        for key, brings in (("3", "What follows ·"), ("d", "Direction for")):
            program.drawn.clear()
            program.key(key)
            program.seen(brings)
            program.settled()
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            letter = random.choice(string.ascii_lowercase)  # noqa: S311  (any letter will do)
            os.write(program._terminal, letter.encode())
            typed.append((letter, time.perf_counter()))
            select.select([], [], [], _PACE)
            program._read(0)
        killed = time.perf_counter()
        os.kill(program.pid, signal.SIGKILL)
        os.waitpid(program.pid, 0)
        program.pid = 0
    store = demos.opened(vault)
    text = store.read(kept)
    store.ask(lambda rows: rows("DELETE FROM draft"), writes=True).result()
    store.close()
    written = "".join(letter for letter, _ in typed)
    assert written.startswith(text), f"{text!r} was kept of {written!r}"
    return killed - typed[len(text)][1] if len(text) < len(typed) else 0.0


def main() -> None:
    """Kill it so many times."""
    folder, kills = Path(sys.argv[1]).absolute(), int(sys.argv[2]) if len(sys.argv) > 2 else 20
    vault, secret = demos.made(folder, "team"), demos.secret(folder)
    ages = [age(vault, secret, random.uniform(1.5, 4.5)) for _ in range(kills)]  # noqa: S311
    print(
        f"{kills} kills: the oldest letter lost was typed {max(ages):.2f} s before, of "
        f"{_AT_MOST:g} s at most"
    )


if __name__ == "__main__":
    main()
