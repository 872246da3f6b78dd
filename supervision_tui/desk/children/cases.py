"""A child's case here: added by hand, name and family set, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from supervision_tui.desk.child_events import put_event_of_day
from supervision_tui.desk.find import (
    LONGEST_NAME,
    check_is_open,
    child_with,
    find_child,
    find_worker,
    team_named,
)
from supervision_tui.desk.moment import Moment, Refused, read_any_day
from supervision_tui.desk.names import normal_name
from supervision_tui.practice import wording
from supervision_tui.practice.children.dates_due import LONGEST_PREGNANCY_DAYS
from supervision_tui.practice.children.events import REFERRAL
from supervision_tui.records import Allocation, Child, FamilyGroup
from supervision_tui.vault.store import can_be_undone, changes_records

from .allocation import allocation_on
from .plans import begin_plan, open_plans
from .roles import end_roles

_LONGEST_REF = 40  # letters
_OLDEST_DAYS = 26 * 366


@dataclass(frozen=True, slots=True)
class NewChild:
    """A child who comes to the team by hand, as typed; without a worker, unallocated in a team."""

    ref: str
    name: str
    plan: str
    worker: str
    born: str = ""
    referred: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class ChildDetails:
    """A child's name, day of birth, and brothers and sisters, as typed.

    Siblings are references or names with commas between; who is not named is none of them any
    more. `keeps_name` leaves the name as it is.
    """

    ref: str
    name: str
    born: str
    siblings: str
    keeps_name: bool = False


@can_be_undone("the details of {0.ref}")
@changes_records
def set_details(session: Session, details: ChildDetails, moment: Moment) -> None:
    """Set a child's name, day of birth, and brothers and sisters. Raises `Refused`."""
    child = find_child(session, details.ref)
    check_is_open(child)
    if not details.keeps_name:
        child.name = _name(details.name)
    child.born = _born(details.born, moment)
    child.version += 1
    session.add(child)
    _set_family(session, child, details.siblings)
    moment.note(session, "set details", f"child {child.ref}", "name, born, family")


def _name(typed: str) -> str | None:
    name = " ".join(typed.split())
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise Refused(f"A name has at most {LONGEST_NAME} letters.", field="name")
    if any(letter.isdigit() for letter in name):
        raise Refused("A name has no digits; leave it empty while it is not known.", field="name")
    return name or None


def _born(typed: str, moment: Moment) -> date | None:
    if not typed.strip():
        return None
    born = read_any_day(typed, moment, "born")
    if not -LONGEST_PREGNANCY_DAYS <= (moment.today - born).days <= _OLDEST_DAYS:
        raise Refused("That date of birth cannot be; type it like 2015-04-14.", field="born")
    return born


def _set_family(session: Session, child: Child, typed: str) -> None:
    """Let these children be one family with the child, and who was in it before leave it."""
    named = [_sibling(session, each) for each in typed.split(",") if each.strip()]
    wanted = {each.id: each for each in named if each.id != child.id}
    before = _family_of(session, child)
    if set(wanted) == {each.id for each in before}:
        return
    joined = next((each.family_id for each in wanted.values() if each.family_id), None)
    family_id = child.family_id or joined
    if wanted and family_id is None:
        family = FamilyGroup(name=f"family of {child.ref}")
        session.add(family)
        session.flush()
        family_id = family.id
    for each in before:
        if each.id not in wanted:
            each.family_id = None
            session.add(each)
    for each in (child, *wanted.values()):
        each.family_id = family_id if wanted else None
        session.add(each)


def _family_of(session: Session, child: Child) -> list[Child]:
    """The others who are in a child's family here."""
    if child.family_id is None:
        return []
    rows = select(Child).where(Child.family_id == child.family_id).where(Child.id != child.id)
    return list(session.exec(rows))


def _sibling(session: Session, typed: str) -> Child:
    """The child of a reference, or the only one of a name. Raises `Refused`."""
    wanted = typed.strip()
    found = child_with(session, wanted)
    if found is not None:
        return found
    rows = session.exec(select(Child).where(col(Child.name).is_not(None))).all()
    named = [row for row in rows if normal_name(row.name or "") == normal_name(wanted)]
    named = named or [row for row in rows if _is_called(row.name or "", wanted)]
    if len(named) == 1:
        return named[0]
    says = f"No child here has the reference or the name “{wanted[:40]}”."
    if named:
        says = f"Several children are called “{wanted[:40]}”; give the reference."
    refs = tuple(row.ref for row in named[:5])
    raise Refused(says, refs, "unknown-child", field="siblings", typed=wanted)


def _is_called(name: str, wanted: str) -> bool:
    """Tell whether a child is called so: as lists show the name, or by the first one."""
    called = (wording.short_name(name), name.partition(" ")[0])
    return normal_name(wanted) in map(normal_name, called)


@can_be_undone("the closing of {0}")
@changes_records
def close_child(session: Session, ref: str, reason: str, moment: Moment) -> None:
    """Close a child's case. Raises `Refused` while directions are open: nobody would keep them."""
    from supervision_tui.desk.directions.lines import directions_of_child

    child = find_child(session, ref)
    check_is_open(child)
    if not reason.strip():
        raise Refused("Say why the case is closed.", field="reason")
    still = directions_of_child(session, child.id or 0, moment)
    if still:
        raise Refused(
            f"{child.ref} has {len(still)} open: “{still[0].text[:40]}”. Tick or withdraw them "
            f"first (4)."
        )
    allocation = allocation_on(session, child, moment.today)
    if allocation is not None:
        allocation.ends_on = moment.today
        session.add(allocation)
    end_roles(session, child.id or 0, moment.today)
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
    to = find_worker(session, draft.worker) if draft.worker.strip() else None
    if to is None:
        worker_id, team_id = None, team_named(session, draft.team).id or 0
    else:
        worker_id, team_id = to.id, to.team_id
    child = Child(
        ref=ref,
        name=_name(draft.name),
        born=_born(draft.born, moment),
        team_id=team_id,
        known_since=moment.today,
    )
    session.add(child)
    session.flush()
    session.add(
        Allocation(
            child_id=child.id or 0,
            worker_id=worker_id,
            team_id=team_id,
            starts_on=moment.today,
        )
    )
    if draft.plan not in moment.policy.plans:
        raise Refused(
            f"“{draft.plan[:40]}” is not a plan.", tuple(moment.policy.plans), field="plan"
        )
    begin_plan(session, child, draft.plan, on=moment.today, category="", moment=moment)
    if draft.referred.strip():
        put_event_of_day(session, child, REFERRAL, read_any_day(draft.referred, moment), moment)
    moment.note(session, "add child", f"child {ref}", "reference, name, plan, worker")
    return ref
