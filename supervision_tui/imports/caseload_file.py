"""A plain caseload file, CSV or workbook: a row a child, with worker, team, plan and what else there is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from supervision_tui.desk.imports.files import CaseloadFile, CaseloadRow, ImportRefused
from supervision_tui.desk.names import reference_key
from supervision_tui.desk.watching import counted
from supervision_tui.practice.terms import Plan, Rag

from .annex_a import born_or_expected
from .case_status import CaseStatus, case_status
from .council_columns import CouncilColumns, check_fit, fitting
from .known_columns import CASELOAD
from .tables import cells, people
from .tables.cells import CellWrong
from .tables.dates import DateOrder
from .tables.files import ReadFiles, name_of, read_files
from .tables.reading import LAST_ROW_TAKEN, Reading
from .tables.table import Row, Table, find_header
from .told_apart import FileKind, is_annex_a, wrong_file
from .worker_roles import RoleRank, rank_of_role

_RAGS = {rag: (str(rag), str(rag)[0], f"{rag}rated") for rag in Rag}
_OVER = re.compile(r"\b(?:closed|ended|archived?|old|previous|historic(?:al)?|history|inactive|left|"
                   r"transferred(?! in)|last (?:month|week|year|quarter))\b")  # fmt: skip
_ONLY_OPEN = frozenset({
    "open", "active", "allocated", "current", "inprogress", "unknown", "notknown", "nk", "live", "tbc", "tba",
    "tobeconfirmed",
})  # fmt: skip
_WITHHELD = frozenset({
    "redacted", "removed", "anonymised", "withheld", "confidential", "restricted", "notknown", "unknown", "nk",
})  # fmt: skip
_NO_PLAN = CaseStatus((Plan.CIN,))


def read_caseload(
    paths: list[Path],
    as_of: date,
    order: DateOrder | None = None,
    own: Sequence[CouncilColumns] = (),
    wanted: CouncilColumns | None = None,
) -> CaseloadFile:
    """Read the caseload in these files, by `own` columns where they fit, or by those that are `wanted`.

    Raises `ImportRefused` where the files are no caseload or cannot be read, or the columns wanted do not fit.
    """
    files = read_files(paths)
    if wanted is not None:
        check_fit(wanted, files.sheets)
    return caseload_of(files, paths, as_of, order, [wanted] if wanted else own)


def caseload_of(
    files: ReadFiles,
    paths: list[Path],
    as_of: date,
    order: DateOrder | None = None,
    own: Sequence[CouncilColumns] = (),
) -> CaseloadFile:
    """Read the caseload in files that have been read as sheets; `own` are a council's own columns, which come first.

    Raises `ImportRefused`.
    """
    name, columns = name_of(paths[0]), fitting(own, files.sheets)
    if columns is None and (number := is_annex_a(files.sheets)):
        raise ImportRefused(f"{name} is Annex A (list {number}); supervision-tui import annex-a reads it.")
    expected = columns.expected if columns else CASELOAD
    reading = Reading(files, as_of, order or (columns.order if columns else None))
    lists = [sheet for sheet in files.sheets if find_header(sheet, expected)]
    older = reading.older("The caseload", lists)
    found = [(each, table) for each in lists if each not in older and (table := reading.table(each, each.name, expected))]
    if not found:
        raise ImportRefused(wrong_file(files, name, FileKind.CASELOAD))
    tables = [table for _, table in found]
    reading.tell_of_other_sheets(files, lists, expected)
    reading.tell_of_several("The caseload", [sheet for sheet, _ in found])
    reading.judge_dates()
    caseload = _Caseload(reading, columns or CouncilColumns("", {}))
    over = [sheet for sheet, _ in found if _OVER.search(sheet.name.replace("_", " ").casefold())]
    for sheet, table in found:
        caseload.read(table, of_closed=sheet.name if sheet in over and len(over) < len(found) else None)
    rows = caseload.rows()
    return CaseloadFile(
        name=", ".join(map(name_of, paths)),
        rows=tuple(sorted(rows, key=lambda row: row.ref)),
        closed=frozenset(caseload.closed[key] for key in set(caseload.closed) - set(caseload.taken)),
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

    def rows(self) -> list[CaseloadRow]:
        """Every open child."""
        return [row for _, row in self.taken.values()]

    def read(self, table: Table, of_closed: str | None = None) -> None:
        """Take the rows of a table; `of_closed` is the name of its sheet where that says that its cases are closed."""
        if of_closed is not None:
            self._leave_out_closed(table, of_closed)
            return
        if not table.has("plan"):
            self.reading.notes.append(
                "No column says which plan a child has; a new child is taken as child in need, the others keep theirs."
            )
        teams = people.teams_among((row["worker"], row["team"]) for row in table.rows)
        for row in counted(table.rows, "rows"):
            self._read_row(row, teams)

    def _leave_out_closed(self, table: Table, sheet: str) -> None:
        for row in table.rows:
            try:
                ref = self.reading.reference(row, "ref")
            except CellWrong as why:
                self.reading.reject(row, "ref", why, key="ref")
                continue
            self.closed[reference_key(ref)] = ref
            self.reading.leave_out(row, f"on the sheet “{sheet}”")

    def _read_row(self, row: Row, teams: frozenset[str]) -> None:
        reading, column = self.reading, "ref"
        try:
            reading.check_row(row)
            ref = reading.reference(row, "ref")
            column = "plan"
            says_plan = self._says_plan(row)
            status = case_status(row["plan"], self.own.plans) if says_plan else _NO_PLAN
            column = "ends"
            has_ended = status.plan is None or reading.has_ended(row, "ends", after=("born", "plan_start"))
            column = "died"
            has_died = reading.has_ended(row, "died", after=("born",))
        except CellWrong as why:
            reading.reject(row, column, why, key="ref")
            return
        key = reference_key(ref)
        if has_ended or has_died:
            self.closed[key] = ref
            reading.leave_out(row, "died" if has_died else "closed")
            return
        self._take(key, row, self._child(ref, row, status, teams, says_plan=says_plan))

    def _says_plan(self, row: Row) -> bool:
        """Tell whether a row says which plan a child has; *open* and the like only say that there is one."""
        said = cells.folded(cells.text(row["plan"]))
        if said in _ONLY_OPEN and said not in self.own.plans:
            self.reading.tell(row, "plan", "says no plan; a new child is taken as child in need", "read as open")
            return False
        return bool(said)

    def _take(self, key: str, row: Row, child: CaseloadRow) -> None:
        rank = self._rank(row)
        if rank is RoleRank.NOT_THE_WORKER:
            child = replace(child, worker=None)
        there = self.taken.get(key)
        if there is not None and rank > there[0]:
            self.reading.leave_out(row, "of somebody who is involved beside the worker")
            return
        if there is not None and rank == there[0]:
            self.reading.tell_of_child(child.ref, *LAST_ROW_TAKEN)
        self.taken[key] = rank, child

    def _rank(self, row: Row) -> RoleRank:
        return rank_of_role(cells.text(row["role"]), self.own.roles) if row.table.has("role") else RoleRank.WORKER

    def _child(self, ref: str, row: Row, status: CaseStatus, teams: frozenset[str], *, says_plan: bool) -> CaseloadRow:
        reading = self.reading
        return CaseloadRow(
            ref=ref,
            plan=status.plans[0],
            worker=reading.worker(row, "worker", teams),
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


def child_name(row: Row) -> str | None:
    """Read a child's name, whole or in two columns; nothing where none stands."""
    whole = cells.text(row["name"])
    if not whole:
        whole = " ".join(filter(None, (cells.text(row["forename"]), cells.text(row["surname"]))))
    is_withheld = not any(sign.isalpha() for sign in whole) or cells.folded(whole) in _WITHHELD
    return None if is_withheld else whole[: cells.LONGEST_NAME]


def _rag(value: object) -> str | None:
    wanted = cells.folded(cells.text(value))
    if not wanted:
        return None
    found = next((rag for rag, words in _RAGS.items() if wanted in words), None)
    if found is None:
        raise CellWrong("not a rating; there are red, amber and green")
    return str(found)
