"""The professionals of a dataset; two of one name are told apart by their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from supervision_tui.desk.imports.workforce import WorkforceRow
from supervision_tui.desk.names import normal_name
from supervision_tui.imports.tables import cells, people
from supervision_tui.imports.tables.cells import CellWrong
from supervision_tui.imports.tables.table import Row
from supervision_tui.imports.workforce_census import LEAST_FTE, MOST_FTE

from .rows import DatasetTables

_AGENCY = frozenset({"agency", "agencyworker", "a", "locum"})
_EMPLOYED = cells.NO | {"permanent", "employed", "perm"}


@dataclass(frozen=True, slots=True)
class Professionals:
    """The professionals by their keys, and the key of each by the number of staff."""

    by_key: Mapping[str, WorkforceRow]
    by_staff: Mapping[str, str]


def professionals_of(tables: DatasetTables) -> Professionals:
    """Read the professionals; two of one name are told apart."""
    return _Professionals(tables).read()


class _Professionals:
    """The table of professionals, read row by row."""

    def __init__(self, tables: DatasetTables) -> None:
        self._tables, self._reading = tables, tables.reading
        self._staff_numbers: dict[str, str] = {}  # as they are written, by the professional's key

    def read(self) -> Professionals:
        """Read everything."""
        workers: dict[str, WorkforceRow] = {}
        by_staff: dict[str, str] = {}
        for row in self._tables.rows("professionals"):
            key = self._tables.number(row, "key")
            if not key:
                self._reading.reject(row, "key", "the professional's number is missing")
                continue
            if key in workers:
                self._reading.tell(
                    row, "key", "the last row of a professional counts", "stands again"
                )
            name = self._reading.value(row, "name", people.worker)
            by_staff.setdefault(self._tables.number(row, "staff"), key)
            self._staff_numbers[key] = self._tables.text(row, "staff")
            workers[key] = WorkforceRow(
                registration=self._tables.text(row, "registration")[: cells.LONGEST_REFERENCE],
                name=name
                or f"Worker {self._tables.text(row, 'staff') or self._tables.text(row, 'key')}",
                fte=self._reading.value(row, "fte", _share),
                agency=self._agency(row),
                team=self._tables.team(row, "department"),
            )
        return Professionals(self._told_apart(workers), by_staff)

    def _told_apart(self, workers: Mapping[str, WorkforceRow]) -> dict[str, WorkforceRow]:
        """Tell professionals of one name apart by number of staff, or one by registration."""
        first: dict[str, WorkforceRow] = {}
        found: dict[str, WorkforceRow] = {}
        for key, worker in workers.items():
            namesake = first.setdefault(normal_name(worker.called), worker)
            number = self._staff_numbers.get(key, "")
            is_same = worker is namesake or (
                worker.registration and worker.registration == namesake.registration
            )
            if number and not is_same:
                apart = f"{worker.called} ({number})"
                self._reading.notes.append(
                    f"Two professionals are called {worker.called}; the second was taken as "
                    f"{apart}, by the number of "
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
        if said:
            return False
        return None


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
