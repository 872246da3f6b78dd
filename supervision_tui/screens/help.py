"""Every key of a screen, with what it does."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from supervision_tui.commands import commands_for
from supervision_tui.widgets.tones import line, lines

_MOVING = (
    ("j k ↓ ↑", "Next and previous line."),
    ("g G", "First and last line."),
    ("ctrl+d ctrl+u", "Half a page on and back."),
    ("↓ in a date", "Take the date that is suggested."),
)


class HelpScreen(ModalScreen[None]):
    """The keys of the screen below."""

    DEFAULT_CSS = """
    HelpScreen VerticalScroll { height: auto; max-height: 100%; }
    """
    BINDINGS = [Binding("escape,question_mark,q", "dismiss", "Back", show=False, id="help.leave")]

    def __init__(self, where: str) -> None:
        super().__init__()
        self.where = where

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical(classes="in-front") as box:
            box.border_title = "Keys"
            with VerticalScroll():
                yield Static(lines(*self._lines()))

    def _lines(self) -> list[Content]:
        pairs = [(command.key_words(), command.says) for command in commands_for(self.where)]
        return [line((f"{keys:<16}", "focus"), says) for keys, says in (*pairs, *_MOVING)]
