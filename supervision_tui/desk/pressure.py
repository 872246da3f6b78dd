"""Whose caseload crowds out supervision, and what the manager answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.practice.agenda import Forecast, forecast
from supervision_tui.practice.policy import Policy
from supervision_tui.practice.pressure import Pressure, assess
from supervision_tui.practice.terms import Refusal, Standing
from supervision_tui.practice.timescales import Known
from supervision_tui.practice.what_if import try_changes
from supervision_tui.records import PressureResponse, Worker
from supervision_tui.vault.store import changes_records

from .history import History, read_history
from .moment import Moment, Refused, read_day

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
    """One worker's pressure, since when the standing holds, the response, and the weeks ahead."""

    worker_id: int
    pressure: Pressure
    since: date | None
    response: Response | None
    forecast: Forecast

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
    workers = [
        _worker_pressure(history, worker.row.id or 0, answers, moment)
        for worker in history.current_workers(moment.today)
    ]
    workers.sort(key=lambda each: (_WORST_FIRST.index(each.pressure.standing), -each.pressure.fit, each.name))
    return PressureView(moment.today, moment.policy.version, tuple(workers))


def what_if(session: Session, changes: Sequence[str], moment: Moment) -> list[Changed]:
    """What would change for every worker touched. Raises `Refused` where a change is not understood."""
    history = read_history(session, moment.policy)
    answers = responses(session, moment.today)
    ids = {worker.row.name: worker.row.id or 0 for worker in history.current_workers(moment.today)}
    loads = [history.load(worker_id, moment.today) for worker_id in ids.values()]
    found = try_changes(loads, changes, moment.today, moment.policy)
    if isinstance(found, Refusal):
        raise Refused.because(found)
    return [
        Changed(
            _worker_pressure(history, ids[each.before.name], answers, moment),
            _tried(ids[each.before.name], assess(each.after, moment.today, moment.policy), moment.policy),
        )
        for each in found
    ]


@changes_records
def respond(session: Session, worker_id: int, text: str, by: str, moment: Moment) -> Response:
    """Answer a flag: what will be done, and by when. Raises `Refused`."""
    if not text.strip():
        raise Refused("Say what will be done: stop allocating, move children, an extra session, more hours, escalate.")
    found = read_day(by, Known(moment.today, {}, has_reason=True), moment)
    worker = session.get(Worker, worker_id)
    if worker is None:
        raise Refused("That worker is no longer here.")
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


def _worker_pressure(history: History, worker_id: int, answers: dict[int, Response], moment: Moment) -> WorkerPressure:
    pressure = history.pressure(worker_id, moment.today)
    response = answers.get(worker_id) if pressure.standing is not Standing.STEADY else None
    return WorkerPressure(
        worker_id=worker_id,
        pressure=pressure,
        since=history.standing_since(worker_id, pressure),
        response=response,
        forecast=forecast(pressure.load, moment.today, moment.policy),
    )


def _tried(worker_id: int, pressure: Pressure, policy: Policy) -> WorkerPressure:
    return WorkerPressure(worker_id, pressure, None, None, forecast(pressure.load, pressure.as_of, policy))
