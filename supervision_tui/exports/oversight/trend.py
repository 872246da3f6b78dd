"""The trend on the first page of a summary: which periods are drawn before the one that is told.

A month stands after the eleven before it. A longer period stands after the twelve months before it,
since a usual range takes ten; where too few of them can be told, after others as long as itself, as
a week or a day does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from supervision_tui.desk.oversight.told import Told
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.oversight.limits import LEAST_POINTS
from supervision_tui.practice.privacy.suppression import Figure

from .betrayal import beside, given_back, periods_beside
from .figures import FIRST_PAGE
from .first_page import MONTHS, PeriodTold, Trend

_MOST_LEFT_OUT = 2  # months that could be told, so that others stay hidden
_Found = tuple[str, Period]


def trend_periods(period: Period) -> list[Period]:
    """Every period of which figures may be drawn beside those of this one."""
    if not period.is_longer_than_a_month:
        return period.alike()
    return list(dict.fromkeys((*period.after_months(MONTHS), *period.alike())))


def drawn_trend(
    trend: Sequence[PeriodTold], told: Told, before: Sequence[Told] = ()
) -> list[PeriodTold]:
    """The periods that a first page draws, of all that may be.

    `told` is told beside them, and all that was told `before` is known.
    """
    figures = dict(trend)
    alike = [(period, figures[period]) for period in told.period.alike()]
    if not told.period.is_longer_than_a_month:
        return alike
    *months, now = told.period.after_months(MONTHS)
    earlier: Trend = [(month, figures[month]) for month in months]
    if told.threshold > 1:
        earlier = without_given_back(earlier, told, before)
    if any(_told_of(key, earlier) >= LEAST_POINTS for key in FIRST_PAGE):
        return [*earlier, (now, figures[now])]
    return alike


def drawn_alone(trend: Trend) -> list[PeriodTold]:
    """A trend with nothing but the figures that a first page draws."""
    return [
        (period, {key: figures[key] for key in FIRST_PAGE if key in figures})
        for period, figures in trend
    ]


def _told_of(key: str, trend: Trend) -> int:
    """Count the periods that tell a figure."""
    there = (figures.get(key) for _, figures in trend)
    return sum(each is not None and each.value is not None for each in there)


def without_given_back(months: Trend, told: Told, before: Sequence[Told] = ()) -> list[PeriodTold]:
    """The months of a trend, without those whose figures what is told beside them would betray.

    `before` are the summaries told earlier that say something of the same days. Where a longer
    period would give a hidden month back, one or two others are not drawn either; where that does
    not help, the figure is drawn of no month. What is hidden is known to be so.
    """
    known = {
        month: {key: each for key, each in figures.items() if each.suppressed}
        for month, figures in months
    }
    there = set(given_back([*before, beside(told, known.items())]))
    kept = {
        month: {key: each for key, each in figures.items() if key in FIRST_PAGE}
        for month, figures in known.items()
    }
    for key in FIRST_PAGE:
        drawable = _drawable(key, months, (*before, told), known=known, there=there)
        for month, figure in drawable.items():
            known[month][key] = kept[month][key] = figure
    return list(kept.items())


def _drawable(
    key: str,
    months: Trend,
    told: Sequence[Told],
    *,
    known: Mapping[Period, Mapping[str, Figure]],
    there: Collection[_Found],
) -> dict[Period, Figure]:
    """The months of which a figure is drawn, beside what a reader has `known` by then.

    The last of those `told` is told beside it; `there` is given back without it.
    """
    *before, now = told
    drawn = {month: figures[key] for month, figures in months if key in figures}
    for _ in range(_MOST_LEFT_OUT + 1):
        tried = {
            month: {**figures, key: drawn[month]} if month in drawn else figures
            for month, figures in known.items()
        }
        found = set(given_back([*before, beside(now, tried.items())])) - set(there)
        if not found:
            return drawn
        masks = _beside_found(found, drawn, told)
        if not masks:
            break
        del drawn[max(masks, key=lambda month: _least_part(drawn[month]))]
    return {}


def _beside_found(
    found: Iterable[_Found], drawn: Mapping[Period, Figure], told: Iterable[Told]
) -> list[Period]:
    """The months drawn that are told as parts of one longer period with something given back."""
    longer = [
        each
        for each in chain.from_iterable(periods_beside(summary.period) for summary in told)
        if any(each.overlaps(period) for _, period in found)
    ]
    return [
        month
        for month, figure in drawn.items()
        if figure.value is not None and any(each.overlaps(month) for each in longer)
    ]


def _least_part(figure: Figure) -> float:
    """The smaller of a share's part and its rest: the larger it is, the more it hides."""
    value, n = figure.value or 0.0, figure.n or 0
    return min(value, 1 - value) * n
