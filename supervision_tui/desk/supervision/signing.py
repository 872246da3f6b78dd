"""The signature: what stands in its way, what it writes, and what the worker says to the record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from sqlmodel import Session, col, select

from supervision_tui.desk.audits.themes import read_tags, tag_discussion
from supervision_tui.desk.directions.entries import DirectionEntry
from supervision_tui.desk.directions.giving import give_direction, take_up_earlier
from supervision_tui.desk.drafts import forget_drafts_about
from supervision_tui.desk.find import find_child
from supervision_tui.desk.moment import Moment, Refused, read_any_day, read_past_day
from supervision_tui.practice import wording
from supervision_tui.practice.children.dates_due import held_words, is_the_thing_itself
from supervision_tui.practice.direction.accepting import accept_date
from supervision_tui.practice.direction.quality import missing_parts
from supervision_tui.practice.policy.council_forms import FormKind
from supervision_tui.practice.policy.reflective_models import is_reflective
from supervision_tui.practice.privacy.names_in_text import names_found
from supervision_tui.practice.vocabulary import (
    DirectionState,
    Heard,
    Refusal,
    SaidHow,
    SessionKind,
    SessionState,
    WorkerSays,
)
from supervision_tui.records import (
    Acknowledgement,
    CaseDiscussion,
    PersonalRecord,
    Pin,
    SupervisionSession,
)
from supervision_tui.vault.store import changes_records, settles

from .draft import RecordDraft
from .group_record import write_group_record, wrong_with_guests
from .group_sessions import attendees, put_on_day
from .personal_record import give_action, read_action, take_up_actions, write_texts
from .session import OpenSession, open_session

PERSONAL = "personal"
_NOT_DONE = (DirectionState.OPEN, DirectionState.PART)


@dataclass(frozen=True, slots=True)
class Missing:
    """A line of the list before the signature: about whom, and what.

    One that is not `blocking` is only said.

    `field` is the id of the field in which it is put right, as the session has it; nothing where it
    is no one field.
    """

    ref: str
    says: str
    blocking: bool = True
    field: str = ""


@dataclass(frozen=True, slots=True)
class WorkerWord:
    """An answer of the worker to a record, in the worker's own words, and the day as typed."""

    says: WorkerSays
    how: SaidHow
    words: str = ""
    on: str = "today"


@dataclass(frozen=True, slots=True)
class Signed:
    """The outcome of signing a session."""

    session_id: int
    held_on: date
    discussed: int
    directions: int
    closed: int


def what_is_missing(draft: RecordDraft, view: OpenSession, moment: Moment) -> list[Missing]:
    """List what stands between a session and its signature, and what is worth a look."""
    missing = list(
        chain.from_iterable(_missing_of(ref, draft, view, moment) for ref in draft.children)
    )
    for item in view.agenda:
        if not draft.whole(item.child.ref).is_answered:
            says = "nothing written yet: write, or ‹session.left_out_from_field› to say why not."
            missing.append(Missing(item.child.ref, says))
    missing += _personal_missing(draft, view, moment)
    return [*missing, *_worth_a_look(draft, view)]


def completeness(
    session: Session, session_id: int, draft: RecordDraft, moment: Moment
) -> list[Missing]:
    """List what stands between an open session and its signature."""
    return what_is_missing(draft, open_session(session, session_id, moment), moment)


