"""The authority picture: totals, teams side by side, standings, teams outside their own limits,
what to beware of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from supervision_tui.exports.oversight.figures import (
    SECTIONS,
    SIDE_BY_SIDE,
    figure_of,
    figures_in,
    words_of,
)
from supervision_tui.exports.oversight.first_page import FirstPage
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.days.spans import add_months
from supervision_tui.practice.oversight.limits import LEAST_POINTS
from supervision_tui.practice.policy.policy import Policy, default_policy
from supervision_tui.practice.privacy.suppression import Figure, Ledger, Threshold
from supervision_tui.practice.vocabulary import WorkloadStatus

from .checks import Head
from .engine import RollUp
from .first_page import authority_page
from .given_back import GivenBack, given_back, kept_from_totals, statuses_kept
from .longer_periods import make_period
from .reading import NothingToRollUp, Refusal
from .totals import Days, Total, Totals, figures_told, sealed_figures_told

_IN = "period_from = ? AND period_to = ?"
_MONTHS_DIFFER = 3  # days
LEAST_PERIODS = LEAST_POINTS  # before a team's own limits say anything


@dataclass(frozen=True, slots=True)
class TotalLine:
    """A figure of the authority in the latest period, the one before, and the same last year."""

    section: str
    key: str
    words: str
    now: Total
    before: Total | None
    last_year: Total | None


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team in its latest period: its figures by key, and its workers by workload status."""

    team: str
    scope: str
    period: date
    figures: dict[str, Figure]
    statuses: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Outside:
    """A share or measure of a team's latest period that lies outside the team's own limits.

    Counts are left out: they say how large a team is, more than how it goes.
    """

    team: str
    scope: str
    key: str
    words: str
    value: float
    is_share: bool
    mean: float
    low: float
    high: float
    way: str
    periods: int


@dataclass(frozen=True, slots=True)
class AuthorityPicture:
    """The whole picture.

    `not_comparable` says what, and why; `refused` are files that were not taken, `replaced` those
    that were corrected since. `sealed_teams` are those whose exact counts are in the totals.
    `over_time` are the totals of every period; `given_back` the hidden numbers of teams that these
    and the teams' own files tell together.
    """

    first: date
    last: date
    periods: int
    latest: tuple[date, date]
    threshold: int
    policies: tuple[str, ...]
    totals: tuple[TotalLine, ...]
    teams: tuple[TeamLine, ...]
    statuses: dict[str, tuple[Figure, Figure | None, Figure | None]]
    outside: tuple[Outside, ...]
    too_short: int
    not_comparable: tuple[str, ...]
    refused: tuple[Refusal, ...]
    replaced: tuple[Refusal, ...]
    sealed_teams: int
    page: FirstPage
    over_time: Totals
    given_back: tuple[GivenBack, ...]


def picture_of(
    found: RollUp, policy: Policy | None = None, period: Period | None = None
) -> AuthorityPicture:
    """Ask the roll-up for all of it.

    Without a period the latest is the one that most teams have and none has a later; a quarter or a
    year is made of months where teams have sent these. Raises `NothingToRollUp` where no team has
    sent the period.
    """
    policy = policy or default_policy()
    if period is not None:
        for each in (period, period.before(), period.a_year_earlier()):
            make_period(found, each)
    heads = list(chain.from_iterable(found.teams.values()))
    counts = Counter((head.first, head.last) for head in heads)
    latest = _latest(counts, len(found.teams), period)
    before, last_year = _period_before(latest, counts), _year_earlier(latest, counts)
    rule = Threshold(max(head.threshold for head in heads))
    totals = Totals(found, policy.oversight.themes, rule)
    told = figures_told(found, latest)
    sealed = {team: told[team] for team in found.sealed_teams(latest) if team in told}
    earlier = [
        given_back(sealed_figures_told(found, days), totals, days)
        for days in filter(None, (before, last_year))
    ]
    teams = _teams(found, totals, latest, told, sealed=sealed)
    return AuthorityPicture(
        first=min(head.first for head in heads),
        last=max(head.last for head in heads),
        periods=len(counts),
        latest=latest,
        threshold=rule.least,
        policies=tuple(sorted({head.policy for head in heads})),
        totals=_total_lines(totals, latest, before, last_year),
        teams=teams,
        statuses=_statuses(found, totals, (latest, before, last_year), rule),
        outside=_outside(found, latest),
        too_short=_too_short(found, latest),
        not_comparable=tuple(_not_comparable(found, latest, counts)),
        refused=tuple(found.refused),
        replaced=tuple(found.replaced),
        sealed_teams=len(found.sealed_teams(latest)),
        over_time=totals,
        page=authority_page(found, totals, latest, _by_name(teams), policy),
        given_back=(*given_back(sealed, totals, latest), *chain.from_iterable(earlier)),
    )


