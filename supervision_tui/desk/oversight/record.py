"""A record behind a figure, and the records behind all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Record:
    """One record behind a figure: its kind, number and day, its worker and its child.

    `kind` is session, due, child, worker, direction, discussion, training, duty, response,
    consultation, decision or audit. `ref` is the child's reference; `words` are what a person needs
    beside these. `minutes` are those of the clock, of a discussion; `days` those since an action
    was required.
    """

    kind: str
    id: int
    on: date | None = None
    worker_id: int | None = None
    ref: str = ""
    words: str = ""
    minutes: float = 0
    days: int = 0


Behind = dict[str, list[Record]]
