"""The themes: one TOML file each, turned into Textual's; a user's own files come later and win by name."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from textual.theme import Theme

_MEANINGS = ("ground", "panel", "text", "quiet", "rule", "focus", "late", "soon", "personal", "cursor")


@lru_cache(maxsize=1)
def all_themes() -> dict[str, Theme]:
    """The themes that ship with the app, the dark one first."""
    found = [_read(path) for path in sorted(_folder().glob("*.toml"))]
    return {theme.name: theme for theme in found}


def _folder() -> Path:
    """In an installed package beside the modules, in a checkout at the top of the repository."""
    inside = Path(__file__).parent / "themes"
    return inside if inside.is_dir() else Path(__file__).parents[1] / "themes"


def _read(path: Path) -> Theme:
    raw = tomllib.loads(path.read_text("utf-8"))
    return Theme(
        name=raw["name"],
        primary=raw["focus"],
        secondary=raw["focus"],
        accent=raw["focus"],
        warning=raw["soon"],
        error=raw["late"],
        success=raw["focus"],
        foreground=raw["text"],
        background=raw["ground"],
        surface=raw["ground"],
        panel=raw["panel"],
        dark=raw["dark"],
        variables={meaning: raw[meaning] for meaning in _MEANINGS},
    )
