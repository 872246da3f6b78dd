"""What a manager does on Directions."""

from __future__ import annotations

from .command import Command


class Tick(Command):
    """Tick this direction done, or part done, with a word on the outcome."""

    id = "directions.tick"
    name = "Done"
    says = "Tick this direction done, or part done, with a word on the outcome."
    keys = ("space",)
    where = "directions"
    also = "done, close, complete"
    action = "tick"
    footer = 1


class Extend(Command):
    """Give this direction a later date, with the reason."""

    id = "directions.extend"
    name = "Extend"
    says = "Give this direction a later date, with the reason."
    keys = ("e",)
    where = "directions"
    also = "put off, postpone, later, another date"
    action = "extend"
    footer = 2


class Order(Command):
    """Order by due date, worker, child or owner."""

    id = "directions.order"
    name = "Order"
    says = "Order by due date, worker, child or owner."
    keys = ("o",)
    where = "directions"
    action = "order"
    footer = 3


class Filter(Command):
    """Show only directions whose line holds these words."""

    id = "directions.filter"
    name = "Filter"
    says = "Show only directions whose line holds these words."
    keys = ("f",)
    where = "directions"
    action = "filter"
    footer = 4


class Direct(Command):
    """Give a new direction for this child."""

    id = "directions.direct"
    name = "Direct"
    says = "Give a new direction for this child."
    keys = ("d", "n")
    shown = "d"
    where = "directions"
    action = "direct"
    footer = 5


class Withdraw(Command):
    """Withdraw this direction, with the reason."""

    id = "directions.withdraw"
    name = "Withdraw"
    says = "Withdraw this direction, with the reason."
    keys = ("w",)
    where = "directions"
    action = "withdraw"


class OpenChild(Command):
    """Go to this direction's child."""

    id = "directions.open"
    name = "Open child"
    says = "Go to this direction's child."
    keys = ("enter",)
    where = "directions"
    action = "open"


class Consult(Command):
    """Ask for a consultation."""

    id = "directions.consult"
    name = "Consultation"
    says = "Ask for a consultation about this direction's child."
    keys = ("c",)
    where = "directions"
    action = "consult"


class OpenOrigin(Command):
    """Go to the consultation that this direction came from."""

    id = "directions.origin"
    name = "Its consultation"
    says = "Go to the consultation whose recommendation this direction takes up."
    keys = ("O",)
    where = "directions"
    action = "open_origin"
