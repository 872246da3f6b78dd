"""Ofsted Annex A: the lists a council exports, read as a caseload.

List 6 is the caseload; 9 adds care leavers; 7 and 8 enrich; 3, 4 and 5 give trigger dates and never
an allocation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

from supervision_tui.desk.imports.files import CaseloadFile, CaseloadRow, ImportRefused, WorksBeside
from supervision_tui.desk.long_work import progress_over
from supervision_tui.desk.names import normal_name, reference_key
from supervision_tui.practice.children.dates_due import LONGEST_PREGNANCY_DAYS
from supervision_tui.practice.vocabulary import CaseRole, Plan

from .annex_a_tells import LIST_OF_PLAN, TELL_OF_ABSENCE, event_of, events_told, plans_told
from .care_leavers import why_no_care_leaver
from .case_status import RANK, CaseStatus, PlanNames, case_status, most_urgent_first
from .child_details import born_or_expected
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
_DAYS = ANNEX_A_EVENTS | {"plan_start", "last_seen"}
_NOT_SEEN = frozenset(
    {"childnotseen", "notseen", "childwasnotseen", "cnotseen", "cchildnotseen", "unabletosee"}
)
_INTERIM = ("interimcareorder", "interimcare", "ico")
_NEEDED_OF_LIST_6 = {
    "status": "case status; a child who is not current in list 7 or 8 is taken as child in need "
    "if new",
    "worker": "workers; each child stays with the worker who has it, and a new one is with nobody",
}


@dataclass(slots=True)
class _Entry:
    """A row of a list, read.

    `says_status` where it says which status the child has, or another list does.

    `ended_on` is the day of an end that the row gives, `not_seen` that of a visit at which the
    child was not seen; `unread` are the events whose day stands there and could not be taken.
    `is_unnecessary` tells whether the conference after a strategy discussion was found unnecessary,
    `with_parents` whether the child is placed with parents under an interim order; nothing where
    the row does not say.
    """

    ref: str
    row: Row
    plans: tuple[str, ...] = ()
    says_status: bool = True
    has_ended: bool = False
    ended_on: date | None = None
    not_seen: date | None = None
    unread: set[str] = field(default_factory=set)
    is_unnecessary: bool | None = None
    with_parents: bool | None = None
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

    @property
    def has_no_worker_said(self) -> bool:
        """Tell whether nothing at all stands where the worker is named."""
        return not cells.text(self.row["worker"])


_Open = dict[str, tuple[_Entry, tuple[str, ...]]]


def read_annex_a(
    paths: list[Path],
    as_of: date,
    order: DateOrder | None = None,
    plan_names: PlanNames | None = None,
) -> CaseloadFile:
    """Read the caseload in these files.

    Raises `ImportRefused` where they are not Annex A or cannot be read.
    """
    return annex_a_of(read_files(paths), paths, as_of, order, plan_names)


def annex_a_of(
    files: ReadFiles,
    paths: list[Path],
    as_of: date,
    order: DateOrder | None = None,
    plan_names: PlanNames | None = None,
) -> CaseloadFile:
    """Read the caseload in files that have been read as sheets.

    `plan_names` are of a service's own plans.

    Raises `ImportRefused`.
    """
    reading = Reading(files, as_of, order)
    tables = _find_lists(files, reading)
    if not tables:
        raise ImportRefused(wrong_file(files, name_of(paths[0]), FileKind.ANNEX_A))
    reading.judge_dates()
    tells = events_told(tables)
    lists = _AnnexA(reading, tables, tells, plan_names or {})
    rows = lists.caseload()
    return CaseloadFile(
        name=", ".join(map(name_of, paths)),
        rows=tuple(sorted(rows, key=lambda row: row.ref)),
        closed=frozenset(lists.closed.values()),
        closed_days={key: on for key, on in lists.closed_days.items() if key in lists.closed},
        rejected=tuple(reading.rejected),
        warnings=reading.sentences(),
        lists={
            number: sum(len(table.rows) for table in tables[number]) for number in sorted(tables)
        },
        named=frozenset({row.ref for row in rows} | reading.rejected_refs),
        left_out=tuple(reading.left_out),
        is_whole=reading.is_whole,
        month_first=tuple(reading.month_first),
        newest=reading.newest_day,
        plans_ended=lists.plans_ended({row.ref for row in rows}),
        tells=tells,
        tells_plans=plans_told(tables),
    )


def _find_lists(files: ReadFiles, reading: Reading) -> dict[str, list[Table]]:
    """Find the lists that matter among the sheets, and say which sheets are none."""
    found = [(sheet, annex_a_list(sheet)) for sheet in files.sheets]
    read = [sheet for sheet, list_ in found if list_ is not None or is_left_out_list(sheet)]
    headers: dict[str, list[tuple[Sheet, FoundHeader]]] = {}
    for sheet, list_ in found:
        if list_ is not None:
            headers.setdefault(list_[0], []).append((sheet, list_[1]))
    tables: dict[str, list[Table]] = {}
    sheets: dict[str, list[Sheet]] = {}
    for number, there in headers.items():
        name = f"List {number}"
        sheets[number] = reading.newest(name, [sheet for sheet, _ in there])
        read_tables = [
            reading.table(sheet, name, ANNEX_A[number], header)
            for sheet, header in there
            if sheet in sheets[number]
        ]
        tables[number] = [table for table in read_tables if table]
    if tables:
        reading.tell_of_other_sheets(files, read, ANNEX_A["6"])
        reading.is_whole = reading.is_whole and "6" in tables
    for number, each in sheets.items():
        reading.tell_of_several(f"List {number}", each)
    reading.notes += _notes_on(tables)
    return tables


def _notes_on(tables: Mapping[str, list[Table]]) -> Iterator[str]:
    """Say which columns list 6 lacks, and whether no list holds a row."""
    for table in tables.get("6", ()):
        for column, says in _NEEDED_OF_LIST_6.items():
            if not table.has(column):
                yield f"List 6 has no column of the {says}."
    all_tables = list(chain.from_iterable(tables.values()))
    if tables and not any(table.rows or table.left_out for table in all_tables):
        yield "None of the lists holds a row below its headings."


class _AnnexA:
    """The lists that matter, read row by row, and the caseload that they make together."""

    def __init__(
        self,
        reading: Reading,
        tables: Mapping[str, list[Table]],
        tells: Mapping[str, str],
        plan_names: PlanNames,
    ) -> None:
        self._reading, self._tells, self._plan_names = reading, tells, plan_names
        self._teams = _teams_in(tables)
        self.closed: dict[str, str] = {}  # the references of closed children, by their keys
        self.closed_days: dict[str, date] = {}  # where list 6 says the day
        self._entries: dict[str, list[_Entry]] = {}
        self._unnecessary: dict[
            str, dict[str, date]
        ] = {}  # conferences found unnecessary, by the child's key
        self._needed: dict[str, dict[str, date]] = {}  # conferences that were not
        for number in sorted(tables):
            rows = list(chain.from_iterable(table.rows for table in tables[number]))
            read = [
                self._read(number, row) for row in progress_over(rows, f"rows of list {number}")
            ]
            self._entries[number] = [entry for entry in read if entry is not None]
        self._ended = _days_of_ends(self._entries)
        self._by_child = _by_child(self._entries)
        self._keys = {
            f"list {number}": {entry.key for entry in each}
            for number, each in self._entries.items()
        }

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

    def plans_ended(self, taken: Collection[str]) -> dict[str, str]:
        """Find plans that ended in a list of their own, of children taken from no list."""
        found = {}
        for plan, number in LIST_OF_PLAN.items():
            for entry in self._entries.get(number, ()):
                if entry.has_ended and entry.ref not in taken and entry.key not in self.closed:
                    found[entry.ref] = plan
        return found

    # Rows

    def _read(self, number: str, row: Row) -> _Entry | None:
        reading, column = self._reading, "child"
        try:
            reading.check_row(row)
            entry = _Entry(reading.reference(row, "child"), row)
            if number == "6":
                column, entry.says_status = "status", row.table.has("status")
                said, names = row["status"], self._plan_names
                if entry.says_status:
                    status = case_status(said, names)
                else:
                    status = CaseStatus((Plan.CIN,))
                entry.plans, entry.has_ended = status.plans, status.plan is None
            if row.table.has("ends"):
                column = "ends"
                entry.has_ended = entry.has_ended or reading.has_ended(
                    row, "ends", after=("born", "plan_start")
                )
                entry.ended_on = None
                if entry.has_ended:
                    entry.ended_on = reading.peek_past(row, "ends")
        except CellWrong as why:
            reading.reject(row, column, why, key="child")
            return None
        if not entry.has_ended:
            self._read_details(entry, row)
        self._read_events(entry, row)
        entry.unread = {
            event_of(number, each) for each in _DAYS if reading.is_unread_day(row, each)
        }
        return entry

    def _read_details(self, entry: _Entry, row: Row) -> None:
        reading = self._reading
        entry.born = born_or_expected(reading, row, "born")
        entry.sex = cells.sex(row["sex"])
        entry.team = (
            reading.value(row, "team", lambda cell: cells.name(cell, "the team’s name")) or ""
        )
        entry.worker = reading.worker(row, "worker", self._teams)
        entry.adviser = reading.worker(row, "adviser", self._teams)
        entry.category = cells.text(row["category"])[: cells.LONGEST_NAME]
        if row.table.has("placement_type"):
            is_interim = any(words in cells.folded(row["category"]) for words in _INTERIM)
            entry.with_parents = is_interim and "parents" in cells.folded(row["placement_type"])

    def _read_events(self, entry: _Entry, row: Row) -> None:
        born = entry.born or self._reading.peek_past(row, "born")
        for name in row.table.columns:
            if name not in _DAYS or (on := self._reading.day(row, name)) is None:
                continue
            if born is not None and on < born - timedelta(days=LONGEST_PREGNANCY_DAYS):
                self._reading.tell(row, name, "lies before the birth")
            elif name == "cp-visit-made" and cells.folded(row["seen"]) in _NOT_SEEN:
                self._reading.tell(row, name, "the child was not seen")
                entry.not_seen = on
            else:
                entry.days[name] = on
        entry.is_unnecessary = cells.yes_or_no(row["unnecessary"])

    # Lists

    def _from_list_6(self) -> _Open:
        open_children: _Open = {}
        for entry in self._entries.get("6", ()):
            if entry.has_ended:
                self.closed[entry.key] = entry.ref
                if entry.ended_on is not None:
                    self.closed_days[entry.key] = entry.ended_on
                self._reading.leave_out(entry.row, "closed")
                continue
            there, taken = open_children.get(entry.key), entry
            if there is not None:
                taken, other = (
                    (entry, there[0]) if _comes_before(entry, there[0]) else (there[0], entry)
                )
                self._tell_of_another_row(taken, other)
            open_children[entry.key] = (taken, taken.plans)
        for key in open_children:
            self.closed.pop(key, None)
        return open_children

    def _tell_of_another_row(self, taken: _Entry, other: _Entry) -> None:
        if taken.plans != other.plans:
            self._reading.tell_of_child(
                taken.ref,
                "stands more than once in list 6; the status that ranks highest was taken",
            )
        if taken.worker and other.worker and taken.worker != other.worker:
            self._reading.tell_of_child(
                taken.ref,
                f"stands in list 6 with {taken.worker} and with {other.worker}; {taken.worker} "
                f"was taken",
            )

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

    def _add(
        self, number: str, plan: Plan, current: Mapping[str, _Entry], open_children: _Open
    ) -> None:
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
            else:
                open_children[key] = self._with_list(number, plan, entry, *open_children[key])
        for entry in self._entries.get(number, ()):
            held = open_children.get(entry.key)
            if held and entry.has_ended and entry.key not in current and held[1][0] is plan:
                self._reading.tell_of_child(
                    entry.ref,
                    f"stands in list 6 with a status that has ended in list {number}; list 6 was "
                    f"taken",
                )

    def _with_list(
        self, number: str, plan: Plan, entry: _Entry, here: _Entry, plans: tuple[str, ...]
    ) -> tuple[_Entry, tuple[str, ...]]:
        """Hold a child who was taken from one list against its row in list 7 or 8.

        What the first list leaves empty is taken, and what they do not agree on is told.
        """
        tell, first = self._reading.tell_of_child, here.row.table.name.casefold()
        # List 6 has no word for pre-proceedings.
        highest = next((each for each in plans if each != Plan.PLO), None)
        if not here.says_status:
            here.says_status, plans = True, (plan,)
        elif highest is None or RANK.index(plan) > RANK.index(highest):
            # A status is the highest of several: the list holds another.
            plans = most_urgent_first((*plans, plan))
        elif plan != highest:
            tell(
                entry.ref,
                f"is current in list {number}, though {first} has another status; "
                f"{first} was taken",
            )
        if here.worker is None and here.has_no_worker_said and entry.worker is not None:
            here.worker = entry.worker
            tell(entry.ref, f"has no worker in {first}; the one of list {number} was taken")
        elif here.worker and entry.worker and normal_name(here.worker) != normal_name(entry.worker):
            tell(
                entry.ref, f"has another worker in list {number} than in {first}; {first} was taken"
            )
        here.team = here.team or entry.team
        return here, plans

    def _add_care_leavers(self, open_children: _Open) -> None:
        for entry in self._entries.get("9", ()):
            if entry.key in open_children:
                self._add_care_leaver_to(entry, open_children)
                continue
            if why := why_no_care_leaver(entry.row["eligibility"], entry.row["touch"]):
                self._reading.leave_out(entry.row, why)
                self.closed[entry.key] = entry.ref
                continue
            if self.closed.pop(entry.key, None) is None:
                self._tell_of_one_not_in_list_6(entry, "9")
            entry.worker = entry.adviser or entry.worker
            open_children[entry.key] = (entry, (Plan.CARE_LEAVER,))

    @staticmethod
    def _add_care_leaver_to(entry: _Entry, open_children: _Open) -> None:
        """Add a care leaver's status to that of list 6, unless the child is still looked after."""
        here, plans = open_children[entry.key]
        if Plan.CLA not in plans and not why_no_care_leaver(
            entry.row["eligibility"], entry.row["touch"]
        ):
            open_children[entry.key] = (here, most_urgent_first((*plans, Plan.CARE_LEAVER)))

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
        """Say which references are another's but for zeros taken away, or signs between."""
        keys = {entry.key for entry in chain.from_iterable(self._entries.values())}
        bare: dict[str, set[str]] = {}
        for key in keys:
            bare.setdefault(cells.folded(key).lstrip("0"), set()).add(key)
        alike = [" and ".join(sorted(each)) for each in bare.values() if len(each) > 1]
        if alike:
            self._reading.notes.append(
                "These references differ only in zeros before them, or in spaces and signs: "
                f"{', '.join(sorted(alike)[:_MOST_NAMED])}. They were taken for different "
                f"children; export the "
                "references as text, and alike in every list."
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
                self._read_whether_needed(entry)
        return found

    def _read_whether_needed(self, entry: _Entry) -> None:
        """Keep what a row says of the conference after a strategy discussion not held."""
        if entry.is_unnecessary is None or "strategy" not in entry.days or "icpc" in entry.days:
            return
        found = self._unnecessary if entry.is_unnecessary else self._needed
        there = found.setdefault(entry.key, {})
        there["icpc"] = max(entry.days["strategy"], there.get("icpc", date.min))

    def _row(
        self,
        entry: _Entry,
        plans: tuple[str, ...],
        current: Mapping[str, Mapping[str, _Entry]],
        events: Mapping[str, Mapping[str, date]],
    ) -> CaseloadRow:
        statuses = most_urgent_first(plans)
        plan = statuses[0]
        richer = {
            each: current.get(LIST_OF_PLAN.get(each, ""), {}).get(entry.key) for each in statuses
        }
        ends = self._ends(entry.key, current)
        on_plan = richer.get(Plan.CP)
        not_seen = on_plan.not_seen if on_plan is not None else None
        starts = {
            each: start
            for each in statuses
            if (start := _start_of(each, entry, richer[each], ends)) is not None
        }
        categories = {each: there.category for each, there in richer.items() if there is not None}
        dates = dict(events.get(entry.key, {}))
        if (looked_after := richer.get(Plan.CLA)) is not None and "plan_start" in looked_after.days:
            dates["looked-after"] = looked_after.days["plan_start"]
        if Plan.CIN in statuses and "last_seen" in entry.days:
            dates["cin-visit-made"] = entry.days["last_seen"]
        with_parents = looked_after.with_parents if looked_after is not None else None
        if not_seen is not None:
            not_held = {"cp-visit-made": not_seen}
        else:
            not_held = {}
        return CaseloadRow(
            ref=entry.ref,
            plan=plan,
            worker=entry.worker,
            says_worker=entry.worker is not None or self._says_nobody(entry.row),
            says_plan=entry.says_status,
            team=entry.team,
            born=entry.born,
            sex=entry.sex,
            plan_start=starts.get(plan),
            category=categories.get(plan, entry.category),
            dates=dates,
            statuses=statuses,
            starts=starts,
            categories=categories,
            ends=ends,
            unnecessary=self._unnecessary.get(entry.key, {}),
            needed=self._needed.get(entry.key, {}),
            with_parents=with_parents,
            not_held=not_held,
            told=frozenset(self._told_of(entry.key, statuses, current)),
            beside=self._beside(entry),
            tells_roles=self._tells_roles(entry),
        )

    def _beside(self, entry: _Entry) -> tuple[WorksBeside, ...]:
        """Give the personal adviser of a young person in list 9, beside the worker of list 6."""
        names = [
            each.adviser
            for number, each in self._by_child.get(entry.key, ())
            if number == "9" and each.adviser and not each.has_ended
        ]
        return tuple(WorksBeside(CaseRole.PERSONAL_ADVISER, name) for name in names[-1:])

    def _tells_roles(self, entry: _Entry) -> frozenset[str]:
        """Tell of which roles these lists could tell for a child: the adviser, from list 9."""
        rows = [each.row for number, each in self._by_child.get(entry.key, ()) if number == "9"]
        if any(row.table.has("adviser") for row in rows):
            return frozenset({CaseRole.PERSONAL_ADVISER})
        return frozenset()

    def _ends(self, key: str, current: Mapping[str, Mapping[str, _Entry]]) -> dict[str, date]:
        """Find the last day of each plan that ended by its own list, before it began anew."""
        found: dict[str, date] = {}
        for plan, number in LIST_OF_PLAN.items():
            now = current.get(number, {}).get(key)
            until = _started(now) if now is not None else date.max
            past = [on for on in self._ended.get((number, key), ()) if on <= until]
            if past:
                found[plan] = max(past)
        return found

    def _told_of(
        self, key: str, statuses: Collection[str], current: Mapping[str, Mapping[str, _Entry]]
    ) -> set[str]:
        """Find the events of which these lists can tell for a child: plans, if it stands there.

        A day that stands there and could not be taken tells nothing, and neither does an answer
        that is none.
        """
        now = {number: current[number][key] for number in current if key in current[number]}
        unread: set[str] = set()
        for number, entry in self._by_child.get(key, ()):
            if number not in current or entry is now.get(number):
                unread |= entry.unread
        there = {f"list {number}" for number in now} | {
            place
            for place, keys in self._keys.items()
            if key in keys and place.removeprefix("list ") not in current
        }
        told = {
            event for event, place in self._tells.items() if place in there | TELL_OF_ABSENCE
        } - unread
        if Plan.CIN not in statuses:
            # The day on which a child was last seen is no visit of another plan.
            told.discard("cin-visit-made")
        if not self._is_answered(key):
            told.discard("icpc")
        return told

    def _is_answered(self, key: str) -> bool:
        """Tell whether list 5 says if the last enquiry needed a conference, or when it was."""
        theirs = [
            entry
            for number, entry in self._by_child.get(key, ())
            if number == "5" and "strategy" in entry.days
        ]
        last = max(theirs, key=lambda entry: entry.days["strategy"], default=None)
        return last is not None and (last.is_unnecessary is not None or "icpc" in last.days)

    def _says_nobody(self, row: Row) -> bool:
        """Tell whether a row says that a child is unallocated: its list has a column for that."""
        has_column = row.table.has("worker") or row.table.has("adviser")
        return has_column and not self._reading.was_left_empty(row, "worker")


def _start_of(
    plan: str, entry: _Entry, richer: _Entry | None, ends: Mapping[str, date]
) -> date | None:
    """Find the start of a plan: in the list of its own.

    That of list 6 is the day of becoming a child in need.

    What follows a plan that ended begins on that day: list 6 goes on giving the day on which it all
    began.
    """
    if plan in LIST_OF_PLAN:
        if richer:
            return richer.days.get("plan_start")
        return None
    if plan in (Plan.PLO, Plan.CARE_LEAVER):
        return None
    start = entry.days.get("plan_start")
    if start:
        return max([start, *ends.values()])
    return None


def _by_child(entries: Mapping[str, Iterable[_Entry]]) -> dict[str, list[tuple[str, _Entry]]]:
    """Give the rows of each child, each with the number of its list."""
    found: dict[str, list[tuple[str, _Entry]]] = {}
    for number, each in entries.items():
        for entry in each:
            found.setdefault(entry.key, []).append((number, entry))
    return found


def _days_of_ends(entries: Mapping[str, Iterable[_Entry]]) -> dict[tuple[str, str], list[date]]:
    """Find the days on which plans ended, by the list and the child's key."""
    found: dict[tuple[str, str], list[date]] = {}
    for number in LIST_OF_PLAN.values():
        for entry in entries.get(number, ()):
            if entry.ended_on is not None:
                found.setdefault((number, entry.key), []).append(entry.ended_on)
    return found


def _comes_before(entry: _Entry, other: _Entry) -> bool:
    """Tell whether a row of list 6 is taken rather than another of its child: status, worker."""
    here, there = RANK.index(entry.plans[0]), RANK.index(other.plans[0])
    return here < there or (here == there and other.worker is None and entry.worker is not None)


def _started(entry: _Entry) -> date:
    return entry.days.get("plan_start", date.min)


def _teams_in(tables: Mapping[str, Iterable[Table]]) -> Collection[str]:
    of_lists = chain.from_iterable(tables.values())
    rows = chain.from_iterable(table.rows for table in of_lists)
    return people.teams_among((row["worker"], row["team"]) for row in rows)
