"""A signed record, to be read; an amendment stands beside it."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from supervision_tui.desk.signed_record import SignedDiscussion, SignedRecord, amend_record, signed_record
from supervision_tui.practice import wording
from supervision_tui.widgets.desk_screen import DeskScreen, Pane, opens_dialog
from supervision_tui.widgets.facts import Fact, Facts
from supervision_tui.widgets.form import Field, FormSpec, Values
from supervision_tui.widgets.tones import line

from .dialogs import show_form

_PERSONAL = "the personal record"
_LABEL = 16


class SignedScreen(DeskScreen):
    """What was signed, child by child; the personal record apart."""

    WHERE = "signed"
    BINDINGS = [
        Binding("a", "amend", "Amend", show=False, id="signed.amend"),
        Binding("j,down", "scroll(1)", "Down", show=False, id="signed.down"),
        Binding("k,up", "scroll(-1)", "Up", show=False, id="signed.up"),
    ]
    DEFAULT_CSS = "SignedScreen #keys { height: 1; padding: 0 1; }"

    def __init__(self, session_id: int) -> None:
        super().__init__()
        self.session_id = session_id
        self.record: SignedRecord | None = None

    def body(self) -> Iterable[Widget]:
        """The record, and the keys."""
        yield Pane("Signed record", VerticalScroll(Facts(_LABEL, id="record")), id="record-pane")
        yield Static(line(("a", "focus"), " amend   ", ("esc", "focus"), " back"), id="keys")

    async def load(self) -> None:
        """The record as it was signed."""
        record = await self.desk_app.desk(signed_record, self.session_id)
        if record is None:
            return
        self.record = record
        title = f"{self.name_of(record.worker)} · {wording.full_day(record.held_on)} · signed"
        self.query_one("#record-pane", Pane).retitle(title)
        parts = [part for each in record.discussions for part in self._discussion(each)]
        self.query_one(Facts).show([*parts, *self._personal(record)])

    def action_scroll(self, step: int) -> None:
        """Move through the record."""
        self.query_one(VerticalScroll).scroll_relative(y=step * 3, animate=False)

    @opens_dialog
    async def action_amend(self) -> None:
        """Add to the record, with the reason."""
        if self.record is None:
            return
        about = (*(each.ref for each in self.record.discussions), _PERSONAL)

        async def take(values: Values) -> bool:
            child = None if values["about"] == _PERSONAL else values["about"]
            await self.desk_app.ask_desk(amend_record, self.session_id, child, values["reason"], values["text"])
            return True

        spec = FormSpec(
            "Amendment",
            (
                Field("about", "To", kind="choice", words=about),
                Field("text", "What is added", kind="text"),
                Field("reason", "Why"),
            ),
            says="What was signed stays as it is; this stands beside it with today's date.",
            draft_key=f"amendment {self.session_id}",
        )
        if await show_form(self, spec, take):
            self.desk_app.say("The amendment stands beside the record.")

    def _discussion(self, each: SignedDiscussion) -> list[Fact]:
        titles = {stage.id: stage.title for model in self.desk_app.policy().models.values() for stage in model.stages}
        found: list[Fact] = [("", line((f"── {each.ref} ", "focus")))]
        if not each.discussed:
            return [*found, ("not discussed", line(each.not_discussed_because)), ("", line(""))]
        pairs = [("child's voice", each.voice)]
        pairs += [(titles.get(stage, stage).lower(), text) for stage, text in each.stages.items()]
        pairs += [("known", each.known), ("not known", each.not_known), ("manager's view", each.view)]
        pairs += [("decision", each.decision), ("contingency", each.contingency)]
        found += [(label, line(text)) for label, text in pairs if text]
        found += [("direction", line(text)) for text in each.directions]
        return [*found, *_amended(each.amendments), ("", line(""))]

    def _personal(self, record: SignedRecord) -> list[Fact]:
        if not any(record.personal.values()) and not record.personal_amendments:
            return []
        found: list[Fact] = [("", line(("── Personal record, for the worker's file ", "focus")))]
        found += [(name, line(text)) for name, text in record.personal.items() if text]
        return [*found, *_amended(record.personal_amendments)]


def _amended(amendments: tuple[tuple[object, str, str], ...]) -> list[Fact]:
    return [("amended", line((f"{on} ", "soon"), f"{text} ({reason})")) for on, reason, text in amendments]
