"""What a manager does the evening before."""

from __future__ import annotations

from .command import Command


class PreparationCommand(Command):
    """A command of the preparation."""

    where = "preparation"


class Pin(PreparationCommand):
    """Pin this child to the session, or let go."""

    id = "preparation.pin"
    name = "Pin"
    says = "Pin this child to the session, so that the child comes first; again lets go."
    keys = ("p",)
    action = "pin"
    footer = 1


class Brings(PreparationCommand):
    """The worker brings this child."""

    id = "preparation.brings"
    name = "Worker brings"
    says = "The worker brings this child; again takes that back."
    keys = ("w",)
    action = "brings"
    footer = 2


class Off(PreparationCommand):
    """Leave this child out of the session with a reason, or take the child back."""

    id = "preparation.off"
    name = "Off"
    says = "Leave this child out of the session, with a reason, or take the child back; takes a topic off."
    keys = ("o",)
    action = "off"
    footer = 3


class Topic(PreparationCommand):
    """Add a topic that is not about one child."""

    id = "preparation.topic"
    name = "Topic"
    says = "Add a topic that is not about one child."
    keys = ("t",)
    action = "topic"


class Sooner(PreparationCommand):
    """Move this child up the agenda."""

    id = "preparation.sooner"
    name = "Sooner"
    says = "Move this child, with the family, up the agenda."
    keys = ("K", "shift+up")
    action = "sooner"


class Later(PreparationCommand):
    """Move this child down the agenda."""

    id = "preparation.later"
    name = "Later"
    says = "Move this child, with the family, down the agenda."
    keys = ("J", "shift+down")
    action = "later"


class Sheet(PreparationCommand):
    """Give the worker the preparation sheet."""

    id = "preparation.sheet"
    name = "Sheet"
    says = "Give the worker a preparation sheet: clipboard, text, Markdown or PDF; references and initials only."
    keys = ("x",)
    action = "sheet"
    footer = 4


class Supervise(PreparationCommand):
    """Begin the session."""

    id = "preparation.supervise"
    name = "Supervise"
    says = "Begin the session."
    keys = ("s",)
    action = "supervise"
    footer = 5


class SwitchPane(PreparationCommand):
    """Move between the agenda and what is beside it."""

    id = "preparation.pane"
    name = "Other pane"
    says = "Move between the agenda and what is beside it."
    keys = ("tab",)
    action = "switch_pane"
