"""The time that a child really takes in supervision, by the clock of the hour, beside the policy's
minutes (practice facts, section 15).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from supervision_tui.practice import wording
from supervision_tui.practice.policy.policy import Policy

LEAST_SECONDS = 60  # in hand for less, nobody was spoken about: it was passed by
LEAST_DISCUSSIONS = 10  # without so many a median says nothing


@dataclass(frozen=True, slots=True)
class TimedDiscussion:
    """A discussion of a child by the clock: the plan, the day, and how many seconds it took."""

    plan: str
    on: date
    seconds: int


@dataclass(frozen=True, slots=True)
class MeasuredMinutes:
    """The median minutes that a child with a plan took, of so many discussions, from day to day."""

    plan: str
    minutes: float
    discussions: int
    first: date
    last: date

    @property
    def is_enough(self) -> bool:
        """Tell whether it rests on enough discussions to go by it."""
        return self.discussions >= LEAST_DISCUSSIONS

    @property
    def whole_minutes(self) -> int:
        """The median in whole minutes, at least one."""
        return max(1, round(self.minutes))

    def says(self) -> str:
        """In words: `own median 14 minutes of 212 discussions`."""
        many = wording.count(self.discussions, "discussion")
        return f"own median {self.minutes:g} minutes of {many}"


def measured(found: Iterable[TimedDiscussion]) -> dict[str, MeasuredMinutes]:
    """The median of each plan; discussions of less than a minute are none."""
    by_plan: dict[str, list[TimedDiscussion]] = defaultdict(list)
    for each in found:
        if each.seconds >= LEAST_SECONDS:
            by_plan[each.plan].append(each)
    return {
        plan: MeasuredMinutes(
            plan,
            round(median(each.seconds for each in there) / 60, 1),
            len(there),
            min(each.on for each in there),
            max(each.on for each in there),
        )
        for plan, there in by_plan.items()
    }


def suggested_lines(
    found: Mapping[str, MeasuredMinutes], policy: Policy, since: date
) -> Iterator[str]:
    """The lines of a service's policy file that put its own minutes in place of the defaults.

    Of plans with enough discussions whose minutes are others than the policy's.
    """
    for plan in policy.plans:
        each = found.get(plan)
        if each is None or not each.is_enough:
            continue
        if each.whole_minutes == policy.plan(plan).minutes:
            continue
        source = (
            f"own clock: median of {each.discussions} discussions, "
            f"{wording.full_day(each.first)} to {wording.full_day(each.last)}"
        )
        yield f"[plans.{plan}]"
        yield (
            f"minutes = {{ value = {each.whole_minutes}, from = {since.isoformat()}, "
            f'source = "{source}" }}'
        )
        yield ""
