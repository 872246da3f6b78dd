"""Preparation: what one session will hold, settled the evening before."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.widget import Widget

from supervision_tui.desk.children.notes import toggle_pin
from supervision_tui.desk.children.review import age_words
from supervision_tui.desk.consultations.lines import in_a_line
from supervision_tui.desk.supervision import preparation as desk
from supervision_tui.desk.supervision.preparation import PreparationView
from supervision_tui.desk.supervision.session import PlannedSession
from supervision_tui.exports.records.preparation_sheet import preparation_sheet
from supervision_tui.practice import wording
from supervision_tui.practice.supervision.caseload import Case
from supervision_tui.practice.vocabulary import Urgency
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.screens.session.beginning import supervise_planned
from supervision_tui.screens.shared.export_form import ask_and_export
from supervision_tui.screens.shared.forms import show_form
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskScreen, opens_dialog, opens_to_look
from supervision_tui.widgets.form import Field, FormSpec, Values
from supervision_tui.widgets.labelled_text import Label, LabelledText, ScrollingText, labelled
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.text_styles import line, tone_of

_TOPIC = "topic "
_LABEL = 12
_NARROW = 100  # columns


class PreparationScreen(DeskScreen):
    """The proposed agenda at the left.

    The child at the cursor, and the worker's own part, at the right.
    """

    WHERE = "preparation"
    BINDINGS = bindings_for("preparation")
    DEFAULT_CSS = """
    PreparationScreen #agenda-pane { width: 58%; }
    PreparationScreen #right { width: 1fr; }
    PreparationScreen #personal-pane { height: 10; }
    PreparationScreen.-narrow #agenda-pane { width: 66%; }
    """

    def __init__(self, session_id: int) -> None:
        super().__init__()
        self.session_id = session_id
        self.view: PreparationView | None = None

    @property
    def address(self) -> str:
        """By what it is opened again."""
        return f"preparation {self.session_id}"

    def body(self) -> Iterable[Widget]:
        """The agenda, the child, the worker's own part."""
        agenda = Rows(
            Column("Child", 17),
            Column("Plan", 10, at_least=100),
            Column("Min", 4, right=True),
            Column("Age on that day"),
            empty="No children with this worker yet. ‹preparation.topic› adds a topic.",
            id="agenda",
        )
        yield Horizontal(
            Pane("Agenda", agenda, id="agenda-pane"),
            Vertical(
                Pane("Child", ScrollingText(LabelledText(_LABEL, id="child")), id="child-pane"),
                Pane(
                    "The worker's own part",
                    ScrollingText(LabelledText(_LABEL, id="personal-part")),
                    id="personal-pane",
                ),
                id="right",
            ),
            classes="beside",
        )

    async def load(self) -> None:
        """The session as it is planned."""
        view = await self.running.desk.try_run(desk.preparation, self.session_id)
        if view is None:
            return
        if view.is_signed:  # come back to after the hour
            self.dismiss()
            return
        self.view = view
        when = f"{wording.day(view.planned_on, today=self.running.vault.today)} {view.time}".strip()
        minutes = f"{view.minutes_used:g} of {view.minutes_for_children} min"
        self.query_one("#agenda-pane", Pane).retitle(
            f"{self.name_of(view.worker)} · {when} · {minutes}"
        )
        self.query_one(Rows).show(list(self._rows(view)))
        self.query_one("#personal-part", LabelledText).show(self._personal(view))
        if self.focused is None:
            self.set_focus(self.query_one(Rows))

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """The child follows the cursor."""
        if self.view is not None:
            self.query_one("#child", LabelledText).show(self._child(self.view))

    def on_resize(self, event: Resize) -> None:
        """Give the agenda most of the room where there is little."""
        self.set_class(event.size.width < _NARROW, "-narrow")

    # Actions

    def action_switch_pane(self) -> None:
        """Move between the panes."""
        self.focus_next()

    @opens_dialog
    async def action_supervise(self) -> None:
        """Begin the session; where it is planned for another day it is asked which one this is."""
        if self.view is not None:
            planned = PlannedSession(self.session_id, self.view.planned_on)
            await supervise_planned(self, planned, self.view.worker_id)

    @opens_dialog
    async def action_pin(self) -> None:
        """Pin the child, or let go."""
        await self._toggle("manager", "pinned", "let go")

    @opens_dialog
    async def action_brings(self) -> None:
        """The worker brings the child, or does not any more."""
        await self._toggle("worker", "brought by the worker", "no longer brought")

    @opens_dialog
    async def action_off(self) -> None:
        """Leave the child out, or take the child back; a topic goes."""
        key = self.query_one(Rows).key
        if key is None or self.view is None:
            return
        if key.startswith(_TOPIC):
            await self.running.desk.try_run(desk.drop_topic, int(key.removeprefix(_TOPIC)))
            return
        if key in {left.child.ref for left, _ in self.view.left_out}:
            await self.running.desk.try_run(desk.take_back, self.session_id, key)
            return

        async def take(values: Values) -> bool:
            await self.running.desk.run(desk.leave_out, self.session_id, key, values["because"])
            return True

        field = Field(
            "because", "Because", hint="discussed in the group on Tuesday; closing this week"
        )
        says = "The reason stands on the child's record of this session."
        await show_form(
            self, FormSpec(f"{key} · leave out", (field,), says=says, save="leave out"), take
        )

    @opens_dialog
    async def action_topic(self) -> None:
        """A topic that is not about one child."""

        async def take(values: Values) -> bool:
            await self.running.desk.run(desk.add_topic, self.session_id, values["topic"])
            return True

        await show_form(
            self,
            FormSpec("Topic", (Field("topic", "About", hint="the new duty rota"),), save="add"),
            take,
        )

    @opens_dialog
    async def action_sooner(self) -> None:
        """Move the child, with the family, up the agenda."""
        await self._reorder(-1)

    @opens_dialog
    async def action_later(self) -> None:
        """Move the child, with the family, down the agenda."""
        await self._reorder(1)

    async def _reorder(self, step: int) -> None:
        view, key = self.view, self.query_one(Rows).key
        if view is None or key not in [item.child.ref for item in view.items]:
            return
        order = moved([(item.child.ref, item.child.family) for item in view.items], key or "", step)
        await self.running.desk.try_run(desk.put_in_order, self.session_id, order)
        self.query_one(Rows).go_to(key or "")

    @opens_to_look
    async def action_sheet(self) -> None:
        """The sheet for the worker."""
        view = self.view
        if view is not None:
            today, number = self.running.vault.today, str(self.session_id)
            offered = {"preparation sheet": lambda: [preparation_sheet(view, today)]}
            title = "Preparation sheet · references and initials only"
            await ask_and_export(self, title, offered, "preparation sheet", number)

    async def _toggle(self, by: str, now: str, before: str) -> None:
        key = self.query_one(Rows).key
        if key and not key.startswith(_TOPIC):
            is_on = await self.running.desk.try_run(toggle_pin, key, by=by)
            if is_on is not None:
                state = now if is_on else before
                self.running.notices.changed(f"{key} is {state}.")

    # What is shown

    def _rows(self, view: PreparationView) -> Iterable[Row]:
        back = "by the next session"
        if view.next_on:
            back = f"by {view.next_on.day} {view.next_on:%b}"
        for item in view.items:
            tone = "late" if item.age_days > item.interval_days else "plain"
            brought = "worker brings · " if item.child.ref in view.brought else ""
            pinned = "pinned · " if item.child.pinned and not brought else ""
            age = age_words(item.age_days, item.interval_days)
            yield self._row(
                item.child.ref,
                self._plans(item.child),
                f"{item.minutes:g}",
                f"{brought}{pinned}{age}",
                tone,
            )
        for left in view.does_not_fit:
            says = f"no time; {left.age_days_next} d {back}"
            yield self._row(left.child.ref, self._plans(left.child), "", says, "quiet")
        for left, reason in view.left_out:
            yield self._row(
                left.child.ref, self._plans(left.child), "", f"left out: {reason}", "quiet"
            )
        for topic in view.topics:
            yield Row(
                f"{_TOPIC}{topic.id}",
                (Cell("topic", "focus"), Cell(""), Cell(""), Cell(topic.text)),
            )

    def _plans(self, child: Case) -> str:
        return self.running.vault.policy().plans_shown(child.plans)

    def _row(self, ref: str, plan: str, minutes: str, says: str, tone: str) -> Row:
        ref_tone = "quiet" if tone == "quiet" else "plain"
        shown = self.child_cell(ref, ref_tone)
        return Row(ref, (shown, Cell(plan), Cell(minutes), Cell(says, tone)))

    def _child(self, view: PreparationView) -> list[Label]:
        key = self.query_one(Rows).key or ""
        shown = view.lines.get(key)
        pane = self.query_one("#child-pane", Pane)
        if shown is None:
            title = "Topic" if key.startswith(_TOPIC) else "Child"
            pane.retitle(title)
            if key:
                return [("", line("Not about one child. ‹preparation.off› leaves it out."))]
            return []
        pane.retitle(self.running.names.child_title(key, shown.name))
        late = "", "late"
        if shown.age > shown.interval:
            late = (f"  {wording.late_by(shown.age - shown.interval)}", "late")
        if shown.is_new:
            ago = f"not yet, here {shown.age} days"
        else:
            ago = f"{shown.age} days ago"
        found: list[Label] = [("discussed", line(f"{ago}; every {shown.interval} days", late))]
        item = next((item for item in view.items if item.child.ref == key), None)
        if item is not None:
            found.append(("why", line(item.why)))
        if shown.rag:
            found.append(("RAG", line(shown.rag)))
        for decided in view.decisions.get(key, ()):
            found.append(("decided", line(decided.says(self.running.vault.today))))
        for thought in view.consultations.get(key, ()):
            found.append(("consulted", line(in_a_line(thought, self.running.vault.today))))
        earlier = []
        for each in view.directions.get(key, ()):
            word = (f"{each.word}  ", tone_of(each.urgency))
            owner = self.owner_of(each.owner, each.worker)
            earlier.append(line(word, f"{each.text} · {owner}"))
        return found + labelled("earlier", earlier or [line(("no open direction", "quiet"))])

    def _personal(self, view: PreparationView) -> list[Label]:
        today = self.running.vault.today
        last = "none yet"
        if view.last_personal:
            last = wording.day(view.last_personal, today=today)
        found: list[Label] = [("last time", line(last))]
        for each in view.personal:
            tone = "quiet"
            if each.urgency is not Urgency.PLAIN:
                tone = tone_of(each.urgency)
            if tone == "quiet":
                tone = "plain"
            found.append((each.word, line((each.says, tone))))
        return found


def moved(children: list[tuple[str, str | None]], ref: str, step: int) -> list[str]:
    """An agenda's references with one block (a child, or a family) moved past its neighbour."""
    blocks: list[list[str]] = []
    families: list[str | None] = []
    for child, family in children:
        if family is not None and family in families:
            blocks[families.index(family)].append(child)
        else:
            blocks.append([child])
            families.append(family)
    place = next(n for n, block in enumerate(blocks) if ref in block)
    other = place + step
    if 0 <= other < len(blocks):
        blocks[place], blocks[other] = blocks[other], blocks[place]
    return list(chain.from_iterable(blocks))
