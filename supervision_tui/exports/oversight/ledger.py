"""The ties between the figures of a period: what is hidden in one table is given back by no
other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

from supervision_tui.desk.oversight.summary import PeriodFigures
from supervision_tui.practice.figure_keys import CANCELLED, THEME
from supervision_tui.practice.privacy.grouping import grouped
from supervision_tui.practice.privacy.suppression import (
    NOTHING_HIDDEN,
    Ledger,
    Measure,
    Share,
    Threshold,
)
from supervision_tui.practice.vocabulary import CancelReason

from .figures import FIGURES, KEPT, TIES, SummaryFigure

OTHER_THEME, OTHER_REASONS = f"{THEME}other", f"{CANCELLED}other reasons"
# A vault is one manager's: who reads its figures knows whose sickness it was.
_NEVER_APART = (CancelReason.MANAGER_SICK,)


class Counted(Protocol):
    """Counts of one period by the keys of the figures: of a team, or of many together."""

    def count(self, key: str) -> int:
        """The count of a key; 0 where there is none."""

    @property
    def cancelled(self) -> Mapping[str, int]:
        """Sessions cancelled, by reason."""

    @property
    def themes(self) -> Mapping[str, int]:
        """Discussions and audits by theme."""


def ledger_of(
    found: PeriodFigures,
    themes: Collection[str] | None = None,
    rule: Threshold = NOTHING_HIDDEN,
) -> Ledger:
    """Put all figures of one period into a ledger.

    `themes` are those that may be named; any other is counted together. None: all may. Where small
    numbers are hidden, reasons and themes of which there are few are counted together.
    """
    ledger = ledger_of_counts(found, themes, rule)
    for figure in FIGURES:
        if figure.measured is not None:
            measured = figure.measured
            ledger.measures[figure.key] = Measure(
                measured.value(found), measured.of, measured.tells_of, measured.is_of_one
            )
    return ledger


def ledger_of_counts(found: Counted, themes: Collection[str] | None, rule: Threshold) -> Ledger:
    """Put all counts and shares of one period into a ledger, without what is measured."""
    ledger = Ledger(keep=KEPT)
    parts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for figure in FIGURES:
        if figure.share is not None or figure.measured is not None:
            continue
        counts = dict(_counts(figure, found, themes, rule))
        ledger.add_all(counts)
        for whole in figure.part_of:
            parts[figure.section, whole] += counts
    for figure in FIGURES:
        _tie(ledger, figure, found)
    for (_, whole), keys in parts.items():
        ledger.add_sum(whole, *keys)
    for tie in TIES:
        for key in tie.keys:
            ledger.know(key, found.count(key))
        ledger.add_sum(tie.total, *tie.parts)
    return ledger


def _counts(
    figure: SummaryFigure,
    found: Counted,
    themes: Collection[str] | None,
    rule: Threshold,
) -> Iterator[tuple[str, int]]:
    """Yield the count of a row, or each of the counts for which it stands, by its key."""
    if figure.begin == CANCELLED:
        yield from _reasons(found, rule).items()
    elif figure.begin == THEME:
        yield from themes_of(found, themes, rule).items()
    else:
        yield figure.key, found.count(figure.key)


def _reasons(found: Counted, rule: Threshold) -> dict[str, int]:
    reasons = dict.fromkeys(map(str, CancelReason), 0) | dict(found.cancelled)
    if rule == NOTHING_HIDDEN:
        return {f"{CANCELLED}{reason}": count for reason, count in reasons.items()}
    apart, together = grouped(reasons, rule, _NEVER_APART)
    told = {f"{CANCELLED}{reason}": count for reason, count in apart.items()}
    return told | {OTHER_REASONS: together}


def themes_of(
    found: Counted, named: Collection[str] | None, rule: Threshold = NOTHING_HIDDEN
) -> dict[str, int]:
    """Count by theme, by the figure's key; those that may not be named are counted together."""
    if named is None:
        return {f"{THEME}{theme}": count for theme, count in found.themes.items()}
    counts: dict[str, int] = defaultdict(int)
    for theme, number in found.themes.items():
        counts[theme if theme in named else "other"] += number
    if rule == NOTHING_HIDDEN:
        return {f"{THEME}{theme}": count for theme, count in counts.items()}
    apart, together = grouped(counts, rule, ("other",))
    told = {f"{THEME}{theme}": count for theme, count in apart.items()}
    if len(apart) < len(counts):
        told[OTHER_THEME] = together
    return told


def _tie(ledger: Ledger, figure: SummaryFigure, found: Counted) -> None:
    """Tie a share, or some of a count, to the counts on which it rests."""
    if figure.share is not None:
        for key in figure.share:
            ledger.know(key, found.count(key))
        ledger.add_share(figure.key, *figure.share)
    if figure.some_of:
        rest = Share(figure.key, figure.some_of).rest
        ledger.know(rest, ledger.counts[figure.some_of] - ledger.counts[figure.key])
        ledger.add_sum(figure.some_of, figure.key, rest)
