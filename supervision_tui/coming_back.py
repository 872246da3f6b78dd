"""Where a person is in the app, and coming back there: after a lock, a crash, a cut of the power."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.app import App
from textual.screen import Screen

from supervision_tui.commands import MODE_IDS
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.place import NEVER_BEGUN_BY_ITSELF, Place, cursor_of, put_cursor
from supervision_tui.widgets.rows import Rows

_LOOKS = 100  # at a field that is still being laid out, 50 ms apart


def place_of(app: App[Any]) -> Place:
    """The mode and its row, the screens over it, the form, and the field that has the focus."""
    stack = app.screen_stack
    if not stack:  # just between two modes, of which the second is shown for the first time
        return Place(mode=app.current_mode)
    behind = next((screen for screen in reversed(stack) if isinstance(screen, DeskScreen)), None)
    over = tuple(screen.address for screen in stack if isinstance(screen, DeskScreen) and screen.address)
    lists = [stack[0].focused] if isinstance(stack[0].focused, Rows) else list(stack[0].query(Rows))
    listed = lists[0] if lists and isinstance(lists[0], Rows) else None
    is_quiet = any(address in NEVER_BEGUN_BY_ITSELF for address in over)
    field = None if is_quiet else app.screen.focused
    return Place(
        mode=app.current_mode,
        listed=(listed.id or "") if listed else "",
        key=(listed.key or "") if listed else "",
        dialog=behind.dialog if behind and not is_quiet else "",
        over=over,
        field=(field.id or "") if field else "",
        cursor=cursor_of(field),
        names_blanked=bool(getattr(app, "names_blanked", False)),
    )


async def return_to(app: App[Any], place: Place) -> None:
    """Show that place again; what is still being loaded is waited for beside it."""
    await app.switch_mode(place.mode if place.mode in MODE_IDS else "today")
    mode = app.screen
    focus_on = getattr(mode, "focus_on", None)
    if focus_on and place.key:
        focus_on(place.key)
    for address in place.over:
        screen = _screen_at(address)
        if screen is not None:
            await app.push_screen(screen)
    if isinstance(mode, DeskScreen) and (place.key or place.over or place.dialog):
        app.run_worker(_settle(app, mode, place))


async def _settle(app: App[Any], mode: DeskScreen, place: Place) -> None:
    """Once all is loaded: the row, the form that stood in front of it, the field, and the cursor in it."""
    await mode.when_loaded()
    is_there = not place.key
    for rows in mode.query(Rows):
        if rows.id == place.listed:
            rows.go_to(place.key)
            is_there = is_there or rows.key == place.key
            mode.set_focus(rows)
    screen = app.screen
    if isinstance(screen, DeskScreen) and (place.field or place.dialog):
        await screen.when_loaded()
        opener = getattr(screen, place.dialog, None) if place.dialog.startswith("action_") else None
        if opener and (is_there or place.over):  # a form is never opened about another row
            opener()
        await _focus_again(app, screen, place, has_form=opener is not None)


async def _focus_again(app: App[Any], screen: DeskScreen, place: Place, *, has_form: bool) -> None:
    for _ in range(_LOOKS if place.field else 0):
        fields = app.screen.query(f"#{place.field}")
        is_ready = getattr(app.screen, "is_ready", True)  # before that a form sets its own first field
        if fields and is_ready and (app.screen is not screen or not has_form):
            put_cursor(fields.first(), place.cursor)
            app.screen.set_focus(fields.first())
            return
        await asyncio.sleep(0.05)


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
