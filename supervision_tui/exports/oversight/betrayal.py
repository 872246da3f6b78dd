"""Summaries laid side by side: the hidden numbers that a new one would give back.

Each summary hides its own small numbers; a month beside its quarter, or two periods that end a day
apart, can give them back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain, pairwise, product

from supervision_tui.desk.moment import Refused
from supervision_tui.desk.oversight.told import COLUMNS, Told, days_name, read_days
from supervision_tui.practice.days.period import ANY_PERIOD, Period
from supervision_tui.practice.figure_keys import CANCELLED
from supervision_tui.practice.privacy.suppression import Figure, Share
from supervision_tui.practice.privacy.together import Reader
from supervision_tui.practice.wording import count, full_day, listing

from .figures import COUNTED, FIGURES, REASONS, Over, figure_of, words_of
from .reader_learns import learn_figure, learn_sums

_FEW_DAYS = 7
_MOST_NAMED = 3


class WouldTellHidden(Refused):
    """A summary that, with earlier ones, would give back what they hide; it was not written."""


def already_answered(warning: str) -> None:
    """Take a warning that a person was asked about before: there is nothing more to say."""


@dataclass(frozen=True, slots=True)
class _Column:
    """The figures of one period that a reader has."""

    period: Period
    figures: dict[str, Figure]


def betrayals(told: Told, before: Sequence[Told]) -> list[str]:
    """The sentences to ask about before a summary leaves; none where it tells nothing more.

    `before` are all summaries that hide small numbers and were given away already.
    """
    near = near_to(told, before)
    return [
        *_other_habit(told, before),
        *_few_days(told, near),
        *_given_back(told, near),
    ]


def beside(told: Told, trend: Iterable[tuple[Period, Mapping[str, Figure]]]) -> Told:
    """Everything that a summary tells, the figures drawn of other periods among it."""
    drawn = {days_name(period): figures for period, figures in trend}
    return replace(told, figures={**told.figures, **drawn})


def near_to(told: Told, before: Sequence[Told]) -> list[Told]:
    """The earlier summaries that say something of a day of which this one says something."""
    return [each for each in before if _is_near(each, told)]


def _is_near(earlier: Told, told: Told) -> bool:
    """Tell whether two summaries say something of one day."""
    pairs = product(_periods_of(earlier), _periods_of(told))
    return any(one.overlaps(other) for one, other in pairs)


def _periods_of(told: Told) -> list[Period]:
    return [column.period for column in _columns([told])]


def periods_beside(period: Period) -> tuple[Period, ...]:
    """The periods of which a summary tells all figures: its own, before it, and last year."""
    return (period, period.before(), period.a_year_earlier())


def _other_habit(told: Told, before: Sequence[Told]) -> Iterator[str]:
    """Say where months and quarters would mix for one reader."""
    unit = told.period.unit
    habits = [each.period.unit for each in before if each.audience == told.audience]
    other = next((each for each in reversed(habits) if each != unit), None)
    if other is None or ANY_PERIOD in (other, unit):
        return
    so_far, now = other + "s", unit + "s"
    yield (
        f"So far {told.audience} has had {so_far}; with {now} beside them hidden numbers can be "
        f"worked out. Keep to one of them."
    )


def _few_days(told: Told, near: Sequence[Told]) -> Iterator[str]:
    """Say where two periods begin or end only some days apart."""
    for each in near:
        apart = {
            abs((one - other).days)
            for one, other in (
                (told.period.first, each.period.first),
                (told.period.last, each.period.last),
            )
        }
        days = min(apart - {0}, default=_FEW_DAYS)
        if days < _FEW_DAYS:
            yield (
                f"Beside {_named(each)} it would tell what happened in {count(days, 'day')} alone."
            )
            return


def _given_back(told: Told, near: Sequence[Told]) -> Iterator[str]:
    """Say which hidden numbers the summary would give back, and beside which other one."""
    alone = set(given_back([told])) | set(given_back(near))
    together = [each for each in given_back([*near, told]) if each not in alone]
    if not together:
        return
    other = next(
        (_named(each) for each in reversed(near) if set(given_back([each, told])) & set(together)),
        f"the {count(len(near), 'earlier summary', 'earlier summaries')}",
    )
    named = [f"{words_of(key)} ({_days(period)})" for key, period in together[:_MOST_NAMED]]
    more = ""
    if len(together) > _MOST_NAMED:
        more = f", and {count(len(together) - _MOST_NAMED, 'number')} more"
    yield f"Beside {other} it would give back what is hidden: {listing(named)}{more}."


def given_back(tellings: Sequence[Told]) -> list[tuple[str, Period]]:
    """The figures whose hidden numbers a reader of all of these can place, by key and period."""
    if not tellings:
        return []
    columns = list(_columns(tellings))
    least = min(each.threshold for each in tellings)
    reader = Reader()
    cuts = _cuts(columns)
    for column in columns:
        _take_in(reader, column, cuts)
    reader.solve()
    found = [figure for name, figure in _hidden(columns).items() if reader.is_found(name, least)]
    return list(dict.fromkeys(found))


def _columns(tellings: Iterable[Told]) -> Iterator[_Column]:
    """Yield every column of summaries; one that tells nothing more than another is left out."""
    there: dict[Period, list[dict[str, Figure]]] = defaultdict(list)
    for each in tellings:
        named = dict(zip(COLUMNS, periods_beside(each.period), strict=True))
        for name, of in each.figures.items():
            period, figures = named.get(name) or read_days(name), dict(of)
            if figures and not any(figures.items() <= told.items() for told in there[period]):
                there[period].append(figures)
                yield _Column(period, figures)


def _hidden(columns: Sequence[_Column]) -> dict[str, tuple[str, Period]]:
    """The counts that are hidden somewhere and told nowhere, by name, each with its figure.

    Of a hidden share these are its part and what is left of the whole.
    """
    told = set(chain.from_iterable(map(_told_in, columns)))
    found: dict[str, tuple[str, Period]] = {}
    for column in columns:
        name = _namer(column.period)
        for key, figure in column.figures.items():
            if figure.suppressed:
                for each in map(name, _counts_of(key)):
                    if each not in told:
                        found.setdefault(each, (key, column.period))
    return found


def _counts_of(key: str) -> Sequence[str]:
    """The counts that are hidden with a figure."""
    row = figure_of(key)
    if row.share is not None:
        return row.share[0], Share(*row.share).rest
    if key in COUNTED or row.begin:
        return (key,)
    return ()


def _told_in(column: _Column) -> Iterator[str]:
    name = _namer(column.period)
    for key, figure in column.figures.items():
        if figure.value is not None:
            yield name(key)


def _cuts(columns: Sequence[_Column]) -> list[date]:
    """The days on which some period begins, or has just ended."""
    firsts = {column.period.first for column in columns}
    ends = {column.period.last + timedelta(days=1) for column in columns}
    return sorted(firsts | ends)


def _namer(period: Period) -> Callable[[str], str]:
    """Give the names of a period's counts: as of a day one in every period that ends then."""
    on_its_last_day, in_it = f" on {period.last}", f" in {period.first} {period.last}"

    def name(key: str) -> str:
        if COUNTED.get(key) is Over.AT_END:
            return key + on_its_last_day
        return key + in_it

    return name


