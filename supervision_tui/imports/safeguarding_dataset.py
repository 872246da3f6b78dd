"""The Standard Safeguarding Dataset: a folder of CSV files, each told apart by its columns (`prof_…`, `invo_…`).

Professionals and involvements are needed; the other tables add what they have. It is the one source in which hours,
agency and the beginning, end and reason of an allocation stand together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from supervision_tui.desk.imports.dataset import DatasetFile
from supervision_tui.desk.imports.files import CaseloadFile, CaseloadRow, ImportRefused
from supervision_tui.desk.imports.workforce import WorkforceFile, WorkforceRow
from supervision_tui.desk.watching import counted
from supervision_tui.practice.terms import Plan
from supervision_tui.practice.wording import full_day, listing

from .annex_a import born_or_expected
from .case_status import ranked
from .known_columns import DATASET
from .tables import cells, people
from .tables.cells import CellWrong
from .tables.dates import DateOrder
from .tables.files import ReadFiles, name_of, read_files
from .tables.reading import Reading
from .tables.table import Row, Table
from .told_apart import FileKind, dataset_kind, wrong_file
from .worker_roles import RoleRank, rank_of_role

_VISITS = {"cin visits": "cin-visit-made", "cp visits": "cp-visit-made", "cla visits": "cla-visit-made"}
_EVENTS = _VISITS | {"cp reviews": "review-conference", "enquiries": "strategy", "conferences": "icpc"}
_PLANS = {
    "looked after": Plan.CLA,
    "cp plans": Plan.CP,
    "cin plans": Plan.CIN,
    "assessments": Plan.ASSESSMENT,
    "early help": Plan.EARLY_HELP,
}
_PLANS_NEEDED = ("looked after", "cp plans", "cin plans")
_REASONS = ("MANAGE", "FCONTA", "LEFTRL", "ORGRST", "TSPROC", "ABSENC", "CHCHAN", "PCCHAN", "SWDIED", "OTHERS")
_YES = ("y", "yes", "1", "true")
_NO = ("n", "no", "0", "false", "notseen")
_NOT_ELIGIBLE = ("nocurrenteligibility", "none", "no", "notapplicable")
_NOT_IN_TOUCH = {"died": "died", "nreq": "no longer needs the service"}
_LEAST_FTE, _MOST_FTE = 0.05, 1.5


@dataclass(frozen=True, slots=True)
class _Involvement:
    """A professional with a child, from one day to another, in a role."""

    child: str
    professional: str
    rank: RoleRank
    team: str
    starts: date | None
    ends: date | None
    reason: str

    @property
    def began(self) -> date:
        """The day on which it began; long ago where that is not known."""
        return self.starts or date.min

    def is_current(self, on: date) -> bool:
        return self.began <= on and (self.ends is None or self.ends > on)


@dataclass(frozen=True, slots=True)
class _CareLeaver:
    """A young person whom a personal adviser or a worker accompanies after care."""

    worker: str | None
    team: str


@dataclass(slots=True)
class _Children:
    """What the tables know of children, by reference."""

    persons: dict[str, Row] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)
    plans: dict[str, dict[Plan, tuple[date | None, str]]] = field(default_factory=lambda: defaultdict(dict))
    events: dict[str, dict[str, date]] = field(default_factory=lambda: defaultdict(dict))
    care_leavers: dict[str, _CareLeaver] = field(default_factory=dict)
    died: set[str] = field(default_factory=set)


def read_ssd(folder: Path, as_of: date, order: DateOrder | None = None) -> DatasetFile:
    """Read the dataset of a folder. Raises `ImportRefused` where it is none or cannot be read."""
    return dataset_of(read_files([folder]), folder, as_of, order)


def dataset_of(files: ReadFiles, folder: Path, as_of: date, order: DateOrder | None = None) -> DatasetFile:
    """Read a dataset whose files have been read as sheets. Raises `ImportRefused`."""
    reading = Reading.of(files, as_of, order)
    tables: dict[str, list[Table]] = defaultdict(list)
    for sheet in files.sheets:
        found = dataset_kind(sheet)
        if found is not None:
            kind, header = found
            table = reading.table(sheet, sheet.name, DATASET[kind], header)
            tables[kind] += [table] if table else []
    name = name_of(folder)
    if not tables:
        raise ImportRefused(wrong_file(files, name, FileKind.DATASET))
    for needed in ("professionals", "involvements"):
        if needed not in tables:
            raise ImportRefused(f"{name} holds no {needed}: a CSV file with the dataset's own column names.")
    return _Dataset(reading, tables).file(name, is_whole=files.is_whole)


class _Dataset:
    """The tables of a dataset, read one after another."""

    def __init__(self, reading: Reading, tables: Mapping[str, list[Table]]) -> None:
        self._reading, self._tables, self._on = reading, tables, reading.as_of
        self._teams = {self._text(row, "key"): self._text(row, "name") for row in self._rows("teams")}

    def file(self, name: str, *, is_whole: bool) -> DatasetFile:
        """Read everything."""
        professionals = self._professionals()
        involvements = self._involvements()
        children = self._children(professionals)
        rows = self._caseload(involvements, professionals, children)
        current = {each.professional for each in involvements if each.is_current(self._on)}
        current |= {each.worker for each in children.care_leavers.values() if each.worker}
        workers = tuple(row for key, row in professionals.items() if key in current or row.called in current)
        reading = self._reading
        refs = {row.ref for row in rows}
        return DatasetFile(
            workforce=WorkforceFile(name, workers),
            caseload=CaseloadFile(
                name=name,
                rows=tuple(sorted(rows, key=lambda row: row.ref)),
                closed=frozenset(({each.child for each in involvements} | children.died) - refs),
                rejected=tuple(reading.rejected),
                warnings=reading.sentences(),
                lists={kind: sum(len(table.rows) for table in each) for kind, each in sorted(self._tables.items())},
                named=frozenset(refs | reading.rejected_refs),
                source="safeguarding dataset",
                left_out=tuple(reading.left_out),
                is_whole=is_whole,
                month_first=tuple(reading.month_first),
            ),
        )

    def _rows(self, kind: str) -> Iterator[Row]:
        return (row for table in self._tables.get(kind, ()) for row in table.rows)

    @staticmethod
    def _text(row: Row, column: str) -> str:
        return cells.text(row[column])[: cells.LONGEST_NAME]

    def _team(self, row: Row, column: str) -> str:
        """Read a team by its name; by its number where the table of teams names it."""
        written = self._text(row, column)
        return self._teams.get(written) or written

    # Workers

    def _professionals(self) -> dict[str, WorkforceRow]:
        workers: dict[str, WorkforceRow] = {}
        for row in self._rows("professionals"):
            try:
                self._reading.check_row(row)
                key = cells.reference(row["key"])
            except CellWrong as why:
                self._reading.reject(row, "key", why)
                continue
            name = self._reading.value(row, "name", people.worker)
            flag = cells.folded(cells.text(row["agency"]))
            workers[key] = WorkforceRow(
                registration=self._text(row, "registration")[: cells.LONGEST_REFERENCE],
                name=name or f"Worker {self._text(row, 'staff') or key}",
                fte=self._reading.value(row, "fte", _share),
                agency=(flag in _YES) if flag else None,
                team=self._team(row, "department"),
            )
        return workers

    def _involvements(self) -> list[_Involvement]:
        of_referral = {self._text(row, "referral"): self._text(row, "key") for row in self._rows("episodes")}
        of_referral.pop("", None)
        found = [self._involvement(row, of_referral) for row in self._rows("involvements")]
        return [each for each in found if each is not None]

    def _involvement(self, row: Row, of_referral: Mapping[str, str]) -> _Involvement | None:
        reading, column = self._reading, "child"
        try:
            reading.check_row(row)
            by_referral = of_referral.get(self._text(row, "referral"), "")
            child = cells.reference(row["child"] if cells.text(row["child"]) else by_referral)
            column = "key"
            professional = cells.reference(row["key"])
        except CellWrong as why:
            reading.reject(row, column, why, key="child")
            return None
        starts = reading.day(row, "from", may_come=True)
        ends = reading.day(row, "to", may_come=True)
        if starts is not None and starts > self._on:
            reading.leave_out(row, f"begins after {full_day(self._on)}")
            return None
        if starts is not None and ends is not None and ends < starts:
            reading.tell(row, "to", "lies before its beginning")
            ends = None
        reason = cells.text(row["reason"]).upper()[:6]
        rank = rank_of_role(cells.text(row["role"]))
        return _Involvement(child, professional, rank, self._team(row, "team"), starts, ends, reason)

    # Children

    def _children(self, professionals: Mapping[str, WorkforceRow]) -> _Children:
        found = _Children()
        found.persons = {self._text(row, "key"): row for row in self._rows("persons")}
        found.families = {self._text(row, "key"): self._text(row, "family") for row in self._rows("families")}
        for ref, row in found.persons.items():
            if row.table.has("died") and self._reading.day(row, "died") is not None:
                found.died.add(ref)
                self._reading.leave_out(row, "died")
        self._read_plans(found)
        self._read_events(found)
        self._read_care_leavers(found, professionals)
        return found

    def _key(self, row: Row) -> str | None:
        try:
            self._reading.check_row(row)
            return cells.reference(row["key"])
        except CellWrong as why:
            self._reading.reject(row, "key", why)
            return None

    def _read_plans(self, found: _Children) -> None:
        """Find the plans of each child that are open now."""
        for kind, plan in _PLANS.items():
            for row in self._rows(kind):
                child = self._key(row)
                if child is None:
                    continue
                starts = self._reading.day(row, "from")
                ends = self._reading.day(row, "to", may_come=True)
                if ends is not None and ends <= self._on:
                    self._reading.leave_out(row, "ended")
                elif starts is not None or not cells.text(row["from"]):
                    entered = self._reading.day(row, "entered") if row.table.has("entered") else None
                    found.plans[child][plan] = (entered or starts, self._text(row, "category"))
                    if plan is Plan.CLA and (began := entered or starts):
                        found.events[child]["looked-after"] = began

    def _read_events(self, found: _Children) -> None:
        """Find the latest day of each event: visits at which the child was seen, reviews held, the referral."""
        for kind, event in _EVENTS.items():
            for row in self._rows(kind):
                if row.table.has("seen") and cells.folded(row["seen"]) in _NO:
                    continue
                self._note_event(found, self._key(row), event, row, "on")
        for row in self._rows("episodes"):
            self._note_event(found, self._key(row), "referral", row, "from")
        for row in self._rows("assessments"):
            self._note_event(found, self._key(row), "assessment-start", row, "from")
            self._note_event(found, self._key(row), "assessment-authorised", row, "to")
        periods = {self._text(row, "period"): self._text(row, "key") for row in self._rows("looked after")}
        for row in self._rows("cla reviews"):
            if cells.folded(row["cancelled"]) not in _YES:
                self._note_event(found, periods.get(self._text(row, "key")), "cla-review-held", row, "on")
        for row in self._rows("placements"):
            if self._reading.day(row, "to") is None:
                self._note_event(found, self._key(row), "placement", row, "on")
        for row in self._rows("health"):
            if "assessment" in cells.folded(row["kind"]) or not row.table.has("kind"):
                self._note_event(found, self._key(row), "health-held", row, "on")

    def _note_event(self, found: _Children, child: str | None, event: str, row: Row, column: str) -> None:
        if not child:
            return
        on = self._reading.day(row, column)
        if on is not None:
            known = found.events[child]
            known[event] = max(on, known.get(event, on))

    def _read_care_leavers(self, found: _Children, professionals: Mapping[str, WorkforceRow]) -> None:
        for row in self._rows("care leavers"):
            child = self._key(row)
            if child is None:
                continue
            if cells.folded(row["eligibility"]) in _NOT_ELIGIBLE:
                self._reading.leave_out(row, "no longer a care leaver")
                continue
            out_of_touch = _NOT_IN_TOUCH.get(cells.folded(row["touch"]))
            if out_of_touch:
                self._reading.leave_out(row, out_of_touch)
                continue
            key = next(
                (key for column in ("worker", "adviser") if (key := self._text(row, column)) in professionals), ""
            )
            named = professionals[key].called if key else self._reading.value(row, "adviser", people.worker)
            found.care_leavers[child] = _CareLeaver(named, self._team(row, "team"))
            self._note_event(found, child, "pathway-plan", row, "pathway")

    # The caseload

    def _caseload(
        self, involvements: list[_Involvement], professionals: Mapping[str, WorkforceRow], found: _Children
    ) -> list[CaseloadRow]:
        """Give the children with whom a worker is involved now, who have an open plan, or who are care leavers."""
        theirs: dict[str, list[_Involvement]] = defaultdict(list)
        for each in involvements:
            theirs[each.child].append(each)
        involved = {child for child, each in theirs.items() if any(one.is_current(self._on) for one in each)}
        is_open = (involved | set(found.plans) | set(found.care_leavers)) - found.died
        missing = [kind for kind in _PLANS_NEEDED if kind not in self._tables]
        if missing and is_open - set(found.care_leavers):
            self._reading.notes.append(
                f"This folder has no list of {listing(missing)}: a child in none of its lists keeps the plan on "
                "record; a new one is taken as child in need."
            )
        return [
            self._child(ref, theirs.get(ref, []), professionals, found, says_none=not missing)
            for ref in counted(sorted(is_open), "children")
        ]

    def _child(
        self,
        ref: str,
        theirs: list[_Involvement],
        professionals: Mapping[str, WorkforceRow],
        found: _Children,
        *,
        says_none: bool,
    ) -> CaseloadRow:
        plans = dict(found.plans.get(ref, {}))
        if ref in found.care_leavers:
            plans.setdefault(Plan.CARE_LEAVER, (None, ""))
        statuses = ranked(plans) or (Plan.CIN,)
        since, category = plans.get(statuses[0], (None, ""))
        now, before = _worker_now(theirs, self._on)
        care_leaver = found.care_leavers.get(ref) if statuses[0] is Plan.CARE_LEAVER else None
        worker = professionals[now.professional].called if now and now.professional in professionals else None
        team = now.team if now else ""
        if care_leaver is not None and care_leaver.worker:
            worker, team = care_leaver.worker, care_leaver.team or team
        person = found.persons.get(ref)
        return CaseloadRow(
            ref=ref,
            plan=statuses[0],
            worker=worker,
            team=team,
            name=self._name(person) if person else None,
            born=self._born(person) if person else None,
            sex=cells.sex(person["sex"]) if person else None,
            plan_start=since,
            category=category,
            family=found.families.get(ref) or None,
            dates=found.events.get(ref, {}),
            says_plan=bool(plans) or says_none,
            allocated_on=now.starts if now and care_leaver is None else None,
            change_reason=before.reason if before and before.reason in _REASONS else "",
            statuses=statuses,
        )

    def _name(self, person: Row) -> str | None:
        whole = cells.text(person["name"])
        parts = [cells.text(person["forename"]), cells.text(person["surname"])]
        return (whole or " ".join(filter(None, parts)))[: cells.LONGEST_NAME] or None

    def _born(self, person: Row) -> date | None:
        """Read the day of birth, or the one on which the birth is expected."""
        born = born_or_expected(self._reading, person, "born")
        return born or born_or_expected(self._reading, person, "expected")


def _share(value: object) -> float | None:
    text = cells.text(value)
    if not text:
        return None
    try:
        found = float(text)
    except ValueError:
        raise CellWrong("is not a number") from None
    if not _LEAST_FTE <= found <= _MOST_FTE:
        raise CellWrong(f"a full-time share lies between {_LEAST_FTE} and {_MOST_FTE}")
    return round(found, 2)


def _worker_now(theirs: list[_Involvement], as_of: date) -> tuple[_Involvement | None, _Involvement | None]:
    """Tell whose child it is now, and with whom the child was before.

    Whoever is allocated has the child, whatever began later; of others the one whose role is nearest to it.
    """
    own = [each for each in theirs if each.rank < RoleRank.NOT_THE_WORKER]
    current = [each for each in own if each.is_current(as_of)]
    now = min(current, key=lambda each: (each.rank, -each.began.toordinal()), default=None)
    ended = [each for each in own if each.ends is not None and each.ends <= as_of]
    alike = [each for each in ended if now is not None and each.rank is now.rank]
    before = max(alike or ended, key=lambda each: each.ends or date.min, default=None)
    return now, before
