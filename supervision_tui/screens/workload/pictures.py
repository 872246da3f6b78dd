"""The pictures of workload beside the worker's own: quarters, trends, days since discussed,
caseloads, what helped.
"""

from __future__ import annotations

from itertools import chain
from math import isinf

from textual.content import Content

from supervision_tui.desk.workload.charts import (
    Trend,
    Week,
    caseloads,
    days_since,
    finite,
    quarters,
)
from supervision_tui.desk.workload.statuses import WorkerWorkload
from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import WorkloadStatus
from supervision_tui.practice.workload.responses import WhatHelped
from supervision_tui.widgets import chart
from supervision_tui.widgets.columns import fitted
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.labelled_text import Label, labelled
from supervision_tui.widgets.text_styles import line

from .picture import Picture, WorkloadShown
from .what_if import fit_words
from .worker_picture import WorkerPicture
from .year_line import months_below, on_axis

_HEIGHT = 4  # lines of a trend
_BAR = 24  # cells of a bar
_STANDING_TONES = {
    WorkloadStatus.CROWDED_OUT: "late",
    WorkloadStatus.STRETCHED: "soon",
    WorkloadStatus.SLIPPING: "soon",
    WorkloadStatus.STEADY: "plain",
}


def pictures_of(screen: DeskScreen, shown: WorkloadShown) -> tuple[Picture, ...]:
    """All of them, in the order in which a key turns to them."""
    kinds = (WorkerPicture, Quarters, TrendPicture, TeamTrend, DaysSince, CaseloadPicture, Helped)
    return tuple(kind(screen, shown) for kind in kinds)


class Quarters(Picture):
    """Workers by load and erosion, each in the own quarter."""

    NAME = "quarters"

    def facts(self, each: WorkerWorkload, room: int) -> list[Label]:
        """Two by two, then the same in words."""
        view = self.shown.view
        if view is None:
            return []
        there, half = quarters(view), (room - 3) // 2
        found: list[Label] = [
            (
                "",
                self._pair(
                    ("supervision kept up", "quiet"), ("supervision slipping", "quiet"), half
                ),
            )
        ]
        for label, beside, left, right in (
            ("workload", "high", WorkloadStatus.STRETCHED, WorkloadStatus.CROWDED_OUT),
            ("workload", "in limit", WorkloadStatus.STEADY, WorkloadStatus.SLIPPING),
        ):
            found.append(
                (label, self._pair(self._title(left, there), self._title(right, there), half))
            )
            for n in range(max(len(there[left]), len(there[right]), 1)):
                names = self._name(there[left], n, each), self._name(there[right], n, each)
                label = beside if n == 0 else ""
                found.append((label, self._pair(*names, half)))
        words = [f"{status.words}: {self._names_of(workers)}" for status, workers in there.items()]
        return [*found, ("in words", line((". ".join(words) + ".", "quiet")))]

    def _names_of(self, workers: tuple[WorkerWorkload, ...]) -> str:
        return wording.listing([self.name_of(one.name) for one in workers]) or "nobody"

    def _title(
        self, status: WorkloadStatus, there: dict[WorkloadStatus, tuple[WorkerWorkload, ...]]
    ) -> tuple[str, str]:
        return f"{status.words} · {len(there[status])}", _STANDING_TONES[status]

    def _name(
        self, workers: tuple[WorkerWorkload, ...], place: int, here: WorkerWorkload
    ) -> tuple[str, str]:
        if place >= len(workers):
            return "", "plain"
        each = workers[place]
        tone = "focus" if each.worker_id == here.worker_id else "plain"
        return f"  {self.name_of(each.name)}  {fit_words(each.workload.fit)}", tone

    @staticmethod
    def _pair(left: tuple[str, str], right: tuple[str, str], half: int) -> Content:
        return line(
            (fitted(left[0], half), left[1]),
            (" │ ", "quiet"),
            (fitted(right[0], half).rstrip(), right[1]),
        )


