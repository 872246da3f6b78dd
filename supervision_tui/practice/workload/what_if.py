"""Changes tried on a copy of the inputs, before anything is decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.supervision.agenda import Forecast, forecast
from supervision_tui.practice.supervision.cadence import (
    LEAST_MINUTES,
    MOST_DAYS_APART,
    MOST_MINUTES,
    Interval,
    proposed_dates,
)
from supervision_tui.practice.supervision.caseload import Case, PlannedSession, WorkerLoad
from supervision_tui.practice.vocabulary import CaseRole, Refusal

from .model import Workload, assess

_CHANGE = re.compile(r"(?P<name>.+?) (?P<sign>[+-])(?P<number>\d{1,3}) ?(?P<plan>[A-Za-z-]+)")
_MINUTES = re.compile(r"(?P<name>.+?) (?P<minutes>\d{1,3}) ?min(?:utes)?")
_EVERY = re.compile(r"(?P<name>.+?) every (?P<days>\d{1,3}) ?d(?:ays)?")
_MOVE = re.compile(r"(?P<child>\S+) ?(?:->|→) ?(?P<name>.+)")
_ANSWERING = (CaseRole.LEAD, CaseRole.COVERING)
_FORMS = ("NAME +2cp", "NAME -3cin", "NAME 90min", "NAME every 14d", "CHILD-REF -> NAME")


@dataclass(frozen=True, slots=True)
class Touched:
    """A worker before and after the changes."""

    before: WorkerLoad
    after: WorkerLoad


@dataclass(frozen=True, slots=True)
class Outlook:
    """The workload of a worker, its effect on supervision, and the weeks ahead."""

    workload: Workload
    forecast: Forecast


@dataclass(frozen=True, slots=True)
class Compared:
    """A worker's outlook before and after the changes."""

    before: Outlook
    after: Outlook


def try_changes(
    loads: Sequence[WorkerLoad], changes: Sequence[str], on: date, policy: Policy
) -> list[Touched] | Refusal:
    """Apply typed changes to copies of loads; returns those they touch, or why it is refused."""
    before = {load.name: load for load in loads}
    copy = _Copy(dict(before), on, policy)
    for typed in changes:
        refused = copy.apply(" ".join(typed.split()))
        if refused:
            return refused
    return [
        Touched(before[name], load) for name, load in copy.loads.items() if load is not before[name]
    ]


def compare(
    loads: Sequence[WorkerLoad], changes: Sequence[str], on: date, policy: Policy
) -> list[Compared] | Refusal:
    """Compare every worker touched by typed changes before and after, or refuse a change."""
    found = try_changes(loads, changes, on, policy)
    if isinstance(found, Refusal):
        return found
    return [
        Compared(_outlook(each.before, on, policy), _outlook(each.after, on, policy))
        for each in found
    ]


def _outlook(load: WorkerLoad, on: date, policy: Policy) -> Outlook:
    return Outlook(assess(load, on, policy), forecast(load, on, policy))


