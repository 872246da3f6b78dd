"""Events of children put on record by hand: what was held, made, decided or put off, on which
day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from sqlmodel import Session, select

from supervision_tui.desk.child_events import ON_RECORD, by_hand, day_of_event, put_event
from supervision_tui.desk.directions.child_dates import ChildDates, dates_of
from supervision_tui.desk.find import find_child
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment, Refused, read_any_day, read_past_day
from supervision_tui.practice import wording
from supervision_tui.practice.children.dates_due import NEARLY_A_YEAR, DateDue, comes_again
from supervision_tui.practice.children.events import RecordedEvent, event_words, in_words
from supervision_tui.practice.children.typed_events import events_meant
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import EventOutcome, Plan, Refusal, SeenHow
from supervision_tui.records import Child, ChildEvent
from supervision_tui.vault.store import can_be_undone, changes_records

_MOST_TOLD = 3  # dates that an event changes, named in a notice
_LONGEST_PUT_OFF = 366  # days
_CONFERENCE_WITHIN = (
    14  # days after the start of a plan its initial conference may still have been put down
)
_BEGIN_PLANS: dict[str, str] = {"looked-after": Plan.CLA}
"""Events with which a plan begins: of a child who has it not, it is said by a change of plan."""


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event as it is typed: for which children, which event, on which day.

    `how` says how a visit was made, `outcome` what came of it other than that it was held,
    `put_off_to` to which day.
    """

    refs: tuple[str, ...]
    event: str
    day: str
    how: SeenHow | None = None
    outcome: EventOutcome | None = None
    put_off_to: str = ""


@dataclass(frozen=True, slots=True)
class EventRecorded:
    """An event of one child that came on record or off it, and what it changes of the dates due.

    `is_late` tells whether one of the dates that it changes is late.
    """

    ref: str
    event: str
    on: date
    words: str
    changes: tuple[str, ...]
    is_late: bool

    def says(self) -> str:
        """Say it in a line: `C-1001: core group Thu 5 Nov. Next core group is due Thu 17 Dec.`"""
        told = "; ".join(self.changes[:_MOST_TOLD]) or "no date due changes"
        return f"{self.ref}: {self.words}. {told[:1].upper()}{told[1:]}."


@can_be_undone(
    lambda draft, *_: f"“{' '.join(draft.event.split())}” of {wording.listing(draft.refs)}"
)
@changes_records
def record_event(session: Session, draft: EventDraft, moment: Moment) -> list[EventRecorded]:
    """Put an event on record for children, all or none; returns what each changes.

    Raises `Refused`.
    """
    if not draft.refs:
        raise Refused("Say which child.")
    found: list[EventRecorded] = []
    on_record: list[Refused] = []
    for ref in draft.refs:
        try:
            found += _record(session, ref, draft, moment)
        except Refused as why:
            if why.code != ON_RECORD:
                raise
            on_record.append(why)  # of several children those that do not have it yet get it
    if not found:
        raise on_record[0]
    return found


@can_be_undone(lambda refs, *_: f"what was put on record of {wording.listing(refs)}")
@changes_records
def take_event_back(
    session: Session, refs: Sequence[str], event: str, day: str, moment: Moment
) -> list[EventRecorded]:
    """Take an event that was put on record by hand off it again, of children, all or none.

    Raises `Refused`.
    """
    return list(chain.from_iterable(_take_back(session, ref, event, day, moment) for ref in refs))


def _record(session: Session, ref: str, draft: EventDraft, moment: Moment) -> list[EventRecorded]:
    child = find_child(session, ref)
    policy = moment.policy
    if child.closed_on is not None and child.closed_on <= moment.today:
        raise Refused(f"{child.ref} is closed since {child.closed_on.isoformat()}.", code="closed")
    before = _dates(session, child, moment)
    codes = _meant(session, child, draft.event, moment, draft.outcome)
    on = moment.today
    if draft.day.strip() or draft.outcome is None:
        on = day_of_event(draft.day, child, moment)
    put_off_to = _put_off_to(draft, moment)
    for code in codes:
        _check(code, draft, policy)
        _check_within_plan(code, on, child, before, policy)
    source = by_hand(session, moment)
    for code in codes:
        put_event(
            session,
            child,
            RecordedEvent(
                code,
                on,
                source,
                by_hand=True,
                how=draft.how,
                outcome=draft.outcome,
                put_off_to=put_off_to,
            ),
            moment,
        )
    moment.note(session, "record event", f"child {child.ref}", "event, day, how, outcome")
    session.flush()
    return _changed(session, child, before, codes=codes, on=on, moment=moment)


