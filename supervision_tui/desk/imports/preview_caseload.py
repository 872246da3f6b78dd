"""The council's caseload, held against the records: what is new, moved, changed, missing.

Nothing is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from supervision_tui.desk.moment import Moment
from supervision_tui.desk.names import normal_name, reference_key
from supervision_tui.practice import wording
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import PlacementKind, Plan
from supervision_tui.records import (
    Allocation,
    Child,
    ChildEvent,
    FamilyGroup,
    PlanEpisode,
    RagEntry,
    RoleOnCase,
    VisitFrequency,
)

from .clock_ahead import last_import, says_it_was_ahead, was_ahead
from .events_after import EventHere, EventsAfter, events_after
from .files import CaseloadFile, CaseloadRow, ImportRefused, RejectedRow
from .matching import TeamsHere, WorkersHere
from .plans_after import PlansAfter, plans_after
from .preview import Change, Preview, WorkerCount
from .readings import ReadingsHere
from .roles_after import RolesAfter, led_elsewhere, roles_after, roles_by

NO_TEAM = "Team not given"
CLOSED_THERE = "closed in the file"
BY_FILE = "the council's export"
"""With these words the reason ends for which an import has closed a child."""
_NOT_HERE = "no open child with that reference is here"
_CLOSED_HERE = "closed here, and the file tells of nothing since"
_FRESH_DAYS = 92  # a caseload in which nothing was done for longer may be an older export
_LAGS_DAYS = 28  # a file that still has a child so long after it was closed here is right
_MOST_REFS_NAMED = 3


class ChildrenHere:
    """Finds children by reference, in whatever dress: letter by letter, then without case."""

    def __init__(self, children: Iterable[Child]) -> None:
        self.all = list(children)
        self._by_ref = {child.ref: child for child in self.all}
        self._by_key = {reference_key(child.ref): child for child in reversed(self.all)}

    def find(self, ref: str) -> Child | None:
        """Find the child of that reference."""
        return self._by_ref.get(ref) or self._by_key.get(reference_key(ref))

    def but_for_zeros(self, refs: Iterable[str]) -> list[str]:
        """Give references that are nobody's here, but would be with other zeros before them."""
        bare = {child.ref.lstrip("0") for child in self.all if child.ref.isdecimal()}
        return [
            ref
            for ref in refs
            if ref.isdecimal() and self.find(ref) is None and ref.lstrip("0") in bare
        ]


@dataclass(slots=True)
class CaseloadHere:
    """The state of the vault that an import is held against.

    By a child's number where it is of one child.
    """

    children: ChildrenHere
    allocations: dict[int, Allocation]
    plans: dict[int, dict[str, PlanEpisode]]
    ended: dict[int, dict[str, PlanEpisode]]
    events: dict[int, dict[str, dict[date, EventHere]]]
    workers: WorkersHere
    teams: TeamsHere
    families: dict[str, int]
    family_names: dict[int, str]
    rags: dict[int, str]
    readings: ReadingsHere
    visits: dict[int, VisitFrequency]
    visits_ended: dict[int, VisitFrequency]
    roles: dict[int, list[RoleOnCase]]

    def plans_after(
        self, row: CaseloadRow, file: CaseloadFile, child_id: int, today: date
    ) -> PlansAfter:
        """Tell what a row makes of the plans of a child who is here."""
        return plans_after(
            row, file, self.plans.get(child_id, {}), self.ended.get(child_id, {}), today
        )

    def events_after(self, row: CaseloadRow, file: CaseloadFile, child_id: int) -> EventsAfter:
        """Tell what a row makes of the events of a child who is here, or comes in with it."""
        return events_after(row, file, self.events.get(child_id, {}))

    def roles_after(self, row: CaseloadRow, child_id: int) -> RolesAfter:
        """Tell what a row makes of the roles of a child who is here, or comes in with it."""
        return roles_after(row, self.roles.get(child_id, ()), self.workers)

    def worker_of(self, child: Child) -> str | None:
        """Give the name of the worker who has a child."""
        allocation = self.allocations.get(child.id or 0)
        worker = None
        if allocation:
            worker = self.workers.by_id.get(allocation.worker_id or 0)
        if worker:
            return worker.name
        return None


