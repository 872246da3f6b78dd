"""What a manager does in a search."""

from __future__ import annotations

from .command import Command


class OpenHit(Command):
    """Go to the place that was found."""

    id = "search.open"
    name = "Open"
    says = "Go to the place that was found."
    keys = ("enter",)
    where = "search"
    action = "open"
    footer = 1


class MoveHits(Command):
    """Move through what was found."""

    id = "search.move"
    name = "Move"
    says = "Move through what was found; the field keeps the focus."
    keys = ()
    where = "search"
    action = "move(1)"
    footer = 2
    shown = "↓ ↑"


class LeaveSearch(Command):
    """Back to where you came from."""

    id = "search.leave"
    name = "Back"
    says = "Back to where you came from."
    keys = ("escape",)
    where = "search"
    action = "app.back"
    footer = 3
