"""No sequence of keys, clicks, pastes and sizes ends the app: a walk drawn by chance, the same each
time.

200 steps in `make test`, 3,000 in `make test-hard`. Each walk begins on a copy of the demo; where
it ends the app by rights (quit, lock), it goes on with the app started again.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from textual.events import MouseDown, MouseScrollDown, MouseScrollUp, MouseUp, Paste
from textual.pilot import Pilot

from tests.conftest import ClosedVault

from .app_under_test import QuietApp, app_on, resize, send, still

SIZES = [(20, 5), (40, 12), (60, 15), (80, 24), (80, 50), (100, 30), (120, 24), (120, 40), (132,
43), (160, 50),
         (200, 60), (30, 60)]  # fmt: skip
LETTERS = list("abcdefghijklmnopqrstuvwxyzADGILNRSTVX12345678")
NAMED = ["enter", "escape", "tab", "shift+tab", "up", "down", "left", "right", "pageup", "pagedown",
"home", "end",
         "backspace", "delete", "space", "slash", "comma", "question_mark", "f1", "f2", "f6", "f8",
         "f9", "f10",
         "ctrl+p", "ctrl+o", "ctrl+s", "ctrl+d", "ctrl+u", "ctrl+z", "ctrl+y", "ctrl+n", "ctrl+t",
         "ctrl+e",
         "ctrl+q", "ctrl+l"]  # fmt: skip
PASTES = [
    "one line", "two\nlines\n", "a\tb", "\x1b[31mred\x1b[0m", "x" * 3000, "[/] {0} %s",
    "\u202egnirts 🙂\u0301", "",
]  # fmt: skip


@dataclass
class Walker:
    """A person without patience, and what was done, for the day on which it goes wrong."""

    chance: random.Random
    done: list[str] = field(default_factory=list)

    async def steps(self, app: QuietApp, pilot: Pilot[Any], most: int) -> int:
        """Walk so many steps, or until the app has ended; returns how many."""
        ways: list[tuple[Callable[[Pilot[Any]], Awaitable[None]], int]] = [
            (self._key, 60), (self._burst, 20), (self._paste, 4), (self._click, 12), (self._wheel,
            3),
            (self._resize, 3), (self._type, 6),
        ]  # fmt: skip
        for number in range(most):
            (step,) = self.chance.choices([way for way, _ in ways], [weight for _, weight in ways])
            await step(pilot)
            if self.chance.random() < 0.8:
                await still(pilot)
            if app._exit:
                return number + 1
        await still(pilot)
        return most

    def _a_key(self) -> str:
        return self.chance.choice(LETTERS if self.chance.random() < 0.6 else NAMED)

    async def _key(self, pilot: Pilot[Any]) -> None:
        self._send(pilot, self._a_key())

    async def _burst(self, pilot: Pilot[Any]) -> None:
        for key in [self._a_key() for _ in range(self.chance.randint(2, 4))]:
            self._send(pilot, key)
            for _ in range(self.chance.choice((0, 0, 1, 5))):
                await asyncio.sleep(0)

    def _send(self, pilot: Pilot[Any], key: str) -> None:
        self.done.append(key)
        send(pilot, key)

    async def _type(self, pilot: Pilot[Any]) -> None:
        for letter in self.chance.choice(("ann", "fri", "10wd", "undo", "nothing here")):
            self._send(pilot, {" ": "space"}.get(letter, letter))

    async def _paste(self, pilot: Pilot[Any]) -> None:
        text = self.chance.choice(PASTES)
        self.done.append(f"paste {text[:10]!r}")
        pilot.app.post_message(Paste(text))

    async def _click(self, pilot: Pilot[Any]) -> None:
        width, height = pilot.app.size
        at = self.chance.randrange(width), self.chance.randrange(height)
        times = self.chance.choice((1, 1, 2))
        self.done.append(f"click {at} {times}")
        for _ in range(times):
            for kind in (MouseDown, MouseUp):
                self._mouse(pilot, kind, at)

    async def _wheel(self, pilot: Pilot[Any]) -> None:
        width, height = pilot.app.size
        at = self.chance.randrange(width), self.chance.randrange(height)
        self.done.append(f"wheel {at}")
        self._mouse(pilot, self.chance.choice((MouseScrollDown, MouseScrollUp)), at)

    @staticmethod
    def _mouse(pilot: Pilot[Any], kind: type[Any], at: tuple[int, int]) -> None:
        pilot.app.post_message(kind(None, *at, 0, 0, 1, False, False, False, *at))

    async def _resize(self, pilot: Pilot[Any]) -> None:
        size = self.chance.choice(SIZES)
        self.done.append(f"size {size}")
        await resize(pilot, size)


async def walked(vault: ClosedVault, folder: Path, seed: int, steps: int) -> None:
    """Walk so many steps from a seed; whatever fails says the last steps before it."""
    walker = Walker(random.Random(seed))
    starts, left = 0, steps
    while left > 0:
        starts += 1
        store = vault.opened(vault.copied(folder / f"{seed}-{starts}"))
        app = app_on(store)
        try:
            async with app.run_test(size=walker.chance.choice(SIZES)) as pilot:
                await still(pilot)
                left -= await walker.steps(app, pilot, left)
            assert not app.has_crashed
        except BaseException as why:
            why.add_note(f"seed {seed}, the last steps: {walker.done[-20:]}")
            raise
        finally:
            store.close()


@pytest.mark.parametrize("seed", range(4))
async def test_no_sequence_of_keys_ends_the_app(
    demo_vault: ClosedVault, tmp_path: Path, seed: int
) -> None:
    await walked(demo_vault, tmp_path, seed, 50)


@pytest.mark.hard("three thousand steps")
@pytest.mark.parametrize("seed", range(100, 120))
async def test_no_long_sequence_of_keys_ends_the_app(
    demo_vault: ClosedVault, tmp_path: Path, seed: int
) -> None:
    await walked(demo_vault, tmp_path, seed, 150)
