"""A person's own keys: taken, named as a person reads them, and refused with the reason where they
cannot be.
"""

from __future__ import annotations

import pytest

from supervision_tui.commands import COMMANDS, Keymap, key_words
from supervision_tui.commands.meanings import LISTS, MEANINGS

IDS = {command.id: command for command in COMMANDS}


def test_without_keys_of_ones_own_each_action_has_its_usual_ones() -> None:
    keys = Keymap()
    assert keys.for_textual() == {}
    assert keys.words(IDS["help"]) == "?"
    assert keys.words(IDS["back"]) == "esc"
    assert keys.words(IDS["settings.show"]) == ","


def test_a_key_of_ones_own_takes_the_place_of_the_usual_one() -> None:
    keys = Keymap({"today.supervise": "S", "palette": "ctrl+p f12", "search": "?", "help": "f11"})
    assert not keys.wrong
    assert keys.for_textual() == {
        "today.supervise": "S",
        "palette": "ctrl+p,f12",
        "search": "question_mark",
        "help": "f11",
    }
    assert keys.words(IDS["palette"]) == "ctrl+p f12"
    assert keys.words(IDS["search"]) == "?"


@pytest.mark.parametrize(
    ("command_id", "typed", "says"),
    [
        ("today.supervize", "S", "Did you mean today.supervise?"),
        ("today.supervise", "hyper+s", "“hyper+s” is no key"),
        ("today.supervise", "", "no key is named"),
        ("today.supervise", "d", "d is today.direct already (direct, on today)"),
        ("today.supervise", "b", "b is names.blank already (hide names, everywhere)"),
        ("today.supervise", "j", "j is list.next already"),
        ("help", "ctrl+c", "ctrl+c copies what is selected everywhere"),
        ("form.save", "s", "s is typed as text there"),
        ("lock", "L", "L is typed as text there"),
        ("lock", "backspace", "backspace edits text there"),
        ("form.save", "ctrl+z", "ctrl+z edits text there"),
        ("form.leave", "enter", "enter edits text there"),
    ],
)
def test_what_cannot_be_is_left_as_it_was_and_said(command_id: str, typed: str, says: str) -> None:
    keys = Keymap({command_id: typed})
    [(named, sentence)] = keys.wrong
    assert named == command_id
    assert says in sentence
    assert sentence.endswith("It stays as it was.")
    assert keys.for_textual() == {}


def test_two_actions_may_change_places() -> None:
    keys = Keymap({"today.supervise": "d", "today.direct": "s"})
    assert not keys.wrong


def test_of_two_own_keys_on_one_screen_that_are_the_same_one_goes_back() -> None:
    keys = Keymap({"today.supervise": "Z", "today.direct": "Z"})
    assert len(keys.wrong) == 1
    assert len(keys.for_textual()) == 1


def test_the_same_key_on_two_screens_is_no_clash() -> None:
    assert not Keymap({"today.supervise": "Z", "review.direct": "Z"}).wrong


def test_a_letter_means_one_thing_on_every_list() -> None:
    """Each is in the table of meanings, under the key that it has."""
    named = {key: set(ids.split()) for key, (_, ids) in MEANINGS.items()}
    there = {
        key: {command.id for command in COMMANDS if command.where in LISTS and key in command.keys}
        for key in {key for command in COMMANDS for key in command.keys if len(key) == 1}
        if not key.isdecimal()
    }
    assert {key: ids for key, ids in there.items() if ids} == named


def test_delete_takes_away_what_stands_there_on_every_list() -> None:
    names = {
        command.name for command in COMMANDS if command.where in LISTS and "delete" in command.keys
    }
    assert names == {
        "Cancel", "Clear", "Close", "Decline", "Erase", "Missed", "Leave out", "Unallocated",
        "Withdraw",
    }  # fmt: skip


def test_capitals_are_for_all() -> None:
    capitals = {key for key in MEANINGS if key.isupper()}
    assert capitals == {"A", "C", "D", "F", "H", "J", "K", "L", "N", "S", "X"}


def test_no_two_actions_that_meet_have_one_key_as_it_ships_but_by_design() -> None:
    """A screen's own action may take the key of one that applies everywhere (escape, tab).

    Two of one screen never.
    """
    for where in {command.where for command in COMMANDS}:
        seen: dict[str, str] = {}
        for command in COMMANDS:
            for key in command.keys if command.where == where else ():
                assert key not in seen, (key_words(key), command.id, seen.get(key))
                seen[key] = command.id
