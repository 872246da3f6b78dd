"""The caseload under review: all children as a list, and one child as a card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.desk.consultations.lines import ConsultationLine, for_children
from supervision_tui.desk.decisions.lines import DecisionLine, decisions_for
from supervision_tui.desk.directions.child_dates import ChildDates, dates_of
from supervision_tui.desk.directions.lines import DirectionLine, directions_of_child
from supervision_tui.desk.find import find_child
from supervision_tui.desk.history.child import AllocationSpell, ChildHistory, PlanSpell
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.history.worker import WorkerHistory
from supervision_tui.desk.moment import Moment
from supervision_tui.practice import wording
from supervision_tui.practice.children.unallocated import Waiting
from supervision_tui.practice.days.spans import add_months
from supervision_tui.practice.direction.checkpoints import Allocation as Spell
from supervision_tui.practice.direction.checkpoints import (
    OutstandingDirection,
    outstanding_direction,
)
from supervision_tui.practice.direction.quality import is_stale, plan_drift
from supervision_tui.practice.supervision.caseload import Case
from supervision_tui.practice.vocabulary import Urgency
from supervision_tui.records import Allocation, CaseDiscussion, CaseNote, Child, SupervisionSession

from .roles import WhoWorks, waiting_of, who_works_with
from .visits import visits_in_words

_NOTES = 3  # on a card


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A child in the list: plans, rating, days since discussed against the interval, and with whom.

    `statuses` are the codes of all plans that the child has at once, `plans_shown` the same for a
    narrow column. `outstanding` is the checkpoint at which a direction was due and none was given.
    `worker` answers for the child here: who leads, who covers (`covers_for` is then the one who is
    away), or who has another role (`role_words`) with a child led elsewhere.
    """

    ref: str
    name: str | None
    statuses: tuple[str, ...]
    plans_shown: str
    rag: str
    age: int
    interval: int
    worker: str | None
    worker_id: int | None
    pinned: bool
    urgency: Urgency
    outstanding: str = ""
    is_new: bool = False  # never discussed: the days count from the allocation
    family_id: int | None = None
    covers_for: str = ""
    role_words: str = ""
    is_unallocated: bool = False

    @property
    def age_words(self) -> str:
        """Days since discussed, and how late that is: `41 d, 13 d late`.

        Of a child never discussed `never, 3 d late`.
        """
        if not self.is_new:
            return age_words(self.age, self.interval)
        is_late = self.age > self.interval
        if is_late:
            ago = wording.late_by(self.age - self.interval)
        else:
            ago = f"{self.age} d"
        return f"never, {ago}"

    @property
    def since_words(self) -> str:
        """The days since the child was discussed, in a sentence."""
        since = "here, never discussed" if self.is_new else "since discussed"
        return f"{self.age} days {since}; every {self.interval} days"

    @property
    def share(self) -> float:
        """Age over interval: 1 is due."""
        return self.age / self.interval


@dataclass(frozen=True, slots=True)
class LastView:
    """The last recorded view of the manager on a child."""

    on: date
    text: str


@dataclass(frozen=True, slots=True)
class PlanOnCard:
    """A plan of a child: words, since when (nothing: not on record), category, why it drifts."""

    words: str
    since: date | None
    category: str
    drift: str | None

    def length(self, today: date) -> str:
        """Plan and how long: `child protection plan since 1 Aug 2025 (7 months)`."""
        if self.since is None:
            return f"{self.words}, since when is not on record"
        months = wording.months_between(self.since, today)
        if months:
            length = wording.count(months, "month")
        else:
            length = wording.count((today - self.since).days, "day")
        return f"{self.words} since {wording.day(self.since, today=today)} ({length})"


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """One child with all that a manager needs in order to decide."""

    line: ReviewLine
    case: Case
    plans: tuple[PlanOnCard, ...]
    born: date | None
    rag_since: date | None
    rag_reason: str
    rag_stale: bool
    family: tuple[str, ...]
    allocated_since: date | None
    allocation_known_since: bool
    last_discussed: date | None
    dates: ChildDates
    visits: str
    directions: tuple[DirectionLine, ...]
    view: LastView | None
    outstanding: OutstandingDirection | None
    consultations: tuple[ConsultationLine, ...]
    notes: tuple[tuple[date, str], ...]
    people: tuple[WhoWorks, ...] = ()
    waiting: Waiting | None = None
    why_unallocated: str = ""
    changes_of_lead: int = 0
    siblings: tuple[str, ...] = ()
    decisions: tuple[DecisionLine, ...] = ()

    @property
    def taken_up(self) -> frozenset[str]:
        """Rows of the catalogue for which an open direction stands already."""
        return frozenset(each.follows for each in self.directions if each.follows)


