"""What a manager does on Pressure."""

from __future__ import annotations

from .command import Command


class Respond(Command):
    """Answer this standing: what will be done, by when."""

    id = "pressure.respond"
    name = "Respond"
    says = "Answer this standing: what will be done, by when."
    keys = ("r", "R")
    where = "pressure"
    action = "respond"
    footer = 1
    shown = "r"


class WhatIf(Command):
    """Try changes on a copy: children moved, more or fewer, other sessions."""

    id = "pressure.what_if"
    name = "What if"
    says = "Try changes on a copy: children moved, more or fewer, other sessions."
    keys = ("w",)
    where = "pressure"
    action = "what_if"
    footer = 2


class Why(Command):
    """Show where each number comes from."""

    id = "pressure.why"
    name = "Why this"
    says = "Show where each number comes from."
    keys = ("y",)
    where = "pressure"
    action = "why"
    footer = 5


class Supervise(Command):
    """Begin or resume supervision with this worker."""

    id = "pressure.supervise"
    name = "Supervise"
    says = "Begin or resume supervision with this worker."
    keys = ("s",)
    where = "pressure"
    action = "supervise"
    footer = 4


class EditWorker(Command):
    """Put right this worker's stage, hours and agreement."""

    id = "pressure.worker"
    name = "Worker"
    says = "Put right this worker's stage, hours and agreement."
    keys = ("e",)
    where = "pressure"
    action = "edit_worker"


class SwitchPane(Command):
    """Move between the team and what explains the worker."""

    id = "pressure.switch"
    name = "Other pane"
    says = "Move between the team and what explains the worker."
    keys = ("tab",)
    where = "pressure"
    action = "switch_pane"


class Consult(Command):
    """Ask for a consultation."""

    id = "pressure.consult"
    name = "Consultation"
    says = "Ask for a consultation with this worker."
    keys = ("c",)
    where = "pressure"
    action = "consult"


class BackOnDuty(Command):
    """Back on duty with work unfinished."""

    id = "pressure.duty"
    name = "Back on duty"
    says = "This worker is back on duty with work unfinished: logged at once; again the same day is one piece more."
    keys = ("B",)
    where = "pressure"
    action = "back_on_duty"


class NextPicture(Command):
    """The next picture."""

    id = "pressure.next"
    name = "Next picture"
    says = "The next picture: why, quarters, trend, the team's trend, days since discussed, caseload, what helped."
    keys = ("l", "right")
    where = "pressure"
    action = "turn_list(1)"
    footer = 3
    shown = "→"


class PreviousPicture(Command):
    """The picture before."""

    id = "pressure.previous"
    name = "Previous picture"
    says = "The picture before."
    keys = ("h", "left")
    where = "pressure"
    action = "turn_list(-1)"


class GiveAway(Command):
    """The picture in words, or a paper for the head of service."""

    id = "pressure.export"
    name = "Give away"
    says = "The picture in words, or a one-page paper for the head of service with figures and no child's name."
    keys = ("x",)
    where = "pressure"
    also = "print, share"
    action = "give_away"
