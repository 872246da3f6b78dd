"""The authority picture as a report, as JSON, and as a table for a warehouse."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from supervision_tui import __version__
from supervision_tui.exports.documents.document import (
    Chart,
    Column,
    Document,
    Kind,
    Section,
    Series,
    Table,
    Value,
)
from supervision_tui.exports.oversight.figures import SECTIONS, SIDE_BY_SIDE, words_of
from supervision_tui.exports.oversight.first_page import first_page
from supervision_tui.exports.oversight.publish import HIDDEN, Audience
from supervision_tui.exports.oversight.report import values_of
from supervision_tui.practice.change import change_words
from supervision_tui.practice.days.named_periods import period_name
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.privacy.suppression import Figure
from supervision_tui.practice.vocabulary import workload_status_words
from supervision_tui.practice.wording import count, full_day, listing

from .engine import RollUp
from .given_back import GivenBack
from .picture import LEAST_PERIODS, AuthorityPicture, Outside, TeamLine
from .tidy import AUTHORITY, TidyRow, tidy_section
from .totals import Total

_MOST_NAMED = 3
SCHEMA = "supervision-tui/rollup/1"
# Every figure of every team and period with its limits.
_LIMITS = "SELECT * FROM control_chart WHERE period_from = ? AND period_to = ?"
_NONE_YET = "SELECT * FROM control_chart LIMIT 0"
_TABLE = """
COPY (
    SELECT s.team, s.scope, s.period_from, s.period_to, s.policy, s.threshold, f.section, f.key,
           f.is_share, f.value,
           CASE WHEN f.is_share THEN CAST(round(f.value * f.n) AS INTEGER) END AS numerator,
           f.n, f.is_hidden, s.revision, s.made_on,
           c.periods AS earlier_periods, c.mean, c.low, c.high, c.says
    FROM figure f JOIN summary s USING (team, period_from, period_to)
    LEFT JOIN limits_of_all c USING (team, period_from, period_to, section, key)
    ORDER BY s.team, s.period_from, f.section, f.key
) TO '{path}' (FORMAT parquet)
"""
_NOTES = (
    "A share of the authority is weighed by each team's n; teams in which it is hidden are left "
    "out of it.",
    "A count of the authority is the sum over the teams that tell it: at least that many, where "
    "teams are hidden.",
    f"Limits are those of the team's own history, {LEAST_PERIODS} earlier periods at least: of a "
    "share a p-chart, wider where its months differ by more than chance; of anything else an XmR "
    "chart.",
    "Outside its limits means that something has probably changed; it is a question to the team, "
    "not a judgement.",
    "It is about workload, never about the worker.",
)


def sentences(found: AuthorityPicture) -> list[str]:
    """Say how the totals came about: corrections, and teams without exact counts."""
    lines = [f"{each.file} was left out: {each.why}." for each in found.replaced]
    if not found.sealed_teams:
        lines.append(
            "No exact counts were opened: where a team hides a number, the total is at least that "
            "of the others."
        )
    elif found.sealed_teams < len(found.teams):
        missing = count(len(found.teams) - found.sealed_teams, "team")
        lines.append(f"Of {missing} there are no exact counts: these are in the totals as told.")
    return lines


def said_of_hidden(found: AuthorityPicture) -> list[str]:
    """Warn of hidden numbers that the totals and the teams' own files give back together."""
    if not found.given_back:
        return []
    scopes = {each.team: each.scope for each in found.teams}
    first = [
        f"{words_of(each.key)} of {scopes.get(each.team, each.team)}{_in(each, found)}"
        for each in found.given_back[:_MOST_NAMED]
    ]
    more = len(found.given_back) - len(first)
    others = f", and {count(more, 'number')} more" if more else ""
    return [
        f"Whoever has this and the teams' own summaries can work out what is hidden in them: "
        f"{listing(first)}{others}."
    ]


def _in(each: GivenBack, found: AuthorityPicture) -> str:
    """The period of a number, where it is not the one that is told."""
    if each.days == found.latest:
        return ""
    return f" in {period_name(Period(*each.days))}"


def as_report(
    found: AuthorityPicture, rows: Sequence[TidyRow] = (), *, by_team: bool = False
) -> Document:
    """The picture as a report.

    `rows` are its figures to be worked with; `by_team` tells those of each team, too.
    """
    data = [tidy_section(rows)] * bool(rows)
    teams = list(_each_team(rows)) if by_team else []
    return Document(
        title="Supervision across the authority",
        name=f"authority-{found.latest[0].isoformat()}-to-{found.latest[1].isoformat()}",
        stamp=(
            ("Period", f"{full_day(found.latest[0])} to {full_day(found.latest[1])}"),
            (
                "Scope",
                f"{count(len(found.teams), 'team')}, {count(found.periods, 'period')} since "
                f"{full_day(found.first)}",
            ),
            ("For", Audience.PSW.words),
            ("Hidden", f"counts below {found.threshold}"),
            ("Policy", ", ".join(found.policies)),
            ("Made by", f"supervision-tui {__version__}"),
        ),
        sections=[
            *first_page(found.page),
            _comparability(found),
            _outside(found),
            _statuses(found),
            _side_by_side(found),
            *_totals(found),
            *teams,
        ],
        notes=_NOTES,
        data=data,
    )


