"""Where something that leaves the vault may be written."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from supervision_tui.named_files import is_one_of


def check_target(target: Path, vault: Path | None) -> None:
    """Refuse a place that is not ours to write to, before any work is done. Raises `VaultError`."""
    from supervision_tui.vault.errors import VaultError
    from supervision_tui.vault.places import check_is_no_vault_file, check_is_ours

    if os.path.isdir(target):
        raise VaultError(f"{target} is a folder; name the file that is to be written.")
    if not os.path.isdir(target.parent):
        if os.path.exists(target.parent):
            raise VaultError(f"{target.parent} is a file and no folder; name a folder.")
        raise VaultError(f"There is no folder {target.parent}; make it first, or name another.")
    check_is_ours(target)
    if vault is not None:
        check_is_no_vault_file(target, vault)


def check_is_no_source(target: Path, sources: Iterable[Path]) -> None:
    """Refuse to write over a file that is read for it. Raises `VaultError`."""
    from supervision_tui.vault.errors import VaultError

    if is_one_of(target, sources):
        raise VaultError(f"{target.name} is one of the files that are read; name another file for what is written.")


@contextlib.contextmanager
def noted_or_gone(*written: Path) -> Iterator[None]:
    """What was given away is noted in the journal within this block; where that fails, nothing was given away."""
    try:
        yield
    except BaseException:
        for each in written:
            each.unlink(missing_ok=True)
        raise
