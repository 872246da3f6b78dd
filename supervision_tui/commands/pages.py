"""Every action in writing: in lines for a terminal, as a card to print, as a table for the
documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from .catalogue import COMMANDS
from .command import EVERYWHERE, Command
from .keymap import Keymap

TITLES = {  # where a command applies, in the order in which the pages say it
    EVERYWHERE: "Everywhere",
    "list": "In a list, and in what is read",
    "filter": "In a list's filter",
    "today": "Today",
    "schedule": "Schedule",
    "preparation": "Preparing a session",
    "session": "Supervision",
    "sign": "Before signing",
    "signed": "A signed record",
    "review": "Children",
    "directions": "Directions",
    "decision": "Writing a decision",
    "record": "Before a decision is recorded",
    "decided": "A decision on record",
    "file": "The children's files",
    "consultations": "Consultations",
    "consultation": "A consultation",
    "training": "Training",
    "pressure": "Workload",
    "what-if": "What if",
    "oversight": "Oversight",
    "oversight-records": "Records behind a figure",
    "agreement": "A supervision agreement",
    "my-week": "Your own week",
    "allocation": "Allocating side by side",
    "away": "A worker who is away",
    "leaving": "A worker who leaves",
    "search": "Search",
    "form": "In a form",
    "fields": "Between fields",
    "line": "In a field",
    "timescale": "In a date",
    "choice": "On a choice of words",
    "ticks": "On a list to tick",
    "bring-in": "Before a file is imported",
    "columns": "What the columns of a file mean",
    "files": "Choosing a file",
    "vault": "Vault",
    "journal": "Journal",
    "code": "The recovery code",
    "unlock": "At the lock",
    "progress": "While it works",
    "settings": "Settings",
    "theme": "Choosing a theme",
    "help": "Help",
    "welcome": "The first start",
    "guide": "The first steps",
    "tour": "The tour",
}


def groups() -> list[tuple[str, list[Command]]]:
    """The title of each place, and its commands; raises `KeyError` where a place has no title."""
    found: dict[str, list[Command]] = {where: [] for where in TITLES}
    for command in COMMANDS:
        found[command.where].append(command)
    return [(TITLES[where], commands) for where, commands in found.items()]


def lines_of(keys: Keymap) -> list[str]:
    """A line each: the id, the keys as they are set, and what is done."""
    return [
        f"{command.id:<28} {keys.words(command) or '–':<10} {command.says}"
        for command in chain.from_iterable(commands for _, commands in groups())
    ]


def card() -> str:
    """All usual keys in Markdown, as close together as they can be read: one page when printed.

    The way back is said once.
    """
    rows = [(title, list(map(_on_card, filter(_is_on_card, of)))) for title, of in groups()]
    said = [f"| **{title}** | {' · '.join(entries)} |" for title, entries in rows if entries]
    return "\n".join(["| where | keys |", "| --- | --- |", *said, ""])


def table() -> str:
    """Every action in Markdown: its usual keys, its id for a line under `[keys]`, its sentence."""
    return "\n".join(chain.from_iterable(_section(title, commands) for title, commands in groups()))


def _is_on_card(command: Command) -> bool:
    is_way_back = command.action == "app.back" and command.where != EVERYWHERE
    return bool(command.keys) and not is_way_back


def _on_card(command: Command) -> str:
    return f"{_code(Keymap().words(command))} {_lowered(command.name)}"


def _section(title: str, commands: Iterable[Command]) -> list[str]:
    rows = [
        f"| {_code(Keymap().words(each)) or 'palette'} | `{each.id}` | {each.says} |"
        for each in commands
    ]
    return [f"### {title}", "", "| key | action | what it does |", "| --- | --- | --- |", *rows, ""]


def _code(words: str) -> str:
    if words:
        return f"`{words}`"
    return ""


def _lowered(name: str) -> str:
    """A name in the middle of a line; one in capitals stays."""
    if name[:2].isupper():
        return name
    return name[:1].lower() + name[1:]
