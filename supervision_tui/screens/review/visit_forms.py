"""The form that says how often visits to a child are due: by the kind of placement, or as a plan
asks for.
"""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from supervision_tui.desk.children import visits
from supervision_tui.desk.children.review import ReviewCard
from supervision_tui.desk.children.visits import VisitDraft
from supervision_tui.practice.vocabulary import PlacementKind
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.shared.forms import about_whom, show_form
from supervision_tui.widgets.form import Field, FormSpec, Values

_USUAL, _AGREED = "as usual", "oftener, as agreed"
_PLACEMENTS = {
    "settled placement": PlacementKind.SETTLED,
    "with parents, interim order": PlacementKind.WITH_PARENTS,
    "long-term foster care": PlacementKind.LONG_TERM,
}


async def set_visits(screen: Screen[Any], card: ReviewCard) -> None:
    """Say how often visits are due, until when, and why."""
    running, ref = running_of(screen), card.line.ref

    async def take(values: Values) -> tuple[str]:
        kind = values["kind"]
        every = values["every"] if kind == _AGREED else ""
        draft = VisitDraft(
            ref,
            _PLACEMENTS.get(kind),
            every,
            until=values["until"],
            reason=values["reason"],
            is_usual=kind == _USUAL,
        )
        return (await running.desk.run(visits.set_visits, draft),)

    says = f"Now: {card.visits}" if card.visits else "Now: as usual."
    spec = FormSpec(
        f"{about_whom(screen, (ref,))} · how often visits are due",
        (
            Field("kind", "Which", _AGREED, kind="choice", words=(_AGREED, *_PLACEMENTS, _USUAL)),
            Field("every", "If oftener: every …", hint="5wd, 1w"),
            Field("until", "Until (may stay empty)", hint="12 dec"),
            Field("reason", "Why"),
        ),
        says=says,
        draft_key=f"visits {ref}",
        save="set",
    )
    done = await show_form(screen, spec, take)
    if done:
        running.notices.changed(f"{about_whom(screen, (ref,))}: {done[0]}")
