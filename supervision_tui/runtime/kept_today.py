"""Today as the vault kept it, if nothing has changed since.

Else worked out, and kept.
"""

from __future__ import annotations

import contextlib
from functools import partial
from typing import TYPE_CHECKING

from supervision_tui.desk.today.kept import keep_today, kept_today
from supervision_tui.vault.errors import VaultError

from .desk_access import DeskAccess
from .open_vault import OpenVault
from .vault_state import VaultState

if TYPE_CHECKING:
    from supervision_tui.desk.today.view import TodayView


class KeptToday:
    """Asks for Today in the cheapest way there is."""

    def __init__(self, vault: OpenVault, state: VaultState, desk: DeskAccess) -> None:
        self._vault = vault
        self._state = state
        self._desk = desk

    async def view(self) -> TodayView | None:
        """Give what Today shows; nothing where the desk refused, which has been said."""
        rules = self._state.rules
        kept = await self._kept() if rules else ""
        if kept:
            from supervision_tui.desk.today.view import from_json_text

            view = from_json_text(kept)
            if view is not None:
                return view
        # It needs the records, which are not loaded yet.
        from supervision_tui.desk.today.today import today_after

        found = await self._desk.try_run(today_after)
        if found is None:
            return None
        view, entry = found
        if rules and not self._vault.is_read_only:
            self._vault.store.ask(
                partial(keep_today, view=view, rules=rules, entry=entry), writes=True
            )
        return view

    async def _kept(self) -> str:
        # Then it is worked out, and what stands in the way is said there.
        with contextlib.suppress(VaultError):
            return await self._vault.ask(
                partial(kept_today, on=self._state.today, rules=self._state.rules)
            )
        return ""
