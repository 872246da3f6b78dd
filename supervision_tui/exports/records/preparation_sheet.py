"""The sheet that a worker gets before supervision: what is on the agenda.

References and initials only.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from supervision_tui.desk.supervision.preparation import PreparationView
from supervision_tui.exports.documents.document import Document, Part, Section
from supervision_tui.practice import wording
from supervision_tui.practice.privacy.names_in_text import without_names

_ASKED = (
    "For each child: what has the child said or shown since we last met? What are you unsure of? "
    "What do you need from me?"
)
_BRING = "Which children do you want to bring? Tell me before."


def preparation_sheet(view: PreparationView, today: date) -> Document:
    """Make a sheet of what one session will hold, in a form that can be sent by email."""

    def hidden(text: str) -> str:
        return without_names(text, view.people)

    when = f"{wording.full_day(view.planned_on)} {view.time}".strip()
    sections = [
        Section("Earlier directions", _directions(view, hidden, today)),
        *_decided(view, hidden, today),
        Section(f"Children, {view.minutes_for_children} minutes", _children(view)),
    ]
    if view.does_not_fit:
        back = " at the next session"
        if view.next_on:
            back = f" by {wording.day(view.next_on, today=today)}"
        left = [
            ("", f"- {each.child.ref}: {each.age_days_next} days{back}")
            for each in view.does_not_fit
        ]
        sections.append(Section("No time this time", left))
    if view.topics:
        sections.append(
            Section("Other topics", [("", f"- {hidden(topic.text)}") for topic in view.topics])
        )
    own = [("", f"- {hidden(each.says)}") for each in view.personal]
    sections.append(
        Section(
            "Your own part", [*own, ("", "Wellbeing, workload, leave, learning and development.")]
        )
    )
    sections.append(Section("Please bring", [("", _ASKED), ("", _BRING)]))
    initials = wording.initials(view.worker)
    letters = initials.replace(".", "").lower()
    return Document(
        title=f"Supervision, {when}",
        name=f"preparation-{letters}-{view.planned_on.isoformat()}",
        about=[f"{initials} · {view.minutes} minutes"],
        sections=sections,
    )


def _decided(view: PreparationView, hidden: Callable[[str], str], today: date) -> list[Section]:
    """The decisions about the children on the agenda since they were discussed."""
    found: list[Part] = []
    for item in view.items:
        for each in view.decisions.get(item.child.ref, ()):
            found.append(("", f"- {item.child.ref}: {hidden(each.says(today))}"))
    if found:
        return [Section("Decided meanwhile", found)]
    return []


def _children(view: PreparationView) -> list[Part]:
    found = []
    for item in view.items:
        brought = "you bring this child; " if item.child.ref in view.brought else ""
        child = f"{item.child.ref} ({item.child.plan}), {item.minutes:g} min"
        why = item.why.removeprefix("brought by the worker").lstrip(" ,;")
        found.append(("", f"- {child}: {brought}{why}"))
    return found or [("", "No children with you yet.")]


def _directions(view: PreparationView, hidden: Callable[[str], str], today: date) -> list[Part]:
    found = []
    for item in view.items:
        for each in view.directions.get(item.child.ref, ()):
            due = wording.day(each.due, today=today)
            found.append(
                (
                    "",
                    f"- {item.child.ref}: {hidden(each.text)} ({hidden(each.owner)}), "
                    f"{each.word}, {due}",
                )
            )
    return found or [("", "None open.")]
