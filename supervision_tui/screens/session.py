"""Session: the hour itself. Agenda at the left, one child (or the personal record) at the right."""

from __future__ import annotations

from collections.abc import Iterable

from textual import work
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Input, Static, TextArea
from textual.worker import Worker

from supervision_tui.commands import bindings_for
from supervision_tui.desk.sitting import SittingChild, SittingView, completeness, draft_key, sign_record, sitting
from supervision_tui.desk.sitting_draft import PERSONAL_FIELDS, ChildEntry, DirectionEntry, EarlierEntry, SittingDraft
from supervision_tui.practice import wording
from supervision_tui.widgets.desk_screen import MOVES_AT_ONCE, DeskScreen, Masthead, Pane, opens_dialog
from supervision_tui.widgets.direction_row import DirectionRow
from supervision_tui.widgets.earlier_row import EarlierRow
from supervision_tui.widgets.form import Field, FormSpec, Values
from supervision_tui.widgets.rows import Cell, Column, Row, Rows
from supervision_tui.widgets.tones import line, lines, tone_of

from .dialogs import show_form
from .sign import SignDialog

_PERSONAL = "personal"
_PERSONAL_WORDS = {
    "wellbeing": "Wellbeing",
    "workload": "Workload",
    "leave": "Leave",
    "learning": "Learning and development; training missed and why",
}
_TEXTS = (
    ("known", "Known"),
    ("not_known", "Not known: the grey areas"),
    ("view", "Manager's own view"),
    ("decision", "Decision and rationale"),
    ("contingency", "Contingency: the bottom line"),
)


