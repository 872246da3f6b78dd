"""Ofsted Annex A: the lists a council exports, read as a caseload.

List 6 is the caseload; 9 adds care leavers; 7 and 8 enrich; 3, 4 and 5 give trigger dates and never an allocation.
Columns are found by the letters of their headers, never by position.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from supervision_tui.desk.caseload import CaseloadFile, CaseloadRow, ImportRefused, RejectedRow
from supervision_tui.desk.watching import counted
from supervision_tui.practice.terms import Plan

from .tables import cells
from .tables.cells import CellWrong, folded
from .tables.sheets import Cell, Sheet, read_sheets

_HEADER_WITHIN = 30
_CHILD = ("childuniqueid", "child", "lachildid", "childid", "uniquechildid", "childsuniqueid", "childreference")
_COMMON: dict[str, tuple[str, ...]] = {
    "child": _CHILD,
    "born": ("dateofbirth", "dob", "birthdate", "childdateofbirth"),
    "sex": ("gender", "sex"),
    "team": ("allocatedteam", "teamname", "team"),
    "worker": ("allocatedworker", "teammembername", "allocatedsocialworker", "worker", "socialworker"),
}
_LISTS: dict[str, dict[str, tuple[str, ...]]] = {
    "3": {"referral": ("dateofreferral", "referraldate")},
    "4": {
        "assessment-start": ("continuousassessmentstartdate", "assessmentstartdate"),
        "assessment-authorised": ("continuousassessmentdateofauthorisation", "assessmentauthorisationdate"),
    },
    "5": {
        "strategy": ("strategydiscussioninitiatingsection47enquirystartdate", "strategydiscussiondate"),
        "icpc": ("dateofinitialchildprotectionconference", "initialchildprotectionconferencedate", "icpcdate"),
    },
    "6": {
        "plan_start": ("cinstartdate", "childinneedstartdate", "datechildbecamecin"),
        "status": ("casestatus", "status"),
        "ends": ("cinclosuredate", "closuredate", "cinenddate"),
        "last_seen": ("datechildwaslastseen", "datechildlastseen", "childlastseen"),
    },
    "7": {
        "plan_start": ("childprotectionplanstartdate", "cpplanstartdate", "cppstartdate"),
        "category": ("latestcategoryofabuse", "initialcategoryofabuse"),
        "cp-visit-made": ("dateofthelaststatutoryvisit", "dateoflaststatutoryvisit", "laststatutoryvisit"),
        "review-conference": ("dateoflatestreviewconference", "latestreviewconferencedate"),
        "ends": ("childprotectionplanenddate", "cpplanenddate", "cppenddate"),
    },
    "8": {
        "plan_start": ("datestartedtobelookedafter", "dateofstartoflookedafter", "lacstartdate"),
        "category": ("childslegalstatus", "legalstatus"),
        "cla-review-held": ("dateoflateststatutoryreview", "lateststatutoryreviewdate"),
        "cla-visit-made": ("dateoflastsocialworkvisit", "lastsocialworkvisitdate"),
        "health-held": ("dateoflasthealthassessment", "lasthealthassessmentdate"),
        "placement": ("startdateofmostrecentplacement", "placementstartdate"),
        "ends": ("dateceasedtobelookedafter", "dateofceasingtobelookedafter", "lacenddate"),
    },
    "9": {
        "adviser": ("allocatedpersonaladvisor", "allocatedpersonaladviser", "personaladviser", "personaladvisor"),
        "eligibility": ("eligibilitycategory",),
        "pathway-plan": ("latestpathwayplanreviewdate", "pathwayplanreviewdate"),
    },
}
_TELLS = {
    "3": "referral",
    "4": "assessment-authorised",
    "5": "strategy",
    "6": "status",
    "7": "plan_start",
    "8": "plan_start",
    "9": "eligibility",
}
_EVENTS = {
    "referral",
    "assessment-start",
    "assessment-authorised",
    "strategy",
    "icpc",
    "cp-visit-made",
    "review-conference",
    "cla-review-held",
    "cla-visit-made",
    "health-held",
    "placement",
    "pathway-plan",
}
_DATES = _EVENTS | {"born", "plan_start", "ends", "last_seen"}
_STATUS: tuple[tuple[Plan, tuple[str, ...]], ...] = (
    (Plan.CLA, ("lookedafterchild", "lookedafter", "childlookedafter", "cla", "lac", "childincare", "cic")),
    (Plan.CP, ("childprotectionplan", "childprotection", "cp", "cpp")),
    (Plan.CIN, ("childinneedplan", "childinneed", "cin", "cinp", "cinplan")),
    (Plan.ASSESSMENT, ("openassessment", "assessment", "assessmentopen", "singleassessment")),
    (Plan.EARLY_HELP, ("earlyhelp", "stepdown", "stepdowntoearlyhelp")),
)
_RANK = [Plan.CLA, Plan.CP, Plan.CIN, Plan.ASSESSMENT, Plan.CARE_LEAVER, Plan.EARLY_HELP]
_CLOSED = ("closed", "ended", "nolongerinneed", "nofurtheraction")
_CARE_LEAVER = ("careleaver", "leavingcare")


@dataclass(slots=True)
class _Row:
    """A row with its cells by field name, already read."""

    ref: str
    list_name: str
    values: dict[str, object]

    def day(self, name: str) -> date | None:
        found = self.values.get(name)
        return found if isinstance(found, date) else None

    def text(self, name: str) -> str:
        return cells.text(self.values.get(name, ""))

    def events(self) -> dict[str, date]:
        return {name: on for name in _EVENTS if (on := self.day(name))}


@dataclass(slots=True)
class _Lists:
    """All rows of the lists that matter, with what could not be read."""

    rows: dict[str, list[_Row]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    rejected: list[RejectedRow] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    rejected_refs: set[str] = field(default_factory=set)


def read_annex_a(paths: list[Path], as_of: date) -> CaseloadFile:
    """The caseload in these files. Raises `ImportRefused` where they are not Annex A or cannot be read."""
    lists = _Lists()
    for sheet in read_sheets(paths):
        _read_sheet(sheet, lists, as_of)
    if not lists.counts:
        name = paths[0].name
        raise ImportRefused(f"{name} is not an Annex A export: no list with a child's reference and its columns in it.")
    rows, closed = _caseload(lists)
    return CaseloadFile(
        name=", ".join(path.name for path in paths),
        rows=tuple(sorted(rows, key=lambda row: row.ref)),
        closed=frozenset(closed),
        rejected=tuple(lists.rejected),
        warnings=tuple(lists.warnings),
        lists=dict(sorted(lists.counts.items(), key=lambda pair: int(pair[0]))),
        named=frozenset({row.ref for row in rows} | lists.rejected_refs),
    )


def _read_sheet(sheet: Sheet, lists: _Lists, as_of: date) -> None:
    for index, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        header = [folded(cell) for cell in row]
        if not any(cell in _CHILD for cell in header):
            continue
        number = _which_list(sheet.name, header)
        if number is not None:
            columns = _columns(number, header)
            shown = tuple(cells.text(cell) for cell in row)
            body = sheet.rows[index + 1 :]
            lists.counts.setdefault(number, 0)
            for offset, values in enumerate(counted(body, f"rows of list {number}"), index + 2):
                _read_row(number, offset, values, columns, shown, lists, as_of)
        return


def _which_list(name: str, header: list[str]) -> str | None:
    """By what the header holds; the sheet's name only breaks a tie."""
    telling = [number for number, key in _TELLS.items() if any(syn in header for syn in _LISTS[number][key])]
    named = re.search(r"list[\s_-]*(\d{1,2})(?!\d)", name, re.IGNORECASE)
    if named and (named[1] not in _LISTS or named[1] in telling or not telling):
        return named[1] if named[1] in _LISTS else None  # lists 1, 2, 10 and 11 are left out, whatever they hold
    return telling[0] if telling else None


