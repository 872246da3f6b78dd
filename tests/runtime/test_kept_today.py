"""Today is shown as the vault kept it, and worked out anew once something has changed."""

from __future__ import annotations

from sqlmodel import Session

from supervision_tui.desk.children.notes import add_note
from supervision_tui.desk.today.kept_form import from_json_text, to_json_text
from supervision_tui.desk.today.today import today
from supervision_tui.runtime.kept_today import KeptToday
from supervision_tui.vault.store import Store

from .parts import Parts


async def asked(parts: Parts) -> KeptToday:
    """Today of an app that has just opened."""
    await parts.state.know(await parts.state.look())
    return KeptToday(parts.vault, parts.state, parts.desk)


async def kept(parts: Parts) -> int:
    """How many views the vault keeps."""
    return await parts.vault.ask(lambda rows: rows("SELECT count(*) FROM kept_view")[0][0])


async def test_it_is_worked_out_once_and_shown_as_it_was_kept(demo_store: Store) -> None:
    parts = Parts(demo_store)
    view = await (await asked(parts)).view()
    assert view is not None
    assert view == demo_store.run(today, parts.state.moment())
    assert await kept(parts) == 1

    def must_not_be_asked(_session: Session) -> None:
        raise AssertionError

    again = Parts(demo_store)
    again.desk.try_run = must_not_be_asked  # type: ignore[method-assign, assignment]
    assert await (await asked(again)).view() == view


async def test_after_a_change_it_is_worked_out_anew(demo_store: Store) -> None:
    parts = Parts(demo_store)
    await (await asked(parts)).view()
    await parts.desk.run(add_note, "C-1001", "Rang the school.")
    assert await (await asked(parts)).view() == demo_store.run(today, parts.state.moment())


async def test_a_view_that_another_version_kept_is_worked_out_anew(demo_store: Store) -> None:
    parts = Parts(demo_store)
    await (await asked(parts)).view()
    await parts.vault.ask(
        lambda rows: rows("UPDATE kept_view SET body = '[\"Harbour\"]'"), writes=True
    )
    view = await (await asked(parts)).view()
    assert view == demo_store.run(today, parts.state.moment())


async def test_a_reader_keeps_none(demo_store: Store) -> None:
    parts = Parts(demo_store, is_read_only=True)
    assert await (await asked(parts)).view() is not None
    assert await kept(parts) == 0


async def test_what_a_locked_vault_cannot_show_is_said() -> None:
    parts = Parts(None)
    assert await KeptToday(parts.vault, parts.state, parts.desk).view() is None
    assert "locked" in parts.heard.said[-1]


def test_the_kept_form_gives_the_view_again(unchanged_demo: Store) -> None:
    view = unchanged_demo.run(today, Parts(unchanged_demo).state.moment())
    assert from_json_text(to_json_text(view)) == view
