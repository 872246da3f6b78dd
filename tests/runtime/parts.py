"""The parts of a running app on a store, without an app: what is said stands in a list."""

from __future__ import annotations

from dataclasses import dataclass, field

from supervision_tui.commands import Keymap
from supervision_tui.desk.vault.service_policy import PolicyOffer
from supervision_tui.runtime.desk_access import DeskAccess, VaultFileAccess
from supervision_tui.runtime.drafts import Drafts
from supervision_tui.runtime.names_shown import NamesShown
from supervision_tui.runtime.notices import Notices
from supervision_tui.runtime.open_vault import OpenVault
from supervision_tui.runtime.under_way import UnderWay
from supervision_tui.runtime.vault_state import VaultState
from supervision_tui.system.clock import Clock
from supervision_tui.vault.store import Store
from tests.conftest import NOW


@dataclass
class Heard:
    """What was said, as `severity: message`, and what was told to have changed."""

    said: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    redrawn: int = 0
    is_written_on: bool = False

    def show(
        self,
        message: str,
        *,
        severity: str = "information",
        markup: bool = True,
        timeout: float | None = None,
    ) -> None:
        """Take a notice; none is ever read as markup, and each has its time."""
        assert not markup and timeout
        self.said.append(f"{severity}: {message}")

    def redraw(self) -> None:
        """Count how often everything was drawn anew."""
        self.redrawn += 1


class Parts:
    """The parts that need no screen, as the app makes them."""

    def __init__(
        self, store: Store | None, *, is_read_only: bool = False, keys: Keymap | None = None
    ) -> None:
        self.heard = Heard()
        self.keys = keys or Keymap()
        self.under_way = UnderWay()
        self.vault = OpenVault(store, self.under_way, is_read_only=is_read_only)
        self.notices = Notices(
            self.heard.show, self.heard.said.clear, self.keys, lambda: self.heard.is_written_on
        )
        self.state = VaultState(self.vault, Clock(fixed=NOW), PolicyOffer(), self.notices)
        self.names = NamesShown(
            self.vault, self.heard.redraw, self.heard.published.append, are_hidden=False
        )
        self.desk = DeskAccess(
            self.vault, self.state, self.names, self.notices, self.heard.published.append
        )
        self.vault_file = VaultFileAccess(self.vault, self.state, self.notices)
        self.place = ""
        self.dropped = 0
        self.drafts = Drafts(
            self.vault,
            self.state,
            self.notices,
            place_to_keep=lambda: self.place,
            when_dropped=self._count_dropped,
        )

    async def _count_dropped(self) -> None:
        self.dropped += 1
