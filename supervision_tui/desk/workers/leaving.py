"""A worker who leaves: what still hangs on the worker, each thing handed on, then the post
closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from supervision_tui.desk.directions.lines import open_directions
from supervision_tui.desk.find import worker_by_id
from supervision_tui.desk.history.child import ChildHistory
from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment, Refused, read_any_day
from supervision_tui.practice import wording
from supervision_tui.practice.vocabulary import SessionState
from supervision_tui.records import Draft, SupervisionSession
from supervision_tui.vault.store import can_be_undone, changes_records

from .absence import covered_for, settle_absences
from .handed_on import hand_on, open_direction

_WRITTEN = ("held", "planned")


@dataclass(frozen=True, slots=True)
class Hanging:
    """One thing that hangs on a worker.

    `kind`: child, cover, direction, session, record; `key` which, of cover the number of who is
    away, too.
    """

    kind: str
    key: str
    about: str
    says: str


@dataclass(frozen=True, slots=True)
class LeavingView:
    """All that hangs on a worker who leaves."""

    worker_id: int
    worker: str
    hanging: tuple[Hanging, ...]

    def of(self, kind: str) -> tuple[Hanging, ...]:
        """Those of one kind."""
        return tuple(each for each in self.hanging if each.kind == kind)


def what_hangs_on(session: Session, worker_id: int, moment: Moment) -> LeavingView:
    """Children led and covered, directions, planned sessions, records that are not signed."""
    worker = worker_by_id(session, worker_id)
    history = read_history(session, moment)
    found = [
        Hanging("child", child.ref, child.ref, f"{_plans(child, moment)}; hand over to whom?")
        for child in history.led_by(worker_id, moment.today)
    ]
    for ref, away in covered_for(session, worker_id, moment):
        says = f"covered while {history.workers[away].name} is away; who covers now?"
        found.append(Hanging("cover", f"{away} {ref}", ref, says))
    found += [
        Hanging(
            "direction", str(each.id), each.child, f"“{each.text}” · {each.word}; who does it now?"
        )
        for each in open_directions(session, moment, history)
        if each.owner.casefold() == worker.name.casefold()
    ]
    return LeavingView(worker_id, worker.name, (*found, *_sessions(session, worker_id, moment)))


@can_be_undone("the new owner")
@changes_records
def hand_on_direction(session: Session, direction_id: int, owner: str, moment: Moment) -> None:
    """Give an open direction to another owner. Raises `Refused`."""
    row = open_direction(session, direction_id)
    if not owner.strip():
        raise Refused("Say who does it now: a person, or a named partner agency.", field="who")
    hand_on(session, row, owner, None, moment)


@can_be_undone("the leaving of the worker")
@changes_records
def close_post(session: Session, worker_id: int, last_day: str, moment: Moment) -> date:
    """Close a worker's post after the last day.

    Raises `Refused` while anything hangs on the worker.
    """
    worker = worker_by_id(session, worker_id)
    on = read_any_day(last_day, moment, "last")
    if on > moment.today:
        raise Refused(
            "Close the post on the last day or after it; until then it is only arranged.",
            field="last",
        )
    if on < worker.known_since:
        raise Refused("That lies before the worker came here.", field="last")
    hanging = what_hangs_on(session, worker_id, moment).hanging
    if hanging:
        kinds = {
            "child": "children",
            "cover": "covered children",
            "direction": "directions",
            "session": "sessions",
            "record": "unsigned records",
        }
        counted = [
            f"{count} {kinds[kind]}"
            for kind in kinds
            if (count := sum(each.kind == kind for each in hanging))
        ]
        raise Refused(
            f"{worker.name} cannot be closed yet: {wording.listing(counted)} are still to be "
            "handed over."
        )
    settle_absences(session, worker_id, on, moment)
    worker.left_on = on + timedelta(days=1)
    worker.version += 1
    session.add(worker)
    moment.note(session, "close post", f"worker {worker_id}", "last day")
    return on


def _sessions(session: Session, worker_id: int, moment: Moment) -> list[Hanging]:
    rows = session.exec(
        select(SupervisionSession)
        .where(SupervisionSession.worker_id == worker_id)
        .where(col(SupervisionSession.signed_at).is_(None))
        .where(col(SupervisionSession.state).in_(_WRITTEN))
        .order_by(col(SupervisionSession.planned_on))
    )
    found = []
    typed = {draft.key for draft in session.exec(select(Draft))}
    for row in rows:
        on = wording.day(row.planned_on, today=moment.today)
        if f"session {row.id}" in typed:
            found.append(
                Hanging("record", str(row.id), on, "a draft is typed and not signed: sign it")
            )
        elif row.state == SessionState.HELD:
            found.append(
                Hanging(
                    "record", str(row.id), on, "held, and its record not written: write and sign it"
                )
            )
        else:
            found.append(Hanging("session", str(row.id), on, f"{row.kind}: planned; cancel it"))
    return found


def _plans(child: ChildHistory, moment: Moment) -> str:
    return moment.policy.plans_shown(child.statuses(moment.today, moment.policy))
