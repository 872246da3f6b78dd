"""Going to what a search has found: the screen, or the mode and the row, in which it stands."""

from __future__ import annotations

from typing import Any, cast

from textual.app import App

from supervision_tui.widgets.desk_screen import DeskApp

_SAME_MODE = ("training", "consultations", "oversight", "schedule")


async def go_to_hit(app: App[Any], goes_to: str, key: str) -> None:
    """Go where a hit of the search stands; `key` as the hit has it: a number or a reference, then a child."""
    from supervision_tui.desk.direction_lines import is_open_direction
    from supervision_tui.screens.signed import SignedScreen

    desk_app = cast(DeskApp, app)
    first, _, child = key.partition(" ")
    if goes_to == "record":
        await app.push_screen(SignedScreen(int(first), child))
    elif goes_to == "session":
        desk_app.open_sitting(int(first), child)
    elif goes_to in ("consultation", "recommendation"):
        await _open_consultation(app, goes_to, int(first))
    elif len(app.screen_stack) > 2 and goes_to != "draft":
        desk_app.say("Leave what is open first (esc); then the search goes there.")
    elif goes_to == "direction" and await desk_app.desk(is_open_direction, int(first)):
        await _leave_for(app, "directions", first)
    elif goes_to == "worker":
        await _leave_for(app, "pressure", first)
    elif goes_to in _SAME_MODE:
        await _leave_for(app, goes_to, key)
    elif goes_to == "draft" and not first:
        desk_app.say("That was typed in a form; open the form again, and it is there.")
    else:
        await _leave_for(app, "review", child or first)


async def _open_consultation(app: App[Any], what: str, number: int) -> None:
    from supervision_tui.desk.recommendations import consultation_with
    from supervision_tui.screens.consultation import ConsultationScreen

    found = await cast(DeskApp, app).desk(consultation_with, number) if what == "recommendation" else number
    if found is not None:
        await app.push_screen(ConsultationScreen(found))


async def _leave_for(app: App[Any], mode: str, key: str) -> None:
    """Leave the search, and go to a mode."""
    from supervision_tui.screens.search import SearchScreen

    if isinstance(app.screen, SearchScreen):
        await app.pop_screen()
    cast(DeskApp, app).open_in(mode, key)
