"""What a command is, and what is made of it."""

from __future__ import annotations

from typing import ClassVar

EVERYWHERE = "everywhere"
MODES = (
    ("1", "Today", "today"),
    ("2", "Schedule", "schedule"),
    ("3", "Review", "review"),
    ("4", "Directions", "directions"),
    ("5", "Consultations", "consultations"),
    ("6", "Training", "training"),
    ("7", "Pressure", "pressure"),
    ("8", "Oversight", "oversight"),
)
SHORT_TITLES = {  # where there is no room for the whole ones
    "schedule": "Sched.",
    "directions": "Dir.",
    "consultations": "Consult.",
    "training": "Train.",
    "pressure": "Press.",
    "oversight": "Over.",
}
MODE_IDS = tuple(mode for _, _, mode in MODES)
_UNRANKED = 90  # behind all that have a place in the footer, but for what applies everywhere
_REGISTER: list[type[Command]] = []


class Command:
    """An action with its id, name, sentence and default keys.

    `where` is the screen on which it applies; `footer` its place in the footer (0: not there); `shown` how its key is
    written there; `strong` makes it win over a text field that has the focus; `also` holds other words by which the
    palette and the help find it.
    """

    id: ClassVar[str]
    name: ClassVar[str]
    says: ClassVar[str]
    keys: ClassVar[tuple[str, ...]]
    where: ClassVar[str] = EVERYWHERE
    action: ClassVar[str]
    footer: ClassVar[int] = 0
    shown: ClassVar[str] = ""
    strong: ClassVar[bool] = False
    also: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        if hasattr(cls, "id"):  # else it only says where a family of commands applies
            _REGISTER.append(cls)


def every_command() -> tuple[type[Command], ...]:
    """All commands, in the order in which they are written down."""
    return tuple(_REGISTER)


def commands_for(where: str) -> list[type[Command]]:
    """The commands of one screen, then those that apply everywhere."""
    own = [command for command in _REGISTER if command.where == where]
    shared = [command for command in _REGISTER if command.where == EVERYWHERE and where != EVERYWHERE]
    if where not in MODE_IDS:  # from a screen in front of a mode one goes back first
        shared = [command for command in shared if not command.id.startswith("go.")]
    return own + shared


def footer_for(where: str) -> list[type[Command]]:
    """The commands of a screen by importance: those with a place in the footer, the screen's others, the rest, help.

    The modes are left out: they stand at the top of each screen.
    """
    there = [command for command in commands_for(where) if command.keys and not command.id.startswith("go.")]
    ranked = sorted(there, key=lambda command: command.footer or _UNRANKED + (command.where == EVERYWHERE))
    return [command for command in ranked if command.id != "help"] + [c for c in ranked if c.id == "help"]
