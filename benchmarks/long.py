"""The app driven for hours, in a process of its own terminal: `python -m benchmarks.long VAULT
SECRET [MINUTES]`.

Goes through the modes, children, filter, search and forms that are left again, and prints memory
and the size of the write-ahead log each minute. Memory is to stay within 5 % of what it was after
the first tenth.
"""

from __future__ import annotations

import sys
import time
from itertools import cycle
from pathlib import Path

from .outside import Program, app_on

_ROUND = [
    *"2345678",
    "3",
    *"jjjjkk",
    "f",
    *"cp",
    "\x1b",
    "\x1b",
    "/",
    *"cumul",
    "\x1b",
    "\x1b",
    "d",
    "\x1b",
    "4",
    *"jj",
    "7",
    "y",
    "y",
    "1",
]
_MOST_LOG = 8 * 1024 * 1024


def main() -> None:
    """Drive it."""
    vault, secret = Path(sys.argv[1]), Path(sys.argv[2])
    minutes = float(sys.argv[3]) if len(sys.argv) > 3 else 120.0
    log = vault.with_name(f"{vault.name}-wal")
    stood: list[float] = []
    pressed = 0
    with Program(*app_on(vault, secret)) as program:
        program.seen("To do:")
        program.settled()
        begun = last = time.perf_counter()
        for typed in cycle(_ROUND):
            program.key(typed)
            program.drawn.clear()
            pressed += 1
            now = time.perf_counter()
            if now - last >= min(60.0, minutes * 6):
                last = now
                stood.append(program.memory())
                size = log.stat().st_size if log.exists() else 0
                assert size < _MOST_LOG, f"the log has grown to {size} bytes"
                print(
                    f"{(now - begun) / 60:6.1f} min, {pressed:,} keys, {stood[-1]:.1f} MB, log "
                    f"{size:,} bytes",
                    flush=True,
                )
            if now - begun >= minutes * 60:
                break
        program.key("q")
    settled = stood[max(1, len(stood) // 10) :]
    print(
        f"memory: {min(settled):.1f} to {max(settled):.1f} MB, "
        f"{(max(settled) / settled[0] - 1) * 100:+.1f} % at most"
    )


if __name__ == "__main__":
    main()
