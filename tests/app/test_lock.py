"""The lock covers the screen at once and ends only once what was typed is kept, or a person
insists.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, cast

import pytest
from textual.screen import Screen

from supervision_tui.app.lock import LOCKED, SUSPENDED, Lock
from supervision_tui.desk.vault_facts import PLACE
from supervision_tui.runtime.idle_timer import IdleTimer
from supervision_tui.runtime.place import Asked, Left, Place
from supervision_tui.vault.store import Store
from tests.runtime.parts import Parts


class Typed:
    """A screen on which something is typed."""

    def __init__(self, *kept: bool) -> None:
        self.kept = list(kept)

    async def keep(self) -> bool:
        """Keep it, as often as it is said."""
        return self.kept.pop(0) if self.kept else True


class Begun:
    """A screen that was begun and stayed empty."""

    was_let_go = False

    async def let_go_of_empty(self) -> None:
        """Leave no trace."""
        self.was_let_go = True


class Position:
    """Where the person is."""

    def __init__(self) -> None:
        self.comes_back_to: Place | None = None
        self.is_taken_over = False
        self.here = Place("review", (Left("", {"row children": "C-1001"}),))
        self.has_form = False
        self.forgotten = 0

    def place(self) -> Place:
        """Where that is."""
        return self.here

    def has_form_of(self, place: Place) -> bool:
        """Tell whether its form stands in front."""
        return self.has_form

    async def forget_place(self) -> None:
        """Begin at Today the next time."""
        self.forgotten += 1


class Locking:
    """A lock, what it covered, and how it ended."""

    def __init__(self, store: Store | None, *screens: object) -> None:
        self.parts, self.position = Parts(store), Position()
        self.covers = 0
        self.ended: list[str | None] = []
        self.begun: list[asyncio.Task[None]] = []
        self.now = 0.0
        self.idle = IdleTimer(lambda: self.now)
        self.lock = Lock(
            self.parts.vault,
            self.parts.drafts,
            self.parts.notices,
            self.idle,
            self.position,
            screens=lambda: cast(list[Screen[Any]], list(screens)),
            cover=self._cover,
            start=self._start,
            end=self.ended.append,
        )
        self.lock.has_shown = True

    async def _cover(self) -> None:
        self.covers += 1

    def _start(self, ending: Coroutine[Any, Any, None]) -> None:
        self.begun.append(asyncio.ensure_future(ending))

    async def done(self) -> None:
        """Wait until all that was begun has come to its end."""
        await asyncio.gather(*self.begun)


async def test_it_covers_the_screen_keeps_the_place_and_ends(demo_store: Store) -> None:
    locking = Locking(demo_store, Typed())
    locking.lock.lock()
    await locking.done()
    assert (locking.covers, locking.ended) == (1, [LOCKED])
    assert locking.lock.is_locking
    assert locking.position.is_taken_over
    kept = await locking.parts.drafts.find(PLACE)
    assert Place.from_json(kept or "") == locking.position.here


async def test_a_stop_is_a_lock_that_gives_the_terminal_back(demo_store: Store) -> None:
    locking = Locking(demo_store)
    locking.lock.suspend()
    await locking.done()
    assert locking.ended == [SUSPENDED]


async def test_what_cannot_be_kept_keeps_the_cover_until_a_person_insists(
    demo_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    naps = 0

    async def nap(_seconds: float) -> None:
        nonlocal naps
        naps += 1
        if naps == 3:
            locking.lock.lock()

    locking = Locking(demo_store, Typed(*[False] * 9))
    monkeypatch.setattr("supervision_tui.app.lock.asyncio.sleep", nap)
    locking.lock.lock()
    await locking.done()
    assert (locking.covers, locking.ended) == (1, [LOCKED])
    assert naps == 3, "it was tried until the person insisted"


async def test_a_form_that_was_saved_as_the_lock_came_does_not_come_back(demo_store: Store) -> None:
    class Saves(Typed):
        async def keep(self) -> bool:
            locking.position.has_form = False
            return True

    locking = Locking(demo_store, Saves())
    locking.position.here = Place(
        "review", (Left(),), asked=Asked("action_note", form="note C-1001")
    )
    locking.position.has_form = True
    locking.lock.lock()
    await locking.done()
    kept = Place.from_json(await locking.parts.drafts.find(PLACE) or "")
    assert not kept.asked


async def test_before_anything_is_shown_the_place_one_comes_back_to_is_kept(
    demo_store: Store,
) -> None:
    locking = Locking(demo_store)
    locking.lock.has_shown = False
    locking.position.comes_back_to = Place("schedule", (Left(),))
    locking.lock.lock()
    await locking.done()
    assert locking.covers == 0
    assert Place.from_json(await locking.parts.drafts.find(PLACE) or "").mode == "schedule"


async def test_after_too_long_without_a_key_it_locks_and_says_so_before(demo_store: Store) -> None:
    locking = Locking(demo_store)
    locking.idle.lock_after(5)
    locking.now = 271
    locking.lock.look_at_the_time()
    assert "locks in 30 s" in locking.parts.heard.said[-1]
    assert not locking.begun
    locking.now = 300
    locking.lock.look_at_the_time()
    locking.lock.look_at_the_time()
    await locking.done()
    assert len(locking.begun) == 1
    assert locking.ended == [LOCKED]


async def test_a_request_to_end_keeps_all_and_comes_back_to_no_lock(demo_store: Store) -> None:
    locking = Locking(demo_store, Typed())
    locking.lock.end_by_signal()
    await locking.done()
    assert locking.ended == [None]
    assert await locking.parts.drafts.find(PLACE)


async def test_leaving_waits_once_for_what_cannot_be_kept(demo_store: Store) -> None:
    begun = Begun()
    locking = Locking(demo_store, Typed(False, False), begun)
    await locking.lock.leave()
    assert not locking.ended
    await locking.lock.leave()
    assert locking.ended == [None]
    assert begun.was_let_go
    assert locking.position.forgotten == 1


async def test_at_an_error_one_broken_screen_costs_no_other_its_text(demo_store: Store) -> None:
    class Broken:
        async def keep(self) -> bool:
            raise ZeroDivisionError

    other = Typed(True)
    await Locking(demo_store, Broken(), other).lock.keep_before_closing()
    assert not other.kept


async def test_without_a_vault_there_is_nothing_to_keep() -> None:
    locking = Locking(None)
    locking.lock.lock()
    await locking.done()
    assert (locking.covers, locking.ended) == (0, [LOCKED])
