"""A plain caseload file, CSV or workbook: a row a child, with worker, team, plan and what else there is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from supervision_tui.desk.caseload import CaseloadFile, CaseloadRow, ImportRefused, RejectedRow
from supervision_tui.practice.terms import Plan, Rag

from .tables import cells
from .annex_a import plan_of_status
from .tables.cells import CellWrong
from .tables.named_columns import NamedRow, NamedSheet, named_sheet
from .tables.sheets import read_sheets

_COLUMNS = {
    "ref": ("childref", "childreference", "ref", "reference", "childid", "childuniqueid", "lachildid", "id"),
    "name": ("name", "childname", "childsname", "fullname"),
    "worker": ("worker", "workername", "allocatedworker", "socialworker", "allocatedsocialworker", "keyworker"),
    "team": ("team", "teamname", "allocatedteam"),
    "plan": ("plan", "plantype", "status", "casestatus", "type"),
    "plan_start": ("planstart", "planstartdate", "planstarted", "startdate", "since"),
    "category": ("category", "categoryofabuse", "latestcategory"),
    "family": ("family", "familyid", "familyref", "siblinggroup", "household"),
    "rag": ("rag", "ragrating", "rating", "ragstatus"),
    "born": ("born", "dateofbirth", "dob", "birthdate"),
    "sex": ("sex", "gender"),
}
_RAGS = {rag: (str(rag), str(rag)[0], f"{rag}rated") for rag in Rag}
_LONGEST = 120


def read_caseload(paths: list[Path], as_of: date) -> CaseloadFile:
    """The caseload in these files. Raises `ImportRefused` where they are none or cannot be read."""
    rows: dict[str, CaseloadRow] = {}
    closed: set[str] = set()
    rejected: list[RejectedRow] = []
    warnings: list[str] = []
    named: set[str] = set()
    sheets = [found for sheet in read_sheets(paths) if (found := named_sheet(sheet, _COLUMNS, ("ref", "worker")))]
    if not sheets:
        raise ImportRefused(f"{paths[0].name} is no caseload file: its first row names at least child_ref and worker.")
    for sheet in sheets:
        if "plan" not in sheet.columns:
            warnings.append(
                "No column says which plan a child has; a new child is taken as child in need, the others keep theirs."
            )
        for each in sheet.rows:
            ref = _read_row(sheet, each, as_of, rows, closed, rejected, warnings)
            named |= {ref} if ref else set()
    return CaseloadFile(
        name=", ".join(path.name for path in paths),
        rows=tuple(sorted(rows.values(), key=lambda row: row.ref)),
        closed=frozenset(closed - set(rows)),
        rejected=tuple(rejected),
        warnings=tuple(warnings),
        lists={"caseload": sum(len(sheet.rows) for sheet in sheets)},
        named=frozenset(set(rows) | named),
        source="caseload file",
    )


def _read_row(
    sheet: NamedSheet,
    each: NamedRow,
    as_of: date,
    rows: dict[str, CaseloadRow],
    closed: set[str],
    rejected: list[RejectedRow],
    warnings: list[str],
) -> str:
    """Read a row; returns whom it speaks of as open, taken or not."""
    column, ref = "ref", ""
    try:
        if each.has_several_lines:
            raise CellWrong("it goes over several lines: a quotation mark is not closed")
        ref = cells.reference(each["ref"])
        column = "plan"
        says_plan = bool(cells.text(each["plan"]))
        plan = plan_of_status(cells.text(each["plan"])) if says_plan else Plan.CIN
        if plan is None:
            closed.add(ref)
            return ""
        column = "worker"
        worker = cells.person(each["worker"])
        column = "team"
        team = cells.team(each["team"])
        column = "plan_start"
        plan_start = past_day(each["plan_start"], as_of)
        column = "born"
        born = past_day(each["born"], as_of)
        column = "rag"
        rag = _rag(each["rag"])
    except CellWrong as why:
        rejected.append(sheet.rejected(each, column, why))
        return ref
    if ref in rows:
        warnings.append(f"{ref} stands more than once; its last row was taken.")
    rows[ref] = CaseloadRow(
        ref=ref,
        plan=plan,
        worker=worker,
        team=team,
        name=cells.text(each["name"])[:_LONGEST] or None,
        born=born,
        sex=cells.sex(each["sex"]),
        plan_start=plan_start,
        category=cells.text(each["category"])[:_LONGEST],
        family=cells.text(each["family"])[:_LONGEST] or None,
        rag=rag,
        says_plan=says_plan,
    )
    return ref


def past_day(value: object, as_of: date) -> date | None:
    """A day that has come. Raises `CellWrong`."""
    found = cells.day(value)
    if found is not None and found > as_of:
        raise CellWrong("the day is still to come")
    return found


def _rag(value: object) -> str | None:
    wanted = cells.folded(cells.text(value))
    if not wanted:
        return None
    found = next((rag for rag, words in _RAGS.items() if wanted in words), None)
    if found is None:
        raise CellWrong("not a rating; there are red, amber and green")
    return str(found)
