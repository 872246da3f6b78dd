"""Consultations: who has thought with us?"""

from __future__ import annotations

from collections.abc import Iterable

from supervision_tui.desk.consultations.board import (
    ChildConsulted,
    ConsultationMeasures,
    ConsultationsView,
    consultations,
)
from supervision_tui.desk.consultations.clinicians import ClinicianLine
from supervision_tui.desk.consultations.lines import ConsultationLine, in_a_line
from supervision_tui.desk.destination import Destination
from supervision_tui.practice import wording
from supervision_tui.practice.consultation import Step
from supervision_tui.runtime.bindings import bindings_for
from supervision_tui.screens.shared.export_form import export_screen
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.desk_screen import opens_dialog, opens_to_look
from supervision_tui.widgets.labelled_text import Label
from supervision_tui.widgets.rows import Cell, Row
from supervision_tui.widgets.text_styles import line, tone_of
from supervision_tui.widgets.viewed_screen import ListView, ViewedScreen

from . import forms as consultation_forms
from .detail import ConsultationScreen
from .facts import consultation_facts

_RAG_TONES = {"red": "late", "amber": "soon"}


class ConsultationsScreen(ViewedScreen):
    """The board by state, the list by child, whom to ask about, the directory, the year."""

    WHERE = "consultations"
    LIST_KEYS = ("consultations.step", "consultations.request", "consultations.next")
    BINDINGS = bindings_for("consultations")

    def __init__(self) -> None:
        super().__init__()
        self.view: ConsultationsView | None = None

    def lists(self) -> tuple[ListView, ...]:
        """The lists."""
        return _Board(self), _ByChild(self), _ToAsk(self), _Clinicians(self), _Year(self)

    async def fetch(self) -> bool:
        """One question to the desk."""
        found = await self.running.desk.try_run(consultations)
        self.view = found or self.view
        return found is not None

    def on_rows_chosen(self) -> None:
        """A second click opens."""
        self.action_open()

    # Actions

    def action_open(self) -> None:
        """Open the consultation, or go to the child."""
        each, child = self.line_here(), self.child_here()
        if each is not None:
            self.app.push_screen(ConsultationScreen(each.id))
        elif child is not None:
            self.running.navigation.show(Destination.of_child(child.ref))
        elif self.shown.NAME == _Clinicians.NAME:
            self.running.notices.say(
                "‹consultations.request› adds a clinician, ‹consultations.edit› changes what the "
                "directory says."
            )

    @opens_dialog
    async def action_next_step(self) -> None:
        """Book it, record that it was held, look back at it, close it."""
        each = self.line_here()
        if each is not None:
            await consultation_forms.next_step(self, each)
        else:
            self.running.notices.refuse(
                "Turn to the board (← →) for the next step of a consultation."
            )

    @opens_dialog
    async def action_request(self) -> None:
        """Ask for a consultation; on the directory, add a clinician."""
        child = self.child_here()
        if self.shown.NAME == _Clinicians.NAME:
            await consultation_forms.add_clinician(self)
        elif child is not None:
            about = consultation_forms.About((child.ref,), child.worker or "")
            await self._ask(about)
        else:
            await self._ask(consultation_forms.About())

    async def _ask(self, about: consultation_forms.About) -> None:
        """Ask for one; the board then stands on it."""
        asked = await consultation_forms.request(self, about)
        if asked is not None:
            self.focus_on(f"{_Board.NAME}/{asked}")
            self.reload()

    @opens_dialog
    async def action_edit(self) -> None:
        """Change what was asked, or what the directory says."""
        each, clinician = self.line_here(), self._clinician_here()
        if each is not None and each.dates.held is not None:
            await consultation_forms.put_on_file(self, each)
        elif each is not None:
            await consultation_forms.request(self, line=each)
        elif clinician is not None:
            await consultation_forms.change_clinician(self, clinician)

    @opens_dialog
    async def action_move(self) -> None:
        """Book it for another day."""
        each = self.line_here()
        if each is not None:
            await consultation_forms.move(self, each)

    @opens_dialog
    async def action_close(self) -> None:
        """Close it."""
        each = self.line_here()
        if each is not None:
            await consultation_forms.close(self, each)

    def action_supervise(self) -> None:
        """Begin or resume supervision."""
        each, child = self.line_here(), self.child_here()
        if each:
            worker_id = each.worker_id
        elif child:
            worker_id = child.worker_id
        else:
            worker_id = None
        if worker_id:
            self.running.navigation.supervise(worker_id)

    @opens_to_look
    async def action_give_away(self) -> None:
        """Export what is on the screen, in words."""
        await export_screen(self, f"Consultations: {self.shown.NAME}", self.plain_text())

    # What is at the cursor

    def line_here(self) -> ConsultationLine | None:
        """The consultation at the cursor."""
        lines = self.view.lines if self.view and self.shown.NAME == _Board.NAME else ()
        return next((each for each in lines if str(each.id) == self.key), None)

    def child_here(self) -> ChildConsulted | None:
        """The child at the cursor."""
        view, name = self.view, self.shown.NAME
        if view is None or name == _Board.NAME:
            return None
        children = view.unasked
        if name == _ByChild.NAME:
            children = view.children
        return next((each for each in children if each.ref == self.key), None)

    def _clinician_here(self) -> ClinicianLine | None:
        there = self.view.clinicians if self.view and self.shown.NAME == _Clinicians.NAME else ()
        return next((each for each in there if str(each.id) == self.key), None)


