"""What a manager does on Schedule."""

from __future__ import annotations

from .command import Command


class Plan(Command):
    """Plan a session with this worker; the agreement's date is proposed."""

    id = "schedule.plan"
    name = "Plan"
    says = "Plan a session with this worker; the agreement's date is proposed."
    keys = ("n",)
    where = "schedule"
    also = "book, new session, plan session"
    action = "plan"
    footer = 1


class Move(Command):
    """Move this session to another day."""

    id = "schedule.move"
    name = "Move"
    says = "Move this session to another day."
    keys = ("m",)
    where = "schedule"
    action = "move"
    footer = 2


class Cancel(Command):
    """Cancel this session, with its reason."""

    id = "schedule.cancel"
    name = "Cancel"
    says = "Cancel this session, with its reason."
    keys = ("c",)
    where = "schedule"
    action = "cancel"
    footer = 3


class Held(Command):
    """Record that this session took place."""

    id = "schedule.held"
    name = "Held"
    says = "Record that this session took place."
    keys = ("space",)
    where = "schedule"
    action = "held"
    footer = 4


class Supervise(Command):
    """Begin or resume supervision with this worker."""

    id = "schedule.supervise"
    name = "Supervise"
    says = "Begin or resume supervision with this worker."
    keys = ("s",)
    where = "schedule"
    action = "supervise"
    footer = 5


class Missed(Command):
    """Record that this session was missed."""

    id = "schedule.missed"
    name = "Missed"
    says = "Record that this session was missed."
    keys = ("X",)
    where = "schedule"
    action = "missed"


class OpenRecord(Command):
    """Read the signed record of this session."""

    id = "schedule.open"
    name = "Open"
    says = "Read the signed record of this session."
    keys = ("enter",)
    where = "schedule"
    action = "open"


class SwitchPane(Command):
    """Move between the weeks and the list."""

    id = "schedule.pane"
    name = "Other list"
    says = "Move between the weeks and the list."
    keys = ("tab",)
    where = "schedule"
    action = "switch_pane"


class Terms(Command):
    """Supervise this worker on other terms for a time, with the reason."""

    id = "schedule.terms"
    name = "Terms for a time"
    says = "Supervise this worker on other terms for a time, with the reason."
    keys = ("t",)
    where = "schedule"
    action = "terms"


class Leave(Command):
    """Record a long leave, or its last day; it stops the clock."""

    id = "schedule.leave"
    name = "Leave"
    says = "Record a long leave, or its last day; it stops the clock."
    keys = ("a",)
    where = "schedule"
    action = "leave_of_absence"


class EditWorker(Command):
    """Put right this worker's stage, hours and agreement."""

    id = "schedule.worker"
    name = "Worker"
    says = "Put right this worker's stage, hours and agreement."
    keys = ("e",)
    where = "schedule"
    action = "edit_worker"


class Prepare(Command):
    """Prepare the next session with this worker."""

    id = "schedule.prepare"
    name = "Prepare"
    says = "Prepare the next session with this worker: its agenda, topics, the sheet for the worker."
    keys = ("p",)
    where = "schedule"
    action = "prepare"


class Series(Command):
    """Plan the next quarter from the agreement."""

    id = "schedule.series"
    name = "Series"
    says = "Plan the next quarter's sessions from the agreement, for this worker or the whole team."
    keys = ("N",)
    where = "schedule"
    also = "quarter, plan all"
    action = "series"


class OtherSitting(Command):
    """Begin a sitting beside supervision."""

    id = "schedule.other"
    name = "Another sitting"
    says = "Begin a group, peer or joint sitting, a duty debrief or an ad hoc discussion with this worker."
    keys = ("S",)
    where = "schedule"
    action = "other_sitting"


class Agreement(Command):
    """The supervision agreement."""

    id = "schedule.agreement"
    name = "Agreement"
    says = "The supervision agreement: how often, how long, of which kinds, where; signatures and review."
    keys = ("A",)
    where = "schedule"
    action = "agreement"


class Cover(Command):
    """Who stands in for the manager."""

    id = "schedule.cover"
    name = "Cover"
    says = "Who stands in for the manager, from when to when; or that the manager is back."
    keys = ("C",)
    where = "schedule"
    action = "cover"


class GiveDiary(Command):
    """The week as a page, or a calendar file."""

    id = "schedule.give"
    name = "Give away"
    says = "Give the week away as a page, or the next weeks as a calendar file; initials only."
    keys = ("x",)
    where = "schedule"
    also = "export, calendar, diary, print"
    action = "give_diary"
