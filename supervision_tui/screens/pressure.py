"""Pressure: does supervision still fit?"""

from __future__ import annotations

from collections.abc import Iterable
from math import isinf

from textual.widget import Widget

from supervision_tui.commands import bindings_for
from supervision_tui.desk import pressure as desk
from supervision_tui.desk.pressure import PressureView, WorkerPressure
from supervision_tui.desk.today import standing_words
from supervision_tui.practice import wording
from supervision_tui.practice.pressure import Signal, standing_sentence
from supervision_tui.practice.sources import behind_pressure
from supervision_tui.practice.terms import Level
from supervision_tui.widgets.desk_screen import DeskScreen, Pane, opens_dialog
from supervision_tui.widgets.facts import Fact, Facts, Reading, sourced
from supervision_tui.widgets.rows import Cell, Column, Row, Rows
from supervision_tui.widgets.tones import line, tone_of

from . import dialogs, worker_forms
from .what_if import LEVEL_TONES, WhatIfScreen, fit_words

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_BAR = 8
_LABEL = 10


class PressureScreen(DeskScreen):
    """Every worker in a line, and the one at the cursor explained."""

    WHERE = "pressure"
    BINDINGS = bindings_for("pressure")
    DEFAULT_CSS = """
    PressureScreen #team-pane { height: 45%; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.view: PressureView | None = None
        self.sources = False

    def body(self) -> Iterable[Widget]:
        """The table, and what explains it."""
        yield Pane(
            "Does supervision still fit?",
            Rows(
                Column("Worker", 19),
                Column("Children", 10, right=True),
                Column("Needed", 6, right=True, at_least=100),
                Column("Left", 5, right=True, at_least=100),
                Column("Fit", 13),
                Column("Undiscussed", 11, right=True),
                Column("Lost", 5, right=True, at_least=100),
                Column("Standing"),
                Column("since", 7, at_least=130),
                empty="No workers yet. Press i to bring in the caseload.",
                id="workers",
            ),
            id="team-pane",
        )
        yield Pane("Worker", Reading(Facts(_LABEL, id="detail")), id="detail-pane")

    async def load(self) -> None:
        """The whole team, worst first."""
        view = await self.desk_app.desk(desk.team_pressure)
        if view is None:
            return
        self.view = view
        rows = self.query_one(Rows)
        rows.show([self._row(each) for each in view.workers])
        title = f"Does supervision still fit? · minutes in 28 days · policy {view.policy_version}"
        self.query_one("#team-pane", Pane).retitle(title)
        self._detail()
        if self.focused is None:
            rows.focus()

    def focus_on(self, worker_id: str) -> None:
        """Put the cursor on a worker."""
        self.query_one(Rows).go_to(worker_id)

    def on_rows_moved(self) -> None:
        """The explanation follows the cursor."""
        self._detail()

    # Actions

    def action_why(self) -> None:
        """Show or hide where the numbers come from."""
        self.sources = not self.sources
        self._detail()

    def action_switch_pane(self) -> None:
        """Move between the team and what explains the worker."""
        self.focus_next()

    def action_supervise(self) -> None:
        """Begin or resume supervision."""
        each = self._here()
        if each:
            self.desk_app.supervise(each.worker_id)

    @opens_dialog
    async def action_respond(self) -> None:
        """What will be done, by when."""
        each = self._here()
        if each:
            await dialogs.respond(self, each.worker_id, each.name, each.pressure.standing)

    @opens_dialog
    async def action_edit_worker(self) -> None:
        """Put right stage, hours and agreement."""
        each = self._here()
        if each:
            await worker_forms.edit_worker(self, each.worker_id)

    def action_what_if(self) -> None:
        """Try changes on a copy, before and after side by side."""
        each = self._here()
        if each and self.view:
            self.app.push_screen(WhatIfScreen(self.view, each.worker_id))

    # What is shown

    def _row(self, each: WorkerPressure) -> Row:
        found = each.pressure
        over = found.children > found.limit
        lost, past = found.signal("sessions-lost"), found.signal("children-undiscussed")
        fit = found.signal("fit")
        return Row(
            str(each.worker_id),
            (
                Cell(self.name_of(each.name)),
                Cell(f"{found.children} of {found.limit:g}", "strong" if over else "plain"),
                Cell(f"{found.needed:.0f}"),
                Cell(f"{found.available:.0f}"),
                Cell(f"{fit_words(found.fit)} {_bar(found.fit)}", LEVEL_TONES[fit.level]),
                Cell(wording.percent(past.value), LEVEL_TONES[past.level]),
                Cell(wording.percent(lost.value), LEVEL_TONES[lost.level]),
                Cell(*self._standing(each)),
                Cell(f"{each.since.day} {each.since:%b}" if each.since else "new", "quiet"),
            ),
        )

    def _standing(self, each: WorkerPressure) -> tuple[str, str]:
        words, urgency = standing_words(each, self.desk_app.today)
        return words, tone_of(urgency)

    def _detail(self) -> None:
        each = self._here()
        if each is None:
            return
        self.query_one("#detail-pane", Pane).retitle(self.name_of(each.name))
        self.query_one(Facts).show(self._facts_of(each))

    def _facts_of(self, each: WorkerPressure) -> list[Fact]:
        found = each.pressure
        since = f" since {wording.day(each.since, today=self.desk_app.today)}" if each.since else ""
        tone = self._standing(each)[1]
        content = [("standing", line((f"{found.standing}{since}. ", tone), standing_sentence(found.standing)))]
        content.append(self._cadence(each))
        content += [("pace" if n == 0 else "", line(says)) for n, says in enumerate(found.says[:2])]
        for side in ("load", "erosion"):
            content += self._side(side, [signal for signal in found.signals if signal.side == side])
        if self.sources:
            numbers = behind_pressure(found.load, found.as_of, self.desk_app.policy())
            content += [sourced("numbers" if n == 0 else "", *number) for n, number in enumerate(numbers)]
        content.append(self._weeks(each))
        content += self._moves(each)
        content.append(self._response(each))
        return content

    def _side(self, side: str, signals: list[Signal]) -> list[Fact]:
        shown = [signal for signal in signals if signal.level is not Level.OK] or signals[:1]
        content = []
        for n, signal in enumerate(signals if self.sources else shown):
            label = side if n == 0 else ""
            content.append((label, line((f"{signal.level:<6}", LEVEL_TONES[signal.level]), signal.says)))
            if self.sources:
                content.append(("", line((f"{'':<6}{signal.source}", "quiet"))))
        if not self.sources and len(shown) < len(signals):
            quiet = len(signals) - len(shown)
            content.append(("", line((f"{wording.count(quiet, 'other signal')} in order; y shows all", "quiet"))))
        return content

    def _weeks(self, each: WorkerPressure) -> Fact:
        ahead = " ".join(f"{past:>2}" for _, past in each.forecast.weeks)
        first = each.forecast.first_breach
        today = self.desk_app.today
        if first is None:
            breach = "nobody past the interval in 12 weeks"
        else:
            breach = "past the interval now" if first == today else f"first past {wording.day(first, today=today)}"
        return "12 weeks", line(f"children past their interval each Monday: {ahead}  ", (breach, "quiet"))

    def _cadence(self, each: WorkerPressure) -> Fact:
        """On what terms, and by when the next session is due."""
        found, today = each.pressure, self.desk_app.today
        terms, late = found.load.terms, found.overdue_since
        on = found.next_due
        due = f"; next due {wording.day(on, today=today)}" if on else "; on leave without an end"
        overdue = (f", overdue since {wording.day(late, today=today)}", "late") if late else ""
        return "session", line(f"{terms.minutes} minutes every {terms.interval_days} days{due}", overdue)

    def _moves(self, each: WorkerPressure) -> list[Fact]:
        """What would bring the worker back inside the standard with the least change: to be weighed, never done."""
        found = []
        for n, move in enumerate(each.moves):
            enough = "" if move.is_inside else "; not enough alone"
            says = move.says(self._short)
            tone = "plain" if n == 0 else "quiet"
            found.append(("option" if n == 0 else "", line((f"{says}{enough}", tone))))
        return found

    def _short(self, name: str) -> str:
        return self.name_of(name).split()[0]

    def _response(self, each: WorkerPressure) -> Fact:
        if each.response:
            by = wording.day(each.response.by, today=self.desk_app.today)
            late = (" its date has passed", "late") if each.response.is_past else ""
            return "response", line(f"{each.response.text} · by {by}", late)
        if each.pressure.standing.needs_response:
            return "response", line(("none yet; r answers", "late"))
        return "response", line(("none needed", "quiet"))

    def _here(self) -> WorkerPressure | None:
        key = self.query_one(Rows).key
        workers = self.view.workers if self.view else ()
        return next((each for each in workers if str(each.worker_id) == key), None)


def _bar(fit: float) -> str:
    """A bar in eighths of a cell; the whole width is a fit of 2."""
    eighths = _BAR * 8 if isinf(fit) else min(_BAR * 8, int(fit / 2 * _BAR * 8))
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
