"""The demo's consultations: a directory, and each state, from a request that waits to a closed one
that helped.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from supervision_tui.desk.names import normal_name
from supervision_tui.practice.days.spans import add_months
from supervision_tui.records import (
    Clinician,
    Consultation,
    ConsultationAttendance,
    ConsultationChild,
    Direction,
    DirectionDate,
    Recommendation,
)

from . import words
from .story import Story, StoryChild

_AT_SCHOOL_FROM = 5  # years of age


@dataclass(frozen=True, slots=True)
class _Told:
    """One consultation of the story: days ago it was asked for and held, and how it went on."""

    asked: int
    held: int | None = None
    booked_in: int | None = None
    follow_up: int | None = None  # days from today
    outcome: str = ""
    decisions: tuple[str, ...] = ()
    closed: int | None = None


_TEAM = (
    _Told(16),
    _Told(5),
    _Told(24, booked_in=3),
    _Told(30, booked_in=-4),
    _Told(62, 40, follow_up=2, decisions=("adopted", "adapted")),
    _Told(50, 12, follow_up=30, decisions=("open", "declined")),
    _Told(120, 96, follow_up=-9, decisions=("adopted",)),
    _Told(190, 171, follow_up=-120, outcome="helped", decisions=("adopted", "declined")),
    _Told(240, 205, follow_up=-160, outcome="partly", decisions=("adapted",), closed=150),
    _Told(300, 290, follow_up=-240, outcome="no", decisions=("declined",), closed=230),
    _Told(210, closed=180),
)


def tell_consultations(story: Story) -> None:
    """A directory, and for every nine workers a board's worth of consultations."""
    chance = random.Random(f"{story.seed} consultations")
    clinicians = [
        _clinician(story, name, kind, reached) for name, kind, reached in words.CLINICIANS
    ]
    by_worker: dict[int, list[StoryChild]] = {}
    for child in story.children:
        if child.leaves is None:
            by_worker.setdefault(child.worker_id, []).append(child)
    workers = sorted(by_worker)
    for first in range(0, len(workers), 9):
        group = workers[first : first + 9]
        for n, told in enumerate(_TEAM):
            worker = group[(n * 2 + 1) % len(group)]
            _tell(
                story,
                told,
                by_worker[worker],
                clinician=clinicians[n % len(clinicians)],
                number=n,
                chance=chance,
            )
        _practice_discussion(story, group, clinicians[0], 35, held=True)
        _practice_discussion(story, group, clinicians[1], 6, held=False)


def _clinician(story: Story, name: str, discipline: str, reached: str) -> int:
    return story.add(
        Clinician,
        name=name,
        normal_name=normal_name(name),
        discipline=discipline,
        reached=reached,
        recorded_on=story.begin,
    )


def _tell(
    story: Story,
    told: _Told,
    theirs: list[StoryChild],
    clinician: int,
    number: int,
    *,
    chance: random.Random,
) -> None:
    asked = story.policy.days.on_or_before(story.ago(told.asked))
    there = sorted(
        (child for child in theirs if child.allocated <= asked), key=lambda child: child.ref
    )
    if not there:
        return
    asks = _question(there, number, asked)
    there = [child for child in there if child.fits(asks[0], asked)]
    if not there:
        return
    question, hypothesis, recommended = asks
    child = there[(number * 5) % len(there)]
    family = []
    if number % 4 == 0:
        family = [each for each in there if child.family and each.family == child.family]
    held = None
    if told.held is not None:
        held = story.policy.days.on_or_before(story.ago(told.held))
    is_arranged = told.held is not None or told.booked_in is not None
    clinician_id = clinician if is_arranged else None
    asked_by = "team manager" if number % 3 else "the worker"
    consultation_id = story.add(
        Consultation,
        mode=words.MODES[number % len(words.MODES)],
        worker_id=child.worker_id,
        clinician_id=clinician_id,
        asked_by=asked_by,
        question=question,
        requested_on=asked,
        recorded_on=asked,
        held_on=held,
        **_said(story, child, held, number, hypothesis=hypothesis, chance=chance),
        **_booked(story, told, asked, held),
        **_ended(story, told),
    )
    for each in family or [child]:
        story.add(ConsultationChild, consultation_id=consultation_id, child_id=each.id)
    for n, decision in enumerate(told.decisions):
        _recommend(
            story,
            consultation_id,
            child,
            text=recommended[n % len(recommended)],
            decision=decision,
            held=held or asked,
        )


def _said(
    story: Story,
    child: StoryChild,
    held: date | None,
    number: int,
    *,
    hypothesis: str,
    chance: random.Random,
) -> dict[str, Any]:
    """The record of a consultation, where it was held."""
    if held is None:
        return {}
    said: dict[str, Any] = {
        "hypotheses": hypothesis,
        "strengths": chance.choice(words.STRENGTHS),
        "consent": "parents asked and agreed",
    }
    if number % 2:
        said["came"] = _came(child, held)
    return said


