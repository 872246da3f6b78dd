"""The themes as Textual takes them; where the app's own files lie."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from textual.theme import Theme

from supervision_tui.configuration.theme_files import (
    OWN_FOLDER,
    ThemeFile,
    Themes,
    find_themes,
    read_theme,
)

USUAL = "evening"
# what Textual would mix from these colours by itself, and too faintly to be read
_OF_TEXTUALS_OWN = {
    "text-muted": "quiet",
    "text-disabled": "quiet",
    "foreground-muted": "quiet",
    "foreground-disabled": "quiet",
    "block-cursor-background": "focus",
    "block-cursor-foreground": "ground",
    "input-cursor-background": "text",
    "input-cursor-foreground": "ground",
    "input-selection-background": "focus",
    "input-selection-foreground": "ground",
    "screen-selection-background": "focus",
    "screen-selection-foreground": "ground",
    "scrollbar": "rule",
    "scrollbar-background": "panel",
}


def shipped_folder() -> Path:
    """In an installed package beside the modules, in a checkout at the top of the repository."""
    inside = Path(__file__).parents[1] / "themes"
    if inside.is_dir():
        return inside
    return Path(__file__).parents[2] / "themes"


def all_themes(configuration: Path | None = None) -> Themes:
    """The themes that ship with the app, and a person's own, which win by name."""
    own = None
    if configuration:
        own = configuration / OWN_FOLDER
    return find_themes(shipped_folder(), own)


@cache
def usual_colours() -> Mapping[str, str]:
    """The colours of the usual theme, read once: Textual asks each time it reads its sheet."""
    return read_theme(shipped_folder() / f"{USUAL}.toml", is_own=False).colours


def textual_theme(theme: ThemeFile) -> Theme:
    """A theme as Textual takes it: its widgets in our colours, and each meaning by its name."""
    colours = theme.colours
    return Theme(
        name=theme.name,
        primary=colours["focus"],
        secondary=colours["focus"],
        accent=colours["focus"],
        warning=colours["soon"],
        error=colours["late"],
        success=colours["good"],
        foreground=colours["text"],
        background=colours["ground"],
        surface=colours["ground"],
        panel=colours["panel"],
        dark=theme.is_dark,
        variables={
            **colours,
            **{name: colours[meaning] for name, meaning in _OF_TEXTUALS_OWN.items()},
        },
    )