def _columns(number: str, header: list[str]) -> dict[str, int]:
    found = {}
    for name, synonyms in (_COMMON | _LISTS[number]).items():
        place = next((header.index(synonym) for synonym in synonyms if synonym in header), None)
        if place is not None:
            found[name] = place
    return found


def _read_row(
    number: str,
    row_number: int,
    values: list[Cell],
    columns: Mapping[str, int],
    header: tuple[str, ...],
    lists: _Lists,
    as_of: date,
) -> None:
    if all(not cells.text(value) for value in values):
        return
    lists.counts[number] += 1
    column = "child"
    try:
        ref = cells.reference(_cell(values, columns["child"]))
        read: dict[str, object] = {}
        for column, place in columns.items():
            read[column] = _value(column, _cell(values, place), as_of)
        if number == "6":
            column = "status"
            read["plan"] = plan_of_status(str(read.get("status", "")))
        lists.rows.setdefault(number, []).append(_Row(ref, f"List {number}", read))
    except CellWrong as why:
        place = columns.get(column, 0)
        shown = tuple(cells.text(value) for value in values)
        name = header[place] if place < len(header) else column
        value = cells.text(_cell(values, place))[:80]
        with contextlib.suppress(CellWrong):
            lists.rejected_refs.add(cells.reference(_cell(values, columns["child"])))
        lists.rejected.append(RejectedRow(f"List {number}", row_number, name, value, str(why), shown, header))


def _cell(values: list[Cell], place: int) -> Cell:
    return values[place] if place < len(values) else ""


def _value(column: str, cell: Cell, as_of: date) -> object:
    if column in _DATES:
        found = cells.day(cell)
        if column == "born" and found and found > as_of:
            raise CellWrong("a date of birth in the future")
        if column in ("ends", "plan_start") and found and found > as_of:
            return None  # what is planned has not ended, or begun
        return found
    if column in ("worker", "adviser"):
        return cells.person(cell)
    if column == "team":
        return cells.team(cell)
    return cells.sex(cell) if column == "sex" else cells.text(cell)


