"""Allocation of several children side by side, with every worker's numbers before and after."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from textual.containers import Horizontal
from textual.widget import Widget

from supervision_tui.desk.children.allocation import (
    CHANGE_REASONS,
    NEW_REFERRAL,
    WorkerAfter,
    allocate_each,
    numbers_after,
)
from supervision_tui.desk.children.queue import ToAllocate, to_allocate
from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import Checkpoint
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.screens.directions.forms import Occasion, give_directions
from supervision_tui.screens.shared.forms import show_form
from supervision_tui.widgets.brackets import brackets
from supervision_tui.widgets.child_picks import ChildPicks
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import opens_dialog
from supervision_tui.widgets.form import Field, FormSpec, Values
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.rows import Cell, Row, Rows

_CHOSEN = "chosen"


class AllocationScreen(ChildPicks):
    """Children at the left, the team at the right: enter on a worker gives that worker the child.

    Nothing is changed until it is saved, all at once.
    """

    WHERE = "allocation"
    gives_way = True
    BINDINGS = bindings_for("allocation")
    DEFAULT_CSS = """
    AllocationScreen #children-pane { width: 48%; min-width: 36; }
    AllocationScreen #team-pane { width: 1fr; }
    """

    def __init__(self, refs: Sequence[str] = ()) -> None:
        super().__init__()
        self.refs = tuple(refs)
        self.children_: list[ToAllocate] = []
        self.team: list[WorkerAfter] = []
        self.chosen: dict[str, str] = {}  # the worker's name, by the child's reference

    @property
    def address(self) -> str:
        """By what it is opened again."""
        return " ".join(("allocation", *self.refs))

    def body(self) -> Iterable[Widget]:
        """The children, and the team."""
        children = Rows(
            Column("", 2),
            Column("Child", 16, narrow=10),
            Column("Plan", 7, at_least=100),
            Column("Now", 8, at_least=80),
            Column("To"),
            empty="Every child has a worker.",
            id="children",
        )
        team = Rows(
            Column("Worker", 18),
            Column("Children", 13),
            Column("Time needed", 12),
            Column("", at_least=100),
            empty="There is no worker to allocate to.",
            id="team",
        )
        yield Horizontal(
            Pane("To allocate", children, id="children-pane"),
            Pane("Team · now → then", team, id="team-pane"),
            classes="beside",
        )

    async def load(self) -> None:
        """The children, and what the choices so far would do."""
        found = await self.running.desk.try_run(to_allocate, self.refs)
        if found is None:
            return
        here = {each.ref for each in found}
        self.children_ = found
        self.picked &= here
        self.chosen = {ref: worker for ref, worker in self.chosen.items() if ref in here}
        await self._show()
        if self.focused is None:
            self.set_focus(self.query_one("#children", Rows))

    def as_left(self) -> dict[str, str]:
        """Also the worker chosen for each child, a line each."""
        chosen = "\n".join(f"{ref}\t{worker}" for ref, worker in sorted(self.chosen.items()))
        left = super().as_left()
        return left | {_CHOSEN: chosen}

    async def come_back(self, left: Mapping[str, str]) -> None:
        """Also with the same workers chosen."""
        for each in left.get(_CHOSEN, "").splitlines():
            ref, _, worker = each.partition("\t")
            self.chosen[ref] = worker
        await self.load()
        await super().come_back(left)

    # Actions

    def action_switch_pane(self) -> None:
        """Move between the children and the team."""
        team = self.query_one("#team", Rows)
        goes_to = team
        if self.focused is team:
            goes_to = self.query_one("#children", Rows)
        self.set_focus(goes_to)

    async def action_choose(self) -> None:
        """On a child go to the team; on a worker give the worker the child at the mark."""
        team = self.query_one("#team", Rows)
        if self.focused is not team:
            self.set_focus(team)
            return
        if team.key is None:
            return
        for ref in self._those():
            self.chosen[ref] = team.key
        self.picked.clear()
        await self._show()
        self._go_on()

    def action_pick(self) -> None:
        """Pick a child, so that several go to one worker; again lets go."""
        key = self.query_one("#children", Rows).key
        if key:
            self.query_one("#children", Rows).action_move(1)
            self.pick_or_let_go({key})

    def action_pick_family(self) -> None:
        """Pick the brothers and sisters of this child, too, or let them go."""
        here = self._here()
        if here is None:
            return
        family = {
            each.ref
            for each in self.children_
            if each.ref == here.ref or (here.family_id and each.family_id == here.family_id)
        }
        self.pick_or_let_go(family)

    async def action_clear(self) -> None:
        """Choose nobody for this child, or for those picked."""
        for ref in self._those():
            self.chosen.pop(ref, None)
        await self._show()

    @opens_dialog
    async def action_save(self) -> None:
        """Allocate all that are chosen, with the reason; then the directions."""
        if not self.chosen:
            self.running.notices.refuse("Choose a worker for a child first: ‹allocation.choose›.")
            return
        chosen = dict(self.chosen)

        async def take(values: Values) -> dict[str, Checkpoint]:
            return await self.running.desk.run(allocate_each, chosen, values["reason"])

        first = NEW_REFERRAL if all(not each.worker for each in self._chosen()) else "workload"
        children = wording.count(len(chosen), "child", "children")
        who_gets_whom = " ".join(self._gets(each) for each in self.team if each.takes_on)
        says = f"{who_gets_whom} A direction is due at allocation; its form comes next."
        spec = FormSpec(
            f"Allocate {children}",
            (Field("reason", "Why", first, kind="choice", words=CHANGE_REASONS),),
            says=says,
            save="allocate",
            draft_key="allocate each",
            passes=True,
        )
        checkpoints: dict[str, Checkpoint] | None = await show_form(self, spec, take)
        if checkpoints is None:
            return
        blocks = self._blocks(checkpoints)
        self.chosen = {}
        self.running.notices.changed(f"{children} allocated.")
        self.reload()
        for number, block in enumerate(blocks, start=1):
            place = f"{number} of {len(blocks)}" if len(blocks) > 1 else ""
            await give_directions(
                self, block, Occasion(checkpoint=checkpoints[block[0]], place=place)
            )

    # What is shown

    def _gets(self, each: WorkerAfter) -> str:
        """Whom a worker gets: `Bramble Applethorn: Basil B. and Fennel B., 18 → 20 of 18.`"""
        refs = [ref for ref, worker in self.chosen.items() if worker == each.worker]
        children = wording.listing([self.running.names.child_or_ref(ref) for ref in refs])
        over = ", over the limit" if each.is_over else ""
        return f"{self.name_of(each.worker)}: {children}, {each.children_words}{over}."

    def _chosen(self) -> list[ToAllocate]:
        return [each for each in self.children_ if each.ref in self.chosen]

    def _blocks(self, checkpoints: Mapping[str, Checkpoint]) -> list[tuple[str, ...]]:
        """The children for whom one direction is given: a family that goes to one worker."""
        found: dict[object, list[str]] = {}
        for each in self._chosen():
            together = (each.family_id or each.ref, self.chosen[each.ref], checkpoints[each.ref])
            found.setdefault(together, []).append(each.ref)
        return [tuple(refs) for refs in found.values()]

    def _those(self) -> tuple[str, ...]:
        here = self.query_one("#children", Rows).key
        return self.picked_or(here, (each.ref for each in self.children_))

    def _here(self) -> ToAllocate | None:
        key = self.query_one("#children", Rows).key
        return next((each for each in self.children_ if each.ref == key), None)

    def _go_on(self) -> None:
        """Go to the next child for whom nobody is chosen."""
        rows = self.query_one("#children", Rows)
        left = [each.ref for each in self.children_ if each.ref not in self.chosen]
        if left:
            rows.go_to(left[0])
        self.set_focus(rows)

    async def _show(self) -> None:
        found = await self.running.desk.try_run(numbers_after, self.chosen, whole_team=True)
        if found is None:
            return
        self.team = found
        self.query_one("#team", Rows).show([self._team_row(each) for each in found])
        self.show_picks()

    def show_picks(self, of: Collection[str] | None = None) -> None:
        """Show the children, with what is picked and who is chosen."""
        signs = brackets([each.family_id for each in self.children_])
        rows = [self._child_row(*pair) for pair in zip(self.children_, signs, strict=True)]
        self.query_one("#children", Rows).show(rows)
        chosen = f" · {len(self.chosen)} chosen, ‹allocation.save› allocates" if self.chosen else ""
        self.query_one("#children-pane", Pane).retitle(
            f"To allocate · {len(self.children_)}{chosen}"
        )

    def _child_row(self, each: ToAllocate, bracket: str) -> Row:
        mark = "x" if each.ref in self.picked else " "
        waits_tone = "quiet" if each.worker else "soon"
        to, to_tone = "to choose", "quiet"
        if each.ref in self.chosen:
            to, to_tone = f"→ {self.running.names.short(self.chosen[each.ref])}", "focus"
        cells = (
            Cell(f"{mark}{bracket}".rstrip(), "focus"),
            self.child_cell(each.ref),
            Cell(each.plans_shown, "quiet"),
            Cell(self._with(each), waits_tone),
            Cell(to, to_tone),
        )
        return Row(each.ref, cells)

    def _with(self, each: ToAllocate) -> str:
        """With whom a child is now, by initials, or for how long with nobody."""
        if each.worker:
            return wording.initials(each.worker)
        return each.waiting_short

    def _team_row(self, each: WorkerAfter) -> Row:
        changes = each.counted[0] != each.counted[1]
        tone = "plain"
        if each.is_over:
            tone = "late" if changes else "soon"
        elif changes:
            tone = "focus"
        name, name_tone = self.name_of(each.worker), "plain"
        if each.is_away:
            name, name_tone = f"{name} · away", "quiet"
        over = "over" if each.is_over else ""
        beside_tone = tone if over else "quiet"
        time_tone = "focus" if changes else "quiet"
        cells = (
            Cell(name, name_tone),
            Cell(each.children_words, tone),
            Cell(each.time_words, time_tone),
            Cell(" · ".join(filter(None, (over, each.stage))), beside_tone),
        )
        return Row(each.worker, cells)
