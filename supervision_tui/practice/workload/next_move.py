"""The best next move: what would bring a worker's supervision back inside the standard with the
least change.

Three kinds are weighed: one family (or child) goes to another worker of the team; one session more
in 28 days; longer sessions, as far as the policy allows. It is an option for a manager to weigh,
and is never done by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import isinf

from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.supervision.cadence import on_leave
from supervision_tui.practice.supervision.caseload import WorkerLoad, families
from supervision_tui.practice.vocabulary import Level, Refusal, WorkloadStatus

from .model import Weight, Workload, assess, caseload_weight
from .what_if import Touched, try_changes

_STEP_MINUTES = 15
_PERIOD_DAYS = 28


@dataclass(frozen=True, slots=True)
class Move:
    """One option: the changes as a what-if takes them, the worker after them, and who receives.

    `minutes` are those of 28 days that the option moves to another worker, or adds. `is_inside`
    says whether the worker is back inside the standard, `receiver` the other worker before and
    after, `receiver_stage` that of one who is still in the first years.
    """

    kind: str
    changes: tuple[str, ...]
    minutes: float
    after: Workload
    is_inside: bool
    children: tuple[str, ...] = ()
    receiver: tuple[Workload, Workload] | None = None
    receiver_stage: str = ""

    def what(self, person: Callable[[str], str]) -> str:
        """Say what is done. `person` gives a name as it may be shown."""
        if self.receiver is not None:
            who = "child"
            if len(self.children) > 1:
                who = f"family of {len(self.children)}"
            receiver = person(self.receiver[1].load.name)
            stage = f" ({self.receiver_stage})" if self.receiver_stage else ""
            return f"move the {who} {', '.join(self.children)} to {receiver}{stage}"
        terms = self.after.load.terms
        if self.kind == "longer":
            return f"sessions of {terms.minutes} minutes"
        return f"a session every {terms.interval_days} days"

    def says(self, person: Callable[[str], str]) -> str:
        """Say what is done, and what comes of it, in a line."""
        here = f"{person(self.after.load.name)} {_fit(self.after.fit)}"
        if self.receiver is not None:
            before, after = self.receiver
            there = f"{person(after.load.name)} {_fit(before.fit)} to {_fit(after.fit)}"
            return f"{self.what(person)}: {here}, {there}"
        return f"{self.what(person)}, {self.minutes:.0f} more minutes in 28 days: {here}"


def next_moves(here: Workload, loads: Collection[WorkerLoad], policy: Policy) -> tuple[Move, ...]:
    """The best option of each kind, the best of all first.

    None where the worker is inside the standard.

    Inside the standard means that the fit is below its first threshold: the children are discussed
    within their intervals. Those that get there come first, by the fewest minutes; the others by
    how near they come.
    """
    if policy.signals["fit"].level(here.fit) is Level.OK:
        return ()
    found = [
        *_best(_handing_over(here, loads, policy)),
        *_best(_one_session_more(here.load, here.as_of, policy)),
        *_best(_longer(here.load, here.as_of, policy)),
    ]
    return tuple(sorted(found, key=_rank))


def _best(moves: Iterable[Move]) -> list[Move]:
    return sorted(moves, key=_rank)[:1]


def _rank(move: Move) -> tuple[bool, float, float]:
    measure = move.minutes if move.is_inside else move.after.fit
    return (not move.is_inside, measure, move.minutes)


def _handing_over(here: Workload, loads: Collection[WorkerLoad], policy: Policy) -> Iterator[Move]:
    """For each family the one with most room for it, if it raises nobody's load side."""
    load, on = here.load, here.as_of
    team = [each for each in loads if each.name != load.name and each.team == load.team]
    others = [each for each in team if not on_leave(each.clock, on)]
    room = [(each, there) for each in others if (there := assess(each, on, policy)).available > 0]
    if not room or isinf(here.fit):
        return
    for block in families(load.children):
        more = caseload_weight(block, policy)
        bearing = [(each, there) for each, there in room if _can_bear(there, more, policy)]
        for receiver, _ in sorted(
            bearing, key=lambda each: (each[1].needed + more.needed) / each[1].available
        ):
            changes = tuple(f"{child.ref} -> {receiver.name}" for child in block)
            loads_of_both = [load, receiver]
            tried = _tried("move", changes, more.needed, loads_of_both, on=on, policy=policy)
            move = next(tried, None)
            if move and move.receiver and not _is_loaded(move.receiver[1]):
                yield move
                break


