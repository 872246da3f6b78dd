"""The way in: what stands there while the vault is locked. It shows nothing of the records."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.widgets.field_box import FieldBox
from supervision_tui.widgets.keys_in_text import with_keys
from supervision_tui.widgets.passphrase_field import PassphraseField
from supervision_tui.widgets.shut_screen import ShutScreen
from supervision_tui.widgets.text_styles import line, lines


class OpensVault(Protocol):
    """A part that opens the vault."""

    async def try_to_open(self, typed: str | None) -> str:
        """Try what was typed (nothing: the keyring); returns why it did not open, or nothing."""

    def seconds_to_wait(self) -> float:
        """Count the seconds that the next passphrase must wait."""

    def needs_words(self) -> bool:
        """Tell whether a person must type, or the enter key is enough."""

    def vault_name(self) -> str:
        """The name of the vault's file."""


class UnlockScreen(ShutScreen):
    """Asks for the passphrase or the recovery code."""

    DEFAULT_CSS = """
    UnlockScreen { align: center middle; }
    UnlockScreen .in-front { width: 64; }
    UnlockScreen Static { height: auto; }
    UnlockScreen #says { margin-top: 1; }
    UnlockScreen FieldBox { margin-top: 1; }
    UnlockScreen #keys { margin-top: 1; }
    """
    BINDINGS = bindings_for("unlock")

    def __init__(
        self,
        unlocking: OpensVault,
        says: str = "",
        *,
        is_locking: bool = False,
        go_on: Callable[[], Coroutine[Any, Any, None]] | None = None,
    ) -> None:
        """`go_on` is run once the vault is open."""
        super().__init__()
        self._unlocking = unlocking
        self._go_on = go_on
        self._says = says
        self._is_busy = self._is_locking = is_locking

    def compose(self) -> ComposeResult:
        """A line that says what this is, the field, what went wrong, the keys."""
        with Vertical(classes="in-front") as box:
            box.border_title = line(("supervision-tui", "focus"))
            yield Static(id="what")
            yield FieldBox("Passphrase, or the recovery code", PassphraseField("", id="secret"))
            yield Static(id="says")
            yield Static(id="keys")

    def on_mount(self) -> None:
        """Show what is asked for."""
        self.set_interval(0.5, self._count_down)
        if self._is_busy:
            self._show_busy()
        else:
            self.ask(self._says)

    def ask(self, says: str) -> None:
        """Ask a person, and say why."""
        self._is_busy = False
        field = self.query_one(PassphraseField)
        needs_words = self._unlocking.needs_words()
        self.query_one(FieldBox).display = needs_words
        keys = self.query_one("#keys", Static)
        keys.display = True
        show = (("ctrl+t", "focus"), " show what is typed   ") if needs_words else ()
        keys.update(line(("enter", "focus"), " unlock   ", *show, ("ctrl+q", "focus"), " quit"))
        name = self._unlocking.vault_name()
        locked = f"Locked · {name}" if name else "Locked."
        what = with_keys("Locked. Press ‹unlock.open› to unlock.", self)
        if needs_words:
            what = locked
        self.query_one("#what", Static).update(line(what))
        self._refuse(says)
        if needs_words:
            self.set_focus(field)

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the field."""
        event.stop()
        await self.action_open()

    async def action_open(self) -> None:
        """Try it."""
        field = self.query_one(PassphraseField)
        if (
            self._is_busy
            or self._unlocking.seconds_to_wait() > 0
            or (self._unlocking.needs_words() and not field.value)
        ):
            return
        field.password = True
        typed = field.take() if self._unlocking.needs_words() else None
        self._show_busy()
        self.run_worker(self._try(typed))

    def action_leave(self) -> None:
        """Quit; not while what was typed is still being kept."""
        if not self._is_locking:
            self.app.exit()

    def action_empty(self) -> None:
        """Nothing is typed; the lock stays."""
        self.query_one(PassphraseField).value = ""

    def action_show(self) -> None:
        """Show what is typed, or hide it: a recovery code is long."""
        field = self.query_one(PassphraseField)
        field.password = not field.password

    async def _try(self, typed: str | None) -> None:
        why = await self._unlocking.try_to_open(typed)
        if why and self.is_attached:
            self.ask(why)
        elif not why and self._go_on is not None:
            await self._go_on()

    def _show_busy(self) -> None:
        self._is_busy = True
        self.query_one(FieldBox).display = False
        self.query_one("#keys").display = False
        what = "Locking …" if self._is_locking else "Opening …"
        self.query_one("#what", Static).update(what)
        self._refuse("")

    def _count_down(self) -> None:
        left = self._unlocking.seconds_to_wait()
        if left > 0 and not self._is_busy:
            self._refuse(
                f"{self._says} The next try is in {max(1, round(left))} s.".strip(), keep=False
            )
        elif not self._is_busy:
            self._refuse(self._says)

    def _refuse(self, says: str, *, keep: bool = True) -> None:
        if keep:
            self._says = says
        shown = line()
        if says:
            shown = lines(line((f"! {says}", "late")))
        self.query_one("#says", Static).update(shown)
