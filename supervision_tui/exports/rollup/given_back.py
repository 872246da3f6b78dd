"""Hidden numbers of single teams that a true total would give back: from the table beside it they
are kept, and of the teams' own files it is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain

from supervision_tui.exports.oversight.figures import COUNTED, figure_of
from supervision_tui.exports.oversight.reader_learns import learn_figure, learn_sums
from supervision_tui.practice.privacy.suppression import Figure, Share
from supervision_tui.practice.privacy.together import Reader
from supervision_tui.practice.vocabulary import WorkloadStatus

from .totals import Days, Totals

TeamFigures = Mapping[str, Mapping[str, Figure]]


@dataclass(frozen=True, slots=True)
class GivenBack:
    """A hidden number of a team that can be worked out from the totals and the teams' files."""

    team: str
    key: str
    days: Days


def given_back(sealed: TeamFigures, totals: Totals, days: Days) -> list[GivenBack]:
    """The hidden numbers of teams that a reader of the totals and of all their files can place.

    `sealed` are the figures told by the teams whose exact counts are in the totals.
    """
    if not sealed:
        return []
    published = totals.published(days)
    reader = Reader()
    for team, figures in sealed.items():
        for key, figure in figures.items():
            learn_figure(reader, key, figure, partial(_name, team))
        learn_sums(reader, partial(_name, team))
    for key, figure in published.items():
        learn_figure(reader, key, figure, partial(_name, ""))
    for key in (*COUNTED, *(each for each in published if figure_of(each).begin)):
        reader.add_sum(_name("", key), [_name(team, key) for team in sealed])
    reader.solve()
    return [
        GivenBack(team, key, days)
        for team, key in _hidden_counts(sealed)
        if reader.is_found(_name(team, key), totals.rule.least)
    ]


def _hidden_counts(told: TeamFigures) -> Iterator[tuple[str, str]]:
    for team, figures in told.items():
        for key, figure in figures.items():
            if key in COUNTED and figure.suppressed:
                yield team, key


def _name(team: str, key: str) -> str:
    return f"{key} of {team}"


def kept_from_totals(
    keys: Iterable[str], told: TeamFigures, totals: Totals, days: Days
) -> dict[str, dict[str, Figure]]:
    """The figures that may stand by team beside the totals.

    Where these would give back a hidden one, the smallest other one is hidden with it.
    """
    published = totals.published(days)
    shown = {team: dict(figures) for team, figures in told.items()}
    for key in keys:
        while team := _to_hide(key, shown, published, totals.rule.least):
            shown[team][key] = Figure(None, None, True, shown[team][key].is_share)
    return shown


def _to_hide(
    key: str, shown: dict[str, dict[str, Figure]], published: Mapping[str, Figure], least: int
) -> str:
    """The team whose figure is hidden next, so that no hidden one is found; else empty."""
    hidden = [team for team, figures in shown.items() if key in figures and figures[key].suppressed]
    if not hidden or published.get(key, Figure(None)).value is None:
        return ""
    row, reader = figure_of(key), Reader()
    part, whole = row.share or (key, "")
    for team, figures in shown.items():
        if key in figures:
            learn_figure(reader, key, figures[key], partial(_name, team))
        if whole:
            rest = Share(part, whole).rest
            reader.add_sum(_name(team, whole), [_name(team, part), _name(team, rest)])
    learn_figure(reader, key, published[key], partial(_name, ""))
    for each in filter(None, (part, whole)):
        reader.add_sum(_name("", each), [_name(team, each) for team in shown])
    reader.solve()
    if not any(reader.is_found(_name(team, part), least) for team in hidden):
        return ""
    told = {
        team: figures[key].n or figures[key].value or 0
        for team, figures in shown.items()
        if key in figures and not figures[key].suppressed
    }
    return min(told, key=lambda team: (told[team] == 0, told[team], team), default="")


def kept_apart(told: TeamFigures, totals: Totals, days: Days) -> dict[str, dict[str, Figure]]:
    """Every figure that may stand by team beside the totals, in a table of all of them.

    Where figures and totals together would give back a hidden one, the smallest other one of its
    key is hidden with it, until none is.
    """
    keys = dict.fromkeys(chain.from_iterable(told.values()))
    shown = kept_from_totals(keys, told, totals, days)
    while found := given_back(shown, totals, days):
        was_hidden = [_hide_smallest(each.key, shown) for each in found]
        if not any(was_hidden):
            break
    return shown


def _hide_smallest(key: str, shown: dict[str, dict[str, Figure]]) -> bool:
    """Hide the smallest figure of a key that is told; returns whether there was one."""
    told = {
        team: figures[key].value or 0
        for team, figures in shown.items()
        if key in figures and not figures[key].suppressed
    }
    team = min(told, key=lambda each: (told[each] == 0, told[each], each), default="")
    if team:
        shown[team][key] = Figure(None, None, True, shown[team][key].is_share)
    return bool(team)


def statuses_kept(
    told: Mapping[str, Mapping[str, Figure]], totals: Totals, days: Days
) -> dict[str, dict[str, Figure]]:
    """The workers of each team by status beside the totals, without what these would give back."""
    shown = {team: dict(figures) for team, figures in told.items()}
    raised = [
        totals.of(days).get(f"standing.{each}") for each in WorkloadStatus if each.needs_response
    ]
    if any(total is None or total.is_hidden for total in raised):
        return shown
    total = sum(each.figure.value or 0 for each in raised if each is not None)
    while team := _smallest_to_hide(shown, total, totals.rule.least):
        shown[team]["raised"] = Figure(None, suppressed=True)
    return shown


def _smallest_to_hide(shown: Mapping[str, Mapping[str, Figure]], total: float, least: int) -> str:
    """The team whose raised workers are hidden with those of others; empty where none needs be."""
    there = {team: figures["raised"] for team, figures in shown.items() if "raised" in figures}
    told = {team: each.value or 0 for team, each in there.items() if not each.suppressed}
    hidden, rest = len(there) - len(told), total - sum(told.values())
    if not hidden or (hidden > 1 and rest >= least - 1):
        return ""
    return min(told, key=lambda team: (told[team] == 0, told[team], team), default="")
