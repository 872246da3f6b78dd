"""Ways from one screen to another.

Here alone is known on which screen and in which list a record is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from textual.app import App
from textual.screen import Screen

from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.runtime.desk_access import DeskAccess
from supervision_tui.runtime.notices import Notices
from supervision_tui.runtime.place import Asked
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.rows import Rows

from .key_order import KeyOrder
from .reopening import ask_for

# The mode and, where it has several, the list in which a record has a line.
_ON_LIST = {
    RecordKind.WORKER: ("pressure", ""),
    RecordKind.SESSIONS: ("schedule", ""),
    RecordKind.CLINICIAN: ("consultations", "clinicians"),
    RecordKind.TRAINING_BOOKING: ("training", "bookings"),
    RecordKind.COURSES: ("training", "matrix"),
    RecordKind.DEVELOPMENT: ("training", "CPD"),
    RecordKind.GOAL: ("training", "goals"),
    RecordKind.COMPLIANCE_DATE: ("training", "checks"),
    RecordKind.BACK_ON_DUTY: ("training", "duty"),
    RecordKind.AUDIT: ("oversight", "audits"),
}
_IN_FRONT = (
    RecordKind.SIGNED_RECORD,
    RecordKind.SESSION,
    RecordKind.DECISION,
    RecordKind.CHILDS_FILE,
    RecordKind.CONSULTATION,
    RecordKind.RECOMMENDATION,
    RecordKind.ABSENCE,
    RecordKind.UNALLOCATED,
)


class Navigation:
    """Goes to modes, to records and to sessions of an app; while it is on its way, keys wait."""

    def __init__(self, app: App[Any], desk: DeskAccess, notices: Notices, keys: KeyOrder) -> None:
        self._app = app
        self._desk = desk
        self._notices = notices
        self._keys = keys
        self._came_from = ""  # the mode from which a line was opened

    # To a record

    def show(self, destination: Destination) -> None:
        """Show a record where it belongs."""
        if destination.kind is RecordKind.UNWRITTEN_RECORD:
            self.supervise(int(destination.id))
        else:
            self._go(self._show(destination))

    async def _show(self, to: Destination) -> None:
        if to.kind in _IN_FRONT:
            await self._show_in_front(to)
        elif len(self._app.screen_stack) > 2 and to.kind is not RecordKind.DRAFT:
            self._notices.refuse("Leave what is open first (‹back›); then the search goes there.")
        elif to.kind is RecordKind.DRAFT and not to.id:
            self._notices.refuse("That was typed in a form; open the form again, and it is there.")
        else:
            mode, key = await self._place_of(to)
            await self._leave_for(mode, key)

    async def _show_in_front(self, to: Destination) -> None:
        from supervision_tui.screens.decisions.record_screen import DecisionRecordScreen
        from supervision_tui.screens.review.allocation import AllocationScreen
        from supervision_tui.screens.schedule.away import AwayScreen
        from supervision_tui.screens.session.signed import SignedScreen

        if to.kind is RecordKind.UNALLOCATED:
            await self._app.push_screen(AllocationScreen())
            return
        if to.kind is RecordKind.CHILDS_FILE:
            self.put_on_file(to.id)
            return
        number = int(to.id)
        if to.kind is RecordKind.ABSENCE:
            await self._app.push_screen(AwayScreen(number))
        elif to.kind is RecordKind.SIGNED_RECORD:
            await self._app.push_screen(SignedScreen(number, to.child))
        elif to.kind is RecordKind.SESSION:
            self.open_session(number, to.child)
        elif to.kind is RecordKind.DECISION:
            await self._app.push_screen(DecisionRecordScreen(number))
        else:
            await self._show_consultation(to.kind, number)

    async def _show_consultation(self, kind: RecordKind, number: int) -> None:
        from supervision_tui.desk.consultations.recommendations import consultation_with
        from supervision_tui.screens.consultations.detail import ConsultationScreen

        found: int | None = number
        if kind is RecordKind.RECOMMENDATION:
            found = await self._desk.try_run(consultation_with, number)
        if found is not None:
            await self._app.push_screen(ConsultationScreen(found))

    async def _place_of(self, to: Destination) -> tuple[str, str]:
        """The mode, and the key of the line in it.

        A direction that is closed is found with its child.
        """
        from supervision_tui.desk.directions.lines import is_open_direction

        if to.kind is RecordKind.DIRECTION:
            is_open = not to.child or await self._desk.try_run(is_open_direction, int(to.id))
            if is_open:
                return ("directions", to.id)
            return ("review", to.child)
        if to.kind in _ON_LIST:
            mode, name = _ON_LIST[to.kind]
            address = f"{name}/{to.id}" if name else to.id
            return mode, address
        return "review", to.child or to.id

    async def _leave_for(self, mode: str, key: str) -> None:
        """Leave the search, and go to a line of a mode."""
        from supervision_tui.screens.shared.search import SearchScreen

        if isinstance(self._app.screen, SearchScreen):
            await self._app.pop_screen()
        came_from = self._app.current_mode
        await self._app.switch_mode(mode)
        if self._app.current_mode != mode:  # another key was faster
            return
        self._came_from = came_from
        screen = self._app.screen
        if isinstance(screen, DeskScreen):
            if not screen.query(Rows):
                await screen.wait_for_refresh()
            screen.focus_on(key)

    # To a mode

    def do_in(self, mode: str, action: str) -> None:
        """Go to a mode, and do there what one of its commands does."""
        self._go(self._do_in(mode, action))

    async def _do_in(self, mode: str, action: str) -> None:
        await self._app.switch_mode(mode)
        if isinstance(self._app.screen, DeskScreen):
            await self._app.screen.when_loaded()
        await self._app.run_action(action, self._app.screen)

    async def go_to_mode(self, mode: str) -> None:
        """Go to a mode, away from screens that give way."""
        over = self._app.screen_stack[1:]
        if not all(isinstance(screen, DeskScreen) and screen.gives_way for screen in over):
            self._notices.refuse("Leave what is open first (‹back›); what is typed there is kept.")
            return
        for screen in reversed(over):
            if screen is self._app.screen:
                await self._app.pop_screen()
        self._came_from = ""
        await self._app.switch_mode(mode)

    async def go_back(self) -> None:
        """Go back to the screen before, or to the mode from which a line was opened."""
        if len(self._app.screen_stack) > 1:
            await self._app.pop_screen()
        elif self._came_from:
            came_from, self._came_from = self._came_from, ""
            await self._app.switch_mode(came_from)

    # To a session

    def supervise(self, worker_id: int) -> None:
        """Begin or resume supervision with a worker."""
        if isinstance(self._app.screen, DeskScreen):
            ask_for(self._app.screen, Asked("supervise", (str(worker_id),)))

    def open_session(
        self, session_id: int, child: str = "", *, is_begun_here: bool = False
    ) -> None:
        """Open a session that is there or was begun just now, at one of its children."""
        from supervision_tui.screens.session import SessionScreen

        if not self.has_session_open():
            self._app.push_screen(SessionScreen(session_id, child, is_begun_here=is_begun_here))

    def has_session_open(self) -> bool:
        """Tell whether a session is open already, and say so."""
        from supervision_tui.screens.session import SessionScreen

        found = any(isinstance(screen, SessionScreen) for screen in self._app.screen_stack)
        if found:
            self._notices.say(
                "A session is open already; leave it first (‹back›), its text is kept."
            )
        return found

    # To a decision, and to the children's files

    def decide(self, refs: Sequence[str], kind: str = "") -> None:
        """Write a decision, or a discussion with others, about these children."""
        from supervision_tui.screens.decisions import DecisionScreen

        if any(isinstance(screen, DecisionScreen) for screen in self._app.screen_stack):
            self._notices.say(
                "A decision is being written already; leave it first (‹back›), its text is kept."
            )
        else:
            self._app.push_screen(DecisionScreen(refs, kind))

    def put_on_file(self, scope: str = "") -> None:
        """Show which records of a session, a decision or a child are on the council's system."""
        from supervision_tui.screens.on_file import FileScreen

        self._app.push_screen(FileScreen(scope))

    def prepare(self, worker_id: int) -> None:
        """Prepare the next session with a worker."""
        self._app.run_worker(self._prepare(worker_id))

    async def _prepare(self, worker_id: int) -> None:
        from supervision_tui.desk.supervision.preparation import session_to_prepare
        from supervision_tui.screens.schedule.preparation import PreparationScreen

        session_id = await self._desk.try_run(session_to_prepare, worker_id)
        if session_id is not None:
            await self._app.push_screen(PreparationScreen(session_id))

    def open_in_front(
        self, screen: type[Screen[None]], make: Callable[[], Screen[None]] | None = None
    ) -> None:
        """Open a screen that is there once, where nothing else stands in front."""
        if not self._app.screen.is_modal and not isinstance(self._app.screen, screen):
            self._app.push_screen((make or screen)())

    def _go(self, going: Coroutine[Any, Any, None]) -> None:
        self._app.run_worker(self._keys.begin_way(going))