class SessionScreen(DeskScreen):
    """One sitting, two records. What is typed is kept in the vault within two seconds."""

    WHERE = "session"
    BINDINGS = [*MOVES_AT_ONCE, *bindings_for("session")]
    CSS_PATH = "session.tcss"

    def __init__(self, session_id: int) -> None:
        super().__init__()
        self.session_id = session_id
        self.view: SittingView | None = None
        self.draft = SittingDraft()
        self.here = ""
        self._laid_out_for: tuple[str, str] | None = None  # for which child and model the lists stand
        self._layout: Worker[None] | None = None
        self._signed = False
        self._typing = False
        self._kept = ""
        self._was_kept = False

    def body(self) -> Iterable[Widget]:
        """The agenda, and the record in hand."""
        agenda = Rows(
            Column("Child", 9),
            Column("Plan", 10, at_least=100),
            Column(""),
            empty="No children with this worker.",
            id="agenda",
        )
        texts = [widget for name, label in _TEXTS for widget in _labelled_text(name, label)]
        case = VerticalScroll(
            Static(id="facts"),
            Static("Earlier directions", classes="label", id="earlier-label"),
            Vertical(id="earlier"),
            *_labelled_text("voice", "The child's lived experience and voice: seen when, alone, own words"),
            Static(id="model", classes="label"),
            Vertical(id="stages"),
            *texts,
            Static("Directions: do, who, because, by when", classes="label"),
            Vertical(id="grid"),
            Static("Not discussed, because (x on the agenda comes here quickest)", classes="label"),
            Input(compact=True, id="not_discussed"),
            id="case",
            can_focus=False,
        )
        personal = VerticalScroll(
            Static("For the worker's supervision file. No child's name here: references only.", id="personal-note"),
            *[widget for name in PERSONAL_FIELDS for widget in _labelled_text(f"p-{name}", _PERSONAL_WORDS[name])],
            id=_PERSONAL,
            can_focus=False,
        )
        yield Horizontal(
            Pane("Agenda", agenda, id="agenda-pane"),
            Pane("Child", ContentSwitcher(case, personal, initial="case"), id="record-pane"),
        )

    async def load(self) -> None:
        """The agenda and what was typed before; once, so that nothing typed is written over."""
        if self.view is not None or self._signed:
            self._titles()
            self._show_agenda()
            return
        view = await self.desk_app.desk(sitting, self.session_id)
        if view is None:
            self.dismiss()
            return
        self.view, self.draft = view, view.draft
        self._kept = self.draft.to_json()
        self._fill_personal()
        self._show_agenda()
        first = self.draft.place or (view.agenda[0].child.ref if view.agenda else _PERSONAL)
        self.query_one(Rows).go_to(first)
        self._turn_to(first)
        self.query_one(Rows).focus()
        self._was_kept = view.resumed
        if view.resumed:
            self.desk_app.say("What you typed before is here again.")
        self.set_interval(1.0, self.keep)

    async def keep(self) -> bool:
        """Keep what has been typed since the last time, in the encrypted vault; returns whether it is kept."""
        if self._signed or self.view is None:
            return True
        self._take_texts()
        body, before = self.draft.to_json(), self._kept
        if body == before or not (self.draft.has_words or self._was_kept):
            return True
        self._kept, self._was_kept = body, True
        is_kept = await self.desk_app.keep_draft(draft_key(self.session_id), body)
        if not is_kept:
            self._kept = before
        for masthead in self.query(Masthead):  # none where the screen was left meanwhile
            masthead.show(self.desk_app, "draft saved" if is_kept else "draft NOT saved")
        return is_kept

    # What is typed

    def on_text_area_changed(self) -> None:
        """Keep what was typed."""
        self._take_texts()
        self._show_agenda()

    def _take_texts(self) -> None:
        """Take what stands in the fields into the entry of the child in hand, or into the personal record.

        Done before another child is shown too: a letter whose message is still under way is not lost.
        """
        for name in PERSONAL_FIELDS:
            text = self.query_one(f"#p-{name}", TextArea).text
            if text or name in self.draft.personal:
                self.draft.personal[name] = text
        if not self.here or self.here == _PERSONAL:
            return
        entry = self._entry()
        for name, _ in (("voice", ""), *_TEXTS):
            setattr(entry, name, self.query_one(f"#{name}", TextArea).text)
        for area in self.query_one("#stages", Vertical).query(TextArea) if self._laid_out_for == self._at else ():
            stage = (area.id or "").removeprefix("stage-")
            if area.text or stage in entry.stages:
                entry.stages[stage] = area.text
        entry.not_discussed = self.query_one("#not_discussed", Input).value

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the reason for which a child was left out."""
        if event.input.id == "not_discussed":
            self._take_texts()
            self._show_agenda()

    async def on_direction_row_typed(self) -> None:
        """Keep the grid; there is always one blank row more."""
        if not self.is_attached:
            return
        self._show_agenda()
        entry = self._entry()
        if entry.directions and not entry.directions[-1].draft("", 0).is_blank:
            await self._add_direction_row(entry)

    def on_earlier_row_typed(self) -> None:
        """Keep what was said of earlier directions."""
        self._show_agenda()

    def on_rows_moved(self) -> None:
        """The record follows the agenda."""
        self._follow()

    def _follow(self) -> None:
        key = self.query_one(Rows).key
        if self.view and key and key != self.here:
            self._turn_to(key)

    # Actions

    def action_next_child(self) -> None:
        """The next child of the agenda; whoever was typing goes on in that child's first text."""
        self._go_on(1)

    def action_previous_child(self) -> None:
        """The child before."""
        self._go_on(-1)

    def _go_on(self, step: int) -> None:
        rows = self.query_one(Rows)
        self._typing = not rows.has_focus
        rows.action_move(step)
        self._follow()

    def action_next_field(self) -> None:
        """The next field."""
        self.focus_next()

    def action_personal(self) -> None:
        """To the personal record, or back to the children."""
        rows = self.query_one(Rows)
        if self.here == _PERSONAL and self.view and self.view.agenda:
            rows.go_to(self.view.agenda[0].child.ref)
        else:
            rows.go_to(_PERSONAL)
            self._follow()
            self.set_focus(self.query_one("#p-wellbeing", TextArea))

    @opens_dialog
    async def action_left_out(self) -> None:
        """Say in a word why the child at the cursor is not discussed."""
        if self.here == _PERSONAL or self.view is None:
            return
        entry = self._entry()

        async def take(values: Values) -> bool:
            self.query_one("#not_discussed", Input).value = values["because"]
            return True

        field = Field("because", "Because", entry.not_discussed, hint="time ran out; nothing new since the review")
        if await show_form(self, FormSpec(f"{self.here} · not discussed", (field,)), take):
            self._take_texts()
            self._show_agenda()

    def action_next_model(self) -> None:
        """The next reflective model; what was written under another one is kept."""
        self._take_texts()
        names = list(self.desk_app.policy().models)
        place = names.index(self.draft.model) if self.draft.model in names else -1
        self.draft.model = names[(place + 1) % len(names)]
        self._show_agenda()
        self._begin_layout()

    async def action_leave(self) -> None:
        """From a field to the agenda; from the agenda back to where the manager came from."""
        if not self.query_one(Rows).has_focus:
            self.query_one(Rows).focus()
            return
        await self._laid_out()
        await self.keep()
        self.dismiss()

    @opens_dialog
    async def action_sign(self) -> None:
        """Say what is missing, or sign."""
        await self.keep()
        missing = await self.desk_app.desk(completeness, self.session_id, self.draft)
        if missing is None:
            return
        if not await self.app.push_screen_wait(SignDialog(self.draft, missing)):
            return
        signed = await self.desk_app.desk(sign_record, self.session_id, self.draft)
        if signed:
            self._signed = True
            await self._laid_out()
            given = wording.count(signed.directions, "direction")
            discussed = wording.count(signed.discussed, "child", "children")
            self.desk_app.say(f"Signed: {discussed} discussed, {given} given.")
            self.dismiss()

    # What is shown

    def _entry(self) -> ChildEntry:
        return self.draft.child(self.here)

    def _show_agenda(self) -> None:
        view = self.view
        if view is None or not self.is_attached:
            return
        rows = [self._agenda_row(item.child.ref, f"{item.minutes:g} min") for item in view.agenda]
        back = f"on {view.next_on.day} {view.next_on:%b}" if view.next_on else "next time"
        for left in view.does_not_fit:
            rows.append(self._agenda_row(left.child.ref, f"no room; {left.age_days_next} d {back}"))
        personal = "written" if any(text.strip() for text in self.draft.personal.values()) else ""
        rows.append(Row(_PERSONAL, (Cell("Personal", "focus"), Cell("record"), Cell(personal, "quiet"))))
        self.query_one(Rows).show(rows)

    def _agenda_row(self, ref: str, says: str) -> Row:
        assert self.view is not None  # noqa: S101  (called once it is loaded)
        child, entry = self.view.children[ref], self.draft.children.get(ref, ChildEntry())
        state = "written" if entry.has_words else "left out" if entry.not_discussed.strip() else ""
        age = f"{child.line.age} d"
        tone = "quiet" if state or not child.on_agenda else tone_of(child.line.urgency)
        note = f"{state} · {says}" if state else f"{age} · {says}" if child.on_agenda else says
        return Row(ref, (Cell(ref, "plain" if child.on_agenda else "quiet"), Cell(child.line.plan), Cell(note, tone)))

    def _turn_to(self, key: str) -> None:
        """Turn to a child or the personal record at once: a letter typed next already lands there."""
        self._take_texts()
        self.here = self.draft.place = key
        self.query_one(ContentSwitcher).current = _PERSONAL if key == _PERSONAL else "case"
        self._titles()
        typing, self._typing = self._typing, False
        if key == _PERSONAL or self.view is None:
            return
        entry = self._entry()
        self.query_one("#facts", Static).update(self._facts(self.view.children[key]))
        for field, _ in (("voice", ""), *_TEXTS):
            self.query_one(f"#{field}", TextArea).load_text(getattr(entry, field))
        self.query_one("#not_discussed", Input).value = entry.not_discussed
        self.query_one("#case", VerticalScroll).scroll_home(animate=False)
        if typing:
            self.set_focus(self.query_one("#voice", TextArea), scroll_visible=False)
        self._begin_layout()

    @property
    def _at(self) -> tuple[str, str]:
        return self.here, self.draft.model

    def _begin_layout(self) -> None:
        if self._layout is None or self._layout.is_finished:
            self._layout = self._lay_out_lists()

    @work
    async def _lay_out_lists(self) -> None:
        """Lay out what differs in number: earlier directions, the model's stages, the direction grid.

        Never cut short, since Textual does not bear it; whoever turned on meanwhile is laid out next.
        """
        while self.view and self.here != _PERSONAL and self._laid_out_for != self._at:
            at, entry = self._at, self._entry()
            self._laid_out_for = None
            with self.app.batch_update():
                await self._fill_earlier(self.view.children[at[0]], entry)
                await self._fill_stages(entry)
                await self._fill_grid(entry)
            self._laid_out_for = at

    async def _laid_out(self) -> None:
        if self._layout and not self._layout.is_finished:
            await self._layout.wait()

    def _titles(self) -> None:
        """The names at the top of both panes, or none where they are blanked."""
        view, record = self.view, self.query_one("#record-pane", Pane)
        if view is None:
            return
        minutes = f"{view.minutes_for_children} min for children"
        self.query_one("#agenda-pane", Pane).retitle(f"{self.name_of(view.worker)} · {minutes}")
        child = view.children.get(self.here)
        if child is None:
            record.retitle("Personal record")
            return
        name = "" if self.desk_app.names_blanked or not child.line.name else f" · {child.line.name}"
        record.retitle(f"{self.here}{name} · {child.line.plan}")

    def _facts(self, child: SittingChild) -> Content:
        each, today = child.line, self.desk_app.today
        late = (f"  late {each.age - each.interval} d", "late") if each.age > each.interval else ""
        family = f" · family of {len(child.family)}: {', '.join(child.family)}" if child.family else ""
        rag = f" · RAG {each.rag}" if each.rag else ""
        found = [line(f"{each.age} days since discussed; the standard is {each.interval}", late, f"{rag}{family}")]
        if child.dates.following:
            found.append(line(("follows  ", "quiet"), child.dates.in_words(today)))
        if child.view:
            found.append(line((f"view {wording.day(child.view.on, today=today)}  ", "quiet"), child.view.text))
        return lines(*found)

    async def _fill_earlier(self, child: SittingChild, entry: ChildEntry) -> None:
        box = self.query_one("#earlier", Vertical)
        await box.remove_children()
        rows = [EarlierRow(each, entry.earlier.setdefault(str(each.id), EarlierEntry())) for each in child.directions]
        self.query_one("#earlier-label").display = bool(rows)
        await box.mount_all(rows)

    async def _fill_stages(self, entry: ChildEntry) -> None:
        models = self.desk_app.policy().models
        model = models.get(self.draft.model) or next(iter(models.values()))  # a service's own may be gone
        own = {stage.id for stage in model.stages}
        others = sum(bool(text.strip()) for stage, text in entry.stages.items() if stage not in own)
        kept = f"  {wording.count(others, 'text')} under another model kept" if others else ""
        title = line(
            (f"Reflection first · {model.title}", "focus"), ("  ctrl+e another model", "quiet"), (kept, "soon")
        )
        self.query_one("#model", Static).update(title)
        box = self.query_one("#stages", Vertical)
        await box.remove_children()
        widgets: list[Widget] = []
        for stage in model.stages:
            prompts = " ".join(stage.prompts[:2])
            widgets.append(Static(line((stage.title, "strong"), (f"  {prompts}", "quiet")), classes="stage"))
            widgets.append(_text_area(f"stage-{stage.id}", entry.stages.get(stage.id, "")))
        await box.mount_all(widgets)

    async def _fill_grid(self, entry: ChildEntry) -> None:
        box = self.query_one("#grid", Vertical)
        await box.remove_children()
        await box.mount_all([self._direction_row(each) for each in entry.directions])
        if not entry.directions or not entry.directions[-1].draft("", 0).is_blank:
            await self._add_direction_row(entry)

    async def _add_direction_row(self, entry: ChildEntry) -> None:
        assert self.view is not None  # noqa: S101  (called once it is loaded)
        entry.directions.append(DirectionEntry(who=self.view.worker))
        await self.query_one("#grid", Vertical).mount(self._direction_row(entry.directions[-1]))

    def _direction_row(self, each: DirectionEntry) -> DirectionRow:
        assert self.view is not None  # noqa: S101  (called once it is loaded)
        dates = self.view.children[self.here].dates
        return DirectionRow(each, dates, dates.known(self.desk_app.today), self.desk_app.policy())

    def _fill_personal(self) -> None:
        for name in PERSONAL_FIELDS:
            self.query_one(f"#p-{name}", TextArea).load_text(self.draft.personal.get(name, ""))


def _text_area(name: str, text: str = "") -> TextArea:
    return TextArea(text, id=name, soft_wrap=True, tab_behavior="focus", compact=True)


def _labelled_text(name: str, label: str) -> tuple[Widget, Widget]:
    return Static(label, classes="label"), _text_area(name)
