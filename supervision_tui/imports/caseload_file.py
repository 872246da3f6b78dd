"""A plain caseload file, CSV or workbook: a row a child, with worker, team, plan and what else
there is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from supervision_tui.desk.imports.files import CaseloadFile, CaseloadRow, ImportRefused, WorksBeside
from supervision_tui.desk.long_work import progress_over
from supervision_tui.desk.names import reference_key
from supervision_tui.practice.vocabulary import CaseRole, Plan, Rag

from .case_status import NOT_KNOWN, CaseStatus, PlanNames
from .caseload_status import CaseloadStatus
from .child_details import born_or_expected, child_name
from .council_columns import CouncilColumns, check_fit, fitting
from .known_columns import CASELOAD
from .tables import cells, people
from .tables.cells import CellWrong
from .tables.dates import DateOrder
from .tables.files import ReadFiles, name_of, read_files
from .tables.furniture import A_GROUP
from .tables.reading import LAST_ROW_TAKEN, MORE_CELLS, Reading
from .tables.table import Row, Table, find_header
from .told_apart import FileKind, is_annex_a, wrong_file
from .worker_roles import ROLES_BESIDE, RoleRank, case_role_of, rank_of_role

_RAGS = {rag: (str(rag), str(rag)[0], f"{rag}rated") for rag in Rag}
_OVER = re.compile(
    r"\b(?:closed|ended|ceased|archived?|old|previous|historic(?:al)?|history|inactive|left|nfa|"
    r"(?<!care )leavers|"
    r"stepped down|deceased|died|duplicates?|examples?|template|"
    r"transferred(?! in)|last (?:month|week|year|quarter))\b"
)
_CLOSED_ABOVE = re.compile(
    r"\b(?:closed|ended|ceased|archived|inactive|nfa|stepped down|deceased|transferred out|no "
    r"longer open)\b"
)
_TWO_WORDS = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}")
# Of one child, and of several.
_LAST_ROW_COMPLETED = (
    "stands more than once; its last row was taken, and what is empty there from the one before",
    "stand more than once; the last row of each was taken, and what is empty there from the one "
    "before",
)
_WITH_NOBODY = (
    "is named only with somebody who has not the child (the role, or an allocation "
    "that ended); read as unallocated"
)


def read_caseload(
    paths: list[Path],
    as_of: date,
    order: DateOrder | None = None,
    own: Sequence[CouncilColumns] = (),
    wanted: CouncilColumns | None = None,
    *,
    plan_names: PlanNames | None = None,
) -> CaseloadFile:
    """Read the caseload in these files, by `own` columns where they fit, else by `wanted` ones.

    Raises `ImportRefused` where the files are no caseload or cannot be read, or the columns wanted
    do not fit.
    """
    files = read_files(paths)
    if wanted is not None:
        check_fit(wanted, files.sheets)
    owned = own
    if wanted:
        owned = [wanted]
    return caseload_of(files, paths, as_of, order=order, own=owned, plan_names=plan_names)


def caseload_of(
    files: ReadFiles,
    paths: list[Path],
    as_of: date,
    order: DateOrder | None = None,
    own: Sequence[CouncilColumns] = (),
    *,
    plan_names: PlanNames | None = None,
) -> CaseloadFile:
    """Read the caseload in files that have been read as sheets.

    `own` are a council's own columns, which come first.

    `plan_names` are of a service's own plans. Raises `ImportRefused`.
    """
    name, columns = name_of(paths[0]), fitting(own, files.sheets)
    if columns is None and (number := is_annex_a(files.sheets)):
        raise ImportRefused(
            f"{name} is Annex A (list {number}); supervision-tui import annex-a reads it."
        )
    expected = columns.expected if columns else CASELOAD
    if columns is not None:
        order = order or columns.order
    reading = Reading(files, as_of, order)
    lists = [sheet for sheet in files.sheets if find_header(sheet, expected)]
    newest = reading.newest("The caseload", lists)
    found = [
        (sheet, table) for sheet in newest if (table := reading.table(sheet, sheet.name, expected))
    ]
    if not found:
        raise ImportRefused(wrong_file(files, name, FileKind.CASELOAD))
    tables = [table for _, table in found]
    if not any(table.rows or table.left_out for table in tables):
        raise ImportRefused(
            f"{name} has the headings of a caseload, and no row stands below them; export it again."
        )
    reading.tell_of_other_sheets(files, lists, expected)
    reading.tell_of_several("The caseload", [sheet for sheet, _ in found])
    reading.judge_dates()
    columns = columns or CouncilColumns("", {})
    caseload = _Caseload(reading, replace(columns, plans={**(plan_names or {}), **columns.plans}))
    over = [sheet for sheet, _ in found if _OVER.search(sheet.name.replace("_", " ").casefold())]
    for sheet, table in found:
        of_closed = None
        if sheet in over and len(over) < len(found):
            of_closed = sheet.name
        caseload.read(table, of_closed=of_closed)
    rows = caseload.rows()
    if any(row.reason == NOT_KNOWN for row in reading.rejected):
        reading.notes.append(
            "Say what an unknown status means under [plans] in a file of imports/."
        )
    return CaseloadFile(
        name=", ".join(map(name_of, paths)),
        rows=tuple(sorted(rows, key=lambda row: row.ref)),
        closed=frozenset(
            caseload.closed[key] for key in set(caseload.closed) - set(caseload.taken)
        ),
        closed_days={
            key: on for key, on in caseload.closed_days.items() if key not in caseload.taken
        },
        rejected=tuple(reading.rejected),
        warnings=reading.sentences(),
        lists={"caseload": sum(len(table.rows) for table in tables)},
        named=frozenset({row.ref for row in rows} | reading.rejected_refs),
        source="caseload file",
        left_out=tuple(reading.left_out),
        is_whole=reading.is_whole,
        month_first=tuple(reading.month_first),
    )


@dataclass(slots=True)
class _Caseload:
    """The children of the tables, by reference however it is dressed."""

    reading: Reading
    own: CouncilColumns
    taken: dict[str, tuple[RoleRank, CaseloadRow]] = field(default_factory=dict)
    closed: dict[str, str] = field(default_factory=dict)
    closed_days: dict[str, date] = field(default_factory=dict)  # by the key of the reference
    # Children of whom a row names somebody who has them not.
    not_with: list[str] = field(default_factory=list)
    # Who works with each child beside the worker, and of which roles its rows can tell.
    beside: dict[str, list[WorksBeside]] = field(default_factory=dict)
    tells_roles: dict[str, frozenset[str]] = field(default_factory=dict)

    def rows(self) -> list[CaseloadRow]:
        """Every open child."""
        for key in dict.fromkeys(self.not_with):
            if self.taken.get(key, (RoleRank.WORKER,))[0] is RoleRank.NOT_THE_WORKER:
                self.reading.tell_of_child(self.taken[key][1].ref, _WITH_NOBODY)
        return [
            replace(
                row,
                beside=tuple(dict.fromkeys(self.beside.get(key, ()))),
                tells_roles=self.tells_roles.get(key, frozenset()),
            )
            for key, (_, row) in self.taken.items()
        ]

    def read(self, table: Table, of_closed: str | None = None) -> None:
        """Take the rows of a table.

        `of_closed` is the name of its sheet where that says that its cases are closed.
        """
        if of_closed is not None:
            for row in table.rows:
                self._leave_out_closed(row, f"on the sheet “{of_closed}”")
            return
        if table.has("worker_forename"):
            _join_names_of_workers(table)
        statuses = CaseloadStatus(table, self.reading, self.own.plans)
        headings = _headings_of_closed(table)
        teams = people.teams_among((row["worker"], row["team"]) for row in table.rows)
        for row in progress_over(table.rows, "rows"):
            heading = _heading_above(row, headings)
            if heading:
                self._leave_out_closed(row, f"under the heading “{heading}”")
            else:
                self._read_row(row, teams, statuses)

    def _leave_out_closed(self, row: Row, why: str) -> None:
        try:
            ref = self.reading.reference(row, "ref")
        except CellWrong as wrong:
            self.reading.reject(row, "ref", wrong, key="ref")
            return
        self.closed[reference_key(ref)] = ref
        self.reading.leave_out(row, why)

    def _read_row(self, row: Row, teams: frozenset[str], statuses: CaseloadStatus) -> None:
        reading, column = self.reading, "ref"
        try:
            reading.check_row(row)
            ref = _reference(row, reading)
            column = "plan"
            status, says_plan = statuses.of(row, ref)
            column = "ends"
            has_ended = status.plan is None or statuses.is_closed(row)
            has_ended = has_ended or reading.has_ended(row, "ends", after=("born", "plan_start"))
            column = "died"
            has_died = reading.has_ended(row, "died", after=("born",))
        except CellWrong as why:
            is_shifted = column == "plan" and len(row.cells) > len(row.table.header)
            reason: CellWrong | str = why
            if is_shifted:
                reason = MORE_CELLS
            reading.reject(row, column, reason, key="ref")
            return
        key = reference_key(ref)
        if has_ended or has_died:
            self.closed[key] = ref
            ending = "died" if has_died else "ends"
            if (on := reading.peek_past(row, ending)) is not None:
                self.closed_days[key] = on
            what = "died" if has_died else "closed"
            reading.leave_out(row, what)
            return
        child = self._child(ref, row, status, teams, says_plan=says_plan)
        self._note_beside(key, row, child, teams)
        self._take(key, row, child)

    def _note_beside(self, key: str, row: Row, child: CaseloadRow, teams: frozenset[str]) -> None:
        """Keep who works with a child beside the worker: the adviser, and who has another role."""
        found = self.beside.setdefault(key, [])
        tells = set(self.tells_roles.get(key, ()))
        if row.table.has("adviser"):
            tells.add(CaseRole.PERSONAL_ADVISER)
            if adviser := self.reading.worker(row, "adviser", teams):
                found.append(WorksBeside(CaseRole.PERSONAL_ADVISER, adviser))
        if row.table.has("role"):
            tells |= ROLES_BESIDE
            if role := self._role_beside(row):
                found += [WorksBeside(role, child.worker)] if child.worker else []
        self.tells_roles[key] = frozenset(tells)

    def _role_beside(self, row: Row) -> str | None:
        """The role of somebody who is involved beside the worker, and still is."""
        has_ended = row.table.has("allocation_ends") and self._has_handed_over(row)
        rank = self._rank(row)
        if has_ended or rank <= RoleRank.WORKER:
            return None
        return case_role_of(cells.text(row["role"]), rank)

    def _take(self, key: str, row: Row, child: CaseloadRow) -> None:
        rank = self._rank(row)
        if rank is RoleRank.NOT_THE_WORKER:
            if child.worker is not None:
                self.not_with.append(key)
            child = replace(child, worker=None)
        there = self.taken.get(key)
        if there is not None and rank > there[0]:
            self.reading.leave_out(row, "of somebody who is involved beside the worker")
            return
        if there is not None and rank == there[0]:
            names_nobody = bool(cells.text(row["worker"]))
            completed = _completed(child, there[1], names_nobody=names_nobody)
            if completed != there[1]:
                said = LAST_ROW_TAKEN if completed == child else _LAST_ROW_COMPLETED
                self.reading.tell_of_child(child.ref, *said)
            child = completed
        self.taken[key] = rank, child

    def _rank(self, row: Row) -> RoleRank:
        """Tell how near a worker in a row is to having the child: not if the allocation ended."""
        if row.table.has("allocation_ends") and self._has_handed_over(row):
            return RoleRank.NOT_THE_WORKER
        if row.table.has("role"):
            return rank_of_role(cells.text(row["role"]), self.own.roles)
        return RoleRank.WORKER

    def _has_handed_over(self, row: Row) -> bool:
        try:
            return self.reading.has_ended(row, "allocation_ends")
        except CellWrong as why:
            self.reading.tell(row, "allocation_ends", why)
            return False

    def _child(
        self, ref: str, row: Row, status: CaseStatus, teams: frozenset[str], *, says_plan: bool
    ) -> CaseloadRow:
        reading = self.reading
        return CaseloadRow(
            ref=ref,
            plan=status.plans[0],
            worker=self._worker(row, status, teams),
            says_worker=not reading.was_left_empty(row, "worker"),
            team=reading.value(row, "team", lambda cell: cells.name(cell, "the team’s name")) or "",
            name=child_name(row),
            born=born_or_expected(reading, row, "born"),
            sex=cells.sex(row["sex"]),
            plan_start=reading.day(row, "plan_start"),
            category=cells.text(row["category"])[: cells.LONGEST_NAME],
            family=cells.text(row["family"])[: cells.LONGEST_NAME] or None,
            rag=reading.value(row, "rag", _rag),
            says_plan=says_plan,
            statuses=status.plans,
        )

    def _worker(self, row: Row, status: CaseStatus, teams: frozenset[str]) -> str | None:
        """Read who a child is with.

        Of a care leaver whom no other worker has, the personal adviser.
        """
        found = self.reading.worker(row, "worker", teams)
        if found is None and status.plan == Plan.CARE_LEAVER and not cells.text(row["worker"]):
            return self.reading.worker(row, "adviser", teams)
        return found


def _join_names_of_workers(table: Table) -> None:
    """Put the forename before the surname where a table has a column for each."""
    for row in table.rows:
        whole = f"{cells.text(row['worker_forename'])} {cells.text(row['worker'])}".strip()
        if row.at(table.columns["worker"]):
            row.cells[table.columns["worker"]] = whole


def _reference(row: Row, reading: Reading) -> str:
    """Read a child's reference.

    Raises `CellWrong`, also for a name in a column that is only headed *Child*.
    """
    found = reading.reference(row, "ref")
    if cells.folded(row.table.heading("ref")) == "child" and _TWO_WORDS.match(found):
        raise CellWrong("a name, where the child’s reference is needed")
    return found


def _headings_of_closed(table: Table) -> list[tuple[int, str]]:
    """Give the headings of groups by row, with the text of those whose cases are closed."""
    headings = [
        (row.row, next(filter(None, row.cells), ""))
        for row in table.left_out
        if row.reason == A_GROUP
    ]
    found = []
    for number, said in headings:
        is_closed = _CLOSED_ABOVE.search(said.casefold())
        found.append((number, said if is_closed else ""))
    return sorted(found)


def _heading_above(row: Row, headings: list[tuple[int, str]]) -> str:
    """Give the heading of closed cases under which a row stands.

    Empty where it stands under none.
    """
    at = bisect_left(headings, (row.number, ""))
    if at:
        return headings[at - 1][1]
    return ""


def _completed(child: CaseloadRow, before: CaseloadRow, *, names_nobody: bool) -> CaseloadRow:
    """Fill what a later row of a child leaves empty from the one before it."""
    filled = {
        name: getattr(before, name)
        for name in ("team", "name", "born", "sex", "plan_start", "category", "family", "rag")
        if not getattr(child, name)
    }
    child = replace(child, **filled)
    if not child.says_plan and before.says_plan:
        child = replace(child, plan=before.plan, statuses=before.statuses, says_plan=True)
    if child.worker is None and not names_nobody:
        child = replace(child, worker=before.worker, says_worker=before.says_worker)
    return child


def _rag(value: object) -> str | None:
    wanted = cells.folded(cells.text(value))
    if not wanted:
        return None
    found = next((rag for rag, words in _RAGS.items() if wanted in words), None)
    if found is None:
        raise CellWrong("not a rating; there are red, amber and green")
    return str(found)
