"""The manager's to-dos: late and coming sessions, children, directions, dates, standings, what an
import left.

One ranked list, worst first. Each need says how late, who, what, why, and where it leads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from sqlmodel import Session

from supervision_tui.desk.children.review import outstanding_direction_of
from supervision_tui.desk.children.roles import waiting_of
from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.directions.lines import DirectionLine, directions_to_look_at, taken_up
from supervision_tui.desk.history.child import ChildHistory
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.worker import SessionHistory, WorkerHistory
from supervision_tui.desk.manager import the_manager
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.workers.absence_view import AbsenceView, absences, names_of_absent
from supervision_tui.desk.workload.statuses import WorkerStatus
from supervision_tui.practice import wording
from supervision_tui.practice.children.dates_due import DateDue
from supervision_tui.practice.direction.owners import owner_kind
from supervision_tui.practice.supervision.cadence import (
    is_recovered,
    next_due,
    on_leave,
    overdue_working_days,
    rebook_by,
)
from supervision_tui.practice.vocabulary import OwnerKind, SessionState, Urgency
from supervision_tui.practice.workload.model import status_sentence

from .view import YOU, ActKind, ToDo

# What is ranked before what, where both are as urgent: a flag without an answer first.
(
    _UNALLOCATED, _AWAY, _STANDING, _UNRECORDED, SESSION_RANK, _CHILD, _DIRECTION, _DATE,
    FILE_RANK, CONSULTATION_RANK, LEARNING_RANK, _CHECKPOINT, _IMPORTED, _NOT_KNOWN,
) = range(14)  # fmt: skip


def find_needs(
    session: Session, history: History, statuses: Sequence[WorkerStatus], moment: Moment
) -> list[ToDo]:
    """Find what sessions, children, directions, dates and statuses ask of the manager."""
    workers = history.current_workers(moment.today)
    absent = names_of_absent(session, history, moment)
    lines = directions_to_look_at(session, moment, history, absent)
    return [
        *_unallocated(history, moment),
        *_absences(session, lines, moment),
        *_sessions(workers, moment),
        *_children(history, moment),
        *_directions(session, history, lines, moment),
        *_dates(history, taken_up(session, moment), moment),
        *_checkpoints(history, moment),
        *_statuses(statuses),
        *_from_the_import(workers),
    ]


def _unallocated(history: History, moment: Moment) -> list[ToDo]:
    """The children without a worker, with how long each has waited."""
    on, policy = moment.today, moment.policy
    why = (
        "‹today.allocate› allocates them side by side. Until then the manager holds them. "
        f"{policy.source('children.allocate_within_days')}"
    )
    needs = []
    for child in history.unallocated(on):
        waiting = waiting_of(child, on, policy)
        if waiting is None:
            continue
        days = waiting.days(on)
        urgency = Urgency.SOON
        if days > policy.children.allocate_within_days:
            urgency = Urgency.LATE
        needs.append(
            ToDo(
                act=ActKind.ALLOCATE,
                word=waiting.short(on),
                urgency=urgency,
                who=child.ref,
                plan=_plans(child, moment),
                what=f"unallocated; {waiting.says(on)}",
                why=why,
                leads_to=Destination(RecordKind.UNALLOCATED),
                rank=(_UNALLOCATED, -days),
            )
        )
    return needs


def _absences(session: Session, lines: Sequence[DirectionLine], moment: Moment) -> list[ToDo]:
    """Workers who are away: children without cover, directions in between, what comes back."""
    needs = []
    for each in absences(session, moment, lines):
        parts = []
        if not each.is_over and each.uncovered:
            children = wording.count(each.uncovered, "child", "children")
            parts.append(f"nobody covers {children}")
        if not each.is_over and each.unanswered:
            directions = wording.count(each.unanswered, "open direction")
            parts.append(f"{directions} to hand on or put off")
        if each.sessions:
            sessions = wording.count(len(each.sessions), "session")
            parts.append(f"{sessions} to move or cancel")
        if each.is_over and each.coming_back:
            directions = wording.count(each.coming_back, "direction")
            parts.append(f"is back: {directions} to take back")
        if parts:
            needs.append(_absence(each, wording.listing(parts), moment))
    return needs


def _absence(each: AbsenceView, what: str, moment: Moment) -> ToDo:
    word, urgency = "away", Urgency.SOON
    if each.is_over:
        word = "back"
    elif each.first <= moment.today:
        urgency = Urgency.LATE
    return ToDo(
        act=ActKind.COVER,
        word=word,
        urgency=urgency,
        who=each.worker,
        what=f"{each.says(moment.today)}: {what}",
        why="While a worker is away somebody covers each child; it is no change of worker.",
        leads_to=Destination(RecordKind.ABSENCE, str(each.worker_id)),
        rank=(_AWAY, -each.uncovered),
        worker_id=each.worker_id,
    )


def _sessions(workers: list[WorkerHistory], moment: Moment) -> list[ToDo]:
    needs = []
    on = moment.today
    for worker in workers:
        clock, terms = worker.clock(on, moment.policy), worker.terms(on, moment.policy)
        if on_leave(clock, on):
            continue
        due, late = next_due(clock, moment.policy), overdue_working_days(clock, on, moment.policy)
        last = clock.last_held
        held = f"last held {wording.day(last, today=on)}" if last else "none held yet"
        why = f"Every {terms.interval_days} days. {terms.source}"
        if due and late:
            what = f"supervision; {held}, due {wording.day(due, today=on)}"
            needs.append(
                worker_need(
                    worker,
                    act=ActKind.SUPERVISE,
                    word=wording.late_by(late, "wd"),
                    urgency=Urgency.LATE,
                    what=what,
                    why=why,
                    rank=(SESSION_RANK, -late),
                )
            )
        elif due and not worker.planned(on) and (due - on).days <= 7:
            what = f"supervision to be planned; {held}"
            needs.append(
                worker_need(
                    worker,
                    act=ActKind.SUPERVISE,
                    word=f"due {due:%a}",
                    urgency=Urgency.SOON,
                    what=what,
                    why=why,
                    rank=(SESSION_RANK, (due - on).days),
                )
            )
        needs += _to_rebook(worker, moment)
        needs += [
            _today_or_unrecorded(worker, each.planned_on(on), on) for each in worker.unrecorded(on)
        ]
        needs += [
            worker_need(
                worker,
                act=ActKind.SUPERVISE,
                word="today",
                urgency=Urgency.SOON,
                what=f"supervision at {each.time_on(on) or 'no set time'}",
                why=why,
                rank=(SESSION_RANK, -1),
            )
            for each in worker.planned(on)
            if each.planned_on(on) == on
        ]
    return needs


def _to_rebook(worker: WorkerHistory, moment: Moment) -> list[ToDo]:
    """Cancelled sessions that can still be held again in time, and for which no day is planned."""
    on = moment.today
    planned = [each.planned_on(on) for each in worker.planned(on)]
    held = worker.held_days(on)
    needs = []
    # Days; further back none can be recovered.
    farthest = 2 * moment.policy.session.rebook_within_working_days + 14
    for each in worker.recent(on, farthest):
        lost_on = each.planned_on(on)
        until = rebook_by(lost_on, moment.policy)
        is_open = each.state(on) is SessionState.CANCELLED and on <= until
        if (
            is_open
            and not is_recovered(lost_on, held, moment.policy)
            and not any(day <= until for day in planned)
        ):
            needs.append(_rebook(worker, each, moment))
    return needs


def _rebook(worker: WorkerHistory, lost: SessionHistory, moment: Moment) -> ToDo:
    on, lost_on = moment.today, lost.planned_on(moment.today)
    until = rebook_by(lost_on, moment.policy)
    because = f" ({lost.cancel_reason})" if lost.cancel_reason else ""
    lost_day, last_day = wording.day(lost_on, today=on), wording.day(until, today=on)
    what = f"supervision of {lost_day} was cancelled{because}: hold it by {last_day}"
    why = (
        f"Held in time it counts as rearranged. "
        f"{moment.policy.source('session.rebook_within_working_days')}"
    )
    return worker_need(
        worker,
        act=ActKind.SUPERVISE,
        word=f"rearrange by {until:%a}",
        urgency=Urgency.SOON,
        what=what,
        why=why,
        rank=(SESSION_RANK, (until - on).days),
    )


def _today_or_unrecorded(worker: WorkerHistory, planned_on: date, on: date) -> ToDo:
    what = (
        f"supervision planned {wording.day(planned_on, today=on)} has passed: held, moved or "
        f"cancelled?"
    )
    why = "Say whether it was held, cancelled or missed."
    return worker_need(
        worker,
        act=ActKind.RECORD,
        word="to record",
        urgency=Urgency.SOON,
        what=what,
        why=why,
        rank=(_UNRECORDED, (planned_on - on).days),
    )


def worker_need(
    worker: WorkerHistory,
    *,
    act: ActKind,
    word: str,
    urgency: Urgency,
    what: str,
    why: str,
    rank: tuple[int, int],
    leads_to: Destination | None = None,
) -> ToDo:
    """A need about a worker, which leads to the worker's sessions where nothing else is given."""
    return ToDo(
        act=act,
        word=word,
        urgency=urgency,
        who=worker.name,
        what=what,
        why=why,
        leads_to=leads_to or Destination(RecordKind.SESSIONS, str(worker.id)),
        rank=rank,
        worker_id=worker.id,
    )


