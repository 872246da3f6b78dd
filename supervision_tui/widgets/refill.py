"""Widgets of which there are more or fewer each time, in a box of their own."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Vertical
from textual.widget import Widget


async def refill(parent: Widget, name: str, widgets: Iterable[Widget]) -> None:
    """Put these widgets into the box of that id, in place of those that stood there."""
    box = parent.query_one(f"#{name}", Vertical)
    await box.remove_children()
    await box.mount_all(list(widgets))
