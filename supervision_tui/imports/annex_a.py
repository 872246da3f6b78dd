"""Ofsted Annex A: the lists a council exports, read as a caseload.

List 6 is the caseload; 9 adds care leavers; 7 and 8 enrich; 3, 4 and 5 give trigger dates and never an allocation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from supervision_tui.desk.imports.files import CaseloadFile, CaseloadRow, ImportRefused
from supervision_tui.desk.names import reference_key
from supervision_tui.desk.watching import counted
from supervision_tui.practice.child_dates import LONGEST_PREGNANCY_DAYS
from supervision_tui.practice.terms import Plan

from .care_leavers import why_no_care_leaver
from .case_status import RANK, case_status, ranked
from .known_columns import ANNEX_A, ANNEX_A_EVENTS
from .tables import cells, people
from .tables.cells import CellWrong
from .tables.dates import DateOrder
from .tables.files import ReadFiles, name_of, read_files
from .tables.reading import Reading
from .tables.sheets import Sheet
from .tables.table import FoundHeader, Row, Table
from .told_apart import FileKind, annex_a_list, is_left_out_list, wrong_file

_MOST_NAMED = 3


@dataclass(slots=True)
class _Entry:
    """A row of a list, read."""

    ref: str
    row: Row
    plans: tuple[Plan, ...] = ()
    has_ended: bool = False
    days: dict[str, date] = field(default_factory=dict)
    born: date | None = None
    sex: str | None = None
    team: str = ""
    worker: str | None = None
    adviser: str | None = None
    category: str = ""

    @property
    def key(self) -> str:
        """The reference, however it is dressed."""
        return reference_key(self.ref)


_Open = dict[str, tuple[_Entry, tuple[Plan, ...]]]


def read_annex_a(paths: list[Path], as_of: date, order: DateOrder | None = None) -> CaseloadFile:
    """Read the caseload in these files. Raises `ImportRefused` where they are not Annex A or cannot be read."""
    return annex_a_of(read_files(paths), paths, as_of, order)


def annex_a_of(files: ReadFiles, paths: list[Path], as_of: date, order: DateOrder | None = None) -> CaseloadFile:
    """Read the caseload in files that have been read as sheets. Raises `ImportRefused`."""
    reading = Reading(files, as_of, order)
    tables = _find_lists(files, reading)
    if not tables:
        raise ImportRefused(wrong_file(files, name_of(paths[0]), FileKind.ANNEX_A))
    reading.judge_dates()
    lists = _AnnexA(reading, tables)
    rows = lists.caseload()
    return CaseloadFile(
        name=", ".join(map(name_of, paths)),
        rows=tuple(sorted(rows, key=lambda row: row.ref)),
        closed=frozenset(lists.closed.values()),
        rejected=tuple(reading.rejected),
        warnings=reading.sentences(),
        lists={number: sum(len(table.rows) for table in tables[number]) for number in sorted(tables)},
        named=frozenset({row.ref for row in rows} | reading.rejected_refs),
        left_out=tuple(reading.left_out),
        is_whole=reading.is_whole,
        month_first=tuple(reading.month_first),
    )


def _find_lists(files: ReadFiles, reading: Reading) -> dict[str, list[Table]]:
    """Find the lists that matter among the sheets, and say which sheets are none."""
    tables: dict[str, list[Table]] = {}
    sheets: dict[str, list[Sheet]] = {}
    read: list[Sheet] = []
    headers: dict[int, FoundHeader] = {}  # by the sheet's identity
    for sheet in files.sheets:
        if (found := annex_a_list(sheet)) is not None:
            sheets.setdefault(found[0], []).append(sheet)
            headers[id(sheet)] = found[1]
        if found is not None or is_left_out_list(sheet):
            read.append(sheet)
    for number in sheets:
        older = reading.older(f"List {number}", sheets[number])
        sheets[number] = [sheet for sheet in sheets[number] if sheet not in older]
        for sheet in sheets[number]:
            table = reading.table(sheet, f"List {number}", ANNEX_A[number], headers[id(sheet)])
            tables.setdefault(number, []).extend([table] if table else [])
    if tables:
        reading.tell_of_other_sheets(files, read, ANNEX_A["6"])
    for number, each in sheets.items():
        reading.tell_of_several(f"List {number}", each)
    if tables and "6" not in tables:
        reading.is_whole = False
    return tables


class _AnnexA:
    """The lists that matter, read row by row, and the caseload that they make together."""

    def __init__(self, reading: Reading, tables: Mapping[str, list[Table]]) -> None:
        self._reading = reading
        self._teams = _teams_in(tables)
        self.closed: dict[str, str] = {}  # the references of closed children, by their keys
        self._entries: dict[str, list[_Entry]] = {}
        for number in sorted(tables):
            rows = [row for table in tables[number] for row in table.rows]
            read = [self._read(number, row) for row in counted(rows, f"rows of list {number}")]
            self._entries[number] = [entry for entry in read if entry is not None]

    def caseload(self) -> list[CaseloadRow]:
        """Every open child, with what all lists know of each."""
        open_children = self._from_list_6()
        current = {number: self._current(number) for number in ("8", "7")}
        for number, plan in (("8", Plan.CLA), ("7", Plan.CP)):
            self._add(number, plan, current[number], open_children)
        self._add_care_leavers(open_children)
        self._leave_out_events(open_children)
        self._tell_of_zeros()
        events = self._events()
        return [self._row(entry, plans, current, events) for entry, plans in open_children.values()]

    # Rows

    def _read(self, number: str, row: Row) -> _Entry | None:
        reading, column = self._reading, "child"
        try:
            reading.check_row(row)
            entry = _Entry(reading.reference(row, "child"), row)
            if number == "6":
                column = "status"
                status = case_status(row["status"])
                entry.plans, entry.has_ended = status.plans, status.plan is None
            if row.table.has("ends"):
                column = "ends"
                entry.has_ended = entry.has_ended or reading.has_ended(row, "ends", after=("born", "plan_start"))
        except CellWrong as why:
            reading.reject(row, column, why, key="child")
            return None
        if not entry.has_ended:
            self._read_details(entry, row)
        self._read_events(entry, row)
        return entry

    def _read_details(self, entry: _Entry, row: Row) -> None:
        reading = self._reading
        entry.born = born_or_expected(reading, row, "born")
        entry.sex = cells.sex(row["sex"])
        entry.team = reading.value(row, "team", lambda cell: cells.name(cell, "the team’s name")) or ""
        entry.worker = reading.worker(row, "worker", self._teams)
        entry.adviser = reading.worker(row, "adviser", self._teams)
        entry.category = cells.text(row["category"])[: cells.LONGEST_NAME]

    def _read_events(self, entry: _Entry, row: Row) -> None:
        for name in (*ANNEX_A_EVENTS, "plan_start", "last_seen"):
            if row.table.has(name) and (on := self._reading.day(row, name)) is not None:
                entry.days[name] = on

    # Lists

    def _from_list_6(self) -> _Open:
        open_children: _Open = {}
        for entry in self._entries.get("6", ()):
            if entry.has_ended:
                self.closed[entry.key] = entry.ref
                self._reading.leave_out(entry.row, "closed")
                continue
            there = open_children.get(entry.key)
            if there:
                self._reading.tell_of_child(
                    entry.ref,
                    "stands more than once in list 6; the status that ranks highest was taken",
                    "stand more than once in list 6; the status that ranks highest was taken",
                )
            if there is None or RANK.index(entry.plans[0]) < RANK.index(there[1][0]):
                open_children[entry.key] = (entry, entry.plans)
        for key in open_children:
            self.closed.pop(key, None)
        return open_children

    def _current(self, number: str) -> dict[str, _Entry]:
        """Find the rows without an end, the latest start for each child."""
        found: dict[str, _Entry] = {}
        for entry in self._entries.get(number, ()):
            if entry.has_ended:
                self._reading.leave_out(entry.row, "ended")
                continue
            there = found.get(entry.key)
            if there is None or _started(entry) >= _started(there):
                found[entry.key] = entry
        return found

    def _add(self, number: str, plan: Plan, current: Mapping[str, _Entry], open_children: _Open) -> None:
        for key, entry in current.items():
            if key in self.closed:
                self._reading.tell_of_child(
                    entry.ref,
                    f"is closed in list 6 but current in list {number}; it was left closed",
                    f"are closed in list 6 but current in list {number}; they were left closed",
                )
            elif key not in open_children:
                self._tell_of_one_not_in_list_6(entry, number)
                open_children[key] = (entry, (plan,))

    def _add_care_leavers(self, open_children: _Open) -> None:
        for entry in self._entries.get("9", ()):
            if entry.key in open_children:
                continue
            if why := why_no_care_leaver(entry.row["eligibility"], entry.row["touch"]):
                self._reading.leave_out(entry.row, why)
                self.closed[entry.key] = entry.ref
                continue
            if self.closed.pop(entry.key, None) is None:
                self._tell_of_one_not_in_list_6(entry, "9")
            entry.worker = entry.adviser or entry.worker
            open_children[entry.key] = (entry, (Plan.CARE_LEAVER,))

    def _tell_of_one_not_in_list_6(self, entry: _Entry, number: str) -> None:
        self._reading.tell_of_child(
            entry.ref,
            f"is in list {number} but not in list 6; it was taken from list {number}",
            f"are in list {number} but not in list 6; they were taken from list {number}",
        )

    def _leave_out_events(self, open_children: _Open) -> None:
        for number in ("3", "4", "5"):
            for entry in self._entries.get(number, ()):
                if entry.key not in open_children:
                    self._reading.leave_out(entry.row, "its child is not open in lists 6 to 9")

    def _tell_of_zeros(self) -> None:
        """Say which references of one list are another's but for zeros that a spreadsheet may have taken away."""
        keys = {entry.key for entries in self._entries.values() for entry in entries}
        bare: dict[str, set[str]] = {}
        for key in keys:
            if key.isdecimal():
                bare.setdefault(key.lstrip("0"), set()).add(key)
        alike = [" and ".join(sorted(each)) for each in bare.values() if len(each) > 1]
        if alike:
            self._reading.notes.append(
                f"These references differ only in zeros before them: {', '.join(sorted(alike)[:_MOST_NAMED])}. They "
                "were taken for different children; export the references as text."
            )

    def _events(self) -> dict[str, dict[str, date]]:
        """Find the latest date of each event for each child, from every list."""
        found: dict[str, dict[str, date]] = {}
        for entries in self._entries.values():
            for entry in entries:
                known = found.setdefault(entry.key, {})
                for event, on in entry.days.items():
                    if event in ANNEX_A_EVENTS:
                        known[event] = max(on, known.get(event, on))
        return found

    def _row(
        self,
        entry: _Entry,
        plans: tuple[Plan, ...],
        current: Mapping[str, Mapping[str, _Entry]],
        events: Mapping[str, Mapping[str, date]],
    ) -> CaseloadRow:
        plan = plans[0]
        list_of_plan = {Plan.CLA: "8", Plan.CP: "7"}.get(plan, "")
        richer = current.get(list_of_plan, {}).get(entry.key)
        dates = dict(events.get(entry.key, {}))
        plan_start, category = entry.days.get("plan_start"), entry.category
        if richer:
            plan_start = richer.days.get("plan_start", plan_start)
            category = richer.category
        if plan is Plan.CLA and richer and "plan_start" in richer.days:
            dates["looked-after"] = richer.days["plan_start"]
        if plan is Plan.CIN and "last_seen" in entry.days:
            dates["cin-visit-made"] = entry.days["last_seen"]
        return CaseloadRow(
            ref=entry.ref,
            plan=plan,
            worker=entry.worker,
            says_worker=not self._reading.was_left_empty(entry.row, "worker"),
            team=entry.team,
            born=entry.born,
            sex=entry.sex,
            plan_start=plan_start,
            category=category,
            dates=dates,
            statuses=ranked(plans),
        )


def _started(entry: _Entry) -> date:
    return entry.days.get("plan_start", date.min)


def _teams_in(tables: Mapping[str, Iterable[Table]]) -> Collection[str]:
    rows = (row for each in tables.values() for table in each for row in table.rows)
    return people.teams_among((row["worker"], row["team"]) for row in rows)


def born_or_expected(reading: Reading, row: Row, column: str) -> date | None:
    """Read a day of birth, or the day on which a birth is expected; one that lies too far ahead is left empty."""
    found = reading.day(row, column, may_come=True)
    if found is not None and found > reading.as_of + timedelta(days=LONGEST_PREGNANCY_DAYS):
        reading.tell(row, column, "lies too far ahead for a birth")
        return None
    return found
