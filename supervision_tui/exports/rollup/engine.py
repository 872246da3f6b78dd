"""The roll-up itself, in DuckDB: files are parsed and summed by it, in memory, with the SQL that
docs/ shows.

It was weighed against Polars (benchmarks/rollup.md). Both are quick enough; DuckDB speaks the SQL
that a council's warehouse speaks, so there is one definition for both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from supervision_tui.exports.encryption import check_identity
from supervision_tui.exports.oversight import SCHEMA
from supervision_tui.exports.oversight.figures import FIGURES
from supervision_tui.practice.policy.problems import shown
from supervision_tui.practice.vocabulary import WorkloadStatus

from .reading import NothingToRollUp, Refusal, files_of, texts_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_AT_ONCE = 3_000_000  # letters parsed together: few enough to stay small in memory
_LONGEST = 120  # letters of a team's name
_AUDIENCE = "psw"
_THRESHOLDS = range(2, 21)  # below which counts may be hidden
_HEAD = {
    "schema": "VARCHAR",
    "audience": "VARCHAR",
    "team": "VARCHAR",
    "scope": "VARCHAR",
    "policy": "VARCHAR",
    "threshold": "INTEGER",
    "period": {"from": "DATE", "to": "DATE"},
}
_SHAPE = _HEAD | {
    "sections": "MAP(VARCHAR, MAP(VARCHAR, STRUCT(share BOOLEAN, "
    "now STRUCT(value DOUBLE, n INTEGER, suppressed BOOLEAN))))",
    "standings": [{"standing": "VARCHAR"}],
}
_PARSE = f"""
CREATE OR REPLACE TEMP TABLE parsed AS
SELECT place,
       CASE WHEN json_valid(body)
            THEN try(from_json(body::JSON, '{json.dumps(_HEAD)}')) END AS head,
       CASE WHEN json_valid(body)
            THEN try(from_json_strict(body::JSON, '{json.dumps(_SHAPE)}')) END AS found
FROM (SELECT unnest(?::INTEGER[]) AS place, unnest(?::VARCHAR[]) AS body)
"""  # noqa: S608  (a constant)
_HEADS = """
SELECT place, head.schema, head.audience, head.team, head.scope, head.policy, head.threshold,
       head.period."from", head.period."to", found IS NULL
FROM parsed ORDER BY place
"""
_SUMMARIES = """
INSERT INTO summary
SELECT found.team, found.scope, found.period."from", found.period."to", found.policy,
       found.threshold
FROM parsed WHERE list_contains(?::INTEGER[], place)
"""
_FIGURES = """
INSERT INTO figure
WITH sections AS (
    SELECT found.team AS team, found.period."from" AS period_from, found.period."to" AS period_to,
           found.threshold AS threshold,
           unnest(map_entries(found.sections)) AS section
    FROM parsed WHERE list_contains(?::INTEGER[], place)
),
lines AS (
    SELECT team, period_from, period_to, threshold, section.key AS section,
           unnest(map_entries(section.value)) AS line
    FROM sections
),
read AS (
    SELECT *, line.value.now.value AS value, coalesce(line.value.share, false) AS is_share,
           line.value.now.n AS n
    FROM lines
),
told AS (
    SELECT *, coalesce(line.value.now.suppressed, false)
              OR coalesce(NOT is_share AND n IS NULL AND value > 0 AND value < threshold, false)
                 AS is_hidden
    FROM read
)
SELECT team, period_from, period_to, section, line.key, is_share,
       CASE WHEN is_hidden THEN NULL ELSE value END, n,
       is_hidden
FROM told
WHERE list_contains(?::VARCHAR[],
                    section || '/' ||
                     regexp_replace(line.key, '^(theme: |sessions.cancelled: ).*', '\\1*'))
  AND length(line.key) <= 80
  AND (value IS NULL
       OR (isfinite(value) AND value BETWEEN 0 AND CASE WHEN is_share THEN 1 ELSE 1000000 END))
  AND (n IS NULL OR n BETWEEN 0 AND 1000000)
"""
_WORKERS = """
INSERT INTO worker
SELECT team, period_from, period_to, standing, count(*) FROM (
    SELECT found.team AS team, found.period."from" AS period_from, found.period."to" AS period_to,
           unnest(found.standings).standing AS standing
    FROM parsed WHERE list_contains(?::INTEGER[], place)
) WHERE list_contains(?::VARCHAR[], standing) GROUP BY ALL
"""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a summary: what it says of itself."""

    team: str
    scope: str
    policy: str
    threshold: int
    first: date
    last: date


