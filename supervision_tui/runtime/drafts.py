"""An app on a store: it runs verbs on the store's thread, and keeps what is typed before it is saved or signed."""

from __future__ import annotations

import asyncio
import contextlib
from abc import abstractmethod
from collections.abc import Callable
from typing import Any, TypeVar

from supervision_tui.app.private_app import DiscreetApp
from supervision_tui.desk.glance import forget_place
from supervision_tui.desk.vault_facts import PLACE
from supervision_tui.vault.errors import VaultError, VaultLocked
from supervision_tui.vault.store import Store, does_change
from supervision_tui.widgets.place import Place

from .under_way import UnderWay

Result = TypeVar("Result")


class DraftingApp(DiscreetApp):
    """Whether it may write is said by `is_read_only`; then nothing typed is kept."""

    def __init__(self, store: Store | None, *, is_read_only: bool) -> None:
        super().__init__()
        self.is_read_only = is_read_only
        self.under_way = UnderWay()
        self._store = store
        self._is_locking = False
        self.comes_back_to: Place | None = None  # of the last lock, until all is as it was there
        self.refused = 0  # how often a person was told that something was not done
        self.changes = 0  # of what is kept, since the vault was opened; a screen that has seen them all is up to date

    @property
    def store(self) -> Store:
        """The open vault."""
        if self._store is None:
            raise VaultLocked("The vault is locked.")
        return self._store

    def close_store(self) -> None:
        """Close what is open, once the app has ended. Raises `VaultError`."""
        if self._store is not None:
            self._store.close()

    async def run_verb(self, verb: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
        """Run a verb on the store's thread, as it is."""
        try:
            with self.under_way.answer():
                result = await asyncio.wrap_future(self.store.submit(verb, *arguments, **named))
        except asyncio.CancelledError:  # nobody waits for it any more, and it may be done all the same
            self.changes += does_change(verb)
            raise
        self.changes += does_change(verb)
        return result

    # What an app says of itself

    @abstractmethod
    def place(self) -> Place:
        """Where the person is."""

    @abstractmethod
    def has_form_of(self, place: Place) -> bool:
        """Tell whether the form of that place stands in front."""

    @abstractmethod
    def place_to_keep(self) -> str:
        """Where somebody writes just now, to be kept with what is typed there; nothing while the app is locking."""

    @abstractmethod
    def moment(self) -> Any:
        """The day, the instant, and the policy, for a verb."""

    # Where somebody is

    async def keep_place(self, place: str) -> None:
        """Keep where somebody writes, so that a crash comes back to it; where it cannot be kept, nothing is said."""
        from supervision_tui.desk.drafts import save_draft

        if not self.is_read_only:
            with contextlib.suppress(VaultError):
                await self.run_verb(save_draft, PLACE, place, moment=self.moment())

    async def forget_place(self) -> None:
        """Nobody writes any more: the app begins at Today again."""
        await self.forget_draft(PLACE)

    async def take_place(self, kept: str | None) -> Place:
        """The place of the last lock, which is come back to once."""
        if kept is not None and not self.is_read_only:
            with self.under_way.answer():
                await asyncio.wrap_future(self.store.ask(forget_place, writes=True))
        place = Place.from_json(kept) if kept else Place()
        self.comes_back_to = place if place.screens else None
        return place

    # Typed text that is not yet signed or saved

    async def keep_draft(self, key: str, body: str) -> bool:
        """Keep typed text; returns whether it is kept. No record changed, so nobody is told."""
        from supervision_tui.desk.drafts import save_draft

        place = self.place_to_keep() if key != PLACE else ""
        try:
            if not self.is_read_only:
                await self.run_verb(save_draft, key, body, moment=self.moment(), place=place)
        except VaultError as why:
            self.clear_notifications()  # it is tried each second; once is enough to read
            more = " ctrl+l again locks without it." if self._is_locking else ""
            self.notify(f"What you typed is not kept yet: {why}{more}", severity="warning", markup=False, timeout=8)
            return False
        return True

    async def forget_draft(self, key: str) -> None:
        """Forget typed text that was saved; where that cannot be written, it comes again, and no more."""
        from supervision_tui.desk.drafts import drop_draft

        if not self.is_read_only:
            with contextlib.suppress(VaultError):
                await self.run_verb(drop_draft, key)

    async def kept_draft(self, key: str) -> str | None:
        """Typed text that was kept."""
        from supervision_tui.desk.drafts import find_draft

        return await self.run_verb(find_draft, key)
