"""What a key has drawn: one frame, and nothing worked out again that it did not touch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.css.stylesheet import Stylesheet
from textual.geometry import Region

from supervision_tui.desk.children import review
from supervision_tui.screens.review.screen import ReviewScreen
from supervision_tui.screens.training.screen import TrainingScreen
from supervision_tui.vault.store import Store
from supervision_tui.widgets.rows import Rows

from .app_under_test import QuietApp, press, running

MODES = "2345678"


class Work:
    """How often something was drawn, laid out and styled."""

    def __init__(self) -> None:
        self.drawn: list[set[Region]] = []
        self.layouts = 0
        self.styled = 0


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    work = Work()
    draw, lay_out, style = Compositor.render_update, Compositor.reflow, Stylesheet.update_nodes

    def drawn(compositor: Compositor, *how: Any, **named: Any) -> Any:
        if compositor._dirty_regions:
            work.drawn.append(set(compositor._dirty_regions))
        return draw(compositor, *how, **named)

    def laid_out(compositor: Compositor, *what: Any) -> Any:
        work.layouts += 1
        return lay_out(compositor, *what)

    def styled(sheet: Stylesheet, *what: Any, **how: Any) -> None:
        work.styled += 1
        style(sheet, *what, **how)

    with monkeypatch.context() as during:
        during.setattr(QuietApp, "draws_every_frame", True)
        during.setattr(Compositor, "render_update", drawn)
        during.setattr(Compositor, "reflow", laid_out)
        during.setattr(Stylesheet, "update_nodes", styled)
        yield work


@pytest.mark.parametrize("mode", MODES)
async def test_a_mode_that_was_seen_is_neither_styled_nor_laid_out_again(
    unchanged_demo: Store, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    async with running(unchanged_demo) as (_app, pilot):
        await press(pilot, mode, "1")
        with watched(monkeypatch) as work:
            await press(pilot, mode)
        assert (work.layouts, work.styled, len(work.drawn)) == (0, 0, 1)


async def test_a_mode_is_styled_again_in_another_theme_and_laid_out_in_another_window(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "3", "1")
        app.theme = "contrast-dark"
        await press(pilot, "3")
        ground = app.screen.query_one("#children", Rows).styles.background
        await press(pilot, "1")
        assert app.screen.query_one(Rows).styles.background == ground
        await pilot.resize_terminal(80, 24)
        await press(pilot, "3")
        assert app.screen.size.width == 80
        assert app.screen.has_class("-roomy")


async def test_the_card_comes_in_the_frame_in_which_the_mark_moves(
    unchanged_demo: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "3", "j")
        with watched(monkeypatch) as work:
            await press(pilot, "j")
        assert len(work.drawn) == 1
        assert isinstance(app.screen, ReviewScreen)
        assert app.screen.card is not None
        assert app.screen.card.line.ref == app.screen.query_one("#children", Rows).key


async def test_a_card_at_hand_is_asked_for_again_once_something_changed(
    demo_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    card = review.review_card

    def noted(session: Any, ref: str, moment: Any) -> Any:
        asked.append(ref)
        return card(session, ref, moment)

    monkeypatch.setattr("supervision_tui.screens.review.cards_ahead.review_card", noted)
    async with running(demo_store) as (app, pilot):
        await press(pilot, "3", "j", "j")
        rows = app.screen.query_one("#children", Rows)
        assert {rows.key_after, rows.key_before} <= set(asked)
        asked.clear()
        await press(pilot, "p")  # the child is brought to the next session
        await press(pilot, "j")
        assert rows.key in asked
        assert isinstance(app.screen, ReviewScreen)
        assert app.screen.card is not None
        assert app.screen.card.line.ref == rows.key


async def test_a_pick_changes_its_row_and_the_next(
    unchanged_demo: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "3", "j")
        rows = app.screen.query_one("#children", Rows)
        with watched(monkeypatch) as work:
            await press(pilot, "space")
        assert len(work.drawn) == 1
        in_list = [each for each in work.drawn[0] if each.x < rows.region.right]
        assert not any(each.height > 1 for each in in_list if each.x > 0)
        assert isinstance(app.screen, ReviewScreen)
        assert len(app.screen.picked) == 1


async def test_a_kept_attendance_asks_for_the_training_of_its_worker_alone(
    demo_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "6", "right")
        screen = app.screen
        assert isinstance(screen, TrainingScreen)
        before = screen.answer.view
        with monkeypatch.context() as during:
            during.setattr("supervision_tui.screens.training.screen.learning", None)
            await press(pilot, "space")
        after = screen.answer.view
        assert before is not None
        assert after is not None
        assert after.bookings != before.bookings
        assert after.duty is before.duty
        await press(pilot, "u")
        assert screen.answer.view is not None
        assert screen.answer.view.bookings == before.bookings, "what is taken back is all read"
