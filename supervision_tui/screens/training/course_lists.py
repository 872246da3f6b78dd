"""The lists about courses: the matrix, the bookings, and what was missed because of workload."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from supervision_tui.desk.training.board import BookingLine, LearningView, MatrixLine, MissedLine
from supervision_tui.practice import wording
from supervision_tui.practice.policy.rules import CourseRule
from supervision_tui.practice.training import Refresher
from supervision_tui.practice.vocabulary import Urgency
from supervision_tui.widgets import chart
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.labelled_text import Label
from supervision_tui.widgets.lazy_rows import LazyRows
from supervision_tui.widgets.rows import Cell, Row
from supervision_tui.widgets.text_styles import TILE, line, tone_of
from supervision_tui.widgets.viewed_screen import ListView


@dataclass(slots=True)
class TrainingShown:
    """The answers of the desk that the lists show."""

    view: LearningView | None = None


_TILES = {
    Urgency.LATE: f"{TILE}-late",
    Urgency.SOON: f"{TILE}-soon",
    Urgency.PLAIN: TILE,
    Urgency.QUIET: TILE,
}
_WIDE = 100  # columns from which on there is room for bars of time
_TIME_BAR, _MONTHS_SHOWN = 18, 36  # cells, and the months that they stand for


class OfTraining(ListView):
    """A list of the Training screen."""

    def __init__(self, screen: DeskScreen, shown: TrainingShown) -> None:
        self.screen = screen
        self._shown = shown

    @property
    def view(self) -> LearningView | None:
        """The view that the desk answered."""
        return self._shown.view

    def worker(self, key: str) -> tuple[int, str]:
        """The worker whom a line is about; 0 where there is none."""
        lines = self.view.matrix if self.view else ()
        found = next((each for each in lines if str(each.worker_id) == key), None)
        if found:
            return (found.worker_id, found.worker)
        return (0, "")

    def first_worker(self) -> tuple[int, str]:
        """The first worker of the team, for a list that has no line yet."""
        lines = self.view.matrix if self.view else ()
        if lines:
            return (lines[0].worker_id, lines[0].worker)
        return (0, "")

    def name_of(self, name: str) -> str:
        """A worker's name as it may be shown."""
        return self.screen.name_of(name)

    def day(self, on: date | None) -> str:
        """A day in words."""
        if on:
            return wording.day(on, today=self.screen.running.vault.today)
        return ""

    def about(self, key: str) -> str:
        """The worker of the line."""
        _, worker = self.worker(key)
        if worker and key:
            return self.name_of(worker)
        return self.NAME


class Matrix(OfTraining):
    """Workers by mandatory courses: until when each is valid, late and due ones in colour."""

    NAME = "matrix"
    COLUMNS = (Column("Worker", 17, narrow=12),)
    EMPTY = "No workers yet. Press ‹caseload.import› to import the caseload."

    def columns(self) -> Sequence[Column]:
        """A column a course."""
        courses = self.view.courses if self.view else ()
        return (*self.COLUMNS, *(Column(rule.short, 10, narrow=7) for rule in courses), Column(""))

    def note(self) -> str:
        """Count how many are late."""
        late = sum(each.late for each in self.view.matrix) if self.view else 0
        if late:
            return f"{late} late or never taken"
        return ""

    def rows(self) -> Iterable[Row]:
        """A worker a line."""
        if not self.view:
            return
        for each in self.view.matrix:
            cells = tuple(_cell(found) for _, found in each.courses)
            late = Cell(f"{each.late} late", "quiet") if each.late else Cell("")
            yield Row(str(each.worker_id), (Cell(self.name_of(each.worker)), *cells, late))

    def facts(self, key: str) -> list[Label]:
        """The time left of each course, as a bar and in words, and the bookings."""
        each = self._line(key)
        if each is None:
            return []
        found: list[Label] = []
        is_wide = self.screen.app.size.width >= _WIDE
        for rule, how in each.courses:
            if how is not None:
                left = ""
                if is_wide:
                    bar = chart.bar(self._months_left(how), _MONTHS_SHOWN, _TIME_BAR)
                    left = bar.ljust(_TIME_BAR + 2)
                says = f"{_status(how):<22}"
                course = f"{rule.words}, {_every(rule)}"
                drawn = _tone(how) if how.urgency is Urgency.SOON else "chart"
                found.append(
                    (rule.short, line((left, drawn), (says, _tone(how)), (course, "quiet")))
                )
        if found and is_wide:
            scale = f"{_MONTHS_SHOWN} months from today".rjust(_TIME_BAR)
            found.append(("", line((scale, "quiet"))))
        ahead = [one for one in each.bookings if one.state.is_ahead]
        found += [
            ("ahead" if n == 0 else "", line((f"{one.word:<12}", tone_of(one.urgency)), one.title))
            for n, one in enumerate(ahead[:4])
        ]
        return found

    def _months_left(self, how: Refresher) -> int:
        """Count the months for which a course is still valid; one taken for good fills the bar."""
        if how.urgency is Urgency.LATE:
            return 0
        if how.until is None:
            return _MONTHS_SHOWN
        return max(0, wording.months_between(self.screen.running.vault.today, how.until))

    def _line(self, key: str) -> MatrixLine | None:
        matrix = self.view.matrix if self.view else ()
        return next((each for each in matrix if str(each.worker_id) == key), None)


