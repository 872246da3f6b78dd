"""A form in front of a screen: fields, a refusal shown where it was typed, and typed text that is
never lost.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.events import Key
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from supervision_tui.desk.moment import Refused
from supervision_tui.practice.direction.timescales import Known
from supervision_tui.runtime.bindings import bindings_for

from .choice import Choice
from .cleanup import forget_drawings
from .cursor import put_cursor
from .field_box import FieldBox
from .focus_in_view import keep_focus_in_view
from .has_acted import all_done
from .kept_fields import KeptFields
from .keys_in_text import with_keys
from .leaves_once import LeavesOnce
from .line_field import LineField
from .passphrase_field import NewPassphraseField, PassphraseField
from .sheet import Sheet
from .text_field import TextField
from .text_styles import line
from .timescale_field import TimescaleField

Values = dict[str, str]
_TITLE_ROOM = 48  # cells of a title in the edge of a sheet
# The parts of a direction by the names under which earlier versions kept them.
_KEPT_AS = {"do": "action", "who": "owner", "why_this_date": "why_date"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name, label, first value, and what kind it is: a line, some text, a timescale, a
    choice or a secret.

    `hint` is an example, shown as one while nothing is typed. A choice shows all its words; as
    `pick` a letter picks one and goes on. `words` are those of a choice, or those offered in a
    line; `labels` what a choice shows of those that are codes. A secret is never kept, nor is what
    `is_said_each_time`: a confirmation.
    """

    name: str
    label: str
    value: str = ""
    kind: str = "line"
    hint: str = ""
    words: tuple[str, ...] = ()
    labels: Mapping[str, str] | None = None
    known: Known | None = None
    is_said_each_time: bool = False

    @property
    def is_kept(self) -> bool:
        """Tell whether what is typed in it is kept through a lock or a crash."""
        return not self.is_said_each_time and "secret" not in self.kind


@dataclass(frozen=True, slots=True)
class FormTable:
    """Fields laid out as a table: the heading of each column, and what each row is about.

    The first heading is that of the rows; the fields come row by row. Enter goes down a column.
    """

    headings: Sequence[str]
    rows: Sequence[str]

    @property
    def columns(self) -> int:
        """The fields of each row."""
        return len(self.headings) - 1


@dataclass(frozen=True, slots=True)
class FormSpec:
    """A form: its title, what it says first, its fields, and the key under which text is kept.

    `begins_at` names the field that has the focus first, where it is not the first one. `preview`
    says below the fields what would come of the values; `enter_saves_when` tells that enter saves
    at once; `follows` gives what stands in other fields once a choice is another one, so that what
    is shown is what is saved. `passes` is a form whose typed text is kept while it stands there,
    for a lock and a crash, and goes when it is left. `only_asks` is a form that changes nothing: it
    leads to the next one, and its answer is enough to get there again. `table` lays the fields out
    in columns.
    """

    title: str
    fields: Sequence[Field]
    says: str = ""
    draft_key: str = ""
    save: str = "save"
    preview: Callable[[Values], Awaitable[str]] | None = None
    enter_saves_when: Callable[[Values], bool] | None = None
    begins_at: str = ""
    follows: Callable[[Values], Values] | None = None
    passes: bool = False
    only_asks: bool = False
    table: FormTable | None = None


