"""The case put before the head of service for one worker: figures, what was tried, what is asked.

No child's name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlmodel import Session, select

from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.workers.people import team_name
from supervision_tui.practice.privacy.names_in_text import without_names
from supervision_tui.records import Child, Worker

from .charts import Caseloads, Trend, caseloads, trend_of
from .responses import ReviewedResponse, responses, reviewed_responses
from .statuses import WorkerWorkload, first_week, workload_of


@dataclass(frozen=True, slots=True)
class EscalationView:
    """Everything that the paper says.

    Texts hold no child's name: a reference stands in its place.
    """

    team: str
    worker: WorkerWorkload
    trend: Trend
    caseloads: Caseloads
    tried: tuple[ReviewedResponse, ...]


def escalation(session: Session, worker_id: int, moment: Moment) -> EscalationView:
    """The figures of one worker for the head of service. Raises `Refused`."""
    history = read_history(session, moment, since=first_week(moment))
    view = workload_of(history, responses(session, moment.today), moment)
    worker = next((each for each in view.workers if each.worker_id == worker_id), None)
    if worker is None:
        raise Refused("That worker is not here any more.")
    # Workers stay, children do not.
    named = [(row.name, row.name) for row in session.exec(select(Worker))]
    named += [(child.name, child.ref) for child in session.exec(select(Child)) if child.name]

    def hidden(text: str) -> str:
        return without_names(text, named, shortest=2)

    return EscalationView(
        team=team_name(session),
        worker=_without_names(worker, hidden),
        trend=trend_of(history, worker_id, moment),
        caseloads=caseloads(view.workers, moment.policy),
        tried=tuple(
            replace(each, text=hidden(each.text), words=hidden(each.words))
            for each in reviewed_responses(session, moment.today, worker_id).reviewed
        ),
    )


def _without_names(worker: WorkerWorkload, hidden: Callable[[str], str]) -> WorkerWorkload:
    answer = worker.response
    if answer is None:
        return worker
    return replace(
        worker, response=replace(answer, text=hidden(answer.text), told=hidden(answer.told))
    )
