"""A practice week in full: its criteria, themes, actions and feedback, and what changed since the
one before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain

from sqlmodel import Session, col, select

from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.practice.audit import Agreement
from supervision_tui.practice.oversight.limits import exact_chance
from supervision_tui.records import PracticeWeek, WeekFeedback
from supervision_tui.vault.store import can_be_undone, changes_records

from .actions import TrackedAction, tracked_actions
from .lines import AuditLine, moderation

_ONE_IN_TWENTY = 0.05
_LONGEST = 2000  # letters of what was said
_MOST_DIGITS = 5  # of a number of answers


class OfWhom(StrEnum):
    """Those who are asked in a practice week."""

    FAMILIES = "families"
    CHILDREN = "children"
    WORKERS = "workers"


@dataclass(frozen=True, slots=True)
class Feedback:
    """A question that was asked: how many of those who answered said yes, and some words."""

    number: int
    of_whom: OfWhom
    question: str
    yes: int
    answered: int
    words: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of audits, good under a criterion or bearing a theme, of so many."""

    title: str
    number: int
    of: int

    @property
    def share(self) -> float | None:
        """The share of all; nothing where there are none."""
        if not self.of:
            return None
        return self.number / self.of


@dataclass(frozen=True, slots=True)
class Beside:
    """A criterion or a theme in this week and in the one before; `was` is empty for the first."""

    now: Counted
    was: Counted | None

    @property
    def chance(self) -> float:
        """The probability that two weeks as small differ as much if nothing changed (Fisher)."""
        if self.was is None or not self.now.of or not self.was.of:
            return 1.0
        return exact_chance((self.now.number, self.now.of), (self.was.number, self.was.of))


@dataclass(frozen=True, slots=True)
class WeekReport:
    """All that a practice week came to, beside the one before where there was one."""

    number: int
    name: str
    starts: date
    ends: date
    before: str
    audits: tuple[AuditLine, ...]
    overall: Beside
    criteria: tuple[Beside, ...]
    themes: tuple[Beside, ...]
    actions: tuple[TrackedAction, ...]
    earlier_actions: tuple[TrackedAction, ...]
    agreement: Agreement
    feedback: tuple[Feedback, ...]

    @property
    def changed(self) -> list[Beside]:
        """The grades that differ from the week before by more than chance.

        All are looked at together: one report in twenty would show one if nothing had changed.
        """
        compared = [each for each in (self.overall, *self.criteria) if each.was is not None]
        return [each for each in compared if each.chance * len(compared) < _ONE_IN_TWENTY]


@can_be_undone("the feedback")
@changes_records
def add_feedback(
    session: Session,
    week_id: int,
    of_whom: OfWhom,
    question: str,
    counts: tuple[str, str],
    *,
    words: str,
    moment: Moment,
) -> int:
    """Record how a question of a practice week was answered; returns its number.

    `counts` are how many said yes, and how many answered, as typed. Raises `Refused`.
    """
    if session.get(PracticeWeek, week_id) is None:
        raise Refused("That practice week is no longer there.")
    plain = " ".join(question.split())
    if not plain or len(plain) > 200:
        raise Refused("Say the question as it was asked, in a line.", field="question")
    if len(words) > _LONGEST:
        raise Refused(f"That has more than {_LONGEST} letters; shorten it.", field="words")
    answered, yes = _count(counts[1], "answered"), _count(counts[0], "yes")
    if not answered:
        raise Refused("Nobody answered: then there is nothing to count.", field="answered")
    if yes > answered:
        raise Refused(f"{yes} said yes, and only {answered} answered.", field="yes")
    row = WeekFeedback(
        week_id=week_id,
        of_whom=of_whom,
        question=plain,
        yes=yes,
        answered=answered,
        words=words.strip(),
        recorded_on=moment.today,
    )
    session.add(row)
    session.flush()
    moment.note(session, "add feedback", "practice week", "question, answers, words")
    return row.id or 0


def _count(typed: str, field: str) -> int:
    plain = typed.strip()
    if not plain.isdecimal() or len(plain) > _MOST_DIGITS:
        raise Refused(f"“{typed.strip()[:20]}” is no number of answers.", field=field)
    return int(typed)


