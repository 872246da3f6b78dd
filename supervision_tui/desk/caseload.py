"""The caseload as a council's export has it, against what the vault holds: preview first, then one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.practice import wording
from supervision_tui.practice.terms import Plan
from supervision_tui.records import (
    Allocation,
    Child,
    FamilyGroup,
    PlanEpisode,
    RagEntry,
    Team,
    TriggerDate,
    Worker,
    WorkerAlias,
)

from .clock_ahead import last_import, says_it_was_ahead, was_ahead
from .moment import Moment
from .names import close_names, normal_name

NO_TEAM = "Team not given"


class ImportRefused(Exception):
    """A file cannot be taken; the message says why and what to do. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """An open child as a file has it. `dates` holds the latest date of each event of the policy.

    Without a team a child who is here stays in its own; where `says_plan` is false the plan stays as it is, too.
    `allocated_on` is the day since when the worker has the child, `change_reason` why the one before has not.
    """

    ref: str
    plan: Plan
    worker: str | None
    team: str
    name: str | None = None
    born: date | None = None
    sex: str | None = None
    plan_start: date | None = None
    category: str = ""
    family: str | None = None
    dates: Mapping[str, date] = field(default_factory=dict)
    rag: str | None = None
    says_plan: bool = True
    allocated_on: date | None = None
    change_reason: str = ""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not taken: where it stands, what was wrong with which value, and its cells as they are."""

    list_name: str
    row: int
    column: str
    value: str
    reason: str
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseloadFile:
    """What was read from one or more files: open children, closed references, rejects, warnings, rows a list.

    `named` holds every reference that the file speaks of as open, taken or not: such a child is never missing.
    `teams` holds the teams that were asked for, folded; empty for all.
    """

    name: str
    rows: tuple[CaseloadRow, ...]
    closed: frozenset[str]
    rejected: tuple[RejectedRow, ...]
    warnings: tuple[str, ...]
    lists: Mapping[str, int]
    named: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()
    source: str = "Annex A"

    def of_teams(self, teams: Iterable[str]) -> CaseloadFile:
        """Only the children of these teams; all where none is named. Raises `ImportRefused` for a team not in it."""
        wanted = frozenset(team.casefold().strip() for team in teams)
        there = sorted({row.team for row in self.rows})
        unknown = wanted - {team.casefold() for team in there}
        if unknown:
            raise ImportRefused(
                f"No child in this file is in the team “{min(unknown)}”. Its teams: {', '.join(there)}."
            )
        rows = tuple(row for row in self.rows if not wanted or row.team.casefold() in wanted)
        return replace(self, rows=rows, teams=wanted)


@dataclass(frozen=True, slots=True)
class Change:
    """One child that the import would change: `kind` is new, moved, changed or missing; `says` is for a person.

    `fields` are the details that a change is of, in words.
    """

    kind: str
    ref: str
    says: str
    from_worker: str | None = None
    to_worker: str | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NearName:
    """A worker's name in the file that is spelled like a worker here; they are one only on the manager's yes."""

    in_file: str
    here: str


@dataclass(frozen=True, slots=True)
class WorkerCount:
    """A worker's children before and after the import; `is_new` where the worker is not here yet."""

    name: str
    before: int
    after: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do; nothing has been changed."""

    file: str
    lists: Mapping[str, int]
    changes: tuple[Change, ...]
    unchanged: int
    unallocated: tuple[str, ...]
    rejected: tuple[RejectedRow, ...]
    warnings: tuple[str, ...]
    workers: tuple[WorkerCount, ...]
    near_names: tuple[NearName, ...]
    applied: bool = False

    def count(self, kind: str) -> int:
        """How many children are new, moved, changed or missing."""
        return sum(change.kind == kind for change in self.changes)

    def says_what_was_done(self, *, closed_missing: bool) -> str:
        """Sum up what was taken, rejected rows first: `2 rows rejected. Imported: 133 changed (name 133).`"""
        done = [f"{self.count(kind)} {kind}" for kind in ("new", "moved") if self.count(kind)]
        if self.count("changed"):
            fields = Counter(field for change in self.changes for field in change.fields)
            of_what = ", ".join(f"{field} {number}" for field, number in fields.most_common())
            done.append(f"{self.count('changed')} changed{f' ({of_what})' if of_what else ''}")
        if closed_missing and self.count("missing"):
            done.append(f"{self.count('missing')} closed")
        rejected = f"{wording.count(len(self.rejected), 'row')} rejected. " if self.rejected else ""
        return f"{rejected}Imported: {', '.join(done) or 'nothing changed'}."

    @property
    def changes_nothing(self) -> bool:
        """Whether the file holds nothing that the vault does not have (missing children are only asked about)."""
        return all(change.kind == "missing" for change in self.changes)


@dataclass(slots=True)
class CaseloadHere:
    """The state of the vault that an import is held against."""

    children: dict[str, Child]
    allocations: dict[int, Allocation]
    plans: dict[int, PlanEpisode]
    dates: dict[int, dict[str, set[date]]]
    workers: dict[str, Worker]
    names: dict[int, str]
    teams: dict[str, Team]
    families: dict[str, FamilyGroup]
    rags: dict[int, str]


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What is to be done with one row."""

    row: CaseloadRow
    child: Child | None
    kinds: tuple[str, ...]
    fields: tuple[str, ...] = ()