class Form(KeptFields, LeavesOnce, ModalScreen[Any]):
    """Fills a dictionary of values and hands it to `take`.

    A `Refused` from there is shown and the form stays open.
    """

    DEFAULT_CSS = """
    Form #fields { height: 1fr; }
    Form #preview-box { height: auto; max-height: 40vh; }
    Form Static { height: auto; }
    Form #says { padding: 0 1; margin-bottom: 1; }
    Form #title { padding: 0 1; }
    Form Input { background: $panel; }
    Form TextArea { height: auto; min-height: 3; max-height: 12; background: $panel;
                    border: none; padding: 0 1; }
    Form #refusal, Form #preview { padding: 0 1; }
    Form #preview { color: $focus; }
    Form .row { height: 1; }
    Form .row > * { width: 1fr; margin: 0 1 0 0; }
    Form .row > .about { width: 24; }
    """
    FIELD = "field-"
    AUTO_FOCUS = ""  # the first field takes the focus itself, its label in view
    BINDINGS = [*bindings_for("fields"), *bindings_for("form")]

    def __init__(self, spec: FormSpec, take: Callable[[Values], Awaitable[Any]]) -> None:
        super().__init__()
        self.spec = spec
        self.draft_key = spec.draft_key
        self._take = take
        self._is_saving = False

    def on_unmount(self) -> None:
        """Left: what was typed is not kept by what was drawn."""
        forget_drawings()

    def compose(self) -> ComposeResult:
        """The fields under one another, then the refusal, then the keys."""
        with Sheet(self.spec.title, self._keys(), is_wide=self.spec.table is not None):
            with VerticalScroll(can_focus=False, id="fields"):
                if cell_len(self.spec.title) > _TITLE_ROOM:  # the edge cuts it
                    yield Static(line((with_keys(self.spec.title, self), "strong")), id="title")
                if self.spec.says:
                    yield Static(line((with_keys(self.spec.says, self), "quiet")), id="says")
                if self.spec.table is not None:
                    yield from self._table(self.spec.table)
                else:
                    for each in self.spec.fields:
                        yield FieldBox(with_keys(each.label, self), self._widget(each))
                yield Static(id="refusal")
            with VerticalScroll(can_focus=False, id="preview-box"):
                yield Static(id="preview")

    def _keys(self) -> Iterator[tuple[str, str]]:
        """Each key of the sheet with what it does, the most important first."""
        yield "form.save", self.spec.save
        back = "back"
        if self.spec.draft_key and not self.spec.passes:
            back = "back, text kept"
        yield "form.leave", back
        if any("secret" in each.kind for each in self.spec.fields):
            yield "form.show", "show"
        if self.spec.preview:
            yield "form.on", "scroll"

    def _table(self, table: FormTable) -> ComposeResult:
        """The fields in columns under their headings, a row for each thing they are about."""
        first, *others = (Static(line((heading, "quiet"))) for heading in table.headings)
        first.add_class("about")
        yield Horizontal(first, *others, classes="row")
        for number, about in enumerate(table.rows):
            begins = number * table.columns
            fields = self.spec.fields[begins : begins + table.columns]
            widgets = (self._widget(each) for each in fields)
            yield Horizontal(Static(line(about), classes="about"), *widgets, classes="row")

    async def on_mount(self) -> None:
        """Bring back what was typed before, and keep what is typed from now on."""
        keep_focus_in_view(self)
        for first in list(self.query("Input, TextArea, Choice"))[:1]:
            self.set_focus(first, scroll_visible=False)
        if self.spec.begins_at:
            self._go_to_field(self.spec.begins_at)
        if await self.bring_back():
            self._refuse("This is what you typed before; it was kept.", tone="quiet")
            if self.spec.follows is not None:
                self.spec.follows(self.values())  # what follows from it stands there already
        self.running.notices.clear()
        self.is_ready = True

    def action_show(self) -> None:
        """Show the secrets that are typed, or hide them."""
        for field in self.query(PassphraseField):
            field.password = not field.password

    def values(self) -> Values:
        """Give what is in the fields."""
        return {each.name: self.value_of(each.name) for each in self.spec.fields}

    def kept_names(self) -> list[str]:
        """All but secrets and confirmations."""
        return [each.name for each in self.spec.fields if each.is_kept]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Something was typed; a reason for the date lets a distant one pass."""
        if event.input.id == "field-why_this_date":
            for field_ in self.query(TimescaleField):
                field_.allow_distant(bool(event.value.strip()))
        self._follow()
        self._show_preview()

    def _follow(self) -> None:
        """Let other fields follow what was picked or typed."""
        if self.spec.follows is None or not self.is_ready:
            return
        for name, value in self.spec.follows(self.values()).items():
            self.query_one(f"#field-{name}", Input).value = value

    def on_choice_changed(self) -> None:
        """Something was picked."""
        self._follow()
        self._show_preview()

    def on_choice_picked(self) -> None:
        """A letter picked it: on to the next field.

        Where it is all that is asked, that is the answer.
        """
        if len(self.spec.fields) == 1:
            self.action_save()
        else:
            self.focus_next()

    async def on_key(self, event: Key) -> None:
        """Enter on a choice goes on as it does on a line."""
        if event.key == "enter" and isinstance(self.focused, Choice):
            event.stop()
            await self.on_input_submitted()

    @work(exclusive=True, group="preview")
    async def _show_preview(self) -> None:
        if self.spec.preview is not None:
            self.query_one("#preview", Static).update(
                line((with_keys(await self.spec.preview(self.values()), self), "focus"))
            )

    async def on_input_submitted(self) -> None:
        """Enter goes to the next field, and saves from the last one; in a table it goes down."""
        if self.spec.table is not None:
            self._go_down(self.spec.table)
            return
        focusable = [widget for widget in self.query("Input, TextArea, Choice") if widget.focusable]
        says_all = self.spec.enter_saves_when
        first = {focusable[0].id, f"{self.FIELD}{self.spec.begins_at}"}
        is_first = self.focused is not None and self.focused.id in first
        if self.focused is focusable[-1] or (says_all and is_first and says_all(self.values())):
            self.action_save()
        else:
            self.focus_next()

    def _go_down(self, table: FormTable) -> None:
        """Go to the field below; from the last row to the top of the next column."""
        names = [f"{self.FIELD}{each.name}" for each in self.spec.fields]
        here = self.focused.id if self.focused is not None else None
        if here not in names:
            return
        row, column = divmod(names.index(here), table.columns)
        following = row + 1, column
        if row + 1 == len(table.rows):
            following = 0, (column + 1) % table.columns
        self._go_to_field(self.spec.fields[following[0] * table.columns + following[1]].name)

    def action_save(self) -> None:
        """Hand the values over, beside the app, so that it can be stopped, or locked."""
        if not self._is_saving:
            self._is_saving = True
            self.run_worker(self._save())

    async def _save(self) -> None:
        """On a refusal the form stays as it is."""
        try:
            if self.focused is not None:
                await all_done(self.focused)
            await self._hand_over()
        finally:
            self._is_saving = False

    async def _hand_over(self) -> None:
        try:
            result = await self._take(self.values())
        except Refused as why:
            offers = ""
            if why.suggestions:
                offers = f"  You can type: {', '.join(why.suggestions)}"
            field = self._field_of(why)
            self._refuse(f"! {why}{offers}", tone="late", below=field)
            self._go_to_field(field)
            return
        await self.forget()
        self.dismiss(result)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a preview its keys are left to the field."""
        if action == "scroll_preview":
            return self.spec.preview is not None
        return super().check_action(action, parameters)

    def action_scroll_preview(self, direction: int) -> None:
        """A page on in what would come of it, or back."""
        box = self.query_one("#preview-box", VerticalScroll)
        box.scroll_relative(y=direction * max(1, box.size.height - 1), animate=False)

    def _field_of(self, why: Refused) -> str:
        """The field that a refusal is about: by its name, or by what is typed in it.

        Where neither is said, nothing.
        """
        names = [each.name for each in self.spec.fields]
        if why.field in names:
            return why.field
        if why.typed is None:
            return ""
        values, typed = self.values(), why.typed.strip()
        if not typed:  # of empty fields one for a date asks for it first
            fields_ = sorted(self.spec.fields, key=lambda each: each.kind != "timescale")
            return next((each.name for each in fields_ if not values[each.name].strip()), "")
        there = [name for name in names if values[name].strip() == typed]
        listed = [
            name for name in names if typed in (word.strip() for word in values[name].split(","))
        ]
        within = [name for name in names if typed in values[name].replace(",", " ").split()]
        return next(iter((*there, *listed, *within)), "")

    def _go_to_field(self, name: str) -> None:
        for widget in self.query(f"#field-{name}"):
            target: Widget | None = widget
            if not widget.can_focus:
                target = next(iter(widget.query("Input")), None)
            self.set_focus(target)

    async def action_leave(self) -> None:
        """Go back; what was typed comes again when the form is opened again, but where it passes.

        What is being saved is waited for.
        """
        if self._is_saving:
            return
        if self.spec.passes:
            await self.forget()
        else:
            await self.keep()
        self.dismiss(None)

    def _refuse(self, text: str, *, tone: str, below: str = "") -> None:
        """Say it below the field that it is about; else behind the last one, in view."""
        refusal, fields = self.query_one("#refusal", Static), self.query_one("#fields")
        refusal.update(line((with_keys(text, self), tone)))
        fields.move_child(refusal, after=len(fields.children) - 1)
        for box in fields.children if below else ():
            if box.query(f"#{self.FIELD}{below}"):
                fields.move_child(refusal, after=box)
                break
        refusal.call_after_refresh(refusal.scroll_visible, animate=False)

    def _widget(self, each: Field) -> Widget:
        name = f"field-{each.name}"
        if each.kind == "text":
            return TextField(
                each.value, id=name, soft_wrap=True, tab_behavior="focus", compact=True
            )
        if each.kind == "secret":
            return PassphraseField(each.hint, id=name)
        if each.kind == "new-secret":
            return NewPassphraseField(each.hint, id=name)
        if each.kind in ("choice", "pick"):
            return Choice(
                each.words, each.value, labels=each.labels, picks=each.kind == "pick", id=name
            )
        if each.kind == "timescale" and each.known:
            hint = f"e.g. {each.hint or '10wd, fri, 14 apr, @core-group'}"
            return TimescaleField(
                each.known, self.running.vault.policy(), each.value, placeholder=hint, id=name
            )
        hint = f"e.g. {each.hint}" if each.hint else ""
        return LineField(each.value, placeholder=hint, offers=each.words, id=name)

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values into the fields of these names."""
        values = dict(values)
        for name, earlier in _KEPT_AS.items():
            if name not in values and earlier in values:
                values[name] = values[earlier]
        super().fill(values)
        if isinstance(self.focused, Input):  # it goes on where it was left
            put_cursor(self.focused, (0, len(self.focused.value)))
