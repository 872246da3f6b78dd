"""The decisions and discussions of a period: who was asked and came, and what is to be done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from supervision_tui.desk.decisions.lines import DecisionLine
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.decisions import police_alone
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import DecisionKind, TookPart
from supervision_tui.records import DecisionParticipant, Direction

from .record import Behind, Record


def decided(
    behind: Behind,
    session: Session,
    decisions: Iterable[DecisionLine],
    period: Period,
    policy: Policy,
) -> None:
    """Count the decisions of a period, whom they asked, and their directions."""
    lines = [each for each in decisions if period.holds(each.on)]
    records = {
        each.id: Record("decision", each.id, each.on, ref=" ".join(each.children), words=each.words)
        for each in reversed(lines)
    }
    people = _people(session, set(records))
    for each in reversed(lines):
        record = partial(records.__getitem__, each.id)
        behind.add(_keys(each, people[each.id], policy), record)
        for person in people[each.id]:
            key = "agencies.came" if _came(person) else "agencies.missed"
            behind.add(("agencies.asked", key), record)
    _actions(behind, session, records)


def _keys(
    each: DecisionLine, people: Iterable[DecisionParticipant], policy: Policy
) -> Iterator[str]:
    """Name the figures in which a decision counts."""
    yield "decisions"
    if each.is_no_action:
        yield "decisions.no_action"
    if policy.decision(each.kind).has_others:
        yield "decisions.with_others"
    if each.kind == DecisionKind.STRATEGY:
        came = [person.agency for person in people if _came(person)]
        yield "strategy"
        yield "strategy.police_alone" if police_alone(came) else "strategy.others"


def _came(person: DecisionParticipant) -> bool:
    return TookPart(person.part).has_come


def _people(session: Session, ids: set[int]) -> dict[int, list[DecisionParticipant]]:
    found: dict[int, list[DecisionParticipant]] = defaultdict(list)
    if ids:
        wanted = select(DecisionParticipant).where(col(DecisionParticipant.decision_id).in_(ids))
        for row in session.exec(wanted.order_by(col(DecisionParticipant.id))):
            found[row.decision_id].append(row)
    return found


def _actions(behind: Behind, session: Session, records: dict[int, Record]) -> None:
    """The directions of these decisions, one that was given for several children once."""
    if not records:
        return
    d = Direction
    wanted = (
        select_columns(col(d.decision_id), col(d.text), col(d.owner), col(d.due_time))
        .where(col(d.decision_id).in_(list(records)))
        .order_by(col(d.id))
    )
    once = set()
    for decision_id, text, owner, hour in session.connection().execute(wanted).all():
        if (decision_id, text, owner) in once:
            continue
        once.add((decision_id, text, owner))
        key = "decision_actions.with_hour" if hour else "decision_actions.day_alone"
        record = partial(replace, records[decision_id or 0], words=text)
        behind.add(("decision_actions", key), record)
