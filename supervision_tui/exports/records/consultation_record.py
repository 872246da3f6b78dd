"""A clinical consultation as a document, for the child's file."""

from __future__ import annotations

from supervision_tui.desk.consultations.lines import ConsultationLine, RecommendationLine
from supervision_tui.desk.file_head import FileHead
from supervision_tui.exports.documents.document import SENSITIVE, Document, Part, Section
from supervision_tui.practice import wording


def consultation_document(each: ConsultationLine, ref: str, head: FileHead) -> Document:
    """A consultation that was held about a child: the question, what it brought, what was decided.

    What is decided for other children is left out.
    """
    held = each.dates.held or each.dates.requested
    clinician = ", ".join(filter(None, (each.clinician, each.discipline)))
    about = [*head.lines, f"Held on {wording.full_day(held)}"]
    if clinician:
        about.append(f"With {clinician}")
    if each.came:
        about.append(f"Came: {each.came}")
    texts = (
        ("Question", each.question or each.theme),
        ("Hypotheses", each.hypotheses),
        ("Strengths", each.strengths),
        ("Consent", each.consent),
        ("What came of it", ": ".join(filter(None, (each.outcome, each.outcome_words)))),
    )
    sections = [Section("", [(label, text) for label, text in texts if text.strip()])]
    if each.recommendations:
        sections.append(Section("Recommendations", list(_recommended(each.recommendations, ref))))
    return Document(
        title=f"Consultation: {ref}",
        name=f"consultation-{ref}-{held.isoformat()}",
        about=about,
        sections=sections,
        subject=f"child {ref}",
        marking=SENSITIVE,
    )


def _recommended(found: tuple[RecommendationLine, ...], ref: str) -> list[Part]:
    parts: list[Part] = []
    for each in found:
        taken = [one for one in each.became if one.child in ("", ref)]
        became = "; ".join(f"{one.owner} by {wording.full_day(one.due)}" for one in taken)
        outcome = ": ".join(filter(None, (str(each.decision), became or each.reason)))
        parts.append(("", f"- {each.text} ({outcome})"))
    return parts
