"""No sentence names a key by hand: it names the command, and whoever shows it writes the key that
is set at present.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.content import Content

from supervision_tui.commands import COMMANDS, NAMED, Keymap, in_words

PACKAGE = Path(__file__).parents[2] / "supervision_tui"
SAID_BY = (
    "practice",
    "vault",
    "desk",
    "imports",
    "exports",
    "demo",
    "runtime",
    "app",
    "widgets",
    "screens",
)
NAMES_A_KEY = re.compile(
    r"(?<![\w{'’‹.“/[-])(?:[b-hj-zB-HJ-Z]|space|esc|enter|tab|f\d{1,2}|(?:ctrl|shift)\+\w+)(?![\w'’.›”\]-])"
    r"|\([a-zA-Z]\)|[;:] [aAiI/] (?:[a-z]+[^s'’]s\b|on [A-Z])|\b[Pp]ress [aAiI/]\b"
)
NO_SENTENCE = re.compile(
    r"\\[bdswnS]|%[bdY]|\(\?|SELECT|INSERT|DELETE|UPDATE|VARCHAR|<|: \$|^\" \w="
)
# a unit, a number of cases, the first letter of a word to be picked, enter at the end of a line of
# text
NO_KEY = (
    "d days, wd working days",
    " d of ",
    "s picks sign",
    "s enter",
    "The first letter is the grade: o, g, r or i.",
    "(n = ",
    ", n = ",
    ", n ",
    ": n",
    " n of ",
    "team's n",
    " IS NOT NULL",
    " ago",
    "until_on",
    " s before",
    " s; a question",
    "and enter",
    "(enter alone skips)",
    "g seen alone",
    "[keys]",
    "json_each",
)


def sentences() -> Iterator[tuple[str, str]]:
    """Every text of several words that the rules, the desk and the screens may say, with where it
    stands.
    """
    for folder in SAID_BY:
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            described = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            for node in ast.walk(tree):
                if (
                    not isinstance(node, ast.Constant)
                    or not isinstance(node.value, str)
                    or id(node) in described
                ):
                    continue
                if " " in node.value.strip():
                    yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node.value


def test_no_sentence_names_a_key() -> None:
    found = [
        (where, says)
        for where, says in sentences()
        if NAMES_A_KEY.search(says)
        and not NO_SENTENCE.search(says)
        and not any(words in says for words in NO_KEY)
    ]
    assert found == []


@pytest.mark.parametrize(
    "says",
    [
        "That goal has ended already; u takes the last change back.",
        "no word yet: write one, or f9 says why not.",
        "No workers yet. Press i to import the caseload.",
        "supervision agreement: not signed by both yet; A on Schedule",
        "That is the session you are in; leave it first (esc).",
        "space records that it was attended, m that it was missed.",
        "Nothing holds these words. ctrl+p finds actions of every screen by name.",
    ],
)
def test_a_sentence_that_names_one_would_be_found(says: str) -> None:
    assert NAMES_A_KEY.search(says)


def test_every_command_that_a_sentence_names_is_there() -> None:
    known = {command.id for command in COMMANDS}
    named = {(where, name) for where, says in sentences() for name in NAMED.findall(says)}
    assert len(named) > 80
    assert [each for each in sorted(named) if each[1] not in known] == []


def test_the_screen_writes_the_key_that_is_set_and_the_shell_the_name() -> None:
    says = "That goal has ended already; ‹undo› takes the last change back."
    assert Keymap().fill(says) == "That goal has ended already; u takes the last change back."
    assert (
        Keymap({"undo": "f12"}).fill(says)
        == "That goal has ended already; f12 takes the last change back."
    )
    assert in_words(says) == "That goal has ended already; “Undo” takes the last change back."


def test_a_command_without_a_key_that_acts_is_found_in_the_palette() -> None:
    assert Keymap().fill("‹undo› takes it back", but_letters=True) == "ctrl+p undo takes it back"
    assert Keymap().fill("‹import.undo› takes it back") == "ctrl+p undo import takes it back"
    assert (
        Keymap({"palette": "f12"}).fill("‹import.undo› takes it back")
        == "f12 undo import takes it back"
    )


def test_where_people_write_letters_of_the_screen_act_and_those_of_the_app_do_not() -> None:
    assert Keymap().fill("‹session.bring› brings one, ‹undo› takes it back", but_letters=True) == (
        "a brings one, ctrl+p undo takes it back"
    )


def test_what_only_looks_like_a_command_stays() -> None:
    assert Keymap().fill("“‹no.such.thing›” is not a day") == "“‹no.such.thing›” is not a day"
    assert in_words("“‹nowhere›” is not a day") == "“‹nowhere›” is not a day"
    assert Content("‹›").plain == "‹›"
