"""The names under which a vault keeps facts about itself, and what they mean."""

from __future__ import annotations

DEMO = "demo"  # the records are invented
BACKUP_FOLDER = "backup folder"
LOCK_AFTER = "lock after minutes"
USUAL_LOCK_MINUTES = 5
PLACE = "place"  # the draft that holds where somebody was, beside the texts


def minutes_of(kept: str) -> int:
    """After how many idle minutes the vault locks."""
    return int(kept) if kept.isdecimal() else USUAL_LOCK_MINUTES
