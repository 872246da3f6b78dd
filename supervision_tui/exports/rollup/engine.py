"""The roll-up itself, in DuckDB: files are parsed and summed by it, in memory, with the SQL that
docs/ shows.

It was weighed against Polars (benchmarks/rollup.md). Both are quick enough; DuckDB speaks the SQL
that a council's warehouse speaks, so there is one definition for both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from supervision_tui.exports.encryption import SealOpener, check_identity
from supervision_tui.exports.oversight.figures import FIGURES
from supervision_tui.exports.oversight.sealed import SCHEMA as SEALED_SCHEMA
from supervision_tui.exports.oversight.sealed import add_up
from supervision_tui.practice.oversight.page_entries import Entry
from supervision_tui.practice.vocabulary import WorkloadStatus

from .checks import (
    FIGURE_ROWS,
    Head,
    problem_of_head,
    problem_of_revision,
    problems_of_figures,
)
from .reading import NothingToRollUp, Refusal, files_of, texts_of
from .typed_page import typed_entries

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_AT_ONCE = 8_000_000  # letters parsed together: few enough to stay small in memory
_OUT_OF_MEMORY = ("OutOfMemoryException", "MemoryError")
_LEAST_MEMORY = 250  # MB, which 2,400 summaries take: those of 200 teams over twelve months
_FILES_A_MEGABYTE = 10
_HEAD = {
    "schema": "VARCHAR",
    "audience": "VARCHAR",
    "team": "VARCHAR",
    "scope": "VARCHAR",
    "policy": "VARCHAR",
    "threshold": "INTEGER",
    "period": {"from": "DATE", "to": "DATE"},
    "revision": "INTEGER",
    "made_on": "DATE",
    "figures_hash": "VARCHAR",
    "sealed": "VARCHAR",
}
_SHAPE = {
    "team": "VARCHAR",
    "period": {"from": "DATE", "to": "DATE"},
    "threshold": "INTEGER",
    "sections": "MAP(VARCHAR, MAP(VARCHAR, STRUCT(share BOOLEAN, "
    "now STRUCT(value DOUBLE, n INTEGER, suppressed BOOLEAN))))",
    "standings": [{"standing": "VARCHAR"}],
}
_ITS_TABLE = "the_table_of_a_batch"
_PARSE = f"""
CREATE OR REPLACE TABLE {_ITS_TABLE} AS
SELECT place,
       try(from_json(body, '{json.dumps(_HEAD)}')) AS head,
       try(from_json_strict(body, '{json.dumps(_SHAPE)}')) AS found
FROM (
    SELECT place, try_cast(body AS JSON) AS body
    FROM (SELECT unnest(?::INTEGER[]) AS place, unnest(?::VARCHAR[]) AS body)
)
"""  # noqa: S608  (a constant)
_READ_NOW = f"CREATE OR REPLACE TEMP VIEW parsed AS FROM {_ITS_TABLE}"
_SEALED = f"SELECT place, head.sealed FROM {_ITS_TABLE} WHERE head.sealed <> ''"  # noqa: S608
_HEADS = """
SELECT place, found IS NULL, head.schema, head.audience, head.revision, head.made_on,
       head.figures_hash,
       head.team, head.scope, head.policy, head.threshold, head.period."from", head.period."to"
FROM parsed ORDER BY place
"""
# A line a figure, and what the hash over the figures says of it.
_LINES = """
CREATE OR REPLACE TEMP TABLE line AS
WITH sections AS (
    SELECT place, unnest(map_entries(found.sections)) AS section FROM parsed
    WHERE found IS NOT NULL
),
lines AS (
    SELECT place, section.key AS section, unnest(map_entries(section.value)) AS line FROM sections
)
SELECT place, section, line.key AS key,
       coalesce(line.value.share, false) AS is_share,
       line.value.now.value AS value, line.value.now.n AS n,
       coalesce(line.value.now.suppressed, false) AS is_hidden,
       section || '/' || line.key || '=' ||
       coalesce((floor(line.value.now.value * 1000000 + 0.5)::HUGEINT)::VARCHAR, '') || '/' ||
       coalesce(line.value.now.n::VARCHAR, '') || '/' ||
       CASE WHEN coalesce(line.value.now.suppressed, false) THEN 'hidden' ELSE 'told' END AS said
