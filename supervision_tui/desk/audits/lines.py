"""Audits as they stand on a day: what was found, what is required and done, whether two auditors
agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from supervision_tui.desk.moment import Moment
from supervision_tui.practice import wording
from supervision_tui.practice.audit import (
    CLARITY,
    LIVED_EXPERIENCE,
    Agreement,
    Finding,
    Grade,
    agreement,
)
from supervision_tui.practice.policy.council_forms import FormKind
from supervision_tui.practice.vocabulary import AuditKind, DirectionState, Urgency
from supervision_tui.records import (
    Audit,
    AuditAmendment,
    AuditFinding,
    Child,
    DevelopmentGoal,
    Direction,
    DirectionDate,
    PracticeWeek,
    ThemeTag,
)
from supervision_tui.records import Worker as WorkerRow

Kept = TypeVar("Kept")
_SOON_DAYS = 7
_FIRST_FORM = "case-file"


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action that an audit requires: a direction for a child, or else a worker's goal.

    `given_on` is the day on which it was required; `closed_on` the day on which it was done or
    withdrawn, whatever the day asked about, and `outcome` the words then. `dates` are the days on
    which a due day was set, each with it, the first first.
    """

    text: str
    owner: str
    due: date
    is_open: bool
    state: str
    direction_id: int | None
    given_on: date
    closed_on: date | None = None
    is_done: bool = False
    outcome: str = ""
    dates: tuple[tuple[date, date], ...] = ()

    def due_as_of(self, on: date) -> date:
        """The day by which it was to be done, as it stood on a day: dates are moved later."""
        known = [due for set_on, due in self.dates if set_on <= on]
        if known:
            return known[-1]
        return self.dates[0][1] if self.dates else self.due

    def is_late(self, today: date) -> bool:
        """Tell whether it is open and its day has gone by."""
        return self.is_open and self.due < today

    def is_closed_by(self, on: date) -> bool:
        """Tell whether it was done or withdrawn by a day."""
        return self.closed_on is not None and self.closed_on <= on

    def is_done_by(self, on: date) -> bool:
        """Tell whether it was done by a day."""
        return self.is_done and self.is_closed_by(on)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One audit. `word` and `urgency` say how it asks for attention.

    `findings` and `titles` are by the criterion's id; `agreed_grade` is the one on which both
    auditors agreed after the second grade. `amendments` are days, reasons and texts.
    """

    id: int
    kind: AuditKind
    child: str
    worker_id: int | None
    worker: str | None
    auditor: str
    on: date
    grade: Grade
    findings: Mapping[str, Finding]
    titles: Mapping[str, str]
    summary: str
    actions: tuple[ActionLine, ...]
    learning_on: date | None
    learning_held_on: date | None
    learned: str
    moderator: str
    moderated_on: date | None
    moderated_grade: Grade | None
    moderated_words: str
    themes: tuple[str, ...]
    word: str
    urgency: Urgency
    better_because: str = ""
    no_action_because: str = ""
    agreed_grade: Grade | None = None
    agreed_on: date | None = None
    agreed_words: str = ""
    amendments: tuple[tuple[date, str, str], ...] = ()

    def grade_on(self, on: date) -> Grade:
        """The grade that counted by a day: the agreed one where there was one, else the first."""
        if self.agreed_grade is not None and self.agreed_on is not None and self.agreed_on <= on:
            return self.agreed_grade
        return self.grade

    @property
    def counted(self) -> Grade:
        """The grade that counts now."""
        return self.agreed_grade or self.grade

    @property
    def about(self) -> str:
        """The reference, or the worker's name."""
        return self.child or self.worker or ""

    def actions_by(self, on: date) -> tuple[ActionLine, ...]:
        """The actions that it had required by a day."""
        return tuple(each for each in self.actions if each.given_on <= on)

    def is_moderated(self, on: date) -> bool:
        """Tell whether there was a second grade by a day."""
        return self.moderated_on is not None and self.moderated_on <= on

    @property
    def is_lower_the_second_time(self) -> bool:
        """Tell whether the second grade is lower than the first."""
        return self.moderated_grade is not None and self.moderated_grade.rank > self.grade.rank

    def is_good(self, criterion: str) -> bool | None:
        """Tell whether it was graded good or better under a criterion.

        Nothing where it was not graded.
        """
        found = self.findings.get(criterion)
        if found and found.grade:
            return found.grade.is_good
        return None


