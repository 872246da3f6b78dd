"""Small numbers are hidden in exported files, and hidden so that no other figure gives them back
(section 9).

The figures of a period hang together: sessions are those held and those lost, and a percentage with
its n tells of how many. So all of them are weighed at once (`Ledger`), not table by table: what is
hidden in one table of a document is hidden in all, and a hidden number keeps so many possible
values that nobody can say which one it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from .sums import Range, Sum
from .together import Reader


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure: the value (nothing: hidden), the n it rests on, whether it is hidden.

    `is_share` marks a percentage, whose value lies between 0 and 1.
    """

    value: float | None
    n: int | None = None
    suppressed: bool = False
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Threshold:
    """Counts from 1 to `least` − 1 are hidden; percentages need at least `least_n` behind them."""

    least: int
    least_n: int = 10

    def hides(self, count: float) -> bool:
        """Tell whether a count is too small to publish."""
        return 0 < count < self.least

    def is_covered(self, count: int, found: Range) -> bool:
        """Tell whether a hidden count stays hidden between two values that a reader can find."""
        low, high = found
        if self.hides(count):
            return high >= self.least - 1 and high - low >= self.least - 2
        return high - low >= self.least - 1


NOTHING_HIDDEN = Threshold(1, 0)


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage: which count of which.

    What is left of the whole is a count as well, though nobody prints it.
    """

    part: str
    whole: str

    @property
    def rest(self) -> str:
        """The key of what is left of the whole."""
        return f"{self.whole} but {self.part}"


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that is no count: days, children per worker. It rests on so many of a count.

    It is hidden with any of the counts and percentages that it would give back; what `is_of_one`,
    the longest of all, wherever small counts are.
    """

    value: float | None
    of: str
    tells_of: tuple[str, ...] = ()
    is_of_one: bool = False