def plan_of_status(status: str) -> Plan | None:
    """The plan that a case status means; nothing for a closed case. Raises `CellWrong`."""
    plain = folded(re.sub(r"^\s*\(?[a-z0-9]\)\s*", "", status, flags=re.IGNORECASE))
    if not plain:
        raise CellWrong("the case status is missing")
    if any(word in plain for word in _CLOSED):
        return None
    if any(word in plain for word in _CARE_LEAVER):
        return Plan.CARE_LEAVER
    if "former" not in plain:
        first = folded(re.split(r"[\s(:,/-]+", re.sub(r"^\s*\(?[a-z0-9]\)\s*", "", status, flags=re.IGNORECASE))[0])
        for plan, words in _STATUS:
            if plain in words or first in words or any(len(word) > 5 and word in plain for word in words):
                return plan
    raise CellWrong("a case status that is not known")


def _caseload(lists: _Lists) -> tuple[list[CaseloadRow], set[str]]:
    open_rows, closed = _from_list_6(lists)
    current = {number: _current(lists.rows.get(number, ())) for number in ("8", "7")}
    for number, plan in (("8", Plan.CLA), ("7", Plan.CP)):
        for ref, row in current[number].items():
            if ref in closed:
                lists.warnings.append(f"{ref} is closed in list 6 but current in list {number}; it was left closed.")
            elif ref not in open_rows:
                lists.warnings.append(f"{ref} is in list {number} but not in list 6; it was taken from list {number}.")
                open_rows[ref] = (row, plan)
    _add_care_leavers(lists, open_rows, closed)
    events = _events(lists)
    return [_caseload_row(ref, row, plan, current, events) for ref, (row, plan) in open_rows.items()], closed


def _from_list_6(lists: _Lists) -> tuple[dict[str, tuple[_Row, Plan]], set[str]]:
    open_rows: dict[str, tuple[_Row, Plan]] = {}
    closed: set[str] = set()
    for row in lists.rows.get("6", ()):
        plan = row.values["plan"]
        if not isinstance(plan, Plan) or row.day("ends"):
            closed.add(row.ref)
            continue
        there = open_rows.get(row.ref)
        if there:
            lists.warnings.append(
                f"{row.ref} stands more than once in list 6; the status that ranks highest was taken."
            )
        if there is None or _RANK.index(plan) < _RANK.index(there[1]):
            open_rows[row.ref] = (row, plan)
    return open_rows, closed - set(open_rows)


def _current(rows: Iterable[_Row]) -> dict[str, _Row]:
    """The rows without an end date, the latest start for each child."""
    found: dict[str, _Row] = {}
    for row in rows:
        there = found.get(row.ref)
        if row.day("ends") is None and (
            there is None or (row.day("plan_start") or date.min) >= (there.day("plan_start") or date.min)
        ):
            found[row.ref] = row
    return found


def _add_care_leavers(lists: _Lists, open_rows: dict[str, tuple[_Row, Plan]], closed: set[str]) -> None:
    for row in lists.rows.get("9", ()):
        if row.ref in open_rows:
            continue
        if row.ref not in closed:
            lists.warnings.append(f"{row.ref} is in list 9 but not in list 6; it was taken from list 9.")
        closed.discard(row.ref)
        row.values["worker"] = row.values.get("adviser") or row.values.get("worker")
        open_rows[row.ref] = (row, Plan.CARE_LEAVER)


def _events(lists: _Lists) -> dict[str, dict[str, date]]:
    """The latest date of each event for each child, from every list."""
    found: dict[str, dict[str, date]] = {}
    for rows in lists.rows.values():
        for row in rows:
            for event, on in row.events().items():
                known = found.setdefault(row.ref, {})
                known[event] = max(on, known.get(event, on))
    return found


def _caseload_row(
    ref: str,
    row: _Row,
    plan: Plan,
    current: Mapping[str, Mapping[str, _Row]],
    events: Mapping[str, Mapping[str, date]],
) -> CaseloadRow:
    richer = current["8"].get(ref) if plan is Plan.CLA else current["7"].get(ref) if plan is Plan.CP else None
    dates = dict(events.get(ref, {}))
    plan_start = row.day("plan_start")
    category = row.text("category")
    if richer:
        plan_start = richer.day("plan_start") or plan_start
        category = richer.text("category")
    if plan is Plan.CLA and richer and (began := richer.day("plan_start")):
        dates["looked-after"] = began
    if plan is Plan.CIN and (seen := row.day("last_seen")):
        dates["cin-visit-made"] = seen
    worker = row.values.get("worker")
    sex = row.values.get("sex")
    return CaseloadRow(
        ref=ref,
        plan=plan,
        worker=worker if isinstance(worker, str) else None,
        team=str(row.values.get("team") or ""),
        born=row.day("born"),
        sex=sex if isinstance(sex, str) else None,
        plan_start=plan_start,
        category=category,
        dates=dates,
    )
