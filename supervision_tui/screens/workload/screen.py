"""Workload: does supervision still fit?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual import work
from textual.containers import Horizontal
from textual.widget import Widget

from supervision_tui.desk.workload import statuses as desk
from supervision_tui.desk.workload.charts import workload_trend
from supervision_tui.desk.workload.escalation import escalation
from supervision_tui.desk.workload.minutes import measured_minutes
from supervision_tui.desk.workload.responses import fit_at, response_to, reviewed
from supervision_tui.desk.workload.statuses import WorkerWorkload
from supervision_tui.exports.records.escalation_paper import escalation_paper
from supervision_tui.practice import wording
from supervision_tui.practice.workload.responses import ResponseKind
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.screens.consultations import forms as consultation_forms
from supervision_tui.screens.schedule import worker_forms
from supervision_tui.screens.shared.export_form import ask_and_export, screen_document
from supervision_tui.screens.training.back_on_duty import log_back_on_duty
from supervision_tui.widgets import chart
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskScreen, opens_dialog, opens_to_look
from supervision_tui.widgets.labelled_text import LabelledText, ScrollingText
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.viewed_screen import names_of

from . import response_forms
from .picture import LABEL, Picture, WorkloadShown, status_cell
from .pictures import pictures_of
from .signal_bars import fit_bar
from .what_helps import in_a_sentence, what_helps
from .what_if import LEVEL_TONES, WhatIfScreen, fit_words

_PICTURE = "picture"
_BAR, _SHORT_BAR = 26, 12  # cells; the whole of it is a fit of 2
_CHILDREN_BAR = 10
_HELP_LABEL, _HELP_WIDTH, _HELP_WIDTH_VAST = 10, 46, 76
_WIDE = 100  # columns from which on bars are long, and children have one
_VAST = 160  # columns from which on panes at the right are wide
_HELP_BESIDE = 110  # columns from which on what helps stands beside the worker


class WorkloadScreen(DeskScreen):
    """Every worker in a line, and the one at the cursor explained."""

    WHERE = "pressure"
    BINDINGS = bindings_for("pressure")
    DEFAULT_CSS = """
    WorkloadScreen #team-pane { height: 40%; max-height: 45%; }
    WorkloadScreen Horizontal { height: 1fr; }
    WorkloadScreen #detail-pane { width: 1fr; }
    WorkloadScreen #helps-pane { width: 46; }
    WorkloadScreen.-vast #helps-pane { width: 76; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.shown = WorkloadShown()
        self._at = 0
        self._pictures: tuple[Picture, ...] = pictures_of(self, self.shown)

    def body(self) -> Iterable[Widget]:
        """The table, and what explains it."""
        yield Pane(
            "Is there time for supervision?",
            Rows(
                Column("Worker", 19, narrow=16),
                Column("Time needed, of the time there is", _BAR + 8, narrow=20),
                Column("Children", _CHILDREN_BAR + 4, narrow=12),
                Column("Not disc.", 9, right=True),
                Column("Next 12 weeks", 13, at_least=100),
                Column("Status"),
                empty="No workers yet. ‹caseload.import› imports the caseload.",
                id="workers",
            ),
            keys=("pressure.respond", "pressure.supervise"),
            id="team-pane",
        )
        yield Horizontal(
            Pane(
                "Worker",
                ScrollingText(LabelledText(LABEL, id="detail")),
                keys=("pressure.why", "pressure.next"),
                id="detail-pane",
            ),
            Pane(
                "What helps",
                ScrollingText(LabelledText(_HELP_LABEL, id="helps")),
                keys=("pressure.what_if", "pressure.export"),
                id="helps-pane",
            ),
        )

    async def load(self) -> None:
        """The whole team, worst first."""
        view = await self.running.desk.try_run(desk.team_workload)
        if view is None:
            return
        self.shown.view = view
        self.shown.trends.clear()
        self.shown.helped = await self.running.desk.try_run(reviewed)
        rows = self.query_one(Rows)
        rows.show([self._row(each) for each in view.workers])
        self.query_one("#team-pane").styles.height = len(view.workers) + 3
        title = f"Is there time for supervision? · at │ it is full · policy {view.policy_version}"
        self.query_one("#team-pane", Pane).retitle(title)
        self._detail()
        self._read_trend()
        if self.focused is None:
            self.set_focus(rows)

    def on_resize(self) -> None:
        """Pictures take the room there is."""
        if self.shown.view is not None:
            self.query_one(Rows).show([self._row(each) for each in self.shown.view.workers])
            self._detail()

    def focus_on(self, worker_id: str) -> None:
        """Put the cursor on a worker."""
        self.query_one(Rows).go_to(worker_id)

    def as_left(self) -> dict[str, str]:
        """Also which picture is shown."""
        return super().as_left() | {_PICTURE: self._pictures[self._at].NAME}

    async def come_back(self, left: Mapping[str, str]) -> None:
        """Also with the same picture."""
        self._at = next(
            (n for n, each in enumerate(self._pictures) if left.get(_PICTURE) == each.NAME), 0
        )
        await super().come_back(left)
        self._detail()
        self._read_trend()

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """The picture follows the cursor."""
        self._detail()
        self._read_trend()

    @work(exclusive=True, group="trend")
    async def _read_trend(self) -> None:
        """A year of weeks is read only where it is shown."""
        picture, each = self._pictures[self._at], self._here()
        if each is None or not picture.WANTS_TREND:
            return
        worker_id = each.worker_id if picture.IS_OF_WORKER else None
        if worker_id not in self.shown.trends:
            found = await self.running.desk.try_run(workload_trend, worker_id)
            if found is not None:
                self.shown.trends[worker_id] = found
                self._detail()

    # Actions

    async def action_why(self) -> None:
        """Show or hide where the numbers come from."""
        self.shown.sources = not self.shown.sources
        if self.shown.sources:
            found = await self.running.desk.try_run(measured_minutes)
            self.shown.own_minutes = found or {}
        self._detail()

    def action_switch_pane(self) -> None:
        """Move between the team and what explains the worker."""
        self.focus_next()

    def action_supervise(self) -> None:
        """Begin or resume supervision."""
        each = self._here()
        if each:
            self.running.navigation.supervise(each.worker_id)

    def action_turn_list(self, step: int) -> None:
        """The next picture, or the one before."""
        self._at = (self._at + step) % len(self._pictures)
        self._detail()
        self._read_trend()
        self.query_one(ScrollingText).scroll_home(animate=False)

    @opens_dialog
    async def action_respond(self) -> None:
        """Ask what will be done, by when; or, on its day, what helped."""
        each = self._here()
        if each:
            there = await self.running.desk.try_run(response_to, each.worker_id)
            now, status = fit_at(each.workload), each.workload.status.words
            options = in_a_sentence(each, self._short)
            await response_forms.answer(
                self,
                each.worker_id,
                each.name,
                status=status,
                there=there,
                now=now,
                options=options,
                kind=_kind_of(each),
            )

    @opens_dialog
    async def action_back_on_duty(self) -> None:
        """Logged at once."""
        each = self._here()
        if each:
            await log_back_on_duty(self, each.worker_id, each.name)

    @opens_dialog
    async def action_consult(self) -> None:
        """Ask for a consultation with this worker."""
        each = self._here()
        if each:
            await consultation_forms.request(self, consultation_forms.About(worker=each.name))

    @opens_to_look
    async def action_give_away(self) -> None:
        """The picture in words, or the paper for the head of service."""
        each = self._here()
        view = None
        if each:
            view = await self.running.desk.try_run(escalation, each.worker_id)
        if each is None or view is None:
            return
        picture, today = self._pictures[self._at], self.running.vault.today
        parts = [self.query_one("#detail", LabelledText).plain_text()]
        if self.shown.has_help_beside:
            parts.append(self.query_one("#helps", LabelledText).plain_text())
        words = "\n\n".join(parts)
        offered = {
            f"this picture in words ({picture.NAME})": lambda: [
                screen_document("Workload", words, today)
            ],
            "paper for the head of service": lambda: [
                escalation_paper(view, today, self.running.vault.policy())
            ],
        }
        await ask_and_export(
            self, f"Workload · {self.name_of(each.name)}", offered, "pressure", str(each.worker_id)
        )

    @opens_dialog
    async def action_edit_worker(self) -> None:
        """Correct stage, hours and agreement."""
        each = self._here()
        if each:
            await worker_forms.edit_worker(self, each.worker_id)

    def action_what_if(self) -> None:
        """Try changes on a copy, before and after side by side."""
        each = self._here()
        if each and self.shown.view:
            self.app.push_screen(WhatIfScreen(self.shown.view, each.worker_id))

    # What is shown

    def _row(self, each: WorkerWorkload) -> Row:
        found = each.workload
        past, fit = found.signal("children-undiscussed"), found.signal("fit")
        tone = "plain"
        if found.children > found.limit:
            tone = "strong"
        children = wording.of_limit(found.children, found.limit)
        is_wide = self.app.size.width >= _WIDE
        if found.limit and is_wide:
            bar = chart.limit_bar(found.children, found.limit, self._most(), _CHILDREN_BAR)
            children = f"{bar}{found.children:>3}"
        bar_cells = _BAR if is_wide else _SHORT_BAR
        words, status_tone = status_cell(each, self.running.vault.today)
        weeks = chart.weeks([number for _, number in each.forecast.weeks])
        return Row(
            str(each.worker_id),
            (
                Cell(self.name_of(each.name)),
                Cell(
                    f"{fit_words(found.fit) + '×':>5} {fit_bar(found.fit, bar_cells)}",
                    LEVEL_TONES[fit.level],
                ),
                Cell(children, tone),
                Cell(wording.percent(past.value), LEVEL_TONES[past.level]),
                Cell(weeks, "quiet"),
                Cell(words.partition(",")[0], status_tone),
            ),
        )

    def _most(self) -> float:
        """The largest caseload or limit, which fills a bar."""
        workers = self.shown.view.workers if self.shown.view else ()
        numbers = [max(each.workload.children, each.workload.limit) for each in workers]
        return max(numbers, default=1)

    def _detail(self) -> None:
        each = self._here()
        if each is None or self.shown.view is None:
            return
        self.shown.has_help_beside = self.app.size.width >= _HELP_BESIDE
        self.query_one("#helps-pane").display = self.shown.has_help_beside
        room = self._help_width() - _HELP_LABEL - 6
        today = self.running.vault.today
        helps = what_helps(each, self.shown.helped, today, self._short, room)
        self.query_one("#helps", LabelledText).show(helps)
        picture = self._pictures[self._at]
        names = names_of([one.NAME for one in self._pictures], picture.NAME)
        about = self.name_of(each.name) if picture.IS_OF_WORKER else "the team"
        self.query_one("#detail-pane", Pane).retitle(f"{about} · {names}")
        self.query_one("#detail", LabelledText).show(picture.facts(each, self._room()))

    def _room(self) -> int:
        """Count the cells that a picture has beside its labels."""
        room = self.size.width - LABEL - 6
        if self.shown.has_help_beside:
            room -= self._help_width()
        return max(30, room)

    def _help_width(self) -> int:
        """Count the cells of the pane that says what helps."""
        if self.app.size.width >= _VAST:
            return _HELP_WIDTH_VAST
        return _HELP_WIDTH

    def _short(self, name: str) -> str:
        return self.name_of(name).split()[0]

    def _here(self) -> WorkerWorkload | None:
        key = self.query_one(Rows).key
        workers = self.shown.view.workers if self.shown.view else ()
        return next((each for each in workers if str(each.worker_id) == key), None)


def _kind_of(each: WorkerWorkload) -> ResponseKind:
    """The kind of response that the best option is."""
    if not each.moves:
        return ResponseKind.STOP_ALLOCATING
    if each.moves[0].receiver is not None:
        return ResponseKind.MOVE_CHILDREN
    return ResponseKind.EXTRA_SESSION
