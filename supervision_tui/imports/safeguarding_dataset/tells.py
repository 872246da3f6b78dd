"""Events and plans of which the tables of a dataset can tell: by the columns that are filled in."""

from __future__ import annotations

from collections.abc import Collection

from supervision_tui.practice.vocabulary import Plan

from .rows import DatasetTables

VISITS = {
    "cin visits": "cin-visit-made",
    "cp visits": "cp-visit-made",
    "cla visits": "cla-visit-made",
}
EVENTS = VISITS | {
    "cp reviews": "review-conference",
    "enquiries": "strategy",
    "conferences": "icpc",
}
_TOLD = (
    *((kind, "on", event) for kind, event in EVENTS.items()),
    ("episodes", "from", "referral"),
    ("assessments", "from", "assessment-start"),
    ("assessments", "to", "assessment-authorised"),
    ("cla reviews", "on", "cla-review-held"),
    ("looked after", "from", "looked-after"),
    ("placements", "on", "placement"),
    ("health", "on", "health-held"),
    ("care leavers", "pathway", "pathway-plan"),
)  # fmt: skip
PLANS: dict[str, str] = {
    "looked after": Plan.CLA,
    "cp plans": Plan.CP,
    "cin plans": Plan.CIN,
    "assessments": Plan.ASSESSMENT,
    "early help": Plan.EARLY_HELP,
}
_PLANS_OF_EVENTS: dict[str, str] = {
    "cin-visit-made": Plan.CIN, "cp-visit-made": Plan.CP, "review-conference": Plan.CP,
    "cla-visit-made": Plan.CLA,
    "cla-review-held": Plan.CLA, "placement": Plan.CLA, "health-held": Plan.CLA,
    "pathway-plan": Plan.CARE_LEAVER,
}  # fmt: skip
"""Events that the tables tell of children who have the plan there."""


def events_told(tables: DatasetTables) -> dict[str, str]:
    """Find the events of which the columns of these tables can tell, each with its table.

    That a conference is missing says nothing where no column says that an enquiry ended without
    one.
    """
    return {
        event: f"table of {kind}"
        for kind, column, event in _TOLD
        if tables.is_filled_in(kind, column)
        and (event != "icpc" or tables.is_filled_in("enquiries", "nfa"))
    }


def could_tell(event: str, plans: Collection[str]) -> bool:
    """Tell whether the tables could tell of an event of a child who has these plans there."""
    return event not in _PLANS_OF_EVENTS or _PLANS_OF_EVENTS[event] in plans


def plans_told(tables: DatasetTables) -> dict[str, str]:
    """Find the plans that these tables can tell a child no longer has, each with its table."""
    kinds = {plan: kind for kind, plan in PLANS.items()} | {str(Plan.CARE_LEAVER): "care leavers"}
    return {plan: f"table of {kind}" for plan, kind in kinds.items() if kind in tables.by_kind}
