"""A service's own file over the practice policy that ships with the app, and which of it is to be
used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from supervision_tui.practice.policy.problems import PolicyWrong, Problem, unread
from supervision_tui.practice.policy.toml_text import MOST_BYTES
from supervision_tui.system.files import expanded, read_bytes

if TYPE_CHECKING:
    from supervision_tui.practice.policy.policy import Policy

SHIPPED = "default"  # asked for by this word: what ships with the app, and nothing over it
POLICY_NAME, TEMPLATES_NAME, FORMS_NAME = "policy.toml", "reflection", "forms"
POLICY_FACT = "practice policy"  # under this name a vault remembers it


@dataclass(frozen=True, slots=True)
class ServiceFiles:
    """The files of a service: where its policy lies, its text, and its templates by file name."""

    path: str
    policy: str | None = None
    templates: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the file."""
        return Path(self.path).name

    @property
    def holds_something(self) -> bool:
        """Tell whether it sets anything over what ships with the app."""
        return self.policy is not None or bool(self.templates)

    def made(self) -> Policy:
        """The policy with these over it. Raises `PolicyWrong`."""
        from supervision_tui.practice.policy.policy import make_policy

        try:
            return make_policy(self.policy, self.name, self.templates)
        except PolicyWrong as why:
            name = self.path if why.name == self.name else why.name
            raise PolicyWrong(name, why.problems) from None


@dataclass(frozen=True, slots=True)
class PolicyOffer:
    """The policy that a person asks for (a file, or `default`), and where the usual one lies.

    A person's own folder comes before that of the machine.
    """

    asked: str | None = None
    folder: Path | None = None
    machine_folder: Path | None = None

    def files(self, remembered: str = "") -> ServiceFiles | None:
        """The files to be used: those asked for, those the vault remembers, else the folder's.

        Nothing: none.

        Raises `PolicyWrong` where one cannot be read.
        """
        asked = self.asked or remembered
        if asked == SHIPPED:
            return None
        path = expanded(asked) if asked else self._usual()
        folder = path.parent if path else None
        templates = _templates(self.machine_folder) | _templates(self.folder) | _templates(folder)
        if path is None and not templates:
            return None
        policy = text_of(path) if path else None
        where = str(path.absolute()) if path else ""
        return ServiceFiles(where, policy, templates)

    def _usual(self) -> Path | None:
        """The policy that nobody needs to name; nothing where there is none.

        Raises `PolicyWrong` where it cannot be told.
        """
        for folder in filter(None, (self.folder, self.machine_folder)):
            path = folder / POLICY_NAME
            try:
                is_there = path.exists()
            except OSError as why:
                raise PolicyWrong(str(path), [unread(why)]) from None
            if is_there:
                return path
        return None

    def policy(self) -> Policy:
        """The policy where there is no vault to remember one. Raises `PolicyWrong`."""
        from supervision_tui.practice.policy.policy import default_policy

        found = self.files()
        if found:
            return found.made()
        return default_policy()


def _templates(folder: Path | None) -> dict[str, str]:
    """The templates in a service's folder by file name: reflective models, then its own forms."""
    if folder is None:
        return {}
    models = _texts_in(folder / TEMPLATES_NAME)
    forms = _texts_in(folder / FORMS_NAME)
    return models | {f"{FORMS_NAME}/{name}": text for name, text in forms.items()}


def _texts_in(folder: Path) -> dict[str, str]:
    try:
        is_there = folder.is_dir()
    except OSError as why:
        raise PolicyWrong(str(folder), [unread(why)]) from None
    if not is_there:
        return {}
    return {path.name: text_of(path) for path in sorted(folder.glob("*.toml"))}


def text_of(path: Path) -> str:
    """The text of a file that a person wrote. Raises `PolicyWrong` where it is none."""
    try:
        raw = read_bytes(path, MOST_BYTES)
    except (OSError, ValueError) as why:
        raise PolicyWrong(str(path), [unread(why)]) from None
    says = "this is not text in UTF-8; save the file again, and choose UTF-8 as its encoding."
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        raise PolicyWrong(
            str(path), [Problem(raw[: why.start].count(b"\n") + 1, "", says)]
        ) from None
    if "\0" in text:
        raise PolicyWrong(str(path), [Problem(0, "", says)])
    return text
