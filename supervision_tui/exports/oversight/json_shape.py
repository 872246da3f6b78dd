"""The published summary as JSON, under the schema that docs/oversight.schema.json publishes."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from supervision_tui.practice.change import change_between
from supervision_tui.practice.privacy.suppression import Figure

from . import SCHEMA
from .publish import Line, Published, version_line


def to_json(found: Published) -> str:
    """One document; every figure has `value`, `n` and `suppressed`."""
    document = {
        "schema": SCHEMA,
        "version": version_line(),
        "made_on": _day(found.made_on),
        "revision": found.revision,
        "policy": found.policy_version,
        "audience": str(found.audience),
        "threshold": found.threshold,
        "period": {"from": found.period.first.isoformat(), "to": found.period.last.isoformat()},
        "scope": found.scope,
        "team": found.team_code or None,
        "sections": {
            section.key: {line.key: _line(line) for line in section.lines}
            for section in found.sections
        },
        "standings": [
            {
                "worker": row.worker,
                "standing": row.status or None,
                "fit": row.fit,
                "since": _day(row.since),
                "response": row.response,
            }
            for row in found.statuses
        ],
        "children_past_interval": [
            {
                "child": row.child,
                "age_days": row.age_days,
                "band": row.band or None,
                "interval_days": row.interval_days,
            }
            for row in found.children
        ],
        "texts": {text.key: list(text.texts) for text in found.texts},
        "definitions": list(found.definitions),
        "exclusions": list(found.exclusions),
        "sealed": found.sealed or None,
        "sealed_to": found.sealed_to or None,
        "figures_hash": found.figures_hash,
        "journal": {"entry": found.journal.count, "hash": found.journal.head},
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _line(line: Line) -> dict[str, Any]:
    return {
        "words": line.words,
        "share": line.now.is_share,
        "now": _figure(line.now),
        "previous": _figure(line.before),
        "last_year": _figure(line.last_year),
        "change": {
            "previous": _change(line.now, line.before),
            "last_year": _change(line.now, line.last_year),
        },
    }


def _change(now: Figure, then: Figure | None) -> str | None:
    found = change_between(now, then)
    if found:
        return found.word
    return None


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {"value": figure.value, "n": figure.n, "suppressed": figure.suppressed}


def _day(on: date | None) -> str | None:
    if on is None:
        return None
    return on.isoformat()
