"""The names under which a vault keeps facts about itself, and what they mean."""

from __future__ import annotations

DEMO = "demo"  # the records are invented
LOCK_AFTER = "lock after minutes"
LOCK_IN_SESSION = "lock in session after minutes"
USUAL_LOCK_MINUTES, USUAL_SESSION_LOCK_MINUTES = 5, 20
MANAGER_NAME, MANAGER_ROLE, MANAGER_TEAM, COUNCIL = (
    "manager name",
    "manager role",
    "manager team",
    "council",
)
MANAGER_DAYS, MANAGER_HOURS = "manager days", "manager hours"
FILE_ASKED_SINCE = "on file asked since"  # of earlier records it is not known
PLACE = "place"  # the draft that holds where somebody was, beside the texts


def manager_words(name: str, role: str) -> str:
    """Name and role in a line: `Ada Finch, team manager`; empty where the name is not known."""
    if name and role:
        return f"{name}, {role}"
    return name


def minutes_of(kept: str) -> int:
    """After how many idle minutes the vault locks."""
    if kept.isdecimal():
        return int(kept)
    return USUAL_LOCK_MINUTES


def session_minutes_of(kept: str) -> int:
    """After how many idle minutes the vault locks while a session is held."""
    if kept.isdecimal():
        return int(kept)
    return USUAL_SESSION_LOCK_MINUTES
