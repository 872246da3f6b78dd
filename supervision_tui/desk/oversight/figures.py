"""The records behind every figure of the oversight summary: a figure is how many there are, and
nothing else.

So what stands on the screen behind a figure is what was counted, and the export says the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain
from operator import attrgetter

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from supervision_tui.desk.audits.lines import ActionLine, AuditLine
from supervision_tui.desk.audits.themes import audits_tagged, discussions_tagged
from supervision_tui.desk.consultations.board import Consulted
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.worker import SessionHistory, WorkerHistory
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.training.board import course_statuses
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.direction.quality import drift, is_overdue
from supervision_tui.practice.figure_keys import CANCELLED, THEME
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.supervision.cadence import due_between, is_recovered, rebook_by
from supervision_tui.practice.supervision.caseload import Case
from supervision_tui.practice.supervision.record_time import sign_by
from supervision_tui.practice.vocabulary import OwnerKind, SessionState, Urgency
from supervision_tui.practice.workload.model import Workload
from supervision_tui.records import CaseDiscussion, DutyReturn, PressureResponse, SupervisionSession

from .decided import decided
from .filed import filed
from .record import Behind, Record
from .stability import first_allocations, same_lead

_OWNERS = {
    OwnerKind.WORKER: "worker",
    OwnerKind.MANAGER: "manager",
    OwnerKind.AGENCY: "partner agency",
}
_SPACES = " \t\r\n"
_AT_ONCE = 5_000  # rows
_HELPED = ("helped", "partly")


@dataclass(frozen=True, slots=True)
class PeriodEnd:
    """The last day of a period: each worker's workload, and whom consultations reached."""

    period: Period
    workloads: Mapping[int, Workload]
    consulted: Consulted


def records_of(
    session: Session, history: History, at_end: PeriodEnd, moment: Moment, audits: list[AuditLine]
) -> Behind:
    """All records behind the figures of a period, by the key of the figure."""
    behind: Behind = defaultdict(list)
    period = at_end.period
    _sessions(behind, history, period, moment)
    _sessions_due(behind, history, period)
    _children(behind, history, period, moment)
    _directions(behind, history, period)
    discussions = _discussions(behind, session, history, period)
    _workers(behind, at_end.workloads)
    _learning(behind, session, history, period, moment)
    _responses(behind, session, period)
    _consultations(behind, at_end.consulted)
    _audits(behind, audits, period, history.policy.on(period.last))
    _themes(behind, session, discussions, audits=audits, period=period, known=moment.today)
    decided(behind, session, period, moment)
    filed(behind, session, period, moment)
    return behind


def _sessions(behind: Behind, history: History, period: Period, moment: Moment) -> None:
    end = period.last
    for each in history.sessions.values():
        if each.counts_for_worker and each.is_known(end) and period.holds(each.planned_on(end)):
            record = Record("session", each.id, each.planned_on(end), each.worker_id)
            for key in _session_keys(each, history, end, is_over=end < moment.today):
                behind[key].append(record)


def _session_keys(
    each: SessionHistory, history: History, end: date, *, is_over: bool
) -> Iterator[str]:
    """Name the figures in which a planned session counts.

    `is_over` says that the last day has passed: else what is planned for it is still to come.
    """
    policy = history.policy.on(end)
    state, planned = each.state(end), each.planned_on(end)
    if state is SessionState.PLANNED and planned == end and not is_over:
        yield "sessions.to_come"
        return
    yield "sessions"
    if state is SessionState.HELD:
        yield from ("sessions.held", "sessions.to_hold")
        yield from _record_keys(each, end, policy)
        return
    yield "sessions.not_held"
    is_put_off = False
    if state is SessionState.MISSED:
        yield "sessions.missed"
    elif state is SessionState.CANCELLED:
        yield "sessions.cancelled"
        yield f"{CANCELLED}{each.cancel_reason or 'not given'}"
        held_days = history.workers[each.worker_id].held_days(end)
        is_put_off = is_recovered(planned, held_days, policy)
        yield from _rearranged_keys(is_put_off, rebook_by(planned, policy), end)
    else:
        yield "unrecorded"
    if not is_put_off:
        yield "sessions.to_hold"


def _rearranged_keys(is_rearranged: bool, by: date, end: date) -> Iterator[str]:
    """Name the figures of a cancelled session: judged when the time to hold it again is over."""
    if is_rearranged:
        yield from ("recovered", "recovery_judged")
    elif by < end:
        yield from ("not_recovered", "recovery_judged")
    else:
        yield "sessions.to_rearrange"


