"""Drafts of what is not yet saved or signed, kept in the vault while it is typed."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable

from supervision_tui.vault.errors import VaultError

from .notices import Notices
from .open_vault import OpenVault
from .vault_state import VaultState


class Drafts:
    """Typed texts by their keys; in a vault that is only read none is kept.

    `place_to_keep` says where somebody writes, and `when_dropped` is told that a text is kept no
    more.
    """

    def __init__(
        self,
        vault: OpenVault,
        state: VaultState,
        notices: Notices,
        *,
        place_to_keep: Callable[[], str],
        when_dropped: Callable[[], Awaitable[None]],
    ) -> None:
        self.lock_insists_by = (
            ""  # what a person presses to lock without what cannot be kept; only while locking
        )
        self._vault = vault
        self._state = state
        self._notices = notices
        self._place_to_keep = place_to_keep
        self._when_dropped = when_dropped

    async def keep(self, key: str, body: str) -> bool:
        """Keep typed text; returns whether it is kept. No record changed, so nobody is told."""
        return await self.keep_at(key, body, self._place_to_keep())

    async def keep_at(self, key: str, body: str, place: str = "") -> bool:
        """Keep typed text, and with it where somebody writes; returns whether it is kept."""
        from supervision_tui.desk.drafts import save_draft

        if self._vault.is_read_only:
            return True
        try:
            await self._vault.run(save_draft, key, body, moment=self._state.moment(), place=place)
        except VaultError as why:
            self._notices.clear()  # it is tried each second; once is enough to read
            self._notices.warn(f"What you typed is not kept yet: {why}{self.lock_insists_by}")
            return False
        self._state.note_saved()
        return True

    async def find(self, key: str) -> str | None:
        """Typed text that was kept."""
        from supervision_tui.desk.drafts import find_draft

        return await self._vault.run(find_draft, key)

    async def drop(self, key: str) -> None:
        """Forget typed text that was saved or left, and at once that its form stood in front."""
        await self.forget(key)
        await self._when_dropped()

    async def forget(self, key: str) -> None:
        """Forget what is kept under a key.

        Where that cannot be written, it comes again, and no more.
        """
        await forget_kept(self._vault, key)

    def say_how_to_insist(self) -> None:
        """The app is locking: whoever locks again locks without what cannot be kept."""
        self.lock_insists_by = " ‹lock› again locks without it."


async def forget_kept(vault: OpenVault, key: str) -> None:
    """Forget what is kept under a key.

    Where that cannot be written, it comes again, and no more.
    """
    from supervision_tui.desk.drafts import drop_draft

    if not vault.is_read_only:
        with contextlib.suppress(VaultError):
            await vault.run(drop_draft, key)
