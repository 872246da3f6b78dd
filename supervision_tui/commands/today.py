"""What a manager does on Today."""

from __future__ import annotations

from .command import Command


class OpenNeed(Command):
    """Go to what this line is about."""

    id = "today.open"
    name = "Open"
    says = "Go to what this line is about."
    keys = ("enter",)
    where = "today"
    action = "open"
    footer = 1


class Supervise(Command):
    """Begin or resume supervision with the worker of this line."""

    id = "today.supervise"
    name = "Supervise"
    says = "Begin or resume supervision with the worker of this line."
    keys = ("s",)
    where = "today"
    also = "discuss, mark discussed, session, hold supervision"
    action = "supervise"
    footer = 2


class Direct(Command):
    """Give a direction for the child of this line."""

    id = "today.direct"
    name = "Direct"
    says = "Give a direction for the child of this line."
    keys = ("d",)
    where = "today"
    action = "direct"
    footer = 3


class Respond(Command):
    """Answer a raised standing."""

    id = "today.respond"
    name = "Respond"
    says = "Answer a raised standing."
    keys = ("r",)
    where = "today"
    action = "respond"
    footer = 5


class EditWorker(Command):
    """Put right a worker's stage, hours and agreement."""

    id = "today.worker"
    name = "Worker"
    says = "Put right a worker's stage, hours and agreement."
    keys = ("e",)
    where = "today"
    action = "edit_worker"
    footer = 6


class AddWorker(Command):
    """Add a worker by hand."""

    id = "today.add_worker"
    name = "New worker"
    says = "Add a worker by hand."
    keys = ("N",)
    where = "today"
    also = "add worker, by hand"
    action = "add_worker"


class SwitchPane(Command):
    """Move between the team and what needs you."""

    id = "today.pane"
    name = "Other list"
    says = "Move between the team and what needs you."
    keys = ("tab",)
    where = "today"
    action = "switch_pane"


class Prepare(Command):
    """Prepare the next session with the worker of this line."""

    id = "today.prepare"
    name = "Prepare"
    says = "Prepare the next session with the worker of this line."
    keys = ("p",)
    where = "today"
    action = "prepare"


class WorkerLeaves(Command):
    """The worker of this line leaves."""

    id = "today.leaves"
    name = "Worker leaves"
    says = "The worker of this line leaves: hand on what hangs on the worker, then close the post."
    keys = ("L",)
    where = "today"
    action = "leaves"


class Consult(Command):
    """Ask for a consultation."""

    id = "today.consult"
    name = "Consultation"
    says = "Ask for a consultation about the child, or with the worker, of this line."
    keys = ("c",)
    where = "today"
    action = "consult"


class BackOnDuty(Command):
    """Back on duty with work unfinished."""

    id = "today.duty"
    name = "Back on duty"
    says = "This worker is back on duty with work unfinished: logged at once; again the same day is one piece more."
    keys = ("B",)
    where = "today"
    action = "back_on_duty"


class RecordEvent(Command):
    """Put on record that something was held, for the child of the line; goes through dates not known here."""

    id = "today.event"
    name = "It was held"
    says = "Put on record that something was held, for the child of the line; goes through dates not known here."
    keys = ("h",)
    where = "today"
    also = "event, visit, core group, conference, done, date due"
    action = "record_event"
    footer = 4
