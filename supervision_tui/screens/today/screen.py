"""Today: what needs me?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.events import DescendantFocus
from textual.widget import Widget
from textual.widgets import Static

from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.today.view import TeamLine, TodayView, ToDo
from supervision_tui.practice import wording
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskScreen, Pane, opens_dialog
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.text_styles import line, lines, tone_of

_OF_A_CHILD = (RecordKind.CHILD, RecordKind.DATE_DUE, RecordKind.DIRECTION)
_FIRST_STEP = "Press ‹caseload.import› to import the caseload from the council's export (Annex A)."


class TodayScreen(DeskScreen):
    """The team in a line each, and one ranked list of what needs the manager."""

    WHERE = "today"
    BINDINGS = bindings_for("today")
    DEFAULT_CSS = """
    TodayScreen #team-pane { max-height: 45%; }
    TodayScreen #team { height: 1fr; }
    TodayScreen #why-pane { height: 4; }
    TodayScreen #why { padding: 0 1; height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.view: TodayView | None = None

    def body(self) -> Iterable[Widget]:
        """The team, what needs the manager, and why."""
        yield Pane(
            "The team",
            Rows(
                Column("Worker", 18),
                Column("Stage", 13, at_least=100),
                Column("Children", 10, right=True),
                Column("Next session", 17),
                Column("Oldest", 8, right=True),
                Column("Standing"),
                empty="No workers yet.",
                id="team",
            ),
            id="team-pane",
        )
        yield Pane(
            "Needs you",
            Rows(
                Column("", 10),
                Column("", 18),
                Column("", 11, at_least=100),
                Column(""),
                empty="Nothing needs you today.",
                titles=False,
                id="needs",
            ),
            id="needs-pane",
        )
        yield Pane("Why", Static(id="why"), id="why-pane")

    async def load(self) -> None:
        """One question to the desk, one view."""
        view = await self.running.today.view()
        if view is None:
            return
        first = self.view is None
        self.view = view
        team, needs = self.query_one("#team", Rows), self.query_one("#needs", Rows)
        team.show([self._team_row(each) for each in view.lines])
        self.query_one("#team-pane", Pane).styles.height = max(2, len(view.lines) + 2)
        sentence = _FIRST_STEP
        if view.lines:
            sentence = "Nothing needs you today."
        needs.say_when_empty(sentence)
        needs.show([self._need_row(each) for each in view.needs])
        self._title()
        if first:
            begins_at = team
            if view.needs:
                begins_at = needs
            self.set_focus(begins_at)

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """The reason follows the cursor."""
        self._why()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The reason follows the focus."""
        self._why()

    def on_rows_chosen(self) -> None:
        """A second click opens."""
        self.action_open()

    async def come_back(self, left: Mapping[str, str]) -> None:
        """Also to a line that says it in other words today."""
        await super().come_back(left)
        before = left.get("row needs", "")
        keys = [_key_of(need) for need in self.view.needs] if self.view else []
        alike = [key for key in keys if key.split("\t")[:2] == before.split("\t")[:2]]
        if alike and before not in keys:
            self.query_one("#needs", Rows).go_to(alike[0])

    # Actions

    def action_switch_pane(self) -> None:
        """Move between the two lists."""
        team = self.query_one("#team")
        goes_to = team
        if self.focused is team:
            goes_to = self.query_one("#needs")
        self.set_focus(goes_to)

    def action_open(self) -> None:
        """Go to what the line is about."""
        need, worker = self._need(), self._worker()
        if worker:
            self.running.navigation.show(Destination.of_worker(worker.worker_id))
        elif need and need.leads_to.kind is RecordKind.DATES_NOT_KNOWN:
            self.action_record_event()
        elif need and need.leads_to.kind is RecordKind.UNCHECKED:
            self.action_edit_worker()
        elif need:
            self.running.navigation.show(need.leads_to)

    def action_supervise(self) -> None:
        """Begin or resume supervision."""
        worker_id = self._worker_id()
        if worker_id:
            self.running.navigation.supervise(worker_id)
        else:
            self.running.notices.say("Choose a line of a worker or of a child with a worker first.")

    def action_prepare(self) -> None:
        """Prepare the next session with the worker of the line."""
        worker_id = self._worker_id()
        if worker_id:
            self.running.navigation.prepare(worker_id)

    def action_leaves(self) -> None:
        """The worker of the line leaves: what hangs on the worker?"""
        from supervision_tui.screens.schedule.leaving import LeavingScreen

        worker_id = self._worker_id()
        if worker_id:
            self.app.push_screen(LeavingScreen(worker_id))

    def action_allocate(self) -> None:
        """Allocate the children without a worker, side by side."""
        if self.view is not None and self.view.unallocated:
            self.running.navigation.show(Destination(RecordKind.UNALLOCATED))
        else:
            self.running.notices.say("Every child has a worker.")

    def action_my_week(self) -> None:
        """The manager's own week."""
        from supervision_tui.screens.schedule.my_week import MyWeekScreen

        self.app.push_screen(MyWeekScreen())

    @opens_dialog
    async def action_away(self) -> None:
        """The worker of the line is away: when, who covers, and the return."""
        from supervision_tui.screens.schedule.away import open_absence

        worker_id = self._worker_id()
        if worker_id:
            await open_absence(self, worker_id)

    @opens_dialog
    async def action_direct(self) -> None:
        """Give a direction for the child of the line."""
        from supervision_tui.screens.directions import forms as direction_forms

        child = self._child_of_line()
        if child:
            await direction_forms.give_directions(self, (child,))
        else:
            self.running.notices.say("Choose a line of a child first.")

    @opens_dialog
    async def action_record_event(self) -> None:
        """It was held on …: for the child of the line.

        On dates not known here one after another.
        """
        from supervision_tui.screens.review import event_forms

        need = self._need()
        if need and need.leads_to.kind is RecordKind.DATES_NOT_KNOWN:
            await event_forms.go_through_not_known(self)
        elif need and (child := self._child_of_line()):
            code = need.leads_to.id if need.leads_to.kind is RecordKind.DATE_DUE else ""
            await event_forms.record_event(self, (child,), code)
        else:
            self.running.notices.say("Choose a line of a child first.")

    @opens_dialog
    async def action_respond(self) -> None:
        """Respond to the status of the line's worker."""
        from supervision_tui.desk.workload.responses import response_to
        from supervision_tui.screens.workload import response_forms

        line_ = self._line_of_worker()
        if line_:
            there = await self.running.desk.try_run(response_to, line_.worker_id)
            status = line_.status.split(",")[0]
            await response_forms.answer(
                self, line_.worker_id, line_.name, status=status, there=there, now=line_.fit_now
            )

    @opens_dialog
    async def action_consult(self) -> None:
        """Ask for a consultation about the child or with the worker of the line."""
        from supervision_tui.screens.consultations import forms as consultation_forms

        child = self._child_of_line()
        children = (child,) if child else ()
        line_ = self._line_of_worker()
        worker = line_.name if line_ else ""
        await consultation_forms.request(self, consultation_forms.About(children, worker))

    @opens_dialog
    async def action_back_on_duty(self) -> None:
        """The worker of the line is back on duty with work unfinished."""
        from supervision_tui.screens.training.back_on_duty import log_back_on_duty

        line_ = self._line_of_worker()
        if line_:
            await log_back_on_duty(self, line_.worker_id, line_.name)

    @opens_dialog
    async def action_add_worker(self) -> None:
        """A worker by hand."""
        from supervision_tui.screens.schedule import worker_forms

        await worker_forms.add_worker(self)

    @opens_dialog
    async def action_edit_worker(self) -> None:
        """Put right the worker of the line; where several are to be checked, all in one table."""
        from supervision_tui.screens.schedule import worker_forms

        worker_id, need = self._worker_id(), self._need()
        if need is not None and need.leads_to.kind is RecordKind.UNCHECKED:
            await worker_forms.check_workers(self)
        elif worker_id:
            await worker_forms.edit_worker(self, worker_id)

    # What the lines say

    def _team_row(self, each: TeamLine) -> Row:
        over = "late" if each.children > each.limit else "plain"
        stage = each.stage if each.stage_checked else f"{each.stage}?"
        oldest = "" if each.oldest_days is None else f"{each.oldest_days} days"
        tone = "plain" if each.stage_checked else "soon"
        number_tone = "strong" if over == "late" else "plain"
        return Row(
            str(each.worker_id),
            (
                Cell(self.name_of(each.name)),
                Cell(stage, tone),
                Cell(wording.of_limit(each.children, each.limit), number_tone),
                Cell(each.next_session.says, tone_of(each.next_session.urgency)),
                Cell(oldest),
                Cell(each.status, tone_of(each.status_urgency)),
            ),
        )

    def _need_row(self, need: ToDo) -> Row:
        is_worker = any(each.name == need.who for each in self._lines())
        who = self.name_of(need.who) if is_worker else need.who
        what = self.running.fill(need.what)
        if is_worker:
            what = what.replace(need.who, who)
        about = Cell(who)
        if self.running.names.child(need.who):
            about = self.child_cell(who)
        cells = (
            Cell(need.word, tone_of(need.urgency)),
            about,
            Cell(need.plan, "quiet"),
            Cell(what),
        )
        return Row(_key_of(need), cells)

    def _title(self) -> None:
        view = self.view
        if view is None:
            return
        shown = ""
        if view.needs_in_all > len(view.needs):
            shown = f", the first {len(view.needs)} shown"
        counts = f" · {view.needs_in_all:,}, {view.late_in_all:,} of them late{shown}"
        counted = counts if view.needs_in_all else ""
        title = f"Needs you{counted}"
        nobodys = f" · {wording.count(view.unallocated, 'child', 'children')} unallocated"
        without_worker = nobodys if view.unallocated else ""
        self.query_one("#team-pane", Pane).retitle(f"The team{without_worker}")
        self.query_one("#needs-pane", Pane).retitle(title)

    def _why(self) -> None:
        need, worker = self._need(), self._worker()
        if worker:
            unchecked = (
                "Stage and hours were assumed at the import; ‹today.worker› puts them right."
            )
            if worker.stage_checked:
                unchecked = ""
            enter = self.running.fill("‹today.open›")
            shows = (
                f"{enter[:1].upper()}{enter[1:]} shows every signal with its value and threshold."
            )
            text = unchecked or f"{worker.status}. {shows}"
            self.query_one("#why", Static).update(line(self.running.fill(text)), layout=False)
        elif need:
            why = lines(
                line(self.running.fill(need.why)),
                line((self.running.fill("‹today.open› goes there"), "quiet")),
            )
            self.query_one("#why", Static).update(why, layout=False)

    def _lines(self) -> tuple[TeamLine, ...]:
        if self.view:
            return self.view.lines
        return ()

    def _worker(self) -> TeamLine | None:
        rows = self.query_one("#team", Rows)
        if self.focused is not rows:
            return None
        return next((each for each in self._lines() if str(each.worker_id) == rows.key), None)

    def _need(self) -> ToDo | None:
        rows = self.query_one("#needs", Rows)
        if self.view is None or rows.key is None or self.focused is self.query_one("#team"):
            return None
        return next((each for each in self.view.needs if _key_of(each) == rows.key), None)

    def _child_of_line(self) -> str:
        """The child whom the line at the cursor is about.

        Empty where it is about none, or about several.
        """
        need = self._need()
        if need is None or need.leads_to.kind not in _OF_A_CHILD:
            return ""
        is_of_several = need.leads_to.kind is RecordKind.CHILD and need.who != need.leads_to.child
        if is_of_several:
            return ""
        return need.who

    def _worker_id(self) -> int | None:
        worker, need = self._worker(), self._need()
        if worker:
            return worker.worker_id
        if need:
            return need.worker_id
        return None

    def _line_of_worker(self) -> TeamLine | None:
        """The team's line of the worker whom the line at the cursor is about."""
        return next((each for each in self._lines() if each.worker_id == self._worker_id()), None)


def _key_of(need: ToDo) -> str:
    """By what a line is known: where it leads, about whom, and what it says of that."""
    to = need.leads_to
    return f"{to.kind}\t{to.child} {to.id}\t{need.what}"