def review_list(session: Session, moment: Moment) -> list[ReviewLine]:
    """All open children, those longest not discussed first."""
    history = read_history(session, moment)
    lines = [
        line_for(history, child, moment.today) for child in history.open_children(moment.today)
    ]
    return sorted(lines, key=lambda line: (-line.share, line.ref))


def review_card(session: Session, ref: str, moment: Moment) -> ReviewCard:
    """One child's card. Raises `Refused` where there is no such child."""
    row = find_child(session, ref)
    history = read_history(session, moment, _together(session, row))
    child = history.children[row.id or 0]
    on = moment.today
    plans, rating, allocation = (
        child.plans_at(on, moment.policy),
        child.rating(on),
        child.allocation(on),
    )
    rag_since = rating.on if rating else None
    rag_reason = rating.reason if rating else ""
    rated_on = rating.on if rating else None
    allocated_since = allocation.starts if allocation else None
    allocation_known_since = allocation.known_since if allocation else False
    waiting, why_unallocated = waiting_of(child, on, moment.policy), ""
    if waiting is not None:
        why_unallocated = _why_unallocated(session, row.id or 0)
    return ReviewCard(
        line=line_for(history, child, on),
        case=child.case(on, moment.policy),
        plans=tuple(_plan_on_card(each, moment) for each in plans),
        born=child.born,
        rag_since=rag_since,
        rag_reason=rag_reason,
        rag_stale=is_stale(rated_on, on, moment.policy),
        family=family_of(history, child, on),
        allocated_since=allocated_since,
        allocation_known_since=allocation_known_since,
        last_discussed=child.last_discussed(on),
        dates=dates_of(history, child, moment),
        visits=_visits(child, on),
        directions=tuple(directions_of_child(session, row.id or 0, moment)),
        view=last_view(session, row.id or 0, on),
        outstanding=outstanding_direction_of(child, on),
        consultations=tuple(for_children(session, [row.id or 0], moment).get(child.ref, ())),
        notes=_notes(session, row.id or 0, on),
        people=who_works_with(history, child, on),
        waiting=waiting,
        why_unallocated=why_unallocated,
        changes_of_lead=child.changes_of_lead(add_months(on, -12), on),
        siblings=_siblings(history, child),
        decisions=decisions_for(session, [row.id or 0], moment).get(child.ref, ()),
    )


def _why_unallocated(session: Session, child_id: int) -> str:
    """The reason for which the last worker's allocation ended; empty where there was none."""
    rows = select(Allocation.change_reason).where(Allocation.child_id == child_id)
    with_worker = rows.where(col(Allocation.worker_id).is_not(None))
    return session.exec(with_worker.order_by(col(Allocation.starts_on).desc())).first() or ""


def _together(session: Session, child: Child) -> list[int]:
    """The child, and the others of the family."""
    if child.family_id is None:
        return [child.id or 0]
    return [
        other or 0
        for other in session.exec(select(Child.id).where(Child.family_id == child.family_id))
    ]


def line_for(history: History, child: ChildHistory, on: date) -> ReviewLine:
    """One child as the list shows it."""
    policy = history.policy.on(on)
    case, rating = child.case(on, policy), child.rating(on)
    worker, lead = _worker(history, child.held_by(on)), _worker(history, child.worker_id(on))
    covers_for, role_words = "", ""
    if worker and lead and worker is not lead:
        covers_for = lead.name
    elif worker and lead is None:
        role_words = ", ".join(policy.role(role).words for role in child.roles_of(worker.id, on))
    age, interval = case.age(on), case.interval(policy)
    outstanding = outstanding_direction_of(child, on)
    rag = rating.rag if rating else ""
    worker_id = worker.id if worker else None
    worker_name = worker.name if worker else None
    checkpoint = outstanding.checkpoint if outstanding else ""
    return ReviewLine(
        ref=case.ref,
        name=child.name,
        statuses=case.plans,
        plans_shown=policy.plans_shown(case.plans),
        rag=rag,
        age=age,
        interval=interval,
        worker=worker_name,
        worker_id=worker_id,
        pinned=case.pinned,
        urgency=discussion_urgency(age, interval),
        outstanding=checkpoint,
        is_new=case.last_discussed is None,
        family_id=child.family_id,
        covers_for=covers_for,
        role_words=role_words,
        is_unallocated=child.is_unallocated(on),
    )


