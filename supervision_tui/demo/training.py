"""The demo's year of learning: trainings attended and missed, development, goals, dates, work
unfinished.

Told beside the sessions, from a chance of its own, so that what is told there stays what it was.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from supervision_tui.practice.training import is_for
from supervision_tui.practice.vocabulary import Stage
from supervision_tui.records import (
    ComplianceDate,
    CpdEntry,
    DevelopmentGoal,
    DutyReturn,
    SupervisionSession,
    TrainingBooking,
    TrainingStep,
)

from . import words
from .story import Profile, Story

# Days ago.
_CROWDED_MISSED = (
    (12, "workload"),
    (45, "duty"),
    (70, "workload"),
    (130, "court"),
    (190, "workload"),
)
_CROWDED_BACK = ((4, 2), (17, 1), (33, 3), (61, 1), (88, 2))  # days ago, pieces


def tell_learning(story: Story, worker: dict[str, Any], profile: Profile) -> None:
    """Everything that one worker learned, missed and is to be ready for."""
    chance = random.Random(f"{story.seed} learning {worker['id']}")
    _courses(story, worker, profile, chance)
    _development(story, worker, profile, chance)
    _goals(story, worker, chance)
    _dates(story, worker, profile, chance)
    if profile.told == "crowded-out":
        for days, pieces in _CROWDED_BACK:
            on = story.policy.days.on_or_before(story.ago(days))
            _unfinished(story, worker, on, pieces, chance)
    elif worker["id"] % 9 == 6:
        _unfinished(story, worker, story.policy.days.on_or_before(story.ago(40)), 1, chance)


def _courses(story: Story, worker: dict[str, Any], profile: Profile, chance: random.Random) -> None:
    """Each mandatory course when it was last taken; a few late or never; missed ones.

    One or two ahead.
    """
    known = max(story.begin, worker["known_since"])
    for code, rule in story.policy.courses.items():
        if not is_for(rule.stages, profile.stage):
            continue
        months = rule.every_months or 36
        back = int(months * 30.4 * chance.uniform(0.05, 0.98))
        chance_late = 0.3 if profile.told in ("crowded-out", "new") else 0.07
        if chance.random() < chance_late:
            back = int(months * 30.4 * chance.uniform(1.02, 1.2))
        on = story.policy.days.on_or_before(story.ago(back))
        if on > worker["starts_on"]:
            _booking(story, worker, code, on=on, step=("attended", max(on, known), ""))
    missed: tuple[tuple[int, str], ...] = _CROWDED_MISSED
    if profile.told != "crowded-out":
        missed = _missed_by_others(worker, chance)
    codes = list(story.policy.courses)
    for n, (days, reason) in enumerate(missed):
        on = story.policy.days.on_or_before(story.ago(days))
        if on < known:
            continue
        code = codes[n % 4]
        state = "did not attend" if n % 3 else "cancelled late"
        _booking(story, worker, code, on=on, step=(state, on, reason))
    _ahead(story, worker, chance)


def _missed_by_others(worker: dict[str, Any], chance: random.Random) -> tuple[tuple[int, str], ...]:
    reasons = ("sickness", "leave", "caring", "crisis for a child")
    if worker["id"] % 3 == 0:
        return ((chance.randint(100, 330), chance.choice(reasons)),)
    return ()


def _ahead(story: Story, worker: dict[str, Any], chance: random.Random) -> None:
    """One that has passed without being recorded, one booked, one wished for."""
    codes = list(story.policy.courses)
    if worker["id"] % 9 == 4:
        on = story.policy.days.on_or_before(story.ago(5))
        _booking(story, worker, codes[1], on=on, step=("booked", story.ago(60), ""))
    if worker["id"] % 2:
        on = story.policy.days.on_or_after(story.today + timedelta(days=chance.randint(4, 50)))
        code = codes[worker["id"] % 4]
        _booking(story, worker, code, on=on, step=("booked", story.ago(20), ""))
    if worker["id"] % 4 == 0:
        title = chance.choice(words.WISHED)
        _booking(story, worker, "", None, title=title, step=("wished", story.ago(30), ""))


def _booking(
    story: Story,
    worker: dict[str, Any],
    code: str,
    on: date | None,
    *,
    step: tuple[str, date, str],
    title: str = "",
) -> int:
    state, known, reason = step
    booking_id = story.add(
        TrainingBooking,
        worker_id=worker["id"],
        course=code,
        title=title or story.policy.courses[code].words,
        on_date=on,
        recorded_on=known,
    )
    story.add(TrainingStep, booking_id=booking_id, state=state, on_date=known, reason=reason)
    return booking_id


def _development(
    story: Story, worker: dict[str, Any], profile: Profile, chance: random.Random
) -> None:
    """Pieces for the year of registration; the crowded-out worker has none yet."""
    if profile.stage is Stage.FAMILY_SUPPORT:
        return
    number = 0 if profile.told == "crowded-out" else chance.randint(0, 2)
    for n in range(number + 2):  # two of the year before, whatever this year brought
        days = chance.randint(5, 80) if n < number else chance.randint(100, 330)
        on = max(worker["known_since"], story.ago(days))
        story.add(
            CpdEntry,
            worker_id=worker["id"],
            on_date=on,
            title=chance.choice(words.PIECES),
            learned=chance.choice(words.LEARNED),
            with_peer=n % 2 == 0,
            recorded_on=on,
        )


def _goals(story: Story, worker: dict[str, Any], chance: random.Random) -> None:
    """A goal agreed in a session that was held; some reached."""
    held = [
        row
        for row in story.rows[SupervisionSession]
        if row["worker_id"] == worker["id"] and row.get("held_on")
    ]
    for n, (text, course) in enumerate(chance.sample(words.GOALS, 2)):
        place = -2 - 3 * n
        if len(held) < -place:
            continue
        session = held[place]
        is_over = n == 1 and worker["id"] % 2 == 0
        ended = None
        if is_over:
            ended = min(story.ago(3), session["held_on"] + timedelta(days=40))
        outcome = "shown in the last two records" if is_over else ""
        story.add(
            DevelopmentGoal,
            worker_id=worker["id"],
            text=text,
            by_on=story.policy.days.on_or_after(
                session["held_on"] + timedelta(days=chance.randint(50, 130))
            ),
            set_on=session["held_on"],
            session_id=session["id"],
            course=course,
            ended_on=ended,
            is_reached=is_over,
            outcome=outcome,
        )


def _dates(story: Story, worker: dict[str, Any], profile: Profile, chance: random.Random) -> None:
    """DBS, registration, insurance, appraisal; the end of an agency contract.

    One lapsed, one not on record.
    """
    deadline = date(story.today.year, 11, 30)
    if deadline >= story.today:
        registration = deadline
    else:
        registration = deadline.replace(year=deadline.year + 1)
    dbs = story.today + timedelta(days=chance.randint(95, 900))
    if worker["id"] % 9 == 5:
        dbs = story.ago(6)
    if worker["id"] % 9 == 6:
        dbs = story.today + timedelta(days=28)
    kinds = {"dbs": dbs, "appraisal": story.today + timedelta(days=chance.randint(8, 340))}
    if profile.stage is not Stage.FAMILY_SUPPORT:
        kinds["registration"] = registration
    if worker["id"] % 2:
        kinds["insurance"] = story.today + timedelta(days=chance.randint(2, 340))
    if profile.agency:
        kinds["agency-end"] = story.today + timedelta(days=87)
    if worker["id"] % 9 == 8:
        del kinds["appraisal"]
    for kind, due in kinds.items():
        recorded = max(worker["known_since"], min(story.ago(60), due))
        note = "applied for, waiting" if kind == "dbs" and due < story.today else ""
        story.add(
            ComplianceDate,
            worker_id=worker["id"],
            kind=kind,
            due_on=due,
            recorded_on=recorded,
            note=note,
        )


def _unfinished(
    story: Story, worker: dict[str, Any], on: date, pieces: int, chance: random.Random
) -> None:
    taken = {row["on_date"] for row in story.rows[DutyReturn] if row["worker_id"] == worker["id"]}
    if on >= worker["known_since"] and on not in taken:
        what = chance.choice(words.UNFINISHED)
        story.add(
            DutyReturn, worker_id=worker["id"], on_date=on, pieces=pieces, what=what, recorded_on=on
        )
