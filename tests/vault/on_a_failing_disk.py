"""Work on a disk that begins to fail: `python -m tests.vault.on_a_failing_disk PATH SWITCH`.

Prints how many changes were acknowledged, and the sentence with which the first was refused.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

from supervision_tui.vault.errors import VaultError

from .vaults import add_team, opened


def main() -> None:
    """Work until something is refused."""
    store, done = opened(Path(sys.argv[1])), 0
    Path(sys.argv[2]).touch()
    try:
        for done in range(500):
            store.run(add_team, f"{Path(sys.argv[2]).name} {done}")
    except VaultError as why:
        print(done, why)
    with contextlib.suppress(VaultError):  # the journal's end cannot be noted either
        store.close()


if __name__ == "__main__":
    main()
