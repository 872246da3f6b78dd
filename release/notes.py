"""What a release says of itself: the newest part of the changelog, as the wheel is called."""

from __future__ import annotations

import re

_HEADING = re.compile(r"^## \[(?P<version>[^\]]+)\] - (?P<day>.+)$", re.MULTILINE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NOT_YET = "not released yet"


def notes(changelog: str, version: str) -> str:
    """The part of the changelog about this version, which must be its newest.

    A version that is being worked on ends in `.dev0`, and has no day. Raises `ValueError` with a
    sentence where the two do not go together: an upgrade would do nothing, or say nothing.
    """
    headings = list(_HEADING.finditer(changelog))
    if not headings:
        raise ValueError("CHANGELOG.md has no heading of a release, like ## [0.5.0] - 2026-11-30.")
    newest = headings[0]
    released, _, worked_on = version.partition(".dev")
    if newest["version"] != released:
        raise ValueError(
            f"The newest release in CHANGELOG.md is {newest['version']}, and the wheel is "
            f"{version}: write what is new, or set __version__."
        )
    if worked_on and newest["day"] != NOT_YET:
        raise ValueError(f"{version} is worked on: its heading says “{NOT_YET}”, and no day.")
    if not worked_on and not _DAY.fullmatch(newest["day"]):
        raise ValueError(f"{version} is a release: its heading says on which day.")
    ends = headings[1].start() if len(headings) > 1 else len(changelog)
    return changelog[newest.end() : ends].strip() + "\n"


def tag(version: str) -> str:
    """The name by which the commit of a release is found; of one that is worked on, none."""
    return "" if ".dev" in version else f"v{version}"
