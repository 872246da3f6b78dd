"""The minutes that children really took in supervision, by the clock of the hour."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session, col

from supervision_tui.desk.history.reading import read_history
from supervision_tui.desk.moment import Moment
from supervision_tui.practice.days.spans import add_months
from supervision_tui.practice.workload.measured_minutes import (
    MeasuredMinutes,
    TimedDiscussion,
    measured,
)
from supervision_tui.records import CaseDiscussion, SupervisionSession

_MONTHS = 12  # looked back


def measured_minutes(session: Session, moment: Moment) -> dict[str, MeasuredMinutes]:
    """The median minutes by plan over twelve months, of what the clock was there for.

    A child who has several plans counts for the one with the longest minutes, as in the policy.
    """
    first = add_months(moment.today, -_MONTHS)
    d, s = CaseDiscussion, SupervisionSession
    wanted = (
        select(col(d.child_id), col(d.seconds), col(s.held_on))
        .join(s, col(d.session_id) == s.id)
        .where(col(d.discussed), col(d.seconds).is_not(None))
        .where(col(s.held_on) > first, col(s.held_on) <= moment.today)
    )
    rows = list(session.connection().execute(wanted))
    if not rows:
        return {}
    history, policy = read_history(session, moment), moment.policy
    found = []
    for child_id, seconds, held_on in rows:
        assert held_on is not None and seconds is not None  # noqa: S101  (asked for so)
        plans = history.children[child_id].statuses(held_on, policy)
        plan = max(plans, key=lambda code: policy.plan(code).minutes)
        found.append(TimedDiscussion(plan, held_on, seconds))
    return measured(found)