@dataclass(frozen=True, slots=True)
class WeekLine:
    """A practice week and what its audits came to.

    Shares are of those graded under the criterion.
    """

    id: int
    name: str
    starts: date
    ends: date
    audits: int
    good: int
    voice: tuple[int, int]
    guidance: tuple[int, int]
    agreement: Agreement


def audit_lines(
    session: Session, moment: Moment, only: Iterable[int] | None = None
) -> list[AuditLine]:
    """All audits on record by that day, the latest first; or only these."""
    wanted = select(Audit).where(Audit.recorded_on <= moment.today)
    if only is not None:
        wanted = wanted.where(col(Audit.id).in_(list(only)))
    rows = list(session.exec(wanted.order_by(col(Audit.audited_on).desc(), col(Audit.id).desc())))
    ids = None if only is None else [row.id or 0 for row in rows]
    reader = AuditReader(session, moment, ids)
    return [reader.line(row) for row in rows]


def learning_due(session: Session, on: date, moment: Moment) -> list[AuditLine]:
    """The audits whose learning conversation was to be held by a day, and is not on record."""
    held = Audit.learning_held_on
    due = select(Audit.id).where(col(Audit.learning_on) <= on)
    due = due.where(or_(col(held).is_(None), col(held) > moment.today))
    lines = audit_lines(session, moment, [number or 0 for number in session.exec(due)])
    return [line for line in lines if line.learning_on and line.learning_held_on is None]


def moderation(lines: Iterable[AuditLine]) -> Agreement:
    """Measure how far the second grades agree with the first."""
    return agreement(
        (each.grade, each.moderated_grade) for each in lines if each.moderated_grade is not None
    )


def practice_weeks(
    session: Session, lines: Iterable[AuditLine], moment: Moment
) -> tuple[WeekLine, ...]:
    """Every practice week with its audits, the latest first."""
    there = list(lines)
    rows = session.exec(select(PracticeWeek).where(PracticeWeek.recorded_on <= moment.today))
    weeks = sorted(rows, key=lambda row: row.starts_on, reverse=True)
    return tuple(
        _week(row, [each for each in there if row.starts_on <= each.on <= row.ends_on])
        for row in weeks
    )


def required_of_children(session: Session, on: date, moment: Moment) -> dict[str, str]:
    """The children whom an audit brings onto a day's agenda, each with the action it requires.

    It is on the first agenda after the audit, and again once its date has gone by.
    """
    from supervision_tui.desk.history.reading import read_history

    rows = session.exec(
        select(Direction, Audit, Child)
        .join(Audit, col(Direction.audit_id) == Audit.id)
        .join(Child, col(Direction.child_id) == Child.id)
        .where(Direction.given_on <= moment.today)
    ).all()
    still_open = [
        each for each in rows if each[0].closed_on is None or each[0].closed_on > moment.today
    ]
    if not still_open:
        return {}
    of = {child.id or 0 for _, _, child in still_open}
    children = read_history(session, moment, of).children
    found = {}
    for direction, audit, child in still_open:
        last = children[child.id or 0].last_discussed(moment.today)
        if last is None or last < direction.given_on or direction.due_on < on:
            held = wording.day(audit.audited_on, today=moment.today)
            found[child.ref] = f"the audit of {held} requires: {direction.text}"
    return found


def good_of(lines: Iterable[AuditLine], criterion: str) -> tuple[int, int]:
    """Count how many were graded good or better under a criterion, of how many graded."""
    graded = [found for each in lines if (found := each.is_good(criterion)) is not None]
    return sum(graded), len(graded)


