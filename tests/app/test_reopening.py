"""Where the person is, is kept while something is written, and only then."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.screen import Screen

from supervision_tui.app.reopening import Reopening, is_form_opening
from supervision_tui.desk.vault_facts import PLACE
from supervision_tui.runtime.place import Asked, Left, Place
from supervision_tui.vault.store import Store
from supervision_tui.widgets.desk_screen import DeskScreen
from supervision_tui.widgets.form import Form, FormSpec
from tests.runtime.parts import Parts

WRITES = Place("review", (Left("session 12"),))
READS = Place("review", (Left(),))


def reopening_of(parts: Parts) -> Reopening:
    """What keeps the place of an app that runs nowhere."""
    return Reopening(App[Any](), parts.vault, parts.state, parts.names, parts.notices)


async def test_the_place_is_kept_while_somebody_writes_and_forgotten_after(
    demo_store: Store,
) -> None:
    parts = Parts(demo_store)
    reopening = reopening_of(parts)
    reopening.comes_back_to = WRITES
    await reopening.keep_place()
    assert Place.from_json(await parts.drafts.find(PLACE) or "") == WRITES
    reopening.comes_back_to = READS
    await reopening.keep_place()
    assert await parts.drafts.find(PLACE) is None


async def test_while_the_app_is_locking_the_lock_keeps_the_place(demo_store: Store) -> None:
    parts = Parts(demo_store)
    reopening = reopening_of(parts)
    reopening.comes_back_to, reopening.is_taken_over = WRITES, True
    await reopening.keep_place()
    assert await parts.drafts.find(PLACE) is None
    assert reopening.place_to_keep() == ""


async def test_a_place_is_come_back_to_once(demo_store: Store) -> None:
    parts = Parts(demo_store)
    reopening = reopening_of(parts)
    await parts.drafts.keep_at(PLACE, WRITES.to_json())
    assert await reopening.take_place(WRITES.to_json()) == WRITES
    assert reopening.place() == WRITES, "until all is as it was"
    assert await parts.drafts.find(PLACE) is None
    assert await reopening.take_place(None) == Place()
    assert reopening.comes_back_to is None


async def test_a_reader_takes_nobody_their_place(demo_store: Store) -> None:
    await Parts(demo_store).drafts.keep_at(PLACE, WRITES.to_json())
    reader = Parts(demo_store, is_read_only=True)
    await reopening_of(reader).take_place(WRITES.to_json())
    assert await reader.drafts.find(PLACE)


async def test_a_place_that_cannot_be_kept_stops_nobody() -> None:
    parts = Parts(None)
    reopening = reopening_of(parts)
    reopening.comes_back_to = WRITES
    await reopening.keep_place()
    await reopening.forget_place()
    assert not parts.heard.said


def test_a_screen_is_between_until_it_shows_what_its_keys_are_about() -> None:
    screen = DeskScreen()
    assert is_form_opening(screen), "it has not loaded"
    screen._has_loaded.set()
    assert not is_form_opening(screen)
    screen.is_opening, screen.asked = True, Asked("action_note")
    assert is_form_opening(screen)

    async def take(_values: object) -> None:
        return None

    form = Form(FormSpec("Note", ()), take)
    assert is_form_opening(form)
    form.is_ready = True
    assert not is_form_opening(form)
    assert not is_form_opening(Screen())
