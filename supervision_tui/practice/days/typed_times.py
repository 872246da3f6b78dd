"""Times of day as people type them: `14:00`, `9.30`, `1400`, `2pm`, `10.30am`, `noon`."""

from __future__ import annotations

import re

_24 = re.compile(r"([01]?\d|2[0-3])[:.]?([0-5]\d)")
_12 = re.compile(r"(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))? ?([ap])\.?m\.?")
_NAMED = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}


def read_time_words(typed: str) -> str | None:
    """A time of day that was typed, as `14:00`; nothing where these are no words for one."""
    words = " ".join(typed.casefold().split())
    if words in _NAMED:
        return _NAMED[words]
    if match := _12.fullmatch(words):
        hour = int(match[1]) % 12 + 12 * (match[3] == "p")
        return f"{hour:02}:{match[2] or '00'}"
    if match := _24.fullmatch(words):
        return f"{int(match[1]):02}:{match[2]}"
    return None
