"""A worker is away: who covers each child, who does what is open, and the return."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from textual.widget import Widget
from textual.widgets import Static

from supervision_tui.desk.children.allocation import numbers_after
from supervision_tui.desk.moment import Refused
from supervision_tui.desk.workers import absence, absence_view
from supervision_tui.desk.workers.absence_view import (
    AbsenceView,
    ChildAway,
    DirectionAway,
    SessionAway,
)
from supervision_tui.desk.workers.while_away import Happened, while_away
from supervision_tui.practice import wording
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.screens.directions.forms import extend_direction
from supervision_tui.screens.schedule import forms as schedule_forms
from supervision_tui.screens.schedule import worker_forms
from supervision_tui.screens.shared.forms import about_whom, names_shown, show_form
from supervision_tui.widgets.brackets import brackets
from supervision_tui.widgets.child_picks import ChildPicks
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskScreen, opens_dialog
from supervision_tui.widgets.form import Field, FormSpec, Values
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.text_styles import line

_WHO_COVERS = "who covers the child"


class AwayScreen(ChildPicks):
    """The children and open directions of a worker who is away; after it, what happened meanwhile.

    Enter deals with the line at the mark, or with all that are picked.
    """

    WHERE = "away"
    gives_way = True
    BINDINGS = bindings_for("away")
    DEFAULT_CSS = """
    AwayScreen #steps { height: auto; padding: 0 1; }
    AwayScreen #happened-pane { height: 30%; }
    """

    def __init__(self, worker_id: int) -> None:
        super().__init__()
        self.worker_id = worker_id
        self.view: AbsenceView | None = None
        self.happened: list[Happened] = []

    @property
    def address(self) -> str:
        """By what it is opened again."""
        return f"away {self.worker_id}"

    def body(self) -> Iterable[Widget]:
        """The absence in a line; the children and directions; what happened meanwhile."""
        lines = Rows(
            Column("", 2),
            Column("", 16),
            Column("", 16),
            Column(""),
            titles=False,
            empty="No child and no open direction waits for this worker.",
            id="away",
        )
        happened = Rows(
            Column("Day", 11),
            Column("Child", 16),
            Column("What happened"),
            empty="Nothing is on record about these children in that time.",
            id="happened",
        )
        yield Static(id="steps")
        yield Pane("Away", lines, id="away-pane")
        yield Pane("What happened meanwhile", happened, id="happened-pane")

    async def load(self) -> None:
        """Show the absence as it stands now."""
        view = await self.running.desk.try_run(absence_view.absence_of, self.worker_id)
        if view is None:
            self.dismiss()
            return
        self.view = view
        self.happened = await self.running.desk.try_run(while_away, view.leave_id) or []
        self.picked &= self.pickable()
        today = self.running.vault.today
        children = wording.count(len(view.children), "child", "children")
        handed_on = wording.count(view.coming_back, "direction")
        counts = [view.says(today)]
        if view.is_over:
            counts += ["is back", children, f"{handed_on} to take back"]
        else:
            unanswered = wording.count(view.unanswered, "open direction")
            counts += [
                f"{children}, {view.uncovered} without cover",
                f"{unanswered} to hand on or put off",
            ]
            if view.coming_back:
                counts.append(f"{handed_on} handed on")
            if view.sessions:
                counts.append(f"{wording.count(len(view.sessions), 'session')} to move or cancel")
        self.query_one("#steps", Static).update(line((" · ".join(counts), "quiet")))
        self.query_one("#away-pane", Pane).retitle(f"{self.name_of(view.worker)} · away")
        self.show_picks()
        self.query_one("#happened", Rows).show([self._happened(each) for each in self.happened])
        if self.focused is None:
            self.set_focus(self.query_one("#away", Rows))

    # Actions

    def action_switch_pane(self) -> None:
        """Move between what is to be settled and what happened."""
        self.focus_next()

    def action_pick(self) -> None:
        """Pick a child, so that one worker covers several; again lets go."""
        child = self._child()
        if child is not None:
            self.query_one("#away", Rows).action_move(1)
            self.pick_or_let_go({child.ref})

    def pickable(self) -> set[str]:
        """The children of the worker who is away."""
        if self.view is None:
            return set()
        return {each.ref for each in self.view.children}

    @opens_dialog
    async def action_deal(self) -> None:
        """Say who covers the child at the mark or those picked, or who does a direction now.

        A session that falls into the absence is cancelled, and held again on another day.
        """
        child, direction, planned = self._child(), self._direction(), self._planned()
        if child is not None or self.picked:
            here = [child.ref] if child is not None else []
            await self._ask_who_covers(sorted(self.picked) or here)
        elif direction is not None:
            await self._hand_on([direction])
        elif planned is not None:
            await schedule_forms.cancel(self, planned)

    @opens_dialog
    async def action_hand_all(self) -> None:
        """Hand every open direction that falls into the absence to who covers its child."""
        if self.view is None:
            return
        open_ones = [each for each in self.view.directions if not each.is_answered]
        if open_ones:
            await self._hand_on(open_ones)
        else:
            self.running.notices.refuse("No open direction falls into this absence.")

    @opens_dialog
    async def action_put_off(self) -> None:
        """Give the direction at the mark a later date, with the reason."""
        each = self._direction()
        if each is None:
            self.running.notices.refuse("Go to a direction first.")
            return
        reason = f"{self.name_of(self.view.worker)} is away" if self.view else ""
        await extend_direction(self, each.line, reason)

    @opens_dialog
    async def action_last_day(self) -> None:
        """Change the days or the kind of this absence."""
        if self.view is not None:
            await worker_forms.change_absence(self, self.view)

    @opens_dialog
    async def action_another(self) -> None:
        """Put another absence of this worker on record."""
        await worker_forms.record_leave(self, self.worker_id)

    @opens_dialog
    async def action_withdraw(self) -> None:
        """Let this absence never have been."""
        view = self.view
        if view is None:
            return

        async def take(_values: Values) -> bool:
            await self.running.desk.run(absence.withdraw_absence, view.leave_id)
            return True

        spec = FormSpec(
            f"{self.name_of(view.worker)} is not away",
            (),
            says=f"{view.says(self.running.vault.today)}: as if it had never been. Cover ends, and "
            "open directions come back.",
            save="withdraw it",
        )
        if await show_form(self, spec, take):
            self.running.notices.changed("The absence is withdrawn.")
            self.dismiss()

    @opens_dialog
    async def action_back(self) -> None:
        """The worker is back: cover ends, and open directions come back."""
        view = self.view
        if view is None:
            return
        who = self.name_of(view.worker)

        async def take(values: Values) -> bool:
            await self.running.desk.run(absence.come_back, view.leave_id, values["last"])
            return True

        value = "yesterday"
        if view.first == self.running.vault.today:
            value = "today"
        if view.last is not None and view.is_over:
            value = view.last.isoformat()
        spec = FormSpec(
            f"{who} is back",
            (Field("last", "Last day away", value, hint="yesterday, 14 apr"),),
            says="Cover ends with that day, and the open directions that were handed on come back.",
            save="is back",
            draft_key=f"back {self.worker_id}",
            passes=True,
        )
        if await show_form(self, spec, take):
            self.running.notices.changed(f"{who} is back; below is what happened meanwhile.")

    async def _ask_who_covers(self, refs: list[str]) -> None:
        view, names = self.view, await names_shown(self)
        if view is None:
            return
        offered = {shown: name for shown, name in names.items() if name != view.worker}

        async def take(values: Values) -> bool:
            worker = offered.get(values["worker"], values["worker"])
            await self.running.desk.run(absence.cover_children, view.leave_id, refs, worker)
            return True

        async def preview(values: Values) -> str:
            worker = offered.get(values["worker"], values["worker"])
            try:
                numbers = await self.running.desk.run(numbers_after, dict.fromkeys(refs, worker))
            except Refused:
                return ""
            return "\n".join(
                each.says().replace(each.worker, self.name_of(each.worker))
                for each in numbers
                if each.takes_on
            )

        about = about_whom(self, refs)
        spec = FormSpec(
            f"{about} · who covers?",
            (Field("worker", "Covers (↓ offers)", words=tuple(offered)),),
            preview=preview,
            says=f"{view.says(self.running.vault.today)}. It is no change of worker: the child "
            "comes back on the return.",
            save="covers",
            draft_key=f"cover {self.worker_id}",
            passes=True,
        )
        if await show_form(self, spec, take):
            self.picked.clear()
            self.running.notices.changed(f"{about}: covered.")

    async def _hand_on(self, each: list[DirectionAway]) -> None:
        view, names = self.view, await names_shown(self)
        if view is None:
            return

        async def take(values: Values) -> bool:
            said = values["who"].strip()
            owner = "" if said == _WHO_COVERS else names.get(said, said)
            numbers = [one.line.id for one in each]
            await self.running.desk.run(absence.hand_on_for_absence, view.leave_id, numbers, owner)
            return True

        about = wording.count(len(each), "direction")
        says = "On the return they come back."
        if len(each) == 1:
            says = f"“{each[0].line.text}”, due {wording.full_day(each[0].line.due)}. {says}"
        spec = FormSpec(
            f"{about} · who does it meanwhile?",
            (Field("who", "Who (↓ offers)", _WHO_COVERS, words=(_WHO_COVERS, *names)),),
            says=says,
            save="hand on",
            draft_key=f"hand on away {self.worker_id}",
            passes=True,
        )
        if await show_form(self, spec, take):
            self.running.notices.changed(f"{about} handed on.")

    # What is shown

    def show_picks(self, of: Collection[str] | None = None) -> None:
        """Show the children, sessions and directions, with what is picked."""
        if self.view is not None:
            theirs = self.view.children
            signs = brackets([each.family_id for each in theirs])
            children = [self._child_row(*pair) for pair in zip(theirs, signs, strict=True)]
            directions = [self._direction_row(each) for each in self.view.directions]
            sessions = [self._planned_row(each) for each in self.view.sessions]
            self.query_one("#away", Rows).show([*children, *sessions, *directions])

    def _child_row(self, each: ChildAway, bracket: str) -> Row:
        mark = "x" if each.ref in self.picked else " "
        is_over = self.view is not None and self.view.is_over
        says, tone = "nobody covers yet", "soon"
        if is_over:
            says, tone = "nobody covered on the last day", "quiet"
        if each.covered_by:
            until = ""
            if each.until:
                until = f" to {wording.day(each.until, today=self.running.vault.today)}"
            covers = "covered" if is_over else "covers"
            says, tone = f"{self.name_of(each.covered_by)} {covers}{until}", "plain"
        shown = Cell(f"{mark}{bracket}".rstrip(), "focus")
        cells = (shown, self.child_cell(each.ref), Cell(each.plans_shown, "quiet"))
        return Row(f"child {each.ref}", (*cells, Cell(says, tone)))

    def _direction_row(self, each: DirectionAway) -> Row:
        tone, who = "soon", "nobody does it yet"
        if each.is_answered:
            tone, who = "plain", "due outside these days"
        if self.view is not None and self.view.is_over:
            tone, who = "quiet", f"{self.name_of(self.view.worker)} does it"
        if each.handed_on:
            tone, who = "plain", f"{self.name_of(each.line.owner)} does it"
        says = f"“{each.line.text}” · {who}"
        cells = (
            Cell(""),
            self.child_cell(each.line.child),
            Cell(each.line.word, tone),
            Cell(says, tone),
        )
        return Row(f"direction {each.line.id}", cells)

    def _planned_row(self, each: SessionAway) -> Row:
        day = f"{wording.day(each.on, today=self.running.vault.today)} {each.time}".strip()
        says = Cell("planned for that day: move or cancel it", "soon")
        cells = (Cell(""), Cell("session", "soon"), Cell(day), says)
        return Row(f"session {each.id}", cells)

    def _happened(self, each: Happened) -> Row:
        day = wording.day(each.on, today=self.running.vault.today)
        return Row(
            f"{each.on} {each.ref} {each.says}",
            (Cell(day), self.child_cell(each.ref), Cell(each.says)),
        )

    def _planned(self) -> schedule_forms.PlannedSession | None:
        """The session at the mark."""
        key, view = self._key("session"), self.view
        for each in view.sessions if view else ():
            if view is not None and str(each.id) == key:
                return schedule_forms.PlannedSession(each.id, view.worker, each.on, each.time)
        return None

    def _child(self) -> ChildAway | None:
        key = self._key("child")
        children = self.view.children if self.view else ()
        return next((each for each in children if each.ref == key), None)

    def _direction(self) -> DirectionAway | None:
        key = self._key("direction")
        directions = self.view.directions if self.view else ()
        return next((each for each in directions if str(each.line.id) == key), None)

    def _key(self, kind: str) -> str:
        here, _, key = (self.query_one("#away", Rows).key or "").partition(" ")
        return key if here == kind else ""


async def open_absence(screen: DeskScreen, worker_id: int) -> None:
    """Open the absence of a worker that goes on or is to come; else ask for a new one first."""
    running = screen.running
    goes_on = await running.desk.try_run(absence_view.has_absence, worker_id)
    if goes_on or await worker_forms.record_leave(screen, worker_id):
        screen.app.push_screen(AwayScreen(worker_id))
