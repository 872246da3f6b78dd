"""The inputs of the workload model: one worker's caseload, sessions and time, as of one day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import CaseRole, SessionState

from .cadence import SupervisionClock, Terms


@dataclass(frozen=True, slots=True)
class Case:
    """A child as the model sees one: plan, rating, family, and when the child was last discussed.

    `also` are plans that the child has besides, all at once: the shortest interval, the longest
    minutes and the heaviest weight of them hold. `family` is the group that is discussed together
    (siblings with one worker). A child never discussed counts from `allocated`. `pinned` is kept
    for the next session, `brought` kept by the worker. `role` is the worker's own with the child,
    `share` how much of the child it counts for, and `is_discussed` whether the child is spoken of
    in that worker's supervision.
    """

    ref: str
    plan: str
    allocated: date
    last_discussed: date | None = None
    red: bool = False
    family: str | None = None
    pinned: bool = False
    brought: bool = False
    directions_open: int = 0
    directions_overdue: int = 0
    also: tuple[str, ...] = ()
    role: str = CaseRole.LEAD
    share: float = 1
    is_discussed: bool = True

    @property
    def plans(self) -> tuple[str, ...]:
        """Every plan that the child has at once, the one that is named first first."""
        return (self.plan, *self.also)

    @property
    def discussed_or_allocated(self) -> date:
        """The day from which the age of the discussion counts."""
        return self.last_discussed or self.allocated

    def age(self, on: date) -> int:
        """Days since the child was last discussed, on that day."""
        return (on - self.discussed_or_allocated).days

    def interval(self, policy: Policy) -> int:
        """Days within which the child is to be discussed again."""
        return interval_of(self.plans, self.red, policy)

    def is_past_interval(self, on: date, policy: Policy) -> bool:
        """Tell whether the child was discussed longer ago than the interval allows."""
        return self.is_discussed and self.age(on) > self.interval(policy)

    def minutes_per_28_days(self, policy: Policy) -> float:
        """Minutes of discussion that the child needs in 28 days, discussed alone."""
        return self.minutes(policy) * 28 / self.interval(policy)

    def minutes(self, policy: Policy) -> float:
        """Minutes of one discussion: the role's share of what the most demanding plan asks for."""
        if not self.is_discussed:
            return 0
        if not self.also:
            return self.share * policy.plan(self.plan).minutes
        return self.share * max(policy.plan(plan).minutes for plan in self.plans)

    def weight(self, policy: Policy) -> float:
        """Points that the child weighs: the role's share of the heaviest plan, not their sum."""
        if not self.also:
            return self.share * policy.plan(self.plan).weight
        return self.share * max(policy.plan(plan).weight for plan in self.plans)

    def in_role(self, role: str, policy: Policy) -> Case:
        """The child as one of a worker in that role."""
        rule = policy.role(role)
        if (role, rule.share, rule.is_discussed) == (self.role, self.share, self.is_discussed):
            return self
        return replace(self, role=role, share=rule.share, is_discussed=rule.is_discussed)

    def plan_of_interval(self, policy: Policy) -> str:
        """The plan by whose interval the child is discussed."""
        return min(self.plans, key=lambda plan: policy.plan(plan).interval_days)


@dataclass(frozen=True, slots=True)
class PastSession:
    """A session whose planned date has come: planned and held minutes."""

    planned_on: date
    state: SessionState
    minutes_planned: int
    minutes_held: int = 0


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session still to come."""

    on: date
    minutes: int


@dataclass(frozen=True, slots=True)
class WorkerLoad:
    """All that the workload model asks about one worker on one day."""

    name: str
    stage: str
    fte: float
    start: date
    terms: Terms
    clock: SupervisionClock
    children: tuple[Case, ...] = ()
    past_sessions: tuple[PastSession, ...] = ()
    planned: tuple[PlannedSession, ...] = ()
    training_missed: int = 0
    unfinished_at_duty: int = 0
    team: str = ""

    @property
    def children_led(self) -> int:
        """The number of children whom the worker leads, or covers for somebody away."""
        return sum(child.role in (CaseRole.LEAD, CaseRole.COVERING) for child in self.children)

    def limit(self, on: date, policy: Policy) -> float:
        """Work out how many children the worker's stage and hours allow."""
        return limit_of(self.stage, self.fte, self.start, on, policy)

    def minutes_for_children(self, policy: Policy) -> int:
        """Minutes of one session that are about particular children."""
        return minutes_for_children(self.terms.minutes, policy)


def limit_of(stage: str, fte: float, start: date, on: date, policy: Policy) -> float:
    """Work out how many children a career stage and a share of full time allow on that day."""
    return policy.stage(stage).limit_on(start, on) * fte


def minutes_for_children(minutes: int, policy: Policy) -> int:
    """Minutes of a session of that length that are about particular children."""
    return max(0, minutes - policy.session.minutes_not_about_children)


def interval_of(plans: Sequence[str], red: bool, policy: Policy) -> int:
    """Days within which a child on these plans is discussed again, halved by a red rating."""
    rule = policy.children
    days = min(policy.plan(plan).interval_days for plan in plans)
    if red:
        days = min(days, max(rule.red_interval_least_days, int(days * rule.red_interval_share)))
    return min(days, rule.ceiling_days)


def families(children: Iterable[Case]) -> list[tuple[Case, ...]]:
    """The blocks in which children are discussed: a family together, every other child alone."""
    blocks: dict[str, list[Case]] = {}
    for child in children:
        key = f"f{child.family}" if child.family else f"c{child.ref}"
        blocks.setdefault(key, []).append(child)
    return [tuple(block) for block in blocks.values()]


def shares(block: tuple[Case, ...], policy: Policy) -> dict[str, float]:
    """Share out the minutes of a block: what each child takes of the own minutes, by reference.

    The child who needs most counts in full, each other at the policy's family share.
    """
    lead = min(block, key=lambda child: (-child.minutes_per_28_days(policy), child.ref))
    found = {child.ref: policy.children.family_share for child in block}
    found[lead.ref] = 1.0
    return found
