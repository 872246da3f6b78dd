"""A direction given outside supervision as a document, for the child's file."""

from __future__ import annotations

from supervision_tui.desk.directions.lines import DirectionLine
from supervision_tui.desk.file_head import FileHead
from supervision_tui.exports.documents.document import SENSITIVE, Document, Part, Section
from supervision_tui.practice import wording
from supervision_tui.system.clock import local_words

from .given_directions import directions_section


def direction_note(each: DirectionLine, head: FileHead) -> Document:
    """One direction: what, who, by when, why, and what became of it."""
    given = wording.full_day(each.given_on)
    if each.given_at is not None:
        given = f"{local_words(each.given_at)}, recorded {given}"
    parts: list[Part] = []
    if each.outcome:
        parts.append((f"Outcome ({each.state})", each.outcome))
    return Document(
        title=f"Direction: {each.child}",
        name=f"direction-{each.child}-{each.given_on.isoformat()}",
        about=[*head.lines, f"Given {given} ({each.source})"],
        sections=[directions_section([each]), Section("", parts)],
        marking=SENSITIVE,
        subject=f"child {each.child}",
    )
