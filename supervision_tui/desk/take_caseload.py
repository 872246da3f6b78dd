"""Taking an accepted caseload file into the records, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from supervision_tui.practice.terms import Stage
from supervision_tui.records import (
    Allocation,
    Child,
    FamilyGroup,
    PlanEpisode,
    RagEntry,
    Team,
    TriggerDate,
    VaultFact,
    Worker,
    WorkerAlias,
)
from supervision_tui.vault.store import changes_records

from .caseload import (
    NO_TEAM,
    CaseloadFile,
    CaseloadHere,
    CaseloadRow,
    Preview,
    RowPlan,
    check_not_before_last,
    plan_rows,
    preview_of,
    read_here,
)
from .clock_ahead import LAST_IMPORT, bring_back
from .moment import Moment
from .names import normal_name
from .watching import counted


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
    check_not_before_last(session, moment)
    bring_back(session, moment)
    found = read_here(session)
    accepted = accepted or {}
    planned = plan_rows(file, found, accepted)
    preview = preview_of(file, found, planned, moment, accepted)
    taker = _Taker(session, found, moment, accepted, file.source)
    taker.keep_spellings()
    taker.bring_in(each.row for each in planned if each.kinds and each.child is None)
    for each in counted(planned, "children"):
        taker.take(each)
    if close_missing:
        for change in preview.changes:
            if change.kind == "missing":
                taker.close(found.children[change.ref])
    taker.write_notes()
    session.merge(VaultFact(key=LAST_IMPORT, value=moment.today.isoformat()))
    moment.note(
        session,
        "import caseload",
        "caseload",
        f"new {preview.count('new')}, moved {preview.count('moved')}, changed {preview.count('changed')}, "
        f"closed {preview.count('missing') if close_missing else 0}",
    )
    return replace(preview, applied=True)


class _Taker:
    """Carries out the rows of an accepted file, in the caller's transaction."""

    def __init__(
        self, session: Session, found: CaseloadHere, moment: Moment, accepted: Mapping[str, str], source: str
    ) -> None:
        self.session = session
        self.found = found
        self.moment = moment
        self.accepted = accepted
        self.source = source
        self._begun: dict[int, date] = {}  # when the allocation began that has just ended
        self._notes: list[tuple[str, str, str]] = []

    def keep_spellings(self) -> None:
        """Remember which spellings are the same worker, as the manager said."""
        for in_file, here in self.accepted.items():
            worker = self.found.workers.get(normal_name(here))
            if worker and normal_name(in_file) not in self.found.workers:
                self.session.add(WorkerAlias(worker_id=worker.id or 0, normal_name=normal_name(in_file)))
                self.found.workers[normal_name(in_file)] = worker

    def bring_in(self, rows: Iterable[CaseloadRow]) -> None:
        """All children who are new, in one go: thousands of them one by one take seconds."""
        for row in rows:
            team = self._team_for(row, None)
            child = Child(ref=row.ref, team_id=team.id or 0, known_since=self.moment.today)
            self._details(child, row, team)
            self.found.children[row.ref] = child
        self.session.flush()

    def write_notes(self) -> None:
        """Into the journal, which child was taken, in the order of the file."""
        self.moment.note_all(self.session, self._notes)

    def take(self, plan: RowPlan) -> None:
        """Bring one child to what the row says."""
        row = plan.row
        if not plan.kinds:
            return
        team = self._team_for(row, plan.child)
        child = plan.child or self.found.children[row.ref]
        child_id = child.id or 0
        if plan.child is not None:
            self._details(child, row, team)
        if "new" in plan.kinds:
            child.closed_on = None
            self._allocate(child_id, row, team, known_since=plan.child is None)
        elif "moved" in plan.kinds:
            self._end_allocation(child_id, row.change_reason or "OTHERS", on=self._since(child_id, row))
            self._allocate(child_id, row, team, known_since=False)
        self._rate(child_id, row)
        self._plan(child_id, row)
        self._dates(child_id, row)
        self._notes.append(("import child", f"child {row.ref}", ", ".join(plan.kinds)))

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
        self._notes.append(("close child", f"child {child.ref}", "closed_on"))

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
            starts_on=self._since(child_id, row),
            known_since=known_since,
        )
        self.session.add(allocation)
        self.found.allocations[child_id] = allocation

    def _since(self, child_id: int, row: CaseloadRow) -> date:
        """From when on an allocation holds: the day that the file names, where the vault knew the child before it.

        A child who comes in with this file, or a day before the last change, is known since today.
        """
        there, today = self.found.allocations.get(child_id), self.moment.today
        begun = there.starts_on if there else self._begun.get(child_id)
        if row.allocated_on is None or begun is None or not begun < row.allocated_on <= today:
            return today
        return row.allocated_on

    def _rate(self, child_id: int, row: CaseloadRow) -> None:
        if row.rag is not None and self.found.rags.get(child_id) != row.rag:
            reason = f"as the {self.source} has it"
            self.session.add(RagEntry(child_id=child_id, rag=row.rag, reason=reason, on_date=self.moment.today))

    def _end_allocation(self, child_id: int, reason: str, on: date | None = None) -> None:
        allocation = self.found.allocations.pop(child_id, None)
        if allocation:
            self._begun[child_id] = allocation.starts_on
            allocation.ends_on = on or self.moment.today
            allocation.change_reason = reason
            self.session.add(allocation)

    def _plan(self, child_id: int, row: CaseloadRow) -> None:
        plan = self.found.plans.get(child_id)
        given = row.plan_start
        starts_on = given or self.moment.today
        if plan and (plan.plan == row.plan or not row.says_plan):
            if row.plan_start and (row.plan_start > plan.starts_on or not plan.start_known):
                plan.starts_on, plan.start_known = row.plan_start, True
            plan.category = row.category or plan.category
            self.session.add(plan)
            return
        if plan:
            plan.ends_on = min(starts_on, self.moment.today) if starts_on > plan.starts_on else self.moment.today
            self.session.add(plan)
            self.session.flush()
        begun = PlanEpisode(
            child_id=child_id,
            plan=row.plan,
            starts_on=starts_on,
            category=row.category,
            start_known=given is not None,
            recorded_on=self.moment.today,
        )
        self.session.add(begun)
        self.found.plans[child_id] = begun

    def _dates(self, child_id: int, row: CaseloadRow) -> None:
        known = self.found.dates.get(child_id, {})
        for event, on in row.dates.items():
            if on not in known.get(event, ()):
                entry = TriggerDate(
                    child_id=child_id, event=event, on_date=on, source=self.source, recorded_on=self.moment.today
                )
                self.session.add(entry)

    def _worker(self, row: CaseloadRow, team: Team) -> Worker | None:
        if row.worker is None:
            return None
        wanted = self.accepted.get(row.worker, row.worker)
        return self.found.workers.get(normal_name(wanted)) or self._new_worker(wanted, team)

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
        self._notes.append(("add worker", f"worker {worker.id}", "name, stage, fte"))
        return worker

    def _team_for(self, row: CaseloadRow, child: Child | None) -> Team:
        """The team that the row names; without one the child's own."""
        own = next((team for team in self.found.teams.values() if child and team.id == child.team_id), None)
        return own if own is not None and not row.team else self._team(row.team or NO_TEAM)

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
