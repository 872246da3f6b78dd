"""Everything that is held of one person: what such a record is, and what those of a child and of a
worker share.

Nobody else's record is in it. Names of others that this vault knows are replaced where they stand
in the texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from supervision_tui.desk.audits.lines import AuditLine, audit_lines
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.workers.people import People
from supervision_tui.practice import wording
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.privacy.names_in_text import NameHider
from supervision_tui.practice.privacy.references_in_text import ReferenceHider
from supervision_tui.records import Audit, Consultation, Recommendation

ALL_TIME = Period(date.min, date.max)
_ANOTHER_CHILD, _ANOTHER_WORKER = "[another child]", "[another worker]"


@dataclass(frozen=True, slots=True)
class Held:
    """A heading with what is held under it: pairs of a label and a text, the oldest first."""

    heading: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WholeRecord:
    """All that is held of one person.

    `about` stands under the title; `subject` is the person as the journal knows. `kept` says to
    whom records were exported, and until when the file is kept.
    """

    who: str
    about: tuple[str, ...]
    held: tuple[Held, ...]
    subject: str
    kept: tuple[Held, ...] = ()


def hiding(people: People, *, child_id: int | None, worker_id: int | None) -> Callable[[str], str]:
    """Make what puts the names and references of everybody else out of sight.

    A child's workers stay: it was their work.
    """
    names = [
        (name, _ANOTHER_CHILD)
        for key, (_, name) in people.children.items()
        if key != child_id and name
    ]
    own = people.children[child_id][1] if child_id is not None else None
    stays = [own] if own else []
    for key, name in people.workers.items():
        if child_id is not None or key == worker_id:
            stays.append(name)
        else:
            names.append((name, _ANOTHER_WORKER))
    hider = NameHider(names, stays=stays, shortest=2)
    shown_as = {ref: _ANOTHER_CHILD for ref, _ in people.children.values()}
    if child_id in people.children:
        own, _ = people.children[child_id]
        shown_as[own] = own
    references = ReferenceHider(shown_as)
    return lambda text: hider.without_names(references.without_references(text))


def consultation_parts(
    session: Session, row: Consultation, hide: Callable[[str], str]
) -> Iterable[tuple[str, str]]:
    """A consultation and what it recommended, as pairs of a label and a text."""
    what = "held" if row.held_on else "asked for"
    day = f"{row.mode}, {what} {wording.full_day(row.held_on or row.requested_on)}"
    texts = (row.question, row.hypotheses, row.strengths, row.outcome_words, row.close_reason)
    yield day, hide(" ".join(text for text in texts if text) or row.theme)
    for label, text in (
        ("Asked by", row.asked_by),
        ("Consent", row.consent),
        ("Came from outside", row.came),
        ("Theme", row.theme),
    ):
        if text:
            yield label, hide(text)
    for each in session.exec(
        select(Recommendation).where(Recommendation.consultation_id == row.id)
    ):
        why = f": {each.reason}" if each.reason else ""
        yield ("Recommended", hide(f"{each.text} ({each.state}{why})"))


def audit_parts(
    session: Session,
    *which: object,
    hide: Callable[[str], str],
    moment: Moment,
    period: Period = ALL_TIME,
) -> Iterable[tuple[str, str]]:
    """The audits of whom `which` says, with their findings, as pairs of a label and a text."""
    wanted = select(Audit.id).where(*which)  # type: ignore[arg-type]
    numbers = [number for number in session.exec(wanted) if number is not None]
    for each in reversed(audit_lines(session, moment, numbers)):
        if not period.holds(each.on):
            continue
        summary = f"Graded {each.grade} by {each.auditor}. {each.summary}"
        yield f"{each.kind}, {wording.full_day(each.on)}", hide(summary)
        for criterion, finding in each.findings.items():
            grade = f"{finding.grade}. " if finding.grade else ""
            yield "", hide(f"{each.titles[criterion]}: {grade}{finding.words}")
        yield from ((label, hide(text)) for label, text in _beside_an_audit(each) if text)


def _beside_an_audit(each: AuditLine) -> Iterable[tuple[str, str]]:
    """The words about its grade, what it led to, and what was added later."""
    yield "Better than most criteria, because", each.better_because
    yield "Nothing required, because", each.no_action_because
    if each.moderated_grade is not None:
        second = f"{each.moderated_grade} by {each.moderator}. {each.moderated_words}"
        yield "Second grade", second.strip()
    if each.agreed_grade is not None:
        yield "Agreed grade", f"{each.agreed_grade}. {each.agreed_words}".strip()
    yield "Learned", each.learned
    yield "Themes", ", ".join(each.themes)
    for on, reason, text in each.amendments:
        yield "Amendment", f"{wording.full_day(on)}: {text} ({reason})"
