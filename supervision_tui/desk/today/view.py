"""Today as it is shown, and the form in which the vault keeps it for the next start."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.practice.vocabulary import Urgency
from supervision_tui.practice.workload.snapshot import FitAt

MOST_NEEDS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """One thing to do: how late, about whom, what, why, and the record that it leads to."""

    word: str
    urgency: Urgency
    who: str
    what: str
    why: str
    leads_to: Destination
    rank: tuple[int, int]
    plan: str = ""
    worker_id: int | None = None


@dataclass(frozen=True, slots=True)
class NextSession:
    """The next supervision of a worker, in words, and how that asks for attention."""

    says: str
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One worker in a line."""

    worker_id: int
    name: str
    stage: str
    stage_checked: bool
    children: int
    limit: float
    next_session: NextSession
    oldest_days: int | None
    status: str
    status_urgency: Urgency
    fit_now: FitAt


@dataclass(frozen=True, slots=True)
class TodayView:
    """The whole of the Today screen.

    `needs` are the first `MOST_NEEDS` of all, as nobody works through more lines, and behind them
    the line of the dates not known here, which is not counted.
    """

    team: str
    as_of: date
    lines: tuple[TeamLine, ...]
    needs: tuple[ToDo, ...]
    needs_in_all: int
    late_in_all: int
    unallocated: int


def to_json_text(view: TodayView) -> str:
    """The view as the vault keeps it."""
    return json.dumps(
        [
            view.team,
            view.as_of.isoformat(),
            [_fields(each) for each in view.lines],
            [_fields(each) for each in view.needs],
            view.needs_in_all,
            view.late_in_all,
            view.unallocated,
        ]
    )


def from_json_text(body: str) -> TodayView | None:
    """The view again; nothing where it was kept by another version, in another form."""
    try:
        team, as_of, lines, needs, in_all, late, unallocated = json.loads(body)
        on, lines, needs = (
            date.fromisoformat(as_of),
            tuple(map(_line, lines)),
            tuple(map(_need, needs)),
        )
    except (TypeError, ValueError):
        return None
    return TodayView(
        team, on, lines, needs=needs, needs_in_all=in_all, late_in_all=late, unallocated=unallocated
    )


def _fields(value: Any) -> list[Any]:
    parts = (getattr(value, name) for name in value.__slots__)
    return [
        _fields(part) if isinstance(part, NextSession | FitAt | Destination) else part
        for part in parts
    ]


def _line(fields: list[Any]) -> TeamLine:
    *first, limit, (says, urgency), oldest, status, status_urgency, fit = fields
    planned = NextSession(says, Urgency(urgency))
    return TeamLine(*[*first, limit, planned, oldest, status, Urgency(status_urgency), FitAt(*fit)])


def _need(fields: list[Any]) -> ToDo:
    word, urgency, who, what, why, (kind, record_id, child), rank, plan, worker_id = fields
    return ToDo(
        word=word,
        urgency=Urgency(urgency),
        who=who,
        what=what,
        why=why,
        leads_to=Destination(RecordKind(kind), record_id, child),
        rank=tuple(rank),
        plan=plan,
        worker_id=worker_id,
    )