FROM lines
WHERE line.value.now.value IS NULL OR isfinite(line.value.now.value)
"""
_TOLD_HASHES = """
SELECT place, sha256(string_agg(said, chr(10) ORDER BY said) || chr(10) || sha256(''))
FROM line GROUP BY place
"""
_OPENED = """
CREATE OR REPLACE TEMP TABLE opened AS
WITH layers AS (
    SELECT unnest(?::INTEGER[]) AS place, unnest(?::VARCHAR[]) AS counts
),
counts AS (
    SELECT place, unnest(map_entries(from_json(counts::JSON, '"MAP(VARCHAR, INTEGER)"'))) AS each
    FROM layers
)
SELECT place, each.key AS key, each.value AS count FROM counts
WHERE each.value BETWEEN 0 AND 1000000 AND length(each.key) <= 80
"""
_SUMMARIES = """
INSERT INTO summary
SELECT found.team, head.scope, found.period."from", found.period."to", head.policy,
       found.threshold, coalesce(head.revision, 1), head.made_on
FROM parsed WHERE list_contains(?::INTEGER[], place)
"""
_FIGURES = """
INSERT INTO figure
WITH told AS (
    SELECT p.found.team AS team, p.found.period."from" AS period_from,
           p.found.period."to" AS period_to, l.section, l.key, l.is_share, l.value, l.n,
           l.is_hidden OR coalesce(NOT l.is_share AND l.n IS NULL AND l.value > 0
                                   AND l.value < p.found.threshold, false) AS is_hidden
    FROM line l JOIN parsed p USING (place)
    WHERE list_contains(?::INTEGER[], place)
)
SELECT team, period_from, period_to, section, key, is_share,
       CASE WHEN is_hidden THEN NULL ELSE value END, n,
       is_hidden
FROM told
WHERE list_contains(?::VARCHAR[],
                    section || '/' ||
                     regexp_replace(key, '^(theme: |sessions.cancelled: ).*', '\\1*'))
  AND length(key) <= 80
  AND (value IS NULL
       OR (isfinite(value) AND value BETWEEN 0 AND CASE WHEN is_share THEN 1 ELSE 1000000 END))
  AND (n IS NULL OR n BETWEEN 0 AND 1000000)
