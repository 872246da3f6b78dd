"""An app that makes the day's automatic backup while work goes on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from supervision_tui.system.event_log import Event, log
from supervision_tui.vault.errors import VaultError

from .drafts import DraftingApp

if TYPE_CHECKING:
    from supervision_tui.vault.backup import BackupMade


class BackingUpApp(DraftingApp):
    """It says what was made, and what stood in the way."""

    def _note_event(self, event: Event, at: str = "") -> None:
        """Write an event into the log for support, of an error with its place in the code; of a demo nothing."""
        if self._store is not None and not self._store.is_passing:
            log(event, at=at)

    def begin_backup_if_due(self) -> None:
        """Make the day's automatic backup, if it is not there yet."""
        self.run_worker(self._back_up_if_due(), exit_on_error=False)

    async def _back_up_if_due(self) -> None:
        """The day's automatic backup, while work goes on. Whatever stands in its way is said."""
        try:
            made = await asyncio.to_thread(self._made_backup)
        except Exception as why:
            self._note_event(Event.BACKUP_FAILED)
            says = (
                str(why) if isinstance(why, VaultError) else f"Today's backup failed ({type(why).__name__}); see Vault."
            )
            self.notify(says, severity="warning", markup=False, timeout=12)
            return
        if made is not None:
            self._note_event(Event.BACKED_UP)
            self.notify(f"Today's backup is made: {made.path}", markup=False, timeout=4)

    def _made_backup(self) -> BackupMade | None:
        from supervision_tui.desk.backups import back_up_if_due

        return back_up_if_due(self.store, self.moment())