class TrendPicture(Picture):
    """Fit, and the share past the interval, of one worker on each Monday of a year."""

    NAME = "trend"
    IS_OF_WORKER = True
    WANTS_TREND = True

    def facts(self, each: WorkerWorkload, room: int) -> list[Label]:
        """Two rows of columns, and what they say."""
        whose = each.worker_id if self.IS_OF_WORKER else None
        trend = self.shown.trends.get(whose)
        if trend is None:
            return [("", line(("reading a year of weeks …", "quiet")))]
        if not trend.weeks:
            return [("", line(("no weeks yet: a trend needs a Monday", "quiet")))]
        return [
            *self._fit(trend),
            *self._past(trend),
            ("", months_below(trend)),
            ("in words", line(trend_in_words(trend))),
        ]

    def _fit(self, trend: Trend) -> list[Label]:
        top = max(1.5, *finite(trend.weeks), 0.0)
        values = [top if isinf(week.fit) else week.fit for week in trend.weeks]
        shown = chart.columns(values, top, _HEIGHT)
        labels = [f"time {top:.1f}×", *[""] * (_HEIGHT - 1)]
        return [(label, on_axis(each, "chart")) for label, each in zip(labels, shown, strict=True)]

    def _past(self, trend: Trend) -> list[Label]:
        top = max(0.25, *(week.past for week in trend.weeks))
        shown = chart.columns([week.past for week in trend.weeks], top, _HEIGHT)
        labels = [f"past {wording.percent(top)}", *[""] * (_HEIGHT - 1)]
        return [(label, on_axis(each, "soon")) for label, each in zip(labels, shown, strict=True)]


class TeamTrend(TrendPicture):
    """The trend of the team together."""

    NAME = "team's trend"
    IS_OF_WORKER = False


class DaysSince(Picture):
    """The days since the children of a worker were last discussed; beside them the team's."""

    NAME = "days"

    def facts(self, each: WorkerWorkload, room: int) -> list[Label]:
        """A bar a fortnight, those past their interval counted beside it."""
        view, policy = self.shown.view, self.screen.running.vault.policy()
        if view is None:
            return []
        children = list(chain.from_iterable(one.workload.load.children for one in view.workers))
        found = days_since(children, view.as_of, policy)
        most = max((bucket.children for bucket in found.buckets), default=0)
        facts: list[Label] = [
            (
                "days",
                line(("children by days since they were discussed, or came", "quiet")),
            )
        ]
        for bucket in found.buckets:
            if bucket.last is None:
                label = f"{bucket.first}+"
            else:
                label = f"{bucket.first}–{bucket.last}"
            shown = chart.bar(bucket.children, most, _BAR)
            past = "", "late"
            if bucket.past:
                past = (f"  {bucket.past} not in time", "late")
            facts.append((label, line((shown, "chart"), f" {bucket.children}", past)))
        median = f"{found.median:g}" if found.median is not None else "–"
        longest = found.longest or 0
        says = (
            f"{found.children} children, {found.past} not discussed in time; median {median} "
            f"days, longest {longest}"
        )
        theirs = days_since(each.workload.load.children, view.as_of, policy)
        own = (
            f"{self.name_of(each.name)}: {theirs.children} children, {theirs.past} not in time, "
            f"longest {theirs.longest or 0}"
        )
        in_words = ", ".join(
            f"{one.words}: {one.children}" for one in found.buckets if one.children
        )
        return [
            *facts,
            ("the team", line(says)),
            ("", line(own)),
            ("in words", line((in_words, "quiet"))),
        ]


