"""Where a person was is kept as text, and read again; what cannot be read is Today."""

from __future__ import annotations

import pytest

from supervision_tui.runtime.place import Asked, Left, Place

WRITTEN = Place(
    mode="review",
    screens=(Left("", {"row children": "C-1001"}), Left("session 12 C-1001", {})),
    asked=Asked("action_note", ("C-1001",), form="note C-1001").answered("which", {"what": "one"}),
    field="field-text",
    cursor=(3, 14),
    names_blanked=True,
)


def test_a_place_is_read_again_as_it_was_kept() -> None:
    assert Place.from_json(WRITTEN.to_json()) == WRITTEN
    assert WRITTEN.over == ("session 12 C-1001",)


@pytest.mark.parametrize("kept", ["", "{}", "[]", "null", '{"mode": "review"}', '{"cursor": 1}'])
def test_what_cannot_be_read_is_today(kept: str) -> None:
    assert Place.from_json(kept) == Place()


def test_only_where_somebody_writes_is_worth_keeping() -> None:
    assert WRITTEN.is_worth_keeping
    assert WRITTEN.without_form().is_worth_keeping, "a session is written in"
    assert not Place("review", (Left(), Left("signed 12"))).is_worth_keeping
