"""The changes that an import would make, held against the records before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from supervision_tui.practice import wording

from .files import RejectedRow

_MOST_ROWS_NAMED = 5


@dataclass(frozen=True, slots=True)
class Change:
    """One child that the import would change: `kind` is new, moved, changed or missing.

    `says` is for a person.

    `fields` are the details that a change is of, in words.
    """

    kind: str
    ref: str
    says: str
    from_worker: str | None = None
    to_worker: str | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NearName:
    """A worker's name in the file that is spelled like another.

    They are one only on the manager's yes.

    `here` is a worker's name in the records, or one that the file has more often.
    """

    in_file: str
    here: str


@dataclass(frozen=True, slots=True)
class WorkerCount:
    """A worker's children before and after the import.

    `is_new` where the worker is not here yet.
    """

    name: str
    before: int
    after: int
    is_new: bool

    @property
    def in_words(self) -> str:
        """The change of the count: `11 (new)`, or `17 → 19`."""
        if self.is_new:
            return f"{self.after} (new)"
        return f"{self.before} → {self.after}"


@dataclass(frozen=True, slots=True)
class Preview:
    """The changes that an import would make; nothing has been changed.

    `left_out` are rows that are no record, or no open one.
    """

    file: str
    lists: Mapping[str, int]
    changes: tuple[Change, ...]
    unchanged: int
    unallocated: tuple[str, ...]
    rejected: tuple[RejectedRow, ...]
    warnings: tuple[str, ...]
    workers: tuple[WorkerCount, ...]
    near_names: tuple[NearName, ...]
    applied: bool = False
    left_out: tuple[RejectedRow, ...] = ()
    month_first: tuple[str, ...] = ()

    def count(self, kind: str) -> int:
        """Count the children who are new, moved, changed or missing."""
        return sum(change.kind == kind for change in self.changes)

    @property
    def not_taken(self) -> tuple[RejectedRow, ...]:
        """Every row that was not taken: rejected ones first, then those left out."""
        return (*self.rejected, *self.left_out)

    def left_out_by_reason(self) -> dict[str, int]:
        """Count the rows that were left out, by their reason, the most frequent first."""
        return dict(Counter(row.reason for row in self.left_out).most_common())

    def left_out_lines(self) -> list[tuple[str, int, str]]:
        """Give rows left out by list and reason, counted: `List 6: closed (row 3, 7)`."""
        found: dict[tuple[str, str], list[str]] = {}
        for row in self.left_out:
            found.setdefault((row.list_name, row.reason), []).append(str(row.row))
        lines = []
        for (list_name, reason), rows in found.items():
            more = " …" if len(rows) > _MOST_ROWS_NAMED else ""
            named = ", ".join(rows[:_MOST_ROWS_NAMED])
            lines.append(
                (f"{list_name} {reason}", len(rows), f"{list_name}: {reason} (row {named}{more})")
            )
        return lines

    def counts_in_words(self, kinds: tuple[str, ...]) -> list[str]:
        """Sum up what the file would change: `3 new`, `133 changed (name: 133)`, `12 left out`."""
        words = [self._kind_in_words(kind) for kind in kinds]
        words.append(f"{self.unchanged} unchanged")
        if "missing" in kinds:
            words.append(f"{len(self.unallocated)} unallocated")
        if self.left_out:
            reasons = ", ".join(
                f"{reason}: {number}" for reason, number in self.left_out_by_reason().items()
            )
            words.append(f"{len(self.left_out)} left out ({reasons})")
        words.append(f"{len(self.rejected)} rejected")
        return words

    def _kind_in_words(self, kind: str) -> str:
        number = self.count(kind)
        if kind == "missing":
            return f"{number} not in file"
        fields = self._fields_in_words() if kind == "changed" else ""
        which = f" ({fields})" if fields else ""
        return f"{number} {kind}{which}"

    def _fields_in_words(self) -> str:
        fields = Counter(
            chain.from_iterable(
                change.fields for change in self.changes if change.kind == "changed"
            )
        )
        return ", ".join(f"{field}: {number}" for field, number in fields.most_common())

    def says_what_was_done(self, *, closed_missing: bool) -> str:
        """Sum up what was taken, rejected rows first: `2 rows rejected.

        Imported: 133 changed (name: 133).`
        """
        done = [f"{self.count(kind)} {kind}" for kind in ("new", "moved") if self.count(kind)]
        if self.count("changed"):
            done.append(self._kind_in_words("changed"))
        if closed_missing and self.count("missing"):
            done.append(f"{self.count('missing')} closed")
        rejected = ""
        if self.rejected:
            rejected = f"{wording.count(len(self.rejected), 'row')} rejected. "
        return f"{rejected}Imported: {', '.join(done) or 'nothing changed'}."

    @property
    def changes_nothing(self) -> bool:
        """Tell whether the file holds nothing that the vault does not have.

        Missing children are only asked about.
        """
        return all(change.kind == "missing" for change in self.changes)
