"""The five figures of Today, and how each stood on the Mondays before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from supervision_tui.desk.children.roles import waiting_of
from supervision_tui.desk.history.child import ChildHistory
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.worker import WorkerHistory
from supervision_tui.desk.moment import Moment
from supervision_tui.practice import wording
from supervision_tui.practice.days.spans import monday_of
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.supervision.cadence import next_due, on_leave, overdue_working_days
from supervision_tui.practice.vocabulary import Plan, Urgency

from .view import YOU, ActKind, Figure, ToDo

WEEKS_BACK = 11  # Mondays before today
_AHEAD = timedelta(days=28)
# Looking back costs a little for each child: of a manager's teams it is done, of an authority not.
MOST_CHILDREN = 400


def looks_back(history: History, moment: Moment) -> bool:
    """Tell whether the figures of earlier weeks stand beside those of the day."""
    return len(history.open_children(moment.today)) <= MOST_CHILDREN


def mondays_before(moment: Moment) -> list[date]:
    """The Mondays that are looked back to, the earliest first."""
    monday = monday_of(moment.today)
    return [monday - timedelta(weeks=n) for n in range(WEEKS_BACK, 0, -1)]


def figures(history: History, needs: Sequence[ToDo], moment: Moment) -> tuple[Figure, ...]:
    """Work out the figures of a day."""
    past = _Past(history, moment)
    return (
        _supervision(history, past, moment),
        _not_discussed(history, past, moment),
        _directions(history, needs, past, moment),
        _visits(needs, past),
        _without_worker(history, needs, past, moment),
    )


class _Past:
    """The Mondays on which the vault had records, as each figure stood on them."""

    def __init__(self, history: History, moment: Moment) -> None:
        self._history = history
        self._policy = moment.policy
        begins = min((each.known_since for each in history.workers.values()), default=moment.today)
        self._mondays = []
        if looks_back(history, moment):
            self._mondays = [day for day in mondays_before(moment) if day >= begins]

    def each(self, count: Callable[[date, Policy], int]) -> tuple[int, ...]:
        """A figure on each Monday, by the policy of that day."""
        return tuple(count(day, self._policy.on(day)) for day in self._mondays)

    def visits_late(self, on: date, _policy: Policy) -> int:
        """Children of whom a visit was late on that day."""
        children = self._history.open_children(on)
        return sum(self._history.has_late_visit(child, on) for child in children)


def is_supervision_late(worker: WorkerHistory, on: date, policy: Policy) -> bool:
    """Tell whether a worker's supervision is late on a day; while away it is not."""
    clock = worker.clock(on, policy)
    return not on_leave(clock, on) and overdue_working_days(clock, on, policy) > 0


def is_past_interval(child: ChildHistory, on: date, policy: Policy) -> bool:
    """Tell whether a child is past the days within which it is to be discussed."""
    last = child.last_discussed(on) or child.allocated(on)
    return (on - last).days > child.weighed(on, policy).interval(policy)


def _supervision(history: History, past: _Past, moment: Moment) -> Figure:
    on, policy = moment.today, moment.policy
    workers = history.current_workers(on)
    late = [each for each in workers if is_supervision_late(each, on, policy)]
    coming = 0
    for worker in workers:
        due = next_due(worker.clock(on, policy), policy)
        is_coming = due is not None and on <= due <= on + _AHEAD
        coming += is_coming and worker not in late and not worker.planned(on)
    more = "all others planned" if late else "all are planned"
    if coming:
        more = f"{coming} due in 4 weeks" if not late else f"{coming} more in 4 weeks"
    if workers and not any(each.last_held(on, policy) for each in workers):
        more = "none held here yet"

    def on_monday(day: date, then: Policy) -> int:
        there = history.current_workers(day)
        return sum(is_supervision_late(each, day, then) for each in there)

    says = f"{len(late)} of {wording.count(len(workers), 'worker')}"
    return Figure("supervision", "Supervision late", len(late), says, more, past.each(on_monday))


def _not_discussed(history: History, past: _Past, moment: Moment) -> Figure:
    on, policy = moment.today, moment.policy
    children = history.open_children(on)
    late = [each for each in children if is_past_interval(each, on, policy)]
    more = _on_plan([child for child in late if Plan.CP in child.statuses(on, policy)])
    says = f"{len(late)} of {wording.count(len(children), 'child', 'children')}"
    never = sum(each.last_discussed(on) is None for each in children)
    if never and not late:
        says, more = "none late yet", f"{never} not discussed here"

    def on_monday(day: date, then: Policy) -> int:
        return sum(is_past_interval(each, day, then) for each in history.open_children(day))

    weeks = past.each(on_monday)
    return Figure("not-discussed", "Not discussed", len(late), says, more, weeks)


def _directions(history: History, needs: Sequence[ToDo], past: _Past, moment: Moment) -> Figure:
    children = history.open_children(moment.today)
    tallies = [child.tally.on(moment.today) for child in children]
    opened = sum(each[0] for each in tallies)
    late = [
        need for need in needs if need.act is ActKind.DIRECTIONS and need.urgency is Urgency.LATE
    ]

    def on_monday(day: date, _then: Policy) -> int:
        return sum(child.tally.on(day)[1] for child in history.open_children(day))

    mine = sum(need.by == YOU for need in late)
    more = f"{mine} owned by you" if mine else ""
    says = f"{len(late)} of {opened} open"
    return Figure("directions", "Directions late", len(late), says, more, past.each(on_monday))


def _visits(needs: Sequence[ToDo], past: _Past) -> Figure:
    late = {
        need.who: need
        for need in needs
        if need.act is ActKind.VISITS and need.urgency is Urgency.LATE
    }
    more = _on_plan([need for need in late.values() if "CP" in need.plan.split(" · ")])
    says = wording.count(len(late), "child", "children")
    return Figure("visits", "Visits late", len(late), says, more, past.each(past.visits_late))


def _without_worker(history: History, needs: Sequence[ToDo], past: _Past, moment: Moment) -> Figure:
    waiting = [need for need in needs if need.act is ActKind.ALLOCATE]
    known = [
        each.days(moment.today)
        for child in history.unallocated(moment.today)
        if (each := waiting_of(child, moment.today, moment.policy)) and not each.at_least
    ]
    more = "since when not known" if waiting else ""
    if known:
        more = f"longest {wording.count(max(known), 'day')}"

    def on_monday(day: date, _then: Policy) -> int:
        return len(history.unallocated(day))

    says = wording.count(len(waiting), "child", "children")
    return Figure("unallocated", "Unallocated", len(waiting), says, more, past.each(on_monday))


def _on_plan(found: Sequence[object]) -> str:
    if found:
        return f"{len(found)} on a CP plan"
    return ""
