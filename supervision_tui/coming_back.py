"""Where a person is in the app, and coming back there: after a lock, a crash, a cut of the power."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, cast

from textual.app import App
from textual.screen import Screen

from supervision_tui.commands import MODE_IDS
from supervision_tui.widgets.desk_screen import DeskApp, DeskScreen
from supervision_tui.widgets.place import NEVER_BEGUN_BY_ITSELF, NOT_ASKED, Left, Place, cursor_of, put_cursor

_LOOKS = 100  # at a form that is still being opened, 50 ms apart


def place_of(app: App[Any]) -> Place:
    """The mode, its screen and those over it as they stand, the form in front, and the field that has the focus."""
    screens = [screen for screen in app.screen_stack if isinstance(screen, DeskScreen)]
    if not screens:  # just between two modes, of which the second is shown for the first time
        return Place(mode=app.current_mode)
    shown = [screens[0], *(screen for screen in screens[1:] if screen.address)]
    is_quiet = any(screen.address in NEVER_BEGUN_BY_ITSELF for screen in shown)
    field = None if is_quiet else app.screen.focused
    return Place(
        mode=app.current_mode,
        screens=tuple(Left(screen.address, screen.as_left() if screen.is_ready else {}) for screen in shown),
        asked=NOT_ASKED if is_quiet else shown[-1].asked,
        field=(field.id or "") if field else "",
        cursor=cursor_of(field),
        names_blanked=bool(getattr(app, "names_blanked", False)),
    )


async def return_to(app: App[Any], place: Place) -> None:
    """Show the mode and the screens over it again; what was chosen on them follows, once each is loaded."""
    await app.switch_mode(place.mode if place.mode in MODE_IDS else "today")
    for address in place.over:
        screen = _screen_at(address)
        if screen is not None:
            await app.push_screen(screen)


async def settle_again(app: App[Any], place: Place) -> None:
    """What was chosen on each screen, the form that stood in front, the field, and the cursor in it."""
    for address in place.over:
        await _open_read(app, address)
    there = {screen.address: screen for screen in app.screen_stack if isinstance(screen, DeskScreen)}
    for left in place.screens:
        screen = there.get(left.address)
        if screen is not None:
            await screen.when_loaded()
            await screen.come_back(left.chosen)
    front = app.screen
    if not isinstance(front, DeskScreen) or front.address != place.screens[-1].address:
        return  # the screen that stood there is not there any more, and so nothing that stood on it
    if place.asked:
        _ask_again(front, place)
    await _focus_again(app, front, place)


def _ask_again(screen: DeskScreen, place: Place) -> None:
    """Open the form; what was answered before it is not asked again."""
    asked = place.asked
    screen.answers = list(asked.answers)
    if asked.by in _FORMS:
        screen.ask(asked, lambda: _FORMS[asked.by](screen, *asked.about))
    elif asked.by.startswith("action_") and screen.stands_as(place.screens[-1].chosen):
        opener = getattr(screen, asked.by, None)
        if opener is not None:
            opener()


async def _focus_again(app: App[Any], screen: DeskScreen, place: Place) -> None:
    for _ in range(_LOOKS):
        front = app.screen
        is_coming = (front is screen and screen.is_opening) or not getattr(front, "is_ready", True)
        if not is_coming:  # before that a form sets its own first field
            for field in front.query(f"#{place.field}") if place.field else ():
                put_cursor(field, place.cursor)
                front.set_focus(field)
            return
        await asyncio.sleep(0.05)


async def _give_direction(screen: DeskScreen, checkpoint: str, *refs: str) -> None:
    from supervision_tui.practice.terms import Checkpoint
    from supervision_tui.screens.direction_forms import Occasion, give_directions

    await give_directions(screen, refs, Occasion(checkpoint=Checkpoint(checkpoint) if checkpoint else None))


async def _edit_worker(screen: DeskScreen, worker_id: str) -> None:
    from supervision_tui.screens.worker_forms import edit_worker

    await edit_worker(screen, int(worker_id))


async def _supervise(screen: DeskScreen, worker_id: str) -> None:
    from supervision_tui.screens.session.beginning import supervise

    await supervise(screen, int(worker_id))


async def _bring_in(screen: DeskScreen) -> None:
    from supervision_tui.screens.bring_in import bring_in

    await bring_in(screen.app)


_FORMS: dict[str, Callable[..., Coroutine[Any, Any, None]]] = {
    "direction": _give_direction,
    "worker": _edit_worker,
    "supervise": _supervise,
    "bring in": _bring_in,
}
"""The forms that are not an action of a screen alone: they follow another one, or several screens have them."""


async def _open_read(app: App[Any], address: str) -> None:
    """Open a screen for which something is read first: a file that was about to be taken, the workers of a trial."""
    where, _, of = address.partition(" ")
    if where == "bring-in":
        from supervision_tui.screens.bring_in import show_preview

        await show_preview(app, Path(of))
    elif where == "attendance":
        from supervision_tui.screens.bring_in_attendance import show_attendance

        await show_attendance(app, Path(of))
    elif where == "what-if":
        from supervision_tui.desk.pressure import team_pressure
        from supervision_tui.screens.what_if import WhatIfScreen

        view = await cast(DeskApp, app).desk(team_pressure)
        if view is not None and any(each.worker_id == int(of) for each in view.workers):
            await app.push_screen(WhatIfScreen(view, int(of)))


def _screen_at(address: str) -> Screen[Any] | None:
    """The screen of an address: its name, and what it was opened for."""
    where, _, of = address.partition(" ")
    first, _, rest = of.partition(" ")
    number = int(first) if first.isdecimal() else 0
    if where in ("session", "begun"):
        from supervision_tui.screens.session import SessionScreen

        return SessionScreen(number, rest, is_begun_here=where == "begun")
    if where == "signed":
        from supervision_tui.screens.signed import SignedScreen

        return SignedScreen(number, rest)
    if where == "preparation":
        from supervision_tui.screens.preparation import PreparationScreen

        return PreparationScreen(number)
    if where == "leaving":
        from supervision_tui.screens.leaving import LeavingScreen

        return LeavingScreen(number)
    if where == "consultation":
        from supervision_tui.screens.consultation import ConsultationScreen

        return ConsultationScreen(number)
    return _screen_without_number(where)


def _screen_without_number(where: str) -> Screen[Any] | None:
    if where == "search":
        from supervision_tui.screens.search import SearchScreen

        return SearchScreen()
    if where == "guide":
        from supervision_tui.screens.guide import GuideScreen

        return GuideScreen()
    if where == "settings":
        from supervision_tui.screens.settings import SettingsScreen

        return SettingsScreen()
    if where == "journal":
        from supervision_tui.screens.journal import JournalScreen

        return JournalScreen()
    if where == "vault":
        from supervision_tui.screens.vault import VaultScreen

        return VaultScreen()
    return None