def _record_keys(held: SessionHistory, end: date, policy: Policy) -> Iterator[str]:
    """Name the figures of a held session's record: judged when it is signed or its time is over."""
    by = sign_by(held.day_held, policy)
    if held.signed_at is not None and held.is_signed(end):
        is_in_time = held.signed_at.date() <= by
        yield "records_in_time" if is_in_time else "records_late"
        yield "records_judged"
    elif by < end:
        yield from ("records_late", "records_judged")
    else:
        yield "records_to_sign"


def _sessions_due(behind: Behind, history: History, period: Period) -> None:
    """Count the sessions due by agreement, cadence and leave, whether anybody planned them or not.

    Of a worker's sessions due so many were held as the worker had in the period.
    """
    eve, policy = period.first - timedelta(days=1), history.policy.on(period.last)
    for worker in history.workers.values():
        if not _was_here(worker, period):
            continue
        last = period.last
        if worker.left_on is not None:
            last = min(last, worker.left_on - timedelta(days=1))
        clock = replace(worker.clock(last, policy), last_held=worker.last_held(eve, policy))
        held = sum(period.holds(day) for day in worker.held_days(period.last))
        for number, day in enumerate(due_between(clock, period.first, last, policy)):
            record = Record("due", worker.id, day, worker.id, words="a session was due")
            behind["sessions.due"].append(record)
            key = "sessions.due_held" if number < held else "sessions.due_short"
            behind[key].append(record)


def _children(behind: Behind, history: History, period: Period, moment: Moment) -> None:
    end, policy = period.last, moment.policy.on(period.last)
    cases = [(child, child.case(end, policy)) for child in history.open_children(end)]
    for child, case in sorted(cases, key=lambda each: (-each[1].age(end), each[0].ref)):
        since = "" if case.last_discussed else " since allocation, not discussed yet"
        words = f"{case.age(end)} days{since}; every {case.interval(policy)} days"
        record = Record(
            "child",
            child.id,
            case.discussed_or_allocated,
            worker_id=child.held_by(end),
            ref=child.ref,
            words=words,
        )
        behind["children"].append(record)
        behind[_discussed_key(case, end, policy)].append(record)
        if child.is_unallocated(end):
            behind["children.unallocated"].append(record)
        is_same = same_lead(child, end)
        if is_same is not None:
            behind["children.led"].append(record)
            behind["children.one_lead" if is_same else "children.new_lead"].append(record)
    for each in first_allocations(history, period):
        behind["allocated"].append(
            Record("child", each.child.id, each.on, each.worker_id, each.child.ref, each.says)
        )


def _discussed_key(case: Case, end: date, policy: Policy) -> str:
    """Name the figure in which a child counts: past, in time, or not discussed yet."""
    if case.is_past_interval(end, policy):
        return "children.past"
    if case.last_discussed is None:
        return "children.not_yet"
    return "children.within"


def _directions(behind: Behind, history: History, period: Period) -> None:
    end, policy = period.last, history.policy.on(period.last)
    held_by = {child.id: child.held_by(end) for child in history.children.values()}
    told = [
        past
        for past in history.directions.values()
        if period.holds(past.given_on) or past.is_open(end)
    ]
    for past in sorted(told, key=attrgetter("id")):  # in the order in which they were given
        is_given, is_open = period.holds(past.given_on), past.is_open(end)
        child = history.children[past.child_id]
        record = Record("direction", past.id, past.given_on, held_by[child.id], child.ref)
        if is_given:
            behind["directions"].append(record)
            key = "lazy" if past.is_lazy else "not_lazy"
            behind[key].append(record)
        if is_open and (facts := past.facts(end, child.discussed)) is not None:
            behind["directions.open"].append(record)
            if is_overdue(facts, end):
                behind["overdue"].append(record)
                behind[
                    f"overdue.{_OWNERS.get(OwnerKind(past.owner_kind), past.owner_kind)}"
                ].append(record)
            why = drift(facts, end, policy)
            if why is not None:
                behind["drifting"].append(
                    Record(
                        "direction",
                        past.id,
                        past.given_on,
                        worker_id=record.worker_id,
                        ref=child.ref,
                        words=why,
                    )
                )


