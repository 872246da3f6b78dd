"""The demo's children: families, births, plans and ratings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from supervision_tui.practice.days.spans import add_months
from supervision_tui.practice.vocabulary import Plan, Stage
from supervision_tui.records import Allocation, Child, FamilyGroup, PlanEpisode, RagEntry

from . import words
from .dates_due import FILE, SharedDays, tell_dates, tell_source
from .story import Profile, Story, StoryChild

_PLAN_MIX = {
    Plan.CIN: 34,
    Plan.CP: 22,
    Plan.CLA: 18,
    Plan.ASSESSMENT: 16,
    Plan.PLO: 4,
    Plan.CARE_LEAVER: 6,
}
# Of a newly qualified worker.
_NEW_MIX = {Plan.CIN: 56, Plan.CP: 10, Plan.CLA: 8, Plan.ASSESSMENT: 26}
_STEADY_MIX = {
    Plan.CIN: 46,
    Plan.CP: 12,
    Plan.CLA: 22,
    Plan.ASSESSMENT: 10,
    Plan.PLO: 2,
    Plan.CARE_LEAVER: 8,
}
_SUPPORT_MIX = {Plan.CIN: 55, Plan.EARLY_HELP: 45}

# Days here, open.
_LONGEST = {Plan.ASSESSMENT: 40, Plan.CIN: 330, Plan.CP: 420, Plan.PLO: 200, Plan.EARLY_HELP: 120}
# Days here, closed.
_LASTED = {Plan.ASSESSMENT: (25, 55), Plan.EARLY_HELP: (60, 180), Plan.CIN: (60, 250)}
# how many were here before the vault was made, and up to how many days their plan is older
_KNOWN_BEFORE = {
    Plan.CLA: (0.5, 2200),
    Plan.CARE_LEAVER: (0.4, 500),
    Plan.CP: (0.12, 240),
    Plan.CIN: (0.08, 120),
}
_PROTECTED_BEFORE_PROCEEDINGS = 90  # days on a protection plan before the letter
_GROWN_DAYS = int(17.9 * 365)
_APART_DAYS = 300  # between the births of brothers and sisters


@dataclass(slots=True)
class _Family:
    """The facts that a family's children share: a surname, a plan since a day, dates, ratings."""

    id: int | None
    last_name: str
    plan: Plan
    category: str
    start: date
    end: date | None
    plan_start: date
    ratings: list[tuple[date, str]]
    reasons: dict[tuple[date, str], str] = field(default_factory=dict)
    days: SharedDays = field(default_factory=dict)


def tell_children(
    story: Story, worker: dict[str, Any], profile: Profile, wanted: int
) -> list[StoryChild]:
    """Open children, and the closed ones of the years before, in families."""
    theirs: list[StoryChild] = []
    each = story.scale.closed, story.scale.workers
    closed = each[0] * worker["id"] // each[1] - each[0] * (worker["id"] - 1) // each[1]
    while len(theirs) < wanted + closed:
        ended = len(theirs) >= wanted
        wanted_here = wanted
        if ended:
            wanted_here = wanted + closed
        left = wanted_here - len(theirs)
        five = left >= 5 and profile.told == "crowded-out" and not theirs
        size = 5 if five else story.random.choice((1, 1, 1, 2, 2, 3))
        theirs += _family(story, worker, profile, min(size, left), ended=ended)
    story.children += theirs
    return theirs


def _family(
    story: Story, worker: dict[str, Any], profile: Profile, size: int, *, ended: bool
) -> list[StoryChild]:
    plan = _plan(story, profile, size)
    last_name = story.family_name()
    row = None
    if size > 1:
        row = story.add(FamilyGroup, name=f"{last_name} {len(story.rows[FamilyGroup]) + 1}")
    start, end = _spell(story, worker, plan, ended=ended)
    plan_start = start
    share, longest = _KNOWN_BEFORE.get(plan, (0.0, 0))
    if not ended and size < 5 and story.random.random() < share:
        start = worker["known_since"]
        plan_start = story.policy.days.on_or_before(
            start - timedelta(days=story.random.randint(0, longest))
        )
    category = story.random.choice(words.CATEGORIES)
    family = _Family(
        row,
        last_name,
        plan,
        category=category,
        start=start,
        end=end,
        plan_start=plan_start,
        ratings=_ratings(story, start, end),
    )
    red = end is None and plan in (Plan.CP, Plan.PLO) and story.random.random() < 0.2
    births = _births(story, family, size)
    return [
        _child(story, worker, family, born, births, red=red and n == 0)
        for n, born in enumerate(births)
    ]


def _plan(story: Story, profile: Profile, size: int) -> Plan:
    mix = {"crowded-out": _PLAN_MIX, "new": _NEW_MIX}.get(profile.told, _STEADY_MIX)
    mix = _SUPPORT_MIX if profile.stage is Stage.FAMILY_SUPPORT else mix
    if size == 5:
        return Plan.CP
    plan = story.random.choices(list(mix), list(mix.values()))[0]
    while plan is Plan.CARE_LEAVER and size > 1:
        plan = story.random.choices(list(mix), list(mix.values()))[0]
    return plan


