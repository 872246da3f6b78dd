"""A decision on record, to be read: who was asked, what was decided, what became of it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

from textual.widget import Widget

from supervision_tui.desk.decisions.lines import DecidedAction, DecisionRecord, decision_record
from supervision_tui.desk.decisions.recording import amend_decision
from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.on_file.file_records import FileRecord, file_of_decision
from supervision_tui.exports.documents.document import Document
from supervision_tui.exports.records.decision_record import decision_document, decision_parts
from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import Urgency
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.screens.shared.export_form import ask_and_export
from supervision_tui.screens.shared.forms import show_form
from supervision_tui.system.clock import local_day
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import DeskScreen, opens_dialog
from supervision_tui.widgets.form import Field, FormSpec, Values
from supervision_tui.widgets.labelled_text import Label, LabelledText, ScrollingText
from supervision_tui.widgets.markdown_text import rendered
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.rows import Cell, Row, Rows
from supervision_tui.widgets.text_styles import line, tone_of

_LABEL = 18
_SHORTER = {"Lived experience and voice": "child's voice"}


class DecisionRecordScreen(DeskScreen):
    """A decision as it was recorded above, and its directions as they stand now below."""

    WHERE = "decided"
    gives_way = True
    AUTO_FOCUS = "#actions"
    BINDINGS = bindings_for("decided")
    DEFAULT_CSS = """
    DecisionRecordScreen #actions-pane { height: 35%; }
    """

    def __init__(self, decision_id: int) -> None:
        super().__init__()
        self.decision_id = decision_id
        self.record: DecisionRecord | None = None
        self._filed: list[FileRecord] = []

    @property
    def address(self) -> str:
        """By what it is opened again."""
        return f"decided {self.decision_id}"

    def body(self) -> Iterable[Widget]:
        """The record above, and below it what is to be done."""
        rows = Rows(
            Column("", 12),
            Column("Child", 17, narrow=10),
            Column("Direction"),
            Column("Owner", 18, at_least=100),
            empty="Nothing was to be done; the reason stands above.",
            id="actions",
        )
        text = ScrollingText(LabelledText(_LABEL, id="facts"))
        yield Pane("Decision", text, id="record-pane")
        yield Pane("Directions", rows, keys=("decided.open",), id="actions-pane")

    async def load(self) -> None:
        """The decision as it stands, and on whose file it is."""
        record = await self.running.desk.try_run(decision_record, self.decision_id)
        if record is None:
            self.dismiss()
            return
        self.record = record
        self._filed = await self.running.desk.try_run(file_of_decision, self.decision_id) or []
        words = record.line.words
        title = f"{words[:1].upper()}{words[1:]} · {wording.full_day(record.line.on)} {record.time}"
        self.query_one("#record-pane", Pane).retitle(title)
        self.query_one(LabelledText).show(list(self._facts(record)), to_the_letter=True)
        rows = self.query_one(Rows)
        rows.show([self._action(each) for each in record.actions])
        is_open = sum(each.state.is_open for each in record.actions)
        self.query_one("#actions-pane", Pane).retitle(f"Directions · {is_open} open")
        if self.focused is None:
            self.set_focus(rows)

    # Actions

    @opens_dialog
    async def action_amend(self) -> None:
        """Add to it, with the reason."""

        async def take(values: Values) -> bool:
            await self.running.desk.run(
                amend_decision, self.decision_id, values["reason"], values["text"]
            )
            return True

        spec = FormSpec(
            "Amendment",
            (Field("text", "What is added", kind="text"), Field("reason", "Why")),
            says="What was recorded stays as it is; this stands beside it with today's date.",
            draft_key=f"amend decision {self.decision_id}",
        )
        if await show_form(self, spec, take):
            self.running.notices.changed("The amendment stands beside the decision.")

    @opens_dialog
    async def action_give_away(self) -> None:
        """Export it whole, or as it goes onto one child's file."""
        record = self.record
        if record is None:
            return
        offered = {"the whole of it": functools.partial(_documents, record, "")}
        if len(record.children) > 1:
            offered |= {ref: functools.partial(_documents, record, ref) for ref in record.children}
        await ask_and_export(self, "Export a decision", offered, "decision", str(record.id))

    def action_review(self) -> None:
        """Begin the discussion that reviews this one, with its open actions first."""
        if self.record is not None:
            kinds = self.running.vault.policy().decisions
            kind = next((code for code, rule in kinds.items() if self._reviews(rule.reviews)), "")
            self.running.navigation.decide(self.record.children, kind)

    def _reviews(self, kind: str) -> bool:
        return self.record is not None and kind == self.record.line.kind

    def action_on_file(self) -> None:
        """Copy it for the children's files, and note since when it is there."""
        self.running.navigation.put_on_file(f"decision {self.decision_id}")

    def action_open(self) -> None:
        """Go to the direction at the mark, else to the child."""
        key = self.query_one(Rows).key
        actions = self.record.actions if self.record else ()
        each = next((each for each in actions if str(each.id) == key), None)
        if each is not None:
            self.dismiss()
            to = Destination(RecordKind.DIRECTION, str(each.id), each.child)
            self.running.navigation.show(to)

    def action_switch_pane(self) -> None:
        """Move between the directions and what was recorded."""
        self.focus_next()

    # What is shown

    def _facts(self, record: DecisionRecord) -> Iterator[Label]:
        today = self.running.vault.today
        yield "about", line(wording.listing([self.child_words(ref) for ref in record.children]))
        recorded = wording.full_day(local_day(record.recorded_at))
        yield "recorded", line(f"{recorded} by {record.recorded_by}")
        for each in self._filed:
            tone = tone_of(each.urgency(today))
            yield "child's file", line(f"{each.record.child}: ", (each.word(today), tone))
        if record.reviews is not None:
            day = wording.day(record.reviews.on, today=today)
            yield "reviews", line(f"the {record.reviews.words} of {day}")
        for number, person in enumerate(record.people):
            yield "asked" if number == 0 else "", line(person.says())
        for label, text in decision_parts(record):
            yield _SHORTER.get(label, label.lower()), rendered(text)
        for on, reason, text in record.amendments:
            day = wording.full_day(on)
            yield "amended", line((f"{day} ", "soon"), f"{text} ({reason})")

    def _action(self, each: DecidedAction) -> Row:
        urgency = Urgency.PLAIN if each.state.is_open else Urgency.QUIET
        tone = tone_of(urgency)
        due = wording.day(each.due, today=self.running.vault.today)
        state = f"by {due} {each.hour}".rstrip() if each.state.is_open else str(each.state)
        return Row(
            str(each.id),
            (
                Cell(state, tone),
                self.child_cell(each.child),
                Cell(f"{each.text} · because {each.reason}", tone),
                Cell(self.owner_of(each.owner), "quiet"),
            ),
        )


def _documents(record: DecisionRecord, ref: str) -> list[Document]:
    return [decision_document(record, ref)]
