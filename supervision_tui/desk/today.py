"""What needs the manager today: the team in a line each, and one ranked list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from supervision_tui.practice import wording
from supervision_tui.practice.cadence import on_leave
from supervision_tui.practice.policy import Policy
from supervision_tui.practice.pressure import standing_sentence
from supervision_tui.practice.terms import Urgency

from .directions import DirectionLine, open_directions
from .history import History
from .moment import Moment
from .past import WorkerPast
from .people import team_name
from .pressure import PressureView, WorkerPressure, pressure_of, responses
from .read_history import read_history
from .review import owed_to


@dataclass(frozen=True, slots=True)
class NextSession:
    """When a worker is supervised next, in words, and how that asks for attention."""

    says: str
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One worker in a line."""

    worker_id: int
    name: str
    stage: str
    stage_checked: bool
    children: int
    limit: float
    next_session: NextSession
    oldest_days: int | None
    standing: str
    standing_urgency: Urgency


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that needs the manager: how late, who, what, why, and where `enter` goes.

    `goes_to` is child, worker, direction, session or pressure; `key` its reference or id.
    """

    word: str
    urgency: Urgency
    who: str
    plan: str
    what: str
    why: str
    goes_to: str
    key: str
    rank: tuple[int, int]
    worker_id: int | None = None


@dataclass(frozen=True, slots=True)
class TodayView:
    """The whole of the Today screen."""

    team: str
    as_of: date
    lines: tuple[TeamLine, ...]
    needs: tuple[Need, ...]
    unallocated: int


# What is ranked before what, where both are as urgent: a flag without an answer first.
_STANDING, _UNRECORDED, _SESSION, _CHILD, _DIRECTION, _CHECKPOINT, _IMPORTED = range(7)


def today(session: Session, moment: Moment) -> TodayView:
    """What needs the manager on that day, worst first."""
    history = read_history(session, moment.policy)
    pressures = pressure_of(history, responses(session, moment.today), moment)
    by_id = {each.worker_id: each for each in pressures.workers}
    workers = history.current_workers(moment.today)
    needs = [
        *_sessions(history, workers, moment),
        *_children(history, moment),
        *_directions(open_directions(session, moment), moment),
        *_checkpoints(history, moment),
        *_standings(pressures),
        *_from_the_import(history, workers, moment),
    ]
    return TodayView(
        team=team_name(session),
        as_of=moment.today,
        lines=tuple(_team_line(history, worker, by_id[worker.id], moment) for worker in _ordered(workers, by_id)),
        needs=tuple(sorted(needs, key=lambda need: (need.urgency != Urgency.LATE, need.rank, need.who))),
        unallocated=len(history.unallocated(moment.today)),
    )


def next_session(history: History, worker: WorkerPast, moment: Moment) -> NextSession:
    """When the worker is supervised next: the late one first, then the planned one."""
    on = moment.today
    if on_leave(worker.clock(on, moment.policy), on):
        return NextSession("on leave", Urgency.QUIET)
    due = history.next_session_due(worker.id, on)
    planned = worker.planned(on)
    late = moment.policy.days.between(due, on) if due else 0
    if late:
        then = f", {planned[0].planned_on(on).day} {planned[0].planned_on(on):%b}" if planned else ""
        return NextSession(f"late {late} wd{then}", Urgency.LATE)
    if planned:
        first = planned[0]
        when = f"{wording.day(first.planned_on(on), today=on)} {first.time}".strip()
        past = due is not None and first.planned_on(on) > due
        return NextSession(when, Urgency.SOON if past else Urgency.PLAIN)
    return NextSession(f"due {wording.day(due, today=on)}" if due else "none planned", Urgency.SOON)


def _ordered(workers: list[WorkerPast], by_id: dict[int, WorkerPressure]) -> list[WorkerPast]:
    order = list(by_id)
    return sorted(workers, key=lambda worker: order.index(worker.id))


def _team_line(history: History, worker: WorkerPast, found: WorkerPressure, moment: Moment) -> TeamLine:
    pressure = found.pressure
    ages = [child.age(moment.today) for child in pressure.load.children]
    standing, urgency = standing_words(found, moment.today)
    return TeamLine(
        worker_id=worker.id,
        name=worker.name,
        stage=stage_words(worker, moment.today, moment.policy),
        stage_checked=worker.stage_checked,
        children=pressure.children,
        limit=pressure.limit,
        next_session=next_session(history, worker, moment),
        oldest_days=max(ages, default=None),
        standing=standing,
        standing_urgency=urgency,
    )


def stage_words(worker: WorkerPast, on: date, policy: Policy) -> str:
    """The stage in a word: `nq, month 4`, `agency worker`."""
    rule = policy.stage(worker.stage)
    if rule.has_steps:
        return f"{rule.short}, month {wording.months_between(worker.starts_on, on) + 1}"
    return f"agency {rule.short}" if worker.is_agency else rule.short


def standing_words(found: WorkerPressure, on: date) -> tuple[str, Urgency]:
    """The standing with its response: `stretched, response to 16 Mar`."""
    standing = found.pressure.standing
    if not standing.needs_response:
        return str(standing), Urgency.SOON if standing == "slipping" else Urgency.PLAIN
    if found.response is None:
        return f"{standing}, no response", Urgency.LATE
    until = f"{found.response.by.day} {found.response.by:%b}"
    if found.response.is_past:
        return f"{standing}, response was to {until}", Urgency.LATE
    return f"{standing}, response to {until}", Urgency.SOON


def _sessions(history: History, workers: list[WorkerPast], moment: Moment) -> list[Need]:
    needs = []
    on = moment.today
    for worker in workers:
        worker_id = worker.id
        if on_leave(worker.clock(on, moment.policy), on):
            continue
        due = history.next_session_due(worker_id, on)
        last = worker.last_held(on, moment.policy)
        held = f"last held {wording.day(last, today=on)}" if last else "none held yet"
        source = worker.terms(on, moment.policy).source
        why = f"Every {worker.terms(on, moment.policy).interval_days} days. {source}"
        late = moment.policy.days.between(due, on) if due else 0
        if due and late:
            what = f"supervision; {held}, due {wording.day(due, today=on)}"
            needs.append(_need(f"late {late} wd", Urgency.LATE, worker, what, why, (_SESSION, -late)))
        elif due and not worker.planned(on) and (due - on).days <= 7:
            what = f"supervision to be planned; {held}"
            needs.append(_need(f"due {due:%a}", Urgency.SOON, worker, what, why, (_SESSION, (due - on).days)))
        needs += [_today_or_unrecorded(worker, each.planned_on(on), on) for each in worker.unrecorded(on)]
        needs += [
            _need(
                "today",
                Urgency.SOON,
                worker,
                f"supervision at {each.time or 'no set time'}",
                why,
                (_SESSION, -1),
            )
            for each in worker.planned(on)
            if each.planned_on(on) == on
        ]
    return needs


def _today_or_unrecorded(worker: WorkerPast, planned_on: date, on: date) -> Need:
    what = f"supervision planned {wording.day(planned_on, today=on)} has passed: held, moved or cancelled?"
    why = "A planned session whose date has passed is shown until it is recorded, so that none is lost."
    return _need("unrecorded", Urgency.SOON, worker, what, why, (_UNRECORDED, (planned_on - on).days))


def _need(word: str, urgency: Urgency, worker: WorkerPast, what: str, why: str, rank: tuple[int, int]) -> Need:
    worker_id = worker.id
    return Need(word, urgency, worker.name, "", what, why, "session", str(worker_id), rank, worker_id)


def _children(history: History, moment: Moment) -> list[Need]:
    needs = []
    for child in history.open_children(moment.today):
        case = child.case(moment.today)
        age, interval = case.age(moment.today), case.interval(moment.policy)
        if age <= interval:
            continue
        seen = "since discussed" if case.last_discussed else "since allocated, never discussed"
        rule = moment.policy.plans[case.plan]
        source = moment.policy.source(f"plans.{case.plan}.interval_days")
        why = f"A {rule.words} is discussed every {interval} days here. Source: {source}"
        what = f"{age} days {seen}; the standard is {interval}"
        needs.append(
            Need(
                f"late {age - interval} d",
                Urgency.LATE,
                case.ref,
                case.plan,
                what,
                why,
                "child",
                case.ref,
                (_CHILD, -int(age / interval * 100)),
                child.worker_id(moment.today),
            )
        )
    return needs


def _directions(lines: list[DirectionLine], moment: Moment) -> list[Need]:
    return [
        Need(
            line.word,
            line.urgency,
            line.child,
            line.plan,
            f"“{line.text}” · owner: {line.owner}",
            f"Due {wording.full_day(line.due)}, given {wording.day(line.given_on, today=moment.today)}: {line.reason}"
            + (f". Drift: {line.drift}" if line.drift else ""),
            "direction",
            str(line.id),
            (_DIRECTION, -line.days_late),
        )
        for line in lines
        if line.urgency in (Urgency.LATE, Urgency.SOON)
    ]


def _checkpoints(history: History, moment: Moment) -> list[Need]:
    needs = []
    for child in history.open_children(moment.today):
        owed = owed_to(child, moment.today)
        if owed:
            days = (moment.today - owed.on).days
            what = f"no direction at {owed.checkpoint} ({wording.day(owed.on, today=moment.today)})"
            why = "Direction is due at allocation, at the end of assessment and at transfer."
            word, urgency = (f"late {days} d", Urgency.LATE) if days else ("today", Urgency.SOON)
            plan = child.case(moment.today).plan
            rank, worker_id = (_CHECKPOINT, -days), child.worker_id(moment.today)
            needs.append(Need(word, urgency, child.ref, plan, what, why, "child", child.ref, rank, worker_id))
    return needs


def _standings(view: PressureView) -> list[Need]:
    needs = []
    for each in view.workers:
        if each.owes_response:
            standing = each.pressure.standing
            late = each.response is not None
            what = f"{standing}: " + ("the response's date has passed" if late else "no response yet")
            why = standing_sentence(standing)
            rank = (_STANDING, 0)
            key = str(each.worker_id)
            needs.append(Need("answer", Urgency.LATE, each.name, "", what, why, "pressure", key, rank, each.worker_id))
    return needs


def _from_the_import(history: History, workers: list[WorkerPast], moment: Moment) -> list[Need]:
    """What an import leaves to the manager: children with nobody, and workers whose stage was assumed."""
    needs = []
    nobody = history.unallocated(moment.today)
    if nobody:
        who, ref = wording.count(len(nobody), "child", "children"), nobody[0].ref
        what = f"with nobody allocated, {ref} first: who takes them?"
        why = "In the council's export their worker is empty or a queue. They are on Review, filter: nobody."
        needs.append(Need("allocate", Urgency.SOON, who, "", what, why, "child", ref, (_IMPORTED, 0)))
    unchecked = [worker for worker in workers if not worker.stage_checked]
    if unchecked:
        who, first = wording.count(len(unchecked), "worker"), unchecked[0]
        what = "stage, hours and agreement were assumed at the import; e puts them right"
        why = "The export does not say who is newly qualified, senior or part-time. Limits and intervals depend on it."
        key = str(first.id)
        needs.append(Need("check", Urgency.SOON, who, "", what, why, "pressure", key, (_IMPORTED, 1), first.id))
    return needs
