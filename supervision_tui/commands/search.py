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


class NextHit(Command):
    """The next one that was found."""

    id = "search.next"
    name = "Next"
    says = "The next one that was found; the field keeps the focus."
    keys = ("down",)
    where = "search"
    action = "move(1)"
    footer = 2
    strong = True


class PreviousHit(Command):
    """The one before."""

    id = "search.previous"
    name = "Before"
    says = "The one before; the field keeps the focus."
    keys = ("up",)
    where = "search"
    action = "move(-1)"
    strong = True


class LeaveSearch(Command):
    """Back to where you came from."""

    id = "search.leave"
    name = "Back"
    says = "Back to where you came from."
    keys = ("escape",)
    where = "search"
    action = "app.back"
    footer = 3
