"""Who works with a child, on which plan: allocated, moved, handed over, closed; each with the direction that is due.

A child is owed a direction at allocation, at the end of an assessment and at transfer (practice facts, section 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from supervision_tui.practice.child_dates import LONGEST_PREGNANCY_DAYS
from supervision_tui.practice.terms import Checkpoint, Plan
from supervision_tui.practice.what_if import compare
from supervision_tui.records import Allocation, Child, PlanEpisode, Team, TriggerDate
from supervision_tui.vault.store import can_be_undone, changes_records

from .directions import find_child
from .moment import Moment, Refused, read_any_day
from .people import find_worker
from .pressure import team_loads
from .read_history import read_history

CHANGE_REASONS = ("workload", "worker leaves", "case transfer", "change of plan", "absence", "other")
_END_OF_ASSESSMENT = "assessment-authorised"
_LONGEST_REF, _LONGEST_NAME = 40, 120  # letters


@dataclass(frozen=True, slots=True)
class Fit:
    """What a move would do to one worker: children and fit before and after; a fit is `None` without any time."""

    worker: str
    children: tuple[int, int]
    fit: tuple[float | None, float | None]

    def says(self) -> str:
        """In a line: `Eoin Marsh: 21 to 18 children, fit 2.3 to 1.9`."""
        before, after = (f"{each:.1f}" if each is not None else "no time" for each in self.fit)
        return f"{self.worker}: {self.children[0]} to {self.children[1]} children, fit {before} to {after}"


@dataclass(frozen=True, slots=True)
class NewChild:
    """A child who comes to the team by hand, as typed."""

    ref: str
    name: str
    plan: Plan
    worker: str
    born: str = ""
    referred: str = ""


def fits_after(session: Session, refs: Sequence[str], worker: str, moment: Moment) -> list[Fit]:
    """What moving these children to a worker would do to every worker it touches. Raises `Refused`."""
    to = find_worker(session, worker).name
    history = read_history(session, moment.policy)
    loads = team_loads(history, moment)
    theirs = {case.ref: load.name for load in loads.values() for case in load.children}
    moves = [f"{ref} -> {to}" for ref in refs if theirs.get(ref, to) != to]
    if not moves:
        return []
    found = compare(list(loads.values()), moves, moment.today, moment.policy)
    if not isinstance(found, list):
        raise Refused.because(found)
    return [
        Fit(
            each.before.pressure.load.name,
            (each.before.pressure.children, each.after.pressure.children),
            (_finite(each.before.pressure.fit), _finite(each.after.pressure.fit)),
        )
        for each in found
    ]


@can_be_undone("the allocation")
@changes_records
def allocate(session: Session, refs: Sequence[str], worker: str, reason: str, moment: Moment) -> Checkpoint:
    """Allocate children to a worker from today on; returns at which checkpoint a direction is due. Raises `Refused`."""
    to = find_worker(session, worker)
    if not refs:
        raise Refused("Say which child.")
    checkpoint = Checkpoint.ALLOCATION
    for ref in refs:
        child = find_child(session, ref)
        _check_is_open(child)
        there = _allocation(session, child, moment.today)
        if there is not None and there.worker_id == to.id:
            raise Refused(f"{child.ref} is with {to.name} already.", field="worker")
        if there is not None and there.team_id != to.team_id:
            checkpoint = Checkpoint.TRANSFER
        _give_to(session, child, to.id, to.team_id, reason, moment)
        moment.note(session, "allocate child", f"child {child.ref}", "worker, reason")
    return checkpoint


@can_be_undone("the transfer of {0}")
@changes_records
def transfer(session: Session, ref: str, team: str, reason: str, moment: Moment) -> Checkpoint:
    """Hand a child over to another team, where nobody is allocated yet; a direction is due. Raises `Refused`."""
    child = find_child(session, ref)
    _check_is_open(child)
    name = " ".join(team.split())[:_LONGEST_NAME]
    if not name:
        raise Refused("Say to which team.", field="team")
    rows = {row.name.casefold(): row for row in session.exec(select(Team))}
    to = rows.get(name.casefold())
    if to is None:
        to = Team(name=name)
        session.add(to)
        session.flush()
    if to.id == child.team_id:
        raise Refused(f"{child.ref} is in {to.name} already.", field="team")
    child.team_id = to.id or 0
    session.add(child)
    _give_to(session, child, None, to.id or 0, reason, moment)
    moment.note(session, "transfer child", f"child {child.ref}", "team, reason")
    return Checkpoint.TRANSFER


@can_be_undone("the change of plan of {0}")
@changes_records
def change_plan(
    session: Session, ref: str, plan: Plan, starts: str, category: str, moment: Moment
) -> Checkpoint | None:
    """Put a child on another plan; returns the end of the assessment where that is what it is. Raises `Refused`."""
    child = find_child(session, ref)
    _check_is_open(child)
    on = read_any_day(starts, moment) if starts.strip() else moment.today
    if on > moment.today:
        raise Refused("A plan begins today or has begun; put it on record when it does.", field="starts")
    there = _plan(session, child)
    if there is not None and there.plan == plan:
        raise Refused(f"{child.ref} is on that plan already.", field="plan")
    if there is not None:
        if on <= there.starts_on:
            raise Refused(
                f"The plan before began on {there.starts_on.isoformat()}; the new one begins after it.", field="starts"
            )
        there.ends_on = on
        session.add(there)
    session.add(
        PlanEpisode(
            child_id=child.id or 0, plan=plan, starts_on=on, category=category.strip(), recorded_on=moment.today
        )
    )
    ended = there is not None and there.plan == Plan.ASSESSMENT
    if ended:
        _put_event(session, child, _END_OF_ASSESSMENT, on, moment)
    moment.note(session, "change plan", f"child {child.ref}", "plan, start, category")
    return Checkpoint.END_OF_ASSESSMENT if ended else None


@can_be_undone("the closing of {0}")
@changes_records
def close_child(session: Session, ref: str, reason: str, moment: Moment) -> None:
    """Close a child's case. Raises `Refused` while directions are open: nobody would keep them."""
    from .direction_lines import directions_of_child

    child = find_child(session, ref)
    _check_is_open(child)
    if not reason.strip():
        raise Refused("Say why the case is closed.", field="reason")
    still = directions_of_child(session, child.id or 0, moment)
    if still:
        raise Refused(f"{child.ref} has {len(still)} open: “{still[0].text[:40]}”. Tick or withdraw them first (4).")
    there, plan = _allocation(session, child, moment.today), _plan(session, child)
    for row in (there, plan):
        if row is not None:
            row.ends_on = moment.today
            session.add(row)
    child.closed_on, child.close_reason = moment.today, reason.strip()
    child.version += 1
    session.add(child)
    moment.note(session, "close child", f"child {child.ref}", "closed, reason")


