"""Taking an accepted caseload file into the records, in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session

from supervision_tui.desk.children.roles import GO_WITH_THE_LEAD
from supervision_tui.desk.long_work import progress_over
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.names import normal_name, reference_key
from supervision_tui.practice.children.events import BY_HAND
from supervision_tui.practice.vocabulary import PlacementKind, Stage
from supervision_tui.records import (
    Allocation,
    Child,
    ChildEvent,
    ChildSource,
    FamilyGroup,
    PlanEpisode,
    RagEntry,
    RoleOnCase,
    SourceReading,
    Team,
    VaultFact,
    VisitFrequency,
    Worker,
    WorkerAlias,
)
from supervision_tui.vault.store import changes_records

from .bulk import NewRows
from .clock_ahead import LAST_IMPORT, bring_back, was_ahead
from .files import CaseloadFile, CaseloadRow
from .journal_parts import IMPORTED, ImportParts
from .plans_after import PutRight
from .preview import Preview
from .preview_caseload import (
    BY_FILE,
    CLOSED_THERE,
    NO_TEAM,
    CaseloadHere,
    RowPlan,
    check_not_before_last,
    plan_rows,
    preview_of,
    read_here,
    with_parents_differs,
)
from .undo_import import UndoNotes, noted_for_undo


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
    with noted_for_undo(session, file.name) as undo:
        return take_caseload(session, file, moment, accepted, undo, close_missing=close_missing)


def take_caseload(
    session: Session,
    file: CaseloadFile,
    moment: Moment,
    accepted: Mapping[str, str] | None,
    undo: UndoNotes,
    *,
    close_missing: bool = False,
) -> Preview:
    """Take the file in the caller's transaction, and note how it is undone.

    Returns what was done.
    """
    check_not_before_last(session, moment)
    if was_ahead(session, moment):
        bring_back(session, moment)
        undo.is_possible = False  # days of other records were set right, too
    found = read_here(session, accepted or {}, moment.today)
    planned = plan_rows(file, found, moment.today)
    preview = preview_of(file, found, planned, moment)
    taker = _CaseloadImport(session, found, moment, file)
    for each in progress_over(planned, "children"):
        taker.take(each)
    if close_missing:
        for change in preview.changes:
            child = None
            if change.kind == "missing":
                child = found.children.find(change.ref)
            if child is not None:
                on = file.closed_days.get(reference_key(child.ref))
                taker.close(child, on, is_closed_there=change.says == CLOSED_THERE)
    taker.write(undo)
    if not file.only_details:
        session.merge(VaultFact(key=LAST_IMPORT, value=moment.today.isoformat()))
    closed = preview.count("missing") if close_missing else 0
    counts = (
        f"new {preview.count('new')}, moved {preview.count('moved')}, changed "
        f"{preview.count('changed')}"
    )
    moment.note(session, IMPORTED, "caseload", f"{counts}, closed {closed}{taker.parts.in_words()}")
    return replace(preview, applied=True)


class _CaseloadImport:
    """Carries out the rows of an accepted file, in the caller's transaction."""

    def __init__(
        self, session: Session, found: CaseloadHere, moment: Moment, file: CaseloadFile
    ) -> None:
        self._session, self._found, self._moment, self._file = session, found, moment, file
        self._told: dict[int, str] = {}  # of which events the file could tell, by child
        self._new = NewRows(session)
        self._new_workers: dict[str, int] = {}  # by the form in which names are compared
        self._begun: dict[int, date] = {}  # when the allocation began that has just ended, by child
        self._had: dict[int, int | None] = {}  # the worker of that allocation
        self._beside: list[tuple[int, CaseloadRow]] = []  # rows that name others, by child
        self.parts = ImportParts()

    def take(self, plan: RowPlan) -> None:
        """Bring one child to what the row says."""
        row, child = plan.row, plan.child
        if child is not None and not plan.is_left_out:
            self._told[child.id or 0] = self._file.told_of(row)
        if not plan.kinds or plan.is_left_out:
            return
        if child is None:
            child_id = self._add_child(row)
            self._allocate(child_id, row, self._team_of(row, None), known_since=True)
            for each in row.plans:
                self._begin_plan(child_id, each, row.start_of(each), row)
            self._events(child_id, row)
            self._rate(child_id, row)
            self._visits(child_id, row)
            self._beside.append((child_id, row))
            self._told[child_id] = self._file.told_of(row)
            self.parts.add(child_id, plan.kinds)
            return
        child_id = child.id or 0
        self.parts.add(child_id, plan.kinds)
        team_id = self._team_of(row, child)
        self._details(child, row, team_id)
        if "new" in plan.kinds:
            child.closed_on, child.close_reason = None, ""
            self._allocate(child_id, row, team_id, known_since=False)
        elif "moved" in plan.kinds:
            leads = self._known_worker(row.worker) if row.worker else None
            self._end_roles(child_id, GO_WITH_THE_LEAD, of=leads)
            self._end_allocation(
                child_id, row.change_reason or "OTHERS", on=self._since(child_id, row)
            )
            self._allocate(child_id, row, team_id, known_since=False)
        if plan.fields or "new" in plan.kinds:
            self._rate(child_id, row)
            self._plans(child_id, row)
            self._events(child_id, row)
            self._visits(child_id, row)
            self._beside.append((child_id, row))

    def close(self, child: Child, on: date | None, *, is_closed_there: bool) -> None:
        """Close a child who is closed in the file, on its day, or who is no longer in it."""
        allocation = self._found.allocations.get(child.id or 0)
        plans = list(self._found.plans.pop(child.id or 0, {}).values())
        begun = [each.starts_on for each in (allocation, *plans) if each is not None]
        can_be = on is not None and all(on >= each for each in begun)
        child.closed_on = on if can_be else self._moment.today
        how = "closed in" if is_closed_there else "no longer in"
        child.close_reason = f"{how} {BY_FILE}"
        self._end_allocation(child.id or 0, "OTHERS", on=child.closed_on)
        self._end_roles(child.id or 0)
        for plan in plans:
            plan.ends_on, plan.by_hand = child.closed_on, False
            self._session.add(plan)
        self._session.add(child)
        self.parts.add(child.id or 0, ("closed",))

    def write(self, undo: UndoNotes) -> None:
        """Write all of it: what others lean on first, then what has changed, then what is new."""
        for child_id, row in self._beside:  # once every worker of the file is known
            self._roles(child_id, row)
        self._keep_spellings()
        until = self._file.tells_until(self._moment.today)
        self._found.readings.note(
            self._file.source, self._told, self._new, self._moment.today, until
        )
        self._new.write(Team, FamilyGroup, Worker, WorkerAlias, SourceReading)
        self._session.flush()
        self._new.write(
            Child,
            Allocation,
            RoleOnCase,
            PlanEpisode,
            ChildEvent,
            ChildSource,
            VisitFrequency,
            RagEntry,
        )
        undo.note_new(self._new.numbers)

    def _keep_spellings(self) -> None:
        """Remember which spellings are the same worker, as the manager said."""
        known = self._found.workers
        known.keep_spellings(self._session)
        for in_file in known.accepted:
            worker_id, spelling = self._new_workers.get(known.normal(in_file)), normal_name(in_file)
            if worker_id is not None and spelling not in self._new_workers:
                self._new.add(WorkerAlias, worker_id=worker_id, normal_name=spelling)

    def _add_child(self, row: CaseloadRow) -> int:
        family_id = self._family(row.family) if row.family else None
        return self._new.add(
            Child,
            ref=row.ref,
            name=row.name,
            born=row.born,
            sex=row.sex,
            team_id=self._team_of(row, None),
            family_id=family_id,
            known_since=self._moment.today,
        )

    def _details(self, child: Child, row: CaseloadRow, team_id: int) -> None:
        child.team_id = team_id
        child.name = row.name or child.name
        child.born = row.born or child.born
        child.sex = row.sex or child.sex
        if row.family:
            child.family_id = self._family(row.family)
        self._session.add(child)

    def _allocate(
        self, child_id: int, row: CaseloadRow, team_id: int, *, known_since: bool
    ) -> None:
        self._new.add(
            Allocation,
            child_id=child_id,
            worker_id=self._worker_of(child_id, row, team_id),
            team_id=team_id,
            starts_on=self._since(child_id, row),
            known_since=known_since,
        )

    def _worker_of(self, child_id: int, row: CaseloadRow, team_id: int) -> int | None:
        """Give the worker that the row names.

        Where it cannot be read, the one who had the child.
        """
        if not row.says_worker:
            return self._had.get(child_id)
        if row.worker:
            return self._worker(row.worker, team_id)
        return None

    def _since(self, child_id: int, row: CaseloadRow) -> date:
        """Tell since when an allocation holds: the file's day, for a child the vault knew before.

        A child who comes in with this file, or a day before the last change, is known since today.
        """
        there, today = self._found.allocations.get(child_id), self._moment.today
        begun = there.starts_on if there else self._begun.get(child_id)
        if row.allocated_on is None or begun is None or not begun < row.allocated_on <= today:
            return today
        return row.allocated_on

    def _end_allocation(self, child_id: int, reason: str, on: date | None = None) -> None:
        allocation = self._found.allocations.pop(child_id, None)
        if allocation:
            self._begun[child_id] = allocation.starts_on
            self._had[child_id] = allocation.worker_id
            allocation.ends_on = on or self._moment.today
            allocation.change_reason = reason
            self._session.add(allocation)

    def _rate(self, child_id: int, row: CaseloadRow) -> None:
        if row.rag is not None and self._found.rags.get(child_id) != row.rag:
            reason = f"as the {self._file.source} has it"
            self._new.add(
                RagEntry, child_id=child_id, rag=row.rag, reason=reason, on_date=self._moment.today
            )

    def _plans(self, child_id: int, row: CaseloadRow) -> None:
        """Bring the plans of a child to what the row makes of them."""
        plans = self._found.plans_after(row, self._file, child_id, self._moment.today)
        for episode, last_day in plans.ends:
            episode.ends_on, episode.by_hand = last_day, False
            self._session.add(episode)
        for episode in plans.opened_again:
            episode.ends_on = None
            if not episode.source.startswith(BY_HAND):
                episode.source = self._file.read_in(episode.plan)
            self._session.add(episode)
        for each in plans.put_right:
            self._put_right(each)
        for plan, start in plans.begins.items():
            self._begin_plan(child_id, plan, start, row)

    def _put_right(self, right: PutRight) -> None:
        episode = right.episode
        if right.start is not None:
            episode.starts_on, episode.start_known = right.start, True
        episode.category = right.category or episode.category
        episode.by_hand = False
        self._session.add(episode)

    def _begin_plan(self, child_id: int, plan: str, start: date | None, row: CaseloadRow) -> None:
        self._new.add(
            PlanEpisode,
            child_id=child_id,
            plan=plan,
            starts_on=start or self._moment.today,
            category=row.category_of(plan),
            start_known=start is not None,
            recorded_on=self._moment.today,
            source=self._file.read_in(plan),
            by_hand=False,
        )

    def _events(self, child_id: int, row: CaseloadRow) -> None:
        """Bring the events of a child to what the row makes of them.

        What a person wrote stays as it is.
        """
        events = self._found.events_after(row, self._file, child_id)
        for event, on, outcome in events.adds:
            self._new.add(
                ChildEvent,
                child_id=child_id,
                event=event,
                on_date=on,
                source=self._file.read_in(event),
                recorded_on=self._moment.today,
                outcome=outcome,
            )
        with self._session.no_autoflush:
            for number, outcome in events.outcomes.items():
                there = self._session.get_one(ChildEvent, number)
                there.outcome = outcome
                self._session.add(there)

    def _visits(self, child_id: int, row: CaseloadRow) -> None:
        """Begin or end weekly visits to a child placed with parents under an interim order."""
        there, today = self._found.visits.get(child_id), self._moment.today
        if not with_parents_differs(row, self._found, child_id):
            return
        ended = self._found.visits_ended.get(child_id)
        if there is not None:
            there.ends_on = today - timedelta(days=1)
            self._session.add(there)
            return
        if ended is not None:
            ended.by_hand = False  # the file agrees with what a person put on record
            self._session.add(ended)
            return
        self._new.add(
            VisitFrequency,
            child_id=child_id,
            placement=PlacementKind.WITH_PARENTS,
            starts_on=today,
            reason="placed with parents under an interim care order",
            source=self._file.read_in(),
            by_hand=False,
            recorded_on=today,
        )

    def _roles(self, child_id: int, row: CaseloadRow) -> None:
        """Begin and end the roles of others with a child, as the row has them."""
        after, today = self._found.roles_after(row, child_id), self._moment.today
        for one in after.ends:
            one.end(today, today)
            self._session.add(one)
        for each in after.begins:
            worker_id = self._known_worker(each.name)
            name, team = each.name, each.team
            if worker_id is not None:
                name, team = "", ""
            is_known = each.since is not None and each.since <= today
            since = each.since if is_known else today
            self._new.add(
                RoleOnCase,
                child_id=child_id,
                role=each.role,
                worker_id=worker_id,
                name=name,
                team=team,
                starts_on=since,
                start_known=is_known,
                source=self._file.read_in(),
                by_hand=False,
                recorded_on=today,
            )

    def _end_roles(
        self, child_id: int, roles: Collection[str] | None = None, *, of: int | None = None
    ) -> None:
        """End the roles of these kinds, or all, of a child who is moved or closed.

        Every role of the worker `of`, too, who leads now.
        """
        kept, today = [], self._moment.today
        for one in self._found.roles.get(child_id, ()):
            is_of_these = roles is None or one.role in roles or (of and one.worker_id == of)
            if is_of_these and not one.ended_by_hand:
                one.end(today, today)
                self._session.add(one)
            else:
                kept.append(one)
        self._found.roles[child_id] = kept

    def _known_worker(self, name: str) -> int | None:
        """The worker here of that name, or one who comes in with this file."""
        there = self._found.workers.named(name)
        if there is not None:
            return there.id
        return self._new_workers.get(self._found.workers.normal(name))

    def _worker(self, name: str, team_id: int) -> int:
        there = self._found.workers.named(name)
        if there is not None:
            return there.id or 0
        normal = self._found.workers.normal(name)
        if normal not in self._new_workers:
            self._new_workers[normal] = self._add_worker(
                self._found.workers.called(name), normal, team_id
            )
        return self._new_workers[normal]

    def _add_worker(self, name: str, normal: str, team_id: int) -> int:
        today = self._moment.today
        worker_id = self._new.add(
            Worker,
            team_id=team_id,
            name=name,
            normal_name=normal,
            stage=Stage.SOCIAL_WORKER,
            starts_on=today,
            start_known=False,
            known_since=today,
        )
        self.parts.add_worker(worker_id)
        return worker_id

    def _team_of(self, row: CaseloadRow, child: Child | None) -> int:
        """Give the team that the row names; without one the child's own."""
        if child is not None and not row.team:
            return child.team_id
        name = row.team or NO_TEAM
        team_id = self._found.teams.named(name)
        if team_id is None:
            team_id = self._new.add(Team, name=name)
            self._found.teams.add(team_id, name)
        return team_id

    def _family(self, name: str) -> int:
        if name not in self._found.families:
            self._found.families[name] = self._new.add(FamilyGroup, name=name)
        return self._found.families[name]
