"""The first things that the app shows, asked of the vault by plain statements, before the records
are loaded.

Today as it was last worked out is shown again if nothing has been journalled since but the care of
the vault itself, the day is the same, and so are the rules. Each change of a record is journalled
in its own transaction, so none is missed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from importlib.resources import files

from supervision_tui import __version__
from supervision_tui.desk.vault_facts import (
    DEMO,
    LOCK_AFTER,
    LOCK_IN_SESSION,
    MANAGER_NAME,
    MANAGER_ROLE,
    PLACE,
    manager_words,
    minutes_of,
    session_minutes_of,
)
from supervision_tui.practice import wording
from supervision_tui.practice.policy.problems import PolicyWrong
from supervision_tui.vault.backup_series import BACKUP_FOLDER
from supervision_tui.vault.plain_sql import Rows

from .service_policy import POLICY_FACT, PolicyOffer, ServiceFiles


@dataclass(frozen=True, slots=True)
class StartupFacts:
    """The facts known before the records are loaded.

    `rules` stand for all that Today is worked out by; they are empty where the policy must be
    looked at first.
    """

    lock_after: int
    lock_in_session: int
    backup_folder: str
    is_demo: bool
    place: str | None
    drafts: int
    team: str
    cover: str
    manager: str
    manager_name: str
    rules: str
    has_own_policy: bool


def read_startup_facts(rows: Rows, on: date, offer: PolicyOffer) -> StartupFacts:
    """Look at the vault on that day."""
    facts: dict[str, str] = dict(map(tuple, rows("SELECT key, value FROM vault_fact")))
    place = [body for (body,) in rows("SELECT body FROM draft WHERE key = ?", PLACE)]
    rules, has_own_policy = _rules(facts.get(POLICY_FACT, ""), offer)
    kept_place = None
    if place:
        kept_place = place[0]
    return StartupFacts(
        lock_after=minutes_of(facts.get(LOCK_AFTER, "")),
        lock_in_session=session_minutes_of(facts.get(LOCK_IN_SESSION, "")),
        backup_folder=facts.get(BACKUP_FOLDER, ""),
        is_demo=DEMO in facts,
        place=kept_place,
        drafts=rows("SELECT count(*) FROM draft WHERE key <> ?", PLACE)[0][0],
        team=wording.teams([name for (name,) in rows("SELECT name FROM team ORDER BY name")]),
        cover=_cover(rows, on),
        manager=manager_words(facts.get(MANAGER_NAME, ""), facts.get(MANAGER_ROLE, "")),
        manager_name=facts.get(MANAGER_NAME, ""),
        rules=rules,
        has_own_policy=has_own_policy,
    )


def forget_place(rows: Rows) -> None:
    """The place of the last lock was come back to."""
    rows("DELETE FROM draft WHERE key = ?", PLACE)


def _cover(rows: Rows, on: date) -> str:
    running = "ends_on >= ?1 AND starts_on <= ?1 AND recorded_on <= ?1"
    asked = f"SELECT name FROM manager_cover WHERE {running} ORDER BY starts_on"  # noqa: S608
    found = rows(asked, on.isoformat())
    if found:
        return str(found[0][0])
    return ""


def _rules(remembered: str, offer: PolicyOffer) -> tuple[str, bool]:
    """Make what stands for all the rules, empty where the policy is new, changed or wrong.

    And whether it is a service's.
    """
    kept = ServiceFiles(**json.loads(remembered)) if remembered else None
    if offer.asked or (kept is not None and not kept.holds_something):
        return "", True
    try:
        remembered_path = kept.path if kept else ""
        found = offer.files(remembered_path)
    except PolicyWrong:
        return "", True
    if found != kept:
        return "", True
    shipped_files = files("supervision_tui.practice.policy")
    models = sorted((shipped_files / "reflection").iterdir(), key=lambda each: each.name)
    digest = hashlib.sha256(__version__.encode())
    for each in (shipped_files / "policy.toml", *models):
        digest.update(each.read_bytes())
    files_found = asdict(found) if found else None
    digest.update(json.dumps(files_found).encode())
    return digest.hexdigest(), found is not None
