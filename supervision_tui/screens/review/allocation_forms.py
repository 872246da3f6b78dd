"""The forms by which children come to a worker, change their plan, go to another team, or are
closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.screen import Screen

from supervision_tui.desk.children import allocation
from supervision_tui.desk.children.allocation import CHANGE_REASONS, NewChild, PlanChange
from supervision_tui.desk.children.review import ReviewCard
from supervision_tui.desk.moment import Refused
from supervision_tui.desk.workers.people import worker_names
from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import Checkpoint, Plan
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.directions.forms import Occasion, give_directions
from supervision_tui.screens.shared.forms import about_whom, in_a_key, show_form
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.form import Field, FormSpec, Values

from . import visit_forms

_PLAN, _VISITS, _TEAM, _CLOSE = (
    "plans or status",
    "how often visits are due",
    "another team",
    "close the case",
)
_GOES_ON, _ENDS = "goes on", "ends"
_NOTHING = "nothing"


async def allocate(screen: Screen[Any], refs: Sequence[str]) -> None:
    """Allocate children to a worker.

    Both workers' fit stands there first, the direction is asked for after it.
    """
    running = running_of(screen)
    names = await names_shown(screen)
    about = about_whom(refs)

    async def preview(values: Values) -> str:
        try:
            fits = await running.desk.run(
                allocation.fits_after, refs, names.get(values["worker"], values["worker"])
            )
        except Refused:
            return ""
        return "\n".join(
            fit.says().replace(fit.worker, running.names.shown(fit.worker)) for fit in fits
        )

    async def take(values: Values) -> Checkpoint:
        worker = names.get(values["worker"], values["worker"])
        return await running.desk.run(allocation.allocate, refs, worker, values["reason"])

    spec = FormSpec(
        f"Allocate {about}",
        (
            Field("worker", "To: a worker (↓ offers)", words=tuple(names)),
            Field("reason", "Why", kind="choice", words=CHANGE_REASONS),
        ),
        preview=preview,
        says="A direction is due at allocation; its form comes next.",
        save="allocate",
        draft_key=f"allocate {in_a_key(refs)}",
        passes=True,
    )
    checkpoint = await show_form(screen, spec, take)
    if checkpoint:
        running.notices.changed(f"{about}: allocated.")
        await give_directions(screen, refs, Occasion(checkpoint=checkpoint))


async def names_shown(screen: Screen[Any]) -> dict[str, str]:
    """The workers' names as they are shown now: initials if hidden, numbered where alike."""
    running = running_of(screen)
    shown: dict[str, str] = {}
    for name in await running.desk.try_run(worker_names) or ():
        person, alike = running.names.shown(name), 1
        while person in shown:
            alike += 1
            person = f"{running.names.shown(name)} {alike}"
        shown[person] = name
    return shown


async def change_child(screen: Screen[Any], card: ReviewCard) -> None:
    """Ask what changes for a child: plans, visits, team, or that the case is closed."""
    ref = card.line.ref
    spec = FormSpec(
        f"{ref} · what changes?",
        (
            Field(
                "what",
                "What (its first letter is enough)",
                kind="choice",
                words=(_PLAN, _VISITS, _TEAM, _CLOSE),
            ),
        ),
        save="go on",
        only_asks=True,
    )

    async def take(values: Values) -> str:
        return values["what"]

    what = await show_form(screen, spec, take)
    if what == _PLAN:
        await _change_plans(screen, card)
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

    async def take(values: Values) -> str:
        worker = names.get(values["worker"], values["worker"])
        draft = NewChild(
            values["ref"],
            values["name"],
            values["plan"],
            worker=worker,
            born=values["born"],
            referred=values["referred"],
        )
        return await running.desk.run(allocation.add_child, draft)

    spec = FormSpec(
        "A child comes to the team",
        (
            Field("ref", "Reference"),
            Field("name", "Name (may stay empty)"),
            Field(
                "plan",
                "Plan",
                Plan.ASSESSMENT,
                kind="one",
                words=tuple(running.vault.policy().plans),
            ),
            Field("worker", "Worker (↓ offers)", words=tuple(names)),
            Field("born", "Born (may stay empty)", hint="2015-04-14"),
            Field("referred", "Referred on (may stay empty)", hint="24 feb"),
        ),
        draft_key="new child",
        save="add",
    )
    ref: str | None = await show_form(screen, spec, take)
    if ref:
        running.notices.changed(f"{ref} is here.")
        if isinstance(screen, DeskScreen):
            screen.focus_on(ref)
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
        return (await running.desk.run(allocation.change_plans, change),)

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
        f"{ref} · change of plan or status",
        (
            *goes_on,
            Field("begins", "What begins", _NOTHING, kind="one", words=(_NOTHING, *others)),
            Field("begins_too", "and besides", _NOTHING, kind="one", words=(_NOTHING, *others)),
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
        running.notices.changed(f"{ref}: {wording.listing(told)}.")
        if changed[0]:
            await give_directions(screen, (ref,), Occasion(checkpoint=changed[0]))


async def _transfer(screen: Screen[Any], ref: str) -> None:
    running = running_of(screen)

    async def take(values: Values) -> Checkpoint:
        return await running.desk.run(allocation.transfer, ref, values["team"], values["reason"])

    spec = FormSpec(
        f"{ref} · to another team",
        (Field("team", "Team"), Field("reason", "Why")),
        says="Nobody is allocated there yet. A direction is due at transfer; its form comes next.",
        save="hand over",
    )
    checkpoint = await show_form(screen, spec, take)
    if checkpoint:
        running.notices.changed(f"{ref}: handed over.")
        await give_directions(screen, (ref,), Occasion(checkpoint=checkpoint))


async def _close(screen: Screen[Any], ref: str) -> None:
    running = running_of(screen)

    async def take(values: Values) -> bool:
        await running.desk.run(allocation.close_child, ref, values["reason"])
        return True

    spec = FormSpec(
        f"{ref} · close the case",
        (Field("reason", "Why", hint="no longer in need; moved out of the area"),),
        says="What was recorded stays. Open directions are ticked or withdrawn first.",
        save="close",
    )
    if await show_form(screen, spec, take):
        running.notices.changed(f"{ref}: closed.")