def _worker(history: History, worker_id: int | None) -> WorkerHistory | None:
    if worker_id is None:
        return None
    return history.workers[worker_id]


def discussion_urgency(age: int, interval: int) -> Urgency:
    """Tell how an age asks for attention: late past the interval, soon in its last week."""
    if age > interval:
        return Urgency.LATE
    if age > interval - 7:
        return Urgency.SOON
    return Urgency.PLAIN


def age_words(age: int, interval: int) -> str:
    """Days since discussed, and how late that is: `41 d, 13 d late`."""
    if age > interval:
        return f"{age} d, {wording.late_by(age - interval)}"
    return f"{age} d"


def family_of(history: History, child: ChildHistory, on: date) -> tuple[str, ...]:
    """References of the family group with the same worker, the child's own among them."""
    allocation = child.allocation(on)
    if child.family_id is None or allocation is None:
        return ()
    together = [
        other.ref
        for other in history.children.values()
        if other.family_id == child.family_id
        and (theirs := other.allocation(on)) is not None
        and theirs.worker_id == allocation.worker_id
    ]
    if len(together) > 1:
        return tuple(sorted(together))
    return ()


def _siblings(history: History, child: ChildHistory) -> tuple[str, ...]:
    """References of the whole family, whoever works with each, the child's own among them."""
    if child.family_id is None:
        return ()
    family = [each for each in history.children.values() if each.family_id == child.family_id]
    return tuple(sorted(each.ref for each in family))


def outstanding_direction_of(child: ChildHistory, on: date) -> OutstandingDirection | None:
    """The checkpoint at which the child was owed a direction and got none."""
    spells = [
        Spell(
            str(each.worker_id),
            str(each.team_id),
            each.starts,
            each.ends,
            asked=not each.known_since and _asks_direction(child.allocations, place),
        )
        for place, each in enumerate(child.allocations)
    ]
    authorised = child.last_day_of("assessment-authorised", on)
    return outstanding_direction(spells, authorised, child.known_since, child.last_given(on), on)


def _asks_direction(spells: Sequence[AllocationSpell], place: int) -> bool:
    """Tell whether a direction is due as a spell begins: not while nobody is allocated.

    A move to another team asks for one at once.
    """
    here = spells[place]
    moved_team = place > 0 and spells[place - 1].team_id != here.team_id
    return here.worker_id is not None or moved_team


def _visits(child: ChildHistory, on: date) -> str:
    """At what interval visits are due, where it is not the usual one."""
    there = [visits for recorded, visits in child.visits if recorded <= on and visits.holds(on)]
    return "; ".join(visits_in_words(each, on) for each in there)


def _plan_on_card(spell: PlanSpell, moment: Moment) -> PlanOnCard:
    since = spell.starts if spell.start_known else None
    drift = plan_drift(spell.plan, since, moment.today, moment.policy)
    return PlanOnCard(moment.policy.plan(spell.plan).words, since, spell.category, drift)


def last_view(session: Session, child_id: int, on: date) -> LastView | None:
    """The last view that the manager had recorded by that day."""
    found = session.exec(
        select(
            col(SupervisionSession.held_on),
            col(SupervisionSession.planned_on),
            col(CaseDiscussion.managers_view),
        )
        .join(SupervisionSession, col(CaseDiscussion.session_id) == SupervisionSession.id)
        .where(CaseDiscussion.child_id == child_id)
        .where(CaseDiscussion.managers_view != "")
        .where(col(SupervisionSession.held_on) <= on)
        .order_by(col(SupervisionSession.held_on).desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    held_on, planned_on, managers_view = found
    return LastView(held_on or planned_on, managers_view)


def _notes(session: Session, child_id: int, on: date) -> tuple[tuple[date, str], ...]:
    rows = select(CaseNote.at, CaseNote.text).where(CaseNote.child_id == child_id)
    latest = session.exec(rows.order_by(col(CaseNote.at).desc()))
    notes = [(at.date(), text) for at, text in latest]
    return tuple([note for note in notes if note[0] <= on][:_NOTES])
