"""Recording a decision or discussion: what is missing, what it writes, and amending it later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from supervision_tui.desk.child_events import put_event_of_day
from supervision_tui.desk.directions.child_dates import ChildDates, child_dates
from supervision_tui.desk.directions.entries import DirectionEntry
from supervision_tui.desk.directions.giving import (
    DirectionDraft,
    give_direction,
    owners_used,
    take_up_earlier,
)
from supervision_tui.desk.directions.lines import DirectionLine, directions_of_child
from supervision_tui.desk.drafts import drop_draft, find_draft
from supervision_tui.desk.find import find_child, who_answers_for
from supervision_tui.desk.manager import who_writes
from supervision_tui.desk.moment import Moment, Refused, read_instant
from supervision_tui.practice import wording
from supervision_tui.practice.decisions import nobody_from, police_alone
from supervision_tui.practice.direction.accepting import accept_date
from supervision_tui.practice.direction.owners import MANAGER
from supervision_tui.practice.direction.quality import missing_parts
from supervision_tui.practice.vocabulary import DirectionSource, Refusal, TookPart
from supervision_tui.records import (
    CaseDecision,
    DecisionAmendment,
    DecisionChild,
    DecisionParticipant,
    Worker,
)
from supervision_tui.system.clock import local_day, local_time
from supervision_tui.vault.store import changes_records, settles

from .draft import DecisionDraft
from .lines import DecisionRecord, latest_to_review

_LONGEST = 120  # letters of an agency or a name
_MOST_OFFERED = 60


@dataclass(frozen=True, slots=True)
class MissingPart:
    """A part missing before a decision is recorded, or worth a look; `field` is its field's id."""

    says: str
    field: str = ""
    is_blocking: bool = True


@dataclass(frozen=True, slots=True)
class ChildOfDecision:
    """A child whom a decision is about: with whom, the dates on record, open directions."""

    ref: str
    worker: str
    dates: ChildDates
    directions: tuple[DirectionLine, ...]


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """A decision that is being written: its children, what is offered, and what was typed.

    `agencies` and `names` were named before, the most frequent first; `reviews` is the discussion
    whose actions come first, and `earlier` are those of its directions that are still open.
    """

    children: tuple[ChildOfDecision, ...]
    owners: tuple[str, ...]
    agencies: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]
    draft: DecisionDraft
    is_resumed: bool
    reviews: DecisionRecord | None
    earlier: tuple[DirectionLine, ...]

    @property
    def refs(self) -> tuple[str, ...]:
        """The references of its children."""
        return tuple(each.ref for each in self.children)


def decision_key(refs: Sequence[str]) -> str:
    """Name where a decision about these children is kept while it is typed."""
    return f"decision {' '.join(sorted(refs))}"


def open_decision(
    session: Session, refs: Sequence[str], moment: Moment, *, kind: str = ""
) -> OpenDecision:
    """Open a decision about these children, with what was typed before. Raises `Refused`."""
    kept = find_draft(session, decision_key(refs))
    draft = DecisionDraft.from_json(kept) if kept else _new_draft(kind, moment)
    if kind and not draft.has_words:
        draft.kind = kind
    return _opened(session, refs, draft, moment, is_resumed=kept is not None)


def _opened(
    session: Session,
    refs: Sequence[str],
    draft: DecisionDraft,
    moment: Moment,
    *,
    is_resumed: bool = True,
) -> OpenDecision:
    children = tuple(_child(session, ref, moment) for ref in refs)
    reviews = latest_to_review(session, refs, draft.kind, moment)
    draft.reviews_id = reviews.id if reviews else None
    agencies, names = _directory(session, moment)
    first = children[0].worker if children else ""
    return OpenDecision(
        children=children,
        owners=owners_used(session, moment, first),
        agencies=agencies,
        names=names,
        draft=draft,
        is_resumed=is_resumed,
        reviews=reviews,
        earlier=tuple(_earlier(children, reviews)),
    )


def actions_to_review(
    session: Session, refs: Sequence[str], kind: str, moment: Moment
) -> tuple[DecisionRecord | None, tuple[DirectionLine, ...]]:
    """The discussion that one of this kind reviews, and its directions that are still open."""
    reviews = latest_to_review(session, refs, kind, moment)
    children = tuple(_child(session, ref, moment) for ref in refs)
    return reviews, tuple(_earlier(children, reviews))


