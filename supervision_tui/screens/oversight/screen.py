"""Oversight: what do I tell the service?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from supervision_tui.desk.audits.lines import AuditLine
from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.oversight.board import oversight_board
from supervision_tui.desk.oversight.record import Record
from supervision_tui.exports.oversight.publish import Audience, Codes, publish
from supervision_tui.practice.days.period import Period, last_months
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.screens.shared.export_form import export_screen
from supervision_tui.widgets.desk_screen import opens_dialog, opens_to_look
from supervision_tui.widgets.viewed_screen import ListView, ViewedScreen

from . import audit_forms, forms, held_forms, page_forms
from .action_list import ActionList
from .audit_lists import Audits, Moderation, OfAudits, SampleList, Weeks
from .other_lists import Authority, HeldList
from .records import RecordsScreen
from .shown import OversightShown
from .summary_list import SummaryList

_FIRST, _LAST = "first day", "last day"
_MONTHS = 3  # of the period that is shown first


class OversightScreen(ViewedScreen):
    """The summary, audits and moderation, the sample, practice weeks, files held, the authority."""

    WHERE = "oversight"
    LIST_KEYS = ("oversight.period", "oversight.export", "oversight.next")
    BINDINGS = bindings_for("oversight")
    DEFAULT_CSS = """
    OversightScreen #list-pane { height: 2fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.answer = OversightShown()
        self.period: Period | None = None

    def lists(self) -> tuple[ListView, ...]:
        """The lists."""
        kinds = (
            SummaryList,
            Audits,
            ActionList,
            Moderation,
            SampleList,
            Weeks,
            HeldList,
            Authority,
        )
        return tuple(kind(self, self.answer) for kind in kinds)

    async def fetch(self) -> bool:
        """One question to the desk."""
        period = self.period or last_months(_MONTHS, self.running.vault.today)
        found = await self.running.desk.try_run(oversight_board, period)
        if found is None:
            return False
        names = {key: self.name_of(name) for key, name in found.worker_names.items()}
        codes = Codes(names, {}, "")
        self.answer.board = found
        self.answer.published = publish(
            found.summary, Audience.MANAGER, None, self.running.vault.policy(), codes
        )
        return True

    def as_left(self) -> dict[str, str]:
        """Also the period, where another one was chosen: its first and last day."""
        if self.period is None:
            days = {}
        else:
            days = {_FIRST: str(self.period.first), _LAST: str(self.period.last)}
        return super().as_left() | days

    async def come_back(self, left: Mapping[str, str]) -> None:
        """Also in the same period."""
        if left.get(_FIRST):
            self.period = Period(date.fromisoformat(left[_FIRST]), date.fromisoformat(left[_LAST]))
            await self.load()
        await super().come_back(left)

    def on_rows_chosen(self) -> None:
        """A second click opens."""
        self.action_open()

    # Actions

    def action_open(self) -> None:
        """The records behind a figure; of other lists whom the line is about."""
        shown = self.shown
        if isinstance(shown, SummaryList):
            self._open_records(shown)
        elif isinstance(shown, OfAudits):
            self._open_audited(shown.line(self.key))
        elif isinstance(shown, ActionList):
            self._open_action(shown)
        elif isinstance(shown, Weeks):
            self._open_week(shown)
        elif isinstance(shown, SampleList):
            child = shown.child(self.key)
            if child is not None and child.audit_id is not None:
                self.focus_on(f"{Audits.NAME}/{child.audit_id}")
            elif child is not None:
                self.running.navigation.show(Destination.of_child(child.ref))
        else:
            self.running.notices.say(
                "‹oversight.pane› reads what stands below; ‹oversight.next› turns to the next list."
            )

    def _open_records(self, shown: SummaryList) -> None:
        records = cast(tuple[Record, ...], shown.behind(self.key))
        if records:
            title = f"{shown.about(self.key)} · {shown.days_of(self.key)}"
            self.app.push_screen(RecordsScreen(title, records))
        else:
            self.running.notices.refuse("No record stands behind this line in this period.")

    def _open_action(self, shown: ActionList) -> None:
        """Go to the direction that an action became, else to the audit that requires it."""
        each = shown.action(self.key)
        if each is None:
            return
        if each.action.direction_id is not None:
            number = str(each.action.direction_id)
            self.running.navigation.show(Destination(RecordKind.DIRECTION, number, each.child))
        else:
            self.focus_on(f"{Audits.NAME}/{each.audit_id}")

    def _open_week(self, shown: Weeks) -> None:
        """The audits of a practice week, a line each."""
        week = shown.week(self.key)
        audits = shown.audits_of(self.key)
        if week is None:
            return
        if not audits:
            self.running.notices.refuse("No audit is on record for this practice week.")
            return
        records = tuple(
            Record("audit", each.id, each.on, each.worker_id, each.child, words=str(each.kind))
            for each in audits
        )
        self.app.push_screen(RecordsScreen(f"Audits of {week.name}", records))

    def _open_audited(self, line: AuditLine | None) -> None:
        if line is not None and line.child:
            self.running.navigation.show(Destination.of_child(line.child))
        elif line is not None and line.worker_id is not None:
            self.running.navigation.show(Destination.of_worker(line.worker_id))

    @opens_to_look
    async def action_period(self) -> None:
        """Another period."""
        now = self.period or last_months(_MONTHS, self.running.vault.today)
        chosen = await forms.choose_period(self, now)
        if chosen is not None:
            self.period = chosen
            self.reload()

    @opens_dialog
    async def action_new(self) -> None:
        """New, as the list asks."""
        shown = self.shown
        if isinstance(shown, Weeks):
            await audit_forms.name_a_week(self)
        elif isinstance(shown, SampleList):
            child = shown.child(self.key)
            if child is not None and child.audit_id is None:
                self.go_on()
                await self._record(child.ref, child.worker or "")
            else:
                await audit_forms.draw(self)
        elif isinstance(shown, HeldList | Authority):
            self.running.notices.say(
                "‹oversight.rollup› takes a folder of teams' summaries; "
                "‹oversight.whole› gives all that is held of one person."
            )
        else:
            await self._record("", "")

    @opens_dialog
    async def action_add_to_page(self) -> None:
        """Add to the first page: who meets whom, a decision, a comparator, the sign-off."""
        board = self.answer.board
        number = await page_forms.add(self, board.period) if board is not None else None
        if number is None:
            self.stay()
        else:
            self.focus_on(f"{SummaryList.NAME}/entry {number}")
            self.reload()

    @opens_dialog
    async def action_draw(self) -> None:
        """Draw a sample, from whichever list."""
        await audit_forms.draw(self)
        self.reload()

    async def _record(self, child: str, worker: str) -> None:
        found = await audit_forms.record(self, child, worker)
        if found is None:
            self.stay()
        elif not isinstance(self.shown, SampleList):
            self.focus_on(f"{Audits.NAME}/{found}")
        self.reload()

    @opens_dialog
    async def action_next_step(self) -> None:
        """A blind second grade; or that an audit was talked over."""
        shown = self.shown
        if isinstance(shown, SummaryList) and (entry := shown.page.entry(self.key)) is not None:
            await page_forms.end(self, entry)
            self.reload()
            return
        if isinstance(shown, Weeks) and (week := shown.week(self.key)) is not None:
            await audit_forms.add_feedback(self, week)
            self.reload()
            return
        line = shown.line(self.key) if isinstance(shown, OfAudits) else None
        if line is None:
            self.running.notices.refuse(
                "Turn to audits or moderation (→) for the next step of one."
            )
        elif isinstance(shown, Moderation):
            await audit_forms.moderate(self, line)
        else:
            await audit_forms.hold_learning(self, line)

    @opens_dialog
    async def action_moderate(self) -> None:
        """A blind second grade."""
        line = self._audit_here()
        if line is not None and isinstance(self.shown, Audits) and line.moderated_grade is None:
            self.focus_on(f"{Moderation.NAME}/{line.id}")  # where the first grade is not seen
            self.running.notices.say(
                "Here the first grade is hidden: ‹oversight.step› gives the second."
            )
        elif line is not None:
            await audit_forms.moderate(self, line)

    @opens_dialog
    async def action_agree_grade(self) -> None:
        """The grade on which both auditors agreed."""
        line = self._audit_here()
        if line is not None:
            await audit_forms.agree_grade(self, line)

    @opens_dialog
    async def action_amend(self) -> None:
        """Add to the audit, with the reason."""
        line = self._audit_here()
        if line is not None:
            await audit_forms.amend(self, line)

    @opens_dialog
    async def action_require(self) -> None:
        """One more required action."""
        line = self._audit_here()
        if line is not None:
            await audit_forms.require(self, line)

    @opens_dialog
    async def action_learning(self) -> None:
        """Agree the day of the learning conversation."""
        line = self._audit_here()
        if line is not None:
            await audit_forms.agree_learning(self, line)

    @opens_to_look
    async def action_give_away(self) -> None:
        """The summary in a form for its reader; other lists as they stand on the screen."""
        board = self.answer.board
        if isinstance(self.shown, SummaryList) and board is not None:
            await forms.export_summary(self, board.period)
        elif isinstance(self.shown, ActionList):
            await forms.export_actions(self, self.shown.actions())
        elif isinstance(self.shown, Weeks) and self.shown.week(self.key) is not None:
            await forms.export_week(self, int(self.key))
        else:
            await export_screen(self, f"Oversight: {self.shown.NAME}", self.plain_text())

    @opens_to_look
    async def action_whole_record(self) -> None:
        """Everything held of one child or worker."""
        shown, key = self.shown, self.key
        subject = ""
        if isinstance(shown, HeldList):
            file = shown.file(key)
            if file:
                subject = self.name_of(file.name) if file.kind == "worker" else file.key
            else:
                subject = ""
        elif isinstance(shown, SampleList):
            subject = key
        else:
            line = shown.line(key) if isinstance(shown, OfAudits) else None
            subject = (line.child or self.name_of(line.worker)) if line else ""
        await held_forms.whole_record(self, subject)

    @opens_dialog
    async def action_erase(self) -> None:
        """Erase the file at the cursor."""
        shown = self.shown
        file = shown.file(self.key) if isinstance(shown, HeldList) else None
        if file is None:
            self.running.notices.refuse(
                "Turn to held (→) and choose whose records are to be erased."
            )
        else:
            self.go_on()
            if not await held_forms.erase(self, file):
                self.stay()
            self.reload()

    @opens_dialog
    async def action_hold(self) -> None:
        """Put the file at the cursor on legal hold, or lift it; else that of whom is named."""
        shown = self.shown
        file = shown.file(self.key) if isinstance(shown, HeldList) else None
        if file is None:
            done = await held_forms.hold_somebody(self)
        else:
            done = await held_forms.hold(self, file)
        if done:
            self.reload()

    @opens_to_look
    async def action_roll_up(self) -> None:
        """One picture of many teams."""
        found = await forms.roll_up(self)
        if found is not None:
            self.answer.authority = found
            self.focus_on(f"{Authority.NAME}/")
            self.show_list()

    def action_supervise(self) -> None:
        """Begin or resume supervision."""
        line = self._audit_here()
        if line is not None and line.worker_id:
            self.running.navigation.supervise(line.worker_id)

    def _audit_here(self) -> AuditLine | None:
        shown = self.shown
        line = shown.line(self.key) if isinstance(shown, OfAudits) else None
        if line is None:
            self.running.notices.refuse("Turn to audits (→) and choose one.")
        return line
