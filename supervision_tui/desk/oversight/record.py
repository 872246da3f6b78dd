"""The records that the figures of a period count, or how many there are of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Record:
    """One record behind a figure: its kind, number and day, its worker and its child.

    `kind` is session, due, child, worker, direction, discussion, training, duty, response,
    consultation, decision or audit. `ref` is the child's reference; `words` are what a person needs
    beside these.
    """

    kind: str
    id: int
    on: date | None = None
    worker_id: int | None = None
    ref: str = ""
    words: str = ""


@dataclass(slots=True)
class Behind:
    """Records behind the figures of a period, by the key of each, or how many there are.

    With `lists` every record is there, and a figure is how many they are. Without, there are
    numbers alone: a year of an authority has a hundred thousand records, and only a screen shows
    them. `values` are the minutes and days of which a median is told.
    """

    lists: bool = True
    records: Mapping[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    numbers: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    values: dict[str, Sequence[float]] = field(default_factory=dict)

    def add(self, keys: Iterable[str], record: Callable[[], Record]) -> None:
        """Count a record in figures; it is made only where records are listed."""
        if not self.lists:
            for key in keys:
                self.numbers[key] += 1
            return
        made = record()
        for key in keys:
            self.records[key].append(made)

    def add_numbers(self, numbers: Mapping[str, int]) -> None:
        """Count so many at once, where records are not listed."""
        for key, number in numbers.items():
            self.numbers[key] += number

    def count(self, key: str) -> int:
        """Count what is behind a figure; 0 where nothing is."""
        if self.lists:
            return len(self.records.get(key, ()))
        return self.numbers.get(key, 0)

    def counts(self, group: str) -> dict[str, int]:
        """The counts whose keys begin with a group: of cancelled sessions they come by reason."""
        keys = self.records if self.lists else self.numbers
        return {key.removeprefix(group): self.count(key) for key in keys if key.startswith(group)}