def _discussions(
    behind: Behind, session: Session, history: History, period: Period
) -> dict[int, Record]:
    """Give every child's part of the period's sessions by number, the undiscussed among them."""
    found = {}
    d, s = CaseDiscussion, SupervisionSession
    wanted = (
        select_columns(
            col(d.id), col(d.session_id), col(d.child_id), col(d.discussed), col(d.is_reflective)
        )
        .add_columns(
            func.trim(d.voice, _SPACES) != "", col(d.seconds), col(s.held_on), col(s.worker_id)
        )
        .join(SupervisionSession, col(d.session_id) == s.id)
        .where(col(SupervisionSession.held_on) >= period.first)
        .where(col(SupervisionSession.held_on) <= period.last)
        .order_by(col(SupervisionSession.held_on), col(CaseDiscussion.id))
    )
    rows = chain.from_iterable(session.connection().execute(wanted).partitions(_AT_ONCE))
    for (
        discussion_id,
        session_id,
        child_id,
        discussed,
        is_reflective,
        has_voice,
        seconds,
        held_on,
        worker_id,
    ) in rows:
        record = Record(
            "discussion", session_id, held_on, worker_id, history.children[child_id].ref
        )
        found[discussion_id] = record
        if discussed:
            behind["discussions"].append(record)
            key = "reflective" if is_reflective else "not_reflective"
            behind[key].append(record)
            key = "voice" if has_voice else "no_voice"
            behind[key].append(record)
            if seconds is None:
                behind["untimed"].append(record)
            else:
                behind["timed"].append(
                    Record(
                        "discussion",
                        session_id,
                        held_on,
                        worker_id=worker_id,
                        ref=record.ref,
                        minutes=seconds / 60,
                    )
                )
    return found


def _workers(behind: Behind, workloads: Mapping[int, Workload]) -> None:
    for worker_id, workload in workloads.items():
        record = Record("worker", worker_id, None, worker_id)
        behind["workers"].append(record)
        overdue = workload.signal("session-overdue").value > 0
        key = "workers.overdue" if overdue else "workers.in_time"
        behind[key].append(record)
        behind[f"standing.{workload.status}"].append(record)


def _learning(
    behind: Behind, session: Session, history: History, period: Period, moment: Moment
) -> None:
    """Training and duty of the period, as they were known on its last day or today."""
    end = Moment(period.last, moment.now, moment.policy)
    theirs = [worker for worker in history.workers.values() if _was_here(worker, period)]
    # What was recorded after the period still belongs to its day.
    _missed_trainings(behind, theirs, period, end, known=max(moment.today, period.last))
    _courses(behind, history, end)
    here = {worker.id for worker in theirs}
    for row in session.exec(select(DutyReturn).order_by(col(DutyReturn.on_date))):
        if row.worker_id in here and period.holds(row.on_date):
            words = f"{row.pieces} unfinished"
            behind["back_on_duty_unfinished"].append(
                Record("duty", row.worker_id, row.on_date, worker_id=row.worker_id, words=words)
            )


def _missed_trainings(
    behind: Behind, workers: list[WorkerHistory], period: Period, end: Moment, *, known: date
) -> None:
    family = end.policy.workload.family
    for worker in workers:
        for training in worker.trainings:
            missed = training.missed(known)
            if missed is None or not period.holds(missed.on):
                continue
            words = training.title
            if missed.reason:
                words = f"{training.title}: {missed.reason}"
            record = Record("training", training.id, missed.on, worker_id=worker.id, words=words)
            behind["missed"].append(record)
            key = "missed_for_workload" if missed.is_workload(family) else "missed_other"
            behind[key].append(record)


def _courses(behind: Behind, history: History, end: Moment) -> None:
    for worker in history.current_workers(end.today):
        for course, status in course_statuses(worker, end).items():
            record = Record("course", worker.id, None, worker_id=worker.id, words=str(course))
            behind["courses"].append(record)
            is_late = status.urgency is Urgency.LATE
            key = "courses_late" if is_late else "courses_in_time"
            behind[key].append(record)


def _was_here(worker: WorkerHistory, period: Period) -> bool:
    """Tell whether a worker was here on any day of a period, those who left in it among them."""
    return worker.known_since <= period.last and (
        worker.left_on is None or worker.left_on > period.first
    )


