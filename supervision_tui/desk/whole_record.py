"""Everything that is held of one child, or of one worker: for a request of access, and for an inspector.

Nobody else's record is in it: of a family's record the child's own, of a sitting the worker's own part. Names of others
are replaced where they stand in the texts, as far as this vault knows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.practice import wording
from supervision_tui.practice.audit import Criterion
from supervision_tui.practice.names_in_text import NameHider
from supervision_tui.practice.references_in_text import ReferenceHider
from supervision_tui.practice.terms import Plan
from supervision_tui.records import (
    AgendaChoice,
    Allocation,
    Audit,
    AuditFinding,
    CaseDiscussion,
    CaseNote,
    Child,
    Consultation,
    ConsultationChild,
    CpdPiece,
    DevelopmentGoal,
    Direction,
    DirectionDate,
    Draft,
    DutyReturn,
    Pin,
    PlanEpisode,
    PressureResponse,
    RagEntry,
    ReadinessDate,
    Recommendation,
    SupervisionAgreement,
    SupervisionSession,
    TrainingBooking,
    TrainingStep,
    TriggerDate,
    Worker,
    WorkerLeave,
    WorkerPost,
)

from .directions import find_child
from .moment import Moment, Refused
from .names import normal_name
from .people import People, everyone, find_worker
from .period import Period
from .record_parts import amended_words, case_parts, draft_parts, personal_parts
from .signed_record import SignedRecord, signed_record
from .sitting_draft import SittingDraft
from .themes import themes_of

ALL_TIME = Period(date.min, date.max)
_ANOTHER_CHILD, _ANOTHER_WORKER = "[another child]", "[another worker]"


@dataclass(frozen=True, slots=True)
class Held:
    """A heading with what is held under it: pairs of a label and a text, the oldest first."""

    heading: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WholeRecord:
    """All that is held of one person. `about` stands under the title; `subject` is the person as the journal knows."""

    who: str
    about: tuple[str, ...]
    held: tuple[Held, ...]
    subject: str


def child_record(session: Session, ref: str, moment: Moment) -> WholeRecord:
    """Everything held of a child, without the records of others. Raises `Refused`."""
    child = find_child(session, ref)
    people = everyone(session)
    hide = _hiding(people, child_id=child.id or 0, worker_id=None)
    own = _OfChild(session, child, people, hide, moment)
    about = [f"Reference {child.ref}"]
    about += [f"Name: {child.name}"] if child.name else []
    about += [f"Born {wording.full_day(child.born)}"] if child.born else []
    about += [f"Sex: {child.sex}"] if child.sex else []
    about += [f"Known here since {wording.full_day(child.known_since)}"]
    closed = f": {child.close_reason}" if child.close_reason else ""
    about += [f"Closed on {wording.full_day(child.closed_on)}{closed}"] if child.closed_on else []
    return WholeRecord(child.ref, tuple(about), tuple(each for each in own.held() if each.parts), f"child {child.ref}")


def worker_record(session: Session, name: str, moment: Moment, period: Period = ALL_TIME) -> WholeRecord:
    """Everything held of a worker in a period, without any child's record: a supervision file. Raises `Refused`."""
    worker = _worker(session, name)
    people = everyone(session)
    hide = _hiding(people, child_id=None, worker_id=worker.id or 0)
    own = _OfWorker(session, worker, hide, moment, period)
    about = [f"Started on {wording.full_day(worker.starts_on)}, {moment.policy.stage(worker.stage).words}"]
    about += [f"Registered as {worker.registration}"] if worker.registration else []
    about += [f"Left on {wording.full_day(worker.left_on)}"] if worker.left_on else []
    held = tuple(each for each in own.held() if each.parts)
    return WholeRecord(worker.name, tuple(about), held, f"worker {worker.id}")


def is_child(session: Session, subject: str, moment: Moment) -> bool:
    """Whether what was named is the reference of a child here; else it is taken for a worker's name."""
    return session.exec(select(Child).where(Child.ref == subject.strip())).first() is not None


