"""An app that knows what a vault says of itself: the policy in force, the team, who stands in, what Today showed."""

from __future__ import annotations

import asyncio
import contextlib
from abc import abstractmethod
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from supervision_tui.configuration.settings import Settings
from supervision_tui.desk.glance import Glance, glance, keep_today, kept_today
from supervision_tui.desk.service_files import PolicyOffer
from supervision_tui.system.clock import Clock
from supervision_tui.vault.door import Door
from supervision_tui.vault.errors import VaultError
from supervision_tui.vault.rows import Rows
from supervision_tui.vault.store import Store

from .look import AdjustedApp

if TYPE_CHECKING:
    from supervision_tui.desk.today_view import TodayView
    from supervision_tui.practice.policy import Policy

Result = TypeVar("Result")


class KnowingApp(AdjustedApp):
    """What is known at a glance is shown before the records are read; the rest is asked when it is needed."""

    def __init__(
        self,
        store: Store | None,
        clock: Clock,
        door: Door | None,
        offer: PolicyOffer | None,
        settings: Settings | None,
        **how: Any,
    ) -> None:
        super().__init__(store, clock, door, settings, **how)
        self._offer = offer or PolicyOffer()
        self._policy: Policy | None = None
        self._seen: Glance | None = None
        self.team = "…"
        self.cover = ""  # who stands in for the manager today
        self.manager = ""  # name and role; empty until somebody has said them
        self._day: date | None = None  # the day for which all that was asked

    @property
    def today(self) -> date:
        """The day on which the app looks at the records."""
        return self.clock.today()

    async def look(self) -> Glance:
        """What is known of the vault before its records are read. Raises `VaultError`."""
        return await self.look_up(partial(glance, on=self.today, offer=self._offer))

    async def look_up(self, question: Callable[[Rows], Result]) -> Result:
        """What the vault answers to a plain question. Raises `VaultError`."""
        with self.under_way.answer():
            return await asyncio.wrap_future(self.store.ask(question))

    async def know(self, seen: Glance) -> None:
        """Take what was seen of the vault for known. Raises `PolicyWrong`."""
        self._seen = seen
        if seen.has_own_policy:
            await self._read_policy()
        self.team, self.cover, self.manager, self._day = seen.team, seen.cover, seen.manager, self.today

    async def _read_policy(self) -> None:
        """The policy that this vault works with; it keeps a copy of a new one. Raises `PolicyWrong`."""
        from supervision_tui.desk.policy_in_use import policy_in_use, remember_policy

        in_use = await self.run_verb(policy_in_use, self._offer)
        self._policy = in_use.policy
        if (in_use.is_new or in_use.has_new_defaults) and not self.is_read_only:
            await self.run_verb(remember_policy, in_use, moment=self.moment())
        for sentence in in_use.says:
            self.notify(sentence, severity="warning", markup=False, timeout=12)

    async def read_team(self) -> None:
        """Read the team's name, who the manager is, and who stands in."""
        from supervision_tui.desk.cover import cover_on
        from supervision_tui.desk.manager import the_manager
        from supervision_tui.desk.people import team_name

        self.team = await self.run_verb(team_name)
        self.cover = await self.run_verb(cover_on, self.today)
        self.manager = (await self.run_verb(the_manager)).words

    async def notice_new_day(self) -> bool:
        """Where midnight has passed, ask who stands in on the new day; returns whether it has."""
        today = self.today
        if self._day in (None, today):
            return False
        with contextlib.suppress(VaultError):  # then it is asked again
            await self.read_team()
            self._day = today
        return self._day == today

    def policy(self) -> Policy:
        """The practice policy in force."""
        from supervision_tui.practice.policy import default_policy

        return (self._policy or default_policy()).on(self.today)

    def moment(self) -> Any:
        """The day, the instant, and the policy, for a verb."""
        from supervision_tui.desk.moment import Moment

        return Moment(self.today, self.clock.now(), self.policy(), self.cover or self.manager or "manager")

    async def today_view(self) -> TodayView | None:
        """What Today shows: as the vault kept it, if nothing has changed since; else worked out, and kept."""
        from supervision_tui.desk.today_view import from_kept_form

        rules = self._seen.rules if self._seen else ""
        with contextlib.suppress(VaultError):  # then it is worked out, and what stands in the way is said there
            kept = await self.look_up(partial(kept_today, on=self.today, rules=rules)) if rules else ""
            if kept:
                return from_kept_form(kept)
        from supervision_tui.desk.today import today_after

        found = await self.desk(today_after)
        if found is None:
            return None
        view, entry = found
        if rules and not self.is_read_only:
            self.store.ask(partial(keep_today, view=view, rules=rules, entry=entry), writes=True)
        return view

    @abstractmethod
    async def desk(self, verb: Callable[..., Result], *arguments: Any, **named: Any) -> Result | None:
        """Run a desk verb on the store's thread; a refusal becomes a notice and gives nothing."""
