"""A strategy discussion as a manager types it, about children of the demo."""

from __future__ import annotations

from sqlmodel import Session, select

from supervision_tui.desk.decisions.draft import DecisionDraft, ParticipantEntry
from supervision_tui.desk.decisions.recording import record_decision
from supervision_tui.desk.directions.entries import DirectionEntry
from supervision_tui.desk.moment import Moment
from supervision_tui.practice.vocabulary import TookPart
from supervision_tui.records import CaseDecision, Child
from supervision_tui.vault.store import Store

SPOKEN = "yesterday 15:30"


def discussion(**changes: object) -> DecisionDraft:
    """A strategy discussion with three who were asked, and two directions."""
    draft = DecisionDraft(
        kind="strategy",
        held_at=SPOKEN,
        people=[
            ParticipantEntry("police", "DS Reed", TookPart.CAME),
            ParticipantEntry("health visiting", "named nurse", TookPart.SENT),
            ParticipantEntry("school", "", TookPart.ASKED),
        ],
        facts="Two marks on the arm that nobody explains.",
        voice="Told the worker alone that it hurts.",
        options="A single agency enquiry; a joint one.",
        decision="A joint enquiry begins today.",
        reason="The account changed twice.",
        directions=[
            DirectionEntry("Book the medical", "paediatrics", "4pm tomorrow", "the mark fades"),
            DirectionEntry("Send the log", "school", "5wd", "mornings are not known"),
        ],
    )
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft


def recorded(store: Store, moment: Moment, *refs: str, **changes: object) -> int:
    return store.run(record_decision, refs, discussion(**changes), moment)


def some_children(store: Store, count: int) -> list[str]:
    """References of open children, in order, of whom nothing was decided yet."""

    def read(session: Session) -> list[str]:
        rows = session.exec(select(Child).where(Child.closed_on == None))  # noqa: E711
        return sorted(child.ref for child in rows if child.family_id is None)[:count]

    return store.run(read)


def on_record(session: Session) -> int:
    return len(session.exec(select(CaseDecision)).all())
