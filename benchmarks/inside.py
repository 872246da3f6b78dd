"""Measured from inside, with pytest-benchmark: the search and the store beside the same statements
on plain SQLite.

Run by `python -m benchmarks`, which names the vault by the environment. `group` is what is
compared; in each group the one called `plain` is what the others are held against.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from supervision_tui.desk.children.review import review_card, review_list
from supervision_tui.desk.directions.giving import DirectionDraft, give_direction
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.search import match_expression, search
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.practice.policy.policy import default_policy
from supervision_tui.vault.connection import _SETTINGS, open_raw
from supervision_tui.vault.store import Store

from .demos import opened

SEARCHES = ("cumul", "cumulative harm", "school")
_FOUND = """
SELECT entry.id, entry.kind, snippet(search_index, 0, '[', ']', '…', 14)
FROM search_index JOIN search_entry AS entry ON entry.id = search_index.rowid
WHERE search_index MATCH ? ORDER BY rank LIMIT 81
"""
_GIVE = (
    "INSERT INTO direction (child_id, text, owner, owner_kind, reason, given_on, due_on, typed, "
    "source, checkpoint, "
    "lazy_reason, follows, state, outcome, version) VALUES (1, 'Visit', 'Mother', 'family', "
    "'Safety', '2026-03-02', "
    "'2026-03-16', '2w', 'supervision', '', '', '', 'open', '', 1)"
)
_DATE = (
    "INSERT INTO direction_date (direction_id, set_on, due_on, reason) "
    "SELECT max(id), '2026-03-02', '2026-03-16', '' FROM direction"
)
_LAST = "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1"
_NOTE = (
    "INSERT INTO journal (seq, at, actor, verb, subject, detail, prev, hash) VALUES (?, 'at', "
    "'a', 'v', 's', 'd', ?, ?)"
)

NOW = datetime.now(UTC)
MOMENT = Moment(NOW.date(), NOW, default_policy())


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the authority's demo: it is written to."""
    there, folder = (
        Path(os.environ["SUPERVISION_TUI_BENCH_VAULT"]),
        tmp_path_factory.mktemp("vault"),
    )
    for each in (there, there.with_suffix(".keys")):
        shutil.copy(each, folder / each.name)
    return folder / there.name


@pytest.fixture(scope="module")
def store(vault: Path) -> Iterator[Store]:
    """It, open."""
    there = opened(vault)
    yield there
    there.close()


@pytest.fixture(scope="module")
def plain(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The same rows in plain SQLite, by the same tables, indexes and settings."""
    path = tmp_path_factory.mktemp("plain") / "plain.db"
    raw = store._file.open_another()
    raw.execute(f"ATTACH DATABASE '{path}' AS plain KEY ''")
    raw.execute("SELECT sqlcipher_export('plain')")
    raw.execute("DETACH DATABASE plain")
    raw.close()
    connection = plainly_opened(path)
    yield connection
    connection.close()


def plainly_opened(path: Path) -> sqlite3.Connection:
    """Plain SQLite as the vault has it set."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    for setting in _SETTINGS:
        connection.execute(setting)
    # Else the triggers of the search index are refused there.
    connection.execute("PRAGMA trusted_schema = ON")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return connection


def statements_of(store: Store, verb: Callable[..., object], *arguments: object) -> list[str]:
    """What a verb that reads asks of the file, as it asks it once its history is at hand."""
    asked: list[str] = []

    def traced(session: Session) -> None:
        raw: Any = session.connection().connection.dbapi_connection
        raw.set_trace_callback(asked.append)
        try:
            verb(session, *arguments)
        finally:
            raw.set_trace_callback(None)

    store.run(traced)
    return [each for each in asked if each.lstrip().upper().startswith(("SELECT", "WITH"))]


@pytest.mark.parametrize("typed", SEARCHES)
@pytest.mark.parametrize("where", ["plain", "verb"])
def test_search(
    benchmark: Any, store: Store, plain: sqlite3.Connection, where: str, typed: str
) -> None:
    """What is asked at each key."""
    benchmark.group = f"search of all text, “{typed}”"
    if where == "plain":
        benchmark(lambda: plain.execute(_FOUND, (match_expression(typed),)).fetchall())
    else:
        benchmark(lambda: store.run(search, typed, MOMENT))


@pytest.mark.parametrize("where", ["plain", "store"])
def test_open(
    benchmark: Any, vault: Path, store: Store, plain: sqlite3.Connection, where: str
) -> None:
    """The file with its key and settings, and the first answer."""
    benchmark.group = "open the file"
    path = Path(plain.execute("PRAGMA database_list").fetchone()[2])
    key = store._file.open_key()
    benchmark(lambda: (plainly_opened(path) if where == "plain" else open_raw(vault, key)).close())


@pytest.mark.parametrize("where", ["plain", "store", "verb"])
def test_card(benchmark: Any, store: Store, plain: sqlite3.Connection, where: str) -> None:
    """A review card: its statements, and the whole verb."""
    benchmark.group = "read a review card"
    ref = store.run(review_list, MOMENT)[0].ref
    asked = statements_of(store, review_card, ref, MOMENT)
    if where == "verb":
        benchmark(lambda: store.run(review_card, ref, MOMENT))
        return
    raw: Any = plain if where == "plain" else store._file.open_another()
    benchmark(lambda: [raw.execute(each).fetchall() for each in asked])


@pytest.mark.parametrize("where", ["plain", "store", "verb"])
def test_direction(benchmark: Any, store: Store, plain: sqlite3.Connection, where: str) -> None:
    """A direction with its journal entry, kept on the disk: its statements, and the whole verb."""
    benchmark.group = "write a direction with journal"
    if where == "verb":
        ref, numbers = store.run(review_list, MOMENT)[0].ref, count()
        benchmark(
            lambda: store.run(
                give_direction,
                DirectionDraft(
                    ref, SaidDirection(f"Visit, number {next(numbers)}", "Mother", "2w", "Safety")
                ),
                MOMENT,
            )
        )
        return
    raw: Any = plain if where == "plain" else store._file.open_another()

    def give() -> None:
        raw.execute("BEGIN IMMEDIATE")
        raw.execute(_GIVE)
        raw.execute(_DATE)
        seq, prev = raw.execute(_LAST).fetchone()
        raw.execute(_NOTE, (seq + 1, prev, prev))
        raw.execute("COMMIT")

    benchmark(give)
