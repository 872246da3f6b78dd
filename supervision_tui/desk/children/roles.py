"""Everybody who works with a child: who leads, here or elsewhere, and in which other roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from supervision_tui.desk.child_events import by_hand
from supervision_tui.desk.find import LONGEST_NAME, find_child, find_worker, worker_called
from supervision_tui.desk.history.child import ChildHistory
from supervision_tui.desk.history.history import History
from supervision_tui.desk.moment import Moment, Refused, read_past_day
from supervision_tui.practice import wording
from supervision_tui.practice.children.events import REFERRAL
from supervision_tui.practice.children.unallocated import Waiting, waiting_since
from supervision_tui.practice.policy.policy import Policy
from supervision_tui.practice.vocabulary import CaseRole
from supervision_tui.records import Allocation, Child, RoleOnCase
from supervision_tui.vault.store import can_be_undone, changes_records

GO_WITH_THE_LEAD = (CaseRole.LEAD, CaseRole.COVERING, CaseRole.HOLDING)  # once somebody else leads
_NOT_ASKED = (CaseRole.COVERING,)  # it comes with a worker's absence


@dataclass(frozen=True, slots=True)
class WhoWorks:
    """Somebody who works with a child: name, team where it is another one, role, since when.

    `role_id` is the row that can be ended; who leads here has none. `since` is empty where it is
    not known.
    """

    name: str
    team: str
    role: str
    role_words: str
    since: date | None
    worker_id: int | None
    role_id: int | None = None

    def says(self, today: date, name: str = "") -> str:
        """In a line: `Ada Finch (Family Help North), co-worker since Mon 2 Mar`."""
        team = f" ({self.team})" if self.team else ""
        since = f" since {wording.day(self.since, today=today)}" if self.since else ""
        return f"{name or self.name}{team}, {self.role_words}{since}"


@dataclass(frozen=True, slots=True)
class RoleDraft:
    """A role as typed: the children, the role, a worker here or somebody of a team, since when."""

    refs: tuple[str, ...]
    role: str
    who: str
    team: str = ""
    since: str = ""
    reason: str = ""


def who_works_with(history: History, child: ChildHistory, on: date) -> tuple[WhoWorks, ...]:
    """Everybody who works with a child on that day, who leads first."""
    policy = history.policy.on(on)
    found = []
    spell = child.allocation(on)
    if spell is not None and spell.worker_id is not None:
        worker = history.workers[spell.worker_id]
        since = None if spell.known_since else spell.starts
        words = policy.role(CaseRole.LEAD).words
        found.append(WhoWorks(worker.name, "", CaseRole.LEAD, words, since, worker.id))
    for each in child.roles_on(on):
        name, since = each.name, each.starts
        if not each.start_known:
            since = None
        if each.worker_id is not None:
            name = history.workers[each.worker_id].name
        found.append(
            WhoWorks(
                name=name,
                team=each.team,
                role=each.role,
                role_words=policy.role(each.role).words,
                since=since,
                worker_id=each.worker_id,
                role_id=each.id,
            )
        )
    order = list(policy.roles)
    return tuple(sorted(found, key=lambda each: _place(each.role, order)))


def _place(role: str, order: Sequence[str]) -> int:
    return order.index(role) if role in order else len(order)


def waiting_of(child: ChildHistory, on: date, policy: Policy) -> Waiting | None:
    """Tell how long a child has been without a worker; nothing where somebody leads."""
    spell = child.allocation(on)
    if spell is None or not child.is_unallocated(on):
        return None
    with_worker = [
        each.ends
        for each in child.allocations
        if each.worker_id is not None and each.ends is not None and each.ends <= on
    ]
    with_worker += [
        ends
        for each in child.roles
        if each.role == CaseRole.LEAD and (ends := each.known_end(on)) is not None and ends <= on
    ]
    here_since = child.allocated(on)
    first = [each for each in child.allocations if each.starts == here_since]
    return waiting_since(
        here_since=here_since,
        is_imported=any(each.known_since for each in first),
        last_worker_until=max((end for end in with_worker if end >= here_since), default=None),
        referred=child.last_day_of(REFERRAL, on),
        plans=child.statuses(on, policy),
    )


def roles_asked(policy: Policy) -> dict[str, str]:
    """The roles that a person may give, by their words."""
    return {rule.words: code for code, rule in policy.roles.items() if code not in _NOT_ASKED}


@can_be_undone("the role")
@changes_records
def begin_role(session: Session, draft: RoleDraft, moment: Moment) -> None:
    """Put on record that somebody works with children in a role. Raises `Refused`.

    A lead from another team takes the place of the worker here; who leads here is allocated.
    """
    if not draft.refs:
        raise Refused("Say which child.")
    if draft.role not in moment.policy.roles or draft.role in _NOT_ASKED:
        offered = tuple(roles_asked(moment.policy))
        raise Refused(f"“{draft.role[:40]}” is not a role on a case.", offered, field="role")
    worker_id, name, team = _somebody(session, draft)
    since = _since(draft, moment)
    for ref in draft.refs:
        child = find_child(session, ref)
        if child.closed_on is not None:
            raise Refused(f"{child.ref} is closed; nobody works with the child here.")
        if child.born is not None and since < child.born:
            raise Refused(f"{child.ref} was not born then.", field="since")
        if draft.role == CaseRole.LEAD:
            _lead_from_elsewhere(session, child, worker_id, moment)
        row = RoleOnCase(
            child_id=child.id or 0,
            role=draft.role,
            worker_id=worker_id,
            name=name,
            team=team,
            starts_on=since,
            reason=draft.reason.strip(),
            source=by_hand(session, moment),
            recorded_on=moment.today,
        )
        _check_is_new(session, child, row, moment)
        session.add(row)
        moment.note(session, "begin role", f"child {child.ref}", "role, who, since, reason")


@can_be_undone("the end of the role")
@changes_records
def end_role(session: Session, role_id: int, moment: Moment) -> str:
    """End a role on a case today; returns the role in words. Raises `Refused`."""
    row = session.get(RoleOnCase, role_id)
    if row is None or not _is_on(row, moment.today):
        raise Refused("That role has ended already.")
    row.end(moment.today, moment.today)
    row.ended_by_hand = True
    session.add(row)
    child = session.get_one(Child, row.child_id)
    moment.note(session, "end role", f"child {child.ref}", "until")
    return moment.policy.role(row.role).words


def end_roles(
    session: Session,
    child_id: int,
    on: date,
    roles: Sequence[str] | None = None,
    *,
    of: int | None = None,
) -> None:
    """End roles with a child on that day: these or all, those of one worker or of all."""
    rows = select(RoleOnCase).where(RoleOnCase.child_id == child_id)
    if of is not None:
        rows = rows.where(RoleOnCase.worker_id == of)
    for row in session.exec(rows):
        if (roles is None or row.role in roles) and row.goes_on(on):
            row.end(on, on)
            session.add(row)


def _is_on(row: RoleOnCase, on: date) -> bool:
    return row.starts_on <= on and row.goes_on(on)


def _somebody(session: Session, draft: RoleDraft) -> tuple[int | None, str, str]:
    """The worker here of that name, else somebody of the team that was said."""
    who, team = " ".join(draft.who.split()), " ".join(draft.team.split())
    if not who:
        raise Refused("Say who: a worker here, or somebody of another team by name.", field="who")
    if team:
        if len(who) > LONGEST_NAME or len(team) > LONGEST_NAME:
            raise Refused(f"A name has at most {LONGEST_NAME} letters.", field="who")
        there = worker_called(session, who)
        if there is not None:
            raise Refused(f"{there.name} is a worker here; leave the team empty.", field="team")
        return None, who, team
    try:
        return find_worker(session, who).id, "", ""
    except Refused as why:
        says = f"{why} Somebody of another team is named with that team."
        raise Refused(says, why.suggestions, why.code, field="who", typed=why.typed) from None


def _since(draft: RoleDraft, moment: Moment) -> date:
    try:
        return read_past_day(draft.since, moment)
    except Refused as why:
        raise Refused(str(why), why.suggestions, why.code, field="since") from None


def _lead_from_elsewhere(
    session: Session, child: Child, worker_id: int | None, moment: Moment
) -> None:
    """Let nobody here lead any more, since somebody of another team does."""
    if worker_id is not None:
        raise Refused(
            "Who leads here is allocated: ‹review.allocate› does it. Name a team for a lead "
            "elsewhere.",
            field="team",
        )
    end_roles(session, child.id or 0, moment.today, GO_WITH_THE_LEAD)
    rows = select(Allocation).where(Allocation.child_id == child.id)
    there = next((row for row in session.exec(rows) if row.ends_on is None), None)
    if there is None or there.worker_id is None:
        return
    if there.starts_on == moment.today:
        there.worker_id = None
        session.add(there)
        return
    there.ends_on, there.change_reason = moment.today, "case transfer"
    session.add(there)
    session.add(
        Allocation(
            child_id=child.id or 0,
            worker_id=None,
            team_id=there.team_id,
            starts_on=moment.today,
        )
    )


def _check_is_new(session: Session, child: Child, row: RoleOnCase, moment: Moment) -> None:
    """Refuse what is so already: the same person in the same role, or as the lead here."""
    rows = (
        select(RoleOnCase)
        .where(RoleOnCase.child_id == child.id)
        .where(RoleOnCase.role == row.role)
        .order_by(col(RoleOnCase.id))
    )
    for each in session.exec(rows):
        same = (each.worker_id, each.name.casefold()) == (row.worker_id, row.name.casefold())
        if same and _is_on(each, moment.today):
            raise Refused(f"{child.ref}: that is on record already.", field="who")
    leading = select(Allocation).where(Allocation.child_id == child.id)
    leading = leading.where(col(Allocation.ends_on).is_(None))
    lead = session.exec(leading).first()
    if lead is not None and row.worker_id is not None and lead.worker_id == row.worker_id:
        raise Refused(f"That worker leads {child.ref} already.", field="who")
