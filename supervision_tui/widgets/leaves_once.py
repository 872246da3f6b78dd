"""A screen that is left once: a second click or key that was under way takes no other screen
away.
"""

from __future__ import annotations

from typing import Any, cast

from textual.await_complete import AwaitComplete
from textual.screen import Screen


class LeavesOnce:
    """For a screen, named before its Textual class, which would take whatever is in front."""

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Leave this screen with a result, where it still stands in front."""
        if not cast(Screen[Any], self).is_current:
            return AwaitComplete()
        left: AwaitComplete = super().dismiss(result)  # type: ignore[misc]
        return left
