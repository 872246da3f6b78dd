"""A field for a secret: shown as dots, never copied, never offered again."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from supervision_tui.runtime.running import running_of

from .one_line import OneLine
from .text_styles import line

_EASIEST = "a sentence is easiest; any letters will do"


class PassphraseField(OneLine):
    """A field in which nothing typed can be selected into a clipboard."""

    def __init__(self, placeholder: str = "", *, id: str | None = None) -> None:
        super().__init__(password=True, placeholder=placeholder, compact=True, id=id)

    def action_copy(self) -> None:
        """A secret is not copied."""

    def action_cut(self) -> None:
        """A secret is not copied."""

    @property
    def selected_text(self) -> str:
        """Nothing of it is handed to anybody."""
        return ""

    def take(self) -> str:
        """Give what was typed; the field is empty afterwards."""
        typed = self.value
        self.value = ""
        return typed


class NewPassphraseField(Vertical):
    """A new passphrase, and below it what it is worth."""

    DEFAULT_CSS = """
    NewPassphraseField { height: auto; }
    NewPassphraseField > Static { height: auto; padding: 0 1; }
    """

    def __init__(self, placeholder: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        """The field, and the sentence."""
        yield PassphraseField(self._placeholder)
        yield Static(line((_EASIEST, "quiet")))

    @property
    def value(self) -> str:
        """The passphrase that is typed."""
        return self.query_one(PassphraseField).value

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what it is worth."""
        from supervision_tui.desk.vault.unlock_methods import says_of_strength

        if not event.value:
            self.query_one(Static).update(line((_EASIEST, "quiet")))
            return
        says, is_weak = says_of_strength(event.value, (running_of(self).vault.team,))
        tone = "soon" if is_weak else "focus"
        self.query_one(Static).update(line((says, tone)))
