"""A verb is run once, on the store's thread, told when it is done where it asks, and what stops it
is said once.
"""

from __future__ import annotations

import pytest
from sqlmodel import Session

from supervision_tui.desk.children.notes import add_note
from supervision_tui.desk.children.review import review_list
from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.undo import take_back
from supervision_tui.desk.vault.backups import newest_backup
from supervision_tui.desk.workers.people import add_worker, team_name
from supervision_tui.runtime.desk_access import asks_when
from supervision_tui.vault.errors import VaultError
from supervision_tui.vault.store import Store

from .parts import Parts


async def test_a_verb_that_asks_when_is_told_and_another_is_not(unchanged_demo: Store) -> None:
    parts = Parts(unchanged_demo)
    lines = await parts.desk.run(review_list)
    assert len(lines) > 100
    assert await parts.desk.run(team_name) == "Lantern Team"
    assert asks_when(review_list)
    assert not asks_when(team_name)


async def test_a_change_is_told_to_whoever_shows_it_and_can_be_taken_back(
    demo_store: Store,
) -> None:
    parts = Parts(demo_store)
    await parts.desk.try_run(add_note, "C-1001", "Rang the school.")
    assert parts.heard.published == ["add_note"]
    assert parts.vault.changes == 1
    parts.notices.changed("Noted.")
    assert parts.heard.said == ["information: ✓ Noted. Undo: u."]
    assert await parts.vault_file.try_run(take_back)
    assert parts.vault.changes == 2, "a screen that was up to date asks again"


async def test_a_refusal_is_said_counted_and_gives_nothing(unchanged_demo: Store) -> None:
    parts = Parts(unchanged_demo)
    assert await parts.desk.try_run(add_worker, "", "Harbour") is None
    assert parts.desk.refused == 1
    [said] = parts.heard.said
    assert said.startswith("warning: ")
    assert not parts.heard.published
    with pytest.raises(Refused):
        await parts.desk.run(add_worker, "", "Harbour")
    assert parts.desk.refused == 1, "a form shows it itself"


async def test_what_is_wrong_with_the_vault_is_a_refusal_too() -> None:
    parts = Parts(None)
    with pytest.raises(Refused, match="locked"):
        await parts.desk.run(team_name)
    assert await parts.vault_file.try_run(newest_backup) is None
    assert "locked" in parts.heard.said[-1]


async def test_while_a_form_is_opened_again_by_itself_nothing_is_changed(demo_store: Store) -> None:
    parts = Parts(demo_store)
    parts.desk.only_looks = True
    assert await parts.desk.try_run(add_worker, "Zoe Flint", "Harbour") is None
    assert "nothing was done by itself" in parts.heard.said[-1]
    assert await parts.desk.run(team_name) == "Lantern Team", "it may be read"


async def test_a_name_that_comes_while_names_are_hidden_is_hidden(demo_store: Store) -> None:
    parts = Parts(demo_store)
    await parts.names.hide()
    assert not parts.names.hides_word("Quillfeather")
    await parts.desk.run(add_worker, "Zebedee Quillfeather", "Harbour")
    assert parts.names.hides_word("Quillfeather")


async def test_an_answer_that_is_to_come_is_under_way(unchanged_demo: Store) -> None:
    parts = Parts(unchanged_demo)
    seen: list[bool] = []

    def look(_session: Session) -> None:
        seen.append(parts.under_way.is_any(()))

    await parts.desk.run(look)
    assert seen == [True]
    assert not parts.under_way.is_any(())


async def test_an_error_of_our_own_is_not_swallowed(unchanged_demo: Store) -> None:
    def fails(_session: Session) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await Parts(unchanged_demo).desk.try_run(fails)


async def test_a_verb_of_the_file_gets_the_store_and_the_moment(unchanged_demo: Store) -> None:
    def seen(store: Store, word: str, moment: Moment) -> tuple[bool, str, str]:
        return store is unchanged_demo, word, str(moment.today)

    def stops(_store: Store) -> None:
        raise VaultError("The disk is full.")

    parts = Parts(unchanged_demo)
    assert await parts.vault_file.run(seen, "word") == (True, "word", "2026-03-02")
    with pytest.raises(Refused, match="disk is full"):
        await parts.vault_file.run(stops)
