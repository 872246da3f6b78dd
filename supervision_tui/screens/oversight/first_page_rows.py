"""The first page on the screen: what to know, six figures with their trend, what the period has not
judged, what a person added to the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from supervision_tui.exports.oversight.figures import figure_of, is_figure
from supervision_tui.exports.oversight.first_page import (
    SHORT_NAMES,
    limits_words,
    lost_words,
    stories_of,
)
from supervision_tui.exports.oversight.publish import Line
from supervision_tui.practice import wording
from supervision_tui.practice.oversight.limits import Verdict
from supervision_tui.practice.oversight.page_entries import (
    Entry,
    EntryKind,
    entries_on_page,
    value_words,
)
from supervision_tui.practice.oversight.what_to_know import FigureStory, Sentence, what_to_know
from supervision_tui.widgets import chart
from supervision_tui.widgets.labelled_text import Label
from supervision_tui.widgets.rows import Cell, Row
from supervision_tui.widgets.text_styles import line

from .shown import OfOversight

_KNOW, _TREND, _NOT_JUDGED, _ENTRY = "know", "trend", "not judged", "entry"
_TONES = {Verdict.WORSE: "late", Verdict.BETTER: "good"}
_NAME = max(map(len, SHORT_NAMES.values()))
_SAYS = {EntryKind.MEETING: "because", EntryKind.COMPARATOR: "source"}
_TITLES = {
    EntryKind.MEETING: "Who meets whom",
    EntryKind.DECISION: "Decisions",
    EntryKind.COMPARATOR: "Held against",
    EntryKind.SIGN_OFF: "Signed off",
}


class FirstPageRows:
    """The rows that stand before the figures of the summary."""

    def __init__(self, view: OfOversight) -> None:
        self._view = view

    def is_of(self, key: str) -> bool:
        """Tell whether a row is one of these, and no figure of the summary."""
        return key.partition(" ")[0] in (_KNOW, _TREND, _ENTRY) or key == _NOT_JUDGED

    def figure_key(self, key: str) -> str:
        """The figure that a row is about; empty where it is about none."""
        kind, _, rest = key.partition(" ")
        if kind == _TREND:
            return rest
        if kind == _KNOW and (sentence := self._sentence(rest)) is not None:
            return sentence.key
        return ""

    def entry(self, key: str) -> Entry | None:
        """The entry that a person added, of its row."""
        kind, _, number = key.partition(" ")
        if kind != _ENTRY:
            return None
        return next((each for each in self._entries() if str(each.number) == number), None)

    def rows(self) -> Iterator[Row]:
        """The sentences, the trends, what is not judged, what was added."""
        for n, sentence in enumerate(self._sentences()):
            yield self._know(n, sentence)
        for n, story in enumerate(self._stories()):
            yield self._trend(n, story)
        not_judged = self._not_judged()
        if not_judged:
            named = [_small(each) for each in not_judged]
            yield Row(
                _NOT_JUDGED,
                (
                    Cell("Not judged", "strong"),
                    Cell("; ".join(named), goes_on=True),
                    *_empty(5),
                ),
            )
        yield from self._added()

    def about(self, key: str) -> str:
        """Name what a row is about."""
        entry = self.entry(key)
        if entry is not None:
            return str(entry.kind)
        if key == _NOT_JUDGED:
            return "not judged yet"
        figure = self.figure_key(key)
        if figure:
            return figure_of(figure).words
        return "what to know"

    def facts(self, key: str) -> list[Label]:
        """Tell a sentence in full and the rule that made it, a trend month by month, an entry."""
        entry = self.entry(key)
        if entry is not None:
            return self._entry_facts(entry)
        if key == _NOT_JUDGED:
            says = "the time of these was not over on the last day of the period"
            return [
                *((_amount(each), line(each.words)) for each in self._not_judged()),
                ("why", line((says, "quiet"))),
            ]
        kind, _, rest = key.partition(" ")
        found: list[Label] = []
        sentence = self._sentence(rest)
        if kind == _KNOW and sentence is not None:
            found.append(("", line((sentence.strong, "strong"), sentence.rest)))
            found.append(("said because", line((sentence.why, "quiet"))))
        figure = self.figure_key(key)
        story = next((each for each in self._stories() if each.key == figure), None)
        if story is not None:
            found += story_facts(story)
            found.append(("records", line("‹oversight.open› shows those of the last month")))
        return found

    def _sentence(self, number: str) -> Sentence | None:
        sentences = self._sentences()
        if number.isdecimal() and int(number) < len(sentences):
            return sentences[int(number)]
        return None

    def _sentences(self) -> list[Sentence]:
        stories = self._stories()
        if not stories:
            return []
        return what_to_know(stories)

    def _stories(self) -> list[FigureStory]:
        published = self._view.shown.published
        if published is None or not published.trend:
            return []
        figures = published.trend[-1][1]
        return stories_of(published.trend, {"held_share": lost_words(figures)})

    def _entries(self) -> list[Entry]:
        board = self._view.board
        if board is None:
            return []
        there = entries_on_page(board.entries, board.period)
        # Another version may have had more figures.
        return [each for each in there if each.value is None or is_figure(each.about)]

    def _not_judged(self) -> list[Line]:
        published = self._view.shown.published
        if published is None:
            return []
        return [
            each
            for each in chain.from_iterable(section.lines for section in published.sections)
            if figure_of(each.key).is_not_due and each.now.value
        ]

    def _know(self, n: int, sentence: Sentence) -> Row:
        title = "What to know" if n == 0 else ""
        text = Cell(f"{sentence.strong}{sentence.rest}", goes_on=True)
        return Row(f"{_KNOW} {n}", (Cell(title, "strong"), text, *_empty(5)))

    def _trend(self, n: int, story: FigureStory) -> Row:
        title = story.months[-1] if n == 0 else ""
        usual, what = "", ""
        if story.limits is not None:
            usual = f"{wording.percent(story.limits.low)}–{wording.percent(story.limits.high)}"
            what = "range"
        return Row(
            f"{_TREND} {story.key}",
            (
                Cell(title, "strong"),
                Cell(named_trend(story)),
                Cell(share_words(story.now.value), "strong"),
                Cell(share_words(story.before.value), "quiet"),
                verdict_cell(story),
                Cell(usual, "quiet"),
                Cell(what, "quiet"),
            ),
        )

    def _added(self) -> Iterable[Row]:
        kind = None
        on = self._view.screen.running.vault.today
        for each in sorted(self._entries(), key=lambda one: list(EntryKind).index(one.kind)):
            title = _TITLES[each.kind] if each.kind is not kind else ""
            kind = each.kind
            tone = "late" if each.is_late(on) else "plain"
            says = _entry_words(each)
            if each.kind.ends:
                says = f"{says}, {self._view.day(each.by)}: {each.state_on(on)}"
            text = Cell(says, tone, goes_on=True)
            yield Row(f"{_ENTRY} {each.number}", (Cell(title, "strong"), text, *_empty(5)))

    def _entry_facts(self, each: Entry) -> list[Label]:
        on, day = self._view.screen.running.vault.today, self._view.day
        found: list[Label] = [("", line((_entry_words(each), "strong")))]
        if each.says and each.kind in _SAYS:
            found.append((_SAYS[each.kind], line(each.says)))
        if each.kind is not EntryKind.COMPARATOR:
            found.append(("who", line(each.who)))
        if each.by is not None:
            found.append(("by", line(day(each.by))))
        found.append(("recorded", line(day(each.recorded_on))))
        if each.kind.ends:
            found.append(("became", line(each.state_on(on))))
            found.append(("next", line("‹oversight.step› says what became of it")))
        else:
            found.append(("next", line("‹oversight.step› takes it away")))
        return found


def story_facts(story: FigureStory) -> list[Label]:
    """A trend month by month, with the range that it usually has."""
    points = [*story.earlier, story.now]
    months = [
        f"{month} {share_words(point.value)}"
        for month, point in zip(story.months, points, strict=True)
        if point.value is not None
    ]
    found: list[Label] = [("trend", line((spark(story), "chart"), f"  {', '.join(months)}"))]
    if story.limits is not None:
        low, high = wording.percent(story.limits.low), wording.percent(story.limits.high)
        middle = wording.percent(story.limits.mean)
        found.append(("usual", line(f"{low} to {high}, middle {middle}: {story.verdict}")))
    else:
        found.append(("usual", line(str(story.verdict))))
    found.append(("how", line((limits_words(), "quiet"))))
    return found


def spark(story: FigureStory) -> str:
    """A trend as a line of small bars, the last period at the end."""
    values = [point.value for point in (*story.earlier, story.now)]
    full = max((value for value in values if value is not None), default=1.0)
    return chart.columns(values, full or 1.0, 1)[0]


def share_words(value: float | None) -> str:
    """A share as a list shows it; a dash where there is none."""
    if value is None:
        return "–"
    return wording.percent(value)


def verdict_cell(story: FigureStory) -> Cell:
    """The word of its usual range on a figure: worse stands out."""
    return Cell(_VERDICTS.get(story.verdict, ""), _TONES.get(story.verdict, "quiet"))


def named_trend(story: FigureStory) -> str:
    """A figure by its short name, with its trend behind it."""
    return f"{SHORT_NAMES[story.key]:<{_NAME}} {spark(story)}"


_VERDICTS = {
    Verdict.WORSE: "worse",
    Verdict.BETTER: "better",
    Verdict.USUAL: "usual",
}


def _small(each: Line) -> str:
    return f"{wording.small_first(each.words)}: {_amount(each)}"


def _amount(each: Line) -> str:
    return f"{each.now.value or 0:g}"


def _entry_words(each: Entry) -> str:
    """An entry in a line: whom or what it is about, and who."""
    if each.kind is EntryKind.COMPARATOR:
        row = figure_of(each.about)
        value = value_words(each.value or 0.0, is_share=row.share is not None)
        return f"{row.words}: elsewhere {value} ({each.says})"
    if each.kind is EntryKind.DECISION:
        return f"{each.says} ({each.who})"
    if each.kind is EntryKind.SIGN_OFF:
        return f"{each.who}, {wording.full_day(each.recorded_on)}"
    return f"{each.about}: {each.who}"


def _empty(number: int) -> list[Cell]:
    return [Cell("") for _ in range(number)]
