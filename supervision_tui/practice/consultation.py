"""Clinical consultation and practice discussion: its states, what may be asked of it, and the wait.

Ownership stays with the worker; it is not a referral (practice facts, section 7). Where a
consultation stands is derived from its dates, so that it can be told for any day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from .policy.policy import Policy


class Mode(StrEnum):
    """A way in which people think together."""

    INDIVIDUAL = "individual"
    GROUP = "group"
    JOINT_VISIT = "joint visit"
    CO_WORK = "co-work"
    FAMILY_CLINIC = "family clinic"
    LIVE_SUPERVISION = "live supervision"
    REFLECTING_TEAM = "reflecting team"
    PRACTICE_DISCUSSION = "practice discussion"

    @property
    def has_attendance(self) -> bool:
        """Tell whether it is asked of each worker who came."""
        return self is Mode.PRACTICE_DISCUSSION


class Step(StrEnum):
    """A step that a consultation has reached."""

    REQUESTED = "requested"
    BOOKED = "booked"
    HELD = "held"
    FOLLOWED_UP = "followed up"
    CLOSED = "closed"


class Helped(StrEnum):
    """The answer to whether it helped: a consultation or response, when looked at again."""

    HELPED = "helped"
    PARTLY = "partly"
    NO = "no"
    NOT_DONE = "not done"

    @property
    def words(self) -> str:
        """The answer in a clause: `it helped partly`."""
        return {"helped": "it helped", "partly": "it helped partly", "no": "it did not help"}.get(
            self, "it was not done"
        )


class Decision(StrEnum):
    """A manager's decision on a recommendation.

    Until it is adopted or adapted it is no direction.
    """

    OPEN = "open"
    ADOPTED = "adopted"
    ADAPTED = "adapted"
    DECLINED = "declined"

    @property
    def is_taken(self) -> bool:
        """Tell whether it became a direction, as it was or changed."""
        return self in (Decision.ADOPTED, Decision.ADAPTED)


@dataclass(frozen=True, slots=True)
class ConsultationDates:
    """The days of each step of a consultation; nothing where it was not taken.

    `booked_for` may be to come.
    """

    requested: date
    booked: date | None = None
    booked_for: date | None = None
    held: date | None = None
    follow_up: date | None = None
    followed_up: date | None = None
    closed: date | None = None

    def step(self, on: date) -> Step | None:
        """Tell how far it had come by that day; nothing where it had not been asked for."""
        if self.requested > on:
            return None
        ends = (
            (self.closed, Step.CLOSED),
            (self.followed_up, Step.FOLLOWED_UP),
            (self.held, Step.HELD),
            (self.booked, Step.BOOKED),
        )
        return next((step for day, step in ends if day is not None and day <= on), Step.REQUESTED)

    def was_held(self, on: date) -> bool:
        """Tell whether it had been held by that day, whatever came later."""
        return self.held is not None and self.held <= on

    def wait(self, on: date, policy: Policy) -> int:
        """Working days from the request to the day it was held.

        To that day while it is waited for.
        """
        until = self.held if self.held is not None and self.held <= on else on
        if self.held is None and self.closed is not None and self.closed <= on:
            until = self.closed
        return policy.days.between(self.requested, until)

    def owes_follow_up(self, on: date) -> bool:
        """Tell whether it was held, a day to look back agreed, and nobody looked back yet."""
        return self.follow_up is not None and self.step(on) is Step.HELD


@dataclass(frozen=True, slots=True)
class Waits:
    """The wait from request to held, in working days: how many, the median, the longest."""

    number: int
    median: float | None
    longest: int | None


def waits_of(waits: Iterable[int]) -> Waits:
    """Measure how long people waited."""
    found = sorted(waits)
    longest = None
    if found:
        longest = found[-1]
    middle = median(found) if found else None
    return Waits(len(found), middle, longest)
