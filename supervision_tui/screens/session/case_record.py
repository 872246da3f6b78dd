"""The record of one child while it is written: earlier directions first, reflection before the
directions.
"""

from __future__ import annotations

from typing import cast

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.events import DescendantFocus
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea
from textual.worker import Worker

from supervision_tui.desk.directions.entries import DirectionEntry, EarlierEntry
from supervision_tui.desk.supervision.draft import (
    OWN_TEXTS,
    SHARED_TEXTS,
    ChildEntry,
    RecordDraft,
)
from supervision_tui.desk.supervision.session import OpenSession, SessionChild
from supervision_tui.practice import wording
from supervision_tui.practice.children.dates_due import held_words
from supervision_tui.practice.policy.council_forms import FormKind
from supervision_tui.practice.policy.reflective_models import (
    ReflectiveModel,
    ReflectiveStage,
    Scale,
    with_stages,
)
from supervision_tui.practice.vocabulary import Heard
from supervision_tui.runtime.running import Running, running_of
from supervision_tui.screens.directions.direction_row import (
    DirectionHeadings,
    DirectionRow,
    GridContext,
)
from supervision_tui.screens.directions.earlier_row import EarlierRow
from supervision_tui.widgets.choice import Choice
from supervision_tui.widgets.cursor import cursor_of, put_cursor
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.line_field import LineField
from supervision_tui.widgets.record_text import RecordText
from supervision_tui.widgets.refill import refill
from supervision_tui.widgets.steady_text import SteadyText
from supervision_tui.widgets.text_styles import line

from .known import known_about
from .scales import ScaleRow
from .steps import Step
from .steps import in_a_line as steps_in_a_line
from .ticks import TickRow

_AFTER_REFLECTION = (
    ("known", "What we know"),
    ("not_known", "What we do not know"),
    ("pace", "Pace: is change quick enough for this child?"),
    ("view", "Manager's own view"),
    ("decision", "Decision, and why"),
    ("contingency", "If things get worse"),
)
# The steps of the record, and the fields of each: by their ids, or what they stand in.
_STEPS = (
    ("Voice", ("voice", "voice_on", "voice_how", "own")),
    ("Reflection", ("stages",)),
    ("Known", ("known", "not_known", "scales")),
    ("View", ("pace", "view", "decision", "contingency")),
    ("Actions", ("grid",)),
)


