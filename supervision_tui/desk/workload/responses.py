"""A manager's responses to a raised workload status: looked at again later, and what helped."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from math import isinf

from sqlmodel import Session, col, select

from supervision_tui.desk.find import worker_by_id
from supervision_tui.desk.history.history import History
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.manager import owner_as_written
from supervision_tui.desk.moment import Moment, Refused, read_day
from supervision_tui.practice.consultation import Helped
from supervision_tui.practice.direction.timescales import Known
from supervision_tui.practice.workload.model import Workload
from supervision_tui.practice.workload.responses import (
    Outcome,
    ResponseKind,
    WhatHelped,
    what_helped,
)
from supervision_tui.practice.workload.snapshot import FitAt
from supervision_tui.records import PressureResponse, Worker
from supervision_tui.vault.store import can_be_undone, changes_records


@dataclass(frozen=True, slots=True)
class ResponseDraft:
    """A response as typed: what kind, what will be done, by when, who is told."""

    worker_id: int
    text: str
    by: str
    kind: ResponseKind = ResponseKind.OTHER
    told: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """A manager's response to a flag: the text, by when, who is told, whether that has passed."""

    id: int
    worker_id: int
    kind: str
    text: str
    told: str
    status: str
    by: date
    given_on: date
    is_past: bool
    then: FitAt | None

    @property
    def state(self) -> str:
        """`open`, or `past` once its date has gone by."""
        if self.is_past:
            return "past"
        return "open"


@dataclass(frozen=True, slots=True)
class ReviewedResponse:
    """A response looked at again: what was done, what stood then and after, what helped."""

    worker_id: int
    worker: str
    text: str
    given_on: date
    reviewed_on: date
    outcome: Outcome
    words: str


@dataclass(frozen=True, slots=True)
class HelpedView:
    """The responses that brought fit down, by kind, and each of them, the latest first."""

    kinds: tuple[WhatHelped, ...]
    reviewed: tuple[ReviewedResponse, ...]


@can_be_undone("the response")
@changes_records
def respond(session: Session, draft: ResponseDraft, moment: Moment) -> Response:
    """Answer a flag: what will be done, by when, who is told. What stands today is kept beside it.

    Raises `Refused`.
    """
    if not draft.text.strip():
        raise Refused(
            "Say what will be done: stop allocating, move children, an extra session, more hours, "
            "escalate.",
            field="text",
        )
    found = read_day(draft.by, Known(moment.today, {}, has_reason=True), moment)
    worker_by_id(session, draft.worker_id)
    still_open = select(PressureResponse).where(col(PressureResponse.ended_on).is_(None))
    for earlier in session.exec(still_open.where(PressureResponse.worker_id == draft.worker_id)):
        earlier.ended_on = moment.today
        session.add(earlier)
    workload = read_history(session, moment).workload(draft.worker_id, moment.today)
    row = PressureResponse(
        worker_id=draft.worker_id,
        standing=workload.status,
        text=draft.text.strip(),
        by_on=found.due,
        given_on=moment.today,
        kind=draft.kind,
        told=owner_as_written(session, draft.told, moment),
        figures=json.dumps(asdict(fit_at(workload))),
    )
    session.add(row)
    session.flush()
    moment.note(session, "respond to standing", f"worker {draft.worker_id}", "kind, text, by, told")
    return _response(row, moment.today)


