"""The demo's audits: two practice weeks, a dip sample under way, second grades, required actions.

Themes.
"""

from __future__ import annotations

import json
import random
from datetime import date, timedelta

from supervision_tui.desk.audits.samples import STRATA
from supervision_tui.practice.audit import Grade
from supervision_tui.practice.days.spans import monday_of
from supervision_tui.practice.policy.council_forms import FormKind
from supervision_tui.practice.sampling import draw
from supervision_tui.practice.vocabulary import AuditKind, DirectionSource
from supervision_tui.records import (
    Audit,
    AuditFinding,
    CaseDiscussion,
    DevelopmentGoal,
    DipSample,
    Direction,
    DirectionDate,
    PracticeWeek,
    SampledChild,
    SupervisionSession,
    ThemeTag,
)

from . import words
from .story import Story, StoryChild

_AUDITORS = ("Principal social worker", "Audit lead", "Team manager, Duty")
_WEEKS = ((150, 0.45), (45, 0.68))  # days ago, share graded good
_SEASONS = ("Winter", "Spring", "Summer", "Autumn")
_IN_A_WEEK = 8  # audits for every nine workers
_SAMPLE_AGO, _SAMPLE_SIZE, _SEED = 12, 9, 4471
_DONE_OF_SAMPLE = 3


