"""A vault of invented records whose histories hang together: the same for the same seed and day.

Children, workers and words are made up. What was discussed when follows from the app's own agenda:
each past session is filled by the same rule that fills the next one.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session

from supervision_tui.desk.long_work import progress_over
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.vault_facts import (
    COUNCIL,
    DEMO,
    MANAGER_DAYS,
    MANAGER_HOURS,
    MANAGER_NAME,
    MANAGER_ROLE,
    MANAGER_TEAM,
)
from supervision_tui.records import Child, SupervisionSession, Team, VaultFact, Worker
from supervision_tui.vault.store import changes_records

from . import words
from .audits import tell_audits
from .children import tell_children
from .consultations import tell_consultations
from .decisions import tell_decisions
from .files import tell_files, tell_minutes
from .own_forms import tell_own_forms
from .responses import tell_answers
from .roles import tell_new_referrals, tell_roles
from .sessions import tell_sessions
from .story import SCALES, Story
from .training import tell_learning


@changes_records
def build_demo(session: Session, scale: str, seed: int, moment: Moment) -> tuple[int, int, int]:
    """Fill an empty vault with a demo.

    Returns how many workers, open children and children in all it holds.
    """
    story = Story(SCALES[scale], seed, moment)
    _tell(story)
    for table, rows in progress_over(list(story.tables()), "kinds of records"):
        for start in range(0, len(rows), 5000):
            session.execute(insert(table), rows[start : start + 5000])
        moment.note(session, "build demo", str(table.__tablename__), f"{len(rows)} rows")
    # Records are signed only once their parts are there: after that nothing of them can be added.
    sessions = SupervisionSession.__table__  # type: ignore[attr-defined]
    sign = update(sessions).where(sessions.c.id == _bind("row")).values(signed_at=_bind("at"))
    session.connection().execute(sign, [{"row": row, "at": at} for row, at in story.signed])
    tell_answers(session, story.crowded, moment)
    still_open = sum(row.get("closed_on") is None for row in story.rows[Child])
    return len(story.rows[Worker]), still_open, len(story.rows[Child])


def _bind(name: str) -> Any:
    from sqlalchemy import bindparam

    return bindparam(name)


def _tell(story: Story) -> None:
    """The whole story."""
    facts = {
        DEMO: story.today.isoformat(),
        MANAGER_NAME: words.MANAGER_NAME,
        MANAGER_ROLE: words.MANAGER_ROLE,
        MANAGER_TEAM: words.TEAMS[0],
        COUNCIL: words.COUNCIL,
        MANAGER_DAYS: words.MANAGER_DAYS,
        MANAGER_HOURS: words.MANAGER_HOURS,
    }
    story.rows[VaultFact] += [{"key": key, "value": value} for key, value in facts.items()]
    for number in range(story.scale.teams):
        name = words.TEAMS[number % len(words.TEAMS)]
        if number < len(words.TEAMS):
            team_name = name
        else:
            team_name = f"{name} {number // len(words.TEAMS) + 1}"
        story.add(Team, name=team_name)
    usual = story.scale.children / story.scale.workers
    profiles = [story.profile(number) for number in range(story.scale.workers)]
    even = story.scale.children / sum(profile.caseload * usual for profile in profiles)
    wanted = [round(profile.caseload * usual * even) for profile in profiles]
    wanted[1] += story.scale.children - sum(wanted)
    for number, profile in enumerate(progress_over(profiles, "workers")):
        worker = story.worker(number, profile)
        theirs = tell_children(story, worker, profile, wanted[number])
        tell_sessions(story, worker, profile, theirs)
        tell_learning(story, worker, profile)
    tell_consultations(story)
    tell_audits(story)
    tell_roles(story)
    tell_new_referrals(story)
    tell_decisions(story)
    tell_minutes(story)
    tell_files(story)
    tell_own_forms(story)
