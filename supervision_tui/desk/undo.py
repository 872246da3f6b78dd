"""Taking the last change back."""

from __future__ import annotations

from supervision_tui.vault.store import Store

from .moment import Moment


def take_back(store: Store, moment: Moment) -> str:
    """Take the last change back; returns what it was. Raises `VaultError` where it cannot be, with the reason."""
    return store.undo(moment.now, moment.actor)
