"""The demo's children: families, plans, dates and ratings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from supervision_tui.practice.spans import add_months
from supervision_tui.practice.terms import Plan, Stage
from supervision_tui.records import (
    Allocation,
    Child,
    ChildEvent,
    ChildSource,
    FamilyGroup,
    PlanEpisode,
    RagEntry,
    SourceReading,
)

from . import demo_words as words
from .demo_story import Profile, Story, StoryChild

_PLAN_MIX = {Plan.CIN: 34, Plan.CP: 22, Plan.CLA: 18, Plan.ASSESSMENT: 16, Plan.PLO: 4, Plan.CARE_LEAVER: 6}
_STEADY_MIX = {Plan.CIN: 46, Plan.CP: 12, Plan.CLA: 22, Plan.ASSESSMENT: 10, Plan.PLO: 2, Plan.CARE_LEAVER: 8}
_SUPPORT_MIX = {Plan.CIN: 55, Plan.EARLY_HELP: 45}

_IN_WORKING_HOURS = (
    *("-held", "-made", "-authorised", "conference", "strategy", "assessment-start", "referral"),
    *("letter", "pathway-plan", "placement"),
)
_TOGETHER = (  # what brothers and sisters have on one day
    *("referral", "strategy", "icpc", "core-group-held", "cp-visit-made", "review-conference", "letter"),
    *("assessment-start", "assessment-authorised", "cin-visit-made", "cin-review-held"),
)
_SOURCE = "council's export"
_FILE = "council's export, invented"
_HAND = f"by hand, {words.MANAGER_NAME}, {words.MANAGER_ROLE}"
_TOLD = (  # the events of which Annex A has a column
    "assessment-authorised assessment-start cin-visit-made cla-review-held cla-visit-made cp-visit-made health-held "
    "icpc looked-after pathway-plan placement referral review-conference strategy"
)
_ONLY_BY_HAND = ("core-group-held", "cin-review-held")  # no export holds them
_BY_HAND = (*_ONLY_BY_HAND, "letter")
_WRITTEN_DOWN_DAYS = 35  # since when the manager puts on record what no export holds
_LEAST_BEFORE_PLAN = 21  # days from a referral to a plan: the strategy discussion lies between
_PROTECTED_BEFORE_PROCEEDINGS = 90  # days on a protection plan before the letter

_Put = Callable[[str, date], None]
_Some = Callable[[int, int], int]


@dataclass(slots=True)
class _Siblings:
    """What the children of a family have together: the start of their plan, and days by event and start."""

    family: int | None
    plan_start: date | None = None
    days: dict[tuple[str, date], date] = field(default_factory=dict)


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
    siblings = _Siblings(family)
    return [_child(story, worker, plan, siblings, last_name, start, end, red=red and n == 0) for n in range(size)]


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
    siblings: _Siblings,
    last_name: str,
    start: date,
    end: date | None,
    *,
    red: bool,
) -> StoryChild:
    ref = f"C-{1001 + len(story.rows[Child])}"
    age = story.random.randint(17, 19) if plan is Plan.CARE_LEAVER else story.random.randint(0, 16)
    name = f"{story.random.choice(words.FIRST_NAMES)} {last_name}"
    born = story.today - timedelta(days=age * 365 + story.random.randint(5, 360))
    child_id = story.add(
        Child,
        ref=ref,
        name=name,
        born=born,
        sex=story.random.choice(("female", "male")),
        team_id=worker["team_id"],
        family_id=siblings.family,
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
    siblings.plan_start = siblings.plan_start or start - timedelta(days=before)
    category = story.random.choice(words.CATEGORIES) if plan is Plan.CP else ""
    plan_start = story.policy.days.on_or_before(max(siblings.plan_start, born - timedelta(days=60)))
    story.add(
        PlanEpisode, child_id=child_id, plan=plan, starts_on=plan_start, ends_on=end, category=category, source=_FILE
    )
    events = _Events(story, child_id, start, siblings)
    _dates(story, events.from_start(plan_start), plan, plan_start)
    if plan is Plan.PLO:
        _on_protection_plan_besides(story, events, child_id, plan_start, end)
    child = StoryChild(child_id, ref, plan, siblings.family, start, worker["id"], born, red=red, leaves=end)
    _ratings(story, child, start, end, red=red)
    return child


def _on_protection_plan_besides(
    story: Story, events: _Events, child_id: int, letter_on: date, end: date | None
) -> None:
    """The protection plan of a child in pre-proceedings, which began before the letter and goes on."""
    start = story.policy.days.on_or_before(letter_on - timedelta(days=_PROTECTED_BEFORE_PROCEEDINGS))
    category = story.aside.choice(words.CATEGORIES)
    story.add(
        PlanEpisode, child_id=child_id, plan=Plan.CP, starts_on=start, ends_on=end, category=category, source=_FILE
    )
    put = events.from_start(start)
    put("referral", start - timedelta(days=_LEAST_BEFORE_PLAN + 10))
    _dates_of_protection(story, put, start, story.aside.randint)


def _dates(story: Story, put: _Put, plan: Plan, plan_start: date) -> None:
    """The events that a child on such a plan has, in their order; what the export does not hold is not known here."""
    some = story.random.randint
    before = some(3, 50)
    if plan is Plan.ASSESSMENT:
        put("referral", plan_start - timedelta(days=min(before, 4)))
        put("assessment-start", plan_start)
        return
    referred = plan_start - timedelta(days=before + _LEAST_BEFORE_PLAN)
    if plan is not Plan.PLO:
        put("referral", referred)
    if plan is Plan.CP:
        _dates_of_protection(story, put, plan_start, some)
    if plan is Plan.CIN:
        put("assessment-start", referred + timedelta(days=1))
        put("assessment-authorised", plan_start)
        put("cin-visit-made", max(plan_start, story.ago(some(1, 32))))
        put("cin-review-held", max(plan_start + timedelta(days=14), story.ago(some(5, 50))))
    if plan is Plan.CLA:
        put("looked-after", plan_start)
        put("placement", max(plan_start, story.ago(some(20, 300))))
        put("cla-visit-made", max(plan_start, story.ago(some(2, 45))))
        _reviews_of_care(story, put, plan_start, story.ago(some(10, 190)))
        put("health-held", max(plan_start + timedelta(days=10), story.ago(some(20, 380))))
    if plan is Plan.PLO:
        some(10, 100)
        put("letter", plan_start)
    if plan is Plan.CARE_LEAVER:
        put("pathway-plan", max(plan_start, story.ago(some(20, 190))))


def _dates_of_protection(story: Story, put: _Put, plan_start: date, some: _Some) -> None:
    put("strategy", plan_start - timedelta(days=14))
    put("icpc", plan_start)
    put("core-group-held", max(plan_start + timedelta(days=7), story.ago(some(5, 50))))
    put("cp-visit-made", max(plan_start, story.ago(some(1, 16))))
    if plan_start < story.ago(100):
        put("review-conference", max(add_months(plan_start, 3), story.ago(some(10, 170))))


def _reviews_of_care(story: Story, put: _Put, plan_start: date, last: date) -> None:
    """The reviews of a child looked after, by the law's ladder: within 20 working days, 3 months, then every 6."""
    on = story.policy.days.add(plan_start, 18)
    months, last = 3, story.policy.days.on_or_before(max(last, on))
    held: set[date] = set()
    while on < last:
        held.add(story.policy.days.on_or_before(on))
        on, months = add_months(on, months), 6
    for each in sorted({*held, last}):
        put("cla-review-held", each)


