"""Opening the vault: by itself where it can be, else by what a person types at the lock."""

from __future__ import annotations

import asyncio
import contextlib
from concurrent.futures import Future
from typing import TYPE_CHECKING

from supervision_tui.runtime.open_vault import OpenVault
from supervision_tui.system.event_log import Event, log
from supervision_tui.vault.errors import MustWait, VaultError, VaultLocked

if TYPE_CHECKING:
    from supervision_tui.vault.opener import VaultOpener
    from supervision_tui.vault.store import Store


class Unlocking:
    """On a store that is open, or that `opener` opens once a person has shown who they are.

    `is_locked` begins with the lock even where the keyring would open. `opened_ahead` is the vault
    as it opens by itself, begun before the app was there. Raises `VaultDamaged` where the key
    file cannot be read.
    """

    def __init__(
        self,
        vault: OpenVault,
        opener: VaultOpener | None,
        *,
        is_locked: bool = False,
        opened_ahead: Future[Store] | None = None,
    ) -> None:
        is_shut = opener is not None and not vault.is_open and not opener.is_new()
        kinds = opener.kinds() if opener is not None and is_shut else ()
        self.is_locked = is_locked
        self.has_keyring = "keyring" in kinds
        self._vault = vault
        self._door = opener
        self._opened_ahead = opened_ahead
        self._keyring_will_do = is_locked and self.has_keyring and "passphrase" not in kinds

    @property
    def is_without_vault(self) -> bool:
        """Tell whether there is no vault yet at its place."""
        return self._door is not None and self._door.is_new()

    @property
    def tries_by_itself(self) -> bool:
        """Tell whether it may open before a person is asked."""
        return self._door is not None and not self.is_locked

    # What the lock asks

    def needs_words(self) -> bool:
        """Tell whether a person must type.

        A demo needs none; after a lock a keyring alone will do.
        """
        return self._door is not None and not self._keyring_will_do

    def vault_name(self) -> str:
        """The name of the vault's file."""
        if self._door:
            return self._door.path.name
        return ""

    def seconds_to_wait(self) -> float:
        """Count the seconds that the next passphrase must wait."""
        if self._door and self.needs_words():
            return self._door.seconds_left()
        return 0.0

    async def try_to_open(self, typed: str | None) -> str:
        """Try what was typed (nothing: the keyring); returns why it did not open, or nothing."""
        try:
            await self._open(typed)
        except VaultError as why:
            log(Event.REFUSED)
            self._keyring_will_do = False  # then a person types the recovery code
            return _without_option(why)
        return ""

    # What needs no person

    async def open_by_itself(self) -> str:
        """Open by the passphrase given beforehand or by the keyring.

        Returns why a person must be asked, or nothing.

        Raises what stands in the way where nobody can be asked.
        """
        try:
            await self._open(None)
        except MustWait as why:
            await asyncio.sleep(why.seconds)
            return await self.open_by_itself()
        except VaultLocked as why:
            if self._door is None or self._door.passphrase is not None:
                raise
            return _without_option(why)
        return ""

    def take_opened_ahead(self) -> None:
        """Take what was begun before the app was there, so that it is closed with the rest.

        Raises nothing.
        """
        ahead, self._opened_ahead = self._opened_ahead, None
        if ahead is not None:
            with contextlib.suppress(VaultError):
                self._vault.take(ahead.result())

    async def _open(self, typed: str | None) -> None:
        opener, writable = self._door, not self._vault.is_read_only
        ahead, self._opened_ahead = self._opened_ahead, None

        # Kept by the thread itself, so that it is closed even if the app ends meanwhile.
        def open_store() -> None:
            if ahead is not None:
                self._vault.take(ahead.result())
            elif opener is not None:
                self._vault.take(opener.open(typed, try_keyring=typed is None, writable=writable))

        await self._vault.run_aside(open_store)


def _without_option(why: VaultError) -> str:
    """Word a failure for somebody who sits before the screen, and not at a shell."""
    return str(why).partition("; give --passphrase-file")[0]
