"""Where a person is in the app, and coming back there: after a lock, a crash, a cut of the power."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from textual.app import App
from textual.screen import Screen

from supervision_tui.commands import MODE_IDS
from supervision_tui.widgets.desk_screen import DeskApp, DeskScreen
from supervision_tui.widgets.kept_fields import KeptFields
from supervision_tui.widgets.place import NEVER_BEGUN_BY_ITSELF, NOT_ASKED, Asked, Left, Place, cursor_of, put_cursor

_BETWEEN = 0.02  # seconds between two looks at a form that is still being opened


def place_of(app: App[Any]) -> Place:
    """The mode, its screen and those over it as they stand, the form in front, and the field that has the focus."""
    stack = app.screen_stack
    screens = [screen for screen in stack if isinstance(screen, DeskScreen)]
    if not screens:  # just between two modes, of which the second is shown for the first time
        return Place(mode=app.current_mode)
    shown = [screens[0], *(screen for screen in screens[1:] if screen.address)]
    last = shown[-1]
    form = next((each for each in stack[stack.index(last) :] if isinstance(each, KeptFields) and each.is_kept), None)
    is_quiet = any(screen.address in NEVER_BEGUN_BY_ITSELF for screen in shown)
    front = form if isinstance(form, Screen) else last
    field = None if is_quiet or (front is last and app.screen is not last) else front.focused
    return Place(
        mode=app.current_mode,
        screens=tuple(Left(screen.address, screen.stood()) for screen in shown),
        asked=replace(last.asked, form=form.draft_key) if form and not is_quiet else NOT_ASKED,
        field=(field.id or "") if field else "",
        cursor=cursor_of(field),
        names_blanked=bool(getattr(app, "names_blanked", False)),
    )


def still_stands(app: App[Any], asked: Asked) -> bool:
    """Tell whether that form is there, and not saved yet: one that was saved meanwhile does not come back."""
    forms = [each.draft_key for each in app.screen_stack if isinstance(each, KeptFields) and each.is_kept]
    return bool(asked) and asked.form in forms


async def return_to(app: App[Any], place: Place) -> tuple[str, ...]:
    """Show the mode and the screens over it again; returns those from the first on for which something is read."""
    await app.switch_mode(place.mode if place.mode in MODE_IDS else "today")
    is_read_only = cast(DeskApp, app).is_read_only
    for number, address in enumerate(place.over):
        if is_read_only and address.startswith(_SITTINGS):
            return ()
        if address.startswith(_READ_FIRST):
            return place.over[number:]
        await _open(app, address)
    return ()


async def open_the_rest(app: App[Any], addresses: Iterable[str]) -> None:
    """Open these screens, once what they show is read; keys act meanwhile, the one that stops the reading too."""
    for address in addresses:
        await (_open_read(app, address) if address.startswith(_READ_FIRST) else _open(app, address))


async def show_as_left(app: App[Any], place: Place) -> None:
    """What was chosen on each screen, the form that stood in front, the field, and the cursor in it."""
    there = {screen.address: screen for screen in app.screen_stack if isinstance(screen, DeskScreen)}
    for left in place.screens:
        screen = there.get(left.address)
        if screen is None:
            continue
        await screen.when_loaded()
        if screen in app.screen_stack:  # one that has nothing to show any more leaves by itself
            await screen.come_back(left.chosen)
    front = app.screen
    if not isinstance(front, DeskScreen) or front.address != place.screens[-1].address:
        return  # the screen that stood there is not there any more, and so nothing that stood on it
    if place.asked and not cast(DeskApp, app).is_read_only:
        await _ask_again(app, front, place.asked)
    for field in app.screen.query(f"#{place.field}") if place.field else ():
        if field.display:
            put_cursor(field, place.cursor)
            app.screen.set_focus(field)


async def _ask_again(app: App[Any], screen: DeskScreen, asked: Asked) -> None:
    """Open the form again, and wait until it stands there; where it is another one by now, say what became of it."""
    screen.expect(asked.form, asked.answers)
    if asked.by in _FORMS:
        ask_for(screen, asked)
    elif asked.by.startswith("action_"):
        getattr(screen, asked.by, lambda: None)()
    while (app.screen is screen and screen.is_opening) or not getattr(app.screen, "is_ready", True):
        await asyncio.sleep(_BETWEEN)  # before that a form sets its own first field
    screen.expect("")
    desk_app = cast(DeskApp, app)
    if app.screen is screen and await desk_app.kept_draft(asked.form):
        desk_app.say("What you typed is kept, and there again where it was typed; / finds it.")


def ask_for(screen: DeskScreen, asked: Asked) -> None:
    """Open a form that is no action of a screen alone."""
    screen.ask(asked, lambda: _FORMS[asked.by](screen, *asked.about))


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
    from supervision_tui.screens.imports.opening import choose_and_import

    await choose_and_import(screen.app)


async def _import_names(screen: DeskScreen) -> None:
    from supervision_tui.screens.imports.names import paste_names

    await paste_names(screen)


async def _undo_import(screen: DeskScreen) -> None:
    from supervision_tui.screens.imports.undo import ask_to_undo

    await ask_to_undo(screen)


_FORMS: dict[str, Callable[..., Coroutine[Any, Any, None]]] = {
    "direction": _give_direction,
    "worker": _edit_worker,
    "supervise": _supervise,
    "bring in": _bring_in,
    "import names": _import_names,
    "undo import": _undo_import,
}
"""The forms that are not an action of a screen alone: they follow another one, or several screens have them."""


_SITTINGS = ("session", "begun")
_READ_FIRST = ("bring-in", "attendance", "names-pasted", "what-if")


async def _open(app: App[Any], address: str) -> None:
    screen = _screen_at(address)
    if screen is not None:
        await app.push_screen(screen)


async def _open_read(app: App[Any], address: str) -> None:
    """Open a screen for which something is read first: a file that was about to be taken, the workers of a trial."""
    where, _, of = address.partition(" ")
    if where == "bring-in":
        from supervision_tui.screens.imports.opening import show_preview

        await show_preview(app, Path(of))
    elif where == "attendance":
        from supervision_tui.screens.imports.attendance import show_attendance

        await show_attendance(app, Path(of))
    elif where == "names-pasted":
        from supervision_tui.screens.imports.names import pasted_source
        from supervision_tui.screens.imports.preview import show_source

        await show_source(app, pasted_source(of))
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
