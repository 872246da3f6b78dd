"""The keys of every command: the usual ones, with a person's own over them.

Clashes are found and named.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches

from .catalogue import COMMANDS, command_of
from .command import EVERYWHERE, Command
from .sentences import filled

_SHOWN = {
    "down": "↓",
    "up": "↑",
    "right": "→",
    "left": "←",
    "escape": "esc",
    "delete": "del",
    "question_mark": "?",
    "slash": "/",
}
_SIGNS = {  # the keys that have a name of their own
    "?": "question_mark", "/": "slash", ",": "comma", ".": "full_stop", ";": "semicolon",
    ":": "colon",
    "-": "minus", "+": "plus", "*": "asterisk", "=": "equals_sign", "_": "underscore",
    "#": "number_sign",
    "!": "exclamation_mark", "'": "apostrophe", '"': "quotation_mark", "(": "left_parenthesis",
    ")": "right_parenthesis", "[": "left_square_bracket", "]": "right_square_bracket",
    "&": "ampersand",
    "%": "percent_sign", "<": "less_than_sign", ">": "greater_than_sign", "@": "at", "~": "tilde",
    "\\": "backslash",
}  # fmt: skip
_OF_SIGNS = {name: sign for sign, name in _SIGNS.items()}
_NAMED = (
    *(
        [
            "enter",
            "escape",
            "tab",
            "space",
            "backspace",
            "delete",
            "insert",
            "home",
            "end",
            "pageup",
            "pagedown",
            "up",
            "down",
            "left",
            "right",
        ]
    ),
    *(f"f{n}" for n in range(1, 13)),
)
# Where text is typed.
_TYPED = ("fields", "form", "line", "timescale", "search", "sign", "unlock", "filter")
# Stand on one form together.
_IN_A_FORM = ("fields", "form", "line", "timescale", "choice", "ticks")
_MOVES = ("list", "filter")  # may stand on the same screen as any other commands
_OF_FIELDS = (  # keys with which text is edited: where one has the focus, they are its own
    "enter", "backspace", "delete", "left", "right", "up", "down", "home", "end", "pageup",
    "pagedown",
    "shift+up", "shift+down", "ctrl+a", "ctrl+d", "ctrl+f", "ctrl+h", "ctrl+k", "ctrl+u", "ctrl+v",
    "ctrl+w", "ctrl+x",
    "ctrl+y", "ctrl+z",
)  # fmt: skip
_NEVER_FREE = {
    "ctrl+c": "copies what is selected",
    "tab": "goes to the next field",
    "shift+tab": "goes to the one before",
}


class Keymap:
    """The keys of every command.

    `own` are a person's, by the id of the command: `{"today.supervise": "S"}`.

    What cannot be is left as it usually is, and stands in `wrong`: the id, and a sentence.
    """

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        self.wrong: list[tuple[str, str]] = []
        self._ids = {command.id: command for command in COMMANDS}
        self._own: dict[str, tuple[str, ...]] = {}
        for command_id, typed in (own or {}).items():
            self._read(command_id, typed)
        self._let_go_of_clashes()

    def keys_of(self, command: Command) -> tuple[str, ...]:
        """The keys of a command, by the names that Textual has for them."""
        return self._own.get(command.id, command.keys)

    def words(self, command: Command, *, but_letters: bool = False) -> str:
        """The keys of a command as a person reads them.

        Nothing where it has none, or none that is no letter.
        """
        if (
            command.shown
            and command.id not in self._own
            and not (but_letters and is_written(command.shown))
        ):
            return command.shown
        return " ".join(
            key_words(key) for key in self.keys_of(command) if not (but_letters and is_written(key))
        )

    def fill(self, sentence: str, *, but_letters: bool = False) -> str:
        """The sentence with the present key of each command that it names: `‹undo› takes it back`.

        A command without a key that acts is found in the palette: `ctrl+p undo`.
        """
        return filled(sentence, lambda command: self._way_to(command, but_letters=but_letters))

    def _way_to(self, command: Command, *, but_letters: bool) -> str:
        words = self.words(command, but_letters=but_letters and command.where == EVERYWHERE)
        if words or command.id == "palette":
            return words
        return f"{self.words(command_of('palette'))} {command.name.casefold()}"

    def words_while_typing(self, command: Command) -> str:
        """Those of its keys that act while text is typed: no letter, no sign, none of the field's.

        Where a command belongs to a place in which text is typed, such keys are its own.
        """
        is_own = command.where in _TYPED
        acting = [
            key
            for key in self.keys_of(command)
            if not _is_typed(key) and (is_own or key not in _OF_FIELDS)
        ]
        return " ".join(map(key_words, acting))

    def for_textual(self) -> dict[str, str]:
        """A person's own keys, as Textual takes them."""
        return {command_id: ",".join(keys) for command_id, keys in self._own.items()}

    def _read(self, command_id: str, typed: str) -> None:
        command = self._ids.get(command_id)
        if command is None:
            near = get_close_matches(command_id, self._ids, 1)
            hint = " supervision-tui config keys lists them all."
            if near:
                hint = f" Did you mean {near[0]}?"
            self._refuse(command_id, f"there is no such action.{hint}")
            return
        keys = tuple(_named(each) for each in typed.split())
        bad = next((each for each, key in zip(typed.split(), keys, strict=True) if not key), "")
        others = [key for key in keys if key not in command.keys]
        takes_text = command.strong or command.where in _TYPED
        if bad or not keys:
            says = f"“{bad}” is no key" if bad else "no key is named"
            self._refuse(
                command_id,
                f"{says}; keys are like d, D, ?, f5, space, ctrl+e, with a space between two.",
            )
        elif taken := next((key for key in others if key in _NEVER_FREE), ""):
            self._refuse(
                command_id, f"{taken} {_NEVER_FREE[taken]} everywhere; choose another key."
            )
        elif taken := next((key for key in others if takes_text and key in _OF_FIELDS), ""):
            self._refuse(
                command_id, f"{key_words(taken)} edits text there; choose one like f6 or ctrl+e."
            )
        elif letter := next((key for key in others if takes_text and _is_typed(key)), ""):
            self._refuse(
                command_id,
                f"{key_words(letter)} is typed as text there; choose one like f6 or ctrl+e.",
            )
        else:
            self._own[command_id] = keys

    def _let_go_of_clashes(self) -> None:
        """Give a person's own key back to its usual one where two actions have it, and so on."""
        while clash := self._first_clash():
            own, other, key = clash
            del self._own[own.id]
            here = "everywhere" if other.where == EVERYWHERE else f"on {other.where}"
            self._refuse(
                own.id, f"{key_words(key)} is {other.id} already ({other.name.lower()}, {here})."
            )

    def _first_clash(self) -> tuple[Command, Command, str] | None:
        for own_id in self._own:
            own = self._ids[own_id]
            for other in COMMANDS:
                if other is not own and _meet(own, other):
                    shared = set(self.keys_of(own)) & set(self.keys_of(other))
                    if shared - (set(own.keys) & set(other.keys)):
                        return own, other, min(shared)
        return None

    def _refuse(self, command_id: str, says: str) -> None:
        self.wrong.append((command_id, f"{says} It stays as it was."))


