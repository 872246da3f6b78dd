"""What if: changes tried on a copy of the inputs, before anything is decided."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .agenda import Forecast, forecast
from .cadence import always_every
from .caseload import Case, PlannedSession, WorkerLoad
from .policy import Policy
from .pressure import Pressure, assess
from .terms import Plan, Refusal

_CHANGE = re.compile(r"(?P<name>.+?) (?P<sign>[+-])(?P<number>\d{1,3}) ?(?P<plan>[a-z-]+)")
_MINUTES = re.compile(r"(?P<name>.+?) (?P<minutes>\d{1,3}) ?min(?:utes)?")
_EVERY = re.compile(r"(?P<name>.+?) every (?P<days>\d{1,3}) ?d(?:ays)?")
_MOVE = re.compile(r"(?P<child>\S+) ?(?:->|→) ?(?P<name>.+)")
_LONGEST = 480  # minutes: a working day
_FORMS = ("NAME +2cp", "NAME -3cin", "NAME 90min", "NAME every 14d", "CHILD-REF -> NAME")


@dataclass(frozen=True, slots=True)
class Touched:
    """A worker before and after the changes."""

    before: WorkerLoad
    after: WorkerLoad


@dataclass(frozen=True, slots=True)
class Outlook:
    """The pressure on a worker's supervision, and the weeks ahead."""

    pressure: Pressure
    forecast: Forecast


@dataclass(frozen=True, slots=True)
class Compared:
    """A worker's outlook before and after the changes."""

    before: Outlook
    after: Outlook


def try_changes(
    loads: Sequence[WorkerLoad], changes: Sequence[str], on: date, policy: Policy
) -> list[Touched] | Refusal:
    """Apply typed changes to copies of the workers' loads and return those they touch, or why a change is refused."""
    before = {load.name: load for load in loads}
    after = dict(before)
    for typed in changes:
        refused = _apply(" ".join(typed.split()), after, on, policy)
        if refused:
            return refused
    return [Touched(before[name], load) for name, load in after.items() if load is not before[name]]


def compare(loads: Sequence[WorkerLoad], changes: Sequence[str], on: date, policy: Policy) -> list[Compared] | Refusal:
    """What every worker touched by typed changes looks like before and after, or why a change is refused."""
    found = try_changes(loads, changes, on, policy)
    if isinstance(found, Refusal):
        return found
    return [Compared(_outlook(each.before, on, policy), _outlook(each.after, on, policy)) for each in found]


def _outlook(load: WorkerLoad, on: date, policy: Policy) -> Outlook:
    return Outlook(assess(load, on, policy), forecast(load, on, policy))


def _apply(typed: str, loads: dict[str, WorkerLoad], on: date, policy: Policy) -> Refusal | None:
    if match := _MOVE.fullmatch(typed):
        return _move(match["child"], match["name"], loads, on)
    for form, change in ((_CHANGE, _more_or_fewer), (_EVERY, _every), (_MINUTES, _minutes)):
        if match := form.fullmatch(typed):
            name = _find(match["name"], loads)
            if name is None:
                return _no_such_worker(match["name"], loads)
            changed = change(loads[name], match, on, policy)
            if isinstance(changed, Refusal):
                return changed
            loads[name] = changed
            return None
    return Refusal("not-understood", f"“{typed[:60]}” is not a change the model knows. Try one of these forms.", _FORMS)


def _find(typed: str, loads: dict[str, WorkerLoad]) -> str | None:
    wanted = typed.strip().casefold()
    return next((name for name in loads if name.casefold() == wanted), None)


def _no_such_worker(typed: str, loads: dict[str, WorkerLoad]) -> Refusal:
    return Refusal("unknown-worker", f"No worker here is called “{typed[:60]}”.", tuple(sorted(loads))[:5])


def _more_or_fewer(load: WorkerLoad, match: re.Match[str], on: date, _policy: Policy) -> WorkerLoad | Refusal:
    if match["plan"] not in set(Plan):
        return Refusal("unknown-plan", f"“{match['plan'][:20]}” is not a plan.", tuple(Plan))
    plan, number = Plan(match["plan"]), int(match["number"])
    if match["sign"] == "+":
        new = tuple(Case(f"new-{plan}-{len(load.children) + n + 1}", plan, on) for n in range(number))
        return replace(load, children=load.children + new)
    theirs = [child for child in load.children if child.plan is plan]
    if number > len(theirs):
        return Refusal("too-few", f"{load.name} has {len(theirs)} children on {plan}, not {number}.")
    # The most recently discussed go first: taking them changes least of what is already late.
    going = {child.ref for child in sorted(theirs, key=lambda child: (child.age(on), child.ref))[:number]}
    return replace(load, children=tuple(child for child in load.children if child.ref not in going))


def _minutes(load: WorkerLoad, match: re.Match[str], _on: date, _policy: Policy) -> WorkerLoad | Refusal:
    minutes = int(match["minutes"])
    if not 1 <= minutes <= _LONGEST:
        return Refusal("not-understood", f"A session lasts between 1 and {_LONGEST} minutes.", (f"{load.name} 90min",))
    planned = tuple(replace(session, minutes=minutes) for session in load.planned)
    return replace(load, terms=replace(load.terms, minutes=minutes), planned=planned)


def _every(load: WorkerLoad, match: re.Match[str], on: date, policy: Policy) -> WorkerLoad | Refusal:
    days = int(match["days"])
    if not days:
        return Refusal("not-understood", "Sessions need at least one day between them.", ("NAME every 14d",))
    first = min((session.on for session in load.planned), default=on + timedelta(days=days))
    dates = range((first - on).days, policy.standing.forecast_days, days)
    planned = tuple(PlannedSession(on + timedelta(days=n), load.terms.minutes) for n in dates)
    return replace(
        load,
        terms=replace(load.terms, interval_days=days),
        clock=replace(load.clock, intervals=always_every(days)),
        planned=planned,
    )


def _move(ref: str, to: str, loads: dict[str, WorkerLoad], on: date) -> Refusal | None:
    receiver = _find(to, loads)
    if receiver is None:
        return _no_such_worker(to, loads)
    giver = next((name for name, load in loads.items() if any(_is(child, ref) for child in load.children)), None)
    if giver is None:
        return Refusal("unknown-child", f"No open child here has the reference “{ref[:40]}”.")
    if giver == receiver:
        return Refusal("no-change", f"{ref} is already with {receiver}.")
    child = next(child for child in loads[giver].children if _is(child, ref))
    rest = tuple(other for other in loads[giver].children if other is not child)
    loads[giver] = replace(loads[giver], children=rest)
    loads[receiver] = replace(loads[receiver], children=(*loads[receiver].children, child))
    return None


def _is(child: Case, ref: str) -> bool:
    return child.ref.casefold() == ref.casefold()
