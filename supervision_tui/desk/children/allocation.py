"""Children allocated, moved, handed over, closed; their plans begun and ended.

Each with the direction that is due.

A child is owed a direction at allocation, at the end of an assessment and at transfer (practice
facts, section 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from supervision_tui.desk.child_events import by_hand, put_event_of_day
from supervision_tui.desk.find import find_child, find_worker
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment, Refused, read_any_day
from supervision_tui.desk.workload.statuses import team_loads
from supervision_tui.practice.children.dates_due import LONGEST_PREGNANCY_DAYS
from supervision_tui.practice.vocabulary import Checkpoint, Plan
from supervision_tui.practice.workload.what_if import compare
from supervision_tui.records import Allocation, Child, PlanEpisode, Team
from supervision_tui.vault.store import can_be_undone, changes_records

CHANGE_REASONS = (
    "workload",
    "worker leaves",
    "case transfer",
    "change of plan",
    "absence",
    "other",
)
_END_OF_ASSESSMENT = "assessment-authorised"
_LONGEST_REF, _LONGEST_NAME = 40, 120  # letters


@dataclass(frozen=True, slots=True)
class Fit:
    """The effect of a move on one worker: children and fit before and after.

    A fit is `None` without any time.
    """

    worker: str
    children: tuple[int, int]
    fit: tuple[float | None, float | None]

    def says(self) -> str:
        """In a line: `Eoin Marsh: 21 to 18 children, fit 2.3 to 1.9`."""
        before, after = (f"{each:.1f}" if each is not None else "no time" for each in self.fit)
        return (
            f"{self.worker}: {self.children[0]} to {self.children[1]} children, fit {before} "
            f"to {after}"
        )


@dataclass(frozen=True, slots=True)
class NewChild:
    """A child who comes to the team by hand, as typed."""

    ref: str
    name: str
    plan: str
    worker: str
    born: str = ""
    referred: str = ""


@dataclass(frozen=True, slots=True)
class PlanChange:
    """Plans of a child that begin and end on a day, as typed; what is not named goes on.

    `category` is that of a child protection plan, or the legal status of a child looked after.
    """

    ref: str
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    on: str = ""
    category: str = ""


def fits_after(session: Session, refs: Sequence[str], worker: str, moment: Moment) -> list[Fit]:
    """Work out what moving these children to a worker would do to every worker it touches.

    Raises `Refused`.
    """
    to = find_worker(session, worker).name
    history = read_history(session, moment.policy)
    loads = team_loads(history, moment)
    theirs = {}
    for load in loads.values():
        for case in load.children:
            theirs[case.ref] = load.name
    moves = [f"{ref} -> {to}" for ref in refs if theirs.get(ref, to) != to]
    if not moves:
        return []
    found = compare(list(loads.values()), moves, moment.today, moment.policy)
    if not isinstance(found, list):
        raise Refused.because(found)
    return [
        Fit(
            each.before.workload.load.name,
            (each.before.workload.children, each.after.workload.children),
            (_finite(each.before.workload.fit), _finite(each.after.workload.fit)),
        )
        for each in found
    ]


@can_be_undone("the allocation")
@changes_records
def allocate(
    session: Session, refs: Sequence[str], worker: str, reason: str, moment: Moment
) -> Checkpoint:
    """Allocate children to a worker from today on; returns at which checkpoint a direction is due.

    Raises `Refused`.
    """
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
        _give_to(session, child, to.id, team_id=to.team_id, reason=reason, moment=moment)
        moment.note(session, "allocate child", f"child {child.ref}", "worker, reason")
    return checkpoint


@can_be_undone("the transfer of {0}")
@changes_records
def transfer(session: Session, ref: str, team: str, reason: str, moment: Moment) -> Checkpoint:
    """Hand a child over to another team, where nobody is allocated yet; a direction is due.

    Raises `Refused`.
    """
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
    _give_to(session, child, None, team_id=to.id or 0, reason=reason, moment=moment)
    moment.note(session, "transfer child", f"child {child.ref}", "team, reason")
    return Checkpoint.TRANSFER


@can_be_undone("the change of plan of {0.ref}")
@changes_records
def change_plans(session: Session, change: PlanChange, moment: Moment) -> Checkpoint | None:
    """Begin and end plans of a child; returns the end of the assessment where one ends.

    Raises `Refused`.
    """
    child = find_child(session, change.ref)
    _check_is_open(child)
    on = read_any_day(change.on, moment, "on") if change.on.strip() else moment.today
    if on > moment.today:
        raise Refused(
            "A plan begins today or has begun; put it on record when it does.", field="on"
        )
    there = {row.plan: row for row in open_plans(session, child)}
    begins = [plan for plan in change.begins if plan not in there]
    ends = [plan for plan in change.ends if plan in there]
    if not begins and not ends:
        raise Refused(
            f"{child.ref} has these plans already; say what begins or what ends.", field="begins"
        )
    if not begins and len(ends) == len(there):
        raise Refused("Nothing would be left: say what begins, or close the case.", field="begins")
    for plan in begins:
        if plan not in moment.policy.plans:
            raise Refused(
                f"“{plan[:40]}” is not a plan.", tuple(moment.policy.plans), field="begins"
            )
    for plan in ends:
        _end_plan(session, there[plan], on)
    for plan in begins:
        _check_begins_after(session, child, plan, on)
        _begin_plan(session, child, plan, on=on, category=change.category, moment=moment)
    ended = Plan.ASSESSMENT in ends
    if ended:
        put_event_of_day(session, child, _END_OF_ASSESSMENT, on, moment)
    moment.note(session, "change plan", f"child {child.ref}", "plan, start, category")
    if ended:
        return Checkpoint.END_OF_ASSESSMENT
    return None


def _end_plan(session: Session, row: PlanEpisode, on: date) -> None:
    if on < row.starts_on or (on == row.starts_on and row.start_known):
        began = row.starts_on.isoformat()
        raise Refused(f"The plan before began on {began}; the new one begins after it.", field="on")
    row.ends_on, row.by_hand = on, True  # a file that still names it does not begin it again
    session.add(row)


def _check_begins_after(session: Session, child: Child, plan: str, on: date) -> None:
    """Refuse a plan that would begin while the child still had it before."""
    theirs = (
        select(PlanEpisode).where(PlanEpisode.child_id == child.id).where(PlanEpisode.plan == plan)
    )
    ends = [
        row.ends_on for row in session.exec(theirs) if row.ends_on is not None and row.ends_on > on
    ]
    if ends:
        raise Refused(
            f"{child.ref} had that plan until {max(ends).isoformat()}; it begins again after it.",
            field="on",
        )


def _begin_plan(
    session: Session, child: Child, plan: str, on: date, category: str, *, moment: Moment
) -> None:
    own_category = category.strip() if plan in (Plan.CP, Plan.CLA) else ""
    session.add(
        PlanEpisode(
            child_id=child.id or 0,
            plan=plan,
            starts_on=on,
            category=own_category,
            recorded_on=moment.today,
            source=by_hand(session, moment),
            by_hand=True,
        )
    )
    if plan == Plan.CLA:  # who becomes looked after is placed with somebody on that day
        for event in ("looked-after", "placement"):
            put_event_of_day(session, child, event, on, moment)


@can_be_undone("the closing of {0}")
@changes_records
def close_child(session: Session, ref: str, reason: str, moment: Moment) -> None:
    """Close a child's case. Raises `Refused` while directions are open: nobody would keep them."""
    from supervision_tui.desk.directions.lines import directions_of_child

    child = find_child(session, ref)
    _check_is_open(child)
    if not reason.strip():
        raise Refused("Say why the case is closed.", field="reason")
    still = directions_of_child(session, child.id or 0, moment)
    if still:
        raise Refused(
            f"{child.ref} has {len(still)} open: “{still[0].text[:40]}”. Tick or withdraw them "
            f"first (4)."
        )
    allocation = _allocation(session, child, moment.today)
    if allocation is not None:
        allocation.ends_on = moment.today
        session.add(allocation)
    for plan in open_plans(session, child):
        plan.ends_on, plan.by_hand = moment.today, False
        session.add(plan)
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
    session.add(
        Allocation(
            child_id=child.id or 0, worker_id=to.id, team_id=to.team_id, starts_on=moment.today
        )
    )
    if draft.plan not in moment.policy.plans:
        raise Refused(
            f"“{draft.plan[:40]}” is not a plan.", tuple(moment.policy.plans), field="plan"
        )
    _begin_plan(session, child, draft.plan, on=moment.today, category="", moment=moment)
    if draft.referred.strip():
        put_event_of_day(session, child, "referral", read_any_day(draft.referred, moment), moment)
    moment.note(session, "add child", f"child {ref}", "reference, name, plan, worker")
    return ref


