"""The first start: there is no vault yet, and one is made with a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from supervision_tui.runtime.open_vault import OpenVault
from supervision_tui.runtime.vault_state import VaultState
from supervision_tui.vault.errors import VaultError

if TYPE_CHECKING:
    from supervision_tui.vault.create import NewVault
    from supervision_tui.vault.opener import VaultOpener

LOOK_AROUND, TOUR = "look around", "tour"


class FirstStart:
    """Makes the vault that `opener` is to open; `end` ends the app with what is to follow."""

    def __init__(
        self,
        vault: OpenVault,
        state: VaultState,
        opener: VaultOpener | None,
        *,
        end: Callable[[str], None],
    ) -> None:
        self._vault = vault
        self._state = state
        self._door = opener
        self._end = end

    def place_of_vault(self) -> str:
        """Name the place in which the new vault will lie."""
        if self._door:
            return str(self._door.path)
        return ""

    def look_around(self) -> None:
        """End, and begin again on invented records."""
        self._end(LOOK_AROUND)

    def take_tour(self) -> None:
        """End, and begin again on invented records with the tour."""
        self._end(TOUR)

    async def make_vault(self, passphrase: str | None) -> NewVault:
        """Make the vault, opened by a passphrase or by the keyring.

        Raises `Refused`; then nothing was made.
        """
        from supervision_tui.desk.moment import Refused
        from supervision_tui.vault.create import create_vault

        opener = self._door
        if opener is None:
            raise Refused("There is no place for a vault here.")
        try:
            return await self._vault.run_aside(
                create_vault,
                opener.path,
                passphrase=passphrase,
                use_keyring=passphrase is None,
                journal_mode=opener.journal_mode,
            )
        except VaultError as why:
            raise Refused(str(why).partition(": --passphrase-file")[0]) from None

    async def confirm_code(self, code: str) -> None:
        """Note that the recovery code was typed back: it counts."""
        from supervision_tui.desk.vault.unlock_methods import check_recovery_code

        await self._vault.run_aside(
            check_recovery_code, self._vault.store, code, self._state.moment()
        )