class CaseRecord(VerticalScroll, can_focus=False):
    """Edits the entry of the child in hand in place. Posts `CaseRecord.Typed`."""

    class Typed(Message):
        """Something was typed for the child in hand."""

    def __init__(self) -> None:
        super().__init__(id="case")
        self.ref = ""
        self.prompts_are_shown = True
        self._view: OpenSession | None = None
        self._draft = RecordDraft()
        self._laid_out_for: tuple[
            object, ...
        ] = ()  # for which child, model, family and prompts the lists stand
        self._stages_of: tuple[ReflectiveStage, ...] = ()  # those that stand there
        self._layout: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        """Ask what a record asks, in the order in which good supervision goes."""
        yield Static("Earlier directions", classes="label", id="earlier-label")
        yield Vertical(id="earlier")
        yield RecordText("voice", "The child's voice and lived experience")
        with Vertical(id="heard"):
            yield LineField(placeholder="Date, e.g. 24 feb", id="voice_on")
            yield Choice(tuple(Heard), id="voice_how")
        yield RecordText("own", "For this child alone: what is different")
        yield Static(id="together")
        yield Static(id="model", classes="label")
        yield Vertical(id="stages")
        for name, label in _AFTER_REFLECTION:
            yield RecordText(name, label)
            if name == "not_known":
                yield Vertical(id="scales")
        yield Static("Directions", classes="label")
        yield DirectionHeadings()
        yield Vertical(id="grid")
        yield Static("Tags, with commas (not part of the record)", classes="label")
        yield LineField(id="themes")
        yield Static("Not discussed, because", classes="label")
        yield LineField(id="not_discussed")

    # Turning to a child

    def begin(self, view: OpenSession, draft: RecordDraft) -> None:
        """The session whose children are written about.

        The facts of the child in hand are brought up to date.
        """
        self._draft = draft
        self.show_facts(view)
        self.query_one("#themes", LineField).offer(view.themes)

    def show_facts(self, view: OpenSession) -> None:
        """Take the facts of the children as they are now; nothing that is typed is touched."""
        self._view = view
        if self.ref in view.children:
            self._show_known(view.children[self.ref])

    def turn_to(self, ref: str) -> None:
        """Turn to a child at once: a letter typed next already lands there."""
        assert self._view is not None  # noqa: S101  (called once it is loaded)
        self.ref = ref
        child, own, shared = (
            self._view.children[ref],
            self._draft.child(ref),
            self._draft.shared(ref),
        )
        self._show_known(child)
        for name in OWN_TEXTS:
            self.query_one(f"#{name}", TextArea).load_text(getattr(own, name))
        for name in SHARED_TEXTS:
            self.query_one(f"#{name}", TextArea).load_text(getattr(shared, name))
        self.query_one("#voice_on", LineField).load(own.voice_on)
        self.query_one("#voice_how", Choice).value = own.voice_how
        self.query_one("#themes", LineField).load(own.themes)
        self.query_one("#not_discussed", LineField).load(own.not_discussed)
        self._show_family()
        self.scroll_home(animate=False)
        self.lay_out()

    def take(self) -> None:
        """Take what stands in the fields into the draft.

        Done before another child is shown too: a letter whose message is still under way is not
        lost.
        """
        if not self.ref:
            return
        own, shared = self._draft.child(self.ref), self._draft.shared(self.ref)
        for name in OWN_TEXTS:
            setattr(own, name, self.query_one(f"#{name}", TextArea).text)
        for name in SHARED_TEXTS:
            setattr(shared, name, self.query_one(f"#{name}", TextArea).text)
        if self._laid_out_for == self._at:
            for area in self.query_one("#stages", Vertical).query(TextArea):
                stage = (area.id or "").removeprefix("stage-")
                if area.text or stage in shared.stages:
                    shared.stages[stage] = area.text
        own.voice_on = self.query_one("#voice_on", Input).value
        own.voice_how = self.query_one("#voice_how", Choice).value
        own.themes = self.query_one("#themes", Input).value
        own.not_discussed = self.query_one("#not_discussed", Input).value

    def next_part(self) -> None:
        """Go to the next part of the record: earlier directions, voice, reflection … directions."""
        begins = ("#earlier Choice", "#voice", "#stages TextArea", "#known", "#view")
        parts: list[Widget] = [
            self.query(wanted).first() for wanted in begins if self.query(wanted)
        ]
        parts += list(self.query("#grid Input.do"))[-1:]
        order, here = self.screen.focus_chain, self.screen.focused
        place = order.index(here) if here in order and here in self.query("*") else -1
        ahead = next(
            (part for part in parts if part in order and order.index(part) > place), parts[0]
        )
        self.screen.set_focus(ahead)

    def go_to_field(self, name: str) -> None:
        """To a field of this child by its id, with its cursor in view.

        Nothing where there is none.
        """
        if not name:
            return
        for widget in self.query(f"#{name}"):
            field: Widget | None = widget
            if not widget.can_focus:
                field = next(iter(widget.query("Input")), None)
            self.screen.set_focus(field)
            self.call_after_refresh(widget.scroll_visible, animate=False)

    def toggle_prompts(self) -> None:
        """Fold the prompts away, or show them again."""
        self.take()
        self.prompts_are_shown = not self.prompts_are_shown
        self.lay_out()

    def toggle_family(self) -> str:
        """Write about the family once, or about each child alone; returns what is so now."""
        assert self._view is not None  # noqa: S101  (called once it is loaded)
        self.take()
        together = self._draft.family_of(self.ref)
        if together:
            self._draft.write_apart(together)
            says = (
                "Each child of the family has a record of its own now, beginning with what was "
                "written."
            )
        else:
            out = {
                ref for ref, entry in self._draft.children.items() if entry.not_discussed.strip()
            }
            there = self._view.children
            family = [
                ref
                for ref in there[self.ref].family
                if ref in there and ref not in out - {self.ref}
            ]
            if len(family) < 2:
                return f"{self.ref} is discussed alone: no brothers or sisters with this worker."
            self._draft.write_together([self.ref, *(ref for ref in family if ref != self.ref)])
            family = list(self._draft.family_of(self.ref))
            says = f"Written once for {wording.listing(family)}; voice and directions stay apart."
        self.turn_to(self.ref)
        return says

    # What is typed

    def on_text_area_changed(self) -> None:
        """Keep what was typed."""
        self._typed()

    def on_input_changed(self) -> None:
        """Keep what was typed in a line."""
        self._typed()

    def on_choice_changed(self) -> None:
        """Keep how the child was heard."""
        self._typed()

    def on_earlier_row_typed(self) -> None:
        """Earlier directions keep themselves."""
        self.post_message(self.Typed())

    def on_scale_row_typed(self) -> None:
        """Keep a scale as it is typed."""
        self.post_message(self.Typed())

    def on_tick_row_typed(self) -> None:
        """Keep a tick as it is made."""
        self.post_message(self.Typed())

    async def on_direction_row_typed(self) -> None:
        """Keep the grid; there is always one blank row more."""
        if not self.is_attached:
            return
        self.post_message(self.Typed())
        rows = self._draft.child(self.ref).directions
        if self._laid_out_for == self._at and rows and not rows[-1].said.is_blank:
            await self._add_direction_row(rows)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The step in hand follows the focus."""
        self._show_steps()

    def _typed(self) -> None:
        self.take()
        self._show_steps()
        self.post_message(self.Typed())

    # The steps

    def _show_steps(self) -> None:
        if not self.ref:
            return
        written = self._written()
        focused = self.screen.focused
        around: set[str | None] = set()
        if focused is not None:
            around = {each.id for each in focused.ancestors_with_self}
        steps = []
        earlier = len(self.query(EarlierRow))
        if earlier:
            said = self._draft.child(self.ref).earlier_said
            title = f"Earlier {said} of {earlier}"
            steps.append(Step(title, said == earlier, "earlier" in around))
        for title, parts in _STEPS:
            given = written[title]
            shown = f"{title} {given}" if title == "Actions" and given else title
            steps.append(Step(shown, bool(given), bool(around & set(parts))))
        self.screen.query_one("#steps", SteadyText).say(steps_in_a_line(steps))

    def _written(self) -> dict[str, int]:
        """Count what is written in each step."""
        own, shared = self._draft.child(self.ref), self._draft.shared(self.ref)
        points = list(own.scales.values())
        return {
            "Voice": bool(own.voice.strip() or own.own.strip()),
            "Reflection": sum(bool(text.strip()) for text in shared.stages.values()),
            "Known": bool(shared.known.strip() or shared.not_known.strip() or any(points)),
            "View": sum(
                bool(getattr(shared, name).strip())
                for name in ("pace", "view", "decision", "contingency")
            ),
            "Actions": sum(not each.said.is_blank for each in own.directions),
        }

    # Laying out what differs in number

    @property
    def _at(self) -> tuple[object, ...]:
        return (
            self.ref,
            self._draft.model,
            self._draft.has_prompts,
            self._draft.family_of(self.ref),
            self.prompts_are_shown,
        )

    def lay_out(self) -> None:
        """Lay out anew what differs: earlier directions, the model's stages, scales, the grid."""
        if self._layout is None or self._layout.is_finished:
            self._layout = self._lay_out_lists()

    async def laid_out(self) -> None:
        """Wait until it stands."""
        if self._layout and not self._layout.is_finished:
            await self._layout.wait()

    @work
    async def _lay_out_lists(self) -> None:
        """Never cut short, since Textual does not bear it.

        Whoever turned on meanwhile is laid out next.
        """
        while self._view and self.ref and self._laid_out_for != self._at:
            at, child = self._at, self._view.children[self.ref]
            own, shared = self._draft.child(self.ref), self._draft.shared(self.ref)
            self._laid_out_for = ()
            focused = self.screen.focused
            is_ours = focused is not None and focused in self.query("*")
            name, cursor = "", cursor_of(focused)
            if focused and is_ours:
                name = focused.id or ""
            with self.app.batch_update():
                await self._fill_earlier(child, own)
                await self._fill_stages(shared)
                await self._fill_scales(child, own)
                await self._fill_grid(own)
            self._laid_out_for = at
            self._show_steps()
            if focused is not None and is_ours and not focused.is_attached:
                self._focus_again(name, cursor)

    def _focus_again(self, name: str, cursor: tuple[int, int]) -> None:
        """Whoever typed in a field that was laid out anew goes on there.

        In another model, in its first stage.
        """
        there = self.query(f"#{name}") or self.query("#stages TextArea")
        if there:
            self.screen.set_focus(there.first())
            if there.first().id == name:
                put_cursor(there.first(), cursor)

    async def _fill_earlier(self, child: SessionChild, own: ChildEntry) -> None:
        screen = cast(DeskScreen, self.screen)
        rows = [
            EarlierRow(
                each,
                own.earlier.setdefault(str(each.id), EarlierEntry()),
                screen.owner_of(each.owner, each.worker),
                held_words(each.follows, self.running.vault.policy()),
            )
            for each in child.directions
        ]
        self.query_one("#earlier-label").display = bool(rows)
        await refill(self, "earlier", rows)

    async def _fill_stages(self, shared: ChildEntry) -> None:
        """The stages of the model.

        Those that stand there already get this child's texts, and keep the cursor.
        """
        model = self._model()
        own = {stage.id for stage in model.stages}
        others = sum(
            bool(text.strip()) for stage, text in shared.stages.items() if stage not in own
        )
        kept = ""
        if others:
            kept = f"  {wording.count(others, 'text')} under another model kept"
        keys = self.running.fill("  ‹session.model› another model · ‹session.prompts› prompts")
        title = line((f"Reflection · {model.title}", "strong"), (keys, "quiet"), (kept, "soon"))
        self.query_one("#model", Static).update(title)
        if self._stages_of != model.stages:
            widgets: list[Widget] = [
                # At once: whoever comes back to the cursor finds it there.
                RecordText(f"stage-{stage.id}", stage.title, shared.stages.get(stage.id, ""))
                for stage in model.stages
            ]
            widgets += [TickRow(ticks, []) for ticks in model.ticks]
            await refill(self, "stages", widgets)
            self._stages_of = model.stages
        for stage in model.stages:
            prompts = " ".join(stage.prompts) if self.prompts_are_shown else ""
            self.query_one(f"#stage-{stage.id}-text", RecordText).show_prompts(prompts)
            area = self.query_one(f"#stage-{stage.id}", TextArea)
            text = shared.stages.get(stage.id, "")
            if area.text != text:
                area.load_text(text)
        for row in self.query(TickRow):
            row.show(shared.ticks.setdefault(row.ticks.title, []))

    async def _fill_scales(self, child: SessionChild, own: ChildEntry) -> None:
        """The scales; those that stand there already get this child's points."""
        scales, there = self._scales(), list(self.query(ScaleRow))
        points = [own.scales.setdefault(scale.title, {}) for scale in scales]
        if [row.scale for row in there] == list(scales):
            for row, theirs in zip(there, points, strict=True):
                row.show(theirs, child.scores)
        else:
            pairs = zip(scales, points, strict=True)
            rows = [ScaleRow(scale, theirs, child.scores) for scale, theirs in pairs]
            await refill(self, "scales", rows)

    def _scales(self) -> tuple[Scale, ...]:
        """The model's own scales; for a model that has none, the first that any model has."""
        models = self.running.vault.policy().models.values()
        return (
            self._model().scales or next((model.scales for model in models if model.scales), ())[:1]
        )

    async def _fill_grid(self, own: ChildEntry) -> None:
        """The directions; rows that stand there already get this child's, the others go."""
        rows = own.directions
        if not rows or not rows[-1].said.is_blank:
            rows.append(self._blank_direction())
        grid, context = self.query_one("#grid", Vertical), self._grid_context()
        there = list(grid.query(DirectionRow))
        kept = []
        if all(row.can_show(context) for row in there):
            kept = there[: len(rows)]
        for row, entry in zip(kept, rows, strict=False):
            row.show(entry, context)
        await grid.remove_children(there[len(kept) :])
        more = range(len(kept), len(rows))
        await grid.mount_all([self._direction_row(n, rows[n]) for n in more])

    async def _add_direction_row(self, rows: list[DirectionEntry]) -> None:
        rows.append(self._blank_direction())
        await self.query_one("#grid", Vertical).mount(self._direction_row(len(rows) - 1, rows[-1]))

    def _blank_direction(self) -> DirectionEntry:
        assert self._view is not None  # noqa: S101  (called once it is loaded)
        return DirectionEntry(who=self._view.children[self.ref].line.worker or self._view.worker)

    def _direction_row(self, number: int, each: DirectionEntry) -> DirectionRow:
        return DirectionRow(number, each, self._grid_context())

    def _grid_context(self) -> GridContext:
        assert self._view is not None  # noqa: S101  (called once it is loaded)
        dates = self._view.children[self.ref].dates
        known, policy = dates.known(self.running.vault.today), self.running.vault.policy()
        leads = self._draft.family_of(self.ref)[:1] == (self.ref,)
        return GridContext(dates, known, policy, self._view.owners, leads)

    # What is shown

    @property
    def running(self) -> Running:
        """The parts of the running app."""
        return running_of(self)

    def _model(self) -> ReflectiveModel:
        policy = self.running.vault.policy()
        # A service's own may be gone.
        model = policy.models.get(self._draft.model) or next(iter(policy.models.values()))
        if self._draft.has_prompts:
            return with_stages(model, policy.form(FormKind.PROMPTS).sections)
        return model

    def _show_family(self) -> None:
        family = self._draft.family_of(self.ref)
        says = ""
        if family:
            names = [running_of(self).names.child_or_ref(ref) for ref in family]
            says = (
                f"Family of {len(family)}: from here on written once, for {wording.listing(names)}"
            )
        apart = ""
        if family:
            apart = self.running.fill("  ‹session.family› write separately")
        self.query_one("#together", Static).update(line((says, "focus"), (apart, "quiet")))
        self.query_one("#together").display = bool(family)
        has_own = bool(family) or bool(self._draft.child(self.ref).own)
        self.query_one("#own-text").display = has_own

    def _show_known(self, child: SessionChild) -> None:
        """Show what is known about the child, in the pane beside the record."""
        found = known_about(child, self.running.names, self.running.vault.today)
        self.screen.query_one("#facts", Static).update(found)
