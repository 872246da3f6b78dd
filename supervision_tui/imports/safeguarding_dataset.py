"""The Standard Safeguarding Dataset: a folder of CSV files, each told apart by its columns (`prof_…`, `invo_…`).

Professionals and involvements are needed; the other tables add what they have. It is the one source in which hours,
agency and the beginning, end and reason of an allocation stand together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from supervision_tui.desk.imports.dataset import DatasetFile
from supervision_tui.desk.imports.files import CaseloadFile, CaseloadRow, ImportRefused
from supervision_tui.desk.imports.workforce import WorkforceFile, WorkforceRow
from supervision_tui.desk.names import normal_name, reference_key
from supervision_tui.desk.watching import counted
from supervision_tui.practice.terms import Plan
from supervision_tui.practice.wording import count, full_day, listing

from .care_leavers import why_no_care_leaver
from .case_status import ranked
from .child_details import born_or_expected, child_name
from .involvements import Involvement, is_shared, worker_now
from .known_columns import DATASET
from .tables import cells, people
from .tables.cells import CellWrong
from .tables.dates import DateOrder
from .tables.files import ReadFiles, name_of, read_files
from .tables.reading import LAST_ROW_TAKEN, Reading
from .tables.sheets import Sheet
from .tables.table import Row, Table
from .told_apart import FileKind, dataset_kind, wrong_file
from .worker_roles import rank_of_role
from .workforce_census import LEAST_FTE, MOST_FTE

_VISITS = {"cin visits": "cin-visit-made", "cp visits": "cp-visit-made", "cla visits": "cla-visit-made"}
_EVENTS = _VISITS | {"cp reviews": "review-conference", "enquiries": "strategy", "conferences": "icpc"}
_TOLD = (
    *((kind, "on", event) for kind, event in _EVENTS.items()),
    ("episodes", "from", "referral"), ("assessments", "from", "assessment-start"),
    ("assessments", "to", "assessment-authorised"), ("cla reviews", "on", "cla-review-held"),
    ("looked after", "from", "looked-after"), ("placements", "on", "placement"), ("health", "on", "health-held"),
    ("care leavers", "pathway", "pathway-plan"),
)  # fmt: skip
_PLANS: dict[str, str] = {
    "looked after": Plan.CLA,
    "cp plans": Plan.CP,
    "cin plans": Plan.CIN,
    "assessments": Plan.ASSESSMENT,
    "early help": Plan.EARLY_HELP,
}
_PLANS_OF_EVENTS: dict[str, str] = {
    "cin-visit-made": Plan.CIN, "cp-visit-made": Plan.CP, "review-conference": Plan.CP, "cla-visit-made": Plan.CLA,
    "cla-review-held": Plan.CLA, "placement": Plan.CLA, "health-held": Plan.CLA, "pathway-plan": Plan.CARE_LEAVER,
}  # fmt: skip
"""Events that the tables tell of children who have the plan there."""
_PLAN_OF = {"cin visits": "cin plans", "cp visits": "cp plans", "cp reviews": "cp plans", "cla visits": "looked after"}
_PLANS_NEEDED = ("looked after", "cp plans", "cin plans")
_REASONS = ("MANAGE", "FCONTA", "LEFTRL", "ORGRST", "TSPROC", "ABSENC", "CHCHAN", "PCCHAN", "SWDIED", "OTHERS")
_SEEN = frozenset({"seen", "seenalone", "yseen", "yesseen", "childseen"})
_NOT_SEEN = cells.NO | {"notseen", "nnotseen", "nonotseen", "childnotseen", "noaccess", "attempted"}
_AGENCY = frozenset({"agency", "agencyworker", "a", "locum"})
_EMPLOYED = cells.NO | {"permanent", "employed", "perm"}
_HEALTH_ASSESSMENTS = ("healthassessment", "healthcheck", "rha", "iha", "reviewhealth", "initialhealth")
_NOT_DONE = (
    "pending", "cancelled", "refused", "dna", "didnotattend", "notattended", "overdue", "due", "booked", "planned",
)  # fmt: skip
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class _CareLeaver:
    """A young person whom a personal adviser or a worker accompanies after care."""

    worker: str | None
    team: str


@dataclass(slots=True)
class _Children:
    """What the tables know of children, by the key of their reference."""

    persons: dict[str, Row] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)
    plans: dict[str, dict[str, tuple[date | None, str]]] = field(default_factory=lambda: defaultdict(dict))
    ends: dict[str, dict[str, date]] = field(default_factory=lambda: defaultdict(dict))  # the latest of each plan
    unnecessary: dict[str, date] = field(default_factory=dict)  # days of enquiries after which no conference was held
    needed: dict[str, date] = field(default_factory=dict)
    events: dict[str, dict[str, date]] = field(default_factory=lambda: defaultdict(dict))
    care_leavers: dict[str, _CareLeaver] = field(default_factory=dict)
    died: set[str] = field(default_factory=set)
    referrals: dict[str, bool] = field(default_factory=dict)  # of each child, whether one is open


def read_ssd(folder: Path, as_of: date, order: DateOrder | None = None) -> DatasetFile:
    """Read the dataset of a folder. Raises `ImportRefused` where it is none or cannot be read."""
    return dataset_of(read_files([folder]), folder, as_of, order)


def dataset_of(files: ReadFiles, folder: Path, as_of: date, order: DateOrder | None = None) -> DatasetFile:
    """Read a dataset whose files have been read as sheets. Raises `ImportRefused`."""
    reading = Reading(files, as_of, order)
    tables: dict[str, list[Table]] = defaultdict(list)
    sheets: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in files.sheets:
        found = dataset_kind(sheet)
        if found is not None:
            kind, header = found
            table = reading.table(sheet, sheet.name, DATASET[kind], header)
            tables[kind] += [table] if table else []
            sheets[kind].append(sheet)
    for kind, each in sheets.items():
        reading.tell_of_several(f"The table of {kind}", each)
    name = name_of(folder)
    if not tables:
        raise ImportRefused(wrong_file(files, name, FileKind.DATASET))
    for needed in ("professionals", "involvements"):
        if needed not in tables:
            raise ImportRefused(f"{name} holds no {needed}: a CSV file with the dataset's own column names.")
    reading.judge_dates()
    return _Dataset(reading, tables).file(name)


class _Dataset:
    """The tables of a dataset, read one after another."""

    def __init__(self, reading: Reading, tables: Mapping[str, list[Table]]) -> None:
        self._reading, self._tables, self._on = reading, tables, reading.as_of
        self._refs: dict[str, str] = {}  # how each child's reference is written, by its key
        self._unread: set[tuple[str, int]] = set()  # rows whose reference cannot be read, told once
        self._teams = {self._text(row, "key"): self._text(row, "name") for row in self._rows("teams")}
        self._tells = self._events_told()

    def file(self, name: str) -> DatasetFile:
        """Read everything."""
        professionals = self._professionals()
        involvements = self._involvements(professionals)
        children = self._children(professionals)
        rows = self._caseload(involvements, professionals, children)
        reading = self._reading
        taken = {reference_key(row.ref) for row in rows}
        seen = {each.child for each in involvements} | children.died
        return DatasetFile(
            workforce=WorkforceFile(name, tuple(self._workers(professionals, involvements, children))),
            caseload=CaseloadFile(
                name=name,
                rows=tuple(sorted(rows, key=lambda row: row.ref)),
                closed=frozenset(self._refs[key] for key in seen - taken),
                rejected=tuple(reading.rejected),
                warnings=reading.sentences(),
                lists={kind: sum(len(table.rows) for table in each) for kind, each in sorted(self._tables.items())},
                named=frozenset({row.ref for row in rows} | reading.rejected_refs),
                source="safeguarding dataset",
                left_out=tuple(reading.left_out),
                is_whole=reading.is_whole,
                month_first=tuple(reading.month_first),
                tells=self._tells,
                tells_plans=self._plans_told(),
            ),
        )

    def _events_told(self) -> dict[str, str]:
        """Find the events of which the columns of these tables can tell, each with its table.

        That a conference is missing says nothing where no column says that an enquiry ended without one.
        """
        return {
            event: f"table of {kind}"
            for kind, column, event in _TOLD
            if self._is_filled_in(kind, column) and (event != "icpc" or self._is_filled_in("enquiries", "nfa"))
        }

    def _is_filled_in(self, kind: str, column: str) -> bool:
        return any(table.is_filled_in(column) for table in self._tables.get(kind, ()))

    def _plans_told(self) -> dict[str, str]:
        """Find the plans of which these tables can tell that a child no longer has them, each with its table."""
        kinds = {plan: kind for kind, plan in _PLANS.items()} | {str(Plan.CARE_LEAVER): "care leavers"}
        return {plan: f"table of {kind}" for plan, kind in kinds.items() if kind in self._tables}

    def _workers(
        self, professionals: Mapping[str, WorkforceRow], involvements: list[Involvement], children: _Children
    ) -> Iterator[WorkforceRow]:
        """Give the professionals who are involved with somebody now."""
        current = {each.professional for each in involvements if each.is_current(self._on)}
        advisers = {each.worker for each in children.care_leavers.values() if each.worker}
        return (row for key, row in professionals.items() if key in current or row.called in advisers)

    def _rows(self, kind: str) -> Iterator[Row]:
        return (row for table in self._tables.get(kind, ()) for row in table.rows)

    @staticmethod
    def _text(row: Row, column: str) -> str:
        return cells.text(row[column])[: cells.LONGEST_NAME]

    @staticmethod
    def _number(row: Row, column: str) -> str:
        """Read the number of something, however it is dressed; empty where none stands."""
        try:
            return reference_key(cells.reference(row[column]))
        except CellWrong:
            return ""

    def _team(self, row: Row, column: str) -> str:
        """Read a team by its name; by its number where the table of teams names it."""
        written = self._text(row, column)
        return self._teams.get(written) or written

    def _child(self, row: Row, column: str = "key", by_referral: str = "") -> str | None:
        """Read the key of the child whom a row is about; a row without one is given back, once."""
        try:
            self._reading.check_row(row)
            ref = cells.reference(row[column] if cells.text(row[column]) else by_referral)
        except CellWrong as why:
            if (row.table.name, row.number) not in self._unread:
                self._unread.add((row.table.name, row.number))
                self._reading.reject(row, column, why, key=column)
            return None
        return self._known(ref)

    def _known(self, ref: str) -> str:
        key = reference_key(ref)
        self._refs.setdefault(key, ref)
        return key

    # Workers

    def _professionals(self) -> dict[str, WorkforceRow]:
        workers: dict[str, WorkforceRow] = {}
        self._staff: dict[str, str] = {}  # the professional's key by the number of staff
        self._staff_numbers: dict[str, str] = {}  # as they are written, by the professional's key
        for row in self._rows("professionals"):
            key = self._number(row, "key")
            if not key:
                self._reading.reject(row, "key", "the professional's number is missing")
                continue
            if key in workers:
                self._reading.tell(row, "key", "the last row of a professional counts", "stands again")
            name = self._reading.value(row, "name", people.worker)
            self._staff.setdefault(self._number(row, "staff"), key)
            self._staff_numbers[key] = self._text(row, "staff")
            workers[key] = WorkforceRow(
                registration=self._text(row, "registration")[: cells.LONGEST_REFERENCE],
                name=name or f"Worker {self._text(row, 'staff') or self._text(row, 'key')}",
                fte=self._reading.value(row, "fte", _share),
                agency=self._agency(row),
                team=self._team(row, "department"),
            )
        return self._told_apart(workers)

    def _told_apart(self, workers: Mapping[str, WorkforceRow]) -> dict[str, WorkforceRow]:
        """Tell professionals of one name apart by their numbers of staff: they are one only by their registration."""
        first: dict[str, WorkforceRow] = {}
        found: dict[str, WorkforceRow] = {}
        for key, worker in workers.items():
            namesake = first.setdefault(normal_name(worker.called), worker)
            number = self._staff_numbers.get(key, "")
            is_same = worker is namesake or (worker.registration and worker.registration == namesake.registration)
            if number and not is_same:
                apart = f"{worker.called} ({number})"
                self._reading.notes.append(
                    f"Two professionals are called {worker.called}; the second was taken as {apart}, by the number of "
                    "staff."
                )
                worker = replace(worker, name=apart)
            found[key] = worker
        return found

    def _agency(self, row: Row) -> bool | None:
        said = cells.folded(cells.text(row["agency"]))
        if said in cells.YES | _AGENCY:
            return True
        if said and said not in _EMPLOYED:
            self._reading.tell(row, "agency", "not yes or no")
            return None
        return False if said else None

    def _involvements(self, professionals: Mapping[str, WorkforceRow]) -> list[Involvement]:
        of_referral = {self._number(row, "referral"): self._text(row, "key") for row in self._rows("episodes")}
        of_referral.pop("", None)
        found = [self._involvement(row, of_referral, professionals) for row in self._rows("involvements")]
        return [each for each in found if each is not None]

    def _involvement(
        self, row: Row, of_referral: Mapping[str, str], professionals: Mapping[str, WorkforceRow]
    ) -> Involvement | None:
        reading = self._reading
        child = self._child(row, "child", of_referral.get(self._number(row, "referral"), ""))
        if child is None:
            return None
        professional = self._number(row, "key")
        if professional not in professionals:
            reading.tell(row, "key", "in no list of professionals", "read as unallocated")
        starts = reading.day(row, "from", may_come=True)
        if starts is not None and starts > self._on:
            reading.leave_out(row, f"begins after {full_day(self._on)}")
            return None
        ends = self._end(row, starts)
        reason = cells.text(row["reason"]).upper()[:6]
        rank = rank_of_role(cells.text(row["role"]))
        return Involvement(child, professional, rank, self._team(row, "team"), starts, ends, reason)

    def _end(self, row: Row, starts: date | None) -> date | None:
        """Read an end that has come; one before its beginning is none, one that is not sure neither, and told."""
        try:
            ends = self._reading.end(row, "to")
        except CellWrong as why:
            self._reading.tell(row, "to", why)
            return None
        if ends is not None and starts is not None and ends < starts:
            self._reading.tell(row, "to", "lies before its beginning")
            return None
        return ends

    # Children

    def _children(self, professionals: Mapping[str, WorkforceRow]) -> _Children:
        found = _Children()
        for row in self._rows("persons"):
            child = self._child(row)
            if child is None:
                continue
            if child in found.persons:
                self._reading.tell_of_child(self._refs[child], *LAST_ROW_TAKEN)
            found.persons[child] = row
            if row.table.has("died") and self._reading.day(row, "died") is not None:
                found.died.add(child)
                self._reading.leave_out(row, "died")
        for row in self._rows("families"):
            child = self._child(row)
            if child is not None:
                found.families[child] = self._text(row, "family")
        self._read_plans(found)
        self._read_events(found)
        self._read_care_leavers(found, professionals)
        return found

    def _read_plans(self, found: _Children) -> None:
        """Find the plans of each child that are open now; one whose beginning cannot be read is open, too."""
        for kind, plan in _PLANS.items():
            for row in self._rows(kind):
                child = self._child(row)
                if child is None:
                    continue
                starts = self._reading.day(row, "from", may_come=True)
                ends = self._end(row, starts)
                if ends is not None:
                    self._reading.leave_out(row, "ended")
                    found.ends[child][plan] = max(ends, found.ends[child].get(plan, ends))
                elif starts is not None and starts > self._on:
                    self._reading.leave_out(row, f"begins after {full_day(self._on)}")
                else:
                    self._take_plan(found, child, plan, row, starts)

    def _take_plan(self, found: _Children, child: str, plan: str, row: Row, starts: date | None) -> None:
        entered = self._reading.day(row, "entered") if row.table.has("entered") else None
        found.plans[child][plan] = (entered or starts, self._text(row, "category"))
        if plan == Plan.CLA and (began := entered or starts):
            found.events[child]["looked-after"] = began

    def _read_events(self, found: _Children) -> None:
        """Find the latest day of each event: visits at which the child was seen, reviews held, the referral."""
        by_plan = self._children_by_plan()
        for kind, event in _EVENTS.items():
            for row in self._rows(kind):
                if self._was_held(row):
                    self._note_event(found, self._child_of(row, kind, by_plan), event, row, "on")
        self._read_whether_needed(found)
        for row in self._rows("episodes"):
            child = self._child(row)
            self._note_event(found, child, "referral", row, "from")
            if child is not None:
                goes_on = row.table.has("to") and self._end(row, None) is None
                found.referrals[child] = goes_on or found.referrals.get(child, False)
        for row in self._rows("assessments"):
            child = self._child(row)
            self._note_event(found, child, "assessment-start", row, "from")
            self._note_event(found, child, "assessment-authorised", row, "to")
        periods = {self._number(row, "period"): self._child(row) for row in self._rows("looked after")}
        for row in self._rows("cla reviews"):
            if cells.folded(row["cancelled"]) not in cells.YES:
                self._note_event(found, periods.get(self._number(row, "key")), "cla-review-held", row, "on")
        for row in self._rows("placements"):
            if self._end(row, None) is None:
                self._note_event(found, self._child(row), "placement", row, "on")
        for row in self._rows("health"):
            if _is_health_assessment(row):
                self._note_event(found, self._child(row), "health-held", row, "on")

    def _read_whether_needed(self, found: _Children) -> None:
        """Find after which enquiries no conference was needed: those that ended with no further action."""
        for row in self._rows("enquiries"):
            child, nfa = self._child(row), cells.yes_or_no(row["nfa"])
            on = self._reading.peek_past(row, "on")
            if child is not None and nfa is not None and on is not None:
                days = found.unnecessary if nfa else found.needed
                days[child] = max(on, days.get(child, on))

    def _children_by_plan(self) -> dict[tuple[str, str], str | None]:
        """Find the child of each plan and each period of care, by the kind of plan and its number."""
        found: dict[tuple[str, str], str | None] = {}
        for kind, column in (("cin plans", "plan"), ("cp plans", "plan"), ("looked after", "period")):
            for row in self._rows(kind):
                if number := self._number(row, column):
                    found[kind, number] = self._child(row)
        return found

    def _child_of(self, row: Row, kind: str, by_plan: Mapping[tuple[str, str], str | None]) -> str | None:
        """Find the child of a visit or a review: by its own number, else by that of the plan."""
        if row.table.has("key") and cells.text(row["key"]):
            return self._child(row)
        of_plan = by_plan.get((_PLAN_OF.get(kind, ""), self._number(row, "plan")))
        return of_plan if of_plan is not None else self._child(row)

    def _was_held(self, row: Row) -> bool:
        """Tell whether a visit counts: where it is said whether the child was seen, only if that is so."""
        if not row.table.has("seen"):
            return True
        said = cells.folded(cells.text(row["seen"]))
        if said in cells.YES | _SEEN:
            return True
        if said in _NOT_SEEN:
            self._reading.leave_out(row, "the child was not seen")
        else:
            self._reading.tell(row, "seen", "does not say that the child was seen", "not counted as a visit")
        return False

    def _note_event(self, found: _Children, child: str | None, event: str, row: Row, column: str) -> None:
        if not child:
            return
        on = self._reading.day(row, column)
        if on is not None:
            known = found.events[child]
            known[event] = max(on, known.get(event, on))

    def _read_care_leavers(self, found: _Children, professionals: Mapping[str, WorkforceRow]) -> None:
        for row in self._rows("care leavers"):
            child = self._child(row)
            if child is None:
                continue
            if why := why_no_care_leaver(row["eligibility"], row["touch"]):
                self._reading.leave_out(row, why)
                continue
            found.care_leavers[child] = _CareLeaver(self._adviser(row, professionals), self._team(row, "team"))
            self._note_event(found, child, "pathway-plan", row, "pathway")

    def _adviser(self, row: Row, professionals: Mapping[str, WorkforceRow]) -> str | None:
        """Find who accompanies a care leaver: by number, by number of staff, or by the name that stands there."""
        for column in ("worker", "adviser"):
            number = self._number(row, column)
            key = number if number in professionals else self._staff.get(number, "")
            if number and key in professionals:
                return professionals[key].called
        return self._reading.value(row, "adviser", people.worker)

    # The caseload

    def _caseload(
        self, involvements: list[Involvement], professionals: Mapping[str, WorkforceRow], found: _Children
    ) -> list[CaseloadRow]:
        """Give the children with whom a worker is involved now, who have an open plan, or who are care leavers."""
        theirs: dict[str, list[Involvement]] = defaultdict(list)
        for each in involvements:
            theirs[each.child].append(each)
        involved = {child for child, each in theirs.items() if any(one.is_current(self._on) for one in each)}
        referred = {child for child, goes_on in found.referrals.items() if goes_on}
        is_open = (involved | referred | set(found.plans) | set(found.care_leavers)) - found.died
        missing = [kind for kind in _PLANS_NEEDED if kind not in self._tables]
        if missing and is_open - set(found.care_leavers):
            self._reading.notes.append(
                f"This folder has no list of {listing(missing)}: a child in none of its lists keeps the plan on "
                "record; a new one is taken as child in need."
            )
        over = sorted(self._refs[key] for key in involved - referred - set(found.plans) if key in found.referrals)
        if over:
            named = ", ".join(over[:_MOST_NAMED]) + (" …" if len(over) > _MOST_NAMED else "")
            self._reading.notes.append(
                f"{count(len(over), 'referral')} closed, though somebody is still involved ({named}); taken as open."
            )
        keys = sorted(is_open, key=lambda key: self._refs[key])
        return [
            self._row(key, theirs.get(key, []), professionals, found, says_none=not missing)
            for key in counted(keys, "children")
        ]

    def _row(
        self,
        key: str,
        theirs: list[Involvement],
        professionals: Mapping[str, WorkforceRow],
        found: _Children,
        *,
        says_none: bool,
    ) -> CaseloadRow:
        plans = dict(found.plans.get(key, {}))
        if key in found.care_leavers:
            plans.setdefault(Plan.CARE_LEAVER, (None, ""))
        statuses = ranked(plans) or (Plan.CIN,)
        since, category = plans.get(statuses[0], (None, ""))
        now, before = worker_now(theirs, self._on)
        care_leaver = found.care_leavers.get(key) if statuses[0] == Plan.CARE_LEAVER else None
        if now is not None and is_shared(now, theirs, self._on):
            self._reading.tell_of_child(
                self._refs[key], "has two workers in one role; the one who began last was taken"
            )
        is_listed = now is None or now.professional in professionals
        worker = professionals[now.professional].called if now and is_listed else None
        team = now.team if now else ""
        if care_leaver is not None and care_leaver.worker:
            worker, team = care_leaver.worker, care_leaver.team or team
        person = found.persons.get(key)
        return CaseloadRow(
            ref=self._refs[key],
            plan=statuses[0],
            worker=worker,
            team=team,
            name=child_name(person) if person else None,
            born=self._born(person) if person else None,
            sex=cells.sex(person["sex"]) if person else None,
            plan_start=since,
            category=category,
            family=found.families.get(key) or None,
            dates=found.events.get(key, {}),
            says_plan=bool(plans) or says_none,
            says_worker=is_listed or worker is not None,
            allocated_on=now.starts if now and care_leaver is None else None,
            change_reason=before.reason if before and before.reason in _REASONS else "",
            statuses=statuses,
            starts={plan: start for plan, (start, _category) in plans.items() if start is not None},
            ends=found.ends.get(key, {}),
            unnecessary=_conference(found.unnecessary.get(key)),
            needed=_conference(found.needed.get(key)),
            told=frozenset(
                event for event in self._tells if event not in _PLANS_OF_EVENTS or _PLANS_OF_EVENTS[event] in plans
            ),
            categories={plan: category for plan, (_start, category) in plans.items() if category},
        )

    def _born(self, person: Row) -> date | None:
        """Read the day of birth, or the one on which the birth is expected."""
        born = born_or_expected(self._reading, person, "born")
        return born or born_or_expected(self._reading, person, "expected")


def _conference(on: date | None) -> dict[str, date]:
    return {} if on is None else {"icpc": on}


def _is_health_assessment(row: Row) -> bool:
    """Tell whether a row is a health assessment that was held, and no check of teeth or one that is still to come."""
    kind, status = cells.folded(row["kind"]), cells.folded(row["status"])
    is_one = not row.table.has("kind") or any(kind.startswith(word) or word in kind for word in _HEALTH_ASSESSMENTS)
    return is_one and status not in _NOT_DONE


def _share(value: object) -> float | None:
    text = cells.text(value)
    if not text:
        return None
    try:
        found = float(text)
    except ValueError:
        raise CellWrong("not a number") from None
    if not LEAST_FTE <= found <= MOST_FTE:
        raise CellWrong(f"a full-time share lies between {LEAST_FTE} and {MOST_FTE}")
    return round(found, 2)