def week_report(
    session: Session, week_id: int, audits: Iterable[AuditLine], moment: Moment
) -> WeekReport:
    """Put a practice week together from all audits. Raises `Refused`."""
    week = session.get(PracticeWeek, week_id)
    if week is None:
        raise Refused("That practice week is no longer there.")
    there = list(audits)
    its_own, before = _within(there, week), _before(session, week)
    earlier = _within(there, before) if before is not None else []
    before_name = ""
    if before is not None:
        before_name = before.name
    return WeekReport(
        number=week_id,
        name=week.name,
        starts=week.starts_on,
        ends=week.ends_on,
        before=before_name,
        audits=tuple(its_own),
        overall=_beside("All in all", its_own, earlier, has_before=before is not None),
        criteria=tuple(_criteria(its_own, earlier, has_before=before is not None)),
        themes=tuple(_themes(its_own, earlier, has_before=before is not None)),
        actions=tuple(tracked_actions(its_own, moment.today)),
        earlier_actions=tuple(tracked_actions(earlier, moment.today)),
        agreement=moderation(its_own),
        feedback=_feedback(session, week_id, moment),
    )


def _before(session: Session, week: PracticeWeek) -> PracticeWeek | None:
    """The latest practice week that was over when this one began."""
    earlier = select(PracticeWeek).where(PracticeWeek.ends_on < week.starts_on)
    return session.exec(earlier.order_by(col(PracticeWeek.starts_on).desc())).first()


def _within(audits: Sequence[AuditLine], week: PracticeWeek) -> list[AuditLine]:
    return [each for each in audits if week.starts_on <= each.on <= week.ends_on]


def _beside(
    title: str, now: Sequence[AuditLine], was: Sequence[AuditLine], *, has_before: bool
) -> Beside:
    earlier = _overall(title, was) if has_before else None
    return Beside(_overall(title, now), earlier)


def _overall(title: str, audits: Sequence[AuditLine]) -> Counted:
    return Counted(title, sum(each.counted.is_good for each in audits), len(audits))


def _criteria(
    now: Sequence[AuditLine], was: Sequence[AuditLine], *, has_before: bool
) -> list[Beside]:
    """Every criterion graded in either week, in the order of the forms."""
    titles: dict[str, str] = {}
    for each in chain(now, was):
        titles |= {key: each.titles[key] for key in each.findings if key not in titles}
    found = []
    for key, title in titles.items():
        earlier = _graded(key, title, was) if has_before else None
        found.append(Beside(_graded(key, title, now), earlier))
    return [each for each in found if each.now.of or (each.was is not None and each.was.of)]


def _graded(key: str, title: str, audits: Sequence[AuditLine]) -> Counted:
    graded = [found for each in audits if (found := each.is_good(key)) is not None]
    return Counted(title, sum(graded), len(graded))


def _themes(
    now: Sequence[AuditLine], was: Sequence[AuditLine], *, has_before: bool
) -> list[Beside]:
    """Count the audits that bear each theme, of all audits of the week, the most frequent first."""
    counted, earlier = _tags(now), _tags(was)
    found = []
    for theme in dict.fromkeys((*counted, *earlier)):
        then = Counted(theme, earlier[theme], len(was)) if has_before else None
        found.append(Beside(Counted(theme, counted[theme], len(now)), then))
    return sorted(found, key=lambda each: (-each.now.number, each.now.title))


def _tags(audits: Sequence[AuditLine]) -> Counter[str]:
    return Counter(chain.from_iterable(each.themes for each in audits))


def _feedback(session: Session, week_id: int, moment: Moment) -> tuple[Feedback, ...]:
    rows = (
        select(WeekFeedback)
        .where(WeekFeedback.week_id == week_id, WeekFeedback.recorded_on <= moment.today)
        .order_by(col(WeekFeedback.id))
    )
    return tuple(
        Feedback(
            row.id or 0, OfWhom(row.of_whom), row.question, row.yes, row.answered, words=row.words
        )
        for row in session.exec(rows)
    )
