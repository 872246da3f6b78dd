"""Locking and ending: the screen is covered, what is typed and where one is are kept, and the app
ends.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Protocol, runtime_checkable

from textual.screen import Screen

from supervision_tui.desk.vault_facts import PLACE
from supervision_tui.runtime.drafts import Drafts
from supervision_tui.runtime.idle_timer import WARNING_SECONDS, IdleTimer
from supervision_tui.runtime.notices import Notices
from supervision_tui.runtime.open_vault import OpenVault
from supervision_tui.runtime.place import Place
from supervision_tui.system.event_log import Event

LOCKED, SUSPENDED = "locked", "suspended"
_KEEPS_WITHIN = 5.0  # seconds, where it ends by an error


@runtime_checkable
class KeepsDrafts(Protocol):
    """A screen on which something is typed."""

    async def keep(self) -> bool:
        """Keep what has been typed since the last time; returns whether it is kept."""


@runtime_checkable
class LeavesNothing(Protocol):
    """A screen that was begun, and leaves no trace where it stayed empty."""

    async def let_go_of_empty(self) -> None:
        """Take back what was begun, where nothing was written."""


class KnowsPlace(Protocol):
    """A part that knows where the person is."""

    comes_back_to: Place | None
    is_taken_over: bool

    def place(self) -> Place:
        """Tell where the person is."""

    def has_form_of(self, place: Place) -> bool:
        """Tell whether the form of that place stands in front."""

    async def forget_place(self) -> None:
        """Let the next start begin at Today."""


class Lock:
    """Ends the app without losing what is typed.

    `screens` are those that are open, `cover` puts the lock in front of them, `start` runs a
    coroutine beside what is under way, and `end` ends the app with how it was left.
    """

    def __init__(
        self,
        vault: OpenVault,
        drafts: Drafts,
        notices: Notices,
        idle: IdleTimer,
        position: KnowsPlace,
        *,
        screens: Callable[[], Sequence[Screen[Any]]],
        cover: Callable[[], Awaitable[None]],
        start: Callable[[Coroutine[Any, Any, None]], object],
        end: Callable[[str | None], None],
    ) -> None:
        self.has_shown = (
            False  # whether everything is shown, so that there is a place to come back to
        )
        self.has_begun = False  # whether it was asked for
        self.is_ending = False  # whatever else is under way, and one does not come back in this run
        self._vault = vault
        self._drafts = drafts
        self._notices = notices
        self._idle = idle
        self._position = position
        self._screens = screens
        self._cover = cover
        self._start = start
        self._end_app = end
        self._is_locking = False
        self._insists = False  # what cannot be kept is given up: a person asked twice
        self._place: Place | None = None
        self._has_form = False  # whether the form of that place stood in front

    @property
    def is_locking(self) -> bool:
        """Tell whether it is about to lock or to end; the place is kept already."""
        return self._is_locking or self._place is not None

    # What asks for it

    def lock(self) -> None:
        """Close the vault at once; typed text is kept.

        A second time locks though it cannot be kept.
        """
        self._insists = self._is_locking
        self.begin(self._lock(LOCKED, Event.LOCKED))

    def go_on_locked(self) -> None:
        """Lock, because the app was stopped behind its back."""
        self.begin(self._lock(LOCKED, Event.LOCKED))

    def suspend(self) -> None:
        """Lock, and give the terminal back to the shell."""
        self.begin(self._lock(SUSPENDED, Event.SUSPENDED))

    def end_by_signal(self) -> None:
        """End as by quitting, and come back to the same place: a terminal closed, an end asked."""
        self.begin(self._end_by_signal())

    def begin(self, ending: Coroutine[Any, Any, None]) -> None:
        """From now on no key acts on what stands there."""
        self.has_begun = True
        self._start(ending)

    def look_at_the_time(self) -> None:
        """Lock where nobody has pressed a key for too long; say so before."""
        if self._idle.is_over:
            self._idle.stop()
            self._start(self._lock(LOCKED, Event.LOCKED_IDLE))
        elif self._idle.must_warn():
            says = (
                f"Nobody has pressed a key for a while: it locks in {WARNING_SECONDS} s. What "
                f"you typed is kept."
            )
            self._notices.warn(says, WARNING_SECONDS)

    async def leave(self) -> None:
        """Close the app; typed text is kept.

        Where it cannot be, a second time leaves without it.
        """
        if await self.keep_all_drafts() or self._insists:
            self._vault.log(Event.CLOSED)
            if self._vault.is_open:
                for screen in self._screens():
                    if isinstance(screen, LeavesNothing):
                        await screen.let_go_of_empty()
                await self._position.forget_place()
            self._end(None)
        self._insists = True

    # What it does

    async def keep_all_drafts(self) -> bool:
        """Keep what is typed on every open screen; returns whether all of it is kept."""
        kept = [
            await screen.keep() for screen in self._screens() if isinstance(screen, KeepsDrafts)
        ]
        return all(kept)

    async def keep_before_closing(self) -> None:
        """Keep what is typed on every screen, as far as it can be soon, before an error ends it."""
        for screen in self._screens():
            if isinstance(screen, KeepsDrafts):
                # It may be the screen that is broken; the others are not.
                with contextlib.suppress(Exception):
                    await asyncio.wait_for(screen.keep(), _KEEPS_WITHIN)

    async def _lock(self, how: str, event: Event) -> None:
        """Cover the screen at once, keep what was typed, end.

        Where it cannot be kept (a full disk) the cover stays and it is tried again, until it is
        kept or a person locks a second time.
        """
        if self._is_locking:
            return
        self._is_locking = self._position.is_taken_over = True
        self._drafts.say_how_to_insist()
        try:
            while not await self._keep_all(event) and not self._insists:
                await asyncio.sleep(1)
        finally:
            self._end(how)

    async def _end_by_signal(self) -> None:
        self.is_ending = True  # a lock under way ends too, and nothing begins anew
        try:
            await self._keep_all(Event.ENDED_BY_SIGNAL)
        finally:
            self._end(None)

    async def _keep_all(self, event: Event) -> bool:
        """Cover the screen, and keep what was typed and the place.

        Returns whether nothing is lost now.
        """
        if not self._vault.is_open:
            return True
        if not self.has_shown:
            place = self._position.comes_back_to
            return place is None or await self._keep_place(place)
        self._vault.stop_long_work()
        if self._place is None:
            self._place, self._position.is_taken_over = self._position.place(), True
            self._has_form = self._position.has_form_of(self._place)
            await self._cover()
        is_kept = await self.keep_all_drafts() and await self._keep_place(self._place)
        if self._has_form and not self._position.has_form_of(self._place):  # it was saved meanwhile
            self._has_form, self._place = False, self._place.without_form()
            is_kept = is_kept and await self._keep_place(self._place)
        if is_kept:
            self._vault.log(event)
        return is_kept

    async def _keep_place(self, place: Place) -> bool:
        return await self._drafts.keep_at(PLACE, place.to_json())

    def _end(self, how: str | None) -> None:
        self._vault.stop_long_work()
        ending = how
        if self.is_ending:
            ending = None
        self._end_app(ending)
