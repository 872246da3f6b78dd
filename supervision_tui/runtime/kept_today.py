"""Today as the vault kept it, if nothing has changed since.

Else worked out, and kept.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
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
        self._seen: TodayView | None = None  # the view that was given last
        self._seen_at = -1  # after which change of the vault
        self._looked_at = -1  # after which change it was looked whether one is kept

    @property
    def waiting(self) -> Mapping[str, int]:
        """The acts that wait in each mode, by its id; none where that is not known just now."""
        if self._seen is None or self._seen_at != self._vault.changes:
            return {}
        return self._seen.waiting

    async def know_what_waits(self) -> None:
        """Read what waits from Today as it was kept; where that is void, it is not known now."""
        changes = self._vault.changes
        if changes in (self._seen_at, self._looked_at) or not self._state.rules:
            return
        view = await self._kept()
        self._looked_at = changes
        if view is not None:
            self._seen, self._seen_at = view, changes

    async def view(self) -> TodayView | None:
        """Give what Today shows; nothing where the desk refused, which has been said."""
        changes = self._vault.changes
        view = await self._view()
        if view is not None:
            self._seen, self._seen_at = view, changes
        return view

    async def _view(self) -> TodayView | None:
        rules = self._state.rules
        kept = await self._kept() if rules else None
        if kept is not None:
            return kept
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

    async def _kept(self) -> TodayView | None:
        # Where it cannot be read it is worked out, and what stands in the way is said there.
        with contextlib.suppress(VaultError):
            kept = await self._vault.ask(
                partial(kept_today, on=self._state.today, rules=self._state.rules)
            )
            if kept:
                from supervision_tui.desk.today.kept_form import from_json_text

                return from_json_text(kept)
        return None
