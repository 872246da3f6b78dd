"""Consultations as they stand on a day: how far each has come, how long it was waited for, what was
recommended.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session, col, select

from supervision_tui.desk.moment import Moment
from supervision_tui.desk.on_file.entries import entries_of
from supervision_tui.practice import wording
from supervision_tui.practice.consultation import ConsultationDates, Decision, Step
from supervision_tui.practice.vocabulary import DirectionState, FileKind, Urgency
from supervision_tui.records import (
    Child,
    Clinician,
    Consultation,
    ConsultationAttendance,
    ConsultationChild,
    DevelopmentGoal,
    Direction,
    Recommendation,
    Worker,
)


@dataclass(frozen=True, slots=True)
class TakenUp:
    """The outcome of a recommendation: a child's direction, or a worker's goal (no `child`)."""

    id: int
    child: str
    text: str
    owner: str
    due: date
    state: str
    is_workers: bool = False

    def says(self, today: date, name_of: Callable[[str], str]) -> str:
        """In a line: `C-1041: Eoin Marsh by Mon 16 Mar, open`.

        `name_of` says how a worker's name may be shown.
        """
        whom = f"{self.child}: " if self.child else "goal: "
        owner = name_of(self.owner) if self.is_workers else self.owner
        return f"{whom}{owner} by {wording.day(self.due, today=today)}, {self.state}"


@dataclass(frozen=True, slots=True)
class RecommendationLine:
    """A recommendation, what the manager made of it and why, and the directions that it became."""

    id: int
    text: str
    decision: Decision
    reason: str
    decided_on: date | None
    became: tuple[TakenUp, ...] = ()

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be decided."""
        return self.decision is Decision.OPEN


@dataclass(frozen=True, slots=True)
class Invited:
    """A worker who was asked to a practice discussion."""

    worker_id: int
    name: str
    came: bool


