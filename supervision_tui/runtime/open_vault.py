"""The vault as it is open now: one way for questions and verbs to its thread, and how often it was
changed.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from supervision_tui.system.event_log import Event, log
from supervision_tui.vault.errors import VaultError, VaultLocked
from supervision_tui.vault.store import Store, does_change

from .under_way import UnderWay

if TYPE_CHECKING:
    from supervision_tui.vault.plain_sql import Rows

Result = TypeVar("Result")


class OpenVault:
    """Holds the store once there is one.

    `is_read_only` says whether anything may be written into it.
    """

    def __init__(
        self, store: Store | None, under_way: UnderWay, *, is_read_only: bool = False
    ) -> None:
        self.is_read_only = is_read_only
        # of what is kept, since the vault was opened; a screen that has seen them all is up to date
        self.changes = 0
        self._store = store
        self._under_way = under_way

    @property
    def is_open(self) -> bool:
        """Tell whether there is a store."""
        return self._store is not None

    @property
    def is_a_demo_that_passes(self) -> bool:
        """Tell whether the key is held by this process alone, so that the file is gone with it."""
        return self._store is not None and self._store.is_passing

    @property
    def store(self) -> Store:
        """The open store. Raises `VaultLocked` where there is none."""
        if self._store is None:
            raise VaultLocked("The vault is locked.")
        return self._store

    def take(self, store: Store) -> None:
        """Go on with a store that was opened, or made, just now."""
        self._store = store

    def stop_writing(self) -> None:
        """Only read from now on."""
        self.is_read_only = True
        self.store.stop_writing()

    def close(self) -> None:
        """Close what is open. Raises `VaultError`."""
        if self._store is not None:
            self._store.close()

    async def run(self, verb: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
        """Run a verb on the store's thread, as it is.

        Raises what the verb raises, and `VaultError`.
        """
        try:
            with self._under_way.answer():
                result = await asyncio.wrap_future(self.store.submit(verb, *arguments, **named))
        except asyncio.CancelledError:
            # Nobody waits for it any more, and it may be done all the same.
            self.changes += does_change(verb)
            raise
        self.changes += does_change(verb)
        return result

    async def ask(self, question: Callable[[Rows], Result], *, writes: bool = False) -> Result:
        """Ask by plain statements, before what the records need is loaded. Raises `VaultError`."""
        with self._under_way.answer():
            return await asyncio.wrap_future(self.store.ask(question, writes=writes))

    async def run_aside(self, work: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
        """Do work in a thread of its own, beside the store's. Raises what the work raises."""
        with self._under_way.answer():
            return await asyncio.to_thread(work, *arguments, **named)

    async def settle(self) -> None:
        """Bring what was changed to rest, so that nothing beside the vault's file can cost it."""
        if self._store is not None:
            with contextlib.suppress(VaultError):  # the next change says what stands in the way
                await self.run_aside(self._store.settle)

    def stop_long_work(self) -> None:
        """Stop a backup or a check under way, and what else is waited for: the vault closes."""
        for watch in self._under_way.long_work:
            watch.is_stopped = True
        if self._store is not None and not self.is_a_demo_that_passes:
            self._store.stop_long_work()

    def log(self, event: Event, at: str = "") -> None:
        """Write an event into the log for support, of an error with its place in the code.

        Of a demo nothing.
        """
        if self.is_open and not self.is_a_demo_that_passes:
            log(event, at=at)