@dataclass(frozen=True, slots=True)
class RowPlan:
    """The plan for one row: nothing, or changes of these kinds.

    `unknown` and `closed here` are left out.

    `plans` are those that a child has then. `held_back` are those that the file names and the child
    has not, because of what a person put on record.
    """

    row: CaseloadRow
    child: Child | None
    kinds: tuple[str, ...]
    fields: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    held_back: tuple[str, ...] = ()

    @property
    def is_left_out(self) -> bool:
        """Tell whether the row is not taken."""
        return not {"unknown", "closed here"}.isdisjoint(self.kinds)


def preview_caseload(
    session: Session, file: CaseloadFile, moment: Moment, accepted: Mapping[str, str] | None = None
) -> Preview:
    """Tell what taking this file would change.

    `accepted` maps names in the file to workers, as the manager said.

    Raises `ImportRefused` for a day before the last import.
    """
    check_not_before_last(session, moment)
    found = read_here(session, accepted or {}, moment.today)
    preview = preview_of(file, found, plan_rows(file, found, moment.today), moment)
    return replace(preview, warnings=(*says_it_was_ahead(session, moment), *preview.warnings))


def check_not_before_last(session: Session, moment: Moment) -> None:
    """Refuse to take a file as of an earlier day than the last one: history would run backwards.

    A last one under a clock that was ahead does not count.
    """
    last = last_import(session)
    if last is not None and moment.today < last and not was_ahead(session, moment):
        raise ImportRefused(
            f"The last import was as of {last}; a file cannot be taken as of an earlier day "
            f"({moment.today})."
        )


def read_here(session: Session, accepted: Mapping[str, str], today: date) -> CaseloadHere:
    """Read what an import is held against."""
    open_allocations = select(Allocation).where(col(Allocation.ends_on).is_(None))
    plans, ended = _plans_by(session)
    visits, visits_ended = _visits_by(session, today)
    families = list(session.exec(select(FamilyGroup)))
    return CaseloadHere(
        children=ChildrenHere(session.exec(select(Child))),
        allocations={row.child_id: row for row in session.exec(open_allocations)},
        plans=plans,
        ended=ended,
        events=_events_by(session),
        workers=WorkersHere(session, accepted),
        teams=TeamsHere(session),
        families={family.name: family.id or 0 for family in families},
        family_names={family.id or 0: family.name for family in families},
        rags={row.child_id: row.rag for row in session.exec(select(RagEntry).order_by(*_IN_TIME))},
        readings=ReadingsHere(session),
        visits=visits,
        visits_ended=visits_ended,
        roles=roles_by(session, today),
    )


_IN_TIME = (col(RagEntry.on_date), col(RagEntry.id))
_Plans = dict[int, dict[str, PlanEpisode]]


def _plans_by(session: Session) -> tuple[_Plans, _Plans]:
    """Find the open plans of each child, and the last of each plan that has ended."""
    there: _Plans = {}
    ended: _Plans = {}
    for episode in session.exec(
        select(PlanEpisode).order_by(col(PlanEpisode.starts_on), col(PlanEpisode.id))
    ):
        found = there if episode.ends_on is None else ended
        found.setdefault(episode.child_id, {})[episode.plan] = episode
    return there, ended


def _events_by(session: Session) -> dict[int, dict[str, dict[date, EventHere]]]:
    """Find the events of each child by code and day; of one day what a person wrote comes first."""
    found: dict[int, dict[str, dict[date, EventHere]]] = {}
    e = ChildEvent
    of_whom = (col(e.child_id), col(e.event), col(e.on_date))
    rows = select_columns(
        *of_whom, col(e.id), col(e.source), col(e.by_hand), col(e.outcome)
    ).order_by(col(e.by_hand))
    for child_id, event, on, number, source, by_hand, outcome in session.connection().execute(rows):
        here = EventHere(number or 0, source, by_hand, outcome)
        found.setdefault(child_id, {}).setdefault(event, {})[on] = here
    return found


def plan_rows(file: CaseloadFile, found: CaseloadHere, today: date) -> list[RowPlan]:
    """Tell what is to be done with each child of the file, once each."""
    each_once = {reference_key(row.ref): row for row in file.rows}
    if file.only_details:
        return [_details_of(row, found) for row in each_once.values()]
    return [_plan_for(row, file, found, today) for row in each_once.values()]


