"""The Standard Safeguarding Dataset: a folder of CSV files, each told apart by its columns (`prof_…`, `invo_…`).

Professionals and involvements are needed; persons, episodes, plans and visits add what they have. It is the one source
in which hours, agency and the beginning, end and reason of an allocation stand together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from supervision_tui.desk.caseload import CaseloadFile, CaseloadRow, ImportRefused, RejectedRow
from supervision_tui.desk.take_dataset import DatasetFile
from supervision_tui.desk.take_workforce import WorkforceFile, WorkforceRow
from supervision_tui.desk.watching import counted
from supervision_tui.practice.terms import Plan
from supervision_tui.practice.wording import listing

from .tables import cells
from .tables.cells import CellWrong
from .tables.named_columns import NamedRow, NamedSheet, named_sheet
from .tables.sheets import Sheet, read_sheets

_FILES: dict[str, dict[str, tuple[str, ...]]] = {
    "professionals": {
        "key": ("profprofessionalid",),
        "staff": ("profstaffid",),
        "name": ("profprofessionalname",),
        "registration": ("profsocialworkerregistrationno",),
        "agency": ("profagencyworkerflag",),
        "title": ("profprofessionaljobtitle",),
        "department": ("profprofessionaldepartment",),
        "fte": ("proffulltimeequivalency",),
    },
    "involvements": {
        "key": ("invoprofessionalid",),
        "role": ("invoprofessionalroleid",),
        "team": ("invoprofessionalteam",),
        "child": ("invopersonid",),
        "referral": ("invoreferralid",),
        "from": ("invoinvolvementstartdate",),
        "to": ("invoinvolvementenddate",),
        "reason": ("invoworkerchangereason",),
    },
    "persons": {
        "key": ("perspersonid",),
        "born": ("persdob",),
        "sex": ("perssex", "persgender"),
        "name": ("persname", "persfullname"),
    },
    "families": {"key": ("famipersonid",), "family": ("famifamilyid",)},
    "episodes": {
        "key": ("cinepersonid",),
        "referral": ("cinereferralid",),
        "from": ("cinereferraldate",),
        "to": ("cineclosedate",),
    },
    "assessments": {
        "key": ("cinapersonid",),
        "from": ("cinaassessmentstartdate",),
        "to": ("cinaassessmentauthdate",),
    },
    "cin plans": {"key": ("cinppersonid",), "from": ("cinpcinplanstartdate",), "to": ("cinpcinplanenddate",)},
    "cp plans": {
        "key": ("cpplpersonid",),
        "from": ("cpplcpplanstartdate",),
        "to": ("cpplcpplanenddate",),
        "category": ("cpplcpplanlatestcategory", "cpplcpplaninitialcategory"),
    },
    "looked after": {
        "key": ("claepersonid",),
        "from": ("claeclaepisodestartdate", "claeclaepisodestart"),
        "to": ("claeclaepisodeceased", "claeclaepisodeceaseddate"),
        "entered": ("claeenteredcaredate",),
    },
    "cin visits": {"key": ("cinvpersonid",), "on": ("cinvcinvisitdate",)},
    "cp visits": {"key": ("cppvpersonid",), "on": ("cppvcpvisitdate",)},
    "cla visits": {"key": ("clavpersonid",), "on": ("clavclavisitdate",)},
}
_VISITS = {"cin visits": "cin-visit-made", "cp visits": "cp-visit-made", "cla visits": "cla-visit-made"}
_PLANS = (("looked after", Plan.CLA), ("cp plans", Plan.CP), ("cin plans", Plan.CIN), ("assessments", Plan.ASSESSMENT))
_REASONS = ("MANAGE", "FCONTA", "LEFTRL", "ORGRST", "TSPROC", "ABSENC", "CHCHAN", "PCCHAN", "SWDIED", "OTHERS")
_NOT_THE_WORKER = ("iro", "reviewing", "manager", "adviser", "advisor", "foster", "chair", "team")
_YES = ("y", "yes", "1", "true")


@dataclass(frozen=True, slots=True)
class _Involvement:
    """A professional with a child, from one day to another."""

    child: str
    professional: str
    role: str
    team: str
    starts: date
    ends: date | None
    reason: str

    def is_current(self, on: date) -> bool:
        return self.starts <= on and (self.ends is None or self.ends > on)


@dataclass(slots=True)
class _Dataset:
    """Everything that was read, each kind of file under its name."""

    sheets: dict[str, list[NamedSheet]] = field(default_factory=lambda: defaultdict(list))
    rejected: list[RejectedRow] = field(default_factory=list)
    rejected_refs: set[str] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)

    def rows(self, kind: str) -> Iterable[tuple[NamedSheet, NamedRow]]:
        return ((sheet, row) for sheet in self.sheets.get(kind, ()) for row in sheet.rows)

    def refuse(self, sheet: NamedSheet, row: NamedRow, column: str, why: object) -> None:
        self.rejected.append(sheet.rejected(row, column, why))


def is_of_dataset(sheet: Sheet) -> bool:
    """Whether a CSV file is one of a safeguarding dataset's."""
    return _kind_of(sheet) is not None


