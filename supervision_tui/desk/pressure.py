"""Whose caseload crowds out supervision, and what the manager answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.practice.agenda import Forecast
from supervision_tui.practice.caseload import WorkerLoad
from supervision_tui.practice.next_move import Move, next_moves
from supervision_tui.practice.pressure import Pressure, assess
from supervision_tui.practice.terms import Refusal, Standing
from supervision_tui.practice.timescales import Known
from supervision_tui.practice.what_if import compare
from supervision_tui.records import PressureResponse
from supervision_tui.vault.store import can_be_undone, changes_records

from .agreements import worker_by_id
from .history import History
from .moment import Moment, Refused, read_day
from .read_history import read_history

_WORST_FIRST = [Standing.CROWDED_OUT, Standing.STRETCHED, Standing.SLIPPING, Standing.STEADY]


@dataclass(frozen=True, slots=True)
class Response:
    """What the manager answered to a flag: the text, by when, and whether that day has passed."""

    text: str
    by: date
    given_on: date
    is_past: bool

    @property
    def state(self) -> str:
        """`open`, or `past` once its date has gone by."""
        return "past" if self.is_past else "open"


@dataclass(frozen=True, slots=True)
class WorkerPressure:
    """One worker's pressure, since when the standing holds, the response, the weeks ahead, and what might help."""

    worker_id: int
    pressure: Pressure
    since: date | None
    response: Response | None
    forecast: Forecast
    moves: tuple[Move, ...] = ()

    @property
    def name(self) -> str:
        """The worker's name."""
        return self.pressure.load.name

    @property
    def owes_response(self) -> bool:
        """Whether the standing is raised and nobody has answered, or the answer's date has passed."""
        if not self.pressure.standing.needs_response:
            return False
        return self.response is None or self.response.is_past


@dataclass(frozen=True, slots=True)
class PressureView:
    """The whole team, worst first."""

    as_of: date
    policy_version: str
    workers: tuple[WorkerPressure, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A worker before and after a what-if."""

    before: WorkerPressure
    after: WorkerPressure


def team_pressure(session: Session, moment: Moment) -> PressureView:
    """The pressure on every worker who is here."""
    return pressure_of(read_history(session, moment.policy), responses(session, moment.today), moment)


def pressure_of(history: History, answers: dict[int, Response], moment: Moment) -> PressureView:
    """The same from a history that is already read."""
    loads = team_loads(history, moment)
    workers = [_worker_pressure(history, worker_id, loads, answers, moment) for worker_id in loads]
    workers.sort(key=lambda each: (_WORST_FIRST.index(each.pressure.standing), -each.pressure.fit, each.name))
    return PressureView(moment.today, moment.policy.version, tuple(workers))


def team_loads(history: History, moment: Moment) -> dict[int, WorkerLoad]:
    """What the model looks at for every worker who is here, by the worker's id."""
    return {worker.id: history.load(worker.id, moment.today) for worker in history.current_workers(moment.today)}


def what_if(session: Session, changes: Sequence[str], moment: Moment) -> list[Changed]:
    """What would change for every worker touched. Raises `Refused` where a change is not understood."""
    history = read_history(session, moment.policy)
    answers = responses(session, moment.today)
    loads = team_loads(history, moment)
    found = compare(list(loads.values()), changes, moment.today, moment.policy)
    if isinstance(found, Refusal):
        raise Refused.because(found)
    ids = {load.name: worker_id for worker_id, load in loads.items()}
    touched = [(ids[each.before.pressure.load.name], each.after) for each in found]
    return [
        Changed(
            _worker_pressure(history, worker_id, loads, answers, moment),
            WorkerPressure(worker_id, after.pressure, since=None, response=None, forecast=after.forecast),
        )
        for worker_id, after in touched
    ]


@can_be_undone("the response")
@changes_records
def respond(session: Session, worker_id: int, text: str, by: str, moment: Moment) -> Response:
    """Answer a flag: what will be done, and by when. Raises `Refused`."""
    if not text.strip():
        raise Refused("Say what will be done: stop allocating, move children, an extra session, more hours, escalate.")
    found = read_day(by, Known(moment.today, {}, has_reason=True), moment)
    worker_by_id(session, worker_id)
    still_open = select(PressureResponse).where(col(PressureResponse.ended_on).is_(None))
    for earlier in session.exec(still_open.where(PressureResponse.worker_id == worker_id)):
        earlier.ended_on = moment.today
        session.add(earlier)
    standing = read_history(session, moment.policy).pressure(worker_id, moment.today).standing
    row = PressureResponse(
        worker_id=worker_id, standing=standing, text=text.strip(), by_on=found.due, given_on=moment.today
    )
    session.add(row)
    moment.note(session, "respond to standing", f"worker {worker_id}", "text, by")
    return Response(row.text, row.by_on, row.given_on, is_past=False)


def responses(session: Session, on: date) -> dict[int, Response]:
    """The response in force for each worker on that day."""
    found = {}
    rows = select(PressureResponse).where(PressureResponse.given_on <= on).order_by(col(PressureResponse.given_on))
    for row in session.exec(rows):
        if row.ended_on is None or row.ended_on > on:
            found[row.worker_id] = Response(row.text, row.by_on, row.given_on, row.by_on < on)
    return found


def _worker_pressure(
    history: History, worker_id: int, loads: Mapping[int, WorkerLoad], answers: dict[int, Response], moment: Moment
) -> WorkerPressure:
    pressure = assess(loads[worker_id], moment.today, moment.policy)
    response = answers.get(worker_id) if pressure.standing is not Standing.STEADY else None
    return WorkerPressure(
        worker_id=worker_id,
        pressure=pressure,
        since=history.standing_since(worker_id, pressure),
        response=response,
        forecast=history.forecast(pressure.load, moment.today),
        moves=next_moves(pressure, loads.values(), moment.policy),
    )
