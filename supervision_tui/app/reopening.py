"""The person's place in the app, and coming back there: after a lock, a crash, a cut of the
power.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.app import App
from textual.screen import Screen

from supervision_tui.commands import MODE_IDS
from supervision_tui.desk.vault.startup import forget_place
from supervision_tui.desk.vault_facts import PLACE
from supervision_tui.runtime.desk_access import DeskAccess
from supervision_tui.runtime.drafts import Drafts, forget_kept
from supervision_tui.runtime.names_shown import NamesShown
from supervision_tui.runtime.notices import Notices
from supervision_tui.runtime.open_vault import OpenVault
from supervision_tui.runtime.place import NEVER_BEGUN_BY_ITSELF, NOT_ASKED, Asked, Left, Place
from supervision_tui.runtime.vault_state import VaultState
from supervision_tui.vault.errors import VaultError
from supervision_tui.widgets.cursor import cursor_of, put_cursor
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.kept_fields import KeptFields

from .addresses import screen_at

_BETWEEN = 0.02  # seconds between two looks at a form that is still being opened
_SESSIONS = ("session", "begun")
_READ_FIRST = ("bring-in", "attendance", "names-pasted", "what-if")


class Reopening:
    """Keeps where the person is while something is written, and opens it again at the next start.

    `comes_back_to` is the place of the last lock until all is as it was there. While the app is
    locking it `is_taken_over`: the lock keeps the place.
    """

    def __init__(
        self,
        app: App[Any],
        vault: OpenVault,
        state: VaultState,
        names: NamesShown,
        notices: Notices,
    ) -> None:
        self.comes_back_to: Place | None = None
        self.is_taken_over = False
        self._app = app
        self._vault = vault
        self._state = state
        self._names = names
        self._notices = notices
        self._kept = ""

    # Where the person is

    def place(self) -> Place:
        """Tell where the person is; while one is still coming back, where that leads."""
        return self.comes_back_to or place_of(self._app, are_names_hidden=self._names.are_hidden)

    def has_form_of(self, place: Place) -> bool:
        """Tell whether the form of that place stands in front, not saved yet."""
        stack = self._app.screen_stack
        forms = [each.draft_key for each in stack if isinstance(each, KeptFields) and each.is_kept]
        return bool(place.asked) and place.asked.form in forms

    def place_to_keep(self) -> str:
        """Tell where somebody writes now; nothing while the app is locking, which keeps its own."""
        place = self.place()
        if self.is_taken_over or not place.is_worth_keeping:
            return ""
        self._kept = place.to_json()
        return self._kept

    async def keep_place(self) -> None:
        """Keep the place while somebody writes: a crash, a kill and a power cut come back to it."""
        if self.is_taken_over:
            return
        before, wanted = self._kept, self.place_to_keep()
        if wanted and wanted != before:
            await self._keep(wanted)
        elif before and not wanted:
            self._kept = ""
            await self.forget_place()

    async def forget_place(self) -> None:
        """Nobody writes any more: the next start begins at Today."""
        await forget_kept(self._vault, PLACE)

    async def _keep(self, place: str) -> None:
        """Keep a place; where it cannot be kept, nothing is said."""
        from supervision_tui.desk.drafts import save_draft

        if not self._vault.is_read_only:
            with contextlib.suppress(VaultError):
                await self._vault.run(save_draft, PLACE, place, moment=self._state.moment())

    # Coming back

    async def take_place(self, kept: str | None) -> Place:
        """The place of the last lock, which is come back to once."""
        if kept is not None and not self._vault.is_read_only:
            await self._vault.ask(forget_place, writes=True)
        place = Place.from_json(kept) if kept else Place()
        self.comes_back_to = place if place.screens else None
        return place

    async def return_to(self, place: Place) -> tuple[str, ...]:
        """Show the mode and the screens over it again.

        Returns those from the first on for which something is read.
        """
        mode = place.mode if place.mode in MODE_IDS else "today"
        await self._app.switch_mode(mode)
        for number, address in enumerate(place.over):
            if self._vault.is_read_only and address.startswith(_SESSIONS):
                return ()
            if address.startswith(_READ_FIRST):
                return place.over[number:]
            await self._open(address)
        return ()

    async def come_back(
        self,
        place: Place,
        rest: Iterable[str],
        desk: DeskAccess,
        drafts: Drafts,
        begin_way: BeginsWay,
    ) -> None:
        """Open what is still to be read, then show all as it was left.

        Until then nothing is changed by itself.
        """
        try:
            await self._open_the_rest(rest, desk)
            desk.only_looks = True
            await begin_way(self._show_as_left(place, drafts))
        finally:
            self.comes_back_to, desk.only_looks = None, False

    async def _open_the_rest(self, addresses: Iterable[str], desk: DeskAccess) -> None:
        """Open these screens, once what they show is read.

        Keys act meanwhile, the one that stops the reading too.
        """
        for address in addresses:
            if address.startswith(_READ_FIRST):
                await _open_read(self._app, address, desk)
            else:
                await self._open(address)

    async def _show_as_left(self, place: Place, drafts: Drafts) -> None:
        """Show each screen's choices, the form that stood in front, its field and cursor."""
        app = self._app
        there = {
            screen.address: screen for screen in app.screen_stack if isinstance(screen, DeskScreen)
        }
        for left in place.screens:
            screen = there.get(left.address)
            if screen is None:
                continue
            await screen.when_loaded()
            if screen in app.screen_stack:  # one that has nothing to show any more leaves by itself
                await screen.come_back(left.chosen)
        front = app.screen
        if not isinstance(front, DeskScreen) or front.address != place.screens[-1].address:
            # the screen that stood there is not there any more, and so nothing that stood on it
            return
        if place.asked and not self._vault.is_read_only:
            await self._ask_again(front, place.asked, drafts)
        if not place.field:
            return
        for field in app.screen.query(f"#{place.field}"):
            if field.display:
                put_cursor(field, place.cursor)
                app.screen.set_focus(field)

    async def _ask_again(self, screen: DeskScreen, asked: Asked, drafts: Drafts) -> None:
        """Open the form again, and wait until it stands there.

        Of one that does not, say that its text is kept.
        """
        screen.expect(asked.form, asked.answers)
        if asked.by in _FORMS:
            ask_for(screen, asked)
        elif asked.by.startswith("action_"):
            await self._app.run_action(asked.by.removeprefix("action_"), screen)
        while is_form_opening(self._app.screen):
            await asyncio.sleep(_BETWEEN)  # before that a form sets its own first field
        screen.expect("")
        if self._app.screen is screen and await drafts.find(asked.form):
            self._notices.say("1 unfinished draft. ‹search› finds it.")

    async def _open(self, address: str) -> None:
        screen = screen_at(address)
        if screen is not None:
            await self._app.push_screen(screen)