def _children(history: History, moment: Moment) -> list[ToDo]:
    needs = []
    for child in history.open_children(moment.today):
        case = child.case(moment.today, moment.policy)
        age, interval = case.age(moment.today), case.interval(moment.policy)
        if age <= interval:
            continue
        seen = "since allocated, never discussed"
        if case.last_discussed:
            seen = "since discussed"
        plan = case.plan_of_interval(moment.policy)
        rule = moment.policy.plan(plan)
        code = plan if plan in moment.policy.plans else "cin"
        source = moment.policy.source(f"plans.{code}.interval_days")
        why = f"A {rule.words} is discussed every {interval} days here. Source: {source}"
        what = f"{age} days {seen}; every {interval} days"
        needs.append(
            ToDo(
                act=ActKind.SUPERVISE,
                word=wording.late_by(age - interval),
                urgency=Urgency.LATE,
                who=case.ref,
                plan=moment.policy.plans_shown(case.plans),
                what=what,
                why=why,
                leads_to=Destination.of_child(case.ref),
                rank=(_CHILD, -int(age / interval * 100)),
                worker_id=child.held_by(moment.today),
            )
        )
    return needs


def _directions(
    session: Session, history: History, lines: list[DirectionLine], moment: Moment
) -> list[ToDo]:
    needs = []
    manager = the_manager(session).name
    ids = {worker.name: worker.id for worker in history.current_workers(moment.today)}
    for line in lines:
        if line.urgency not in (Urgency.LATE, Urgency.SOON):
            continue
        given = wording.day(line.given_on, today=moment.today)
        drift = f". Drift: {line.drift}" if line.drift else ""
        owner = line.owner
        if owner_kind(owner, (), (manager,)) is OwnerKind.MANAGER:
            owner = YOU
        needs.append(
            ToDo(
                act=ActKind.DIRECTIONS,
                by=owner,
                word=line.word,
                urgency=line.urgency,
                who=line.child,
                plan=line.plan,
                what=f"“{line.text}” · owner: {line.owner}",
                why=f"Due {wording.full_day(line.due)}, given {given}: {line.reason}{drift}",
                leads_to=Destination(RecordKind.DIRECTION, str(line.id), line.child),
                rank=(_DIRECTION, -line.days_late),
                worker_id=ids.get(line.worker or ""),
            )
        )
    return needs


