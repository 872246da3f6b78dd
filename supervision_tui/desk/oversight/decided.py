"""The decisions and discussions of a period: who was asked and came, and what is to be done."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from supervision_tui.desk.decisions.lines import decision_lines
from supervision_tui.desk.moment import Moment
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.decisions import police_alone
from supervision_tui.practice.vocabulary import DecisionKind, TookPart
from supervision_tui.records import DecisionParticipant, Direction

from .record import Behind, Record


def decided(behind: Behind, session: Session, period: Period, moment: Moment) -> None:
    """Count the decisions of a period, whom they asked, and their directions."""
    lines = [each for each in decision_lines(session, moment) if period.holds(each.on)]
    records = {
        each.id: Record("decision", each.id, each.on, ref=" ".join(each.children), words=each.words)
        for each in reversed(lines)
    }
    people = _people(session, set(records))
    for each in reversed(lines):
        record = records[each.id]
        behind["decisions"].append(record)
        if each.is_no_action:
            behind["decisions.no_action"].append(record)
        if moment.policy.decision(each.kind).has_others:
            behind["decisions.with_others"].append(record)
        if each.kind == DecisionKind.STRATEGY:
            came = [person.agency for person in people[each.id] if _came(person)]
            key = "strategy.police_alone" if police_alone(came) else "strategy.others"
            behind["strategy"].append(record)
            behind[key].append(record)
        for person in people[each.id]:
            key = "agencies.came" if _came(person) else "agencies.missed"
            behind["agencies.asked"].append(record)
            behind[key].append(record)
    _actions(behind, session, records)


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
        decision = records[decision_id or 0]
        record = Record("decision", decision.id, decision.on, ref=decision.ref, words=text)
        behind["decision_actions"].append(record)
        key = "decision_actions.with_hour" if hour else "decision_actions.day_alone"
        behind[key].append(record)
