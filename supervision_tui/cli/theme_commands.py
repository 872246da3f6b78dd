"""Commands about themes: which there are, and what is wrong with a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from .options import Json, opening_of
from .shapes import care
from .shapes.values import put


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    themes = typer.Typer(
        help="Themes: which there are, and what is wrong with a file.", no_args_is_help=True
    )
    themes.command("list")(list_themes)
    themes.command()(check)
    app.add_typer(themes, name="themes")


def list_themes(context: typer.Context, as_json: Json = False) -> None:
    """List the themes that ship with the app, and your own."""
    from supervision_tui.runtime.themes import all_themes

    opening = opening_of(context)
    found = all_themes(opening.config_folder)
    chosen = opening.settings["theme"]
    if as_json:
        put(care.themes(found, str(chosen)))
        return
    for name, theme in found.there.items():
        mark = "*" if name == chosen else " "
        own = f"  ({theme.path})" if theme.is_own else ""
        kind = "dark" if theme.is_dark else "light"
        print(f"{mark} {name:<16} {theme.title}, {kind}, {theme.contrast}{own}")
    for why in found.wrong:
        print(f"cannot be used: {why}", file=sys.stderr)


def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The theme.")], as_json: Json = False
) -> None:
    """Say every wrong line of a theme file, and every pair of colours that is hard to read."""
    from supervision_tui.configuration.theme_files import ThemeWrong, hard_to_read, read_theme

    try:
        theme = read_theme(file)
        problems = hard_to_read(theme)
    except ThemeWrong as why:
        problems = list(why.problems)
    if as_json:
        put(care.problems([each.in_words() for each in problems]))
    for problem in problems:
        print(f"{file.name}: {problem.in_words()}", file=sys.stderr)
    if problems:
        raise typer.Exit(4)
    print(
        f"{file.name}: nothing is wrong, and all of it can be read ({theme.contrast}).",
        file=sys.stderr,
    )
