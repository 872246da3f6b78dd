"""The sentences to know first: three to five, the worst first, each with the rule that made it.

What is worse than its own usual range is said first, the farthest outside first; what differs no
more than chance is not said; then what became better, and what holds. Of what is hidden or too
young to judge it is said that it is so, and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from supervision_tui.practice.change import UP, Moved
from supervision_tui.practice.wording import listing, percent, small_first

from .limits import LEAST_POINTS, Limits, Point, Verdict, is_more_than_chance, verdict_on

MOST_SENTENCES = 5
_MOST_WORSE = 3
_MOST_TEAMS = 0.75  # of teams beyond the usual range: then it is the service
_NOT_TOLD = Point(None)
_FEW = 20  # one in so many, or more, is said as "one in …"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: what is said in strong letters, what follows, and the rule that made it."""

    strong: str
    rest: str
    why: str
    key: str = ""

    @property
    def text(self) -> str:
        """The whole sentence."""
        return f"{self.strong}{self.rest}"


@dataclass(frozen=True, slots=True)
class FigureStory:
    """A share over time: this period, those before it, its usual range, and the teams behind it.

    `is_one_of` words one of those it counts (`child`, `was not discussed in time`), where it counts
    what went wrong; `words` name the share. `months` are the names of all periods, this one last;
    `ranges` are the usual ranges of them all, where there are any, and `before` is the period
    before as long as this one, by its name `before_name`. `unit` is what the earlier ones are,
    and `is_longer` says that this one is longer than they.
    `beyond` is the number of teams worse than the usual range, of so many `teams` that tell it.
    `because` is what is known behind it: `16 of them because of workload`.
    """

    key: str
    words: str
    better: Moved
    now: Point
    earlier: Sequence[Point]
    months: Sequence[str]
    ranges: Sequence[Limits] = ()
    before: Point = _NOT_TOLD
    before_name: str = ""
    unit: str = "month"
    is_longer: bool = False
    is_one_of: tuple[str, str] | None = None
    beyond: int = 0
    teams: int = 0
    outside: Sequence[str] = ()
    because: str = ""

    @property
    def units(self) -> str:
        """The earlier ones by what they are: `months`, `quarters`."""
        return self.unit + "s"

    @property
    def verdict(self) -> Verdict:
        """The word of its usual range on it."""
        return verdict_on(self.now, self.limits, self.better)

    @property
    def distance(self) -> float:
        """The distance from the middle of its range, in half-widths of the range."""
        if self.limits is None or self.now.value is None:
            return 0.0
        half = max((self.limits.high - self.limits.low) / 2, 1e-9)
        return abs(self.now.value - self.limits.mean) / half

    @property
    def limits(self) -> Limits | None:
        """The usual range of this period; nothing while few months are told."""
        return self.ranges[-1] if self.ranges else None


def what_to_know(stories: Sequence[FigureStory]) -> list[Sentence]:
    """The sentences of a first page, the worst first."""
    by_verdict = {
        verdict: [story for story in stories if story.verdict is verdict] for verdict in Verdict
    }
    worse = sorted(by_verdict[Verdict.WORSE], key=lambda story: -story.distance)
    sentences = [_worse(story) for story in worse[:_MOST_WORSE]]
    sentences += [_moved(story) for story in by_verdict[Verdict.TOO_SHORT] if _has_moved(story)]
    if not sentences:
        sentences.append(_nothing_worse(by_verdict))
    sentences += [_better(story) for story in by_verdict[Verdict.BETTER]]
    sentences += _what_holds(by_verdict[Verdict.USUAL])
    young = [story for story in by_verdict[Verdict.TOO_SHORT] if not _has_moved(story)]
    sentences += _not_judged(young, by_verdict[Verdict.HIDDEN])
    return sentences[:MOST_SENTENCES]


def _worse(story: FigureStory) -> Sentence:
    strong = f"{_said(story)}"
    return Sentence(
        strong,
        f"; {_history(story)}.{_because(story)}{_of_teams(story)}",
        f"worse, and outside the range of the {_points(story)} {story.units} before",
        story.key,
    )