@dataclass(frozen=True, slots=True)
class ConsultationLine:
    """One consultation.

    `wait` in working days; `word` and `urgency` say how it asks for attention.
    """

    id: int
    step: Step
    dates: ConsultationDates
    mode: str
    children: tuple[str, ...]
    worker_id: int | None
    worker: str | None
    asked_by: str
    is_asked_by_worker: bool
    theme: str
    question: str
    wait: int
    invited: tuple[Invited, ...]
    clinician: str = ""
    discipline: str = ""
    time: str = ""
    came: str = ""
    hypotheses: str = ""
    strengths: str = ""
    consent: str = ""
    on_file_on: date | None = None
    outcome: str = ""
    outcome_words: str = ""
    close_reason: str = ""
    recommendations: tuple[RecommendationLine, ...] = ()
    word: str = ""
    urgency: Urgency = Urgency.PLAIN

    @property
    def undecided(self) -> tuple[RecommendationLine, ...]:
        """Recommendations still to be decided."""
        return tuple(each for each in self.recommendations if each.is_open)

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more is asked of it but to be closed."""
        return self.step in (Step.FOLLOWED_UP, Step.CLOSED) and not self.undecided

    @property
    def next_day(self) -> date:
        """The day by which it stands among others: booked for, looked back at, else asked for."""
        if self.step is Step.BOOKED and self.dates.booked_for is not None:
            return self.dates.booked_for
        back = self.dates.follow_up if self.step is Step.HELD else None
        return back or self.dates.requested

    @property
    def about(self) -> str:
        """The references it is about, else the theme."""
        if self.children:
            more = "…" if len(self.children) > 2 else ""
            return " ".join(self.children[:2]) + more
        return self.theme or "about a worker"


def consultation_lines(
    session: Session, moment: Moment, only: Iterable[int] | None = None
) -> list[ConsultationLine]:
    """All consultations known on that day, those still to be done first; or only these."""
    wanted = select(Consultation).where(Consultation.recorded_on <= moment.today)
    if only is not None:
        wanted = wanted.where(col(Consultation.id).in_(list(only)))
    rows = list(session.exec(wanted))
    ids = None if only is None else [row.id or 0 for row in rows]
    reader = ConsultationReader(session, moment, ids)
    lines = [line for row in rows if (line := reader.line(row)) is not None]
    order = list(Step)
    return sorted(
        lines, key=lambda each: (order.index(each.step), _urgent(each), each.next_day, each.id)
    )


def consultation_of(
    session: Session, consultation_id: int, moment: Moment
) -> ConsultationLine | None:
    """One consultation; nothing where it is not there."""
    return next(iter(consultation_lines(session, moment, [consultation_id])), None)


def for_children(
    session: Session, child_ids: Sequence[int], moment: Moment
) -> dict[str, list[ConsultationLine]]:
    """The consultations about these children, by reference, the latest request first."""
    named = select(ConsultationChild.consultation_id).where(
        col(ConsultationChild.child_id).in_(child_ids)
    )
    found: dict[str, list[ConsultationLine]] = defaultdict(list)
    ids = set(session.exec(named))
    if ids:
        for line in consultation_lines(session, moment, ids):
            for ref in line.children:
                found[ref].append(line)
    for lines in found.values():
        lines.sort(key=lambda each: each.dates.requested, reverse=True)
    return found


def children_of(session: Session, consultation_id: int) -> list[str]:
    """The references of the children whom a consultation is about."""
    wanted = select(Child.ref).join(ConsultationChild, ConsultationChild.child_id == Child.id)  # type: ignore[arg-type]
    return sorted(session.exec(wanted.where(ConsultationChild.consultation_id == consultation_id)))


def due_back(session: Session, on: date, moment: Moment) -> list[ConsultationLine]:
    """Those that were held and are to be looked back at by a day."""
    wanted = (
        select(Consultation.id)
        .where(col(Consultation.held_on) <= moment.today)
        .where(col(Consultation.follow_up_on) <= on)
    )
    return [
        line
        for line in consultation_lines(
            session, moment, [each or 0 for each in session.exec(wanted)]
        )
        if line.dates.owes_follow_up(moment.today)
    ]


def back_words(line: ConsultationLine, today: date) -> str:
    """Word why a child comes back: `look back at the consultation of Thu 5 Feb`."""
    held = line.dates.held or line.dates.requested
    return f"look back at the consultation of {wording.day(held, today=today)}"


def in_a_line(line: ConsultationLine, today: date) -> str:
    """Word what still asks for something: `asked for Thu 5 Feb, waits 17 wd: How do we …`."""
    dates, question = line.dates, line.question or line.theme
    if line.step is Step.REQUESTED:
        return f"asked for {wording.day(dates.requested, today=today)}, {line.word}: {question}"
    if line.step is Step.BOOKED and dates.booked_for is not None:
        return f"booked for {wording.day(dates.booked_for, today=today)}: {question}"
    if dates.held:
        held = f"held {wording.day(dates.held, today=today)}"
    else:
        held = str(line.step)
    undecided = "; ".join(f"to decide: {each.text}" for each in line.undecided)
    back = ""
    if dates.follow_up is not None and dates.owes_follow_up(today):
        back = f"look back on {wording.day(dates.follow_up, today=today)}"
    return "; ".join(part for part in (held, back, undecided) if part)


class ConsultationReader:
    """Reads what stands beside consultations once, then makes a line of each."""

    def __init__(self, session: Session, moment: Moment, ids: list[int] | None) -> None:
        self._moment = moment
        self._workers = dict(session.exec(select(Worker.id, Worker.name)).all())
        self._names = set(self._workers.values())
        self._clinicians = {row.id: row for row in session.exec(select(Clinician))}
        self._children: dict[int, list[str]] = defaultdict(list)
        named = select(ConsultationChild.consultation_id, Child.ref).join(
            Child, col(ConsultationChild.child_id) == Child.id
        )
        if ids is not None:
            named = named.where(col(ConsultationChild.consultation_id).in_(ids))
        for consultation_id, ref in session.exec(named.order_by(Child.ref)):
            self._children[consultation_id].append(ref)
        self._invited = self._read_invited(session, ids)
        self._recommendations = self._read_recommendations(session, ids)
        self._on_file = _on_file(session, moment.today, ids, self._children)

    def line(self, row: Consultation) -> ConsultationLine | None:
        """One consultation as it stood on the day."""
        today = self._moment.today
        dates = dates_of(row, today)
        step = dates.step(today)
        if step is None:
            return None
        number = row.id or 0
        asked = ConsultationLine(
            id=number,
            step=step,
            dates=dates,
            mode=row.mode,
            children=tuple(self._children.get(number, ())),
            worker_id=row.worker_id,
            worker=self._workers.get(row.worker_id),
            asked_by=row.asked_by,
            is_asked_by_worker=row.asked_by in self._names,
            theme=row.theme,
            question=row.question,
            wait=dates.wait(today, self._moment.policy),
            invited=tuple(self._invited.get(number, ())),
        )
        known = self._as_far_as_it_came(asked, row)
        word, urgency = _word(known, self._moment)
        return replace(known, word=word, urgency=urgency)

    def _as_far_as_it_came(self, asked: ConsultationLine, row: Consultation) -> ConsultationLine:
        """Add what was known by the day of the booking, of what was said, and of the end."""
        known, today = asked, self._moment.today
        clinician = self._clinicians.get(row.clinician_id)
        if clinician:
            known = replace(known, clinician=clinician.name, discipline=clinician.discipline)
        if known.dates.booked:
            known = replace(known, time=row.booked_time)
        if known.dates.was_held(today):
            known = replace(
                known,
                came=row.came,
                hypotheses=row.hypotheses,
                strengths=row.strengths,
                consent=row.consent,
                outcome_words=row.outcome_words,
                recommendations=tuple(self._recommendations.get(row.id or 0, ())),
            )
            filed = self._on_file.get(row.id or 0)
            if filed is not None and filed <= today:
                known = replace(known, on_file_on=filed)
        if known.step in (Step.FOLLOWED_UP, Step.CLOSED):
            known = replace(known, outcome=row.outcome)
        if known.step is Step.CLOSED:
            known = replace(known, close_reason=row.close_reason)
        return known

    def _read_invited(self, session: Session, ids: list[int] | None) -> dict[int, list[Invited]]:
        found: dict[int, list[Invited]] = defaultdict(list)
        wanted = select(ConsultationAttendance)
        if ids is not None:
            wanted = wanted.where(col(ConsultationAttendance.consultation_id).in_(ids))
        for row in session.exec(wanted):
            found[row.consultation_id].append(
                Invited(row.worker_id, self._workers.get(row.worker_id, ""), row.came)
            )
        for names in found.values():
            names.sort(key=lambda each: each.name)
        return found

    def _read_recommendations(
        self, session: Session, ids: list[int] | None
    ) -> dict[int, list[RecommendationLine]]:
        wanted = select(Recommendation).order_by(col(Recommendation.id))
        if ids is not None:
            wanted = wanted.where(col(Recommendation.consultation_id).in_(ids))
        rows = list(session.exec(wanted))
        became = _became(session, {row.id or 0 for row in rows}, self._workers, self._moment.today)
        found: dict[int, list[RecommendationLine]] = defaultdict(list)
        for row in rows:
            is_decided = row.decided_on is not None and row.decided_on <= self._moment.today
            decision = Decision.OPEN
            if is_decided:
                decision = Decision(row.state)
            reason = row.reason if is_decided else ""
            decided_on = row.decided_on if is_decided else None
            if is_decided:
                outcomes = tuple(became.get(row.id or 0, ()))
            else:
                outcomes = ()
            line = RecommendationLine(
                row.id or 0,
                row.text,
                decision,
                reason=reason,
                decided_on=decided_on,
                became=outcomes,
            )
            found[row.consultation_id].append(line)
        return found


def _on_file(
    session: Session, today: date, ids: list[int] | None, children: Mapping[int, list[str]]
) -> dict[int, date]:
    """The day since when a consultation is on the file of every child it is about, by number."""
    entries: dict[int, list[date]] = defaultdict(list)
    for (number, _child), entry in entries_of(session, FileKind.CONSULTATION, today, ids).items():
        entries[number].append(entry.on)
    return {
        number: max(days)
        for number, days in entries.items()
        if len(days) == len(children.get(number, ()))
    }


def dates_of(row: Consultation, on: date) -> ConsultationDates:
    """The dates of a consultation as they were known on a day, from which its state follows."""

    def by(day: date | None, known: date | None = None) -> date | None:
        if day is not None and (known or day) <= on:
            return day
        return None

    held = by(row.held_on, row.held_recorded_on)
    follow_up = row.follow_up_on if held else None
    return ConsultationDates(
        requested=row.requested_on,
        booked=by(row.booked_on),
        booked_for=by(row.booked_for, row.booked_on),
        held=held,
        follow_up=follow_up,
        followed_up=by(row.followed_up_on),
        closed=by(row.closed_on),
    )


def _became(
    session: Session, ids: set[int], workers: dict[int | None, str], on: date
) -> dict[int, list[TakenUp]]:
    """The directions and goals that recommendations became, as they stood on a day."""
    found: dict[int, list[TakenUp]] = defaultdict(list)
    names = set(workers.values())
    rows = session.exec(
        select(Direction, Child.ref)
        .join(Child, col(Direction.child_id) == Child.id)
        .where(col(Direction.recommendation_id).in_(ids))
        .where(Direction.given_on <= on)
    ).all()
    for row, ref in rows:
        is_closed = row.closed_on is not None and row.closed_on <= on
        state = row.state
        if not is_closed and not DirectionState(row.state).is_open:
            state = DirectionState.OPEN
        found[row.recommendation_id or 0].append(
            TakenUp(
                row.id or 0,
                ref,
                row.text,
                owner=row.owner,
                due=row.due_on,
                state=state,
                is_workers=row.owner in names,
            )
        )
    goals = session.exec(
        select(DevelopmentGoal).where(col(DevelopmentGoal.recommendation_id).in_(ids))
    )
    for goal in goals:
        if goal.ended_on is None or goal.ended_on > on:
            state = "open"
        elif goal.is_reached:
            state = "reached"
        else:
            state = "ended"
        owner = workers.get(goal.worker_id, "")
        found[goal.recommendation_id or 0].append(
            TakenUp(
                goal.id or 0,
                "",
                goal.text,
                owner=owner,
                due=goal.by_on,
                state=state,
                is_workers=True,
            )
        )
    return found


def _word(known: ConsultationLine, moment: Moment) -> tuple[str, Urgency]:
    """Word how a consultation asks for attention."""
    today, step = moment.today, known.step
    soon = today + timedelta(days=moment.policy.directions.due_soon_days)
    follow_up = known.dates.follow_up if step is Step.HELD else None
    if step is Step.REQUESTED:
        return f"waits {known.wait} wd", Urgency.PLAIN
    if step is Step.BOOKED and known.dates.booked_for is not None:
        return _word_of_booking(known.dates.booked_for, today)
    if follow_up is not None and follow_up <= soon:
        return _word_of_follow_up(follow_up, today)
    if known.undecided and step is not Step.CLOSED:
        return f"{len(known.undecided)} to decide", Urgency.SOON
    if follow_up is not None:
        return f"review {follow_up.day} {follow_up:%b}", Urgency.PLAIN
    if step is Step.CLOSED:
        return "", Urgency.QUIET
    if step is Step.HELD:
        return str(step), Urgency.PLAIN
    return "", Urgency.PLAIN


def _word_of_booking(booked_for: date, today: date) -> tuple[str, Urgency]:
    if booked_for < today:
        return "to record", Urgency.SOON
    if booked_for == today:
        return "today", Urgency.SOON
    return wording.day(booked_for, today=today), Urgency.PLAIN


def _word_of_follow_up(follow_up: date, today: date) -> tuple[str, Urgency]:
    late = (today - follow_up).days
    if late > 0:
        return wording.late_by(late), Urgency.LATE
    if late == 0:
        return "review today", Urgency.SOON
    return f"review {follow_up:%a}", Urgency.SOON


def _urgent(line: ConsultationLine) -> int:
    return [Urgency.LATE, Urgency.SOON, Urgency.PLAIN, Urgency.QUIET].index(line.urgency)
