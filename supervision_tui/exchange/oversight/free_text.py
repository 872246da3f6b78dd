"""Free text in a summary: only what was asked for by name, with the names of this vault's people replaced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from supervision_tui.desk.oversight import PeriodFigures
from supervision_tui.desk.people import People
from supervision_tui.practice.names_in_text import without_names

from .publish import Audience, Text

_CHILD, _WORKER = "[a child]", "[a worker]"


class TextName(StrEnum):
    """Which free text can be asked for."""

    RESPONSES = "responses"
    ASKS = "asks"
    ACTIONS = "actions"

    @property
    def heading(self) -> str:
        """Its heading."""
        return _TITLES[self]


_TITLES = {
    TextName.RESPONSES: "What was answered to raised standings",
    TextName.ASKS: "What was asked of the service",
    TextName.ACTIONS: "What audits required",
}
_BEHIND = {TextName.RESPONSES: "responses", TextName.ASKS: "asks", TextName.ACTIONS: "required"}


def texts_for(
    names: Iterable[TextName],
    found: PeriodFigures,
    people: People,
    audience: Audience,
    workers: Mapping[int, str],
    children: Mapping[int, str],
) -> list[Text]:
    """The texts of a period, each with names and references replaced as the audience may read them."""
    replace = _Replacer(people, audience, workers, children)
    return [
        Text(
            name,
            name.heading,
            tuple(replace(record.words) for record in found.behind.get(_BEHIND[name], ())),
            counted_as=_BEHIND[name],
        )
        for name in names
    ]


class _Replacer:
    """Puts codes in the place of names and references; the manager reads what was written."""

    def __init__(
        self, people: People, audience: Audience, workers: Mapping[int, str], children: Mapping[int, str]
    ) -> None:
        self._as_written = audience is Audience.MANAGER
        self._pairs: list[tuple[str, str]] = []
        references = {}
        for worker_id, name in people.workers.items():
            if not audience.sees_names:
                code = workers.get(worker_id, _WORKER) if audience is Audience.PSW else _WORKER
                self._pairs.append((name, code))
        for child_id, (ref, called) in people.children.items():
            code = _CHILD if audience is Audience.EXTERNAL else children.get(child_id, _CHILD)
            stands = ref if audience.sees_names else code
            references[ref] = stands
            if called:
                self._pairs.append((called, stands))
        if not audience.sees_names:
            self._pairs += [(name, "[a clinician]") for name in people.others]
        longest_first = sorted(references, key=len, reverse=True)
        self._references = references
        self._refs = re.compile("|".join(rf"(?<!\w){re.escape(ref)}(?!\w)" for ref in longest_first) or r"(?!)")

    def __call__(self, text: str) -> str:
        if self._as_written:
            return text
        hidden = self._refs.sub(lambda match: self._references[match[0]], text)
        return without_names(hidden, self._pairs, shortest=2)
