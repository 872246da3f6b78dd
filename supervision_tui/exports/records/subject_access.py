"""Everything held of one child or worker as a document: for a request of access, and a supervision
file to be read.
"""

from __future__ import annotations

import re
from dataclasses import replace

from supervision_tui.desk.data_protection.file import ALL_TIME, WholeRecord
from supervision_tui.exports.documents.document import SENSITIVE, Document, Section
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.wording import full_day

_OTHERS = (
    "Records of other people are not in it. Where a text names others whom this vault knows, "
    "their names are replaced; "
    "read it once more before it is given away: a name that this vault does not know is not found."
)


def subject_access(record: WholeRecord, on: str) -> Document:
    """Make the document of what is held of a child or a worker, for the person, as of a day."""
    return _document(
        replace(record, held=(*record.held, *(each for each in record.kept if each.parts))),
        f"What is held: {record.who}",
        "subject-access",
        [f"As of {on}", *record.about],
        _OTHERS,
    )


def supervision_file(record: WholeRecord, period: Period, on: str) -> Document:
    """One worker's supervision file of a period, to be read by an inspector."""
    if period.first == ALL_TIME.first:
        first = "from the beginning"
    else:
        first = f"from {full_day(period.first)}"
    if period.last == ALL_TIME.last:
        last = f"up to {on}"
    else:
        last = f"to {full_day(period.last)}, as it stood on {on}"
    within = f"{first[0].upper()}{first[1:]} {last}"
    foot = "No child's record is in it; the case supervision records are on the children's files."
    return _document(
        record, f"Supervision file: {record.who}", "supervision-file", [within, *record.about], foot
    )


def _document(record: WholeRecord, title: str, kind: str, about: list[str], foot: str) -> Document:
    sections = [Section(held.heading, held.parts) for held in record.held]
    if not sections:
        sections = [Section("", [("", "Nothing is held in this period.")])]
    name = re.sub(r"[^\w-]", "-", record.who.casefold())[:60]
    return Document(
        title,
        f"{kind}-{name}",
        about,
        sections,
        foot=foot,
        subject=record.subject,
        marking=SENSITIVE,
    )