def _can_bear(there: Workload, more: Weight, policy: Policy) -> bool:
    """Tell whether somebody could take so much more without a load signal, before a trial."""
    if not there.limit:  # such a worker holds no cases
        return False
    if there.status in (WorkloadStatus.SLIPPING, WorkloadStatus.CROWDED_OUT):
        return False  # supervision is slipping there already
    values = {
        "fit": (there.needed + more.needed) / there.available,
        "children": (there.counted + more.counted) / there.limit,
        "weight": (there.points + more.points) / there.limit,
    }
    return all(policy.signals[code].level(value) is Level.OK for code, value in values.items())


def _one_session_more(load: WorkerLoad, on: date, policy: Policy) -> Iterator[Move]:
    """One session more in 28 days, as the interval that gives it."""
    interval = load.terms.interval_days
    shorter = int(_PERIOD_DAYS * interval / (_PERIOD_DAYS + interval))
    if shorter < policy.session.least_interval_days:
        return
    added = load.terms.minutes * (_PERIOD_DAYS / shorter - _PERIOD_DAYS / interval)
    change = f"{load.name} every {shorter}d"
    yield from _tried("session", (change,), added, [load], on=on, policy=policy)


def _longer(load: WorkerLoad, on: date, policy: Policy) -> Iterator[Move]:
    """Longer sessions, a quarter of an hour at a time, up to what the policy allows."""
    minutes = load.terms.minutes
    for longer in range(minutes + _STEP_MINUTES, policy.session.longest_minutes + 1, _STEP_MINUTES):
        added = (longer - minutes) * _PERIOD_DAYS / load.terms.interval_days
        change = f"{load.name} {longer}min"
        yield from _tried("longer", (change,), added, [load], on=on, policy=policy)


def _tried(
    kind: str,
    changes: tuple[str, ...],
    minutes: float,
    loads: Sequence[WorkerLoad],
    *,
    on: date,
    policy: Policy,
) -> Iterator[Move]:
    """Try changes on the first of these loads; nothing comes where they are refused."""
    touched = try_changes(loads, changes, on, policy)
    if isinstance(touched, Refusal):
        return
    name = loads[0].name
    ours = next(each for each in touched if each.before.name == name)
    theirs = next((each for each in touched if each.before.name != name), None)
    after = assess(ours.after, on, policy)
    receiver, receiver_stage = None, ""
    if theirs:
        receiver = (assess(theirs.before, on, policy), assess(theirs.after, on, policy))
        stage = policy.stage(theirs.after.stage)
        receiver_stage = stage.short if stage.has_steps else ""
    yield Move(
        kind=kind,
        changes=changes,
        minutes=minutes,
        after=after,
        is_inside=policy.signals["fit"].level(after.fit) is Level.OK,
        children=_gone(ours),
        receiver=receiver,
        receiver_stage=receiver_stage,
    )


def _gone(touched: Touched) -> tuple[str, ...]:
    left = {child.ref for child in touched.after.children}
    return tuple(child.ref for child in touched.before.children if child.ref not in left)


def _is_loaded(workload: Workload) -> bool:
    return any(
        signal.side == "load" and signal.level is not Level.OK for signal in workload.signals
    )


def _fit(fit: float) -> str:
    if isinf(fit):
        return "no time at all"
    return f"{fit:.1f}"
