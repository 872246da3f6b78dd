"""One's own teams among a council's, remembered from one import to the next."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlmodel import Session

from supervision_tui.records import VaultFact
from supervision_tui.vault.change_feed import row_by_row
from supervision_tui.vault.store import changes_records

MY_TEAMS = "my teams"  # a fact about the vault


def my_teams(session: Session) -> frozenset[str]:
    """Read the teams whose children were imported the last time, without case.

    Empty where that was never asked.
    """
    fact = session.get(VaultFact, MY_TEAMS)
    if fact:
        return frozenset(team.casefold() for team in json.loads(fact.value))
    return frozenset()


@row_by_row
@changes_records
def remember_teams(session: Session, teams: Sequence[str]) -> None:
    """Remember which teams are one's own."""
    session.merge(VaultFact(key=MY_TEAMS, value=json.dumps(list(teams))))
