"""The way of a screen to the desk: one verb on the store's thread, told when and by whom it is
done.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from supervision_tui.system.errors import AppError
from supervision_tui.vault.errors import AlreadyThere, VaultError
from supervision_tui.vault.store import does_change, is_taken_back

from .names_shown import NamesShown
from .notices import Notices
from .open_vault import OpenVault
from .vault_state import VaultState

Result = TypeVar("Result")


class DeskAccess:
    """Runs verbs of the desk on the store's thread; what they change is told by `published`."""

    def __init__(
        self,
        vault: OpenVault,
        state: VaultState,
        names: NamesShown,
        notices: Notices,
        published: Callable[[str], None],
    ) -> None:
        self.refused = 0  # how often a person was told that something was not done
        self.only_looks = False  # while a form is opened again by itself, nothing is changed
        self._vault = vault
        self._state = state
        self._names = names
        self._notices = notices
        self._published = published

    async def run(self, verb: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
        """Run a verb, for a form that shows itself what was refused. Raises `Refused`."""
        from supervision_tui.desk.moment import Refused

        if self.only_looks and does_change(verb):
            raise Refused("What stood here has changed meanwhile; nothing was done by itself.")
        try:
            result = await self._vault.run(
                verb, *arguments, **told_when(verb, self._state), **named
            )
        except VaultError as why:
            raise Refused(str(why)) from None
        if does_change(verb):
            self._notices.can_take_back = is_taken_back(verb)
            self._state.note_saved()
            await self._names.hide_new()
            self._published(verb.__name__)
        return result

    async def try_run(
        self, verb: Callable[..., Result], *arguments: Any, **named: Any
    ) -> Result | None:
        """Run a verb; a refusal becomes a notice and gives nothing."""
        try:
            return await self.run(verb, *arguments, **named)
        except AppError as why:
            self.refused += 1
            self._notices.warn(str(why))
            return None


class VaultFileAccess:
    """Runs verbs about the vault's file (backups, keys, undo) in a thread of their own."""

    def __init__(self, vault: OpenVault, state: VaultState, notices: Notices) -> None:
        self._vault = vault
        self._state = state
        self._notices = notices

    async def run(self, verb: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
        """Run a verb, for a form that shows itself what was refused. Raises `Refused`."""
        from supervision_tui.desk.moment import Refused

        try:
            when = told_when(verb, self._state)
            return await self._vault.run_aside(verb, self._vault.store, *arguments, **when, **named)
        except AlreadyThere as why:
            raise Refused(why.says, code=why.code) from None
        except VaultError as why:
            raise Refused(str(why)) from None
        finally:
            self._vault.changes += 1

    async def try_run(
        self, verb: Callable[..., Result], *arguments: Any, **named: Any
    ) -> Result | None:
        """Run a verb; a refusal becomes a notice and gives nothing."""
        try:
            return await self.run(verb, *arguments, **named)
        except AppError as why:
            self._notices.warn(str(why), 10)
            return None


def told_when(verb: Callable[..., object], state: VaultState) -> dict[str, Any]:
    """The moment, by its name, for a verb that asks when it is done; for any other nothing."""
    if asks_when(verb):
        return {"moment": state.moment()}
    return {}


@lru_cache(maxsize=512)
def asks_when(verb: Callable[..., object]) -> bool:
    """Tell whether a verb takes a `moment`."""
    return "moment" in inspect.signature(verb).parameters
