"""Keys act in the order in which they were typed, also where a form is still to come for which they
are meant.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.events import Key
from textual.screen import Screen

from supervision_tui.app.key_order import KeyOrder


class Keyboard:
    """Keys that are typed by hand, a form that opens when it is told, and what acted in which
    order.
    """

    def __init__(self) -> None:
        self.is_form_opening = False
        self.acted: list[str] = []
        self._sent: list[Key] = []
        self._looks: list[Callable[[], None]] = []
        self.order = KeyOrder(
            lambda: self.is_form_opening, send=self._sent.append, look_later=self._looks.append
        )

    def type(self, *keys: str) -> None:
        """Type keys; those that need not wait act."""
        for key in keys:
            self._take(Key(key, key))

    def look(self) -> None:
        """A moment passes."""
        looks, self._looks[:] = list(self._looks), []
        for each in looks:
            each()
        while self._sent:
            self._take(self._sent.pop(0))

    def _take(self, key: Key) -> None:
        if not self.order.must_wait(key):
            self.acted.append(key.key)
        self.order.has_acted(key)


def test_keys_act_at_once_where_nothing_is_to_come() -> None:
    keyboard = Keyboard()
    keyboard.type("a", "b")
    assert keyboard.acted == ["a", "b"]
    assert not keyboard.order.holds_keys


def test_what_is_typed_ahead_of_a_form_waits_for_it_in_its_order() -> None:
    keyboard = Keyboard()
    keyboard.is_form_opening = True
    keyboard.type("a", "b", "c")
    keyboard.look()
    assert keyboard.acted == []
    assert keyboard.order.holds_keys
    keyboard.is_form_opening = False
    keyboard.look()
    assert keyboard.acted == ["a", "b", "c"]
    assert not keyboard.order.holds_keys


def test_a_key_that_is_typed_while_others_wait_waits_behind_them() -> None:
    keyboard = Keyboard()
    keyboard.is_form_opening = True
    keyboard.type("a")
    keyboard.is_form_opening = False
    keyboard.type("b")  # the form stands there, and nobody has looked yet
    keyboard.look()
    assert keyboard.acted == ["a", "b"]


def test_where_one_of_them_opens_another_form_the_rest_wait_for_that() -> None:
    keyboard = Keyboard()
    keyboard.is_form_opening = True
    keyboard.type("d", "x", "y")
    keyboard.is_form_opening = False
    real, order = keyboard.acted.append, keyboard.order

    class Opens(list[str]):
        def append(self, key: str) -> None:
            real(key)
            keyboard.is_form_opening = key == "d"

    seen, keyboard.acted = keyboard.acted, Opens()
    keyboard.look()
    assert seen == ["d"]
    assert order.holds_keys
    keyboard.is_form_opening = False
    keyboard.look()
    assert seen == ["d", "x", "y"]


async def test_on_the_way_to_another_screen_keys_wait() -> None:
    keyboard, is_there = Keyboard(), asyncio.Event()

    async def go() -> None:
        await is_there.wait()

    way = asyncio.ensure_future(keyboard.order.begin_way(go()))
    assert keyboard.order.is_form_opening()
    keyboard.type("a")
    assert keyboard.acted == []
    is_there.set()
    await way
    keyboard.look()
    assert keyboard.acted == ["a"]


async def test_a_way_that_fails_holds_no_key_back() -> None:
    keyboard = Keyboard()

    async def go() -> None:
        raise ZeroDivisionError

    way = asyncio.ensure_future(keyboard.order.begin_way(go()))
    await asyncio.wait([way])
    assert isinstance(way.exception(), ZeroDivisionError)
    assert not keyboard.order.is_form_opening()


async def test_the_key_after_one_that_moves_the_focus_waits_until_it_has_moved() -> None:
    keyboard, has_moved = Keyboard(), asyncio.Event()

    async def move() -> None:
        await has_moved.wait()

    keyboard.order.wait_for(move())
    keyboard.type("a")
    assert keyboard.acted == []
    has_moved.set()
    while keyboard.order.is_form_opening():
        await asyncio.sleep(0)
    keyboard.look()
    assert keyboard.acted == ["a"]


def test_a_key_that_comes_back_from_a_screen_that_is_gone_does_nothing() -> None:
    order, here, gone = Keyboard().order, Screen[None](), Screen[None]()
    key = Key("a", "a")
    assert not order.was_meant_for_another(key, gone)
    key._set_forwarded()
    assert order.was_meant_for_another(key, here)
