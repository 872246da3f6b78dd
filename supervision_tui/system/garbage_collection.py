"""Times at which Python looks for memory that nobody holds any more.

Its own measure is for programs that keep little.
"""

from __future__ import annotations

import gc

# What is read makes many objects that stay; they are not looked through again and again.
_SELDOM = (100_000, 20, 50)
# Screens that were left are cleared away after some millions of objects.
_NOW_AND_THEN = (20_000, 10, 5)


def collect_rarely() -> None:
    """For a command that reads much, and ends."""
    gc.set_threshold(*_SELDOM)


def pause_collection() -> None:
    """While the app is being loaded: nothing of that can be thrown away."""
    gc.disable()


def freeze_and_collect() -> None:
    """For an app that stays open. What is loaded by now stays, and is looked through no more."""
    gc.freeze()
    gc.set_threshold(*_NOW_AND_THEN)
    gc.enable()
