"""The running app as a screen may use it, part by part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from textual.message_pump import MessagePump
from textual.signal import Signal

from supervision_tui.commands import Keymap
from supervision_tui.desk.destination import Destination

from .daily_backup import DailyBackup
from .desk_access import DeskAccess, VaultFileAccess
from .drafts import Drafts
from .idle_timer import IdleTimer
from .kept_today import KeptToday
from .look import Look
from .names_shown import NamesShown
from .notices import Notices
from .under_way import UnderWay
from .vault_state import VaultState


class Navigation(Protocol):
    """Ways from one screen to another."""

    def show(self, destination: Destination) -> None:
        """Show a record where it belongs."""

    def do_in(self, mode: str, action: str) -> None:
        """Go to a mode, and do there what one of its commands does."""

    def supervise(self, worker_id: int) -> None:
        """Begin or resume supervision with a worker."""

    def open_session(
        self, session_id: int, child: str = "", *, is_begun_here: bool = False
    ) -> None:
        """Open a session that is there, or was begun just now, at a child of it."""

    def has_session_open(self) -> bool:
        """Tell whether a session is open already, and say so."""

    def decide(self, refs: Sequence[str], kind: str = "") -> None:
        """Write a decision, or a discussion with others, about these children."""

    def put_on_file(self, scope: str = "") -> None:
        """Show which records of a session, a decision or a child are on the council's system."""

    def prepare(self, worker_id: int) -> None:
        """Prepare the next session with a worker."""


@dataclass
class Running:
    """The parts: desk and vault, drafts, names shown, notices, the look, and ways to go."""

    vault: VaultState
    desk: DeskAccess
    vault_file: VaultFileAccess
    today: KeptToday
    drafts: Drafts
    names: NamesShown
    notices: Notices
    look: Look
    backup: DailyBackup
    idle: IdleTimer
    keys: Keymap
    under_way: UnderWay
    store_changed: Signal[str]
    navigation: Navigation
    exported_to: str = ""  # the folder into which something was exported last

    def fill(self, sentence: str) -> str:
        """The sentence with the present key of each command that it names."""
        return self.notices.fill(sentence)


class RunsSupervision:
    """An app that has a `running`; its screens and widgets reach it by `running_of`."""

    running: Running


def running_of(pump: MessagePump) -> Running:
    """The parts of the app in which a screen or a widget is shown."""
    app = pump.app
    if not isinstance(app, RunsSupervision):
        raise TypeError(f"{type(app).__name__} runs no supervision")
    return app.running