def _take_back(
    session: Session, ref: str, event: str, day: str, moment: Moment
) -> list[EventRecorded]:
    child = find_child(session, ref)
    before = _dates(session, child, moment)
    codes = _meant(session, child, event, moment)
    on = read_past_day(day, moment)
    wanted = (
        select(ChildEvent).where(ChildEvent.child_id == child.id).where(ChildEvent.on_date == on)
    )
    there = [row for row in session.exec(wanted) if row.event in codes]
    last = {row.event: row for row in sorted(there, key=lambda row: row.id or 0) if row.by_hand}
    written = list(last.values())  # of two visits on one day the one that was put on record last
    if not written:
        what, when = event_words(codes[0], moment.policy), wording.full_day(on)
        if there:
            raise Refused(
                f"{what} of {when} was read in {there[0].source}; only what was put on record "
                f"here goes back."
            )
        raise Refused(f"No {what} of {when} is on record for {child.ref}.", field="day")
    for row in written:
        session.delete(row)
    moment.note(session, "take event back", f"child {child.ref}", "event, day")
    session.flush()
    return _changed(
        session,
        child,
        before,
        codes=tuple(row.event for row in written),
        on=on,
        moment=moment,
        is_off=True,
    )


def _meant(
    session: Session, child: Child, typed: str, moment: Moment, outcome: EventOutcome | None = None
) -> tuple[str, ...]:
    if not typed.strip():
        raise Refused("Say what it was: a visit, a core group, a review …", field="event")
    history = read_history(session, moment, [child.id or 0])
    plans = history.children[child.id or 0].statuses(moment.today, moment.policy)
    found = events_meant(typed, plans, moment.policy, outcome)
    if isinstance(found, Refusal):
        raise Refused.because(found, typed)
    ever = {spell.plan for spell in history.children[child.id or 0].plans}
    have = moment.policy.plans_shown(plans).rstrip(".")
    for code in found:
        theirs = moment.policy.events[code].plans
        if theirs and ever.isdisjoint(theirs):
            what = event_words(code, moment.policy)
            raise Refused(f"{what} does not fit {child.ref}, who has {have}.", field="event")
        begins = _BEGIN_PLANS.get(code)
        if begins is not None and begins not in ever:
            says = (
                f"{child.ref} has {have}. That a child becomes looked after is put on record "
                f"by a change of plan."
            )
            raise Refused(says, field="event")
    return found


def _put_off_to(draft: EventDraft, moment: Moment) -> date | None:
    if draft.outcome is not EventOutcome.PUT_OFF:
        if draft.put_off_to.strip():
            raise Refused(
                "A day to put it off to stands there; say that it was put off, or empty it.",
                field="how",
            )
        return None
    if not draft.put_off_to.strip():
        raise Refused("Say to which day it was put off.", field="put_off_to")
    on = read_any_day(draft.put_off_to, moment, "put_off_to")
    if not 0 <= (on - moment.today).days <= _LONGEST_PUT_OFF:
        says = "is past" if on < moment.today else "lies more than a year ahead"
        raise Refused(
            f"{wording.full_day(on)} {says}; say to which day it was put off.",
            field="put_off_to",
            typed=draft.put_off_to,
        )
    return on


def _check(code: str, draft: EventDraft, policy: Policy) -> None:
    if draft.how is not None and not policy.events[code].is_visit:
        raise Refused(
            f"Only a visit is made seen or not seen; {event_words(code, policy)} is none.",
            field="how",
        )
    ends_for_good = draft.outcome in (EventOutcome.NOT_NEEDED, EventOutcome.NO_FURTHER_ACTION)
    if ends_for_good and comes_again(code, policy):
        what = event_words(code, policy)
        says = (
            f"The {what} comes again, so it is not “{draft.outcome}”. Put it off, or change "
            f"how often it is due."
        )
        raise Refused(says, field="how")


