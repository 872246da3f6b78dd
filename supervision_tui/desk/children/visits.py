"""The frequency of visits: by the kind of placement, and oftener than its rule where a plan asks
for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, select

from supervision_tui.desk.child_events import by_hand
from supervision_tui.desk.find import find_child
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment, Refused, read_day
from supervision_tui.practice import wording
from supervision_tui.practice.children.dates_due import due_by_catalogue
from supervision_tui.practice.children.events import AgreedVisits
from supervision_tui.practice.days.spans import shift, span_words
from supervision_tui.practice.direction.timescales import Known
from supervision_tui.practice.vocabulary import PlacementKind, Plan
from supervision_tui.records import Child, VisitFrequency
from supervision_tui.vault.store import can_be_undone, changes_records

_EVERY = re.compile(r"(?:every )?(\d{1,3}) ?(wd|working days?|d|days?|w|weeks?|m|months?)")
_IN_WORDS = {
    "weekly": "1w",
    "every week": "1w",
    "fortnightly": "2w",
    "monthly": "1m",
    "every month": "1m",
}
_UNITS = {"working day": "wd", "working days": "wd", "day": "d", "days": "d", "week": "w",
"weeks": "w",
          "month": "m", "months": "m"}  # fmt: skip
_PLACEMENT_WORDS = {
    PlacementKind.SETTLED: "settled placement, meant to last to 18",
    PlacementKind.WITH_PARENTS: "placed with parents under an interim care order",
    PlacementKind.LONG_TERM: "long-term foster care, the child agrees",
}


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """The frequency of visits as it is typed: a kind of placement, or `every` (`5wd`).

    Or `is_usual` again.
    """

    ref: str
    placement: PlacementKind | None
    every: str
    until: str
    reason: str
    is_usual: bool = False


@can_be_undone("how often {0.ref} is visited")
@changes_records
def set_visits(session: Session, draft: VisitDraft, moment: Moment) -> str:
    """Set how often visits are due from today on; returns it in words. Raises `Refused`."""
    child = find_child(session, draft.ref)
    amount, unit = (0, "") if draft.placement or draft.is_usual else _read_every(draft.every)
    if not draft.is_usual and not draft.reason.strip():
        raise Refused("Say why visits are due at that interval.", field="reason")
    if draft.placement and draft.every.strip():
        raise Refused(
            "Either a kind of placement or an interval of its own; empty one of them.",
            field="every",
        )
    if amount:
        _check_is_oftener(session, child, amount, unit, moment)
    if draft.placement:
        _check_is_looked_after(session, child, moment)
    until = _read_until(draft.until, moment)
    replaced = [row for row in _in_force(session, child, moment) if _is_replaced(row, draft)]
    if draft.is_usual and not replaced:
        raise Refused("Visits are due as usual already.", field="kind")
    for row in replaced:
        _end(session, row, moment)
    moment.note(session, "set visits", f"child {child.ref}", "interval, reason, end")
    if draft.is_usual:
        return "visits are due as usual again."
    row = VisitFrequency(
        child_id=child.id or 0,
        placement=draft.placement or "",
        amount=amount,
        unit=unit,
        starts_on=moment.today,
        ends_on=until,
        reason=" ".join(draft.reason.split()),
        source=by_hand(session, moment),
        by_hand=True,
        recorded_on=moment.today,
    )
    session.add(row)
    agreed = AgreedVisits(
        row.starts_on, row.ends_on, row.reason, placement=draft.placement, amount=amount, unit=unit
    )
    return f"{visits_in_words(agreed, moment.today)}."


def visits_in_words(visits: AgreedVisits, today: date) -> str:
    """Say at what interval visits are due, until when and why: `every 5 working days: the home`."""
    if visits.placement:
        often = _PLACEMENT_WORDS[visits.placement]
    else:
        often = _every(visits.amount, visits.unit)
    until = f" until {wording.day(visits.ends, today=today)}" if visits.ends else ""
    return f"visits, {often}{until}: {visits.reason}"


def _every(amount: int, unit: str) -> str:
    return f"every {span_words(amount, unit).removeprefix('1 ')}"


def _read_every(typed: str) -> tuple[int, str]:
    words = " ".join(typed.casefold().split())
    found = _EVERY.fullmatch(_IN_WORDS.get(words, words))
    if found is None or not int(found[1]):
        raise Refused(
            "Say how often: 5wd (working days), 10d, 1w, 1m.",
            ("5wd", "1w"),
            field="every",
            typed=typed,
        )
    return int(found[1]), _UNITS.get(found[2], found[2])


def _check_is_oftener(
    session: Session, child: Child, amount: int, unit: str, moment: Moment
) -> None:
    """Refuse an interval that is not shorter than that of any rule for visits to this child."""
    policy, today = moment.policy, moment.today
    history = read_history(session, moment, [child.id or 0])
    statuses = history.children[child.id or 0].statuses(today, policy)
    rules = [shown.rule for shown in policy.timescales_of(statuses)]
    visits = [
        rule
        for rule in rules
        if policy.events[rule.held_event].is_visit and rule.held_event in rule.starts
    ]
    placed = {row.placement for row in _in_force(session, child, moment)} - {""}
    special = {rule.held_event for rule in visits if rule.placement in placed}
    theirs = [rule for rule in visits if set(rule.plans) & set(statuses)]
    own = [
        rule
        for rule in theirs
        if rule.placement in placed or (rule.held_event not in special and not rule.placement)
    ]
    agreed = shift(today, amount, unit, policy.days)
    if not own:
        raise Refused(
            f"By the rules no visits are due for {child.ref}; leave the interval empty.",
            field="every",
        )
    if all(agreed >= due_by_catalogue(rule, today, policy.days) for rule in own):
        usual = min(own, key=lambda rule: due_by_catalogue(rule, today, policy.days))
        every, rule = _every(amount, unit).capitalize(), span_words(usual.amount, usual.unit)
        says = f"{every} is not oftener than the rule: {rule}."
        raise Refused(says, field="every")


def _check_is_looked_after(session: Session, child: Child, moment: Moment) -> None:
    """Refuse a kind of placement for a child who is placed nowhere."""
    history = read_history(session, moment, [child.id or 0])
    statuses = history.children[child.id or 0].statuses(moment.today, moment.policy)
    if Plan.CLA not in statuses:
        have = moment.policy.plans_shown(statuses)
        raise Refused(
            f"{child.ref} has {have} and is not looked after; a placement is for those who are.",
            field="kind",
        )


def _read_until(typed: str, moment: Moment) -> date | None:
    if not typed.strip():
        return None
    try:
        return read_day(typed, Known(moment.today, {}, has_reason=True), moment).due
    except Refused as why:
        raise Refused(str(why), why.suggestions, why.code, field="until", typed=typed) from None


def _in_force(session: Session, child: Child, moment: Moment) -> list[VisitFrequency]:
    """Find what was set of visits to a child, and has not ended."""
    rows = session.exec(select(VisitFrequency).where(VisitFrequency.child_id == child.id))
    return [row for row in rows if row.ends_on is None or row.ends_on >= moment.today]


def _is_replaced(row: VisitFrequency, draft: VisitDraft) -> bool:
    """Tell whether what was set ends now: a kind of placement and an interval can both hold."""
    return draft.is_usual or bool(row.placement) is bool(draft.placement)


def _end(session: Session, row: VisitFrequency, moment: Moment) -> None:
    """End what was set: with yesterday, or as if it had never been, where a person set it today.

    What a file has set stays on record, so that it does not come back with the same file.
    """
    if row.by_hand and row.starts_on >= moment.today:
        session.delete(row)
        return
    row.ends_on, row.by_hand = moment.today - timedelta(days=1), True
    session.add(row)