def _give_to(
    session: Session,
    child: Child,
    worker_id: int | None,
    team_id: int,
    reason: str,
    *,
    moment: Moment,
) -> None:
    """End the allocation there is, and begin another today.

    One that began today itself is put right.
    """
    there = _allocation(session, child, moment.today)
    if there is not None and there.starts_on == moment.today:
        there.worker_id, there.team_id, there.change_reason = worker_id, team_id, reason.strip()
        session.add(there)
        return
    if there is not None:
        there.ends_on, there.change_reason = moment.today, reason.strip()
        session.add(there)
    session.add(
        Allocation(
            child_id=child.id or 0, worker_id=worker_id, team_id=team_id, starts_on=moment.today
        )
    )
    if child.team_id != team_id:
        child.team_id = team_id
        session.add(child)
    session.flush()


def _check_is_open(child: Child) -> None:
    if child.closed_on is not None:
        raise Refused(
            f"{child.ref} is closed since {child.closed_on.isoformat()}; bring the child in again "
            f"first."
        )


def _allocation(session: Session, child: Child, on: date) -> Allocation | None:
    rows = (
        select(Allocation)
        .where(Allocation.child_id == child.id)
        .order_by(col(Allocation.starts_on).desc())
    )
    return next(
        (row for row in session.exec(rows) if row.ends_on is None or row.ends_on > on), None
    )


def open_plans(session: Session, child: Child) -> list[PlanEpisode]:
    """The plans that a child has at once, the oldest first."""
    rows = (
        select(PlanEpisode)
        .where(PlanEpisode.child_id == child.id)
        .where(col(PlanEpisode.ends_on).is_(None))
    )
    return list(session.exec(rows.order_by(col(PlanEpisode.starts_on), col(PlanEpisode.id))))


def _finite(fit: float) -> float | None:
    if fit == float("inf"):
        return None
    return fit
