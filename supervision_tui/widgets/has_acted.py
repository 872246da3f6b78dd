"""Waiting until what was typed or pressed has acted: Textual hands it on by messages, which others
may overtake.
"""

from __future__ import annotations

import asyncio
import contextlib

from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.widget import Widget

_WAYS_UP = 2  # the key goes up from the widget, and then the message that it brought about
_LOOKS_EVERY = 0.05  # seconds, whether a widget is still there


async def has_acted(widget: Widget) -> None:
    """Wait until a key that a widget was given has acted there, and in all around it."""
    around: list[DOMNode] = widget.ancestors_with_self
    for _ in range(_WAYS_UP):
        for node in around:
            await all_done(node)


async def all_done(node: MessagePump) -> None:
    """Wait until all that was handed to a widget is done: what was typed into a field stands in it.

    Or it is gone.
    """
    is_done = asyncio.Event()
    node.call_later(is_done.set)
    while node.is_running and not is_done.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(is_done.wait(), _LOOKS_EVERY)
