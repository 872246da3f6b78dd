"""What a manager does in the supervision hour."""

from __future__ import annotations

from .command import Command


class NextField(Command):
    """Go to the next field; from the agenda into the record."""

    id = "session.field"
    name = "Write"
    says = "Go to the next field; from the agenda into the record. Enter does the same outside a long text."
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
    name = "Sign…"
    says = "See what is missing, or sign both records: it asks first."
    keys = ("f10",)
    where = "session"
    action = "sign"
    footer = 4
    strong = True


class Keep(Command):
    """Keep what is typed, now."""

    id = "session.keep"
    name = "Keep"
    says = "Keep what is typed, now; it is kept by itself, too. Nothing is signed."
    keys = ("ctrl+s",)
    where = "session"
    action = "keep_now"
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
    """Say why the child in hand is not discussed."""

    id = "session.left_out"
    name = "Not discussed"
    says = "Say why the child in hand is not discussed (x on the agenda, f9 from a field)."
    keys = ("x",)
    shown = "x f9"
    where = "session"
    action = "left_out"


class RestLeftOut(Command):
    """One reason for all who are left without a word."""

    id = "session.rest_left_out"
    name = "The rest not discussed"
    says = "Give one reason for every child of the agenda who has no word yet."
    keys = ("X",)
    where = "session"
    action = "rest_left_out"


class LeftOutFromField(Command):
    """The same from within a field."""

    id = "session.left_out_from_field"
    name = "Not discussed, from a field"
    says = "Say from within a field why the child in hand is not discussed."
    keys = ("f9",)
    where = "session"
    action = "left_out"


class Prompts(Command):
    """Fold the prompts of the reflective model away, or show them."""

    id = "session.prompts"
    name = "Prompts"
    says = "Fold the prompts of the reflective model away, or show them."
    keys = ("f2",)
    where = "session"
    action = "prompts"


class Preview(Command):
    """Show how the record will read."""

    id = "session.preview"
    name = "Preview"
    says = "Show how the record will read, Markdown and all; again goes back."
    keys = ("f3",)
    where = "session"
    action = "preview"


class Family(Command):
    """Write about the family once, or about each child alone."""

    id = "session.family"
    name = "Family"
    says = "Write about the family once, or about each child alone."
    keys = ("f4",)
    where = "session"
    action = "family"


class Bring(Command):
    """Bring a child who is not on the agenda."""

    id = "session.bring"
    name = "Bring a child"
    says = "Bring a child who is not on the agenda, by reference."
    keys = ("a",)
    where = "session"
    action = "bring"


class Direct(Command):
    """Go to the directions of this child."""

    id = "session.direct"
    name = "Direct"
    says = "Go to the direction grid of this child."
    keys = ("d", "f5")
    where = "session"
    action = "direct"


class NextPart(Command):
    """Go to the next part of the record."""

    id = "session.part"
    name = "Next part"
    says = "Go to the next part: voice, reflection, what is known, the manager's view, directions."
    keys = ("f8",)
    where = "session"
    action = "next_part"


class Consult(Command):
    """Ask for a consultation."""

    id = "session.consult"
    name = "Consultation"
    says = "Ask for a consultation about the child in hand (on the agenda)."
    keys = ("c",)
    where = "session"
    action = "consult"


class RecordEvent(Command):
    """Put on record that something was held, for the child in hand."""

    id = "session.event"
    name = "It was held"
    says = "Put on record that something was held, for the child in hand."
    keys = ("h", "ctrl+r")
    where = "session"
    also = "event, visit, core group, conference, done, date due"
    action = "record_event"
