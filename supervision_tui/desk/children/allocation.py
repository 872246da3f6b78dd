"""Children allocated to who leads: one, several side by side, handed over, left unallocated.

A child is owed a direction at allocation and at transfer (practice facts, section 3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.desk.find import check_is_open, find_child, find_worker, team_named
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.workload.statuses import team_loads
from supervision_tui.practice import wording
from supervision_tui.practice.supervision.cadence import on_leave
from supervision_tui.practice.supervision.caseload import WorkerLoad
from supervision_tui.practice.vocabulary import CaseRole, Checkpoint
from supervision_tui.practice.workload.model import Workload, assess
from supervision_tui.practice.workload.what_if import holder_of, with_lead_of, without
from supervision_tui.records import Allocation, Child
from supervision_tui.vault.store import can_be_undone, changes_records

from .roles import GO_WITH_THE_LEAD, end_roles

NEW_REFERRAL = "new referral"
CHANGE_REASONS = (
    NEW_REFERRAL,
    "workload",
    "worker leaves",
    "case transfer",
    "change of plan",
    "absence",
    "other",
)


@dataclass(frozen=True, slots=True)
class WorkerAfter:
    """A worker before and after an allocation: children against the limit, time needed.

    `counted` adds up shares by role. A fit is `None` without any time; it is time needed, of the
    time there is. `is_away` tells of a leave on that day; `stage` is the short word of it.
    """

    worker: str
    counted: tuple[float, float]
    limit: float
    fit: tuple[float | None, float | None]
    is_away: bool = False
    stage: str = ""

    @property
    def is_over(self) -> bool:
        """Tell whether the worker is over the limit afterwards."""
        return self.counted[1] > self.limit

    @property
    def takes_on(self) -> bool:
        """Tell whether the worker gets a child, or more of one."""
        return self.counted[1] > self.counted[0]

    @property
    def children_words(self) -> str:
        """`18 → 19 of 18`; one number where nothing changes."""
        before, after = self.counted
        if after == before:
            return wording.of_limit(before, self.limit)
        return f"{before:g} → {after:g} of {self.limit:g}"

    @property
    def time_words(self) -> str:
        """`1.3× → 1.4×`, the time needed of the time there is; one number where it stays."""
        before, after = (_times(each) for each in self.fit)
        if before == after:
            return before
        return f"{before} → {after}"

    def says(self) -> str:
        """In a line: `Eoin Marsh: 18 → 19 of 18: over the limit; time needed 1.3× → 1.4×`."""
        over = ": over the limit" if self.is_over else ""
        away = "; away today" if self.is_away else ""
        return f"{self.worker}: {self.children_words}{over}; time needed {self.time_words}{away}"


def numbers_after(
    session: Session, choices: Mapping[str, str], moment: Moment, *, whole_team: bool = False
) -> list[WorkerAfter]:
    """Work out what allocating children would do: to the workers it touches, or to all by name.

    `choices` maps references to workers' names. Raises `Refused`.
    """
    history = read_history(session, moment)
    before = {load.name: load for load in team_loads(history, moment).values()}
    after = dict(before)
    for ref, typed in choices.items():
        to = find_worker(session, typed).name
        if to in after:
            _give(after, history, find_child(session, ref), to, moment=moment)
    touched = [name for name in before if whole_team or after[name] is not before[name]]
    return [_numbers(before[name], after[name], moment) for name in touched]


def _give(
    loads: dict[str, WorkerLoad], history: History, child: Child, to: str, *, moment: Moment
) -> None:
    """Let a worker lead a child, in the loads that are tried."""
    found = holder_of(child.ref, loads.values())
    case = history.children[child.id or 0].case(moment.today, moment.policy)
    if found is not None and found[1].role in (CaseRole.LEAD, CaseRole.COVERING):
        giver, case = found
        if giver == to and case.role == CaseRole.LEAD:
            return
        loads[giver] = without(loads[giver], child.ref)
    loads[to] = with_lead_of(loads[to], case, moment.policy)


def _numbers(before: WorkerLoad, after: WorkerLoad, moment: Moment) -> WorkerAfter:
    then, now = (assess(load, moment.today, moment.policy) for load in (before, after))
    return WorkerAfter(
        worker=before.name,
        counted=(then.counted, now.counted),
        limit=now.limit,
        fit=(_finite(then), _finite(now)),
        is_away=on_leave(before.clock, moment.today),
        stage=moment.policy.stage(after.stage).short,
    )


@can_be_undone("the allocation")
@changes_records
def allocate(
    session: Session, refs: Sequence[str], worker: str, reason: str, moment: Moment
) -> Checkpoint:
    """Allocate children to a worker from today on; returns at which checkpoint a direction is due.

    Raises `Refused`.
    """
    if not refs:
        raise Refused("Say which child.")
    find_worker(session, worker)
    checkpoints = [_allocate(session, ref, worker, reason, moment) for ref in refs]
    return max(checkpoints, key=lambda each: each is Checkpoint.TRANSFER)


@can_be_undone("the allocations")
@changes_records
def allocate_each(
    session: Session, choices: Mapping[str, str], reason: str, moment: Moment
) -> dict[str, Checkpoint]:
    """Allocate several children, each to the worker chosen, all or none.

    `choices` maps references to workers' names; returns the checkpoint of each. Raises `Refused`.
    """
    if not choices:
        raise Refused("Choose a worker for a child first.")
    found = {}
    for ref, worker in choices.items():
        found[ref] = _allocate(session, ref, worker, reason, moment)
    return found


def _allocate(session: Session, ref: str, worker: str, reason: str, moment: Moment) -> Checkpoint:
    to, child = find_worker(session, worker), find_child(session, ref)
    check_is_open(child)
    there = allocation_on(session, child, moment.today)
    if there is not None and there.worker_id == to.id:
        raise Refused(f"{child.ref} is with {to.name} already.", field="worker")
    is_transfer = there is not None and there.team_id != to.team_id
    _give_to(session, child, to.id, team_id=to.team_id, reason=reason, moment=moment)
    moment.note(session, "allocate child", f"child {child.ref}", "worker, reason")
    if is_transfer:
        return Checkpoint.TRANSFER
    return Checkpoint.ALLOCATION


@can_be_undone("leaving them unallocated")
@changes_records
def leave_unallocated(session: Session, refs: Sequence[str], reason: str, moment: Moment) -> None:
    """Take children from their worker, and allocate them to nobody yet. Raises `Refused`."""
    if not refs:
        raise Refused("Say which child.")
    if not reason.strip():
        raise Refused("Say why nobody takes them on yet.", field="reason")
    for ref in refs:
        child = find_child(session, ref)
        check_is_open(child)
        there = allocation_on(session, child, moment.today)
        if there is None or there.worker_id is None:
            raise Refused(f"{child.ref} has no worker here already.", field="worker")
        _give_to(session, child, None, team_id=there.team_id, reason=reason, moment=moment)
        moment.note(session, "leave unallocated", f"child {child.ref}", "worker, reason")


@can_be_undone("the transfer of {0}")
@changes_records
def transfer(session: Session, ref: str, team: str, reason: str, moment: Moment) -> Checkpoint:
    """Hand a child over to another team, where nobody is allocated yet; a direction is due.

    Raises `Refused`.
    """
    child = find_child(session, ref)
    check_is_open(child)
    if not team.strip():
        raise Refused("Say to which team.", field="team")
    to = team_named(session, team)
    if to.id == child.team_id:
        raise Refused(f"{child.ref} is in {to.name} already.", field="team")
    child.team_id = to.id or 0
    session.add(child)
    _give_to(session, child, None, team_id=to.id or 0, reason=reason, moment=moment)
    moment.note(session, "transfer child", f"child {child.ref}", "team, reason")
    return Checkpoint.TRANSFER


def _give_to(
    session: Session,
    child: Child,
    worker_id: int | None,
    team_id: int,
    reason: str,
    *,
    moment: Moment,
) -> None:
    """End the allocation there is, and begin another today.

    One that began today itself is put right. Cover ends with the allocation, and so does a lead
    elsewhere, who held the child meanwhile, and any other role of the worker who now leads.
    """
    there = allocation_on(session, child, moment.today)
    _end_what_the_lead_replaces(session, child, worker_id, moment.today)
    if there is not None and there.starts_on == moment.today:
        there.worker_id, there.team_id, there.change_reason = worker_id, team_id, reason.strip()
        session.add(there)
        return
    if there is not None:
        there.ends_on, there.change_reason = moment.today, reason.strip()
        session.add(there)
    session.add(
        Allocation(
            child_id=child.id or 0, worker_id=worker_id, team_id=team_id, starts_on=moment.today
        )
    )
    if child.team_id != team_id:
        child.team_id = team_id
        session.add(child)
    session.flush()


def _end_what_the_lead_replaces(
    session: Session, child: Child, worker_id: int | None, on: date
) -> None:
    child_id = child.id or 0
    if worker_id is None:
        end_roles(session, child_id, on, (CaseRole.COVERING,))
        return
    end_roles(session, child_id, on, GO_WITH_THE_LEAD)
    end_roles(session, child_id, on, of=worker_id)


def allocation_on(session: Session, child: Child, on: date) -> Allocation | None:
    """The allocation of a child that has not ended by that day."""
    rows = (
        select(Allocation)
        .where(Allocation.child_id == child.id)
        .order_by(col(Allocation.starts_on).desc())
    )
    return next(
        (row for row in session.exec(rows) if row.ends_on is None or row.ends_on > on), None
    )


def _finite(found: Workload) -> float | None:
    if found.fit == float("inf"):
        return None
    return found.fit


def _times(fit: float | None) -> str:
    if fit is None:
        return "no time"
    return f"{fit:.1f}×"
