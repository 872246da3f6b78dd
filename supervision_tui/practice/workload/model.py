"""Is there time for supervision? Needed and available time, the nine signals, and the status.

Minutes are per 28 days. The model never makes a score of it: two sides, each with signals that say
their value, their thresholds and a sentence. It is about workload, not about the worker.

First what is measured (`measure`), which is all that a status needs; then what explains
it (`assess`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf, isinf

from supervision_tui.practice import wording
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.policy.rules import SignalRule
from supervision_tui.practice.supervision.cadence import (
    next_due,
    overdue_since,
    overdue_working_days,
)
from supervision_tui.practice.supervision.caseload import (
    Case,
    PastSession,
    WorkerLoad,
    families,
    shares,
)
from supervision_tui.practice.vocabulary import Level, Plan, SessionState, WorkloadStatus

_LOST = (SessionState.CANCELLED, SessionState.MISSED)
SIGNAL_NAMES = {
    "fit": "time needed",
    "children": "children",
    "weight": "weighted",
    "children-undiscussed": "not discussed",
    "session-overdue": "session late",
    "sessions-lost": "not held",
    "training-missed": "missed training",
    "unfinished-at-duty": "work unfinished",
    "directions-overdue": "directions late",
}
_PERIOD_DAYS = 28  # the unit in which time is counted, not a setting


@dataclass(frozen=True, slots=True)
class Weight:
    """The weight of a caseload, whatever the day: children, minutes needed in 28 days, points.

    `counted` adds up the shares of the worker's roles: each child led counts for one. `discussed`
    are the children who are spoken of in the worker's supervision.
    """

    children: int
    counted: float
    discussed: int
    needed: float
    points: float


@dataclass(frozen=True, slots=True)
class Window:
    """The sessions of some days back: how many, how many of them lost, minutes planned and held."""

    sessions: int
    lost: int
    minutes_planned: int
    minutes_held: int


@dataclass(frozen=True, slots=True)
class WorkloadFacts:
    """The facts from which the signals of one worker on one day are worked out."""

    weight: Weight
    limit: float
    minutes_for_children: int
    interval_days: int
    delivered: Window
    recent: Window
    past_interval: int
    late_working_days: int
    directions_open: int
    directions_overdue: int
    training_missed: int = 0
    unfinished_at_duty: int = 0


@dataclass(frozen=True, slots=True)
class Measures:
    """The figures of one worker on one day: time, and the value of each signal by its code."""

    available: float
    delivered: float
    fit: float
    values: Mapping[str, float]


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
class Workload:
    """Everything the model says of one worker on one day.

    `fit` is infinite where there is no time at all.
    """

    as_of: date
    load: WorkerLoad
    by_plan: dict[str, int]
    points: float
    limit: float
    needed: float
    available: float
    delivered: float
    fit: float
    says: tuple[str, ...]
    signals: tuple[Signal, ...]
    status: WorkloadStatus
    next_due: date | None
    overdue_since: date | None

    @property
    def children(self) -> int:
        """The number of children with whom the worker works, in whatever role."""
        return len(self.load.children)

    @property
    def counted(self) -> float:
        """The children as they count towards the limit: each by the share of the worker's role."""
        return sum(child.share for child in self.load.children)

    def signal(self, code: str) -> Signal:
        """The signal with that code."""
        return next(signal for signal in self.signals if signal.code == code)


def assess(load: WorkerLoad, on: date, policy: Policy) -> Workload:
    """The workload of one worker, and its effect on supervision, as of one day.

    Source: workload model, sections 1 to 3.
    """
    facts = facts_of(load, on, policy)
    found = measure(facts, policy)
    return Workload(
        as_of=on,
        load=load,
        by_plan=_by_plan(load, policy),
        points=facts.weight.points,
        limit=facts.limit,
        needed=facts.weight.needed,
        available=found.available,
        delivered=found.delivered,
        fit=found.fit,
        says=pace_sentences(load, found.fit, policy),
        signals=_signals(facts, found.values, policy),
        status=status_of(found.values, policy),
        next_due=next_due(load.clock, policy),
        overdue_since=overdue_since(load.clock, on, policy),
    )


def facts_of(load: WorkerLoad, on: date, policy: Policy) -> WorkloadFacts:
    """Gather what the signals are worked out from, for one worker on one day."""
    delivered_days, recent_days = windows(policy)
    spoken_of = [child for child in load.children if child.is_discussed]
    return WorkloadFacts(
        weight=caseload_weight(load.children, policy),
        limit=load.limit(on, policy),
        minutes_for_children=load.minutes_for_children(policy),
        interval_days=load.terms.interval_days,
        delivered=window(load.past_sessions, on, delivered_days),
        recent=window(load.past_sessions, on, recent_days),
        past_interval=sum(child.is_past_interval(on, policy) for child in load.children),
        late_working_days=overdue_working_days(load.clock, on, policy),
        directions_open=sum(child.directions_open for child in spoken_of),
        directions_overdue=sum(child.directions_overdue for child in spoken_of),
        training_missed=load.training_missed,
        unfinished_at_duty=load.unfinished_at_duty,
    )


