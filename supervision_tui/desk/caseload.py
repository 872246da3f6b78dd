"""The caseload as a council's export has it, against what the vault holds: preview first, then one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.practice.terms import Plan, Stage
from supervision_tui.records import (
    Allocation,
    Child,
    FamilyGroup,
    PlanEpisode,
    Team,
    TriggerDate,
    Worker,
    WorkerAlias,
)
from supervision_tui.vault.store import changes_records

from .moment import Moment
from .names import close_names, normal_name

NO_TEAM = "Team not given"
CHANGE_REASONS = ("MANAGE", "FCONTA", "LEFTRL", "ORGRST", "TSPROC", "ABSENC", "CHCHAN", "PCCHAN", "SWDIED", "OTHERS")


class ImportRefused(Exception):
    """A file cannot be taken; the message says why and what to do. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """An open child as a file has it. `dates` holds the latest date of each event of the policy."""

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
    """What was read from one or more files: open children, closed references, rejects, warnings, rows a list."""

    name: str
    rows: tuple[CaseloadRow, ...]
    closed: frozenset[str]
    rejected: tuple[RejectedRow, ...]
    warnings: tuple[str, ...]
    lists: Mapping[str, int]

    def of_teams(self, teams: Iterable[str]) -> CaseloadFile:
        """Only the children of these teams; all of them where none is named."""
        wanted = {team.casefold().strip() for team in teams}
        if not wanted:
            return self
        rows = tuple(row for row in self.rows if row.team.casefold() in wanted)
        return CaseloadFile(self.name, rows, self.closed, self.rejected, self.warnings, self.lists)


@dataclass(frozen=True, slots=True)
class Change:
    """One child that the import would change: `kind` is new, moved, changed or missing; `says` is for a person."""

    kind: str
    ref: str
    says: str
    from_worker: str | None = None
    to_worker: str | None = None


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

    @property
    def changes_nothing(self) -> bool:
        """Whether the file holds nothing that the vault does not have (missing children are only asked about)."""
        return all(change.kind == "missing" for change in self.changes)


