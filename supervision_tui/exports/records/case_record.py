"""The case supervision record of one child, for the child's file.

It holds no word of the personal record.
"""

from __future__ import annotations

from supervision_tui.desk.supervision.record_parts import amended_words, case_parts, signature_line
from supervision_tui.desk.supervision.signed_record import SignedDiscussion, SignedRecord
from supervision_tui.exports.documents.document import SENSITIVE, Document, Part, Section
from supervision_tui.practice import wording
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import WorkerSays

from .given_directions import directions_section

WORKERS_WORDS = "The worker's own words"


def case_record(record: SignedRecord, ref: str, policy: Policy) -> Document | None:
    """The record of one child in one session, or nothing where the child has no part in it."""
    each = next((each for each in record.discussions if each.ref == ref), None)
    if each is None:
        return None
    head = record.heads.get(ref)
    about = [
        *(head.lines if head is not None else ()),
        f"{record.kind.words} of {wording.full_day(record.held_on)}, worker: "
        f"{each.worker or record.worker}",
        signature_line(record),
    ]
    if each.together:
        about.append(f"Written once for the family: {each.together}")
    return Document(
        title=f"Case supervision record: {each.ref}",
        name=f"case-record-{each.ref}-{record.held_on.isoformat()}",
        about=about,
        sections=_sections(each, policy),
        foot=_acknowledged(record),
        subject=f"child {each.ref}",
        marking=SENSITIVE,
        room_for=room_for_words(record),
    )


def room_for_words(record: SignedRecord) -> str:
    """Leave room for the worker's own words, unless the worker has said something already."""
    if record.words:
        return ""
    return WORKERS_WORDS


def case_records(record: SignedRecord, policy: Policy) -> list[Document]:
    """The record of each child of a session who was discussed, or left out with the reason."""
    found = [case_record(record, each.ref, policy) for each in record.discussions]
    return [document for document in found if document is not None]


def _sections(each: SignedDiscussion, policy: Policy) -> list[Section]:
    if not each.discussed:
        found = [
            Section("", [("Not discussed in this session, because", each.not_discussed_because)])
        ]
    else:
        found = [Section("", case_parts(each, policy))]
    if each.directions:
        found.append(directions_section(each.directions))
    amended: list[Part] = [("", amended_words(*amendment)) for amendment in each.amendments]
    if amended:
        return [*found, Section("Amendments", amended)]
    return found


def _acknowledged(record: SignedRecord) -> str:
    """Say that the worker has seen the record; what the worker said is in the supervision file."""
    if not record.words:
        return "The worker's acknowledgement is not on record yet."
    last = record.words[-1]
    if last.says == WorkerSays.DISAGREED:
        return (
            f"The worker disagreed on {wording.full_day(last.on)}; what was said is with the "
            f"supervision file."
        )
    return f"Acknowledged by the worker on {wording.full_day(last.on)}."
