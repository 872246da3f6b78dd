"""What is typed is kept as it is typed, with where it was typed.

It is forgotten once it was saved.
"""

from __future__ import annotations

from supervision_tui.commands import Keymap
from supervision_tui.desk.vault_facts import PLACE
from supervision_tui.vault.store import Store

from .parts import Parts


async def test_a_text_is_kept_with_the_place_where_it_is_typed(demo_store: Store) -> None:
    parts = Parts(demo_store)
    parts.place = '{"mode": "review"}'
    assert await parts.drafts.keep("note C-1001", "Rang the school")
    assert await parts.drafts.find("note C-1001") == "Rang the school"
    assert await parts.drafts.find(PLACE) == parts.place
    assert not parts.heard.published, "no record changed"


async def test_a_text_that_was_saved_is_forgotten_and_so_is_the_place(demo_store: Store) -> None:
    parts = Parts(demo_store)
    await parts.drafts.keep("note C-1001", "Rang the school")
    await parts.drafts.drop("note C-1001")
    assert await parts.drafts.find("note C-1001") is None
    assert parts.dropped == 1


async def test_a_reader_keeps_and_forgets_nothing(demo_store: Store) -> None:
    writer = Parts(demo_store)
    await writer.drafts.keep("note C-1001", "Rang the school")
    reader = Parts(demo_store, is_read_only=True)
    assert await reader.drafts.keep("note C-1001", "something else"), (
        "it loses nothing that it could keep"
    )
    await reader.drafts.drop("note C-1001")
    assert await writer.drafts.find("note C-1001") == "Rang the school"


async def test_what_cannot_be_kept_is_said_and_while_locking_how_to_insist() -> None:
    """The key is the person's own, where there is one."""
    parts = Parts(None, keys=Keymap({"lock": "f12"}))
    assert not await parts.drafts.keep("note C-1001", "Rang the school")
    assert parts.heard.said == ["warning: ! What you typed is not kept yet: The vault is locked."]
    parts.drafts.say_how_to_insist()
    assert not await parts.drafts.keep("note C-1001", "Rang the school")
    assert parts.heard.said == [
        "warning: ! What you typed is not kept yet: The vault is locked. "
        "f12 again locks without it."
    ]


async def test_forgetting_never_stops_anybody() -> None:
    parts = Parts(None)
    await parts.drafts.drop("note C-1001")
    assert not parts.heard.said
