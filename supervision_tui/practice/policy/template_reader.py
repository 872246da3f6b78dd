"""Reading a template that a service has written: its entries, its tables, and every wrong line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .file import nearest_of
from .problems import PolicyWrong, Problem
from .toml_lines import Where, line_of
from .toml_text import parsed_toml
from .value_types import InvalidValue, Kind


class TemplateReader:
    """Reads the entries of one template, and keeps what is wrong in it, line by line."""

    def __init__(self, name: str, text: str) -> None:
        """Raises `PolicyWrong` where it is no TOML at all."""
        self.name = name
        self.text = text
        self.raw: Mapping[str, Any] = parsed_toml(text, name)
        self._problems: list[Problem] = []

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing was wrong so far."""
        return not self._problems

    def check(self) -> None:
        """Raise `PolicyWrong`, with a line for everything that was wrong."""
        if self._problems:
            raise PolicyWrong(self.name, self._problems)

    def wrong(self, where: Where, key: str, says: str, nearest: str = "") -> None:
        """Keep a problem at a place."""
        self._problems.append(Problem(line_of(self.text, where), key, says, nearest))

    def entries(
        self,
        table: Mapping[str, Any],
        where: Where,
        kinds: Mapping[str, Kind],
        *,
        also: tuple[str, ...] = (),
        usual: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The entries of a table by their kinds; those in `usual` may be left out.

        `also` are tables that stand beside them.
        """
        values = dict(usual or {})
        for key in table:
            if key not in kinds and key not in also:
                words = (*kinds, *also)
                says = f"there is no such entry here. There are: {', '.join(words)}."
                self.wrong((*where, key), key[:40], says, nearest_of(key, words))
        for key, kind in kinds.items():
            if key not in table:
                if key not in values:
                    self.wrong(where, key, f"it is missing; expected {kind.expected}.")
                continue
            try:
                values[key] = kind.read(table[key])
            except InvalidValue:
                self.wrong((*where, key), key, f"expected {kind.expected}.")
        return values

    def tables(
        self,
        part: str,
        kinds: Mapping[str, Kind],
        *,
        usual: Mapping[str, Any] | None = None,
    ) -> list[dict[str, Any]]:
        """The tables `[[part]]`, in their order."""
        tables = self.raw.get(part, [])
        if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
            self.wrong((part,), part, f"expected tables like [[{part}]].")
            return []
        return [
            self.entries(each, (part, number), kinds, usual=usual)
            for number, each in enumerate(tables)
        ]

    def check_ids(self, part: str, tables: list[dict[str, Any]]) -> None:
        """Keep a problem for each id that stands twice among the tables of a part."""
        seen: set[str] = set()
        for number, each in enumerate(tables):
            if each.get("id") in seen:
                says = f"two {part} are called “{each['id']}”."
                self.wrong((part, number, "id"), "id", says)
            seen.add(each.get("id", ""))
