"""The values that a shell completes behind an option."""

from __future__ import annotations

from collections.abc import Callable


def offering(*words: str) -> Callable[[str], list[str]]:
    """Offer these words to whoever completes, of them those that begin as was typed."""

    def offer(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete)]

    return offer
