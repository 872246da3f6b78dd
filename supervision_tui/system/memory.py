"""Memory that a program has let go of, given back to the system."""

from __future__ import annotations

import contextlib


def give_back_memory() -> None:
    """Give back what was freed: some C libraries keep it, each thread's apart from all others'.

    Of the systems here Linux with glibc has a call for it; nothing happens on others.
    """
    # Windows has no library without a name (`TypeError`), macOS and musl have no such call.
    with contextlib.suppress(OSError, AttributeError, TypeError):
        import ctypes

        ctypes.CDLL(None).malloc_trim(0)
