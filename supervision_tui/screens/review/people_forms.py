"""The forms about who works with a child, and about the child's own name, birth and family."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.screen import Screen

from supervision_tui.desk.children import allocation, cases, roles
from supervision_tui.desk.children.cases import ChildDetails
from supervision_tui.desk.children.review import ReviewCard
from supervision_tui.desk.children.roles import RoleDraft, WhoWorks, roles_asked
from supervision_tui.practice.vocabulary import CaseRole
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.shared.forms import about_whom, in_a_key, names_shown, show_form
from supervision_tui.widgets.form import Field, FormSpec, Values

_BEGINS = "somebody new"


async def change_people(screen: Screen[Any], card: ReviewCard) -> None:
    """Ask who begins or ends to work with a child beside who is allocated."""
    running, ref = running_of(screen), card.line.ref
    today = running.vault.today
    there = {each.says(today, running.names.shown(each.name)): each for each in card.people}
    ending = {says: each for says, each in there.items() if each.role_id is not None}
    if not ending:
        await begin_role(screen, (ref,))
        return
    words = (_BEGINS, *(f"ends: {says}" for says in ending))

    async def take(values: Values) -> str:
        return values["what"]

    spec = FormSpec(
        f"{about_whom(screen, (ref,))} · who works with the child",
        (Field("what", "What changes", _BEGINS, kind="pick", words=words),),
        says=f"Now: {'; '.join(there)}.",
        save="go on",
        only_asks=True,
    )
    what = await show_form(screen, spec, take)
    if what == _BEGINS:
        await begin_role(screen, (ref,))
    elif what:
        await _end(screen, ref, ending[what.removeprefix("ends: ")])


async def begin_role(screen: Screen[Any], refs: Sequence[str]) -> None:
    """Put on record that somebody works with children, in which role, since when."""
    running, names, about = running_of(screen), await names_shown(screen), about_whom(screen, refs)
    asked = roles_asked(running.vault.policy())
    usual = running.vault.policy().role(CaseRole.CO_WORKER).words

    async def take(values: Values) -> bool:
        draft = RoleDraft(
            tuple(refs),
            asked[values["role"]],
            names.get(values["who"], values["who"]),
            team=values["team"],
            since=values["since"],
            reason=values["reason"],
        )
        await running.desk.run(roles.begin_role, draft)
        return True

    spec = FormSpec(
        f"{about} · who works with the child",
        (
            Field("role", "Role", usual, kind="choice", words=tuple(asked)),
            Field("who", "Who: a worker here (↓ offers), or a name", words=tuple(names)),
            Field("team", "Team, where it is another one", hint="Family Help North"),
            Field("since", "Since", "today", hint="today, 24 feb"),
            Field("reason", "Why (may stay empty)"),
        ),
        says="Who leads here is allocated; a lead of another team takes that place.",
        save="put on record",
        draft_key=f"role {in_a_key(refs)}",
        passes=True,
    )
    if await show_form(screen, spec, take):
        running.notices.changed(f"{about}: on record.")


async def _end(screen: Screen[Any], ref: str, who: WhoWorks) -> None:
    running = running_of(screen)
    ended = await running.desk.try_run(roles.end_role, who.role_id)
    if ended is not None:
        name = running.names.shown(who.name)
        running.notices.changed(f"{about_whom(screen, (ref,))}: {name}, {ended}: ended today.")


async def leave_unallocated(screen: Screen[Any], refs: Sequence[str]) -> bool:
    """Take children from their worker, and allocate them to nobody yet."""
    running, about = running_of(screen), about_whom(screen, refs)

    async def take(values: Values) -> bool:
        await running.desk.run(allocation.leave_unallocated, refs, values["reason"])
        return True

    spec = FormSpec(
        f"{about} · leave unallocated",
        (Field("reason", "Why nobody takes the child on yet", hint="worker leaves; no capacity"),),
        says="The child stays on Today, with the days that pass, until somebody is allocated.",
        save="leave unallocated",
        draft_key=f"unallocated {in_a_key(refs)}",
        passes=True,
    )
    if not await show_form(screen, spec, take):
        return False
    running.notices.changed(f"{about}: unallocated.")
    return True


async def set_details(screen: Screen[Any], card: ReviewCard) -> None:
    """Set a child's name, day of birth, and brothers and sisters."""
    running, ref = running_of(screen), card.line.ref
    together = [each for each in card.siblings if each != ref]

    async def take(values: Values) -> bool:
        details = ChildDetails(
            ref,
            values["name"],
            values["born"],
            values["siblings"],
            keeps_name=running.names.are_hidden and not values["name"].strip(),
        )
        await running.desk.run(cases.set_details, details)
        return True

    name, hidden = card.line.name or "", ""
    if running.names.are_hidden:
        name, hidden = "", " Names are hidden: an empty name stays as it is."
    born = card.born.isoformat() if card.born else ""
    spec = FormSpec(
        f"{about_whom(screen, (ref,))} · name, birth, family",
        (
            Field("name", "Name", name, hint="Zara Okafor"),
            Field("born", "Born, or expected", born),
            Field(
                "siblings",
                "Brothers and sisters here, by reference or name, with commas",
                ", ".join(together),
            ),
        ),
        says="Lists show the name with the first letter of the surname; exports keep to their "
        f"audience.{hidden}",
        draft_key=f"details {ref}",
    )
    if await show_form(screen, spec, take):
        await running.names.hide_new()
        running.notices.changed(f"{about_whom(screen, (ref,))}: saved.")
