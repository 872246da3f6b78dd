"""Training: who gets to learn?"""

from __future__ import annotations

from supervision_tui.desk.training.board import (
    BookingLine,
    DutyLine,
    GoalLine,
    learning,
    training_of,
    with_worker,
)
from supervision_tui.desk.training.bookings import tick_attended
from supervision_tui.desk.training.compliance_dates import ComplianceLine, deal_with
from supervision_tui.practice import wording
from supervision_tui.practice.training import TrainingState
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.screens.consultations import forms as consultation_forms
from supervision_tui.screens.shared.export_form import export_screen
from supervision_tui.widgets.desk_screen import opens_dialog, opens_to_look
from supervision_tui.widgets.viewed_screen import ListView, ViewedScreen

from . import forms
from .back_on_duty import log_back_on_duty
from .course_lists import Bookings, Matrix, MissedList, OfTraining, TrainingShown
from .worker_lists import ComplianceList, Cpd, Duty, Goals


class TrainingScreen(ViewedScreen):
    """Courses against workers, bookings, missed ones, CPD, goals, compliance checks, duty."""

    WHERE = "training"
    LIST_KEYS = ("training.tick", "training.new", "training.next")
    BINDINGS = bindings_for("training")

    def __init__(self) -> None:
        super().__init__()
        self.answer = TrainingShown()
        self._fetched_at = -1  # after which change of the vault
        self._ticked: tuple[int, int] | None = None  # whose booking alone was changed, and when

    def lists(self) -> tuple[ListView, ...]:
        """The lists."""
        kinds = (Matrix, Bookings, MissedList, Cpd, Goals, ComplianceList, Duty)
        return tuple(kind(self, self.answer) for kind in kinds)

    async def fetch(self) -> bool:
        """One question to the desk: for all, or for the worker whose booking alone was ticked."""
        changes, view = self.running.vault.changes, self.answer.view
        ticked, self._ticked = self._ticked, None
        if view is not None and ticked is not None and ticked[1] == changes:
            theirs = await self.running.desk.try_run(training_of, ticked[0])
            if theirs is not None:
                self.answer.view, self._fetched_at = with_worker(view, theirs), changes
                return True
        found = await self.running.desk.try_run(learning)
        if found is None:
            return False
        self.answer.view, self._fetched_at = found, changes
        return True

    # Actions

    @opens_dialog
    async def action_tick(self) -> None:
        """Attended; reached; dealt with; back on duty once more."""
        booking, goal, dated = self.booking_here(), self.goal_here(), self.date_here()
        if booking is not None:
            await self._tick_booking(booking)
        elif goal is not None:
            await forms.end_goal(self, goal, is_reached=True)
        elif dated is not None:
            await self._deal_with(dated)
        elif self.duty_here() is not None:
            await self._log(self.duty_here())
        else:
            self.running.notices.refuse("Turn to bookings, goals or checks (→) to tick one.")

    async def _tick_booking(self, each: BookingLine) -> None:
        self.go_on()
        if self._is_up_to_date():
            self._ticked = each.worker_id, self._fetched_at + 1
        state = await self.running.desk.try_run(tick_attended, each.id)
        if state is None:  # refused, with the reason
            self._ticked = None
            self.stay()
        else:
            self.running.notices.changed(f"{self.name_of(each.worker)}: {each.title}, {state}.")

    def _is_up_to_date(self) -> bool:
        """Tell whether the lists show the vault as it is, today."""
        view, vault = self.answer.view, self.running.vault
        return (
            view is not None
            and view.as_of == vault.today
            and self._fetched_at == vault.changes
            and not vault.is_read_only
        )

    async def _deal_with(self, each: ComplianceLine) -> None:
        if each.due is None:
            await forms.set_date(self, each.worker_id, each.worker, each)
            return
        dealt = await self.running.desk.try_run(deal_with, each.worker_id, each.kind)
        if dealt is not None:
            again = f", again by {wording.full_day(dealt.again)}" if dealt.again else ""
            self.running.notices.changed(
                f"{self.name_of(each.worker)}: {each.words} dealt with{again}."
            )

    async def _log(self, each: DutyLine | None) -> None:
        if each is not None:
            await log_back_on_duty(self, each.worker_id, each.worker)

    @opens_dialog
    async def action_missed(self) -> None:
        """Missed, and why; a goal that is given up."""
        booking, goal = self.booking_here(), self.goal_here()
        if booking is not None:
            await forms.missed(self, booking)
        elif goal is not None:
            await forms.end_goal(self, goal, is_reached=False)
        else:
            self.running.notices.refuse(
                "Turn to bookings (→) and choose the training that was missed."
            )

    @opens_dialog
    async def action_new(self) -> None:
        """New, as the list asks."""
        worker_id, worker = self.worker_here()
        name, duty = self.shown.NAME, self.duty_here()
        if name in (Matrix.NAME, Bookings.NAME, MissedList.NAME) or not worker_id:
            await forms.book(self, worker)
        elif name == Cpd.NAME:
            await forms.add_entry(self, worker_id, worker)
        elif name == Goals.NAME:
            await forms.set_goal(self, worker_id, worker)
        elif name == ComplianceList.NAME:
            await forms.set_date(self, worker_id, worker)
        elif duty is not None:
            await forms.describe_unfinished(self, duty)

    @opens_dialog
    async def action_edit(self) -> None:
        """Change a booking, a date, or what was unfinished."""
        booking, dated, duty = self.booking_here(), self.date_here(), self.duty_here()
        if booking is not None:
            await forms.change_booking(self, booking)
        elif dated is not None:
            await forms.set_date(self, dated.worker_id, dated.worker, dated)
        elif duty is not None:
            await forms.describe_unfinished(self, duty)
        else:
            self.running.notices.say(
                "‹training.new› adds here; ‹training.edit› changes a booking, a date, or what was "
                "unfinished."
            )

    @opens_dialog
    async def action_as_piece(self) -> None:
        """Record a course as a piece of development."""
        each = self.booking_here()
        if each is None or each.state is not TrainingState.ATTENDED:
            self.running.notices.refuse(
                "Choose a training that was attended (bookings); ‹training.new› on CPD adds any "
                "other entry."
            )
        else:
            await forms.add_entry(self, each.worker_id, each.worker, each)

    @opens_dialog
    async def action_back_on_duty(self) -> None:
        """Logged at once."""
        worker_id, worker = self.worker_here()
        if worker_id:
            await log_back_on_duty(self, worker_id, worker)

    @opens_dialog
    async def action_bring_in_attendance(self) -> None:
        """Choose a file, see what would change, accept."""
        # Readers of workbooks, only where they are wanted.
        from ..imports.attendance import import_attendance

        await import_attendance(self.app)

    @opens_dialog
    async def action_consult(self) -> None:
        """Ask for a consultation with this worker."""
        await consultation_forms.request(
            self, consultation_forms.About(worker=self.worker_here()[1])
        )

    def action_supervise(self) -> None:
        """Begin or resume supervision."""
        worker_id, _ = self.worker_here()
        if worker_id:
            self.running.navigation.supervise(worker_id)

    @opens_to_look
    async def action_give_away(self) -> None:
        """Export what is on the screen, in words."""
        await export_screen(self, f"Training: {self.shown.NAME}", self.plain_text())

    # What is at the cursor

    def booking_here(self) -> BookingLine | None:
        """The booking at the cursor."""
        if isinstance(self.shown, Bookings):
            return self.shown.line(self.key)
        return None

    def goal_here(self) -> GoalLine | None:
        """The goal at the cursor."""
        if isinstance(self.shown, Goals):
            return self.shown.line(self.key)
        return None

    def date_here(self) -> ComplianceLine | None:
        """The date at the cursor."""
        if isinstance(self.shown, ComplianceList):
            return self.shown.line(self.key)
        return None

    def duty_here(self) -> DutyLine | None:
        """The worker at the cursor of the list of duty."""
        if isinstance(self.shown, Duty):
            return self.shown.line(self.key)
        return None

    def worker_here(self) -> tuple[int, str]:
        """The worker whom the line at the cursor is about; 0 where there is none."""
        if isinstance(self.shown, OfTraining):
            return self.shown.worker(self.key)
        return (0, "")
