"""The worker's own part of supervision: sections by the council's form, and actions in them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.desk.directions.giving import EarlierAnswer, take_answer
from supervision_tui.desk.find import worker_by_id
from supervision_tui.desk.manager import owner_as_written
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.practice.direction.quality import DirectionFacts, lateness
from supervision_tui.practice.direction.timescales import Known, Timescale, read_timescale
from supervision_tui.practice.policy.council_forms import FormKind, FormSection
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import DirectionState, Refusal, Urgency
from supervision_tui.records import PersonalAction, PersonalRecord, Worker
from supervision_tui.vault.store import can_be_undone, changes_records

# The sections of the form that ships, which have a column of their own.
WITH_COLUMN = ("wellbeing", "workload", "leave", "learning", "topics")
_OFF = "-"  # before the id of a section that is switched off


@dataclass(slots=True)
class ActionEntry:
    """A row of the actions as it is typed; `section` is the id of the one it was agreed in."""

    what: str = ""
    who: str = ""
    by: str = ""
    section: str = ""

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing was typed; who may be filled in from the start."""
        return not (self.what.strip() or self.by.strip())


@dataclass(frozen=True, slots=True)
class PersonalActionLine:
    """An action as it stands: its section by title, how late or near it is, what became of it."""

    id: int
    section: str
    text: str
    owner: str
    due: date
    hour: str
    word: str
    urgency: Urgency
    state: DirectionState
    outcome: str
    given_on: date


def sections_on(worker: Worker, policy: Policy) -> tuple[FormSection, ...]:
    """The sections of the personal record that are on for a worker, in the form's order."""
    switched = set(worker.sections.split())
    return tuple(
        each
        for each in policy.form(FormKind.PERSONAL).sections
        if each.id in switched or (each.is_on and f"{_OFF}{each.id}" not in switched)
    )


@can_be_undone("the sections of the personal record")
@changes_records
def switch_sections(session: Session, worker_id: int, on: Collection[str], moment: Moment) -> None:
    """Switch these sections of a worker's personal record on, all others off. Raises `Refused`."""
    worker = worker_by_id(session, worker_id)
    form = moment.policy.form(FormKind.PERSONAL)
    if not any(each.id in on for each in form.sections):
        raise Refused("At least one section stays on.", field=f"s-{form.sections[0].id}")
    switched = []
    for each in form.sections:
        if each.is_on and each.id not in on:
            switched.append(f"{_OFF}{each.id}")
        elif each.id in on and not each.is_on:
            switched.append(each.id)
    worker.sections = " ".join(switched)
    worker.version += 1
    session.add(worker)
    moment.note(session, "switch sections", f"worker {worker_id}", "sections")


def texts_of(row: PersonalRecord) -> dict[str, str]:
    """The texts of a personal record, by the section's id."""
    texts = {name: getattr(row, name) for name in WITH_COLUMN}
    return {**texts, **json.loads(row.sections)}


def write_texts(row: PersonalRecord, texts: Mapping[str, str]) -> None:
    """Put what was written into a personal record; texts without a column stand beside."""
    others = {}
    for section, text in texts.items():
        if section in WITH_COLUMN:
            setattr(row, section, text.strip())
        elif text.strip():
            others[section] = text.strip()
    row.sections = json.dumps(others, ensure_ascii=False)


def read_action(entry: ActionEntry, moment: Moment) -> Timescale | Refusal:
    """The day by which an action is due, or why it cannot be agreed like that."""
    if not entry.what.strip():
        return Refusal("no-text", "Say what is to be done.", field="what")
    if not entry.who.strip():
        return Refusal("no-owner", "Say who does it: the worker, or you.", field="who")
    known = Known(moment.today, {}, has_reason=True, takes_hour=True)
    return read_timescale(entry.by, known, moment.policy)


def give_action(
    session: Session, entry: ActionEntry, worker_id: int, session_id: int, moment: Moment
) -> None:
    """Keep an action that was agreed in a session. Raises `Refused`."""
    found = read_action(entry, moment)
    if isinstance(found, Refusal):
        raise Refused.because(found)
    session.add(
        PersonalAction(
            worker_id=worker_id,
            session_id=session_id,
            section=entry.section,
            text=entry.what.strip(),
            owner=owner_as_written(session, entry.who, moment),
            due_on=found.due,
            due_time=found.hour,
            given_on=moment.today,
        )
    )


def take_up_actions(session: Session, earlier: Mapping[str, EarlierAnswer], moment: Moment) -> None:
    """Set what was said of earlier actions, by their numbers."""
    for key, answer in earlier.items():
        row = session.get(PersonalAction, int(key))
        if row is None or not DirectionState(row.state).is_open or not answer.is_said:
            continue
        take_answer(row, answer, moment)
        session.add(row)
        moment.note(session, "review action", f"worker {row.worker_id}", f"action {row.id}")


def open_actions(
    session: Session, worker_id: int, moment: Moment
) -> tuple[PersonalActionLine, ...]:
    """The actions of a worker that were open on that day, by due date."""
    return tuple(each for each in actions_of(session, worker_id, moment) if each.state.is_open)


def actions_of(
    session: Session, worker_id: int, moment: Moment, session_id: int | None = None
) -> list[PersonalActionLine]:
    """The actions agreed with a worker by that day, or those of one session, by due date."""
    wanted = select(PersonalAction).where(PersonalAction.worker_id == worker_id)
    wanted = wanted.where(PersonalAction.given_on <= moment.today)
    if session_id is not None:
        wanted = wanted.where(PersonalAction.session_id == session_id)
    rows = session.exec(wanted.order_by(col(PersonalAction.due_on), col(PersonalAction.id)))
    return [_line(row, moment) for row in rows]


def _line(row: PersonalAction, moment: Moment) -> PersonalActionLine:
    state = DirectionState(row.state)
    if not state.is_open and row.closed_on is not None and row.closed_on > moment.today:
        state = DirectionState.OPEN
    late = lateness(DirectionFacts(state, row.due_on), moment.today)
    urgency = Urgency.PLAIN
    if late.is_late:
        urgency = Urgency.LATE
    elif state.is_open and -late.days_late <= moment.policy.directions.due_soon_days:
        urgency = Urgency.SOON
    section = ""
    if row.section:
        section = moment.policy.form(FormKind.PERSONAL).title_of(row.section)
    return PersonalActionLine(
        id=row.id or 0,
        section=section,
        text=row.text,
        owner=row.owner,
        due=row.due_on,
        hour=row.due_time,
        word=late.word,
        urgency=urgency,
        state=state,
        outcome=row.outcome,
        given_on=row.given_on,
    )
