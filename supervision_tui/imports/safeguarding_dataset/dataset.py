"""The caseload that a Standard Safeguarding Dataset makes: who is involved with which child, on
which plans.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path

from supervision_tui.desk.imports.dataset import DatasetFile
from supervision_tui.desk.imports.files import CaseloadFile, CaseloadRow, ImportRefused, WorksBeside
from supervision_tui.desk.imports.workforce import WorkforceFile, WorkforceRow
from supervision_tui.desk.long_work import progress_over
from supervision_tui.desk.names import reference_key
from supervision_tui.imports.case_status import most_urgent_first
from supervision_tui.imports.child_details import born_or_expected, child_name
from supervision_tui.imports.involvements import Involvement, is_shared, others_now, worker_now
from supervision_tui.imports.known_columns import DATASET
from supervision_tui.imports.tables import cells
from supervision_tui.imports.tables.dates import DateOrder
from supervision_tui.imports.tables.files import ReadFiles, name_of, read_files
from supervision_tui.imports.tables.reading import Reading
from supervision_tui.imports.tables.sheets import Sheet
from supervision_tui.imports.tables.table import Row, Table
from supervision_tui.imports.told_apart import FileKind, dataset_kind, wrong_file
from supervision_tui.imports.worker_roles import ROLES_BESIDE, case_role_of, rank_of_role
from supervision_tui.practice.vocabulary import Plan
from supervision_tui.practice.wording import count, full_day, listing

from .children import children_of
from .professionals import professionals_of
from .rows import DatasetTables
from .tells import could_tell, events_told, plans_told

_PLANS_NEEDED = ("looked after", "cp plans", "cin plans")
_REASONS = (
    "MANAGE",
    "FCONTA",
    "LEFTRL",
    "ORGRST",
    "TSPROC",
    "ABSENC",
    "CHCHAN",
    "PCCHAN",
    "SWDIED",
    "OTHERS",
)
_MOST_NAMED = 3


def read_ssd(folder: Path, as_of: date, order: DateOrder | None = None) -> DatasetFile:
    """Read the dataset of a folder. Raises `ImportRefused` where it is none or cannot be read."""
    return dataset_of(read_files([folder]), folder, as_of, order)


def dataset_of(
    files: ReadFiles, folder: Path, as_of: date, order: DateOrder | None = None
) -> DatasetFile:
    """Read a dataset whose files have been read as sheets. Raises `ImportRefused`."""
    reading = Reading(files, as_of, order)
    tables: dict[str, list[Table]] = defaultdict(list)
    sheets: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in files.sheets:
        found = dataset_kind(sheet)
        if found is not None:
            kind, header = found
            table = reading.table(sheet, sheet.name, DATASET[kind], header)
            if table:
                tables[kind] += [table]
            sheets[kind].append(sheet)
    for kind, each in sheets.items():
        reading.tell_of_several(f"The table of {kind}", each)
    name = name_of(folder)
    if not tables:
        raise ImportRefused(wrong_file(files, name, FileKind.DATASET))
    for needed in ("professionals", "involvements"):
        if needed not in tables:
            raise ImportRefused(
                f"{name} holds no {needed}: a CSV file with the dataset's own column names."
            )
    reading.judge_dates()
    return _Dataset(DatasetTables(reading, tables)).file(name)


class _Dataset:
    """The caseload of a dataset, from its professionals, involvements and children."""

    def __init__(self, tables: DatasetTables) -> None:
        self._tables, self._reading, self._on = tables, tables.reading, tables.as_of
        self._professionals = professionals_of(tables)
        self._children = children_of(tables, self._professionals)
        self._tells = events_told(tables)

    def file(self, name: str) -> DatasetFile:
        """Read everything."""
        involvements = self._involvements()
        rows = self._caseload(involvements)
        reading, by_kind = self._reading, self._tables.by_kind
        taken = {reference_key(row.ref) for row in rows}
        seen = {each.child for each in involvements} | self._children.died
        return DatasetFile(
            workforce=WorkforceFile(name, tuple(self._workers(involvements))),
            caseload=CaseloadFile(
                name=name,
                rows=tuple(sorted(rows, key=lambda row: row.ref)),
                closed=frozenset(self._tables.refs[key] for key in seen - taken),
                rejected=tuple(reading.rejected),
                warnings=reading.sentences(),
                lists={
                    kind: sum(len(table.rows) for table in each)
                    for kind, each in sorted(by_kind.items())
                },
                named=frozenset({row.ref for row in rows} | reading.rejected_refs),
                source="safeguarding dataset",
                left_out=tuple(reading.left_out),
                is_whole=reading.is_whole,
                month_first=tuple(reading.month_first),
                newest=reading.newest_day,
                tells=self._tells,
                tells_plans=plans_told(self._tables),
            ),
        )

    def _workers(self, involvements: list[Involvement]) -> Iterator[WorkforceRow]:
        """Give the professionals who are involved with somebody now."""
        current = {each.professional for each in involvements if each.is_current(self._on)}
        advisers = {each.worker for each in self._children.care_leavers.values() if each.worker}
        return (
            row
            for key, row in self._professionals.by_key.items()
            if key in current or row.called in advisers
        )

    def _involvements(self) -> list[Involvement]:
        tables = self._tables
        of_referral = {
            tables.number(row, "referral"): tables.text(row, "key")
            for row in tables.rows("episodes")
        }
        of_referral.pop("", None)
        found = [self._involvement(row, of_referral) for row in tables.rows("involvements")]
        return [each for each in found if each is not None]

    def _involvement(self, row: Row, of_referral: Mapping[str, str]) -> Involvement | None:
        reading = self._reading
        child = self._tables.child(
            row, "child", of_referral.get(self._tables.number(row, "referral"), "")
        )
        if child is None:
            return None
        professional = self._tables.number(row, "key")
        if professional not in self._professionals.by_key:
            reading.tell(row, "key", "in no list of professionals", "read as unallocated")
        starts = reading.day(row, "from", may_come=True)
        if starts is not None and starts > self._on:
            reading.leave_out(row, f"begins after {full_day(self._on)}")
            return None
        ends = self._tables.end(row, starts)
        reason = cells.text(row["reason"]).upper()[:6]
        role = cells.text(row["role"])
        rank = rank_of_role(role)
        return Involvement(
            child,
            professional,
            rank,
            team=self._tables.team(row, "team"),
            starts=starts,
            ends=ends,
            reason=reason,
            role=case_role_of(role, rank),
        )

    def _caseload(self, involvements: list[Involvement]) -> list[CaseloadRow]:
        """Give the children with a worker involved now, an open plan, or who are care leavers."""
        found = self._children
        theirs: dict[str, list[Involvement]] = defaultdict(list)
        for each in involvements:
            theirs[each.child].append(each)
        involved = {
            child for child, each in theirs.items() if any(one.is_current(self._on) for one in each)
        }
        referred = {child for child, goes_on in found.referrals.items() if goes_on}
        is_open = (involved | referred | set(found.plans) | set(found.care_leavers)) - found.died
        missing = [kind for kind in _PLANS_NEEDED if kind not in self._tables.by_kind]
        if missing and is_open - set(found.care_leavers):
            self._reading.notes.append(
                f"This folder has no list of {listing(missing)}: a child in none of its lists "
                f"keeps the plan on "
                "record; a new one is taken as child in need."
            )
        ended = (involved - referred - set(found.plans)) & set(found.referrals)
        over = sorted(self._tables.refs[key] for key in ended)
        if over:
            more = " …" if len(over) > _MOST_NAMED else ""
            named = ", ".join(over[:_MOST_NAMED]) + more
            self._reading.notes.append(
                f"{count(len(over), 'referral')} closed, though somebody is still involved "
                f"({named}); taken as open."
            )
        keys = sorted(is_open, key=lambda key: self._tables.refs[key])
        return [
            self._row(key, theirs.get(key, []), says_none=not missing)
            for key in progress_over(keys, "children")
        ]

    def _row(self, key: str, theirs: list[Involvement], *, says_none: bool) -> CaseloadRow:
        found, professionals = self._children, self._professionals.by_key
        plans = dict(found.plans.get(key, {}))
        if key in found.care_leavers:
            plans.setdefault(Plan.CARE_LEAVER, (None, ""))
        statuses = most_urgent_first(plans) or (Plan.CIN,)
        since, category = plans.get(statuses[0], (None, ""))
        now, before = worker_now(theirs, self._on)
        care_leaver = None
        if statuses[0] == Plan.CARE_LEAVER:
            care_leaver = found.care_leavers.get(key)
        if now is not None and is_shared(now, theirs, self._on):
            self._reading.tell_of_child(
                self._tables.refs[key],
                "has two workers in one role; the one who began last was taken",
            )
        is_listed = now is None or now.professional in professionals
        worker = professionals[now.professional].called if now and is_listed else None
        team = now.team if now else ""
        if care_leaver is not None and care_leaver.worker:
            worker, team = care_leaver.worker, care_leaver.team or team
        person = found.persons.get(key)
        name = child_name(person) if person else None
        born = self._born(person) if person else None
        sex = cells.sex(person["sex"]) if person else None
        allocated_on = now.starts if now and care_leaver is None else None
        change_reason = before.reason if before and before.reason in _REASONS else ""
        return CaseloadRow(
            ref=self._tables.refs[key],
            plan=statuses[0],
            worker=worker,
            team=team,
            name=name,
            born=born,
            sex=sex,
            plan_start=since,
            category=category,
            family=found.families.get(key) or None,
            dates=found.events.get(key, {}),
            says_plan=bool(plans) or says_none,
            says_worker=is_listed or worker is not None,
            allocated_on=allocated_on,
            change_reason=change_reason,
            statuses=statuses,
            starts={plan: start for plan, (start, _category) in plans.items() if start is not None},
            ends=found.ends.get(key, {}),
            unnecessary=_conference(found.enquiries.get(key, {}), nfa=True),
            needed=_conference(found.enquiries.get(key, {}), nfa=False),
            told=frozenset(self._told_of(key, plans)),
            beside=self._beside(now, theirs),
            tells_roles=ROLES_BESIDE,
            categories={plan: category for plan, (_start, category) in plans.items() if category},
        )

    def _beside(
        self, now: Involvement | None, theirs: list[Involvement]
    ) -> tuple[WorksBeside, ...]:
        """Give who works with a child beside the worker, those of whom a list tells the name."""
        known = self._professionals.by_key
        return tuple(
            WorksBeside(each.role or "", known[each.professional].called, each.team, each.starts)
            for each in others_now(now, theirs, self._on)
            if each.professional in known
        )

    def _told_of(self, key: str, plans: Collection[str]) -> Iterator[str]:
        """Give the events of which the tables could tell for a child, each day of it taken."""
        enquiries = self._children.enquiries.get(key, {})
        unread = self._children.unread.get(key, set())
        for event in self._tells:
            is_answered = event != "icpc" or (
                bool(enquiries) and enquiries[max(enquiries)] is not None
            )
            if could_tell(event, plans) and is_answered and event not in unread:
                yield event

    def _born(self, person: Row) -> date | None:
        """Read the day of birth, or the one on which the birth is expected."""
        born = born_or_expected(self._reading, person, "born")
        return born or born_or_expected(self._reading, person, "expected")


def _conference(enquiries: Mapping[date, bool | None], *, nfa: bool) -> dict[str, date]:
    """Find the last enquiry, and whether it ended with no need for a conference."""
    days = [on for on, ended_so in enquiries.items() if ended_so is nfa]
    if days:
        return {"icpc": max(days)}
    return {}
