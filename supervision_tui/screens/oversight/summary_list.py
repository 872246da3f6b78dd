"""The summary: every figure of the period beside the period before and the same period last
year.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from supervision_tui.exports.oversight.figures import SECTIONS, figure_of
from supervision_tui.exports.oversight.publish import Line, Section
from supervision_tui.practice import wording
from supervision_tui.practice.change import LEVEL, change_between, change_words, is_worse
from supervision_tui.practice.days.named_periods import period_name
from supervision_tui.practice.figure_keys import THEME
from supervision_tui.practice.privacy.suppression import Figure
from supervision_tui.widgets import chart
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.labelled_text import Label
from supervision_tui.widgets.rows import Cell, Row
from supervision_tui.widgets.text_styles import line

from .first_page_rows import FirstPageRows
from .shown import OfOversight, OversightShown


class SummaryList(OfOversight):
    """A figure a line, its section in front of the first."""

    NAME = "summary"
    COLUMNS = (
        Column("", 13),
        Column("Figure"),
        Column("Now", 13, right=True),
        Column("Before", 13, right=True),
        Column("", 8),
        Column("Last year", 13, right=True, at_least=100),
        Column("", 8, at_least=100),
    )
    EMPTY = "Nothing is on record for this period. ‹oversight.period› chooses another."

    def __init__(self, screen: DeskScreen, shown: OversightShown) -> None:
        super().__init__(screen, shown)
        self.page = FirstPageRows(self)

    def note(self) -> str:
        """The period, named."""
        period = self.board.period if self.board else None
        if period:
            return f"{_short(period.first)} to {_short(period.last)}"
        return ""

    def rows(self) -> Iterable[Row]:
        """The first page, then section by section."""
        if self.board is None or not self.board.summary.now.has_records:
            return
        yield from self.page.rows()
        for section in self._sections():
            for n, each in enumerate(section.lines):
                text = ""
                if n == 0:
                    text = _SHORT.get(section.key, section.title)
                yield Row(
                    each.key,
                    (
                        Cell(text, "strong"),
                        Cell(each.words),
                        Cell(shown(each.now), "strong"),
                        Cell(shown(each.before), "quiet"),
                        change_cell(each, each.before),
                        Cell(shown(each.last_year), "quiet"),
                        change_cell(each, each.last_year),
                    ),
                )

    def about(self, key: str) -> str:
        """The figure."""
        if self.page.is_of(key):
            return self.page.about(key)
        each = self.line(key)
        if each:
            return each.words
        return "summary"

    def facts(self, key: str) -> list[Label]:
        """Compare it with the other periods, and tell what it counts and what enter shows."""
        if self.page.is_of(key):
            return self.page.facts(key)
        each, board = self.line(key), self.board
        if each is None or board is None:
            return []
        summary = board.summary
        beside = (
            ("now", each.now, board.period),
            ("before", each.before, summary.before.period),
            ("last year", each.last_year, summary.last_year.period),
        )
        values = [figure.value for _, figure, _ in beside if figure and figure.value is not None]
        full = max(values, default=0.0)
        if each.now.is_share:
            full = 1.0
        found: list[Label] = []
        for label, figure, period in beside:
            bar = ""
            if figure:
                bar = chart.bar(figure.value or 0.0, full, _BAR)
            days = f"  {_short(period.first)} to {_short(period.last)}"
            tone = "chart" if label == "now" else "quiet"
            says = f"{_said(figure):<{_SAID}}"
            found.append((label, line((bar.ljust(_BAR + 2), tone), says, (days, "quiet"))))
        number = len(self.behind(key))
        if number:
            records = wording.count(number, "record")
            which = figure_of(key).behind_words
            if which:
                records = f"{records}: {which}"
            found.append(("records", line(f"{records}; ‹oversight.open› shows them")))
        comparator = _comparator(self, key)
        return [*found, *comparator]

    def days_of(self, key: str) -> str:
        """The days of the records behind a row."""
        if self.board is None or not self.page.is_of(key):
            return self.note()
        return period_name(self.board.summary.trend[-1].period)

    def behind(self, key: str) -> tuple[object, ...]:
        """The records behind a figure of this period, of the first page of its last month."""
        if self.board is None or not key:
            return ()
        records = self.board.summary.now.behind.records
        if self.page.is_of(key):
            key = self.page.figure_key(key)
            records = self.board.summary.trend[-1].behind.records
        if not key:
            return ()
        found: list[object] = []
        for each in figure_of(key).behind or (key,):
            found += records.get(each, ())
        return tuple(found)

    def line(self, key: str) -> Line | None:
        """The figure of a line."""
        return next(
            (
                each
                for each in chain.from_iterable(section.lines for section in self._sections())
                if each.key == key
            ),
            None,
        )

    def _sections(self) -> tuple[Section, ...]:
        if self.shown.published:
            return self.shown.published.sections
        return ()


_BAR, _SAID = 24, 14  # cells of a bar, and of the figure beside it
_SHORT = {section.key: section.short for section in SECTIONS}


def shown(figure: Figure | None) -> str:
    """A figure as a list shows it: a percentage with its n."""
    if figure is None:
        return "no records"
    if figure.value is None:
        return "–"
    if figure.is_share:
        return f"{wording.percent(figure.value)} of {figure.n}"
    return f"{figure.value:g}"


def change_cell(each: Line, then: Figure | None) -> Cell:
    """The change of a figure since then: worse stands out, the rest is quiet."""
    better = figure_of(each.key).better
    moved = change_between(each.now, then)
    tone = "quiet"
    if is_worse(moved, better):
        tone = "soon"
    elif moved not in (None, LEVEL) and better is not None:
        tone = "good"
    return Cell(change_words(moved, better), tone)


def _said(figure: Figure | None) -> str:
    if figure is None:
        return "no records"
    if figure.value is None:
        return "nothing to say"
    of = f" of {figure.n}" if figure.n is not None else ""
    value = wording.percent(figure.value) if figure.is_share else f"{figure.value:g}"
    return f"{value}{of}"


def _comparator(view: OfOversight, key: str) -> list[Label]:
    """Name what the figure is held against elsewhere, with its source."""
    policy = view.screen.running.vault.policy()
    if key == "per_full_time_worker":
        source = policy.entry("oversight.caseload_per_full_time_worker").source.line
        return [
            (
                "England",
                line(f"{policy.oversight.caseload_per_full_time_worker:g} ", (source, "quiet")),
            )
        ]
    if key == "voice_share":
        source = policy.entry("oversight.voice_of_the_child").source.line
        return [
            (
                "elsewhere",
                line(f"{wording.percent(policy.oversight.voice_of_the_child)} ", (source, "quiet")),
            )
        ]
    if key.startswith(THEME):
        return [
            (
                "counted",
                line(
                    "discussions and audits that bear this tag; ‹signed.themes› on a signed "
                    "record tags it"
                ),
            )
        ]
    return []


def _short(on: object) -> str:
    if hasattr(on, "day"):
        return f"{on.day} {on:%b %Y}"
    return ""
