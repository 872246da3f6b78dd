"""Free text in a summary: only what was asked for by name, with the names of this vault's people
replaced.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import chain

from supervision_tui.desk.oversight.summary import PeriodFigures
from supervision_tui.desk.workers.people import People
from supervision_tui.practice.privacy.names_in_text import NameHider
from supervision_tui.practice.privacy.references_in_text import ReferenceHider

from .publish import Audience, Text

READ_FIRST = (
    "Free text is in it. Read it before you send it: a name that this vault does not know is not "
    "found."
)
_CHILD, _WORKER = "[a child]", "[a worker]"
# Registrations with Social Work England, however long, and NHS numbers.
_LONG_NUMBER = re.compile(
    r"(?<![^\W_])(?:[A-Za-z]{0,3}\d(?:[ \u00a0-]?\d){6,}|SWE?[ \u00a0-]?\d+)(?![^\W_])",
    re.IGNORECASE,
)

_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
# A day as people write it, from each place on at which one may begin.
_DAY = re.compile(
    r"(?<!\d)(?=((?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|"
    r"\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-z]{3,9}\s+\d{4})(?!\d)))"
)


class TextName(StrEnum):
    """A kind of free text that can be asked for."""

    RESPONSES = "responses"
    ASKS = "asks"
    ACTIONS = "actions"
    PAGE = "page"

    @property
    def heading(self) -> str:
        """Its heading."""
        return _TITLES[self]


_TITLES = {
    TextName.RESPONSES: "What managers responded",
    TextName.ASKS: "What was asked of the service",
    TextName.ACTIONS: "What audits required",
    TextName.PAGE: "Meetings and decisions on the first page",
}
_BEHIND = {TextName.RESPONSES: "responses", TextName.ASKS: "asks", TextName.ACTIONS: "required"}


def texts_for(
    names: Iterable[TextName],
    found: PeriodFigures,
    people: People,
    audience: Audience,
    workers: Mapping[int, str],
    *,
    children: Mapping[int, str],
) -> list[Text]:
    """The texts of a period, with names and references replaced as the audience may read."""
    replace = hider_for(people, audience, workers, children)
    return [
        Text(
            name,
            name.heading,
            tuple(replace(record.words) for record in found.behind.records.get(_BEHIND[name], ())),
            counted_as=_BEHIND[name],
        )
        for name in names
        if name in _BEHIND
    ]


def hider_for(
    people: People, audience: Audience, workers: Mapping[int, str], children: Mapping[int, str]
) -> Callable[[str], str]:
    """Make what replaces names and references in a text as the audience may read it."""
    return _Replacer(people, audience, workers, children)


class _Replacer:
    """Puts codes in the place of names and references; the manager reads what was written.

    What it looks for is gathered once there is a text.
    """

    def __init__(
        self,
        people: People,
        audience: Audience,
        workers: Mapping[int, str],
        children: Mapping[int, str],
    ) -> None:
        self._people, self._audience = people, audience
        self._workers, self._children = workers, children

    def __call__(self, text: str) -> str:
        if self._audience is Audience.MANAGER or not text:
            return text
        return self._hiders.without_people(text)

    @cached_property
    def _hiders(self) -> _Hiders:
        return _Hiders(self._people, self._audience, self._workers, self._children)


class _Hiders:
    """The names, references, numbers and dates of birth that are looked for in a text."""

    def __init__(
        self,
        people: People,
        audience: Audience,
        workers: Mapping[int, str],
        children: Mapping[int, str],
    ) -> None:
        pairs: list[tuple[str, str]] = []
        references: dict[str, str] = {}
        births: frozenset[date] = frozenset()
        if not audience.sees_names:
            for worker_id, name in people.workers.items():
                stands_for = _WORKER
                if audience is Audience.PSW:
                    stands_for = workers.get(worker_id, _WORKER)
                pairs.append((name, stands_for))
            pairs += [(name, "[somebody]") for name in people.others]
            births = people.born
        for child_id, (ref, called) in people.children.items():
            if audience is Audience.EXTERNAL:
                code = _CHILD
            else:
                code = children.get(child_id, _CHILD)
            references[ref] = ref if audience.sees_names else code
            if called:
                pairs.append((called, references[ref]))
        stands = references
        if audience.sees_names:
            stands = {}
        self._references = ReferenceHider(stands)
        stays = tuple(people.workers.values()) if audience.sees_names else ()
        self._names = NameHider(pairs, stays=stays, shortest=2, has_initials=True)
        self._births = births_as_written(births)
        numbers = () if audience.sees_names else people.registrations
        self._numbers = ReferenceHider(dict.fromkeys(numbers, "[a number]"))

    def without_people(self, text: str) -> str:
        """The text with codes in the place of whom it names."""
        hidden = self._without_births(self._references.without_references(text))
        hidden = self._numbers.without_references(hidden)
        return self._names.without_names(_LONG_NUMBER.sub("[a number]", hidden))

    def _without_births(self, text: str) -> str:
        kept, at = [], 0
        for found in _DAY.finditer(text):
            begins, ends = found.span(1)
            if begins >= at and _plain_day(found[1]) in self._births:
                kept += [text[at:begins], "[a date of birth]"]
                at = ends
        return "".join([*kept, text[at:]])


def _plain_day(words: str) -> str:
    """A day as typed, in small letters, with one space between its words and no `3rd`."""
    return _ORDINAL.sub("", " ".join(words.casefold().split()))


def births_as_written(births: Iterable[date]) -> frozenset[str]:
    """The dates of birth of this vault's children as people write them, in small letters."""
    written = chain.from_iterable((
            on.isoformat(), f"{on:%d/%m/%Y}", f"{on.day}/{on.month}/{on.year}", f"{on:%d.%m.%Y}",
            f"{on:%d-%m-%Y}", f"{on:%d-%m-%y}", f"{on:%d.%m.%y}",
            f"{on:%d/%m/%y}", f"{on.day} {on:%b} {on.year}", f"{on.day} {on:%B} {on.year}",
        ) for on in births)  # fmt: skip
    return frozenset(each.casefold() for each in written)
