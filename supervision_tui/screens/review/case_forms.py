"""The forms by which a child comes to the team by hand, changes plans or team, or is closed."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from supervision_tui.desk.children import allocation, cases, plans
from supervision_tui.desk.children.cases import NewChild
from supervision_tui.desk.children.plans import PlanChange
from supervision_tui.desk.children.review import ReviewCard
from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import Checkpoint, Plan
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.directions.forms import Occasion, give_directions
from supervision_tui.screens.shared.forms import about_whom, names_shown, show_form
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.form import Field, FormSpec, Values

from . import people_forms, visit_forms

_PEOPLE, _PLAN, _DETAILS, _VISITS, _TEAM, _NOBODY, _CLOSE = (
    "workers",
    "plans or status",
    "name and family",
    "visits",
    "another team",
    "unallocated",
    "close the case",
)
_GOES_ON, _ENDS = "goes on", "ends"
_NOTHING = "nothing"


async def change_child(screen: Screen[Any], card: ReviewCard) -> None:
    """Ask what changes for a child: plans, visits, team, or that the case is closed."""
    ref = card.line.ref
    spec = FormSpec(
        f"{about_whom(screen, (ref,))} · what changes?",
        (
            Field(
                "what",
                "What (its first letter is enough)",
                kind="pick",
                words=(_PEOPLE, _PLAN, _DETAILS, _VISITS, _TEAM, _NOBODY, _CLOSE),
            ),
        ),
        save="go on",
        only_asks=True,
    )

    async def take(values: Values) -> str:
        return values["what"]

    what = await show_form(screen, spec, take)
    if what == _PEOPLE:
        await people_forms.change_people(screen, card)
    elif what == _PLAN:
        await _change_plans(screen, card)
    elif what == _DETAILS:
        await people_forms.set_details(screen, card)
    elif what == _NOBODY:
        await people_forms.leave_unallocated(screen, (ref,))
    elif what == _VISITS:
        await visit_forms.set_visits(screen, card)
    elif what == _TEAM:
        await _transfer(screen, ref)
    elif what == _CLOSE:
        await _close(screen, ref)


async def add_child(screen: Screen[Any]) -> str | None:
    """A child who comes to the team by hand; returns the reference."""
    running = running_of(screen)
    names = await names_shown(screen)

    said: Values = {}

    async def take(values: Values) -> str:
        said.update(values)
        worker = names.get(values["worker"], values["worker"])
        draft = NewChild(
            values["ref"],
            values["name"],
            values["plan"],
            worker=worker,
            born=values["born"],
            referred=values["referred"],
            team=values["team"],
        )
        return await running.desk.run(cases.add_child, draft)

    spec = FormSpec(
        "Add a child",
        (
            Field("ref", "Reference"),
            Field("name", "Name (may stay empty)"),
            Field(
                "plan",
                "Plan",
                Plan.ASSESSMENT,
                kind="choice",
                words=tuple(running.vault.policy().plans),
            ),
            Field("worker", "Worker (↓ offers; empty: unallocated)", words=tuple(names)),
            Field("born", "Born (may stay empty)", hint="2015-04-14"),
            Field("referred", "Referred on (may stay empty)", hint="24 feb"),
            Field("team", "Team, where nobody is allocated and there are several"),
        ),
        draft_key="new child",
        save="add",
    )
    ref: str | None = await show_form(screen, spec, take)
    if ref:
        running.notices.changed(f"{about_whom(screen, (ref,))} added.")
        if isinstance(screen, DeskScreen):
            screen.focus_on(ref)
        if said.get("worker", "").strip():
            await give_directions(screen, (ref,), Occasion(checkpoint=Checkpoint.ALLOCATION))
    return ref


async def _change_plans(screen: Screen[Any], card: ReviewCard) -> None:
    """Ask what begins, what ends and what goes on: a child may have several plans at once."""
    running, ref = running_of(screen), card.line.ref
    policy = running.vault.policy()
    there = card.line.statuses if card.plans else ()
    others = {policy.plan(each).words: each for each in policy.plans if each not in there}

    told: list[str] = []

    async def take(values: Values) -> tuple[Checkpoint | None]:
        ends = tuple(plan for plan in there if values[f"goes-{plan}"] == _ENDS)
        begins = tuple(
            others[values[name]] for name in ("begins", "begins_too") if values[name] != _NOTHING
        )
        change = PlanChange(ref, begins, ends, values["on"], values["category"])
        told[:] = [f"{policy.plan(plan).words} ends" for plan in ends]
        told.extend(f"{policy.plan(plan).words} begins" for plan in begins)
        return (await running.desk.run(plans.change_plans, change),)

    goes_on = [
        Field(
            f"goes-{plan}",
            policy.plan(plan).words,
            _GOES_ON,
            kind="choice",
            words=(_GOES_ON, _ENDS),
        )
        for plan in there
    ]
    says = ""
    if Plan.ASSESSMENT in there:
        says = " The assessment ends with it; the closing direction comes next."
    spec = FormSpec(
        f"{about_whom(screen, (ref,))} · change of plan or status",
        (
            *goes_on,
            Field("begins", "What begins", _NOTHING, kind="choice", words=(_NOTHING, *others)),
            Field("begins_too", "and besides", _NOTHING, kind="choice", words=(_NOTHING, *others)),
            Field("on", "On which day", "today", hint="today, 24 feb"),
            Field(
                "category",
                "Category of a child protection plan, legal status of a child looked after",
            ),
        ),
        says=f"What ends stays on record.{says}",
        save="change",
    )
    changed = await show_form(screen, spec, take)
    if changed:
        running.notices.changed(f"{about_whom(screen, (ref,))}: {wording.listing(told)}.")
        if changed[0]:
            await give_directions(screen, (ref,), Occasion(checkpoint=changed[0]))


async def _transfer(screen: Screen[Any], ref: str) -> None:
    running = running_of(screen)

    async def take(values: Values) -> Checkpoint:
        return await running.desk.run(allocation.transfer, ref, values["team"], values["reason"])

    spec = FormSpec(
        f"{about_whom(screen, (ref,))} · to another team",
        (Field("team", "Team"), Field("reason", "Why")),
        says="Nobody is allocated there yet. A direction is due at transfer; its form comes next.",
        save="hand over",
    )
    checkpoint = await show_form(screen, spec, take)
    if checkpoint:
        running.notices.changed(f"{about_whom(screen, (ref,))}: handed over.")
        await give_directions(screen, (ref,), Occasion(checkpoint=checkpoint))


async def _close(screen: Screen[Any], ref: str) -> None:
    running = running_of(screen)

    async def take(values: Values) -> bool:
        await running.desk.run(cases.close_child, ref, values["reason"])
        return True

    spec = FormSpec(
        f"{about_whom(screen, (ref,))} · close the case",
        (Field("reason", "Why", hint="no longer in need; moved out of the area"),),
        says="What was recorded stays. Open directions are ticked or withdrawn first.",
        save="close",
    )
    if await show_form(screen, spec, take):
        running.notices.changed(f"{about_whom(screen, (ref,))}: closed.")
