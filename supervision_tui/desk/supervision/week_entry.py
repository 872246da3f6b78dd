"""A line of the manager's own week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from supervision_tui.practice.vocabulary import Urgency


class EntryKind(StrEnum):
    """A kind of line in the manager's own week."""

    SESSION = "session"
    WRITE_UP = "write up"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class WeekEntry:
    """A line of the manager's week: a session, a record to write up, or a day with neither.

    `session_id` holds the record of a session of several; it is 0 on a day with neither. `clash`
    says what stands against it, `state` how it stands.
    """

    kind: EntryKind
    on: date
    time: str = ""
    minutes: int = 0
    session_id: int = 0
    worker_id: int = 0
    worker: str = ""
    about: str = ""
    state: str = ""
    urgency: Urgency = Urgency.PLAIN
    clash: str = ""
    is_planned: bool = False
    is_supervision: bool = False
