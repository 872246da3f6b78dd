"""Recommendations as the manager decides them: adopted, adapted or declined.

Only by that does it become a direction.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlmodel import Session

from supervision_tui.desk.directions.giving import DirectionDraft, give_to_all
from supervision_tui.desk.find import find_child, worker_called
from supervision_tui.desk.moment import Moment, Refused, read_day, read_refs
from supervision_tui.practice.consultation import Decision
from supervision_tui.practice.direction.accepting import SaidDirection
from supervision_tui.practice.direction.timescales import Known
from supervision_tui.practice.vocabulary import DirectionSource
from supervision_tui.records import (
    Consultation,
    DevelopmentGoal,
    Recommendation,
)
from supervision_tui.vault.store import can_be_undone, changes_records

from .lines import children_of


@dataclass(frozen=True, slots=True)
class AdoptDraft:
    """A recommendation taken up, as typed: words (changed: adapted), owner, day, reason, for whom.

    Without a child it becomes a goal of the worker whom the consultation was about.
    """

    recommendation_id: int
    said: SaidDirection
    children: str = ""


@dataclass(frozen=True, slots=True)
class Adopted:
    """The outcome of an adopted recommendation: so many directions, or a goal of the worker."""

    decision: Decision
    directions: int
    is_goal: bool


@can_be_undone("the decision on the recommendation")
@changes_records
def adopt_recommendation(session: Session, draft: AdoptDraft, moment: Moment) -> Adopted:
    """Make directions of a recommendation, each with owner, date and reason.

    Raises `Refused`; then nothing is.
    """
    row, consultation = _undecided(session, draft.recommendation_id)
    text = " ".join(draft.said.do.split())
    if not text:
        raise Refused(
            "Say what is to be done; a recommendation changed in your words counts as adapted.",
            field="do",
        )
    row.state = Decision.ADAPTED
    if text == " ".join(row.text.split()):
        row.state = Decision.ADOPTED
    row.reason, row.decided_on = draft.said.because.strip(), moment.today
    session.add(row)
    session.flush()
    refs = read_refs(draft.children)
    there = children_of(session, consultation.id or 0)
    others = [ref for ref in refs if there and find_child(session, ref).ref not in there]
    if others:
        raise Refused(
            f"The consultation was not about {others[0]}; ‹review.direct› on that child gives a "
            f"direction of its own.",
            field="children",
        )
    if refs:
        give_to_all(session, [_direction(ref, text, draft) for ref in refs], moment)
    else:
        _add_goal(session, consultation, text, draft, moment)
    moment.note(
        session,
        "adopt recommendation",
        f"recommendation {row.id}",
        "state, text, owner, due, reason",
    )
    return Adopted(Decision(row.state), len(refs), is_goal=not refs)


@can_be_undone("the decision on the recommendation")
@changes_records
def decline_recommendation(
    session: Session, recommendation_id: int, reason: str, moment: Moment
) -> None:
    """Decline a recommendation, with the reason. Raises `Refused`."""
    row, _ = _undecided(session, recommendation_id)
    if not reason.strip():
        raise Refused("Say why; whoever recommended it will ask.", field="reason")
    row.state, row.reason, row.decided_on = Decision.DECLINED, reason.strip(), moment.today
    session.add(row)
    moment.note(session, "decline recommendation", f"recommendation {row.id}", "state, reason")


def consultation_with(session: Session, recommendation_id: int) -> int | None:
    """The consultation that a recommendation was made in."""
    row = session.get(Recommendation, recommendation_id)
    if row:
        return row.consultation_id
    return None


def _direction(ref: str, text: str, draft: AdoptDraft) -> DirectionDraft:
    return DirectionDraft(
        ref,
        replace(draft.said, do=text),
        DirectionSource.CONSULTATION,
        recommendation_id=draft.recommendation_id,
    )


def _add_goal(
    session: Session, consultation: Consultation, text: str, draft: AdoptDraft, moment: Moment
) -> None:
    """A recommendation about no child becomes a goal of the worker it was about.

    Raises `Refused`.
    """
    owner = worker_called(session, draft.said.who)
    worker_id = owner.id if owner is not None else consultation.worker_id
    if worker_id is None:
        raise Refused(
            "Say for which child, by reference; or as its owner the worker whose goal it becomes.",
            field="children",
        )
    if children_of(session, consultation.id or 0):
        raise Refused(
            "Say for which child: a direction stands on a child's record.", field="children"
        )
    due = read_day(draft.said.by, Known(moment.today, {}, has_reason=True), moment).due
    session.add(
        DevelopmentGoal(
            worker_id=worker_id,
            text=text,
            by_on=due,
            set_on=moment.today,
            recommendation_id=draft.recommendation_id,
        )
    )


def _undecided(session: Session, recommendation_id: int) -> tuple[Recommendation, Consultation]:
    row = session.get(Recommendation, recommendation_id)
    consultation = session.get(Consultation, row.consultation_id) if row else None
    if row is None or consultation is None:
        raise Refused("That recommendation is no longer there.")
    if row.state != Decision.OPEN:
        raise Refused(f"It was {row.state} already; ‹undo› takes the last decision back.")
    return row, consultation
