"""The settings of the app: what there is to set, what holds, and where each value comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from supervision_tui.practice.policy.problems import Problem

from .machine_rules import MachineRules

SETTINGS_NAME = "settings.toml"
OF_THE_MACHINE = "this machine"  # where a value comes from that no person has set
_PLAIN_BY_ENVIRONMENT = "SUPERVISION_TUI_PLAIN"


@dataclass(frozen=True, slots=True)
class Setting:
    """A thing that can be set: its key, name and sentence, the usual value, the words to choose."""

    key: str
    name: str
    says: str
    usual: str
    words: tuple[str, ...] = ()  # none: the themes that there are


SETTINGS = (
    Setting(
        "theme",
        "Theme",
        "The colours; a file of your own in themes/ beside this one is a theme, too.",
        "evening",
    ),
    Setting(
        "layout",
        "Layout",
        "full: panes and lists. plain: one thing below the other in sentences, nothing drawn, "
        "for screen readers and Braille displays.",
        "full",
        ("full", "plain"),
    ),
    Setting(
        "motion", "Motion", "reduced: nothing slides, fades or blinks.", "full", ("full", "reduced")
    ),
    Setting(
        "names",
        "Names at the start",
        "hidden: initials, until names are shown again.",
        "shown",
        ("shown", "blanked"),
    ),
    Setting(
        "spelling",
        "Spelling",
        "marked: words that this machine's British dictionary does not know are underlined as you "
        "write, where supervision-tui[spelling] is installed.",
        "marked",
        ("marked", "off"),
    ),
    Setting(
        "oversight",
        "Oversight",
        "team: what a team manager uses. service: also moderation, practice weeks, and many teams "
        "as one picture. What a vault holds already is always shown.",
        "team",
        ("team", "service"),
    ),
)
BY_KEY = {setting.key: setting for setting in SETTINGS}


def said_of_machine(problem: Problem) -> str:
    """Say what is wrong in the settings of the machine, and what follows from it."""
    return (
        f"{SETTINGS_NAME} of {OF_THE_MACHINE}: {problem.in_words()} If it was meant as a rule, the "
        f"strictest holds until it is put right."
    )


@dataclass(frozen=True, slots=True)
class Value:
    """A value, and where it comes from, in words."""

    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force: values by key, a person's keys by action and phrases by name, and what
    is wrong there.

    `folder` is where the file, and a person's own themes, are looked for; none in tests and
    pictures. `machine` are the rules of the machine, and `machine_problems` what is wrong in its
    file.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    folder: Path | None = None
    machine: MachineRules = field(default_factory=MachineRules)
    machine_problems: tuple[Problem, ...] = ()

    def value_of(self, key: str) -> Value:
        """Give the value in force, and on whose word it holds."""
        return self.values.get(key) or Value(BY_KEY[key].usual, "default")

    def __getitem__(self, key: str) -> str:
        return self.value_of(key).value

    @property
    def is_plain(self) -> bool:
        """Tell whether everything is shown in plain lines."""
        return self["layout"] == "plain"

    @property
    def is_still(self) -> bool:
        """Tell whether nothing moves."""
        return self.is_plain or self["motion"] == "reduced"

    @property
    def is_for_service(self) -> bool:
        """Tell whether what only a whole service uses is shown too."""
        return self["oversight"] == "service"

    def with_value(self, key: str, value: str, origin: str) -> Settings:
        """Copy the settings with another value."""
        return replace(self, values={**self.values, key: Value(value, origin)})

    def over(self, environment: Mapping[str, str], *, plain: bool) -> Settings:
        """Copy the settings, with what the environment and the command line ask for over them."""
        found = self
        if environment.get(_PLAIN_BY_ENVIRONMENT, "").strip() not in ("", "0", "no", "false"):
            found = found.with_value(
                "layout", "plain", f"{_PLAIN_BY_ENVIRONMENT} in the environment"
            )
        if plain:
            return found.with_value("layout", "plain", "--plain")
        return found
