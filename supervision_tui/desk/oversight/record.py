"""A record behind a figure, and the records behind all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Record:
    """One record behind a figure: its kind, number and day, its worker and its child.

    `kind` is session, child, worker, direction, discussion, training, duty, response, consultation,
    decision or audit. `ref` is the child's reference; `words` are what a person needs beside these.
    """

    kind: str
    id: int
    on: date | None = None
    worker_id: int | None = None
    ref: str = ""
    words: str = ""


Behind = dict[str, list[Record]]
