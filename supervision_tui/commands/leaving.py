"""What a manager does when a worker leaves."""

from __future__ import annotations

from .command import Command


class LeavingCommand(Command):
    """A command where a worker leaves."""

    where = "leaving"


class Deal(LeavingCommand):
    """Deal with the one at the mark."""

    id = "leaving.deal"
    name = "Deal with it"
    says = "Hand the child over, hand the direction on, cancel the session, or go to the record."
    keys = ("enter",)
    action = "deal"
    footer = 1


class Pick(LeavingCommand):
    """Pick a child."""

    id = "leaving.pick"
    name = "Pick"
    says = "Pick this child, so that several are handed over at once; again lets go."
    keys = ("space", "v")
    action = "pick"
    footer = 2


class PickAll(LeavingCommand):
    """Pick every child."""

    id = "leaving.pick_all"
    name = "All"
    says = "Pick every child, or let all go."
    keys = ("A",)
    action = "pick_all"
    footer = 3


class ClosePost(LeavingCommand):
    """Close the post."""

    id = "leaving.close"
    name = "Close the post"
    says = "Close the post, once nothing hangs on the worker."
    keys = ("ctrl+s",)
    action = "close_post"
    footer = 4


class LeaveLeaving(LeavingCommand):
    """Back; what was handed on stays so."""

    id = "leaving.back"
    name = "Back"
    says = "Back; what was handed on stays so."
    keys = ("escape",)
    action = "app.back"
    footer = 5
