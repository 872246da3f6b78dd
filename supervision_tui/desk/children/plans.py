"""Plans of a child begun and ended by hand; a child may have several at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.desk.child_events import by_hand, put_event_of_day
from supervision_tui.desk.find import check_is_open, find_child
from supervision_tui.desk.moment import Moment, Refused, read_any_day
from supervision_tui.practice.vocabulary import Checkpoint, Plan
from supervision_tui.records import Child, PlanEpisode
from supervision_tui.vault.store import can_be_undone, changes_records

_END_OF_ASSESSMENT = "assessment-authorised"


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


@can_be_undone("the change of plan of {0.ref}")
@changes_records
def change_plans(session: Session, change: PlanChange, moment: Moment) -> Checkpoint | None:
    """Begin and end plans of a child; returns the end of the assessment where one ends.

    Raises `Refused`.
    """
    child = find_child(session, change.ref)
    check_is_open(child)
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
        begin_plan(session, child, plan, on=on, category=change.category, moment=moment)
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


def begin_plan(
    session: Session, child: Child, plan: str, on: date, category: str, *, moment: Moment
) -> None:
    """Begin a plan of a child by hand, as part of another change."""
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


def open_plans(session: Session, child: Child) -> list[PlanEpisode]:
    """The plans that a child has at once, the oldest first."""
    rows = (
        select(PlanEpisode)
        .where(PlanEpisode.child_id == child.id)
        .where(col(PlanEpisode.ends_on).is_(None))
    )
    return list(session.exec(rows.order_by(col(PlanEpisode.starts_on), col(PlanEpisode.id))))