def preview_caseload(
    session: Session, file: CaseloadFile, moment: Moment, accepted: Mapping[str, str] | None = None
) -> Preview:
    """What taking this file would change. `accepted` maps names in the file to workers here, as the manager said.

    Raises `ImportRefused` for a day before the last import.
    """
    check_not_before_last(session, moment)
    found = read_here(session)
    preview = preview_of(file, found, plan_rows(file, found, accepted or {}), moment, accepted or {})
    return replace(preview, warnings=(*says_it_was_ahead(session, moment), *preview.warnings))


def check_not_before_last(session: Session, moment: Moment) -> None:
    """Refuse to take a file as of an earlier day than the last one: history would run backwards.

    A last one under a clock that was ahead does not count.
    """
    last = last_import(session)
    if last is not None and moment.today < last and not was_ahead(session, moment):
        raise ImportRefused(
            f"The last import was as of {last}; a file cannot be taken as of an earlier day ({moment.today})."
        )


def read_here(session: Session) -> CaseloadHere:
    workers = {worker.normal_name: worker for worker in session.exec(select(Worker))}
    by_id = {worker.id: worker for worker in workers.values()}
    for alias in session.exec(select(WorkerAlias)):
        workers.setdefault(alias.normal_name, by_id[alias.worker_id])
    dates: dict[int, dict[str, set[date]]] = {}
    for each in session.exec(select(TriggerDate)):
        dates.setdefault(each.child_id, {}).setdefault(each.event, set()).add(each.on_date)
    open_allocations = select(Allocation).where(col(Allocation.ends_on).is_(None))
    open_plans = select(PlanEpisode).where(col(PlanEpisode.ends_on).is_(None))
    return CaseloadHere(
        children={child.ref: child for child in session.exec(select(Child))},
        allocations={each.child_id: each for each in session.exec(open_allocations)},
        plans={each.child_id: each for each in session.exec(open_plans)},
        dates=dates,
        workers=workers,
        names={worker.id or 0: worker.name for worker in by_id.values()},
        teams={team.name.casefold(): team for team in session.exec(select(Team))},
        families={family.name: family for family in session.exec(select(FamilyGroup))},
        rags={each.child_id: each.rag for each in session.exec(select(RagEntry).order_by(*_in_time))},
    )


_in_time = (col(RagEntry.on_date), col(RagEntry.id))


def plan_rows(file: CaseloadFile, found: CaseloadHere, accepted: Mapping[str, str]) -> list[RowPlan]:
    return [_plan_for(row, found, accepted) for row in file.rows]


def _plan_for(row: CaseloadRow, found: CaseloadHere, accepted: Mapping[str, str]) -> RowPlan:
    child = found.children.get(row.ref)
    if child is None or child.closed_on is not None:
        return RowPlan(row, child, ("new",))
    kinds = []
    allocation = found.allocations.get(child.id or 0)
    here = found.names.get(allocation.worker_id or 0) if allocation else None
    another_worker = normal_name(here or "") != normal_name(_worker_name(row, found, accepted) or "")
    if another_worker or (row.team and _team_of(child, found) != row.team.casefold()):
        kinds.append("moved")
    fields = _differing(row, child, found)
    if fields:
        kinds.append("changed")
    return RowPlan(row, child, tuple(kinds), fields)


def _differing(row: CaseloadRow, child: Child, found: CaseloadHere) -> tuple[str, ...]:
    """The details in which a row differs from what is on record of a child, in words."""
    plan = found.plans.get(child.id or 0)
    known = found.dates.get(child.id or 0, {})
    starts = row.plan_start
    differs = {
        "plan": plan is None or (row.says_plan and plan.plan != row.plan),
        "start of the plan": plan is not None
        and starts is not None
        and (plan.starts_on < starts or not plan.start_known),
        "dates": any(on not in known.get(event, ()) for event, on in row.dates.items()),
        "date of birth": row.born is not None and child.born != row.born,
        "sex": row.sex is not None and child.sex != row.sex,
        "name": row.name is not None and child.name != row.name,
        "category": plan is not None and bool(row.category) and plan.category != row.category,
        "RAG": row.rag is not None and found.rags.get(child.id or 0) != row.rag,
        "family": row.family is not None and _family_of(child, found) != row.family,
    }
    return tuple(field for field, is_other in differs.items() if is_other)


