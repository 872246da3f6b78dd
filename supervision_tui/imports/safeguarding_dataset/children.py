"""The children in the tables of a dataset: plans, events, births, families, care leavers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from supervision_tui.imports.care_leavers import why_no_care_leaver
from supervision_tui.imports.tables import cells, people
from supervision_tui.imports.tables.reading import LAST_ROW_TAKEN
from supervision_tui.imports.tables.table import Row
from supervision_tui.practice.vocabulary import Plan
from supervision_tui.practice.wording import full_day

from .professionals import Professionals
from .rows import DatasetTables
from .tells import EVENTS, PLANS

_PLAN_OF = {
    "cin visits": "cin plans",
    "cp visits": "cp plans",
    "cp reviews": "cp plans",
    "cla visits": "looked after",
}
_SEEN = frozenset({"seen", "seenalone", "yseen", "yesseen", "childseen"})
_NOT_SEEN = cells.NO | {"notseen", "nnotseen", "nonotseen", "childnotseen", "noaccess", "attempted"}
_HEALTH_ASSESSMENTS = (
    "healthassessment",
    "healthcheck",
    "rha",
    "iha",
    "reviewhealth",
    "initialhealth",
)
_NOT_DONE = (
    "pending", "cancelled", "refused", "dna", "didnotattend", "notattended", "overdue", "due",
    "booked", "planned",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CareLeaver:
    """A young person whom a personal adviser or a worker accompanies after care."""

    worker: str | None
    team: str


@dataclass(slots=True)
class ChildrenOfDataset:
    """The children that the tables know, by the key of their reference."""

    persons: dict[str, Row] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)
    plans: dict[str, dict[str, tuple[date | None, str]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    # The latest of each plan.
    ends: dict[str, dict[str, date]] = field(default_factory=lambda: defaultdict(dict))
    enquiries: dict[str, dict[date, bool | None]] = field(default_factory=lambda: defaultdict(dict))
    """Whether each enquiry, by its day, ended with no further action; nothing where that is not
    said.
    """
    # Events of which a day was not taken.
    unread: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    events: dict[str, dict[str, date]] = field(default_factory=lambda: defaultdict(dict))
    care_leavers: dict[str, CareLeaver] = field(default_factory=dict)
    died: set[str] = field(default_factory=set)
    referrals: dict[str, bool] = field(default_factory=dict)  # of each child, whether one is open


def children_of(tables: DatasetTables, professionals: Professionals) -> ChildrenOfDataset:
    """Read what the tables know of children."""
    return _Children(tables, professionals).read()


class _Children:
    """The tables about children, read one after another."""

    def __init__(self, tables: DatasetTables, professionals: Professionals) -> None:
        self._tables, self._professionals, self._reading = tables, professionals, tables.reading
        self._periods: dict[
            str, list[Row]
        ] = {}  # the episodes of each period of care, by its number
        for row in tables.rows("looked after"):
            if number := tables.number(row, "period"):
                self._periods.setdefault(number, []).append(row)

    def read(self) -> ChildrenOfDataset:
        """Read everything."""
        found = ChildrenOfDataset()
        for row in self._tables.rows("persons"):
            child = self._tables.child(row)
            if child is None:
                continue
            if child in found.persons:
                self._reading.tell_of_child(self._tables.refs[child], *LAST_ROW_TAKEN)
            found.persons[child] = row
            if row.table.has("died") and self._reading.day(row, "died") is not None:
                found.died.add(child)
                self._reading.leave_out(row, "died")
        for row in self._tables.rows("families"):
            child = self._tables.child(row)
            if child is not None:
                found.families[child] = self._tables.text(row, "family")
        self._read_plans(found)
        self._read_events(found)
        self._read_care_leavers(found)
        return found

    def _read_plans(self, found: ChildrenOfDataset) -> None:
        """Find the plans of each child that are open now.

        One whose beginning cannot be read is open, too.
        """
        for kind, plan in PLANS.items():
            for row in self._tables.rows(kind):
                child = self._tables.child(row)
                if child is None:
                    continue
                starts = self._reading.day(row, "from", may_come=True)
                ends = self._tables.end(row, starts)
                if ends is not None:
                    self._reading.leave_out(row, "ended")
                    if not self._goes_on(row, kind):
                        found.ends[child][plan] = max(ends, found.ends[child].get(plan, ends))
                elif starts is not None and starts > self._tables.as_of:
                    self._reading.leave_out(row, f"begins after {full_day(self._tables.as_of)}")
                else:
                    self._take_plan(found, child, plan, row, starts)

    def _take_plan(
        self, found: ChildrenOfDataset, child: str, plan: str, row: Row, starts: date | None
    ) -> None:
        entered = None
        if row.table.has("entered"):
            entered = self._reading.day(row, "entered")
        began = entered
        if began is None and plan == Plan.CLA:
            began = self._began_in_care(row)
        began = began or starts
        found.plans[child][plan] = (began, self._tables.text(row, "category"))
        if plan == Plan.CLA and began is not None:
            found.events[child]["looked-after"] = began

    def _of_one_period(self, row: Row) -> list[Row]:
        """Give the episodes of one period of care, of several placements or legal statuses."""
        return self._periods.get(self._tables.number(row, "period")) or [row]

    def _began_in_care(self, row: Row) -> date | None:
        starts = [self._reading.peek_past(each, "from") for each in self._of_one_period(row)]
        return min((start for start in starts if start is not None), default=None)

    def _goes_on(self, row: Row, kind: str) -> bool:
        """Tell whether the period of care goes on of which a row is an episode that ended."""
        return kind == "looked after" and any(
            not cells.text(each["to"]) for each in self._of_one_period(row)
        )

    def _read_events(self, found: ChildrenOfDataset) -> None:
        """Find the latest day of each event: visits with the child seen, reviews, referral."""
        by_plan = self._children_by_plan()
        for kind, event in EVENTS.items():
            for row in self._tables.rows(kind):
                if self._was_held(row):
                    self._note_event(found, self._child_of(row, kind, by_plan), event, row, "on")
        self._read_whether_needed(found)
        self._read_referrals(found)
        self._read_events_in_care(found)

    def _read_referrals(self, found: ChildrenOfDataset) -> None:
        for row in self._tables.rows("episodes"):
            child = self._tables.child(row)
            self._note_event(found, child, "referral", row, "from")
            if child is not None:
                goes_on = row.table.has("to") and self._tables.end(row, None) is None
                found.referrals[child] = goes_on or found.referrals.get(child, False)
        for row in self._tables.rows("assessments"):
            child = self._tables.child(row)
            self._note_event(found, child, "assessment-start", row, "from")
            self._note_event(found, child, "assessment-authorised", row, "to")

    def _read_events_in_care(self, found: ChildrenOfDataset) -> None:
        """Find the latest review, placement and health assessment of each looked-after child."""
        periods = {
            self._tables.number(row, "period"): self._tables.child(row)
            for row in self._tables.rows("looked after")
        }
        for row in self._tables.rows("cla reviews"):
            if cells.folded(row["cancelled"]) not in cells.YES:
                child = periods.get(self._tables.number(row, "key"))
                self._note_event(found, child, "cla-review-held", row, "on")
        for row in self._tables.rows("placements"):
            if self._tables.end(row, None) is None:
                self._note_event(found, self._tables.child(row), "placement", row, "on")
        for row in self._tables.rows("health"):
            if _is_health_assessment(row):
                self._note_event(found, self._tables.child(row), "health-held", row, "on")

    def _read_whether_needed(self, found: ChildrenOfDataset) -> None:
        """Find which enquiries ended with no further action, so that no conference was needed."""
        for row in self._tables.rows("enquiries"):
            child, on = self._tables.child(row), self._reading.peek_past(row, "on")
            if child is not None and on is not None:
                found.enquiries[child][on] = cells.yes_or_no(row["nfa"])

    def _children_by_plan(self) -> dict[tuple[str, str], str | None]:
        """Find the child of each plan and period of care, by kind of plan and number."""
        found: dict[tuple[str, str], str | None] = {}
        for kind, column in (
            ("cin plans", "plan"),
            ("cp plans", "plan"),
            ("looked after", "period"),
        ):
            for row in self._tables.rows(kind):
                if number := self._tables.number(row, column):
                    found[kind, number] = self._tables.child(row)
        return found

    def _child_of(
        self, row: Row, kind: str, by_plan: Mapping[tuple[str, str], str | None]
    ) -> str | None:
        """Find the child of a visit or a review: by its own number, else by that of the plan."""
        if row.table.has("key") and cells.text(row["key"]):
            return self._tables.child(row)
        of_plan = by_plan.get((_PLAN_OF.get(kind, ""), self._tables.number(row, "plan")))
        if of_plan is not None:
            return of_plan
        return self._tables.child(row)

    def _was_held(self, row: Row) -> bool:
        """Tell whether a visit counts: the child was seen, where the file says that."""
        if not row.table.has("seen"):
            return True
        said = cells.folded(cells.text(row["seen"]))
        if said in cells.YES | _SEEN:
            return True
        if said in _NOT_SEEN:
            self._reading.leave_out(row, "the child was not seen")
        else:
            self._reading.tell(
                row, "seen", "does not say that the child was seen", "not counted as a visit"
            )
        return False

    def _note_event(
        self, found: ChildrenOfDataset, child: str | None, event: str, row: Row, column: str
    ) -> None:
        if not child:
            return
        on = self._reading.day(row, column)
        if on is not None:
            known = found.events[child]
            known[event] = max(on, known.get(event, on))
        elif self._reading.is_unread_day(row, column):
            found.unread[child].add(event)

    def _read_care_leavers(self, found: ChildrenOfDataset) -> None:
        for row in self._tables.rows("care leavers"):
            child = self._tables.child(row)
            if child is None:
                continue
            if why := why_no_care_leaver(row["eligibility"], row["touch"]):
                self._reading.leave_out(row, why)
                continue
            found.care_leavers[child] = CareLeaver(
                self._adviser(row), self._tables.team(row, "team")
            )
            self._note_event(found, child, "pathway-plan", row, "pathway")

    def _adviser(self, row: Row) -> str | None:
        """Find who accompanies a care leaver: by number, number of staff, or name there."""
        for column in ("worker", "adviser"):
            number = self._tables.number(row, column)
            if number in self._professionals.by_key:
                key = number
            else:
                key = self._professionals.by_staff.get(number, "")
            if number and key in self._professionals.by_key:
                return self._professionals.by_key[key].called
        return self._reading.value(row, "adviser", people.worker)


def _is_health_assessment(row: Row) -> bool:
    """Tell whether a row is a health assessment that was held, and no dental check."""
    kind, status = cells.folded(row["kind"]), cells.folded(row["status"])
    is_one = not row.table.has("kind") or any(
        kind.startswith(word) or word in kind for word in _HEALTH_ASSESSMENTS
    )
    return is_one and status not in _NOT_DONE
