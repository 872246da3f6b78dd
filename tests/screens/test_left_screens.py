"""A screen that was left is gone from memory, with all that it showed."""

from __future__ import annotations

import gc

from textual._styles_cache import StylesCache
from textual.widget import Widget

from supervision_tui.screens.shared.search import SearchScreen
from supervision_tui.vault.store import Store
from supervision_tui.widgets.form import Form

from .app_under_test import press, running, until


def there(kind: type[object]) -> list[object]:
    """What there is of a kind, once what nobody holds was cleared away."""
    gc.collect()
    return [each for each in gc.get_objects() if isinstance(each, kind)]


async def test_a_search_and_a_form_that_were_left_are_gone(unchanged_demo: Store) -> None:
    gc.unfreeze()  # what other tests have left, and an app that was started has put beside
    gc.collect()
    async with running(unchanged_demo) as (app, pilot):
        for _ in range(3):
            await press(pilot, "slash", "c", "u", "m", "escape", "escape", "3", "d", "escape", "1")
        await app.animator.wait_until_complete()
        assert there(SearchScreen) == []
        # Of three at most the last, once their last timers are over.
        await until(pilot, lambda: len(there(Form)) <= 1)
        widgets = there(Widget)
        drawn_by = {id(each.__dict__.get("_styles_cache")) for each in widgets}
        assert [each for each in there(StylesCache) if id(each) not in drawn_by] == []
