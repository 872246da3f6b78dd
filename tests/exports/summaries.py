"""Made-up summaries of teams, as `export oversight --audience psw --format json` writes them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from supervision_tui.exports.oversight.figures import FIGURES
from supervision_tui.practice.days.spans import add_months


def months(number: int, first: date = date(2025, 3, 1)) -> Iterator[tuple[date, date]]:
    """So many months, each from its first day to its last."""
    for n in range(number):
        begin = add_months(first, n)
        yield begin, add_months(begin, 1) - timedelta(days=1)


def summary(
    team: int, period: tuple[date, date], figures: dict[str, Any], **head: Any
) -> dict[str, Any]:
    """A summary with these figures: a number is a count, a pair a share and its n, None a hidden
    count.
    """
    sections: dict[str, dict[str, Any]] = {}
    for key, given in figures.items():
        is_share = isinstance(given, tuple)
        value, n = given if isinstance(given, tuple) else (given, None)
        now = {"value": value, "n": n, "suppressed": value is None}
        section = next((each.section for each in FIGURES if each.key == key), "compliance")
        line = {
            "words": key,
            "share": is_share,
            "now": now,
            "previous": None,
            "last_year": None,
            "change": {},
        }
        sections.setdefault(section, {})[key] = line
    return {
        "schema": "supervision-tui/oversight/1",
        "version": "supervision-tui 0.1.0",
        "policy": "2026-11",
        "audience": "psw",
        "threshold": 5,
        "period": {"from": period[0].isoformat(), "to": period[1].isoformat()},
        "scope": f"Team {team}",
        "team": f"T-{team:06X}",
        "sections": sections,
        "standings": [{"worker": f"W{n:02}", "standing": "steady"} for n in range(1, 9)],
        **head,
    }


def write(folder: Path, *documents: dict[str, Any]) -> Path:
    """Each in a file of its own."""
    folder.mkdir(exist_ok=True)
    for document in documents:
        name = f"{document['team']}-{document['period']['from']}.json"
        (folder / name).write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return folder


def many(folder: Path, pattern: dict[str, Any], teams: int, seed: int = 1) -> Path:
    """A year of summaries of so many teams: those of a real one, so many times as large.

    Counts and what shares rest on grow alike, so that each share matches its counts.
    """
    chance = random.Random(seed)
    for team in range(teams):
        for period in months(12):
            document = json.loads(json.dumps(pattern))
            document |= {"team": f"T-{team:06X}", "scope": f"Team {team}"}
            document["period"] = {"from": period[0].isoformat(), "to": period[1].isoformat()}
            for key in ("figures_hash", "sealed", "sealed_to"):
                document.pop(key, None)
            _enlarge(document, chance.randint(1, 4))
            write(folder, document)
    return folder


def _enlarge(document: dict[str, Any], times: int) -> None:
    for section in document["sections"].values():
        for line in section.values():
            now = line["now"]
            grows = "n" if line["share"] else "value"
            if now[grows] is not None:
                now[grows] *= times