def _spell(
    story: Story, worker: dict[str, Any], plan: Plan, *, ended: bool
) -> tuple[date, date | None]:
    """From when to when the children of a family are here; no end for those who are here today."""
    known, days = (story.today - worker["known_since"]).days, story.policy.days
    if not ended:
        reach = min(_LONGEST.get(plan, 1400), known)
        back = story.random.randint(min(12, reach), max(12, reach))
        return max(worker["known_since"], days.on_or_before(story.ago(back))), None
    shortest, longest = _LASTED.get(plan, (90, 320))
    first = days.on_or_after(story.ago(story.random.randint(min(shortest + 12, known), known)))
    end = min(
        first + timedelta(days=story.random.randint(shortest, longest)),
        story.ago(story.random.randint(2, 40)),
    )
    return first, max(first + timedelta(days=1), days.on_or_before(end))


def _births(story: Story, family: _Family, size: int) -> list[date]:
    """The birthdays of a family's children: before its plan, and no two within months."""
    if family.plan is Plan.CARE_LEAVER:
        return [
            add_months(family.plan_start, -18 * 12) - timedelta(days=story.random.randint(0, 20))
        ]
    found: list[date] = []
    while len(found) < size:
        born = story.ago(story.random.randint(0, 16) * 365 + story.random.randint(5, 360))
        born = min(born, family.plan_start - timedelta(days=story.random.randint(4, 90)))
        apart = all(abs((born - other).days) >= _APART_DAYS for other in found)
        if apart and (story.today - born).days < _GROWN_DAYS:
            found.append(born)
    return found


def _child(
    story: Story,
    worker: dict[str, Any],
    family: _Family,
    born: date,
    births: Sequence[date],
    *,
    red: bool,
) -> StoryChild:
    ref = f"C-{1001 + len(story.rows[Child])}"
    close_reason = ""
    if family.end:
        close_reason = words.CLOSED_BECAUSE.get(family.plan, words.CLOSED_OTHERWISE)
    child_id = story.add(
        Child,
        ref=ref,
        name=f"{_first_name(story, family.last_name, len(births))} {family.last_name}",
        born=born,
        sex=story.random.choice(("female", "male")),
        team_id=worker["team_id"],
        family_id=family.id,
        known_since=family.start,
        closed_on=family.end,
        close_reason=close_reason,
    )
    story.add(
        Allocation,
        child_id=child_id,
        worker_id=worker["id"],
        team_id=worker["team_id"],
        starts_on=family.start,
        ends_on=family.end,
        known_since=family.start == worker["known_since"],
    )
    child = StoryChild(
        child_id,
        ref,
        family.plan,
        family=family.id,
        allocated=family.start,
        worker_id=worker["id"],
        born=born,
        red=red,
        leaves=family.end,
    )
    tell_source(story, child)
    for plan, start in _plans(story, family):
        category = family.category if plan is Plan.CP else ""
        story.add(
            PlanEpisode,
            child_id=child_id,
            plan=plan,
            starts_on=start,
            ends_on=family.end,
            category=category,
            source=FILE,
        )
        tell_dates(story, child, plan, start, family.days)
    _rate(story, child, family)
    return child


def _plans(story: Story, family: _Family) -> list[tuple[Plan, date]]:
    """The plans of a child with their starts.

    A child in pre-proceedings is on a protection plan besides.
    """
    plans = [(family.plan, family.plan_start)]
    if family.plan is Plan.PLO:
        before = story.policy.days.on_or_before(
            family.plan_start - timedelta(days=_PROTECTED_BEFORE_PROCEEDINGS)
        )
        plans.append((Plan.CP, before))
    return plans


def _first_name(story: Story, last_name: str, size: int) -> str:
    """A first name that makes a name of its own.

    Brothers and sisters, the last of `size` children, never share it.
    """
    before = {row["name"].split()[0] for row in story.rows[Child][-size:]}
    others = [name for name in words.FIRST_NAMES if name not in before]
    own = [name for name in others if f"{name} {last_name}" not in story.names]
    found = story.random.choice(own or others)
    story.names.add(f"{found} {last_name}")
    return found


def _ratings(story: Story, start: date, end: date | None) -> list[tuple[date, str]]:
    found, on = [], start
    while on < (end or story.today):
        found.append((on, story.random.choices(("green", "amber"), (5, 4))[0]))
        on = story.policy.days.on_or_before(on + timedelta(days=story.random.randint(30, 110)))
    return found


def _rate(story: Story, child: StoryChild, family: _Family) -> None:
    ratings = list(family.ratings)
    if child.red:
        since = story.policy.days.on_or_before(story.ago(story.random.randint(1, 25)))
        ratings.append((max(ratings[-1][0], since), "red"))
    for on, rag in ratings:
        reason = _reason(story, child, family, rag, on)
        child.ratings.append((on, rag))
        story.add(RagEntry, child_id=child.id, rag=rag, reason=reason, on_date=on)


def _reason(story: Story, child: StoryChild, family: _Family, rag: str, on: date) -> str:
    """Choose the reason for a child's rating: one for brothers and sisters, where it fits."""
    said = family.reasons.get((on, rag), "")
    if not said or not child.fits(said, on):
        said = story.text_for(child, words.RAG_REASONS[rag], on)
    family.reasons.setdefault((on, rag), said)
    return said
