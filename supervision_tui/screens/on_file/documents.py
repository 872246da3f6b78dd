"""The document of a record as it goes onto one child's file."""

from __future__ import annotations

from supervision_tui.desk.consultations.lines import consultation_of
from supervision_tui.desk.decisions.lines import decision_record
from supervision_tui.desk.directions.lines import direction_by_number
from supervision_tui.desk.file_head import child_head
from supervision_tui.desk.on_file.entries import RecordOfChild
from supervision_tui.desk.supervision.signed_record import signed_record
from supervision_tui.exports.documents.document import Document
from supervision_tui.exports.records.case_record import case_record
from supervision_tui.exports.records.consultation_record import consultation_document
from supervision_tui.exports.records.decision_record import decision_document
from supervision_tui.exports.records.direction_note import direction_note
from supervision_tui.practice.vocabulary import FileKind
from supervision_tui.runtime.running import Running


async def document_of(running: Running, record: RecordOfChild) -> Document | None:
    """The document of a record for one child; nothing where it is no longer there."""
    desk = running.desk
    if record.kind is FileKind.SUPERVISION:
        signed = await desk.try_run(signed_record, record.id)
        if signed is None:
            return None
        return case_record(signed, record.child, running.vault.policy())
    if record.kind is FileKind.DECISION:
        decision = await desk.try_run(decision_record, record.id)
        return decision_document(decision, record.child) if decision else None
    if record.kind is FileKind.DIRECTION:
        direction = await desk.try_run(direction_by_number, record.id)
        if direction is None:
            return None
        return direction_note(direction, await running.desk.run(child_head, record.child))
    consultation = await desk.try_run(consultation_of, record.id)
    if consultation is None:
        return None
    head = await running.desk.run(child_head, record.child)
    return consultation_document(consultation, record.child, head)