"""
_EXACT = """
INSERT INTO exact
SELECT found.team, found.period."from", found.period."to", o.key, o.count
FROM opened o JOIN parsed USING (place) WHERE list_contains(?::INTEGER[], place)
"""
_WORKERS = """
INSERT INTO worker
SELECT team, period_from, period_to, standing, count(*) FROM (
    SELECT found.team AS team, found.period."from" AS period_from, found.period."to" AS period_to,
           unnest(found.standings).standing AS standing
    FROM parsed WHERE list_contains(?::INTEGER[], place)
      AND place NOT IN (SELECT place FROM line WHERE section = 'standings')
) WHERE list_contains(?::VARCHAR[], standing) GROUP BY ALL
"""
_OF_A_PERIOD = ("summary", "figure", "exact", "worker")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A file of a batch that could be counted: its place and its head."""

    place: int
    head: Head


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A batch once it is parsed: the files' names, the table, what was opened of its sealed text.

    `opened` is by the place of the file in its batch.
    """

    names: Sequence[str]
    table: str
    opened: Mapping[int, bytes]


class RollUp:
    """The summaries of many teams, ready to be asked. Made by `roll_up`; lies in memory alone.

    `teams` are the heads by team, `refused` the files that were not taken, `replaced` those that a
    correction took the place of, `made` the periods that were made of shorter ones. `entries` are
    what a person typed for the first page.
    """

    def __init__(self, identity: Path | None = None, *, memory: int) -> None:
        """Begin with nothing taken; `memory` are the MB that the summaries may take."""
        try:
            import duckdb
        except ImportError:
            raise NothingToRollUp(
                "A roll-up needs its engine: install supervision-tui[rollup], or duckdb beside "
                "this program."
            ) from None
        self.connection: DuckDBPyConnection = duckdb.connect(":memory:")
        for setting in ("threads = 2", f"memory_limit = '{memory}MB'", "temp_directory = ''",
                        "autoinstall_known_extensions = false",
                        "autoload_known_extensions = false"):  # fmt: skip
            self.connection.execute(f"SET {setting}")
        self.connection.execute((files(__package__) / "rollup.sql").read_text("utf-8"))
        self.connection.executemany("INSERT INTO figure_row VALUES (?, ?, ?, ?)", FIGURE_ROWS)
        self.teams: dict[str, list[Head]] = {}
        self.refused: list[Refusal] = []
        self.replaced: list[Refusal] = []
        self.entries: list[Entry] = []
        self.made: set[tuple[date, date]] = set()
        self._files: dict[tuple[str, Any], str] = {}
        self._opener = SealOpener(identity) if identity is not None else None

    def ask(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows that answer a question in SQL."""
        rows: list[tuple[Any, ...]] = self.connection.execute(question, list(values)).fetchall()
        return rows

    def teams_of(self, days: tuple[date, date]) -> list[str]:
        """The teams that have sent a period."""
        return [
            team for team, heads in self.teams.items() if any(head.days == days for head in heads)
        ]

    def sealed_teams(self, days: tuple[date, date]) -> list[str]:
        """The teams whose exact counts of a period were opened."""
        return sorted(
            team
            for team, heads in self.teams.items()
            if any(head.days == days and head.is_sealed for head in heads)
        )

    def take_all(self, batches: Iterable[Sequence[tuple[Path, str]]]) -> None:
        """Take files batch by batch; one is parsed while the one before it is counted."""
        with ThreadPoolExecutor(max_workers=1) as beside:
            before: Future[_Parsed] | None = None
            for number, batch in enumerate(batches):
                parsed = beside.submit(self._parse, batch, f"parsed_{number % 2}")
                if before is not None:
                    self._take(before.result())
                before = parsed
            if before is not None:
                self._take(before.result())

    def _parse(self, batch: Sequence[tuple[Path, str]], table: str) -> _Parsed:
        """Parse a batch into a table of its own, by a connection of its own."""
        opened: dict[int, bytes] = {}
        with self.connection.cursor() as cursor:
            places, texts = list(range(len(batch))), [text for _, text in batch]
            cursor.execute(_PARSE.replace(_ITS_TABLE, table), [places, texts])
            if self._opener is not None:
                cursor.execute(_SEALED.replace(_ITS_TABLE, table))
                for place, sealed in cursor.fetchall():
                    content = self._opener.opened(sealed)
                    if content is not None:
                        opened[place] = content
        return _Parsed([path.name for path, _ in batch], table, opened)

    def _take(self, batch: _Parsed) -> None:
        """Take a batch that was parsed; files that cannot be taken are kept with the reason."""
        self.connection.execute(_READ_NOW.replace(_ITS_TABLE, batch.table))
        self.connection.execute(_LINES)
        candidates = list(self._candidates(batch.names))
        opened = self._open(candidates, batch.opened)
        problems = problems_of_figures(self.connection)
        taken: dict[tuple[str, Any], int] = {}
        for each in candidates:
            name, why = batch.names[each.place], problems.get(each.place, "")
            head = _sealed(each.head) if each.place in opened else each.head
            why = why or self._is_there(head, name)
            if why:
                self.refused.append(Refusal(name, why))
                continue
            taken[head.team, head.days] = each.place
            self._files[head.team, head.days] = name
            self.teams.setdefault(head.team, []).append(head)
        self._insert(list(taken.values()))

    def _candidates(self, names: Sequence[str]) -> Iterator[_Candidate]:
        """Read the head of each file of the batch; one that is none is refused."""
        for place, is_damaged, schema, audience, *rest in self.ask(_HEADS):
            revision, made_on, figures_hash, *head = rest
            why = problem_of_head(schema, audience, head) or problem_of_revision(revision)
            if is_damaged and not why:
                why = "it is damaged: a part of it is missing, or a number is none"
            if why:
                self.refused.append(Refusal(names[place], why))
                continue
            team, scope, policy, threshold, first, last = head
            read = Head(
                team=team,
                scope=scope,
                policy=policy,
                threshold=threshold,
                first=first,
                last=last,
                revision=revision or 1,
                made_on=made_on,
                figures_hash=figures_hash or "",
            )
            yield _Candidate(place, read)

    def _open(self, candidates: Iterable[_Candidate], contents: Mapping[int, bytes]) -> set[int]:
        """Keep the exact counts of the batch; returns the places of the files that have them."""
        opened: dict[int, str] = {}
        told = dict(self.ask(_TOLD_HASHES)) if contents else {}
        for each in candidates:
            if each.place in contents:
                counts = _counts_of(contents[each.place], each.head, told.get(each.place, ""))
                if counts is not None:
                    opened[each.place] = json.dumps(counts)
        self.connection.execute(_OPENED, [list(opened), list(opened.values())])
        return set(opened)

    def _insert(self, taken: list[int]) -> None:
        self.connection.execute(_SUMMARIES, [taken])
        self.connection.execute(_FIGURES, [taken, _known_figures()])
        self.connection.execute(_EXACT, [taken])
        self.connection.execute(_WORKERS, [taken, [str(each) for each in WorkloadStatus]])

    def _is_there(self, head: Head, name: str) -> str:
        """Say why a team's summary is not taken: one of its team and days came before.

        One that it corrects gives way to it.
        """
        for there in self.teams.get(head.team, ()):
            if there.days == head.days and head.is_later_than(there):
                self._give_way(there, name)
                return ""
            if there.days == head.days and there.is_later_than(head):
                return f"it was corrected since: {self._files[head.team, head.days]}"
            if there.first <= head.last and head.first <= there.last:
                days = f"{there.first} to {there.last}"
                return (
                    f"{head.scope} is there already for {days}: a duplicate, or a period that "
                    f"overlaps with it"
                )
        return ""

    def _give_way(self, there: Head, to: str) -> None:
        """Leave a summary out that a correction takes the place of."""
        key = there.team, there.days
        self.replaced.append(Refusal(self._files[key], f"{to} corrects it"))
        self.teams[there.team].remove(there)
        for table in _OF_A_PERIOD:
            self.connection.execute(
                f"DELETE FROM {table} WHERE team = ? AND period_from = ? AND period_to = ?",  # noqa: S608
                [there.team, *there.days],
            )

    def add(self, head: Head) -> None:
        """Add a period that was made of a team's summaries; its figures are there already."""
        self.ask(
            "INSERT INTO summary VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            head.team,
            head.scope,
            head.first,
            head.last,
            head.policy,
            head.threshold,
            head.revision,
            head.made_on,
        )
        self.teams[head.team].append(head)
        self.made.add(head.days)

    def close(self) -> None:
        """Let go of everything."""
        self.connection.close()


