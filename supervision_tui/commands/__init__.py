"""Every action a person can take, one row each.

Bindings, footer, palette and help all come from here.
"""

from .catalogue import COMMANDS, command_of, commands_for, footer_for
from .command import EVERYWHERE, MODE_IDS, MODES, SHORT_TITLES, Command
from .keymap import Keymap, is_written, key_words
from .sentences import NAMED, filled, in_words

__all__ = [
    "COMMANDS",
    "EVERYWHERE",
    "MODES",
    "MODE_IDS",
    "NAMED",
    "SHORT_TITLES",
    "Command",
    "Keymap",
    "command_of",
    "commands_for",
    "filled",
    "footer_for",
    "in_words",
    "is_written",
    "key_words",
]