@settles
@changes_records
def sign_record(
    session: Session,
    session_id: int,
    draft: RecordDraft,
    moment: Moment,
    said: WorkerWord | None = None,
) -> Signed:
    """Sign a session: both records, new directions, and what earlier ones became, or none.

    Raises `Refused` where something is missing; then nothing is changed.
    """
    row = session.get(SupervisionSession, session_id)
    if row is None or row.signed_at is not None:
        raise Refused("This record is signed already; write an amendment instead.")
    if row.state in (SessionState.CANCELLED, SessionState.MISSED):
        raise Refused(
            f"This session is {row.state}; a session that took place after all is begun anew "
            f"(‹schedule.supervise›)."
        )
    view = open_session(session, session_id, moment)
    stops = [each for each in what_is_missing(draft, view, moment) if each.blocking]
    if stops:
        raise Refused(f"{stops[0].ref} {stops[0].says}".strip(), code="incomplete")
    row.model = draft.model
    there = [
        each
        for each in attendees(session, row)
        if each.state in (SessionState.PLANNED, SessionState.HELD)
    ]
    came = [
        each for each in there if _hold(session, each, draft, moment, is_lead=each.id == session_id)
    ]
    session.flush()  # before the texts: the search dates them by the day of the session
    closed = sum(
        take_up_earlier(session, entry.earlier, moment) for entry in draft.children.values()
    )
    on_agenda = [item.child.ref for item in view.agenda if item.child.ref in draft.children]
    refs = dict.fromkeys((*on_agenda, *draft.children))  # as they were discussed
    given = sum(_write_child(session, row, ref, draft, moment) for ref in refs)
    _write_personal(session, row, draft, moment)
    session.flush()
    for each in came:
        each.signed_at, each.signed_by = moment.now, moment.actor
        session.add(each)
    forget_drafts_about(session, "supervision_session", session_id)
    moment.note(
        session, "sign record", f"session {session_id}", "case records, personal record, directions"
    )
    session.flush()
    if said is not None:
        acknowledge(session, session_id, said, moment)
    discussed = sum(draft.whole(ref).has_words for ref in draft.children)
    return Signed(session_id, row.held_on or moment.today, discussed, given, closed)


@settles
@changes_records
def acknowledge(session: Session, session_id: int, said: WorkerWord, moment: Moment) -> None:
    """Keep what the worker said to a signed record; a later word stands after it.

    Raises `Refused`.
    """
    row = session.get(SupervisionSession, session_id)
    if row is None or row.signed_at is None:
        raise Refused("The worker speaks to a signed record; this one is not signed yet.")
    if said.says is WorkerSays.DISAGREED and not said.words.strip():
        raise Refused(
            "Say what the worker disagrees with, in the worker's own words.", field="words"
        )
    if said.on.strip().casefold() in ("", "today"):
        on = moment.today
    else:
        on = read_any_day(said.on, moment)
    if on > moment.today or on < (row.held_on or on):
        raise Refused(
            "That lies before the session or still ahead; say on which day the worker said it.",
            field="on",
        )
    session.add(
        Acknowledgement(
            session_id=row.id or 0,
            says=said.says,
            words=said.words.strip(),
            how=said.how,
            said_on=on,
            recorded_at=moment.now,
        )
    )
    moment.note(session, "worker's word", f"session {session_id}", "says, words, day")


def _personal_missing(draft: RecordDraft, view: OpenSession, moment: Moment) -> Iterator[Missing]:
    """Say what is wrong with the actions of the personal record, or with who came from outside."""
    if view.kind.has_several:
        field, wrong = wrong_with_guests(draft.group, len(view.attendees))
        if wrong:
            yield Missing(PERSONAL, f"from outside: {wrong}", field=field)
        return
    for number, each in enumerate(draft.actions):
        found = None if each.is_blank else read_action(each, moment)
        if isinstance(found, Refusal):
            field = f"a{number}-{found.field or 'by'}"
            yield Missing(PERSONAL, f"“{_short(each.what)}”: {found.says}", field=field)


def _missing_of(ref: str, draft: RecordDraft, view: OpenSession, moment: Moment) -> list[Missing]:
    """List what is missing in one child's entry."""
    missing = list(_directions_missing(ref, draft, view, moment))
    try:
        read_tags(draft.children[ref].themes)
    except Refused as why:
        missing.append(Missing(ref, f"themes: {why}", field="themes"))
    missing += _days_missing(ref, draft, view, moment)
    wrong = _wrong_with_day_heard(draft.whole(ref).voice_on, moment)
    if wrong:
        missing.append(Missing(ref, wrong, field="voice_on"))
    return missing


def _directions_missing(
    ref: str, draft: RecordDraft, view: OpenSession, moment: Moment
) -> Iterator[Missing]:
    """Say what is wrong with the directions of one child."""
    if ref not in view.children:
        return
    lead, own = draft.together.get(ref, ref), draft.children[ref].directions
    rows = {id(mine): f"d{n}-" for n, mine in enumerate(own)}
    for each in draft.whole(ref).directions:
        said = []
        if each not in own and lead in view.children:
            said = _wrong_with(each, lead, view, moment)
        for part, says in _wrong_with(each, ref, view, moment):
            if (part, says) not in said:  # of the family: said once, under the first
                field = f"{rows[id(each)]}{part}" if id(each) in rows else ""
                yield Missing(ref, f"“{_short(each.do)}”: {says}", field=field)


