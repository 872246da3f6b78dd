"""Like actions of two other terminal apps, in the same run: posting and harlequin, as they ship.

Both are made with Textual, too, and held up for how they feel. They are installed into the folder
of the demos, each with what it needs, and left there.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import venv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .outside import Program, app_on, at_95_percent, median_of_starts

_RUNS = 5
_ACTIONS = ("move in a list", "switch a tab", "open help", "type in a field")
_DOWN, _RIGHT, _LEFT, _TAB, _ESCAPE = "\x1b[B", "\x1b[C", "\x1b[D", "\t", "\x1b"
_F1, _F5, _F2 = "\x1bOP", "\x1b[15~", "\x1bOQ"


@dataclass(frozen=True, slots=True)
class Action:
    """What is pressed before, and the keys of which each is timed; `back` undoes a timed one."""

    before: Sequence[str]
    keys: Sequence[str]
    back: Sequence[str] = ()
    after: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Driven:
    """An app, the text by which it stands there, and how each action is done in it."""

    name: str
    command: Sequence[str]
    stands: str
    actions: dict[str, Action]
    environment: dict[str, str] = field(default_factory=dict)


def ours(vault: Path, secret: Path) -> Driven:
    """Ours, on a vault that is read already."""
    return Driven(
        "ours",
        app_on(vault, secret),
        "To do:",
        {
            "move in a list": Action("1j", "j" * 20),
            "switch a tab": Action("234567812", "34567812" * 3, after="1"),
            "open help": Action("", "?" * 8, back=[_ESCAPE]),
            "type in a field": Action("4f", "school ma", after=[*[_ESCAPE] * 3, "1"]),
        },
    )


def posting(folder: Path) -> Driven:
    """An app that tries out addresses on the web, with forty of them in its list."""
    program = _installed(folder, "posting", "posting==2.11.1", "tree-sitter==0.25.1")
    there = folder / "requests"
    there.mkdir(exist_ok=True)
    for number in range(40):
        text = f"name: request {number:02}\nmethod: GET\nurl: http://localhost/{number}\n"
        (there / f"r{number:02}.posting.yaml").write_text(text)
    jump = "\x0f"
    return Driven(
        "posting",
        (program, "--collection", str(there)),
        "Collection",
        {
            "move in a list": Action([jump, _TAB], ["j"] * 20),
            "switch a tab": Action([jump, "q"], [_RIGHT] * 7 + [_LEFT] * 7),
            "open help": Action([jump, _TAB], [_F1] * 8, back=[_ESCAPE]),
            "type in a field": Action([jump, "2"], "http://loc"),
        },
        _own_folders(folder / "posting"),
    )


def harlequin(folder: Path) -> Driven:
    """An app that asks databases, with two hundred rows in its list."""
    program = _installed(folder, "harlequin", "harlequin==2.17.0")
    query = "select range, 'a child', 'cp' from range(200)"
    return Driven(
        "harlequin",
        (program,),
        "Query Editor",
        {
            "move in a list": Action([*query, "\n", _F5], [_DOWN] * 20),
            "switch a tab": Action([_F2, "\x0e"], ["\x0b"] * 20),
            "open help": Action([], [_F1] * 8, back=[_ESCAPE]),
            "type in a field": Action([_F2], "select a b"),
        },
        _own_folders(folder / "harlequin"),
    )


def measured(folder: Path, vault: Path, secret: Path) -> Iterator[tuple[str, str, float, float]]:
    """Each action: its name, the other app, and the median of ours and of theirs in milliseconds.

    Raises `OSError` or `subprocess.CalledProcessError` where another app cannot be had.
    """
    there = folder / "others"
    there.mkdir(exist_ok=True)
    apps = (ours(vault, secret), posting(there), harlequin(there))
    starts = {app.name: _starts(app) for app in apps}
    times = {app.name: driven(app) for app in apps}
    for other in apps[1:]:
        yield "start", other.name, starts["ours"], starts[other.name]
        for action in _ACTIONS:
            mine, theirs = times["ours"][action], times[other.name][action]
            yield action, other.name, statistics.median(mine), statistics.median(theirs)
            yield f"{action}, 95 %", other.name, at_95_percent(mine), at_95_percent(theirs)


def driven(app: Driven) -> dict[str, list[float]]:
    """Milliseconds of each timed key of each action, until what it brings stands still."""
    found = {}
    os.environ.update(app.environment)
    with Program(*app.command) as program:
        program.seen(app.stands)
        program.rest(4)
        for name, action in app.actions.items():
            for key in action.before:
                program.key(key)
            program.rest(1)
            times = []
            for key in action.keys:
                times.append(program.key(key))
                for back in action.back:
                    program.key(back)
            for key in action.after:
                program.key(key)
            found[name] = times
    return found


def _starts(app: Driven) -> float:
    os.environ.update(app.environment)
    return median_of_starts(app.command, app.stands, _RUNS)


def _own_folders(there: Path) -> dict[str, str]:
    """Where it may leave what it keeps."""
    return {"XDG_CONFIG_HOME": str(there / "config"), "XDG_DATA_HOME": str(there / "data")}


def _installed(folder: Path, name: str, *wanted: str) -> str:
    """The program of that name, installed with what is wanted where it is not there yet."""
    home = folder / name
    program = home / "bin" / name
    if not program.exists():
        venv.create(home, with_pip=True)
        pip = (str(home / "bin" / "pip"), "install", "--quiet", *wanted)
        subprocess.run(pip, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return str(program)
