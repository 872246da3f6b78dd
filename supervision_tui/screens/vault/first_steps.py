"""Getting started: the first steps in a new vault, how far each has come, and the key that does
it.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Static

from supervision_tui.desk.today.getting_started import GettingStarted, Step, getting_started
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.screens.imports.opening import choose_and_import
from supervision_tui.screens.schedule.forms import plan_series
from supervision_tui.screens.schedule.worker_forms import add_worker, check_workers
from supervision_tui.screens.shared.manager_form import ask_who_manages
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskScreen, opens_dialog
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.text_styles import line

from .backup_form import choose_backup_folder

_HOW = {
    "manager": "‹guide.do› asks for your name, role, team and council, which stand on the records "
    "that you sign, and for the days on which you work: sessions are planned on them.",
    "caseload": "‹guide.do› chooses a file and shows what it would change, before anything is "
    "taken. "
    "By hand: ‹guide.worker› adds a worker, then ‹review.add› on Children (‹go.review›) a child.",
    "workers": "An export does not say who is newly qualified or part-time. ‹guide.do› goes "
    "through the workers in one table: stage, hours, since when in the post, and the day of the "
    "last supervision, from which the next is due.",
    "sessions": "‹guide.do› proposes a day for each session up to three months ahead; ‹undo› "
    "takes all of them back.",
    "backups": "‹guide.do› asks for the folder. What lies there is encrypted as the vault is.",
}


class GuideScreen(DeskScreen):
    """The steps; enter does the one at the mark."""

    WHERE = "guide"
    gives_way = True
    BINDINGS = bindings_for("guide")
    DEFAULT_CSS = """
    GuideScreen #steps-pane { height: 9; }
    GuideScreen #how-pane { height: 7; }
    GuideScreen #how { padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.view: GettingStarted | None = None

    @property
    def address(self) -> str:
        """By what it is opened again."""
        return "guide"

    def body(self) -> Iterable[Widget]:
        """The steps, and how the one at the mark is done."""
        steps = Rows(Column("", 5), Column("Step", 42), Column("How far it is"), id="steps")
        yield Pane("Getting started", steps, id="steps-pane")
        yield Pane("How", Static(id="how"), id="how-pane")

    async def load(self) -> None:
        """Show how far each has come; the mark is on the first that is left."""
        view = await self.running.desk.try_run(getting_started)
        if view is None:
            return
        is_first, self.view = self.view is None, view
        rows = self.query_one(Rows)
        left = next((step.key for step in view.steps if not step.is_done), None)
        here = next((step for step in view.steps if step.key == rows.key), None)
        keep = left if is_first or (here and here.is_done) else None
        rows.show([_row(step) for step in view.steps], keep=keep)
        self._how()
        if self.focused is None:
            self.set_focus(rows)

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """Show how the step at the mark is done."""
        self._how()

    def on_rows_chosen(self) -> None:
        """A second click does it."""
        self.action_do()

    @opens_dialog
    async def action_do(self) -> None:
        """Do the step at the mark."""
        key, view = self.query_one(Rows).key, self.view
        if view is None:
            return
        if key == "manager":
            await ask_who_manages(self)
        elif key == "caseload":
            await choose_and_import(self.app)
        elif key == "workers":
            await check_workers(self)
        elif key == "sessions" and view.workers:
            await plan_series(self, None, view.workers)
        elif key == "backups":
            await choose_backup_folder(self)
        else:
            self.running.notices.refuse("Import the caseload first: the sessions are its workers'.")
        self.reload()

    @opens_dialog
    async def action_add_worker(self) -> None:
        """A worker by hand."""
        await add_worker(self)
        self.reload()

    def _how(self) -> None:
        is_done = self.view is not None and self.view.is_done
        says = "All is done: ‹go.today› goes to Today."
        if not is_done:
            says = _HOW.get(self.query_one(Rows).key or "", "")
        self.query_one("#how", Static).update(line(self.running.fill(says)))


def _row(step: Step) -> Row:
    state = Cell("to do", "soon")
    if step.is_done:
        state = Cell("done", "quiet")
    return Row(step.key, (state, Cell(step.name), Cell(step.says, "quiet")))