def _worker(session: Session, name: str) -> Worker:
    """The worker of that name, those who have left among them. Raises `Refused`."""
    wanted = normal_name(name)
    found = session.exec(select(Worker).where(Worker.normal_name == wanted)).first()
    if found is None and any(letter.isdigit() for letter in name):
        raise Refused(f"No child here has the reference “{name.strip()[:40]}”, and no worker that name.")
    return found if found is not None else find_worker(session, name)


def _hiding(people: People, *, child_id: int | None, worker_id: int | None) -> Callable[[str], str]:
    """What puts the names and references of everybody else out of sight. A child's workers stay: it was their work."""
    names = [(name, _ANOTHER_CHILD) for key, (_, name) in people.children.items() if key != child_id and name]
    own = people.children[child_id][1] if child_id is not None else None
    stays = [own] if own else []
    for key, name in people.workers.items():
        if child_id is not None or key == worker_id:
            stays.append(name)
        else:
            names.append((name, _ANOTHER_WORKER))
    hider = NameHider(names, stays=stays, shortest=2)
    references = ReferenceHider(
        {ref: ref if key == child_id else _ANOTHER_CHILD for key, (ref, _) in people.children.items()}
    )
    return lambda text: hider.without_names(references.without_references(text))


class _OfChild:
    """Gathers what is held of one child."""

    def __init__(
        self, session: Session, child: Child, people: People, hide: Callable[[str], str], moment: Moment
    ) -> None:
        self.session, self.child, self.people, self.hide, self.moment = session, child, people, hide, moment
        self.id = child.id or 0

    def held(self) -> Iterable[Held]:
        """Heading by heading."""
        yield Held("Plans", tuple(self._plans()))
        yield Held("Workers", tuple(self._allocations()))
        yield Held("Ratings", tuple(self._ratings()))
        yield Held("Dates on record", tuple(self._dates()))
        yield from self._discussions()
        yield Held("Directions", tuple(self._directions()))
        yield Held("Consultations", tuple(self._consultations()))
        yield Held("Audits", tuple(_audits(self.session, Audit.child_id == self.id, hide=self.hide)))
        yield Held("Notes", tuple(self._notes()))
        yield Held("Kept for a session, and left out of one", tuple(self._choices()))
        yield Held("Typed and not signed yet", tuple(self._drafts()))

    def _plans(self) -> Iterable[tuple[str, str]]:
        for row in self.session.exec(
            select(PlanEpisode).where(PlanEpisode.child_id == self.id).order_by(col(PlanEpisode.starts_on))
        ):
            ends = f" to {wording.full_day(row.ends_on)}" if row.ends_on else ""
            category = f", {row.category}" if row.category else ""
            yield "", f"{Plan(row.plan).words}{category}: from {wording.full_day(row.starts_on)}{ends}"

    def _allocations(self) -> Iterable[tuple[str, str]]:
        for row in self.session.exec(
            select(Allocation).where(Allocation.child_id == self.id).order_by(col(Allocation.starts_on))
        ):
            who = self.people.workers.get(row.worker_id or 0, "nobody")
            ends = f" to {wording.full_day(row.ends_on)}" if row.ends_on else ""
            yield "", f"{who}: from {wording.full_day(row.starts_on)}{ends}"

    def _ratings(self) -> Iterable[tuple[str, str]]:
        for row in self.session.exec(
            select(RagEntry).where(RagEntry.child_id == self.id).order_by(col(RagEntry.on_date))
        ):
            yield "", f"{wording.full_day(row.on_date)}: {row.rag}. {self.hide(row.reason)}"

    def _dates(self) -> Iterable[tuple[str, str]]:
        events = self.moment.policy.events
        for row in self.session.exec(
            select(TriggerDate).where(TriggerDate.child_id == self.id).order_by(col(TriggerDate.on_date))
        ):
            words = events[row.event].words if row.event in events else row.event
            yield "", f"{wording.full_day(row.on_date)}: {words}"

    def _discussions(self) -> Iterable[Held]:
        for record in _signed_with(self.session, self.id, self.moment):
            each = next(each for each in record.discussions if each.ref == self.child.ref)
            parts = [(label, self.hide(text)) for label, text in case_parts(each, self.moment.policy)]
            if not each.discussed:
                parts = [("Not discussed, because", self.hide(each.not_discussed_because))]
            tags = themes_of(self.session, record.session_id, self.moment).get(self.child.ref, ())
            parts += [("Themes", ", ".join(tags))] if tags else []
            parts += [("Direction", self.hide(direction.says())) for direction in each.directions]
            parts += [("Amendment", self.hide(amended_words(*amended))) for amended in each.amendments]
            yield Held(f"{record.kind.words.capitalize()} of {wording.full_day(record.held_on)}", tuple(parts))

    def _directions(self) -> Iterable[tuple[str, str]]:
        rows = select(Direction).where(Direction.child_id == self.id).order_by(col(Direction.given_on))
        for row in self.session.exec(rows):
            dates = self.session.exec(
                select(DirectionDate).where(DirectionDate.direction_id == row.id).order_by(col(DirectionDate.id))
            )
            moved = ", then ".join(wording.full_day(each.due_on) for each in dates) or wording.full_day(row.due_on)
            outcome = f" {str(row.state).capitalize()}: {row.outcome}" if row.outcome else f" State: {row.state}."
            text = f"{row.text} · {row.owner} · by {moved} · {row.reason} ({row.source}).{outcome}"
            yield wording.full_day(row.given_on), self.hide(text)

    def _consultations(self) -> Iterable[tuple[str, str]]:
        named = select(ConsultationChild.consultation_id).where(ConsultationChild.child_id == self.id)
        for row in self.session.exec(select(Consultation).where(col(Consultation.id).in_(named))):
            yield from _consultation(self.session, row, self.hide)

    def _notes(self) -> Iterable[tuple[str, str]]:
        for row in self.session.exec(select(CaseNote).where(CaseNote.child_id == self.id).order_by(col(CaseNote.at))):
            yield wording.full_day(row.at.date()), self.hide(row.text)

    def _choices(self) -> Iterable[tuple[str, str]]:
        for pin in self.session.exec(select(Pin).where(Pin.child_id == self.id).order_by(col(Pin.on_date))):
            yield wording.full_day(pin.on_date), f"kept for the next session by the {pin.by}"
        left = select(AgendaChoice).where(AgendaChoice.child_id == self.id).where(AgendaChoice.text != "")
        for choice in self.session.exec(left):
            yield "Left out of a session", self.hide(choice.text)

    def _drafts(self) -> Iterable[tuple[str, str]]:
        for draft in self.session.exec(select(Draft)):
            if not draft.key.startswith("session "):
                continue
            entry = SittingDraft.from_json(draft.body).children.get(self.child.ref)
            for label, text in draft_parts(entry, None) if entry else ():
                yield label, self.hide(text)


