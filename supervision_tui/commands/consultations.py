"""What a manager does on Consultations, and on one consultation."""

from __future__ import annotations

from .command import Command


class OnBoard(Command):
    """A command of the Consultations screen."""

    where = "consultations"


class Open(OnBoard):
    """Open this consultation."""

    id = "consultations.open"
    name = "Open"
    says = "Open this consultation: its recommendations, and who came. A child goes to Review."
    keys = ("enter",)
    action = "open"
    footer = 1


class NextStep(OnBoard):
    """The next step."""

    id = "consultations.step"
    name = "Next step"
    says = "The next step: book it, record that it was held, look back at it, close it."
    keys = ("space",)
    action = "next_step"
    footer = 2


class Request(OnBoard):
    """Ask for a consultation."""

    id = "consultations.request"
    name = "New"
    says = "Ask for a consultation about a child, a family, a worker or a theme; on clinicians, add one."
    keys = ("n", "c")
    action = "request"
    footer = 3
    shown = "n"


class Edit(OnBoard):
    """Change what was asked."""

    id = "consultations.edit"
    name = "Edit"
    says = "Change what was asked; of one that was held, since when it is on file; of a clinician, the directory."
    keys = ("e",)
    action = "edit"


class Move(OnBoard):
    """Book it for another day."""

    id = "consultations.move"
    name = "Book again"
    says = "Book it for another day, or with somebody else."
    keys = ("m",)
    action = "move"


class Close(OnBoard):
    """Close it."""

    id = "consultations.close"
    name = "Close"
    says = "Close it, with the reason where it was not held."
    keys = ("w",)
    action = "close"


class NextList(OnBoard):
    """The next list."""

    id = "consultations.next"
    name = "Next list"
    says = "The next list: board, by child, to ask about, clinicians, the year."
    keys = ("l", "right")
    action = "turn_list(1)"
    footer = 4
    shown = "→"


class PreviousList(OnBoard):
    """The list before."""

    id = "consultations.previous"
    name = "Previous list"
    says = "The list before."
    keys = ("h", "left")
    action = "turn_list(-1)"


class Filter(OnBoard):
    """Only lines that hold these words."""

    id = "consultations.filter"
    name = "Filter"
    says = "Show only lines that hold these words."
    keys = ("f",)
    action = "filter"


class Supervise(OnBoard):
    """Begin or resume supervision with the worker of this line."""

    id = "consultations.supervise"
    name = "Supervise"
    says = "Begin or resume supervision with the worker of this line."
    keys = ("s",)
    action = "supervise"


class GiveAway(OnBoard):
    """What is on the screen, to be pasted or kept."""

    id = "consultations.export"
    name = "Give away"
    says = "What is on the screen in words: clipboard, text, Markdown or PDF."
    keys = ("x",)
    also = "print, share"
    action = "give_away"


class SwitchPane(OnBoard):
    """Move between the list and what stands behind its line."""

    id = "consultations.pane"
    name = "Other pane"
    says = "Move between the list and what stands behind its line."
    keys = ("tab",)
    action = "switch_pane"


class OnOne(Command):
    """A command on one consultation."""

    where = "consultation"


class Adopt(OnOne):
    """Make a direction of this recommendation."""

    id = "consultation.adopt"
    name = "Adopt"
    says = "Make a direction of this recommendation, with owner and date; in other words it counts as adapted."
    keys = ("a",)
    action = "adopt"
    footer = 1


class Decline(OnOne):
    """Decline this recommendation."""

    id = "consultation.decline"
    name = "Decline"
    says = "Decline this recommendation, with the reason."
    keys = ("D",)
    action = "decline"
    footer = 2


class Tick(OnOne):
    """The next step; on a worker: came, or did not."""

    id = "consultation.tick"
    name = "Next step"
    says = "The next step of the consultation; on a worker of a practice discussion: came, or did not."
    keys = ("space",)
    action = "tick"
    footer = 3


class OpenDirection(OnOne):
    """Go to the direction that came of this recommendation."""

    id = "consultation.direction"
    name = "Go to direction"
    says = "Go to the direction that came of this recommendation."
    keys = ("enter",)
    action = "open_direction"
    footer = 4


class MoveOne(OnOne):
    """Book it for another day."""

    id = "consultation.move"
    name = "Book again"
    says = "Book it for another day, or with somebody else."
    keys = ("m",)
    action = "move"


class CloseOne(OnOne):
    """Close the consultation."""

    id = "consultation.close"
    name = "Close"
    says = "Close the consultation."
    keys = ("w",)
    action = "close"


class OnFile(OnOne):
    """Since when it is on the child's file."""

    id = "consultation.file"
    name = "On file"
    says = "Since when it is on the child's file."
    keys = ("e",)
    action = "on_file"


class SwitchPaneOfOne(OnOne):
    """Move between the panes."""

    id = "consultation.pane"
    name = "Other pane"
    says = "Move between the recommendations and what was said."
    keys = ("tab",)
    action = "switch_pane"