class Bookings(OfTraining):
    """Every booking: what is to be recorded, what is ahead, what is over."""

    NAME = "bookings"
    COLUMNS = (
        Column("", 11),
        Column("Worker", 17),
        Column("Course"),
        Column("On", 10),
        Column("State", 20, at_least=120),
        Column("Why", 18, at_least=100),
    )
    EMPTY = (
        "No trainings yet. Press ‹training.new› to book one, ‹training.import› to import "
        "attendance from a file."
    )

    def line(self, key: str) -> BookingLine | None:
        """The booking of a line."""
        bookings = self.view.bookings if self.view else ()
        return next((each for each in bookings if str(each.id) == key), None)

    def worker(self, key: str) -> tuple[int, str]:
        """The worker of the booking."""
        each = self.line(key)
        if each:
            return (each.worker_id, each.worker)
        return (0, "")

    def note(self) -> str:
        """Count how many are to be recorded."""
        number = 0
        if self.view:
            number = sum(each.word == "to record" for each in self.view.bookings)
        keys = "‹training.tick› attended, ‹training.missed› missed"
        if number:
            return f"{number} to be recorded: {keys}"
        return keys

    def rows(self) -> Iterable[Row]:
        """A booking a line."""
        bookings = self.view.bookings if self.view else ()
        return LazyRows(bookings, lambda each: str(each.id), self._row)

    def about(self, key: str) -> str:
        """The course and the worker."""
        each = self.line(key)
        if each:
            return f"{self.name_of(each.worker)} · {each.title}"
        return self.NAME

    def facts(self, key: str) -> list[Label]:
        """The booking in words."""
        each = self.line(key)
        if each is None:
            return []
        reason = f": {each.reason}" if each.reason else ""
        found: list[Label] = [("state", line(f"{each.state.words}{reason}"))]
        if each.on:
            found.append(("on", line(wording.full_day(each.on))))
        if each.reason is not None and each.state.is_missed:
            family = self.screen.running.vault.policy().workload.family
            counts = "is no matter of workload"
            if each.reason in family:
                counts = "counts as missed because of workload"
            found.append(("counted", line(counts)))
        if each.is_piece:
            found.append(("CPD", line("recorded as a development entry")))
        bookings = self.view.bookings if self.view else ()
        theirs = [one for one in bookings if one.worker_id == each.worker_id]
        others = [one for one in theirs if one.title == each.title and one.id != each.id]
        found += [
            ("also" if n == 0 else "", line(f"{self.day(one.on)}: {one.state.words}"))
            for n, one in enumerate(others)
        ]
        return found

    def _row(self, each: BookingLine) -> Row:
        is_missed = (
            each.state.is_missed
            and each.reason in self.screen.running.vault.policy().workload.family
        )
        if is_missed:
            tone = "late"
        elif each.urgency is Urgency.QUIET:
            tone = "quiet"
        else:
            tone = "plain"
        title_tone = "quiet" if tone == "quiet" else "plain"
        word_tone = tone_of(each.urgency) if each.state.is_ahead else tone
        state = "" if each.word == each.state.words else each.state.words
        return Row(
            str(each.id),
            (
                Cell(each.word, word_tone),
                Cell(self.name_of(each.worker)),
                Cell(each.title, title_tone),
                Cell(self.day(each.on), "quiet"),
                Cell(state, "quiet"),
                Cell(str(each.reason or ""), tone),
            ),
        )


