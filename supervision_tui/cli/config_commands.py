"""Commands about settings, practice policy and templates: where they are, what applies, what is
wrong with them.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from supervision_tui.practice.wording import count, listing

from .opening import desk_of
from .options import AsOf, Json, day_option, opening_of
from .shapes import care
from .shapes.values import put

if TYPE_CHECKING:
    from collections.abc import Mapping

    from supervision_tui.desk.vault.policy_in_use import Checked
    from supervision_tui.practice.workload.measured_minutes import MeasuredMinutes


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    config = typer.Typer(
        help="Settings and practice policy: where they are, what applies, what is wrong.",
        no_args_is_help=True,
    )
    for command in (path, show, check, keys):
        config.command()(command)
    suggest = typer.Typer(
        help="Suggest lines for the service's own policy file.", no_args_is_help=True
    )
    suggest.command("minutes")(suggest_minutes)
    config.add_typer(suggest, name="suggest")
    app.add_typer(config, name="config")


def path(context: typer.Context, as_json: Json = False) -> None:
    """Say where your settings and themes, a service's own policy and templates, and those of this
    machine are looked for.
    """
    from supervision_tui.configuration.settings import SETTINGS_NAME
    from supervision_tui.configuration.theme_files import OWN_FOLDER
    from supervision_tui.desk.vault.service_policy import FORMS_NAME, POLICY_NAME, TEMPLATES_NAME

    folder, machine = opening_of(context).config_folder, opening_of(context).machine_folder
    own = {
        "policy": folder / POLICY_NAME,
        "templates": folder / TEMPLATES_NAME,
        "forms": folder / FORMS_NAME,
        "settings": folder / SETTINGS_NAME,
        "themes": folder / OWN_FOLDER,
    }
    of_machine = {
        "machine_settings": machine / SETTINGS_NAME,
        "machine_policy": machine / POLICY_NAME,
        "machine_templates": machine / TEMPLATES_NAME,
        "machine_forms": machine / FORMS_NAME,
    }
    if as_json:
        put(care.places(own | of_machine))
        return
    for place in own.values():
        print(place)
        state = "there" if os.path.exists(place) else "not there yet"
        print(f"{place.name} is {state}.", file=sys.stderr)
    there = [place.name for place in of_machine.values() if os.path.exists(place)]
    says = listing(there) or "nothing"
    print(f"For everybody on this machine {machine} holds {says}.", file=sys.stderr)


def show(
    context: typer.Context,
    as_of: AsOf = None,
    of_vault: Annotated[
        bool,
        typer.Option(
            "--of-vault", help="What the vault works with, the copy that it keeps included."
        ),
    ] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="As tables for a page.")] = False,
    as_json: Json = False,
) -> None:
    """Show every setting and where it comes from, and every number in force with its source."""
    from supervision_tui.configuration.settings import OF_THE_MACHINE, SETTINGS, SETTINGS_NAME
    from supervision_tui.desk.workload.minutes import measured_minutes
    from supervision_tui.practice.policy.page import tables, value_words
    from supervision_tui.system.clock import Clock

    opening, day = opening_of(context), day_option(as_of)
    own: dict[str, MeasuredMinutes] = {}
    if of_vault:
        with desk_of(opening, day) as (store, moment):
            policy = moment.policy
            own = store.run(measured_minutes, moment)
    else:
        policy = opening.offer.policy().on(Clock(day).today())
    settings = opening.settings
    if as_json:
        put(
            care.policy(policy, own)
            | {
                "settings": care.settings(settings),
                "machine": care.rules(settings.machine),
            }
        )
    elif markdown:
        print(tables(policy), end="")
    else:
        for setting in SETTINGS:
            found = settings.value_of(setting.key)
            print(f"{setting.key:<44} {found.value:<28} {found.origin}")
        for key, value in care.rules(settings.machine).items():
            print(f"{f'machine.{key}':<44} {value or '':<28} {OF_THE_MACHINE}")
        for command_id, typed in settings.keys.items():
            print(f"{f'keys.{command_id}':<44} {typed:<28} {SETTINGS_NAME}")
        for entry in policy.entries():
            measured = own_minutes_of(entry.path, own)
            says = f"; {measured.says()}" if measured else ""
            print(f"{entry.path:<44} {value_words(entry.value):<28} {entry.source.says()}{says}")


def suggest_minutes(context: typer.Context, as_of: AsOf = None) -> None:
    """Write the lines that put your own median minutes into the service's policy file.

    They come from the clock of the hour, over twelve months, for plans with ten discussions or
    more.
    """
    from supervision_tui.desk.workload.minutes import measured_minutes
    from supervision_tui.practice.workload.measured_minutes import suggested_lines

    with desk_of(opening_of(context), day_option(as_of)) as (store, moment):
        own = store.run(measured_minutes, moment)
    for each in own.values():
        rule = moment.policy.plan(each.plan)
        print(f"{rule.words}: {rule.minutes} minutes here; {each.says()}.", file=sys.stderr)
    lines = list(suggested_lines(own, moment.policy, moment.today))
    print("\n".join(lines), end="")
    if not lines:
        says = "Nothing to suggest: no plan has ten timed discussions with another median."
        print(says, file=sys.stderr)


def own_minutes_of(path: str, own: Mapping[str, MeasuredMinutes]) -> MeasuredMinutes | None:
    """The service's own minutes beside an entry of the policy; nothing beside any other entry."""
    family, _, rest = path.partition(".")
    plan, _, name = rest.partition(".")
    if family == "plans" and name == "minutes":
        return own.get(plan)
    return None