def read_ssd(folder: Path, as_of: date) -> DatasetFile:
    """The dataset of a folder. Raises `ImportRefused` where it is none or cannot be read."""
    found = _Dataset()
    for sheet in read_sheets([folder]):
        kind = _kind_of(sheet)
        named = named_sheet(sheet, _FILES[kind], ("key",)) if kind else None
        if kind and named is not None:
            found.sheets[kind].append(named)
    for needed in ("professionals", "involvements"):
        if needed not in found.sheets:
            raise ImportRefused(f"{folder.name} holds no {needed}: a CSV file with the dataset's own column names.")
    professionals = _professionals(found)
    involvements = _involvements(found, as_of)
    names = {key: row.called for key, row in professionals.items()}
    rows = _caseload(found, involvements, names, as_of)
    lists = {kind: sum(len(sheet.rows) for sheet in sheets) for kind, sheets in sorted(found.sheets.items())}
    current = {each.professional for each in involvements if each.is_current(as_of)}
    workers = tuple(row for key, row in professionals.items() if key in current)
    return DatasetFile(
        workforce=WorkforceFile(folder.name, workers),
        caseload=CaseloadFile(
            name=folder.name,
            rows=tuple(sorted(rows, key=lambda row: row.ref)),
            closed=frozenset({each.child for each in involvements} - {row.ref for row in rows}),
            rejected=tuple(found.rejected),
            warnings=tuple(found.warnings),
            lists=lists,
            named=frozenset({row.ref for row in rows} | found.rejected_refs),
            source="safeguarding dataset",
        ),
    )


def _kind_of(sheet: Sheet) -> str | None:
    """By the columns that its first rows name, never by the file's name."""
    for row in sheet.rows[:3]:
        header = {cells.folded(cell) for cell in row}
        for kind, columns in _FILES.items():
            if header & set(columns["key"]) and sum(bool(header & set(names)) for names in columns.values()) > 1:
                return kind
    return None


def _professionals(found: _Dataset) -> dict[str, WorkforceRow]:
    workers: dict[str, WorkforceRow] = {}
    for sheet, row in found.rows("professionals"):
        column = "key"
        try:
            key = cells.reference(row["key"])
            column = "name"
            name = cells.person(row["name"]) or f"Worker {cells.text(row['staff']) or key}"
            column = "fte"
            fte = _share(row["fte"])
        except CellWrong as why:
            found.refuse(sheet, row, column, why)
            continue
        flag = cells.folded(cells.text(row["agency"]))
        workers[key] = WorkforceRow(
            registration=cells.text(row["registration"])[: cells.LONGEST_REFERENCE],
            name=name,
            fte=fte,
            agency=(flag in _YES) if flag else None,
            team=cells.text(row["department"])[: cells.LONGEST_NAME],
        )
    return workers


def _share(value: object) -> float | None:
    text = cells.text(value)
    if not text:
        return None
    try:
        found = float(text)
    except ValueError:
        raise CellWrong("not a number") from None
    if not 0.05 <= found <= 1.5:
        raise CellWrong("a full-time share lies between 0.05 and 1.5")
    return round(found, 2)


def _involvements(found: _Dataset, as_of: date) -> list[_Involvement]:
    of_referral = {
        cells.text(row["referral"]): cells.text(row["key"]) for _, row in found.rows("episodes") if row["referral"]
    }
    involved = []
    for sheet, row in found.rows("involvements"):
        column, child = "child", ""
        try:
            by_referral = of_referral.get(cells.text(row["referral"]), "")
            child = cells.reference(row["child"] if cells.text(row["child"]) else by_referral)
            column = "key"
            professional = cells.reference(row["key"])
            column = "from"
            starts = cells.day(row["from"])
            if starts is None:
                raise CellWrong("the day on which it began is missing")
            column = "to"
            ends = cells.day(row["to"])
            if ends is not None and ends < starts:
                raise CellWrong("it ends before it begins")
        except CellWrong as why:
            found.refuse(sheet, row, column, why)
            found.rejected_refs |= {child} if child else set()
            continue
        if starts > as_of:
            continue
        reason = cells.text(row["reason"]).upper()[:6]
        role = cells.text(row["role"])
        team = cells.text(row["team"])[: cells.LONGEST_NAME]
        involved.append(_Involvement(child, professional, role, team, starts, ends, reason))
    return involved