def _responses(behind: Behind, session: Session, period: Period) -> None:
    for row in session.exec(select(PressureResponse).order_by(col(PressureResponse.given_on))):
        if period.holds(row.given_on):
            record = Record(
                "response",
                row.worker_id,
                row.given_on,
                worker_id=row.worker_id,
                ref="",
                words=row.text,
            )
            behind["responses"].append(record)
            if "head of service" in row.told.casefold():
                behind["asks"].append(record)
        if row.reviewed_on is not None and period.holds(row.reviewed_on):
            record = Record(
                "response",
                row.worker_id,
                row.reviewed_on,
                worker_id=row.worker_id,
                ref="",
                words=row.helped_words or row.text,
            )
            key = "responses.helped" if row.helped in _HELPED else "responses.not"
            behind[key].append(record)


def _consultations(behind: Behind, found: Consulted) -> None:
    for key, lines in (
        ("consultations", found.held),
        ("consultations.requested", found.requested),
        ("unmet", found.unmet),
        ("follow_ups_due", found.follow_ups_due),
        ("followed_up", found.followed_up),
    ):
        for line in lines:
            on = line.dates.held or line.dates.requested
            words = line.question or line.theme
            behind[key].append(
                Record(
                    "consultation",
                    line.id,
                    on,
                    worker_id=line.worker_id,
                    ref=" ".join(line.children),
                    words=words,
                )
            )
    behind["children_reached"] += [
        Record("child", 0, None, None, ref) for ref in found.children_reached
    ]
    behind["workers_reached"] += [
        Record("worker", each, None, each) for each in found.workers_reached
    ]


def _audits(behind: Behind, audits: Iterable[AuditLine], period: Period, policy: Policy) -> None:
    for each in audits:
        if not period.holds(each.on):
            continue
        record = Record(
            "audit",
            each.id,
            each.on,
            worker_id=each.worker_id,
            ref=each.child,
            words=f"{each.kind}: {each.grade_on(period.last)}",
        )
        counted = each.grade_on(period.last)
        behind["audits"].append(record)
        behind[f"audits.{counted}"].append(record)
        for key in _moderation_keys(each, period.last, policy):
            behind[key].append(record)
        key = "audits_good" if counted.is_good else "audits_not_good"
        behind[key].append(record)
        for action in each.actions_by(period.last):
            what = Record(
                "audit",
                each.id,
                action.due,
                worker_id=each.worker_id,
                ref=each.child,
                words=action.text,
                days=(period.last - action.given_on).days,
            )
            for key in _action_keys(action, period.last):
                behind[key].append(what)


def _moderation_keys(each: AuditLine, end: date, policy: Policy) -> Iterator[str]:
    """Name the figures of a second grade: judged when there is one, or its time is over."""
    if each.is_moderated(end):
        yield from ("moderated", "moderation_judged")
        is_agreed = each.moderated_grade is each.grade
        yield "moderated_agreed" if is_agreed else "moderated_differed"
        if each.is_lower_the_second_time:
            yield "moderated_lower"
    elif policy.days.add(each.on, policy.oversight.second_grade_working_days) < end:
        yield from ("not_moderated", "moderation_judged")
    else:
        yield "moderation_to_come"


def _action_keys(action: ActionLine, end: date) -> Iterator[str]:
    """Name the figures of a required action as it stood on the last day."""
    yield "required"
    if action.is_done_by(end):
        is_in_time = action.closed_on is not None and action.closed_on <= action.due_as_of(end)
        yield from ("required_done", "required_judged")
        yield "required_in_time" if is_in_time else "required_late"
        return
    yield "required_not_done"
    if action.is_closed_by(end):
        yield "required_withdrawn"
        return
    yield "required_open"
    if action.due_as_of(end) < end:
        yield from ("required_judged", "required_late")
    else:
        yield "required_to_come"


def _themes(
    behind: Behind,
    session: Session,
    discussions: Mapping[int, Record],
    audits: Iterable[AuditLine],
    period: Period,
    *,
    known: date,
) -> None:
    by_id = {each.id: each for each in audits}
    tagged: list[tuple[str, Record]] = []
    for tag, found in discussions_tagged(session, discussions, known):
        tagged.append((tag, discussions[found]))
    for tag, found in audits_tagged(session, period.first, period.last, known):
        if found in by_id:
            line = by_id[found]
            tagged.append(
                (
                    tag,
                    Record(
                        "audit",
                        line.id,
                        line.on,
                        worker_id=line.worker_id,
                        ref=line.child,
                        words=str(line.kind),
                    ),
                )
            )
    counts = Counter(tag for tag, _ in tagged)
    for tag, record in sorted(
        tagged, key=lambda each: (-counts[each[0]], each[0], each[1].on or date.min)
    ):
        behind[f"{THEME}{tag}"].append(record)