def caseload_weight(children: Iterable[Case], policy: Policy) -> Weight:
    """Weigh a caseload, siblings together."""
    number, counted, discussed, needed, points = 0, 0.0, 0, 0.0, 0.0
    for block in families(children):
        share = shares(block, policy)
        for child in block:
            number += 1
            counted += child.share
            discussed += child.is_discussed
            needed += share[child.ref] * child.minutes_per_28_days(policy)
            points += child.weight(policy)
    return Weight(number, counted, discussed, needed, points)


def windows(policy: Policy) -> tuple[int, int]:
    """Over how many days back delivered time and lost sessions are counted."""
    return policy.session.delivered_window_days, policy.signals["sessions-lost"].window_days


def window(sessions: Iterable[PastSession], on: date, days: int) -> Window:
    """The sessions planned in the last so many days that were held, cancelled or missed."""
    first = on - timedelta(days=days)
    counted = [
        each
        for each in sessions
        if first < each.planned_on <= on and each.state is not SessionState.PLANNED
    ]
    return Window(
        len(counted),
        sum(each.state in _LOST for each in counted),
        sum(each.minutes_planned for each in counted),
        sum(each.minutes_held for each in counted),
    )


def measure(facts: WorkloadFacts, policy: Policy) -> Measures:
    """Time needed against time available, and the value of every signal.

    Source: workload model, sections 1 and 2.
    """
    weight, recent = facts.weight, facts.recent
    delivered = _delivered_share(facts.delivered, policy)
    available = facts.minutes_for_children * _PERIOD_DAYS / facts.interval_days * delivered
    fit = _fit(weight, available)
    enough = recent.sessions >= policy.signals["sessions-lost"].least
    lost = 0.0
    if enough:
        lost = _ratio(recent.lost, recent.sessions)
    values = {
        "fit": fit,
        "children": _ratio(weight.counted, facts.limit),
        "weight": _ratio(weight.points, facts.limit),
        "children-undiscussed": _ratio(facts.past_interval, weight.discussed),
        "session-overdue": facts.late_working_days,
        "sessions-lost": lost,
        "training-missed": facts.training_missed,
        "unfinished-at-duty": facts.unfinished_at_duty,
        "directions-overdue": _ratio(facts.directions_overdue, facts.directions_open),
    }
    return Measures(available, delivered, fit, values)


def status_of(values: Mapping[str, float], policy: Policy) -> WorkloadStatus:
    """Both sides together. By default a side is raised by one red signal or two amber ones."""
    load, erosion = (_is_raised(values, side, policy) for side in ("load", "erosion"))
    if load:
        if erosion:
            return WorkloadStatus.CROWDED_OUT
        return WorkloadStatus.STRETCHED
    if erosion:
        return WorkloadStatus.SLIPPING
    return WorkloadStatus.STEADY


def pace(plan_interval: int, fit: float) -> int | None:
    """Every how many days a child is discussed at this fit.

    Nothing where there is no time at all.
    """
    if isinf(fit):
        return None
    return int(plan_interval * max(1.0, fit) + 0.5)


def pace_sentences(load: WorkerLoad, fit: float, policy: Policy) -> tuple[str, ...]:
    """Say what the fit means for the children, a sentence for each kind of plan in the caseload."""
    lines = []
    for plan in policy.most_urgent_first(child.plan for child in load.children):
        rule = policy.plan(plan)
        days = pace(rule.interval_days, fit)
        says = f"has no time in supervision; it is every {rule.interval_days} days"
        if days:
            says = f"is discussed every {days} days"
            if days > rule.interval_days:
                says = f"{says}, not {rule.interval_days}"
        lines.append(f"At this pace {_a_child_on(plan, rule.words)} {says}.")
    return tuple(_child_protection_first(lines))


def status_sentence(status: WorkloadStatus) -> str:
    """Say what a workload status means, in words that speak of workload and not of the worker."""
    return {
        WorkloadStatus.STEADY: "There is time for supervision, and it is happening.",
        WorkloadStatus.SLIPPING: "Supervision is slipping, and the caseload is not the reason. "
        "Look for another reason.",
        WorkloadStatus.STRETCHED: "Over the limit, but supervision is still happening.",
        WorkloadStatus.CROWDED_OUT: "The caseload crowds out supervision. This is about "
        "workload, not about the worker.",
    }[status]