def _sealed(head: Head) -> Head:
    return replace(head, is_sealed=True)


def memory_for(summaries: int) -> int:
    """Give the MB that so many summaries may take."""
    return max(_LEAST_MEMORY, summaries // _FILES_A_MEGABYTE)


@contextmanager
def while_memory_lasts() -> Iterator[None]:
    """Around a roll-up and all that is asked of it. Raises `NothingToRollUp` where memory ends."""
    try:
        yield
    except Exception as why:  # its library may not be installed, so it is known by its name
        if type(why).__name__ not in _OUT_OF_MEMORY:
            raise
        raise NothingToRollUp(
            "These summaries take more memory than a roll-up has here: take fewer at once, the "
            "months of one quarter or the teams of one area."
        ) from None


def roll_up(paths: Iterable[Path], identity: Path | None = None) -> RollUp:
    """Take all summaries of these files and folders.

    Raises `NothingToRollUp` where none could be taken, `VaultError` where the identity is none.
    """
    if identity is not None:
        check_identity(identity)
    paths = list(paths)
    there = files_of(paths)
    found = RollUp(identity, memory=memory_for(len(there)))
    found.take_all(_batches(texts_of(there, identity, found.refused)))
    if not found.teams:
        first = found.refused[0]
        raise NothingToRollUp(f"No summary could be taken. {first.file}: {first.why}.")
    found.entries = typed_entries(paths, found.refused)
    return found


def _counts_of(content: bytes, head: Head, told: str) -> Mapping[str, int] | None:
    """The exact counts of a sealed layer; nothing where it is not that of its file.

    `told` is the hash of the figures beside it.
    """
    try:
        layer = json.loads(content)
        counts: Mapping[str, int] = layer["counts"]
        said = layer["schema"], layer["team"], layer["from"], layer["to"], layer["told"]
    except (ValueError, KeyError, TypeError):
        return None
    days = head.first.isoformat(), head.last.isoformat()
    if said != (SEALED_SCHEMA, head.team, *days, told):
        return None
    if not add_up(counts):
        return None
    return counts


def _batches(texts: Iterable[tuple[Path, str]]) -> Iterator[list[tuple[Path, str]]]:
    """Files in batches of so many letters."""
    batch: list[tuple[Path, str]] = []
    letters = 0
    for path, text in texts:
        if batch and letters + len(text) > _AT_ONCE:
            yield batch
            batch, letters = [], 0
        batch.append((path, text))
        letters += len(text)
    if batch:
        yield batch


def _known_figures() -> list[str]:
    """The figures that a summary has, each with its section.

    Of reasons and themes what they begin with.
    """
    return [f"{figure.section}/{figure.key}" for figure in FIGURES]
