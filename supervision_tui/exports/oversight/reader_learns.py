"""The knowledge of anybody who reads figures: the counts behind them, and which of them add up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from supervision_tui.practice.privacy.suppression import Figure, Share
from supervision_tui.practice.privacy.together import Reader

from .figures import FIGURES, SUMS, figure_of


def learn_figure(reader: Reader, key: str, figure: Figure, name: Callable[[str], str]) -> None:
    """Take in what a figure tells; `name` names the count of a key.

    A percentage tells its whole by its n, and its part by both.
    """
    row = figure_of(key)
    if row.share is not None:
        part, whole = row.share
        if figure.n is not None:
            reader.learn(name(whole), figure.n)
        if figure.value is not None and figure.n:
            reader.learn(name(part), round(figure.value * figure.n))
    elif row.measured is None and figure.value is not None:
        reader.learn(name(key), figure.value)


def learn_sums(reader: Reader, name: Callable[[str], str]) -> None:
    """Take in which counts of one period anybody can add up to which."""
    for total, parts in _sums():
        reader.add_sum(name(total), [name(part) for part in parts])


def _sums() -> Iterator[tuple[str, Sequence[str]]]:
    for row in FIGURES:
        if row.share is not None:
            yield row.share[1], (row.share[0], Share(*row.share).rest)
        if row.some_of:
            yield row.some_of, (row.key, Share(row.key, row.some_of).rest)
    for each in SUMS:
        yield each.total, each.parts
