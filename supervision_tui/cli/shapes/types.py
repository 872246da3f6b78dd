"""The types of the documents that scripts read; docs/schemas/ is generated from them.

A sentence under a key describes it in the schema. Keys may be added; none goes away.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import WithJsonSchema
from typing_extensions import TypedDict

from supervision_tui.desk.today.view import ActKind
from supervision_tui.practice.days.working_days import Counting
from supervision_tui.practice.vocabulary import (
    DateState,
    DirectionState,
    Level,
    Urgency,
    WorkloadStatus,
)

Day = Annotated[str, WithJsonSchema({"type": "string", "format": "date"})]


class TimescaleDocument(TypedDict):
    """Give the meaning of a typed timescale, as `timescale --json` writes it."""

    expression: str
    due: Day
    """The breach date."""
    hour: str
    """The time of that day, as 16:00; empty where none was typed."""
    practical: Day
    """The last working day that is not after the breach date."""
    unit: str
    convention: Counting
    working_days: int
    calendar_days: int
    note: str
    """A sentence on what a person should notice, such as a holiday in between."""
    source: str
    code: str | None
    """The rule of the policy, where one was typed."""
    text: str
    """The timescale as the app prints it; it reads back as the same date."""
    says: str


class RefusedTimescale(TypedDict):
    """Say why a typed timescale was refused, as `timescale --json` writes it with exit status 4."""

    expression: str
    refused: str
    """A code: empty, vague, past, ambiguous, too-far, unknown-code or not-a-date."""
    says: str
    suggestions: list[str]


class Direction(TypedDict):
    """One direction that is late or due."""

    id: int
    child: str
    owner: str
    text: str
    due: Day
    hour: str
    days_late: int
    source: str
    worker: str | None
    extended: int
    """The number of times that its date was put off."""
    state: DirectionState
    reason: str
    drift: str | None
    """Why it drifts, in words."""
    link: str
    lazy_date: bool
    """True where the date says no more than the next session or the end of a month."""


class DueDocument(TypedDict):
    """List directions overdue and due, as `due --json` writes them."""

    as_of: Day
    directions: list[Direction]


class SignalOfWorkload(TypedDict):
    """One measured thing beside its thresholds."""

    side: str
    code: str
    value: float | None
    """Null where it has no end: there is no time at all."""
    level: Level
    amber: float
    red: float
    says: str
    source: str


class FitThen(TypedDict):
    """A worker's workload on the day of a response."""

    fit: float | None
    children: int
    past: float
    """The share of children past their interval, from 0 to 1."""


class ResponseToFlag(TypedDict):
    """A manager's response to a flag."""

    text: str
    by: Day
    state: str
    """`open`, or `past` once its date has gone by."""
    kind: str
    told: str
    given: Day
    then: FitThen | None


class Receiver(TypedDict):
    """A worker who would receive a child, before and after."""

    worker: str
    fit_before: float | None
    standing_before: WorkloadStatus
    fit: float | None
    standing: WorkloadStatus


class MoveOption(TypedDict):
    """One thing that would help: changes as `--what-if` takes them, and what comes of it."""

    kind: str
    changes: list[str]
    says: str
    minutes: float
    """Minutes of 28 days that are moved to another worker, or added."""
    inside_standard: bool
    children: list[str]
    receiver: Receiver | None
    fit: float | None
    standing: WorkloadStatus


class Week(TypedDict):
    """One week of a forecast."""

    monday: Day
    past_interval: int


class ForecastPart(TypedDict):
    """The weeks ahead, if sessions are held as planned."""

    first_breach: Day | None
    """The first day on which a child would be past the interval."""
    weeks: list[Week]


class Worker(ForecastPart):
    """One worker's workload."""

    worker: str
    stage: str
    fte: float
    children: int
    by_plan: dict[str, int]
    points: float
    limit: float
    counted: float
    """The shares of the worker's roles, added up: each child led counts for one."""
    needed: float
    """Minutes that the caseload needs in 28 days."""
    available: float
    """Minutes that the agreed sessions leave for children in 28 days."""
    delivered: float
    fit: float | None
    """Needed by available; null where there is no time at all."""
    says: list[str]
    signals: list[SignalOfWorkload]
    standing: WorkloadStatus
    since: Day | None
    next_due: Day | None
    overdue_since: Day | None
    response: ResponseToFlag | None
    options: list[MoveOption]


class WhatIf(TypedDict):
    """A worker before and after the changes that were tried."""

    before: Worker
    after: Worker


class _Workload(TypedDict):
    as_of: Day
    policy: str
    """The version of the practice policy that the figures follow."""
    workers: list[Worker]


class WorkloadDocument(_Workload, total=False):
    """Give every worker's workload, as `workload --json` writes it."""

    what_if: list[WhatIf]
    """Only where one was asked: each worker whom it touches."""


