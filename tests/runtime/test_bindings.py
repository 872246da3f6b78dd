"""Bindings are made of the commands, and of nothing else."""

from __future__ import annotations

from textual.binding import Binding

from supervision_tui.commands import COMMANDS
from supervision_tui.runtime.bindings import bindings_for


def test_every_command_with_a_key_is_bound_where_it_applies() -> None:
    for command in COMMANDS:
        bound = {each.id: each for each in bindings_for(command.where) if isinstance(each, Binding)}
        if not command.keys:
            assert command.id not in bound
            continue
        binding = bound[command.id]
        assert (binding.key, binding.action) == (",".join(command.keys), command.action)
        assert (binding.description, binding.tooltip) == (command.name, command.says)
