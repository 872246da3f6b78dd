"""The years a file is held, and from when on it is to be looked at again (section 11).

Nothing goes by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .days.spans import add_months
from .policy.policy import Policy


@dataclass(frozen=True, slots=True)
class Held:
    """Until when a file is held, counted from what, and by which setting of the policy (its path).

    `until` is nothing where the day it counts from is not known.
    """

    until: date | None
    counted_from: str
    path: str


def supervision_file(left_on: date, policy: Policy) -> Held:
    """The supervision file of a worker who has left."""
    years = policy.retention.supervision_file_years
    return Held(_years(left_on, years), "left", "retention.supervision_file_years")


def child_file(closed_on: date, born: date | None, was_looked_after: bool, policy: Policy) -> Held:
    """Tell what is held here of a child who is closed."""
    rule = policy.retention
    if was_looked_after:
        until = _years(born, rule.looked_after_file_years) if born else None
        return Held(until, "born", "retention.looked_after_file_years")
    return Held(_years(closed_on, rule.child_file_years), "closed", "retention.child_file_years")


def _years(on: date, years: int) -> date:
    return add_months(on, 12 * years)
