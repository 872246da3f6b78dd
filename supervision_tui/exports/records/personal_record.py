"""The personal supervision record of one session, for the worker's file.

It holds no word of a case record.
"""

from __future__ import annotations

from supervision_tui.desk.names import normal_name
from supervision_tui.desk.supervision.record_parts import (
    amended_words,
    personal_parts,
    signature_line,
)
from supervision_tui.desk.supervision.signed_record import SignedRecord, WorkersWord
from supervision_tui.exports.documents.document import SENSITIVE, Document, Part, Section
from supervision_tui.practice import wording

from .case_record import room_for_words


def personal_record(record: SignedRecord) -> Document:
    """The worker's own part of one session, and what the worker said to the record."""
    about = [
        *record.worker_head.lines,
        f"{record.kind.words} of {wording.full_day(record.held_on)}, {record.minutes} minutes",
        signature_line(record),
    ]
    sections = [
        Section(
            "", personal_parts(record) or [("", "Nothing was written of the worker's own part.")]
        )
    ]
    said: list[Part] = [("", _answer(word)) for word in record.words]
    if said:
        sections.append(Section("Worker's comments", said))
    amended: list[Part] = [("", amended_words(*each)) for each in record.personal_amendments]
    if amended:
        sections.append(Section("Amendments", amended))
    name = normal_name(record.worker).replace(" ", "-")[:60]
    return Document(
        title=f"Personal supervision record: {record.worker}",
        name=f"personal-record-{name}-{record.held_on.isoformat()}",
        about=about,
        sections=sections,
        subject=f"worker {record.worker_id}",
        marking=SENSITIVE,
        room_for=room_for_words(record),
    )


def _answer(word: WorkersWord) -> str:
    says = f"{wording.full_day(word.on)}, {word.how}: {word.says}"
    if word.words:
        says += f". “{word.words}”"
    return says