def says_status(found: Workload) -> str:
    """Say what the status means, and which signals are up although their side is not raised."""
    says, status = status_sentence(found.status), found.status
    raised = {WorkloadStatus.SLIPPING: "erosion", WorkloadStatus.STRETCHED: "load"}.get(status)
    up = [
        SIGNAL_NAMES[each.code]
        for each in found.signals
        if each.side != raised and each.level is not Level.OK
    ]
    if not up or status is WorkloadStatus.CROWDED_OUT:
        return says
    if status is WorkloadStatus.STEADY:
        says = "No side is raised."
    return f"{says} To watch: {wording.listing(up)}."


def _delivered_share(held: Window, policy: Policy) -> float:
    """Minutes held over minutes planned; 1 with too few sessions to tell."""
    if held.sessions < policy.session.delivered_least_sessions or not held.minutes_planned:
        return 1.0
    return min(1.0, held.minutes_held / held.minutes_planned)


def _fit(weight: Weight, available: float) -> float:
    if not weight.needed:
        return 0.0
    if available > 0:
        return weight.needed / available
    return inf


def _ratio(part: float, whole: float) -> float:
    if whole > 0:
        return part / whole
    if part:
        return inf
    return 0.0


def _by_plan(load: WorkerLoad, policy: Policy) -> dict[str, int]:
    """Count the children by the plan that is named first, each child once."""
    counts = Counter(child.plan for child in load.children)
    return {plan: counts[plan] for plan in policy.most_urgent_first(counts)}


def _a_child_on(plan: str, words: str) -> str:
    if plan in (Plan.CP, Plan.CIN):
        return f"a child on a {words}"
    if plan in (Plan.CLA, Plan.CARE_LEAVER):
        return f"a {words}"
    return f"a child in {words}"


def _child_protection_first(lines: list[str]) -> list[str]:
    return sorted(lines, key=lambda line: "child protection" not in line)


def _is_raised(values: Mapping[str, float], side: str, policy: Policy) -> bool:
    levels = [
        rule.level(values[code]) for code, rule in policy.signals.items() if rule.side == side
    ]
    rule = policy.standing
    return (
        levels.count(Level.RED) >= rule.red_signals
        or levels.count(Level.AMBER) >= rule.amber_signals
    )


def _signals(
    facts: WorkloadFacts, values: Mapping[str, float], policy: Policy
) -> tuple[Signal, ...]:
    return tuple(
        _signal(policy.signals[code], values[code], says, policy)
        for code, says in _sentences(facts, policy).items()
    )


def _sentences(facts: WorkloadFacts, policy: Policy) -> dict[str, str]:
    """Word what each signal says, with `{v}` where its value stands."""
    weight, recent, limit = facts.weight, facts.recent, facts.limit
    days = {code: rule.window_days for code, rule in policy.signals.items()}
    if recent.sessions >= policy.signals["sessions-lost"].least:
        lost = (
            f"{recent.lost} of {recent.sessions} sessions in {days['sessions-lost']} days "
            f"cancelled or missed: {{v}}"
        )
    else:
        few = wording.count(recent.sessions, "session")
        lost = f"only {few} in {days['sessions-lost']} days, too few to tell: {{v}}"
    return {
        "fit": "the children need {v} times the time that supervision gives them",
        "children": f"{_children_counted(weight)}, limit {limit:g}: {{v}}×",
        "weight": f"{weight.points:g} weighted points, limit {limit:g}: {{v}}×",
        "children-undiscussed": f"{facts.past_interval} of {weight.discussed} children were not "
        f"discussed in time: {{v}}",
        "session-overdue": "the next session is late by {v} working days",
        "sessions-lost": lost,
        "training-missed": (
            f"{{v}} trainings missed in {days['training-missed']} days because of workload or duty"
        ),
        "unfinished-at-duty": (
            f"{{v}} times back on duty with work unfinished in {days['unfinished-at-duty']} days"
        ),
        "directions-overdue": (
            f"{facts.directions_overdue} of {facts.directions_open} open directions are late: {{v}}"
        ),
    }


def _children_counted(weight: Weight) -> str:
    """Word how many children there are, and as how many they count where roles make that differ."""
    if weight.counted == weight.children:
        return f"{weight.children} children"
    return f"{weight.children} children, counted as {weight.counted:g} by role,"


def _signal(rule: SignalRule, value: float, says: str, policy: Policy) -> Signal:
    shown = "∞" if isinf(value) else f"{value:.2f}".rstrip("0").rstrip(".")
    return Signal(
        side=rule.side,
        code=rule.code,
        value=value,
        level=rule.level(value),
        amber=rule.amber,
        red=rule.red,
        says=f"{says.format(v=shown)} ({_threshold_words(rule)})",
        source=policy.sources(f"signals.{rule.code}.amber", f"signals.{rule.code}.red"),
    )


def _threshold_words(rule: SignalRule) -> str:
    amber_from = "above" if rule.reached == "above" else "from"
    amber = f"amber {amber_from} {rule.amber:g}"
    red_from = "from" if rule.reached == "at" else "above"
    red = f"red {red_from} {rule.red:g}"
    return f"{amber}, {red}"
