"""The app needs no network: the journeys hold in a network namespace that has none.

Each of their frames is drawn.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import needs

pytestmark = pytest.mark.hard("whole journeys once more, in a namespace without a network")

ROOT = Path(__file__).parents[2]
JOURNEYS = ("test_the_first_minutes.py", "test_the_main_job.py", "test_taking_oversight_away.py")
LOOK = """
import socket
try:
    socket.create_connection(("192.0.2.1", 443), timeout=5)
except OSError as why:
    print("no network:", why.strerror)
"""


def without_a_network(*words: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a namespace without a network.

    The test steps aside where the kernel gives no such namespace.
    """
    inside = [needs("unshare"), "--map-root-user", "--net", sys.executable]
    if subprocess.run([*inside, "-c", ""], capture_output=True, check=False).returncode:
        pytest.skip("the kernel gives no network namespace here")
    drawn = os.environ | {"SUPERVISION_TUI_EVERY_FRAME": "1"}
    return subprocess.run(
        [*inside, *words], cwd=ROOT, env=drawn, capture_output=True, text=True, check=False
    )


def test_there_is_really_no_network_in_there() -> None:
    assert without_a_network("-c", LOOK).stdout.startswith("no network: Network is unreachable")


def test_the_journeys_need_none() -> None:
    files = [str(Path(__file__).with_name(name)) for name in JOURNEYS]
    done = without_a_network("-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", *files)
    assert done.returncode == 0, done.stdout[-4000:]
