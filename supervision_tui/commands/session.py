"""What a manager does in the supervision hour."""

from __future__ import annotations

from .command import Command


class NextField(Command):
    """Go to the next field."""

    id = "session.field"
    name = "Next field"
    says = "Go to the next field."
    keys = ("enter",)
    where = "session"
    action = "next_field"
    footer = 1
    shown = "tab"


class NextChild(Command):
    """Go to the next child of the agenda."""

    id = "session.next"
    name = "Next child"
    says = "Go to the next child of the agenda."
    keys = ("ctrl+n",)
    where = "session"
    action = "next_child"
    footer = 2
    strong = True


class PreviousChild(Command):
    """Go to the child before."""

    id = "session.previous"
    name = "Previous child"
    says = "Go to the child before."
    keys = ("ctrl+b",)
    where = "session"
    action = "previous_child"
    strong = True


class Personal(Command):
    """Go to the personal record, or back to the children."""

    id = "session.personal"
    name = "Personal"
    says = "Go to the personal record, or back to the children."
    keys = ("ctrl+t",)
    where = "session"
    action = "personal"
    footer = 3
    strong = True


class Sign(Command):
    """Sign both records."""

    id = "session.sign"
    name = "Sign"
    says = "Sign both records."
    keys = ("ctrl+s",)
    where = "session"
    action = "sign"
    footer = 4
    strong = True


class Model(Command):
    """Change the reflective model."""

    id = "session.model"
    name = "Model"
    says = "Change the reflective model."
    keys = ("ctrl+e",)
    where = "session"
    action = "next_model"
    strong = True


class Leave(Command):
    """Leave; what you typed is kept."""

    id = "session.leave"
    name = "Leave"
    says = "Leave; what you typed is kept."
    keys = ("escape",)
    where = "session"
    action = "leave"
    footer = 5


class LeftOut(Command):
    """Say why the child at the cursor of the agenda is not discussed."""

    id = "session.left_out"
    name = "Not discussed"
    says = "Say why the child at the cursor of the agenda is not discussed."
    keys = ("x",)
    where = "session"
    action = "left_out"