def _week(row: PracticeWeek, lines: list[AuditLine]) -> WeekLine:
    return WeekLine(
        id=row.id or 0,
        name=row.name,
        starts=row.starts_on,
        ends=row.ends_on,
        audits=len(lines),
        good=sum(each.counted.is_good for each in lines),
        voice=good_of(lines, LIVED_EXPERIENCE),
        guidance=good_of(lines, CLARITY),
        agreement=moderation(lines),
    )


class AuditReader:
    """Reads what stands beside audits once, then makes a line of each; of these, or of all."""

    def __init__(
        self, session: Session, moment: Moment, only: Collection[int] | None = None
    ) -> None:
        self._today = moment.today
        self._only = only
        self._children = dict(session.exec(select(Child.id, Child.ref)).all())
        self._workers = dict(session.exec(select(WorkerRow.id, WorkerRow.name)).all())
        self._titles = moment.policy.section_titles(FormKind.AUDIT)
        self._findings: dict[int, dict[str, Finding]] = defaultdict(dict)
        findings = self._of_these(select(AuditFinding), AuditFinding.audit_id)
        for finding in session.exec(findings.order_by(col(AuditFinding.id))):
            grade = Grade(finding.grade) if finding.grade else None
            found = Finding(grade, finding.words)
            self._findings[finding.audit_id][finding.criterion] = found
        forms = moment.policy.forms.values()
        self._forms = {form.id: form for form in forms if form.kind is FormKind.AUDIT}
        self._amended: dict[int, list[tuple[date, str, str]]] = defaultdict(list)
        added = self._of_these(select(AuditAmendment), AuditAmendment.audit_id)
        added = added.where(AuditAmendment.recorded_on <= moment.today)
        for each in session.exec(added.order_by(col(AuditAmendment.id))):
            self._amended[each.audit_id].append((each.recorded_on, each.reason, each.text))
        self._themes: dict[int, list[str]] = defaultdict(list)
        tagged = (
            self._of_these(select(ThemeTag), ThemeTag.audit_id)
            .where(col(ThemeTag.audit_id).is_not(None))
            .where(ThemeTag.set_on <= moment.today)
        )
        for tag in session.exec(tagged.order_by(ThemeTag.tag)):
            self._themes[tag.audit_id or 0].append(tag.tag)
        self._actions = self._read_actions(session)

    def _of_these(self, wanted: SelectOfScalar[Kept], audit_id: Any) -> SelectOfScalar[Kept]:
        if self._only is None:
            return wanted
        return wanted.where(col(audit_id).in_(self._only))

    def _read_actions(self, session: Session) -> dict[int, list[ActionLine]]:
        found: dict[int, list[ActionLine]] = defaultdict(list)
        given = self._of_these(select(Direction), Direction.audit_id)
        given = given.where(col(Direction.audit_id).is_not(None))
        dates: dict[int, list[tuple[date, date]]] = defaultdict(list)
        moved = self._of_these(select(DirectionDate).join(Direction), Direction.audit_id)
        moved = moved.where(col(Direction.audit_id).is_not(None))
        for each in session.exec(moved.order_by(col(DirectionDate.set_on), col(DirectionDate.id))):
            dates[each.direction_id].append((each.set_on, each.due_on))
        for row in session.exec(given.where(Direction.given_on <= self._today)):
            is_open = row.closed_on is None or row.closed_on > self._today
            state = str(DirectionState.OPEN) if is_open and row.closed_on else row.state
            action = ActionLine(
                row.text,
                row.owner,
                row.due_on,
                is_open=is_open,
                state=state,
                direction_id=row.id,
                given_on=row.given_on,
                closed_on=row.closed_on,
                is_done=row.state == DirectionState.DONE,
                outcome=row.outcome,
                dates=tuple(dates.get(row.id or 0, ())),
            )
            found[row.audit_id or 0].append(action)
        goals = self._of_these(select(DevelopmentGoal), DevelopmentGoal.audit_id)
        goals = goals.where(col(DevelopmentGoal.audit_id).is_not(None))
        for goal in session.exec(goals.where(DevelopmentGoal.set_on <= self._today)):
            is_open = goal.ended_on is None or goal.ended_on > self._today
            if is_open:
                state = "open"
            elif goal.is_reached:
                state = "done"
            else:
                state = "given up"
            owner = self._workers.get(goal.worker_id, "")
            found[goal.audit_id or 0].append(
                ActionLine(
                    goal.text,
                    owner,
                    goal.by_on,
                    is_open=is_open,
                    state=state,
                    direction_id=None,
                    given_on=goal.set_on,
                    closed_on=goal.ended_on,
                    is_done=goal.is_reached,
                    outcome=goal.outcome,
                )
            )
        return found

    def line(self, row: Audit) -> AuditLine:
        moderated = row.moderated_on is not None and row.moderated_on <= self._today
        actions = tuple(sorted(self._actions.get(row.id or 0, ()), key=lambda each: each.due))
        word, urgency = self._asks(row, actions)
        learning_held_on = row.learning_held_on if self._is_talked_over(row) else None
        learned = row.learned if self._is_talked_over(row) else ""
        moderator = row.moderator if moderated else ""
        moderated_on = row.moderated_on if moderated else None
        moderated_grade = None
        if moderated and row.moderated_grade:
            moderated_grade = Grade(row.moderated_grade)
        moderated_words = row.moderated_words if moderated else ""
        findings = self._findings[row.id or 0]
        agreed_grade, agreed_on, agreed_words = None, None, ""
        if row.agreed_on is not None and row.agreed_on <= self._today:
            agreed_grade, agreed_on = Grade(row.agreed_grade), row.agreed_on
            agreed_words = row.agreed_words
        return AuditLine(
            id=row.id or 0,
            kind=AuditKind(row.kind),
            child=self._children.get(row.child_id or 0, ""),
            worker_id=row.worker_id,
            worker=self._workers.get(row.worker_id or 0),
            auditor=row.auditor,
            on=row.audited_on,
            grade=Grade(row.grade),
            findings=findings,
            titles={each: self._title(row, each) for each in findings},
            summary=row.summary,
            actions=actions,
            learning_on=row.learning_on,
            learning_held_on=learning_held_on,
            learned=learned,
            moderator=moderator,
            moderated_on=moderated_on,
            moderated_grade=moderated_grade,
            moderated_words=moderated_words,
            themes=tuple(self._themes.get(row.id or 0, ())),
            word=word,
            urgency=urgency,
            better_because=row.better_because,
            no_action_because=row.no_action_because,
            agreed_grade=agreed_grade,
            agreed_on=agreed_on,
            agreed_words=agreed_words,
            amendments=tuple(self._amended.get(row.id or 0, ())),
        )

    def _title(self, row: Audit, criterion: str) -> str:
        """The criterion in the words of the form in which it was written.

        Audits from before there were forms all had the criteria of a case file.
        """
        named = self._forms.get(row.form) or self._forms[_FIRST_FORM]
        if named.section(criterion) is not None or criterion not in self._titles:
            return named.title_of(criterion)
        return self._titles[criterion]

    def _is_talked_over(self, row: Audit) -> bool:
        return row.learning_held_on is not None and row.learning_held_on <= self._today

    def _asks(self, row: Audit, actions: tuple[ActionLine, ...]) -> tuple[str, Urgency]:
        """Word what an audit still asks for: an overdue action, the learning talk, or nothing."""
        late = min((each.due for each in actions if each.is_late(self._today)), default=None)
        if late is not None:
            return wording.late_by((self._today - late).days), Urgency.LATE
        is_to_be_held = row.learning_on is not None and not self._is_talked_over(row)
        if is_to_be_held and row.learning_on is not None:
            if row.learning_on < self._today:
                return f"meet {wording.late_by((self._today - row.learning_on).days)}", Urgency.LATE
            if row.learning_on <= self._today + timedelta(days=_SOON_DAYS):
                return f"meet {row.learning_on:%a}", Urgency.SOON
        open_ = sum(each.is_open for each in actions)
        if open_:
            return f"{open_} open", Urgency.PLAIN
        if is_to_be_held:
            return ("meeting agreed", Urgency.PLAIN)
        return ("", Urgency.QUIET)