@dataclass(slots=True)
class _Found:
    """The state of the vault that an import is held against."""

    children: dict[str, Child]
    allocations: dict[int, Allocation]
    plans: dict[int, PlanEpisode]
    dates: dict[int, dict[str, set[date]]]
    workers: dict[str, Worker]
    names: dict[int, str]
    teams: dict[str, Team]
    families: dict[str, FamilyGroup]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be done with one row."""

    row: CaseloadRow
    child: Child | None
    kinds: tuple[str, ...]


def preview_caseload(
    session: Session, file: CaseloadFile, moment: Moment, accepted: Mapping[str, str] | None = None
) -> Preview:
    """What taking this file would change. `accepted` maps names in the file to workers here, as the manager said."""
    found = _read(session)
    return _preview(file, found, _planned(file, found, accepted or {}), moment, accepted or {})


@changes_records
def accept_caseload(
    session: Session,
    file: CaseloadFile,
    moment: Moment,
    accepted: Mapping[str, str] | None = None,
    *,
    close_missing: bool = False,
) -> Preview:
    """Take the file, in one transaction; returns what was done."""
    found = _read(session)
    accepted = accepted or {}
    planned = _planned(file, found, accepted)
    preview = _preview(file, found, planned, moment, accepted)
    taker = _Taker(session, found, moment, accepted)
    for each in planned:
        taker.take(each)
    if close_missing:
        for change in preview.changes:
            if change.kind == "missing":
                taker.close(found.children[change.ref])
    moment.note(
        session,
        "import caseload",
        "caseload",
        f"new {preview.count('new')}, moved {preview.count('moved')}, changed {preview.count('changed')}, "
        f"closed {preview.count('missing') if close_missing else 0}",
    )
    return Preview(
        **{name: getattr(preview, name) for name in Preview.__dataclass_fields__ if name != "applied"}, applied=True
    )


def _read(session: Session) -> _Found:
    workers = {worker.normal_name: worker for worker in session.exec(select(Worker))}
    by_id = {worker.id: worker for worker in workers.values()}
    for alias in session.exec(select(WorkerAlias)):
        workers.setdefault(alias.normal_name, by_id[alias.worker_id])
    dates: dict[int, dict[str, set[date]]] = {}
    for each in session.exec(select(TriggerDate)):
        dates.setdefault(each.child_id, {}).setdefault(each.event, set()).add(each.on_date)
    open_allocations = select(Allocation).where(col(Allocation.ends_on).is_(None))
    open_plans = select(PlanEpisode).where(col(PlanEpisode.ends_on).is_(None))
    return _Found(
        children={child.ref: child for child in session.exec(select(Child))},
        allocations={each.child_id: each for each in session.exec(open_allocations)},
        plans={each.child_id: each for each in session.exec(open_plans)},
        dates=dates,
        workers=workers,
        names={worker.id or 0: worker.name for worker in by_id.values()},
        teams={team.name.casefold(): team for team in session.exec(select(Team))},
        families={family.name: family for family in session.exec(select(FamilyGroup))},
    )


def _planned(file: CaseloadFile, found: _Found, accepted: Mapping[str, str]) -> list[_Plan]:
    return [_plan_for(row, found, accepted) for row in file.rows]


def _plan_for(row: CaseloadRow, found: _Found, accepted: Mapping[str, str]) -> _Plan:
    child = found.children.get(row.ref)
    if child is None or child.closed_on is not None:
        return _Plan(row, child, ("new",))
    kinds = []
    allocation = found.allocations.get(child.id or 0)
    here = found.names.get(allocation.worker_id or 0) if allocation else None
    if normal_name(here or "") != normal_name(_worker_name(row, found, accepted) or ""):
        kinds.append("moved")
    if _differs(row, child, found):
        kinds.append("changed")
    return _Plan(row, child, tuple(kinds))


def _differs(row: CaseloadRow, child: Child, found: _Found) -> bool:
    plan = found.plans.get(child.id or 0)
    known = found.dates.get(child.id or 0, {})
    return (
        plan is None
        or plan.plan != row.plan
        or (row.plan_start is not None and plan.starts_on < row.plan_start)
        or (row.plan_start is not None and not plan.start_known)
        or any(on not in known.get(event, ()) for event, on in row.dates.items())
        or (row.born is not None and child.born != row.born)
        or (row.sex is not None and child.sex != row.sex)
        or (row.name is not None and child.name != row.name)
        or _team_of(child, found) != (row.team or NO_TEAM).casefold()
    )


def _team_of(child: Child, found: _Found) -> str | None:
    return next((name for name, team in found.teams.items() if team.id == child.team_id), None)


def _worker_name(row: CaseloadRow, found: _Found, accepted: Mapping[str, str]) -> str | None:
    if row.worker is None:
        return None
    name = accepted.get(row.worker, row.worker)
    worker = found.workers.get(normal_name(name))
    return worker.name if worker else name


def _preview(
    file: CaseloadFile, found: _Found, planned: list[_Plan], moment: Moment, accepted: Mapping[str, str]
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


def _changes_of(plan: _Plan, found: _Found, accepted: Mapping[str, str]) -> Iterable[Change]:
    row, to_worker = plan.row, _worker_name(plan.row, found, accepted)
    for kind in plan.kinds:
        if kind == "new":
            yield Change("new", row.ref, f"{row.plan} to {to_worker or 'nobody yet'}", None, to_worker)
        elif kind == "moved" and plan.child:
            allocation = found.allocations.get(plan.child.id or 0)
            here = found.names.get(allocation.worker_id or 0) if allocation else None
            yield Change("moved", row.ref, f"{here or 'nobody'} to {to_worker or 'nobody'}", here, to_worker)
        elif plan.child:
            was = found.plans.get(plan.child.id or 0)
            says = f"{was.plan} to {row.plan}" if was and was.plan != row.plan else "dates or details"
            yield Change("changed", row.ref, says, to_worker, to_worker)


def _missing(file: CaseloadFile, found: _Found) -> Iterable[Change]:
    teams = {found.teams[name].id for row in file.rows if (name := (row.team or NO_TEAM).casefold()) in found.teams}
    there = {row.ref for row in file.rows}
    for ref, child in sorted(found.children.items()):
        if child.closed_on is None and child.team_id in teams and ref not in there:
            says = "closed in the file" if ref in file.closed else "no longer in the file"
            yield Change("missing", ref, says)


def _worker_counts(file: CaseloadFile, found: _Found, accepted: Mapping[str, str]) -> tuple[WorkerCount, ...]:
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


def _near_names(file: CaseloadFile, found: _Found, accepted: Mapping[str, str]) -> tuple[NearName, ...]:
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


class _Taker:
    """Carries out the rows of an accepted file, in the caller's transaction."""

    def __init__(self, session: Session, found: _Found, moment: Moment, accepted: Mapping[str, str]) -> None:
        self.session = session
        self.found = found
        self.moment = moment
        self.accepted = accepted

    def take(self, plan: _Plan) -> None:
        """Bring one child to what the row says."""
        row = plan.row
        if not plan.kinds:
            return
        team = self._team(row.team or NO_TEAM)
        child = plan.child or self._new_child(row, team)
        child_id = child.id or 0
        self._details(child, row, team)
        if "new" in plan.kinds:
            child.closed_on = None
            self._allocate(child_id, row, team, known_since=plan.child is None)
        elif "moved" in plan.kinds:
            self._end_allocation(child_id, "OTHERS")
            self._allocate(child_id, row, team, known_since=False)
        self._plan(child_id, row)
        self._dates(child_id, row)
        self.moment.note(self.session, "import child", f"child {row.ref}", ", ".join(plan.kinds))

    def close(self, child: Child) -> None:
        """Close a child who is no longer in the file."""
        child.closed_on = self.moment.today
        child.close_reason = "no longer in the council's export"
        self._end_allocation(child.id or 0, "OTHERS")
        plan = self.found.plans.pop(child.id or 0, None)
        if plan:
            plan.ends_on = self.moment.today
            self.session.add(plan)
        self.session.add(child)
        self.moment.note(self.session, "close child", f"child {child.ref}", "closed_on")

    def _new_child(self, row: CaseloadRow, team: Team) -> Child:
        child = Child(ref=row.ref, team_id=team.id or 0, known_since=self.moment.today)
        self.session.add(child)
        self.session.flush()
        self.found.children[row.ref] = child
        return child

    def _details(self, child: Child, row: CaseloadRow, team: Team) -> None:
        child.team_id = team.id or 0
        child.name = row.name or child.name
        child.born = row.born or child.born
        child.sex = row.sex or child.sex
        if row.family:
            child.family_id = self._family(row.family).id
        self.session.add(child)

    def _allocate(self, child_id: int, row: CaseloadRow, team: Team, *, known_since: bool) -> None:
        worker = self._worker(row, team)
        allocation = Allocation(
            child_id=child_id,
            worker_id=worker.id if worker else None,
            team_id=team.id or 0,
            starts_on=self.moment.today,
            known_since=known_since,
        )
        self.session.add(allocation)
        self.found.allocations[child_id] = allocation

    def _end_allocation(self, child_id: int, reason: str) -> None:
        allocation = self.found.allocations.pop(child_id, None)
        if allocation:
            allocation.ends_on = self.moment.today
            allocation.change_reason = reason
            self.session.add(allocation)

    def _plan(self, child_id: int, row: CaseloadRow) -> None:
        plan = self.found.plans.get(child_id)
        given = row.plan_start
        starts_on = given if given and (plan is None or given > plan.starts_on) else self.moment.today
        if plan and plan.plan == row.plan:
            if row.plan_start and (row.plan_start > plan.starts_on or not plan.start_known):
                plan.starts_on, plan.start_known = row.plan_start, True
            plan.category = row.category or plan.category
            self.session.add(plan)
            return
        if plan:
            plan.ends_on = min(starts_on, self.moment.today)
            self.session.add(plan)
            self.session.flush()
        begun = PlanEpisode(
            child_id=child_id,
            plan=row.plan,
            starts_on=starts_on,
            category=row.category,
            start_known=given is not None,
        )
        self.session.add(begun)
        self.found.plans[child_id] = begun

    def _dates(self, child_id: int, row: CaseloadRow) -> None:
        known = self.found.dates.get(child_id, {})
        for event, on in row.dates.items():
            if on not in known.get(event, ()):
                entry = TriggerDate(
                    child_id=child_id, event=event, on_date=on, source="Annex A", recorded_on=self.moment.today
                )
                self.session.add(entry)

    def _worker(self, row: CaseloadRow, team: Team) -> Worker | None:
        if row.worker is None:
            return None
        wanted = self.accepted.get(row.worker, row.worker)
        worker = self.found.workers.get(normal_name(wanted)) or self._new_worker(wanted, team)
        if normal_name(row.worker) not in self.found.workers:
            self.session.add(WorkerAlias(worker_id=worker.id or 0, normal_name=normal_name(row.worker)))
            self.found.workers[normal_name(row.worker)] = worker
        return worker

    def _new_worker(self, name: str, team: Team) -> Worker:
        worker = Worker(
            team_id=team.id or 0,
            name=name,
            normal_name=normal_name(name),
            stage=Stage.SOCIAL_WORKER,
            starts_on=self.moment.today,
            known_since=self.moment.today,
        )
        self.session.add(worker)
        self.session.flush()
        self.found.workers[worker.normal_name] = worker
        self.moment.note(self.session, "add worker", f"worker {worker.id}", "name, stage, fte")
        return worker

    def _team(self, name: str) -> Team:
        team = self.found.teams.get(name.casefold())
        if team is None:
            team = Team(name=name)
            self.session.add(team)
            self.session.flush()
            self.found.teams[name.casefold()] = team
        return team

    def _family(self, name: str) -> FamilyGroup:
        family = self.found.families.get(name)
        if family is None:
            family = FamilyGroup(name=name)
            self.session.add(family)
            self.session.flush()
            self.found.families[name] = family
        return family
