"""Writing to a place outside the vault: whole or not at all, and over nothing that is there
already.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from supervision_tui.system.files import OUTPUT, is_one_of, resolved


def check_target(target: Path, vault: Path | None, *, replaces: bool = False) -> None:
    """Refuse a place that is not ours to write to, before any work is done.

    A file that is there is replaced only where that was said (`replaces`), and never one that
    belongs to a vault. Raises `VaultError`, of which `AlreadyThere` can be answered by a person.
    """
    from supervision_tui.vault.errors import AlreadyThere, VaultError
    from supervision_tui.vault.files import check_is_ours
    from supervision_tui.vault.own_files import check_is_no_vault_file

    if target == OUTPUT:
        return
    if os.path.isdir(target):
        raise VaultError(f"{target} is a folder; name the file that is to be written.")
    if not os.path.isdir(target.parent):
        if os.path.exists(target.parent):
            raise VaultError(f"{target.parent} is a file and no folder; name a folder.")
        raise VaultError(f"There is no folder {target.parent}; make it first, or name another.")
    check_is_ours(target)
    check_is_no_vault_file(target, vault)
    if not replaces and os.path.lexists(target):
        raise AlreadyThere(target.name)


def check_is_no_source(target: Path, sources: Iterable[Path]) -> None:
    """Refuse to write over a file that is read for it, by its name or in a folder.

    Raises `VaultError`.
    """
    from supervision_tui.vault.errors import VaultError

    sources = tuple(sources)
    lies_in_one = os.path.lexists(target) and any(
        is_one_of(folder, sources) for folder in resolved(target).parents
    )
    if lies_in_one or is_one_of(target, sources):
        raise VaultError(
            f"{target.name} is one of the files that are read; name another file for what is "
            f"written."
        )


@contextlib.contextmanager
def written(
    contents: Mapping[Path, bytes], vault: Path | None, *, replaces: bool = False
) -> Iterator[None]:
    """Write files where only this person reads them.

    They lie beside their places while this block notes in the journal that they leave; after it
    each is put in its place. Where anything fails none of them is, and what was there is there
    again. Raises `VaultError`.
    """
    from supervision_tui.vault.errors import VaultError

    for target in contents:
        check_target(target, vault, replaces=replaces)
    if OUTPUT in contents:
        if len(contents) > 1:
            raise VaultError(
                "That is several files; name a file with --out, or one that ends in .zip."
            )
        yield
        _print(contents[OUTPUT])
        return
    with _beside(contents) as staged:
        yield
        _put_in_place(staged, replaces=replaces)


@contextlib.contextmanager
def _beside(contents: Mapping[Path, bytes]) -> Iterator[dict[Path, Path]]:
    """Files in full beside their places, gone afterwards where they were not put there."""
    from supervision_tui.vault.files import neighbour, sweep, write_beside

    for folder in {target.parent for target in contents}:
        sweep(folder)
    staged = {target: neighbour(target, "new") for target in contents}
    try:
        for target, content in contents.items():
            write_beside(staged[target], content, target.name)
        yield staged
    finally:
        for beside in staged.values():
            beside.unlink(missing_ok=True)


def _put_in_place(staged: Mapping[Path, Path], *, replaces: bool) -> None:
    """Rename each file into its place, or none."""
    from supervision_tui.vault.errors import AlreadyThere, VaultError
    from supervision_tui.vault.files import BEFORE, flush_folder, neighbour

    kept: dict[Path, Path] = {}  # what is replaced, by its place
    begun: list[Path] = []
    try:
        for target, beside in staged.items():
            if replaces and target.exists():
                kept[target] = neighbour(target, BEFORE)
                _keep(target, kept[target])
            begun.append(target)
            _move(beside, target, replaces=replaces)
        for folder in {target.parent for target in staged}:
            flush_folder(folder)
    except BaseException as why:  # also where a person breaks it off
        _put_back(staged, kept, begun)
        if isinstance(why, FileExistsError):
            raise AlreadyThere(target.name) from None
        if isinstance(why, OSError):
            raise VaultError(
                f"{target.name} could not be written: {why.strerror}. Nothing was changed."
            ) from None
        raise
    for before in kept.values():
        before.unlink(missing_ok=True)


def _put_back(
    staged: Mapping[Path, Path], kept: Mapping[Path, Path], begun: Sequence[Path]
) -> None:
    """Take out what came into its place, and bring back what was there before."""
    for place in begun:
        if place not in kept and not staged[place].exists():  # it came there
            place.unlink(missing_ok=True)
    for place, before in kept.items():
        if before.exists():
            os.replace(before, place)
            # Where both are names of one file, a rename leaves them.
            before.unlink(missing_ok=True)


def _keep(target: Path, before: Path) -> None:
    """Keep what is to be replaced under another name, until all is in its place.

    Raises `OSError`.
    """
    try:
        os.link(target, before)
    except OSError:  # a disk without second names
        os.replace(target, before)


def _move(beside: Path, target: Path, *, replaces: bool) -> None:
    """Rename a file into its place. Raises `FileExistsError` where another came there meanwhile."""
    from supervision_tui.vault.files import rename_new

    if replaces:
        os.replace(beside, target)
    else:
        rename_new(beside, target)


def _print(content: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