BeginsWay = Callable[[Coroutine[Any, Any, None]], Coroutine[Any, Any, None]]


def place_of(app: App[Any], *, are_names_hidden: bool) -> Place:
    """The mode, its screen and those over it, the form in front, and the field with the focus."""
    stack = app.screen_stack
    screens = [screen for screen in stack if isinstance(screen, DeskScreen)]
    if not screens:  # just between two modes, of which the second is shown for the first time
        return Place(mode=app.current_mode)
    shown = [screens[0], *(screen for screen in screens[1:] if screen.address)]
    last = shown[-1]
    form = next(
        (
            each
            for each in stack[stack.index(last) :]
            if isinstance(each, KeptFields) and each.is_kept
        ),
        None,
    )
    is_quiet = any(screen.address in NEVER_BEGUN_BY_ITSELF for screen in shown)
    front = form if isinstance(form, Screen) else last
    if is_quiet or (front is last and app.screen is not last):
        field = None
    else:
        field = front.focused
    asked = NOT_ASKED
    if form and not is_quiet:
        asked = replace(last.asked, form=form.draft_key)
    in_field = ""
    if field:
        in_field = field.id or ""
    return Place(
        mode=app.current_mode,
        screens=tuple(Left(screen.address, screen.stood()) for screen in shown),
        asked=asked,
        field=in_field,
        cursor=cursor_of(field),
        names_blanked=are_names_hidden,
    )


def is_form_opening(screen: Screen[Any]) -> bool:
    """Tell whether a form is about to stand on a screen, or has its first field still to come."""
    if isinstance(screen, DeskScreen):
        return screen.is_opening or not screen.is_ready
    return isinstance(screen, KeptFields) and not screen.is_ready


def ask_for(screen: DeskScreen, asked: Asked) -> None:
    """Open a form that is no action of a screen alone."""
    screen.ask(asked, lambda: _FORMS[asked.by](screen, *asked.about))


async def _give_direction(screen: DeskScreen, checkpoint: str, *refs: str) -> None:
    from supervision_tui.practice.vocabulary import Checkpoint
    from supervision_tui.screens.directions.forms import Occasion, give_directions

    reached = Checkpoint(checkpoint) if checkpoint else None
    await give_directions(screen, refs, Occasion(checkpoint=reached))


async def _edit_worker(screen: DeskScreen, worker_id: str) -> None:
    from supervision_tui.screens.schedule.worker_forms import edit_worker

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
"""The forms that are not an action of a screen alone: they follow another one, or several
screens have them.
"""


async def _open_read(app: App[Any], address: str, desk: DeskAccess) -> None:
    """Open a screen for which something is read first: a file to be imported, a trial's workers."""
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
        from supervision_tui.desk.workload.statuses import team_workload
        from supervision_tui.screens.workload.what_if import WhatIfScreen

        view = await desk.try_run(team_workload)
        if view is not None and any(each.worker_id == int(of) for each in view.workers):
            await app.push_screen(WhatIfScreen(view, int(of)))
