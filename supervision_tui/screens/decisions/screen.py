"""Writing a decision or discussion, with what is known of the children beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.css.query import NoMatches
from textual.widget import Widget
from textual.widgets import Static

from supervision_tui.desk.decisions.draft import DecisionDraft
from supervision_tui.desk.decisions.recording import (
    ChildOfDecision,
    OpenDecision,
    actions_to_review,
    decision_key,
    missing_now,
    open_decision,
    record_decision,
)
from supervision_tui.desk.drafts import drop_draft
from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import TookPart
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.screens.shared.forms import about_whom
from supervision_tui.screens.shared.manager_form import know_who_manages
from supervision_tui.widgets.desk_screen import DeskScreen, opens_dialog
from supervision_tui.widgets.masthead import Masthead
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.panes import Panes
from supervision_tui.widgets.text_styles import line, lines, tone_of

from .fields import DecisionFields
from .record_dialog import RecordAnswer, RecordDialog

_TWO_COLUMNS = 100
_NOT_CHOSEN = "-"
_MOST_DATES = 4


class DecisionScreen(DeskScreen):
    """One decision about one child or several. What is typed is kept within two seconds."""

    WHERE = "decision"
    is_written_on = True
    BINDINGS = [*bindings_for("fields"), *bindings_for("decision")]
    CSS_PATH: ClassVar = ["../shared/record.tcss", "decision.tcss"]

    def __init__(self, refs: Sequence[str], kind: str = "") -> None:
        super().__init__()
        self.refs = tuple(refs)
        self._kind = kind
        self.view: OpenDecision | None = None
        self.draft = DecisionDraft()
        self._kept = ""
        self._was_kept = False
        self._is_recorded = False

    @property
    def address(self) -> str:
        """By what it is opened again."""
        return f"decision {self._kind or _NOT_CHOSEN} {' '.join(self.refs)}"

    def body(self) -> Iterable[Widget]:
        """The fields, and what is known of the children."""
        yield Panes(
            Pane(
                "Decision",
                DecisionFields(),
                keys=("decision.part", "decision.people", "decision.direct"),
                id="decision-pane",
            ),
            Pane("Known", VerticalScroll(Static(id="known"), can_focus=False), id="known-pane"),
            names=("Decision", "Known"),
            columns=_TWO_COLUMNS,
            lines=0,
            id="decision-panes",
        )

    async def load(self) -> None:
        """Bring back what was typed before; once, so that nothing typed is written over."""
        if self.view is not None or self._is_recorded:
            return
        view = await self.running.desk.try_run(open_decision, self.refs, kind=self._kind)
        if view is None:
            self.dismiss()
            return
        self.view, self.draft = view, view.draft
        self._kept, self._was_kept = self.draft.to_json(), view.is_resumed
        fields = self.query_one(DecisionFields)
        fields.begin(view)
        self._show_known(view)
        self._title()
        await fields.laid_out()
        if self.focused is None:
            fields.go_to("kind")
        if view.is_resumed:
            self.running.notices.say("What you typed before is here again.")
        self.set_interval(1.0, self.keep)

    async def come_back(self, left: Mapping[str, str]) -> None:
        """Once the rows of its tables are there."""
        await self.query_one(DecisionFields).laid_out()
        await super().come_back(left)

    def on_mount(self) -> None:
        """Give people time to talk before it locks."""
        self.running.idle.session_begins()

    def on_unmount(self) -> None:
        """Lock after the usual time again."""
        self.running.idle.session_ends()

    async def keep(self) -> bool:
        """Keep what was typed since the last time; returns whether it is kept."""
        if self._is_recorded or self.view is None:
            return True
        for fields in self.query(DecisionFields):
            fields.take()
        body = self.draft.to_json()
        if body == self._kept or not (self.draft.has_words or self._was_kept):
            return True
        is_kept = await self.running.drafts.keep(decision_key(self.refs), body)
        if is_kept:
            self._kept, self._was_kept = body, True
        says = "" if is_kept else "draft NOT saved"
        for masthead in self.query(Masthead):  # none where the screen was left meanwhile
            masthead.show(says)
        return is_kept

    # What is typed

    def on_decision_fields_typed(self) -> None:
        """The title says what kind it is."""
        self._title()

    async def on_decision_fields_of_kind(self) -> None:
        """Another kind reviews another discussion, or none."""
        found = await self.running.desk.try_run(actions_to_review, self.refs, self.draft.kind)
        if found is None or self.view is None:
            return
        reviews, earlier = found
        self.draft.reviews_id = reviews.id if reviews else None
        self.view = replace(self.view, reviews=reviews, earlier=earlier)
        try:
            self.query_one(DecisionFields).review(self.view)
        except NoMatches:
            return
        self._show_known(self.view)

    def on_input_submitted(self) -> None:
        """Enter in a line goes to the next field, as it does in a form."""
        self.focus_next()

    # Actions

    def action_next_part(self) -> None:
        """The next part: who was asked, facts, decision, what is to be done."""
        self.query_one(DecisionFields).next_part()

    def action_people(self) -> None:
        """To the blank row of who was asked."""
        self.query_one(DecisionFields).go_to_blank("people", "Input")

    def action_direct(self) -> None:
        """To the blank row of the directions."""
        self.query_one(DecisionFields).go_to_blank("grid", "Input.do")

    async def action_keep_now(self) -> None:
        """Keep what is typed, and say so."""
        if await self.keep():
            self.running.notices.say("Saved, not recorded. ‹decision.record› records it.")

    async def action_leave(self) -> None:
        """Leave; what was typed comes again with the next decision about these children."""
        if await self.keep() and not self.draft.has_words and self._was_kept:
            await self.running.desk.try_run(drop_draft, decision_key(self.refs))
        self.dismiss()

    @opens_dialog
    async def action_record(self) -> None:
        """Say what is missing, or record it and go on to the children's files."""
        await self.keep()
        if not await know_who_manages(self):
            return
        missing = await self.running.desk.try_run(missing_now, self.refs, self.draft)
        if missing is None:
            return
        answer: RecordAnswer = await self.app.push_screen_wait(
            RecordDialog(missing, self._summary())
        )
        if not answer.record:
            self.query_one(DecisionFields).go_to(answer.field)
            return
        self._is_recorded = True  # nothing is kept as a draft any more
        number = await self.running.desk.try_run(record_decision, self.refs, self.draft)
        if number is None:
            self._is_recorded = False
            return
        given = wording.count(len(self.draft.given), "direction")
        self.running.notices.changed(f"Recorded: {self._words()}, {given}.")
        self.dismiss()
        self.running.navigation.put_on_file(f"decision {number}")

    # What is shown

    def _words(self) -> str:
        return self.running.vault.policy().decision(self.draft.kind).words

    def _title(self) -> None:
        about = about_whom(self, self.refs)
        words = self._words()
        self.query_one("#decision-pane", Pane).retitle(f"{words[:1].upper()}{words[1:]} · {about}")

    def _summary(self) -> list[str]:
        draft = self.draft
        came = sum(TookPart(each.part).has_come for each in draft.named)
        people = f"{came} of {len(draft.named)} who were asked came"
        done = f"{wording.count(len(draft.given), 'direction')}, each with owner, date and reason"
        if draft.no_action:
            done = "no action, with the reason"
        words = self._words()
        about = about_whom(self, self.refs)
        return [f"{words[:1].upper()}{words[1:]} about {about}", people, done]

    def _show_known(self, view: OpenDecision) -> None:
        parts = [*map(self._known, view.children)]
        if view.reviews is not None:
            parts.insert(0, self._reviewed(view))
        shown = chain.from_iterable((*part, line("")) for part in parts)
        self.query_one("#known", Static).update(lines(*shown))

    def _reviewed(self, view: OpenDecision) -> list[Content]:
        assert view.reviews is not None  # noqa: S101  (asked by the caller)
        each = view.reviews
        day = wording.day(each.line.on, today=self.running.vault.today)
        found = [
            line((f"{each.line.words} of {day}", "strong")),
            line(each.line.decision),
            line((f"because {each.reason}", "quiet")),
        ]
        return [*found, *(line(("· ", "quiet"), person.says()) for person in each.people)]

    def _known(self, child: ChildOfDecision) -> list[Content]:
        today = self.running.vault.today
        found = [
            line(
                (self.running.names.child_or_ref(child.ref), "strong"), (f"  {child.ref}", "quiet")
            )
        ]
        found.append(line((f"with {self.name_of(child.worker)}", "quiet")))
        if child.dates.due:
            found.append(line(child.dates.in_words(today, _MOST_DATES)))
        for each in child.directions:
            found.append(line((f"{each.word}  ", tone_of(each.urgency)), each.text))
        return found
