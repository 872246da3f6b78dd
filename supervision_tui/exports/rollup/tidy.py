"""One row a figure: of each team as it tells it, and of the authority as it is told, to be stacked
and filtered in a spreadsheet or a warehouse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields, replace
from datetime import date
from itertools import chain

from supervision_tui.exports.documents.document import Column, Section, Table, Value
from supervision_tui.exports.oversight.figures import figure_of
from supervision_tui.practice.privacy.suppression import Figure

from .engine import RollUp
from .given_back import kept_apart
from .picture import words
from .totals import Days, Total, Totals, sealed_figures_told

AUTHORITY = "authority"  # in the place of a team's code


@dataclass(frozen=True, slots=True)
class TidyRow:
    """A figure of a team, or of the authority, in one period.

    A share lies between 0 and 1; `numerator` and `n` are what it is of. `is_hidden` says that it is
    too small to tell, `is_at_least` that teams are hidden in it. It is summed over so many `teams`.
    """

    team: str
    scope: str
    period_from: date
    period_to: date
    section: str
    key: str
    words: str
    value: float | None
    numerator: int | None
    n: int | None
    is_share: bool
    is_hidden: bool
    is_at_least: bool
    teams: int
    policy: str
    threshold: int
    revision: int
    made_on: date | None

    @property
    def cells(self) -> tuple[object, ...]:
        """Its values, in the order of `COLUMNS`."""
        return astuple(self)


COLUMNS = tuple(field.name for field in fields(TidyRow))


def tidy_rows(found: RollUp, totals: Totals, only: Days | None = None) -> Iterator[TidyRow]:
    """Every figure of every team and period, and the totals of every period; or of one alone."""
    yield from _of_teams(found, totals, only)
    yield from _of_authority(found, totals, only)


def tidy_section(rows: Iterable[TidyRow]) -> Section:
    """The rows as a table to be worked with."""
    cells = [[_cell(each) for each in row.cells] for row in rows]
    title = "All figures, a row each"
    table = Table(title, [Column(name) for name in COLUMNS], cells)
    return Section(title, key="figures", table=table)


def _cell(each: object) -> Value:
    if each is None:
        return Value("")
    if isinstance(each, bool):
        return Value(str(each).lower())
    return Value(str(each))


def _of_teams(found: RollUp, totals: Totals, only: Days | None) -> Iterator[TidyRow]:
    kept = _Kept(found, totals)
    for row in _told_by_teams(found, only):
        shown = kept.figure(row)
        if shown is None or not shown.suppressed or row.is_hidden:
            yield row
        else:
            yield replace(row, value=None, numerator=None, n=None, is_hidden=True)


class _Kept:
    """The figures of teams that may stand beside true totals, worked out once a period."""

    def __init__(self, found: RollUp, totals: Totals) -> None:
        self._found, self._totals = found, totals
        self._by_days: dict[Days, dict[str, dict[str, Figure]]] = {}

    def figure(self, row: TidyRow) -> Figure | None:
        """The figure as it may stand there; nothing of a team without an open layer."""
        days = row.period_from, row.period_to
        if days not in self._by_days:
            told = sealed_figures_told(self._found, days)
            self._by_days[days] = kept_apart(told, self._totals, days)
        return self._by_days[days].get(row.team, {}).get(row.key)


def _told_by_teams(found: RollUp, only: Days | None) -> Iterator[TidyRow]:
    first_day, last_day = only or (date.min, date.max)
    asked = """
        SELECT f.team, s.scope, f.period_from, f.period_to, f.section, f.key, f.is_share, f.value,
               f.n, f.is_hidden, s.policy, s.threshold, s.revision, s.made_on
        FROM figure f JOIN summary s USING (team, period_from, period_to)
        WHERE (? OR (f.period_from = ? AND f.period_to = ?))
        ORDER BY f.team, f.period_from, f.section, f.key"""
    rows = found.ask(asked, only is None, first_day, last_day)
    for team, scope, first, last, section, key, *rest in rows:
        is_share, value, n, is_hidden, policy, threshold, revision, made_on = rest
        figure = Figure(value, n, is_hidden, is_share)
        yield TidyRow(
            team=team,
            scope=scope,
            period_from=first,
            period_to=last,
            section=section,
            key=key,
            words=words(key) or key,
            value=value,
            numerator=_numerator(figure),
            n=n,
            is_share=is_share,
            is_hidden=is_hidden,
            is_at_least=False,
            teams=1,
            policy=policy,
            threshold=threshold,
            revision=revision,
            made_on=made_on,
        )


def _of_authority(found: RollUp, totals: Totals, only: Days | None = None) -> Iterator[TidyRow]:
    """The totals of every period, or of one."""
    periods = {head.days for head in chain.from_iterable(found.teams.values())}
    if only is not None:
        periods = {only}
    for days in sorted(periods):
        for key, total in sorted(totals.of(days).items()):
            yield _total_row(days, key, total, totals.rule.least)


def _total_row(days: Days, key: str, total: Total, threshold: int) -> TidyRow:
    figure = total.figure
    value = None if total.is_hidden else figure.value
    return TidyRow(
        team=AUTHORITY,
        scope="all teams",
        period_from=days[0],
        period_to=days[1],
        section=figure_of(key).section,
        key=key,
        words=words(key) or key,
        value=value,
        numerator=_numerator(figure),
        n=figure.n,
        is_share=figure.is_share,
        is_hidden=total.is_hidden,
        is_at_least=total.is_at_least,
        teams=total.teams,
        policy="",
        threshold=threshold,
        revision=1,
        made_on=None,
    )


def _numerator(figure: Figure) -> int | None:
    """The count of which a share is one, where both are told."""
    if not figure.is_share or figure.value is None or figure.n is None:
        return None
    return round(figure.value * figure.n)
