"""The form about the manager: asked once, and changed in Settings."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from supervision_tui.desk.manager import Manager, name_manager, the_manager
from supervision_tui.practice.direction.owners import MANAGER
from supervision_tui.runtime.running import running_of
from supervision_tui.widgets.form import Field, FormSpec, Values

from .forms import show_form

_FIELDS = ("name", "role", "team", "council", "days", "hours")
_SAYS = (
    "It stands below each record that you sign, and in place of “me”. Sessions are proposed on "
    "your days, within your hours. Settings (,) changes it."
)


async def ask_who_manages(screen: Screen[Any]) -> Manager | None:
    """Ask for name, role, team and council; nothing where a person went back."""
    running = running_of(screen)
    there = await running.desk.try_run(the_manager) or Manager()

    async def take(values: Values) -> Manager:
        said = Manager(**{each: values[each] for each in _FIELDS})
        return await running.desk.run(name_manager, said)

    team = there.team
    if not team and running.vault.team != "…":
        team = running.vault.team
    spec = FormSpec(
        "Who you are",
        (
            Field("name", "Your name", there.name, hint="Ada Finch"),
            Field("role", "Role", there.role or MANAGER),
            Field("team", "Team, as it is to stand on records", team),
            Field("council", "Council", there.council, hint="Fernshire County Council"),
            Field("days", "Days you usually work", there.days, hint="mon-thu"),
            Field("hours", "Hours you usually work", there.hours, hint="9-17"),
        ),
        says=_SAYS,
        draft_key="manager",
    )
    named: Manager | None = await show_form(screen, spec, take)
    if named is not None:
        await running.vault.read_team()
        works = " ".join(filter(None, (named.days, named.hours)))
        sessions = f" Sessions are proposed for {works}." if works else ""
        running.notices.say(f"Records are signed by {named.words}.{sessions}")
    return named


async def know_who_manages(screen: Screen[Any]) -> bool:
    """Ask who the manager is where nobody has said it yet; returns whether it is known now."""
    running = running_of(screen)
    return (
        bool(running.vault.cover or running.vault.manager)
        or await ask_who_manages(screen) is not None
    )