class _OfConsultations(ListView):
    """A list of the Consultations screen."""

    def __init__(self, screen: ConsultationsScreen) -> None:
        self.screen = screen

    @property
    def view(self) -> ConsultationsView | None:
        """The view that the desk answered."""
        return self.screen.view

    def short(self, name: str | None) -> str:
        """A worker's name as it may be shown."""
        if name:
            return self.screen.name_of(name)
        return ""


class _Board(_OfConsultations):
    NAME = "board"
    COLUMNS = (
        Column("State", 11),
        Column("", 11),
        Column("About", 17),
        Column("Question"),
        Column("With", 16, at_least=100),
        Column("Worker", 16, at_least=120),
    )
    EMPTY = "No consultations yet. Press ‹consultations.request› to ask for the first."

    def note(self) -> str:
        """Count how many stand where."""
        lines = self.view.lines if self.view else ()
        counts = [(step, sum(each.step is step for each in lines)) for step in Step]
        return " · ".join(f"{number} {step}" for step, number in counts if number)

    def rows(self) -> Iterable[Row]:
        """By state, the first to be done on top.

        The state stands on the first line of its group.
        """
        before = None
        if not self.view:
            return
        for each in self.view.lines:
            state = str(each.step) if each.step is not before else ""
            before = each.step
            tone = "quiet" if each.step is Step.CLOSED else "plain"
            yield Row(
                str(each.id),
                (
                    Cell(state, "strong"),
                    Cell(each.word, tone_of(each.urgency)),
                    Cell(each.about, tone),
                    Cell(each.question or each.theme, tone),
                    Cell(each.clinician, "quiet"),
                    Cell(self.short(each.worker), "quiet"),
                ),
            )

    def about(self, key: str) -> str:
        """Name whom it is about."""
        each = self.screen.line_here()
        if each:
            return f"{each.about} · {each.mode}"
        return "board"

    def facts(self, key: str) -> list[Label]:
        """The consultation in short."""
        each = self.screen.line_here()
        if each:
            return consultation_facts(each, self.screen)
        return []


class _ByChild(_OfConsultations):
    NAME = "by child"
    COLUMNS = (
        Column("Child", 17),
        Column("Plan", 11),
        Column("RAG", 5),
        Column("Held", 4, right=True),
        Column("Last held", 10),
        Column("Under way"),
        Column("Worker", 18, at_least=100),
    )
    EMPTY = (
        "No child has been thought about in a consultation yet. ‹review.consult› on a child "
        "asks for one."
    )

    def rows(self) -> Iterable[Row]:
        """Every child with a consultation, those rated red first."""
        if not self.view:
            return
        for each in self.view.children:
            yield _child_row(each, self)

    def about(self, key: str) -> str:
        """The child."""
        return self.screen.child_words(key) if key else ""

    def facts(self, key: str) -> list[Label]:
        """Every consultation about the child."""
        child = self.screen.child_here()
        if child:
            return _of_child(child)
        return []


class _ToAsk(_ByChild):
    NAME = "to ask about"
    EMPTY = "Every child rated red has had a recent consultation."

    def note(self) -> str:
        """Say that it is a question."""
        return "for you to consider"

    def rows(self) -> Iterable[Row]:
        """Red children with none for as long as the policy says."""
        if not self.view:
            return
        for each in self.view.unasked:
            yield _child_row(each, self)

    def facts(self, key: str) -> list[Label]:
        """Tell why the child is here, and what there was before."""
        child = self.screen.child_here()
        if child is None:
            return []
        policy, today = self.screen.running.vault.policy(), self.screen.running.vault.today
        since = ""
        if child.rag_since:
            since = f" since {wording.day(child.rag_since, today=today)}"
        last = "none yet"
        if child.last_held:
            last = f"the last was on {wording.day(child.last_held, today=today)}"
        days = policy.consultations.red_child_days
        if child.under_way is not None:
            asked = [("asked for", line(f"already: {in_a_line(child.under_way, today)}"))]
            return [*asked, *_of_child(child)]
        asked = [
            (
                "question",
                line(
                    "Would it help to think with somebody about this child? "
                    "‹consultations.request› asks for a consultation."
                ),
            ),
            (
                "because",
                line(
                    f"rated red{since}; no consultation in {days} days, {last}. ",
                    (policy.source("consultations.red_child_days"), "quiet"),
                ),
            ),
        ]
        return [*asked, *_of_child(child)]