class _OfWorker:
    """Gathers what is held of one worker in a period."""

    def __init__(
        self, session: Session, worker: Worker, hide: Callable[[str], str], moment: Moment, period: Period
    ) -> None:
        self.session, self.worker, self.hide, self.moment, self.period = session, worker, hide, moment, period
        self.id = worker.id or 0

    def held(self) -> Iterable[Held]:
        """Heading by heading."""
        yield Held("Posts", tuple(self._posts()))
        yield Held("Supervision agreement", tuple(self._agreements()))
        yield Held("Sessions", tuple(self._sessions()))
        yield from self._personal()
        yield Held("Training", tuple(self._trainings()))
        yield Held("Professional development", tuple(self._pieces()))
        yield Held("Goals", tuple(self._goals()))
        yield Held("Dates to be ready for", tuple(self._readiness()))
        yield Held("Long leave", tuple(self._leave()))
        yield Held("Back on duty with work unfinished", tuple(self._duty()))
        yield Held("Answers to a raised standing", tuple(self._responses()))
        yield Held("Consultations without a child", tuple(self._consultations()))
        of_worker = (Audit.worker_id == self.id, col(Audit.child_id).is_(None))
        yield Held("Audits", tuple(_audits(self.session, *of_worker, hide=self.hide, period=self.period)))

    def _posts(self) -> Iterable[tuple[str, str]]:
        p, now = WorkerPost, self.worker
        for row in self.session.exec(select(p).where(p.worker_id == self.id).order_by(col(p.until_on))):
            yield f"Until {wording.full_day(row.until_on)}", f"{row.stage}, {row.fte:g} of full time"
        agency = ", through an agency" if now.agency else ""
        yield "", f"{now.stage}, {now.fte:g} of full time{agency}"

    def _agreements(self) -> Iterable[tuple[str, str]]:
        a = SupervisionAgreement
        for row in self.session.exec(select(a).where(a.worker_id == self.id).order_by(col(a.starts_on))):
            if row.starts_on > self.period.last or (row.ends_on and row.ends_on < self.period.first):
                continue
            ends = f" to {wording.full_day(row.ends_on)}" if row.ends_on else ""
            signed = [name for name, on in (("worker", row.worker_signed_on), ("manager", row.manager_signed_on)) if on]
            text = f"{row.minutes} minutes, at least every {row.interval_days} days; {row.kinds}"
            reason = f". {row.reason}" if row.reason else ""
            by = f". Signed by {wording.listing(signed)}" if signed else ". Not signed"
            yield f"From {wording.full_day(row.starts_on)}{ends}", self.hide(f"{text}{reason}{by}")

    def _sessions(self) -> Iterable[tuple[str, str]]:
        s = SupervisionSession
        for row in self.session.exec(select(s).where(s.worker_id == self.id).order_by(col(s.planned_on))):
            day = row.held_on or row.planned_on
            if not self.period.holds(day) or day > self.moment.today:
                continue
            reason = f", {row.cancel_reason}" if row.cancel_reason else ""
            signed = f", signed {wording.full_day(row.signed_at.date())}" if row.signed_at else ""
            minutes = f", {row.minutes_held} minutes" if row.minutes_held else ""
            yield "", f"{wording.full_day(day)}: {row.kind}, {row.state}{reason}{minutes}{signed}"

    def _personal(self) -> Iterable[Held]:
        s = SupervisionSession
        wanted = select(s.id).where(s.worker_id == self.id).where(col(s.signed_at).is_not(None))
        for session_id in self.session.exec(wanted.order_by(col(s.held_on))):
            record = signed_record(self.session, session_id or 0, self.moment)
            if record.worker != self.worker.name or not self.period.holds(record.held_on):
                continue
            parts = [(label, self.hide(text)) for label, text in personal_parts(record)]
            for word in record.words:
                text = f"{word.says}. {word.words}".strip(". ")
                parts.append((f"The worker, {wording.full_day(word.on)}", self.hide(text)))
            for seen in record.observed:
                text = " ".join(filter(None, (seen.seen, seen.strengths, seen.next_step)))
                parts.append((f"Observed by {seen.observer}", self.hide(text)))
            parts += [("Amendment", self.hide(amended_words(*each))) for each in record.personal_amendments]
            if parts:
                yield Held(f"Personal record of {wording.full_day(record.held_on)}", tuple(parts))

    def _trainings(self) -> Iterable[tuple[str, str]]:
        b = TrainingBooking
        for row in self.session.exec(select(b).where(b.worker_id == self.id).order_by(col(b.on_date))):
            if row.on_date is not None and not self.period.holds(row.on_date):
                continue
            steps = self.session.exec(
                select(TrainingStep).where(TrainingStep.booking_id == row.id).order_by(col(TrainingStep.id))
            )
            told = ", ".join(f"{step.state}{f' ({step.reason})' if step.reason else ''}" for step in steps)
            yield wording.full_day(row.on_date) if row.on_date else "No day", self.hide(f"{row.title}: {told}")

    def _pieces(self) -> Iterable[tuple[str, str]]:
        for row in self.session.exec(
            select(CpdPiece).where(CpdPiece.worker_id == self.id).order_by(col(CpdPiece.on_date))
        ):
            if self.period.holds(row.on_date):
                peer = ", with a peer" if row.with_peer else ""
                yield wording.full_day(row.on_date), self.hide(f"{row.title}{peer}. {row.learned}")

    def _goals(self) -> Iterable[tuple[str, str]]:
        g = DevelopmentGoal
        for row in self.session.exec(select(g).where(g.worker_id == self.id).order_by(col(g.set_on))):
            if self.period.holds(row.set_on):
                end = f" {'Reached' if row.is_reached else 'Given up'}. {row.outcome}" if row.ended_on else ""
                text = f"{row.text}, by {wording.full_day(row.by_on)}.{end}"
                yield wording.full_day(row.set_on), self.hide(text)

    def _readiness(self) -> Iterable[tuple[str, str]]:
        rules = self.moment.policy.readiness
        for row in self.session.exec(select(ReadinessDate).where(ReadinessDate.worker_id == self.id)):
            words = rules[row.kind].words if row.kind in rules else row.kind
            done = f", dealt with {wording.full_day(row.done_on)}" if row.done_on else ""
            yield "", self.hide(f"{words}: due {wording.full_day(row.due_on)}{done}. {row.note}".rstrip(". ") + ".")

    def _leave(self) -> Iterable[tuple[str, str]]:
        for row in self.session.exec(select(WorkerLeave).where(WorkerLeave.worker_id == self.id)):
            ends = f" to {wording.full_day(row.ends_on)}" if row.ends_on else ""
            yield "", f"{row.kind or 'leave'}: from {wording.full_day(row.starts_on)}{ends}"

    def _duty(self) -> Iterable[tuple[str, str]]:
        for row in self.session.exec(
            select(DutyReturn).where(DutyReturn.worker_id == self.id).order_by(col(DutyReturn.on_date))
        ):
            if self.period.holds(row.on_date):
                yield wording.full_day(row.on_date), self.hide(f"{row.pieces} unfinished. {row.what}")

    def _responses(self) -> Iterable[tuple[str, str]]:
        p = PressureResponse
        for row in self.session.exec(select(p).where(p.worker_id == self.id).order_by(col(p.given_on))):
            if self.period.holds(row.given_on):
                after = f" Looked at again: {row.helped}. {row.helped_words}" if row.helped else ""
                text = f"{row.standing}: {row.text}{after}"
                yield wording.full_day(row.given_on), self.hide(text)

    def _consultations(self) -> Iterable[tuple[str, str]]:
        with_children = select(ConsultationChild.consultation_id)
        wanted = select(Consultation).where(Consultation.worker_id == self.id)
        for row in self.session.exec(wanted.where(col(Consultation.id).not_in(with_children))):
            if self.period.holds(row.held_on or row.requested_on):
                yield from _consultation(self.session, row, self.hide)


