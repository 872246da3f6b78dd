"""A worker leaves: what hangs on the worker, handed on one by one, and then the post is closed."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from textual.widget import Widget
from textual.widgets import Static

from supervision_tui.desk.directions.giving import owners_used
from supervision_tui.desk.supervision.schedule import cancel_session
from supervision_tui.desk.workers.leaving import (
    Hanging,
    LeavingView,
    close_post,
    hand_on_direction,
    what_hangs_on,
)
from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import CancelReason
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.screens.review import allocation_forms, people_forms
from supervision_tui.screens.review.allocation import AllocationScreen
from supervision_tui.screens.schedule.away import AwayScreen
from supervision_tui.screens.shared.forms import show_form
from supervision_tui.widgets.child_picks import ChildPicks
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import opens_dialog
from supervision_tui.widgets.form import Field, FormSpec, Values
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.text_styles import line

_STEPS = (
    ("child", "children to hand over"),
    ("cover", "children covered"),
    ("direction", "directions to hand on"),
    ("session", "sessions to cancel"),
    ("record", "records to sign"),
)


class LeavingScreen(ChildPicks):
    """The loose ends of a worker who leaves; enter deals with the one at the mark."""

    WHERE = "leaving"
    gives_way = True
    BINDINGS = bindings_for("leaving")
    DEFAULT_CSS = "LeavingScreen #steps { height: auto; padding: 0 1; }"

    def __init__(self, worker_id: int) -> None:
        super().__init__()
        self.worker_id = worker_id
        self.view: LeavingView | None = None

    @property
    def address(self) -> str:
        """By what it is opened again."""
        return f"leaving {self.worker_id}"

    def body(self) -> Iterable[Widget]:
        """The steps in a line, and what hangs on the worker."""
        rows = Rows(
            Column("", 2),
            Column("", 11),
            Column("", 17),
            Column(""),
            titles=False,
            empty="Nothing left to hand over. ‹leaving.close› closes the post.",
            id="hanging",
        )
        yield Static(id="steps")
        yield Pane("Leaving", rows, id="leaving-pane")

    async def load(self) -> None:
        """Show what hangs on the worker now."""
        view = await self.running.desk.try_run(what_hangs_on, self.worker_id)
        if view is None:
            return
        self.view = view
        self.picked &= self.pickable()
        counts = [
            f"{len(view.of(kind))} {words}"
            for kind, words in _STEPS
            if kind != "cover" or view.of(kind)
        ]
        self.query_one("#steps", Static).update(line((" · ".join(counts), "quiet")))
        self.query_one("#leaving-pane", Pane).retitle(
            f"Leaver: {self.name_of(view.worker)} · {len(view.hanging)} to do"
        )
        self.show_picks()
        if self.focused is None:
            self.set_focus(self.query_one(Rows))

    # Actions

    def action_pick(self) -> None:
        """Pick a child, so that several are handed over at once; again lets go."""
        each = self._here()
        if each is not None and each.kind == "child":
            self.pick_or_let_go({each.key})

    def pickable(self) -> set[str]:
        """The children whom the worker leads."""
        if self.view is None:
            return set()
        return {each.key for each in self.view.of("child")}

    def show_picks(self, of: Collection[str] | None = None) -> None:
        """Show what hangs on the worker, with what is picked."""
        hanging = self.view.hanging if self.view else ()
        self.query_one(Rows).show([self._row(each) for each in hanging])

    @opens_dialog
    async def action_deal(self) -> None:
        """Deal with the one at the mark, or with the children picked."""
        each = self._here()
        if each is None:
            return
        if len(self.picked) > 1:
            self.app.push_screen(AllocationScreen(sorted(self.picked)))
        elif each.kind == "child":
            await allocation_forms.allocate(self, sorted(self.picked) or (each.key,))
        elif each.kind == "direction":
            await self._hand_on(each)
        elif each.kind == "cover":
            self.app.push_screen(AwayScreen(int(each.key.split()[0])))
        elif each.kind == "session":
            await self.running.desk.try_run(cancel_session, int(each.key), CancelReason.OTHER)
        else:
            self.running.navigation.open_session(int(each.key))

    @opens_dialog
    async def action_leave_unallocated(self) -> None:
        """Leave the child at the mark, or those picked, unallocated."""
        each = self._here()
        here = (each.key,) if each is not None and each.kind == "child" else ()
        refs = tuple(sorted(self.picked)) or here
        if refs:
            await people_forms.leave_unallocated(self, refs)

    @opens_dialog
    async def action_close_post(self) -> None:
        """Close the post, once nothing hangs on the worker."""
        view = self.view
        if view is None:
            return
        who = self.name_of(view.worker)
        if view.hanging:
            left = wording.count(len(view.hanging), "thing")
            self.running.notices.say(
                f"{left} still to hand over for {who}: ‹leaving.deal› deals with the selected one."
            )
            return

        async def take(values: Values) -> object:
            return await self.running.desk.run(close_post, self.worker_id, values["last"])

        spec = FormSpec(
            f"{who} leaves",
            (Field("last", "Last day", "today", hint="today, 14 apr"),),
            says="The worker's records stay; the worker is no longer on the lists after that day.",
            save="close the post",
            draft_key=f"leaves {self.worker_id}",
            passes=True,
        )
        if await show_form(self, spec, take):
            self.running.notices.changed(f"{who}: the post is closed.")
            self.dismiss()

    async def _hand_on(self, each: Hanging) -> None:
        owners = await self.running.desk.try_run(owners_used) or ()

        async def take(values: Values) -> bool:
            await self.running.desk.run(hand_on_direction, int(each.key), values["who"])
            return True

        field = Field("who", "Who does it now (↓ offers)", words=owners)
        spec = FormSpec(
            f"{each.about} · hand on",
            (field,),
            says=each.says,
            save="hand on",
            draft_key=f"hand on {each.key}",
            passes=True,
        )
        await show_form(self, spec, take)

    def _row(self, each: Hanging) -> Row:
        mark = "x" if each.kind == "child" and each.key in self.picked else ""
        cells = (Cell(mark, "focus"), Cell(each.kind, "soon"), self._about(each), Cell(each.says))
        return Row(f"{each.kind} {each.key}", cells)

    def _about(self, each: Hanging) -> Cell:
        if each.kind in ("child", "cover", "direction"):
            return self.child_cell(each.about)
        return Cell(each.about)

    def _here(self) -> Hanging | None:
        key = self.query_one(Rows).key
        hanging = self.view.hanging if self.view else ()
        return next((each for each in hanging if f"{each.kind} {each.key}" == key), None)