def what_is_missing(draft: DecisionDraft, view: OpenDecision, moment: Moment) -> list[MissingPart]:
    """List what stands in the way of recording a decision, and what is worth a look."""
    found = list(_texts_missing(draft, moment))
    found += _people_missing(draft)
    for number, each in enumerate(draft.directions):
        found += _direction_missing(number, each, view, moment)
    if draft.no_action and draft.given:
        says = "It says “no action”, and directions stand below: take one of them out."
        found.append(MissingPart(says, "outcome"))
    if not draft.no_action and not draft.given:
        says = "Say what is to be done, or choose “no action” and say why."
        found.append(MissingPart(says, "outcome"))
    return [*found, *_worth_a_look(draft, view, moment)]


def missing_now(
    session: Session, refs: Sequence[str], draft: DecisionDraft, moment: Moment
) -> list[MissingPart]:
    """List what stands in the way of recording what was typed."""
    return what_is_missing(draft, _opened(session, refs, draft, moment), moment)


@settles
@changes_records
def record_decision(
    session: Session, refs: Sequence[str], draft: DecisionDraft, moment: Moment
) -> int:
    """Record a decision about these children with its directions, or nothing; returns its number.

    Raises `Refused` where something is missing.
    """
    view = _opened(session, refs, draft, moment)
    stops = [each for each in what_is_missing(draft, view, moment) if each.is_blocking]
    if stops:
        raise Refused(stops[0].says, code="incomplete", field=stops[0].field)
    reviews_id = view.reviews.id if view.reviews else None
    children = [find_child(session, ref) for ref in refs]
    held_at = read_instant(draft.held_at, moment)
    row = CaseDecision(
        kind=draft.kind,
        held_at=held_at,
        facts=draft.facts.strip(),
        voice=draft.voice.strip(),
        options=draft.options.strip(),
        decision=draft.decision.strip(),
        reason=draft.reason.strip(),
        is_no_action=draft.no_action,
        reviews_id=reviews_id,
        recorded_at=moment.now,
        recorded_on=moment.today,
        recorded_by=who_writes(session, moment),
    )
    session.add(row)
    session.flush()
    decision_id = row.id or 0
    for child in children:
        session.add(DecisionChild(decision_id=decision_id, child_id=child.id or 0))
    for person in draft.named:
        session.add(
            DecisionParticipant(
                decision_id=decision_id,
                agency=" ".join(person.agency.split()),
                name=" ".join(person.name.split()),
                part=person.part,
            )
        )
    session.flush()
    take_up_earlier(session, draft.earlier, moment)
    for each in _directions(draft, view.refs, decision_id):
        give_direction(session, each, moment)
    event = moment.policy.decision(draft.kind).event
    if event:
        for child in children:
            put_event_of_day(session, child, event, local_day(held_at), moment)
    drop_draft(session, decision_key(refs))
    moment.note(
        session, "record decision", f"decision {decision_id}",
        "kind, day, who took part, facts, voice, decision, reason, directions",
    )  # fmt: skip
    return decision_id


@settles
@changes_records
def amend_decision(
    session: Session, decision_id: int, reason: str, text: str, moment: Moment
) -> None:
    """Add to a decision on record, with the reason; what was recorded stays. Raises `Refused`."""
    if session.get(CaseDecision, decision_id) is None:
        raise Refused("That decision is no longer there.")
    if not text.strip():
        raise Refused("Say what is added.", field="text")
    if not reason.strip():
        raise Refused("Say why it is added.", field="reason")
    session.add(
        DecisionAmendment(
            decision_id=decision_id,
            at=moment.now,
            recorded_on=moment.today,
            reason=reason.strip(),
            text=text.strip(),
        )
    )
    moment.note(session, "amend decision", f"decision {decision_id}", "text, reason")


def _new_draft(kind: str, moment: Moment) -> DecisionDraft:
    draft = DecisionDraft(held_at=f"today {local_time(moment.now)}")
    if kind:
        draft.kind = kind
    return draft


def _child(session: Session, ref: str, moment: Moment) -> ChildOfDecision:
    child = find_child(session, ref)
    worker_id = who_answers_for(session, child.id or 0, moment.today)
    worker = session.get(Worker, worker_id) if worker_id else None
    name = worker.name if worker else MANAGER
    return ChildOfDecision(
        ref=child.ref,
        worker=name,
        dates=child_dates(session, child, moment),
        directions=tuple(directions_of_child(session, child.id or 0, moment)),
    )


def _earlier(
    children: Sequence[ChildOfDecision], reviews: DecisionRecord | None
) -> Iterator[DirectionLine]:
    """The directions of the discussion that is reviewed which are still open."""
    if reviews is None:
        return
    ids = {action.id for action in reviews.actions}
    for child in children:
        yield from (each for each in child.directions if each.id in ids)


