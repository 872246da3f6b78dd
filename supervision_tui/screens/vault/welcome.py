"""Welcome: what this is, what it never does, and the two ways to begin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from supervision_tui.desk.moment import Refused
from supervision_tui.desk.vault.unlock_methods import LEAST_CHARACTERS, says_of_strength
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.screens.shared.forms import show_form
from supervision_tui.widgets.form import Field, FormSpec, Values
from supervision_tui.widgets.key_line import KeyEntry, KeyLine
from supervision_tui.widgets.shut_screen import ShutScreen
from supervision_tui.widgets.text_styles import line, lines

_IS = (
    "Supervision for team managers in children's social care: plan it, hold it with reflection "
    "first and direction "
    "after, and see whose caseload crowds it out, and why."
)
_NEVER = (
    "It never connects to anything. There is no account and no server.",
    "It never writes a record in plain anywhere but where you send it yourself.",
    "It never scores a person: its flags are about workload.",
    "Only you can open it. If you lose both the passphrase and the recovery code, nobody can get "
    "your records back.",
)
_KEYRING, _PASSPHRASE = "this machine's keyring", "the passphrase"


class MakesVault(Protocol):
    """A part that makes the first vault."""

    def place_of_vault(self) -> str:
        """Name the place in which the new vault will lie."""

    def look_around(self) -> None:
        """Begin on invented records."""

    def take_tour(self) -> None:
        """Begin on invented records, with the tour."""

    async def make_vault(self, passphrase: str | None) -> Any:
        """Make the vault. Raises `Refused`."""


class WelcomeScreen(ShutScreen):
    """One screen; `n` makes a vault, `t` and `d` show invented records."""

    WHERE = "welcome"
    DEFAULT_CSS = """
    WelcomeScreen { align: center middle; }
    WelcomeScreen .in-front { width: 76; }
    WelcomeScreen VerticalScroll { height: auto; max-height: 80vh; }
    WelcomeScreen Static { height: auto; margin-bottom: 1; }
    WelcomeScreen KeyLine { margin-bottom: 0; }
    """
    BINDINGS = bindings_for("welcome")

    def __init__(self, first_start: MakesVault, go_in: Callable[[Any], None]) -> None:
        """`go_in` shows the code of the vault that was made, then goes into it."""
        super().__init__()
        self._first_start = first_start
        self._go_in = go_in

    def compose(self) -> ComposeResult:
        """Show what it is, what it never does, where the vault will lie, the keys."""
        with Vertical(classes="in-front") as box:
            box.border_title = line(("supervision-tui", "focus"))
            with VerticalScroll(can_focus=False):
                yield Static(line(_IS))
                yield Static(lines(*(line(("· ", "focus"), says) for says in _NEVER)))
                yield Static(id="place")
            yield KeyLine(
                (
                    KeyEntry("n", "new vault", "new"),
                    KeyEntry("t", "tour of three minutes", "tour"),
                    KeyEntry("d", "look around with invented records", "demo"),
                    KeyEntry("esc", "quit", "quit_welcome"),
                )
            )

    def on_mount(self) -> None:
        """Show where all of it will lie."""
        place = self._first_start.place_of_vault()
        says = "All records lie in one encrypted file: "
        self.query_one("#place", Static).update(
            line((says, "quiet"), place, ("  (--vault FILE puts it elsewhere)", "quiet"))
        )

    def action_demo(self) -> None:
        """Invented records, gone afterwards."""
        self._first_start.look_around()

    def action_tour(self) -> None:
        """A tour on invented records, gone afterwards."""
        self._first_start.take_tour()

    def action_quit_welcome(self) -> None:
        """Nothing was made."""
        self.app.exit()

    @work
    async def action_new(self) -> None:
        """Ask how the vault is opened, and make it."""
        insisted_on = ""

        async def take(values: Values) -> Any:
            nonlocal insisted_on
            if values["by"] == _KEYRING:
                if values["first"] or values["again"]:
                    raise Refused(
                        "With the keyring no passphrase is typed: empty its fields, or choose the "
                        "passphrase.",
                        field="first",
                    )
                return await self._first_start.make_vault(None)
            if values["first"] != values["again"]:
                raise Refused("The two passphrases are not the same.", field="first")
            if len(values["first"]) < LEAST_CHARACTERS:
                raise Refused(
                    f"At least {LEAST_CHARACTERS} characters; a sentence is easiest.", field="first"
                )
            says, is_weak = says_of_strength(values["first"])
            if is_weak and insisted_on != values["first"]:
                insisted_on = values["first"]
                raise Refused(
                    f"It is {says}. ‹form.save› again takes it all the same.", field="first"
                )
            return await self._first_start.make_vault(values["first"])

        spec = FormSpec(
            "A new vault",
            (
                Field(
                    "first",
                    f"Passphrase, at least {LEAST_CHARACTERS} characters",
                    kind="new-secret",
                ),
                Field("again", "Repeat the passphrase", kind="secret"),
                Field(
                    "by",
                    "What opens it, day by day (← →)",
                    kind="choice",
                    words=(_PASSPHRASE, _KEYRING),
                ),
            ),
            says="Next comes a recovery code, to write on paper: it opens the vault, too. With the "
            "keyring you type no passphrase.",
            save="create vault",
        )
        made = await show_form(self, spec, take)
        if made is not None:
            self._go_in(made)
