"""The lists about workers: development for registration, goals, dates to be ready for, work
unfinished at duty.
"""

from __future__ import annotations

from collections.abc import Iterable

from supervision_tui.desk.training.board import CpdLine, DutyLine, EntryLine, GoalLine
from supervision_tui.desk.training.compliance_dates import ComplianceLine
from supervision_tui.practice import wording
from supervision_tui.widgets import chart
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.labelled_text import Label
from supervision_tui.widgets.rows import Cell, Row
from supervision_tui.widgets.text_styles import line, tone_of

from .course_lists import OfTraining


class Cpd(OfTraining):
    """Pieces of development in the year of registration."""

    NAME = "CPD"
    COLUMNS = (
        Column("Worker", 18),
        Column("Entries", 7, right=True),
        Column("With peer", 9, right=True),
        Column("Still needed", 30),
        Column("Latest"),
    )
    EMPTY = "Nobody here yet."

    def note(self) -> str:
        """The year, named."""
        if self.view:
            return self.view.year.words
        return ""

    def rows(self) -> Iterable[Row]:
        """A worker a line, those who lack most first."""
        if self.view:
            entries = self.view.cpd
        else:
            entries = ()
        lines = sorted(
            entries,
            key=lambda each: (
                not each.is_registered,
                each.status.is_met,
                each.status.entries,
                each.worker,
            ),
        )
        for each in lines:
            latest = ""
            if each.entries:
                latest = f"{self.day(each.entries[0].on)}: {each.entries[0].title}"
            if not each.is_registered:
                missing = "not registered"
            else:
                missing = each.status.missing or "all there"
            tone = "quiet"
            if each.is_registered and not each.status.is_met:
                tone = "soon"
            yield Row(
                str(each.worker_id),
                (
                    Cell(self.name_of(each.worker)),
                    Cell(str(each.status.entries)),
                    Cell(str(each.status.with_peer)),
                    Cell(missing, tone),
                    Cell(latest, "quiet"),
                ),
            )

    def facts(self, key: str) -> list[Label]:
        """The entries, and what a year asks for."""
        each = self._line(key)
        if each is None:
            return []
        policy, rule = (
            self.screen.running.vault.policy(),
            self.screen.running.vault.policy().training,
        )
        found = [_entry(one) for one in each.entries[:8]]
        asks = (
            f"{rule.pieces_a_year} entries a year, {rule.with_peer_reflection} with peer "
            f"reflection; renewal opens "
            f"{rule.renewal_opens}, by {rule.renewal_deadline}. "
        )
        return [*found, ("asked", line(asks, (policy.source("training.pieces_a_year"), "quiet")))]

    def _line(self, key: str) -> CpdLine | None:
        cpd = self.view.cpd if self.view else ()
        return next((each for each in cpd if str(each.worker_id) == key), None)


class Goals(OfTraining):
    """The goals of each worker, by when."""

    NAME = "goals"
    COLUMNS = (
        Column("By", 10),
        Column("Worker", 17),
        Column("Goal"),
        Column("Course", 22, at_least=120),
        Column("Agreed", 10, at_least=100),
    )
    EMPTY = "No goals yet. Press ‹training.new› to agree one with a worker."

    def line(self, key: str) -> GoalLine | None:
        """The goal of a line."""
        goals = self.view.goals if self.view else ()
        return next((each for each in goals if str(each.id) == key), None)

    def worker(self, key: str) -> tuple[int, str]:
        """The worker of the goal; the first of the team where there is none yet."""
        each = self.line(key)
        if each:
            return (each.worker_id, each.worker)
        return self.first_worker()

    def rows(self) -> Iterable[Row]:
        """Open ones first, the next day first."""
        if not self.view:
            return
        for each in self.view.goals:
            tone = "quiet" if each.ended_on else "plain"
            course = f"{each.served}" if each.course else ""
            agreed = self.day(each.agreed_on or each.set_on)
            yield Row(
                str(each.id),
                (
                    Cell(each.word, tone_of(each.urgency)),
                    Cell(self.name_of(each.worker), tone),
                    Cell(each.text, tone),
                    Cell(course, "quiet"),
                    Cell(agreed, "quiet"),
                ),
            )

    def facts(self, key: str) -> list[Label]:
        """Tell what it is tied to, and what became of it."""
        each = self.line(key)
        if each is None:
            return []
        tied = "agreed outside a session"
        if each.agreed_on:
            tied = f"agreed in the session of {self.day(each.agreed_on)}"
        found: list[Label] = [("goal", line(each.text)), ("tied to", line(tied))]
        if each.is_recommended:
            found.append(("", line("taken up from a consultation's recommendation")))
        if each.course:
            found.append(("course", line(f"{each.course}: {each.served}")))
        found.append(
            ("by", line(wording.full_day(each.by), (f"  {each.word}", tone_of(each.urgency))))
        )
        if each.outcome:
            found.append(("outcome", line(each.outcome)))
        return found


