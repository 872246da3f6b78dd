"""The sealed layer of a summary: the exact counts by team and week, which only the authority's key
opens.

It holds no code and no text. So that its length says nothing of what is in it, it is filled up to
whole blocks before it is closed.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from supervision_tui.desk.oversight.summary import PeriodFigures
from supervision_tui.exports.encryption import sealed_to
from supervision_tui.practice.days.period import Period
from supervision_tui.practice.days.spans import monday_of
from supervision_tui.practice.figure_keys import CANCELLED

from .figures import CHILDREN_LED, COUNTED, FTE_LEADING, LEADING, REASONS, SUMS, Over
from .ledger import themes_of

SCHEMA = "supervision-tui/sealed/1"
_BLOCK = 16 * 1024  # bytes


def sealed_layer(
    found: PeriodFigures, themes: Collection[str], team: str, told_hash: str, recipient: str
) -> str:
    """The exact counts of a period, encrypted to a key of age, as text. Raises `VaultError`.

    `themes` are those that may be named. `told_hash` is that of the figures told beside it: it
    belongs to no other file.
    """
    document = {
        "schema": SCHEMA,
        "team": team,
        "from": found.period.first.isoformat(),
        "to": found.period.last.isoformat(),
        "told": told_hash,
        "counts": exact_counts(found, themes),
        "weeks": _weeks(found),
    }
    plain = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    blocks = -(-len(plain) // _BLOCK)
    return sealed_to(plain.ljust(blocks * _BLOCK), recipient)


def exact_counts(found: PeriodFigures, themes: Collection[str]) -> dict[str, int]:
    """Every count of a period by its key, the parts and wholes of shares among them.

    `themes` are those that may be named; any other is counted together.
    """
    counts = {key: found.count(key) for key in COUNTED}
    counts[CHILDREN_LED] = found.children_led
    counts[FTE_LEADING] = round(found.fte_leading * 100)
    counts[LEADING] = found.workers_leading
    counts |= {f"{CANCELLED}{reason}": found.cancelled.get(reason, 0) for reason in REASONS}
    return dict(sorted((counts | themes_of(found, themes)).items()))


def _weeks(found: PeriodFigures) -> dict[str, dict[str, int]]:
    """Counts of all that happened, by the first day of the week; a week ends with its month, too.

    Of weeks that end so, months and quarters are made without a rest.
    """
    weeks: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for key, over in COUNTED.items():
        if over is not Over.HAPPENED:
            continue
        for record in found.behind.records.get(key, ()):
            if record.on is not None and found.period.holds(record.on):
                weeks[_start(record.on, found.period)][key] += 1
    return {start.isoformat(): dict(weeks[start]) for start in sorted(weeks)}


def _start(on: date, period: Period) -> date:
    """The first day of the week of a period in which a day lies."""
    return max(monday_of(on), on.replace(day=1), period.first)


def add_up(counts: Mapping[str, int]) -> bool:
    """Tell whether exact counts add up as those of one period do.

    A part that is not printed, like all audits that are not good, is what is left of the whole.
    """
    return all(
        counts[each.total] == sum(counts.get(part, 0) for part in each.parts)
        for each in SUMS
        if each.total in counts
    )