class AgendaChild(TypedDict):
    """A child for whom there is time in the next session."""

    child: str
    plan: str
    minutes: float
    age_days: int
    """Days since the child was last discussed."""
    interval_days: int
    why: str


class AgendaLeft(TypedDict):
    """A child for whom there is no time."""

    child: str
    plan: str
    age_days_next: int
    """Days since the last discussion, on the day of the session after."""


class AgendaDocument(ForecastPart):
    """Say what the next session holds and what does not fit, as `agenda --json` writes it."""

    worker: str
    date: Day
    minutes: int
    minutes_for_children: int
    items: list[AgendaChild]
    does_not_fit: list[AgendaLeft]


class TodayLine(TypedDict):
    """One line below an act."""

    word: str
    urgency: Urgency
    who: str
    plan: str
    what: str
    why: str


class TodayAct(TypedDict):
    """One thing to do in one go."""

    who: str
    worst: str
    late: int
    clears: int
    """The lines that it clears."""
    count: int
    says: str
    children: list[str]
    more_children: int
    lines: list[TodayLine]


class TodayGroup(TypedDict):
    """Acts of one kind."""

    code: ActKind
    title: str
    lines: int
    late: int
    counts: bool
    """False where its lines are not known here, and so are none of the things to do."""
    acts: list[TodayAct]


class TodayFigure(TypedDict):
    """One figure of the day."""

    code: str
    title: str
    value: int
    says: str
    more: str
    weeks: list[int]
    """Its values on the Mondays before, oldest first."""


class TodayDocument(TypedDict):
    """Say what there is to do, grouped by what resolves it, as `today --json` writes it."""

    as_of: Day
    acts: int
    lines: int
    late: int
    figures: list[TodayFigure]
    groups: list[TodayGroup]


class DateOfChild(TypedDict):
    """One date due of a child, with its state and why."""

    code: str
    words: str
    due: Day
    """The breach date."""
    practical: Day
    """The last working day that is not after it."""
    state: DateState
    days_late: int
    event: str
    """The code of the event that it counts from."""
    counted_from: Day
    read_in: str
    """The file or screen in which that day was read."""
    held_event: str
    """The code of what is put on record when it was done; empty where there is none."""
    says: str
    source: str


class ChildDates(TypedDict):
    """The dates due of one child."""

    child: str
    statuses: list[str]
    dates: list[DateOfChild]


class DatesDocument(TypedDict):
    """List every date due of every child, as `dates --json` writes them."""

    as_of: Day
    children: list[ChildDates]


class _WithChild(TypedDict):
    worker: str
    role: str
    since: Day


class WithChild(_WithChild, total=False):
    """Somebody who works with a child."""

    team: str
    """Only where it is another one."""


class ChildOfCaseload(TypedDict):
    """One child of the caseload."""

    child: str
    statuses: list[str]
    workers: list[WithChild]
    unallocated_days: int | None
    """Null where the child has a worker."""
    last_discussed: Day | None
    interval_days: int
    age_days: int
    """Days since the child was last discussed, or since the case opened."""


class ChildrenDocument(TypedDict):
    """List the caseload, as `children --json` writes it."""

    as_of: Day
    children: list[ChildOfCaseload]


class RejectedLine(TypedDict):
    """A row that was not taken, and why."""

    list: str
    row: int
    column: str
    value: str
    reason: str


class LeftOutLine(TypedDict):
    """A row that is no record, or no open one."""

    list: str
    row: int
    reason: str


_Change = TypedDict("_Change", {"kind": str, "from": str | None, "to": str | None, "says": str})


class ImportedChange(_Change, total=False):
    """One change: of a child, or of a worker where the file is about workers."""

    child: str
    worker: str


class ImportedWorker(TypedDict):
    """A worker's children before and after."""

    worker: str
    before: int
    after: int
    new: bool


class NearlyAlike(TypedDict):
    """Two names that are spelled nearly alike; they are one only on a person's yes."""

    in_file: str
    here: str


class ImportDocument(TypedDict):
    """Say what an import would do or did, as `import … --json` writes it."""

    file: str
    lists: dict[str, int]
    """Rows by list."""
    new: int
    moved: int
    changed: int
    missing: int
    unallocated: int
    unchanged: int
    rejected: list[RejectedLine]
    left_out: list[LeftOutLine]
    month_first: list[str]
    """Columns whose dates seem to be written month first, and were not read."""
    warnings: list[str]
    changes: list[ImportedChange]
    workers: list[ImportedWorker]
    near_names: list[NearlyAlike]
    applied: bool


class RefusedImport(TypedDict):
    """Say why a file could not be read, as `import … --json` writes it with exit status 4."""

    file: str
    refused: str
    says: str
    applied: bool
