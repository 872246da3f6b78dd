"""What is done on Oversight, and on the records behind one of its figures."""

from __future__ import annotations

from .command import Command


class OnOversight(Command):
    """A command of the Oversight screen."""

    where = "oversight"


class Open(OnOversight):
    """What stands behind this line."""

    id = "oversight.open"
    name = "Open"
    says = "The records behind this figure; of an audit or a sampled child, the child; of a worker, Pressure."
    keys = ("enter",)
    action = "open"
    footer = 1


class ChoosePeriod(OnOversight):
    """Choose the period."""

    id = "oversight.period"
    name = "Period"
    says = "Choose the period: so many months, a quarter, or from one day to another."
    keys = ("p",)
    also = "dates, quarter, month, from to"
    action = "period"
    footer = 2


class New(OnOversight):
    """New, as the list asks."""

    id = "oversight.new"
    name = "New"
    says = "New, as the list asks: an audit, a sample, a practice week; on a sampled child, the audit of it."
    keys = ("n",)
    also = "new audit, practice week, audit"
    action = "new"
    footer = 4


class DrawSample(OnOversight):
    """Draw a dip sample: how many, by what, from which seed."""

    id = "oversight.draw"
    name = "Draw a sample"
    says = "Draw a dip sample: how many, by what, from which seed."
    keys = ("N",)
    also = "dip sample, audit sample, new sample"
    action = "draw"


class NextStep(OnOversight):
    """The next step of an audit."""

    id = "oversight.step"
    name = "Next step"
    says = "The next step: the blind second grade (moderation), the learning conversation (audits)."
    keys = ("space",)
    action = "next_step"
    footer = 6


class Moderate(OnOversight):
    """Give a second grade, blind."""

    id = "oversight.moderate"
    name = "Second grade"
    says = "Give an audit a second grade, without seeing the first."
    keys = ("m",)
    action = "moderate"


class RequireAction(OnOversight):
    """Require an action."""

    id = "oversight.action"
    name = "Require"
    says = "Require an action of this audit, with owner and date: it comes onto the next agenda by itself."
    keys = ("a",)
    action = "require"


class Learning(OnOversight):
    """Agree the day of the learning conversation."""

    id = "oversight.learning"
    name = "Conversation"
    says = "Agree the day on which this audit is talked over."
    keys = ("w",)
    action = "learning"


class Export(OnOversight):
    """Give the summary away."""

    id = "oversight.export"
    name = "Give away"
    says = "Give the summary away: for whom, in which form, encrypted or not; of other lists, what is on the screen."
    keys = ("x",)
    also = "pdf, excel, print, share, send, give away"
    action = "give_away"
    footer = 3


class ForTheirFile(OnOversight):
    """Everything held of one child or worker."""

    id = "oversight.whole"
    name = "All that is held"
    says = "Everything held of one child or worker: for a request of access, or the supervision file for an inspector."
    keys = ("o",)
    also = "subject access, request, retention"
    action = "whole_record"


class RollUp(OnOversight):
    """Bring in the summaries of many teams."""

    id = "oversight.rollup"
    name = "Roll up"
    says = "Take a folder of teams' summaries (JSON, for psw) as one authority picture."
    keys = ("R",)
    also = "authority, many teams, put together"
    action = "roll_up"


class Erase(OnOversight):
    """Erase the file at the cursor."""

    id = "oversight.erase"
    name = "Erase"
    says = "Erase what is held of a child who is closed or a worker who has left (records held). It asks first."
    keys = ("D",)
    action = "erase"


class NextList(OnOversight):
    """The next list."""

    id = "oversight.next"
    name = "Next list"
    says = "The next list: summary, audits, moderation, sample, weeks, held, authority."
    keys = ("l", "right")
    action = "turn_list(1)"
    footer = 5
    shown = "→"


class PreviousList(OnOversight):
    """The list before."""

    id = "oversight.previous"
    name = "Previous list"
    says = "The list before."
    keys = ("h", "left")
    action = "turn_list(-1)"


class Filter(OnOversight):
    """Only lines that hold these words."""

    id = "oversight.filter"
    name = "Filter"
    says = "Show only lines that hold these words."
    keys = ("f",)
    action = "filter"


class Supervise(OnOversight):
    """Begin or resume supervision with the worker of this line."""

    id = "oversight.supervise"
    name = "Supervise"
    says = "Begin or resume supervision with the worker of this line."
    keys = ("s",)
    action = "supervise"


class SwitchPane(OnOversight):
    """Move between the list and what stands behind its line."""

    id = "oversight.pane"
    name = "Other pane"
    says = "Move between the list and what stands behind its line."
    keys = ("tab",)
    action = "switch_pane"


class OnRecords(Command):
    """A command on the records behind a figure."""

    where = "oversight-records"


class GoToRecord(OnRecords):
    """Go to this record."""

    id = "oversight-records.open"
    name = "Go there"
    says = "Go to this record."
    keys = ("enter",)
    action = "open"
    footer = 1


class FilterRecords(OnRecords):
    """Only records that hold these words."""

    id = "oversight-records.filter"
    name = "Filter"
    says = "Show only records that hold these words."
    keys = ("f",)
    action = "filter"
    footer = 2
