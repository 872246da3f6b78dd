"""Files of those who have left or are closed; and the authority picture of many teams."""

from __future__ import annotations

from collections.abc import Iterable

from supervision_tui.desk.data_protection.retention import HeldFile
from supervision_tui.exports.oversight.figures import figure_of
from supervision_tui.exports.rollup.picture import LEAST_PERIODS, AuthorityPicture
from supervision_tui.exports.rollup.totals import Total
from supervision_tui.practice.change import change_words
from supervision_tui.practice.oversight.what_to_know import what_to_know
from supervision_tui.practice.privacy.suppression import Figure
from supervision_tui.practice.wording import percent
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.labelled_text import Label
from supervision_tui.widgets.rows import Cell, Row
from supervision_tui.widgets.text_styles import line

from .first_page_rows import named_trend, share_words, story_facts, verdict_cell
from .shown import OfOversight
from .summary_list import shown


class HeldList(OfOversight):
    """The people whose records are still held, and until when."""

    NAME = "retention"
    COLUMNS = (
        Column("", 9),
        Column("Who", 20),
        Column("Ended", 12, at_least=100),
        Column("Kept until", 13),
        Column("Kept for"),
    )
    EMPTY = "Nobody has left, and no child is closed: there is nothing to be looked at."

    def note(self) -> str:
        """Count how many are due."""
        held = self.board.held if self.board else ()
        due = sum(each.is_due for each in held)
        if held:
            return f"{due} due of {len(held)} · nothing is erased automatically"
        return ""

    def rows(self) -> Iterable[Row]:
        """List what is due first."""
        policy = self.screen.running.vault.policy()
        if not self.board:
            return
        for each in self.board.held:
            until = "not known"
            if each.is_here:
                until = "is here"
            if each.held.until:
                until = f"{each.held.until.day} {each.held.until:%b %Y}"
            years = policy.entry(each.held.path)
            text, tone, until_tone = each.kind, "quiet", "plain"
            if each.hold:
                text, tone = "on hold", "late"
            elif each.is_due:
                text, tone, until_tone = "due", "soon", "soon"
            yield Row(
                f"{each.kind} {each.key}",
                (
                    Cell(text, tone),
                    Cell(self._who(each)),
                    Cell(f"{each.ended_on.day} {each.ended_on:%b %Y}", "quiet"),
                    Cell(until, until_tone),
                    Cell(f"{years.value} years", "quiet"),
                ),
            )

    def about(self, key: str) -> str:
        """Name whose file it is."""
        each = self.file(key)
        if each:
            return self._who(each)
        return self.NAME

    def facts(self, key: str) -> list[Label]:
        """Tell why until then, and what can be done."""
        each = self.file(key)
        if each is None:
            return []
        if each.is_here:
            return [
                ("here", line("neither left nor closed: it is listed because it is on hold")),
                *self._hold_words(each),
            ]
        entry = self.screen.running.vault.policy().entry(each.held.path)
        born = " The date of birth is not on record: find it before anything is decided."
        if each.held.until:
            born = ""
        return [
            ("ended", line(f"{each.reason}, {self.day(each.ended_on)}")),
            (
                "kept",
                line(f"{entry.value} {entry.words}. ", (f"{entry.source.line}.{born}", "quiet")),
            ),
            (
                "first",
                line(
                    "‹oversight.whole› exports all that is kept about them, for a request of "
                    "access or before it is erased"
                ),
            ),
            *self._hold_words(each),
            (
                "erase",
                line(
                    "‹oversight.erase› erases it once you type whom; the journal stays whole. "
                    "Backups still hold it."
                ),
            ),
        ]

    def _hold_words(self, each: HeldFile) -> list[Label]:
        """Tell what keeps a file, or how one is kept."""
        if each.hold:
            return [("on hold", line(f"{each.hold}. ‹oversight.hold› lifts it"))]
        return [("hold", line("‹oversight.hold› keeps it for a court or an inquiry"))]

    def file(self, key: str) -> HeldFile | None:
        """The file of a line."""
        held = self.board.held if self.board else ()
        return next((each for each in held if f"{each.kind} {each.key}" == key), None)

    def _who(self, each: HeldFile) -> str:
        if each.kind == "worker":
            return self.person(each.name)
        return each.key