class RollUp:
    """The summaries of many teams, ready to be asked. Made by `roll_up`; lies in memory alone."""

    def __init__(self) -> None:
        try:
            import duckdb
        except ImportError:
            raise NothingToRollUp(
                "A roll-up needs its engine: install supervision-tui[rollup], or duckdb beside "
                "this program."
            ) from None
        self.connection: DuckDBPyConnection = duckdb.connect(":memory:")
        for setting in ("threads = 2", "memory_limit = '250MB'", "temp_directory = ''",
                        "autoinstall_known_extensions = false",
                        "autoload_known_extensions = false"):  # fmt: skip
            self.connection.execute(f"SET {setting}")
        self.connection.execute((files(__package__) / "rollup.sql").read_text("utf-8"))
        self.teams: dict[str, list[Head]] = {}
        self.refused: list[Refusal] = []

    def ask(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows that answer a question in SQL."""
        rows: list[tuple[Any, ...]] = self.connection.execute(question, list(values)).fetchall()
        return rows

    def take(self, batch: Sequence[tuple[Path, str]]) -> None:
        """Take some files; those that cannot be taken are kept with the reason."""
        self.connection.execute(_PARSE, [list(range(len(batch))), [text for _, text in batch]])
        taken = []
        for place, schema, audience, *head, is_damaged in self.ask(_HEADS):
            why = _why_not(schema, audience, head) or self._is_there(head)
            if is_damaged and not why:
                why = "it is damaged: a part of it is missing, or a number is none"
            if why:
                self.refused.append(Refusal(batch[place][0].name, why))
                continue
            taken.append(place)
            self.teams.setdefault(head[0], []).append(Head(*head))
        self.connection.execute(_SUMMARIES, [taken])
        self.connection.execute(_FIGURES, [taken, _known_figures()])
        self.connection.execute(_WORKERS, [taken, [str(each) for each in WorkloadStatus]])

    def _is_there(self, head: Sequence[Any]) -> str:
        """Say why a team's summary is not taken: one of its team and days came before."""
        team, scope, _, _, first, last = head
        for there in self.teams.get(team, ()):
            if there.first <= last and first <= there.last:
                days = f"{there.first} to {there.last}"
                return (
                    f"{scope} is there already for {days}: a duplicate, or a period that "
                    f"overlaps with it"
                )
        return ""

    def close(self) -> None:
        """Let go of everything."""
        self.connection.close()


def roll_up(paths: Iterable[Path], identity: Path | None = None) -> RollUp:
    """Take all summaries of these files and folders.

    Raises `NothingToRollUp` where none could be taken, `VaultError` where the identity is none.
    """
    if identity is not None:
        check_identity(identity)
    found = RollUp()
    batch: list[tuple[Path, str]] = []
    for each in texts_of(files_of(paths), identity, found.refused):
        if batch and sum(len(text) for _, text in batch) + len(each[1]) > _AT_ONCE:
            found.take(batch)
            batch = []
        batch.append(each)
    if batch:
        found.take(batch)
    if not found.teams:
        first = found.refused[0]
        raise NothingToRollUp(f"No summary could be taken. {first.file}: {first.why}.")
    return found


def _known_figures() -> list[str]:
    """The figures that a summary has, each with its section.

    Of reasons and themes what they begin with.
    """
    return [f"{figure.section}/{figure.key}" for figure in FIGURES]


def _why_not(schema: str | None, audience: str | None, head: Sequence[Any]) -> str:
    if schema is None:
        return "it is not a summary of supervision-tui"
    if schema != SCHEMA:
        return f"it is written as {shown(schema[:60])}, not as {SCHEMA}"
    if audience != _AUDIENCE:
        return (
            f"it was exported for {shown(str(audience)[:20])}; a roll-up takes those for "
            f"{_AUDIENCE}"
        )
    if any(value is None for value in head):
        return "it does not say of which team, which period or which policy it is"
    team, scope, policy = head[:3]
    if not all(text.isprintable() and 0 < len(text) <= _LONGEST for text in (team, scope, policy)):
        return (
            "the name of its team or policy is none: empty, too long, or with signs that steer "
            "a terminal"
        )
    if not _THRESHOLDS.start <= head[3] < _THRESHOLDS.stop:
        return f"it hides counts below {head[3]}, which no export does"
    first, last = head[-2:]
    if not all(isinstance(day, date) and 2000 <= day.year <= 2100 for day in (first, last)):
        return "the days of its period cannot be right"
    if last < first:
        return "its period ends before it begins"
    return ""
