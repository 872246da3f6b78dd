"""Changes in the defaults of the policy from one version to the next, for a service with a file
over them.
"""

from __future__ import annotations

from itertools import chain

FIRST_VERSION = "2026-01"
"""The version under which a vault remembered its policy before it remembered the version."""
_CHANGES = {
    "2026-11": (
        "reviews of looked-after children by the steps of the law",
        "visits by the kind of placement",
        "the assessment from the start of the episode where no referral is on record",
        "no initial conference where it was found unnecessary",
        "family help as a plan",
        "one list of the reasons that speak of workload",
        "the caseload of England of September 2025, of social workers alone",
    )
}
"""The versions that shipped, each with what is other than in the one before."""


def changes_since(before: str, now: str) -> tuple[str, ...]:
    """Tell what has changed in the defaults after one version, up to another."""
    return tuple(
        chain.from_iterable(
            changes for version, changes in _CHANGES.items() if before < version <= now
        )
    )
