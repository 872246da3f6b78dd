"""Twenty thousand actions against a plain model, on a real file: `python -m benchmarks.soak
[ACTIONS]`.

Prints what it took, and how the memory of the process stood on the way.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from supervision_tui.vault.create import create_vault
from tests.conftest import PASSPHRASE, ClosedVault
from tests.desk.test_against_a_model import AgainstAModel

_STEPS = 500


def memory() -> float:
    """MB that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    """Run it."""
    actions = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        made = create_vault(
            Path(folder) / "supervision.db", passphrase=PASSPHRASE, use_keyring=False
        )
        _run(actions, ClosedVault.of(made))


def _run(actions: int, empty: ClosedVault) -> None:
    machine: Any = partial(AgainstAModel, empty)
    begun, stood = time.perf_counter(), []
    for number in range(actions // _STEPS):
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=1,
                stateful_step_count=_STEPS,
                deadline=None,
                database=None,
                derandomize=False,
                suppress_health_check=list(HealthCheck),
            ),
        )
        stood.append(memory())
        print(
            f"{(number + 1) * _STEPS:>7,} actions, {time.perf_counter() - begun:6.0f} s, "
            f"{stood[-1]:.1f} MB",
            flush=True,
        )
    settled = stood[len(stood) // 4 :]
    print(f"memory after the first quarter: {min(settled):.1f} to {max(settled):.1f} MB")


if __name__ == "__main__":
    main()