class _Clinicians(_OfConsultations):
    NAME = "clinicians"
    COLUMNS = (
        Column("Name", 22),
        Column("Discipline", 26),
        Column("Held", 4, right=True),
        Column("Open", 4, right=True),
        Column("How and when"),
    )
    EMPTY = "Nobody in the directory yet. Press ‹consultations.request› to add a clinician."

    def rows(self) -> Iterable[Row]:
        """The directory, by name."""
        if not self.view:
            return
        for each in self.view.clinicians:
            tone = "plain" if each.is_here else "quiet"
            reached = each.reached if each.is_here else "has left"
            cells = (
                each.name,
                each.discipline,
                str(each.held or ""),
                str(each.under_way or ""),
                reached,
            )
            yield Row(str(each.id), tuple(Cell(text, tone) for text in cells))

    def about(self, key: str) -> str:
        """The clinician."""
        return next((each.name for each in self._there() if str(each.id) == key), "clinicians")

    def facts(self, key: str) -> list[Label]:
        """List what was thought about with this clinician."""
        name = self.about(key)
        there = self.view.lines if self.view else ()
        lines = [each for each in there if each.clinician == name]
        return [_in_short(each) for each in lines] or [("", line(("nothing yet", "quiet")))]

    def _there(self) -> tuple[ClinicianLine, ...]:
        if self.view:
            return self.view.clinicians
        return ()


class _Year(_OfConsultations):
    NAME = "the year"
    COLUMNS = (Column("", 12, right=True), Column(""))
    EMPTY = "Nothing to count yet."

    def note(self) -> str:
        """The period, named."""
        found = self.view.measures if self.view else None
        if found:
            return f"{found.first.day} {found.first:%b %Y} to {found.last.day} {found.last:%b %Y}"
        return ""

    def rows(self) -> Iterable[Row]:
        """List what can be said of the year, a line each."""
        if self.view is None:
            return
        for n, (figure, words, tone) in enumerate(_measures(self.view.measures)):
            yield Row(str(n), (Cell(figure, tone), Cell(words)))

    def facts(self, key: str) -> list[Label]:
        """Tell how it is counted."""
        return [
            ("wait", line("working days from the request to the day it was held")),
            (
                "reached",
                line(
                    "open children whom a held consultation was about; workers who brought one or "
                    "came"
                ),
            ),
            ("not met", line("asked for, and closed without being held")),
            ("followed up", line("of those whose day for looking back lay in the period")),
        ]


def _child_row(each: ChildConsulted, view: _OfConsultations) -> Row:
    today = view.screen.running.vault.today
    last = wording.day(each.last_held, today=today) if each.last_held else "never"
    under_way = ""
    if each.under_way:
        under_way = f"{each.under_way.step}, {each.under_way.word}"
    tone = "plain" if each.last_held else "quiet"
    return Row(
        each.ref,
        (
            view.screen.child_cell(each.ref),
            Cell(each.plan, "quiet"),
            Cell(each.rag, _RAG_TONES.get(each.rag, "quiet")),
            Cell(str(each.held or "")),
            Cell(last, tone),
            Cell(under_way),
            Cell(view.short(each.worker), "quiet"),
        ),
    )


def _of_child(child: ChildConsulted) -> list[Label]:
    return [_in_short(each) for each in child.lines] or [
        ("before", line(("no consultation yet", "quiet")))
    ]


def _in_short(each: ConsultationLine) -> Label:
    on = each.dates.held or each.dates.requested
    if each.outcome:
        outcome = f"  {each.outcome}"
    elif each.word:
        outcome = f"  {each.word}"
    else:
        outcome = ""
    return f"{on.day} {on:%b %Y}", line(
        f"{each.step}: {each.question or each.theme}", (outcome, "quiet")
    )


def _measures(found: ConsultationMeasures) -> list[tuple[str, str, str]]:
    """Figure, words, tone."""
    waits = found.waits
    late = found.follow_ups_due - found.follow_ups_done
    decided = (
        ", ".join(f"{number} {word}" for word, number in found.recommended.items()) or "none yet"
    )
    helped = (
        ", ".join(f"{number} {word}" for word, number in found.helped.items() if number)
        or "nothing said yet"
    )
    tone = "soon" if found.unmet else "plain"
    median = f"{waits.median:g} wd" if waits.median is not None else "–"
    longest = f"{waits.longest} wd" if waits.longest is not None else "–"
    late_tone = "soon" if late else "plain"
    return [
        (str(found.requested), "asked for", "plain"),
        (str(found.held), "held", "plain"),
        (median, f"median wait, of {waits.number}", "plain"),
        (longest, "longest wait", "plain"),
        (str(found.waiting), "waiting now", "plain"),
        (f"{found.children_reached} of {found.children}", "open children discussed", "plain"),
        (f"{found.workers_reached} of {found.workers}", "workers who brought one or came", "plain"),
        (str(found.unmet), "requests closed without being held", tone),
        (
            f"{found.follow_ups_done} of {found.follow_ups_due}",
            "reviewed, of those due for review",
            late_tone,
        ),
        (
            str(found.red_unasked),
            "children rated red without a recent one; see “to ask about”",
            "plain",
        ),
        ("", f"recommendations: {decided}", "plain"),
        ("", f"at the follow-up: {helped}", "plain"),
    ]
