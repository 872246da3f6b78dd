"""Before the signature: what is missing, or what will be signed."""

from __future__ import annotations

from typing import cast

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from supervision_tui.desk.sitting_draft import SittingDraft
from supervision_tui.practice.reflection import is_reflective
from supervision_tui.practice.wording import count
from supervision_tui.widgets.desk_screen import DeskApp
from supervision_tui.widgets.tones import line, lines


class SignDialog(ModalScreen[bool]):
    """Signs on enter where nothing is missing; else it can only be left."""

    DEFAULT_CSS = """
    SignDialog VerticalScroll { height: auto; max-height: 16; }
    SignDialog Static { height: auto; }
    """
    BINDINGS = [
        Binding("enter,ctrl+s", "sign", "Sign", show=False, id="sign.sign"),
        Binding("escape", "leave", "Back", show=False, id="sign.leave"),
    ]

    def __init__(self, draft: SittingDraft, missing: list[str]) -> None:
        super().__init__()
        self.draft = draft
        self.missing = missing

    def compose(self) -> ComposeResult:
        """The list, then the keys."""
        with Vertical(classes="in-front") as box:
            box.border_title = "Not complete yet" if self.missing else "Sign both records"
            with VerticalScroll():
                yield Static(lines(*(self._missing() if self.missing else self._summary())))
            sign: tuple[str | tuple[str, str], ...] = () if self.missing else (("enter", "focus"), " sign   ")
            yield Static(line("\n", *sign, ("esc", "focus"), " back to the record"))

    def action_sign(self) -> None:
        """Sign, where nothing is missing."""
        if not self.missing:
            self.dismiss(True)

    def action_leave(self) -> None:
        """Back to the record."""
        self.dismiss(False)

    def _missing(self) -> list[Content]:
        return [line(("! ", "late"), text) for text in self.missing]

    def _summary(self) -> list[Content]:
        entries = self.draft.children.values()
        rule = cast(DeskApp, self.app).policy().reflection
        discussed = sum(entry.has_words for entry in entries)
        left_out = sum(bool(entry.not_discussed.strip()) and not entry.has_words for entry in entries)
        given = sum(not each.draft("", 0).is_blank for entry in entries for each in entry.directions)
        reflective = sum(is_reflective(entry.stages, rule) for entry in entries)
        waiting = sum(len(entry.earlier) - entry.earlier_said for entry in entries if entry.has_words)
        earlier = (
            f"{count(waiting, 'earlier direction')} not looked at yet" if waiting else "earlier directions looked at"
        )
        return [
            line((earlier, "soon" if waiting else "plain")),
            line(f"{count(discussed, 'child', 'children')} discussed, {reflective} of them with reflection"),
            line(f"{count(left_out, 'child', 'children')} not discussed, with the reason"),
            line(f"{count(given, 'direction')}, each with owner, date and reason"),
            line(("Once signed the record is locked; an amendment stands beside it.", "quiet")),
        ]
