"""The trend on the first page of a summary: which periods are drawn before the one that is told.

A month stands after the eleven before it. A longer period stands after the twelve months before it,
since a usual range takes ten; where too few of them can be told, after others as long as itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from supervision_tui.desk.oversight.told import Told
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.oversight.limits import LEAST_POINTS

from .betrayal import without_given_back
from .figures import FIRST_PAGE
from .first_page import MONTHS, PeriodTold, Trend


def trend_periods(period: Period) -> list[Period]:
    """Every period of which figures may be drawn beside those of this one."""
    if period.months == 1:
        return period.alike()
    return list(dict.fromkeys((*period.after_months(MONTHS), *period.alike())))


def drawn_trend(trend: Sequence[PeriodTold], told: Told) -> list[PeriodTold]:
    """The periods that a first page draws, of all that may be; `told` is told beside them.

    A month tells no figure whose hidden ones the longer periods beside it would give back.
    """
    alike = [each for each in trend if each[0] in told.period.alike()]
    if told.period.months == 1:
        return alike
    *months, now = told.period.after_months(MONTHS)
    figures = dict(trend)
    earlier = [(month, figures[month]) for month in months]
    if told.threshold > 1:
        earlier = without_given_back(told, earlier)
    if any(_told_of(key, earlier) >= LEAST_POINTS for key in FIRST_PAGE):
        return [*earlier, (now, figures[now])]
    return alike


def _told_of(key: str, trend: Trend) -> int:
    """Count the periods that tell a figure."""
    there = (figures.get(key) for _, figures in trend)
    return sum(each is not None and each.value is not None for each in there)
