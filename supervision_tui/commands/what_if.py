"""What a manager does where a change is tried."""

from __future__ import annotations

from .command import Command


class Pick(Command):
    """Pick this child to be moved, or the worker who receives; again lets go."""

    id = "what_if.pick"
    name = "Pick"
    says = "Pick this child to be moved, or the worker who receives; again lets go."
    keys = ("space",)
    where = "what-if"
    action = "pick"
    footer = 1


class Family(Command):
    """Pick the whole family of this child, or let it go."""

    id = "what_if.family"
    name = "Family"
    says = "Pick the whole family of this child, or let it go."
    keys = ("a",)
    where = "what-if"
    action = "family"
    footer = 2


class Option(Command):
    """Try the next option that would help most with the least change."""

    id = "what_if.option"
    name = "Option"
    says = "Try the next option that would help most with the least change."
    keys = ("o",)
    where = "what-if"
    action = "option"
    footer = 3


class Clear(Command):
    """Take back everything that was tried."""

    id = "what_if.clear"
    name = "Clear"
    says = "Take back everything that was tried."
    keys = ("x",)
    where = "what-if"
    action = "clear"
    footer = 4


class NextField(Command):
    """Go to the next list or field."""

    id = "what_if.next"
    name = "Next"
    says = "Go to the next list or field."
    keys = ("tab",)
    where = "what-if"
    action = "next_field"
    footer = 5