@dataclass(slots=True)
class _Copy:
    """Copies of the workers' loads, by name, on which changes are made one after another."""

    loads: dict[str, WorkerLoad]
    on: date
    policy: Policy
    _made_up: int = 0  # children who were added, so that no two have one reference

    def apply(self, typed: str) -> Refusal | None:
        if match := _MOVE.fullmatch(typed):
            return self._move(match["child"], match["name"])
        for form, change in (
            (_CHANGE, self._more_or_fewer),
            (_EVERY, self._every),
            (_MINUTES, self._minutes),
        ):
            if match := form.fullmatch(typed):
                name = self._find(match["name"])
                if name is None:
                    return self._no_such_worker(match["name"])
                changed = change(self.loads[name], match)
                if isinstance(changed, Refusal):
                    return changed
                self.loads[name] = changed
                return None
        return Refusal(
            "not-understood",
            f"“{typed[:60]}” is not a change the model knows. Try one of these.",
            _FORMS,
        )

    def _find(self, typed: str) -> str | None:
        """The worker with that name, or the only one whose name holds what was typed."""
        wanted = typed.strip().casefold()
        whole = [name for name in self.loads if name.casefold() == wanted]
        parts = [name for name in self.loads if wanted and wanted in name.casefold()]
        if whole:
            return whole[0]
        if len(parts) == 1:
            return parts[0]
        return None

    def _no_such_worker(self, typed: str) -> Refusal:
        parts = [
            name
            for name in self.loads
            if typed.strip() and typed.strip().casefold() in name.casefold()
        ]
        which = "Several workers are called" if parts else "No worker here is called"
        return Refusal(
            "unknown-worker", f"{which} “{typed[:60]}”.", tuple(sorted(parts or self.loads))[:5]
        )

    def _more_or_fewer(self, load: WorkerLoad, match: re.Match[str]) -> WorkerLoad | Refusal:
        plan, number = self._plan(match["plan"]), int(match["number"])
        if plan is None:
            return Refusal(
                "unknown-plan", f"“{match['plan'][:20]}” is not a plan.", tuple(self.policy.plans)
            )
        if not number:
            return Refusal(
                "no-change", "No child more or fewer changes nothing.", (f"{load.name} +1{plan}",)
            )
        if match["sign"] == "+":
            return replace(
                load, children=load.children + tuple(self._made(plan) for _ in range(number))
            )
        theirs = [child for child in load.children if plan in child.plans]
        if number > len(theirs):
            return Refusal(
                "too-few", f"{load.name} has {len(theirs)} children on {plan}, not {number}."
            )
        # The most recently discussed go first: taking them changes least of what is already late.
        going = {
            child.ref
            for child in sorted(theirs, key=lambda child: (child.age(self.on), child.ref))[:number]
        }
        return replace(
            load, children=tuple(child for child in load.children if child.ref not in going)
        )

    def _plan(self, typed: str) -> str | None:
        """The plan of that code, or of that short name: `family-help`, `FH`."""
        plans = self.policy.plans
        wanted = typed.casefold()
        return next(
            (code for code, rule in plans.items() if wanted in (code, rule.short.casefold())), None
        )

    def _made(self, plan: str) -> Case:
        self._made_up += 1
        return Case(f"new-{plan}-{self._made_up}", plan, self.on)

    def _minutes(self, load: WorkerLoad, match: re.Match[str]) -> WorkerLoad | Refusal:
        minutes = int(match["minutes"])
        if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
            says = f"A session lasts between {LEAST_MINUTES} and {MOST_MINUTES} minutes."
            return Refusal("not-understood", says, (f"{load.name} 90min",))
        planned = tuple(replace(session, minutes=minutes) for session in load.planned)
        return replace(load, terms=replace(load.terms, minutes=minutes), planned=planned)

    def _every(self, load: WorkerLoad, match: re.Match[str]) -> WorkerLoad | Refusal:
        days = int(match["days"])
        if not 1 <= days <= MOST_DAYS_APART:
            says = f"Sessions are between 1 and {MOST_DAYS_APART} days apart."
            return Refusal("not-understood", says, (f"{load.name} every 14d",))
        before = tuple(each for each in load.clock.intervals if each.starts < self.on)
        clock = replace(load.clock, intervals=(*before, Interval(self.on, days)))
        first = min((session.on for session in load.planned), default=self.on)
        end = self.on + timedelta(days=self.policy.standing.forecast_days)
        dates = proposed_dates(clock, max(first, self.on), end, self.policy)
        return replace(
            load,
            terms=replace(load.terms, interval_days=days),
            clock=clock,
            planned=tuple(PlannedSession(on, load.terms.minutes) for on in dates if on < end),
        )

    def _move(self, ref: str, to: str) -> Refusal | None:
        receiver = self._find(to)
        if receiver is None:
            return self._no_such_worker(to)
        found = holder_of(ref, self.loads.values())
        if found is None:
            return Refusal(
                "unknown-child", f"No worker here has a child with the reference “{ref[:40]}”."
            )
        giver, child = found
        if giver == receiver:
            return Refusal("no-change", f"{ref} is already with {receiver}.")
        self.loads[giver] = without(self.loads[giver], child.ref)
        self.loads[receiver] = with_lead_of(self.loads[receiver], child, self.policy)
        return None


def holder_of(ref: str, loads: Iterable[WorkerLoad]) -> tuple[str, Case] | None:
    """Find the worker who answers for a child: who leads or covers, before any other role."""
    there = []
    for load in loads:
        there += [(load.name, child) for child in load.children if _is(child, ref)]
    answering = [each for each in there if each[1].role in _ANSWERING]
    return next(iter((*answering, *there)), None)


def without(load: WorkerLoad, ref: str) -> WorkerLoad:
    """A worker's load without one child."""
    rest = tuple(child for child in load.children if not _is(child, ref))
    return replace(load, children=rest)


def with_lead_of(load: WorkerLoad, child: Case, policy: Policy) -> WorkerLoad:
    """A worker's load with the lead of a child, in place of another role with the same child."""
    rest = without(load, child.ref)
    return replace(rest, children=(*rest.children, child.in_role(CaseRole.LEAD, policy)))


def _is(child: Case, ref: str) -> bool:
    return child.ref.casefold() == ref.casefold()