def _dates(history: History, taken: Collection[tuple[str, str]], moment: Moment) -> list[ToDo]:
    """Dates due of children, late or soon, where no open direction takes them up.

    And those not known, in a line. `taken` are taken up: a child's reference, the date's code.
    """
    soon = moment.today + timedelta(days=moment.policy.directions.due_soon_days)
    needs: list[ToDo] = []
    not_known: Counter[str] = Counter()
    for child in history.open_children(moment.today):
        for each in history.dates_due(child, moment.today, up_to=soon):
            if each.is_length or (child.ref, each.code) in taken:
                continue
            if each.is_known:
                needs.append(_date_due(child, each, moment))
            else:
                not_known[each.words] += 1
    return [*needs, *_not_known(not_known)]


def _not_known(found: Counter[str]) -> list[ToDo]:
    """Dates of which no source could have told: a line for each kind, and they count nowhere."""
    return [
        ToDo(
            act=ActKind.NOT_KNOWN,
            word="not known",
            urgency=Urgency.QUIET,
            who=wording.count(many, words),
            plan="",
            what="the files do not say whether they were held",
            why="No source here can tell, so none of them is called late or counted. “It was "
            "held” goes through them.",
            leads_to=Destination(RecordKind.DATES_NOT_KNOWN, words),
            rank=(_NOT_KNOWN, -many),
        )
        for words, many in found.most_common()
    ]