def _signed_with(session: Session, child_id: int, moment: Moment) -> Iterable[SignedRecord]:
    s = SupervisionSession
    wanted = (
        select(s.id)
        .join(CaseDiscussion, col(CaseDiscussion.session_id) == s.id)
        .where(CaseDiscussion.child_id == child_id)
        .where(col(s.signed_at).is_not(None))
        .order_by(col(s.held_on))
    )
    for session_id in list(session.exec(wanted)):
        try:
            yield signed_record(session, session_id or 0, moment)
        except Refused:  # signed after the day that is asked about
            continue


def _consultation(session: Session, row: Consultation, hide: Callable[[str], str]) -> Iterable[tuple[str, str]]:
    day = f"{row.mode}, {'held' if row.held_on else 'asked for'} {wording.full_day(row.held_on or row.requested_on)}"
    texts = (row.question, row.hypotheses, row.strengths, row.outcome_words, row.close_reason)
    yield day, hide(" ".join(text for text in texts if text) or row.theme)
    for each in session.exec(select(Recommendation).where(Recommendation.consultation_id == row.id)):
        yield "Recommended", hide(f"{each.text} ({each.state}{f': {each.reason}' if each.reason else ''})")


def _audits(
    session: Session, *which: object, hide: Callable[[str], str], period: Period = ALL_TIME
) -> Iterable[tuple[str, str]]:
    wanted = select(Audit).where(*which).order_by(col(Audit.audited_on))  # type: ignore[arg-type]
    for row in session.exec(wanted):
        if not period.holds(row.audited_on):
            continue
        yield f"{row.kind}, {wording.full_day(row.audited_on)}", hide(f"Graded {row.grade}. {row.summary}")
        for finding in session.exec(select(AuditFinding).where(AuditFinding.audit_id == row.id)):
            grade = f"{finding.grade}. " if finding.grade else ""
            yield "", hide(f"{Criterion(finding.criterion).words}: {grade}{finding.words}")
