"""Beginning supervision: where a session is planned for another day, a person says which one this
is.
"""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from supervision_tui.desk.supervision.schedule import mark_held
from supervision_tui.desk.supervision.session import PlannedSession, session_to_hold, start_session
from supervision_tui.practice import wording
from supervision_tui.runtime.running import running_of
from supervision_tui.screens.shared.forms import show_form
from supervision_tui.widgets.desk_screen import READING_ONLY
from supervision_tui.widgets.form import Field, FormSpec, Values

_ANOTHER = "another one now"
_NOW = "this one today"


async def supervise(screen: Screen[Any], worker_id: int) -> None:
    """Open the session that is to be held with a worker now.

    Nothing changes where a person goes back.
    """
    running = running_of(screen)
    if running.vault.is_read_only:
        running.notices.refuse(READING_ONLY)
        return
    found = await running.desk.try_run(session_to_hold, worker_id)
    if found is None or running.navigation.has_session_open():
        return
    if found.session_id is not None:
        running.navigation.open_session(found.session_id)
        return
    if found.planned is not None:
        await _hold(screen, found.planned, worker_id, found.worker)
    else:
        await _begin_another(screen, worker_id)


async def supervise_planned(screen: Screen[Any], planned: PlannedSession, worker_id: int) -> None:
    """Open a session that a person has prepared.

    Where it is planned for another day it is asked which one this is.
    """
    running = running_of(screen)
    found = await running.desk.try_run(session_to_hold, worker_id)
    if found is None or running.navigation.has_session_open():
        return
    if found.session_id == planned.session_id:  # it is written up, or of today
        running.navigation.open_session(planned.session_id)
    else:
        await _hold(screen, planned, worker_id, found.worker)


async def _hold(screen: Screen[Any], planned: PlannedSession, worker_id: int, worker: str) -> None:
    running = running_of(screen)
    chosen = await _which(screen, planned, worker)
    if chosen == _ANOTHER:
        await _begin_another(screen, worker_id)
    elif chosen is not None:
        running.navigation.open_session(planned.session_id)


async def _begin_another(screen: Screen[Any], worker_id: int) -> None:
    running = running_of(screen)
    begun = await running.desk.try_run(start_session, worker_id)
    if begun is not None:
        running.navigation.open_session(begun, is_begun_here=True)


async def _which(screen: Screen[Any], planned: PlannedSession, worker: str) -> str | None:
    """Ask which session it is; nothing where a person went back."""
    running = running_of(screen)
    words: tuple[str, ...] = (_NOW, _ANOTHER)
    if planned.on < running.vault.today:
        held_on = wording.day(planned.on, today=running.vault.today)
        words = (f"it was held on {held_on}", *words)
    moves = (
        f"“{_NOW.capitalize()}” moves it to {wording.full_day(running.vault.today)} once you sign"
    )
    says = f"{moves}; “{_ANOTHER}” leaves it planned. Going back changes nothing."

    async def take(values: Values) -> str:
        if values["which"] not in (_NOW, _ANOTHER):
            await running.desk.run(mark_held, planned.session_id)
        return values["which"]

    spec = FormSpec(
        f"Supervision with {running.names.shown(worker)} is planned for "
        f"{wording.full_day(planned.on)}",
        (
            Field(
                "which",
                "Which session is this? Its first letter picks",
                words[0],
                kind="pick",
                words=words,
            ),
        ),
        says=says,
        save="begin",
        draft_key=f"which session {planned.session_id}",
        passes=True,
    )
    chosen: str | None = await show_form(screen, spec, take)
    return chosen