def key_words(key: str) -> str:
    """A key as a person reads it: `?`, `esc`, `ctrl+s`."""
    return _SHOWN.get(key) or _OF_SIGNS.get(key, key)


def is_written(key: str) -> bool:
    """Tell whether a key is part of a sentence, a letter or a comma.

    After `?` or `/` one types words to look for.
    """
    return key == "comma" or (len(key) == 1 and key.isalpha())


def _meet(one: Command, other: Command) -> bool:
    """Tell whether two commands can apply at the same time."""
    wheres = {one.where, other.where}
    return (
        len(wheres) == 1
        or EVERYWHERE in wheres
        or bool(wheres & set(_MOVES))
        or wheres <= set(_IN_A_FORM)
    )


def _named(typed: str) -> str:
    """A key by the name that Textual has for it; nothing where there is no such key."""
    *held, last = typed.split("+") if len(typed) > 1 else [typed]
    if any(each not in ("ctrl", "shift", "alt") for each in held):
        return ""
    if len(last) == 1:
        known = last if last.isalnum() and last.isascii() else _SIGNS.get(last, "")
    else:
        folded = unicodedata.normalize("NFKC", last).lower()
        known = {"esc": "escape", "return": "enter"}.get(folded, folded)
        known = known if known in _NAMED or known in _OF_SIGNS else ""
    if known:
        return "+".join((*held, known))
    return ""


def _is_typed(key: str) -> bool:
    return len(key) == 1 or key in _OF_SIGNS or key == "space"
