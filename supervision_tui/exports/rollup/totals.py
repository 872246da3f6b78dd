"""The authority's figures of a period: exact counts are added up first, and only then is hidden
what is small.

Teams without an open sealed layer are added as far as they tell; then a total is a floor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from supervision_tui.exports.oversight.figures import (
    CHILDREN_LED,
    FTE_LEADING,
    LEADING,
    MEASURES,
    Over,
    figure_of,
)
from supervision_tui.exports.oversight.ledger import ledger_of_counts
from supervision_tui.practice.change import Moved, change_between
from supervision_tui.practice.figure_keys import CANCELLED, THEME
from supervision_tui.practice.privacy.suppression import Figure, Threshold

from .engine import RollUp

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Total:
    """A figure of all teams: over how many teams it is told, and in how many it is hidden.

    It is exact where no team hides it from the sum: then it is hidden itself where it is small.
    """

    figure: Figure
    teams: int
    hidden: int

    @property
    def is_hidden(self) -> bool:
        """Tell whether nothing is told: all teams hide it, or those that do not come to nothing."""
        return self.figure.suppressed or (self._is_count_with_hidden and not self.figure.value)

    @property
    def is_at_least(self) -> bool:
        """Tell whether the authority has more than this, in teams that hide it."""
        return self._is_count_with_hidden and bool(self.figure.value)

    @property
    def _is_count_with_hidden(self) -> bool:
        return bool(self.hidden) and not self.figure.is_share

    def change_from(self, then: Total | None) -> Moved | None:
        """Tell how it moved; nothing where other teams are hidden in it now than were then."""
        if then is None or (self.teams, self.hidden) != (then.teams, then.hidden):
            return None
        return change_between(self.figure, then.figure)


@dataclass(frozen=True, slots=True)
class SummedCounts:
    """Exact counts of many teams together, by the keys of the figures."""

    teams: int
    counts: Mapping[str, int] = field(default_factory=dict)

    def count(self, key: str) -> int:
        """The count of a key; 0 where there is none."""
        return self.counts.get(key, 0)

    @property
    def cancelled(self) -> Mapping[str, int]:
        """Sessions cancelled, by reason."""
        return self._of_family(CANCELLED)

    @property
    def themes(self) -> Mapping[str, int]:
        """Discussions and audits by theme."""
        return self._of_family(THEME)

    def _of_family(self, begin: str) -> dict[str, int]:
        return {
            key.removeprefix(begin): count
            for key, count in self.counts.items()
            if key.startswith(begin)
        }


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure as the teams tell it that have no open sealed layer."""

    value: float | None
    n: int | None
    is_share: bool
    teams: int
    hidden: int


class Totals:
    """The totals of every period of a roll-up: asked once, worked out by period when needed."""

    def __init__(self, found: RollUp, themes: Collection[str], rule: Threshold) -> None:
        self._themes, self.rule = themes, rule
        self._exact = _exact_counts(found)
        self._told = _told_sums(found)
        self._longer = found.made
        self._made: dict[Days, dict[str, Total]] = {}
        self._published: dict[Days, dict[str, Figure]] = {}

    def of(self, days: Days | None) -> dict[str, Total]:
        """Every total of a period by its key; none of a period that is not there."""
        if days is None:
            return {}
        if days not in self._made:
            self._made[days] = self._of(days)
        return self._made[days]

    def published(self, days: Days) -> dict[str, Figure]:
        """The exact figures of a period as they may be told, of all teams with an open layer."""
        if days not in self._published:
            exact = self._exact.get(days, SummedCounts(0))
            ledger = ledger_of_counts(exact, self._themes, self.rule)
            self._published[days] = ledger.publish(self.rule)
        return self._published[days]

    def caseload(self, days: Days) -> Figure | None:
        """Children of each full-time social worker, where the exact counts of all teams are open.

        Nothing where few workers are behind it.
        """
        exact = self._exact.get(days)
        if exact is None or self._told.get(days) or exact.count(LEADING) < self.rule.least:
            return None
        fte = exact.count(FTE_LEADING) / 100
        if not fte:
            return None
        return Figure(round(exact.count(CHILDREN_LED) / fte, 1))

    def _goes_over(self, key: str, days: Days) -> bool:
        """Tell whether a figure can be told of a period that was made of shorter ones."""
        return days not in self._longer or figure_of(key).over is not Over.OWN

    def _of(self, days: Days) -> dict[str, Total]:
        exact, told = self._exact.get(days), self._told.get(days, {})
        published: dict[str, Figure] = {}
        if exact is not None:
            published = self.published(days)
        keys = dict.fromkeys((*published, *told))
        teams = exact.teams if exact is not None else 0
        return {
            key: _joined(published.get(key), teams, told.get(key))
            for key in keys
            if key not in MEASURES and _is_known(key) and self._goes_over(key, days)
        }