class _Events:
    """Puts the events of one child on record: from the export, but for those that only a person can know."""

    def __init__(self, story: Story, child_id: int, known: date, siblings: _Siblings) -> None:
        self._story, self._child_id, self._known, self._siblings = story, child_id, known, siblings
        if not story.rows[SourceReading]:
            story.add(SourceReading, source=_SOURCE, events=_TOLD, read_on=story.today)
        story.add(ChildSource, child_id=child_id, reading_id=1, recorded_on=known)

    def from_start(self, plan_start: date) -> _Put:
        """Give what puts the events of a plan that began then on record."""
        return lambda event, on: self._put(event, plan_start, on)

    def _put(self, event: str, plan_start: date, on: date) -> None:
        """Put an event on record where it has come; of what no export holds only what the manager wrote down."""
        story, siblings = self._story, self._siblings
        if event in _TOGETHER:
            on = siblings.days.setdefault((event, plan_start), on)
        if event.endswith(_IN_WORKING_HOURS):
            on = story.policy.days.on_or_before(on)
        if on > story.today:
            return
        by_hand = event in _BY_HAND
        if event in _ONLY_BY_HAND and (
            on < story.ago(_WRITTEN_DOWN_DAYS) or (siblings.family or self._child_id) % 3 == 0
        ):
            return
        story.add(
            ChildEvent,
            child_id=self._child_id,
            event=event,
            on_date=on,
            source=_HAND if by_hand else _FILE,
            by_hand=by_hand,
            how=story.aside.choice(("seen", "seen alone")) if event.endswith("visit-made") else "",
            recorded_on=max(on, self._known),
        )


def _ratings(story: Story, child: StoryChild, start: date, end: date | None, *, red: bool) -> None:
    on = start
    until = end or story.today
    while on < until:
        rag = story.random.choices(("green", "amber"), (5, 4))[0]
        _rate(story, child, rag, on)
        on += timedelta(days=story.random.randint(30, 110))
    if red:
        _rate(story, child, "red", max(start, story.ago(story.random.randint(1, 25))))


def _rate(story: Story, child: StoryChild, rag: str, on: date) -> None:
    on = max(child.allocated, story.policy.days.on_or_before(on))
    reason = story.text_for(child, words.RAG_REASONS[rag], on)
    story.add(RagEntry, child_id=child.id, rag=rag, reason=reason, on_date=on)
