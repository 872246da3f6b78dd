"""Tell whether a vault is whole: its pages, its structure, its links, its search index and its
journal.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .connection import explained, open_raw
from .errors import Cancelled, VaultBusy
from .journal import EVERY_ENTRY, NOT_BEGUN, JournalState, follow
from .key_file import KeyFile
from .plain_sql import rows_on, schema_of
from .progress import ReportProgress, silent
from .record_seals import FOUND_CHANGED, in_words, problems

_STEPS_BETWEEN = 20_000  # of SQLite's machine, between two looks at whether a person has stopped it


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was looked at: whether it is whole, and what was found.

    What could not be looked at `was_seen` not, and is not called damaged. What `is_evidence` can be
    read all the same, and tells that something else than the app has changed it.
    """

    name: str
    is_whole: bool
    says: str
    was_seen: bool = True
    is_evidence: bool = False

    @property
    def word(self) -> str:
        """The word that is said of it first."""
        if not self.was_seen:
            return "not seen"
        if self.is_whole:
            return "whole"
        if self.is_evidence:
            return "CHANGED"
        return "DAMAGED"


@dataclass(frozen=True, slots=True)
class Verified:
    """The findings of a check; `counts` are rows by table."""

    parts: tuple[Part, ...]
    counts: dict[str, int]
    journal: JournalState

    @property
    def damaged(self) -> tuple[str, ...]:
        """The parts that are not whole, each with what was found."""
        return tuple(f"{part.name}: {part.says}" for part in self.parts if not part.is_whole)

    @property
    def broken(self) -> tuple[str, ...]:
        """Of these, the parts that cannot be read as they were written."""
        return tuple(
            f"{part.name}: {part.says}"
            for part in self.parts
            if not part.is_whole and not part.is_evidence
        )

    @property
    def is_whole(self) -> bool:
        """Tell whether every part is."""
        return not self.damaged

    def beside(self, part: Part) -> Verified:
        """With one more part that was looked at."""
        return replace(self, parts=(*self.parts, part))


def verify_file(
    path: Path, data_key: bytearray, keys: KeyFile, *, wal: bool, progress: ReportProgress = silent
) -> Verified:
    """Look at a file that nobody has open.

    Raises `VaultDamaged` where the key does not open it, and as `verify`.
    """
    raw = open_raw(path, data_key, wal=wal)
    try:
        return verify(raw, keys, progress)
    finally:
        raw.close()


def verify(raw: Any, keys: KeyFile, progress: ReportProgress = silent) -> Verified:
    """Look at every page and entry of an open connection that nobody else writes to.

    A part that is damaged is told, not raised. Raises `Cancelled`, `VaultBusy`, and `VaultError` on
    a full disk.
    """
    empty_log(raw)
    looks: tuple[tuple[str, Callable[[Any], Part]], ...] = (
        ("pages", _pages),
        ("structure", _structure),
        ("links", _links),
        ("search", _search),
    )
    parts, journal = [], NOT_BEGUN
    sealed: dict[int, tuple[int, str]] = {}
    with _watched(raw, progress) as now_at:
        for number, (name, look) in enumerate(looks):
            now_at(name, number / 8)
            parts.append(_guarded(raw, name, look))
        now_at("journal", 4 / 8)
        with _not_readable(parts, "journal"):
            journal = follow(raw.execute(EVERY_ENTRY), keys.journal, sealed)
            parts.append(_journal_part(journal))
        now_at("schema", 5 / 8)
        parts.append(_guarded(raw, "schema", _schema))
        now_at("records", 6 / 8)
        parts.append(_guarded(raw, "records", lambda raw: _records(raw, sealed)))
        now_at("counts", 7 / 8)
        counts: dict[str, int] = {}
        with _not_readable(parts, "counts"):
            counts = count_rows(raw)
    progress("done", 1.0)
    return Verified(tuple(parts), counts, journal)


def empty_log(raw: Any) -> None:
    """Bring the log into the file and cut it off, so that no deleted text stays in it."""
    from sqlcipher3 import dbapi2

    try:
        busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except dbapi2.OperationalError as why:
        raise explained(str(why), Path("The vault")) from None
    except dbapi2.DatabaseError:
        return  # a damaged page: what is looked at next says which
    if busy:
        raise VaultBusy("Another program reads the vault just now; verify it when that is done.")


