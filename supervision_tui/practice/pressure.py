"""Does supervision still fit? Needed and available time, the nine signals, and the standing.

Minutes are per 28 days. The model never makes a score of it: two sides, each with signals that say their
value, their thresholds and a sentence. It is about workload, not about the worker.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import inf, isinf

from . import wording
from .cadence import overdue_working_days
from .caseload import PastSession, WorkerLoad, families, shares
from .policy import Policy, SignalRule
from .terms import Level, Plan, SessionState, Standing

_LOST = (SessionState.CANCELLED, SessionState.MISSED)


@dataclass(frozen=True, slots=True)
class Signal:
    """One measured thing: its side, value, level, thresholds, and the sentence that explains it."""

    side: str
    code: str
    value: float
    level: Level
    amber: float
    red: float
    says: str
    source: str


@dataclass(frozen=True, slots=True)
class Pressure:
    """Everything the model says of one worker on one day. `fit` is infinite where there is no time at all."""

    as_of: date
    load: WorkerLoad
    by_plan: dict[Plan, int]
    points: float
    limit: float
    needed: float
    available: float
    delivered: float
    fit: float
    says: tuple[str, ...]
    signals: tuple[Signal, ...]
    standing: Standing

    @property
    def children(self) -> int:
        """How many children the worker has."""
        return len(self.load.children)

    def signal(self, code: str) -> Signal:
        """The signal with that code."""
        return next(signal for signal in self.signals if signal.code == code)


def assess(load: WorkerLoad, on: date, policy: Policy) -> Pressure:
    """The pressure on one worker's supervision as of one day. Source: pressure model, sections 1 to 3."""
    needed = needed_minutes(load, policy)
    delivered = delivered_share(load, on, policy)
    available = load.minutes_for_children(policy) * 28 / load.terms.interval_days * delivered
    fit = _fit(len(load.children), needed, available)
    limit = load.limit(on, policy)
    points = sum(policy.plans[child.plan].weight for child in load.children)
    signals = _signals(load, on, policy, fit, points, limit)
    return Pressure(
        as_of=on,
        load=load,
        by_plan=_by_plan(load),
        points=points,
        limit=limit,
        needed=needed,
        available=available,
        delivered=delivered,
        fit=fit,
        says=pace_sentences(load, fit, policy),
        signals=signals,
        standing=standing_of(signals),
    )


def needed_minutes(load: WorkerLoad, policy: Policy) -> float:
    """Minutes per 28 days that the children need, siblings together."""
    total = 0.0
    for block in families(load.children):
        share = shares(block, policy)
        total += sum(share[child.ref] * child.minutes_per_28_days(policy) for child in block)
    return total


def delivered_share(load: WorkerLoad, on: date, policy: Policy) -> float:
    """Minutes held over minutes planned in the policy's window; 1 with too few sessions to tell."""
    counted = _in_window(load, on, policy)
    planned = sum(session.minutes_planned for session in counted)
    if len(counted) < policy.session.delivered_least_sessions or not planned:
        return 1.0
    return min(1.0, sum(session.minutes_held for session in counted) / planned)


def pace(plan_interval: int, fit: float) -> int | None:
    """Every how many days a child is discussed at this fit; nothing where there is no time at all."""
    return None if isinf(fit) else int(plan_interval * max(1.0, fit) + 0.5)


def pace_sentences(load: WorkerLoad, fit: float, policy: Policy) -> tuple[str, ...]:
    """What the fit means for the children, one sentence for each kind of plan in the caseload."""
    lines = []
    for plan in sorted({child.plan for child in load.children}, key=list(Plan).index):
        rule = policy.plans[plan]
        days = pace(rule.interval_days, fit)
        every = f"is discussed every {days} days" if days else "has no time in supervision at all"
        lines.append(f"At this pace {_a_child_on(plan, rule.words)} {every}; the standard is {rule.interval_days}.")
    return tuple(_child_protection_first(lines))


def standing_of(signals: tuple[Signal, ...]) -> Standing:
    """Both sides together. A side is raised by one red signal or two amber ones."""
    load, erosion = (_is_raised(signals, side) for side in ("load", "erosion"))
    if load:
        return Standing.CROWDED_OUT if erosion else Standing.STRETCHED
    return Standing.SLIPPING if erosion else Standing.STEADY


