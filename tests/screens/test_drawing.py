"""What looks otherwise is drawn again, and nothing else: a key's frame is as small as what it
changed.
"""

from __future__ import annotations

from collections import Counter

import pytest
from textual.strip import Strip

from supervision_tui.vault.store import Store
from supervision_tui.widgets.columns import Column
from supervision_tui.widgets.pane import Pane
from supervision_tui.widgets.rows import Cell, Row, Rows

from .app_under_test import QuietApp, press, running, still


@pytest.fixture(autouse=True)
def every_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """Frames are what these tests are about."""
    monkeypatch.setattr(QuietApp, "draws_every_frame", True)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[str | None, int]]:
    """How often each line of each list was drawn."""
    found: Counter[tuple[str | None, int]] = Counter()
    draw = Rows.render_line

    def counted(rows: Rows, y: int) -> Strip:
        found[rows.id, y] += 1
        return draw(rows, y)

    monkeypatch.setattr(Rows, "render_line", counted)
    return found


async def test_a_child_that_is_picked_is_drawn_again_and_the_one_that_follows(
    unchanged_demo: Store, drawn: Counter[tuple[str | None, int]]
) -> None:
    async with running(unchanged_demo) as (_app, pilot):
        await press(pilot, "3")
        drawn.clear()
        await press(pilot, "space")
        assert {y for name, y in drawn if name == "children"} == {1, 2}


async def test_of_rows_that_are_shown_anew_those_are_drawn_that_look_otherwise(
    unchanged_demo: Store, drawn: Counter[tuple[str | None, int]]
) -> None:
    def numbered(*words: str) -> list[Row]:
        return [Row(str(n), (Cell(str(n)), Cell(word))) for n, word in enumerate(words)]

    async with running(unchanged_demo) as (app, pilot):
        rows = Rows(Column("No", 4), Column("Word"), id="words")
        await app.screen.mount(rows)
        rows.show(numbered("one", "two", "three"))
        await still(pilot)
        for words, lines in (
            (("one", "two", "three"), set()),
            (("one", "2", "three"), {2}),
            (("one", "2"), {3}),
            (("one", "2", "III", "IV"), {3, 4}),
        ):
            drawn.clear()
            rows.show(numbered(*words))
            await still(pilot)
            assert {y for name, y in drawn if name == "words"} == lines
        rows.set_columns((Column("Number", 9), Column("Word")))
        rows.show(numbered("one", "2", "III", "IV"))
        await still(pilot)
        assert rows.render_line(0).text.startswith("  Number")
        assert {("words", 0), ("words", 1)} <= set(drawn)


async def test_another_title_draws_nothing_of_what_is_below(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        pane = app.screen.query(Pane).first()
        pane.retitle("Another")
        assert [region.height for region in pane._exchange_repaint_regions()] == [1]
        await still(pilot)
        assert "Another" in app.export_screenshot()