def _directory(
    session: Session, moment: Moment
) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Agencies and names that took part before, the most frequent first; then the policy's."""
    rows = session.exec(
        select(DecisionParticipant.agency, DecisionParticipant.name).order_by(
            col(DecisionParticipant.id).desc()
        )
    ).all()
    agencies = Counter(agency for agency, _name in rows)
    names: dict[str, Counter[str]] = {}
    for agency, name in rows:
        if name:
            names.setdefault(agency.casefold(), Counter())[name] += 1
    used = [agency for agency, _ in agencies.most_common(_MOST_OFFERED)]
    offered = dict.fromkeys([*used, *moment.policy.directions.agencies])
    by_agency = {
        agency: tuple(name for name, _ in counted.most_common(_MOST_OFFERED))
        for agency, counted in names.items()
    }
    return tuple(offered), by_agency


def _texts_missing(draft: DecisionDraft, moment: Moment) -> Iterator[MissingPart]:
    try:
        read_instant(draft.held_at, moment)
    except Refused as why:
        yield MissingPart(f"When: {why}", "held_at")
    if draft.kind not in moment.policy.decisions:
        yield MissingPart("Say what kind of decision it is.", "kind")
    if not draft.decision.strip():
        yield MissingPart("Say what was decided.", "decision")
    if not draft.reason.strip():
        says = "Say why: a decision without its reason cannot be weighed later."
        if draft.no_action:
            says = "Say why nothing is to be done: “no action, because …” is a decision, too."
        yield MissingPart(says, "reason")


def _people_missing(draft: DecisionDraft) -> Iterator[MissingPart]:
    for number, each in enumerate(draft.people):
        if each.is_blank:
            continue
        if not each.agency.strip():
            says = f"Say for which agency {each.name.strip()[:40]} took part."
            yield MissingPart(says, f"p{number}-agency")
        if max(len(each.agency.strip()), len(each.name.strip())) > _LONGEST:
            says = f"An agency or a name has at most {_LONGEST} letters."
            yield MissingPart(says, f"p{number}-agency")


def _direction_missing(
    number: int, each: DirectionEntry, view: OpenDecision, moment: Moment
) -> Iterator[MissingPart]:
    if each.said.is_blank:
        return
    about = each.do.strip()[:40] or "direction"
    missing = missing_parts(each.do, each.who, each.because)
    if missing is not None:
        yield MissingPart(f"“{about}”: {missing.says}", f"d{number}-{missing.field}")
    for child in _for_whom(each, view):
        dates = child.dates
        found = accept_date(each.said, dates.known(moment.today), dates.due, moment.policy)
        if isinstance(found, Refusal):
            yield MissingPart(f"“{about}”: {found.says}", f"d{number}-{found.field}")
            return


def _for_whom(each: DirectionEntry, view: OpenDecision) -> list[ChildOfDecision]:
    """The children for whom a direction is given: the one that is said, else each."""
    return [child for child in view.children if each.child in ("", child.ref)]


def _worth_a_look(
    draft: DecisionDraft, view: OpenDecision, moment: Moment
) -> Iterator[MissingPart]:
    came = [each.agency for each in draft.named if TookPart(each.part).has_come]
    if police_alone(came):
        yield MissingPart("Nobody but the police came.", "people", is_blocking=False)
    for who in nobody_from(moment.policy.decision(draft.kind), came):
        yield MissingPart(f"Nobody from {who} came.", "people", is_blocking=False)
    if not draft.voice.strip():
        yield MissingPart("Nothing of the child's voice.", "voice", is_blocking=False)
    said = {key for key, answer in draft.earlier.items() if answer.is_said}
    waiting = sum(str(each.id) not in said for each in view.earlier)
    if waiting:
        actions = wording.count(waiting, "earlier action")
        yield MissingPart(f"{actions} not looked at.", "earlier", is_blocking=False)


def _directions(
    draft: DecisionDraft, refs: Sequence[str], decision_id: int
) -> Iterator[DirectionDraft]:
    """The directions of a decision, each for the child it is for, or for every one."""
    source = DirectionSource.DECISION
    if draft.kind == DirectionSource.PANEL:
        source = DirectionSource.PANEL
    for entry in draft.given:
        for ref in refs:
            if entry.child in ("", ref):
                yield DirectionDraft(
                    ref,
                    entry.said,
                    source,
                    given=draft.held_at,
                    decision_id=decision_id,
                )
