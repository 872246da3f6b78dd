"""The file seen from outside: another program opens it with the key and not without.

To anybody else it is noise.
"""

from __future__ import annotations

import collections
import itertools
import math
import subprocess
import sys
from pathlib import Path

import pytest

from supervision_tui.vault.opener import unlock
from tests.conftest import HANGS_AFTER, PASSPHRASE, needs

from .vaults import add_team, opened, teams

ROOT = Path(__file__).parents[2]


def test_another_implementation_opens_the_file_with_the_key_and_not_without(path: Path) -> None:
    """SQLite3 Multiple Ciphers, written by others: so there is a way out of ours."""
    store = opened(path)
    store.run(add_team, "Harbour")
    store.close()
    key = unlock(path, passphrase=PASSPHRASE, ask=lambda _why: None).key.hex()
    assert _read_by_another(path, key) == ["Harbour", "ok"]
    wrong = key[:-1] + ("0" if key[-1] != "0" else "1")
    for given in (wrong, ""):
        with pytest.raises(Exception, match="not a database"):
            _read_by_another(path, given)


@pytest.mark.outside
def test_debians_sqlcipher_opens_the_file_with_the_key_and_not_without(path: Path) -> None:
    program = needs("sqlcipher")
    version = subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=True
    ).stdout
    if version.split()[0] < "3.26":
        pytest.skip(
            f"this sqlcipher is of version 3 (SQLite {version.split()[0]}) and cannot read files "
            f"of version 4"
        )
    store = opened(path)
    store.run(add_team, "Harbour")
    store.close()
    key = unlock(path, passphrase=PASSPHRASE, ask=lambda _why: None).key.hex()

    def asked(begin: str) -> str:
        script = f"{begin}\nSELECT name FROM team;\nPRAGMA integrity_check;\n"
        return subprocess.run(
            [program, str(path)], input=script, capture_output=True, text=True, check=False
        ).stdout

    assert asked(f"PRAGMA key = \"x'{key}'\";").split() == ["ok", "Harbour", "ok"]
    assert "Harbour" not in asked("")


def _read_by_another(path: Path, key: str) -> list[str]:
    import apsw

    connection = apsw.Connection(str(path))
    try:
        for setting in (
            "cipher = 'sqlcipher'",
            "legacy = 4",
            *([f"key = 'raw:{key}'"] if key else []),
        ):
            connection.execute(f"PRAGMA {setting}").fetchall()
        names = connection.execute("SELECT name FROM team").fetchall()
        return [
            str(name)
            for (name,) in [*names, *connection.execute("PRAGMA integrity_check").fetchall()]
        ]
    finally:
        connection.close()


def test_what_another_program_wrote_is_read_by_us(path: Path) -> None:
    """The way back: sqlcipher's own driver, without a line of ours, changes the file.

    We read it and it is whole.
    """
    from sqlcipher3 import dbapi2

    key = unlock(path, passphrase=PASSPHRASE, ask=lambda _why: None).key.hex()
    raw = dbapi2.connect(path)
    raw.execute(f"PRAGMA key = \"x'{key}'\"")
    raw.execute("INSERT INTO team (name) VALUES ('Orchard')")
    raw.commit()
    raw.close()
    store = opened(path)
    assert store.run(teams) == ["Orchard"]
    found = store.verify()
    assert not found.broken
    assert found.damaged == ("records: team 1 was changed by another program",), "and it is told"
    store.close()


def test_the_file_looks_random(demo_path: Path) -> None:
    """What `ent` looks at: entropy of the bytes, chi-square, mean, correlation of neighbours,
    repeated blocks.
    """
    content = demo_path.read_bytes()
    total = len(content)
    counts = collections.Counter(content)
    entropy = -sum(count / total * math.log2(count / total) for count in counts.values())
    chi_square = sum((counts[byte] - total / 256) ** 2 / (total / 256) for byte in range(256))
    mean = sum(content) / total
    pairs = sum((a - 127.5) * (b - 127.5) for a, b in itertools.pairwise(content))
    spread = sum((byte - 127.5) ** 2 for byte in content)
    assert entropy > 7.999
    assert 150 < chi_square < 380, "255 degrees of freedom: far outside one time in a million"
    assert abs(mean - 127.5) < 0.5
    assert abs(pairs / spread) < 0.01
    blocks = [content[place : place + 16] for place in range(0, total - 16, 16)]
    assert len(set(blocks)) == len(blocks), (
        "no block stands twice, as it would without a new beginning for each page"
    )


_MEMORY = """
import gc, sys
from pathlib import Path
from supervision_tui.desk.vault import unlock_methods
from supervision_tui.vault.opener import unlock
from supervision_tui.vault.store import open_store
from tests.conftest import PASSPHRASE
from tests.vault.memory import copies
from tests.vault.vaults import MOMENT, add_team, teams

path = Path(sys.argv[1])
key = unlock(path, passphrase=PASSPHRASE, ask=lambda _why: None).key
store = open_store(path, key)
# The search must not find what it looks for in itself: halves, each turned over.
veiled = [bytes(byte ^ 0x5A for byte in part) for part in (key[:16], key[16:])]
hexed = [bytes(byte ^ 0x5A for byte in part.hex().encode()) for part in (key[:16], key[16:])]
store.run(add_team, "Harbour")
store.run(teams)
store.verify()
store.back_up(path.parent / "made.backup", MOMENT.now)
unlock_methods.set_passphrase(store, "another plain sentence", MOMENT)
print(copies("self", *veiled) > 0)
store.close()
gc.collect()
print(copies("self", *veiled), copies("self", *hexed))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads its own memory as Linux shows it")
def test_after_closing_the_key_is_nowhere_in_memory(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY, str(path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=5 * HANGS_AFTER,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.split() == ["True", "0", "0"], (
        "open it is there, closed it is not, as bytes or as hex"
    )
