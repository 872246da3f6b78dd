"""The record of a session of several: no child's case record in it, and nobody's personal one."""

from __future__ import annotations

from supervision_tui.desk.supervision.record_parts import amended_words, signature_line
from supervision_tui.desk.supervision.signed_record import SignedRecord
from supervision_tui.exports.documents.document import SENSITIVE, Document, Part, Section
from supervision_tui.practice import wording


def group_record(record: SignedRecord) -> Document:
    """A document: who came, from the team and from outside, what was thought, and for whom."""
    about = [
        *record.worker_head.of_team,
        f"{record.kind.words} of {wording.full_day(record.held_on)}, {record.minutes} minutes",
        signature_line(record),
    ]
    came: list[Part] = [("Came", wording.listing(record.came))] if record.came else []
    parts: list[Part] = [("", "Nothing was written of the session itself.")]
    if record.group is not None:
        came += [("From outside", each) for each in record.group.guests]
        parts = list(record.group.parts)
    sections = [Section("", [*came, *parts])]
    amended: list[Part] = [("", amended_words(*each)) for each in record.personal_amendments]
    if amended:
        sections.append(Section("Amendments", amended))
    return Document(
        title=f"Record of a session: {record.kind.words}",
        name=f"session-record-{record.session_id}-{record.held_on.isoformat()}",
        about=about,
        sections=sections,
        marking=SENSITIVE,
    )
