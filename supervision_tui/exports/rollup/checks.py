"""Checks of a summary before it is counted: its head, its hash, its shares, its sealed counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from supervision_tui.exports.oversight import SCHEMA
from supervision_tui.exports.oversight.figures import FIGURES, words_of
from supervision_tui.practice.policy.problems import shown

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LONGEST = 120  # letters of a team's name
_AUDIENCE = "psw"
_THRESHOLDS = range(2, 21)  # below which counts may be hidden
_MOST_REVISIONS = 1_000_000


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a summary: what it says of itself.

    `revision` counts the summaries of a period whose figures differ; `made_on` is empty in those
    that were written before it was kept. `is_sealed` says that its exact counts were opened.
    """

    team: str
    scope: str
    policy: str
    threshold: int
    first: date
    last: date
    revision: int = 1
    made_on: date | None = None
    figures_hash: str = ""
    is_sealed: bool = False

    @property
    def days(self) -> tuple[date, date]:
        """The first and last day of its period."""
        return self.first, self.last

    def is_later_than(self, other: Head) -> bool:
        """Tell whether it corrects another summary of the team and period."""
        mine, theirs = ((each.revision, each.made_on or date.min) for each in (self, other))
        is_the_same = bool(self.figures_hash) and self.figures_hash == other.figures_hash
        return mine > theirs and not is_the_same


def problem_of_head(schema: str | None, audience: str | None, head: Sequence[object]) -> str:
    """Say why a file cannot be counted by what it says of itself; empty where it can."""
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
    *texts, threshold, first, last = head
    if not all(isinstance(text, str) and _is_a_name(text) for text in texts):
        return (
            "the name of its team or policy is none: empty, too long, or with signs that steer "
            "a terminal"
        )
    if threshold not in _THRESHOLDS:
        return f"it hides counts below {threshold}, which no export does"
    if not isinstance(first, date) or not isinstance(last, date):
        return "the days of its period cannot be right"
    if not 2000 <= first.year <= last.year <= 2100 and first <= last:
        return "the days of its period cannot be right"
    if last < first:
        return "its period ends before it begins"
    return ""


def problem_of_revision(revision: int | None) -> str:
    """Say why a number of a correction is none; one that is not there is the first."""
    if revision is not None and not 1 <= revision <= _MOST_REVISIONS:
        return f"it calls itself revision {revision}, which no export does"
    return ""


def _is_a_name(text: str) -> bool:
    return text.isprintable() and 0 < len(text) <= _LONGEST


# The rows of a summary as the checks read them: a line a figure; a share is a part of a whole.
FIGURE_ROWS = tuple(
    (figure.section, figure.key, *(figure.share or (figure.key, None)))
    for figure in FIGURES
    if figure.measured is None and not figure.begin
)

_CHANGED = """
SELECT l.place FROM (
    SELECT place, string_agg(said, chr(10) ORDER BY said) AS lines FROM line GROUP BY place
) l JOIN parsed p USING (place)
WHERE p.head.figures_hash IS NOT NULL
  AND p.head.figures_hash <>
      sha256(l.lines || chr(10) || sha256(coalesce(p.head.sealed, '')))
"""
_MISMATCHED = """
SELECT s.place, min(s.key) FROM line s
JOIN figure_row r ON r.section = s.section AND r.key = s.key AND r.whole IS NOT NULL
LEFT JOIN line p ON p.place = s.place AND p.key = r.part AND NOT p.is_share
LEFT JOIN line w ON w.place = s.place AND w.key = r.whole AND NOT w.is_share
WHERE (abs(s.value * s.n - p.value) > 0.5) OR (s.n <> w.value)
GROUP BY s.place
"""
_NOT_AS_SEALED = """
SELECT l.place, min(l.key) FROM line l
JOIN figure_row r ON r.section = l.section AND r.key = l.key
JOIN opened p ON p.place = l.place AND p.key = r.part
LEFT JOIN opened w ON w.place = l.place AND w.key = r.whole
WHERE (l.is_share AND abs(l.value * l.n - p.count) > 0.5)
   OR (l.is_share AND l.n <> w.count)
   OR (NOT l.is_share AND l.value <> p.count)
GROUP BY l.place
"""


def problems_of_figures(connection: DuckDBPyConnection) -> dict[int, str]:
    """Say by its place what is wrong with the figures of a file of this batch."""
    changed = {
        place: "its figures were changed after it was made"
        for (place,) in connection.execute(_CHANGED).fetchall()
    }
    mismatched = {
        place: f"“{words_of(key)}” does not match its counts"
        for place, key in connection.execute(_MISMATCHED).fetchall()
    }
    not_as_sealed = {
        place: f"“{words_of(key)}” is not what its sealed counts say"
        for place, key in connection.execute(_NOT_AS_SEALED).fetchall()
    }
    return not_as_sealed | mismatched | changed
