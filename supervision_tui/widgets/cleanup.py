"""Screens that were left: nothing of what they showed is kept in memory for its own sake."""

from __future__ import annotations

from textual._styles_cache import StylesCache


def forget_drawings() -> None:
    """Let go of the lines of widgets that are gone.

    Textual remembers the colours of a thousand widgets by their drawn lines, and so holds these,
    text and all, after the screen was left. The cache is made anew as it is asked.
    """
    StylesCache.get_inner_outer.cache_clear()
