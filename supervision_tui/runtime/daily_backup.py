"""The day's automatic backup, made while work goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from supervision_tui.system.errors import AppError
from supervision_tui.system.event_log import Event

from .notices import Notices
from .open_vault import OpenVault
from .vault_state import VaultState

if TYPE_CHECKING:
    from supervision_tui.vault.backup import BackupMade


class DailyBackup:
    """Makes the day's backup once, and says what was made or what stood in the way.

    `start` starts it beside work. `folder_of_machine` is where backups go until somebody chooses
    another folder.
    """

    def __init__(
        self,
        vault: OpenVault,
        state: VaultState,
        notices: Notices,
        start: Callable[[Coroutine[Any, Any, None]], object],
        folder_of_machine: str = "",
    ) -> None:
        self._vault = vault
        self._state = state
        self._notices = notices
        self._start = start
        self._folder_of_machine = folder_of_machine

    @property
    def has_folder_of_machine(self) -> bool:
        """Tell whether backups may be due although nobody has chosen a folder."""
        return bool(self._folder_of_machine)

    def begin_if_due(self) -> None:
        """Make the day's automatic backup, if it is not there yet."""
        self._start(self.back_up_if_due())

    async def back_up_if_due(self) -> None:
        """Make it now, if it is not there yet. Whatever stands in its way is said."""
        try:
            made = await asyncio.to_thread(self._made)
        except Exception as why:
            self._vault.log(Event.BACKUP_FAILED)
            is_known = isinstance(why, AppError)
            if is_known:
                text = str(why)
            else:
                text = f"Today's backup failed ({type(why).__name__}); see Vault."
            self._notices.warn(text, 12)
            return
        if made is not None:
            self._vault.log(Event.BACKED_UP)
            self._notices.add(f"Today's backup is made: {made.path}", 4)

    def _made(self) -> BackupMade | None:
        from supervision_tui.desk.vault.backups import back_up_if_due

        return back_up_if_due(
            self._vault.store,
            self._state.moment(),
            folder_of_machine=self._folder_of_machine,
        )