def _said(story: FigureStory) -> str:
    """Say what a share is now: `One child in five was not discussed in time (20 %, 2 of 10)`."""
    value = story.now.value or 0.0
    if story.is_one_of and value >= 1 / _FEW:
        noun, rest = story.is_one_of
        return f"One {noun} in {_in_words(value)} {rest} ({_counted(story)})"
    verb = "fell" if story.better is UP else "rose"
    return f"{story.words} {verb} to {_counted(story)}"


def _counted(story: FigureStory) -> str:
    value, n = story.now.value or 0.0, story.now.n
    if n is None:
        return percent(value)
    return f"{percent(value)}, {round(value * n):,} of {n:,}"


_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _in_words(share: float) -> str:
    number = round(1 / share)
    if number <= len(_NUMBERS):
        return _NUMBERS[number - 1]
    return str(number)


def _history(story: FigureStory) -> str:
    """Say what it was before: the last period, and what it usually is."""
    parts = []
    if story.before.value is not None:
        parts.append(f"in {story.before_name} {percent(story.before.value)}")
    if story.limits is not None:
        low, high = percent(story.limits.low), percent(story.limits.high)
        parts.append(f"usually {low} to {high}")
    return ", ".join(parts)


def _because(story: FigureStory) -> str:
    return f" {story.because}." if story.because else ""


def _of_teams(story: FigureStory) -> str:
    """Say whether it is the service or single teams."""
    if not story.teams or story.limits is None:
        return ""
    bar = story.limits.low if story.better is UP else story.limits.high
    side = "below" if story.better is UP else "above"
    if story.beyond >= story.teams * _MOST_TEAMS:
        all_of_them = "all" if story.beyond == story.teams else f"{story.beyond} of"
        return (
            f" It is {side} {percent(bar)} in {all_of_them} {story.teams} teams: the service, not "
            f"single teams."
        )
    if story.outside:
        return f" Ask {listing(list(story.outside))} first: chance does not explain them."
    return ""


def _has_moved(story: FigureStory) -> bool:
    """Tell whether a young figure got worse since the period before by more than chance."""
    now, before = story.now.value, story.before.value
    if now is None or before is None or not is_more_than_chance(story.now, story.before):
        return False
    return (now > before) is not (story.better is UP)


def _moved(story: FigureStory) -> Sentence:
    verb = "fell" if story.better is UP else "rose"
    return Sentence(
        f"{story.words} {verb} from {percent(story.before.value or 0)} to {_counted(story)}",
        f": more than chance between two periods.{_because(story)}",
        "worse than the period before, once in a hundred times by chance",
        story.key,
    )


def _better(story: FigureStory) -> Sentence:
    verb = "rose" if story.better is UP else "fell"
    return Sentence(
        f"Better: {small_first(story.words)} {verb} to {_counted(story)}",
        f"; {_history(story)}.",
        f"better, and outside the range of the {_points(story)} {story.units} before",
        story.key,
    )


def _nothing_worse(by_verdict: dict[Verdict, list[FigureStory]]) -> Sentence:
    if not by_verdict[Verdict.USUAL] and not by_verdict[Verdict.BETTER]:
        return Sentence(
            "Nothing can be called worse yet",
            f": it takes {LEAST_POINTS} months that are told, or two that differ by more than "
            f"chance.",
            "no figure has a usual range",
        )
    return Sentence(
        "Nothing is worse than usual", ".", "no figure lies outside its range on the worse side"
    )


def _what_holds(usual: Sequence[FigureStory]) -> Iterable[Sentence]:
    if usual:
        named = [f"{small_first(story.words)} {percent(story.now.value or 0)}" for story in usual]
        yield Sentence(
            "What holds:",
            f" {listing(named)}; none differs from its usual range.",
            f"within the range of the {usual[0].units} before",
        )


def _not_judged(young: Sequence[FigureStory], hidden: Sequence[FigureStory]) -> Iterable[Sentence]:
    if young:
        yield Sentence(
            "Too early to say",
            f" whether these are unusual: {listing([small_first(each.words) for each in young])}.",
            f"fewer than {LEAST_POINTS} months are told before",
        )
    if hidden:
        yield Sentence(
            "Hidden, because small:",
            f" {listing([small_first(each.words) for each in hidden])}.",
            "few stand behind them",
        )


def _points(story: FigureStory) -> int:
    return story.limits.points if story.limits else 0