def _latest(counts: Counter[Days], teams: int, period: Period | None) -> Days:
    """The period that was asked for, else the latest that most teams have."""
    if period is None:
        return max(counts, key=lambda days: (counts[days] * 2 > teams, days[1], counts[days]))
    days = period.first, period.last
    if days not in counts:
        raise NothingToRollUp(
            f"No team has sent all of {days[0]} to {days[1]}; name a period that is there."
        )
    return days


def _period_before(latest: Days, counts: Iterable[Days]) -> Days | None:
    """The period, about as long, that ends the day before."""
    before = (
        days
        for days in counts
        if days[1] == latest[0] - timedelta(days=1) and _is_as_long(days, latest)
    )
    return next(before, None)


def _year_earlier(latest: Days, counts: Iterable[Days]) -> Days | None:
    """Find the period of the same days last year."""
    first = add_months(latest[0], -12)
    return next((days for days in counts if days[0] == first and _is_as_long(days, latest)), None)


def _is_as_long(one: Days, other: Days) -> bool:
    """Tell whether two periods are months, quarters or years alike: months of 28 days or 31."""
    return abs((one[1] - one[0]).days - (other[1] - other[0]).days) <= _MONTHS_DIFFER


def _total_lines(
    totals: Totals, now: Days, before: Days | None, last_year: Days | None
) -> tuple[TotalLine, ...]:
    there, then, year_ago = (totals.of(days) for days in (now, before, last_year))
    lines = []
    for section in SECTIONS:
        for key, row in figures_in(section.key, sorted(there)):
            lines.append(
                TotalLine(
                    section=section.key,
                    key=key,
                    words=row.words_for(key),
                    now=there[key],
                    before=_in_another(then, key),
                    last_year=_in_another(year_ago, key),
                )
            )
    return tuple(lines)


def _in_another(totals: Mapping[str, Total], key: str) -> Total | None:
    """The total of another period; a reason or theme that is not there is counted with others."""
    if totals and key not in totals and figure_of(key).begin:
        return Total(Figure(None, suppressed=True), 0, 0)
    return totals.get(key)


def _teams(
    found: RollUp,
    totals: Totals,
    now: Days,
    told: Mapping[str, Mapping[str, Figure]],
    *,
    sealed: Mapping[str, Mapping[str, Figure]],
) -> tuple[TeamLine, ...]:
    """The teams side by side, without what the totals beside them would give back."""
    figures = _only(told, SIDE_BY_SIDE)
    figures |= kept_from_totals(SIDE_BY_SIDE, _only(sealed, SIDE_BY_SIDE), totals, now)
    statuses = _statuses_of_teams(found, now, totals.rule, told)
    statuses |= statuses_kept(
        {team: statuses[team] for team in sealed if team in statuses}, totals, now
    )
    scopes = {team: heads[-1].scope for team, heads in found.teams.items()}
    there = found.teams_of(now)
    lines = [
        TeamLine(
            team,
            scopes[team],
            now[0],
            figures.get(team, {}),
            statuses.get(team, {}),
        )
        for team in there
    ]
    return tuple(sorted(lines, key=lambda each: (each.scope.casefold(), each.team)))


def _only(
    told: Mapping[str, Mapping[str, Figure]], keys: Collection[str]
) -> dict[str, dict[str, Figure]]:
    """Some of the figures that teams tell."""
    return {
        team: {key: figures[key] for key in keys if key in figures}
        for team, figures in told.items()
    }


def _by_name(teams: Sequence[TeamLine]) -> dict[str, dict[str, Figure]]:
    """The figures of each team by its name; with its code where two are called alike."""
    alike = Counter(each.scope for each in teams)
    return {_name(each, alike[each.scope]): each.figures for each in teams}


def _name(team: TeamLine, alike: int) -> str:
    if alike > 1:
        return f"{team.scope} ({team.team})"
    return team.scope


def _statuses_of_teams(
    found: RollUp, now: Days, rule: Threshold, told: Mapping[str, Mapping[str, Figure]]
) -> dict[str, dict[str, Figure]]:
    """The workers of each team by status, those raised, and all, as the team tells them."""
    counted: dict[str, dict[str, int]] = {}
    asked = f"SELECT team, standing, workers FROM worker WHERE {_IN}"  # noqa: S608
    for team, status, workers in found.ask(asked, *now):
        counted.setdefault(team, {})[status] = workers
    statuses = {team: _published(workers, rule) for team, workers in counted.items()}
    for team, figures in told.items():
        of_team = {
            str(each): figures[f"standing.{each}"]
            for each in WorkloadStatus
            if f"standing.{each}" in figures
        }
        if of_team:
            everybody = figures.get("workers", Figure(None, suppressed=True))
            statuses[team] = _with_raised(of_team, everybody)
    return statuses


def _with_raised(told: dict[str, Figure], everybody: Figure) -> dict[str, Figure]:
    """The statuses of a team, with all workers and those whose status asks for a response."""
    raised = [told.get(str(each), Figure(0)) for each in WorkloadStatus if each.needs_response]
    hidden = any(figure.suppressed for figure in raised)
    number = None if hidden else sum(figure.value or 0 for figure in raised)
    return {"all": everybody, "raised": Figure(number, suppressed=hidden), **told}