class Authority(OfOversight):
    """Many teams as one: those outside their own limits first, then totals, then each team."""

    NAME = "authority"
    COLUMNS = (
        Column("", 14),
        Column("Figure or team"),
        Column("Now", 14, right=True),
        Column("", 8),
        Column("Before", 14, right=True),
        Column("Teams", 14, right=True, at_least=100),
    )
    EMPTY = (
        "No roll-up yet. ‹oversight.rollup› takes a folder of teams' summaries (exported for "
        "psw as JSON)."
    )

    @property
    def is_offered(self) -> bool:
        """True if it was switched on, or summaries were put together."""
        return self.is_for_service or self.shown.authority is not None

    def note(self) -> str:
        """Count the teams, and name the days."""
        found = self.shown.authority
        if found is None:
            return ""
        first, last = found.latest
        return f"{len(found.teams)} teams · {first.day} {first:%b %Y} to {last.day} {last:%b %Y}"

    def rows(self) -> Iterable[Row]:
        """Group by group."""
        found = self.shown.authority
        if found is None:
            return
        yield from _first_page(found)
        yield from _not_comparable(found)
        yield from _outside(found)
        yield from _totals(found)
        yield from _teams(found)

    def about(self, key: str) -> str:
        """Name what the line is of."""
        kind, _, rest = key.partition(" ")
        if kind == "know":
            return "what to know"
        if kind == "trend":
            return figure_of(rest).words
        return rest or self.NAME

    def facts(self, key: str) -> list[Label]:
        """Tell how it is counted."""
        found = self.shown.authority
        if found is None:
            return []
        kind, _, rest = key.partition(" ")
        if kind == "know":
            sentence = what_to_know(found.page.stories)[int(rest)]
            told: list[Label] = [("", line((sentence.strong, "strong"), sentence.rest))]
            if found.page.caution:
                told.append(("beware", line((found.page.caution, "soon"))))
            return [*told, ("said because", line((sentence.why, "quiet")))]
        if kind == "trend":
            return story_facts(next(each for each in found.page.stories if each.key == rest))
        if kind == "outside":
            each = next(
                (one for one in found.outside if f"outside {one.team} {one.key}" == key), None
            )
            if each is not None:
                scale, end = (100, " %") if each.is_share else (1, "")
                limits = (
                    f"{each.low * scale:.0f}{end} to {each.high * scale:.0f}{end}, mean "
                    f"{each.mean * scale:.0f}{end}"
                )
                return [
                    ("limits", line(f"{limits}; from {each.periods} periods before")),
                    (
                        "so",
                        line(
                            "something has probably changed in this team: a question, not a "
                            "judgement"
                        ),
                    ),
                ]
        if kind == "note":
            return [("why", line(key.partition(" ")[2]))]
        return [
            (
                "counts",
                line(
                    "summed over the teams that tell them: at least so many where teams are hidden"
                ),
            ),
            ("shares", line("weighed by each team's n")),
            (
                "limits",
                line(f"of each team's own history, once there are {LEAST_PERIODS} periods before"),
            ),
        ]


def _first_page(found: AuthorityPicture) -> Iterable[Row]:
    """The sentences to know, and the six figures with their trend."""
    for n, sentence in enumerate(what_to_know(found.page.stories)):
        title = "What to know" if n == 0 else ""
        text = Cell(f"{sentence.strong}{sentence.rest}", goes_on=True)
        yield Row(f"know {n}", (Cell(title, "strong"), text, *(Cell("") for _ in range(4))))
    for n, story in enumerate(found.page.stories):
        usual = ""
        if story.limits is not None:
            usual = f"{percent(story.limits.low)}–{percent(story.limits.high)}"
        month = story.months[-1] if n == 0 else ""
        yield Row(
            f"trend {story.key}",
            (
                Cell(month, "strong"),
                Cell(named_trend(story)),
                Cell(share_words(story.now.value), "strong"),
                verdict_cell(story),
                Cell(share_words(story.before.value), "quiet"),
                Cell(usual, "quiet"),
            ),
        )


def _not_comparable(found: AuthorityPicture) -> Iterable[Row]:
    notes = [
        *found.not_comparable,
        *(f"{each.file} was not taken: {each.why}" for each in found.refused),
    ]
    for n, note in enumerate(notes):
        text = "Beware" if n == 0 else ""
        yield Row(f"note {note}", (Cell(text, "soon"), Cell(note)))


def _outside(found: AuthorityPicture) -> Iterable[Row]:
    for n, each in enumerate(found.outside):
        value = f"{each.value * 100:.0f} %" if each.is_share else f"{each.value:g}"
        mean = f"{each.mean * 100:.0f} %" if each.is_share else f"{each.mean:.1f}"
        text = "Outside limits" if n == 0 else ""
        way = "↑ above" if each.way == "above" else "↓ below"
        yield Row(
            f"outside {each.team} {each.key}",
            (
                Cell(text, "strong"),
                Cell(f"{each.scope}: {each.words}"),
                Cell(value, "strong"),
                Cell(way, "soon"),
                Cell(f"mean {mean}", "quiet"),
            ),
        )


def _totals(found: AuthorityPicture) -> Iterable[Row]:
    section = ""
    for each in found.totals:
        hidden = f", hidden in {each.now.hidden}" if each.now.hidden else ""
        text = each.section.capitalize() if each.section != section else ""
        yield Row(
            f"total {each.words}",
            (
                Cell(text, "strong"),
                Cell(each.words),
                Cell(_summed(each.now), "strong"),
                Cell(change_words(each.now.change_from(each.before)), "quiet"),
                Cell(_summed(each.before), "quiet"),
                Cell(f"{each.now.teams}{hidden}", "quiet"),
            ),
        )
        section = each.section


def _without_n(figure: Figure | None) -> str:
    if figure is None or figure.suppressed:
        return "hidden"
    return shown(figure).split(" of ")[0]


def _summed(total: Total | None) -> str:
    """A figure of all teams: at least so many, where some hide it."""
    if total is None:
        return "no records"
    if total.is_hidden:
        return "hidden"
    if total.is_at_least:
        return f"≥ {shown(total.figure)}"
    return shown(total.figure)


def _teams(found: AuthorityPicture) -> Iterable[Row]:
    for n, each in enumerate(found.teams):
        raised, of = (_told(each.statuses.get(key)) for key in ("raised", "all"))
        held = each.figures.get("held_share")
        past = each.figures.get("past_interval_share")
        text = "Teams" if n == 0 else ""
        yield Row(
            f"team {each.scope}",
            (
                Cell(text, "strong"),
                Cell(f"{each.scope}: {raised} of {of} workers over capacity or crowded out"),
                Cell(f"held {_without_n(held)}"),
                Cell(""),
                Cell(f"past {_without_n(past)}", "quiet"),
            ),
        )


def _told(figure: Figure | None) -> str:
    """A count that may be hidden."""
    if figure is not None and figure.suppressed:
        return "few"
    return shown(figure)
