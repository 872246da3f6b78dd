"""Every action a person can take, one class each; bindings, footer, palette and help all come from here."""

from . import (
    consultations,
    directions,
    everywhere,
    leaving,
    preparation,
    pressure,
    review,
    schedule,
    search,
    session,
    signed,
    today,
    training,
    vault,
    what_if,
)
from .command import MODE_IDS, MODES, Command, bindings_for, commands_for, footer_for

__all__ = [
    "MODES",
    "MODE_IDS",
    "Command",
    "bindings_for",
    "commands_for",
    "consultations",
    "directions",
    "everywhere",
    "footer_for",
    "leaving",
    "preparation",
    "pressure",
    "review",
    "schedule",
    "search",
    "session",
    "signed",
    "today",
    "training",
    "vault",
    "what_if",
]