def _wrong_with_day_heard(typed: str, moment: Moment) -> str:
    """Say what is wrong with the day on which a child was heard; nothing where it is a good one."""
    if not typed.strip():
        return ""
    try:
        read_past_day(typed, moment)
    except Refused as why:
        return f"day heard: {why}"
    return ""


def _days_missing(
    ref: str, draft: RecordDraft, view: OpenSession, moment: Moment
) -> Iterator[Missing]:
    """Say of which earlier direction the day is asked on which it was held what it had taken up."""
    if ref not in view.children:
        return
    for each in view.children[ref].directions:
        earlier, held = (
            draft.children[ref].earlier.get(str(each.id)),
            held_words(each.follows, moment.policy),
        )
        if earlier is None or not held or earlier.state != DirectionState.DONE:
            continue
        try:
            if earlier.held_on.strip():
                read_past_day(earlier.held_on, moment)
            elif is_the_thing_itself(each.follows, each.text, moment.policy):
                raise Refused(f"say on which day: {held}.")
        except Refused as why:
            yield Missing(ref, f"“{_short(each.text)}” is done: {why}", field=f"e{each.id}-held_on")


def _wrong_with(
    each: DirectionEntry, ref: str, view: OpenSession, moment: Moment
) -> list[tuple[str, str]]:
    """List what is wrong with a direction: the part of its row, and the sentence."""
    if each.said.is_blank:
        return []
    dates = view.children[ref].dates
    refusals = (
        missing_parts(each.do, each.who, each.because),
        accept_date(each.said, dates.known(moment.today), dates.due, moment.policy),
    )
    return [(each.field, each.says) for each in refusals if isinstance(each, Refusal)]


def _worth_a_look(draft: RecordDraft, view: OpenSession) -> list[Missing]:
    """List what does not stop a signature: earlier directions, the child's voice, a name."""
    refs = [ref for ref in draft.children if ref in view.children and draft.whole(ref).has_words]
    found = []
    for ref in refs:
        entry = draft.children[ref]
        said = {key for key, each in entry.earlier.items() if each.is_said}
        waiting = sum(str(each.id) not in said for each in view.children[ref].directions)
        unexplained = sum(
            each.state in _NOT_DONE and not each.outcome.strip() for each in entry.earlier.values()
        )
        if unexplained:
            found.append(
                Missing(
                    ref, "an earlier direction is not done, and nothing says why.", blocking=False
                )
            )
        if waiting:
            found.append(
                Missing(
                    ref,
                    f"{wording.count(waiting, 'earlier direction')} not looked at.",
                    blocking=False,
                )
            )
    unheard = [ref for ref in refs if not draft.children[ref].voice.strip()]
    for ref in unheard[:1]:
        others = f", nor of {wording.listing(unheard[1:])}" if unheard[1:] else ""
        found.append(
            Missing(ref, f"nothing of the child's voice{others}.", blocking=False, field="voice")
        )
    found += _in_no_section(draft, view)
    where = "the record of the session" if view.kind.has_several else "the personal record"
    text = _about_no_child(draft, view)
    for name in names_found(text, view.names, [each.name for each in view.attendees]):
        says = f"“{name.word}” stands in {where}; write {name.ref or 'the reference'} instead."
        found.append(Missing(PERSONAL, says, blocking=False))
    return found


def _in_no_section(draft: RecordDraft, view: OpenSession) -> Iterator[Missing]:
    """Say what was written in a section of the personal record that is off, or gone by now."""
    shown = {each.id for each in view.sections}
    for section, text in draft.personal.items():
        if text.strip() and section not in shown and not view.kind.has_several:
            says = f"“{_short(text)}…” stands in a section that is off; it is signed with the rest."
            yield Missing(PERSONAL, says, blocking=False)


def _short(text: str) -> str:
    return text.strip()[:40] or "direction"