def _plans(child: ChildHistory, moment: Moment) -> str:
    return moment.policy.plans_shown(child.statuses(moment.today, moment.policy))


def _date_due(child: ChildHistory, each: DateDue, moment: Moment) -> ToDo:
    on = moment.today
    days = (on - each.due).days
    word, urgency = wording.due_words(each.due, on, on_the_day="due today")
    due = wording.day(each.due, today=on)
    act = ActKind.MEETINGS
    if moment.policy.events[each.held_event].is_visit:
        act = ActKind.VISITS
    return ToDo(
        act=act,
        word=word,
        urgency=urgency,
        who=child.ref,
        plan=_plans(child, moment),
        what=f"{each.words} by {due}: {each.because(on)}",
        why=f"It follows from the dates on record. {each.source}",
        leads_to=Destination(RecordKind.DATE_DUE, each.code, child.ref),
        rank=(_DATE, -days),
        worker_id=child.held_by(on),
    )


def _checkpoints(history: History, moment: Moment) -> list[ToDo]:
    needs = []
    for child in history.open_children(moment.today):
        outstanding = outstanding_direction_of(child, moment.today)
        if outstanding:
            days = (moment.today - outstanding.on).days
            since = wording.day(outstanding.on, today=moment.today)
            what = f"no direction at {outstanding.checkpoint} ({since})"
            why = "Direction is due at allocation, at the end of assessment and at transfer."
            word, urgency = wording.due_words(outstanding.on, moment.today)
            plan = _plans(child, moment)
            rank, worker_id = (_CHECKPOINT, -days), child.held_by(moment.today)
            leads_to = Destination.of_child(child.ref)
            needs.append(
                ToDo(
                    act=ActKind.DECIDE,
                    word=word,
                    urgency=urgency,
                    who=child.ref,
                    plan=plan,
                    what=what,
                    why=why,
                    leads_to=leads_to,
                    rank=rank,
                    worker_id=worker_id,
                )
            )
    return needs


def _statuses(workers: Iterable[WorkerStatus]) -> list[ToDo]:
    needs = []
    for each in workers:
        if each.owes_response:
            status = each.workload.status
            if each.response is not None:
                continue  # it comes back on its own day, to be looked at again
            what = f"{status.words}: no manager's response yet; ‹today.respond› to respond"
            why = status_sentence(status)
            rank = (_STANDING, 0)
            leads_to = Destination.of_worker(each.worker_id)
            needs.append(
                ToDo(
                    act=ActKind.DECIDE,
                    word="respond",
                    urgency=Urgency.LATE,
                    who=each.name,
                    what=what,
                    why=why,
                    leads_to=leads_to,
                    rank=rank,
                    worker_id=each.worker_id,
                )
            )
    return needs


def _from_the_import(workers: list[WorkerHistory]) -> list[ToDo]:
    """List what an import leaves to do: workers whose stage was assumed."""
    needs = []
    unchecked = [worker for worker in workers if not worker.stage_checked]
    if unchecked:
        who = wording.count(len(unchecked), "worker")
        what = "stage and hours were assumed at the import; ‹today.worker› checks all in one table"
        why = (
            "The export does not say who is newly qualified, senior or part-time. Limits and "
            "intervals depend on it."
        )
        leads_to = Destination(RecordKind.UNCHECKED)
        needs.append(
            ToDo(
                act=ActKind.CHECK,
                word="check",
                urgency=Urgency.SOON,
                who=who,
                what=what,
                why=why,
                leads_to=leads_to,
                rank=(_IMPORTED, 1),
            )
        )
    return needs
