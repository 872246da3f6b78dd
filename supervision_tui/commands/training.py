"""What a manager does on Training."""

from __future__ import annotations

from .command import Command


class OnTraining(Command):
    """A command of the Training screen."""

    where = "training"


class Tick(OnTraining):
    """Attended; reached; dealt with."""

    id = "training.tick"
    name = "Tick"
    says = "Attended (bookings), reached (goals), dealt with (readiness), back on duty once more (duty)."
    keys = ("space",)
    action = "tick"
    footer = 1


class Missed(OnTraining):
    """Missed, and why."""

    id = "training.missed"
    name = "Missed"
    says = "Missed, cancelled or withdrawn, and why; a goal that is given up."
    keys = ("m",)
    action = "missed"
    footer = 2


class New(OnTraining):
    """New: a booking, a piece of development, a goal, a date, an entry of unfinished work."""

    id = "training.new"
    name = "New"
    says = "New, as the list asks: a booking, a piece of development, a goal, a date, an entry of unfinished work."
    keys = ("n",)
    action = "new"
    footer = 3


class NextList(OnTraining):
    """The next list."""

    id = "training.next"
    name = "Next list"
    says = "The next list: matrix, bookings, missed, CPD, goals, readiness, duty."
    keys = ("l", "right")
    action = "turn_list(1)"
    footer = 4
    shown = "→"


class PreviousList(OnTraining):
    """The list before."""

    id = "training.previous"
    name = "Previous list"
    says = "The list before."
    keys = ("h", "left")
    action = "turn_list(-1)"


class Edit(OnTraining):
    """Change a booking or a date."""

    id = "training.edit"
    name = "Edit"
    says = "Change the day or the step of a booking, a date, or what was unfinished."
    keys = ("e", "enter")
    shown = "e"
    action = "edit"


class AsPiece(OnTraining):
    """Record this course as a piece of development."""

    id = "training.piece"
    name = "As CPD"
    says = "Record this course as a piece of professional development, with what was learned."
    keys = ("p",)
    action = "as_piece"


class BackOnDuty(OnTraining):
    """Back on duty with work unfinished."""

    id = "training.duty"
    name = "Back on duty"
    says = "This worker is back on duty with work unfinished: logged at once; again the same day is one piece more."
    keys = ("B",)
    action = "back_on_duty"


class Import(OnTraining):
    """Import attendance from a CSV file."""

    id = "training.import"
    name = "Import attendance"
    says = "Import attendance from a CSV file: worker, course, date, status, reason."
    keys = ("I",)
    action = "bring_in_attendance"


class Consult(OnTraining):
    """Ask for a consultation with this worker."""

    id = "training.consult"
    name = "Consultation"
    says = "Ask for a consultation with this worker."
    keys = ("c",)
    action = "consult"


class Supervise(OnTraining):
    """Begin or resume supervision with this worker."""

    id = "training.supervise"
    name = "Supervise"
    says = "Begin or resume supervision with this worker."
    keys = ("s",)
    action = "supervise"


class Filter(OnTraining):
    """Only lines that hold these words."""

    id = "training.filter"
    name = "Filter"
    says = "Show only lines that hold these words."
    keys = ("f",)
    action = "filter"


class GiveAway(OnTraining):
    """What is on the screen, to be pasted or kept."""

    id = "training.export"
    name = "Give away"
    says = "What is on the screen in words: clipboard, text, Markdown or PDF."
    keys = ("x",)
    also = "print, share"
    action = "give_away"


class SwitchPane(OnTraining):
    """Move between the list and what stands behind its line."""

    id = "training.pane"
    name = "Other pane"
    says = "Move between the list and what stands behind its line."
    keys = ("tab",)
    action = "switch_pane"
