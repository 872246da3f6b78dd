"""The values that a shell completes: the words an option takes, and the names of workers."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from typing import Any

import typer

from .opening import Opening, is_free

_STANDARD_INPUT = "-"
_ASKED_BY = "_SUPERVISION_TUI_COMPLETE"
_BASH = "complete_bash"
_TYPED_IN_BASH = "COMP_WORDS"


def choice(words: str, *names: str, otherwise: str = "") -> Any:
    """An option that takes one of these words: its help lists them, and a shell completes them.

    `names` are the option's own, where the parameter's name is not to be it. `otherwise` says
    what holds without it.
    """
    all_words = words.split()
    *first, last = all_words
    says = f"{', '.join(first)} or {last}"
    if otherwise:
        says = f"{says}; {otherwise}"
    return typer.Option(*names, help=says, autocompletion=offering(*all_words))


def offering(*words: str) -> Callable[[str], list[str]]:
    """Offer these words to whoever completes, of them those that begin as was typed."""

    def offer(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete)]

    return offer


def worker_names(context: typer.Context, incomplete: str) -> list[str]:
    """Offer the names of workers that begin as was typed.

    Only while the app has the vault open, and where the keyring or a file opens it: a shell asks
    for no passphrase, and a locked vault tells no names.
    """
    said = context.find_root().params
    words_in = said.get("passphrase_file")
    if words_in == _STANDARD_INPUT:
        words_in = None
    opening = Opening(said.get("vault"), words_in)
    found: list[str] = []
    # Whatever stands in the way: a shell completes nothing then, and says nothing.
    with contextlib.suppress(Exception):
        found = _names_of(opening)
    return [_typed(name) for name in found if name.startswith(incomplete)]


def _names_of(opening: Opening) -> list[str]:
    from supervision_tui.desk.find import names_of_workers

    if is_free(opening.path):
        return []
    store = opening.opener().open(ask=lambda _why: None, writable=False, migrates=False)
    try:
        return store.run(names_of_workers)
    finally:
        store.close()


def _typed(name: str) -> str:
    """A name as the shell puts it behind what was typed: bash itself would leave its gaps open."""
    words = os.environ.get(_TYPED_IN_BASH, "")
    between = "\n" if "\n" in words else " "  # as the shell's own script joins them
    begun = words.rpartition(between)[2]
    if os.environ.get(_ASKED_BY) == _BASH and not begun.startswith(("'", '"')):
        return name.replace(" ", "\\ ")
    return name