def check(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]...",
            help="Policies, templates, or settings.toml of a machine; else what is in use.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Name every wrong line of settings, themes, policy and templates: the line, what was expected,
    the nearest key.
    """
    from supervision_tui.configuration.settings import SETTINGS_NAME
    from supervision_tui.desk.vault.policy_in_use import check_files

    opening = opening_of(context)
    of_machine = [each for each in files or () if each.name == SETTINGS_NAME]
    others = [str(each) for each in files or () if each not in of_machine]
    checked: list[Checked] = []
    for file in of_machine:
        checked += check_machine(file.parent)
    if others or not files:
        checked += check_files(others, opening.offer)
    if not files:
        checked += [
            *check_settings(opening.config_folder),
            *check_machine(opening.machine_folder),
        ]
    if as_json:
        put(care.checked(checked))
    said = () if as_json else checked
    for each in said:
        for problem in each.problems:
            print(f"{each.name}: {problem.in_words()}", file=sys.stderr)
        if not each.problems:
            sets = count(each.sets, each.part) if each.sets else "nothing yet"
            print(f"{each.name}: nothing is wrong. It sets {sets}.", file=sys.stderr)
    if not checked:
        print(
            f"No files of your own in {opening.config_folder}; the app's defaults apply.",
            file=sys.stderr,
        )
    if any(each.problems for each in checked):
        raise typer.Exit(4)


def keys(
    context: typer.Context,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="As tables for a page: the usual keys.")
    ] = False,
    card: Annotated[
        bool, typer.Option("--card", help="The usual keys as Markdown that prints on one page.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Name every action with its keys as they are set.

    These names stand under [keys] in the settings.
    """
    from supervision_tui.commands import Keymap, pages

    keymap = Keymap(opening_of(context).settings.keys)
    if as_json:
        put(care.actions(keymap))
    elif card or markdown:
        printed = pages.card() if card else pages.table()
        print(printed, end="")
    else:
        print("\n".join(pages.lines_of(keymap)))


def check_machine(folder: Path) -> list[Checked]:
    """List what is wrong in the settings file of a machine; nothing where there is none."""
    from supervision_tui.configuration.settings import SETTINGS_NAME
    from supervision_tui.configuration.settings_file import read_settings
    from supervision_tui.desk.vault.policy_in_use import Checked

    path = folder / SETTINGS_NAME
    if not os.path.lexists(path):
        return []
    found = read_settings(None, folder)
    set_here = len(found.values) + len(found.keys) + len(care.rules(found.machine))
    return [Checked(str(path), found.machine_problems, set_here)]


def check_settings(folder: Path) -> list[Checked]:
    """List what is wrong in a person's own settings, keys and themes; nothing where there are
    none.
    """
    from supervision_tui.commands import Keymap
    from supervision_tui.configuration.settings import SETTINGS_NAME
    from supervision_tui.configuration.settings_file import line_of_key, read_settings
    from supervision_tui.configuration.theme_files import hard_to_read
    from supervision_tui.desk.vault.policy_in_use import Checked
    from supervision_tui.practice.policy.problems import Problem
    from supervision_tui.practice.policy.toml_text import MOST_BYTES
    from supervision_tui.runtime.themes import all_themes
    from supervision_tui.system.files import read_bytes

    found = []
    path, text = folder / SETTINGS_NAME, ""
    settings = read_settings(folder)
    if settings.values or settings.keys or settings.problems or path.is_file():
        with contextlib.suppress(OSError):  # what cannot be read stands among the problems
            text = read_bytes(path, MOST_BYTES).decode("utf-8", "replace")
        keys = [
            Problem(line_of_key(text, name), name, says)
            for name, says in Keymap(settings.keys).wrong
        ]
        found.append(
            Checked(
                str(path), (*settings.problems, *keys), len(settings.values) + len(settings.keys)
            )
        )
    themes = all_themes(folder)
    found += [Checked(str(why.path), why.problems) for why in themes.wrong]
    own = [theme for theme in themes.there.values() if theme.is_own]
    return found + [
        Checked(str(theme.path), tuple(hard_to_read(theme)), len(theme.colours)) for theme in own
    ]