def standing_sentence(standing: Standing) -> str:
    """What a standing means, in words that speak of workload and not of the worker."""
    return {
        Standing.STEADY: "Supervision holds the caseload.",
        Standing.SLIPPING: "Supervision is suffering, and caseload is not the reason. Look for another one.",
        Standing.STRETCHED: "Supervision still holds; protect it.",
        Standing.CROWDED_OUT: "Caseload is crowding out supervision. This is about workload, not about the worker.",
    }[standing]


def _fit(children: int, needed: float, available: float) -> float:
    if not children:
        return 0.0
    return needed / available if available > 0 else inf


def _by_plan(load: WorkerLoad) -> dict[Plan, int]:
    counts = {plan: sum(child.plan is plan for child in load.children) for plan in Plan}
    return {plan: number for plan, number in counts.items() if number}


def _in_window(load: WorkerLoad, on: date, policy: Policy) -> list[PastSession]:
    first = on - timedelta(days=policy.session.delivered_window_days)
    return [
        session
        for session in load.past_sessions
        if first < session.planned_on <= on and session.state is not SessionState.PLANNED
    ]


def _a_child_on(plan: Plan, words: str) -> str:
    if plan in (Plan.CP, Plan.CIN):
        return f"a child on a {words}"
    if plan in (Plan.CLA, Plan.CARE_LEAVER):
        return f"a {words}"
    return f"a child in {words}"


def _child_protection_first(lines: list[str]) -> list[str]:
    return sorted(lines, key=lambda line: "child protection" not in line)


def _is_raised(signals: tuple[Signal, ...], side: str) -> bool:
    levels = [signal.level for signal in signals if signal.side == side]
    return Level.RED in levels or levels.count(Level.AMBER) >= 2


def _signals(load: WorkerLoad, on: date, policy: Policy, fit: float, points: float, limit: float) -> tuple[Signal, ...]:
    children = len(load.children)
    past = sum(child.is_past_interval(on, policy) for child in load.children)
    late = overdue_working_days(load.clock, on, policy)
    counted = _in_window(load, on, policy)
    lost = sum(session.state in _LOST for session in counted)
    enough = len(counted) >= policy.signals["sessions-lost"].least
    overdue, opened = load.directions_overdue, load.directions_open
    values: dict[str, tuple[float, str]] = {
        "fit": (fit, "the children need {v} times the time that supervision gives them"),
        "children": (_ratio(children, limit), f"{children} children against a limit of {limit:g}: {{v}} of it"),
        "weight": (_ratio(points, limit), f"{points:g} weighted points against a limit of {limit:g}: {{v}} of it"),
        "children-undiscussed": (
            _ratio(past, children),
            f"{past} of {children} children are past their interval: {{v}}",
        ),
        "session-overdue": (late, "the next session is late by {v} working days"),
        "sessions-lost": (
            _ratio(lost, len(counted)) if enough else 0.0,
            f"{lost} of {len(counted)} sessions in 84 days cancelled or missed: {{v}}"
            if enough
            else f"only {wording.count(len(counted), 'session')} in 84 days, too few to tell: {{v}}",
        ),
        "training-missed": (load.training_missed, "{v} trainings missed in 90 days because of workload or duty"),
        "unfinished-at-duty": (load.unfinished_at_duty, "{v} times back on duty with work unfinished in 28 days"),
        "directions-overdue": (_ratio(overdue, opened), f"{overdue} of {opened} open directions are past due: {{v}}"),
    }
    return tuple(_signal(policy.signals[code], value, says) for code, (value, says) in values.items())


def _ratio(part: float, whole: float) -> float:
    if whole > 0:
        return part / whole
    return inf if part else 0.0


def _signal(rule: SignalRule, value: float, says: str) -> Signal:
    level = rule.level(value)
    shown = "∞" if isinf(value) else f"{value:.2f}".rstrip("0").rstrip(".")
    return Signal(
        side=rule.side,
        code=rule.code,
        value=value,
        level=level,
        amber=rule.amber,
        red=rule.red,
        says=f"{says.format(v=shown)} ({_threshold_words(rule)})",
        source=rule.source.says(),
    )


def _threshold_words(rule: SignalRule) -> str:
    amber = f"amber {'above' if rule.reached == 'above' else 'from'} {rule.amber:g}"
    red = f"red {'from' if rule.reached == 'at' else 'above'} {rule.red:g}"
    return f"{amber}, {red}"