def _check_within_plan(
    code: str, on: date, child: Child, before: ChildDates, policy: Policy
) -> None:
    """Refuse a day that fits no plan that the child has now: not within it, nor just before."""
    begun = before.plan_starts.get(Plan.CP) if code == "icpc" else None
    if begun is not None and (on - begun).days > _CONFERENCE_WITHIN:
        began = wording.full_day(begun)
        says = (
            f"The plan of {child.ref} began {began}, with its initial conference. Was it a "
            f"review conference?"
        )
        raise Refused(says, ("review conference",), field="event")
    starts = [
        before.plan_starts[plan] for plan in policy.events[code].plans if plan in before.plan_starts
    ]
    known = [start for start in starts if start is not None]
    if known and len(known) == len(starts) and on < min(known):
        began = wording.full_day(min(known))
        raise Refused(
            f"{wording.full_day(on)} lies before the plan of {child.ref}, which began {began}.",
            field="day",
        )


def _dates(session: Session, child: Child, moment: Moment) -> ChildDates:
    history = read_history(session, moment, [child.id or 0])
    return dates_of(history, history.children[child.id or 0], moment)


def _changed(
    session: Session,
    child: Child,
    before: ChildDates,
    codes: Sequence[str],
    on: date,
    *,
    moment: Moment,
    is_off: bool = False,
) -> list[EventRecorded]:
    """Say of each event what it changes; what was changed is said once."""
    after = _dates(session, child, moment)
    was, now = ({each.code: each for each in dates.all} for dates in (before, after))
    moved = [each for code, each in now.items() if _has_moved(was.get(code), each)]
    changes = [_is_due(each, on, moment.today) for each in moved]
    changes += [f"{each.words} is no longer due" for code, each in was.items() if code not in now]
    is_late = any(each.is_late for each in moved)
    found = []
    for code in codes:
        there = next(
            (each for each in reversed(after.events) if (each.event, each.on) == (code, on)), None
        )
        if there is None or is_off:
            words = _gone(code, on, moment)
        else:
            words = in_words(there, moment.policy, moment.today)
        found.append(
            EventRecorded(child.ref, code, on, words=words, changes=tuple(changes), is_late=is_late)
        )
    return found


def _gone(code: str, on: date, moment: Moment) -> str:
    return (
        f"{event_words(code, moment.policy)} {wording.day(on, today=moment.today)} is off the "
        f"record"
    )


def _has_moved(was: DateDue | None, now: DateDue) -> bool:
    return was is None or (was.due, was.state) != (now.due, now.state)


def _is_due(each: DateDue, on: date, today: date) -> str:
    is_far = abs((each.due - on).days) > NEARLY_A_YEAR
    due = wording.full_day(each.due) if is_far else wording.day(each.due, today=today)
    if each.is_late:
        return f"{each.words} was due {due}, {wording.count(each.days_late, 'day')} ago"
    if each.is_known:
        return f"{each.words} is due {due}"
    return f"{each.words}: not known here"


@dataclass(frozen=True, slots=True)
class DateAsked:
    """A date due of a child of which no source could have told whether it was held."""

    ref: str
    name: str | None
    date_due: DateDue
    is_visit: bool


def dates_not_known(session: Session, moment: Moment) -> list[DateAsked]:
    """Every date due that is not known here, by child, but for lengths only asked about."""
    return [each for each in _dates_asked(session, moment) if not each.date_due.is_known]


def dates_named(
    session: Session, named: Sequence[tuple[str, str]], moment: Moment
) -> list[DateAsked]:
    """The dates due of these children and codes that still stand, in that order."""
    there = {(each.ref, each.date_due.code): each for each in _dates_asked(session, moment)}
    return [there[each] for each in named if each in there]


def _dates_asked(session: Session, moment: Moment) -> list[DateAsked]:
    history = read_history(session, moment)
    found = []
    for child in history.open_children(moment.today):
        for each in history.dates_due(child, moment.today):
            if not each.is_length:
                is_visit = moment.policy.events[each.held_event].is_visit
                found.append(DateAsked(child.ref, child.name, each, is_visit))
    return found
