"""The board of consultations, each child's, whom to ask about, and how it went in a year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from sqlmodel import Session

from supervision_tui.desk.history.child import ChildHistory
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment
from supervision_tui.practice.consultation import Helped, Step, Waits, waits_of
from supervision_tui.practice.days.spans import add_months
from supervision_tui.practice.vocabulary import Rag

from .clinicians import ClinicianLine, directory
from .lines import ConsultationLine, consultation_lines


@dataclass(frozen=True, slots=True)
class ChildConsulted:
    """A child about whom was thought, or might be: plan, rating, worker, latest consultations."""

    ref: str
    plan: str
    rag: str
    rag_since: date | None
    worker: str | None
    worker_id: int | None
    held: int
    last_held: date | None
    under_way: ConsultationLine | None
    lines: tuple[ConsultationLine, ...]


@dataclass(frozen=True, slots=True)
class ConsultationMeasures:
    """Measures from one day to another: waits in working days, whom it reached, what was not met,
    what helped.
    """

    first: date
    last: date
    requested: int
    held: int
    waits: Waits
    children_reached: int
    children: int
    workers_reached: int
    workers: int
    unmet: int
    waiting: int
    follow_ups_due: int
    follow_ups_done: int
    helped: dict[str, int]
    red_unasked: int
    recommended: dict[str, int]


@dataclass(frozen=True, slots=True)
class Consulted:
    """A period's consultations by what is counted, with the children and workers reached."""

    requested: list[ConsultationLine]
    held: list[ConsultationLine]
    unmet: list[ConsultationLine]
    follow_ups_due: list[ConsultationLine]
    followed_up: list[ConsultationLine]
    children_reached: list[str]
    children: int
    workers_reached: list[int]
    workers: int


@dataclass(frozen=True, slots=True)
class ConsultationsView:
    """The whole of the Consultations screen."""

    as_of: date
    lines: tuple[ConsultationLine, ...]
    children: tuple[ChildConsulted, ...]
    unasked: tuple[ChildConsulted, ...]
    clinicians: tuple[ClinicianLine, ...]
    measures: ConsultationMeasures


def consultations(session: Session, moment: Moment) -> ConsultationsView:
    """Everything about consultations on that day."""
    history = read_history(session, moment)
    lines = consultation_lines(session, moment)
    children = children_consulted(history, lines, moment.today)
    unasked = tuple(each for each in children if is_unasked(each, moment))
    first = add_months(moment.today, -12) + timedelta(days=1)
    return ConsultationsView(
        as_of=moment.today,
        lines=tuple(lines),
        children=tuple(each for each in children if each.lines),
        unasked=unasked,
        clinicians=directory(session, moment),
        measures=measures(history, lines, first, moment.today, len(unasked)),
    )


def is_unasked(child: ChildConsulted, moment: Moment) -> bool:
    """Tell whether a red child had no consultation for as long as the policy says: a question."""
    days = moment.policy.consultations.red_child_days
    is_recent = child.last_held is not None and (moment.today - child.last_held).days <= days
    return child.rag == Rag.RED and not is_recent


def measures(
    history: History, lines: list[ConsultationLine], first: date, last: date, red_unasked: int
) -> ConsultationMeasures:
    """Measure how it went between two days, both counted. Source: practice facts, section 7."""
    found = consulted(history, lines, first, last)
    outcomes = [each.outcome for each in found.followed_up]
    decided = [
        each.decision for each in chain.from_iterable(line.recommendations for line in found.held)
    ]
    return ConsultationMeasures(
        first=first,
        last=last,
        requested=len(found.requested),
        held=len(found.held),
        waits=waits_of(each.wait for each in found.held),
        children_reached=len(found.children_reached),
        children=found.children,
        workers_reached=len(found.workers_reached),
        workers=found.workers,
        unmet=len(found.unmet),
        waiting=sum(each.step in (Step.REQUESTED, Step.BOOKED) for each in lines),
        follow_ups_due=len(found.follow_ups_due),
        follow_ups_done=len(found.followed_up),
        helped={str(each): outcomes.count(each) for each in Helped},
        red_unasked=red_unasked,
        recommended={word: decided.count(word) for word in dict.fromkeys(decided)},
    )


def consulted(
    history: History, lines: Iterable[ConsultationLine], first: date, last: date
) -> Consulted:
    """The consultations behind those measures, and whom they reached."""
    there = list(lines)
    held = [
        each for each in there if each.dates.held is not None and first <= each.dates.held <= last
    ]
    closed = [
        each
        for each in there
        if each.dates.closed is not None and first <= each.dates.closed <= last
    ]
    workers = {worker.id for worker in history.current_workers(last)}
    came = {
        each.worker_id for each in chain.from_iterable(line.invited for line in held) if each.came
    }
    came |= {line.worker_id for line in held if line.worker_id is not None}
    here = {child.ref for child in history.open_children(last)}
    due = [
        each
        for each in there
        if each.dates.follow_up is not None and first <= each.dates.follow_up <= last
    ]
    due = [each for each in due if each.dates.was_held(last)]
    return Consulted(
        requested=[each for each in there if first <= each.dates.requested <= last],
        held=held,
        unmet=[each for each in closed if each.dates.held is None],
        follow_ups_due=due,
        followed_up=[
            each
            for each in due
            if each.dates.followed_up is not None and each.dates.followed_up <= last
        ],
        children_reached=sorted(here & set(chain.from_iterable(line.children for line in held))),
        children=len(here),
        workers_reached=sorted(workers & came),
        workers=len(workers),
    )


def children_consulted(
    history: History, lines: list[ConsultationLine], on: date
) -> list[ChildConsulted]:
    """Open children, those rated red first, then those last thought about longest ago."""
    by_child: dict[str, list[ConsultationLine]] = {}
    for line in sorted(lines, key=lambda each: each.dates.requested, reverse=True):
        for ref in line.children:
            by_child.setdefault(ref, []).append(line)
    found = [
        _child(history, child, tuple(by_child.get(child.ref, ())), on)
        for child in history.open_children(on)
    ]
    return sorted(
        found, key=lambda each: (each.rag != Rag.RED, each.last_held or date.min, each.ref)
    )


def _child(
    history: History, child: ChildHistory, lines: tuple[ConsultationLine, ...], on: date
) -> ChildConsulted:
    held = [
        each.dates.held for each in lines if each.dates.held is not None and each.dates.held <= on
    ]
    rating, worker_id = child.rating(on), child.held_by(on)
    rag = rating.rag if rating else ""
    rag_since = rating.on if rating else None
    worker = None
    if worker_id:
        worker = history.workers[worker_id].name
    return ChildConsulted(
        ref=child.ref,
        plan=history.policy.plans_shown(child.statuses(on, history.policy)),
        rag=rag,
        rag_since=rag_since,
        worker=worker,
        worker_id=worker_id,
        held=len(held),
        last_held=max(held, default=None),
        under_way=next(
            (each for each in lines if each.step in (Step.REQUESTED, Step.BOOKED)), None
        ),
        lines=lines,
    )
