"""One worker explained: status, what it means for the children, signals, the weeks ahead,
options, response.
"""

from __future__ import annotations

from datetime import date

from supervision_tui.desk.workload.statuses import WorkerWorkload
from supervision_tui.practice import wording
from supervision_tui.practice.workload.model import Signal, says_status
from supervision_tui.practice.workload.sources import behind_workload
from supervision_tui.widgets.labelled_text import Label, labelled, sourced
from supervision_tui.widgets.text_styles import line

from .picture import Picture, status_cell
from .signal_bars import bars, heading
from .what_if import LEVEL_TONES
from .year_line import year_of

_SIDES = {"load": "Workload", "erosion": "Effect on supervision"}


class WorkerPicture(Picture):
    """The worker at the cursor."""

    NAME = "why"
    IS_OF_WORKER = True
    WANTS_TREND = True

    def facts(self, each: WorkerWorkload, room: int) -> list[Label]:
        """Standing, pace, signals, the weeks ahead, options and response."""
        found = each.workload
        since = ""
        if each.since:
            since = f" since {wording.day(each.since, today=self.today)}"
        tone = status_cell(each, self.today)[1]
        content = [
            (
                "status",
                line((f"{found.status.words}{since}. ", tone), says_status(found)),
            )
        ]
        content.append(self._cadence(each))
        content += labelled("pace", map(line, found.says[:2]))
        for side, title in _SIDES.items():
            signals = [signal for signal in found.signals if signal.side == side]
            if self.shown.sources:
                content += self._in_sentences(title, signals)
            else:
                content += [("", line("")), ("", heading(title))]
                content += [("", each_bar) for each_bar in bars(signals)]
        content += [("", line("")), *year_of(self.shown.trends.get(each.worker_id))]
        if self.shown.sources:
            policy = self.screen.running.vault.policy()
            numbers = behind_workload(found.load, found.as_of, policy, self.shown.own_minutes)
            content += labelled("numbers", (sourced(*number) for number in numbers))
        content.append(self._weeks(each))
        if not self.shown.has_help_beside:
            content += self._moves(each)
            content.append(response_of(each, self.today))
        return content

    def _in_sentences(self, title: str, signals: list[Signal]) -> list[Label]:
        """Each signal in words, with where it comes from."""
        content = []
        for n, signal in enumerate(signals):
            label = title if n == 0 else ""
            content.append(
                (label, line((f"{signal.level:<6}", LEVEL_TONES[signal.level]), signal.says))
            )
            content.append(("", line((f"{'':<6}{signal.source}", "quiet"))))
        return content

    def _weeks(self, each: WorkerWorkload) -> Label:
        ahead = " ".join(f"{past:>2}" for _, past in each.forecast.weeks)
        first = each.forecast.first_breach
        today = self.today
        if first is None:
            breach = "nobody past the interval in 12 weeks"
        else:
            if first == today:
                breach = "past the interval now"
            else:
                breach = f"first past {wording.day(first, today=today)}"
        return "forecast", line(
            f"past their interval on the Mondays ahead: {ahead}  ", (breach, "quiet")
        )

    def _cadence(self, each: WorkerWorkload) -> Label:
        """On what terms, and by when the next session is due."""
        found, today = each.workload, self.today
        terms, late = found.load.terms, found.overdue_since
        on = found.next_due
        due = "; on leave without an end"
        if on:
            due = f"; next due {wording.day(on, today=today)}"
        overdue = "", "late"
        if late:
            overdue = (f", late since {wording.day(late, today=today)}", "late")
        return "session", line(
            f"{terms.minutes} minutes every {terms.interval_days} days{due}", overdue
        )

    def _moves(self, each: WorkerWorkload) -> list[Label]:
        """List what would bring the worker inside the standard with the least change."""
        found = []
        tone = "plain"
        for move in each.moves:
            enough = "" if move.is_inside else "; would not be enough by itself"
            found.append(line((f"{move.says(self._short)}{enough}", tone)))
            tone = "quiet"
        return labelled("option", found)

    def _short(self, name: str) -> str:
        return self.name_of(name).split()[0]


def response_of(each: WorkerWorkload, today: date) -> Label:
    """The manager's response to the status, and by when it comes back."""
    if each.response:
        by = wording.day(each.response.by, today=today)
        due = "", "late"
        if each.response.by <= today:
            due = ("  its day has come: ‹pressure.respond› says what helped", "late")
        told = f" · told: {each.response.told}" if each.response.told else ""
        then = f" · then {each.response.then.words()}" if each.response.then else ""
        return "response", line(f"{each.response.text} · by {by}{told}{then}", due)
    if each.workload.status.needs_response:
        return "response", line(("none yet; ‹pressure.respond› to respond", "late"))
    return "response", line(("none needed", "quiet"))
