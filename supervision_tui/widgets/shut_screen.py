"""A screen that stands there while no vault is open: no key acts that would ask it something."""

from __future__ import annotations

from textual.screen import Screen


class ShutScreen(Screen[None]):
    """Shows nothing of the records."""

    WHERE = ""