class CaseloadPicture(Picture):
    """Children per full-time worker, with the average in England as a line to look at."""

    NAME = "caseload"

    def facts(self, each: WorkerWorkload, room: int) -> list[Label]:
        """A bar a worker, the line of the average in each."""
        view = self.shown.view
        if view is None:
            return []
        found = caseloads(view.workers, self.screen.running.vault.policy())
        full = max([found.england * 1.5, *(bar.per_full_time for bar in found.workers)])
        facts: list[Label] = [
            ("", line(("children per full-time worker; │ is the average in England", "quiet")))
        ]
        for bar in found.workers:
            shown = chart.bar_with_mark(bar.per_full_time, found.england, full, _BAR).ljust(_BAR)
            name = fitted(self.name_of(bar.worker), 18)
            hours = f" ({bar.children} at {bar.fte:g})" if bar.fte != 1 else ""
            tone = "focus" if bar.worker_id == each.worker_id else "plain"
            facts.append(
                ("", line((name, tone), " ", (shown, "chart"), f" {bar.per_full_time:.1f}{hours}"))
            )
        says = f"social workers here {found.team:.1f}, England {found.england:g}. It is no limit: "
        return [*facts, ("average", line(says, (found.source, "quiet")))]


class Helped(Picture):
    """The responses that brought fit down: by kind, and each of them."""

    NAME = "what helped"

    def facts(self, each: WorkerWorkload, room: int) -> list[Label]:
        """Kinds first, those that brought fit down most on top.

        Then each response, the latest first.
        """
        found = self.shown.helped
        if found is None or not found.reviewed:
            return [
                (
                    "",
                    line(
                        (
                            "No response has been looked at again yet. On its day "
                            "‹pressure.respond› asks what helped.",
                            "quiet",
                        )
                    ),
                )
            ]
        facts = labelled("kinds", (line(_kind_words(kind)) for kind in found.kinds))
        for one in found.reviewed:
            then, after = one.outcome.then, one.outcome.after
            shown = (
                f"{self.name_of(one.worker)}: {one.text} · time needed {_fit(then.fit)} "
                f"then, {_fit(after.fit)} after"
            )
            added = f"; {one.words}" if one.words else ""
            words = f" · {one.outcome.helped.words}{added}"
            given = f" · reviewed {one.reviewed_on.day} {one.reviewed_on:%b %Y}"
            facts.append(
                (
                    f"{one.given_on.day} {one.given_on:%b %y}",
                    line(shown, (f"{given}{words}", "quiet")),
                )
            )
        return facts


def trend_in_words(trend: Trend) -> str:
    """`fit 1.1 a year ago, 1.6 half a year ago, 2.3 now; past their interval 4 %, 24 %`."""
    points: list[tuple[str, Week]] = []
    for words, weeks_ago in (("a year ago", 51), ("half a year ago", 26), ("a quarter ago", 13)):
        week = trend.at(weeks_ago)
        if week is not None:
            points.append((words, week))
    last = trend.weeks[-1]
    if trend.now is None or trend.now.monday != last.monday:
        points.append((f"on {wording.day(last.monday, today=last.monday)}", last))
    if trend.now is not None:
        points.append(("now", trend.now))
    fit = ", ".join(f"{_fit_of(week)} {words}" for words, week in points)
    past = ", ".join(f"{wording.percent(week.past)} {words}" for words, week in points)
    weeks = [*trend.weeks, trend.now]
    worst = max((week for week in weeks if week is not None), key=lambda week: week.fit)
    when = f"on {worst.monday.day} {worst.monday:%b %Y}"
    if worst is trend.now:
        when = "now"
    highest = f"{_fit_of(worst)} {when}"
    return f"Time needed {fit}; the highest was {highest}. Not discussed in time: {past}."


def _fit_of(week: Week) -> str:
    if isinf(week.fit):
        return _fit(None)
    return _fit(week.fit)


def _fit(fit: float | None) -> str:
    if fit is None:
        return "no time"
    return f"{fit:.1f}×"


def _kind_words(kind: WhatHelped) -> str:
    """`move children: 3 times, helped 2, fit came down 3 times, by 0.4 in the middle`."""
    if kind.change is None:
        change = "nothing to compare"
    else:
        change = f"median {kind.change:+.1f}×"
    return (
        f"{kind.kind}: {wording.count(kind.times, 'time')}, helped {kind.helped}, "
        f"time needed fell {wording.count(kind.came_down, 'time')}, {change}"
    )
