"""Helps are whole: each shows examples, which are taken as they stand, in one width, no sentence
cut short.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from supervision_tui.cli import commands_of
from supervision_tui.cli.examples import EXAMPLES
from supervision_tui.cli.fast_arguments import options_first
from supervision_tui.cli.program import WIDTH, app

from .test_commands import Run, on_demo, passphrase, run

__all__ = ["on_demo", "passphrase", "run"]

READING = (
    "timescale", "due", "today", "workload", "agenda", "dates", "children", "sample", "doctor",
    "vault slots", "vault verify", "vault log", "config", "themes list", "event",
)  # fmt: skip
NEED_MORE = (".toml", "--backup", "--add-keyring")  # a file, or a keyring
OF_THE_DEMO = {"Ada Quill": "Otter Thimblewick", "Bo Lark": "Bramble Applethorn"}


def program() -> Any:
    """The program as its parser knows it."""
    commands_of(app)
    return typer.main.get_command(app)


def paths(group: Any, above: str = "") -> Iterator[str]:
    """Every command that is shown, and every group."""
    yield above
    for name, command in group.commands.items():
        path = f"{above} {name}".strip()
        if hasattr(command, "commands"):
            yield from paths(command, path)
        elif not command.hidden:
            yield path


def taken(words: list[str]) -> None:
    """Let the parser read a command line. Raises `TyperException` for one that is wrong."""
    command = program()
    context = command.make_context("supervision-tui", options_first(words))
    while context.args or context._protected_args:
        left = [*context._protected_args, *context.args]
        name, command, left = command.resolve_command(context, left)
        context = command.make_context(name, left, parent=context)
        if not hasattr(command, "commands"):
            return


def test_every_command_shows_examples() -> None:
    assert set(paths(program())) == set(EXAMPLES)


@pytest.mark.parametrize(
    "example", [example for examples in EXAMPLES.values() for example in examples]
)
def test_every_example_is_taken(example: str) -> None:
    taken(shlex.split(example))


def reading() -> Iterator[str]:
    """The examples that show something of a vault as it is."""
    for path, examples in EXAMPLES.items():
        if path.startswith(READING):
            yield from (each for each in examples if not any(more in each for more in NEED_MORE))


@pytest.mark.parametrize("example", reading())
def test_every_example_that_reads_reads(on_demo: Run, example: str) -> None:
    for name, here in OF_THE_DEMO.items():
        example = example.replace(name, here)
    if "--undo" in example:  # of what was put on record
        on_demo(*shlex.split(example.replace(" --undo", "")))
    status, out, err = on_demo(*shlex.split(example))
    if example.startswith("doctor"):  # it may find something on the machine of the test
        assert status in (0, 1)
    else:
        assert status == 0, err
    assert out or err


@pytest.mark.parametrize("columns", ["60", "80", "100", "400"])
def test_helps_have_one_width_and_cut_nothing_short(
    run: Run, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for path in paths(program()):
        out = run(*path.split(), "--help")[1]
        said, _, examples = out.partition("Examples:")
        assert not re.search(r"[a-z]\.\.\.", said), path
        assert max(map(len, said.splitlines())) <= min(int(columns), WIDTH), path
        assert f"  supervision-tui {EXAMPLES[path][0]}\n" in examples
        assert max(map(len, examples.splitlines())) <= WIDTH, path


def test_a_group_without_a_command_shows_its_help_and_no_more(run: Run) -> None:
    status, out, err = run("config")
    assert (status, out) == (2, "")
    assert err.endswith("supervision-tui config check policy.toml\n")
