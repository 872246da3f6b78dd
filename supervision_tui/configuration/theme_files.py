"""Theme files: twelve colours, each with one meaning, and whether what is written in them can be
read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import product
from pathlib import Path
from typing import Any

from supervision_tui.practice.policy.problems import PolicyWrong, Problem, shown, unread
from supervision_tui.practice.policy.toml_lines import line_of
from supervision_tui.practice.policy.toml_text import MOST_BYTES, parsed_toml
from supervision_tui.system.errors import AppError
from supervision_tui.system.files import read_text

OWN_FOLDER = "themes"  # in the configuration folder
TEXTS = ("text", "quiet", "focus", "late", "soon", "good", "personal")
GROUNDS = ("ground", "panel", "cursor")
MEANINGS = (
    "ground",
    "panel",
    "text",
    "quiet",
    "rule",
    "focus",
    "late",
    "soon",
    "personal",
    "cursor",
)
# A person's own file from before these were may leave them out: they are as another one then.
ADDED = {"good": "focus", "chart": "quiet"}
NEEDED = {"AA": 4.5, "AAA": 7.0}  # text on its ground, WCAG 2.2, 1.4.3 and 1.4.6
NEEDED_OF_RULES = 3.0  # what is drawn, 1.4.11
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_KINDS = {"name": str, "title": str, "dark": bool, "contrast": str}


class ThemeWrong(AppError):
    """A theme file cannot be used; the message names the first wrong line."""

    exit_status = 4

    def __init__(self, path: Path, problems: Iterable[Problem]) -> None:
        self.path = path
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        first = self.problems[0]
        mark = "," if first.line else ":"
        super().__init__(shown(f"{path.name}{mark} {first.in_words()}"))


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """A theme as its file has it. `contrast` is what it promises: AA, or AAA.

    `is_own`: a person's, not the app's.
    """

    name: str
    title: str
    is_dark: bool
    contrast: str
    colours: Mapping[str, str]
    path: Path
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Themes:
    """The themes that there are, by name, and the files that cannot be used."""

    there: Mapping[str, ThemeFile]
    wrong: tuple[ThemeWrong, ...] = ()


def find_themes(shipped: Path, own: Path | None) -> Themes:
    """All themes: the app's, then a person's own, which win by name."""
    there: dict[str, ThemeFile] = {}
    wrong = []
    own_files = files_in(own)
    for path, is_own in [
        *((each, False) for each in sorted(shipped.glob("*.toml"))),
        *((p, True) for p in own_files),
    ]:
        try:
            theme = read_theme(path, is_own=is_own)
            there[theme.name] = theme
        except ThemeWrong as why:
            wrong.append(why)
    return Themes(there, tuple(wrong))


def files_in(folder: Path | None) -> list[Path]:
    """The theme files of a folder; none where there is no folder, or it cannot be looked into."""
    try:
        if folder and folder.is_dir():
            return sorted(folder.glob("*.toml"))
        return []
    except OSError:
        return []


def read_theme(path: Path, *, is_own: bool = True) -> ThemeFile:
    """A theme from its file. Raises `ThemeWrong` where a colour is missing or is none."""
    try:
        text = read_text(path, MOST_BYTES, "utf-8-sig")
        raw = parsed_toml(text, path.name)
    except PolicyWrong as why:
        raise ThemeWrong(path, why.problems) from None
    except OSError as why:
        raise ThemeWrong(path, [unread(why)]) from None
    except ValueError:
        raise ThemeWrong(path, [Problem(0, "", "it cannot be read as text in UTF-8.")]) from None
    problems = _problems(raw, text)
    if problems:
        raise ThemeWrong(path, problems)
    colours = {meaning: str(raw[meaning]).lower() for meaning in MEANINGS}
    for meaning, like in ADDED.items():
        colours[meaning] = str(raw.get(meaning, colours[like])).lower()
    title, promised = raw.get("title", raw["name"]), raw.get("contrast", "AA")
    return ThemeFile(
        raw["name"],
        title,
        raw["dark"],
        contrast=promised,
        colours=colours,
        path=path,
        is_own=is_own,
    )


def hard_to_read(theme: ThemeFile) -> list[Problem]:
    """The pairs that stand out less from one another than the theme promises, worst first."""
    try:
        text = read_text(theme.path, MOST_BYTES, "utf-8-sig")
    except (OSError, ValueError):  # taken away meanwhile: then no line is named
        text = ""
    pairs = [(one, other, NEEDED[theme.contrast]) for one, other in product(TEXTS, GROUNDS)]
    pairs += [("rule", "ground", NEEDED_OF_RULES)]
    pairs += [("chart", ground, NEEDED_OF_RULES) for ground in GROUNDS]
    found = []
    for one, other, needed in pairs:
        there = contrast(theme.colours[one], theme.colours[other])
        if there < needed:
            says = f"on {other} it stands out by {there:.1f} to 1; {needed:g} is needed to be read."
            line = line_of(text, (one,)) if text else 0
            found.append((there / needed, Problem(line, one, says)))
    return [problem for _, problem in sorted(found, key=lambda each: each[0])]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _linear(part: float) -> float:
    """Undo the gamma of one part of a colour, 0 to 1, as WCAG does."""
    if part <= 0.04045:
        return part / 12.92
    return float(((part + 0.055) / 1.055) ** 2.4)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = map(_linear, parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _problems(raw: Mapping[str, Any], text: str) -> list[Problem]:
    known = (*_KINDS, *MEANINGS, *ADDED)
    found = []
    for key in raw:
        if key not in known:
            near = get_close_matches(key, known, 1)
            nearest = ""
            if near:
                nearest = near[0]
            found.append(Problem(line_of(text, (key,)), key, "a theme has no such entry.", nearest))
    for key in ("name", "dark", *MEANINGS):
        if key not in raw:
            found.append(
                Problem(
                    0, key, "it is missing; the themes that ship with the app show all entries."
                )
            )
    for key, value in raw.items():
        says = _why_not(key, value)
        if says:
            found.append(Problem(line_of(text, (key,)), key, says))
    return found


def _why_not(key: str, value: Any) -> str:
    if key in (*MEANINGS, *ADDED) and not (isinstance(value, str) and _COLOUR.fullmatch(value)):
        return 'it is a colour like "#1f5f9e".'
    if key == "dark" and not isinstance(value, bool):
        return "it is true or false."
    if key == "contrast" and value not in NEEDED:
        return f"it is one of {', '.join(NEEDED)}."
    if key == "name" and not (
        isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9-]{0,30}", value)
    ):
        return "it is a word of small letters, with hyphens if need be."
    if key == "title" and not isinstance(value, str):
        return "it is words in quotation marks."
    return ""
