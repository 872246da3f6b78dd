"""The demo's decisions outside the hour: strategy discussions with a review, corridor decisions, a
panel, and one not to act.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time

from supervision_tui.desk.vault_facts import manager_words
from supervision_tui.practice.vocabulary import DirectionSource, Plan, TookPart
from supervision_tui.records import (
    CaseDecision,
    DecisionChild,
    DecisionParticipant,
    Direction,
    DirectionDate,
)
from supervision_tui.system.clock import local_instant

from . import words
from .dates_due import put_on_record
from .story import Story, StoryChild

_DONE, _OPEN = "done", "open"


@dataclass(frozen=True, slots=True)
class _Action:
    """An action: what, by whom, how many working days after the decision, the hour, and why."""

    text: str
    owner: str
    days: int
    hour: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Told:
    """A decision of the demo: its kind, days ago, hour, plan of the child, words, who came."""

    kind: str
    ago: int
    at: time
    plan: str
    facts: str
    voice: str
    decision: str
    reason: str
    people: tuple[tuple[str, str, TookPart], ...] = ()
    actions: tuple[_Action, ...] = ()
    options: str = ""
    reviews: int | None = None  # how many decisions before this one


_POLICE = ("police", "Detective Sergeant", TookPart.CAME)
_HEALTH = ("health visiting", "Named nurse", TookPart.BOTH)
_SCHOOL = ("school", "Designated safeguarding lead", TookPart.SENT)
_GP = ("GP", "Practice lead", TookPart.ASKED)

# fmt: off
_TOLD = (
    _Told("strategy", 96, time(11, 30), Plan.CP,
        "A bruise to the upper arm that nobody at home explains. Two earlier marks this year.",
        "Said at school that “he gets cross at bedtime”. Seen alone by the worker that morning.",
        "Single agency enquiry under section 47; medical today.",
        "The account changed twice, and a medical can tell what the family cannot.",
        (_POLICE, _HEALTH, _SCHOOL, _GP),
        (_Action("Book the child protection medical and take the child there", "paediatrics", 0,
                 "16:00", "the mark will be gone by tomorrow"),
         _Action("Speak with both parents apart", "worker", 1, "12:00",
                 "their accounts differ"),
         _Action("Send the attendance and the concerns log", "school", 2, "",
                 "the pattern of mornings is not known"))),
    _Told("strategy-review", 82, time(10, 0), Plan.CP,
        "Medical: consistent with a grip. The parents now agree that it happened at bedtime.",
        "Wants to sleep at grandmother's “for a bit”.",
        "Enquiry substantiated; initial conference within the fifteen days.",
        "The risk at bedtime goes on, and the plan needs the grandmother in it.",
        (_POLICE, _HEALTH, _SCHOOL),
        (_Action("Hold a family network meeting with the grandmother", "worker", 4, "",
                 "the child has asked to be there"),),
        reviews=1),
    _Told("management", 41, time(17, 40), Plan.CIN,
        "Mother rang at half five: the father was at the door again, and left before police came.",
        "The eldest answered the telephone and was calm.",
        "The family stays at home tonight; duty rings at eight and again at seven.",
        "He has no key, the neighbour is in, and a move at night frightens the children more.",
        actions=(
            _Action("Ring the family and speak with mother", "worker", 0, "20:00",
                    "nobody knows whether he comes back"),
            _Action("Ask for a welfare check if nobody answers", "police", 0, "21:00",
                    "silence would be the sign")),
        options="A place with the aunt for the night; a refuge; staying with checks."),
    _Told("management", 20, time(9, 15), Plan.CIN,
        "School asks for a move to child protection after a third late collection.",
        "“I read in the office until she comes.”",
        "No move to child protection; the plan goes on.",
        "The lateness follows the new shifts since May and ends with the changed rota on Monday.",
        options="A strategy discussion; a changed plan; no action."),
    _Told("strategy", 9, time(14, 0), Plan.CP,
        "Found alone at home at nine in the evening with a younger child.",
        "Knew whom to ring, and had not.",
        "Joint enquiry; the children stay with the aunt meanwhile.",
        "It is the second time in a month, and after the agreement was signed.",
        (_POLICE, ("police", "Public protection desk", TookPart.SENT)),
        (_Action("Visit at nine in the evening, unannounced", "worker", 2, "",
                 "evenings are when nobody is there"),
         _Action("Check who holds the keys", "police", 1, "16:00",
                 "two adults say the other was at home"))),
    _Told("panel", 5, time(13, 30), Plan.CLA,
        "The carers have given notice for the summer.",
        "Wants to stay at the same school, and to see the brother on Sundays.",
        "A second family in the same town is looked for first.",
        "School is the one thing that has not changed for three years.",
        (("fostering", "Team manager", TookPart.CAME), ("IRO", "Reviewing officer", TookPart.SENT)),
        (_Action("Send the profile to the fostering team", "worker", 3, "12:00",
                 "the search begins on Monday"),)),
)
# fmt: on


def tell_decisions(story: Story) -> None:
    """Tell them for every nine workers, each about a child of the plan, a review about the same."""
    groups = max(1, story.scale.workers // 9)
    chance = random.Random(f"{story.seed} decisions")
    said_by = manager_words(words.MANAGER_NAME, words.MANAGER_ROLE)
    for _ in range(groups):
        told: list[tuple[int, StoryChild]] = []
        for each in _TOLD:
            before = told[-each.reviews] if each.reviews else None
            child = before[1] if before else _child(story, each, chance)
            if child is None:
                continue
            reviewed = before[0] if before else None
            decision_id = _decision(story, each, child, said_by, reviewed)
            told.append((decision_id, child))


def decided_on(story: Story, decision_id: int) -> datetime:
    """The instant at which a decision of the story was made."""
    found = story.rows[CaseDecision][decision_id - 1]["held_at"]
    assert isinstance(found, datetime)  # noqa: S101  (a row of this story)
    return found


def _child(story: Story, told: _Told, chance: random.Random) -> StoryChild | None:
    """A child who has been here since before that day, of the plan, with somebody who leads."""
    on = story.ago(told.ago)
    fitting = [
        child
        for child in story.children
        if child.plan == told.plan and child.allocated < on and child.leaves is None
    ]
    if not fitting:
        return None
    return chance.choice(sorted(fitting, key=lambda each: each.ref))


def _decision(
    story: Story, told: _Told, child: StoryChild, said_by: str, reviews_id: int | None
) -> int:
    on = story.policy.days.on_or_before(story.ago(told.ago))
    held_at = local_instant(on, told.at)
    decision_id = story.add(
        CaseDecision,
        kind=told.kind,
        held_at=held_at,
        facts=told.facts,
        voice=told.voice,
        options=told.options,
        decision=told.decision,
        reason=told.reason,
        is_no_action=not told.actions,
        reviews_id=reviews_id,
        recorded_at=held_at,
        recorded_on=on,
        recorded_by=said_by,
    )
    story.add(DecisionChild, decision_id=decision_id, child_id=child.id)
    for agency, name, part in told.people:
        story.add(DecisionParticipant, decision_id=decision_id, agency=agency, name=name, part=part)
    for action in told.actions:
        _action(story, action, child, decision_id, on)
    event = story.policy.decision(told.kind).event
    if event:
        put_on_record(story, child, event, on)
    return decision_id


def _action(story: Story, told: _Action, child: StoryChild, decision_id: int, on: date) -> None:
    is_workers = told.owner == "worker"
    owner = story.worker_name(child.worker_id) if is_workers else told.owner
    due = story.policy.days.add(on, told.days)
    kind = "worker" if is_workers else "agency"
    state, outcome, closed = _OPEN, "", None
    if due < story.ago(3):
        state, outcome, closed = _DONE, "done as agreed", due
    direction_id = story.add(
        Direction,
        child_id=child.id,
        worker_id=child.worker_id,
        decision_id=decision_id,
        text=told.text,
        owner=owner,
        owner_kind=kind,
        reason=told.reason,
        given_on=on,
        given_at=decided_on(story, decision_id),
        recorded_at=decided_on(story, decision_id),
        due_on=due,
        due_time=told.hour,
        typed=f"{told.days}wd {told.hour}".strip(),
        source=DirectionSource.DECISION,
        state=state,
        outcome=outcome,
        closed_on=closed,
    )
    story.add(DirectionDate, direction_id=direction_id, due_on=due, due_time=told.hour, set_on=on)