@can_be_undone("the new child {0.ref}")
@changes_records
def add_child(session: Session, draft: NewChild, moment: Moment) -> str:
    """Add a child by hand and allocate; returns the reference. Raises `Refused`."""
    ref = " ".join(draft.ref.split())
    if not ref or len(ref) > _LONGEST_REF or not ref.isprintable():
        raise Refused(f"A reference is needed, of at most {_LONGEST_REF} letters.", field="ref")
    if session.exec(select(Child).where(func.lower(Child.ref) == ref.lower())).first() is not None:
        raise Refused(f"{ref} is here already.", field="ref")
    if not draft.worker.strip():
        raise Refused("Say with which worker the child is.", field="worker")
    to = find_worker(session, draft.worker)
    born = read_any_day(draft.born, moment) if draft.born.strip() else None
    if born is not None and not -LONGEST_PREGNANCY_DAYS <= (moment.today - born).days <= 26 * 366:
        raise Refused("That date of birth cannot be; type it like 2015-04-14.", field="born")
    child = Child(
        ref=ref,
        name=" ".join(draft.name.split())[:_LONGEST_NAME] or None,
        born=born,
        team_id=to.team_id,
        known_since=moment.today,
    )
    session.add(child)
    session.flush()
    session.add(Allocation(child_id=child.id or 0, worker_id=to.id, team_id=to.team_id, starts_on=moment.today))
    session.add(PlanEpisode(child_id=child.id or 0, plan=draft.plan, starts_on=moment.today, recorded_on=moment.today))
    if draft.referred.strip():
        _put_event(session, child, "referral", read_any_day(draft.referred, moment), moment)
    moment.note(session, "add child", f"child {ref}", "reference, name, plan, worker")
    return ref


def _give_to(session: Session, child: Child, worker_id: int | None, team_id: int, reason: str, moment: Moment) -> None:
    """End the allocation there is, and begin another today; one that began today itself is put right."""
    there = _allocation(session, child, moment.today)
    if there is not None and there.starts_on == moment.today:
        there.worker_id, there.team_id, there.change_reason = worker_id, team_id, reason.strip()
        session.add(there)
        return
    if there is not None:
        there.ends_on, there.change_reason = moment.today, reason.strip()
        session.add(there)
    session.add(Allocation(child_id=child.id or 0, worker_id=worker_id, team_id=team_id, starts_on=moment.today))
    if child.team_id != team_id:
        child.team_id = team_id
        session.add(child)
    session.flush()


def _put_event(session: Session, child: Child, event: str, on: date, moment: Moment) -> None:
    session.add(
        TriggerDate(child_id=child.id or 0, event=event, on_date=on, source="by hand", recorded_on=moment.today)
    )


def _check_is_open(child: Child) -> None:
    if child.closed_on is not None:
        raise Refused(f"{child.ref} is closed since {child.closed_on.isoformat()}; bring the child in again first.")


def _allocation(session: Session, child: Child, on: date) -> Allocation | None:
    rows = select(Allocation).where(Allocation.child_id == child.id).order_by(col(Allocation.starts_on).desc())
    return next((row for row in session.exec(rows) if row.ends_on is None or row.ends_on > on), None)


def _plan(session: Session, child: Child) -> PlanEpisode | None:
    rows = select(PlanEpisode).where(PlanEpisode.child_id == child.id).where(col(PlanEpisode.ends_on).is_(None))
    return session.exec(rows.order_by(col(PlanEpisode.starts_on).desc())).first()


def _finite(fit: float) -> float | None:
    return None if fit == float("inf") else fit
