"""An app that begins without a vault: it says what it is, makes one with a person, and goes on in it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from supervision_tui.vault.errors import VaultError

from .unlocking import LockableApp

if TYPE_CHECKING:
    from supervision_tui.vault.create import NewVault

LOOK_AROUND = "look around"
_OF_A_VAULT = (
    "bring_in",
    "search",
    "undo",
    "vault",
    "guide",
    "settings",
    "blank_names",
    "back",
    "go",
    "help",
    "choose_theme",
    "command_palette",
)


class FoundingApp(LockableApp):
    """Where there is no vault at its place, it begins with the welcome."""

    team = "…"

    async def begin_without_vault(self) -> None:
        """The welcome, over a plain ground."""
        from supervision_tui.screens.welcome import WelcomeScreen

        await self.push_screen(WelcomeScreen())

    def place_of_vault(self) -> str:
        """Where the new vault will lie."""
        return str(self._door.path) if self._door else ""

    def look_around(self) -> None:
        """End, and begin again on invented records."""
        self.exit(LOOK_AROUND)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Before there is a vault, and while it is locked, no key acts that would ask it something."""
        front = self.screen_stack[-1] if self.screen_stack else None
        is_shut = getattr(front, "IS_SHUT", False)
        return not (is_shut and action in _OF_A_VAULT) and super().check_action(action, parameters)

    async def make_vault(self, passphrase: str | None) -> NewVault:
        """Make the vault, opened by a passphrase or by the keyring. Raises `Refused`; then nothing was made."""
        from supervision_tui.desk.moment import Refused
        from supervision_tui.vault.create import create_vault

        door = self._door
        if door is None:
            raise Refused("There is no place for a vault here.")
        try:
            with self.under_way.answer():
                return await asyncio.to_thread(
                    create_vault,
                    door.path,
                    passphrase=passphrase,
                    use_keyring=passphrase is None,
                    journal_mode=door.journal_mode,
                )
        except VaultError as why:
            raise Refused(str(why).partition(": --passphrase-file")[0]) from None

    def go_in(self, made: NewVault) -> None:
        """Show the code of a vault just made, then go in."""
        self.run_worker(self._go_in(made))

    async def _go_in(self, made: NewVault) -> None:
        from supervision_tui.screens.recovery_code import RecoveryCodeDialog

        welcome = self.screen
        self._store = made.store
        dialog = RecoveryCodeDialog(made.recovery_code, "", back="later: r on Vault (V) makes another")
        is_written = await self.push_screen_wait(dialog)
        if is_written:
            await self.care_for_code(made.recovery_code)
        await welcome.dismiss()
        await self._open()
        await self.begin_guide(is_code_written=bool(is_written))

    async def care_for_code(self, code: str) -> None:
        """The code was typed back: it counts."""
        from supervision_tui.desk.ways_in import check_recovery_code

        with self.under_way.answer():
            await asyncio.to_thread(check_recovery_code, self.store, code, self.moment())

    async def begin_guide(self, *, is_code_written: bool) -> None:
        """The first steps, in a vault just made."""
