"""The demo's children: families, plans, dates and ratings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from supervision_tui.practice.spans import add_months
from supervision_tui.practice.terms import Plan, Stage
from supervision_tui.records import (
    Allocation,
    Child,
    FamilyGroup,
    PlanEpisode,
    RagEntry,
    TriggerDate,
)

from . import demo_words as words
from .demo_story import Profile, Story, StoryChild

_PLAN_MIX = {Plan.CIN: 34, Plan.CP: 22, Plan.CLA: 18, Plan.ASSESSMENT: 16, Plan.PLO: 4, Plan.CARE_LEAVER: 6}
_STEADY_MIX = {Plan.CIN: 46, Plan.CP: 12, Plan.CLA: 22, Plan.ASSESSMENT: 10, Plan.PLO: 2, Plan.CARE_LEAVER: 8}
_SUPPORT_MIX = {Plan.CIN: 55, Plan.EARLY_HELP: 45}

_IN_WORKING_HOURS = ("-held", "-made", "conference")


def tell_children(story: Story, worker: dict[str, Any], profile: Profile, wanted: int) -> list[StoryChild]:
    """Open children, and the closed ones of the years before, in families."""
    theirs: list[StoryChild] = []
    each = story.scale.closed, story.scale.workers
    closed = each[0] * worker["id"] // each[1] - each[0] * (worker["id"] - 1) // each[1]
    while len(theirs) < wanted + closed:
        ended = len(theirs) >= wanted
        left = (wanted + closed if ended else wanted) - len(theirs)
        five = left >= 5 and profile.told == "crowded-out" and not theirs
        size = 5 if five else story.random.choice((1, 1, 1, 2, 2, 3))
        theirs += _family(story, worker, profile, min(size, left), ended=ended)
    story.children += theirs
    return theirs


def _family(story: Story, worker: dict[str, Any], profile: Profile, size: int, *, ended: bool) -> list[StoryChild]:
    mix = _PLAN_MIX if profile.told in ("crowded-out", "new") else _STEADY_MIX
    mix = _SUPPORT_MIX if profile.stage is Stage.FAMILY_SUPPORT else mix
    plan = story.random.choices(list(mix), list(mix.values()))[0]
    while plan is Plan.CARE_LEAVER and size > 1:
        plan = story.random.choices(list(mix), list(mix.values()))[0]
    last_name = story.name().split()[-1]
    if profile.told == "crowded-out" and size == 5:
        plan = Plan.CP
    family = story.add(FamilyGroup, name=f"{last_name} {len(story.rows[FamilyGroup]) + 1}") if size > 1 else None
    start, end = _spell(story, worker, plan, ended=ended)
    red = plan in (Plan.CP, Plan.PLO) and story.random.random() < 0.12
    return [_child(story, worker, plan, family, last_name, start, end, red=red and n == 0) for n in range(size)]


def _spell(story: Story, worker: dict[str, Any], plan: Plan, *, ended: bool) -> tuple[date, date | None]:
    longest = {Plan.ASSESSMENT: 40, Plan.CIN: 330, Plan.CP: 420, Plan.PLO: 200, Plan.EARLY_HELP: 120}
    reach = min(longest.get(plan, 1400), (story.today - worker["known_since"]).days)
    back = story.random.randint(min(12, reach), max(12, reach))
    if not ended:
        return max(worker["known_since"], story.policy.days.on_or_before(story.ago(back))), None
    known = (story.today - worker["known_since"]).days
    first = story.ago(story.random.randint(min(30, known), max(30, known)))
    return first, min(story.ago(2), first + timedelta(days=story.random.randint(25, 300)))


def _child(
    story: Story,
    worker: dict[str, Any],
    plan: Plan,
    family: int | None,
    last_name: str,
    start: date,
    end: date | None,
    *,
    red: bool,
) -> StoryChild:
    ref = f"C-{1001 + len(story.rows[Child])}"
    age = story.random.randint(17, 19) if plan is Plan.CARE_LEAVER else story.random.randint(0, 16)
    child_id = story.add(
        Child,
        ref=ref,
        name=f"{story.random.choice(words.FIRST_NAMES)} {last_name}",
        born=story.today - timedelta(days=age * 365 + story.random.randint(5, 360)),
        sex=story.random.choice(("female", "male")),
        team_id=worker["team_id"],
        family_id=family,
        known_since=start,
        closed_on=end,
        close_reason="no longer in need" if end else "",
    )
    known_since = start == worker["known_since"]
    story.add(
        Allocation,
        child_id=child_id,
        worker_id=worker["id"],
        team_id=worker["team_id"],
        starts_on=start,
        ends_on=end,
        known_since=known_since,
    )
    before = story.random.randint(0, 200) if known_since else 0
    plan_start = start - timedelta(days=before)
    category = story.random.choice(words.CATEGORIES) if plan is Plan.CP else ""
    story.add(PlanEpisode, child_id=child_id, plan=plan, starts_on=plan_start, ends_on=end, category=category)
    _dates(story, child_id, plan, plan_start, start)
    _ratings(story, child_id, start, end, red=red)
    return StoryChild(child_id, ref, plan, family, start, worker["id"], red=red, leaves=end)


def _dates(story: Story, child_id: int, plan: Plan, plan_start: date, known: date) -> None:
    """The trigger dates that a child on such a plan has."""

    def put(event: str, on: date) -> None:
        if event.endswith(_IN_WORKING_HOURS):
            on = story.policy.days.on_or_before(on)
        if on <= story.today:
            recorded = max(on, known)
            story.add(TriggerDate, child_id=child_id, event=event, on_date=on, source="demo", recorded_on=recorded)

    some = story.random.randint
    days_before = some(3, 50)
    put("referral", plan_start - timedelta(days=min(days_before, 4) if plan is Plan.ASSESSMENT else days_before))
    if plan is Plan.ASSESSMENT:
        put("assessment-start", plan_start)
    if plan is Plan.CP:
        put("strategy", plan_start - timedelta(days=14))
        put("icpc", plan_start)
        put("core-group-held", max(plan_start, story.ago(some(5, 50))))
        put("cp-visit-made", max(plan_start, story.ago(some(1, 16))))
        if plan_start < story.ago(100):
            put("review-conference", max(add_months(plan_start, 3), story.ago(some(10, 170))))
    if plan is Plan.CIN:
        put("cin-visit-made", max(plan_start, story.ago(some(1, 32))))
        put("cin-review-held", max(plan_start, story.ago(some(5, 50))))
    if plan is Plan.CLA:
        put("looked-after", plan_start)
        put("placement", max(plan_start, story.ago(some(20, 300))))
        put("cla-visit-made", max(plan_start, story.ago(some(2, 45))))
        put("cla-review-held", max(plan_start, story.ago(some(10, 190))))
        put("health-held", max(plan_start, story.ago(some(20, 380))))
    if plan is Plan.PLO:
        put("letter", max(plan_start, story.ago(some(10, 100))))
    if plan is Plan.CARE_LEAVER:
        put("pathway-plan", max(plan_start, story.ago(some(20, 190))))


def _ratings(story: Story, child_id: int, start: date, end: date | None, *, red: bool) -> None:
    on = start
    until = end or story.today
    while on < until:
        rag = story.random.choices(("green", "amber"), (5, 4))[0]
        _rate(story, child_id, rag, on)
        on += timedelta(days=story.random.randint(30, 110))
    if red:
        _rate(story, child_id, "red", max(start, story.ago(story.random.randint(1, 25))))


def _rate(story: Story, child_id: int, rag: str, on: date) -> None:
    reason = story.random.choice(words.RAG_REASONS[rag])
    story.add(RagEntry, child_id=child_id, rag=rag, reason=reason, on_date=on)