def to_json(found: AuthorityPicture) -> str:
    """Write the picture as JSON under its own schema id.

    Figures carry `value`, `n` and `suppressed`, and over how many teams.
    """
    document = {
        "schema": SCHEMA,
        "version": f"supervision-tui {__version__}",
        "period": {"from": found.latest[0].isoformat(), "to": found.latest[1].isoformat()},
        "since": found.first.isoformat(),
        "periods": found.periods,
        "threshold": found.threshold,
        "policies": list(found.policies),
        "totals": {
            section: {
                line.key: {
                    "words": line.words,
                    "now": _total(line.now),
                    "previous": _total(line.before),
                    "last_year": _total(line.last_year),
                }
                for line in lines
            }
            for section, lines in groupby(found.totals, key=lambda line: line.section)
        },
        "teams": [
            {
                "team": each.team,
                "scope": each.scope,
                "figures": {key: _figure(figure) for key, figure in sorted(each.figures.items())},
                "standings": {key: _figure(figure) for key, figure in each.statuses.items()},
            }
            for each in found.teams
        ],
        "standings": {
            status: {
                "now": _figure(now),
                "previous": _figure_if_any(before),
                "last_year": _figure_if_any(last_year),
            }
            for status, (now, before, last_year) in found.statuses.items()
        },
        "outliers": [
            {
                "team": each.team,
                "scope": each.scope,
                "key": each.key,
                "value": each.value,
                "mean": each.mean,
                "low": each.low,
                "high": each.high,
                "way": each.way,
                "earlier_periods": each.periods,
            }
            for each in found.outside
        ],
        "sealed_teams": found.sealed_teams,
        "replaced": [{"file": each.file, "why": each.why} for each in found.replaced],
        "given_back": [{"team": each.team, "key": each.key} for each in found.given_back],
        "not_comparable": list(found.not_comparable),
        "refused": [{"file": each.file, "why": each.why} for each in found.refused],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def to_parquet(found: RollUp, folder: Path) -> bytes:
    """Every figure of every team and period with its limits, as Parquet.

    Written by way of a private folder, the limits period by period: those of all at once would take
    more memory than there is.
    """
    found.connection.execute(f"CREATE OR REPLACE TEMP TABLE limits_of_all AS {_NONE_YET}")
    for days in found.ask("SELECT DISTINCT period_from, period_to FROM summary"):
        found.connection.execute(f"INSERT INTO limits_of_all {_LIMITS}", list(days))
    path = folder / "figures.parquet"
    found.connection.execute(_TABLE.format(path=str(path).replace("'", "''")))
    return path.read_bytes()


def _comparability(found: AuthorityPicture) -> Section:
    lines = [
        *sentences(found),
        *found.not_comparable,
        *(f"{each.file} was not taken: {each.why}." for each in found.refused),
    ]
    says: tuple[str, ...] = ()
    if not lines:
        says = ("All teams work with one policy, and each has a summary of every period.",)
    title = "What cannot be compared, and why"
    return Section(title, key="not-comparable", says=says, items=lines)


def _outside(found: AuthorityPicture) -> Section:
    says = []
    if not found.outside:
        says.append("No figure of any team lies outside the limits of the team's own history.")
    if found.too_short:
        teams = count(found.too_short, "team")
        says.append(
            f"Of {teams} some history is too short to say: {LEAST_PERIODS} earlier periods are "
            f"needed."
        )
    columns = (
        Column("team"),
        Column("figure"),
        Column("this period", Kind.NUMBER),
        Column("", Kind.TEXT),
        Column("its mean", Kind.NUMBER),
        Column("its limits"),
        Column("periods before", Kind.NUMBER),
    )
    rows = [_outside_row(each) for each in found.outside]
    title, table = "Outside a team's own limits", None
    if rows:
        table = Table("Teams outside their own limits", columns, rows)
    return Section(title, key="outside", says=says, table=table)


def _outside_row(each: Outside) -> tuple[Value, ...]:
    arrow = "↑ above" if each.way == "above" else "↓ below"
    return (
        _named(each),
        Value(each.words),
        _number(each.value, each.is_share),
        Value(arrow),
        _number(each.mean, each.is_share),
        Value(
            f"{_number(each.low, each.is_share).text} to {_number(each.high, each.is_share).text}"
        ),
        Value(str(each.periods), each.periods),
    )


def _statuses(found: AuthorityPicture) -> Section:
    columns = (
        Column("workload status"),
        Column("workers now", Kind.NUMBER),
        Column("period before", Kind.NUMBER),
        Column("same period last year", Kind.NUMBER),
    )
    rows = [
        (
            Value(workload_status_words(status)),
            *(_shown(figure) for figure in figures),
        )
        for status, figures in found.statuses.items()
    ]
    names = [workload_status_words(status) for status in found.statuses]
    by_period = list(zip(*found.statuses.values(), strict=True))
    series = [
        Series(title, values_of(figures))
        for title, figures in zip(
            ("now", "period before", "same period last year"), by_period, strict=True
        )
    ]
    says = "; ".join(
        f"{workload_status_words(name)} {_shown(figures[0]).text}"
        for name, figures in found.statuses.items()
    )
    chart = Chart(
        "Workers by workload status",
        names,
        series,
        is_share=False,
        says=f"Workers by workload status: {says}.",
    )
    table = Table("Workers by workload status", columns, rows)
    return Section("Is there time for supervision", key="standings", table=table, chart=chart)


def _side_by_side(found: AuthorityPicture) -> Section:
    columns = [
        Column("team"),
        *(Column(short, Kind.FIGURE) for short in SIDE_BY_SIDE.values()),
        Column("over capacity or crowded out"),
    ]
    rows = [_team_row(each) for each in found.teams]
    title = "Teams side by side"
    table = Table(f"{title}, each in this period", columns, rows)
    return Section(title, key="teams", table=table)


def _named(each: TeamLine | Outside) -> Value:
    """Name a team, with its code: in every row it is found again."""
    return Value(f"{each.scope} ({each.team})")


def _team_row(each: TeamLine) -> tuple[Value, ...]:
    raised, of = (_shown(each.statuses.get(key)) for key in ("raised", "all"))
    figures = (_shown(each.figures.get(key)) for key in SIDE_BY_SIDE)
    raised_of = f"{raised.text} of {of.text}" if each.statuses else ""
    return (_named(each), *figures, Value(raised_of))


def _totals(found: AuthorityPicture) -> Iterator[Section]:
    titles = {section.key: section.title for section in SECTIONS}
    columns = (
        Column(""), Column("this period", Kind.FIGURE), Column("period before", Kind.FIGURE),
        Column("change"),
        Column("same period last year", Kind.FIGURE), Column("change since then"), Column("teams"),
    )  # fmt: skip
    for section, lines in groupby(found.totals, key=lambda line: line.section):
        rows = []
        for line in lines:
            rows.append(
                (
                    Value(words_of(line.key)),
                    _summed(line.now),
                    _summed(line.before),
                    Value(change_words(line.now.change_from(line.before))),
                    _summed(line.last_year),
                    Value(change_words(line.now.change_from(line.last_year))),
                    Value(_over(line.now)),
                )
            )
        title = titles[section]
        table = Table(f"{title}, all teams", columns, rows)
        yield Section(title, key=section, table=table)


def _each_team(rows: Iterable[TidyRow]) -> Iterator[Section]:
    """Every figure of each team, a section a team."""
    for (scope, team), of_team in groupby(rows, key=lambda row: (row.scope, row.team)):
        if team == AUTHORITY:
            continue
        cells = [
            (Value(row.words), _shown(Figure(row.value, row.n, row.is_hidden, row.is_share)))
            for row in of_team
        ]
        columns = (Column(""), Column("this period", Kind.FIGURE))
        title = f"{scope} ({team})"
        table = Table(f"{title}, every figure", columns, cells)
        yield Section(title, key=f"team-{team}", table=table)


def _over(total: Total) -> str:
    if total.hidden:
        return f"{total.teams}, hidden in {total.hidden}"
    return str(total.teams)


def _summed(total: Total | None) -> Value:
    if total is None:
        return Value("no records")
    shown = _shown(total.figure)
    if total.is_hidden:
        return Value(HIDDEN)
    if total.is_at_least:
        return Value(f"at least {shown.text}", shown.number)
    return shown


def _shown(figure: Figure | None) -> Value:
    if figure is None:
        return Value("no records")
    if figure.suppressed:
        return Value(HIDDEN, n=figure.n)
    if figure.value is None:
        return Value("none")
    shown = _number(figure.value, figure.is_share)
    n = figure.n if figure.is_share else None
    return Value(shown.text, shown.number, n, figure.is_share)


def _number(value: float, is_share: bool) -> Value:
    if is_share:
        return Value(f"{value * 100:.0f} %", value, is_share=True)
    return Value(f"{value:.1f}".removesuffix(".0"), round(value, 4))


def _total(total: Total | None) -> dict[str, Any] | None:
    if total is None:
        return None
    return {**_figure(total.figure), "teams": total.teams, "hidden_in": total.hidden}


def _figure(figure: Figure) -> dict[str, Any]:
    return {"value": figure.value, "n": figure.n, "suppressed": figure.suppressed}


def _figure_if_any(figure: Figure | None) -> dict[str, Any] | None:
    if not figure:
        return None
    return _figure(figure)
