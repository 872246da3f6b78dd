"""The demo's sessions: held by the app's own agenda, lost, planned.

Discussions, directions, personal records.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import Any

from supervision_tui.desk.vault_facts import manager_words
from supervision_tui.practice.policy.reflective_models import is_reflective
from supervision_tui.practice.supervision.agenda import draw_up
from supervision_tui.practice.supervision.caseload import minutes_for_children
from supervision_tui.practice.vocabulary import Stage
from supervision_tui.records import (
    Acknowledgement,
    CaseDiscussion,
    Direction,
    DirectionDate,
    PersonalRecord,
    Pin,
    SessionMove,
    SupervisionSession,
    WorkerLeave,
)

from . import words
from .dates_due import VISITS, put_on_record
from .story import HOURS, Profile, Story, StoryChild

_SCALES_FROM = 5  # the age at which a child is asked for a point on a scale
_VISITS_DAYS = 60  # how far back the visits of which supervision speaks are put on record besides
_HALF_TERMS = (1, 2, 5, 9, 10)  # months in which leave for a half term is booked


@dataclass(frozen=True, slots=True)
class _Shared:
    """The texts written once for brothers and sisters in a session, and the day they were seen."""

    stages: dict[str, str]
    judgement: words.Judgement
    seen: date


def tell_sessions(
    story: Story, worker: dict[str, Any], profile: Profile, theirs: list[StoryChild]
) -> None:
    """Every session from the first to eight weeks ahead."""
    on = worker["known_since"] + timedelta(days=story.random.randint(2, 12))
    clock = story.random.choice(HOURS)
    late_from = story.ago({"slipping": 30}.get(profile.told, 0))
    while (on := story.free_day(worker["team_id"], on)) < late_from:
        interval = _interval(story, worker, profile, on)
        if _is_away(story, worker, on):
            on += timedelta(days=7)
            continue
        if _is_lost(story, profile, on):
            _lost(story, worker, profile, on, clock)
            again = story.policy.days.add(on, story.random.randint(2, 5))
            if story.random.random() < 0.7 and not profile.told:
                on = again
            else:
                on = on + timedelta(days=interval)
            continue
        _held(story, worker, profile, on=on, clock=clock, theirs=theirs)
        on += timedelta(days=story.policy.days.between(on, on + timedelta(days=interval)) * 7 // 5)
    _still_to_come(story, worker, profile, on, clock)
    _not_yet_discussed(story, worker, profile, theirs)


def _interval(story: Story, worker: dict[str, Any], profile: Profile, on: date) -> int:
    if profile.stage is Stage.NEWLY_QUALIFIED:
        return story.policy.stages[profile.stage].interval_on(worker["starts_on"], on)
    return profile.interval


def _is_away(story: Story, worker: dict[str, Any], on: date) -> bool:
    return any(
        leave["worker_id"] == worker["id"] and leave["starts_on"] <= on <= leave["ends_on"]
        for leave in story.rows[WorkerLeave]
    )


def _is_lost(story: Story, profile: Profile, on: date) -> bool:
    if profile.told == "crowded-out" and (
        on >= story.ago(33) or story.ago(76) <= on < story.ago(55)
    ):
        return True
    if profile.told == "slipping" and on > story.ago(55):
        return True
    return story.random.random() < profile.lost


def _lost(story: Story, worker: dict[str, Any], profile: Profile, on: date, clock: str) -> None:
    mostly = {
        "crowded-out": ("workload", "duty"),
        "slipping": ("worker sick", "manager sick", "leave"),
    }
    reasons = mostly.get(profile.told, ("leave", "court", "worker sick", "crisis for a child"))
    story.add(
        SupervisionSession,
        worker_id=worker["id"],
        planned_on=on,
        planned_time=clock,
        minutes=profile.minutes,
        state="cancelled",
        cancelled_on=on,
        cancel_reason=story.random.choice(reasons),
    )


def _held(
    story: Story,
    worker: dict[str, Any],
    profile: Profile,
    on: date,
    clock: str,
    *,
    theirs: list[StoryChild],
) -> None:
    if story.random.random() < 0.85:
        minutes_held = profile.minutes
    else:
        minutes_held = profile.minutes - 15
    session_id = story.add(
        SupervisionSession,
        worker_id=worker["id"],
        planned_on=on,
        planned_time=story.hour(worker["team_id"], on, clock),
        minutes=profile.minutes,
        state="held",
        held_on=on,
        minutes_held=minutes_held,
        model="kolb",
        signed_by=manager_words(words.MANAGER_NAME, words.MANAGER_ROLE),
    )
    if story.random.random() < 0.06:
        before = story.policy.days.on_or_before(on - timedelta(days=story.random.randint(1, 4)))
        story.add(
            SessionMove,
            session_id=session_id,
            from_on=before,
            to_on=on,
            moved_on=before,
            reason="court",
        )
    there = {
        child.ref: child
        for child in theirs
        if child.allocated <= on and (child.leaves is None or child.leaves > on)
    }
    minutes = minutes_for_children(profile.minutes, story.policy)
    agenda = draw_up((child.case() for child in there.values()), on, minutes, on, story.policy)
    told: dict[int | str, _Shared] = {}  # by family, or by child
    for item in agenda.items:
        child = there[item.child.ref]
        child.last = on
        together = child.family or child.ref
        if together not in told:
            told[together] = _shared(story, child, profile, on)
        _discussed(story, session_id, child, told[together], on)
        for _ in range(int(story.random.uniform(0, 2 * story.scale.directions) + 0.5)):
            _direction(story, session_id, child, worker=worker, profile=profile, on=on)
    _personal(story, session_id, worker, profile, on)
    _workers_word(story, session_id, on)
    signed_on = story.policy.days.add(on, story.random.choice((0, 0, 1, 2, 4)))
    story.signed.append(
        (session_id, datetime.combine(min(signed_on, story.today), time(16, 5), UTC))
    )


def _shared(story: Story, child: StoryChild, profile: Profile, on: date) -> _Shared:
    share_deep = 0.35 if profile.told else 0.7
    deep = story.random.random() < share_deep
    judgement = story.judgement(child, on)
    stages = {"experience": story.text_for(child, words.STAGES["experience"], on)}
    if deep:
        stages |= {
            "reflection": story.text_for(child, words.STAGES["reflection"], on),
            "analysis": judgement.analysis,
            "action": story.text_for(child, words.STAGES["action"], on),
        }
    seen = story.policy.days.on_or_before(on - timedelta(days=story.random.randint(1, 12)))
    return _Shared(stages, judgement, max(seen, child.allocated))


def _discussed(story: Story, session_id: int, child: StoryChild, shared: _Shared, on: date) -> None:
    """A child is discussed; what does not fit this one of the children is said otherwise."""
    if child.is_of(shared.judgement.fit, on):
        judgement = shared.judgement
    else:
        judgement = story.judgement(child, on)
    if "analysis" in shared.stages:
        own_stages = {"analysis": judgement.analysis}
    else:
        own_stages = {}
    stages = {
        stage: text if child.fits(text, on) else story.text_for(child, words.STAGES[stage], on)
        for stage, text in shared.stages.items()
    } | own_stages
    seen = shared.seen
    voice = ""
    if story.random.random() < 0.8:
        voice = story.text_for(child, words.VOICE, on)
    voice_on = seen if voice else None
    voice_how = ""
    if voice:
        voice_how = words.HEARD[voice]
    story.add(
        CaseDiscussion,
        session_id=session_id,
        child_id=child.id,
        discussed=True,
        voice=voice.format(day=f"{seen.day} {seen:%b}"),
        model="kolb",
        reflection=json.dumps(stages),
        is_reflective=is_reflective(stages, story.policy.reflection),
        known=story.text_for(child, words.KNOWN, on),
        not_known=story.text_for(child, words.NOT_KNOWN, on),
        managers_view=judgement.view,
        decision=judgement.decision,
        contingency=judgement.contingency,
        voice_on=voice_on,
        voice_how=voice_how,
        pace=judgement.pace,
        scales=_scales(story, child, on),
    )
    if voice and child.plan in VISITS and seen >= story.ago(_VISITS_DAYS):
        put_on_record(story, child, VISITS[child.plan], seen)


def _direction(
    story: Story,
    session_id: int | None,
    child: StoryChild,
    worker: dict[str, Any],
    profile: Profile,
    *,
    on: date,
) -> None:
    text, kind, owner, reason = _wanted(story, child, on)
    usual_owner = worker["name"] if kind == "worker" else "team manager"
    span = story.random.choice((5, 10, 15, 20, 25, 30))
    due = story.policy.days.add(on, span)
    closed, state = _kept(story, profile, child, on, due)
    child.given[text] = closed
    source = "supervision" if session_id else "ad hoc"
    lazy_reason = ""
    if story.random.random() < 0.03:
        lazy_reason = "the review is the first day all partners meet"
    outcome = story.random.choice(words.OUTCOMES) if closed else ""
    direction_id = story.add(
        Direction,
        child_id=child.id,
        session_id=session_id,
        worker_id=worker["id"],
        text=text,
        owner=owner or usual_owner,
        owner_kind=kind,
        reason=reason,
        given_on=on,
        due_on=due,
        typed=f"{span}wd",
        source=source,
        lazy_reason=lazy_reason,
        state=state,
        outcome=outcome,
        closed_on=closed,
    )
    story.add(DirectionDate, direction_id=direction_id, due_on=due, set_on=on, reason="")
    if state == "open" and story.random.random() < 0.15 and due < story.today:
        later = story.policy.days.add(due, 10)
        story.rows[Direction][direction_id - 1]["due_on"] = later
        why = story.random.choice(words.EXTENDED)
        story.add(DirectionDate, direction_id=direction_id, due_on=later, set_on=due, reason=why)


def _wanted(story: Story, child: StoryChild, on: date) -> tuple[str, str, str, str]:
    """A direction for this child: a new one, else one that was closed before this day."""
    fitting = [each for each in words.DIRECTIONS if child.fits(each[0], on)]
    new = [each for each in fitting if each[0] not in child.given]
    closed = [each for each in fitting if (child.given.get(each[0]) or on) < on]
    return story.random.choice(new or closed or fitting)


def _kept(
    story: Story, profile: Profile, child: StoryChild, on: date, due: date
) -> tuple[date | None, str]:
    """Choose on which day a direction was closed, if it was."""
    slow = 20 if profile.told == "crowded-out" else 5
    done = due + timedelta(days=story.random.randint(-12, slow))
    done = max(story.policy.days.on_or_before(done), story.policy.days.add(on, 1))
    if child.leaves:
        done = min(done, max(child.leaves, on))
    forgotten = profile.told != "new" and due > story.ago(45) and story.random.random() < 0.05
    if done <= story.today and (not forgotten or child.leaves):
        return done, "done"
    state = "open"
    if due < story.today and story.random.random() < 0.2:
        state = "part"
    return None, state


def _personal(
    story: Story, session_id: int, worker: dict[str, Any], profile: Profile, on: date
) -> None:
    texts = {name: story.random.choice(choice) for name, choice in words.PERSONAL.items()}
    if on.month in _HALF_TERMS and story.random.random() < 0.3:
        texts["leave"] = "Leave booked for half term."
    if profile.told == "crowded-out" and story.random.random() < 0.4:
        texts |= words.CROWDED
    story.add(PersonalRecord, session_id=session_id, worker_id=worker["id"], **texts)


def _scales(story: Story, child: StoryChild, on: date) -> str:
    """Points on the scale, for some children old enough; the worker sees it better than they do."""
    if child.id % 3 or child.age(on) < _SCALES_FROM:
        return "{}"
    worker = min(10, max(0, (child.id % 5) + story.random.randint(1, 4)))
    points = {"worker": worker, "child": max(0, worker - story.random.randint(0, 3))}
    title = next(
        scale.title
        for scale in chain.from_iterable(model.scales for model in story.policy.models.values())
    )
    return json.dumps({title: points})


def _workers_word(story: Story, session_id: int, on: date) -> None:
    """Tell what the worker said to the record within two weeks; nobody has asked of the latest."""
    said_on = story.policy.days.add(on, story.random.randint(3, 9))
    if said_on > story.today:
        return
    disagrees = story.random.random() < 0.04
    says = "disagreed" if disagrees else "acknowledged"
    said = ""
    if disagrees:
        said = story.random.choice(words.DISAGREEMENTS)
    story.add(
        Acknowledgement,
        session_id=session_id,
        says=says,
        words=said,
        how="in person",
        said_on=said_on,
        recorded_at=datetime.combine(said_on, time(15, 0), UTC),
    )


def _still_to_come(
    story: Story, worker: dict[str, Any], profile: Profile, on: date, clock: str
) -> None:
    """Plan sessions: none for the one who slips, one unrecorded day, eight weeks for others."""
    if profile.told == "slipping":
        return
    if worker["id"] % 9 == 4:
        passed = story.policy.days.on_or_before(story.ago(3))
        story.add(
            SupervisionSession,
            worker_id=worker["id"],
            planned_on=passed,
            planned_time=clock,
            minutes=profile.minutes,
        )
    if profile.told == "crowded-out":
        on = story.working(2)
    on = max(on, story.policy.days.on_or_after(story.today))
    while on < story.today + timedelta(days=56):
        on = story.free_day(worker["team_id"], on)
        story.add(
            SupervisionSession,
            worker_id=worker["id"],
            planned_on=on,
            planned_time=story.hour(worker["team_id"], on, clock),
            minutes=profile.minutes,
        )
        on += timedelta(days=_interval(story, worker, profile, on))


def _not_yet_discussed(
    story: Story, worker: dict[str, Any], profile: Profile, theirs: list[StoryChild]
) -> None:
    """Directions at allocation, of which one or two are missing; one child is pinned."""
    still = sorted(
        (child for child in theirs if child.leaves is None), key=lambda child: child.allocated
    )[::-1]
    for number, child in enumerate(still):
        if number or worker["id"] % 4 or child.allocated < story.ago(12):
            _direction(story, None, child, worker=worker, profile=profile, on=child.allocated)
    settled = [child for child in theirs if child.leaves is None and child.last]
    if settled and worker["id"] % 2:
        pinned = story.random.choice(settled)
        story.add(Pin, child_id=pinned.id, by="worker", on_date=story.ago(2))