def _family_of(child: Child, found: CaseloadHere) -> str | None:
    return next((name for name, family in found.families.items() if family.id == child.family_id), None)


def _team_of(child: Child, found: CaseloadHere) -> str | None:
    return next((name for name, team in found.teams.items() if team.id == child.team_id), None)


def _worker_name(row: CaseloadRow, found: CaseloadHere, accepted: Mapping[str, str]) -> str | None:
    if row.worker is None:
        return None
    name = accepted.get(row.worker, row.worker)
    worker = found.workers.get(normal_name(name))
    return worker.name if worker else name


def preview_of(
    file: CaseloadFile, found: CaseloadHere, planned: list[RowPlan], moment: Moment, accepted: Mapping[str, str]
) -> Preview:
    changes = [change for plan in planned for change in _changes_of(plan, found, accepted)]
    changes += _missing(file, found)
    return Preview(
        file=file.name,
        lists=file.lists,
        changes=tuple(changes),
        unchanged=sum(not plan.kinds for plan in planned),
        unallocated=tuple(plan.row.ref for plan in planned if plan.row.worker is None),
        rejected=file.rejected,
        warnings=file.warnings,
        workers=_worker_counts(file, found, accepted),
        near_names=_near_names(file, found, accepted),
    )


def _changes_of(plan: RowPlan, found: CaseloadHere, accepted: Mapping[str, str]) -> Iterable[Change]:
    row, to_worker = plan.row, _worker_name(plan.row, found, accepted)
    for kind in plan.kinds:
        if kind == "new":
            yield Change("new", row.ref, f"{row.plan} to {to_worker or 'nobody yet'}", None, to_worker)
        elif kind == "moved" and plan.child:
            allocation = found.allocations.get(plan.child.id or 0)
            here = found.names.get(allocation.worker_id or 0) if allocation else None
            says = f"{here or 'nobody'} to {to_worker or 'nobody'}"
            if here == to_worker:
                says = f"to the team {row.team or NO_TEAM}, still with {here or 'nobody'}"
            yield Change("moved", row.ref, says, here, to_worker)
        elif plan.child:
            was = found.plans.get(plan.child.id or 0)
            is_other = was is not None and row.says_plan and was.plan != row.plan
            said = [f"{was.plan} to {row.plan}"] if was and is_other else []
            said += [field for field in plan.fields if not (said and field == "plan")]
            yield Change("changed", row.ref, ", ".join(said), to_worker, to_worker, plan.fields)


def _missing(file: CaseloadFile, found: CaseloadHere) -> Iterable[Change]:
    if not file.rows:  # an empty list says nothing of anybody
        return
    names = {team.id: name for name, team in found.teams.items()}
    for ref, child in sorted(found.children.items()):
        in_scope = not file.teams or names.get(child.team_id) in file.teams
        if child.closed_on is None and in_scope and ref not in file.named:
            says = "closed in the file" if ref in file.closed else "no longer in the file"
            yield Change("missing", ref, says)


def _worker_counts(file: CaseloadFile, found: CaseloadHere, accepted: Mapping[str, str]) -> tuple[WorkerCount, ...]:
    before = Counter(found.names[each.worker_id] for each in found.allocations.values() if each.worker_id)
    after = before.copy()
    for row in file.rows:
        child = found.children.get(row.ref)
        allocation = found.allocations.get(child.id or 0) if child else None
        if allocation and allocation.worker_id:
            after[found.names[allocation.worker_id]] -= 1
        to_worker = _worker_name(row, found, accepted)
        if to_worker:
            after[to_worker] += 1
    here = set(found.names.values())
    return tuple(WorkerCount(name, before[name], after[name], name not in here) for name in sorted(before | after))


def _near_names(file: CaseloadFile, found: CaseloadHere, accepted: Mapping[str, str]) -> tuple[NearName, ...]:
    unknown = {
        row.worker
        for row in file.rows
        if row.worker and row.worker not in accepted and normal_name(row.worker) not in found.workers
    }
    return tuple(
        NearName(name, here)
        for name in sorted(unknown)
        if (here := close_names(name, found.names.values())) is not None
    )
