"""The first page for an authority: its totals over time, and its teams in funnels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from supervision_tui.desk.oversight.told import COLUMNS, Told
from supervision_tui.exports.documents.document import Table, Value
from supervision_tui.exports.documents.funnel_chart import FunnelChart
from supervision_tui.exports.oversight.betrayal import periods_beside
from supervision_tui.exports.oversight.figures import FIRST_PAGE, figure_of
from supervision_tui.exports.oversight.first_page import (
    MEETING_COLUMNS,
    MONTHS,
    FirstPage,
    TeamsBehind,
    Trend,
    counted_audits,
    decisions_table,
    held_against,
    limits_words,
    lost_words,
    meeting_row,
    stories_of,
    with_comparators,
)
from supervision_tui.exports.oversight.trend import without_given_back
from supervision_tui.practice.change import UP
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.oversight.funnel import Funnel, Outside, TeamShare, funnel_of
from supervision_tui.practice.oversight.limits import LEAST_POINTS
from supervision_tui.practice.oversight.page_entries import (
    Entry,
    EntryKind,
    entries_on_page,
    sign_off_words,
)
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.privacy.suppression import Figure
from supervision_tui.practice.wording import count, percent, small_first

from .engine import RollUp
from .totals import Days, Totals

_FUNNELS = 2  # on a page


def authority_page(
    found: RollUp,
    totals: Totals,
    latest: Days,
    teams: Mapping[str, Mapping[str, Figure]],
    policy: Policy,
) -> FirstPage:
    """The first page of the latest period; `teams` are the figures that teams tell, by name."""
    trend = trend_of(found, totals, latest)
    before = Period(*latest).before()
    funnels = {key: _funnel(key, teams, trend) for key in FIRST_PAGE}
    behind = {key: _behind(key, teams, funnels[key]) for key in FIRST_PAGE}
    figures = dict(trend[-1][1])
    caseload = totals.caseload(latest)
    if caseload is not None:
        figures["per_full_time_worker"] = caseload
    entries = with_comparators(entries_on_page(found.entries, Period(*latest)), policy)
    on = _made_on(found, latest)
    drawn = _most_telling({key: each for key, each in funnels.items() if each is not None})
    return FirstPage(
        stories=stories_of(
            trend, {"held_share": lost_words(figures)}, behind, (before, _told(totals, before))
        ),
        funnels=[
            FunnelChart(_funnel_title(key, funnel, teams), funnel, figure_of(key).better is UP)
            for key, funnel in drawn.items()
        ],
        meetings=_meetings(drawn, entries, on),
        audits=list(counted_audits(figures)),
        decisions=decisions_table(entries, on),
        beside=[*held_against(entries, figures), limits_words()],
        signed=sign_off_words(entries),
        caution=_caution(found, latest),
        looked_at=[each for each in funnels.values() if each is not None],
    )


def _funnel_title(key: str, funnel: Funnel, teams: Mapping[str, Mapping[str, Figure]]) -> str:
    """Name what a funnel shows, and how many teams tell it where not all do."""
    words = figure_of(key).words
    if len(funnel.points) < len(teams):
        return f"{words}: the {len(funnel.points)} of {len(teams)} teams that tell it"
    return f"{words}, by team"


def _caution(found: RollUp, latest: Days) -> str:
    """Say where shares are those of the teams that tell them: these are the better ones."""
    sent = found.teams_of(latest)
    missing = len(sent) - len(found.sealed_teams(latest))
    if not missing:
        return ""
    return (
        f"Read with care: of {missing} of {count(len(sent), 'team')} no exact counts were opened. "
        f"A share is then that of the teams that tell it, and these have had less to hide."
    )


def _made_on(found: RollUp, latest: Days) -> date:
    """The day as on which the page stands: that of the last summary."""
    made = [head.made_on for head in chain.from_iterable(found.teams.values()) if head.made_on]
    return max([latest[1], *made])


def trend_of(found: RollUp, totals: Totals, latest: Days) -> Trend:
    """The totals of up to twelve periods as long as the latest, that one last.

    A longer one stands after the twelve months before it, where the exact counts of the same teams
    are open for enough of them. A period that no team has sent stands empty between the others.
    """
    there = {head.days for head in chain.from_iterable(found.teams.values())}
    period = Period(*latest)
    months = _exact_months(found, totals, period)
    if len(months) >= LEAST_POINTS:
        empty: Mapping[str, Figure] = {}
        *earlier, _ = period.after_months(MONTHS)
        return [
            *((month, months.get(month, empty)) for month in earlier),
            (period, _told(totals, period)),
        ]
    periods = [period]
    while len(periods) < MONTHS:
        before = periods[0].before()
        if not any(first <= before.first for first, _ in there):
            break
        periods.insert(0, before)
    return [(each, _told(totals, each)) for each in periods]


def _exact_months(
    found: RollUp, totals: Totals, period: Period
) -> dict[Period, Mapping[str, Figure]]:
    """The totals of the months before a longer period, of those that all its teams have sealed.

    What teams tell is no measure for it: a month and a quarter hide different teams. A month tells
    nothing that the longer periods beside it would betray.
    """
    teams = set(found.teams_of(_days(period)))
    if not period.is_longer_than_a_month or teams != set(found.sealed_teams(_days(period))):
        return {}
    *earlier, _ = period.after_months(MONTHS)
    sealed = [month for month in earlier if teams == set(found.sealed_teams(_days(month)))]
    columns = dict(zip(COLUMNS, periods_beside(period), strict=True))
    told = Told.of_figures(
        period,
        totals.rule.least,
        {name: totals.published(_days(each)) for name, each in columns.items()},
    )
    return dict(without_given_back([(m, totals.published(_days(m))) for m in sealed], told))


def _days(period: Period) -> Days:
    return period.first, period.last


def _told(totals: Totals, period: Period) -> dict[str, Figure]:
    """The totals of a period that are no floor."""
    return {
        key: total.figure
        for key, total in totals.of(_days(period)).items()
        if not total.is_hidden and (not total.hidden or total.figure.is_share)
    }


def _funnel(key: str, teams: Mapping[str, Mapping[str, Figure]], trend: Trend) -> Funnel | None:
    total = trend[-1][1].get(key)
    shares = [
        TeamShare(team, figure.value, figure.n)
        for team, figures in teams.items()
        if (figure := figures.get(key)) is not None and figure.value is not None and figure.n
    ]
    middle = None
    if total is not None:
        middle = total.value
    return funnel_of(shares, middle)


def _behind(
    key: str, teams: Mapping[str, Mapping[str, Figure]], funnel: Funnel | None
) -> TeamsBehind:
    values = [
        figure.value
        for figures in teams.values()
        if (figure := figures.get(key)) is not None and figure.value is not None
    ]
    if funnel is None:
        return TeamsBehind(values)
    return TeamsBehind(values, _worse(key, funnel))


def _worse(key: str, funnel: Funnel) -> list[str]:
    """The teams outside the lines on the worse side."""
    is_up_better = figure_of(key).better is UP
    return [
        point.team
        for point in funnel.points
        if point.is_worse_above(funnel.middle, is_up_better=is_up_better)
    ]


def _most_telling(funnels: Mapping[str, Funnel]) -> dict[str, Funnel]:
    """The funnels with most teams outside, in the order of the figures."""
    ranked = sorted(
        funnels, key=lambda key: -sum(p.outside is not Outside.NOT for p in funnels[key].points)
    )
    chosen = set(ranked[:_FUNNELS])
    return {key: funnel for key, funnel in funnels.items() if key in chosen}


def _meetings(funnels: Mapping[str, Funnel], entries: Sequence[Entry], on: date) -> Table | None:
    """A row for each team outside on the worse side: why it is asked, what was typed for it.

    Other meetings that were typed stand below.
    """
    meetings = [each for each in entries if each.kind is EntryKind.MEETING]
    rows: list[tuple[Value, ...]] = []
    asked = _asked(funnels)
    for team, reasons in asked.items():
        says = "; ".join(reasons)
        planned = [each for each in meetings if each.about == team]
        rows += [meeting_row(replace(each, says=each.says or says), on) for each in planned]
        if not planned:
            rows.append((Value(team), Value(says), Value(""), Value("")))
    rows += [meeting_row(each, on) for each in meetings if each.about not in asked]
    if not rows:
        return None
    return Table("Teams outside the lines, and who talks with them", MEETING_COLUMNS, rows)


def _asked(funnels: Mapping[str, Funnel]) -> dict[str, list[str]]:
    """The teams outside the lines on the worse side, each with the figures that ask."""
    why: dict[str, list[str]] = {}
    for key, funnel in funnels.items():
        by_team = {point.team: point for point in funnel.points}
        for team in _worse(key, funnel):
            words = small_first(figure_of(key).words)
            point = by_team[team]
            why.setdefault(team, []).append(
                f"{words} {percent(point.value)} (n {point.n}), all teams {percent(funnel.middle)}"
            )
    return why