class ComplianceList(OfTraining):
    """Dates that a worker's practice depends on."""

    NAME = "checks"
    COLUMNS = (
        Column("", 10),
        Column("Worker", 17),
        Column("What"),
        Column("Due", 16),
        Column("Note", 24, at_least=100),
    )
    EMPTY = "No dates yet. Press ‹training.new› to put one on record."

    def line(self, key: str) -> ComplianceLine | None:
        """The date of a line."""
        lines = self.view.compliance_dates if self.view else ()
        return next((each for each in lines if f"{each.worker_id} {each.kind}" == key), None)

    def worker(self, key: str) -> tuple[int, str]:
        """The worker of the date; the first of the team where there is none yet."""
        each = self.line(key)
        if each:
            return (each.worker_id, each.worker)
        return self.first_worker()

    def note(self) -> str:
        """Count how many are missing, and say when reminders come."""
        lines = self.view.compliance_dates if self.view else ()
        missing = sum(each.due is None for each in lines)
        marks = wording.listing(
            [str(day) for day in self.screen.running.vault.policy().reminders.days]
        )
        not_there = f" · {missing} not on record" if missing else ""
        return f"reminders {marks} days before{not_there}"

    def rows(self) -> Iterable[Row]:
        """The most urgent first, what is not on record last."""
        if not self.view:
            return
        for each in self.view.compliance_dates:
            due = wording.full_day(each.due) if each.due else ""
            tone = tone_of(each.urgency)
            word_tone = "quiet" if tone == "plain" else tone
            yield Row(
                f"{each.worker_id} {each.kind}",
                (
                    Cell(each.word, word_tone),
                    Cell(self.name_of(each.worker)),
                    Cell(each.words),
                    Cell(due),
                    Cell(each.note, "quiet"),
                ),
            )

    def facts(self, key: str) -> list[Label]:
        """Tell where the date comes from, and how it comes again."""
        each = self.line(key)
        if each is None:
            return []
        policy = self.screen.running.vault.policy()
        rule = policy.readiness.get(each.kind)
        due = "not on record; ‹training.edit› sets it"
        if each.due:
            due = wording.full_day(each.due)
        found: list[Label] = [("due", line(due, (f"  {each.word}", tone_of(each.urgency))))]
        if rule is not None and rule.every_months:
            source = policy.source(f"readiness.{each.kind}.every_months")
            found.append(("again", line(f"every {rule.every_months} months. ", (source, "quiet"))))
        elif rule is None:
            follows = "from the start of employment"
            if each.kind == "agreement":
                follows = "from the agreement: ‹schedule.agreement› on Schedule"
            found.append(("follows", line(follows)))
        if each.note:
            found.append(("note", line(each.note)))
        return [
            *found,
            (
                "",
                line(("‹training.tick›: dealt with today; ‹training.edit› sets the date", "quiet")),
            ),
        ]


class Duty(OfTraining):
    """Back on duty with work unfinished: how often, by week."""

    NAME = "duty"
    COLUMNS = (
        Column("Worker", 18),
        Column("28 days", 7, right=True),
        Column("12 weeks", 12),
        Column("Last time", 10),
        Column("What"),
    )
    EMPTY = "Nobody here yet."

    def line(self, key: str) -> DutyLine | None:
        """The worker of a line."""
        duty = self.view.duty if self.view else ()
        return next((each for each in duty if str(each.worker_id) == key), None)

    def note(self) -> str:
        """Say what is counted, and the key."""
        days = self.view.duty[0].window_days if self.view and self.view.duty else 28
        return f"back on duty with work unfinished, in {days} days · ‹training.duty› logs one"

    def rows(self) -> Iterable[Row]:
        """Those it happened to most lately first."""
        if not self.view:
            return
        for each in self.view.duty:
            if each.in_signal > 1:
                tone = "late"
            elif each.in_signal:
                tone = "soon"
            else:
                tone = "quiet"
            text = left = ""
            if each.entries:
                last = each.entries[0]
                text = self.day(last.on)
                left = f"{wording.count(last.pieces, 'task')}: {last.what or 'not said'}"
            yield Row(
                str(each.worker_id),
                (
                    Cell(self.name_of(each.worker)),
                    Cell(str(each.in_signal), tone),
                    Cell(chart.weeks([number for _, number in each.weeks])),
                    Cell(text, "quiet"),
                    Cell(left, "quiet"),
                ),
            )

    def facts(self, key: str) -> list[Label]:
        """Each entry, and the weeks in words."""
        each = self.line(key)
        if each is None:
            return []
        policy = self.screen.running.vault.policy()
        rule = policy.signals["unfinished-at-duty"]
        level = rule.level(each.in_signal)
        says = f"{wording.count(each.in_signal, 'time')} in {rule.window_days} days: {level}. "
        return [
            ("signal", line(says, (policy.source("signals.unfinished-at-duty.amber"), "quiet"))),
            ("by week", line(_weeks_in_words(each))),
            *(
                (
                    self.day(one.on),
                    line(f"{wording.count(one.pieces, 'task')}: {one.what or 'not said what'}"),
                )
                for one in each.entries[:6]
            ),
        ]


def _weeks_in_words(each: DutyLine) -> str:
    found = [f"week of {begin.day} {begin:%b}: {number}" for begin, number in each.weeks if number]
    return ", ".join(found) or "none in 12 weeks"


def _entry(one: EntryLine) -> Label:
    peer = "  with a peer" if one.with_peer else ""
    learned = f"  {one.learned}" if one.learned else ""
    says = line(one.title, (peer, "quiet"), (learned, "quiet"))
    return f"{one.on.day} {one.on:%b %Y}", says
