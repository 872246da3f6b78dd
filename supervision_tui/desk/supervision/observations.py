"""Observations of supervision: somebody sits in, and says what was seen by the domains of a form.

They are about how supervision is done, and stand in no record of a child or a worker.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.desk.moment import Moment, Refused, read_any_day
from supervision_tui.practice.policy.council_forms import FormKind
from supervision_tui.records import Observation, SupervisionSession
from supervision_tui.vault.store import can_be_undone, changes_records


@dataclass(frozen=True, slots=True)
class ObservationDraft:
    """An observation as typed; `texts` by the id of the domain in the form."""

    session_id: int
    observer: str
    on: str
    texts: Mapping[str, str]
    strengths: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Observed:
    """An observation by somebody who sat in: pairs of a label and a text."""

    observer: str
    on: date
    parts: tuple[tuple[str, str], ...]


@can_be_undone("the observation")
@changes_records
def observe(session: Session, draft: ObservationDraft, moment: Moment) -> None:
    """Keep what an observer saw of a session. Raises `Refused`."""
    form = moment.policy.form(FormKind.OBSERVATION)
    if session.get(SupervisionSession, draft.session_id) is None:
        raise Refused("That session is no longer there.")
    if not draft.observer.strip():
        raise Refused("Say who sat in.", field="observer")
    texts = {key: text.strip() for key, text in draft.texts.items() if text.strip()}
    if not texts:
        first = form.sections[0].field_name
        raise Refused("Say what was seen, in a sentence or two.", field=first)
    on = read_any_day(draft.on, moment, "on")
    if on > moment.today:
        raise Refused("That day is still to come.", field="on")
    session.add(
        Observation(
            session_id=draft.session_id,
            observer=draft.observer.strip(),
            observed_on=on,
            strengths=draft.strengths.strip(),
            next_step=draft.next_step.strip(),
            recorded_on=moment.today,
            form=form.id,
            sections=json.dumps(texts, ensure_ascii=False),
        )
    )
    said = "observer, domains, strengths, next step"
    moment.note(session, "observe session", f"session {draft.session_id}", said)


def observations_of(session: Session, session_id: int, moment: Moment) -> tuple[Observed, ...]:
    """The observations of a session that were on record by that day, the oldest first."""
    rows = select(Observation).where(Observation.session_id == session_id)
    rows = rows.where(Observation.recorded_on <= moment.today).order_by(col(Observation.id))
    return tuple(_observed(row, moment) for row in session.exec(rows))


def _observed(row: Observation, moment: Moment) -> Observed:
    titles = moment.policy.section_titles(FormKind.OBSERVATION)
    texts: Mapping[str, str] = json.loads(row.sections)
    parts = [
        ("Seen", row.seen),
        *((titles.get(key, key.replace("-", " ")), text) for key, text in texts.items()),
        ("What was good", row.strengths),
        ("To try next time", row.next_step),
    ]
    said = tuple((label, text) for label, text in parts if text)
    return Observed(row.observer, row.observed_on, said)