class MissedList(OfTraining):
    """The trainings that each worker missed because of workload, by month.

    The same count as the workload signal's.
    """

    NAME = "missed"
    COLUMNS = (Column("Worker", 17),)
    EMPTY = "Nobody here yet."

    def columns(self) -> Sequence[Column]:
        """A column a month; how many in the signal's window, and in all."""
        days = self.view.signal_days if self.view else 90
        months = self.view.missed[0].months if self.view and self.view.missed else ()
        half = len(months) // 2
        shown_months = [
            *(Column(f"{begin:%b}", 3, right=True, at_least=100) for begin, _ in months[:half]),
            *(Column(f"{begin:%b}", 3, right=True) for begin, _ in months[half:]),
        ]
        return (
            *self.COLUMNS,
            Column("Year", 4, right=True),
            Column(f"{days} d", 4, right=True),
            *shown_months,
            Column("Other", 5, right=True, at_least=100),
            Column(""),
        )

    def note(self) -> str:
        """Say what is counted."""
        return "trainings missed because of workload, by month"

    def rows(self) -> Iterable[Row]:
        """A worker a line, those who missed most first."""
        missed = self.view.missed if self.view else ()
        for each in sorted(missed, key=lambda each: (-each.for_workload, each.worker)):
            months = (_month(number) for _, number in each.months)
            tone = "strong" if each.for_workload else "quiet"
            signal_tone = "late" if each.in_signal else "quiet"
            yield Row(
                str(each.worker_id),
                (
                    Cell(self.name_of(each.worker)),
                    Cell(str(each.for_workload), tone),
                    Cell(str(each.in_signal), signal_tone),
                    *months,
                    Cell(str(each.in_all - each.for_workload or "·"), "quiet"),
                    Cell(""),
                ),
            )

    def facts(self, key: str) -> list[Label]:
        """The reasons, and what it does to the signal."""
        missed = self.view.missed if self.view else ()
        each = next((one for one in missed if str(one.worker_id) == key), None)
        if each is None or self.view is None:
            return []
        return [*_reasons(each), *self._signal(each)]

    def _signal(self, each: MissedLine) -> list[Label]:
        policy = self.screen.running.vault.policy()
        rule = policy.signals["training-missed"]
        level = rule.level(each.in_signal)
        says = (
            f"{each.in_signal} in {rule.window_days} days: {level} (amber from {rule.amber:g}, "
            f"red from {rule.red:g}). "
        )
        source = policy.source("signals.training-missed.amber")
        return [("signal", line(says, (source, "quiet")))]


def _month(number: int) -> Cell:
    if not number:
        return Cell("·", "quiet")
    return Cell(str(number), "soon")


def _reasons(each: MissedLine) -> list[Label]:
    words = ", ".join(f"{number} {reason}" for reason, number in each.reasons)
    return [("in a year", line(words or "nothing missed"))]


def _cell(found: Refresher | None) -> Cell:
    if found is None:
        return Cell("–", "quiet")
    return Cell(found.word, _TILES[found.urgency])


def _tone(found: Refresher | None) -> str:
    if found is None:
        return "quiet"
    return tone_of(found.urgency)


def _every(rule: CourseRule) -> str:
    """`every 24 months`, in words."""
    if rule.every_months:
        return f"every {rule.every_months} months"
    return "once"


def _status(found: Refresher) -> str:
    """`valid until Mar 2027`, in words."""
    if found.word == "never":
        return "never taken"
    until = f"{found.until:%b %Y}" if found.until else ""
    if found.word.startswith("on "):
        again = f"; ran out {until}" if until else ""
        return f"booked {found.word}{again}"
    if found.urgency is Urgency.LATE:
        return f"ran out in {until}"
    if until:
        return f"valid until {until}"
    return "done, for good"
