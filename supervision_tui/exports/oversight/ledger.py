"""The ties between the figures of a period: what is hidden in one table is given back by no
other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from supervision_tui.desk.oversight.summary import PeriodFigures
from supervision_tui.practice.figure_keys import CANCELLED, THEME
from supervision_tui.practice.privacy.suppression import Ledger, Measure, Share
from supervision_tui.practice.vocabulary import CancelReason

from .figures import FIGURES, SummaryFigure

OTHER_THEME = f"{THEME}other"


def ledger_of(found: PeriodFigures, themes: Collection[str] | None = None) -> Ledger:
    """Put all figures of one period into a ledger.

    `themes` are those that may be named; any other is counted together. None: all may.
    """
    ledger = Ledger()
    parts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for figure in FIGURES:
        if figure.share is not None or figure.measured is not None:
            continue
        counts = dict(_counts(figure, found, themes))
        ledger.add_all(counts)
        for whole in figure.part_of:
            parts[figure.section, whole] += counts
    for figure in FIGURES:
        _tie(ledger, figure, found)
    for (_, whole), keys in parts.items():
        ledger.add_sum(whole, *keys)
    return ledger


def _counts(
    figure: SummaryFigure, found: PeriodFigures, themes: Collection[str] | None
) -> Iterator[tuple[str, int]]:
    """Yield the count of a row, or each of the counts for which it stands, by its key."""
    if figure.begin == CANCELLED:
        for reason in dict.fromkeys((*CancelReason, *found.cancelled)):
            yield f"{CANCELLED}{reason}", found.cancelled.get(reason, 0)
    elif figure.begin == THEME:
        yield from _themes(found, themes).items()
    else:
        yield figure.key, found.count(figure.key)


def _themes(found: PeriodFigures, named: Collection[str] | None) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for theme, number in found.themes.items():
        key = OTHER_THEME
        if named is None or theme in named:
            key = f"{THEME}{theme}"
        counts[key] += number
    return counts


def _tie(ledger: Ledger, figure: SummaryFigure, found: PeriodFigures) -> None:
    """Tie a share, a measured figure, or some of a count to the counts on which it rests."""
    if figure.share is not None:
        for key in figure.share:
            ledger.know(key, found.count(key))
        ledger.add_share(figure.key, *figure.share)
    if figure.measured is not None:
        measured = figure.measured
        ledger.measures[figure.key] = Measure(
            measured.value(found), measured.of, measured.tells_of, measured.is_of_one
        )
    if figure.some_of:
        rest = Share(figure.key, figure.some_of).rest
        ledger.know(rest, ledger.counts[figure.some_of] - ledger.counts[figure.key])
        ledger.add_sum(figure.some_of, figure.key, rest)
