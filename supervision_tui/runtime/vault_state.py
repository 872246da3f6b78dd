"""The state of the open vault: the policy in force, the team, the manager, the cover, what was
noticed.
"""

from __future__ import annotations

import contextlib
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from supervision_tui.desk.vault.service_policy import PolicyOffer
from supervision_tui.desk.vault.startup import StartupFacts, read_startup_facts
from supervision_tui.system.clock import Clock
from supervision_tui.vault.errors import VaultError

from .notices import Notices
from .open_vault import OpenVault

if TYPE_CHECKING:
    from supervision_tui.desk.moment import Moment
    from supervision_tui.practice.policy.policy import Policy

_TO_READ, _LONG_TO_READ = 12, 120  # seconds that a notice about the vault's files stays


class VaultState:
    """Read at a glance as the vault opens, before its records are.

    The rest is asked when it is needed.
    """

    def __init__(
        self, vault: OpenVault, clock: Clock, offer: PolicyOffer, notices: Notices
    ) -> None:
        self.clock = clock
        self.team = "…"
        self.cover = ""  # who stands in for the manager today
        self.manager = ""  # name and role; empty until somebody has said them
        self.manager_name = ""
        self.is_demo = False  # whether the records are invented
        self.rules = ""  # what stands for all the rules that Today is worked out by
        self.saved_at: datetime | None = None  # when something was kept last, since it was opened
        self._vault = vault
        self._offer = offer
        self._notices = notices
        self._policy: Policy | None = None
        self._day: date | None = None  # the day for which all that was asked
        self._noticed = 0  # of the sentences about the vault's files, how many were told

    @property
    def today(self) -> date:
        """The day on which the app looks at the records."""
        return self.clock.today()

    @property
    def is_as_of(self) -> bool:
        """Tell whether that is another day than the real one."""
        return self.clock.as_of is not None and self.clock.fixed is None

    @property
    def is_read_only(self) -> bool:
        """Tell whether nothing may be written."""
        return self._vault.is_read_only

    @property
    def changes(self) -> int:
        """The number of changes since the vault was opened."""
        return self._vault.changes

    def note_saved(self) -> None:
        """Something was kept just now."""
        self.saved_at = self.clock.now()

    def policy(self) -> Policy:
        """The practice policy in force."""
        from supervision_tui.practice.policy.policy import default_policy

        return (self._policy or default_policy()).on(self.today)

    def moment(self) -> Moment:
        """The day, the instant, the policy and the person, for a verb."""
        from supervision_tui.desk.moment import Moment

        return Moment(
            self.today, self.clock.now(), self.policy(), self.cover or self.manager or "manager"
        )

    async def look(self) -> StartupFacts:
        """Read what is known of the vault before its records are loaded. Raises `VaultError`."""
        return await self._vault.ask(partial(read_startup_facts, on=self.today, offer=self._offer))

    async def know(self, seen: StartupFacts) -> None:
        """Take what was seen of the vault for known. Raises `PolicyWrong`."""
        self.rules, self.is_demo = seen.rules, seen.is_demo
        if seen.has_own_policy:
            await self._read_policy()
        self.team, self.cover, self._day = seen.team, seen.cover, self.today
        self.manager, self.manager_name = seen.manager, seen.manager_name

    async def read_team(self) -> None:
        """Read the team's name, who the manager is, and who stands in."""
        from supervision_tui.desk.cover import cover_on
        from supervision_tui.desk.manager import the_manager
        from supervision_tui.desk.workers.people import team_name

        self.team = await self._vault.run(team_name)
        self.cover = await self._vault.run(cover_on, self.today)
        manager = await self._vault.run(the_manager)
        self.manager, self.manager_name = manager.words, manager.name

    async def notice_new_day(self) -> bool:
        """Ask who stands in on the new day where midnight has passed; returns whether it has."""
        today = self.today
        if self._day in (None, today):
            return False
        with contextlib.suppress(VaultError):  # then it is asked again
            await self.read_team()
            self._day = today
        return self._day == today

    def tell_what_was_noticed(self) -> None:
        """Say what the vault found of its own files, at its opening and since."""
        if not self._vault.is_open:
            return
        store = self._vault.store
        for sentence in store.noticed[self._noticed :]:
            if sentence == store.missing:
                self._notices.fail(sentence, _LONG_TO_READ)
            else:
                self._notices.warn(sentence, _TO_READ)
        self._noticed = len(store.noticed)

    async def _read_policy(self) -> None:
        """Read the policy that this vault works with; it keeps a copy of a new one.

        Raises `PolicyWrong`.
        """
        from supervision_tui.desk.vault.policy_in_use import policy_in_use, remember_policy

        in_use = await self._vault.run(policy_in_use, self._offer)
        self._policy = in_use.policy
        if (in_use.is_new or in_use.has_new_defaults) and not self.is_read_only:
            await self._vault.run(remember_policy, in_use, moment=self.moment())
        for sentence in in_use.says:
            self._notices.warn(sentence, _TO_READ)