def _is_known(key: str) -> bool:
    """Tell whether this version knows a figure."""
    try:
        figure_of(key)
    except KeyError:
        return False
    return True


def figures_told(found: RollUp, days: Days) -> dict[str, dict[str, Figure]]:
    """Every figure of a period as the teams tell it, by team and key."""
    asked = (
        "SELECT team, key, is_share, value, n, is_hidden FROM figure "
        "WHERE period_from = ? AND period_to = ?"
    )
    told: dict[str, dict[str, Figure]] = defaultdict(dict)
    for team, key, is_share, value, n, hidden in found.ask(asked, *days):
        told[team][key] = Figure(value, n, hidden, is_share)
    return dict(told)


def sealed_figures_told(found: RollUp, days: Days) -> dict[str, dict[str, Figure]]:
    """The figures told by the teams whose exact counts are in the totals of a period."""
    told = figures_told(found, days)
    return {team: told[team] for team in found.sealed_teams(days) if team in told}


def _exact_counts(found: RollUp) -> dict[Days, SummedCounts]:
    teams = {
        (first, last): int(number)
        for first, last, number in found.ask(
            "SELECT period_from, period_to, count(DISTINCT team) FROM exact GROUP BY ALL"
        )
    }
    counts: dict[Days, dict[str, int]] = defaultdict(dict)
    asked = "SELECT period_from, period_to, key, count FROM authority_exact"
    for first, last, key, count in found.ask(asked):
        counts[first, last][key] = int(count)
    return {days: SummedCounts(teams[days], of) for days, of in counts.items()}


def _told_sums(found: RollUp) -> dict[Days, dict[str, _Told]]:
    told: dict[Days, dict[str, _Told]] = defaultdict(dict)
    teams = _teams_without_layer(found)
    asked = "SELECT period_from, period_to, key, is_share, value, n, teams, hidden FROM authority"
    for first, last, key, is_share, value, n, told_by, hidden in found.ask(asked):
        number = None if value is None else float(value)
        rests_on, told_by, hides = None if n is None else int(n), int(told_by), int(hidden)
        if _is_known(key) and figure_of(key).begin:  # a team may count it with others
            hides = max(hides, teams.get((first, last), told_by) - told_by)
        told[first, last][key] = _Told(number, rests_on, bool(is_share), told_by, hides)
    return told


def _teams_without_layer(found: RollUp) -> dict[Days, int]:
    """The number of teams of each period whose figures are added as they tell them."""
    counts: dict[Days, int] = defaultdict(int)
    for heads in found.teams.values():
        for head in heads:
            counts[head.days] += not head.is_sealed
    return counts


def _joined(exact: Figure | None, teams: int, told: _Told | None) -> Total:
    """Join what is exact and what is told into one total."""
    if told is None:
        assert exact is not None  # noqa: S101  (a key is of one of them)
        told_by = 0 if exact.suppressed else teams
        return Total(exact, told_by, 0)
    if exact is None or not teams:
        is_hidden = told.value is None and told.hidden > 0
        figure = Figure(told.value, told.n, is_hidden, told.is_share)
        return Total(figure, told.teams, told.hidden)
    hidden = told.hidden
    parts = [(told.value, told.n, told.teams)]
    if exact.suppressed:
        hidden += teams
    else:
        parts.append((exact.value, exact.n, teams))
    told_by = sum(number for value, _, number in parts if value is not None)
    added = _added((value, n) for value, n, _ in parts if value is not None)
    if added is None:
        added = Figure(None, None, suppressed=hidden > 0, is_share=told.is_share)
    return Total(added, told_by, hidden)


def _added(parts: Iterable[tuple[float, int | None]]) -> Figure | None:
    """Counts added up, or shares weighed by their n; nothing where there are none."""
    there = list(parts)
    if not there:
        return None
    if all(n is not None for _, n in there):
        whole = sum(n or 0 for _, n in there)
        part = sum(value * (n or 0) for value, n in there)
        share = part / whole if whole else None
        return Figure(share, whole, is_share=True)
    return Figure(sum(value for value, _ in there))
