"""Everything that is held of one child, for a request of access: of a family's record the child's
own part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlmodel import Session, col, select

from supervision_tui.desk.audits.themes import themes_of
from supervision_tui.desk.decisions.draft import DecisionDraft
from supervision_tui.desk.decisions.lines import decision_record, decisions_for
from supervision_tui.desk.file_head import child_head
from supervision_tui.desk.find import child_with, find_child
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.supervision.draft import RecordDraft
from supervision_tui.desk.supervision.record_parts import amended_words, case_parts, draft_parts
from supervision_tui.desk.supervision.signed_record import SignedRecord, signed_record
from supervision_tui.desk.workers.people import People, everyone
from supervision_tui.practice import wording
from supervision_tui.practice.children.events import event_words
from supervision_tui.practice.days.spans import span_words
from supervision_tui.records import (
    AgendaChoice,
    Allocation,
    Audit,
    CaseDiscussion,
    CaseNote,
    Child,
    ChildEvent,
    Consultation,
    ConsultationChild,
    DipSample,
    Direction,
    DirectionDate,
    Draft,
    FamilyGroup,
    FileEntry,
    Pin,
    PlanEpisode,
    RagEntry,
    RoleOnCase,
    SampledChild,
    SupervisionSession,
    VisitFrequency,
)

from .file import Held, WholeRecord, audit_parts, consultation_parts, hiding
from .kept_and_exported import kept_and_exported


def child_record(session: Session, ref: str, moment: Moment) -> WholeRecord:
    """Everything held of a child, without the records of others. Raises `Refused`."""
    child = find_child(session, ref)
    people = everyone(session)
    hide = hiding(people, child_id=child.id or 0, worker_id=None)
    own = _OfChild(session, child, people, hide, moment)
    about = [f"Reference {child.ref}"]
    if child.name:
        about += [f"Name: {child.name}"]
    if child.born:
        is_born = child.born <= moment.today
        born = "Born" if is_born else "Birth expected"
        about.append(f"{born} {wording.full_day(child.born)}")
    if child.sex:
        about += [f"Sex: {child.sex}"]
    about += child_head(session, child.ref).of_team
    about += [f"Known here since {wording.full_day(child.known_since)}"]
    closed = f": {child.close_reason}" if child.close_reason else ""
    if child.closed_on:
        about += [f"Closed on {wording.full_day(child.closed_on)}{closed}"]
    return WholeRecord(
        child.ref,
        tuple(about),
        tuple(each for each in own.held() if each.parts),
        f"child {child.ref}",
        tuple(kept_and_exported(session, "child", child.id or 0, child.ref, moment=moment)),
    )


def is_child(session: Session, subject: str) -> bool:
    """Tell whether what was named is the reference of a child here.

    Else it is taken for a worker's name.
    """
    return child_with(session, subject) is not None


class _OfChild:
    """Gathers what is held of one child."""

    def __init__(
        self,
        session: Session,
        child: Child,
        people: People,
        hide: Callable[[str], str],
        moment: Moment,
    ) -> None:
        self.session, self.child, self.people, self.hide, self.moment = (
            session,
            child,
            people,
            hide,
            moment,
        )
        self.id = child.id or 0

    def held(self) -> Iterable[Held]:
        """Heading by heading."""
        yield Held("Plans", tuple(self._plans()))
        yield Held("Workers", tuple(self._allocations()))
        yield Held("Ratings", tuple(self._ratings()))
        yield Held("Dates on record", tuple(self._dates()))
        yield from self._discussions()
        yield Held("Directions", tuple(self._directions()))
        yield from self._decisions()
        yield Held("Consultations", tuple(self._consultations()))
        yield Held(
            "Audits",
            tuple(
                audit_parts(
                    self.session, Audit.child_id == self.id, hide=self.hide, moment=self.moment
                )
            ),
        )
        yield Held("Notes", tuple(self._notes()))
        yield Held("Kept for a session, and left out of one", tuple(self._choices()))
        yield Held("Family group", tuple(self._family()))
        yield Held("Drawn in a sample", tuple(self._samples()))
        yield Held("On file in the council's system", tuple(self._on_file()))
        yield Held("Typed and not signed yet", tuple(self._drafts()))

    def _plans(self) -> Iterable[tuple[str, str]]:
        for row in self.session.exec(
            select(PlanEpisode)
            .where(PlanEpisode.child_id == self.id)
            .order_by(col(PlanEpisode.starts_on))
        ):
            ends = f" to {wording.full_day(row.ends_on)}" if row.ends_on else ""
            category = f", {row.category}" if row.category else ""
            yield (
                "",
                f"{self.moment.policy.plan(row.plan).words}{category}: from "
                f"{wording.full_day(row.starts_on)}{ends}",
            )

    def _allocations(self) -> Iterable[tuple[str, str]]:
        for row in self.session.exec(
            select(Allocation)
            .where(Allocation.child_id == self.id)
            .order_by(col(Allocation.starts_on))
        ):
            who = self.people.workers.get(row.worker_id or 0, "nobody here")
            ends = f" to {wording.full_day(row.ends_on)}" if row.ends_on else ""
            why = f", {self.hide(row.change_reason)}" if row.change_reason else ""
            yield "", f"{who}: from {wording.full_day(row.starts_on)}{ends}{why}"
        roles = select(RoleOnCase).where(RoleOnCase.child_id == self.id)
        for role in self.session.exec(roles.order_by(col(RoleOnCase.starts_on))):
            who = self.people.workers.get(role.worker_id or 0, role.name)
            team = f" ({role.team})" if role.team else ""
            words = self.moment.policy.role(role.role).words
            ends = f" to {wording.full_day(role.ends_on)}" if role.ends_on else ""
            why = f", {self.hide(role.reason)}" if role.reason else ""
            since = wording.full_day(role.starts_on)
            yield "", f"{who}{team}, {words}: from {since}{ends}{why}"

    def _ratings(self) -> Iterable[tuple[str, str]]:
        for row in self.session.exec(
            select(RagEntry).where(RagEntry.child_id == self.id).order_by(col(RagEntry.on_date))
        ):
            yield "", f"{wording.full_day(row.on_date)}: {row.rag}. {self.hide(row.reason)}"

    def _dates(self) -> Iterable[tuple[str, str]]:
        for row in self.session.exec(
            select(ChildEvent)
            .where(ChildEvent.child_id == self.id)
            .order_by(col(ChildEvent.on_date))
        ):
            came = ", ".join(
                filter(None, (event_words(row.event, self.moment.policy), row.how, row.outcome))
            )
            put_off = ""
            if row.put_off_to:
                put_off = f" to {wording.full_day(row.put_off_to)}"
            yield (
                "",
                f"{wording.full_day(row.on_date)}: {came}{put_off} "
                f"({row.source or 'source not on record'})",
            )
        visits = select(VisitFrequency).where(VisitFrequency.child_id == self.id)
        for each in self.session.exec(visits.order_by(col(VisitFrequency.starts_on))):
            # Ended on the day on which a file set it.
            if each.ends_on is not None and each.ends_on < each.starts_on:
                continue
            often = each.placement or f"every {span_words(each.amount, each.unit)}"
            until = f" to {wording.full_day(each.ends_on)}" if each.ends_on else ""
            since = wording.full_day(each.starts_on)
            yield (
                "",
                f"Visits, {often}: from {since}{until}. {self.hide(each.reason)} ({each.source})",
            )

    def _family(self) -> Iterable[tuple[str, str]]:
        """The family with which the child is discussed; the others stay out of sight."""
        if self.child.family_id is None:
            return
        family = self.session.get(FamilyGroup, self.child.family_id)
        rows = self.session.exec(select(Child.id).where(Child.family_id == self.child.family_id))
        others = len(rows.all()) - 1
        name = self.hide(family.name) if family is not None else ""
        with_others = wording.count(others, "other child", "other children")
        yield "", f"{name}: discussed together with {with_others}"

    def _samples(self) -> Iterable[tuple[str, str]]:
        rows = self.session.exec(
            select(SampledChild, DipSample)
            .join(DipSample, col(SampledChild.sample_id) == DipSample.id)
            .where(SampledChild.child_id == self.id, DipSample.drawn_on <= self.moment.today)
            .order_by(col(DipSample.id))
        )
        for drawn, sample in rows:
            of = f", drawn for {self.hide(drawn.stratum)}" if drawn.stratum else ""
            says = f"one of {sample.size} to be audited, from {sample.population} children{of}"
            yield wording.full_day(sample.drawn_on), says

    def _discussions(self) -> Iterable[Held]:
        for record in _signed_with(self.session, self.id, self.moment):
            each = next(each for each in record.discussions if each.ref == self.child.ref)
            parts = [
                (label, self.hide(text)) for label, text in case_parts(each, self.moment.policy)
            ]
            if not each.discussed:
                parts = [("Not discussed, because", self.hide(each.not_discussed_because))]
            tags = themes_of(self.session, record.session_id).get(self.child.ref, ())
            if tags:
                parts += [("Themes", ", ".join(tags))]
            parts += [("Direction", self.hide(direction.says())) for direction in each.directions]
            parts += [
                ("Amendment", self.hide(amended_words(*amended))) for amended in each.amendments
            ]
            yield Held(
                f"{record.kind.words.capitalize()} of {wording.full_day(record.held_on)}",
                tuple(parts),
            )

    def _directions(self) -> Iterable[tuple[str, str]]:
        rows = (
            select(Direction).where(Direction.child_id == self.id).order_by(col(Direction.given_on))
        )
        for row in self.session.exec(rows):
            dates = self.session.exec(
                select(DirectionDate)
                .where(DirectionDate.direction_id == row.id)
                .order_by(col(DirectionDate.id))
            )
            moved = "; then ".join(map(_date_words, dates)) or wording.due_day(
                row.due_on, row.due_time
            )
            if row.outcome:
                outcome = f" {str(row.state).capitalize()}: {row.outcome}"
            else:
                outcome = f" State: {row.state}."
            link = f" Link: {row.link}." if row.link else ""
            review = (
                f" It is due on the review because: {row.lazy_reason}." if row.lazy_reason else ""
            )
            text = (
                f"{row.text} · {row.owner} · by {moved} · {row.reason} ({row.source})."
                f"{review}{outcome}{link}"
            )
            yield wording.full_day(row.given_on), self.hide(text)

    def _decisions(self) -> Iterable[Held]:
        lines = decisions_for(self.session, [self.id], self.moment).get(self.child.ref, ())
        for line in reversed(lines):
            record = decision_record(self.session, line.id, self.moment)
            asked = [("Asked", self.hide(each.says())) for each in record.people]
            texts = [
                ("Facts and risk", record.facts),
                ("Lived experience and voice", record.voice),
                ("Options", record.options),
                ("Decision", line.decision),
                ("Reason", record.reason),
            ]
            parts = [(label, self.hide(text)) for label, text in texts if text]
            given = record.actions_for(self.child.ref)
            parts += [("Direction", self.hide(each.says())) for each in given]
            parts += [("Amendment", self.hide(amended_words(*each))) for each in record.amendments]
            words = f"{line.words[:1].upper()}{line.words[1:]}"
            yield Held(f"{words} of {wording.full_day(line.on)}", (*asked, *parts))

    def _on_file(self) -> Iterable[tuple[str, str]]:
        for row in self.session.exec(
            select(FileEntry)
            .where(FileEntry.child_id == self.id)
            .order_by(col(FileEntry.on_file_on), col(FileEntry.id))
        ):
            by = f", said by {row.said_by}" if row.said_by else ""
            yield wording.full_day(row.on_file_on), f"{row.kind}{by}"

    def _consultations(self) -> Iterable[tuple[str, str]]:
        named = select(ConsultationChild.consultation_id).where(
            ConsultationChild.child_id == self.id
        )
        for row in self.session.exec(select(Consultation).where(col(Consultation.id).in_(named))):
            yield from consultation_parts(self.session, row, self.hide)

    def _notes(self) -> Iterable[tuple[str, str]]:
        for row in self.session.exec(
            select(CaseNote).where(CaseNote.child_id == self.id).order_by(col(CaseNote.at))
        ):
            yield wording.full_day(row.at.date()), self.hide(row.text)

    def _choices(self) -> Iterable[tuple[str, str]]:
        for pin in self.session.exec(
            select(Pin).where(Pin.child_id == self.id).order_by(col(Pin.on_date))
        ):
            yield wording.full_day(pin.on_date), f"kept for the next session by the {pin.by}"
        left = (
            select(AgendaChoice)
            .where(AgendaChoice.child_id == self.id)
            .where(AgendaChoice.text != "")
        )
        for choice in self.session.exec(left):
            yield "Left out of a session", self.hide(choice.text)

    def _drafts(self) -> Iterable[tuple[str, str]]:
        for draft in self.session.exec(select(Draft)):
            what, *refs = draft.key.split()
            if what == "decision" and self.child.ref in refs:
                for text in DecisionDraft.from_json(draft.body).texts:
                    yield "Decision", self.hide(text)
            if not draft.key.startswith("session "):
                continue
            typed = RecordDraft.from_json(draft.body)
            entry = typed.children.get(self.child.ref)
            if entry:
                for label, text in draft_parts(entry, typed.model, self.moment.policy):
                    yield label, self.hide(text)


def _date_words(each: DirectionDate) -> str:
    """A date that a direction had, and why it moved there."""
    due = wording.due_day(each.due_on, each.due_time)
    if each.reason:
        return f"{due}, moved on {wording.full_day(each.set_on)} because {each.reason}"
    return due


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
