"""A council's files of children as they were read: plain values, not yet held against the
records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from supervision_tui.practice import wording
from supervision_tui.system.errors import AppError

_OLD_AFTER_DAYS = 365


class ImportRefused(AppError):
    """A file cannot be taken; the message says why and what to do. Nothing was changed."""

    exit_status = 4


@dataclass(frozen=True, slots=True)
class WorksBeside:
    """Somebody beside the worker, as a file names them: role, name, team, and since when."""

    role: str
    name: str
    team: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """An open child as a file has it. `dates` holds the latest date of each event of the policy.

    Without a team a child who is here stays in its own; where `says_plan` or `says_worker` is false
    the plan or the worker stays as it is, too. `allocated_on` is the day since when the worker has
    the child, `change_reason` why the one before has not. `statuses` are all that the file names at
    once, the highest first; `plan` is that one. `starts` and `categories` are those of the others,
    where the file says them; `ends` holds the last day of each plan that it says has ended.
    `unnecessary` holds the day of each event that was found unnecessary, `needed` of each of which
    the file says that it was not, `not_held` of each visit at which the child was not seen.
    `with_parents` tells whether the child is placed with parents under an interim order; nothing
    where the file does not say. `told` are the events of which the file could tell for this child;
    nothing for all of which it tells. `number` is the row of the file where that is told,
    `list_name` its list. `beside` are others who work with the child, in the roles of which the row
    can tell (`tells_roles`).
    """

    ref: str
    plan: str
    worker: str | None
    team: str
    name: str | None = None
    born: date | None = None
    sex: str | None = None
    plan_start: date | None = None
    category: str = ""
    family: str | None = None
    dates: Mapping[str, date] = field(default_factory=dict)
    rag: str | None = None
    says_plan: bool = True
    allocated_on: date | None = None
    change_reason: str = ""
    says_worker: bool = True
    statuses: tuple[str, ...] = ()
    starts: Mapping[str, date] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    ends: Mapping[str, date] = field(default_factory=dict)
    unnecessary: Mapping[str, date] = field(default_factory=dict)
    needed: Mapping[str, date] = field(default_factory=dict)
    not_held: Mapping[str, date] = field(default_factory=dict)
    with_parents: bool | None = None
    told: frozenset[str] | None = None
    number: int = 0
    list_name: str = ""
    beside: tuple[WorksBeside, ...] = ()
    tells_roles: frozenset[str] = frozenset()

    @property
    def plans(self) -> tuple[str, ...]:
        """Every plan that the file names, the highest first."""
        return self.statuses or (self.plan,)

    def start_of(self, plan: str) -> date | None:
        """The start of a plan, where the file says it."""
        if plan == self.plan:
            return self.plan_start
        return self.starts.get(plan)

    def category_of(self, plan: str) -> str:
        """The category of a plan, where the file says it."""
        if plan == self.plan:
            return self.category
        return self.categories.get(plan, "")


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not taken: where, what was wrong with which value, its cells as they are."""

    list_name: str
    row: int
    column: str
    value: str
    reason: str
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseloadFile:
    """Files as they were read: open children, closed references, rejects, warnings, rows a list.

    `named` holds every reference that the file speaks of as open, taken or not: such a child is
    never missing. `teams` holds the teams that were asked for, folded; empty for all. `left_out`
    are rows that are no record, or of a closed case. Where a part that may hold children was not
    read (`is_whole` is false), nobody is missing. `month_first` names columns whose dates seem to
    be written so, and were not read. A file that `only_details` brings names, families and days of
    birth of children who are here, and nothing else. `closed_days` are the days on which children
    were closed, by the keys of their references, where the file says them. `tells` maps each event
    of which the columns of this very file can tell to where they stand; `tells_plans` does so for
    each plan of which it can tell that a child no longer has it. `newest` is the latest day that
    was read in it. `plans_ended` are plans that have ended for children of whom it says nothing
    else, by their references.
    """

    name: str
    rows: tuple[CaseloadRow, ...]
    closed: frozenset[str]
    rejected: tuple[RejectedRow, ...]
    warnings: tuple[str, ...]
    lists: Mapping[str, int]
    named: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()
    source: str = "Annex A"
    left_out: tuple[RejectedRow, ...] = ()
    is_whole: bool = True
    month_first: tuple[str, ...] = ()
    only_details: bool = False
    closed_days: Mapping[str, date] = field(default_factory=dict)
    tells: Mapping[str, str] = field(default_factory=dict)
    tells_plans: Mapping[str, str] = field(default_factory=dict)
    newest: date | None = None
    plans_ended: Mapping[str, str] = field(default_factory=dict)

    def read_in(self, what: str = "") -> str:
        """Say where an event, a plan, or anything was read: `Annex A, list 8 (march.xlsx)`."""
        place = self.tells.get(what) or self.tells_plans.get(what, "")
        where = f", {place}" if place else ""
        return f"{self.source}{where} ({self.name})"

    def tells_until(self, today: date) -> date:
        """Give the last day of which it can tell: its newest, if more than a year back."""
        is_old = self.newest is not None and (today - self.newest).days > _OLD_AFTER_DAYS
        if is_old and self.newest is not None:
            return self.newest
        return today

    def told_of(self, row: CaseloadRow) -> str:
        """Give the events of which the file could tell for a row's child: codes with spaces."""
        told = set(self.tells)
        if row.told is not None:
            told &= row.told
        return " ".join(sorted(told))

    def children_by_team(self) -> dict[str, int]:
        """Count the open children of each team that the file names, by its name."""
        counts: dict[str, int] = {}
        for row in self.rows:
            counts[row.team] = counts.get(row.team, 0) + 1
        return dict(sorted(counts.items(), key=lambda pair: pair[0].casefold()))

    def of_teams(self, teams: Iterable[str]) -> CaseloadFile:
        """Keep the children of these teams alone; all where none is named.

        Raises `ImportRefused` for a team that is not in the file.
        """
        wanted = frozenset(team.casefold().strip() for team in teams)
        there = {row.team.casefold(): row.team for row in self.rows if row.team}
        unknown = wanted - set(there)
        if unknown and not there:
            raise ImportRefused(
                "This file does not say in which team a child is; import it without --team."
            )
        if unknown:
            named = ", ".join(sorted(there.values()))
            raise ImportRefused(
                f"No child in this file is in the team “{min(unknown)}”. Its teams: {named}."
            )
        rows = tuple(row for row in self.rows if not wanted or row.team.casefold() in wanted)
        beside = len(self.rows) - len(rows)
        warnings = self.warnings
        if beside:
            children = wording.count(beside, "child", "children")
            warnings = (*warnings, f"Left out: {children} of other teams, or of none.")
        return replace(self, rows=rows, teams=wanted, warnings=warnings)
