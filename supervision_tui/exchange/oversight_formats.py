"""The published oversight summary written as Markdown or JSON."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from supervision_tui.practice.suppression import Figure
from supervision_tui.practice.wording import full_day

from .oversight import SCHEMA, Published, version_line


def to_json(found: Published) -> str:
    """The summary under its schema id; every figure is `{"value", "n", "suppressed"}`."""
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "version": version_line(),
        "policy": found.policy_version,
        "audience": str(found.audience),
        "threshold": found.threshold,
        "period": {"from": found.period.first.isoformat(), "to": found.period.last.isoformat()},
        "scope": found.scope,
        "sections": {
            section.key: {
                line.key: {
                    "words": line.words,
                    "now": _figure(line.now),
                    "previous": _figure(line.before),
                    "last_year": _figure(line.last_year),
                }
                for line in section.lines
            }
            for section in found.sections
        },
        "standings": [
            {
                "worker": row.worker,
                "standing": row.standing,
                "fit": row.fit,
                "since": row.since.isoformat() if row.since else None,
                "response": row.response,
            }
            for row in found.standings
        ],
        "children_past_interval": [
            {"child": row.child, "age_days": row.age_days, "interval_days": row.interval_days} for row in found.children
        ],
        "definitions": list(found.definitions),
        "exclusions": list(found.exclusions),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def to_markdown(found: Published) -> str:
    """The summary to be read, mailed or pasted."""
    lines = [
        "# Oversight of supervision",
        "",
        f"{full_day(found.period.first)} to {full_day(found.period.last)} · {found.scope} · for: {found.audience}",
        "",
        f"Suppression threshold: {found.threshold if found.threshold > 1 else 'none'} · "
        f"policy {found.policy_version} · {version_line()}",
    ]
    for section in found.sections:
        lines += ["", f"## {section.title}", "", "| | this period | period before | same period last year |"]
        lines.append("| --- | ---: | ---: | ---: |")
        for line in section.lines:
            cells = [_shown(each, found.threshold) for each in (line.now, line.before, line.last_year)]
            lines.append(f"| {_cell(line.words)} | {' | '.join(cells)} |")
    lines += _standings(found) + _children(found)
    lines += ["", "## Definitions and exclusions", ""]
    lines += [f"- {line}" for line in (*found.definitions, *found.exclusions)]
    return "\n".join(lines) + "\n"


def _standings(found: Published) -> list[str]:
    if not found.standings:
        return []
    lines = ["", "## Standings and responses", "", "| worker | standing | since | fit | response |"]
    lines.append("| --- | --- | --- | ---: | --- |")
    for row in found.standings:
        fit = "" if row.fit is None else f"{row.fit:.2f}"
        answer = f"{row.response}: {row.says}" if row.says else row.response
        lines.append(f"| {_cell(row.worker)} | {row.standing} | {_day(row.since)} | {fit} | {_cell(answer)} |")
    return lines


def _children(found: Published) -> list[str]:
    if not found.children:
        return []
    lines = ["", "## Children furthest past their interval", "", "| child | days since discussed | standard |"]
    lines.append("| --- | ---: | ---: |")
    return lines + [f"| {_cell(row.child)} | {row.age_days} | {row.interval_days} |" for row in found.children]


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {"value": figure.value, "n": figure.n, "suppressed": figure.suppressed}


def _shown(figure: Figure | None, threshold: int) -> str:
    if figure is None:
        return "no records"
    if figure.suppressed:
        return "hidden" if figure.is_share or figure.n is not None else f"<{threshold} or hidden"
    if figure.value is None:
        return "none"
    if figure.is_share:
        return f"{figure.value * 100:.0f} % (n = {figure.n})"
    return f"{figure.value:g}"


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""


def _cell(text: str) -> str:
    """Text that cannot break a table or become a link."""
    plain = " ".join(text.split())
    for mark in ("\\", "|", "[", "]", "<", ">", "*", "_", "`"):
        plain = plain.replace(mark, f"\\{mark}")
    return plain
