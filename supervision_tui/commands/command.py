"""A command: an action with its id, its keys and its sentence."""

from __future__ import annotations

from dataclasses import dataclass

EVERYWHERE = "everywhere"
MODES = (
    ("1", "Today", "today"),
    ("2", "Schedule", "schedule"),
    ("3", "Children", "review"),
    ("4", "Directions", "directions"),
    ("5", "Consultations", "consultations"),
    ("6", "Training", "training"),
    ("7", "Workload", "pressure"),
    ("8", "Oversight", "oversight"),
)
SHORT_TITLES = {  # where there is no room for the whole ones
    "schedule": "Sched.",
    "review": "Chil.",
    "directions": "Dir.",
    "consultations": "Consult.",
    "training": "Train.",
    "pressure": "Work.",
    "oversight": "Over.",
}
MODE_IDS = tuple(mode for _, _, mode in MODES)


@dataclass(frozen=True, slots=True)
class Command:
    """One action of a person: `where` is the screen on which it applies.

    `footer` is its place in the footer (0: not there); `shown` how its key is written there;
    `strong` makes it win over a text field that has the focus; `also` holds other words by which
    the palette and the help find it; what is `for_service` is offered where a person asked for
    that, and found by its words elsewhere; what is `for_demo` acts on invented records alone.
    """

    id: str
    keys: tuple[str, ...]
    action: str
    name: str
    says: str
    where: str = EVERYWHERE
    footer: int = 0
    shown: str = ""
    strong: bool = False
    also: str = ""
    for_service: bool = False
    for_demo: bool = False
