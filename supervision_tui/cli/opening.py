"""The way of a command of the shell to an open vault: which file, which passphrase, which day."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .prompts import ask_passphrase, read_secret_file

if TYPE_CHECKING:
    from supervision_tui.configuration.settings import Settings
    from supervision_tui.desk.moment import Moment
    from supervision_tui.desk.vault.service_policy import PolicyOffer
    from supervision_tui.practice.policy.policy import Policy
    from supervision_tui.vault.opener import VaultOpener
    from supervision_tui.vault.store import Store

VAULT_NAME = "supervision.db"


@dataclass(frozen=True)
class Opening:
    """The options of a command: the vault's file, the passphrase's place, the log, the policy."""

    vault: Path | None
    passphrase_file: str | None
    journal_mode: str = ""
    policy: str | None = None
    plain: bool = False

    @property
    def path(self) -> Path:
        """The vault's file; by default in the platform's user-data folder."""
        if self.vault is not None:
            from supervision_tui.system.files import expanded

            return expanded(self.vault)
        from platformdirs import user_data_path

        return user_data_path("supervision-tui", appauthor=False) / VAULT_NAME

    @functools.cached_property
    def words(self) -> str | None:
        """The passphrase from its file, without the last newline; read once.

        Raises `VaultError`.
        """
        if self.passphrase_file is None:
            return None
        return read_secret_file(self.passphrase_file)

    @property
    def config_folder(self) -> Path:
        """The folder in which a service's own policy and templates are looked for."""
        from platformdirs import user_config_path

        return user_config_path("supervision-tui", appauthor=False)

    @property
    def machine_folder(self) -> Path:
        """The folder in which whoever looks after this machine sets something for everybody."""
        from supervision_tui.configuration.machine_rules import machine_folder

        return machine_folder()

    @property
    def settings(self) -> Settings:
        """A person's settings for the app: from the file, the environment and the command line."""
        from supervision_tui.configuration.settings_file import read_settings

        found = read_settings(self.config_folder, self.machine_folder)
        return found.over(os.environ, plain=self.plain)

    @property
    def offer(self) -> PolicyOffer:
        """The policy that was asked for, and where the usual one lies."""
        from supervision_tui.desk.vault.service_policy import PolicyOffer

        return PolicyOffer(self.policy, self.config_folder, self.machine_folder)

    def opener(self) -> VaultOpener:
        """The opener of the vault, which asks for what unlocks it."""
        from supervision_tui.vault.opener import VaultOpener

        return VaultOpener(self.path, self.words, self.journal_mode)

    @contextlib.contextmanager
    def store(
        self, *, writable: bool, bring_back: bool = False, migrates: bool = True
    ) -> Iterator[Store]:
        """The open vault, closed again at the end.

        Raises `VaultError`, `VaultLocked`, `VaultDamaged`.
        """
        store = open_patiently(
            self.opener(), writable=writable, bring_back=bring_back, migrates=migrates
        )
        told = _tell(store, 0)
        try:
            yield store
        finally:
            try:
                store.close()
            finally:
                _tell(store, told)


def _tell(store: Store, told: int) -> int:
    """Say what the vault found of its own files, but for so many sentences.

    Returns how many there are.
    """
    for sentence in store.noticed[told:]:
        print(sentence, file=sys.stderr)
    return len(store.noticed)


@contextlib.contextmanager
def desk_of(
    opening: Opening, as_of: date | None, *, writable: bool = False
) -> Iterator[tuple[Store, Moment]]:
    """The open vault, and the moment with the policy that it works with.

    Raises `VaultError`, `PolicyWrong`.

    A policy that is asked for is remembered by the vault, so it is opened for that where it is
    free.
    """
    from supervision_tui.desk.manager import who_writes
    from supervision_tui.desk.vault.policy_in_use import policy_in_use, remember_policy

    with _store_for(opening, writable=writable) as store:
        in_use = store.run(policy_in_use, opening.offer)
        make_moment = moment_for
        if writable:
            make_moment = moment_to_write
        moment = make_moment(as_of, in_use.policy)
        says = in_use.says
        if (in_use.is_new or in_use.has_new_defaults) and store.is_writable:
            store.run(remember_policy, in_use, moment_for(None, in_use.policy))
        elif in_use.is_new:
            used = f"This was worked out with policy {in_use.policy.version}"
            says = (f"{used}, which this vault does not remember yet.",)
        for sentence in says:
            print(sentence, file=sys.stderr)
        yield store, replace(moment, actor=store.run(who_writes, moment))


@contextlib.contextmanager
def _store_for(opening: Opening, *, writable: bool) -> Iterator[Store]:
    """The open vault; writable too where a policy is to be remembered and no other has it."""
    from supervision_tui.vault.errors import VaultBusy

    with contextlib.ExitStack() as held:
        store = None
        if opening.policy is not None and not writable and is_free(opening.path):
            with contextlib.suppress(VaultBusy):  # taken meanwhile: then it is only read
                store = held.enter_context(opening.store(writable=True))
        yield store or held.enter_context(opening.store(writable=writable))


def is_free(path: Path) -> bool:
    """Tell whether nobody has the vault open to write in it, and there is one to open."""
    from supervision_tui.vault.errors import VaultError
    from supervision_tui.vault.write_lock import check_is_free

    try:
        check_is_free(path)
    except VaultError:
        return False
    return True


def open_patiently(
    opener: VaultOpener, *, writable: bool, bring_back: bool = False, migrates: bool = True
) -> Store:
    """Open the vault; after a wrong passphrase the next one waits, and we wait with it."""
    from supervision_tui.vault.errors import MustWait

    try:
        return opener.open(
            ask=ask_passphrase, writable=writable, bring_back=bring_back, migrates=migrates
        )
    except MustWait as why:
        if opener.passphrase is None:
            raise
        print(why, file=sys.stderr)
        time.sleep(why.seconds)
        return opener.open(writable=writable, bring_back=bring_back, migrates=migrates)


def moment_for(as_of: date | None, policy: Policy | None = None) -> Moment:
    """Today or the day that stands in for it, with this policy, or the one that ships."""
    from supervision_tui.desk.moment import Moment
    from supervision_tui.practice.policy.policy import default_policy
    from supervision_tui.system.clock import Clock

    clock = Clock(as_of)
    return Moment(clock.today(), clock.now(), policy or default_policy())


def moment_to_write(as_of: date | None, policy: Policy | None = None) -> Moment:
    """Tell the moment of a verb that writes: the instant is now, whatever day it is of.

    Raises `Refused` for a day to come: all that is taken later would be of an earlier day.
    """
    from supervision_tui.desk.moment import Refused

    moment, written = moment_for(as_of, policy), moment_for(None, policy)
    if moment.today > written.today:
        raise Refused(
            f"{moment.today} is still to come; name a day that has come: that of the file, or "
            f"today."
        )
    return replace(moment, now=written.now)


def day_of(typed: str | None) -> date | None:
    """A date given on the command line, as 2026-03-02. Raises `ValueError` with a sentence."""
    if typed is None:
        return None
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        raise ValueError(f"{typed or 'An empty text'} is not a date like 2026-03-02.") from None
    if not 1990 <= found.year <= 2100:
        raise ValueError(f"{typed} is too far from today; check the year.")
    return found