def _question(
    there: list[StoryChild], number: int, asked: date
) -> tuple[str, str, tuple[str, str]]:
    """The next question in turn that is one for some of these children."""
    first = number % len(words.QUESTIONS)
    turn = (*words.QUESTIONS[first:], *words.QUESTIONS[:first])
    return next(
        (each for each in turn if any(child.fits(each[0], asked) for child in there)), turn[0]
    )


def _came(child: StoryChild, held: date) -> str:
    if child.age(held) >= _AT_SCHOOL_FROM:
        return "school"
    return "health visitor"


def _booked(story: Story, told: _Told, asked: date, held: date | None) -> dict[str, Any]:
    if held is not None:
        return {
            "booked_on": story.policy.days.add(asked, 3),
            "booked_for": held,
            "booked_time": "10:00",
        }
    if told.booked_in is None:
        return {}
    on = story.today + timedelta(days=told.booked_in)
    if told.booked_in > 0:
        on = story.policy.days.on_or_after(on)
    else:
        on = story.policy.days.on_or_before(on)
    return {"booked_on": story.policy.days.add(asked, 3), "booked_for": on, "booked_time": "14:00"}


def _ended(story: Story, told: _Told) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if told.follow_up is not None:
        on = story.policy.days.on_or_after(story.today + timedelta(days=told.follow_up))
        found["follow_up_on"] = on
        if told.outcome:
            found |= {
                "followed_up_on": on,
                "outcome": told.outcome,
                "outcome_words": words.FOLLOWED_UP[told.outcome],
            }
    if told.closed is not None:
        reason = "the psychologist had no time before the conference"
        if told.held is not None:
            reason = ""
        found |= {"closed_on": story.ago(told.closed), "close_reason": reason}
    return found


def _recommend(
    story: Story, consultation_id: int, child: StoryChild, text: str, decision: str, *, held: date
) -> None:
    decided = None
    if decision != "open":
        decided = min(story.policy.days.add(held, 4), story.today)
    reason = {"declined": "it is in the plan already", "open": ""}.get(
        decision, "recommended in the consultation"
    )
    recommendation_id = story.add(
        Recommendation,
        consultation_id=consultation_id,
        text=text,
        state=decision,
        reason=reason,
        decided_on=decided,
    )
    if decision in ("adopted", "adapted") and decided is not None:
        _direct(story, recommendation_id, child, text, decided, is_adapted=decision == "adapted")


def _direct(
    story: Story,
    recommendation_id: int,
    child: StoryChild,
    text: str,
    on: date,
    *,
    is_adapted: bool,
) -> None:
    due = story.policy.days.add(on, 20)
    closed = story.policy.days.add(on, 15) if add_months(on, 2) < story.today else None
    state = "done" if closed else "open"
    outcome = "done, and written up" if closed else ""
    adapted = text
    if is_adapted:
        adapted = f"{text}, from the next visit on"
    direction_id = story.add(
        Direction,
        child_id=child.id,
        worker_id=child.worker_id,
        text=adapted,
        owner=story.worker_name(child.worker_id),
        owner_kind="worker",
        reason="recommended in the consultation",
        given_on=on,
        due_on=due,
        typed="20wd",
        source="consultation adopted",
        lazy_reason="",
        state=state,
        outcome=outcome,
        closed_on=closed,
        recommendation_id=recommendation_id,
    )
    story.add(DirectionDate, direction_id=direction_id, due_on=due, set_on=on, reason="")


def _practice_discussion(
    story: Story, workers: list[int], clinician: int, days: int, *, held: bool
) -> None:
    """A theme for the team together; who came is ticked where it was held."""
    asked = story.policy.days.on_or_before(story.ago(days + 20))
    on = story.policy.days.on_or_before(story.ago(days)) if held else None
    ahead = story.policy.days.on_or_after(story.today + timedelta(days=days))
    place = 0 if held else 1
    theme, hypothesis = words.THEMES[place]
    hypotheses = hypothesis if held else ""
    consultation_id = story.add(
        Consultation,
        mode="practice discussion",
        clinician_id=clinician,
        asked_by="team manager",
        theme=theme,
        requested_on=asked,
        recorded_on=asked,
        booked_on=asked,
        booked_for=on or ahead,
        booked_time="12:30",
        held_on=on,
        hypotheses=hypotheses,
    )
    for n, worker in enumerate(workers):
        came = held and n % 4 != 3
        story.add(
            ConsultationAttendance, consultation_id=consultation_id, worker_id=worker, came=came
        )