def _details_of(row: CaseloadRow, found: CaseloadHere) -> RowPlan:
    child = found.children.find(row.ref)
    if child is None or child.closed_on is not None:
        return RowPlan(row, None, ("unknown",))
    fields = tuple(
        field for field, is_other in _details_differ(row, child, found).items() if is_other
    )
    if not fields:
        return RowPlan(row, child, ())
    return RowPlan(row, child, ("changed",), fields)


def _plan_for(row: CaseloadRow, file: CaseloadFile, found: CaseloadHere, today: date) -> RowPlan:
    child = found.children.find(row.ref)
    if child is not None and _stays_closed(row, child, today):
        return RowPlan(row, child, ("closed here",))
    if child is None or child.closed_on is not None:
        return RowPlan(row, child, ("new",))
    kinds = []
    if _is_with_another(row, child, found) or (
        row.team and not found.teams.is_named(child.team_id, row.team)
    ):
        kinds.append("moved")
    plans = found.plans_after(row, file, child.id or 0, today)
    fields = _differing(row, file, child, found, plans)
    if fields:
        kinds.append("changed")
    names = plans.names(found.plans.get(child.id or 0, {}))
    return RowPlan(row, child, tuple(kinds), fields=fields, plans=names, held_back=plans.held_back)


def _stays_closed(row: CaseloadRow, child: Child, today: date) -> bool:
    """Tell whether a person closed a child lately, and the file tells of nothing after that."""
    closed_on = child.closed_on
    if (
        closed_on is None
        or child.close_reason.endswith(BY_FILE)
        or (today - closed_on).days > _LAGS_DAYS
    ):
        return False
    days = (row.plan_start, row.allocated_on, *row.starts.values(), *row.dates.values())
    return all(day is None or day <= closed_on for day in days)


def _is_with_another(row: CaseloadRow, child: Child, found: CaseloadHere) -> bool:
    here = found.worker_of(child)
    if not row.says_worker:
        return False
    elsewhere = led_elsewhere(found.roles.get(child.id or 0, ()))
    if row.worker and any(normal_name(row.worker) == normal_name(each) for each in elsewhere):
        return False
    if row.worker is None or here is None:
        return row.worker is not here
    worker = found.workers.named(row.worker)
    return worker is None or worker.name != here


def _differing(
    row: CaseloadRow, file: CaseloadFile, child: Child, found: CaseloadHere, plans: PlansAfter
) -> tuple[str, ...]:
    """Name the details in which a row differs from what is on record of a child."""
    child_id = child.id or 0
    of_plans = set(chain.from_iterable(each.says() for each in plans.put_right))
    differs = {
        "plan": plans.changes_plans,
        **dict.fromkeys(sorted(of_plans), True),
        "dates": found.events_after(row, file, child_id).changes_events,
        "RAG": row.rag is not None and found.rags.get(child_id) != row.rag,
        "visits": with_parents_differs(row, found, child_id),
        "who works with the child": found.roles_after(row, child_id).changes_roles,
        "what the file can tell": _is_new_source(row, file, child_id, found),
    } | _details_differ(row, child, found)
    return tuple(field for field, is_other in differs.items() if is_other)


def with_parents_differs(row: CaseloadRow, found: CaseloadHere, child_id: int) -> bool:
    """Tell whether a child came to be placed with parents, or no longer is.

    What a person set is left as it is, and what a person ended does not begin again while the files
    have it still.
    """
    there, says = found.visits.get(child_id), row.with_parents
    if says is None and row.says_plan and Plan.CLA not in row.plans:
        says = False  # who is not looked after is not placed
    if says is None or (there is not None and there.by_hand):
        return False
    if there is None and child_id in found.visits_ended:
        return not says
    return says is not (there is not None)


def _visits_by(
    session: Session, today: date
) -> tuple[dict[int, VisitFrequency], dict[int, VisitFrequency]]:
    """Find the placement by which children are visited, and that which a person ended."""
    rows = session.exec(
        select(VisitFrequency)
        .where(VisitFrequency.placement != "")
        .order_by(col(VisitFrequency.by_hand), col(VisitFrequency.id))
    ).all()
    here = {row.child_id: row for row in rows if row.ends_on is None or row.ends_on >= today}
    ended = {
        row.child_id: row
        for row in rows
        if row.by_hand and row.placement == PlacementKind.WITH_PARENTS
    }
    return here, {
        child_id: row
        for child_id, row in ended.items()
        if row.ends_on is not None and row.ends_on < today
    }


