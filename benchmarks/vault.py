"""The cost of the vault: opening by each way in, backup, verification, rotation, encrypted against
plain.

    .venv/bin/python -m benchmarks.vault            # prints the table
    .venv/bin/python -m benchmarks.vault --write    # and puts it into benchmarks/vault.md

Times are the median of several runs on the machine at hand; ratios are taken in the same run.
"""

from __future__ import annotations

import os
import platform
import secrets
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from supervision_tui.desk.moment import Moment
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.vault.connection import open_raw
from supervision_tui.vault.create import create_vault
from supervision_tui.vault.secret_bytes import new_key
from supervision_tui.vault.store import Store, open_store

PASSPHRASE = "a plain sentence for the figures"  # noqa: S105
NOW = datetime.now(UTC)
MOMENT = Moment(NOW.date(), NOW, default_policy())


def median_ms(work: Callable[[], object], runs: int = 7) -> float:
    """Milliseconds of a run, the median of several."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def unlocking(folder: Path) -> list[tuple[str, str]]:
    """Opening a small vault, by what opens it."""
    path = folder / "small" / "supervision.db"
    made = create_vault(path, passphrase=PASSPHRASE, use_keyring=False)
    code = made.recovery_code
    made.store.change_keys(
        lambda keys, key: keys.with_keyring(key, b"k" * 32, "backend", "entry", MOMENT.today),
        "add keyring",
        NOW,
    )
    keys = made.store.keys
    made.store.close()
    works: list[tuple[str, Callable[[], object]]] = [
        (
            "unwrap the key by the passphrase (Argon2id)",
            lambda: keys.open_with_passphrase(PASSPHRASE),
        ),
        ("unwrap the key by the recovery code", lambda: keys.open_with_recovery(code)),
        (
            "unwrap the key by a keyring's entry, the keyring not asked",
            lambda: keys.open_with_keyring(b"k" * 32),
        ),
        (
            "open the file with the raw key, first query",
            lambda: open_raw(path, keys.open_with_recovery(code)).close(),
        ),
        (
            "open the store and close it",
            lambda: open_store(path, keys.open_with_recovery(code)).close(),
        ),
    ]
    return [(name, f"{median_ms(work):.2f} ms") for name, work in works]


def care(folder: Path, megabytes: int) -> list[tuple[str, str]]:
    """Backup, verification and rotation of a vault of that size."""
    path = folder / f"{megabytes}" / "supervision.db"
    made = create_vault(path, passphrase=PASSPHRASE, use_keyring=False)
    _fill(made.store, megabytes)
    store, number = made.store, iter(range(100))

    def rotate() -> None:
        store.rotate(lambda keys, key: keys.with_passphrase(key, PASSPHRASE, MOMENT.today), NOW)

    works: list[tuple[str, Callable[[], object]]] = [
        (
            "backup, verified and read back",
            lambda: store.back_up(folder / f"{megabytes}-{next(number)}", NOW),
        ),
        ("verify", store.verify),
        ("rotate, without its backup", rotate),
    ]
    rows = [(f"{name}, {megabytes} MB", f"{median_ms(work, 3):.0f} ms") for name, work in works]
    store.close()
    return rows


def ratios(folder: Path) -> list[tuple[str, str]]:
    """The same statements on the encrypted file and on plain SQLite with the same settings."""
    key = new_key()
    encrypted = open_raw(folder / "encrypted.db", key)
    plain = sqlite3.connect(folder / "plain.db", isolation_level=None)
    for setting in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "temp_store = MEMORY",
        "cache_size = -64000",
    ):
        plain.execute(f"PRAGMA {setting}")
    for connection in (encrypted, plain):
        connection.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, child INTEGER, text TEXT)")
        connection.execute("CREATE INDEX note_child ON note (child)")
        connection.execute("BEGIN")
        rows = ((number % 5000, secrets.token_hex(200)) for number in range(100_000))
        connection.executemany("INSERT INTO note (child, text) VALUES (?, ?)", rows)
        connection.execute("COMMIT")
    found = []
    works = (
        ("read by id", _by_id),
        ("a child's list", _by_child),
        ("count over all", _over_all),
        ("commit", _commit),
    )
    for name, work in works:
        times = [median_ms(partial(work, connection), 15) for connection in (encrypted, plain)]
        found.append((f"encrypted : plain, {name}", f"{times[0] / times[1]:.2f}"))
    return found


def _by_id(connection: Any) -> None:
    for number in range(1, 100_000, 97):
        connection.execute("SELECT text FROM note WHERE id = ?", (number,)).fetchone()


def _by_child(connection: Any) -> None:
    for child in range(0, 5000, 50):
        connection.execute("SELECT text FROM note WHERE child = ?", (child,)).fetchall()


def _over_all(connection: Any) -> None:
    connection.execute("SELECT count(*), sum(length(text)) FROM note").fetchone()


def _commit(connection: Any) -> None:
    for _ in range(20):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO note (child, text) VALUES (1, 'x')")
        connection.execute("COMMIT")


def _fill(store: Store, megabytes: int) -> None:
    from sqlmodel import Session

    from supervision_tui.vault.store import changes_records

    @changes_records
    def fill(session: Session) -> None:
        raw = session.connection().connection.dbapi_connection
        assert raw is not None
        raw.execute("CREATE TABLE IF NOT EXISTS weight (id INTEGER PRIMARY KEY, content BLOB)")
        for _ in range(megabytes * 100):
            raw.execute("INSERT INTO weight (content) VALUES (?)", (os.urandom(10_000),))

    store.run(fill)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name:
        folder = Path(name)
        folder.chmod(0o700)
        rows = [*unlocking(folder), *care(folder, 20), *care(folder, 200), *ratios(folder)]
    machine = (
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{NOW.date().isoformat()}"
    )
    table = [f"# The vault, measured ({machine})", "", "| what | |", "| --- | ---: |"]
    table += [f"| {what} | {figure} |" for what, figure in rows]
    text = "\n".join(table) + "\n"
    print(text)
    if "--write" in sys.argv:
        (Path(__file__).parent / "vault.md").write_text(text)


if __name__ == "__main__":
    main()
