"""What a manager does on Review."""

from __future__ import annotations

from .command import Command


class Direct(Command):
    """Give a direction for this child."""

    id = "review.direct"
    name = "Direct"
    says = "Give a direction for this child."
    keys = ("d",)
    where = "review"
    action = "direct"
    footer = 1


class Rate(Command):
    """Rate this child red, amber or green, with the reason."""

    id = "review.rate"
    name = "RAG"
    says = "Rate this child red, amber or green, with the reason."
    keys = ("r",)
    where = "review"
    action = "rate"
    footer = 2


class Pin(Command):
    """Keep this child for the next supervision, or let go."""

    id = "review.pin"
    name = "Pin"
    says = "Keep this child for the next supervision, or let go."
    keys = ("p",)
    where = "review"
    action = "pin"
    footer = 4


class Note(Command):
    """Write a note on this child."""

    id = "review.note"
    name = "Note"
    says = "Write a note on this child."
    keys = ("n",)
    where = "review"
    action = "note"
    footer = 5


class Filter(Command):
    """Show only some: cp cin · red · late · >60 (days) · owed · pinned · nobody · a name."""

    id = "review.filter"
    name = "Filter"
    says = "Show only some: cp cin · red · late · >60 (days) · owed · pinned · nobody · a name."
    keys = ("f",)
    where = "review"
    action = "filter"
    footer = 6


class Pick(Command):
    """Pick this child; what is done next goes to all that are picked."""

    id = "review.pick"
    name = "Pick"
    says = "Pick this child and go on; a direction, rating, note, pin or allocation goes to all that are picked."
    keys = ("v", "space")
    where = "review"
    action = "pick"


class PickFamily(Command):
    """Pick the whole family."""

    id = "review.pick_family"
    name = "Pick family"
    says = "Pick the whole family of this child, or let it go."
    keys = ("F",)
    where = "review"
    action = "pick_family"


class PickShown(Command):
    """Pick every child that is shown."""

    id = "review.pick_shown"
    name = "Pick all shown"
    says = "Pick every child that the filter shows, or let all go."
    keys = ("A",)
    where = "review"
    action = "pick_shown"


class Allocate(Command):
    """Allocate this child to a worker."""

    id = "review.allocate"
    name = "Allocate"
    says = "Allocate to a worker, with both workers' fit before and after; asks for the direction that is due."
    keys = ("a",)
    where = "review"
    action = "allocate"


class Change(Command):
    """What changes for this child: plans, visits, team, the case closed."""

    id = "review.change"
    name = "Change"
    says = "Plans, how often visits are due, the team, or the case closed; asks for the direction that is due."
    keys = ("e",)
    where = "review"
    action = "change"


class Add(Command):
    """A child comes to the team."""

    id = "review.add"
    name = "New child"
    says = "A child comes to the team, by hand."
    keys = ("N",)
    where = "review"
    also = "add child, by hand"
    action = "add"


class Supervise(Command):
    """Begin or resume supervision with this child's worker."""

    id = "review.supervise"
    name = "Supervise"
    says = "Begin or resume supervision with this child's worker."
    keys = ("s",)
    where = "review"
    also = "discuss, mark discussed, session, hold supervision"
    action = "supervise"


class TakeUp(Command):
    """Turn a date due into a direction."""

    id = "review.take_up"
    name = "Take up"
    says = "Turn a date due into a direction: the one at the mark, or the soonest."
    keys = ("t",)
    where = "review"
    action = "take_up"


class Why(Command):
    """Show where each number on the card comes from."""

    id = "review.why"
    name = "Why this"
    says = "Show where each number on the card comes from."
    keys = ("y",)
    where = "review"
    action = "why"


class SwitchPane(Command):
    """Move between the list, the card and the dates due."""

    id = "review.switch"
    name = "Other pane"
    says = "Move between the list of children, the card, and the dates due."
    keys = ("tab",)
    where = "review"
    action = "switch_pane"


class Consult(Command):
    """Ask for a consultation."""

    id = "review.consult"
    name = "Consultation"
    says = "Ask for a consultation about this child, or about all that are picked."
    keys = ("c",)
    where = "review"
    action = "consult"


class RecordEvent(Command):
    """Put on record that something was held: for this child, or for all that are picked."""

    id = "review.event"
    name = "It was held"
    says = "Put on record that something was held: for this child, or for all that are picked."
    keys = ("h",)
    where = "review"
    also = "event, visit, core group, conference, done, date due"
    action = "record_event"
    footer = 3
