"""Plans that a row of a plain caseload names, and whether it is closed: by all columns that may say
so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import Plan

from .case_status import CaseStatus, PlanNames, case_status, most_urgent_first
from .tables import cells
from .tables.cells import CellWrong
from .tables.reading import Reading
from .tables.table import Row, Table

_ONLY_OPEN = frozenset({
    "open", "active", "allocated", "current", "inprogress", "unknown", "notknown", "nk", "live",
    "tbc", "tba",
    "tobeconfirmed",
})  # fmt: skip
_NO_PLAN = CaseStatus((Plan.CIN,))
_STATUSES = frozenset({
    "status", "casestatus", "openclosed", "closedopen", "openorclosed", "currentstatus",
    "servicestatus",
    "clientstatus", "recordstatus", "statusofcase", "involvementstatus", "episodestatus",
    "referralstatus",
})  # fmt: skip
_GOES_ON = frozenset({"active", "isactive", "caseactive", "currentlyactive", "isopen", "caseopen",
"opencase", "open",
                      "current", "iscurrent"})  # fmt: skip
_WHY_CLOSED = frozenset({"closurereason", "reasonforclosure", "reasonclosed", "closedreason",
"reasonforclosing",
                         "reasonended", "endreason"})  # fmt: skip
_MARKED = cells.YES | {"x", "✓", "✔"}
_OVER = frozenset(
    {"transferred", "transferredout", "left", "moved", "movedout", "nolongeropen", "c"}
)
_BESIDE_PLANS = re.compile(r"\b(?:is|on|has|a|y|n|yn|flag|plan|case|current)\b|[^\w\s]")
_NOT_A_FLAG = re.compile(
    r"\b(?:date|start|started|end|ended|review|visit|worker|number|no|previous|category|since|from|conference|due|"
    r"last|next|chair|old|history)\b"
)
_HAS_NONE = "has no plan in the file; a new child is taken as child in need, the others keep theirs"


class CaseloadStatus:
    """The columns of a table that say which plans a child has: its own, others, one a plan.

    `own_words` are a council's own, folded; nothing for a plan means closed.
    """

    def __init__(self, table: Table, reading: Reading, own_words: PlanNames) -> None:
        self._reading, self._own = reading, own_words
        known = set(table.columns.values())
        others = {
            place: heading
            for place, heading in enumerate(table.header)
            if heading and place not in known
        }
        folded = {place: cells.folded(heading) for place, heading in others.items()}
        self._statuses = [place for place, heading in folded.items() if heading in _STATUSES]
        self._goes_on = [place for place, heading in folded.items() if heading in _GOES_ON]
        self._why_closed = [place for place, heading in folded.items() if heading in _WHY_CLOSED]
        of_plans = {
            place: plans
            for place, heading in others.items()
            if (plans := _plans_in_heading(heading))
        }
        self._flags = {
            place: plans for place, plans in of_plans.items() if _says_yes_or_no(table, place)
        }
        self._has_column = table.has("plan") or bool(self._statuses)
        if self._flags and not table.has("plan"):
            self._tell_of_flags(table)
        elif not self._has_column:
            self._tell_of_none(others.values())

    def of(self, row: Row, ref: str) -> tuple[CaseStatus, bool]:
        """Read the plans of a row, and whether it says any.

        Raises `CellWrong` for a status that is not known.
        """
        said = cells.folded(cells.text(row["plan"]))
        is_only_open = said in _ONLY_OPEN and said not in self._own
        if said and not is_only_open:
            return case_status(row["plan"], self._own), True
        if beside := self._beside(row):
            return CaseStatus(beside), True
        if is_only_open:
            self._reading.tell(
                row, "plan", "says no plan; a new child is taken as child in need", "read as open"
            )
        elif self._has_column:
            self._reading.tell_of_child(ref, _HAS_NONE)
        return _NO_PLAN, False

    def is_closed(self, row: Row) -> bool:
        """Tell whether a column beside that of the plan says that the case is closed."""
        if any(
            cells.folded(row.at(place)) in cells.NO | {"inactive", "closed"}
            for place in self._goes_on
        ):
            return True
        if any(
            cells.text(row.at(place)) and _is_a_reason(row.at(place)) for place in self._why_closed
        ):
            return True
        return any(self._closes(row.at(place)) for place in self._statuses)

    def _closes(self, value: object) -> bool:
        if cells.folded(value) in _OVER:
            return True
        status = self._status(value)
        return status is not None and status.plan is None

    def _status(self, value: object) -> CaseStatus | None:
        try:
            return case_status(value, self._own)
        except CellWrong:
            return None

    def _beside(self, row: Row) -> tuple[str, ...]:
        """Find the plans that other columns name: marked with yes, or of another status."""
        marked = list(
            chain.from_iterable(
                plans for place, plans in self._flags.items() if _is_yes(row.at(place))
            )
        )
        if marked:
            return most_urgent_first(marked)
        read = [
            status
            for place in self._statuses
            if (status := self._status(row.at(place))) is not None
        ]
        return most_urgent_first(chain.from_iterable(status.plans for status in read))

    def _tell_of_flags(self, table: Table) -> None:
        named = wording.listing([f"“{table.header[place]}”" for place in self._flags])
        self._reading.notes.append(
            f"{table.name}: which plan a child has was read from the columns {named}."
        )

    def _tell_of_none(self, others: Iterable[str]) -> None:
        about = [
            f"“{each}”"
            for each in others
            if _plans_in_heading(_NOT_A_FLAG.sub(" ", each.casefold()))
        ]
        not_read = ""
        if about:
            not_read = f" Not read, though about plans: {wording.listing(about)}."
        self._reading.notes.append(
            "No column says which plan a child has; a new child is taken as child in need, the "
            "others keep theirs." + not_read
        )


def _plans_in_heading(heading: str) -> tuple[str, ...]:
    """Tell which plans a heading stands for: `CP`, `Is LAC`, `On CIN plan?`.

    None for a date or a worker of them.
    """
    words = heading.casefold()
    if _NOT_A_FLAG.search(words):
        return ()
    try:
        return case_status(" ".join(_BESIDE_PLANS.sub(" ", words).split())).plans
    except CellWrong:
        return ()


def _says_yes_or_no(table: Table, place: int) -> bool:
    values = {_mark(row.at(place)) for row in table.rows}
    return values <= _MARKED | cells.NO | {""} and not values <= {""}


def _is_yes(value: object) -> bool:
    return _mark(value) in _MARKED


def _mark(value: object) -> str:
    plain = cells.text(value).casefold()
    if plain in _MARKED:
        return plain
    return cells.folded(plain)


def _is_a_reason(value: object) -> bool:
    return cells.folded(value) not in _ONLY_OPEN | {"ongoing", "notclosed", "stillopen"}
