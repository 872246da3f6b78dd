"""Reading a policy file: what it sets, from which day, on whose word.

And what is wrong with it, line by line.

Anywhere in a file `from`, `source` and `sure` may stand: at the top for all of it, in a table for
its entries, or beside one number as `{ value = 21, from = 2026-04-01, source = "…" }`; the nearest
holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from supervision_tui.practice.wording import with_printable

from .problems import PolicyWrong, Problem
from .rules import FAMILIES, GENERAL, OPEN_FAMILIES, TABLES, entries_of
from .toml_lines import Where, line_of
from .toml_text import parsed_toml
from .value_types import InvalidValue, Kind, Text

ALWAYS = date.min
SURE = ("found", "check", "local")
_ASIDE = ("from", "source", "sure")
_SIGNALS = (
    "fit", "children", "weight", "children-undiscussed", "session-overdue",
    "sessions-lost", "training-missed", "unfinished-at-duty", "directions-overdue",
)  # fmt: skip
_CODES: dict[str, tuple[str, ...]] = {"signals": _SIGNALS}


@dataclass(frozen=True, slots=True)
class Source:
    """The source of a number, and how sure it is: `found`, `check` (check locally) or `local`.

    `set_by` names the service's file that sets it; empty for what ships with the app.
    """

    line: str
    sure: str
    set_by: str = ""

    def says(self) -> str:
        """The source as the screen shows it."""
        if self.set_by:
            if self.line:
                return f"{self.line} (set in {self.set_by})"
            return f"set in {self.set_by}, no source given"
        if self.sure == "found":
            return self.line
        words = self.line.removeprefix("local default").lstrip(":; ")
        if words:
            return f"{words} (local, adjustable)"
        return "local, adjustable"


@dataclass(frozen=True, slots=True)
class Setting:
    """One value that a file gives to an entry (`plans.cp.minutes`), from a day on, and its line."""

    path: str
    value: Any
    since: date
    source: Source
    layer: int
    where: Where


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """One policy file as it was read: its version, what it sets, and its text, for naming lines."""

    name: str
    version: str
    text: str
    settings: tuple[Setting, ...]

    def problem(self, where: Where, key: str, says: str, nearest: str = "") -> Problem:
        """A problem at a place of this file."""
        return Problem(line_of(self.text, where), key, says, nearest)


def read_policy_file(text: str, name: str, layer: int) -> PolicyFile:
    """Read one file; layer 0 ships with the app, layer 1 is the service's.

    Raises `PolicyWrong` with every problem.
    """
    raw = parsed_toml(text, name)
    set_by = name if layer else ""
    reader = PolicyReader(text, layer, set_by)
    reader.read(raw)
    if reader.problems:
        raise PolicyWrong(name, reader.problems)
    return PolicyFile(name, str(raw.get("version", "")), text, tuple(reader.settings))


def nearest_of(typed: str, known: Iterable[str]) -> str:
    """The known word that is most like what was typed, or nothing."""
    return next(iter(get_close_matches(typed, list(known), n=1, cutoff=0.55)), "")


@dataclass(frozen=True, slots=True)
class _Aside:
    """The terms of the entries below: since when, and on whose word."""

    since: date
    source: Source


class PolicyReader:
    def __init__(self, text: str, layer: int, set_by: str) -> None:
        self.text = text
        self.layer = layer
        self.settings: list[Setting] = []
        self.problems: list[Problem] = []
        self._top = _Aside(ALWAYS, Source("", "local", set_by))

    def read(self, raw: Mapping[str, Any]) -> None:
        around = self._aside(raw, (), self._top)
        known = ["version", *GENERAL, *TABLES, *FAMILIES]
        for key, value in raw.items():
            if key in GENERAL:
                self._entry((key,), key, value, GENERAL[key][1], around)
            elif key in TABLES:
                self._table((key,), key, value, entries_of(TABLES[key]), around)
            elif key in FAMILIES:
                self._family(key, value, around)
            elif key == "version":
                self._version(value)
            elif key not in _ASIDE:
                self._unknown((key,), key, key, known)

    def _version(self, value: object) -> None:
        try:
            Text(60).read(value)
        except InvalidValue:
            self._wrong(
                ("version",), "version", f"expected {Text(60).expected}, found {_shown(value)}."
            )

    def _family(self, family: str, tables: object, around: _Aside) -> None:
        if not isinstance(tables, dict):
            self._wrong(
                (family,), family, f"expected tables like [{family}.name], found {_shown(tables)}."
            )
            return
        inner = self._aside(tables, (family,), around)
        codes = _CODES.get(family)
        for code, table in tables.items():
            if code in _ASIDE:
                continue
            if codes is not None and code not in codes:
                self._unknown((family, code), f"{family}.{code}", code, codes)
            elif family in OPEN_FAMILIES and not _is_code(code):
                says = "a name here is made of small letters, digits and hyphens, at most 40."
                self._wrong((family, code), f"{family}.{code[:40]}", says)
            elif table == {}:
                self._wrong((family, code), f"{family}.{code}", "nothing stands in this table.")
            else:
                self._table(
                    (family, code), f"{family}.{code}", table, entries_of(FAMILIES[family]), inner
                )

    def _table(
        self,
        where: tuple[str, ...],
        path: str,
        table: object,
        entries: Mapping[str, tuple[str, Kind]],
        around: _Aside,
    ) -> None:
        if isinstance(table, list) and table and all(isinstance(part, dict) for part in table):
            for number, part in enumerate(table):
                self._entries((*where, number), path, part, entries, around)
        elif isinstance(table, dict):
            self._entries(where, path, table, entries, around)
        else:
            self._wrong(where, path, f"expected a table [{path}], found {_shown(table)}.")

    def _entries(
        self,
        where: Where,
        path: str,
        table: Mapping[str, Any],
        entries: Mapping[str, tuple[str, Kind]],
        around: _Aside,
    ) -> None:
        inner = self._aside(table, where, around)
        for key, value in table.items():
            if key in entries:
                self._entry((*where, key), f"{path}.{key}", value, entries[key][1], inner)
            elif key not in _ASIDE:
                self._unknown((*where, key), f"{path}.{key}", key, entries)

    def _entry(self, where: Where, path: str, value: object, kind: Kind, around: _Aside) -> None:
        if isinstance(value, dict) and "value" in value:
            self._dated(where, path, value, kind, around)
        elif (
            isinstance(value, list)
            and value
            and all(isinstance(part, dict) and "value" in part for part in value)
        ):
            for number, part in enumerate(value):
                self._dated((*where, number), path, part, kind, around)
        else:
            self._set(where, path, value, kind, around)

    def _dated(
        self, where: Where, path: str, table: Mapping[str, Any], kind: Kind, around: _Aside
    ) -> None:
        for key in table:
            if key not in ("value", *_ASIDE):
                self._unknown((*where, key), f"{path}.{key}", key, ("value", *_ASIDE))
        self._set(where, path, table["value"], kind, self._aside(table, where, around))

    def _set(self, where: Where, path: str, value: object, kind: Kind, aside: _Aside) -> None:
        try:
            read = kind.read(value)
        except InvalidValue as why:
            found = why.args[0] if why.args else value
            self._wrong(
                where,
                path,
                f"expected {kind.expected}, found {_shown(found)}.{_without_quotes(found)}",
            )
            return
        if any(each.path == path and each.since == aside.since for each in self.settings):
            when = "always" if aside.since == ALWAYS else aside.since.isoformat()
            self._wrong(
                where,
                path,
                f"this is set twice for the same time ({when}); give each its own `from`.",
            )
            return
        self.settings.append(
            Setting(path, read, aside.since, source=aside.source, layer=self.layer, where=where)
        )

    def _aside(self, table: Mapping[str, Any], where: Where, around: _Aside) -> _Aside:
        since, source = around.since, around.source
        if "from" in table:
            found = table["from"]
            if isinstance(found, date) and not isinstance(found, datetime):
                since = found
            else:
                says = (
                    f"expected a date like 2026-04-01, found "
                    f"{_shown(found)}.{_without_quotes(found)}"
                )
                self._wrong((*where, "from"), "from", says)
        if "source" in table:
            words = table["source"]
            if isinstance(words, str) and len(words) <= 300 and words.isprintable():
                source = replace(source, line=words.strip())
            else:
                says = f"expected words on one line, at most 300 characters, found {_shown(words)}."
                self._wrong((*where, "source"), "source", says)
        if "sure" in table:
            if table["sure"] in SURE:
                source = replace(source, sure=table["sure"])
            else:
                says = f"expected one of {', '.join(SURE)}, found {_shown(table['sure'])}."
                self._wrong((*where, "sure"), "sure", says, nearest_of(str(table["sure"]), SURE))
        return _Aside(since, source)

    def _unknown(self, where: Where, path: str, key: str, known: Iterable[str]) -> None:
        words = list(known)
        nearest = nearest_of(key, words)
        few = ""
        if len(words) <= 18 and not nearest:
            few = f" There are: {', '.join(words)}."
        self._wrong(where, path[:80], f"there is no such entry here.{few}", nearest)

    def _wrong(self, where: Where, key: str, says: str, nearest: str = "") -> None:
        self.problems.append(Problem(line_of(self.text, where), key, says, nearest))


def _is_code(code: str) -> bool:
    return (
        0 < len(code) <= 40
        and code.isascii()
        and code == code.lower()
        and code.replace("-", "").isalnum()
    )


def _shown(value: object) -> str:
    """A value as it may stand in a sentence: short, and on one line."""
    if isinstance(value, dict | list):
        if isinstance(value, dict):
            return "a table"
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    text = with_printable(str(value)[:40], "?")
    if isinstance(value, str):
        return f"“{text}”"
    return text


def _without_quotes(value: object) -> str:
    """Say what to do where a number or a date stands between quotation marks."""
    if not isinstance(value, str):
        return ""
    try:
        date.fromisoformat(value.strip())
    except ValueError:
        if not value.strip().replace(".", "", 1).isdecimal():
            return ""
    return " Write it without quotation marks."
