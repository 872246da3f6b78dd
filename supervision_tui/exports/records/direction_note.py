"""A direction given outside supervision as a document, for the child's file."""

from __future__ import annotations

from supervision_tui.desk.directions.lines import DirectionLine
from supervision_tui.exports.documents.document import Document, Part, Section
from supervision_tui.practice import wording
from supervision_tui.system.clock import local_words


def direction_note(each: DirectionLine) -> Document:
    """One direction: what, who, by when, why, and what became of it."""
    given = wording.full_day(each.given_on)
    if each.given_at is not None:
        given = f"{local_words(each.given_at)}, recorded {given}"
    parts: list[Part] = [
        ("Direction", each.text),
        ("Owner", each.owner),
        ("By", wording.due_day(each.due, each.hour)),
        ("Because", each.reason),
    ]
    if each.link:
        parts.append(("Link or file", each.link))
    if each.outcome:
        parts.append((f"Outcome ({each.state})", each.outcome))
    return Document(
        title=f"Direction: {each.child}",
        name=f"direction-{each.child}-{each.given_on.isoformat()}",
        about=[f"Given {given} ({each.source})"],
        sections=[Section("", parts)],
        subject=f"child {each.child}",
    )
