"""Keys act in the order in which they were typed: what is typed ahead of a form waits until the
form stands there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any
from weakref import WeakKeyDictionary

from textual.events import Key
from textual.screen import Screen


class KeyOrder:
    """Holds keys back while a form is about to stand there, or while one goes to another screen.

    `is_form_opening` tells the first, `send` lets a key act, and `look_later` calls back in a
    moment.
    """

    def __init__(
        self,
        is_form_opening: Callable[[], bool],
        *,
        send: Callable[[Key], object],
        look_later: Callable[[Callable[[], None]], object],
    ) -> None:
        self._is_form_opening = is_form_opening
        self._send = send
        self._look_later = look_later
        self._ahead: list[Key] = []  # typed before the form stood there for which they were meant
        self._sent: Key | None = None  # of these, the one that is on its way
        self._is_looking = False
        self._ways = 0  # to other screens, that are under way
        self._moving: asyncio.Task[None] | None = None  # until a key has moved the focus
        self._typed_on: WeakKeyDictionary[Key, Screen[Any]] = WeakKeyDictionary()

    @property
    def holds_keys(self) -> bool:
        """Tell whether a key was typed that has not acted yet."""
        return bool(self._ahead) or self._sent is not None

    def is_form_opening(self) -> bool:
        """Tell whether what is typed now is meant for a form, screen or field still to come."""
        return self._is_form_opening() or self._moving is not None or self._ways > 0

    def must_wait(self, key: Key) -> bool:
        """Tell whether a key has to wait; then it is held, and sent when its turn comes."""
        is_first = key is self._sent
        if is_first:
            self._sent = None
        if self.is_form_opening():
            row = 0 if is_first else len(self._ahead)
            self._ahead.insert(row, key)
        elif not is_first and self.holds_keys:
            self._ahead.append(key)
        else:
            return False
        self._look_again()
        return True

    def has_acted(self, event: object) -> None:
        """Let the next key that was typed ahead act after an event, unless one is on its way."""
        if event is not self._sent:
            self.replay()

    def replay(self) -> None:
        """Send the first key that was typed ahead; it lets the next one go once it acted."""
        if not self._ahead or self._sent is not None:
            return
        if self.is_form_opening():
            self._look_again()
            return
        self._sent = self._ahead.pop(0)
        self._send(self._sent)

    async def on_the_way(self, going: Coroutine[Any, Any, None]) -> None:
        """Go to another screen; until it is there, keys wait."""
        try:
            await going
        finally:
            self._ways -= 1
            self.replay()

    def begin_way(self, going: Coroutine[Any, Any, None]) -> Coroutine[Any, Any, None]:
        """The way to another screen, to be run; keys wait from now on."""
        self._ways += 1
        return self.on_the_way(going)

    def wait_for(self, moving: Coroutine[Any, Any, None]) -> None:
        """Let the keys that follow wait until one has moved the focus, if it does."""
        self._moving = asyncio.create_task(self._moved(moving))

    def was_meant_for_another(self, key: Key, screen: Screen[Any]) -> bool:
        """Tell whether a key comes from a field of a screen that is no longer in front."""
        if not key.is_forwarded:
            self._typed_on[key] = screen
            return False
        return self._typed_on.get(key, screen) is not screen

    async def _moved(self, moving: Coroutine[Any, Any, None]) -> None:
        await moving
        self._moving = None
        self.replay()

    def _look_again(self) -> None:
        """Look in a moment whether the form stands there."""
        if not self._is_looking:
            self._is_looking = True
            self._look_later(self._looked)

    def _looked(self) -> None:
        self._is_looking = False
        self.replay()