def count_rows(raw: Any) -> dict[str, int]:
    """Count the rows of each table."""
    found = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' "
        "ORDER BY name"
    )
    names = [name for (name,) in raw.execute(found).fetchall()]
    return {name: raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


def _pages(raw: Any) -> Part:
    found = [row[0] for row in raw.execute("PRAGMA cipher_integrity_check").fetchall()]
    return _part("pages", found, "every page is as it was written")


def _structure(raw: Any) -> Part:
    found = [row[0] for row in raw.execute("PRAGMA integrity_check(20)").fetchall()]
    wrong = found
    if found == ["ok"]:
        wrong = []
    return _part("structure", wrong, "the tables and their indexes fit")


def _links(raw: Any) -> Part:
    found = [
        f"{row[0]} row {row[1]} points to no {row[2]}"
        for row in raw.execute("PRAGMA foreign_key_check")
    ]
    return _part("links", found, "every record points to one that is there")


def _search(raw: Any) -> Part:
    from sqlcipher3 import dbapi2

    names = [
        row[0]
        for row in raw.execute(
            "SELECT name FROM sqlite_master WHERE sql LIKE '%USING fts5%'"
        ).fetchall()
    ]
    for name in names:
        raw.execute("BEGIN")
        try:
            raw.execute(f"""INSERT INTO "{name}"("{name}", rank) VALUES('integrity-check', 1)""")
        except dbapi2.OperationalError as why:
            if "readonly" not in str(why):
                raise
            return Part(
                "search", True, "looked at only where the vault can be written", was_seen=False
            )
        finally:
            raw.execute("ROLLBACK")
    says = "no search index yet"
    if names:
        says = "the search index says what the records say"
    return _part("search", [], says)


def _journal_part(found: JournalState) -> Part:
    if found.broken_at is None:
        return Part("journal", True, f"{found.count} entries, each following the one before")
    if found.broken_at > found.count:
        return Part("journal", False, f"cut off after entry {found.count}")
    return Part(
        "journal", False, f"entry {found.broken_at} was changed, or one before it is missing"
    )


def _schema(raw: Any) -> Part:
    """The tables and their triggers, held against what the migrations make."""
    from .migrate import HEAD, current_version, schema_made

    rows = rows_on(raw)
    if current_version(rows) != HEAD:
        return Part("schema", True, "of an older version", was_seen=False)
    there, made = schema_of(rows), schema_made()
    found = [f"{kind} {name} is missing" for kind, name in sorted(made.keys() - there.keys())]
    found += [f"{kind} {name} was put there" for kind, name in sorted(there.keys() - made.keys())]
    found += [f"{kind} {name} was changed" for kind, name in sorted(there.keys() & made.keys())
              if there[kind, name] != made[kind, name]]  # fmt: skip
    return replace(
        _part("schema", found, "the tables and triggers are this version's"), is_evidence=True
    )


def _records(raw: Any, sealed: Mapping[int, tuple[int, str]]) -> Part:
    """Every record, held against the journal."""
    rows = rows_on(raw)
    if not rows("SELECT 1 FROM sqlite_master WHERE name = 'record_seal'"):
        return Part("records", True, "of a version that did not yet seal them", was_seen=False)
    before = rows("SELECT count(*) FROM journal WHERE verb = ?", FOUND_CHANGED)[0][0]
    said_before = ""
    if before:
        said_before = f"; the journal tells of {before} that another program had changed"
    found = list(problems(rows, sealed))
    return replace(
        _part("records", found, f"as the journal has them{said_before}"), is_evidence=True
    )


def _part(name: str, found: list[str], when_whole: str) -> Part:
    says = when_whole
    if found:
        says = "; ".join(in_words(found))
    return Part(name, not found, says)


def _guarded(raw: Any, name: str, look: Callable[[Any], Part]) -> Part:
    damaged: list[Part] = []
    with _not_readable(damaged, name):
        return look(raw)
    return damaged[0]


@contextlib.contextmanager
def _not_readable(parts: list[Part], name: str) -> Iterator[None]:
    """Find as a damaged part what the database cannot even read."""
    from sqlcipher3 import dbapi2

    try:
        yield
    except dbapi2.DatabaseError as why:
        if "interrupted" in str(why):
            raise Cancelled from None
        parts.append(Part(name, False, f"cannot be read ({why})"))


@contextlib.contextmanager
def _watched(raw: Any, progress: ReportProgress) -> Iterator[Callable[[str, float], None]]:
    """Let a person stop even one long statement."""
    at = ("", 0.0)

    def now_at(what: str, share: float) -> None:
        nonlocal at
        at = (what, share)
        progress(what, share)

    def is_stopped() -> int:
        try:
            progress(*at)
        except Cancelled:
            return 1
        return 0

    raw.set_progress_handler(is_stopped, _STEPS_BETWEEN)
    try:
        yield now_at
    finally:
        raw.set_progress_handler(None, 0)
