"""Notices: the newest stands alone, and one of a change names the key that takes it back, as a
person has set it.
"""

from __future__ import annotations

import pytest

from supervision_tui.commands import Keymap

from .parts import Parts


def test_the_newest_alone_is_worth_its_line() -> None:
    parts = Parts(None)
    parts.notices.say("one")
    parts.notices.say("two")
    assert parts.heard.said == ["information: two"]
    parts.notices.add("three", 4)
    parts.notices.warn("four")
    parts.notices.fail("five")
    assert parts.heard.said[1:] == ["information: three", "warning: ! four", "error: ! five"]
    parts.notices.clear()
    assert not parts.heard.said


@pytest.mark.parametrize(
    ("own", "is_written_on", "wanted"),
    [
        ({}, False, "Noted. Undo: u."),
        ({"undo": "f12"}, False, "Noted. Undo: f12."),
        # Where people write, a letter is no command.
        ({}, True, "Noted. Undo: ctrl+p undo."),
    ],
)
def test_a_change_names_the_key_that_takes_it_back(
    own: dict[str, str], is_written_on: bool, wanted: str
) -> None:
    parts = Parts(None, keys=Keymap(own))
    parts.heard.is_written_on = is_written_on
    parts.notices.can_take_back = True
    parts.notices.changed("Noted.")
    assert parts.heard.said == [f"information: ✓ {wanted}"]


def test_what_cannot_be_taken_back_names_none() -> None:
    parts = Parts(None)
    parts.notices.changed("Signed.")
    assert parts.heard.said == ["information: ✓ Signed."]
