"""The dates on record for one child, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from supervision_tui.practice import directions as rules
from supervision_tui.practice import wording
from supervision_tui.practice.child_dates import Following, what_follows
from supervision_tui.practice.terms import Refusal
from supervision_tui.practice.timescales import Known, Timescale
from supervision_tui.records import (
    Child,
)

from .child_past import ChildPast
from .moment import Moment
from .read_history import read_history


@dataclass(frozen=True, slots=True)
class ChildDates:
    """What is known of one child's dates: the latest of each event, and what follows from them."""

    child: str
    dates: Mapping[str, date]
    following: tuple[Following, ...]

    def known(self, today: date, *, has_reason: bool = False) -> Known:
        """What the timescale field needs to know."""
        return Known(today, self.dates, has_reason, self.following)

    def in_words(self, today: date, most: int = 3) -> str:
        """What follows, soonest first, those whose date has gone by said to be late."""
        return " · ".join(
            f"{each.words} {wording.day(each.due, today=today)}{', late' if each.due < today else ''}"
            for each in self.following[:most]
        )

    def lazy(self, found: Timescale) -> Refusal | None:
        """Why a date would be a lazy one for this child."""
        return rules.lazy_date(found.due, self.following, found.code)


def child_dates(session: Session, child: Child, moment: Moment) -> ChildDates:
    """The dates on record for a child, and what follows from them today."""
    child_id = child.id or 0
    return dates_of(read_history(session, moment.policy, [child_id]).children[child_id], moment)


def dates_of(child: ChildPast, moment: Moment) -> ChildDates:
    """The same for a child whose records are read already."""
    on = moment.today
    dates = child.event_dates(on)
    following = what_follows(child.plan_code(on), dates, child.born, on, moment.policy)
    return ChildDates(child.ref, dates, tuple(following))
