"""Session: the hour itself. Agenda at the left, one child (or the personal record) at the right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import ClassVar

from textual.containers import Horizontal, VerticalScroll
from textual.css.query import QueryType
from textual.events import Resize
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Input, Static, TextArea

from supervision_tui.desk.supervision.draft import RecordDraft
from supervision_tui.desk.supervision.group_sessions import add_child_to_session
from supervision_tui.desk.supervision.record_parts import draft_parts
from supervision_tui.desk.supervision.session import (
    OpenSession,
    draft_key,
    let_go_of_empty,
    open_session,
)
from supervision_tui.desk.supervision.signing import PERSONAL, completeness, sign_record
from supervision_tui.practice import wording
from supervision_tui.practice.direction.timescales import Timescale, read_timescale
from supervision_tui.practice.policy.council_forms import FormKind
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.screens.consultations import forms as consultation_forms
from supervision_tui.screens.shared.forms import show_form
from supervision_tui.screens.shared.manager_form import know_who_manages
from supervision_tui.widgets.desk_screen import DeskScreen, opens_dialog
from supervision_tui.widgets.form import Field, FormSpec, Values
from supervision_tui.widgets.markdown_text import rendered_parts
from supervision_tui.widgets.masthead import Masthead
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.panes import Panes
from supervision_tui.widgets.rows import Rows
from supervision_tui.widgets.steady_text import SteadyText

from .agenda import AgendaRows, state_of
from .case_record import CaseRecord
from .clock import SessionClock
from .group_record import GroupRecordPane
from .hour import HourLine
from .left_out import ask_why
from .personal_record import PersonalRecordPane
from .sections import choose_sections
from .sign import Answer, SignDialog

_WIDE_ENOUGH = 120  # columns for a record and its preview beside each other
_THREE_COLUMNS = 104  # columns for agenda, record and facts beside each other


class SessionScreen(DeskScreen):
    """One session, two records. What is typed is kept in the vault within two seconds."""

    WHERE = "session"
    is_written_on = True
    BINDINGS = [*bindings_for("fields"), *bindings_for("session")]
    CSS_PATH: ClassVar = ["../shared/record.tcss", "session.tcss"]

    def __init__(self, session_id: int, child: str = "", *, is_begun_here: bool = False) -> None:
        """`is_begun_here`: it is not planned, so without a word in it there is no such session."""
        super().__init__()
        self.session_id = session_id
        self._is_begun_here = is_begun_here
        self.view: OpenSession | None = None
        self.draft = RecordDraft()
        self.here = child
        self._signed = False
        self._typing = False
        self._kept = ""
        self._was_kept = False
        self._clock = SessionClock()

    @property
    def address(self) -> str:
        """By what it is opened again."""
        where = "begun" if self._is_begun_here else "session"
        return f"{where} {self.session_id} {self.here}".strip()

    def body(self) -> Iterable[Widget]:
        """The hour in a line; the agenda, the record in hand, and what is known of the child."""
        yield HourLine(id="hour")
        yield Horizontal(
            Panes(
                Pane("Agenda", AgendaRows(), id="agenda-pane"),
                Pane(
                    "Child",
                    SteadyText(id="steps"),
                    ContentSwitcher(
                        CaseRecord(), PersonalRecordPane(), GroupRecordPane(), initial="case"
                    ),
                    keys=("session.part", "session.prompts", "session.write"),
                    id="record-pane",
                ),
                Pane("Known", VerticalScroll(Static(id="facts"), can_focus=False), id="known-pane"),
                names=("Agenda", "Record", "Known"),
                columns=_THREE_COLUMNS,
                lines=0,
                id="session-panes",
            ),
            Pane(
                self.running.fill("As it will stand on the record · ‹session.preview› back"),
                VerticalScroll(Static(id="preview")),
                id="preview-pane",
            ),
        )

    async def load(self) -> None:
        """The agenda and what was typed before; once, so that nothing typed is written over."""
        if self.view is not None or self._signed:
            self._titles()
            self._show_agenda()
            await self._show_facts()
            return
        view = await self.running.desk.try_run(open_session, self.session_id)
        # Signed meanwhile: nothing more is written in it.
        if view is None or view.signed_at is not None:
            self.dismiss()
            return
        self._take_view(view, view.draft)
        self._kept = self.draft.to_json()
        self._clock.begin(self.draft)
        first = next(filter(self._is_here, (self.here, self.draft.place)), "")
        if not first:
            first = view.agenda[0].child.ref if view.agenda else PERSONAL
        self.query_one(Rows).go_to(first)
        self._turn_to(first)
        self.set_focus(self.query_one(Rows))
        self._was_kept = view.resumed
        if view.resumed:
            self.running.notices.say("What you typed before is here again.")
        self.set_interval(1.0, self._tick)

    async def _show_facts(self) -> None:
        """Show what was changed beside the record, as by an event or its undo.

        Agenda and typed text stay.
        """
        if self._signed:
            now = None
        else:
            now = await self.running.desk.try_run(open_session, self.session_id)
        if now is not None and self.view is not None and now.signed_at is None:
            has_other_sections = now.sections != self.view.sections
            children = {**self.view.children, **now.children}
            self.view = replace(self.view, children=children, sections=now.sections)
            self._case().show_facts(self.view)
            if has_other_sections:
                self._take_texts()
                self._personal().begin(self.view, self.draft)

    def _take_view(self, view: OpenSession, draft: RecordDraft) -> None:
        self.view, self.draft = view, draft
        self._personal().begin(view, draft)
        self.query_one(GroupRecordPane).begin(view, draft)
        self._case().begin(view, draft)
        self._show_agenda()

    async def come_back(self, left: Mapping[str, str]) -> None:
        """Once the fields of the child in hand are there."""
        await self._case().laid_out()
        await self._personal().laid_out()
        await self.query_one(GroupRecordPane).laid_out()
        await super().come_back(left)

    async def keep(self) -> bool:
        """Keep what has been typed since the last time, in the encrypted vault.

        Returns whether it is kept.
        """
        if self._signed or self.view is None:
            return True
        self._take_texts()
        body, before = self.draft.to_json(), self._kept
        if body == before or not (self.draft.has_words or self._was_kept):
            return True
        self.draft.seconds = int(self._clock.seconds)
        self._kept, self._was_kept = self.draft.to_json(), True
        is_kept = await self.running.drafts.keep(draft_key(self.session_id), self._kept)
        if not is_kept:
            self._kept = before
        for masthead in self.query(Masthead):  # none where the screen was left meanwhile
            state = "" if is_kept else "draft NOT saved"
            masthead.show(state)
        return is_kept

    def on_mount(self) -> None:
        """Give people time to talk before it locks."""
        self.running.idle.session_begins()

    def on_unmount(self) -> None:
        """Lock after the usual time again."""
        self.running.idle.session_ends()

    async def _tick(self) -> None:
        """Count the time while the session is before one, and keep what was typed."""
        if self._clock.tick(
            self.draft, self.here, is_before_one=self.is_current and not self._signed
        ):
            self._show_bar()
        for masthead in self.query(Masthead):
            masthead.show(masthead.right)
        await self.keep()

    # What is typed

    def _take_texts(self) -> None:
        self._personal().take()
        self.query_one(GroupRecordPane).take()
        if self.here and self.here != PERSONAL:
            self._case().take()

    def on_case_record_typed(self) -> None:
        """The agenda says who is written about."""
        self._show_agenda()
        self._show_preview()

    def on_personal_record_pane_typed(self) -> None:
        """So it does of the personal record."""
        self._show_agenda()

    def on_group_record_pane_typed(self) -> None:
        """So it does of the record of a session of several."""
        self._show_agenda()

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """The record follows the agenda."""
        self._follow()

    def on_input_submitted(self) -> None:
        """Enter in a line goes to the next field, as it does in a form."""
        self.focus_next()

    def on_resize(self, event: Resize) -> None:
        """A preview takes the record's place where there is no room for both."""
        self.set_class(event.size.width < _WIDE_ENOUGH, "-narrow")
        self._show_bar()

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
        self._typing = self.focused is not rows
        rows.action_move(step)
        self._follow()

    def action_next_field(self) -> None:
        """The next field."""
        self.focus_next()

    def focus_next(self, selector: str | type[QueryType] = "*") -> Widget | None:
        """Go to the next field; from the agenda to the first text of the record."""
        if self.focused is self.query_one(Rows):
            self.set_focus(self._first_field())
            return self.focused
        return super().focus_next(selector)

    def action_next_part(self) -> None:
        """The next part of the record."""
        if self.here != PERSONAL:
            self._case().next_part()

    async def action_personal(self) -> None:
        """To the personal record, or back to the children."""
        rows = self.query_one(Rows)
        if self.here == PERSONAL and self.view and self.view.agenda:
            rows.go_to(self.view.agenda[0].child.ref)
        else:
            rows.go_to(PERSONAL)
            self._follow()
            # Its fields are laid out by the council's form: whoever is quick waits for them.
            await self._personal().laid_out()
            await self.query_one(GroupRecordPane).laid_out()
            self.set_focus(self._first_field())

    def action_direct(self) -> None:
        """To the direction grid of this child, or the actions of the worker: the blank row."""
        if self.here == PERSONAL:
            self._personal().go_to_blank_action()
        else:
            fields = list(self.query_one("#grid").query("Input.do"))
            last = None
            if fields:
                last = fields[-1]
            self.set_focus(last)

    @opens_dialog
    async def action_record_event(self) -> None:
        """It was held on …: for the child in hand."""
        from supervision_tui.screens.review.event_forms import record_event

        if self.view is None or self.here not in self.view.children:
            self.running.notices.refuse("Choose a child first.")
            return
        await record_event(self, (self.here,))

    @opens_dialog
    async def action_consult(self) -> None:
        """A consultation about the child in hand, or with the worker."""
        if self.view is not None:
            children = () if self.here == PERSONAL else (self.here,)
            await consultation_forms.request(
                self, consultation_forms.About(children, self.view.worker)
            )

    async def action_decide(self) -> None:
        """A decision, or a discussion with others, about the child in hand."""
        if self.view is not None and self.here in self.view.children:
            await self.keep()
            self.running.navigation.decide((self.here,))

    @opens_dialog
    async def action_left_out(self) -> None:
        """Say in a word why the child in hand is not discussed."""
        if self.here == PERSONAL or self.view is None:
            return
        entry = self.draft.child(self.here)
        because = await ask_why(self, [self.here], entry.not_discussed)
        if because is not None:
            self.query_one("#not_discussed", Input).value = because
            self._take_texts()
            self._show_agenda()
            now = "to be discussed after all"
            if entry.is_left_out:
                now = "left out, with the reason"
            self.running.notices.say(f"{self.here}: {now}.")

    @opens_dialog
    async def action_rest_left_out(self) -> None:
        """One reason for every child of the agenda who has no word yet."""
        agenda = self.view.agenda if self.view else ()
        rest = [item.child.ref for item in agenda if not state_of(item.child.ref, self.draft)]
        if not rest:
            self.running.notices.say("Every child of the agenda is written up or has a reason.")
            return
        because = await ask_why(self, rest)
        if because is None:
            return
        for ref in rest:
            self.draft.child(ref).not_discussed = because
        if self.here in rest:
            self.query_one("#not_discussed", Input).value = because
        self._show_agenda()

    @opens_dialog
    async def action_bring(self) -> None:
        """Bring a child who is not on the agenda, by reference."""
        if self.view is None:
            return

        async def take(values: Values) -> str:
            return await self.running.desk.run(
                add_child_to_session, self.session_id, values["ref"].strip()
            )

        refs = tuple(self.view.children)
        spec = FormSpec(
            "Bring a child", (Field("ref", "Reference", hint="C-1041", words=refs),), save="bring"
        )
        ref = await show_form(self, spec, take)
        if ref is None:
            return
        await self.keep()
        view = await self.running.desk.try_run(open_session, self.session_id)
        if view is not None:
            self._take_view(view, self.draft)
            self.query_one(Rows).go_to(ref)

    async def action_keep_now(self) -> None:
        """Keep what is typed, and say so."""
        if await self.keep():
            self.running.notices.say("Saved, not signed. ‹session.sign› signs.")

    def action_next_model(self) -> None:
        """The next reflective model; what was written under another one is kept."""
        self._take_texts()
        names = list(self.running.vault.policy().models)
        place = names.index(self.draft.model) if self.draft.model in names else -1
        self.draft.model = names[(place + 1) % len(names)]
        self._show_agenda()
        self._case().lay_out()

    def action_identity(self) -> None:
        """Add the prompts on identity to the model, or take them off; what was written is kept."""
        self._take_texts()
        self.draft.has_prompts = not self.draft.has_prompts
        self._case().lay_out()
        if self.draft.has_prompts:
            title = self.running.vault.policy().form(FormKind.PROMPTS).title
            self.running.notices.say(f"{title}: added behind the stages of every model.")

    def action_prompts(self) -> None:
        """Fold the prompts away, or show them."""
        self._case().toggle_prompts()

    def action_family(self) -> None:
        """Write about the family once, or each child alone; of the worker choose the sections."""
        if self.here == PERSONAL:
            self.action_sections()
        elif self.view is not None:
            self.running.notices.say(self._case().toggle_family())
            self._show_agenda()

    @opens_dialog
    async def action_sections(self) -> None:
        """Choose which sections the personal record of this worker has."""
        if self.view is None or self.view.kind.has_several:
            self.running.notices.refuse("A session of several has a record of its own.")
            return
        if await choose_sections(self, self.view):
            await self.keep()
            view = await self.running.desk.try_run(open_session, self.session_id)
            if view is not None:
                self._take_view(view, self.draft)

    def action_preview(self) -> None:
        """Show how the record will read, or go back to the fields."""
        self.toggle_class("previewing")
        self._show_preview()

    def action_write(self) -> None:
        """Write over the whole screen, or beside agenda and facts again."""
        self.toggle_class("writing")
        if self.focused is self.query_one(Rows) and self.has_class("writing"):
            self.focus_next()

    async def action_leave(self) -> None:
        """From a field to the agenda; from the agenda back to where the manager came from."""
        if self.has_class("previewing"):
            self.action_preview()
            return
        self.remove_class("writing")
        if self.focused is not self.query_one(Rows):
            self.set_focus(self.query_one(Rows))
            return
        await self._case().laid_out()
        if await self.keep():
            await self.let_go_of_empty()
        self.dismiss()

    async def let_go_of_empty(self) -> None:
        """A session that was begun by opening it goes again where nothing was written in it."""
        if self._is_begun_here and not self._signed and not self.draft.has_words:
            await self.running.desk.try_run(let_go_of_empty, self.session_id)

    @opens_dialog
    async def action_sign(self) -> None:
        """Say what is missing, or sign."""
        self.draft.seconds = int(self._clock.seconds)
        await self.keep()
        if not await know_who_manages(self):
            return
        missing = await self.running.desk.try_run(completeness, self.session_id, self.draft)
        if missing is None or self.view is None:
            return
        dialog = SignDialog(self.draft, missing, self.view, self.keep)
        if not self.may_stand_here(dialog.draft_key):
            return
        answer: Answer = await self.app.push_screen_wait(dialog)
        if answer.go_to:
            self.query_one(Rows).go_to(answer.go_to)
            self._follow()
            await self._case().laid_out()
            if answer.field and answer.go_to == PERSONAL:
                self._own_part().go_to(answer.field)
            elif answer.field:
                self._case().go_to_field(answer.field)
            else:
                self.set_focus(self.query_one(Rows))
        if not answer.sign:
            return
        self._signed = True  # nothing is kept as a draft any more
        signed = await self.running.desk.try_run(
            sign_record, self.session_id, self.draft, said=answer.said
        )
        if not signed:
            self._signed = False
        else:
            await self._case().laid_out()
            given = wording.count(signed.directions, "direction")
            discussed = wording.count(signed.discussed, "child", "children")
            self.running.notices.changed(f"Signed: {discussed} discussed, {given} given.")
            self.dismiss()
            if signed.discussed:
                self.running.navigation.put_on_file(f"session {self.session_id}")

    # What is shown

    def _case(self) -> CaseRecord:
        return self.query_one(CaseRecord)

    def _personal(self) -> PersonalRecordPane:
        return self.query_one(PersonalRecordPane)

    def _own_part(self) -> PersonalRecordPane | GroupRecordPane:
        """The worker's own part; in a session of several its own record."""
        if self.view is not None and self.view.kind.has_several:
            return self.query_one(GroupRecordPane)
        return self._personal()

    def _first_field(self) -> Widget | None:
        """The first field of what is in hand."""
        if self.here == PERSONAL:
            return self._own_part().first_field()
        return self.query_one("#voice")

    def _is_here(self, key: str) -> bool:
        return key == PERSONAL or (self.view is not None and key in self.view.children)

    def _show_agenda(self) -> None:
        view = self.view
        if view is None or not self.is_attached:
            return
        self.query_one(AgendaRows).show_session(view, self.draft)
        self._titles()
        self._show_bar()

    def _show_bar(self) -> None:
        if self.view is None or not self.is_attached:
            return
        child = None
        if self.here in [item.child.ref for item in self.view.agenda]:
            child = self._clock.minutes_of(self.here), self.view.children[self.here].minutes
        who = wording.listing([self.name_of(each.name) for each in self.view.attendees])
        title = "Supervision" if self.view.kind.satisfies_interval else self.view.kind.words
        title = f"{title[:1].upper()}{title[1:]} · {who}"
        minutes = self._clock.minutes
        self.query_one(HourLine).show(title, minutes, self.view.minutes, child)

    def _show_preview(self) -> None:
        if not self.has_class("previewing") or self.view is None:
            return
        if self.here == PERSONAL:
            return
        entry, policy = self.draft.whole(self.here), self.running.vault.policy()
        parts = draft_parts(entry, self.draft.model, policy)
        given = [each for each in entry.directions if each.do.strip()]
        parts += [
            ("Direction", f"{each.do} · {each.who} · {self._by_words(each.by)} · {each.because}")
            for each in given
        ]
        self.query_one("#preview", Static).update(
            rendered_parts(parts or [("Nothing written yet", "")])
        )

    def _by_words(self, typed: str) -> str:
        """The date of a direction as the record will have it; what was typed where it is none."""
        child = self.view.children[self.here] if self.view else None
        if child is None:
            return typed
        today = self.running.vault.today
        found = read_timescale(typed, child.dates.known(today), self.running.vault.policy())
        if isinstance(found, Timescale):
            return f"by {wording.full_day(found.due)}"
        return f"by {typed or 'when?'}"

    def _turn_to(self, key: str) -> None:
        """Turn to a child or the personal record: a letter typed next already lands there."""
        self._take_texts()
        self.here = self.draft.place = key
        self.query_one(ContentSwitcher).current = "case"
        if key == PERSONAL:
            self.query_one(ContentSwitcher).current = self._own_part().id
        for about_child in ("#steps", "#known-pane"):
            self.query_one(about_child).display = key != PERSONAL
        self._titles()
        typing, self._typing = self._typing, False
        if key == PERSONAL or self.view is None:
            self._show_bar()
            return
        self._case().turn_to(key)
        if typing:
            self.set_focus(self.query_one("#voice", TextArea), scroll_visible=False)
        self._show_bar()
        self._show_preview()

    def _titles(self) -> None:
        """The names at the top of both panes, or none where they are blanked."""
        view, record = self.view, self.query_one("#record-pane", Pane)
        if view is None:
            return
        done = sum(bool(state_of(item.child.ref, self.draft)) for item in view.agenda)
        minutes = f"{view.minutes_for_children} min"
        self.query_one("#agenda-pane", Pane).retitle(
            f"Agenda · {done} of {len(view.agenda)} · {minutes}"
        )
        child = view.children.get(self.here)
        if child is None:
            title = "Record of the session" if view.kind.has_several else "Personal record"
            record.retitle(title)
            return
        title = self.running.names.child_title(self.here, child.line.name)
        record.retitle(f"{title} · {child.line.plans_shown}")
