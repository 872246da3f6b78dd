"""Commands about the practice policy and the templates: where they lie, what holds, what is wrong with them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from supervision_tui.practice.wording import count

from . import json_shapes
from .opening import day_option, desk_of, opening_of
from .read_commands import AsOf, Json


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    config = typer.Typer(help="The practice policy: where it lies, what holds, what is wrong.", no_args_is_help=True)
    for command in (path, show, check):
        config.command()(command)
    app.add_typer(config, name="config")


def path(context: typer.Context) -> None:
    """Say where a service's own policy and reflection templates are looked for."""
    from supervision_tui.desk.policy_in_use import POLICY_NAME, TEMPLATES_NAME

    folder = opening_of(context).config_folder
    for what in (folder / POLICY_NAME, folder / TEMPLATES_NAME):
        print(what)
        print(f"{what.name} is {'there' if what.exists() else 'not there yet'}.", file=sys.stderr)


def show(
    context: typer.Context,
    as_of: AsOf = None,
    of_vault: Annotated[
        bool, typer.Option("--of-vault", help="What the vault works with, the copy that it keeps included.")
    ] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="As tables for a page.")] = False,
    as_json: Json = False,
) -> None:
    """Show every number in force, with its source."""
    from supervision_tui.clock import Clock
    from supervision_tui.practice.policy_page import tables, value_words

    opening, day = opening_of(context), day_option(as_of)
    if of_vault:
        with desk_of(opening, day) as (_, moment):
            policy = moment.policy
    else:
        policy = opening.offer.policy().on(Clock(day).today())
    if as_json:
        json_shapes.put(json_shapes.policy(policy))
    elif markdown:
        print(tables(policy), end="")
    else:
        for entry in policy.entries():
            print(f"{entry.path:<44} {value_words(entry.value):<28} {entry.source.says()}")


def check(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="Policies or templates; else those in use.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Name every wrong line of a policy file or template: the line, what was expected, the nearest right key."""
    from supervision_tui.desk.policy_in_use import check_files

    opening = opening_of(context)
    checked = check_files([str(each) for each in files] if files else None, opening.offer)
    if as_json:
        json_shapes.put(json_shapes.checked(checked))
    for each in [] if as_json else checked:
        for problem in each.problems:
            print(f"{each.name}: {problem.in_words()}", file=sys.stderr)
        if not each.problems:
            sets = count(each.sets, "value") if each.sets else "nothing yet"
            print(f"{each.name}: nothing is wrong. It sets {sets}.", file=sys.stderr)
    if not checked:
        print(f"There is no policy in {opening.config_folder}; what ships with the app holds.", file=sys.stderr)
    if any(each.problems for each in checked):
        raise typer.Exit(4)