@dataclass(slots=True)
class Ledger:
    """All figures of a period before anything is hidden, and how they hang together.

    `counts` hold every number that is printed or follows from others; `printed` says which are
    printed. Those to `keep` are hidden last, where another can be hidden in their place.
    """

    counts: dict[str, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    shares: dict[str, Share] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    keep: frozenset[str] = frozenset()
    printed: set[str] = field(default_factory=set)

    def add(self, **counts: int) -> None:
        """Counts that are printed."""
        self.add_all(counts)

    def add_all(self, counts: Mapping[str, int]) -> None:
        """Add counts that are printed, by keys that are no names."""
        self.counts.update(counts)
        self.printed |= set(counts)

    def know(self, key: str, count: int) -> None:
        """A count that is not printed, but follows from others that are."""
        self.counts.setdefault(key, count)

    def add_sum(self, total: str, *parts: str) -> None:
        """Say that one count is the sum of others."""
        self.sums.append(Sum(total, parts))

    def add_share(self, key: str, part: str, whole: str) -> None:
        """A percentage of counts that are known here.

        What is left of the whole becomes known as well.
        """
        share = Share(part, whole)
        self.shares[key] = share
        self.know(share.rest, self.counts[whole] - self.counts[part])
        self.add_sum(whole, part, share.rest)

    def publish(self, rule: Threshold, also: Iterable[str] = ()) -> dict[str, Figure]:
        """Every printed figure, by key; `also` are counts that are hidden whatever they are."""
        hidden = self.hidden(rule, also)
        figures = {
            key: _count(self.counts[key], key in hidden)
            for key in self.counts
            if key in self.printed
        }
        figures |= {
            key: self._published_share(share, rule, hidden) for key, share in self.shares.items()
        }
        for key, measure in self.measures.items():
            n = None if measure.of in hidden else self.counts[measure.of]
            gives_away = any(
                key in hidden or (key in figures and figures[key].suppressed)
                for key in measure.tells_of
            )
            few = (
                n is None
                or 0 < n < rule.least_n
                or gives_away
                or (measure.is_of_one and rule != NOTHING_HIDDEN)
            )
            value = None if few or not n else measure.value
            figures[key] = Figure(value, n, few)
        return figures

    def hidden(self, rule: Threshold, also: Iterable[str] = ()) -> set[str]:
        """Find the counts not told: the small ones, and others so that none can be worked out."""
        if rule.least <= 1:
            return set()
        self._check_sums()
        hidden = {key for key, count in self.counts.items() if rule.hides(count)} | set(also)
        hidden |= {
            share.part
            for share in self.shares.values()
            if 0 < self.counts[share.whole] < rule.least_n
        }
        while exposed := self._exposed(hidden, rule):
            another = self._next_to_hide(exposed, hidden)
            if another is None:
                break
            hidden.add(another)
        return hidden

    def _check_sums(self) -> None:
        """Raise `ValueError` where counts do not add up: their ranges would narrow for ever."""
        for each in self.sums:
            if self.counts[each.total] != sum(self.counts[part] for part in each.parts):
                raise ValueError(f"{each.total} is not the sum of {', '.join(each.parts)}")

    def _published_share(self, share: Share, rule: Threshold, hidden: set[str]) -> Figure:
        whole = self.counts[share.whole]
        n = None if share.whole in hidden else whole
        if not whole:
            return Figure(None, n, suppressed=n is None, is_share=True)
        is_hidden = bool({share.part, share.rest, share.whole} & hidden) or whole < rule.least_n
        if is_hidden:
            value = None
        else:
            value = self.counts[share.part] / whole
        return Figure(value, n, is_hidden, is_share=True)

    def _exposed(self, hidden: set[str], rule: Threshold) -> set[str]:
        """Hidden counts of which a reader would learn more than that they are hidden.

        A small one may, as far as anybody can tell, be as much as `least` − 1, and any of as many
        numbers as lie below the threshold; any other hidden one has more left.
        """
        ranges = self.ranges(hidden)
        return {key for key in hidden if not rule.is_covered(self.counts[key], ranges[key])}

    def ranges(self, hidden: set[str]) -> dict[str, Range]:
        """Between which values a reader can place each count, from what is told and from the sums.

        Told is every printed count that is not hidden, and every part of a percentage that is not
        hidden.
        """
        told = self._told(hidden)
        reader = Reader()
        for key, count in self.counts.items():
            if key in told:
                reader.learn(key, count)
            else:
                reader.learn_least(key, min(count, 1))
        for each in self.sums:
            reader.add_sum(each.total, each.parts)
        reader.solve()
        return {key: reader.range_of(key) for key in self.counts}

    def _told(self, hidden: set[str]) -> set[str]:
        """Every count that a reader knows: printed, the n of a percentage, or told by one."""
        of_shares = set(
            chain.from_iterable(
                (share.part, share.rest, share.whole)
                for share in self.shares.values()
                if not {share.part, share.rest, share.whole} & hidden
            )
        )
        wholes = {share.whole for share in self.shares.values()}
        return (self.printed | of_shares | wholes) - hidden

    def _next_to_hide(self, exposed: set[str], hidden: set[str]) -> str | None:
        """The smallest count beside an exposed one that is still told.

        A part before a total, a zero last of all.
        """
        told = self._told(hidden)
        beside = []
        for each in self.sums:
            if exposed & set(each.keys):
                for key in each.keys:
                    if key in told:
                        beside.append((self._rank(key, each), key))
        if beside:
            return min(beside)[-1]
        reached = (
            set(chain.from_iterable(each.keys for each in self.sums if hidden & set(each.keys)))
            & told
        )
        return min(reached, key=lambda key: (key in self.keep, self.counts[key], key), default=None)

    def _rank(self, key: str, of: Sum) -> tuple[bool, bool, bool, int]:
        """Say how late a count of a sum is hidden beside an exposed one."""
        count = self.counts[key]
        return key in self.keep, count == 0, key == of.total, count


def _count(count: int, hidden: bool) -> Figure:
    if hidden:
        return Figure(None, suppressed=True)
    return Figure(count)