def _published(workers: dict[str, int], rule: Threshold) -> dict[str, Figure]:
    """Workers by status, those raised, and all, as they may be told: one of few is hidden."""
    if not workers:
        return {}
    ledger = Ledger()
    of_each = {str(each): workers.get(each, 0) for each in WorkloadStatus}
    ledger.add_all({"all": sum(workers.values()), **of_each})
    ledger.add_sum("all", *map(str, WorkloadStatus))
    ledger.add_all(
        {"raised": sum(workers.get(each, 0) for each in WorkloadStatus if each.needs_response)}
    )
    ledger.add_sum("raised", *(str(each) for each in WorkloadStatus if each.needs_response))
    return ledger.publish(rule)


def _statuses(
    found: RollUp,
    totals: Totals,
    periods: tuple[Days, Days | None, Days | None],
    rule: Threshold,
) -> dict[str, tuple[Figure, Figure | None, Figure | None]]:
    """Workers of the authority by status, in the period, the one before, and last year."""
    listed: dict[Days, dict[str, int]] = {}
    for first, last, status, workers in found.ask(
        "SELECT period_from, period_to, standing, workers FROM authority_standing"
    ):
        listed.setdefault((first, last), {})[status] = int(workers)

    def of(period: Days | None, status: str) -> Figure | None:
        total = totals.of(period).get(f"standing.{status}")
        if total is not None:
            return Figure(total.figure.value, None, total.is_hidden)
        if period is None:
            return None
        return _published(listed.get(period, {}), rule).get(status)

    now, before, last_year = periods
    return {
        str(each): (of(now, each) or Figure(None), of(before, each), of(last_year, each))
        for each in WorkloadStatus
    }


def _outside(found: RollUp, now: Days) -> tuple[Outside, ...]:
    rows = found.ask(
        "SELECT team, key, value, is_share, mean, low, high, says, periods FROM control_chart "  # noqa: S608
        f"WHERE {_IN} AND says IN ('above', 'below') AND (is_share OR n IS NOT NULL) ORDER BY "
        f"team, key",
        *now,
    )
    scopes = {team: heads[-1].scope for team, heads in found.teams.items()}
    lines = [
        Outside(
            team,
            scopes[team],
            key,
            words=words_of(key),
            value=value,
            is_share=is_share,
            mean=mean,
            low=low,
            high=high,
            way=says,
            periods=periods,
        )
        for team, key, value, is_share, mean, low, high, says, periods in rows
        if words(key) is not None
    ]
    return tuple(sorted(lines, key=lambda each: (each.scope.casefold(), each.words)))


def _too_short(found: RollUp, now: Days) -> int:
    asked = f"SELECT count(DISTINCT team) FROM control_chart WHERE {_IN} AND says = 'too short'"  # noqa: S608
    return int(found.ask(asked, *now)[0][0])


def _not_comparable(
    found: RollUp, latest: tuple[date, date], counts: Counter[tuple[date, date]]
) -> Iterable[str]:
    """Say what to know before comparing one team with another, or a team with itself."""
    usual = Counter(head.policy for head in chain.from_iterable(found.teams.values())).most_common(
        1
    )[0][0]
    thresholds = {head.threshold for head in chain.from_iterable(found.teams.values())}
    for heads in sorted(found.teams.values(), key=lambda each: each[-1].scope.casefold()):
        scope = f"{heads[-1].scope} ({heads[-1].team})"
        others = sorted({head.policy for head in heads} - {usual})
        if others:
            yield (
                f"{scope}: works with policy {', '.join(others)}, most with {usual}; intervals "
                f"and limits may differ."
            )
        if (latest[0], latest[1]) not in {(head.first, head.last) for head in heads}:
            newest = max(heads, key=lambda head: head.last)
            yield (
                f"{scope}: no summary of {latest[0]} to {latest[1]}; its latest is {newest.first} "
                f"to {newest.last}. "
                "It is missing in the totals."
            )
        gaps = _gaps(heads, counts)
        if gaps:
            yield f"{scope}: no summary of {', '.join(gaps)}; its history has a gap."
    if len(thresholds) > 1:
        yield f"Counts are hidden below {' or '.join(map(str, sorted(thresholds)))}, by the team."


def _gaps(heads: list[Head], counts: Counter[tuple[date, date]]) -> list[str]:
    """Periods that other teams have, between this team's first and last."""
    first, last = min(head.first for head in heads), max(head.last for head in heads)
    there = {(head.first, head.last) for head in heads}
    between = sorted(
        period
        for period in counts
        if first < period[0] and period[1] < last and period not in there
    )
    covered = [p for p in between if not any(h.first <= p[1] and p[0] <= h.last for h in heads)]
    return [f"{begin} to {end}" for begin, end in covered]


def words(key: str) -> str | None:
    """A figure's words; nothing for one that this version does not know."""
    try:
        return words_of(key)
    except KeyError:
        return None