def _is_new_source(
    row: CaseloadRow, file: CaseloadFile, child_id: int, found: CaseloadHere
) -> bool:
    """Tell whether a kind of file, with these columns, tells of a child for the first time."""
    told = file.told_of(row)
    return bool(told) and not found.readings.tells_of(child_id, file.source, told)


def _details_differ(row: CaseloadRow, child: Child, found: CaseloadHere) -> dict[str, bool]:
    family = found.family_names.get(child.family_id or 0)
    return {
        "date of birth": row.born is not None and child.born != row.born,
        "sex": row.sex is not None and child.sex != row.sex,
        "name": row.name is not None and child.name != row.name,
        "family": row.family is not None and family != row.family,
    }


def preview_of(
    file: CaseloadFile, found: CaseloadHere, planned: list[RowPlan], moment: Moment
) -> Preview:
    """Sum up what is to be done."""
    unknown = [plan.row for plan in planned if "unknown" in plan.kinds]
    closed = [plan.row for plan in planned if "closed here" in plan.kinds]
    taken = [plan for plan in planned if "closed here" not in plan.kinds]
    changes = list(chain.from_iterable(_changes_of(plan, found, moment.policy) for plan in planned))
    changes += _missing(file, found)
    names = [plan.row.worker for plan in taken if plan.row.worker]
    unallocated: tuple[str, ...] = ()
    workers: tuple[WorkerCount, ...] = ()
    if not file.only_details:
        unallocated = tuple(_without_worker(taken, found))
        workers = _worker_counts([plan.row for plan in taken], found)
    return Preview(
        file=file.name,
        lists=file.lists,
        changes=tuple(changes),
        unchanged=sum(not plan.kinds for plan in planned),
        unallocated=unallocated,
        rejected=(*file.rejected, *(_left(row, _NOT_HERE) for row in unknown)),
        warnings=(
            *file.warnings,
            *_of_zeros(file, found),
            *_of_leavers(names, found, moment),
            *_of_what_stands(taken),
            *_of_ended_plans(file, found, moment.policy),
            *_of_an_old_file(file, moment.today),
        ),
        workers=workers,
        near_names=found.workers.near_names(names),
        left_out=(*file.left_out, *(_left(row, _CLOSED_HERE) for row in closed)),
        month_first=file.month_first,
    )


def _left(row: CaseloadRow, why: str) -> RejectedRow:
    return RejectedRow(
        row.list_name,
        row.number,
        "reference",
        value=row.ref,
        reason=why,
        cells=(row.ref,),
        header=("reference",),
    )


def _named(refs: Sequence[str]) -> str:
    more = " …" if len(refs) > _MOST_REFS_NAMED else ""
    return ", ".join(refs[:_MOST_REFS_NAMED]) + more


def _of_what_stands(planned: list[RowPlan]) -> Iterator[str]:
    """Say of whom the file names a plan that a person has ended or replaced here."""
    refs = [plan.row.ref for plan in planned if plan.held_back]
    if refs:
        has = "has" if len(refs) == 1 else "have"
        yield (
            f"{wording.count(len(refs), 'child', 'children')} ({_named(refs)}) {has} another plan "
            f"in the file than "
            "was put on record here by hand; what was put on record here stands."
        )


def _of_ended_plans(file: CaseloadFile, found: CaseloadHere, policy: Policy) -> Iterator[str]:
    """Say whose plan has ended in a file that is no whole caseload, so that it goes on here."""
    if file.is_whole:
        return  # who is in none of the lists is missing, and closed with the others
    going_on: dict[str, list[str]] = {}
    for ref, plan in sorted(file.plans_ended.items()):
        child = found.children.find(ref)
        if (
            child is not None
            and child.closed_on is None
            and plan in found.plans.get(child.id or 0, {})
        ):
            going_on.setdefault(plan, []).append(child.ref)
    for plan, refs in going_on.items():
        yield (
            f"{policy.plans_shown([plan])} has ended in the file for {_named(refs)}, and the "
            "file says nothing else of them. Here it stays open; change of plan or status "
            "ends it."
        )


def _of_an_old_file(file: CaseloadFile, today: date) -> Iterator[str]:
    """Say the newest day of a file that may not be the newest export, and what it tells then."""
    if not file.tells or file.newest is None or (today - file.newest).days <= _FRESH_DAYS:
        return
    tells = ""
    if file.tells_until(today) < today:
        tells = ", and of what came later it tells nothing"
    yield (
        f"The newest day in the file is {wording.full_day(file.newest)}{tells}. Is it the "
        f"newest export?"
    )


