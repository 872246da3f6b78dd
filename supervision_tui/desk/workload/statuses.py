"""The workers whose caseload crowds out supervision, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.practice.days.spans import monday_of
from supervision_tui.practice.supervision.agenda import Forecast
from supervision_tui.practice.supervision.caseload import WorkerLoad
from supervision_tui.practice.vocabulary import Refusal, Urgency, WorkloadStatus
from supervision_tui.practice.workload.model import Workload, assess
from supervision_tui.practice.workload.next_move import Move, next_moves
from supervision_tui.practice.workload.what_if import compare

from .responses import Response, responses

_WORST_FIRST = [
    WorkloadStatus.CROWDED_OUT, WorkloadStatus.STRETCHED,
    WorkloadStatus.SLIPPING, WorkloadStatus.STEADY,
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class WorkerStatus:
    """One worker's workload on a day, and the response to its status."""

    worker_id: int
    workload: Workload
    response: Response | None

    @property
    def name(self) -> str:
        """The worker's name."""
        return self.workload.load.name

    @property
    def owes_response(self) -> bool:
        """Tell whether the status is raised and has no response, or its date has passed."""
        if not self.workload.status.needs_response:
            return False
        return self.response is None or self.response.is_past


@dataclass(frozen=True, slots=True)
class WorkerWorkload(WorkerStatus):
    """A worker's status with more: since when, the weeks ahead, and what might help."""

    since: date | None
    forecast: Forecast
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkloadView:
    """The whole team, worst first."""

    as_of: date
    policy_version: str
    workers: tuple[WorkerWorkload, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A worker before and after a what-if."""

    before: WorkerWorkload
    after: WorkerWorkload


def team_workload(session: Session, moment: Moment) -> WorkloadView:
    """The workload of every worker who is here."""
    history = read_history(session, moment, since=first_week(moment))
    return workload_of(history, responses(session, moment.today), moment)


def workload_of(history: History, answers: dict[int, Response], moment: Moment) -> WorkloadView:
    """Work out the team's workload from a history that is already read."""
    loads = team_loads(history, moment)
    workers = [_worker_workload(history, worker_id, loads, answers, moment) for worker_id in loads]
    return WorkloadView(
        moment.today, moment.policy.version, tuple(sorted(workers, key=_worst_first))
    )


def statuses_of(
    history: History, answers: dict[int, Response], moment: Moment
) -> tuple[WorkerStatus, ...]:
    """The status of every worker who is here, worst first, without what explains it."""
    loads = team_loads(history, moment)
    workloads = {
        worker_id: assess(load, moment.today, moment.policy) for worker_id, load in loads.items()
    }
    return statuses_with(workloads, answers)


def statuses_with(
    workloads: Mapping[int, Workload], answers: Mapping[int, Response]
) -> tuple[WorkerStatus, ...]:
    """The statuses, worst first, of workers whose workload is known by their numbers."""
    found = [_status(worker_id, workload, answers) for worker_id, workload in workloads.items()]
    return tuple(sorted(found, key=_worst_first))


def first_week(moment: Moment) -> date:
    """The first Monday that is looked back to, for how long a status stands and for a trend."""
    monday = monday_of(moment.today)
    return monday - timedelta(weeks=moment.policy.standing.weeks_back)


def team_loads(history: History, moment: Moment) -> dict[int, WorkerLoad]:
    """Gather what the model looks at for every worker who is here, by the worker's id."""
    return {
        worker.id: history.load(worker.id, moment.today)
        for worker in history.current_workers(moment.today)
    }


def what_if(session: Session, changes: Sequence[str], moment: Moment) -> list[Changed]:
    """Work out what would change for every worker touched.

    Raises `Refused` where a change is not understood.
    """
    history = read_history(session, moment, since=first_week(moment))
    answers = responses(session, moment.today)
    loads = team_loads(history, moment)
    found = compare(list(loads.values()), changes, moment.today, moment.policy)
    if isinstance(found, Refusal):
        raise Refused.because(found)
    ids = {load.name: worker_id for worker_id, load in loads.items()}
    touched = [(ids[each.before.workload.load.name], each.after) for each in found]
    return [
        Changed(
            _worker_workload(history, worker_id, loads, answers, moment),
            WorkerWorkload(
                worker_id, after.workload, response=None, since=None, forecast=after.forecast
            ),
        )
        for worker_id, after in touched
    ]


def _worker_workload(
    history: History,
    worker_id: int,
    loads: Mapping[int, WorkerLoad],
    answers: dict[int, Response],
    moment: Moment,
) -> WorkerWorkload:
    found = _status(worker_id, assess(loads[worker_id], moment.today, moment.policy), answers)
    return WorkerWorkload(
        worker_id=worker_id,
        workload=found.workload,
        response=found.response,
        since=history.status_since(worker_id, found.workload),
        forecast=history.forecast(found.workload.load, moment.today),
        moves=next_moves(found.workload, loads.values(), moment.policy),
    )


def _status(worker_id: int, workload: Workload, answers: Mapping[int, Response]) -> WorkerStatus:
    response = None
    if workload.status is not WorkloadStatus.STEADY:
        response = answers.get(worker_id)
    return WorkerStatus(worker_id, workload, response)


def _worst_first(each: WorkerStatus) -> tuple[int, float, str]:
    return _WORST_FIRST.index(each.workload.status), -each.workload.fit, each.name


def status_words(found: WorkerStatus, on: date) -> tuple[str, Urgency]:
    """The workload status with its response: `over capacity, response to 16 Mar`."""
    status = found.workload.status
    if not status.needs_response:
        urgency = Urgency.PLAIN
        if status == "slipping":
            urgency = Urgency.SOON
        return status.words, urgency
    if found.response is None:
        return f"{status.words}, no response", Urgency.LATE
    until = f"{found.response.by.day} {found.response.by:%b}"
    if found.response.is_past:
        return f"{status.words}, response was to {until}", Urgency.LATE
    return f"{status.words}, response to {until}", Urgency.SOON
