"""Reasons for which a young person is no care leaver any more: eligibility, and being in touch."""

from __future__ import annotations

import re

from .tables import cells

_NOT_ELIGIBLE = frozenset({
    "nocurrenteligibility", "none", "no", "notapplicable", "noteligible", "ineligible",
    "nolongereligible",
})  # fmt: skip
_DIED = re.compile(r"\b(?:died|dead|deceased|death)\b")
_NEEDS_NO_SERVICE = re.compile(
    r"\bnreq\b|\bno longer (?:requires?|needs?|wants?)\b|\bservices? no longer\b"
)


def why_no_care_leaver(eligibility: object, touch: object) -> str | None:
    """Say why somebody in a list of care leavers is none now; nothing where nothing says so."""
    in_touch = cells.text(touch).casefold()
    if _DIED.search(in_touch):
        return "died"
    if _NEEDS_NO_SERVICE.search(in_touch):
        return "no longer needs the service"
    said = cells.folded(cells.without_letter_of_list(cells.text(eligibility)))
    if said in _NOT_ELIGIBLE:
        return "no longer a care leaver"
    return None