def _caseload(
    found: _Dataset, involvements: list[_Involvement], names: Mapping[str, str], as_of: date
) -> list[CaseloadRow]:
    """Children with whom a worker is involved now, or who have an open plan."""
    persons = {cells.text(row["key"]): row for _, row in found.rows("persons")}
    families = {cells.text(row["key"]): cells.text(row["family"]) for _, row in found.rows("families")}
    plans, events = _plans(found, as_of), _events(found, as_of)
    theirs: dict[str, list[_Involvement]] = defaultdict(list)
    for each in involvements:
        theirs[each.child].append(each)
    is_open = {child for child, each in theirs.items() if any(one.is_current(as_of) for one in each)} | set(plans)
    missing = [kind for kind, plan in _PLANS if plan is not Plan.ASSESSMENT and kind not in found.sheets]
    if missing and is_open:
        found.warnings.append(
            f"This folder has no list of {listing(missing)}: a child in none of its lists keeps the plan on record; "
            "a new one is taken as child in need."
        )
    rows = []
    for child in counted(sorted(is_open), "children"):
        now, before = _worker_now(theirs.get(child, []), as_of)
        plan, since, category = plans.get(child, (Plan.CIN, None, ""))
        says_plan = child in plans or not missing
        person = persons.get(child)
        rows.append(
            CaseloadRow(
                ref=child,
                plan=plan,
                worker=names.get(now.professional) if now else None,
                team=now.team if now else "",
                name=(cells.text(person["name"]) or None) if person else None,
                born=_day_or_none(found, "persons", person, "born"),
                sex=cells.sex(person["sex"]) if person else None,
                plan_start=since,
                category=category,
                family=families.get(child) or None,
                dates=events.get(child, {}),
                says_plan=says_plan,
                allocated_on=now.starts if now else None,
                change_reason=before.reason if before and before.reason in _REASONS else "",
            )
        )
    return rows


def _worker_now(theirs: list[_Involvement], as_of: date) -> tuple[_Involvement | None, _Involvement | None]:
    """Whose child it is now, and with whom the child was before; reviewing officers and managers are not the worker."""
    own = [each for each in theirs if not any(word in each.role.casefold() for word in _NOT_THE_WORKER)]
    now = max((each for each in own if each.is_current(as_of)), key=lambda each: each.starts, default=None)
    ended = [each for each in own if each.ends is not None and each.ends <= as_of]
    return now, max(ended, key=lambda each: each.ends or date.min, default=None)


def _plans(found: _Dataset, as_of: date) -> dict[str, tuple[Plan, date | None, str]]:
    """The plan of each child that is open now, the highest that there is."""
    plans: dict[str, tuple[Plan, date | None, str]] = {}
    for kind, plan in reversed(_PLANS):
        for sheet, row in found.rows(kind):
            try:
                starts, ends = cells.day(row["from"]), cells.day(row["to"])
                entered = cells.day(row["entered"])
                child = cells.reference(row["key"])
            except CellWrong as why:
                found.refuse(sheet, row, "from", why)
                continue
            if starts is not None and starts <= as_of and (ends is None or ends > as_of):
                plans[child] = (plan, entered or starts, cells.text(row["category"]))
    return plans


def _events(found: _Dataset, as_of: date) -> dict[str, dict[str, date]]:
    """The latest visit of each kind, and the referral."""
    events: dict[str, dict[str, date]] = defaultdict(dict)
    for kind, event, column in (
        *((kind, event, "on") for kind, event in _VISITS.items()),
        ("episodes", "referral", "from"),
    ):
        for sheet, row in found.rows(kind):
            try:
                on, child = cells.day(row[column]), cells.reference(row["key"])
            except CellWrong as why:
                found.refuse(sheet, row, column, why)
                continue
            if on is not None and on <= as_of:
                events[child][event] = max(on, events[child].get(event, on))
    return events


def _day_or_none(found: _Dataset, kind: str, row: NamedRow | None, column: str) -> date | None:
    if row is None:
        return None
    try:
        return cells.day(row[column])
    except CellWrong as why:
        sheet = found.sheets[kind][0]
        found.refuse(sheet, row, column, why)
        return None
