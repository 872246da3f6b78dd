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
    footer = 3


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
    footer = 5


class SwitchPane(Command):
    """Move between the team and what explains the worker."""

    id = "pressure.switch"
    name = "Other pane"
    says = "Move between the team and what explains the worker."
    keys = ("tab",)
    where = "pressure"
    action = "switch_pane"
