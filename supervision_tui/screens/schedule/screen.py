"""Schedule: when do we meet?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from textual.widget import Widget

from supervision_tui.desk.supervision import schedule as desk
from supervision_tui.desk.supervision.schedule import ScheduleRow, ScheduleView, SessionLine
from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import SessionKind, SessionState
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.screens.session.signed import SignedScreen
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskScreen, opens_dialog, opens_to_look
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.text_styles import tone_of

from . import forms as schedule_forms
from . import worker_forms
from .agreement import AgreementScreen
from .away import open_absence
from .my_week import MyWeekScreen

_EMPTY = "No workers yet. Press ‹caseload.import› to import the caseload."
_MARKS = {
    SessionState.HELD: "held",
    SessionState.CANCELLED: "cancel",
    SessionState.MISSED: "missed",
}


_TODAY = "┃"  # the line between the weeks behind and this one
_WEEK = Column("", 6)


def _weeks() -> list[Column]:
    """A column a week, as many as there is room for, and the line before this week."""
    columns = []
    for number in range(-desk.WEEKS_BACK, desk.WEEKS_AHEAD + 1):
        if number == 0:
            columns.append(Column("", 1, at_least=100))
        if number < -1 or number > 7:
            columns.append(replace(_WEEK, at_least=170))
        elif number < 0 or number > 6:
            columns.append(replace(_WEEK, at_least=100))
        else:
            columns.append(_WEEK)
    return columns


class ScheduleScreen(DeskScreen):
    """The team's weeks as a grid with a line at today, and its sessions as a list."""

    WHERE = "schedule"
    BINDINGS = bindings_for("schedule")
    DEFAULT_CSS = "ScheduleScreen #weeks-pane { height: 55%; max-height: 60%; }"

    def __init__(self) -> None:
        super().__init__()
        self.view: ScheduleView | None = None

    def body(self) -> Iterable[Widget]:
        """The weeks, then the list."""
        yield Pane(
            "Weeks",
            Rows(
                Column("Worker", 18),
                Column("Next", 18, at_least=100),
                *_weeks(),
                empty=_EMPTY,
                id="weeks",
            ),
            keys=("schedule.plan", "schedule.series", "schedule.leave"),
            id="weeks-pane",
        )
        yield Pane(
            "Sessions",
            Rows(
                Column("", 15),
                Column("Worker", 20),
                Column("When", 22),
                Column("Length", 8, right=True),
                Column(""),
                empty="No sessions in these weeks. Press ‹schedule.plan› on a worker to plan one.",
                titles=False,
                id="sessions",
            ),
            keys=("schedule.held", "schedule.move", "schedule.cancel"),
        )

    async def load(self) -> None:
        """All weeks at once."""
        view = await self.running.desk.try_run(desk.schedule)
        if view is None:
            return
        self.view = view
        weeks = self.query_one("#weeks", Rows)
        titles = [f"{monday.day} {monday:%b}" for monday in view.mondays]
        titles.insert(desk.WEEKS_BACK, _TODAY)
        weeks.retitle(["Worker", "Next", *titles])
        weeks.show([self._week_row(row) for row in view.rows])
        self.query_one("#weeks-pane").styles.height = max(4, len(view.rows) + 3)
        self.query_one("#sessions", Rows).show([self._session_row(each) for each in view.sessions])
        if self.focused is None:
            self.set_focus(weeks)

    def focus_on(self, worker_id: str) -> None:
        """Put the cursor on a worker."""
        weeks = self.query_one("#weeks", Rows)
        weeks.go_to(worker_id)
        self.set_focus(weeks)

    # Actions

    def action_switch_pane(self) -> None:
        """Move between the weeks and the list."""
        weeks = self.query_one("#weeks")
        other: Widget = weeks
        if self.focused is weeks:
            other = self.query_one("#sessions")
        self.set_focus(other)

    def action_supervise(self) -> None:
        """Begin or resume supervision."""
        each = self._session()
        if (
            each
            and not each.signed
            and not SessionKind(each.kind).satisfies_interval
            and self._is_in_list()
        ):
            self.running.navigation.open_session(each.lead_id)
            return
        worker_id = self._worker_id()
        if worker_id:
            self.running.navigation.supervise(worker_id)

    def action_open(self) -> None:
        """Read the signed record."""
        each = self._session()
        if each and each.signed:
            self.app.push_screen(SignedScreen(each.id))
        elif each:
            on = wording.full_day(each.on)
            self.running.notices.say(
                f"The session of {on} with {self.name_of(each.worker)} has no signed record yet; "
                "‹schedule.supervise› writes it."
            )

    def action_prepare(self) -> None:
        """Prepare the next session with this worker."""
        worker_id = self._worker_id()
        if worker_id:
            self.running.navigation.prepare(worker_id)

    @opens_dialog
    async def action_plan(self) -> None:
        """Plan a session; the agreement's date is proposed."""
        row = self._row()
        if row:
            await schedule_forms.plan(self, row)

    @opens_dialog
    async def action_series(self) -> None:
        """Plan the next quarter from the agreement."""
        row = self._row()
        if row and self.view:
            await schedule_forms.plan_series(self, row, [each.worker_id for each in self.view.rows])

    @opens_dialog
    async def action_other_sitting(self) -> None:
        """Begin a session beside supervision."""
        row = self._row()
        if row:
            await schedule_forms.begin_other(self, row.worker_id, row.worker)

    @opens_dialog
    async def action_move(self) -> None:
        """Move the session to another day."""
        each = self._session()
        if each:
            await schedule_forms.move(self, each)

    @opens_dialog
    async def action_cancel(self) -> None:
        """Cancel it, with its reason."""
        each = self._session()
        if each and each.state is not SessionState.PLANNED:
            self.running.notices.say(
                f"That session is {each.word.split(',')[0]} already: nothing is left to cancel."
            )
        elif each:
            await schedule_forms.cancel(self, each)

    @opens_dialog
    async def action_cover(self) -> None:
        """Arrange cover for the manager."""
        await schedule_forms.arrange_cover(self)

    def action_my_week(self) -> None:
        """The manager's own week."""
        self.app.push_screen(MyWeekScreen())

    @opens_to_look
    async def action_give_diary(self) -> None:
        """The week as a page, or a calendar file."""
        await schedule_forms.give_diary(self, self.running.vault.team)

    @opens_dialog
    async def action_held(self) -> None:
        """It took place."""
        await self._record(desk.mark_held, "Held. Press ‹schedule.supervise› to write its record.")

    @opens_dialog
    async def action_missed(self) -> None:
        """It did not take place."""
        await self._record(desk.mark_missed, "Recorded as missed.")

    def action_agreement(self) -> None:
        """The supervision agreement of this worker."""
        worker_id = self._worker_id()
        if worker_id:
            self.app.push_screen(AgreementScreen(worker_id))

    @opens_dialog
    async def action_terms(self) -> None:
        """A temporary change to a worker's supervision."""
        worker_id = self._worker_id()
        if worker_id:
            await worker_forms.agree_for_a_time(self, worker_id)

    @opens_dialog
    async def action_leave_of_absence(self) -> None:
        """This worker is away: when, who covers, and the return."""
        worker_id = self._worker_id()
        if worker_id:
            await open_absence(self, worker_id)

    @opens_dialog
    async def action_edit_worker(self) -> None:
        """Correct stage, hours and agreement."""
        worker_id = self._worker_id()
        if worker_id:
            await worker_forms.edit_worker(self, worker_id)

    async def _record(self, verb: Any, done: str) -> None:
        each = self._session()
        if each:
            before = each.state
            await self.running.desk.try_run(verb, each.id)
            if before is SessionState.PLANNED and each.on <= self.running.vault.today:
                self.running.notices.changed(done)

    # What is shown

    def _week_row(self, row: ScheduleRow) -> Row:
        cells = [
            Cell(self.name_of(row.worker)),
            Cell(row.next_session.says, tone_of(row.next_session.urgency)),
        ]
        for number, week in enumerate(row.weeks):
            if number == desk.WEEKS_BACK:
                cells.append(Cell(_TODAY, "focus"))
            cells.append(self._week_cell(row, number, week))
        return Row(str(row.worker_id), tuple(cells))

    def _week_cell(self, row: ScheduleRow, number: int, week: tuple[SessionLine, ...]) -> Cell:
        if week:
            own = [each for each in week if SessionKind(each.kind).satisfies_interval]
            each = (own or week)[-1]
            if own:
                word = _MARKS.get(each.state, f"{each.on:%a} {each.on.day}")
            else:
                word = each.kind
            text = word
            if each.word == "to record":
                text = "record"
            tone = tone_of(each.urgency) if own else "quiet"
            return Cell(text, tone)
        if row.away[number]:
            return Cell("away", "quiet")
        monday = self.view.mondays[number] if self.view else None
        if monday and any(0 <= (day - monday).days < 7 for day in row.proposed):
            return Cell("plan", "soon")
        return Cell("·", "quiet")

    def _session_row(self, each: SessionLine) -> Row:
        when = f"{wording.day(each.on, today=self.running.vault.today)} {each.time}".strip()
        return Row(
            str(each.id),
            (
                Cell(each.word, tone_of(each.urgency)),
                Cell(self.name_of(each.worker)),
                Cell(when),
                Cell(f"{each.minutes} min"),
                Cell(each.reason, "quiet"),
            ),
        )

    def _is_in_list(self) -> bool:
        return self.focused is self.query_one("#sessions")

    def _row(self) -> ScheduleRow | None:
        worker_id = self._worker_id()
        rows = self.view.rows if self.view else ()
        return next((row for row in rows if row.worker_id == worker_id), None)

    def _worker_id(self) -> int | None:
        each = self._session()
        if self.focused is self.query_one("#sessions"):
            if each:
                return each.worker_id
            return None
        key = self.query_one("#weeks", Rows).key
        if key:
            return int(key)
        return None

    def _session(self) -> SessionLine | None:
        """The session at the cursor.

        In the weeks the worker's earliest that is still to be recorded or held.
        """
        sessions = self.view.sessions if self.view else ()
        if self.focused is self.query_one("#sessions"):
            key = self.query_one("#sessions", Rows).key
            return next((each for each in sessions if str(each.id) == key), None)
        key = self.query_one("#weeks", Rows).key
        theirs = [
            each
            for each in sessions
            if str(each.worker_id) == key and each.state is SessionState.PLANNED
        ]
        if theirs:
            return theirs[0]
        return None