@can_be_undone("the review of the response")
@changes_records
def review_response(
    session: Session, response_id: int, helped: Helped, words: str, again: str, *, moment: Moment
) -> ReviewedResponse:
    """Look at a response again: did it help?

    With a day in `again` the same answer stands until then, too.

    Raises `Refused`.
    """
    row = session.get(PressureResponse, response_id)
    if row is None or row.reviewed_on is not None:
        raise Refused("That response was looked at already.")
    if row.ended_on is not None and row.ended_on <= moment.today:
        raise Refused("A newer response replaced it; review that one on its day.")
    if helped is Helped.NOT_DONE and not words.strip():
        raise Refused("Say in a few words why it was not done.", field="words")
    history = read_history(session, moment, since=row.given_on)
    now = fit_at(history.workload(row.worker_id, moment.today))
    then = _figures(row.figures) or _fit_on(history, row.worker_id, row.given_on) or now
    row.helped, row.helped_words, row.reviewed_on = helped, words.strip(), moment.today
    row.figures, row.figures_after = json.dumps(asdict(then)), json.dumps(asdict(now))
    row.ended_on = row.ended_on or moment.today
    session.add(row)
    moment.note(session, "review response", f"worker {row.worker_id}", "helped, words, figures")
    if again.strip():
        draft = ResponseDraft(row.worker_id, row.text, again, ResponseKind(row.kind), row.told)
        respond(session, draft, moment)
    session.flush()
    name = worker_by_id(session, row.worker_id).name
    return _reviewed(row, name, then, now)


def responses(session: Session, on: date) -> dict[int, Response]:
    """The response in force for each worker on that day."""
    found = {}
    rows = select(PressureResponse).where(PressureResponse.given_on <= on)
    for row in session.exec(
        rows.order_by(col(PressureResponse.given_on), col(PressureResponse.id))
    ):
        if row.ended_on is None or row.ended_on > on:
            found[row.worker_id] = _response(row, on)
    return found


def response_to(session: Session, worker_id: int, moment: Moment) -> Response | None:
    """The response in force for one worker, whatever the status is now."""
    return responses(session, moment.today).get(worker_id)


def reviewed(session: Session, moment: Moment) -> HelpedView:
    """List what helped so far, in the whole team."""
    return reviewed_responses(session, moment.today)


def reviewed_responses(session: Session, on: date, worker_id: int | None = None) -> HelpedView:
    """Every response that had been looked at by a day, of one worker or of all, and what helped."""
    rows = select(PressureResponse, Worker.name).join(
        Worker, col(PressureResponse.worker_id) == Worker.id
    )
    if worker_id is not None:
        rows = rows.where(PressureResponse.worker_id == worker_id)
    found = []
    for row, name in session.exec(rows.order_by(col(PressureResponse.reviewed_on).desc())):
        then, after = _figures(row.figures), _figures(row.figures_after)
        if (
            row.reviewed_on is not None
            and row.reviewed_on <= on
            and then is not None
            and after is not None
        ):
            found.append(_reviewed(row, name, then, after))
    return HelpedView(tuple(what_helped(each.outcome for each in found)), tuple(found))


def fit_at(found: Workload) -> FitAt:
    """Take what stands for a worker on a day, as it is kept beside a response."""
    fit = None if isinf(found.fit) else round(found.fit, 4)
    return FitAt(fit, found.children, round(found.signal("children-undiscussed").value, 4))


def _fit_on(history: History, worker_id: int, on: date) -> FitAt | None:
    """Work out what stood on the day a response was given, for one of which it was not kept."""
    if history.workers[worker_id].is_here(on):
        return fit_at(history.workload(worker_id, on))
    return None


def _response(row: PressureResponse, on: date) -> Response:
    return Response(
        id=row.id or 0,
        worker_id=row.worker_id,
        kind=row.kind,
        text=row.text,
        told=row.told,
        status=row.standing,
        by=row.by_on,
        given_on=row.given_on,
        is_past=row.by_on < on,
        then=_figures(row.figures),
    )


def _reviewed(row: PressureResponse, name: str, then: FitAt, after: FitAt) -> ReviewedResponse:
    outcome = Outcome(row.kind, Helped(row.helped), then, after)
    assert row.reviewed_on is not None  # noqa: S101  (only reviewed ones come here)
    return ReviewedResponse(
        row.worker_id,
        name,
        row.text,
        given_on=row.given_on,
        reviewed_on=row.reviewed_on,
        outcome=outcome,
        words=row.helped_words,
    )


def _figures(text: str) -> FitAt | None:
    if text:
        return FitAt(**json.loads(text))
    return None
