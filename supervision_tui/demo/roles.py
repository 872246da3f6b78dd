"""The demo's others who work with a child, from other teams, and families nobody has yet."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby

from supervision_tui.practice.vocabulary import CaseRole, Plan
from supervision_tui.records import (
    Allocation,
    Child,
    ChildEvent,
    FamilyGroup,
    PlanEpisode,
    RoleOnCase,
)

from . import words
from .dates_due import FILE, tell_source
from .story import Story, StoryChild

_CHILD_PROTECTION, _LEAVING_CARE = "Child protection team", "Leaving care team"
_HAS_LEAD_OF_PLAN = 2  # of so many families on a protection plan one has the new practitioner
# Families referred lately and not allocated: days since the referral, ages in years.
_REFERRED = ((4, (3, 7)), (2, (12,)))


def tell_roles(story: Story) -> None:
    """Put on record who works with children beside their worker, from other teams."""
    story.random.seed(f"{story.seed} {story.today.isoformat()} roles")
    practitioners = [story.name() for _ in range(2)]
    adviser = story.name()
    here = [child for child in story.children if child.leaves is None]
    on_plan = [child for child in here if child.plan is Plan.CP]
    families = groupby(on_plan, key=lambda child: child.family or child.ref)
    for number, (_family, children) in enumerate(families):
        if number % _HAS_LEAD_OF_PLAN:
            name = practitioners[number // _HAS_LEAD_OF_PLAN % len(practitioners)]
            for child in children:
                _tell(story, child, CaseRole.LEAD_CHILD_PROTECTION, name, _CHILD_PROTECTION)
    for child in here:
        if child.plan is Plan.CARE_LEAVER:
            _tell(story, child, CaseRole.PERSONAL_ADVISER, adviser, _LEAVING_CARE)


def _tell(story: Story, child: StoryChild, role: CaseRole, name: str, team: str) -> None:
    story.add(
        RoleOnCase,
        child_id=child.id,
        role=role,
        name=name,
        team=team,
        starts_on=max(child.allocated, story.ago(60)),
        source=FILE,
        by_hand=False,
        recorded_on=max(child.allocated, story.ago(60)),
    )


def tell_new_referrals(story: Story) -> None:
    """Families of the first team who were referred lately and are with nobody yet."""
    for days, ages in _REFERRED:
        referred, name = story.ago(days), story.family_name()
        family = story.add(FamilyGroup, name=f"{name} new") if len(ages) > 1 else None
        for age in ages:
            born = story.ago(age * 365 + story.random.randint(5, 300))
            free = [each for each in words.FIRST_NAMES if f"{each} {name}" not in story.names]
            first = story.random.choice(free)
            story.names.add(f"{first} {name}")
            ref = f"C-{1001 + len(story.rows[Child])}"
            child_id = story.add(
                Child,
                ref=ref,
                name=f"{first} {name}",
                born=born,
                team_id=1,
                family_id=family,
                known_since=referred + timedelta(days=1),
            )
            child = StoryChild(
                child_id,
                ref,
                Plan.ASSESSMENT,
                family=family,
                allocated=referred + timedelta(days=1),
                worker_id=0,
                born=born,
                red=False,
                leaves=None,
            )
            _begin(story, child, referred)


def _begin(story: Story, child: StoryChild, referred: date) -> None:
    story.add(Allocation, child_id=child.id, worker_id=None, team_id=1, starts_on=child.allocated)
    tell_source(story, child)
    story.add(
        PlanEpisode,
        child_id=child.id,
        plan=Plan.ASSESSMENT,
        starts_on=child.allocated,
        source=FILE,
    )
    story.add(
        ChildEvent,
        child_id=child.id,
        event="referral",
        on_date=referred,
        source=FILE,
        recorded_on=child.allocated,
    )
