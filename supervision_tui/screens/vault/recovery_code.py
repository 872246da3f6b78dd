"""A new recovery code: shown once, and asked back from the paper before it counts."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from supervision_tui.desk.vault.unlock_methods import why_not_same_code
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.widgets.field_box import FieldBox
from supervision_tui.widgets.leaves_once import LeavesOnce
from supervision_tui.widgets.one_line import OneLine
from supervision_tui.widgets.text_styles import line, lines

_GROUPS_A_LINE = 3


class RecoveryCodeDialog(LeavesOnce, ModalScreen[bool]):
    """First the code, then, with the code out of sight, a field for it.

    True once it was typed back.
    """

    DEFAULT_CSS = """
    RecoveryCodeDialog { align: center middle; }
    RecoveryCodeDialog .in-front { width: 64; }
    RecoveryCodeDialog Static { height: auto; }
    RecoveryCodeDialog #code { margin: 1 4; text-style: bold; }
    RecoveryCodeDialog FieldBox { display: none; margin-top: 1; }
    """
    AUTO_FOCUS = ""  # the field is not there yet
    BINDINGS = bindings_for("code")

    def __init__(
        self, code: str, instead_of: str, *, back: str = "back; the code before stays good"
    ) -> None:
        super().__init__()
        self._back = back.strip()
        self._code = code
        self._instead_of = instead_of

    def compose(self) -> ComposeResult:
        """Show what to do, the code, the field, what is wrong with it, the keys."""
        with Vertical(classes="in-front") as box:
            box.border_title = line(("Recovery code", "focus"))
            yield Static(id="what")
            yield Static(id="code")
            yield FieldBox("The code, from the paper", OneLine(compact=True))
            yield Static(id="says")
            yield Static(id="keys")

    def on_mount(self) -> None:
        """Show it."""
        says = (
            "It opens the vault when all else is lost. It is shown this once: write it on "
            "paper now. "
        )
        self.query_one("#what", Static).update(f"{says}{self._instead_of}")
        groups = self._code.split("-")
        rows = [groups[n : n + _GROUPS_A_LINE] for n in range(0, len(groups), _GROUPS_A_LINE)]
        self.query_one("#code", Static).update(lines(*(line("  ".join(row)) for row in rows)))
        self._keys("it is written down")

    def action_written(self) -> None:
        """Hide it, and ask for it."""
        self.query_one("#code").display = False
        self.query_one("#what", Static).update(
            "Now type it from the paper, to be sure that it can be read."
        )
        self.query_one(FieldBox).display = True
        self.set_focus(self.query_one(Input))
        self._keys("check")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Compare what was typed."""
        event.stop()
        why = why_not_same_code(self._code, event.value)
        if why:
            self.query_one("#says", Static).update(line((f"! {why}", "late")))
        else:
            self.dismiss(True)

    def action_leave(self) -> None:
        """Nothing was changed; the code before stays good."""
        self.dismiss(False)

    def _keys(self, enter: str) -> None:
        keys = ("enter", "focus"), f" {enter}   ", ("esc", "focus"), f" {self._back}"
        self.query_one("#keys", Static).update(line("\n", *keys))