def tell_audits(story: Story) -> None:
    """For every nine workers two practice weeks' worth of audits; one sample.

    Themes on every other discussion.
    """
    chance = random.Random(f"{story.seed} audits")
    there = sorted(
        (child for child in story.children if child.leaves is None), key=lambda each: each.ref
    )
    groups = max(1, story.scale.workers // 9)
    for ago, good in _WEEKS:
        monday = monday_of(story.ago(ago))
        name = f"{_SEASONS[monday.month % 12 // 3]} practice week"
        story.add(
            PracticeWeek,
            name=name,
            starts_on=monday,
            ends_on=monday + timedelta(days=4),
            recorded_on=story.ago(ago + 20),
        )
        known = [child for child in there if child.allocated < monday]
        for n, child in enumerate(chance.sample(known, min(len(known), _IN_A_WEEK * groups))):
            _audit(story, child, monday + timedelta(days=n % 5), good=good, number=n, chance=chance)
    _sample(story, there, chance)
    _of_a_worker(story)
    _themes(story, chance)


def _audit(
    story: Story, child: StoryChild, on: date, good: float, number: int, *, chance: random.Random
) -> int:
    grade = _grade(good, chance)
    second = {}
    if number % 2 == 0:
        other = min(3, max(0, grade.rank + chance.choice((0, 0, 0, 1, 1, -1))))
        second = {
            "moderator": _AUDITORS[(number + 1) % 3],
            "moderated_on": on + timedelta(days=6),
            "moderated_grade": str(list(Grade)[other]),
        }
    learning_held_on = None
    if on < story.ago(20):
        learning_held_on = on + timedelta(days=9)
    audit_id = story.add(
        Audit,
        kind=str(AuditKind.CASE_FILE),
        child_id=child.id,
        worker_id=child.worker_id,
        auditor=_AUDITORS[number % 3],
        audited_on=on,
        recorded_on=on,
        grade=str(grade),
        summary=chance.choice(words.AUDIT_SUMMARIES[grade.is_good]),
        learning_on=on + timedelta(days=10),
        learning_held_on=learning_held_on,
        **second,
    )
    form = story.policy.form(FormKind.AUDIT, AuditKind.CASE_FILE)
    for criterion in (section.id for section in form.sections):
        near = list(Grade)[min(3, max(0, grade.rank + chance.choice((-1, 0, 0, 0, 1))))]
        found = chance.choice(words.AUDIT_FINDINGS[criterion][near.is_good])
        story.add(
            AuditFinding, audit_id=audit_id, criterion=criterion, grade=str(near), words=found
        )
    for tag in chance.sample(words.TAGS, chance.choice((0, 1, 1, 2))):
        story.add(ThemeTag, tag=tag, audit_id=audit_id, set_on=on)
    if not grade.is_good:
        _required(story, child, audit_id, on, number)
    return audit_id


def _grade(good: float, chance: random.Random) -> Grade:
    if chance.random() < good:
        if chance.random() < 0.15:
            return Grade.OUTSTANDING
        return Grade.GOOD
    if chance.random() < 0.12:
        return Grade.INADEQUATE
    return Grade.REQUIRES_IMPROVEMENT


def _required(story: Story, child: StoryChild, audit_id: int, on: date, number: int) -> None:
    actions = [each for each in words.AUDIT_ACTIONS if child.fits(each[0], on)]
    text, reason = actions[number % len(actions)]
    due = story.policy.days.add(on, 15)
    closed = None
    if due < story.today:
        closed = story.policy.days.on_or_before(due - timedelta(days=number % 4))
    state = "done" if closed else "open"
    outcome = "Done, and on the file." if closed else ""
    direction_id = story.add(
        Direction,
        child_id=child.id,
        worker_id=child.worker_id,
        text=text,
        owner=story.worker_name(child.worker_id),
        owner_kind="worker",
        reason=reason,
        given_on=on,
        due_on=due,
        typed="15wd",
        source=str(DirectionSource.AUDIT),
        audit_id=audit_id,
        state=state,
        outcome=outcome,
        closed_on=closed,
    )
    story.add(DirectionDate, direction_id=direction_id, due_on=due, set_on=on)


def _sample(story: Story, there: list[StoryChild], chance: random.Random) -> None:
    """A sample drawn by the app's own rule, of which the first few have been looked at."""
    on = story.policy.days.on_or_before(story.ago(_SAMPLE_AGO))
    seen = [child for child in there if child.last is not None and child.allocated < on]
    strata = {child.ref: f"{story.worker_name(child.worker_id)}, {child.plan}" for child in seen}
    excluded = [(child.ref, "never discussed yet") for child in there if child not in seen]
    sample_id = story.add(
        DipSample,
        drawn_on=on,
        seed=_SEED,
        size=_SAMPLE_SIZE,
        strata=",".join(STRATA),
        population=len(seen),
        excluded=json.dumps(excluded),
    )
    by_ref = {child.ref: child for child in seen}
    for n, each in enumerate(draw(strata, _SAMPLE_SIZE, _SEED)):
        child = by_ref[each.ref]
        story.add(SampledChild, sample_id=sample_id, child_id=child.id, stratum=each.stratum)
        if n < _DONE_OF_SAMPLE:
            _audit(
                story,
                child,
                story.policy.days.add(on, 1 + n),
                good=0.7,
                number=2 * n + 1,
                chance=chance,
            )


def _of_a_worker(story: Story) -> None:
    """A supervision file was looked at, and something is asked of the worker."""
    on = story.policy.days.on_or_before(story.ago(9))
    audit_id = story.add(
        Audit,
        kind=str(AuditKind.SUPERVISION_FILE),
        worker_id=2,
        auditor=_AUDITORS[0],
        audited_on=on,
        recorded_on=on,
        grade=str(Grade.REQUIRES_IMPROVEMENT),
        summary="Sessions are late, and what was reflected on is seldom taken up again.",
        learning_on=story.policy.days.add(story.today, 3),
    )
    for criterion in ("lived-experience", "impact", "depth"):
        found = words.AUDIT_FINDINGS[criterion][False][0]
        story.add(
            AuditFinding,
            audit_id=audit_id,
            criterion=criterion,
            grade=str(Grade.REQUIRES_IMPROVEMENT),
            words=found,
        )
    story.add(
        DevelopmentGoal,
        worker_id=2,
        text="Bring one case to the reflecting team each month",
        by_on=story.working(30),
        set_on=on,
        audit_id=audit_id,
    )


def _themes(story: Story, chance: random.Random) -> None:
    held = {n: row.get("held_on") for n, row in enumerate(story.rows[SupervisionSession], 1)}
    for n, row in enumerate(story.rows[CaseDiscussion], 1):
        on = held.get(row["session_id"])
        if on is None or not row.get("discussed", True) or chance.random() < 0.5:
            continue
        for tag in chance.sample(words.TAGS, chance.choice((1, 1, 2))):
            story.add(ThemeTag, tag=tag, discussion_id=n, set_on=on)