def _take_in(reader: Reader, column: _Column, cuts: Sequence[date]) -> None:
    """Take in what a column tells, and what anybody knows of how its figures add up."""
    name = _namer(column.period)
    for key, figure in column.figures.items():
        learn_figure(reader, key, figure, name)
    learn_sums(reader, name)
    inside = [day for day in cuts if column.period.first <= day <= column.period.last]
    spans = list(pairwise((*inside, column.period.last + timedelta(days=1))))
    if len(spans) < 2:
        return
    namers = [_namer(Period(first, end - timedelta(days=1))) for first, end in spans]
    for key in _added_over_time(column.figures):
        reader.add_sum(name(key), [of_span(key) for of_span in namers])


def _added_over_time(figures: dict[str, Figure]) -> Iterator[str]:
    """Name every count that is that of months added up, what shares leave of a whole among them."""
    yield from (key for key, over in COUNTED.items() if over is Over.HAPPENED)
    for row in FIGURES:
        if row.over is Over.HAPPENED and row.share is not None:
            yield Share(*row.share).rest
        if row.over is Over.HAPPENED and row.some_of:
            yield Share(row.key, row.some_of).rest
    for key in (*(f"{CANCELLED}{reason}" for reason in REASONS), *filter(_is_theme, figures)):
        if figure_of(key).over is Over.HAPPENED:
            yield key


def _is_theme(key: str) -> bool:
    return key not in COUNTED and bool(figure_of(key).begin) and not key.startswith(CANCELLED)


def _named(told: Told) -> str:
    return f"the summary for {told.audience} of {_days(told.period)}, made {full_day(told.made_on)}"


def _days(period: Period) -> str:
    return f"{full_day(period.first)} to {full_day(period.last)}"
