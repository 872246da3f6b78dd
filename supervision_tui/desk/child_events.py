"""Putting an event of a child on record by hand, whichever change it is a part of."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from supervision_tui.practice import wording
from supervision_tui.practice.children.dates_due import LONGEST_PREGNANCY_DAYS
from supervision_tui.practice.children.events import BY_HAND, RecordedEvent, in_words
from supervision_tui.practice.vocabulary import SeenHow
from supervision_tui.records import Child, ChildEvent

from .manager import who_writes
from .moment import Moment, Refused, read_past_day

ON_RECORD = "on-record"  # why an event is refused that is on record already, as a code


@dataclass(frozen=True, slots=True)
class Held:
    """The day, as typed, on which it was held what a direction had taken up; `how` of a visit."""

    on: str
    how: SeenHow | None = None


def by_hand(session: Session, moment: Moment) -> str:
    """Name who puts something on record by hand: `by hand, Ada Finch, team manager`."""
    return f"{BY_HAND}, {who_writes(session, moment)}"


def day_of_event(typed: str, child: Child, moment: Moment) -> date:
    """The day on which something was held, as typed; it has come, and the child was there.

    Raises `Refused`.
    """
    if not typed.strip():
        raise Refused(
            "Say on which day it was: 5 nov, yesterday, fri.", ("today", "yesterday"), field="day"
        )
    try:
        on = read_past_day(typed, moment)
    except Refused as why:
        raise Refused(str(why), why.suggestions, why.code, field="day", typed=typed) from None
    if child.born is not None and (child.born - on).days > LONGEST_PREGNANCY_DAYS:
        raise Refused(
            f"{wording.full_day(on)} lies before the birth of {child.ref}.",
            field="day",
            typed=typed,
        )
    return on


def put_event(session: Session, child: Child, event: RecordedEvent, moment: Moment) -> None:
    """Keep an event; one of that day that was put on record by hand before is put right.

    Raises `Refused`.

    A visit at which the child was seen and one at which it was not are two, also on one day.
    """
    wanted = (
        select(ChildEvent)
        .where(ChildEvent.child_id == child.id)
        .where(ChildEvent.event == event.event)
    )
    wanted = wanted.where(ChildEvent.on_date == event.on)
    written = [each for each in session.exec(wanted) if each.by_hand]
    is_not_seen = event.how is SeenHow.NOT_SEEN
    row = next((each for each in written if (each.how == SeenHow.NOT_SEEN) is is_not_seen), None)
    if row is None:
        row = ChildEvent(
            child_id=child.id or 0, event=event.event, on_date=event.on, recorded_on=moment.today
        )
    elif _is_alike(row, event):
        words = in_words(event, moment.policy, moment.today)
        raise Refused(f"{child.ref}: “{words}” is on record already.", code=ON_RECORD, field="day")
    row.source, row.by_hand = event.read_in, True
    row.how, row.outcome, row.put_off_to = event.how or "", event.outcome or "", event.put_off_to
    session.add(row)


def _is_alike(row: ChildEvent, event: RecordedEvent) -> bool:
    """Tell whether a row says all that an event says; what it says besides is not taken from it."""
    if event.how is None and event.outcome is None and not row.outcome:
        return True
    return (row.how, row.outcome, row.put_off_to) == (
        event.how or "",
        event.outcome or "",
        event.put_off_to,
    )


def put_event_of_day(session: Session, child: Child, code: str, on: date, moment: Moment) -> None:
    """Put an event of one day on record, as part of another change.

    Once where it is there already.
    """
    with _once():
        put_event(
            session, child, RecordedEvent(code, on, by_hand(session, moment), by_hand=True), moment
        )


def put_held_event(session: Session, child: Child, code: str, held: Held, moment: Moment) -> None:
    """Put on record when it was held what the date due of that code asks for.

    Once where it is there already.

    Raises `Refused` for a day that is none, or still to come.
    """
    rule = moment.policy.timescales.get(code)
    if rule is None or not held.on.strip():
        return
    on = day_of_event(held.on, child, moment)
    with _once():
        event = RecordedEvent(rule.held_event, on, by_hand(session, moment), True, held.how)
        put_event(session, child, event, moment)


@contextlib.contextmanager
def _once() -> Iterator[None]:
    """An event that is on record already is no reason to refuse the change that it is a part of."""
    try:
        yield
    except Refused as why:
        if why.code != ON_RECORD:
            raise