def _without_worker(planned: list[RowPlan], found: CaseloadHere) -> Iterator[str]:
    for plan in planned:
        keeps_one = (
            not plan.row.says_worker
            and plan.child is not None
            and found.worker_of(plan.child) is not None
        )
        if plan.row.worker is None and not keeps_one:
            yield plan.row.ref


def _of_leavers(names: list[str], found: CaseloadHere, moment: Moment) -> Iterator[str]:
    """Warn where a file gives children to a worker who has left."""
    for name, number in Counter(names).items():
        worker = found.workers.named(name)
        if worker is not None and worker.left_on is not None and worker.left_on <= moment.today:
            children = wording.count(number, "child", "children")
            yield (
                f"{worker.name} has left on {wording.full_day(worker.left_on)}; the file still "
                f"has {children} there."
            )


def _of_zeros(file: CaseloadFile, found: CaseloadHere) -> Iterator[str]:
    """Warn where a spreadsheet seems to have taken zeros from the beginning of references."""
    refs = found.children.but_for_zeros(row.ref for row in file.rows)
    if refs:
        yield (
            f"{wording.count(len(refs), 'reference')} ({_named(refs)}) match children here "
            "except for zeros at the start. A spreadsheet may have dropped them; export the "
            "references as text."
        )


def _changes_of(plan: RowPlan, found: CaseloadHere, policy: Policy) -> Iterator[Change]:
    row = plan.row
    to_worker = found.workers.called(row.worker) if row.worker else None
    for kind in plan.kinds:
        if kind == "new":
            plans = policy.plans_shown(row.plans)
            closed_on = plan.child.closed_on if plan.child else None
            again = ""
            if closed_on:
                again = f", closed here since {wording.full_day(closed_on)}"
            yield Change(
                "new", row.ref, f"{plans}, {to_worker or 'unallocated'}{again}", None, to_worker
            )
        elif kind == "moved" and plan.child:
            here = found.worker_of(plan.child)
            says = f"{here or 'unallocated'} to {to_worker or 'unallocated'}"
            if here == to_worker:
                says = f"to the team {row.team or NO_TEAM}, still {here or 'unallocated'}"
            yield Change("moved", row.ref, says, here, to_worker)
        elif kind == "changed" and plan.child:
            yield Change(
                "changed",
                row.ref,
                _says_changed(plan, found, policy),
                from_worker=to_worker,
                to_worker=to_worker,
                fields=plan.fields,
            )


def _says_changed(plan: RowPlan, found: CaseloadHere, policy: Policy) -> str:
    was = found.plans.get(plan.child.id or 0, {}) if plan.child else {}
    said = []
    if "plan" in plan.fields and was:
        said.append(f"{policy.plans_shown(tuple(was))} to {policy.plans_shown(plan.plans)}")
    said += [field for field in plan.fields if not (said and field == "plan")]
    return ", ".join(said)


def _missing(file: CaseloadFile, found: CaseloadHere) -> Iterator[Change]:
    # What says nothing of somebody misses nobody.
    if not file.rows or not file.is_whole or file.only_details:
        return
    named = {reference_key(ref) for ref in file.named}
    closed = {reference_key(ref) for ref in file.closed}
    for child in sorted(found.children.all, key=lambda child: child.ref):
        in_scope = not file.teams or found.teams.name_of(child.team_id) in file.teams
        key = reference_key(child.ref)
        if child.closed_on is None and in_scope and key not in named:
            says = CLOSED_THERE if key in closed else "no longer in the file"
            yield Change("missing", child.ref, says)


def _worker_counts(rows: list[CaseloadRow], found: CaseloadHere) -> tuple[WorkerCount, ...]:
    here = {worker.name for worker in found.workers.by_id.values()}
    before = Counter(
        found.workers.by_id[each.worker_id].name
        for each in found.allocations.values()
        if each.worker_id
    )
    after = before.copy()
    for row in rows:
        child = found.children.find(row.ref)
        has_now = found.worker_of(child) if child else None
        if has_now and not row.says_worker:
            continue
        if has_now:
            after[has_now] -= 1
        if row.worker:
            after[found.workers.called(row.worker)] += 1
    return tuple(
        WorkerCount(name, before[name], after[name], name not in here)
        for name in sorted(before | after)
    )
