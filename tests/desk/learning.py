"""What tests of consultations, training and responses do first: ask, hold, book, look at the
board.
"""

from __future__ import annotations

from datetime import timedelta

from supervision_tui.desk.consultations import requests
from supervision_tui.desk.consultations.lines import (
    ConsultationLine,
    consultation_lines,
    consultation_of,
)
from supervision_tui.desk.consultations.recommendations import AdoptDraft
from supervision_tui.desk.consultations.requests import ConsultationDraft, HeldDraft
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.training import bookings as training
from supervision_tui.desk.training.board import LearningView, learning
from supervision_tui.desk.training.bookings import BookingDraft
from supervision_tui.desk.workload.statuses import team_workload
from supervision_tui.practice.consultation import Mode
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.records import Worker
from supervision_tui.vault.store import Store

CROWDED = 1


def later(moment: Moment, days: int) -> Moment:
    return Moment(
        moment.today + timedelta(days=days), moment.now + timedelta(days=days), moment.policy
    )


def child_of(store: Store, worker_id: int, moment: Moment) -> str:
    """A child of that worker who is on nobody's board yet."""
    known = {ref for line in store.run(consultation_lines, moment) for ref in line.children}
    view = store.run(team_workload, moment)
    worker = next(each for each in view.workers if each.worker_id == worker_id)
    return next(
        child.ref
        for child in worker.workload.load.children
        if child.ref not in known and not child.family
    )


def asked(store: Store, moment: Moment, ref: str, question: str = "What are we not seeing?") -> int:
    return store.run(
        requests.request_consultation,
        ConsultationDraft(Mode.INDIVIDUAL, question, children=ref),
        moment,
    )


def held(
    store: Store, moment: Moment, ref: str, *recommended: str, follow_up: str = "6w"
) -> ConsultationLine:
    """A consultation that was asked for, booked and held today."""
    consultation_id = asked(store, moment, ref)
    store.run(
        requests.book_consultation,
        consultation_id,
        "Ada Finch, clinical psychologist",
        "today",
        "10:00",
        moment=moment,
    )
    draft = HeldDraft(
        "today",
        hypotheses="It may be fear",
        recommendations="\n".join(recommended),
        follow_up=follow_up,
    )
    store.run(requests.hold_consultation, consultation_id, draft, moment)
    return line_of(store, consultation_id, moment)


def line_of(store: Store, consultation_id: int, moment: Moment) -> ConsultationLine:
    found = store.run(consultation_of, consultation_id, moment)
    assert found is not None
    return found


def adopt(
    recommendation_id: int, ref: str = "", text: str = "Draw the week with her", by: str = "10wd"
) -> AdoptDraft:
    return AdoptDraft(
        recommendation_id, SaidDirection(text, "school", by, "nights are not known"), ref
    )


def view_of(store: Store, moment: Moment) -> LearningView:
    return store.run(learning, moment)


def worker_name(store: Store, worker_id: int) -> str:
    return store.run(lambda session: session.get(Worker, worker_id).name)  # type: ignore[union-attr]


def booked(store: Store, moment: Moment, worker_id: int, on: str, course: str = "neglect") -> int:
    return store.run(training.book, BookingDraft(worker_name(store, worker_id), course, on), moment)
