"""Everything that is held of one worker: for a request of access, or a supervision file of a
period.

No child's record is in it: of a session it has the worker's own part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlmodel import Session, col, select

from supervision_tui.desk.file_head import worker_head
from supervision_tui.desk.find import find_worker, worker_called
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.supervision.draft import RecordDraft
from supervision_tui.desk.supervision.record_parts import amended_words, personal_parts
from supervision_tui.desk.supervision.signed_record import SignedRecord, signed_record
from supervision_tui.desk.workers.clauses import clauses_of
from supervision_tui.desk.workers.people import everyone
from supervision_tui.practice import wording
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.vocabulary import (
    SessionKind,
    SessionState,
    workload_status_words,
)
from supervision_tui.records import (
    Audit,
    ComplianceDate,
    Consultation,
    ConsultationChild,
    CpdEntry,
    DevelopmentGoal,
    Draft,
    DutyReturn,
    PressureResponse,
    SessionMove,
    SupervisionAgreement,
    SupervisionSession,
    TrainingBooking,
    TrainingStep,
    Worker,
    WorkerLeave,
    WorkerPost,
)

from .file import ALL_TIME, Held, WholeRecord, audit_parts, consultation_parts, hiding
from .kept_and_exported import kept_and_exported


def worker_record(
    session: Session, name: str, moment: Moment, period: Period = ALL_TIME
) -> WholeRecord:
    """Everything held of a worker in a period, without any child's record: a supervision file.

    Raises `Refused`.
    """
    worker = _worker(session, name)
    people = everyone(session)
    hide = hiding(people, child_id=None, worker_id=worker.id or 0)
    own = _OfWorker(session, worker, hide, moment, period)
    about = [f"{_started(worker)}, {moment.policy.stage(worker.stage).words}"]
    if worker.registration:
        about += [f"Registered as {worker.registration}"]
    if worker.educator:
        about += [f"Practice educator: {worker.educator}"]
    about += worker_head(session, worker.id or 0).of_team
    if worker.left_on:
        about += [f"Left on {wording.full_day(worker.left_on)}"]
    held = tuple(each for each in own.held() if each.parts)
    kept = kept_and_exported(session, "worker", worker.id or 0, worker.name, moment=moment)
    return WholeRecord(worker.name, tuple(about), held, f"worker {worker.id}", tuple(kept))


def _worker(session: Session, name: str) -> Worker:
    """The worker of that name, those who have left among them. Raises `Refused`."""
    found = worker_called(session, name)
    if found is None and any(letter.isdigit() for letter in name):
        raise Refused(
            f"No child here has the reference “{name.strip()[:40]}”, and no worker that name.",
            typed=name,
        )
    if found is not None:
        return found
    return find_worker(session, name)


class _OfWorker:
    """Gathers what is held of one worker in a period."""

    def __init__(
        self,
        session: Session,
        worker: Worker,
        hide: Callable[[str], str],
        moment: Moment,
        period: Period,
    ) -> None:
        self.session, self.worker, self.hide, self.moment, self.period = (
            session,
            worker,
            hide,
            moment,
            period,
        )
        self.id = worker.id or 0

    def held(self) -> Iterable[Held]:
        """Heading by heading."""
        yield Held("Posts", tuple(self._posts()))
        yield Held("Supervision agreement", tuple(self._agreements()))
        yield Held("Sessions", tuple(self._sessions()))
        yield from self._personal()
        yield from self._group_sessions()
        yield Held("Typed and not signed yet", tuple(self._typed()))
        yield Held("Training", tuple(self._trainings()))
        yield Held("Professional development", tuple(self._entries()))
        yield Held("Goals", tuple(self._goals()))
        yield Held("Compliance checks", tuple(self._readiness()))
        yield Held("Long leave", tuple(self._leave()))
        yield Held("Back on duty with work unfinished", tuple(self._duty()))
        yield Held("Manager's responses to workload", tuple(self._responses()))
        yield Held("Consultations without a child", tuple(self._consultations()))
        of_worker = (Audit.worker_id == self.id, col(Audit.child_id).is_(None))
        yield Held(
            "Audits",
            tuple(
                audit_parts(
                    self.session,
                    *of_worker,
                    hide=self.hide,
                    moment=self.moment,
                    period=self.period,
                )
            ),
        )

    def _stage(self, code: str) -> str:
        """A stage in the policy's words."""
        return self.moment.policy.stage(code).words

    def _posts(self) -> Iterable[tuple[str, str]]:
        p, now = WorkerPost, self.worker
        for row in self.session.exec(
            select(p).where(p.worker_id == self.id).order_by(col(p.until_on))
        ):
            yield (
                f"Until {wording.full_day(row.until_on)}",
                f"{self._stage(row.stage)}, {row.fte:g} of full time",
            )
        agency = ", through an agency" if now.agency else ""
        yield "", f"{self._stage(now.stage)}, {now.fte:g} of full time{agency}"

    def _agreements(self) -> Iterable[tuple[str, str]]:
        a = SupervisionAgreement
        for row in self.session.exec(
            select(a).where(a.worker_id == self.id).order_by(col(a.starts_on))
        ):
            if row.starts_on > self.period.last or (
                row.ends_on and row.ends_on < self.period.first
            ):
                continue
            ends = f" to {wording.full_day(row.ends_on)}" if row.ends_on else ""
            signed = [
                name
                for name, on in (
                    ("worker", row.worker_signed_on),
                    ("manager", row.manager_signed_on),
                )
                if on
            ]
            text = f"{row.minutes} minutes, at least every {row.interval_days} days; {row.kinds}"
            reason = f". {row.reason}" if row.reason else ""
            by = f". Signed by {wording.listing(signed)}" if signed else ". Not signed"
            place = f", {row.place}" if row.place else ""
            said = self.hide(f"{text}{place}{reason}{by}")
            yield f"From {wording.full_day(row.starts_on)}{ends}", said
            for clause in clauses_of(row):
                yield clause.title, self.hide(f"{clause.words} {clause.answer}".strip())

    def _sessions(self) -> Iterable[tuple[str, str]]:
        s = SupervisionSession
        for row in self.session.exec(
            select(s).where(s.worker_id == self.id).order_by(col(s.planned_on))
        ):
            day = row.held_on or row.planned_on
            if not self.period.holds(day) or day > self.moment.today:
                continue
            reason = f", {row.cancel_reason}" if row.cancel_reason else ""
            moves = self.hide("".join(map(_move_words, self._moves(row.id or 0))))
            signed = ""
            if row.signed_at:
                signed = f", signed {wording.full_day(row.signed_at.date())}"
            minutes = f", {row.minutes_held} minutes" if row.minutes_held else ""
            yield (
                "",
                f"{wording.full_day(day)}: {row.kind}, {row.state}{reason}{minutes}{signed}{moves}",
            )

    def _moves(self, session_id: int) -> Iterable[SessionMove]:
        return self.session.exec(
            select(SessionMove)
            .where(SessionMove.session_id == session_id)
            .where(SessionMove.moved_on <= self.moment.today)
            .order_by(col(SessionMove.id))
        )

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
                text = " ".join(f"{label}: {text}" for label, text in seen.parts)
                parts.append((f"Observed by {seen.observer}", self.hide(text)))
            if not record.kind.has_several:
                parts += self._amended(record)
            if parts:
                yield Held(f"Personal record of {wording.full_day(record.held_on)}", tuple(parts))

    def _group_sessions(self) -> Iterable[Held]:
        """The records of sessions of several to which the worker came, others' names hidden."""
        s = SupervisionSession
        wanted = select(s).where(s.worker_id == self.id).where(s.state == SessionState.HELD)
        for row in self.session.exec(wanted.order_by(col(s.held_on))):
            day = row.held_on or row.planned_on
            kind = SessionKind(row.kind)
            is_signed = row.signed_at is not None and row.signed_at.date() <= self.moment.today
            if not (kind.has_several and is_signed and self.period.holds(day)):
                continue
            record = signed_record(self.session, row.id or 0, self.moment)
            parts = record.group.parts if record.group else ()
            told = [(label, self.hide(text)) for label, text in parts]
            heading = f"{kind.words} of {wording.full_day(day)}"
            yield Held(heading, (*told, *self._amended(record)))

    def _amended(self, record: SignedRecord) -> list[tuple[str, str]]:
        """The amendments of a record that are about no child."""
        return [
            ("Amendment", self.hide(amended_words(*each))) for each in record.personal_amendments
        ]

    def _typed(self) -> Iterable[tuple[str, str]]:
        """The worker's own part as it is typed in a session that is not signed."""
        s = SupervisionSession
        open_ones = select(s.id).where(s.worker_id == self.id).where(col(s.signed_at).is_(None))
        numbers = set(self.session.exec(open_ones))
        for draft in self.session.exec(select(Draft).where(col(Draft.key).startswith("session "))):
            if int(draft.key.split()[1]) not in numbers:
                continue
            typed = RecordDraft.from_json(draft.body)
            for text in typed.personal.values():
                if text.strip():
                    yield "", self.hide(text)
            for each in typed.agreed:
                yield "Action", self.hide(f"{each.what} · {each.who} · {each.by}")
            for answer in typed.earlier_actions.values():
                if answer.outcome.strip():
                    yield "An earlier action", self.hide(answer.outcome)

    def _trainings(self) -> Iterable[tuple[str, str]]:
        b = TrainingBooking
        for row in self.session.exec(
            select(b).where(b.worker_id == self.id).order_by(col(b.on_date))
        ):
            if row.on_date is not None and not self.period.holds(row.on_date):
                continue
            steps = self.session.exec(
                select(TrainingStep)
                .where(TrainingStep.booking_id == row.id)
                .order_by(col(TrainingStep.id))
            )
            told = ", ".join(map(_step_words, steps))
            day = wording.full_day(row.on_date) if row.on_date else "No day"
            yield (day, self.hide(f"{row.title}: {told}"))

    def _entries(self) -> Iterable[tuple[str, str]]:
        for row in self.session.exec(
            select(CpdEntry).where(CpdEntry.worker_id == self.id).order_by(col(CpdEntry.on_date))
        ):
            if self.period.holds(row.on_date):
                peer = ", with a peer" if row.with_peer else ""
                yield wording.full_day(row.on_date), self.hide(f"{row.title}{peer}. {row.learned}")

    def _goals(self) -> Iterable[tuple[str, str]]:
        g = DevelopmentGoal
        for row in self.session.exec(
            select(g).where(g.worker_id == self.id).order_by(col(g.set_on))
        ):
            if self.period.holds(row.set_on):
                end = ""
                if row.ended_on:
                    how = "Reached" if row.is_reached else "Given up"
                    end = f" {how}. {row.outcome}"
                text = f"{row.text}, by {wording.full_day(row.by_on)}.{end}"
                yield wording.full_day(row.set_on), self.hide(text)

    def _readiness(self) -> Iterable[tuple[str, str]]:
        rules = self.moment.policy.readiness
        for row in self.session.exec(
            select(ComplianceDate).where(ComplianceDate.worker_id == self.id)
        ):
            words = rules[row.kind].words if row.kind in rules else row.kind
            done = ""
            if row.done_on:
                done = f", dealt with {wording.full_day(row.done_on)}"
            yield (
                "",
                self.hide(
                    f"{words}: due {wording.full_day(row.due_on)}{done}. {row.note}".rstrip(". ")
                    + "."
                ),
            )

    def _leave(self) -> Iterable[tuple[str, str]]:
        for row in self.session.exec(select(WorkerLeave).where(WorkerLeave.worker_id == self.id)):
            ends = f" to {wording.full_day(row.ends_on)}" if row.ends_on else ""
            if row.is_withdrawn:
                ends = ", withdrawn"
            yield "", f"{row.kind or 'leave'}: from {wording.full_day(row.starts_on)}{ends}"

    def _duty(self) -> Iterable[tuple[str, str]]:
        for row in self.session.exec(
            select(DutyReturn)
            .where(DutyReturn.worker_id == self.id)
            .order_by(col(DutyReturn.on_date))
        ):
            if self.period.holds(row.on_date):
                yield (
                    wording.full_day(row.on_date),
                    self.hide(f"{wording.count(row.pieces, 'task')} unfinished. {row.what}"),
                )

    def _responses(self) -> Iterable[tuple[str, str]]:
        p = PressureResponse
        for row in self.session.exec(
            select(p).where(p.worker_id == self.id).order_by(col(p.given_on))
        ):
            if self.period.holds(row.given_on):
                after = ""
                if row.helped:
                    after = f" Reviewed: {row.helped}. {row.helped_words}"
                told = f" Told: {row.told}." if row.told else ""
                text = f"{workload_status_words(row.standing)}: {row.text}{told}{after}"
                yield wording.full_day(row.given_on), self.hide(text)

    def _consultations(self) -> Iterable[tuple[str, str]]:
        with_children = select(ConsultationChild.consultation_id)
        wanted = select(Consultation).where(Consultation.worker_id == self.id)
        for row in self.session.exec(wanted.where(col(Consultation.id).not_in(with_children))):
            if self.period.holds(row.held_on or row.requested_on):
                yield from consultation_parts(self.session, row, self.hide)


def _move_words(move: SessionMove) -> str:
    """A move of a session: from which day to which, and why."""
    because = f" because {move.reason}" if move.reason else ""
    from_on, to_on = wording.full_day(move.from_on), wording.full_day(move.to_on)
    return f"; moved from {from_on} to {to_on}{because}"


def _started(worker: Worker) -> str:
    said = "Started on a day that is not known here"
    if worker.start_known:
        said = f"Started on {wording.full_day(worker.starts_on)}"
    if worker.supervised_on is not None:
        before = wording.full_day(worker.supervised_on)
        said = f"{said}; last supervised before this vault on {before}"
    return said


def _step_words(step: TrainingStep) -> str:
    if step.reason:
        return f"{step.state} ({step.reason})"
    return step.state
