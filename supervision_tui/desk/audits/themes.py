"""Themes: short tags on discussions and audits, so that what comes up again and again can be
counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.practice.wording import with_printable
from supervision_tui.records import Audit, CaseDiscussion, Child, ThemeTag
from supervision_tui.vault.store import can_be_undone, changes_records

_LONGEST, _MOST = 40, 8  # letters of a tag, tags of one discussion


def read_tags(typed: str) -> list[str]:
    """The tags in what was typed, with commas between: folded, each once. Raises `Refused`."""
    tags = list(
        dict.fromkeys(tag for part in typed.replace(";", ",").split(",") if (tag := _plain(part)))
    )
    if any(len(tag) > _LONGEST for tag in tags):
        raise Refused(f"A theme is a word or two: at most {_LONGEST} letters.", field="themes")
    if len(tags) > _MOST:
        raise Refused(f"Name the themes that matter most: at most {_MOST}.", field="themes")
    return tags


def tag_discussion(
    session: Session, discussion_id: int, tags: Iterable[str], moment: Moment
) -> None:
    """Give a discussion these tags, in place of those it had; in the caller's transaction."""
    _replace(session, list(tags), moment.today, discussion_id=discussion_id)


def tag_audit(session: Session, audit_id: int, tags: Iterable[str], moment: Moment) -> None:
    """Give an audit these tags, in place of those it had; in the caller's transaction."""
    _replace(session, list(tags), moment.today, audit_id=audit_id)


@can_be_undone("the themes")
@changes_records
def set_themes(session: Session, session_id: int, typed: Mapping[str, str], moment: Moment) -> int:
    """Give discussions of a session their themes, by the child's reference.

    Returns how many were changed.

    A tag is no part of the signed text. Raises `Refused`; then nothing is changed.
    """
    there, changed = themes_of(session, session_id), 0
    for ref, words in typed.items():
        if ref not in there:
            raise Refused(f"{ref} was not discussed in that session.")
        tags = read_tags(words)
        if sorted(tags) != list(there[ref]):
            row = _discussions(session, session_id)[ref]
            tag_discussion(session, row.id or 0, tags, moment)
            changed += 1
    if changed:
        moment.note(session, "set themes", f"session {session_id}", "themes")
    return changed


def themes_of(session: Session, session_id: int) -> dict[str, tuple[str, ...]]:
    """The themes of each child's discussion in a session, by reference.

    The moment does not matter.
    """
    found = {}
    for ref, row in _discussions(session, session_id).items():
        tags = select(ThemeTag.tag).where(ThemeTag.discussion_id == row.id).order_by(ThemeTag.tag)
        found[ref] = tuple(session.exec(tags))
    return found


def themes_offered(session: Session, moment: Moment) -> tuple[str, ...]:
    """Themes to be offered: those in use, the most frequent first, then those of the policy."""
    used = Counter(session.exec(select(ThemeTag.tag)))
    return tuple(
        dict.fromkeys((*(tag for tag, _ in used.most_common()), *moment.policy.oversight.themes))
    )


def audits_tagged(session: Session, first: date, last: date, known: date) -> list[tuple[str, int]]:
    """Each tag with the audit that bears it, of audits of a period; `known` by that day."""
    wanted = (
        select(ThemeTag.tag, Audit.id)
        .join(Audit, col(ThemeTag.audit_id) == Audit.id)
        .where(Audit.audited_on >= first)
        .where(Audit.audited_on <= last)
        .where(ThemeTag.set_on <= known)
    )
    return [(tag, found or 0) for tag, found in session.exec(wanted)]


def _plain(tag: str) -> str:
    return " ".join(with_printable(tag, " ").casefold().split())


def _discussions(session: Session, session_id: int) -> dict[str, CaseDiscussion]:
    wanted = (
        select(CaseDiscussion, Child.ref)
        .join(Child, col(CaseDiscussion.child_id) == Child.id)
        .where(CaseDiscussion.session_id == session_id)
        .where(col(CaseDiscussion.discussed))
        .order_by(col(CaseDiscussion.id))
    )
    return {ref: row for row, ref in session.exec(wanted)}


def _replace(
    session: Session,
    tags: list[str],
    on: date,
    *,
    discussion_id: int | None = None,
    audit_id: int | None = None,
) -> None:
    if discussion_id is not None:
        of = ThemeTag.discussion_id == discussion_id
    else:
        of = ThemeTag.audit_id == audit_id
    there = {row.tag: row for row in session.exec(select(ThemeTag).where(of))}
    for tag, row in there.items():
        if tag not in tags:
            session.delete(row)
    for tag in tags:
        if tag not in there:
            session.add(
                ThemeTag(tag=tag, discussion_id=discussion_id, audit_id=audit_id, set_on=on)
            )