def _hold(
    session: Session, row: SupervisionSession, draft: RecordDraft, moment: Moment, *, is_lead: bool
) -> bool:
    """Put on record that a session was held, or that a worker of the session did not come.

    Returns whether one came.
    """
    row.version += 1
    session.add(row)
    if not is_lead and not draft.came.get(str(row.worker_id), True):
        row.state, row.cancelled_on = SessionState.MISSED, moment.today
        return False
    if row.state == SessionState.PLANNED:
        put_on_day(session, row, moment.today, "held on another day", moment)
    row.held_on = row.held_on or moment.today
    row.state = SessionState.HELD
    said = (draft.minutes_held, row.minutes_held, row.minutes)
    row.minutes_held = next(minutes for minutes in said if minutes is not None)
    return True


def _write_child(
    session: Session, row: SupervisionSession, ref: str, draft: RecordDraft, moment: Moment
) -> int:
    entry = draft.whole(ref)
    if not entry.is_answered:
        return 0
    child = find_child(session, ref)
    not_discussed_because = entry.not_discussed.strip() if entry.is_left_out else ""
    voice_on = None
    if entry.voice_on.strip():
        voice_on = read_past_day(entry.voice_on, moment)
    voice_how = "" if entry.voice_how == Heard.NOT_SAID else entry.voice_how
    together = ""
    if entry.has_words:
        together = ", ".join(_written_about(ref, draft))
    written = CaseDiscussion(
        session_id=row.id or 0,
        child_id=child.id or 0,
        discussed=entry.has_words,
        not_discussed_because=not_discussed_because,
        voice=entry.voice.strip(),
        voice_on=voice_on,
        voice_how=voice_how,
        own=entry.own.strip(),
        together=together,
        model=row.model,
        reflection=_json({key: text.strip() for key, text in entry.stages.items()}),
        is_reflective=is_reflective(entry.stages, moment.policy.reflection),
        known=entry.known.strip(),
        not_known=entry.not_known.strip(),
        managers_view=entry.view.strip(),
        decision=entry.decision.strip(),
        contingency=entry.contingency.strip(),
        pace=entry.pace.strip(),
        scales=_json({title: points for title, points in entry.scales.items() if points}),
        ticks=_json({title: words for title, words in entry.ticks.items() if words}),
        seconds=entry.seconds or None,
    )
    session.add(written)
    tags = read_tags(entry.themes or draft.shared(ref).themes) if entry.has_words else []
    if tags:
        session.flush()
        tag_discussion(session, written.id or 0, tags, moment)
    if entry.has_words:
        for pin in session.exec(
            select(Pin).where(Pin.child_id == child.id).where(col(Pin.cleared_on).is_(None))
        ):
            pin.cleared_on = moment.today
            session.add(pin)
    drafts = [each.draft(ref, row.id or 0) for each in entry.directions]
    return sum(
        give_direction(session, each, moment) is not None
        for each in drafts
        if not each.said.is_blank
    )


def _about_no_child(draft: RecordDraft, view: OpenSession) -> str:
    """The texts in which no child is named: the worker's own part, or the session's record."""
    if view.kind.has_several:
        return "\n".join((draft.group.for_whom, *draft.group.texts.values()))
    return draft.personal_words


def _written_about(ref: str, draft: RecordDraft) -> list[str]:
    """List who of the family the record was written about: not those who were left out."""
    there = [each for each in draft.family_of(ref) if draft.whole(each).has_words]
    if len(there) > 1:
        return there
    return []


def _write_personal(
    session: Session, row: SupervisionSession, draft: RecordDraft, moment: Moment
) -> None:
    """Write the worker's own part; of a session of several its own record instead."""
    if SessionKind(row.kind).has_several:
        write_group_record(session, row.id or 0, draft.group, moment)
        return
    take_up_actions(session, draft.earlier_actions, moment)
    if not draft.has_personal_words:
        return
    form = moment.policy.form(FormKind.PERSONAL)
    record = PersonalRecord(session_id=row.id or 0, worker_id=row.worker_id, form=form.id)
    write_texts(record, draft.personal)
    session.add(record)
    for each in draft.agreed:
        give_action(session, each, row.worker_id, row.id or 0, moment)


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False)
