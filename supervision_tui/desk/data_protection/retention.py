"""Files held, of whom and until when by the setting, and those due to be looked at.

Nothing goes by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.desk.moment import Moment
from supervision_tui.practice.retention import Held, child_file, supervision_file
from supervision_tui.practice.vocabulary import Plan
from supervision_tui.practice.wording import full_day
from supervision_tui.records import Child, LegalHold, PlanEpisode, Worker

from .legal_hold import holds

_OF_CHILDREN = "retention.child_file_years"


@dataclass(frozen=True, slots=True)
class HeldFile:
    """The file of one who has left or is closed: since when, until when, why, and whether due.

    `hold` says what keeps it from being erased: a legal hold, since when and who asked for it. Of
    one who `is_here` it is listed for the hold, and `ended_on` is the day since when it lasts.
    """

    kind: str
    key: str
    name: str
    ended_on: date
    reason: str
    held: Held
    is_due: bool
    hold: str = ""
    is_here: bool = False


def files_held(session: Session, moment: Moment) -> tuple[HeldFile, ...]:
    """Everybody who has left or is closed by that day.

    What is due first, then by the day until which it is held.
    """
    today, policy = moment.today, moment.policy
    on_hold = holds(session)
    found = []
    for worker in session.exec(select(Worker).where(col(Worker.left_on) <= today)):
        if worker.left_on is not None:
            held = supervision_file(worker.left_on, policy)
            found.append(
                _file(
                    "worker",
                    str(worker.id),
                    worker.name,
                    ended=worker.left_on,
                    reason="has left",
                    held=held,
                    today=today,
                    hold=on_hold.get(("worker", worker.id or 0)),
                )
            )
    looked_after = _ever_looked_after(session)
    for child in session.exec(select(Child).where(col(Child.closed_on) <= today)):
        if child.closed_on is not None:
            held = child_file(child.closed_on, child.born, child.id in looked_after, policy)
            reason = child.close_reason or "closed"
            found.append(
                _file(
                    "child",
                    child.ref,
                    child.name or "",
                    ended=child.closed_on,
                    reason=reason,
                    held=held,
                    today=today,
                    hold=on_hold.get(("child", child.id or 0)),
                )
            )
    ended = {(each.kind, each.key) for each in found}
    found += [
        each for each in _held_and_here(session, on_hold) if (each.kind, each.key) not in ended
    ]
    return tuple(
        sorted(
            found,
            key=lambda each: (not each.is_due, each.held.until or date.max, each.kind, each.key),
        )
    )


def _held_and_here(
    session: Session, on_hold: Mapping[tuple[str, int], LegalHold]
) -> Iterator[HeldFile]:
    """The files on hold of those who are still here."""
    for (kind, number), hold in on_hold.items():
        key, name, path = str(number), "", "retention.supervision_file_years"
        if kind == "child":
            child = session.get(Child, number)
            key, name, path = (child.ref, child.name or "", _OF_CHILDREN) if child else ("", "", "")
        else:
            worker = session.get(Worker, number)
            name = worker.name if worker is not None else ""
        if name or key:
            yield HeldFile(
                kind,
                key,
                name,
                ended_on=hold.since,
                reason="is here",
                held=Held(None, "", path),
                is_due=False,
                hold=_hold_words(hold),
                is_here=True,
            )


def _hold_words(hold: LegalHold) -> str:
    return f"since {full_day(hold.since)}: {hold.reason} ({hold.by_name})"


def _file(
    kind: str,
    key: str,
    name: str,
    ended: date,
    reason: str,
    *,
    held: Held,
    today: date,
    hold: LegalHold | None,
) -> HeldFile:
    is_due = held.until is not None and held.until <= today and hold is None
    says = ""
    if hold is not None:
        says = _hold_words(hold)
    return HeldFile(
        kind, key, name, ended_on=ended, reason=reason, held=held, is_due=is_due, hold=says
    )


def _ever_looked_after(session: Session) -> set[int]:
    return set(session.exec(select(PlanEpisode.child_id).where(PlanEpisode.plan == Plan.CLA)))
