"""A decision or discussion outside the hour as a document, for the files of its children."""

from __future__ import annotations

from supervision_tui.desk.decisions.lines import DecisionRecord, Participant
from supervision_tui.desk.supervision.record_parts import amended_words
from supervision_tui.exports.documents.document import SENSITIVE, Document, Part, Section
from supervision_tui.practice import wording
from supervision_tui.system.clock import local_day

from .given_directions import directions_section

NO_ACTION = "No action is to be taken"


def decision_document(record: DecisionRecord, ref: str = "") -> Document:
    """The decision as it stands on record; for one child with that child's directions alone."""
    line = record.line
    kind = f"{line.words[:1].upper()}{line.words[1:]}"
    children = wording.listing(list(record.children))
    recorded_on = wording.full_day(local_day(record.recorded_at))
    about_whom = [ref] if ref else record.children
    heads = [record.heads[each] for each in about_whom if each in record.heads]
    about = [
        *(f"About: {head.whom}" for head in heads),
        *(heads[0].of_team if heads else ()),
        f"Held on {wording.full_day(line.on)} at {record.time}",
        f"Recorded on {recorded_on} by {record.recorded_by}",
    ]
    if record.reviews is not None:
        reviewed = wording.full_day(record.reviews.on)
        about.append(f"Reviews the {record.reviews.words} of {reviewed}")
    subject = f"child {record.children[0]}" if len(record.children) == 1 else ""
    if ref:
        subject = f"child {ref}"
    return Document(
        title=f"{kind}: {ref or children}",
        name=f"{line.kind}-{ref or record.children[0]}-{line.on.isoformat()}",
        about=about,
        sections=list(_sections(record, ref)),
        subject=subject,
        marking=SENSITIVE,
    )


def decision_parts(record: DecisionRecord) -> list[Part]:
    """The texts of a decision in the order in which they are read, without its directions."""
    reason = "No action, because" if record.line.is_no_action else "Reason"
    found = [
        ("Facts and risk", record.facts),
        ("Lived experience and voice", record.voice),
        ("Options", record.options),
        ("Decision", record.line.decision),
        (reason, record.reason),
    ]
    return [(label, text) for label, text in found if text.strip()]


def people_words(people: tuple[Participant, ...]) -> list[str]:
    """Everybody who was asked, a line each."""
    return [each.says() for each in people]


def _sections(record: DecisionRecord, ref: str) -> list[Section]:
    found = []
    if record.people:
        people = [("", f"- {each}") for each in people_words(record.people)]
        found.append(Section("Who was asked", people))
    found.append(Section("", decision_parts(record)))
    actions = record.actions_for(ref) if ref else record.actions_once()
    if actions:
        found.append(directions_section(actions))
    if record.amendments:
        amended: list[Part] = [("", amended_words(*each)) for each in record.amendments]
        found.append(Section("Amendments", amended))
    return found
